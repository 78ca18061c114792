"""Which assumption moves what. The estimators by themselves: tests/methods/test_sobol.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore.studies.sensitivity as module
from hubscore.errors import UsageError
from hubscore.studies.sensitivity import LEAST_DRAWS, Sensitivity, sensitivity

Made = Callable[..., Any]

CARD = {
    "pillars": {"one": {}, "two": {}},
    "weights": {"one": 0.75, "two": 0.25},
    "indicators": {"x": {"pillar": "one"}, "y": {"pillar": "two"}},
}


def interval(low: float, high: float) -> dict[str, float]:
    return {"at_least": low, "at_most": high}


@pytest.fixture
def two(made: Made) -> tuple[Any, Any]:
    """Two hubs; the first one's figures are uniform, x on a width of 2 and y on one of 4."""
    return made(CARD, a={"x": interval(4, 6), "y": interval(3, 7)}, b={"x": 2.0, "y": 2.0})


def of(found: Sensitivity, kind: str, hub: int = -1) -> int:
    return next(at for at, each in enumerate(found.outputs) if each.kind == kind and each.hub == hub)


def test_a_weighted_sum_of_uniform_figures(two: tuple[Any, Any]) -> None:
    """Variances of the parts are (0.75 x 20)^2 / 12 and (0.25 x 40)^2 / 12: 9 to 4, and nothing acts together."""
    found = sensitivity(*two, draws=4096, only=["data"])
    assert found.factors == ("data:one", "data:two")
    row = of(found, "score", 0)
    np.testing.assert_allclose(found.first[row], [9 / 13, 4 / 13], atol=0.04)
    np.testing.assert_allclose(found.total[row], [9 / 13, 4 / 13], atol=0.04)
    assert (found.first_low[row] <= [9 / 13, 4 / 13]).all()
    assert (found.first_high[row] >= [9 / 13, 4 / 13]).all()
    assert (found.total_low <= found.total + 1e-12)[~found.flat].all()


def test_outputs_that_do_not_vary_say_so(two: tuple[Any, Any]) -> None:
    found = sensitivity(*two, draws=4096, only=["data:two"])
    assert found.flat[of(found, "shift")]
    assert found.flat[of(found, "rank", 0)]
    assert np.isnan(found.total[found.flat]).all()
    assert not found.flat[of(found, "gap", 0)]
    assert found.total[of(found, "gap", 0)] == pytest.approx([1.0], abs=0.05)


def test_nothing_varies_at_all(made: Made) -> None:
    found = sensitivity(*made(CARD, a={"x": 5.0, "y": 5.0}, b={"x": 2.0, "y": 2.0}), draws=64, only=["absent"])
    assert found.flat.all()
    assert np.isnan(found.first).all()
    assert found.needed is None


def test_a_factor_without_effect_is_not_distinguishable_from_zero(made: Made) -> None:
    card = CARD | {"weights": {"one": 1, "two": 0}}
    found = sensitivity(*made(card, a={"x": interval(4, 6), "y": interval(3, 7)}, b={"x": 2.0, "y": 2.0}), draws=512)
    at, row = found.factors.index("data:two"), of(found, "score", 0)
    assert found.vague[row, at]
    assert found.total[row, at] == 0
    assert not found.vague[row, found.factors.index("data:one")]


def test_too_few_draws_say_how_many_would_do(made: Made) -> None:
    hubs = {f"h{number}": {"x": interval(number, number + 3), "y": interval(2, 8)} for number in range(6)}
    dataset, card = made(CARD, **hubs)
    few = sensitivity(dataset, card, draws=LEAST_DRAWS)
    assert few.needed is not None
    assert few.needed > LEAST_DRAWS
    widths = [float(np.nanmax(found.total_high - found.total_low)) for found in (few, sensitivity(dataset, card, 4096))]
    assert widths[1] < widths[0] / 2


def test_the_same_seed_gives_the_same_figures(two: tuple[Any, Any]) -> None:
    one, again, other = (sensitivity(*two, draws=128, seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.total, again.total)
    np.testing.assert_array_equal(one.total_high, again.total_high)
    assert (one.total != other.total).any()


def test_progress_counts_evaluations(two: tuple[Any, Any]) -> None:
    seen: list[tuple[int, int]] = []
    found = sensitivity(*two, draws=64, only=["data"], progress=lambda done, whole: seen.append((done, whole)))
    assert seen[-1] == (256, 256)
    assert found.evaluations == 256
    assert [done for done, _ in seen] == [64, 128, 192, 256]


@pytest.mark.parametrize("draws", [0, LEAST_DRAWS - 1, 1 << 21])
def test_draws_out_of_range(two: tuple[Any, Any], draws: int) -> None:
    with pytest.raises(UsageError, match="number of draws"):
        sensitivity(*two, draws=draws)


def test_unknown_factors(two: tuple[Any, Any]) -> None:
    with pytest.raises(UsageError, match="factor"):
        sensitivity(*two, only=["dat"])


def test_more_draws_than_there_is_memory_for(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = {f"h{number}": {"x": interval(number, number + 3), "y": interval(2, 8)} for number in range(6)}
    assert sensitivity(*made(CARD, **hubs), draws=64).most == 1 << 19
    monkeypatch.setattr(module, "MOST_MEMORY", 1 << 20)  # 18 outputs, 7 samples: 4 x 126 + 400 numbers a draw
    assert sensitivity(*made(CARD, **hubs), draws=64).most == 128
    with pytest.raises(UsageError, match="do not fit in memory"):
        sensitivity(*made(CARD, **hubs), draws=129)


def test_a_rank_that_hardly_ever_moves_has_an_interval_all_the_same(made: Made) -> None:
    """The ranks swap in 1 of 2,500 draws, and so in some resamples in none."""
    hubs = {"a": {"x": interval(4, 6), "y": 5.0}, "b": {"x": interval(4.0008, 4.0008), "y": 5.0}}
    found = sensitivity(*made(CARD, **hubs), draws=512, only=["data:one"])
    row = of(found, "shift")
    assert not found.flat[row]
    assert np.isfinite([found.total_low[row], found.total_high[row]]).all()
    assert found.total[row] == pytest.approx([1.0], abs=0.3)


def test_nobody_is_ranked(made: Made) -> None:
    with pytest.raises(UsageError, match="no hub is ranked"):
        sensitivity(*made(CARD, a={"Role": "benchmark", "x": interval(4, 6), "y": 5.0}), draws=64)
