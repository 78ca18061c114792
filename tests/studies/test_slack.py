"""Which moves chance would explain, and how far draws move a score."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import hubscore
import hubscore.studies.draws as drawing
import hubscore.studies.slack as module
from hubscore.model.ranking import Ranking
from hubscore.studies.diff import Diff, Shares
from hubscore.studies.draws import sampler
from hubscore.studies.slack import Slack, noise, slack
from hubscore.studies.whatif import Move
from hubscore.workspace import Workspace


@pytest.fixture(scope="module")
def workspace(root: Path) -> Workspace:
    return hubscore.open(root / "configs")


@pytest.fixture(scope="module")
def ranking(workspace: Workspace) -> Ranking:
    return hubscore.score(workspace.dataset, workspace.scorecard)


Ranks = tuple[int | None, int | None]


def moved(ranking: Ranking, hubs: dict[str, Ranks], **parts: tuple[float, float] | None) -> Diff:
    """Hubs with their ranks before and after, and what data and weights moved their scores by."""
    moves = tuple(Move(hub, hub, *ends, 1.0, 1.0) for hub, ends in hubs.items())
    causes = []
    for hub in hubs:
        data, weights = parts.get(hub, (0.5, 0.5)) or (None, None)
        total = None if data is None or weights is None else data + weights
        causes.append(Shares(hub, data, weights, 0.0, 0.0, total))
    return Diff(ranking, ranking, moves, tuple(causes), ())


def calm(ranks: dict[str, tuple[int, int]], score: float = 5.0, figures: float = 1.0) -> Slack:
    return Slack(ranks, dict.fromkeys("abc", score), dict.fromkeys("abc", figures))


SWAP: dict[str, Ranks] = {"a": (1, 2), "b": (2, 1), "c": (3, 3)}
WIDE = {"a": (1, 2), "b": (1, 2), "c": (3, 3)}


def test_ranks_lie_within_the_interval_of_the_other_side(ranking: Ranking) -> None:
    found = moved(ranking, SWAP)
    assert noise(found, None, None) == frozenset()
    assert noise(found, calm(WIDE), calm(WIDE)) == {"a", "b"}
    assert noise(found, calm(WIDE), None) == noise(found, None, calm(WIDE)) == {"a", "b"}
    assert noise(found, calm(WIDE), calm({"a": (1, 2), "b": (1, 1)})) == {"a"}  # b was second, which is out now
    assert noise(found, calm({"a": (1, 1), "b": (1, 2)}), calm(WIDE)) == {"b"}  # a is second, which it was not before
    assert noise(found, calm({}), calm(WIDE)) == frozenset()


@pytest.mark.parametrize("parts", [(4.0, 1.01), (1.01, 0.0), (-1.01, 0.5), (0.0, -5.01)])
def test_a_score_that_moved_further_than_draws_move_it_is_no_noise(
    ranking: Ranking, parts: tuple[float, float]
) -> None:
    assert noise(moved(ranking, SWAP, c=parts), calm(WIDE), calm(WIDE)) == {"a", "b"}  # it passed nobody
    assert noise(moved(ranking, SWAP, a=parts), calm(WIDE), calm(WIDE)) == frozenset()  # b was passed by it
    held = moved(ranking, SWAP, a=(parts[0] / 10, parts[1] / 10))
    assert noise(held, calm(WIDE), calm(WIDE)) == {"a", "b"}
    assert noise(held, calm(WIDE), calm(WIDE, 0.01, 0.01)) == frozenset()


@pytest.mark.parametrize("parts", [(1.0, 4.0), (0.0, 0.5)])
def test_a_score_that_moved_just_as_far_as_draws_move_it_is_noise(ranking: Ranking, parts: tuple[float, float]) -> None:
    sides = calm(WIDE, sum(parts), parts[0])
    assert noise(moved(ranking, SWAP, a=parts, b=parts, c=parts), sides, sides) == {"a", "b"}


def test_who_comes_goes_or_has_no_score_on_a_side_is_no_noise(ranking: Ranking) -> None:
    wide = calm(dict.fromkeys("abc", (1, 3)))
    assert noise(moved(ranking, {"a": (None, 1), "b": (1, 2)}), wide, wide) == {"b"}
    assert noise(moved(ranking, {"a": (2, None), "b": (3, 2)}), wide, wide) == {"b"}
    assert noise(moved(ranking, SWAP, b=None), wide, wide) == frozenset()
    assert noise(moved(ranking, {"a": (None, 1)}), wide, wide) == frozenset()
    stirred = moved(ranking, {"a": (None, 1), "b": (1, 2), "c": (2, 3)}, c=(9.0, 9.0))
    assert noise(stirred, wide, wide) == {"b"}


def test_reach_is_what_nine_draws_of_ten_keep_to(workspace: Workspace, ranking: Ranking) -> None:
    dataset, card = workspace.dataset, workspace.scorecard
    found = slack(dataset, card, {}, 1, ranking)
    source = sampler(dataset, card, 1, base=ranking)
    away = np.abs(source.scores(source.keys(0, 1_000)) - ranking.index)
    for hub in ("chongqing", "hefei", "shenzhen"):
        assert found.score[hub] == pytest.approx(np.quantile(away[:, dataset.column[hub]], 0.9))
        assert 0 < found.figures[hub] < found.score[hub]
    assert found.score["singapore"] == 0  # which has no score
    assert slack(dataset, card, {}, 1, ranking) == found


def test_of_large_tables_fewer_draws(workspace: Workspace, ranking: Ranking, monkeypatch: pytest.MonkeyPatch) -> None:
    dataset, card = workspace.dataset, workspace.scorecard
    hubs, leaves = ranking.index.size, len(ranking.plan.leaves)
    source = sampler(dataset, card, 1, base=ranking)
    away = np.abs(source.scores(source.keys(0, 80)) - ranking.index)[:, dataset.column["hefei"]]
    monkeypatch.setattr(drawing, "CELLS_AT_ONCE", hubs * leaves * 30)  # in parts, of which the last is smaller
    for cells, draws in ((hubs * leaves * 81 - 1, 80), (1, 50)):
        monkeypatch.setattr(module, "MOST_CELLS", cells)
        assert slack(dataset, card, {}, 1, ranking).score["hefei"] == pytest.approx(np.quantile(away[:draws], 0.9))


def test_a_scorecard_without_doubt_has_no_reach(workspace: Workspace, ranking: Ranking) -> None:
    sure = workspace.scorecard.uncertainty.model_copy(update={"weights": 0.0, "normalise": (), "aggregate": ()})
    card = workspace.scorecard.model_copy(update={"uncertainty": sure})
    found = slack(workspace.dataset, card, {}, 1, ranking)
    assert found.score == pytest.approx(found.figures)
