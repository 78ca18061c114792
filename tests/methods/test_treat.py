"""The rule by hand, and what must hold of every treatment whatever the values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.curve import bent, winsorised
from hubscore.methods.statistics import kurtosis, skewness
from hubscore.methods.treat import FOLLOWS, MIN_HUBS, TREATMENTS, Treated

Rule = tuple[float, float, float, float, str]

USUAL: Rule = TREATMENTS["winsorise"].default
LADDER = np.arange(1.0, 20.0)
OUTLIER = np.append(LADDER, 1000.0)
TWO = np.array([*range(1, 19), 1e3, 1e4])
"""Once the greatest is brought in, two of twenty are far off: skewness 2.9, excess kurtosis 6.7."""


def found(x: Any, rule: Any = USUAL, posts: tuple[float, ...] = (), method: str = "winsorise") -> Treated:
    result: Treated = TREATMENTS[method].function(np.asarray(x, dtype=float), posts, rule)
    return result


def after(x: Any, rule: Any = USUAL, posts: tuple[float, ...] = (), method: str = "winsorise") -> np.ndarray:
    curve = found(x, rule, posts, method).curve
    return bent(curve, winsorised(curve, np.asarray(x, dtype=float)))


def test_none_leaves_every_value_as_it_is() -> None:
    x = np.array([[[1.0, np.nan, -3.0], [1e15, 0.0, 2.0]]])
    result = found(x, None, method="none")
    np.testing.assert_array_equal(after(x, None, method="none"), x)
    np.testing.assert_array_equal(result.fails, np.zeros((1, 2), dtype=bool), strict=True)
    assert result.stages == ("raw",)
    for moment in (result.skewness, result.kurtosis):
        np.testing.assert_array_equal(moment, np.full((1, 2, 1), np.nan), strict=True)
    for low, high in (result.tried, result.curve[:2]):
        np.testing.assert_array_equal(low, np.full((1, 2, 1), -np.inf), strict=True)
        np.testing.assert_array_equal(high, np.full((1, 2, 1), np.inf), strict=True)


def test_the_bare_name_means_the_published_rule() -> None:
    assert USUAL == (2.0, 3.5, 5.0, 0.1, "log")


def test_one_value_takes_the_next_ones_place() -> None:
    np.testing.assert_array_equal(after(OUTLIER), np.append(LADDER, 19.0))
    result = found(OUTLIER)
    assert result.stages == ("raw", "winsorised", "log")
    assert result.skewness[0] > 4
    assert abs(result.skewness[1]) < 0.1
    assert np.isnan(result.skewness[2])
    assert not result.fails


def test_the_low_end_is_the_mirror_of_the_high_end() -> None:
    np.testing.assert_array_equal(after(-OUTLIER), -after(OUTLIER))
    np.testing.assert_allclose(after(-TWO, (2.0, 3.5, 1.0, 0.1, "log")), -after(TWO, (2.0, 3.5, 1.0, 0.1, "log")))


def test_what_passes_stays() -> None:
    np.testing.assert_array_equal(after(LADDER.repeat(2)), LADDER.repeat(2))
    skewed_not_peaked = np.array([0.0] * 17 + [1.0] * 3)  # skewness 2.1, excess kurtosis 2.8
    np.testing.assert_array_equal(after(skewed_not_peaked), skewed_not_peaked)
    assert found(skewed_not_peaked).skewness[0] > 2
    equal = np.full(30, 7.0)
    np.testing.assert_array_equal(after(equal), equal)


def test_at_most_so_many_points_and_so_many_hubs() -> None:
    far = np.append(np.arange(1.0, 17.0), [100.0, 1e3, 1e4, 1e5])
    never = (0.0, 0.0, 5.0, 0.1, "nothing")
    assert (after(far, (0.5, 0.5, 5.0, 0.1, "nothing")) != far).sum() == 2
    assert (after(far, (0.5, 0.5, 1.0, 0.1, "nothing")) != far).sum() == 1
    assert (after(far, (0.5, 0.5, 5.0, 0.15, "nothing")) != far).sum() == 3
    assert (after(far, (0.5, 0.5, 5.0, 0.0, "nothing")) != far).sum() == 0
    assert found(far, (0.5, 0.5, 1.0, 0.1, "nothing")).fails
    assert (after(OUTLIER, never) != OUTLIER).sum() == 1  # then it is flatter than a normal one


def test_each_row_has_its_own_number_of_hubs() -> None:
    far = np.append(np.arange(1.0, 17.0), [100.0, 1e3, 1e4, 1e5])  # at most 2 of 20, 4 of 40
    x = np.array([np.append(far, np.full(20, np.nan)), np.append(far, np.arange(20.0))])
    y = after(x, (0.5, 0.5, 5.0, 0.1, "nothing"))
    assert [(row != known).sum() - np.isnan(known).sum() for row, known in zip(y, x, strict=True)] == [2, 4]


def test_equal_values_are_brought_in_one_by_one() -> None:
    twins = np.append(np.arange(1.0, 29.0), [1000.0, 1000.0])
    np.testing.assert_array_equal(after(twins, (2.0, 3.5, 1.0, 0.1, "nothing")), twins)
    np.testing.assert_array_equal(after(twins), np.append(np.arange(1.0, 29.0), [28.0, 28.0]))


def test_never_below_twenty_hubs() -> None:
    assert MIN_HUBS == 20
    x = np.append(OUTLIER[1:], np.nan)
    for method, rule in (("winsorise", USUAL), ("boxcox", "fit"), ("boxcox", 0.0)):
        np.testing.assert_array_equal(after(x, rule, method=method), x)


def test_the_logarithm_where_winsorising_does_not_suffice() -> None:
    a = 0.01 * (1e4 - 1)
    wanted = np.log(TWO - 1 + a)
    np.testing.assert_allclose(after(TWO, (2.0, 3.5, 1.0, 0.1, "log")), wanted)
    np.testing.assert_allclose(after(TWO, (2.0, 3.5, 1.0, 0.1, "plain_log")), wanted)
    capped = np.minimum(TWO, 1e3)
    combined = after(TWO, (2.0, 3.5, 1.0, 0.1, "log_of_winsorised"))
    np.testing.assert_allclose(combined, np.log(capped - 1 + 0.01 * (1e3 - 1)))
    np.testing.assert_array_equal(after(TWO, (2.0, 3.5, 1.0, 0.1, "nothing")), capped)


def test_the_last_stage_says_whether_the_distribution_still_fails() -> None:
    doubling, rule = 2.0 ** np.arange(20), (2.0, 3.5, 1.0, 0.1)
    assert [bool(found(doubling, (*rule, then)).fails) for then in ("log", "nothing")] == [False, True]
    assert not found(OUTLIER, (*rule, "nothing")).fails


@pytest.mark.parametrize("then", ["log", "log_of_winsorised", "plain_log"])
@pytest.mark.parametrize("x", [TWO, -TWO], ids=["above", "below"])
def test_what_is_said_of_each_stage_is_true_of_its_values(x: np.ndarray, then: str) -> None:
    rule = (2.0, 3.5, 1.0, 0.1, then)
    stages = [x, after(x, (*rule[:4], "nothing")), after(x, rule)]
    result = found(x, rule)
    np.testing.assert_allclose(result.skewness, [float(skewness(np.sort(values))) for values in stages], rtol=1e-12)
    np.testing.assert_allclose(result.kurtosis, [float(kurtosis(np.sort(values))) for values in stages], rtol=1e-12)


def test_a_slight_skew_upwards_is_upwards() -> None:
    x = np.array([-7.0, *np.arange(-2.0, 2.1, 0.2), 8.5])
    assert 0.5 < skewness(x) < 1
    np.testing.assert_allclose(after(x, (0.5, 0.0, 0.0, 0.1, "log")), np.log(x + 7 + 0.01 * 15.5))
    np.testing.assert_array_equal(after(x, (0.5, 0.0, 1.0, 0.1, "nothing")), np.where(x == x.max(), x[-2], x))


def test_goalposts_have_a_say_in_where_the_logarithm_starts() -> None:
    rule = (2.0, 3.5, 1.0, 0.1, "log")
    np.testing.assert_allclose(after(TWO, rule, (0.0, 2e4)), np.log(TWO + 200))
    np.testing.assert_allclose(after(-TWO, rule, (-2e4, 0.0)), -np.log(TWO + 200))
    np.testing.assert_array_equal(after(OUTLIER, USUAL, (0.0, 2e4)), after(OUTLIER))


def test_a_plain_logarithm_may_make_it_worse_and_says_so() -> None:
    plain, turned = (found(-TWO, (2.0, 3.5, 1.0, 0.1, word)) for word in ("plain_log", "log"))
    assert plain.fails
    assert plain.skewness[2] < plain.skewness[1] < -2
    assert abs(turned.skewness[2]) < abs(plain.skewness[2])


def test_box_cox_with_a_given_power() -> None:
    x = np.arange(1.0, 26.0)
    np.testing.assert_allclose(after(x, 0.5, method="boxcox"), (np.sqrt(x) - 1) * 2)
    np.testing.assert_allclose(after(x - 5, 0.0, method="boxcox"), np.log(x))  # shifted to a least value of 1
    np.testing.assert_allclose(after(x, 0.0, (0.0,), method="boxcox"), np.log(x + 1))
    gaps = np.append(x, np.nan)
    np.testing.assert_allclose(after(gaps, 2.0, method="boxcox"), (gaps**2 - 1) / 2)
    np.testing.assert_allclose(after(x + 4, 0.5, method="boxcox"), (np.sqrt(x + 4) - 1) * 2)
    np.testing.assert_allclose(after(x + 4, 0.0, method="boxcox"), np.log(x + 4))
    np.testing.assert_allclose(after(x + 4, -1.0, method="boxcox"), 1 - 5 / (x + 4))  # in units of the least
    np.testing.assert_allclose(after(x / 50, 3.0, method="boxcox"), ((x / 25) ** 3 - 1) / 3)  # of the greatest


def test_what_is_said_of_box_cox_is_true_of_its_values() -> None:
    x = np.array([[np.arange(1.0, 26.0) ** 2, np.append(np.arange(1.0, 20.0), [np.nan] * 6)]])
    result = found(x, 0.5, method="boxcox")
    assert result.stages == ("raw", "boxcox")
    y = after(x, 0.5, method="boxcox")
    for said, moment in ((result.skewness, skewness), (result.kurtosis, kurtosis)):
        few = float(moment(x[0, 1]))
        expected = [[[float(moment(x[0, 0])), float(moment(y[0, 0]))], [few, np.nan]]]
        np.testing.assert_allclose(said, np.array(expected), atol=1e-12)
    np.testing.assert_array_equal(result.fails, np.zeros((1, 2), dtype=bool), strict=True)


def test_box_cox_fitted_leaves_equal_values() -> None:
    np.testing.assert_array_equal(after(np.full(25, 3.0), "fit", method="boxcox"), np.full(25, 3.0))


def test_box_cox_fitted_keeps_close_values_apart() -> None:
    x = 1e6 + np.arange(30.0) ** 2
    assert (np.diff(after(x, "fit", method="boxcox")) > 0).all()


VALUES = hnp.arrays(np.float64, st.integers(1, 45), elements=st.integers(-50, 50).map(lambda k: float(k * abs(k) ** 3)))
RULES = st.one_of(
    st.tuples(
        *(st.sampled_from([0.5, 1.0, 2.0, 3.5]) for _ in range(2)),
        st.sampled_from([0.0, 1.0, 5.0, 99.0]),
        st.sampled_from([0.0, 0.1, 1.0]),
        st.sampled_from(FOLLOWS),
    ).map(lambda rule: ("winsorise", rule)),
    st.sampled_from(["fit", -1.0, 0.0, 0.5, 2.0]).map(lambda power: ("boxcox", power)),
)


@given(VALUES, RULES, st.randoms(use_true_random=False))
def test_permuting_hubs_changes_nothing(x: np.ndarray, chosen: tuple[str, Any], random: Any) -> None:
    method, rule = chosen
    order = list(range(x.size))
    random.shuffle(order)
    np.testing.assert_array_equal(after(x[order], rule, method=method), after(x, rule, method=method)[order])


@given(VALUES, RULES)
def test_no_two_hubs_change_places(x: np.ndarray, chosen: tuple[str, Any]) -> None:
    method, rule = chosen
    y = after(np.sort(x), rule, method=method)
    assert (np.diff(y) >= -1e-12 * np.abs(y).max()).all()
    assert np.isfinite(y).all()


@given(VALUES, st.sampled_from([0.25, 1.0, 1024.0]), st.integers(-5, 5))
def test_the_unit_does_not_matter_to_winsorising(x: np.ndarray, factor: float, shift: int) -> None:
    rule = (*USUAL[:4], "nothing")
    np.testing.assert_allclose(after(x * factor + shift, rule), after(x, rule) * factor + shift)


@given(VALUES, RULES)
def test_few_hubs_are_never_treated_and_few_are_brought_in(x: np.ndarray, chosen: tuple[str, Any]) -> None:
    method, rule = chosen
    low, high = found(x, rule, method=method).tried
    moved = int(((x < low) | (x > high)).sum())
    if x.size < MIN_HUBS:
        np.testing.assert_array_equal(after(x, rule, method=method), x)
        assert not moved
    assert moved <= (0 if method == "boxcox" else min(rule[2], rule[3] * x.size + 1e-9))


def test_only_the_side_that_is_brought_in_has_a_limit() -> None:
    for x, wanted in ((OUTLIER, [-np.inf, 19]), (-OUTLIER, [-19, np.inf])):
        np.testing.assert_array_equal(np.ravel(found(x).tried), wanted)


def test_what_is_at_a_limit_fails() -> None:
    skewed = float(skewness(OUTLIER))
    for least, wanted in ((skewed, 19), (np.nextafter(skewed, np.inf), np.inf)):
        assert found(OUTLIER, (least, *USUAL[1:])).tried[1] == wanted
    peaked = float(kurtosis(OUTLIER))
    for least, wanted in ((peaked, 19), (np.nextafter(peaked, np.inf), np.inf)):
        assert found(OUTLIER, (*USUAL[:1], least, *USUAL[2:])).tried[1] == wanted


def test_each_row_has_hubs_enough_or_not() -> None:
    x = np.arange(1.0, 2 * MIN_HUBS + 1).reshape(2, MIN_HUBS) ** 2
    x[1, 3] = np.nan
    assert np.isnan(found(x, "fit", method="boxcox").curve.power).ravel().tolist() == [False, True]


def test_any_leading_axes() -> None:
    x = np.array([[OUTLIER, TWO], [-TWO, LADDER.mean() + np.zeros(20)]])
    for method, rule in (("winsorise", (2.0, 3.5, 1.0, 0.1, "log")), ("boxcox", "fit")):
        whole, result = after(x, rule, method=method), found(x, rule, method=method)
        assert result.skewness.shape == (2, 2, len(result.stages))
        for at in np.ndindex(2, 2):
            np.testing.assert_allclose(whole[at], after(x[at], rule, method=method))


@pytest.mark.parametrize("x", [np.empty((0, 25)), np.full(25, np.nan), np.append(LADDER, [1e300, np.nan])])
def test_odd_rows_are_taken_as_they_are(x: np.ndarray) -> None:
    assert np.isnan(after(x)).sum() == np.isnan(x).sum()


@pytest.mark.parametrize("side", [1, -1])
def test_a_logarithm_of_winsorised_values_works_on_their_side_of_the_skew(side: int) -> None:
    """The one value far off is brought in; what remains is skewed the other way: that is what the logarithm mends."""
    x = side * np.array([-40.0, *np.arange(-2.0, 2.3, 0.2), 3.0, 20.0])
    raw, winsorised, log = side * found(x, (2.0, 3.5, 5.0, 0.05, "log_of_winsorised")).skewness
    assert raw < 0 < winsorised
    assert abs(log) < 1


@pytest.mark.parametrize(("power", "size"), [(-5.0, 1e6), (-2.0, 1e10), (3.0, 1e-8)])
def test_powers_keep_figures_apart_whose_powers_are_as_good_as_0(power: float, size: float) -> None:
    x = size * np.linspace(1, 3, 25)
    y = after(x, power, method="boxcox")
    share = (x**power - x[0] ** power) / (x[-1] ** power - x[0] ** power)
    np.testing.assert_allclose((y - y[0]) / (y[-1] - y[0]), share, rtol=1e-11, atol=1e-15)
