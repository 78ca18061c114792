"""From a scorecard that asks for a treatment to scores, records and remarks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import log
from typing import Any

import numpy as np
import pytest

from hubscore.errors import ScoringError
from hubscore.line.leaves import fixed_ends
from hubscore.line.treatment import curve_of
from hubscore.model.ranking import Ranking, Remark

Ranked = Callable[..., Ranking]

OUTLIER = [*range(1, 20), 1000]
TWO = [*range(1, 19), 1e3, 1e4]
ONE_POINT = {"winsorise": {"points": 1}}


@pytest.fixture
def scored(ranked: Ranked) -> Ranked:
    """One indicator `x`, hubs in the order of their values."""

    def run(values: list[Any], indicator: Mapping[str, Any], **method: Any) -> Ranking:
        card = {"indicators": {"x": {"direction": "higher", **indicator}}, "method": method}
        return ranked(card, {f"h{at:02}": {"x": value} for at, value in enumerate(values)})

    return run


def test_nothing_is_recorded_where_nothing_is_asked_for(scored: Ranked) -> None:
    assert scored(OUTLIER, {"normalise": "minmax"}).cells.treatments == (None,)


def test_the_treated_value_scores_and_the_raw_one_stays(scored: Ranked) -> None:
    ranking = scored(OUTLIER, {"normalise": "minmax"}, treat="winsorise")
    np.testing.assert_allclose(ranking.score("x"), [100 * (min(x, 19) - 1) / 18 for x in OUTLIER])
    np.testing.assert_array_equal(ranking.cells.filled[0], OUTLIER)
    treatment = ranking.cells.treatments[0]
    assert treatment is not None
    assert treatment.kind == "winsorised"
    np.testing.assert_array_equal(treatment.before, OUTLIER)
    np.testing.assert_array_equal(treatment.after, [*range(1, 20), 19])
    assert treatment.changed.tolist() == [0] * 19 + [1]
    assert [step[0] for step in treatment.steps] == ["raw", "winsorised"]
    assert not treatment.fails
    assert not treatment.after.flags.writeable
    assert ranking.cells.curves == (treatment.curve,)


def test_a_low_outlier_is_brought_in_too(scored: Ranked) -> None:
    ranking = scored([-x for x in OUTLIER], {"normalise": "minmax"}, treat="winsorise")
    treatment = ranking.cells.treatments[0]
    assert treatment is not None
    assert treatment.changed.tolist() == [0] * 19 + [-1], "not the one whose place it takes"
    np.testing.assert_array_equal(treatment.after, [*range(-1, -20, -1), -19])


def test_the_logarithm_may_follow_on_winsorising(scored: Ranked) -> None:
    treat = {"winsorise": {"points": 1, "then": "log_of_winsorised"}}
    treatment = scored(TWO, {"normalise": "minmax", "treat": treat}).cells.treatments[0]
    assert treatment is not None
    assert treatment.kind == "winsorised, log"
    assert [step[0] for step in treatment.steps] == ["raw", "winsorised", "log"]


def test_a_distribution_without_a_skewness_is_told_all_the_same(scored: Ranked) -> None:
    treatment = scored([5] * 20, {"normalise": "minmax", "treat": {"boxcox": 1}}).cells.treatments[0]
    assert treatment is not None
    [(stage, skewness, kurtosis)] = treatment.steps
    assert stage == "raw"
    assert np.isnan([skewness, kurtosis]).all()


def test_a_draw_goes_through_the_curve_that_its_own_values_ask_for(scored: Ranked) -> None:
    found = scored(OUTLIER, {"normalise": "minmax", "treat": "winsorise"})
    [leaf], [curve], x = found.plan.leaves, found.cells.curves, found.cells.filled[0]
    own = curve_of(leaf, x)
    assert own is not None
    assert curve is not None
    for one, other in zip(own, curve, strict=True):
        np.testing.assert_array_equal(one, other)
    assert curve_of(leaf._replace(treat=leaf.treat._replace(name="none")), x) is None


def test_an_indicator_may_choose_for_itself(scored: Ranked) -> None:
    assert scored(OUTLIER, {"normalise": "minmax", "treat": "none"}, treat="winsorise").cells.treatments == (None,)
    assert scored(OUTLIER, {"normalise": "minmax", "treat": "winsorise"}).cells.treatments[0] is not None


@pytest.mark.parametrize("direction", ["higher", "lower"])
def test_the_logarithm_rises_on_either_side(scored: Ranked, direction: str) -> None:
    for values, turned in ((TWO, False), ([-x for x in TWO], True)):
        ranking = scored(values, {"normalise": "minmax", "treat": ONE_POINT, "direction": direction})
        treatment = ranking.cells.treatments[0]
        assert treatment is not None
        assert treatment.kind == "log"
        assert not treatment.changed.any()
        order = np.argsort(values)
        assert (np.diff(treatment.after[order]) > 0).all()
        assert (np.diff(ranking.score("x")[order]) > 0).all() == (direction == "higher")
        a, ends = 0.01 * (1e4 - 1), (1, 1e4)
        share = [(log(x - 1 + a) - log(a)) / (log(ends[1] - 1 + a) - log(a)) for x in TWO]
        wanted = [1 - each for each in share] if turned != (direction == "lower") else share
        np.testing.assert_allclose(ranking.score("x"), [100 * each for each in wanted], atol=1e-9)


def test_goalposts_of_numbers_go_through_the_logarithm(scored: Ranked) -> None:
    """Wider than the figures, they set where it starts: the scores no longer hang on the outermost hubs."""
    ranking = scored(TWO, {"goalposts": [0, 20000], "treat": ONE_POINT})
    np.testing.assert_allclose(ranking.score("x"), [100 * log((x + 200) / 200) / log(101) for x in TWO])
    without = scored([*TWO[:-1], 5e3], {"goalposts": [0, 20000], "treat": ONE_POINT})
    np.testing.assert_allclose(without.score("x")[:-1], ranking.score("x")[:-1])


def test_goalposts_of_numbers_stay_where_outliers_are_brought_in(scored: Ranked) -> None:
    ranking = scored(OUTLIER, {"goalposts": [0, 2000], "treat": "winsorise"})
    np.testing.assert_allclose(ranking.score("x"), [min(x, 19) / 20 for x in OUTLIER])
    ranking = scored(OUTLIER, {"goalposts": [2000, 0], "direction": "lower", "treat": "winsorise"})
    np.testing.assert_allclose(ranking.score("x"), [100 - min(x, 19) / 20 for x in OUTLIER])


@pytest.mark.parametrize(
    ("direction", "goalposts", "side"),
    [
        ("higher", [0, 25], 1),
        ("lower", [25, 0], 1),
        ("higher", ["min", 25], 1),
        ("higher", [-25, 0], -1),
        ("lower", [0, -25], -1),
        ("higher", [-25, "max"], -1),
    ],
)
def test_what_is_clipped_is_no_outlier(scored: Ranked, direction: str, goalposts: list[Any], side: int) -> None:
    entry = {"direction": direction, "goalposts": goalposts, "treat": "winsorise"}
    values = [side * x for x in OUTLIER]
    assert scored(values, entry).cells.treatments == (None,)
    assert scored(values, {**entry, "clip": False}).cells.treatments[0] is not None


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        ({"goalposts": [1, 8]}, [1, 8]),
        ({"goalposts": ["min", 8]}, [np.nan, 8]),
        ({"goalposts": ["min", "max"]}, [np.nan, np.nan]),
        ({"goalposts": [1, 8], "normalise": "minmax"}, [np.nan, np.nan]),
        ({"goalposts": [1, 8], "normalise": "distance_to_target", "target": 5}, [1, 5]),
        ({"goalposts": [1, 8], "normalise": {"distance_to_reference": "h00"}}, [1, np.nan]),
        ({"normalise": "zscore"}, [np.nan, np.nan]),
    ],
)
def test_ends_that_are_numbers(scored: Ranked, entry: dict[str, Any], wanted: list[float]) -> None:
    [leaf] = scored([2, 5], entry).plan.leaves
    np.testing.assert_array_equal(fixed_ends(leaf), wanted)
    assert fixed_ends(leaf._replace(held=(3.0, 4.0))) == (3.0, 4.0)


def test_a_target_is_the_best_end_of_the_power(scored: Ranked) -> None:
    entry = {"normalise": "distance_to_target", "target": 30, "goalposts": [1, 40], "treat": {"boxcox": 0.0}}
    ranking = scored(list(range(1, 26)), entry)
    np.testing.assert_allclose(ranking.score("x"), [100 * log(x) / log(30) for x in range(1, 26)], atol=1e-9)
    treatment = ranking.cells.treatments[0]
    assert treatment is not None
    assert (treatment.kind, [step[0] for step in treatment.steps]) == ("boxcox", ["raw", "boxcox"])


def test_other_normalisations_read_treated_values(scored: Ranked) -> None:
    found = scored(OUTLIER, {"normalise": "zscore", "treat": "winsorise"}).score("x")
    np.testing.assert_allclose(found, scored([*range(1, 20), 19], {"normalise": "zscore"}).score("x"))


def test_a_spread_is_that_of_the_values_under_the_power(scored: Ranked) -> None:
    found = scored(OUTLIER, {"normalise": "zscore", "treat": {"boxcox": 0}}).score("x")
    logs = np.log(OUTLIER)
    np.testing.assert_allclose(found, 50 + 10 * (logs - logs.mean()) / logs.std(ddof=1))


def test_a_transform_comes_after_the_treatment(scored: Ranked) -> None:
    found = scored(OUTLIER, {"normalise": "minmax", "treat": "winsorise", "transform": "sqrt"}).score("x")
    wanted = scored([*range(1, 20), 19], {"normalise": "minmax", "transform": "sqrt"}).score("x")
    np.testing.assert_allclose(found, wanted)


def test_a_transform_that_has_no_value_for_a_treated_one_is_refused(scored: Ranked) -> None:
    small = [x / 1e6 for x in TWO]  # their logarithms are below 0
    with pytest.raises(ScoringError, match="`sqrt` has no value for x of"):
        scored(small, {"normalise": "minmax", "treat": ONE_POINT, "transform": "sqrt"})
    with pytest.raises(ScoringError, match="`fraction_of_max` has no value for x of"):
        scored(small, {"normalise": "fraction_of_max", "treat": ONE_POINT})


def test_an_end_that_is_brought_in_may_cross_a_goalpost(scored: Ranked) -> None:
    with pytest.raises(ScoringError, match="come out in the wrong order: worst 500, best 19"):
        scored(OUTLIER, {"goalposts": [500, "max"], "clip": False, "treat": "winsorise"})


def test_gaps_stay_and_what_is_filled_in_is_treated(scored: Ranked) -> None:
    gap = scored([*OUTLIER, None], {"normalise": "minmax"}, treat="winsorise")
    assert np.isnan(gap.score("x")[-1])
    np.testing.assert_allclose(gap.score("x")[-2], 100)
    filled = scored([*OUTLIER, None], {"normalise": "minmax"}, treat="winsorise", missing="mean")
    assert filled.cells.filled[0][-1] == pytest.approx(59.5)
    assert filled.score("x")[-1] == pytest.approx(100)  # above the rest: it is brought in with the greatest


def test_what_does_not_apply_stays_so(ranked: Ranked) -> None:
    hubs = {f"h{at:02}": {"x": value} for at, value in enumerate([*OUTLIER, 7])}
    applies = {"direction": "higher", "normalise": "minmax", "applies_to": list(hubs)[:-1]}
    ranking = ranked({"indicators": {"x": applies}, "method": {"treat": "winsorise"}}, hubs)
    assert np.isnan(ranking.score("x")[-1])
    assert ranking.score("x")[-2] == pytest.approx(100)


RELATIVE = Remark("relative", ("x",))


@pytest.mark.parametrize(
    ("values", "treat", "wanted"),
    [
        (OUTLIER, "winsorise", [RELATIVE, Remark("winsorised", ("x",), 1)]),
        (OUTLIER, "none", []),
        (OUTLIER[1:], "winsorise", [Remark("too few to treat", ("x",), 20)]),
        ([5], "winsorise", [Remark("too few to treat", ("x",), 20)]),
        ([None], "winsorise", [Remark("no data", ("x",))]),
        (OUTLIER[:-1] * 2, "winsorise", [RELATIVE]),
        ([2**k for k in range(20)], ONE_POINT, [RELATIVE, Remark("log", ("x",))]),
        (TWO, ONE_POINT, [RELATIVE, Remark("log", ("x",)), Remark("still skewed", ("x",))]),
        (OUTLIER, {"boxcox": 0.5}, [RELATIVE, Remark("boxcox", ("x",))]),
        (
            TWO,
            {"winsorise": {"points": 1, "then": "log_of_winsorised"}},
            [RELATIVE, Remark("winsorised", ("x",), 1), Remark("log", ("x",)), Remark("still skewed", ("x",))],
        ),
        (
            TWO,
            {"winsorise": {"points": 1, "then": "nothing"}},
            [RELATIVE, Remark("winsorised", ("x",), 1), Remark("still skewed", ("x",))],
        ),
    ],
)
def test_what_is_said(scored: Ranked, values: list[Any], treat: Any, wanted: list[Remark]) -> None:
    """With goalposts of numbers, so that the treatment alone makes the scores relative."""
    assert list(scored(values, {"goalposts": [-10, 999999], "treat": treat}).remarks) == wanted


def test_an_indicator_that_winsorising_leaves_without_a_middle_range_is_flat(scored: Ranked) -> None:
    """One value beside equal ones takes their place."""
    ranking = scored([5] * 24 + [900], {"normalise": "minmax", "treat": "winsorise"})
    assert Remark("constant", ("x",)) in ranking.remarks
    np.testing.assert_allclose(ranking.score("x"), 50)
