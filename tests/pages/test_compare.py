from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.compare import DECIDING, compare_page
from hubscore.pages.document import Document, Table
from hubscore.studies.compare import compare
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]

CARD: dict[str, Any] = {
    "title": "Nordic hubs",
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel and transport"}},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks", "unit": "banks"},
        "funds": {"pillar": "money", "label": "Funds"},
        "air": {"pillar": "travel", "label": "Air routes"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 9.0, "funds": 5.0, "air": 4.0},  # money 70, travel 40: 55
    "turku": {"banks": 2.0, "funds": {"at_least": 4.0, "at_most": 4.0}, "air": 6.0},  # money 30, travel 60: 45
    "vaasa": {"banks": 1.0, "funds": None, "air": 3.0},  # money 10, travel 30: 20
    "york": {"banks": 10.0, "funds": None, "air": None, "Role": "benchmark"},
}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(
        *names: str, common: bool = False, verbose: bool = False, card: dict[str, Any] | None = None, **hubs: Any
    ) -> Document:
        workspace = made(CARD | (card or {}), **(hubs or HUBS))
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        at = [ranking.dataset.hubs.ids.index(name) for name in names]
        return compare_page(workspace, compare(ranking, at, common), verbose)

    return ask


def table(document: Document, name: str) -> Table:
    [found] = [table for table in document.tables if table.name == name]
    return found


def people(found: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, found.columns, strict=True) if column.show) for row in found.rows]


def rows(found: Table) -> list[dict[str, Any]]:
    keys = [column.key for column in found.columns]
    return [dict(zip(keys, row, strict=True)) for row in found.rows]


def seen(found: Table) -> list[str]:
    return [column.label for column in found.columns if column.show]


def test_the_head(page: Page) -> None:
    document = page("turku", "oslo")
    assert (document.page, document.title) == ("compare", "Turku and Oslo · Nordic hubs")
    assert document.lead == ("Oslo, first of three, leads with 55.0, 10.0 points above Turku with 45.0.",)


def test_of_many_the_next_and_the_rest_are_named(page: Page) -> None:
    assert page("vaasa", "turku", "oslo").lead == (
        "Oslo, first of three, leads with 55.0, 10.0 points above Turku with 45.0; then comes Vaasa with 20.0.",
    )
    assert page("vaasa", "turku").lead[0].startswith("Turku, second of three, leads with 45.0, 25.0 points above")


def test_yardsticks_have_no_place(page: Page) -> None:
    full = HUBS | {"york": {"banks": 10.0, "funds": 10.0, "air": 9.0, "Role": "benchmark"}}
    assert page("oslo", "york", **full).lead == ("York leads with 95.0, 40.0 points above Oslo with 55.0.",)


def test_level_hubs(page: Page) -> None:
    hubs = dict.fromkeys(("a", "b", "c"), HUBS["oslo"]) | {"d": HUBS["turku"]}
    assert page("b", "a", **hubs).lead == ("B and A are level with 55.0.",)
    assert page("a", "d", "c", **hubs).lead == ("A and C are level with 55.0; then comes D with 45.0.",)


def test_under_a_geometric_index_the_gap_itself_is_split(page: Page) -> None:
    card = {"method": {"aggregate": "geometric"}}
    document = page("turku", "oslo", card=card, verbose=True)
    scores = {row[0]: row[1:] for row in people(table(document, "scores for people"))}
    assert scores["Money"][2] < 0 < scores["Travel and transport"][2]
    assert scores["Money"][2] + scores["Travel and transport"][2] == pytest.approx(scores["Index"][2])
    assert scores["Banks"][2] + scores["Funds"][2] == pytest.approx(scores["Money"][2])
    [line] = document.foot
    assert line.startswith("Points: the gap itself, split hub to hub.")
    decides = table(document, "deciding").rows
    assert decides[0][-2] == pytest.approx(-scores["Banks"][2])
    three = page("vaasa", "turku", "oslo", card=card)
    apart = [row[-2] for row in people(table(three, "scores for people"))]
    assert apart[0] == pytest.approx(max(three.tables[0].rows[0][3:6]) - min(three.tables[0].rows[0][3:6]))


