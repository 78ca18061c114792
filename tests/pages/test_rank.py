from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.errors import UsageError
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.document import Document, Table
from hubscore.pages.rank import ALL_GROUPS, View, rank_page
from hubscore.studies.robustness import robustness
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]

CARD: dict[str, Any] = {
    "title": "Nordic hubs",
    "as_of": 2024,
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel and transport"}},
    "weights": {"money": 3, "travel": 1, "banks": 1, "funds": 1, "air": 1},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks"},
        "funds": {"pillar": "money", "label": "Funds"},
        "air": {"pillar": "travel", "label": "Air routes"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 8.0, "funds": 4.0, "air": {"2023": 2.0}, "Group": "west"},
    "bergen": {"banks": 8.0, "funds": {"value": 6.0, "evidence": "estimate"}, "air": 10.0, "Group": "west"},
    "turku": {"banks": None, "funds": None, "air": {"value": 10.0, "evidence": "reported"}, "Group": "east"},
    "tartu": {"banks": 2.0, "funds": 2.0, "air": 2.0},
    "paris": {"banks": 9.0, "funds": None, "air": None, "Role": "benchmark", "Group": "far"},
}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(everyone: bool = False, card: dict[str, Any] | None = None, **view: Any) -> Document:
        workspace = made(CARD | (card or {}), **HUBS)
        return rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard, everyone), View(**view))

    return ask


def column(table: Table, key: str) -> list[Any]:
    """A column by its key, or by its label where it has none."""
    place = [column.key or column.label for column in table.columns].index(key)
    return [row[place] for row in table.rows]


