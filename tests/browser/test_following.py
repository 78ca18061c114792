"""What else follows the sliders: points, the first sentence; and what does not, which says so."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

import hubscore
from hubscore.workspace import Workspace

Opened = Callable[..., Page]
Written = Callable[[Workspace, Path], Path]

POINTS = "table[data-live=contributions] tbody tr"
NOT_FOLLOWING = "By the published weights: this does not follow the sliders."


def listed(page: Page) -> list[list[str]]:
    """The table behind the bars, row by row."""
    rows: list[list[str]] = page.locator(POINTS).evaluate_all(
        "rows => rows.map(r => [...r.cells].map(c => c.textContent))"
    )
    return rows


def bars(page: Page) -> list[dict[str, str]]:
    """What is drawn, in order: kind, place, class and words of every element."""
    call = "svg => [...svg.children].slice(2).map(e => ({ name: e.tagName, text: e.textContent,"
    call += " ...Object.fromEntries([...e.attributes].map(a => [a.name, a.value])) }))"
    drawn: list[dict[str, str]] = page.locator("svg[aria-labelledby^=chart-contributions]").evaluate(call)
    return drawn


def link(shares: dict[str, float]) -> str:
    return "#w=" + ",".join(f"{node}:{share!r}" for node, share in shares.items())


def test_points_are_those_that_explain_tells(opened: Opened, report: Path, bundled: Workspace) -> None:
    page, rng = opened(report), random.Random(8)
    pillars = ("finance", "biotech", "tourism", "connectivity")
    for _ in range(10):
        drawn = [rng.random() for _ in pillars]
        shares = {pillar: x / sum(drawn) for pillar, x in zip(pillars, drawn, strict=True)}
        page.evaluate(
            "hash => new Promise(done => { addEventListener('hashchange', () => setTimeout(done), { once: true });"
            " location.hash = hash; })",
            link(shares),
        )
        after = hubscore.whatif(bundled.dataset, bundled.scorecard, shares=shares).after
        rows = page.evaluate("hubscore.model.points")
        points = page.evaluate("hubscore.points()")
        hubs = [hub for hub in after.listing if after.index[hub] == after.index[hub]]
        for hub in hubs:
            told = hubscore.explain(after, hub).points.points[rows].tolist()
            assert points[hub] == pytest.approx(told, abs=1e-9, nan_ok=True)
            assert sum(x for x in points[hub] if x == x) == pytest.approx(float(after.index[hub]), abs=1e-9)
        names = [bundled.dataset.hubs.names[hub] for hub in hubs]
        assert [row[0] for row in listed(page)] == names
        assert [row[-1] for row in listed(page)] == [f"{after.index[hub]:.1f}" for hub in hubs]


def test_bars_of_the_published_weights_are_drawn_alike_by_page_and_program(opened: Opened, report: Path) -> None:
    drawn, told = bars(opened(report)), listed(opened(report))
    near = {"finance": 0.3 + 1e-10, "biotech": 0.25, "tourism": 0.2 - 1e-10, "connectivity": 0.25}
    page = opened(report, link(near))
    assert "moved" in (page.locator("body").get_attribute("class") or "")
    assert bars(page) == drawn
    assert listed(page) == told


def test_a_hub_that_gets_a_score_gets_a_bar_and_reset_brings_all_back(opened: Opened, report: Path) -> None:
    page = opened(report)
    before = bars(page), listed(page), page.locator("header .lead").inner_text()
    page.locator("#w-connectivity").fill("100")
    assert [row[0] for row in listed(page)][-2:] == ["Hong Kong", "Singapore"]  # of which nothing else is known
    assert len(page.locator("svg[aria-labelledby^=chart-contributions] text").all()) >= len(listed(page))
    lead = page.locator("header .lead").inner_text()
    assert lead.startswith(f"{listed(page)[0][0]} ({listed(page)[0][-1]}) leads, ahead of ")
    page.get_by_role("button", name="Reset").click()
    assert (bars(page), listed(page), page.locator("header .lead").inner_text()) == before


def test_what_does_not_follow_says_so(opened: Opened, report: Path) -> None:
    page = opened(report)
    said = page.get_by_text(NOT_FOLLOWING)
    sections = page.locator("main > section").evaluate_all("all => all.map(each => each.id)")
    follow = {"ranking", "contributions", "figures", "citation"}
    assert {"certainty", "evidence", "collect", "profiles", "drivers", "trend", "method"} <= set(sections)
    assert not any(each.is_visible() for each in said.all())
    page.locator("#w-finance").fill("60")
    for section in sections:
        shown = page.locator(f"#{section} > p.published").count()
        assert shown == (section not in follow), section
    page.locator("#hub-hefei > summary").click()
    assert page.locator("#hub-hefei > p.published").is_visible()
    assert page.locator("#certainty > p.published").is_visible()
    assert page.locator("#certainty .range").first.evaluate("e => getComputedStyle(e).strokeOpacity") == "0.15"
    page.emulate_media(media="print")
    assert page.locator("#certainty > p.published").is_visible()
    assert page.locator("p.changes").inner_text().startswith("By other weights than the published ones: ")
    assert "Finance 60 % (30)" in page.locator("p.changes").inner_text()
    page.emulate_media(media="screen")
    assert not page.locator("p.changes").is_visible()
    page.get_by_role("button", name="Reset").click()
    assert not page.locator("#certainty > p.published").is_visible()


def test_points_that_are_not_weight_times_score_do_not_follow_and_say_so(
    opened: Opened, written: Written, tmp_path: Path
) -> None:
    card = "title = 'Hubs'\n[method]\naggregate = 'geometric'\n[data]\ncsv = 'raw.csv'\nid = 'id'\n"
    card += "evidence = 'official'\nsource = 's'\n"
    card += "".join(f"[indicators.{name}]\ndirection = 'higher'\ngoalposts = [0, 10]\n" for name in "ab")
    (tmp_path / "scorecard.toml").write_text(card)
    (tmp_path / "raw.csv").write_text("id,a,b\noslo,2,8\nturku,5,4\n")
    page = opened(written(hubscore.open(tmp_path), tmp_path))
    before: Any = bars(page), listed(page)
    page.locator("#w-a").fill("90")
    assert (bars(page), listed(page)) == before
    assert page.locator("#contributions > p.published").is_visible()
    assert page.locator("header .lead").inner_text().startswith("turku (")


def test_of_many_hubs_those_in_sight_follow_at_once_and_the_rest_when_the_slider_rests(
    opened: Opened, written: Written, tmp_path: Path
) -> None:
    rng, pillars, hubs = random.Random(2), ("one", "two", "three"), range(200)
    lines = ["title = 'Many'\n[data]\ncsv = 'raw.csv'\nid = 'id'\nevidence = 'official'\nsource = 's'"]
    lines += [
        f"[pillars.{name}]\n[indicators.i_{name}]\npillar = '{name}'\ndirection = 'higher'\ngoalposts = [0, 10]"
        for name in pillars
    ]
    (tmp_path / "scorecard.toml").write_text("\n".join(lines))
    rows = [f"hub{hub},{rng.uniform(0, 10):.3f},{rng.uniform(0, 10):.3f},{rng.uniform(0, 10):.3f}" for hub in hubs]
    rows[0] = "hub0,2.25,6.75,0.05"
    (tmp_path / "raw.csv").write_text("\n".join(["id,i_one,i_two,i_three", *rows]) + "\n")
    workspace = hubscore.open(tmp_path)
    page = opened(written(workspace, tmp_path))
    page.clock.install(time=0)
    page.reload()  # so that all of its pauses are by this clock
    page.clock.pause_at(1)  # from here on time passes only as told
    after = hubscore.whatif(workspace.dataset, workspace.scorecard, shares={"two": 0.9}).after
    sorted_ = [[workspace.dataset.hubs.ids[hub], f"{after.index[hub]:.1f}"] for hub in after.listing]
    read = "const read = () => [...document.querySelectorAll('table[data-live=ranking] tr[data-hub]')]"
    read += ".map(row => [row.dataset.hub, row.querySelector('[data-key=score]').textContent]);"
    seen, touched = page.evaluate(
        "() => {" + read + "const body = document.querySelector('table[data-live=ranking] tbody');"
        "const watch = new MutationObserver(() => {}), slider = document.getElementById('w-two');"
        "watch.observe(body, { childList: true, subtree: true, characterData: true });"
        "slider.value = 90; slider.dispatchEvent(new Event('input'));"
        "const rows = watch.takeRecords().flatMap(each => [each.target, ...each.addedNodes])"
        ".map(node => (node.nodeType === 1 ? node : node.parentNode).closest('tr')).filter(Boolean);"
        "return [read(), new Set(rows).size]; }"
    )
    assert seen[:30] == sorted_[:30]
    assert 30 <= touched < 100
    assert seen != sorted_
    page.clock.run_for(149)
    assert page.evaluate("() => {" + read + "return read(); }") == seen
    page.clock.run_for(1)
    assert page.evaluate("() => {" + read + "return read(); }") == sorted_
    halfway = page.locator("tr[data-hub=hub0] [data-key^='pillars.']").all_text_contents()
    assert halfway == [f"{score:.0f}" for score in (22.5, 67.5, 0.5)] == ["22", "68", "0"]
    assert listed(page)[0][-1] == sorted_[0][1]
    page.evaluate(
        "() => { const slider = document.getElementById('w-two'); slider.value = 5;"
        " slider.dispatchEvent(new Event('input')); dispatchEvent(new Event('beforeprint')); }"
    )
    after = hubscore.whatif(workspace.dataset, workspace.scorecard, shares={"two": 0.05}).after
    assert page.evaluate("() => {" + read + "return read().map(([hub]) => hub); }") == [
        workspace.dataset.hubs.ids[hub] for hub in after.listing
    ]
