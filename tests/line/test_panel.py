"""Goalposts of all years."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.line.panel import holding, panel_ends, panel_years
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking, Remark

Ranked = Callable[..., Ranking]

UP = {"direction": "higher", "normalise": "minmax"}
DOWN = {"direction": "lower", "normalise": "minmax"}
DATA: dict[str, dict[str, Any]] = {
    "a": {"x": {"2020": 10, "2021": 20, "2022": 30}},
    "b": {"x": {"2020": 0, "2021": 25, "2022": 40}},
    "c": {"x": {"2021": 50, "2022": 20}},
}


def panel(ranked: Ranked, indicator: Any, data: Any = DATA, more: Any = None, **card: Any) -> Ranking:
    method = {"panel": True, "min_coverage": 0, **card.pop("method", {})}
    return ranked({"indicators": {"x": indicator}, "method": method, **card}, data, more)


def held(found: Ranking) -> tuple[float, float] | None:
    return found.plan.leaves[0].held


@pytest.mark.parametrize(("indicator", "ends"), [(UP, (0, 50)), (DOWN, (50, 0))])
@pytest.mark.parametrize("as_of", [2020, 2021, 2022, 2030])
def test_the_range_of_all_years_holds_for_each(
    ranked: Ranked, indicator: Any, ends: tuple[float, float], as_of: int
) -> None:
    found = panel(ranked, indicator, as_of=as_of)
    assert held(found) == ends
    x = found.cells.point[0]
    worst, best = ends
    np.testing.assert_allclose(found.scores[0], (x - worst) / (best - worst) * 100, rtol=1e-14, atol=1e-12)


def test_without_it_each_year_has_its_own(ranked: Ranked) -> None:
    found = panel(ranked, UP, as_of=2020, method={"panel": False})
    assert held(found) is None
    assert found.scores[0, 0] == 100


@pytest.mark.parametrize(
    ("indicator", "ends"),
    [
        ({"direction": "higher", "goalposts": ["min", "max"]}, (0, 50)),
        ({"direction": "higher", "goalposts": [5, "max"]}, (5, 50)),
        ({"direction": "higher", "goalposts": ["min", "benchmark"]}, (0, 40)),
        ({"direction": "lower", "goalposts": ["max", "benchmark"]}, (50, 0)),
        ({"direction": "higher", "normalise": {"distance_to_reference": "a"}}, (0, 30)),
        ({"direction": "higher", "normalise": {"distance_to_reference": "a"}, "goalposts": [-5, 1]}, (-5, 30)),
        ({"direction": "higher", "normalise": "distance_to_target", "target": 60}, (0, 60)),
        ({"direction": "higher", "normalise": "distance_to_target", "target": 60, "goalposts": [1, 2]}, None),
        ({"direction": "higher", "goalposts": [0, 100]}, None),
        ({"direction": "higher", "normalise": "none"}, None),
    ],
)
def test_what_comes_from_the_data_is_held(ranked: Ranked, indicator: Any, ends: Any) -> None:
    assert held(panel(ranked, indicator, as_of=2021, more={"b": {"role": "benchmark"}})) == ends


def test_beside_ends_of_the_data_those_of_numbers_stay(ranked: Ranked) -> None:
    data = {hub: {**figures, "y": figures["x"]} for hub, figures in DATA.items()}
    card = {"indicators": {"x": UP, "y": {"direction": "higher", "goalposts": [0, 100]}}}
    found = ranked({**card, "method": {"panel": True, "min_coverage": 0}, "as_of": 2021}, data)
    assert [leaf.held for leaf in found.plan.leaves] == [(0, 50), None]
    np.testing.assert_allclose(found.scores[1], [20, 25, 50])


def test_denominators_are_of_the_same_year(ranked: Ranked) -> None:
    data = {
        "a": {"x": {"2020": 10, "2022": 30}, "m": {"2020": 1, "2022": 10}},
        "b": {"x": {"2020": 8, "2022": 40}, "m": {"2020": 2, "2022": 20}},
    }
    found = panel(ranked, {**UP, "per": "m"}, data, measures={"m": {}}, as_of=2022)
    assert held(found) == (2, 10)
    np.testing.assert_allclose(found.scores[0], [(3 - 2) / 8 * 100, 0])


def test_a_reading_counts_as_long_as_it_would_have_been_read(ranked: Ranked) -> None:
    """Also where a greatest age rules it out by now; evidence that is not admitted never counts."""
    data = {
        "a": {"x": {"2010": 1, "2020": 5, "2021": {"value": 99, "evidence": "target"}}},
        "b": {"x": {"2020": 7}},
    }
    assert held(panel(ranked, UP, data, as_of=2020, max_age=3)) == (1, 7)


def test_gaps_are_filled_with_the_worst_of_all_years(ranked: Ranked) -> None:
    data = {**DATA, "d": {"y": 1}}
    indicators = {"x": UP, "y": {"direction": "higher", "goalposts": [0, 1]}}
    method = {"panel": True, "min_coverage": 0, "missing": "worst"}
    found = ranked({"indicators": indicators, "method": method, "as_of": 2022}, data)
    assert found.score("x")[3] == 0
    assert found.score("x")[2] == 40


def test_who_is_left_out_in_a_year_sets_none_in_it(ranked: Ranked) -> None:
    data = {
        "a": {"x": {"2020": 1, "2021": 2}, "y": {"2020": 1}},
        "b": {"x": {"2020": 3, "2021": 4}, "y": {"2020": 1}},
        "c": {"x": {"2020": 900, "2021": 5}, "y": {"2021": 1}},
    }
    card = {
        "indicators": {"x": UP, "y": {"direction": "higher", "goalposts": [0, 1]}},
        "method": {"panel": True},
        "screening": {"min_coverage": 0.9},
        "as_of": 2021,
    }
    assert held(ranked(card, data)) == (1, 5)


def test_ends_do_not_depend_on_the_year_that_is_scored(ranked: Ranked) -> None:
    found = panel(ranked, UP, as_of=2020, method={"missing": {"latest": 3}}, max_age=1)
    for plan in (found.plan, holding(found.plan, ((7, 8),))):
        assert panel_ends(plan, found.dataset) == ((0, 50),)
    assert panel_years(found.plan, found.dataset) == [2020, 2021, 2022]


def test_years_are_those_of_what_is_read_and_admitted(ranked: Ranked) -> None:
    """Of indicators and their denominators, not of a measure that nothing reads, nor of weaker evidence."""
    x = {"2020": {"value": 1, "evidence": "secondary"}, "2021": {"value": 1, "evidence": "estimate"}}
    data = {"a": {"x": x, "m": {"2018": 1}, "other": {"2015": 1}}, "b": {"x": {"2019": 3}}}
    card = {"measures": {"m": {}, "other": {}}, "evidence": {"admit": "secondary"}}
    found = panel(ranked, {**UP, "per": "m"}, data, **card)
    assert panel_years(found.plan, found.dataset) == [2018, 2019, 2020]


def test_a_greatest_age_is_counted_from_each_year(ranked: Ranked) -> None:
    """The denominator of a is two years old by 2020, too old: it never had a ratio."""
    data = {
        "a": {"x": {"2020": 100}, "m": {"2018": 1}},
        "b": {"x": {"2020": 6, "2021": 8}, "m": {"2020": 2, "2021": 2}},
    }
    found = panel(ranked, {**UP, "per": "m"}, data, measures={"m": {}}, as_of=2021, max_age=1)
    assert held(found) == (3, 4)


@pytest.mark.parametrize("normalise", ["zscore", "robust", "rank"])
def test_what_has_no_ends_holds_none(ranked: Ranked, normalise: str) -> None:
    found = panel(ranked, {"direction": "higher", "normalise": normalise}, as_of=2021, method={"panel": False})
    assert panel_ends(found.plan, found.dataset) == (None,)


def test_readings_without_a_year_count_in_each(ranked: Ranked) -> None:
    found = panel(ranked, UP, as_of=2020)
    dataset = found.dataset
    year = np.where(dataset.year == 2020, 0, dataset.year)
    undated = replace(dataset, year=year)
    plan: Plan = found.plan
    assert panel_years(plan, undated) == [2021, 2022]
    none = replace(dataset, year=np.zeros_like(year))
    assert panel_ends(plan, none) == (None,)


def test_constant_in_a_year_is_not_constant_over_all(ranked: Ranked) -> None:
    data = {"a": {"x": {"2020": 1, "2021": 3}}, "b": {"x": {"2020": 2, "2021": 3}}}
    found = panel(ranked, UP, data, as_of=2021)
    assert found.remarks == (Remark("relative", ("x",)), Remark("panel", ("2020", "2021")))
    assert found.scores[0].tolist() == [100, 100]


def test_nothing_to_go_by(ranked: Ranked) -> None:
    data = {"a": {"x": None, "y": 1}, "b": {"y": 2}}
    indicators = {"x": UP, "y": UP}
    found = ranked({"indicators": indicators, "method": {"panel": True, "min_coverage": 0}}, data)
    assert Remark("no data", ("x",)) in found.remarks
    assert found.index.tolist() == [0, 100]