def test_hubs_without_a_score(page: Page) -> None:
    document = page("oslo", "york", card={"method": {"min_coverage": 0.9}})
    assert document.lead == ("York cannot be scored; --common compares what they share.",)
    [line] = document.foot
    assert line.startswith("Not scored for all of them: Money (1 of 2) and Travel and transport (0 of 1), in brackets")
    assert not table(document, "deciding").shown


def test_scripts_get_every_node_and_indicator(page: Page) -> None:
    found = json.loads(render(page("oslo", "turku"), "json", Style(None, False)))["tables"]
    assert list(found) == ["comparison", "deciding"]
    assert [row["node"] for row in found["comparison"]] == ["index", "money", "banks", "funds", "travel", "air"]
    assert found["comparison"][1] == {
        "node": "money",
        "parent": "index",
        "scores": {"oslo": pytest.approx(70), "turku": pytest.approx(30)},
        "points": {"oslo": pytest.approx(35), "turku": pytest.approx(15)},
        "difference": pytest.approx(20),
        "shared": 2,
        "indicators": 2,
    }
    assert found["deciding"][0] == {
        "indicator": "banks",
        "figures": {"oslo": "9", "turku": "2"},
        "unit": "banks",
        "apart": pytest.approx(17.5),
    }
    assert [row["indicator"] for row in found["deciding"]] == ["banks", "air", "funds"]


def test_people_see_pillars_and_with_v_indicators(page: Page) -> None:
    scores = table(page("oslo", "turku"), "scores for people")
    assert seen(scores) == ["Scores", "Oslo", "Turku", "Points", "← Turku · Oslo →"]
    assert people(scores) == [
        ("Index", pytest.approx(55), pytest.approx(45), pytest.approx(10), pytest.approx(0.5)),
        ("Money", pytest.approx(70), pytest.approx(30), pytest.approx(20), pytest.approx(1)),
        ("Travel and transport", pytest.approx(40), pytest.approx(60), pytest.approx(-10), pytest.approx(-0.5)),
    ]
    shades = [column.show.of for column in scores.columns if column.show and column.label in ("Oslo", "Turku")]
    assert [[row[at] for [at] in shades] for row in scores.rows] == [
        [pytest.approx(0.55), pytest.approx(0.45)],
        [pytest.approx(0.7), pytest.approx(0.3)],
        [pytest.approx(0.4), pytest.approx(0.6)],
    ]
    assert scores.indents == (0, 1, 1)
    whole = table(page("oslo", "turku", verbose=True), "scores for people")
    assert [row[0] for row in people(whole)][:3] == ["Index", "Money", "Banks"]


def test_a_flat_scorecard_shows_its_indicators(page: Page) -> None:
    flat = {"pillars": {}, "indicators": {"banks": {}, "funds": {}, "air": {}}}
    scores = table(page("oslo", "turku", card=flat), "scores for people")
    assert [row[0] for row in people(scores)] == ["Index", "banks", "funds", "air"]


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric"])
def test_what_one_hub_lacks_has_its_part_of_the_gap(page: Page, aggregate: str) -> None:
    """So that the column adds up; where the index is not known, nothing does."""
    document = page("oslo", "vaasa", card={"method": {"aggregate": aggregate}}, verbose=True)
    told = {row["node"]: row["difference"] for row in rows(table(document, "comparison"))}
    assert told["funds"] is not None
    assert told["banks"] + told["funds"] == pytest.approx(told["money"])
    assert told["money"] + told["travel"] == pytest.approx(told["index"])
    unscored = page("oslo", "york", card={"method": {"min_coverage": 0.9}})
    assert {row["difference"] for row in rows(table(unscored, "comparison"))} == {None}


