from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.studies.candidates import Candidate, candidates
from hubscore.studies.draws import Sampler, sampler
from hubscore.studies.sample import Pairs, Sample, sampled

Made = Callable[..., tuple[Dataset, Scorecard]]
DRAWS = 500
TREE: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "q"}},
}
HUBS: dict[str, Any] = {
    "x": {"a": {"value": 5.0, "evidence": "estimate"}, "b": None, "c": {"at_least": 4.0}, "d": 6.0},
    "y": {"a": 5.0, "b": 6.0, "c": 5.0, "d": 4.0},
    "z": {"a": 4.0, "b": 5.5, "c": None, "d": None},
}
PAIRS = Pairs(np.array([0, 0, 1]), np.array([1, 2, 2]))


def source(made: Made, card: dict[str, Any] | None = None, **hubs: Any) -> Sampler:
    return sampler(*made(TREE | (card or {}), **(HUBS | hubs)), only=["data", "absent"])


def drawn(found: Sampler) -> tuple[dict[tuple[int, str], Any], Sample]:
    wanted = candidates(found)[0]
    sample = sampled(found, wanted, PAIRS, DRAWS)
    names = [(each.hub, found.base.plan.ids[each.node]) for each in wanted]
    return dict(zip(names, sample.x, strict=True)), sample


@pytest.mark.parametrize("card", [{}, {"uncertainty": {"missing": "range"}}, {"method": {"normalise": "minmax"}}])
def test_what_is_drawn_makes_the_index_that_is_drawn(made: Made, card: dict[str, Any]) -> None:
    found = source(made, card)
    at = found.keys(0, DRAWS)
    x, _ = drawn(found)
    nodes = found.nodes(at)
    a, c = (nodes[:, found.base.plan.row[name], 0] for name in "ac")
    d = nodes[:, found.base.plan.row["d"], 0]
    assert x[0, "p"] == pytest.approx((a + x[0, "b"]) / 2)
    assert nodes[:, -1, 0] == pytest.approx((x[0, "p"] + (c + d) / 2) / 2)
    assert nodes[:, -1, 2] == pytest.approx((nodes[:, found.base.plan.row["p"], 2] + x[2, "q"]) / 2)


def test_pillars_that_lack_nothing_are_passed_over(made: Made) -> None:
    found = source(made, z={"a": 4.0, "b": 5.5, "c": 3.0, "d": 2.0})
    x, _ = drawn(found)
    nodes = found.nodes(found.keys(0, DRAWS))
    a, p = (nodes[:, found.base.plan.row[name], 0] for name in "ap")
    assert x[0, "b"] == pytest.approx(2 * p - a)
    assert (2, "q") not in x


def test_known_figures_are_raw_values(made: Made) -> None:
    x, _ = drawn(source(made))
    assert (x[0, "a"].min(), x[0, "a"].max()) == pytest.approx((4.25, 5.75), abs=0.1)
    assert (x[0, "c"].min(), x[0, "c"].max()) == pytest.approx((4, 5), abs=0.01)


def test_who_is_above_whom(made: Made) -> None:
    found = source(made)
    index = found.scores(found.keys(0, DRAWS))
    above = drawn(found)[1].above
    assert above.nbytes == above.size  # a byte for each pair and draw
    assert 0 < above[:, 0].mean() < 2
    assert np.array_equal(above, 2 * np.column_stack([index[:, i] > index[:, j] for i, j in ((0, 1), (0, 2), (1, 2))]))


def test_ties_count_half_and_hubs_without_an_index_are_below(made: Made) -> None:
    """An index of 0 is above none."""
    worst = dict.fromkeys("abcd", 0.0)
    hubs = {"x": worst, "y": worst, "z": dict.fromkeys("abcd", None)}
    found = sampler(
        *made(TREE | {"uncertainty": {"data": {"official": 0.0}, "drift": 0}}, **hubs), only=["data", "absent"]
    )
    near = dict.fromkeys("abcd", 5e-9)  # an index of 5e-8 points: within the tolerance of ties
    beside = sampler(*made({"uncertainty": {"data": {"official": 0.0}}}, x=near, y=worst), only=["data"])
    assert sampled(beside, [], Pairs(np.array([0]), np.array([1])), 1).above.tolist() == [[1]]
    sample = sampled(found, [], PAIRS, 3)
    assert sample.above.tolist() == [[1, 2, 2]] * 3
    assert sampled(found, [], Pairs(np.array([2]), np.array([2])), 2).above.tolist() == [[1], [1]]


def test_absent_scores_need_not_be_varied(made: Made) -> None:
    found = sampler(*made(TREE, **HUBS), only=["data"])
    wanted = candidates(found)[0]
    assert {each.drawn for each in wanted} == {"value"}
    assert sampled(found, wanted, PAIRS, DRAWS).x.std(axis=1).all()


def test_blocks_change_nothing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    one = drawn(source(made))[1]
    monkeypatch.setattr("hubscore.studies.draws.CELLS_AT_ONCE", 100)
    other = drawn(source(made))[1]
    assert np.array_equal(one.x, other.x)
    assert np.array_equal(one.above, other.above)


def test_without_pairs_nothing_is_drawn(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("hubscore.studies.draws.Sampler.nodes")
    none = np.zeros(0, dtype=np.intp)
    assert sampled(source(made), [], Pairs(none, none), DRAWS).above.shape == (DRAWS, 0)


def test_only_what_is_wanted_is_kept(made: Made) -> None:
    found = source(made)
    every = candidates(found)[0]
    some: list[Candidate] = [each for each in every if each.drawn == "absent"][:1]
    assert np.array_equal(
        sampled(found, some, PAIRS, DRAWS).x[0], sampled(found, every, PAIRS, DRAWS).x[every.index(some[0])]
    )


def test_the_pairs_of_a_hub() -> None:
    assert PAIRS.of(1).tolist() == [True, False, True]
