from __future__ import annotations

import json
from collections.abc import Callable
from math import log
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.document import Document, Table
from hubscore.pages.explain import explain_page
from hubscore.studies.explain import explain
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]

CARD: dict[str, Any] = {
    "title": "Nordic hubs",
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "measures": {"people": {"label": "Residents", "unit": "m"}},
    "weights": {"money": 3, "travel": 1, "banks": 3, "funds": 1, "air": 1},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks per head", "per": "people", "score_unit": "per m", "decimals": 2},
        "funds": {"pillar": "money", "label": "Funds", "unit": "funds"},
        "air": {"pillar": "travel", "label": "Air routes"},
    },
}
OSLO = {
    "banks": {"2023": {"value": 8.0, "note": "branches", "source": "press"}},
    "people": {"2022": {"value": 2.0, "evidence": "reported"}},
    "funds": {"at_least": 6.0, "covers": 0.75},
    "air": {"value": 2.0, "evidence": "target"},
}
TURKU = {"banks": 6.0, "people": 1.0, "funds": 5.0, "air": 4.0}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(hub: str = "oslo", verbose: bool = False, card: dict[str, Any] | None = None, **hubs: Any) -> Document:
        workspace = made(CARD | (card or {}), **(hubs or {"oslo": OSLO, "turku": TURKU}))
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        return explain_page(workspace, explain(ranking, ranking.dataset.hubs.ids.index(hub)), verbose)

    return ask


def table(document: Document, name: str) -> Table:
    [found] = [table for table in document.tables if table.name == name]
    return found


def seen(found: Table) -> list[str]:
    return [column.label for column in found.columns if column.show]


def scripts(document: Document) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(render(document, "json", Style(None, False)))["tables"]
    return found


def test_the_head(page: Page) -> None:
    document = page()
    assert document.page == "explain"
    assert document.title == "Oslo · Nordic hubs"
    assert document.aside == "3 indicators"
    assert len(document.lead) == 3
    assert document.lead[0].startswith("Oslo is second of two")


def test_scripts_get_the_tables_as_documented(page: Page) -> None:
    found = scripts(page())
    wanted = ["contributions", "strengths", "weaknesses", "gap", "range", "figures", "bets", "claims", "targets"]
    assert list(found) == wanted
    assert list(found["contributions"][0]) == ["node", "parent", "score", "weight", "contribution"]
    assert list(found["figures"][0]) == [
        *("indicator", "value", "at_least", "at_most", "unit", "score", "points"),
        *("year", "evidence", "source", "url", "note", "treated", "treatment"),
    ]


def test_contributions_add_up_to_the_score(page: Page) -> None:
    """Banks 40, funds 74 (6 to 8.8 in the year), air missing: money is 48.5, and alone it is the index."""
    rows = {row["node"]: row for row in scripts(page())["contributions"]}
    assert list(rows) == ["money", "banks", "funds"]
    assert rows["money"] == {
        "node": "money",
        "parent": "index",
        "score": pytest.approx(48.5),
        "weight": 1.0,
        "contribution": pytest.approx(48.5),
    }
    assert (rows["banks"]["weight"], rows["banks"]["contribution"]) == pytest.approx((0.75, 30))
    assert (rows["funds"]["weight"], rows["funds"]["contribution"]) == pytest.approx((0.25, 18.5))


def test_people_see_the_top_of_the_tree_and_the_sum(page: Page) -> None:
    points = table(page("turku"), "points")
    assert seen(points) == ["Where the points come from", "", "Score", "Weight", "Points", "Place"]
    assert points.rows == (
        ("Money", pytest.approx(0.575), pytest.approx(57.5), 0.75, pytest.approx(43.125), "1 of 2"),
        ("Travel", pytest.approx(0.4), pytest.approx(40), 0.25, pytest.approx(10), "1 of 1"),
        ("Index", None, pytest.approx(53.125), 1.0, pytest.approx(53.125), "1 of 2"),
    )
    assert (points.rules, points.strong, points.indents) == ((2,), (2,), (0, 0, 0))
    whole = table(page("turku", verbose=True), "points")
    assert [row[0] for row in whole.rows] == ["Money", "Banks per head", "Funds", "Travel", "Air routes", "Index"]
    assert whole.indents == (0, 1, 1, 0, 1, 0)


