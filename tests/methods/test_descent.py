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
    asked = []
    nearer = searched(lambda w: stepped(asked.append(w) or w), end)
    assert all((w >= 0).all() and w.sum() == pytest.approx(1, abs=1e-12) for w in asked)
    assert squares(nearer.missed) < squares(end.missed) / 2
    assert nearer.settled is False
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
    end = descend(lambda w: w**2 - TARGET, np.full(3, 1 / 3))
    assert end.settled is False
    np.testing.assert_array_equal(end.missed, end.weights**2 - TARGET)


def test_where_every_weight_would_fall_to_zero_all_stay() -> None:
    np.testing.assert_array_equal(descend(lambda w: w + 10, np.full(4, 0.25)).weights, np.full(4, 0.25))


def test_a_weight_that_only_harms_is_zero_and_the_others_are_as_good_as_they_get() -> None:
    """At (a, 1 - a, 0) the squares are (a - 0.8)² + (0.4 - a)² + 1; the last weight's best would be below 0."""

    def harmed(w: np.ndarray) -> np.ndarray:
        w = w / w.sum()
        return np.array([w[0] + 3 * w[2] - 0.8, w[1] + w[2] - 0.6, w[2] + 1])

    end = descend(harmed, np.array([0.2, 0.3, 0.5]))
    np.testing.assert_allclose(end.weights, [0.6, 0.4, 0], atol=1e-6)


@pytest.mark.parametrize("paired", [3, 4])
def test_two_at_a_time_get_over_a_step_that_one_cannot(monkeypatch: pytest.MonkeyPatch, paired: int) -> None:
    def both(w: np.ndarray) -> np.ndarray:
        return np.full(4, 0.0 if w[0] >= 0.45 and w[1] >= 0.45 else 1.0)

    monkeypatch.setattr(descent, "PAIRED", paired)
    start = np.array([0.05, 0.05, 0.45, 0.45])
    assert searched(both, End(start, both(start), False)).met == (paired == 4)


def test_what_has_no_importance_is_never_nearer() -> None:
    assert squares(np.array([np.nan, 0.0])) == np.inf
    start = np.array([0.2, 0.3, 0.5])
    end = searched(lambda w: smooth(w) if w[0] < 0.4 else np.full(3, np.nan), End(start, smooth(start), False))
    assert not np.isnan(end.missed).any()
    assert squares(end.missed) < squares(smooth(start))
