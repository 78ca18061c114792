"""scipy's solver of linear programmes as an independent reading of the simplex method and of benefit of the doubt."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog

from hubscore.methods.frontier import best, leaders, programme, undominated
from hubscore.methods.simplex import greatest

BOUNDS = [(0.0, 1.0), (0.05, 1.0), (0.0, 0.4), (0.05, 0.5), (0.2, 0.2), (0.0, 0.2)]


def plainly(y: np.ndarray, least: float, most: float) -> np.ndarray:
    """Every hub with every other as a limit."""
    scores = []
    for hub in range(y.shape[1]):
        task = programme(y, hub, least, most)
        solved = linprog(task.objective, A_ub=task.a_ub, b_ub=task.b_ub, bounds=task.bounds, method="highs")
        scores.append(-solved.fun)
    return np.array(scores)


def sample(seed: int, whole: bool) -> np.ndarray:
    """Scores in five children; of whole numbers many hubs tie, and some have nothing."""
    rng = np.random.default_rng([seed, whole])
    y = rng.integers(0, 7, (5, 60)).astype(float) if whole else rng.lognormal(size=(5, 60)) * rng.lognormal(size=60)
    return np.asarray(y / y.max(axis=1, keepdims=True))


@pytest.mark.parametrize("seed", range(20))
def test_greatest(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = rng.normal(size=(8, 12, 5))
    rows[:, -1] = 1.0  # so that there is a greatest
    limits, gains = rng.integers(0, 4, 12).astype(float), rng.random((8, 5))
    limits[-1] = 5.0
    solved = [linprog(-gain, A_ub=task, b_ub=limits, method="highs") for task, gain in zip(rows, gains, strict=True)]
    wanted = [-each.fun for each in solved]
    np.testing.assert_allclose(greatest(rows, limits, gains), wanted, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(("least", "most"), BOUNDS)
@pytest.mark.parametrize("whole", [False, True], ids=["any", "whole"])
@pytest.mark.parametrize("seed", range(3))
def test_scores_of_benefit_of_the_doubt(seed: int, whole: bool, least: float, most: float) -> None:
    y = sample(seed, whole)
    np.testing.assert_allclose(best(y, leaders(y), least, most), plainly(y, least, most), atol=1e-9)


@pytest.mark.parametrize("seed", range(3))
def test_who_leads(seed: int) -> None:
    y = sample(seed, whole=False)
    scores = plainly(y, 0.0, 1.0)
    np.testing.assert_array_equal(np.unique(leaders(y), axis=1), np.unique(y[:, scores > 1 - 1e-9], axis=1))
    front = {tuple(point) for point in undominated(y).T}
    assert {tuple(point) for point in leaders(y).T} < front < {tuple(point) for point in y.T}