def test_every_figure_says_where_it_comes_from(page: Page) -> None:
    banks, funds, air = scripts(page())["figures"]
    assert banks == {
        "indicator": "banks",
        "value": 4.0,
        "at_least": None,
        "at_most": None,
        "unit": "per m",
        "score": pytest.approx(40),
        "points": pytest.approx(30),
        "year": 2023,
        "evidence": "reported",
        "source": "News / Yearbook, Office",
        "url": None,
        "note": "branches",
        "treated": None,
        "treatment": None,
    }
    assert (funds["value"], funds["at_least"], funds["at_most"]) == pytest.approx((7.4, 6.0, None))
    assert (funds["url"], funds["source"]) == ("https://example.org", "Yearbook, Office")
    assert [air[key] for key in ("value", "score", "points", "year", "evidence", "source")] == [None] * 6


def test_people_read_figures_with_their_bounds_or_why_there_is_none(page: Page) -> None:
    figures = table(page(), "figures")
    assert seen(figures) == ["Figure", "Value", "Score", "Points", "Year", "Evidence", "Source"]
    place = [column.label for column in figures.columns].index("Value")
    assert [row[place] for row in figures.rows] == [
        "4.00 per m",
        "≥ 6 funds (75 % of the year)",
        "evidence not admitted",
    ]


def test_one_source_of_both_is_named_once(page: Page) -> None:
    assert scripts(page("turku"))["figures"][0]["source"] == "Yearbook, Office"