def seen(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def tables(document: Document) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = json.loads(render(document, "json", Style(None, False)))["tables"]
    return found


def test_scripts_get_the_tables_as_documented(page: Page) -> None:
    found = tables(page())
    assert list(found) == ["ranking", "nodes"]
    first = found["ranking"][0]
    assert list(first) == [
        "hub",
        "name",
        "role",
        "rank",
        "rank_low",
        "rank_high",
        "score",
        "coverage",
        "evidence",
        "pillars",
        "safe",
    ]
    assert first == {
        "hub": "bergen",
        "name": "Bergen",
        "role": "candidate",
        "rank": 1,
        "rank_low": None,
        "rank_high": None,
        "score": pytest.approx(77.5),
        "coverage": 1.0,
        "evidence": {
            "official": pytest.approx(0.625),
            "reported": 0.0,
            "secondary": 0.0,
            "estimate": pytest.approx(0.375),
            "announced": 0.0,
            "target": 0.0,
        },
        "pillars": {"money": pytest.approx(70), "travel": pytest.approx(100)},
        "safe": None,
    }
    assert list(found["nodes"][0]) == ["hub", "node", "parent", "score", "coverage"]
    assert len(found["nodes"]) == 5 * 6


def test_hubs_by_rank_then_the_unscored_then_the_yardsticks(page: Page) -> None:
    ranking = page().tables[0]
    assert column(ranking, "hub") == ["bergen", "oslo", "tartu", "turku", "paris"]
    assert column(ranking, "rank") == [1, 2, 3, None, None]
    assert column(ranking, "role") == ["candidate"] * 4 + ["benchmark"]
    assert column(ranking, "score") == [77.5, 50.0, 20.0, None, 90.0]
    assert column(ranking, "coverage") == pytest.approx([1, 1, 1, 0.25, 0.375])
    assert column(ranking, "pillars.money") == [70, 60, 20, None, 90]
    assert ranking.rules == (4,)
    assert ranking.strong == (0,)


def test_people_see_what_leads_first(page: Page) -> None:
    document = page()
    assert document.title == "Nordic hubs"
    assert document.aside == "as of 2024 · 3 indicators"
    ranking, nodes = document.tables
    assert seen(ranking) == ["#", "Hub", "Score", "", "Money", "Travel and transport"]
    assert [column.short for column in ranking.columns if column.key.startswith("pillars")] == ["Money", "Travel."]
    assert column(ranking, "Hub") == ["Bergen", "Oslo", "Tartu", "Turku", "Paris"]
    assert not nodes.shown
    assert seen(page(verbose=True).tables[0])[3:6] == ["", "Coverage", "Evidence"]
    assert column(page(verbose=True).tables[0], "Evidence")[:2] == ["62 % official, 38 % estimate", "100 % official"]


def test_the_bar_is_the_share_of_the_scale(page: Page) -> None:
    ranking = page(card={"method": {"scale": [100, 200]}}).tables[0]
    [place] = [at for at, column in enumerate(ranking.columns) if column.show and column.show.kind == "bar"]
    bars = [row[place] for row in ranking.rows]
    assert bars == pytest.approx([0.775, 0.5, 0.2, None, 0.9])


def test_pillars_are_shaded_by_their_share_of_the_scale(page: Page) -> None:
    ranking = page(card={"method": {"scale": [100, 200]}}).tables[0]
    [money] = [column for column in ranking.columns if column.key == "pillars.money"]
    assert money.show is not None
    [at] = money.show.of
    shades = [row[at] for row in ranking.rows]
    assert shades == pytest.approx([0.7, 0.6, 0.2, math.nan, 0.9], nan_ok=True)


def test_below_the_table_stands_what_is_missing_and_who(page: Page) -> None:
    known = "10 of 12 figures (missing: Turku 2); the oldest is from 2020."
    assert page().foot == (
        f"{known} Evidence: 80 % official, 10 % reported, 10 % estimate.",
        "Benchmarks are yardsticks, not ranked (--all ranks everyone).",
        "Not scored for want of figures: Turku.",
    )


def test_everyone(page: Page) -> None:
    document = page(everyone=True)
    assert column(document.tables[0], "hub") == ["paris", "bergen", "oslo", "tartu", "turku"]
    assert column(document.tables[0], "rank") == [1, 2, 3, 4, None]
    assert document.tables[0].rules == ()
    assert all("Benchmarks" not in line for line in document.foot)


def test_by_a_pillar(page: Page) -> None:
    document = page(by="trav")
    assert document.aside == "by Travel and transport"
    assert column(document.tables[0], "hub") == ["bergen", "turku", "oslo", "tartu", "paris"]
    assert column(document.tables[0], "rank") == [1, 1, 3, 3, None]
    assert column(document.tables[0], "score") == [100, 100, 20, 20, None]
    assert document.tables[0].strong == (0, 1)
    assert document.foot[0] == "4 of 4 figures; the oldest is from 2020. Evidence: 75 % official, 25 % reported."
    assert document.foot[2] == "Not scored for want of figures: Paris."


def test_by_an_indicator(page: Page) -> None:
    document = page(by="funds")
    assert column(document.tables[0], "hub") == ["bergen", "oslo", "tartu", "turku", "paris"]
    assert document.foot[0].startswith("3 of 4 figures (missing: Turku 1)")


def test_by_something_unknown(page: Page) -> None:
    with pytest.raises(UsageError, match="there is no pillar or indicator `fund raising`"):
        page(by="fund raising")


def test_the_first_few(page: Page) -> None:
    document = page(top=2)
    assert column(document.tables[0], "hub") == ["bergen", "oslo", "paris"]
    assert document.tables[0].rules == (2,)
    assert document.foot[0].startswith("6 of 6 figures;")
    assert {row[0] for row in document.tables[1].rows} == {"bergen", "oslo", "paris"}


def test_within_groups(page: Page) -> None:
    document = page(group=ALL_GROUPS, card={"method": {"min_coverage": 0.25}})
    ranking = document.tables[0]
    assert "Group" in seen(ranking)
    assert column(ranking, "group") == ["east", "far", "west", "west"]
    assert column(ranking, "hub") == ["turku", "paris", "bergen", "oslo"]
    assert column(ranking, "rank") == [1, None, 1, 2]
    assert ranking.rules == (1, 2)
    assert document.foot[-1] == "In no group: Tartu."
    assert tables(document)["ranking"][0]["group"] == "east"


def test_within_one_group(page: Page) -> None:
    document = page(group="West")
    assert column(document.tables[0], "hub") == ["bergen", "oslo"]
    assert all("In no group" not in line for line in document.foot)
    with pytest.raises(UsageError, match="there is no group `north`"):
        page(group="north")


def test_without_groups(made: Made) -> None:
    workspace = made({}, x={"a": 1.0})
    with pytest.raises(UsageError, match="no hub has a group"):
        rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard), View(group=ALL_GROUPS))


