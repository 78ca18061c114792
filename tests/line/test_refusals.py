"""What the figures do not allow is refused by name, and nothing that is no number leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import Problem, ScoringError
from hubscore.model.ranking import Ranking

Ranked = Callable[..., Ranking]


def refused(ranked: Ranked, indicator: dict[str, Any], values: list[Any], **card: Any) -> Problem:
    with pytest.raises(ScoringError) as caught:
        ranked(tables(indicator, card), data(values))
    [problem] = caught.value.problems
    return problem


def accepted(ranked: Ranked, indicator: dict[str, Any], values: list[Any], **card: Any) -> Any:
    return ranked(tables(indicator, card), data(values)).score("x")


def tables(indicator: dict[str, Any], card: dict[str, Any]) -> dict[str, Any]:
    return {"indicators": {"x": {"direction": "higher", "label": "Exes", **indicator}}, **card}


def data(values: list[Any]) -> dict[str, dict[str, Any]]:
    return {f"h{position}": {"x": value} for position, value in enumerate(values)}


@pytest.mark.parametrize(
    ("indicator", "values", "expected"),
    [
        ({"normalise": "minmax", "transform": "log"}, [1, 0, 2], "values above 0"),
        ({"normalise": "zscore", "transform": {"log": 1}}, [1, -1, 2], "values above -1"),
        ({"normalise": "minmax", "transform": {"log": -3}}, [4, 3], "values above 3"),
        ({"normalise": "minmax", "transform": "log1p"}, [1, -2, 2], "values above -1"),
        ({"normalise": "minmax", "transform": "sqrt"}, [1, -2, 2], "values of at least 0"),
        ({"goalposts": [1, 10], "transform": "log", "clip": False}, [1, -2, 2], "values above 0"),
        ({"normalise": "fraction_of_max"}, [1, -2, 2], "values above 0"),
        ({"normalise": "fraction_of_max", "direction": "lower"}, [1, 0, 2], "values above 0"),
        ({"normalise": "fraction_of_max"}, [0, 0, None], "values above 0"),
    ],
)
def test_figure_without_a_value(ranked: Ranked, indicator: dict[str, Any], values: list[Any], expected: str) -> None:
    problem = refused(ranked, indicator, values)
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("indicators", "x"), "key")
    assert "Exes of h" in problem.message
    assert problem.expected == expected
    assert problem.hint


def test_hub_at_fault_is_named(ranked: Ranked) -> None:
    problem = refused(ranked, {"normalise": "minmax", "transform": "log"}, [1, None, -7, 2])
    assert problem.message == "`log` has no value for Exes of h2"
    assert problem.found == "-7 for h2"
    assert problem.hint == "give a shift, as in { log = 1 }"
    problem = refused(ranked, {"normalise": "minmax", "transform": "sqrt"}, [1, None, -7, 2])
    assert problem.hint == "choose another method for this indicator"


@pytest.mark.parametrize(
    ("indicator", "values"),
    [
        ({"goalposts": [1, 10], "transform": "log"}, [1, -2, 2]),  # clipped first
        ({"normalise": "fraction_of_max"}, [0, 1, 2]),
        ({"normalise": "minmax", "transform": "log"}, [1, None, 2]),
        ({"normalise": "minmax", "transform": "log"}, [None, None]),
    ],
)
def test_what_has_a_value(ranked: Ranked, indicator: dict[str, Any], values: list[Any]) -> None:
    found = accepted(ranked, indicator, values)
    assert np.isnan(found).tolist() == [value is None for value in values]


@pytest.mark.parametrize(
    ("indicator", "values", "words"),
    [
        ({"goalposts": [5, "max"]}, [1, 2], "worst 5, best 2"),
        ({"goalposts": ["min", 5]}, [6, 7], "worst 6, best 5"),
        ({"goalposts": [1, "min"], "direction": "lower"}, [2, 3], "worst 1, best 2"),
        ({"normalise": {"distance_to_reference": "h0"}, "goalposts": [5, 9]}, [2, 7], "worst 5, reference 2"),
    ],
)
def test_goalposts_that_cross_in_the_data(
    ranked: Ranked, indicator: dict[str, Any], values: list[Any], words: str
) -> None:
    problem = refused(ranked, indicator, values)
    assert problem.message == f"the goalposts of `x` come out in the wrong order: {words}"
    assert (problem.rule, problem.path, problem.at) == ("goalposts", ("indicators", "x", "goalposts"), "value")
    end = "reference" if "reference" in words else "best"
    assert problem.hint == f"give goalposts whose worst is worse than the {end}"


@pytest.mark.parametrize(("direction", "values"), [("higher", [5, 7]), ("higher", [3, 7]), ("lower", [2, 3])])
def test_a_target_that_all_have_met_gives_full_marks(ranked: Ranked, direction: str, values: list[float]) -> None:
    indicator = {"normalise": "distance_to_target", "target": 3, "direction": direction}
    assert accepted(ranked, indicator, values).tolist() == [100, 100]


def test_ratio_to_next_to_nothing(ranked: Ranked) -> None:
    card = {"measures": {"m": {}}, "indicators": {"x": {"direction": "higher", "goalposts": [0, 1], "per": "m"}}}
    with pytest.raises(ScoringError) as caught:
        ranked(card, {"b": {"x": 1, "m": 1}, "a": {"x": 1e15, "m": 1e-300}})
    [problem] = caught.value.problems
    assert problem.message == "x of a is too large to be computed"
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("indicators", "x"), "key")
    assert (problem.found, problem.hint) == ("a", "is a denominator next to 0?")


def test_goalposts_next_to_each_other(ranked: Ranked) -> None:
    posts = {"goalposts": [0, 1e-300]}
    problem = refused(ranked, posts | {"clip": False}, [1e15])
    assert problem.message == "Exes of h0 is too large to be computed"
    assert problem.hint == "are the goalposts, or most figures, next to each other?"
    assert accepted(ranked, posts, [1e15]).tolist() == [100]


def test_what_is_asked_of_scores_multiplies_them_and_must_stay_a_number(ranked: Ranked) -> None:
    """Sums of squares, of which correlations take a product, would overflow from 1e77 on."""
    card = {
        "measures": {"m": {}},
        "method": {"normalise": "none", "clip": False},
        "indicators": {"x": {"direction": "higher", "goalposts": [0, 1], "per": "m"}},
    }
    with pytest.raises(ScoringError, match="x of a is too large to be computed"):
        ranked(card, {"a": {"x": 1e15, "m": 1e-100}, "b": {"x": 1.0, "m": 1.0}})
    assert ranked(card, {"a": {"x": 1e15, "m": 1e-14}, "b": {"x": 1.0, "m": 1.0}}).index[0] == pytest.approx(1e29)


def test_figures_next_to_each_other(ranked: Ranked) -> None:
    values = [0, 1e-300, 2e-300, 3e-300, 1e15]
    assert "too large" in refused(ranked, {"normalise": "robust"}, values).message
    assert np.isfinite(accepted(ranked, {"normalise": "zscore"}, values)).all()
    assert np.isfinite(accepted(ranked, {"normalise": "minmax"}, values)).all()


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic", {"power": 2}])
def test_negative_score_under_a_mean_that_needs_none(ranked: Ranked, aggregate: Any) -> None:
    loose = {"goalposts": [0, 10], "clip": False}
    problem = refused(ranked, loose, [5, -5], method={"aggregate": aggregate})
    assert problem.message.endswith(" mean of Index meets a negative score")
    assert (problem.found, problem.expected) == ("-50 in Exes of h1", "scores of 0 or more")
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("index",), "key")
    assert problem.hint == "clip, choose a normalisation that stays on the scale, or the arithmetic mean"
    floor = {"aggregate": aggregate, "floor": 0}
    assert accepted(ranked, loose, [5, 0], method=floor).tolist() == [50, 0]  # 0 is not below 0


def test_negative_score_that_the_floor_lifts(ranked: Ranked) -> None:
    loose = {"goalposts": [0, 10], "clip": False}
    found = accepted(ranked, loose, [5, -1], method={"aggregate": "geometric", "floor": 0.2})
    assert np.isfinite(found).all()


def test_negative_score_of_weight_0(ranked: Ranked) -> None:
    indicators = {
        "x": {"direction": "higher", "goalposts": [0, 10], "clip": False},
        "y": {"direction": "higher", "goalposts": [0, 10]},
    }
    card = {"indicators": indicators, "weights": {"x": 0, "y": 1}, "method": {"aggregate": "geometric", "floor": 0}}
    assert ranked(card, {"a": {"x": -5, "y": 5}}).index[0] == pytest.approx(50)


def test_several_are_told_at_once(ranked: Ranked) -> None:
    indicators = {name: {"direction": "higher", "normalise": "minmax", "transform": "log"} for name in "xyz"}
    with pytest.raises(ScoringError) as caught:
        ranked({"indicators": indicators}, {"a": {"x": 0, "y": 1, "z": -1}, "b": {"x": 1, "y": 2, "z": 3}})
    assert [problem.path[1] for problem in caught.value.problems] == ["x", "z"]


@pytest.mark.parametrize(
    ("aggregate", "least"), [("mazziotta_pareto", "-50"), ("mazziotta_pareto_adjusted", "-116.667")]
)
def test_a_penalty_needs_a_mean_above_zero(ranked: Ranked, aggregate: str, least: str) -> None:
    indicator = {"goalposts": [0, 10], "clip": False, "pillar": "p"}
    problem = refused(ranked, indicator, [5, -30], pillars={"p": {"aggregate": aggregate, "label": "Pay"}})
    assert problem.message == f"`{aggregate}` has no value for Pay of h1"
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("pillars", "p"), "key")
    assert (problem.found, problem.expected) == ("a mean of -300", f"children whose mean is above {least}")
    assert "`mean_min`" in problem.hint
    assert accepted(ranked, {"goalposts": [0, 10]}, [5, -30], index={"aggregate": aggregate}).tolist() == [50, 0]


def test_a_penalty_that_is_not_computed_is_not_refused(ranked: Ranked) -> None:
    indicators = {name: {"direction": "higher", "goalposts": [0, 10], "clip": False} for name in "xyz"}
    card = {"indicators": indicators, "method": {"aggregate": "mazziotta_pareto"}}
    ranking = ranked(card, {"a": {"x": -30}, "b": {"x": 5, "y": 5, "z": 5}})
    assert ranking.index.tolist() == pytest.approx([np.nan, 50], nan_ok=True)


def test_a_pillar_counted_at_the_worst_is_computed_and_refused(ranked: Ranked) -> None:
    """Two of three pillars are not scored: they count at 0, so that the index is computed after all."""
    card = {
        "pillars": {"p": {}, "q": {}, "r": {}},
        "indicators": {
            name: {"direction": "higher", "goalposts": [0, 10], "clip": False, "pillar": pillar}
            for name, pillar in zip("xyz", "pqr", strict=True)
        },
        "index": {"aggregate": "geometric", "missing": "worst"},
    }
    with pytest.raises(ScoringError):
        ranked(card, {"a": {"x": -30}, "b": {"x": 5, "y": 5, "z": 5}})
