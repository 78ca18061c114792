"""The report in a browser: sliders, what follows them, links, TOML, and a report of many hubs."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest
from playwright.sync_api import Page

import hubscore
from hubscore.workspace import Workspace

Opened = Callable[..., Page]
Written = Callable[[Workspace, Path], Path]


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