def test_scores_of_the_tree(page: Page) -> None:
    nodes = page(depth=1).tables[1]
    assert nodes.shown
    assert seen(nodes) == ["Hub", "Node", "Score", "Coverage"]
    assert [(row[1], row[3]) for row in nodes.rows[:4]] == [
        ("Bergen", "Index"),
        ("", "  Money"),
        ("", "  Travel and transport"),
        ("Oslo", "Index"),
    ]
    assert nodes.rules == (3, 6, 9, 12)
    whole = page(depth=99).tables[1]
    assert column(whole, "node")[:6] == ["index", "money", "banks", "funds", "travel", "air"]
    assert column(whole, "parent")[:6] == [None, "index", "money", "money", "index", "travel"]
    turku = [row for row in whole.rows if row[0] == "turku"]
    assert [row[-1] for row in turku] == [0.25, 0.0, 0.0, 0.0, 1.0, 1.0]


def test_what_does_not_apply_has_no_coverage(made: Made) -> None:
    workspace = made(
        {"indicators": {"sea": {"applies_to": ["x"]}}}, x={"a": 1.0, "sea": None}, y={"a": 1.0, "sea": None}
    )
    document = rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard), View())
    covered = {(row[0], row[2]): row[-1] for row in document.tables[1].rows}
    assert (covered["x", "sea"], covered["y", "sea"]) == (0.0, None)
    assert document.foot[0].startswith("2 of 3 figures (missing: X 1)")


def test_only_yardsticks(made: Made) -> None:
    workspace = made({}, x={"a": 1.0, "Role": "benchmark"})
    document = rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard), View())
    assert column(document.tables[0], "rank") == [None]
    assert document.tables[0].rules == ()
    assert document.foot[0].startswith("1 of 1 figure;")


def test_many_names_are_counted(made: Made) -> None:
    hubs = {f"h{at}": {"a": None if at else 1.0, "b": None if at else 1.0} for at in range(8)}
    workspace = made({"method": {"min_coverage": 1.0}}, **hubs)
    document = rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard), View())
    assert document.foot == (
        "2 of 16 figures; the oldest is from 2020. Evidence: 100 % official.",
        "Not scored for want of figures: 7 hubs.",
    )


def test_a_figure_in_another_unit_is_told(made: Made) -> None:
    card = {"indicators": {"banks": {"label": "Banks", "unit": "banks"}, "funds": {}}}
    reading = {"value": 5, "unit": "houses"}
    workspace = made(card, oslo={"banks": reading, "funds": 5.0}, turku={"banks": 5, "funds": 5.0})
    foot = rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard), View()).foot
    assert "Not counted, in another unit than declared: Banks (Oslo)." in foot


def test_means_of_groups_stand_below(page: Page) -> None:
    document = page(group=ALL_GROUPS)
    assert [table.name for table in document.tables] == ["ranking", "groups", "nodes"]
    assert column(document.tables[1], "group") == ["east", "far", "west"]
    assert column(document.tables[1], "scored") == [0, 0, 2]
    assert column(document.tables[1], "score") == [None, None, pytest.approx(63.75)]
    assert column(page(group="west", by="air").tables[1], "score") == [pytest.approx(60)]
    [note] = page(group=ALL_GROUPS, card={"method": {"min_coverage": 0.25}}).notes
    assert note.startswith("only one hub of east is ranked: its rank in the group says nothing;")
    assert page().notes == ()


