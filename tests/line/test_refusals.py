"""What the figures do not allow is refused by name, and nothing that is no number leaves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import Problem, ScoringError
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

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


LOG = {"transform": "log"}


@pytest.mark.parametrize(
    ("indicator", "values", "hub", "method", "expected"),
    [
        ({"normalise": "minmax", **LOG}, [1, 0, 2], "h1", "log", "values above 0"),
        ({"normalise": "zscore", "transform": {"log": 1}}, [1, -1, 2], "h1", "log", "values above -1"),
        ({"normalise": "minmax", "transform": {"log": -3}}, [4, 3], "h1", "log", "values above 3"),
        ({"normalise": "minmax", "transform": "log1p"}, [1, -2, 2], "h1", "log1p", "values above -1"),
        ({"normalise": "minmax", "transform": "sqrt"}, [1, -2, 2], "h1", "sqrt", "values of at least 0"),
        ({"goalposts": [1, 10], **LOG, "clip": False}, [1, -2, 2], "h1", "log", "values above 0"),
        ({"normalise": "zscore", "goalposts": [1, 10], **LOG}, [1, -2, 2], "h1", "log", "values above 0"),  # not asked
        ({"normalise": "fraction_of_max"}, [1, 3, -2], "h2", "fraction_of_max", "values above 0"),
        ({"normalise": "fraction_of_max", "direction": "lower"}, [1, 0, 2], "h1", "fraction_of_max", "values above 0"),
        ({"normalise": "fraction_of_max"}, [None, 0, 0], "h1", "fraction_of_max", "values above 0"),
    ],
)
def test_figure_without_a_value(
    ranked: Ranked, indicator: dict[str, Any], values: list[Any], hub: str, method: str, expected: str
) -> None:
    problem = refused(ranked, indicator, values)
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("indicators", "x"), "key")
    assert problem.message == f"`{method}` has no value for Exes of {hub}"
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
        ({"normalise": "fraction_of_max"}, [0, 0.5]),
        ({"normalise": "fraction_of_max", "direction": "lower"}, [0.5, 2]),
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


@pytest.mark.parametrize("least", [1e-300, {"at_least": 1e-300, "at_most": 1}])
def test_ratio_to_next_to_nothing(ranked: Ranked, least: Any) -> None:
    card = {"measures": {"m": {}}, "indicators": {"x": {"direction": "higher", "goalposts": [0, 1], "per": "m"}}}
    with pytest.raises(ScoringError) as caught:
        ranked(card, {"a": {"x": 1, "m": 1}, "b": {"x": 1e15, "m": least}})
    [problem] = caught.value.problems
    assert problem.message == "x of b is too large to be computed"
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("indicators", "x"), "key")
    assert (problem.found, problem.hint) == ("b", "is a denominator next to 0?")


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
    card["indicators"]["x"]["per_amount"] = 1e15
    assert ranked(card, {"a": {"x": 1e15, "m": 1.0}, "b": {"x": 1.0, "m": 1.0}}).index[0] == 1e30


PANEL = {"panel": True, "min_coverage": 0, "bounds": "bound"}


def test_a_goalpost_of_another_year_that_has_no_logarithm(ranked: Ranked) -> None:
    years = [{"2020": 5, "2021": 9}, {"2020": 0, "2021": 7}]
    problem = refused(ranked, {"normalise": "minmax", **LOG}, years, as_of=2021, method=PANEL)
    assert problem.message == "a goalpost of Exes over all years cannot be computed"
    assert (problem.rule, problem.path, problem.at) == ("undefined", ("indicators", "x"), "key")
    assert (problem.found, problem.hint) == ("0", "choose another transform for this indicator")


@pytest.mark.parametrize(("per", "found"), [(0.5, "2e+30"), (1e-300, "inf")])
def test_a_goalpost_of_another_year_beyond_all_numbers(ranked: Ranked, per: float, found: str) -> None:
    x = {"direction": "higher", "normalise": "minmax", "per": "m", "per_amount": 1e15}
    card = {"indicators": {"x": x}, "measures": {"m": {}}, "method": PANEL, "as_of": 2024}
    years = {"a": {"x": {"2010": 1e15, "2020": 1}, "m": {"2010": 1, "2020": 1}}, "b": {"x": 2, "m": 1}}
    assert ranked(card, years).plan.leaves[0].held == (1e15, 1e30)
    years["a"]["m"] = {"2010": per, "2020": 1}
    with pytest.raises(ScoringError) as caught:
        ranked(card, years)
    [problem] = caught.value.problems
    assert problem.message == "a goalpost of x over all years cannot be computed"
    assert (problem.found, problem.hint) == (found, "is a denominator next to 0?")


def test_what_is_clipped_to_a_benchmark_has_a_logarithm(ranked: Ranked) -> None:
    card = tables({"goalposts": [1, "benchmark"], **LOG}, {})
    assert ranked(card, data([-5, 8]), {"h1": {"role": "benchmark"}}).score("x").tolist() == [0, 100]


def test_a_target_on_the_wrong_side_of_its_goalpost(ranked: Ranked) -> None:
    """`check` says so too, of a scorecard that goes through it."""
    x = {"direction": "higher", "normalise": "distance_to_target", "target": 3, "goalposts": [5, 9]}
    dataset = ranked(tables({"goalposts": [0, 9]}, {}), data([4, 7])).dataset
    with pytest.raises(ScoringError, match="come out in the wrong order: worst 5, best 3"):
        score(dataset, Scorecard.model_validate({"indicators": {"x": x}}))


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


@pytest.mark.parametrize("aggregate", ["geometric", "harmonic", {"power": -2}, {"power": 0}])
@pytest.mark.parametrize("low", [0, 10])
def test_negative_score_that_the_floor_lifts(ranked: Ranked, aggregate: Any, low: float) -> None:
    """A fifth of the scale is added to four fifths of what a score is above its low end."""
    loose = {"goalposts": [0, 10], "clip": False}
    method = {"aggregate": aggregate, "floor": 0.2, "scale": [low, low + 100]}
    just = -(0.2 * 100 + low) / 0.8 / 10  # raw, so that 0 is left of it
    found = accepted(ranked, loose, [5, just + 0.01], method=method)
    assert np.isfinite(found).all()
    assert "negative score" in refused(ranked, loose, [5, just - 0.01], method=method).message


def test_negative_score_beside_what_does_not_apply(ranked: Ranked) -> None:
    loose = {"direction": "higher", "goalposts": [0, 10], "clip": False}
    card = {
        "indicators": {"x": loose, "y": {**loose, "applies_to": ["b"]}, "z": {**loose, "applies_to": ["b"]}},
        "method": {"aggregate": "geometric"},
    }
    with pytest.raises(ScoringError, match="meets a negative score"):
        ranked(card, {"a": {"x": -5}, "b": {"x": 5, "y": 5, "z": 5}})


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
    assert problem.hint == "clip, choose a normalisation that stays near the scale, or `mean_min`"
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