def test_columns_that_nothing_fills_are_not_shown(tmp_path: Path) -> None:
    (tmp_path / "scorecard.toml").write_text(
        'data = { csv = "raw.csv", id = "id" }\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    (tmp_path / "raw.csv").write_text("id,a\nx,3\ny,\n")
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    figures = table(explain_page(workspace, explain(ranking, 0)), "figures")
    assert seen(figures) == ["Figure", "Value", "Score", "Points", "Evidence"]
    assert [column.key for column in figures.columns if column.key][-6:-2] == ["evidence", "source", "url", "note"]


def test_what_was_filled_in_is_no_figure(page: Page) -> None:
    card = {"method": {"missing": "mean"}}
    air = scripts(page(card=card))["figures"][2]
    assert (air["value"], air["score"]) == (None, 40.0)
    figures = table(page(card=card), "figures")
    assert "missing, filled in" in figures.rows[2]


def test_a_value_between_two_years_says_so(page: Page) -> None:
    line = {"2015": 2.0, "2025": 4.0}
    card = {"method": {"missing": "linear"}, "as_of": 2020, "max_age": 1}
    oslo = dict.fromkeys(("banks", "people", "funds"), line) | {"people": {"2020": 1.0}, "air": None}
    figures = table(page(card=card, oslo=oslo, turku=TURKU), "figures")
    assert "3 funds (between 2015 and 2025)" in figures.rows[1]


def test_the_foot_names_the_decomposition_and_its_source(page: Page) -> None:
    assert page().foot[-1] == "Points are split by weight x score; they add up to the score."
    geometric = {"method": {"aggregate": "geometric"}, "index": {"aggregate": "minimum"}}
    assert page(card=geometric).foot[-1] == (
        "Points are split by Aumann-Shapley (order) (Aumann and Shapley 1974; Billera and Heath 1982) and LMDI "
        "(Ang, The LMDI approach to decomposition analysis, Energy Policy 2005); they add up to the score."
    )


def test_a_geometric_mean_without_a_floor_says_what_it_is_split_against(page: Page) -> None:
    bare = {"method": {"aggregate": "geometric", "floor": 0}, "index": {}}
    assert (
        page(card=bare)
        .foot[-1]
        .endswith(", against 1 % of the scale since there is no floor; they add up to the score.")
    )
    assert "against 1 %" not in page(card={"method": {**bare["method"], "scale": [1, 7]}}).foot[-1]
    assert "against 1 %" not in page(card={"method": {"floor": 0}}).foot[-1]


def test_a_hub_alone_has_no_order(page: Page) -> None:
    assert page(oslo=OSLO).foot == ("Points are split by weight x score; they add up to the score.",)


def test_a_hub_without_a_score(page: Page) -> None:
    document = page("york", oslo=OSLO, turku=TURKU, york={"air": 3.0})
    assert document.lead[0] == "York cannot be scored: too few figures in Money."
    assert all(table.name != "points" for table in document.tables)
    found = scripts(document)
    assert (found["contributions"], found["gap"]) == ([], [])
    assert [row["indicator"] for row in found["strengths"]] == []  # 30 against 40
    assert [row["indicator"] for row in found["weaknesses"]] == ["air"]
    assert found["range"][-1]["hub"] == "york"
    assert found["range"][-1]["score"] is None


def test_a_pillar_that_over_skips_may_have_points_and_no_score(page: Page) -> None:
    card = {
        "index": {"over": "indicators"},
        "pillars": {"money": {"min_coverage": 1.0}, "travel": {}},
        "weights": {},
    }
    document = page("york", card=card, oslo=OSLO, york={"funds": 4.0, "air": 8.0, "banks": None, "people": None})
    money = {row["node"]: row for row in scripts(document)["contributions"]}["money"]
    assert (money["score"], money["contribution"]) == (None, 20.0)
    assert table(document, "points").rows[0] == ("money", None, None, 0.5, 20.0, None)


def test_notes_are_the_remarks(page: Page) -> None:
    card = {"weights": {}, "indicators": CARD["indicators"] | {"sea": {"label": "Sea"}}}
    assert page(card=card).notes == ("of Sea no hub has a reading that counts; it does not score",)


@pytest.mark.parametrize("form", ["table", "plain", "md", "json", "csv"])
def test_every_format_prints_it(page: Page, form: str) -> None:
    text = render(page(), form, Style(60 if form == "table" else None, False))
    assert "Money" in text or "money" in text
    assert "nan" not in text.lower().replace("finance", "")


def test_a_hub_that_is_left_out(page: Page) -> None:
    document = page(card={"screening": {"min_coverage": 1.0}, "evidence": {"admit": "reported"}})
    assert document.lead[0].startswith("Oslo is left out: it has readings for ")
    assert document.foot == ()
    assert table(document, "range").rows == ()
    said = [row[5] for row in table(document, "figures").rows]
    assert said == ["hub left out", "hub left out", "evidence not admitted"]


@pytest.mark.parametrize(
    ("treat", "text", "treated", "treatment"),
    [
        ("winsorise", "1,000 (winsorised to 19)", 19, "winsorised"),
        ({"boxcox": 0.5}, "1,000 (as a Box-Cox power)", pytest.approx((1000**0.5 - 1) * 2), "boxcox"),
        ({"winsorise": {"points": 0}}, "1,000 (as its logarithm)", pytest.approx(log(999 * 1.01)), "log"),
    ],
)
def test_a_treated_figure_says_so(page: Page, treat: Any, text: str, treated: Any, treatment: str) -> None:
    card = {"indicators": {"a": {"label": "Fairs", "normalise": "minmax", "treat": treat}}}
    hubs = {f"h{at:02}": {"a": float(at)} for at in range(1, 20)}
    document = page("big", card=card | {"pillars": {}, "weights": {}, "measures": {}}, big={"a": 1000.0}, **hubs)
    [row] = scripts(document)["figures"]
    assert (row["value"], row["treated"], row["treatment"]) == (1000, treated, treatment)
    assert table(document, "figures").rows[0][5] == text
    [other] = scripts(
        page("h07", card=card | {"pillars": {}, "weights": {}, "measures": {}}, big={"a": 1000.0}, **hubs)
    )["figures"]
    assert (other["treated"] is None) == (treatment == "winsorised")


def test_who_several_ways_are_after_is_cited_once(page: Page) -> None:
    card = {"index": {"aggregate": "mean_min"}, "pillars": {"p": {"aggregate": {"owa": [1, 2]}}}, "weights": {}}
    card["indicators"] = {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {}}
    foot = page(card=card, x={"a": 1.0, "b": 2.0, "c": 3.0}, oslo={"a": 2.0, "b": 2.0, "c": 5.0}).foot[-1]
    cited = "Aumann-Shapley (mean-min) (Aumann and Shapley 1974; Billera and Heath 1982) and Aumann-Shapley (places)"
    assert foot == f"Points are split by {cited}; they add up to the score."
