from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hubscore.model.evidence import GRADES
from hubscore.pages.document import Table
from hubscore.pages.ladder import gap_table, ladder_tables, mix_table, rung_lines, rungs_table, shared_tables
from hubscore.studies.evidence import Evidence, evidence
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Weighed = Callable[..., Evidence]

CARD: dict[str, Any] = {
    "as_of": 2025,
    "pillars": {"money": {"label": "Money"}, "science": {"label": "Science"}},
    "indicators": {"banks": {"pillar": "money"}, "labs": {"pillar": "science"}},
}


def graded(value: float, evidence: str, year: str = "2024") -> dict[str, Any]:
    return {year: {"value": value, "evidence": evidence}}


HUBS: dict[str, dict[str, Any]] = {
    "oslo": {
        "banks": graded(2.0, "official", "2020") | graded(4.0, "reported"),
        "labs": graded(6.0, "reported"),
        "Targets": [{"of": "labs", "year": 2030, "value": 10, "source": "press"}],
    },
    "turku": {"banks": graded(6.0, "official"), "labs": graded(6.0, "reported")},
    "york": {"banks": graded(9.0, "reported"), "labs": None, "Role": "benchmark"},
}


@pytest.fixture
def weighed(made: Made) -> Weighed:
    def ask(card: dict[str, Any] | None = None, **hubs: Any) -> Evidence:
        workspace = made(CARD | {"method": {"min_coverage": 0.6}} | (card or {}), **(hubs or HUBS))
        return evidence(workspace.dataset, workspace.scorecard, workspace.profiles)

    return ask


def people(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, table.columns, strict=True) if column.show) for row in table.rows]


