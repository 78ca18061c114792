from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.model.ranking import Ranking
from hubscore.studies import orders as module
from hubscore.studies.orders import orders
from hubscore.studies.proof import Proof, proven

Ranked = Callable[..., Ranking]
VALUES = st.one_of(st.none(), st.sampled_from([0.0, 1.0, 4.0, 5.0, 9.0, 10.0]))


def test_what_is_proven_and_what_is_open(ranked: Ranked) -> None:
    ranking = ranked(
        {}, a={"i": 9.0, "j": 9.0}, b={"i": 5.0, "j": None}, c={"i": 4.0, "j": 0.5}, d={"i": 9.0, "j": 9.0}
    )
    found = orders(ranking, proven(ranking))
    assert found.above.tolist() == [2, 1, 0, 2]
    assert found.below.tolist() == [0, 2, 3, 0]
    assert (found.proven, found.pairs) == (5, 6)
    assert isinstance(found.pairs, int)
    assert not found.above.flags.writeable
    assert not found.below.flags.writeable
    assert found.open == ((0, 3),)  # level, and nothing missing


def test_what_differs_by_the_tolerance_is_open(ranked: Ranked) -> None:
    ranking = ranked({}, a={"i": 9.0}, b={"i": 5.0}, c={"i": 1.0})
    scores = np.array([2.0, 1.5, 0.75])
    found = orders(ranking, Proof(scores, scores, 0.5))
    assert (found.above.tolist(), found.below.tolist(), found.open) == ([1, 1, 0], [0, 0, 2], ((0, 1),))
    turned = orders(ranking, Proof(-scores, -scores, 0.5))
    assert (turned.above.tolist(), turned.below.tolist(), turned.open) == ([0, 0, 2], [1, 1, 0], ((0, 1),))


def test_gaps_and_bounds_of_ranked_hubs_are_counted(ranked: Ranked) -> None:
    card = {"indicators": {"j": {"applies_to": ["a", "b"]}}}
    hubs: dict[str, Any] = {
        "a": {"i": {"at_least": 3.0, "at_most": 4.0}, "j": None},
        "b": {"i": 5.0, "j": 4.0},
        "c": {"i": 5.0},
        "d": {"i": None, "Role": "benchmark"},
    }
    ranking = ranked(card, **hubs)
    assert orders(ranking, proven(ranking)).gaps == 2
    filled = ranked({"method": {"missing": "mean"}}, a={"i": 1.0, "j": None}, b={"i": 2.0, "j": 2.0})
    assert orders(filled, proven(filled)).gaps == 1


def test_benchmarks_and_the_unscored_are_in_no_pair(ranked: Ranked) -> None:
    ranking = ranked({}, a={"i": 9.0}, b={"i": 5.0}, c={"i": 1.0, "Role": "benchmark"}, d={"i": None})
    found = orders(ranking, proven(ranking))
    assert (found.proven, found.pairs, found.open) == (1, 1, ())
    assert found.above.tolist() == [1, 0, 0, 0]


def test_nobody_ranked_no_pair(ranked: Ranked) -> None:
    ranking = ranked({}, a={"i": None})
    found = orders(ranking, proven(ranking))
    assert (found.proven, found.pairs, found.open) == (0, 0, ())


@given(st.lists(st.lists(VALUES, min_size=3, max_size=3), min_size=1, max_size=7))
def test_the_same_as_looking_at_each_pair(ranked: Ranked, rows: list[list[float | None]]) -> None:
    ranking = ranked({}, **{f"h{at}": dict(zip("abc", row, strict=True)) for at, row in enumerate(rows)})
    proof = proven(ranking)
    found, hubs = orders(ranking, proof), np.flatnonzero(ranking.rank > 0).tolist()
    by = {(one, other): proof.order(one, other) for one in hubs for other in hubs if one != other}
    for hub in hubs:
        assert found.above[hub] == sum(order == "above" for (one, _), order in by.items() if one == hub)
        assert found.below[hub] == sum(order == "below" for (one, _), order in by.items() if one == hub)
    assert found.proven + len(found.open) == found.pairs
    assert all(by[pair] == "open" for pair in found.open)


def test_of_many_open_pairs_some_are_listed(ranked: Ranked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_OPEN", 3)
    ranking = ranked({}, **{f"h{at}": {"a": 5.0} for at in range(4)})
    found = orders(ranking, proven(ranking))
    assert (found.pairs - found.proven, found.open) == (6, ((0, 1), (0, 2), (0, 3)))