LEFT_OUT = {"screening": {"min_coverage": 0.5}}


def test_who_is_left_out_stands_last_and_is_named(page: Page) -> None:
    document = page(card=LEFT_OUT)
    ranking = document.tables[0]
    assert column(ranking, "hub") == ["bergen", "oslo", "tartu", "paris", "turku"]
    assert column(ranking, "rank") == [1, 2, 3, None, None]
    assert ranking.rules == (3,)
    assert column(ranking, "coverage")[-2:] == pytest.approx([0.375, 0.25]), "what they have is told"
    paris, turku = (f"({share} % of its weight; at least 50 %)" for share in (38, 25))
    assert document.foot == (
        "9 of 9 figures; the oldest is from 2020. Evidence: 89 % official, 11 % estimate.",
        f"Left out for want of readings: Paris {paris} and Turku {turku}.",
    )
    assert column(document.tables[1], "hub") == ["paris", "turku"]
    assert list(tables(document)) == ["ranking", "left_out", "nodes"]
    assert tables(document)["left_out"][1] == {
        "hub": "turku",
        "rule": "min_coverage",
        "node": None,
        "coverage": pytest.approx(0.25),
        "least": 0.5,
    }
    turku = [row for row in document.tables[2].rows if row[0] == "turku"]
    assert {row[-1] for row in turku} == {0.0}


def test_the_first_few_are_not_those_left_out(page: Page) -> None:
    assert column(page(card=LEFT_OUT, top=1).tables[0], "hub") == ["bergen"]
    assert column(page(card=LEFT_OUT, by="air").tables[0], "hub") == ["bergen", "oslo", "tartu", "paris", "turku"]
    assert column(page(card=LEFT_OUT, group="east").tables[0], "hub") == ["turku"]


def test_all_are_left_out(made: Made) -> None:
    workspace = made({"screening": {"min_coverage": 1.0}}, x={"a": 1.0, "b": None}, y={"a": None, "b": 1.0})
    document = rank_page(workspace, hubscore.score(workspace.dataset, workspace.scorecard), View())
    assert document.foot == (
        "2 of 4 figures (missing: X 1, Y 1); the oldest is from 2020. Evidence: 100 % official.",
        "Left out for want of readings: every hub. [screening] asks for at least 100 % of the weight.",
    )
    assert document.notes[0].startswith("the rules of [screening] leave out every hub")


def test_intervals_take_the_place_of_ranks(made: Made) -> None:
    workspace = made(CARD, **HUBS)
    sure = robustness(workspace.dataset, workspace.scorecard, 300, 5)
    document = rank_page(workspace, sure.base, View(), sure)
    first = tables(document)["ranking"][0]
    assert list(first)[3:7] == ["rank", "rank_low", "rank_high", "score"]
    assert (first["rank"], first["rank_low"], first["rank_high"]) == (1, 1, 1)
    assert tables(document)["ranking"][4]["rank_low"] is None
    assert [row["above"] for row in tables(document)["pairwise"]] == ["bergen", "oslo"]
    assert document.foot[0] == "Ranks in 90 % of 300 draws of weights, readings and gaps, seed 5."
    assert document.scorecard["seed"] == 5
    best = tables(rank_page(workspace, sure.base, View(top=1), sure))["pairwise"]
    assert [row["above"] for row in best] == ["bergen"]


def test_why_there_are_no_intervals_is_said(made: Made) -> None:
    workspace = made(CARD, **HUBS)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    document = rank_page(workspace, ranking, View(), unsure="No rank intervals.")
    assert document.foot[0] == "No rank intervals."
    assert document.scorecard["seed"] is None
