"""The report in a browser: sliders, link, TOML, widths, dark, print, no scripts, no network, no barrier."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

import hubscore
from hubscore.workspace import Workspace

Opened = Callable[..., Page]
Written = Callable[[Workspace, Path], Path]


@pytest.fixture(scope="module")
def bundled(root: Path) -> Workspace:
    return hubscore.open(root / "configs")


@pytest.fixture(scope="module")
def report(bundled: Workspace, written: Written, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(bundled, tmp_path_factory.mktemp("report"))


def order(page: Page) -> list[str]:
    return page.locator("table[data-live=ranking] tr[data-hub]").evaluate_all(
        "rows => rows.map(row => row.dataset.hub)"
    )


def cell(page: Page, hub: str, key: str) -> str:
    return page.locator(f'table[data-live=ranking] tr[data-hub="{hub}"] [data-key="{key}"]').inner_text()


def weights(page: Page) -> dict[str, float]:
    call = "() => hubscore.model.inner.flatMap((node, at) => node.reached ? node.members.map((row, c) =>"
    call += " [hubscore.model.ids[row], hubscore.weights()[at][c]]) : [])"
    return dict(page.evaluate(call))


def test_it_is_small_enough(report: Path) -> None:
    assert len(report.read_bytes()) < 300_000


def test_a_slider_ranks_anew_by_keys(opened: Opened, report: Path, bundled: Workspace) -> None:
    page = opened(report)
    assert order(page)[:4] == ["shenzhen", "hangzhou", "chongqing", "hefei"]
    page.locator("#w-biotech").focus()
    page.keyboard.press("End")
    after = hubscore.whatif(bundled.dataset, bundled.scorecard, shares={"biotech": 1}).after
    assert order(page)[:4] == [bundled.dataset.hubs.ids[hub] for hub in after.listing[:4]]
    assert order(page)[0] == "hangzhou"
    assert cell(page, "hangzhou", "score") == "81.0"
    assert cell(page, "hangzhou", "interval") == "1 ▲1"
    assert "Up: Hangzhou (2 → 1)" in page.get_by_role("status").first.inner_text()
    assert "Weighs nothing now, and is left out: Finance, Connectivity, Tourism" not in page.inner_text("body")
    assert page.get_by_role("alert").inner_text().startswith("Weighs nothing now, and is left out:")
    page.keyboard.press("Home")
    assert weights(page)["biotech"] == 0
    page.get_by_role("button", name="Reset").click()
    assert order(page)[:4] == ["shenzhen", "hangzhou", "chongqing", "hefei"]
    assert cell(page, "chongqing", "interval").startswith("3")
    assert page.get_by_role("alert").inner_text() == ""
    assert "#" not in page.url


def test_a_slider_ranks_anew_by_pointer(opened: Opened, report: Path) -> None:
    page = opened(report)
    box = page.locator("#w-tourism").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.8, box["y"] + box["height"] / 2, steps=5)
    page.mouse.up()
    assert 0.7 < weights(page)["tourism"] < 0.9
    assert order(page)[1] == "chongqing"
    others = [weights(page)[pillar] for pillar in ("finance", "biotech", "connectivity")]
    assert others == pytest.approx([(1 - weights(page)["tourism"]) * share for share in (0.375, 0.3125, 0.3125)])


def test_the_number_beside_a_slider_sets_it(opened: Opened, report: Path) -> None:
    page = opened(report)
    number = page.get_by_label("Finance, per cent")
    number.fill("65")
    number.press("Enter")
    number.blur()
    assert weights(page)["finance"] == pytest.approx(0.65)
    assert page.locator("#w-finance").input_value() == "65"


def test_indicators_on_demand(opened: Opened, report: Path) -> None:
    page = opened(report)
    assert page.locator("#w-tourist_visits").count() == 0
    page.get_by_text("in Tourism", exact=True).click()
    page.locator("#w-tourist_visits").fill("100")
    assert weights(page)["tourist_visits"] == 1
    assert weights(page)["tourism"] == pytest.approx(0.2)


def test_fifty_weightings_are_those_of_the_program(opened: Opened, report: Path, bundled: Workspace) -> None:
    page, rng = opened(report), random.Random(6)
    inner = page.evaluate("hubscore.model.inner.filter(node => node.reached)")
    ids = page.evaluate("hubscore.model.ids")
    for _ in range(50):
        shares: dict[str, float] = {}
        for node in inner:
            drawn = [rng.random() * (rng.random() > 0.15) for _ in node["members"]]
            drawn = drawn if sum(drawn) else [1.0, *drawn[1:]]
            shares |= {ids[row]: x / sum(drawn) for row, x in zip(node["members"], drawn, strict=True)}
        told = ",".join(f"{node}:{share!r}" for node, share in shares.items())
        page.evaluate(
            "hash => new Promise(done => { addEventListener('hashchange', () => setTimeout(done), { once: true });"
            " location.hash = hash; })",
            f"#w={told}",
        )
        index, ranks = page.evaluate(
            "() => { const s = hubscore.scores(), index = s[s.length - 1];"
            " return [index.map(x => Number.isNaN(x) ? null : x), hubscore.engine.ranks(hubscore.model, index)]; }"
        )
        after = hubscore.whatif(bundled.dataset, bundled.scorecard, shares=shares).after
        assert ranks == after.rank.tolist()
        assert [-1 if x is None else x for x in index] == pytest.approx(
            [-1 if x != x else x for x in after.index.tolist()], abs=1e-9
        )


def test_a_link_brings_the_weights_along(opened: Opened, report: Path) -> None:
    page = opened(report)
    page.locator("#w-biotech").fill("70")
    page.get_by_text("in Finance", exact=True).click()
    page.locator("#w-deposits_to_gdp").fill("3")
    assert "#w=" in page.url
    other = opened(report, "#" + page.url.split("#")[1])
    assert weights(other) == pytest.approx(weights(page), abs=1e-11)
    assert order(other) == order(page)


@pytest.mark.parametrize("hash_", ["#w=finance:2", "#w=", "#w=finance:NaN,biotech:0.2", "#w=<script>", "#profiles"])
def test_a_broken_link_changes_nothing(opened: Opened, report: Path, hash_: str) -> None:
    page = opened(report, hash_)
    assert weights(page)["finance"] == pytest.approx(0.3)


def test_toml_that_is_copied_makes_the_same_ranking(opened: Opened, report: Path, root: Path, tmp_path: Path) -> None:
    page = opened(report)
    page.locator("#w-biotech").fill("63")
    page.get_by_text("in Connectivity", exact=True).click()
    page.locator("#w-goods_trade").fill("0")
    page.get_by_text("These weights as TOML").click()
    text = page.locator("#weights-toml").input_value()
    copytree(root / "configs", tmp_path / "copy")
    card = tmp_path / "copy/scorecard.toml"
    old = card.read_text(encoding="utf-8")
    new = re.sub(r"^\[weights\]\n(?:(?!\[).*\n)*", lambda _: text + "\n", old, count=1, flags=re.MULTILINE)
    assert new != old
    card.write_text(new, encoding="utf-8")
    changed = hubscore.open(card)
    ranking = hubscore.score(changed.dataset, changed.scorecard)
    index = page.evaluate("hubscore.scores().at(-1).map(x => Number.isNaN(x) ? -1 : x)")
    assert index == pytest.approx([-1 if x != x else x for x in ranking.index.tolist()], abs=1e-9)


def test_the_clipboard_has_what_was_copied(opened: Opened, report: Path) -> None:
    page = opened(report, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy as TOML").click()
    page.get_by_text("[weights] is in the clipboard.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("[weights]\nbiotech = 0.25\n")
    page.locator("#w-biotech").fill("70")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("The link is in the clipboard.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_nothing_is_wider_than_the_window_and_axe_finds_nothing(
    opened: Opened, report: Path, width: int, scheme: str
) -> None:
    page = opened(report, viewport={"width": width, "height": 800}, color_scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    page.locator("#w-biotech").fill("100")
    page.locator("#w-deposits_to_gdp").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    found = Axe().run(page)
    told = [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]
    assert told == []


def test_dark_is_dark(opened: Opened, report: Path) -> None:
    grounds = [
        opened(report, color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(21, 23, 26)"]


def test_it_prints_with_everything_open_and_no_sliders(opened: Opened, report: Path) -> None:
    page = opened(report)
    pdf = page.pdf()
    assert pdf.startswith(b"%PDF-")
    page.emulate_media(media="print")
    assert not page.locator("#live").is_visible()
    assert page.locator("#hub-chongqing table").first.is_visible()


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


HOSTILE = [
    "<script>document.title = 'owned'</script>",
    "</script><script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title=1">',
    "]]><svg onload=alert(1)>",
    "<!--<script>",
    "&lt;b&gt; {{ 7 * 7 }} {% raw %}",
    "' autofocus onfocus='alert(1)",
]


def hostile(folder: Path, word: str) -> Workspace:
    text = json.dumps(word)
    (folder / "hubs").mkdir(exist_ok=True)
    (folder / "scorecard.toml").write_text(
        f"title = {text}\nhubs = 'hubs/*.toml'\n[pillars.p]\nlabel = {text}\n"
        + "".join(
            f"[indicators.{name}]\npillar = 'p'\nlabel = {text}\nunit = {text}\ndefinition = {text}\n"
            f"direction = 'higher'\ngoalposts = [0, 10]\n"
            for name in ("a", "b")
        )
    )
    for hub, value in (("oslo", 3), ("turku", 7)):
        (folder / f"hubs/{hub}.toml").write_text(
            f"name = {json.dumps(word + hub)}\nnote = {text}\n[sources.s]\ntitle = {text}\n"
            f"[data.a]\n2020 = {{ value = {value}, evidence = 'official', source = 's', note = {text} }}\n"
            f"[data.b]\n2020 = {{ value = 5, evidence = 'official', source = 's' }}\n"
            f"[[claims]]\nid = 'c'\nstatement = {text}\nstatus = 'signed'\n"
            "readings = [{ year = 2020, value = 1, source = 's' }]\n"
        )
    return hubscore.open(folder)


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_words(opened: Opened, written: Written, tmp_path: Path, word: str) -> None:
    page = opened(written(hostile(tmp_path, word), tmp_path))
    assert page.title() == word
    assert page.locator("h1").inner_text() == word
    assert page.locator("img, script[src], iframe, [onerror], [onload], [onfocus], [style]").count() == 0
    assert page.locator("script").count() == 2
    page.locator("#w-a").or_(page.locator("#w-p")).first.fill("100")
    assert page.title() == word


def test_the_policy_stops_what_is_not_the_page_s_own(browser: Any, report: Path) -> None:
    page = browser.new_page()
    page.goto(report.as_uri())
    page.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.owned = 1';"
        " document.body.append(s); document.body.setAttribute('style', 'color: rgb(1, 2, 3)'); }"
    )
    assert page.evaluate("window.owned") is None
    assert page.evaluate("getComputedStyle(document.body).color") != "rgb(1, 2, 3)"
    assert page.evaluate("fetch('data:text/plain,x').then(() => 'sent', () => 'stopped')") == "stopped"
    page.close()


def test_a_large_report_is_small_enough_and_answers(opened: Opened, written: Written, tmp_path: Path) -> None:
    rng = random.Random(1)
    names = [f"i{number}" for number in range(60)]
    lines = ["title = 'Large'\n[data]\ncsv = 'raw.csv'\nid = 'id'\nevidence = 'official'\nsource = 's'"]
    lines += [f"[pillars.p{number}]\naggregate = 'geometric'" for number in range(6)]
    lines += [
        f"[indicators.{name}]\npillar = 'p{at % 6}'\ndirection = 'higher'\ngoalposts = [0, 10]"
        for at, name in enumerate(names)
    ]
    (tmp_path / "scorecard.toml").write_text("\n".join(lines))
    rows = [",".join(["id", *names])]
    rows += [",".join([f"hub{hub}", *(f"{rng.uniform(0, 10):.3f}" for _ in names)]) for hub in range(300)]
    (tmp_path / "raw.csv").write_text("\n".join(rows) + "\n")
    path = written(hubscore.open(tmp_path), tmp_path)
    assert path.stat().st_size < 5_000_000
    page = opened(path)
    for share in ("10", "19"):
        page.locator("#w-p0").fill(share)
    assert weights(page)["p0"] == pytest.approx(0.19)
    assert len(order(page)) == 300
