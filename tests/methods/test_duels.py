from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.methods.aggregate import AGGREGATIONS, averaged
from hubscore.methods.duels import duels

SCALE = (1.0, 91.0)


def test_duels_go_to_who_changes_the_vote() -> None:
    """Against the third hub the second child alone turns the duel; between the two the first decides."""
    a, b, w = np.array([60.0, 55.0]), np.array([50.0, 45.0]), np.array([0.4, 0.6])
    third = np.array([[90.0], [50.0]])
    np.testing.assert_allclose(duels(a, b, third, w, (0, 100)), [50 * 0.4, 50 + 50 * 0.6])
    np.testing.assert_allclose(duels(b, a, third, w, (0, 100)), [-50 * 0.4, -50 - 50 * 0.6])
    np.testing.assert_allclose(duels(a, a, third, w, (0, 100)), [0, 0])


def test_a_duel_that_several_turn_goes_to_who_turns_it_first() -> None:
    """Against the third hub the first child gets ahead after six tenths of the way, the second after seven."""
    a, b, w = np.array([54.0, 53.0, 90.0]), np.array([44.0, 43.0, 90.0]), np.array([0.3, 0.3, 0.4])
    np.testing.assert_allclose(duels(a, b, np.full((3, 1), 50.0), w, (0, 100)), [75, 25, 0])


def test_what_only_one_of_the_two_has_goes_before_anything_moves() -> None:
    """The second child, which wins the duel with the third hub, is lost first; the first child then wins it back."""
    a, b, w = np.array([60.0, np.nan]), np.array([50.0, 80.0]), np.array([0.4, 0.6])
    third = np.full((2, 1), 50.0)
    np.testing.assert_allclose(duels(a, b, third, w, (0, 100)), [50 + 25, -25])


def test_what_differs_by_rounding_turns_no_duel() -> None:
    a, b, w = np.array([50.00000005]), np.array([50.0]), np.array([1.0])  # 5e-10 of the scale
    assert duels(a, b, np.full((1, 1), 50.0), w, (0, 100)).tolist() == [0]


@given(seed=st.integers(0, 2**32 - 1))
def test_duels_add_up(seed: int) -> None:
    rng = np.random.default_rng(seed)
    s, w = rng.integers(0, 5, (4, 6)) * 22.5 + 1, rng.uniform(0.1, 1, 4)
    gaps = rng.random() < 0.5
    s[(rng.random(s.shape) < 0.3) & gaps] = np.nan
    s[0] = rng.integers(0, 5, 6) * 22.5 + 1
    found = averaged(AGGREGATIONS["copeland"], s, w, None, SCALE, 0.0)
    w = w / w.sum()
    parts, back = (duels(*pair, s[:, 2:], w, SCALE) for pair in ((s[:, 0], s[:, 1]), (s[:, 1], s[:, 0])))
    assert parts.sum() == pytest.approx(found[0] - found[1], abs=1e-9)
    np.testing.assert_allclose(parts, -back, atol=1e-12)
    apart = s[:, 0] - s[:, 1]
    assert (parts[apart > 0] >= 0).all()
    assert (parts[apart < 0] <= 0).all()
    assert not parts[apart == 0].any()
