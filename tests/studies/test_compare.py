from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hubscore.line.nodes import aggregate
from hubscore.model.ranking import Ranking
from hubscore.studies.compare import compare, on_shared

Ranked = Callable[..., Ranking]

CARD = {
    "weights": {"p": 2, "q": 1, "r": 1, "a": 1, "b": 3, "c": 1, "d": 1},
    "pillars": {"p": {}, "q": {}, "r": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "r"}},
}
HUBS = {
    "one": {"a": 2.0, "b": 6.0, "c": 8.0, "d": 4.0},
    "two": {"a": 7.0, "b": None, "c": 4.0, "d": None},
    "three": {"a": 9.0, "b": 9.0, "c": None, "d": None},
}


def at(ranking: Ranking, *hubs: str) -> list[int]:
    return [ranking.dataset.hubs.ids.index(hub) for hub in hubs]


def test_side_by_side_as_they_are(ranked: Ranked) -> None:
    ranking = ranked(CARD, **HUBS)
    found = compare(ranking, at(ranking, "three", "one"))
    row = ranking.plan.row
    assert found.hubs == tuple(at(ranking, "three", "one"))
    assert found.scores[row["p"]] == pytest.approx([90, 50])
    assert found.scores[row["q"]] == pytest.approx([np.nan, 80], nan_ok=True)
    assert found.points[row["b"]] == pytest.approx([67.5, 22.5])  # p alone for the one, half for the other
    assert found.spread[row["b"]] == pytest.approx(45)
    assert found.spread[row["c"]] == pytest.approx(20)  # absent counts as 0
    np.testing.assert_array_equal(found.ahead, np.nan_to_num(found.points))
    assert not found.common
    arrays = (found.scores, found.points, found.ahead, found.shared, found.below)
    assert not any(array.flags.writeable for array in arrays)


def test_where_points_do_not_add_up_all_are_held_against_the_first(ranked: Ranked) -> None:
    """Of the two that lead the first by id; against it the gap in every node is split, hub to hub."""
    hubs = {"u": {"a": 3.0, "b": 1.0}, "v": {"a": 2.0, "b": 8.0}, "w": {"a": 8.0, "b": 2.0}}
    ranking = ranked({"method": {"aggregate": "geometric"}}, **hubs)
    chosen = at(ranking, "u", "w", "v")
    ahead = compare(ranking, chosen).ahead
    assert ahead[-1] == pytest.approx(ranking.index[chosen] - ranking.index[1])
    assert ahead[:, 2].tolist() == [0, 0, 0]
    up, down = (1 + 0.99 * score for score in (80, 20))  # what w gains in a over v it loses in b
    gain = float(np.sqrt(up * down) / 0.99 * np.log(up / down) / 2)
    assert ahead[:2, 1] == pytest.approx([gain, -gain])
    assert ahead[:2].sum(axis=0) == pytest.approx(ahead[-1])
    assert (ahead[1, 0] < ahead[1, 1] < 0 < ahead[0, 0] < ahead[0, 1]).all()


def test_beside_a_hub_without_an_index_points_are_told_as_they_are(ranked: Ranked) -> None:
    card = {"method": {"aggregate": "geometric", "min_coverage": 0.9}}
    ranking = ranked(card, x={"a": 2.0, "b": 8.0}, y={"a": 8.0, "b": None})
    found = compare(ranking, [0, 1])
    np.testing.assert_array_equal(found.ahead, np.nan_to_num(found.points))
    assert found.points[-1] == pytest.approx([ranking.index[0], np.nan], nan_ok=True)


def test_shared_indicators_are_counted_at_every_node(ranked: Ranked) -> None:
    ranking = ranked(CARD, **HUBS)
    found = compare(ranking, at(ranking, "one", "two"))
    row = ranking.plan.row
    assert [found.shared[row[node]] for node in ("index", "p", "q", "r", "a", "b")] == [2, 1, 1, 0, 1, 0]
    assert [found.below[row[node]] for node in ("index", "p", "q", "r", "a", "b")] == [4, 2, 1, 1, 1, 1]
    assert found.shared.dtype.kind == found.below.dtype.kind == "i"


def test_common_scores_only_what_all_of_them_have(ranked: Ranked) -> None:
    """By hand: a and c are shared; p is a, q is c, r falls out; p weighs 2 of 3."""
    ranking = ranked(CARD, **HUBS)
    found = compare(ranking, at(ranking, "one", "two"), common=True)
    row = ranking.plan.row
    assert found.common
    assert found.scores[row["index"]] == pytest.approx([(2 * 20 + 80) / 3, (2 * 70 + 40) / 3])
    assert found.scores[row["p"]] == pytest.approx([20, 70])
    assert np.isnan(found.scores[row["r"]]).all()
    assert np.isnan(found.scores[row["b"]]).all()
    assert found.points[row["a"]] == pytest.approx([40 / 3, 140 / 3])
    assert np.nansum(found.points[:4], axis=0) == pytest.approx(found.scores[row["index"]])


def test_a_ranking_on_what_is_shared_is_that_of_its_own_plan(ranked: Ranked) -> None:
    ranking = ranked(CARD | {"method": {"min_coverage": 1.0}}, **HUBS)
    found = on_shared(ranking, at(ranking, "one", "two"))
    covered = dict(zip([node.id for node in found.plan.inner], found.coverage_by_node[:, 0], strict=True))
    assert covered == pytest.approx({"p": 1 / 4, "q": 1, "r": 0, "index": 3 / 4})
    again = found.scores.copy()
    aggregate(found.plan, again)
    np.testing.assert_array_equal(again, found.scores)


def test_common_asks_for_no_coverage(ranked: Ranked) -> None:
    ranking = ranked(CARD | {"method": {"min_coverage": 1.0}}, **HUBS)
    assert np.isnan(ranking.index[at(ranking, "two")[0]])
    assert not np.isnan(compare(ranking, at(ranking, "one", "two"), common=True).scores[-1]).any()
    strict = ranked(CARD | {"method": {"missing": "strict"}}, **HUBS)
    assert not np.isnan(compare(strict, at(strict, "one", "two"), common=True).scores[-1]).any()


@pytest.mark.parametrize("missing", ["mean", "worst"])
def test_what_was_filled_in_is_not_shared(ranked: Ranked, missing: str) -> None:
    plain = ranked(CARD, **HUBS)
    filled = ranked(CARD | {"method": {"missing": missing}}, **HUBS)
    hubs = at(plain, "one", "two")
    expected, found = compare(plain, hubs, common=True), compare(filled, hubs, common=True)
    assert found.shared.tolist() == expected.shared.tolist()
    assert found.scores[-1] == pytest.approx(expected.scores[-1])


def test_nothing_in_common(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 1.0, "b": None}, y={"a": None, "b": 1.0})
    found = compare(ranking, [0, 1], common=True)
    assert found.shared[-1] == 0
    assert np.isnan(found.scores).all()


def test_the_ranking_stays_as_it_was(ranked: Ranked) -> None:
    ranking = ranked(CARD, **HUBS)
    before = ranking.scores.copy()
    shared = on_shared(ranking, at(ranking, "one", "two"))
    np.testing.assert_array_equal(ranking.scores, before)
    assert shared.scores is not ranking.scores
