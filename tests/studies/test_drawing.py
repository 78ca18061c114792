from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.methods.order import NEVER
from hubscore.studies.drawing import WORTH_A_THREAD, _worked, run_of, threads_for
from hubscore.studies.draws import sampler

Made = Callable[..., Any]


def test_a_second_thread_is_started_only_where_it_pays() -> None:
    assert threads_for(None, 1000, True) == 1
    assert threads_for(None, 2 * WORTH_A_THREAD, True) in (1, 2)
    assert threads_for(None, 2 * WORTH_A_THREAD, False) == 1
    assert threads_for(5, 1, True) == 5
    assert threads_for(0, 1, True) == 1


def test_losses_are_never_near_zero_and_never_without_a_number(made: Made) -> None:
    card = {"method": {"normalise": "zscore"}, "uncertainty": {"data": {"official": 0.5}}}
    hubs = {"x": {"a": {"value": 9, "evidence": "estimate"}}, "y": {"a": 5}, "z": {"a": 3}}
    run = run_of(sampler(*made(card, **hubs), only=["data", "evidence"]), pairs=False)
    losses = run._losses(run.source.keys(0, 500))
    assert losses.shape == (500, 3)
    assert losses.min() > 10
    assert (losses == NEVER).any()
    assert np.isfinite(losses).all()


@pytest.mark.parametrize("only", [("weights",), ()])
@pytest.mark.parametrize("threads", [1, 2, 3])
def test_parts_are_alike_and_as_many_for_each_thread(
    made: Made, only: tuple[str, ...], threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubscore.studies.drawing.SCORES_OF_A_PART", 600)
    monkeypatch.setattr("hubscore.studies.draws.CELLS_AT_ONCE", 600)
    hubs = {"x": {"a": 1, "b": 4}, "y": {"a": 2, "b": 3}, "z": {"a": 5, "b": 1}}
    run = run_of(sampler(*made({}, **hubs), only=only), pairs=False)
    told: list[int] = []
    run.draw(1001, threads, 1001, lambda done, _: told.append(done))
    parts = np.diff([0, *told])
    assert parts.size % threads == 0
    assert np.ptp(parts) <= parts.size
    assert parts.max() * len(hubs) * (1 if only else 2) <= 600  # scores, or cells


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
