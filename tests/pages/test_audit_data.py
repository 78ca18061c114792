from __future__ import annotations

from collections.abc import Callable
from typing import Any

import hubscore
from hubscore.pages.audit_data import (
    breaks,
    coverage_tables,
    gate_text,
    gates_tables,
    treated_tables,
)
from hubscore.pages.document import Table
from hubscore.studies.audit import Audit, audit
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def found(workspace: Workspace, force: bool = False) -> Audit:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return audit(ranking, workspace.scorecard, workspace.profiles, force)


def keyed(table: Table) -> list[dict[str, Any]]:
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key} for row in table.rows
    ]


def people(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for column, cell in zip(table.columns, row, strict=True) if column.show) for row in table.rows]


def test_coverage_names_what_it_is_of(made: Made) -> None:
    card = {"pillars": {"p": {"label": "Money"}}, "indicators": {"a": {"pillar": "p", "label": "Banks"}}}
    table, shown = coverage_tables(found(made(card, x={"a": 1.0}, y={"a": None})), full=True)
    assert [row[:5] for row in people(shown)] == [
        ("hub", "X", 1, 1, 1.0),
        ("hub", "Y", 0, 1, 0.0),
        ("pillar", "Money", 1, 2, 0.5),
        ("indicator", "Banks", 1, 2, 0.5),
        ("year", "2020", 1, 1, 1.0),
        ("evidence", "official", 1, 1, 1.0),
    ]
    assert shown.rules == (2, 3, 4, 5)
    assert keyed(table)[0] == {"by": "hub", "name": "x", "figures": 1, "due": 1, "share": 1.0, "weight": 1.0}


def test_a_table_without_years_says_so(made: Made) -> None:
    result = found(made({}, x={"a": 1.0}))
    year = next(covered for covered in result.coverage if covered.by == "year")
    object.__setattr__(result, "coverage", (year._replace(name=None),))
    table, shown = coverage_tables(result, full=False)
    assert (people(shown)[0][1], keyed(table)[0]["name"], shown.shown) == ("no year", None, False)


def test_hubs_that_lack_nothing_are_one_line_and_those_left_out_have_their_own(made: Made) -> None:
    whole = {name: {"a": 1.0, "b": 2.0} for name in "xyz"}
    card = {"screening": {"min_coverage": 0.9}}
    table, shown = coverage_tables(found(made(card, w={"a": 1.0, "b": None}, **whole)), full=True)
    assert [row[:5] for row in people(shown)[:4]] == [
        ("hub", "3 that lack nothing", 6, 6, 1.0),
        ("left out", "W", 1, 2, 0.5),
        ("indicator", "a", 3, 3, 1.0),
        ("indicator", "b", 3, 3, 1.0),
    ]
    assert [row["by"] for row in keyed(table)[:4]] == ["hub", "hub", "hub", "left out"]
    assert "hubs left out" in shown.title
    assert not table.shown


def test_people_see_the_rules_that_do_not_hold(made: Made) -> None:
    card = {
        "as_of": 2024,
        "gates": {"min_coverage": 0.6, "max_age": 3, "min_evidence_share": 0.4},
        "screening": {"min_coverage": 0.1},
        "pillars": {"p": {"max_missing": 0, "label": "Money"}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
        "method": {"min_coverage": 0.1},
    }
    scripts, shown = gates_tables(found(made(card, x={"a": 1.0, "b": None, "c": 2.0})), full=True)
    assert people(shown) == [
        ("X", "[gates]", "", "oldest reading ≤ 3 years", "4 years"),
        ("X", "pillar", "Money", "missing ≤ 0", "1"),
    ]
    assert len(scripts.rows) == 6
    assert keyed(scripts)[2] == {
        "by": "gates", "rule": "max_age", "hub": "x", "node": None, "found": 4, "asked": 3, "held": False,
    }  # fmt: skip
    assert not gates_tables(found(made({}, x={"a": 1.0})), full=True)[1].shown


def test_what_a_rule_asks_for() -> None:
    assert gate_text("min_coverage", 0.123) == "12 %"
    assert gate_text("max_age", 1) == "1 year"
    assert gate_text("max_age", None) == "–"
    assert gate_text("max_missing", 2) == "2"


def test_treated_figures_and_what_it_came_to(made: Made) -> None:
    hubs = {f"h{at:02}": {"a": 900.0 if at == 7 else float(at)} for at in range(30)}
    card = {"method": {"treat": "winsorise"}, "indicators": {"a": {"goalposts": ["min", "max"], "label": "Banks"}}}
    treated, treatments = treated_tables(found(made(card, **hubs)), full=True)
    assert keyed(treated) == [
        {"indicator": "a", "hub": "h07", "treatment": "winsorised", "before": 900.0, "after": 29.0, "end": "high"}
    ]
    assert people(treated) == [("Banks", "H07", "900", "29")]
    stages = keyed(treatments)
    assert stages[0]["stage"] == "raw"
    assert stages[0]["skewness"] > 5
    assert abs(stages[-1]["skewness"]) < 2
    none = treated_tables(found(made({}, x={"a": 1.0})), full=True)
    assert [(table.rows, table.shown) for table in none] == [((), False), ((), False)]


def test_rules_stand_where_something_changes() -> None:
    assert breaks("aabbc") == (2, 4)
    assert breaks([]) == ()
