from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.studies.treated import treated_cells

Ranked = Callable[..., Ranking]
VALUES = [*np.linspace(1, 5, 29).tolist(), 90.0]


def hubs(values: list[float | None]) -> dict[str, dict[str, Any]]:
    return {f"h{at:02}": {"a": value, "b": 3.0} for at, value in enumerate(values)}


def card(treat: Any) -> dict[str, Any]:
    return {"method": {"normalise": "minmax", "treat": treat}, "indicators": {"a": {"goalposts": None}}}


def test_nothing_treated_nothing_listed(ranked: Ranked) -> None:
    assert treated_cells(ranked(card("none"), **hubs(VALUES))) == ()
    assert treated_cells(ranked(card("winsorise"), **hubs([*VALUES[:29], 5.1]))) == ()


def test_a_value_that_was_drawn_in(ranked: Ranked) -> None:
    [cell] = treated_cells(ranked(card("winsorise"), **hubs(VALUES)))
    assert (cell.row, cell.hub, cell.before, cell.after, cell.end) == (0, 29, 90.0, 5.0, "high")
    assert "wins" in cell.kind


def test_the_low_end_and_gaps(ranked: Ranked) -> None:
    [cell] = treated_cells(ranked(card("winsorise"), **hubs([-90.0, None, *VALUES[:28]])))
    assert (cell.hub, cell.after, cell.end) == (0, 1.0, "low")


def test_a_transform_changes_all(ranked: Ranked) -> None:
    found = treated_cells(ranked(card("boxcox"), **hubs(VALUES)))
    assert len(found) == 30
    assert {cell.end for cell in found} == {None}
    assert [cell.hub for cell in found] == sorted(cell.hub for cell in found)


def test_what_was_drawn_in_comes_before_what_only_a_logarithm_changed(ranked: Ranked) -> None:
    values = [400.0, *np.exp(np.linspace(0, 4, 28)).tolist(), 500.0]
    found = treated_cells(ranked(card({"winsorise": {"points": 1, "then": "log_of_winsorised"}}), **hubs(values)))
    assert [(cell.hub, cell.end) for cell in found] == [(29, "high"), *((hub, None) for hub in range(29))]
