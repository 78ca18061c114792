from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.method import Method
from hubscore.methods.rank import TIES, ranks, tie_starts

NAN = np.nan
RULES = [pytest.param(row, id=row.name) for row in TIES.values()]
# Steps of four tenths of the tolerance make chains of near neighbours likely.
SCORES = st.floats(0, 100) | st.integers(0, 30).map(lambda step: 50 + step * 4e-8) | st.just(NAN)


def one_by_one(scores: list[float], tolerance: float, dense: bool) -> list[int]:
    """Ranks by the words of the rule: sorted, a group holds all near its first member."""
    result = [0] * len(scores)
    first, rank = 0.0, 0
    falling = sorted(((score, hub) for hub, score in enumerate(scores) if not np.isnan(score)), reverse=True)
    for place, (score, hub) in enumerate(falling, start=1):
        if place == 1 or first - score > tolerance:
            first, rank = score, rank + 1 if dense else place
        result[hub] = rank
    return result


@pytest.mark.parametrize(
    ("scores", "competition", "dense"),
    [
        ([30.0, 50.0, 50.0, 10.0], [3, 1, 1, 4], [2, 1, 1, 3]),
        ([1.0, 2.0, 3.0], [3, 2, 1], [3, 2, 1]),
        ([NAN, 5.0, NAN, 7.0], [0, 2, 0, 1], [0, 2, 0, 1]),
        ([-5.0, -1.0, -5.0], [2, 1, 2], [2, 1, 2]),
        ([4.0], [1], [1]),
        ([NAN], [0], [0]),
        ([NAN, NAN], [0, 0], [0, 0]),
        ([0.0, -0.0, 0.0], [1, 1, 1], [1, 1, 1]),
        ([], [], []),
    ],
)
def test_closed_forms(scores: list[float], competition: list[int], dense: list[int]) -> None:
    np.testing.assert_array_equal(ranks(np.array(scores, dtype=float), 100.0), competition)
    np.testing.assert_array_equal(ranks(np.array(scores, dtype=float), 100.0, "dense"), dense)


@pytest.mark.parametrize("level", [50.0, -50.0])
def test_a_chain_is_cut_at_the_tolerance_from_its_first_member(level: float) -> None:
    # The tolerance is 1e-7 here. Each is near its neighbour; the third is not near the first.
    scores = level - np.array([0.0, 0.8e-7, 1.6e-7, 2.4e-7])
    np.testing.assert_array_equal(ranks(scores[:3], 100.0), [1, 1, 3])
    apart = level - np.arange(4.0)
    np.testing.assert_array_equal(ranks(np.array([apart, scores]), 100.0), [[1, 2, 3, 4], [1, 1, 3, 3]])
    np.testing.assert_array_equal(ranks(scores, 100.0), [1, 1, 3, 3])
    np.testing.assert_array_equal(ranks(scores, 100.0, "dense"), [1, 1, 2, 2])


def test_the_tolerance_grows_with_the_span() -> None:
    scores = np.array([1.0, 1.0 - 5e-9])
    np.testing.assert_array_equal(ranks(scores, 1.0), [1, 2])
    np.testing.assert_array_equal(ranks(scores, 10.0), [1, 1])


@pytest.mark.parametrize("rule", RULES)
@given(scores=st.lists(SCORES, min_size=1, max_size=12))
def test_as_the_rule_says_one_by_one(rule: Method, scores: list[float]) -> None:
    found = ranks(np.array(scores), 100.0, rule.name)
    assert found.dtype == np.int64
    assert found.tolist() == one_by_one(scores, 1e-9 * 100, dense=rule.name == "dense")


@pytest.mark.parametrize("rule", RULES)
@given(scores=hnp.arrays(float, (2, 3, 7), elements=SCORES))
def test_leading_axes_are_a_loop(rule: Method, scores: np.ndarray) -> None:
    looped = [[ranks(line, 100.0, rule.name) for line in block] for block in scores]
    np.testing.assert_array_equal(ranks(scores, 100.0, rule.name), looped)


@given(scores=st.lists(SCORES, min_size=1, max_size=12), data=st.data())
def test_the_order_of_hubs_is_of_no_matter(scores: list[float], data: st.DataObject) -> None:
    order = np.array(data.draw(st.permutations(range(len(scores)))))
    array = np.array(scores)
    np.testing.assert_array_equal(ranks(array[order], 100.0), ranks(array, 100.0)[order])


@given(scores=st.lists(st.floats(-1e15, 1e15), min_size=1, max_size=12))
def test_without_tolerance_only_equals_tie(scores: list[float]) -> None:
    expected = [1 + sum(other > score for other in scores) for score in scores]
    assert ranks(np.array(scores), 0.0).tolist() == expected


def test_scores_are_left_alone() -> None:
    scores = np.array([[1.0, NAN, 3.0]])
    scores.flags.writeable = False
    ranks(scores, 100.0)
    np.testing.assert_array_equal(scores, [[1.0, NAN, 3.0]])


def test_a_long_chain_of_near_neighbours_takes_no_longer_than_its_length() -> None:
    scores = np.arange(30_000) * 6e-8
    before = time.process_time()
    found = ranks(scores, 100.0)
    assert time.process_time() - before < 1.0
    # Steps of 0.6 tolerances: pairs, from the best down.
    np.testing.assert_array_equal(found[::-1][:6], [1, 1, 3, 3, 5, 5])


def test_what_is_just_the_tolerance_from_the_first_is_tied() -> None:
    np.testing.assert_array_equal(tie_starts(np.array([4.0, 3, 2, 1]), 1.0), [True, False, True, False])


def test_tie_starts_sets_every_missing_score_apart() -> None:
    np.testing.assert_array_equal(tie_starts(np.array([3.0, 3.0, NAN, NAN]), 0.0), [True, False, True, True])
