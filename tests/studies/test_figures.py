from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model import ranking as why
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.scoring import score
from hubscore.studies.figures import Figure, figure_of, figures_of

Ranked = Callable[..., Ranking]


def figure(ranking: Ranking, indicator: str = "a") -> Figure:
    return figure_of(ranking, ranking.plan.row[indicator], 0)


@pytest.mark.parametrize(
    ("cell", "value", "bounds"),
    [
        (4.0, 4, (None, None)),
        ({"at_least": 4.0}, 4.5, (4, None)),  # open ends are a quarter away
        ({"at_most": 4.0}, 3.5, (None, 4)),
        ({"at_least": 4.0, "at_most": 6.0}, 5, (4, 6)),
        ({"at_least": 4.0, "at_most": 4.0}, 4, (4, 4)),
        ({"value": 4.0, "covers": 0.5}, 6.4, (4, None)),  # up to 4 / 0.5 x 1.1
    ],
)
def test_bounds_are_the_printed_ones(
    ranked: Ranked, cell: Any, value: float, bounds: tuple[float | None, float | None]
) -> None:
    found = figure(ranked({}, x={"a": cell}))
    assert found.status == why.HAS_VALUE
    assert found.value == pytest.approx(value)
    assert (found.at_least, found.at_most) == bounds


def test_a_rank_at_its_goalpost_is_still_a_bound(ranked: Ranked) -> None:
    card = {"indicators": {"a": {"kind": "rank", "direction": "lower", "goalposts": [121, 1]}}}
    found = figure(ranked(card, x={"a": {"at_least": 121}}))
    assert (found.value, found.at_least, found.at_most) == (121, 121, None)


PER = {"indicators": {"a": {"per": "gdp"}}, "measures": {"gdp": {}}}


@pytest.mark.parametrize(
    ("above", "below", "bounds"),
    [
        (6.0, 2.0, (None, None)),
        ({"at_least": 6.0}, 2.0, (3, None)),
        (6.0, {"at_least": 2.0}, (None, 3)),  # the larger the denominator, the smaller the ratio
        (6.0, {"at_most": 2.0}, (3, None)),
        ({"at_least": 6.0, "at_most": 8.0}, {"at_least": 2.0, "at_most": 4.0}, (1.5, 4)),
        ({"at_most": 6.0}, {"at_least": 2.0}, (None, 3)),
        ({"at_least": 6.0}, {"at_least": 2.0}, (2.4, 3.75)),  # nothing printed: 6 to 7.5 over 2 to 2.5
    ],
)
def test_bounds_of_a_ratio(ranked: Ranked, above: Any, below: Any, bounds: tuple[float | None, float | None]) -> None:
    found = figure(ranked(PER, x={"a": above, "gdp": below}))
    assert (found.at_least, found.at_most) == pytest.approx(bounds)


def test_a_figure_names_its_year_evidence_sources_and_note(ranked: Ranked) -> None:
    reading = {"value": 6.0, "evidence": "reported", "note": "to June"}
    gdp = {"2018": {"value": 2.0, "evidence": "secondary"}}
    found = figure(ranked(PER, x={"a": {"2019": reading}, "gdp": gdp}))
    assert (found.indicator, found.row) == ("a", 0)
    assert (found.year, found.year_after, found.grade, found.note) == (2019, None, "secondary", "to June")
    assert found.source is not None
    assert found.source.title == "A source"
    assert found.per_source is not None
    assert figure(ranked({}, x={"a": 1.0})).per_source is None


def test_a_figure_of_a_bare_table_has_no_source(made: Any) -> None:
    _, card = made({}, x={"a": 1.0})
    bare = from_values(hubs_of(["x"], ["X"], ["candidate"], [None]), ["a"], np.array([[4.0]]))
    found = figure(score(bare, card))
    assert (found.value, found.year, found.source, found.note) == (4.0, None, None, None)


def test_part_of_a_year_is_told(ranked: Ranked) -> None:
    assert figure(ranked({}, x={"a": {"at_least": 3.0, "covers": 0.75}})).covers == 0.75
    assert figure(ranked({}, x={"a": 3.0})).covers is None


@pytest.mark.parametrize(
    ("card", "cells", "status"),
    [
        ({}, {"a": None, "b": 1.0}, why.NO_READING),
        ({}, {"a": {"value": 3.0, "evidence": "target"}, "b": 1.0}, why.NOT_ADMITTED),
        ({"as_of": 2022, "max_age": 1}, {"a": 3.0, "b": {"2022": 1.0}}, why.OUT_OF_YEARS),
        (PER, {"a": 3.0, "b": 1.0, "gdp": None}, why.NO_DENOMINATOR),
    ],
)
def test_a_gap_says_why(ranked: Ranked, card: dict[str, Any], cells: dict[str, Any], status: int) -> None:
    found = figure(ranked(card, x=cells, y=dict.fromkeys(cells, 2.0)))
    assert (found.indicator, found.row, found.status) == ("a", 0, status)
    assert (found.value, found.year, found.grade, found.source) == (None, None, None, None)


def test_what_was_filled_in_has_a_value_but_no_reading(ranked: Ranked) -> None:
    found = figure(ranked({"method": {"missing": "mean"}}, x={"a": None, "b": 1.0}, y={"a": 6.0, "b": 1.0}))
    assert (found.status, found.value) == (why.IMPUTED, 6.0)
    assert (found.year, found.source) == (None, None)


def test_a_value_between_two_years_has_both(ranked: Ranked) -> None:
    card = {"as_of": 2020, "method": {"missing": "linear"}, "max_age": 1}
    found = figure(ranked(card, x={"a": {"2018": 2.0, "2022": 6.0}}))
    assert (found.value, found.year, found.year_after) == (4.0, 2018, 2022)
    assert (found.at_least, found.at_most) == (None, None)


def test_all_figures_of_a_hub_in_the_order_of_the_file(ranked: Ranked) -> None:
    card = {"indicators": {"b": {"applies_to": ["y"]}}}
    ranking = ranked(card, x={"c": 1.0, "b": None, "a": None}, y={"c": 1.0, "b": 2.0, "a": 1.0})
    assert [found.indicator for found in figures_of(ranking, 0)] == ["c", "a"]
    assert [found.indicator for found in figures_of(ranking, 1)] == ["c", "b", "a"]


def test_what_a_treatment_made_of_it(ranked: Ranked) -> None:
    rule = {"points": 1, "then": "log_of_winsorised", "kurtosis": 0, "skew": 0.01}
    hubs = {f"h{at:02}": {"a": float(at)} for at in range(1, 20)} | {"h00": {"a": 1000.0}}
    card = {"indicators": {"a": {"goalposts": ["min", "max"]}}, "method": {"treat": "winsorise", "missing": "mean"}}
    ranking = ranked(card, h99={"a": None, "b": 1.0}, **hubs)
    assert (figure(ranking).treated, figure(ranking).treatment) == (19, "winsorised")
    assert figure_of(ranking, 0, 1).treatment is None
    assert (figure_of(ranking, 0, 20).status, figure_of(ranking, 0, 20).treated) == (why.IMPUTED, 19)
    hubs |= {"h18": {"a": 999.0}, "h19": {"a": 990.0}}
    both = ranked({**card, "method": {"treat": {"winsorise": rule}}}, **hubs)
    assert [figure_of(both, 0, hub).treatment for hub in (0, 1)] == ["winsorised, log", "log"]
    assert figure_of(both, 0, 0).treated == figure_of(both, 0, 18).treated
