from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods import copeland as module
from hubscore.methods.copeland import balance, copeland, share_of_duels, votes

NAN = np.nan
SHARE = st.sampled_from([0.0, 0.25, 0.5, 0.5 + 1e-12, 1.0, NAN])
WEIGHT = st.sampled_from([0.0, 0.1, 0.2, 0.3, 0.7])


def by_hand(s: np.ndarray, w: np.ndarray) -> list[int]:
    """Wins less losses by the definition, duel by duel."""
    found = []
    for a in range(s.shape[1]):
        total = 0
        for b in range(s.shape[1]):
            both = ~np.isnan(s[:, a]) & ~np.isnan(s[:, b])
            better = w[both & (s[:, a] - s[:, b] > 1e-9)].sum()
            worse = w[both & (s[:, b] - s[:, a] > 1e-9)].sum()
            total += int(better - worse > 1e-12) - int(worse - better > 1e-12)
        found.append(total)
    return found


@st.composite
def nodes(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    shape = draw(hnp.array_shapes(min_dims=2, max_dims=2, max_side=6))
    weights = draw(hnp.arrays(float, shape[0], elements=WEIGHT).filter(lambda w: w.max() > 0))
    return draw(hnp.arrays(float, shape, elements=SHARE)), weights


@settings(max_examples=300)
@given(node=nodes())
def test_every_duel_by_hand(node: tuple[np.ndarray, np.ndarray]) -> None:
    s, w = node
    assert balance(s, s, w).tolist() == by_hand(s, w)


@settings(max_examples=100)
@given(node=nodes())
def test_the_share_is_the_balance_among_those_who_take_part(node: tuple[np.ndarray, np.ndarray]) -> None:
    s, w = node
    takes_part = (~np.isnan(s) & (w > 0)[:, None]).any(axis=0)
    found, n = copeland(s, w), takes_part.sum()
    np.testing.assert_array_equal(np.isnan(found), ~takes_part)
    if n > 1:
        expected = (np.array(by_hand(s, w))[takes_part] + n - 1) / (2 * (n - 1))
        np.testing.assert_array_equal(found[takes_part], expected)
        assert found[takes_part].sum() == pytest.approx(n / 2)  # each duel is worth one, each hub has n - 1
    assert n != 1 or found[takes_part] == 0.5


def test_a_majority_of_weight_wins_however_small_the_lead() -> None:
    s = np.array([[0.6, 0.5, 0.4], [0.1, 0.9, 0.5], [0.1, 0.9, 0.6]])
    np.testing.assert_array_equal(copeland(s, np.array([0.5, 0.3, 0.2])), [0.5, 0.75, 0.25])
    np.testing.assert_array_equal(copeland(s, np.array([0.6, 0.2, 0.2])), [1.0, 0.5, 0.0])


def test_a_cycle_leaves_all_alike() -> None:
    s = np.array([[3.0, 2.0, 1.0], [1.0, 3.0, 2.0], [2.0, 1.0, 3.0]])
    np.testing.assert_array_equal(copeland(s, np.ones(3)), [0.5, 0.5, 0.5])


def test_a_duel_is_of_what_both_have() -> None:
    """The heavy child that the second hub lacks has no vote; without a common child there is no winner."""
    s = np.array([[0.9, NAN, 0.1], [0.2, 0.3, NAN]])
    np.testing.assert_array_equal(balance(s, s, np.array([9.0, 1.0])), [1 - 1, 1 + 0, -1 + 0])


def test_noise_neither_wins_nor_loses() -> None:
    w = np.array([0.1, 0.2, 0.3])
    s = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]])  # 0.1 + 0.2 against 0.3
    assert balance(s, s, w).tolist() == [0, 0]
    assert balance(s, s, w * (1e7 / 3)).tolist() == [0, 0]
    near = np.array([[0.5, 0.5 + 0.9e-9]])
    assert balance(near, near, np.ones(1)).tolist() == [0, 0]
    assert balance(near * 2, near * 2, np.ones(1)).tolist() == [-1, 1]


