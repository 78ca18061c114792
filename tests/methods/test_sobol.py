"""Against SALib on a shared design: tests/oracles/test_salib.py."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hubscore.methods.sobol import Sums, flat_outputs, indices, sums_of

Model = Callable[[np.ndarray], np.ndarray]


def ishigami(x: np.ndarray) -> np.ndarray:
    """Of angles from -pi to pi (Ishigami and Homma 1990, a = 7, b = 0.1)."""
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def g_function(x: np.ndarray) -> np.ndarray:
    """Of shares of 1 (Sobol' 1993), a = 0, 1, 4.5, 9, 99."""
    a = np.array([0, 1, 4.5, 9, 99])
    return np.asarray(((np.abs(4 * x - 2) + a) / (1 + a)).prod(axis=1))


def g_truth() -> tuple[np.ndarray, np.ndarray]:
    part = 1 / (3 * (1 + np.array([0, 1, 4.5, 9, 99])) ** 2)
    whole = (1 + part).prod() - 1
    return part / whole, part * (1 + part).prod() / (1 + part) / whole


def ishigami_truth() -> tuple[np.ndarray, np.ndarray]:
    first = [0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0]
    third = 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = sum(first) + third
    return np.array(first) / whole, np.array([first[0] + third, first[1], third]) / whole


CASES = {
    "Ishigami": (ishigami, 3, -np.pi, np.pi, ishigami_truth()),
    "G": (g_function, 5, 0.0, 1.0, g_truth()),
}


def sampled(
    model: Model, factors: int, low: float, high: float, draws: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(5)
    a, b = rng.uniform(low, high, (2, draws, factors))
    exchanged = []
    for factor in range(factors):
        x = a.copy()
        x[:, factor] = b[:, factor]
        exchanged.append(model(x)[:, None])
    return model(a)[:, None], model(b)[:, None], np.array(exchanged)


@pytest.mark.parametrize("case", CASES)
def test_functions_whose_indices_are_known(case: str) -> None:
    model, factors, low, high, (first, total) = CASES[case]
    sums = sums_of(*sampled(model, factors, low, high, 1 << 17))
    found = indices(sums)
    np.testing.assert_allclose(found.first[:, 0], first, atol=0.02)
    np.testing.assert_allclose(found.total[:, 0], total, atol=0.02)


@pytest.mark.parametrize("case", CASES)
def test_resamples_hold_what_is_known(case: str) -> None:
    model, factors, low, high, truth = CASES[case]
    draws = 4096
    sums = sums_of(*sampled(model, factors, low, high, draws))
    counts = np.random.default_rng(1).multinomial(draws, np.full(draws, 1 / draws), 400).astype(float)
    for found, known in zip(indices(sums, counts), truth, strict=True):
        bottom, top = np.quantile(found[..., 0], [0.001, 0.999], axis=0)
        assert (bottom <= known + 1e-3).all()
        assert (known - 1e-3 <= top).all()


def test_every_draw_once_is_no_resampling() -> None:
    sums = sums_of(*sampled(*CASES["G"][:4], 512))
    plain, once = indices(sums), indices(sums, np.ones((2, 512)))
    for one, both in zip(plain, once, strict=True):
        np.testing.assert_allclose(both, np.array([one, one]))


def test_a_resample_is_the_draws_that_were_taken() -> None:
    a, b, exchanged = sampled(*CASES["G"][:4], 64)
    sums = sums_of(a, b, exchanged)
    counts = np.random.default_rng(4).multinomial(64, np.full(64, 1 / 64), size=2)
    first, total = indices(sums, counts)
    for row, count in enumerate(counts):
        taken = np.repeat(np.arange(64), count)
        by_hand = indices(Sums(*(part[taken] for part in sums)))
        np.testing.assert_allclose(first[row], by_hand.first)
        np.testing.assert_allclose(total[row], by_hand.total)
        spread = np.var(np.concatenate([a[taken], b[taken]]))
        np.testing.assert_allclose(total[row], ((a - exchanged)[:, taken] ** 2).mean(axis=1) / 2 / spread)


def test_a_factor_that_changes_nothing_has_none_of_the_variance() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 40, 1))
    first, total = indices(sums_of(a, b, np.array([a, rng.normal(size=(40, 1))])))
    assert (first[0], total[0]) == (0, 0)
    assert total[1] > 0


def test_a_level_and_a_unit_change_nothing() -> None:
    a, b, exchanged = sampled(*CASES["Ishigami"][:4], 2048)
    plain = indices(sums_of(a, b, exchanged))
    moved = indices(sums_of(1e6 + 3 * a, 1e6 + 3 * b, 1e6 + 3 * exchanged))
    np.testing.assert_allclose(moved.first, plain.first, rtol=1e-6)
    np.testing.assert_allclose(moved.total, plain.total, rtol=1e-6)


def test_outputs_do_not_look_at_each_other() -> None:
    a, b, exchanged = sampled(*CASES["Ishigami"][:4], 512)
    plain = indices(sums_of(a, b, exchanged))
    both = indices(sums_of(*(np.concatenate([each, 1e8 + 3 * each], axis=-1) for each in (a, b, exchanged))))
    for alone, beside in zip(plain, both, strict=True):
        np.testing.assert_allclose(beside, np.repeat(alone, 2, axis=-1), rtol=1e-6)


def test_outputs_that_do_not_vary() -> None:
    a, b = np.array([[1.0, 5.0], [2.0, 5.0]]), np.array([[3.0, 5.0], [4.0, 5.0 + 1e-14]])
    assert flat_outputs(a, b).tolist() == [False, True]
    sizes = np.array([[1.0, 1e9, 1e9]])  # 1e-4 is much beside 1, and rounding beside 1e9
    assert flat_outputs(sizes, sizes + np.array([1e-4, 1e-4, 1])).tolist() == [False, True, False]
    found = indices(sums_of(a, b, a[None]), flat=flat_outputs(a, b))
    assert np.isnan(found.first[:, 1]).all()
    assert not np.isnan(found.total[:, 0]).any()
    same = np.full((3, 1), 5.0)
    assert np.isnan(indices(sums_of(same, same, same[None]))).all()
    assert flat_outputs(np.array([[0.5, 0.5]]), np.array([[0.5 + 0.5e-12, 0.5 + 1.5e-12]])).tolist() == [True, False]