def seen(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def order(found: Evidence) -> Sequence[int]:
    return found.ranking.listing


def test_rungs_side_by_side_without_those_that_say_nothing(weighed: Weighed) -> None:
    found = weighed()
    _, told = ladder_tables(found, order(found))
    assert seen(told) == ["Hub", "+ reported", "+ targets met", "Promised"]
    assert people(told) == [
        ("Turku", " 1  60.0", " 2  60.0", 0.0),
        ("Oslo", " 2  50.0", " 1  70.0", pytest.approx(20)),
        ("York", "       –", "       –", None),
    ]
    assert told.rules == (2,)
    assert rung_lines(found) == [
        "official: 2 of 4 figures, too few to score anyone.",
        "+ secondary, + estimates and + announced: no figure has these grades.",
    ]


def test_scripts_get_every_rung_of_every_hub(weighed: Weighed) -> None:
    found = weighed()
    every, _ = ladder_tables(found, order(found))
    assert [column.key for column in every.columns] == ["admit", "hub", "rank", "score", "cells"]
    assert len(every.rows) == len(GRADES) * 3
    assert every.rows[:2] == (("official", "turku", None, None, 1), ("official", "oslo", None, None, 1))
    assert every.rows[3] == ("reported", "turku", 1, 60.0, 2)
    assert every.rows[-2] == ("target", "oslo", 1, 70.0, 2)


def test_what_the_rungs_hold(weighed: Weighed) -> None:
    table = rungs_table(weighed())
    assert [column.key for column in table.columns] == ["admit", "readings", "figures", "due", "scored", "same", "own"]
    assert table.rows[:4] == (
        ("official", 2, 2, 4, 0, False, False),
        ("reported", 4, 4, 4, 2, False, False),
        ("secondary", 0, 4, 4, 2, True, False),
        ("estimate", 0, 4, 4, 2, True, True),
    )
    assert table.rows[5] == ("target", 1, 4, 4, 2, False, False)


def test_readings_that_change_nothing_are_said(weighed: Weighed) -> None:
    hubs = HUBS | {"turku": {"banks": graded(6.0, "official") | graded(1.0, "secondary", "2020"), "labs": 6.0}}
    assert "+ secondary: 1 reading that changes no score." in rung_lines(weighed(**hubs))


def test_no_rung_scores(weighed: Weighed) -> None:
    found = weighed(oslo={"banks": 2.0, "labs": None}, turku={"banks": 2.0, "labs": None})
    every, told = ladder_tables(found, order(found))
    assert every.rows
    assert not told.shown
    assert rung_lines(found)[1] == "+ reported: 2 of 4 figures, too few to score anyone."
    assert not any(table.shown for table in shared_tables(found, order(found), shown=True))


def test_neighbours_on_what_both_have(weighed: Weighed) -> None:
    found = weighed({"method": {"min_coverage": 0.0}})
    every, told = shared_tables(found, order(found), shown=True)
    assert told.shown
    assert seen(told) == ["Hub", "+ reported", "+ targets met"]
    assert [row[1:] for row in people(told)] == [("60.0", "60.0"), ("20.0 → 40.0", "50.0 → 70.0"), ("–", "90.0")]
    keys = [column.key for column in every.columns]
    assert keys == ["admit", "hub", "cells", "rank_before", "score_before", "rank", "score"]
    assert every.rows[1] == ("reported", "oslo", 1, 2, 20.0, 2, 40.0)
    assert len(every.rows) == 5 * 3
    assert not shared_tables(found, order(found), shown=False)[1].shown


def test_one_hub_rung_by_rung(weighed: Weighed) -> None:
    found = weighed()
    _, told = ladder_tables(found, [0])
    assert seen(told) == ["Evidence", "Figures", "Rank", "Score", "On the figures of the row above", "Money", "Science"]
    assert people(told) == [
        ("official", 1, None, None, None, 20.0, None),
        ("+ reported", 2, 2, 50.0, None, 40.0, 60.0),
        ("+ secondary", 2, 2, "(the same)", "", "", ""),
        ("+ estimates", 2, 2, "(the same)", "", "", ""),
        ("+ announced", 2, 2, "(the same)", "", "", ""),
        ("+ targets met", 2, 1, 70.0, 70.0, 40.0, 100.0),
    ]
    assert told.strong == (3,)


def test_of_one_hub_a_pillar_without_a_score_is_the_same_as_before(weighed: Weighed) -> None:
    found = weighed({"method": {"min_coverage": 0.0}}, oslo={"banks": 2.0, "labs": None}, turku={"labs": 1.0})
    _, told = ladder_tables(found, [0])
    assert [row[3] for row in people(told)] == [20.0, *["(the same)"] * 5]
    _, told = ladder_tables(weighed(**HUBS), [2])
    assert [row[3] for row in people(told)] == [None] * 6


def test_nothing_promised_has_no_column(weighed: Weighed) -> None:
    found = weighed(oslo={"banks": 2.0, "labs": 3.0}, turku={"banks": 2.0, "labs": 1.0})
    assert seen(ladder_tables(found, order(found))[1]) == ["Hub", "official"]


def test_the_gap_between_promise_and_record(weighed: Weighed) -> None:
    found = weighed()
    table = gap_table(found, order(found))
    assert [column.key for column in table.columns][-1] == "difference"
    assert table.rows[:2] == (
        ("turku", 1, 60.0, 2, 60.0, 0.0),
        ("oslo", 2, 50.0, 1, 70.0, 20.0),
    )
    assert table.rows[2] == ("york", None, None, None, None, None)


def test_what_scores_rest_on(weighed: Weighed) -> None:
    found = weighed()
    table = mix_table(found, order(found), alone=False)
    assert seen(table) == ["What scores rest on", "Figures", "official", "reported", "best evidence first"]
    assert [row[1:-1] for row in people(table)] == [(2, 0.5, 0.5), (2, 0.0, 1.0), (1, 0.0, 1.0)]
    stack = table.columns[-1].show
    assert stack is not None
    assert [table.columns[at].key for at in stack.of] == [f"evidence.{grade}" for grade in GRADES]
    assert [column.key for column in table.columns][-7:-1] == [f"evidence.{grade}" for grade in GRADES]
    assert not mix_table(found, [0], alone=True).shown


def test_one_grade_is_no_ladder(weighed: Weighed) -> None:
    found = weighed(oslo={"banks": 2.0, "labs": 3.0}, turku={"banks": 2.0, "labs": 4.0})
    every, told = ladder_tables(found, order(found))
    assert (every.shown, len(every.rows), told.shown) == (False, 12, False)
    mix = mix_table(found, order(found), alone=False)
    assert (mix.shown, len(mix.rows)) == (False, 2)