@settings(max_examples=60)
@given(node=nodes(), data=st.data())
def test_the_order_of_hubs_and_children_is_of_no_matter(
    node: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    s, w = node
    hubs = np.array(data.draw(st.permutations(range(s.shape[1]))))
    np.testing.assert_array_equal(copeland(s[:, hubs], w), copeland(s, w)[hubs])
    children = np.array(data.draw(st.permutations(range(len(w)))))
    np.testing.assert_array_equal(copeland(s[children], w[children]), copeland(s, w))


@settings(max_examples=60)
@given(node=nodes(), data=st.data())
def test_a_better_child_never_lowers_a_hub_nor_lifts_another(
    node: tuple[np.ndarray, np.ndarray], data: st.DataObject
) -> None:
    s, w = node
    child, hub = data.draw(st.integers(0, len(w) - 1)), data.draw(st.integers(0, s.shape[1] - 1))
    better = s.copy()
    better[child, hub] += data.draw(st.sampled_from([0.3, 1.0]))
    gain = balance(better, better, w) - balance(s, s, w)
    assert gain[hub] >= 0
    assert (np.delete(gain, hub) <= 0).all()


@pytest.mark.parametrize("block", [1, 7, 1 << 15])
@pytest.mark.parametrize("draws_of", ["scores", "weights", "both", "crossed"])
def test_draws_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch, block: int, draws_of: str) -> None:
    rng = np.random.default_rng(3)
    s, w = rng.integers(0, 4, (2, 3, 4, 5)) / 4.0, rng.integers(0, 4, (2, 3, 4)) + 0.5
    s[rng.random(s.shape) < 0.2] = NAN
    s = s[0, 0] if draws_of == "weights" else s
    w = {"scores": w[0, 0], "crossed": w[0]}.get(draws_of, w)
    looped = [
        copeland(np.broadcast_to(s, (2, 3, 4, 5))[at], np.broadcast_to(w, (2, 3, 4))[at]) for at in np.ndindex(2, 3)
    ]
    monkeypatch.setattr(module, "BLOCK", block)
    found = copeland(s, w)
    assert found.shape == (2, 3, 5)
    np.testing.assert_array_equal(found.reshape(6, 5), looped)


def test_noise_is_a_share_of_the_weights_of_its_draw() -> None:
    s = np.array([[1.0, 0.0], [0.0, 1.0]])
    assert balance(s, s, np.array([[1.0, 2.0], [1e13, 1e13]])).tolist() == [[-1, 1], [0, 0]]


def test_who_has_no_child_meets_nobody() -> None:
    s = np.array([[0.2, NAN, 0.4], [0.2, NAN, 0.4]])
    np.testing.assert_array_equal(copeland(s, np.ones(2)), [0.0, NAN, 1.0])
    np.testing.assert_array_equal(copeland(s[:, :2], np.ones(2)), [0.5, NAN])
    np.testing.assert_array_equal(copeland(np.array([[NAN, 1.0], [0.3, NAN]]), np.array([1.0, 0.0])), [NAN, 0.5])


def test_nobody_meets_itself_at_its_other_end() -> None:
    low, high = np.array([[0.1, 0.4]]), np.array([[0.6, 0.4]])
    np.testing.assert_array_equal(share_of_duels(low, high, np.ones(1)), [0.0, 0.0])
    np.testing.assert_array_equal(share_of_duels(high, low, np.ones(1)), [1.0, 1.0])


def test_votes_of_one_hub() -> None:
    own, w = np.array([0.5, 0.5, 0.5]), np.array([0.5, 0.3, 0.2])
    others = np.array([[0.1, 0.9, 0.5, NAN], [0.9, 0.1, 0.5, NAN], [0.5, NAN, 0.5, NAN]])
    outcomes, shares = votes(own, others, w)
    assert outcomes.tolist() == [1, -1, 0, 0]
    np.testing.assert_allclose(shares.T, [[0.5 / 0.6, 0, 0.1 / 0.6], [0, 1, 0], w, w])
