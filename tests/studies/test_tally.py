from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods.order import NEVER
from hubscore.studies import tally as module
from hubscore.studies.tally import Tally


def losses(draws: int, hubs: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(100, 200, (draws, hubs)) + np.arange(hubs) * 3


def told(tally: Tally) -> list[np.ndarray]:
    return [*tally.interval(0.05), *tally.mean_rank(), tally.counts, tally.twice, np.array(tally.error())]


def test_an_interval_leaves_a_twentieth_out_on_either_side() -> None:
    tally = Tally(3, 1e-7, "competition")
    tally.draws = 100
    tally.counts[:] = np.transpose([[5, 90, 5], [6, 90, 4], [100, 0, 0]])
    low, high = tally.interval(0.05)
    assert low.tolist() == [2, 1, 1]
    assert high.tolist() == [2, 2, 1]


def test_the_interval_is_that_of_the_quantiles() -> None:
    tally = Tally(6, 1e-7, "competition")
    drawn = losses(1000, 6)
    tally.add(drawn)
    ranks = np.sort(drawn.argsort(axis=1).argsort(axis=1) + 1, axis=0)
    assert np.array_equal(np.array(tally.interval(0.05)), ranks[[50, 949]])
    mean, error = tally.mean_rank()
    assert mean == pytest.approx(ranks.mean(axis=0))
    assert error == pytest.approx(ranks.std(axis=0) / np.sqrt(1000))


def test_one_draw_is_what_it_is() -> None:
    tally = Tally(3, 1e-7, "competition")
    tally.add(np.array([[2.0, 3.0, 1.0]]))
    assert [each.tolist() for each in tally.mean_rank()] == [[2, 3, 1], [0, 0, 0]]
    assert [end.tolist() for end in tally.interval(0.05)] == [[2, 3, 1]] * 2


def test_pairs_are_counted_where_that_is_asked() -> None:
    assert Tally(3, 1e-7, "competition").pairs is None


@pytest.mark.parametrize(("ties", "last"), [("competition", 3), ("dense", 2)])
def test_ranks_are_as_the_scorecard_has_ties(ties: str, last: int) -> None:
    tally = Tally(3, 1e-7, ties)
    tally.add(np.array([[1.0, 1.0, 2.0]]))
    assert [end.tolist() for end in tally.interval(0.05)] == [[1, 1, last]] * 2


def test_few_hubs_and_many_are_counted_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = losses(400, 20)
    drawn[::7, 3] = drawn[::7, 4]
    drawn[::11, 5] = NEVER
    one = Tally(20, 1e-7, "competition", with_pairs=True)
    for block in (drawn[:100], drawn[100:]):
        one.add(block)
    monkeypatch.setattr(module, "COUNTED_WHOLE", 5)
    monkeypatch.setattr(module, "COUNTERS_AT_ONCE", 30)
    other = Tally(20, 1e-7, "competition", with_pairs=True)
    for block in (drawn[:150], drawn[150:220], drawn[220:]):
        other.add(block)
    for left, right in zip(told(one), told(other), strict=True):
        assert left == pytest.approx(right)
    assert np.array_equal(one.unscored, other.unscored)
    assert one.unscored[5] == one.unscored.sum() == 37
    assert one.pairs is not None
    assert np.array_equal(one.pairs, other.pairs)
    assert (one.pairs + one.pairs.T + 800 * np.eye(20) == 800).all()
    assert one.twice.tolist() == one.pairs.diagonal(1).tolist()


@pytest.mark.parametrize("hubs", [4, 200])
def test_neighbours_without_a_score_are_level_whatever_else_is_tied(hubs: int) -> None:
    drawn = losses(30, hubs)
    drawn[::3, 1:3] = NEVER
    tally = Tally(hubs, 1e-7, "competition", with_pairs=True)
    tally.add(drawn)
    assert tally.pairs is not None
    assert tally.twice.tolist() == tally.pairs.diagonal(1).tolist()
    assert tally.twice[1] % 2 == 0  # ten ties, a half each
    assert tally.twice[1] == 2 * (drawn[:, 1] < drawn[:, 2]).sum() + 10


def test_ranks_of_very_many_hubs_are_counted_in_classes_that_hold_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = losses(300, 200)
    exact = Tally(200, 1e-7, "competition")
    exact.add(drawn)
    monkeypatch.setattr(module, "EACH_ITS_OWN", 100)
    monkeypatch.setattr(module, "MOST_CLASSES", 70)
    coarse = Tally(200, 1e-7, "competition")
    coarse.add(drawn)
    assert coarse.first.size == 70
    low, high = exact.interval(0.05)
    rough_low, rough_high = coarse.interval(0.05)
    assert (rough_low <= low).all()
    assert (rough_high >= high).all()
    assert (rough_low[low <= 35] == low[low <= 35]).all()
    assert np.array_equal(exact.mean_rank()[0], coarse.mean_rank()[0])


@pytest.mark.parametrize(("counters", "classes"), [(200 * 90, 90), (200 * 90 - 1, 89), (200, 64), (200 * 200, 100)])
def test_classes_are_as_many_as_there_is_memory_for(
    monkeypatch: pytest.MonkeyPatch, counters: int, classes: int
) -> None:
    monkeypatch.setattr(module, "EACH_ITS_OWN", 199)
    monkeypatch.setattr(module, "MOST_CLASSES", 100)
    monkeypatch.setattr(module, "MOST_COUNTERS", counters)
    tally = Tally(200, 1e-7, "competition")
    assert tally.counts.shape == (classes, 200)
    assert tally.counts.nbytes == 4 * classes * 200
    assert Tally(199, 1e-7, "competition").counts.shape == (199, 199)


def test_the_error_of_two_hubs_is_that_of_who_is_first() -> None:
    tally = Tally(2, 1e-7, "competition")
    assert tally.error() == 0  # before anything is drawn
    tally.add(np.array([[1.0, 2.0]] * 7 + [[2.0, 1.0]] * 3))
    assert tally.error() == pytest.approx(np.sqrt(0.7 * 0.3 / 10))


def test_the_error_is_the_widest_of_all_shares() -> None:
    tally = Tally(3, 1e-7, "competition")
    tally.draws = 100
    tally.counts[:] = np.transpose([[90, 10, 0], [15, 75, 10], [0, 10, 90]])
    tally.twice[:] = [190, 186]
    assert tally.error() == pytest.approx(np.sqrt(0.75 * 0.25 / 100))
    tally.twice[0] = 120
    assert tally.error() == pytest.approx(np.sqrt(0.6 * 0.4 / 100))
    tally.counts[1] = [99, 1, 53]
    assert tally.error() == pytest.approx(np.sqrt(0.53 * 0.47 / 100))


@pytest.mark.parametrize("hubs", [0, 1])
def test_nobody_or_one_has_nothing_to_be_unsure_of(hubs: int) -> None:
    tally = Tally(hubs, 1e-7, "competition")
    for draws in (7, 3):
        tally.add(np.full((draws, hubs), 3.0))
    assert tally.error() == 0
    assert [end.tolist() for end in tally.interval(0.05)] == [[1] * hubs, [1] * hubs]
    assert [end.tolist() for end in tally.mean_rank()] == [[1] * hubs, [0] * hubs]
    assert tally.draws == 10
