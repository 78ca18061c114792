from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import Problem, UsageError
from hubscore.methods.order import NEVER
from hubscore.methods.rank import ranks
from hubscore.studies.drawing import (
    ROWS_AT_ONCE,
    STEPS_OF_A_SCORE,
    WORTH_A_THREAD,
    _worked,
    product,
    run_of,
    threads_for,
)
from hubscore.studies.draws import sampler

Made = Callable[..., Any]


@pytest.mark.parametrize(("processors", "most"), [(None, 1), (1, 1), (2, 2), (8, 2)])
def test_a_second_thread_is_started_only_where_it_pays(
    monkeypatch: pytest.MonkeyPatch, processors: int | None, most: int
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    assert threads_for(None, WORTH_A_THREAD, True) == 1
    assert threads_for(None, WORTH_A_THREAD + 1, True) == most
    assert threads_for(None, STEPS_OF_A_SCORE * WORTH_A_THREAD, False) == 1
    assert threads_for(None, STEPS_OF_A_SCORE * WORTH_A_THREAD + 1, False) == most


def test_as_many_threads_as_asked_for() -> None:
    assert [threads_for(asked, 1, True) for asked in (5, 2, 1, 0)] == [5, 2, 1, 1]


@pytest.mark.parametrize("rows", [1, ROWS_AT_ONCE, ROWS_AT_ONCE + 1, 3 * ROWS_AT_ONCE - 1])
def test_a_product_of_many_rows(rows: int) -> None:
    one, other = np.arange(2.0 * rows).reshape(rows, 2), np.array([[1.0, 2, 3], [4, 5, 6]])
    assert product(one, other).tolist() == [[x + 4 * y, 2 * x + 5 * y, 3 * x + 6 * y] for x, y in one.tolist()]


HUBS: dict[str, Any] = {
    "v": {"a": 4, "b": 4, "c": 1},
    "w": {"a": 1, "b": 9, "c": 1},
    "x": {"a": 8, "b": 2, "c": 1},
    "y": {"a": 4, "b": 4 + 3e-9, "c": 9},  # tied with v
    "z": {"a": None, "b": None, "c": None},
    "top": {"a": 9, "b": 9, "c": 1, "Role": "benchmark"},
}


@pytest.mark.parametrize("only", [("weights",), ("weights", "data")])
@pytest.mark.parametrize("threads", [1, 2])
def test_ranks_are_counted_draw_by_draw(
    made: Made, only: tuple[str, ...], threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in (("SCORES_AT_ONCE", 40), ("ROWS_AT_ONCE", 3), ("SCORES_OF_A_PART", 200)):
        monkeypatch.setattr(f"hubscore.studies.drawing.{name}", size)
    monkeypatch.setattr("hubscore.studies.draws.CELLS_AT_ONCE", 200)
    card = {
        "method": {"scale": [10, 110]},
        "weights": {"a": 1, "b": 1, "c": 0},
        "uncertainty": {"data": {"official": 0.2}},
    }
    source = sampler(*made(card, **HUBS), only=only)
    run = run_of(source, pairs=True)
    told: list[tuple[int, int]] = []
    run.draw(101, threads, 300, lambda *each: told.append(each))
    run.draw(203, threads, 300, None)
    assert [source.dataset.hubs.ids[hub] for hub in run.field] == ["w", "x", "v", "y"]
    assert (told[-1], {most for _, most in told}) == ((101, 300), {300})
    scores = source.scores(source.keys(0, 203))[:, run.field]
    place = ranks(scores, 100)
    assert run.tally.counts.tolist() == [(place == rank).sum(axis=0).tolist() for rank in range(1, 5)]
    ahead = scores[:, :, None] - scores[:, None, :]
    twice = 2 * (ahead > 1e-7) + (np.abs(ahead) <= 1e-7)
    assert run.tally.pairs is not None
    assert (run.tally.pairs + 203 * np.eye(4)).tolist() == twice.sum(axis=0).tolist()
    assert run_of(source, pairs=False).tally.pairs is None


@pytest.mark.parametrize("cell", [{"at_least": 0.01, "at_most": 9.0}, {"at_least": 1, "at_most": 500}, {"value": 9.99}])
def test_draws_far_from_the_scores_are_told_apart(made: Made, cell: dict[str, Any]) -> None:
    card = {
        "method": {"bounds": "cautious"},
        "indicators": {"a": {"clip": False}},
        "uncertainty": {"data": {"official": 0.5}},
    }
    source = sampler(*made(card, x={"a": cell}, y={"a": cell}, z={"a": cell}), only=["data"])
    run = run_of(source, pairs=False)
    run.draw(200, 1, 200, None)
    place = ranks(source.scores(source.keys(0, 200))[:, run.field], 100)
    assert run.tally.counts.tolist() == [(place == rank).sum(axis=0).tolist() for rank in range(1, 4)]


def test_without_ranked_hubs_there_is_nothing_to_count(made: Made) -> None:
    run = run_of(sampler(*made({}, x={"a": 3, "Role": "benchmark"})), pairs=True)
    run.draw(20, 1, 20, None)
    assert (run.field.size, run.tally.draws, run.tally.counts.size) == (0, 20, 0)


def test_too_many_hubs_for_all_pairs_are_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    source = sampler(*made({}, **HUBS), only=["weights"])
    monkeypatch.setattr("hubscore.studies.drawing.MOST_PAIRED", 4)
    assert run_of(source, pairs=True).field.size == 4
    monkeypatch.setattr("hubscore.studies.drawing.MOST_PAIRED", 3)
    assert run_of(source, pairs=False).field.size == 4
    with pytest.raises(UsageError) as caught:
        run_of(source, pairs=True)
    hint = "neighbours are always counted"
    problem = Problem("pairs", "too many hubs to count all pairs", found="4", expected="at most 3", hint=hint)
    assert caught.value.problems == (problem,)


def test_losses_are_never_near_zero_and_never_without_a_number(made: Made) -> None:
    card = {"method": {"normalise": "zscore"}, "uncertainty": {"data": {"official": 0.5}}}
    hubs = {"x": {"a": {"value": 9, "evidence": "estimate"}}, "y": {"a": 5}, "z": {"a": 3}}
    run = run_of(sampler(*made(card, **hubs), only=["data", "evidence"]), pairs=False)
    losses = run._losses(run.source.keys(0, 500))
    assert losses.shape == (500, 3)
    assert losses.min() > 10
    assert (losses == NEVER).any()
    assert np.isfinite(losses).all()


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize(
    ("only", "sizes", "most"),
    [
        (("weights",), {"drawing.SCORES_OF_A_PART": 600}, 600 // 3),
        (("weights",), {"drawing.WEIGHTS_AT_ONCE": 301}, 301 // 2),
        (("weights",), {"drawing.WEIGHTS_AT_ONCE": 3}, 8),
        ((), {"draws.CELLS_AT_ONCE": 600}, 600 // (3 * 2)),
    ],
)
def test_parts_are_alike_and_as_many_for_each_thread(
    made: Made, only: tuple[str, ...], sizes: dict[str, int], most: int, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, size in sizes.items():
        monkeypatch.setattr(f"hubscore.studies.{name}", size)
    hubs = {"x": {"a": 1, "b": 4}, "y": {"a": 2, "b": 3}, "z": {"a": 5, "b": 1}}
    run = run_of(sampler(*made({}, **hubs), only=only), pairs=False)
    for first, last in ((0, 1001), (1001, 1302)):
        told: list[int] = []
        run.draw(last, threads, last, lambda done, _, told=told: told.append(done))
        parts = np.diff([first, *told])
        rounds = -(-(last - first) // (most * threads))
        assert threads * (rounds - 1) < parts.size <= threads * rounds
        assert np.ptp(parts) <= parts.size
        assert parts.max() <= most


@pytest.mark.parametrize(("draws", "threads"), [(10, 1), (5000, 1), (5000, 2), (5000, 4)])
def test_parts_cover_all_draws(made: Made, draws: int, threads: int) -> None:
    run = run_of(sampler(*made({}, x={"a": 1, "b": 4}, y={"a": 2, "b": 3})), pairs=False)
    told: list[int] = []
    run.draw(draws, threads, draws, lambda done, _: told.append(done))
    assert run.tally.draws == told[-1] == draws
    assert run.tally.counts.sum() == 2 * draws


def test_where_one_thread_fails_the_other_does_not_go_on_to_the_end() -> None:
    failed, done = threading.Event(), []

    def work(first: int, _count: int) -> int:
        if threading.current_thread() is not threading.main_thread():
            failed.set()
            raise MemoryError
        failed.wait(10)
        time.sleep(0.01)
        done.append(first)
        return 1

    with pytest.raises(MemoryError):
        sum(_worked([(first, 1) for first in range(200)], work, 2))
    assert len(done) < 199
