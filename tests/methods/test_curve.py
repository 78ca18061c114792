"""Curves by hand: limits, powers on either side, the likeliest power; that they never fall."""

from __future__ import annotations

from math import e

import numpy as np
import pytest

from hubscore.methods.curve import Curve, bent, box_cox, geometric_mean, held, likeliest_power, winsorised


def curve(power: float, side: float = 1.0, start: float = 0.0, shift: float = 1.0, unit: float = 1.0) -> Curve:
    ends = (np.array([-np.inf]), np.array([np.inf]))
    return Curve(*ends, *(np.array([each]) for each in (start, shift, side, unit, power)))


def test_limits_hold_values_and_leave_goalposts() -> None:
    limits = held(np.array([[0.0], [-np.inf]]), np.array([[5.0], [np.inf]]))
    x = np.array([[-1.0, 3.0, np.nan, 9.0]] * 2)
    np.testing.assert_array_equal(winsorised(limits, x), [[0, 3, np.nan, 5], [-1, 3, np.nan, 9]])
    np.testing.assert_array_equal(bent(limits, x), x)
    np.testing.assert_array_equal(bent(limits, 7.0), [[7.0], [7.0]])


@pytest.mark.parametrize(("power", "wanted"), [(0.0, 1.0), (1.0, e - 1), (2.0, (e * e - 1) / 2), (-1.0, 1 - 1 / e)])
def test_powers_of_box_and_cox(power: float, wanted: float) -> None:
    np.testing.assert_allclose(box_cox(np.array([1.0, e]), power), [0.0, wanted])


def test_the_logarithm_bends_either_end() -> None:
    """Above 2 with 1 added; below 2 turned, so that it still rises."""
    np.testing.assert_allclose(bent(curve(0.0, start=2.0), np.array([2.0, e + 1, np.nan])), [0.0, 1.0, np.nan])
    np.testing.assert_allclose(bent(curve(0.0, side=-1.0, start=2.0), np.array([2.0, 3 - e])), [0.0, -1.0])


def test_what_lies_beyond_the_start_goes_with_it() -> None:
    np.testing.assert_array_equal(bent(curve(0.0, start=2.0), np.array([-50.0, 1.9, 2.0])), [0.0, 0.0, 0.0])
    np.testing.assert_array_equal(bent(curve(0.0, side=-1.0, start=2.0), np.array([50.0])), [0.0])


def test_the_unit_divides() -> None:
    np.testing.assert_allclose(bent(curve(2.0, shift=0.5, unit=2.0), 3.5), [(4.0 - 1) / 2])


def test_the_geometric_mean_leaves_gaps_out() -> None:
    x = np.array([[1.0, np.nan, 4.0], [np.nan] * 3])
    np.testing.assert_allclose(geometric_mean(x), [[2.0], [1.0]])
    np.testing.assert_allclose(geometric_mean(np.array([np.nan, 5.0])), [5.0])


def test_the_likeliest_power_of_logarithms_that_are_symmetric_is_0() -> None:
    assert likeliest_power(np.exp(np.linspace(-1, 1, 401)))[0] == pytest.approx(0, abs=1e-6)


def test_the_likeliest_power_of_a_power() -> None:
    """The likelihood of x^k under a power is that of x under k times it."""
    x = np.random.default_rng(2).gamma(2.0, size=50)
    own = likeliest_power(x)[0]
    for k in (0.5, 2.0, -1.0):
        assert likeliest_power(x**k)[0] == pytest.approx(own / k, abs=1e-5)


def test_the_likeliest_power_is_where_the_likelihood_is_greatest() -> None:
    x = np.random.default_rng(3).gamma(2.0, size=50)
    powers = np.linspace(-2, 2, 4000)  # 0 is not among them
    spread = np.var((x[:, None] ** powers - 1) / powers, axis=0)
    likelihood = (powers - 1) * np.log(x).sum() - x.size / 2 * np.log(spread)
    assert likeliest_power(x)[0] == pytest.approx(powers[likelihood.argmax()], abs=1e-3)


def test_the_likeliest_power_by_rows_whatever_the_unit() -> None:
    x = np.random.default_rng(1).lognormal(size=(3, 60))
    x[1, :30] = np.nan
    found = likeliest_power(x)
    assert found.shape == (3, 1)
    np.testing.assert_allclose(likeliest_power(x[1, 30:]), found[1], atol=1e-6)
    np.testing.assert_allclose(likeliest_power(x * 1e6), found, atol=1e-6)


def test_there_is_no_likeliest_power_of_equal_values() -> None:
    assert np.isnan(likeliest_power(np.array([[3.0, 3.0, 3.0], [np.nan] * 3]))).all()
    assert np.isnan(likeliest_power(np.array([[3.0, 3.0, 3.0], [1.0, 2.0, 7.0]]))).tolist() == [[True], [False]]


def test_the_likeliest_power_lies_within_bounds() -> None:
    near = 1000 + np.arange(30.0) ** 2 / 100  # hardly curved: any power is nearly straight here
    assert likeliest_power(near)[0] == pytest.approx(-5)
