from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from hubscore.studies.ways import (
    FEW_LEVERS,
    MOST_PAIRS,
    RANDOM,
    along,
    lengths,
    scattered,
    targets,
    varied,
    ways_of,
    without_some,
)

Floats = NDArray[np.float64]


def chance() -> np.random.Generator:
    return np.random.default_rng(1)


def test_every_set_of_few_levers_is_left_out_and_some_of_many() -> None:
    generator = np.random.default_rng(1)
    few = without_some(np.full(FEW_LEVERS, 1 / FEW_LEVERS), generator)
    assert len({tuple(row > 0) for row in few}) == len(few) == 2**FEW_LEVERS - 2
    many = without_some(np.full(30, 1 / 30), generator)
    assert RANDOM / 2 < len(many) <= RANDOM
    np.testing.assert_allclose(np.concatenate([few.sum(axis=1), many.sum(axis=1)]), 1)


def test_who_is_not_left_out_keeps_its_proportions() -> None:
    found = without_some(np.array([0.1, 0.2, 0.7]), chance())
    for row in ([1, 0, 0], [1 / 3, 2 / 3, 0], [0, 2 / 9, 7 / 9]):
        assert np.isclose(found, row).all(axis=1).sum() == 1


def test_weights_to_go_towards() -> None:
    weights = np.array([0.1, 0.2, 0.3, 0.4])
    single, moved, level, anywhere, some = targets(weights, chance())
    np.testing.assert_array_equal(single, np.eye(4))
    assert len(moved) == len(level) == 12
    for row in ([0, 0.3, 0.3, 0.4], [0.5, 0.2, 0.3, 0], [0.1, 0, 0.5, 0.4]):  # all of one to another
        assert np.isclose(moved, row).all(axis=1).sum() == 1
    np.testing.assert_allclose(np.sort(level, axis=1), [[0, 0, 0.5, 0.5]] * 12)
    assert len(anywhere) == RANDOM
    assert len(some) == 2**4 - 2
    for each in (moved, level, anywhere, some):
        np.testing.assert_allclose(each.sum(axis=1), 1)
        assert each.min() >= 0


def test_random_weights_lie_anywhere_and_some_are_mostly_of_few_levers() -> None:
    found = scattered(4, chance())
    most = found.max(axis=1).reshape(2, RANDOM // 2).mean(axis=1)
    np.testing.assert_allclose(most, [25 / 48, 0.72], atol=0.02)


def test_of_many_levers_some_pairs_are_tried() -> None:
    size = 30
    _, moved, level, *_ = targets(np.full(size, 1 / size), chance())
    assert len(moved) == len(level) == MOST_PAIRS
    assert (np.isclose(moved, 2 / size).sum(axis=1) == 1).all()
    assert ((moved == 0).sum(axis=1) == 1).all()
    assert len(varied(ways_of(moved[:1] - 1 / size), 0.1, chance())) == MOST_PAIRS + size + 1


def test_ways_are_of_one_length_and_lead_somewhere() -> None:
    found = ways_of(np.array([[1.0, -1.0, 0.0], [0.0, 0.0, 0.0], [-0.2, 0.3, -0.1], [1e-13, -1e-13, 0.0]]))
    np.testing.assert_allclose(found, [[0.5, -0.5, 0], [-1 / 3, 0.5, -1 / 6]])


@pytest.mark.parametrize(
    ("wanted", "far"),
    [
        (0.51, [0.02, 0.02, np.inf]),
        (0.58, [0.16, 0.16, np.inf]),
        (0.72, [0.44, np.inf, np.inf]),
        (0.8, [0.6, *[np.inf] * 2]),
    ],
)
def test_how_far_along_a_way_it_first_is_so(wanted: float, far: list[float]) -> None:
    weights = np.array([0.5, 0.3, 0.2])
    # away from what is wanted; towards it, to an end at 0.6 and at 0.4; as the second, but no further than 0.01
    ways = ways_of(np.array([[-1.0, 1, 0], [1, -1, 0], [1, 0, -1], [1, -1, 0]]))
    found = lengths(weights, ways, np.array([np.inf, np.inf, np.inf, 0.01]), lambda v: v[:, 0] - wanted)
    np.testing.assert_allclose(found, [np.inf, *far], atol=1e-12)


def test_of_several_places_along_a_way_the_first_counts() -> None:
    def gain(v: Floats) -> Floats:
        return np.where((abs(v[:, 0] - 0.6) < 0.03) | (v[:, 0] > 0.75), 0.0, np.nan)

    found = lengths(np.array([0.5, 0.3, 0.2]), np.array([[0.5, -0.5, 0.0]]), np.array([np.inf]), gain)
    np.testing.assert_allclose(found, [0.14], atol=1e-12)


def test_along_a_way_a_share_left_by_rounding_is_none() -> None:
    weights, ways = np.array([0.5, 0.3, 0.2]), np.array([[0.5, -0.5, 0.0], [-0.5, 0.25, 0.25]])
    np.testing.assert_allclose(along(weights, ways, np.array([0.2, 0.4])), [[0.6, 0.2, 0.2], [0.3, 0.4, 0.3]])
    end = along(weights, ways, np.array([0.6 - 1e-15, 1.0 + 1e-15]))
    assert (end[0, 1], end[1, 0]) == (0, 0)
    np.testing.assert_allclose(end.sum(axis=1), 1)


def test_ways_are_varied_by_every_pair_every_lever_and_one_another() -> None:
    first, second, third = np.array([[6.0, -6, 0, 0], [6, -3, -2, -1], [-6, 2, 3, 1]]) / 12
    found = varied(np.array([first, second, third]), 0.1, chance())
    np.testing.assert_allclose(np.abs(found).sum(axis=1), 1)
    np.testing.assert_allclose(found.sum(axis=1), 0, atol=1e-12)
    wanted = [
        [7.2, -6, -1.2, 0],  # the first, with a bit from the third lever to the first
        [6, -7.2, 1.2, 0],
        [6, -3, -3.2, 0.2],
        [5.7, -2.7, -2, -1],  # the second, of which the second lever stays a tenth behind
        [-5.8, 1.8, 3, 1],  # and the third
        [12, -9, -2, -1],  # the mean of the first two
        [6, -6, 0, 0],
        [6, -3, -2, -1],
    ]
    for row in ways_of(np.array(wanted)):
        assert np.isclose(found, row).all(axis=1).any()
