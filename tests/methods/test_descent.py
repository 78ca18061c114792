from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods import descent
from hubscore.methods.descent import End, descend, searched, squares

TARGET = np.array([0.5, 0.3, 0.2])


def smooth(w: np.ndarray) -> np.ndarray:
    return np.asarray(w - TARGET)


def stepped(w: np.ndarray) -> np.ndarray:
    """Only quarters of a weight count."""
    return np.asarray(np.floor(w * 4 + 1e-9) / 4 - [0.5, 0.25, 0.25])


def test_slopes_lead_to_the_target() -> None:
    end = descend(smooth, np.full(3, 1 / 3))
    np.testing.assert_allclose(end.weights, TARGET, atol=1e-12)
    assert end.met
    assert end.settled


def test_without_slopes_nothing_is_settled() -> None:
    start = np.array([0.07, 0.07, 0.86])
    end = descend(stepped, start)
    np.testing.assert_array_equal(end.weights, start)
    assert not end.settled
    nearer = searched(stepped, end)
    assert squares(nearer.missed) < squares(end.missed) / 2
    assert not nearer.settled
    assert nearer.weights.sum() == pytest.approx(1, abs=1e-12)
    assert (nearer.weights >= 0).all()


def test_a_search_that_finds_no_more_leaves_what_slopes_found() -> None:
    def within(w: np.ndarray) -> np.ndarray:
        return np.array([max(w[0], 0.2), w[1], 0.0]) - np.array([0.1, 0.9, 0.0])

    end = descend(within, np.full(3, 1 / 3))
    assert not end.met
    assert end.settled
    assert searched(within, end) == end


def test_without_time_nothing_is_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(descent, "STEPS", 1)
    assert not descend(lambda w: w**2 - TARGET, np.full(3, 1 / 3)).settled


@pytest.mark.parametrize("paired", [0, 12])
def test_two_at_a_time_get_over_a_step_that_one_cannot(monkeypatch: pytest.MonkeyPatch, paired: int) -> None:
    def both(w: np.ndarray) -> np.ndarray:
        return np.full(4, 0.0 if w[0] >= 0.45 and w[1] >= 0.45 else 1.0)

    monkeypatch.setattr(descent, "PAIRED", paired)
    start = np.array([0.05, 0.05, 0.45, 0.45])
    assert searched(both, End(start, both(start), False)).met == (paired > 0)


def test_what_has_no_importance_is_never_nearer() -> None:
    assert squares(np.array([np.nan, 0.0])) == np.inf
    start = np.array([0.2, 0.3, 0.5])
    end = searched(lambda w: smooth(w) if w[0] < 0.4 else np.full(3, np.nan), End(start, smooth(start), False))
    assert not np.isnan(end.missed).any()
    assert squares(end.missed) < squares(smooth(start))