def test_an_indicator_that_hangs_on_the_index_stands_beside_the_pillars(page: Page) -> None:
    mixed = {"indicators": CARD["indicators"] | {"air": {"label": "Air routes"}}, "pillars": {"money": {}}}
    scores = table(page("oslo", "turku", card=mixed), "scores for people")
    assert [row[0] for row in people(scores)] == ["Index", "money", "Air routes"]


def test_three_hubs_are_so_far_apart(page: Page) -> None:
    scores = table(page("turku", "oslo", "vaasa"), "scores for people")
    assert seen(scores)[-2:] == ["Points apart", ""]
    assert [column.short for column in scores.columns if column.show][-2] == "Apart"
    apart = (pytest.approx(30), pytest.approx(30 / 35))  # the index is widest apart, and fills its bar
    assert people(scores)[1] == ("Money", pytest.approx(30), pytest.approx(70), pytest.approx(10), *apart)


def test_figures_that_decide(page: Page) -> None:
    deciding = table(page("oslo", "turku", "vaasa"), "deciding")
    assert seen(deciding) == ["What decides", "Oslo", "Turku", "Vaasa", "Unit", "Points apart", ""]
    assert people(deciding) == [
        ("Banks", "9", "2", "1", "banks", pytest.approx(17.5), pytest.approx(1)),
        ("Air routes", "4", "6", "3", None, pytest.approx(15), pytest.approx(15 / 17.5)),
        ("Funds", "5", "4", "no reading", None, pytest.approx(12.5), pytest.approx(12.5 / 17.5)),
    ]


def test_what_was_filled_in_is_no_figure(page: Page) -> None:
    deciding = table(page("oslo", "vaasa", card={"method": {"missing": "worst"}}), "deciding")
    assert ("Funds", "5", "missing, filled in", None, pytest.approx(12.5)) in [row[:-1] for row in people(deciding)]


def test_only_the_first_that_decide_unless_verbose(page: Page) -> None:
    card = {"pillars": {}, "indicators": {f"i{at}": {} for at in range(DECIDING + 2)}}
    hubs = {
        "a": {f"i{at}": 1.0 + at for at in range(DECIDING + 2)},
        "b": {f"i{at}": 0.5 for at in range(DECIDING + 2)},
    }
    short = page("a", "b", card=card, **hubs)
    assert len(table(short, "deciding").rows) == DECIDING + 2
    assert not table(short, "deciding").shown
    assert [row[0] for row in people(table(short, "deciding for people"))] == ["i6", "i5", "i4", "i3", "i2"]
    assert table(page("a", "b", card=card, verbose=True, **hubs), "deciding").shown


def test_on_what_they_share(page: Page) -> None:
    document = page("oslo", "vaasa", common=True)
    assert document.lead == ("Oslo leads on the 2 indicators they share with 65.0, 45.0 points above Vaasa with 20.0.",)
    assert document.foot == ("Scored on the 2 of 3 indicators that all of them have, whatever they cover.",)
    scores = table(document, "scores for people")
    assert seen(scores)[-2:] == ["Shared", "of"]
    assert [row[-2:] for row in people(scores)] == [(2, 3), (1, 2), (1, 1)]


def test_on_nothing(page: Page) -> None:
    hubs = {"a": {"banks": 1.0, "air": None}, "b": {"banks": None, "air": 1.0, "funds": 1.0}}
    document = page("a", "b", common=True, **hubs)
    assert document.lead == ("A and B cannot be scored on the 0 indicators they share.",)


@pytest.mark.parametrize("form", ["table", "plain", "md", "json", "csv"])
def test_every_format_prints_it(page: Page, form: str) -> None:
    text = render(page("oslo", "turku", "york"), form, Style(70 if form == "table" else None, False))
    assert "money" in text.lower()
    assert "nan" not in text.lower()


def test_who_is_left_out_cannot_be_compared(page: Page) -> None:
    for common in (False, True):
        document = page("oslo", "york", common=common, card={"screening": {"min_coverage": 0.5}})
        assert document.lead == (
            "York is left out: it has readings for 25 % of its weight, and [screening] asks for at least 50 %.",
        )
        assert document.foot == ()
