"""The report as it is read: at both widths, light and dark, on paper, by keyboard, without scripts or barriers."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import hubscore
from hubscore.workspace import Workspace

Opened = Callable[..., Page]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_nothing_is_wider_than_the_window_and_axe_finds_nothing(
    opened: Opened, report: Path, width: int, scheme: str
) -> None:
    page = opened(report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert barriers(page) == []
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.locator("#w-biotech").fill("100")
    page.locator("#w-deposits_to_gdp").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert barriers(page) == []


def barriers(page: Page) -> list[tuple[str, str]]:
    """What axe-core finds, with the first element of each kind."""
    return [(each["id"], each["nodes"][0]["html"]) for each in Axe().run(page).response["violations"]]


@pytest.mark.parametrize(
    "name", ["W" * 60, "The Metropolitan Area of Llanfairpwllgwyngyllgogerychwyrndrobwllll", "重庆市" * 20]
)
@pytest.mark.parametrize("media", ["screen", "print"])
def test_long_names_do_not_widen_the_page(
    opened: Opened,
    written: Callable[[Workspace, Path], Path],
    tmp_path: Path,
    name: str,
    media: Literal["screen", "print"],
) -> None:
    card = f"title = '{name}'\nhubs = 'hubs/*.toml'\n[pillars.p]\nlabel = '{name}'\n"
    card += "".join(
        f"[indicators.{each}]\nlabel = '{name}'\npillar = 'p'\ndirection = 'higher'\ngoalposts = [0, 10]\n"
        for each in "ab"
    )
    (tmp_path / "scorecard.toml").write_text(card)
    (tmp_path / "hubs").mkdir()
    for at, hub in enumerate(("oslo", "turku")):
        cells = "".join(
            f"[data.{each}]\n"
            + "".join(
                f"{year} = {{ value = {at + 3}, evidence = 'official', source = 's' }}\n" for year in (2020, 2021)
            )
            for each in "ab"
        )
        (tmp_path / f"hubs/{hub}.toml").write_text(f"name = '{name}{hub}'\n[sources.s]\ntitle = '{name}'\n{cells}")
    page = opened(written(hubscore.open(tmp_path), tmp_path), viewport={"width": 360, "height": 800})
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.emulate_media(media=media)
    page.set_viewport_size({"width": 360 if media == "screen" else 1400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") == 0


def test_dark_is_dark(opened: Opened, report: Path) -> None:
    grounds = [
        opened(report, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(21, 23, 26)"]


PAPER = 703
"""Pixels across A4 within margins of 12 mm, at 96 to the inch."""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_prints_with_everything_open_in_black_on_white_and_nothing_cut(
    opened: Opened, report: Path, scheme: str
) -> None:
    page = opened(report, viewport={"width": PAPER, "height": 1000}, color_scheme=scheme)
    assert page.pdf().startswith(b"%PDF-")
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    assert not page.locator("#live").is_visible()
    assert not page.locator("nav").is_visible()
    assert page.locator("#hub-chongqing table").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("document.documentElement.scrollWidth") == PAPER
    hidden = "all => all.filter(e => !e.checkVisibility({ contentVisibilityAuto: true })).length"
    assert page.locator("main table, main figure").evaluate_all(hidden) == 0


def test_without_scripts_all_but_the_sliders_is_there(opened: Opened, report: Path) -> None:
    page = opened(report, java_script_enabled=False)
    assert not page.locator("#live").is_visible()
    assert page.locator("table[data-live=ranking]").is_visible()
    assert page.locator("svg.chart").count() > 3
    page.locator("#hub-hefei > summary").click()
    assert page.locator("#hub-hefei table").nth(1).is_visible()


def test_a_figure_tells_its_source_by_keyboard(opened: Opened, report: Path) -> None:
    page = opened(report)
    figure = page.locator("#figures td[tabindex]").first
    tip = figure.locator(".tip")
    assert not tip.is_visible()
    figure.focus()
    assert tip.is_visible()
    assert re.search(r": \S+ · 20\d\d \w+ · score [\d.]+ · \S+", tip.inner_text())


FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const label = at.labels && at.labels.length ? at.labels[0].textContent : "";
  return { tag: at.tagName, type: at.type || "", name: (label || at.ariaLabel || at.textContent).trim(),
    inside: document.getElementById("live").contains(at), top: box.top + scrollY,
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    shown: box.width > 0 && box.bottom > 0 && box.top < innerHeight };
}"""


def test_a_walk_by_keyboard(opened: Opened, report: Path) -> None:
    page = opened(report)
    stops = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stops.append(page.evaluate(FOCUSED))
    assert stops[0]["name"] == "To the answer"
    assert all(stop["name"] and stop["seen"] and stop["shown"] for stop in stops)
    tops = [stop["top"] for stop in stops[1:]]
    assert all(below >= above - 40 for above, below in pairwise(tops)), "from top to bottom"
    inside = [stop for stop in stops if stop["inside"]]
    sliders = [stop["name"] for stop in inside if stop["type"] == "range"]
    assert sliders == ["Finance", "Biotech and research base", "Tourism", "Connectivity"]
    assert [stop["name"] for stop in inside if stop["type"] == "number"] == [f"{each}, per cent" for each in sliders]
    assert [stop["name"] for stop in inside if stop["tag"] == "BUTTON"] == ["Reset", "Copy link", "Copy as TOML"]


def test_every_slider_has_a_label_and_says_its_share(opened: Opened, report: Path) -> None:
    page = opened(report)
    page.evaluate("document.querySelectorAll('#live details').forEach(each => { each.open = true; })")
    page.locator("#w-deposits_to_gdp").wait_for()
    told = page.locator("#live input[type=range]").evaluate_all(
        "all => all.map(e => [e.labels.length, e.labels[0].textContent.length > 0, e.getAttribute('aria-valuetext')])"
    )
    assert len(told) == 4 + 21
    assert all(labels == 1 and words and re.fullmatch(r"[\d.]+ per cent", value) for labels, words, value in told)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_line_of_a_chart_strikes_a_name_out(opened: Opened, report: Path, scheme: str) -> None:
    page = opened(report, color_scheme=scheme)
    chart = page.locator("svg[aria-labelledby^=chart-rank-intervals]")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    names = chart.locator("text:not(.quiet)").evaluate_all(
        "all => all.map(each => [getComputedStyle(each).paintOrder, getComputedStyle(each).stroke])"
    )
    assert len(names) == 4
    assert {tuple(each) for each in names} == {("stroke", ground)}
