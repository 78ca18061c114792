from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.editing.rounding import DECIMALS, FIGURES, NOISE, rounded


@pytest.mark.parametrize(
    ("weights", "total", "wanted"),
    [
        ([0.25, 0.2, 0.25], "0.7", [0.25, 0.2, 0.25]),
        ([0.1 + 0.2, 0.7], "1", [0.3, 0.7]),
        ([0.5 / 0.7 * 0.25, 0.5 / 0.7 * 0.2, 0.5 / 0.7 * 0.25], "0.5", [0.178571, 0.142858, 0.178571]),
        ([1 / 3] * 3, "1", [0.333333] * 3),  # thirds add up under no number of decimals
        ([2 / 3, 1 / 3], "1", [0.666667, 0.333333]),
        ([0.249999, 0.200002, 0.249999], "0.7", [0.25, 0.2, 0.25]),  # what earlier rounding has left
        ([0.0, 1.0], "1", [0.0, 1.0]),
        ([0.0, 0.0], "0", [0.0, 0.0]),
        ([], "0", []),
        ([0.99999, 1e-5 / 3, 2e-5 / 3], "1", [0.99999, 3.333e-06, 6.667e-06]),
        ([1.5, 2.0], "3.5", [1.5, 2.0]),
    ],
)
def test_rounded(weights: list[float], total: str, wanted: list[float]) -> None:
    names = {str(place): weight for place, weight in enumerate(weights)}
    assert list(rounded(names, Decimal(total)).values()) == wanted


lights = st.lists(st.floats(1e-4, 1), min_size=1, max_size=12)


@given(lights, st.integers(1, 9))
def test_the_sum_and_the_proportions_are_kept(numbers: list[float], tenths: int) -> None:
    total = Decimal(tenths) / 10
    weights = {str(place): number / sum(numbers) * float(total) for place, number in enumerate(numbers)}
    found = rounded(weights, total)
    step = max(10.0**-DECIMALS, NOISE * max(weights.values()))
    assert all(abs(found[name] - weight) <= 1.6 * step for name, weight in weights.items())
    away = abs(sum(Decimal(repr(each)) for each in found.values()) - total)
    assert away <= len(numbers) * Decimal("1e-6")
    if len({f"{weight:.12g}" for weight in weights.values()}) == len(numbers):
        assert away <= Decimal("1e-14")


@given(st.floats(1e-4, 1), st.floats(1e-4, 1))
def test_equal_weights_stay_equal(one: float, other: float) -> None:
    whole = 2 * one + 3 * other
    weights = {"a": one / whole, "b": other / whole, "c": one / whole, "d": other / whole, "e": other / whole}
    found = rounded(weights, Decimal(1))
    assert found["a"] == found["c"]
    assert found["b"] == found["d"] == found["e"]


@given(st.floats(1e-6, 1e-4))
def test_light_weights_keep_their_figures(light: float) -> None:
    found = rounded({"light": light, "heavy": 1 - light}, Decimal(1))
    assert abs(found["light"] - light) <= light * 2 * 10.0 ** (1 - FIGURES)
    assert found["light"] > 0
