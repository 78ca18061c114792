from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods import simplex
from hubscore.methods.outcome import Refusal, varies
from hubscore.studies import doubt as module
from hubscore.studies.doubt import Doubt, doubt

SLOW = settings(max_examples=12, deadline=None)
BOUNDS = [(0.0, 1.0), (0.1, 1.0), (0.0, 0.6), (0.1, 0.6)]
SCORES = hnp.arrays(float, st.tuples(st.integers(2, 5), st.integers(1, 7)), elements=st.integers(0, 20).map(float))


def solved(y: np.ndarray | list[list[float]], least: float = 0.0, most: float = 1.0) -> Doubt:
    found = doubt(np.asarray(y, dtype=float), least, most)
    assert isinstance(found, Doubt), found
    return found


def test_two_children_by_hand() -> None:
    # The frontier runs from (4, 1) by (3, 3) to (1, 4). The ray of (2, 1) meets the line through (4, 1) and
    # (3, 3), 2 a + b = 9, at (3.6, 1.8): 2 / 3.6 = 5/9, with weights (2, 1) / 9 and shares 4/5 and 1/5.
    # The ray of (1, 1) ends in (3, 3): a third.
    found = solved([[4, 3, 1, 2, 1], [1, 3, 4, 1, 1]])
    np.testing.assert_allclose(found.scores, [1, 1, 1, 5 / 9, 1 / 3], rtol=1e-9)
    np.testing.assert_allclose(found.weights[:, 3], [2 / 9, 1 / 9], rtol=1e-8)
    np.testing.assert_allclose(found.shares[:, 3], [0.8, 0.2], rtol=1e-8)
    free = doubt(np.array([[4.0, 3, 1, 2, 1], [1, 3, 4, 1, 1]]))
    assert isinstance(free, Doubt)
    np.testing.assert_array_equal(free.shares, found.shares)


def test_bounds_on_shares_by_hand() -> None:
    # The hub (2, 1) must now take half of its sum from each: weights (1, 2) t / 4. The sums of the others, 6, 9
    # and 9 times t / 4, are at most 1: t = 4/9.
    found = solved([[4, 3, 1, 2], [1, 3, 4, 1]], 0.5, 0.5)
    assert found.scores[3] == pytest.approx(4 / 9, rel=1e-9)
    np.testing.assert_allclose(found.weights[:, 3], [1 / 9, 2 / 9], rtol=1e-9)


@pytest.mark.parametrize("size", range(2, 8))
def test_bounds_that_leave_but_one_way_to_share(size: int) -> None:
    y = np.random.default_rng(size).uniform(1, 5, (size, 9))
    for bounds in ((1 / size, 1.0), (0.0, 1 / size), (1 / size, 1 / size)):
        np.testing.assert_allclose(solved(y, *bounds).shares, 1 / size, rtol=1e-9)


def test_a_hub_that_is_best_in_one_child_scores_all_even_if_weakly_dominated() -> None:
    found = solved([[5, 5, 2], [4, 1, 2]])
    np.testing.assert_allclose(found.scores, [1, 1, 0.5], rtol=1e-9)
    np.testing.assert_allclose(found.shares[:, 1], [1, 0], atol=1e-8)
    # The first has a choice of weights: those with equal shares.
    np.testing.assert_allclose(found.shares[:, 0], [0.5, 0.5], rtol=1e-9)


def test_a_hub_without_scores_has_no_shares() -> None:
    found = solved([[5, 0], [4, 0]])
    np.testing.assert_array_equal(found.scores, [1, 0])
    assert np.isnan(found.shares[:, 1]).all()
    assert np.isnan(found.weights[:, 1]).all()


@pytest.mark.parametrize(("least", "most"), [(0.1, 1.0), (0.0, 0.4)])
def test_a_hub_that_cannot_take_the_shares_scores_nothing(least: float, most: float) -> None:
    # Two of three at most can give a share: less than a tenth from the third, or 0.8 together.
    found = solved([[5, 9], [4, 8], [3, 0]], least, most)
    np.testing.assert_allclose(found.scores[1], 0)
    assert found.scores[0] > 0
    assert np.isnan(found.shares[:, 1]).all()


def test_a_child_at_nothing_has_no_weight() -> None:
    found = solved([[5, 9], [4, 0]])
    np.testing.assert_allclose(found.scores, [1, 1], rtol=1e-9)
    np.testing.assert_allclose(found.shares[:, 1], [1, 0])
    np.testing.assert_allclose(found.weights[:, 1], [1 / 9, 0], rtol=1e-9)


@pytest.mark.parametrize(("least", "most"), BOUNDS)
@SLOW
@given(y=SCORES)
def test_what_holds_for_every_solution(least: float, most: float, y: np.ndarray) -> None:
    y[:, 0] += 1  # nobody is the first hub's worst
    y[0, 0] = 30
    if least * len(y) > 1 or most * len(y) < 1:
        return
    assume(varies(y).all())
    found = solved(y, least, most)
    assert (found.scores >= 0).all()
    assert (found.scores <= 1).all()
    if (least, most) == (0, 1):
        assert found.scores.max() == pytest.approx(1, abs=1e-9)
        assert found.scores[0] == pytest.approx(1, abs=1e-9)
    there = found.scores > 1e-9
    shares, weights = found.shares[:, there], found.weights[:, there]
    np.testing.assert_allclose(shares.sum(axis=0), 1, atol=1e-9)
    assert (shares >= least - 1e-9).all()
    assert (shares <= most + 1e-9).all()
    assert (weights >= 0).all()
    np.testing.assert_allclose((weights * y[:, there]).sum(axis=0), found.scores[there], atol=1e-9)
    assert (weights.T @ y <= 1 + 1e-8).all()  # no hub above 1 with any hub's weights


@pytest.mark.parametrize(("least", "most"), BOUNDS)
@SLOW
@given(seed=st.integers(0, 999), data=st.data())
def test_order_and_units_are_of_no_matter(least: float, most: float, seed: int, data: st.DataObject) -> None:
    # Small whole numbers: many hubs tie and have many sets of weights that are as good.
    y = np.random.default_rng(seed).integers(0, 6, (4, 9)).astype(float)
    y[:, 0] += 1
    children, hubs = data.draw(st.permutations(range(4))), data.draw(st.permutations(range(9)))
    units = np.array(data.draw(st.lists(st.sampled_from([0.001, 1.0, 7.0, 1e4]), min_size=4, max_size=4)))
    found, other = solved(y, least, most), solved((y * units[:, None])[children][:, hubs], least, most)
    np.testing.assert_allclose(other.scores, found.scores[hubs], atol=1e-9)
    np.testing.assert_allclose(other.shares, found.shares[children][:, hubs], atol=1e-7)


@pytest.mark.parametrize("seed", range(3))
def test_of_equally_good_weights_those_with_the_most_even_shares(seed: int) -> None:
    # A hub best in all but one child: any weights on the others give it 1, and equal shares on them all
    # would, as long as no one else gets above.
    rng = np.random.default_rng(seed)
    y = rng.uniform(1, 5, (4, 12))
    y[:, 0] = 6
    found = solved(y)
    np.testing.assert_allclose(found.shares[:, 0], np.full(4, 0.25), rtol=1e-9)


def test_wider_bounds_never_score_less() -> None:
    y = np.random.default_rng(3).uniform(0, 100, (5, 20))
    narrow, wide, free = (solved(y, *bounds).scores for bounds in ((0.15, 0.3), (0.05, 0.6), (0, 1)))
    assert (narrow <= wide + 1e-9).all()
    assert (wide <= free + 1e-9).all()


@pytest.mark.parametrize(
    ("y", "bounds", "reason"),
    [
        ([[1.0, -1], [2, 3]], (0, 1), "negative"),
        ([[0.0, 0], [2, 3]], (0, 1), "constant"),
        ([[7.0, 7], [2, 3]], (0, 1), "constant"),
        ([[1.0, 2], [2, 3]], (0.6, 1), "least"),
        ([[1.0, 2], [2, 3]], (0, 0.4), "most"),
    ],
)
def test_what_is_refused(y: list[list[float]], bounds: tuple[float, float], reason: str) -> None:
    found = doubt(np.array(y), *bounds)
    assert isinstance(found, Refusal)
    assert found.reason == reason


@pytest.mark.parametrize(("least", "most"), BOUNDS)
@pytest.mark.parametrize("whole", [False, True], ids=["any", "whole"])
def test_who_leads_is_limit_enough(monkeypatch: pytest.MonkeyPatch, least: float, most: float, whole: bool) -> None:
    """As when every hub is held against all others, one after the other."""
    rng = np.random.default_rng(8)
    y = rng.integers(1, 9, (5, 80)).astype(float) if whole else rng.lognormal(size=(5, 80))
    found = solved(y, least, most)
    monkeypatch.setattr(module, "leaders", lambda unit: unit)
    monkeypatch.setattr(simplex, "STEPS", 0)
    plain = solved(y, least, most)
    np.testing.assert_allclose(found.scores, plain.scores, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.shares, plain.shares, rtol=0, atol=1e-9)
    np.testing.assert_allclose(found.weights, plain.weights, rtol=1e-8, atol=1e-9)


def test_no_hub_is_held_against_those_that_others_exceed(monkeypatch: pytest.MonkeyPatch) -> None:
    heights: list[int] = []

    def counted(rows: np.ndarray, limits: np.ndarray, gains: np.ndarray) -> np.ndarray:
        heights.append(rows.shape[1])
        return simplex.greatest(rows, limits, gains)

    monkeypatch.setattr("hubscore.methods.frontier.greatest", counted)
    y = np.random.default_rng(1).random((3, 2000))
    solved(y)
    assert max(heights) < 200


def test_a_solution_cannot_be_changed() -> None:
    found = solved([[5, 5, 2], [4, 1, 2]])
    for array in (found.scores, found.weights, found.shares):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
