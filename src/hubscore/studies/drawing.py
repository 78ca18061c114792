"""Draws under way: in parts, by one thread or two, counted as they come."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.methods.order import NEVER, grain
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.asked import whole
from hubscore.studies.draws import Sampler
from hubscore.studies.tally import Tally

Floats = NDArray[np.float64]

SCORES_AT_ONCE = 5 << 16
"""Scores of draws that are ordered together: some MiB, so that threads seldom wait for each other."""

FEWEST_AT_ONCE = 8
"""Draws that are ordered together of however many hubs: for fewer a product reads all scores too often."""

ROWS_AT_ONCE = 256
"""Rows of a matrix product that are done together: what a tall one reads would not stay in the cache."""

SCORES_OF_A_PART = 3 << 18
"""Scores of a part that is drawn by products, at most."""

WEIGHTS_AT_ONCE = 5 << 17
"""Weights that are drawn together: the same."""

ROOM = 1 / 16
"""How far above all scores a loss of 0 lies, in ranges of them: it has no room for a hub's number."""

ROOM_FOR_DRAWS = 1
"""The same where scores are drawn that may exceed those at hand."""

KEPT_BYTES = 1 << 24
"""Memory that is kept between blocks of draws."""

WORTH_A_THREAD = 1 << 18
"""Scores to draw, below which a second thread costs more than it gains."""

STEPS_OF_A_SCORE = 16
"""How much more often threads wait for each other where a score takes many short steps."""

MOST_PAIRED = 500
"""Hubs up to which all pairs can be asked for."""

Progress = Callable[[int, int], None]
"""Told how many draws are done and how many there will be, or would be at most."""


@dataclass(frozen=True, eq=False)
class Run:
    """Draws under way.

    `field`: the hubs that are ranked; `linear`: shape (leaf, hub), the losses that indicators
    bring at their declared weights, None where the index is no sum of them; `top`: the score of
    which the loss is 0, above all but few that are drawn; `grain`: how many grains of losses make a unit of the scale.
    """

    source: Sampler
    field: NDArray[np.intp]
    tally: Tally
    linear: Floats | None
    top: float
    grain: float

    def draw(self, stop: int, threads: int, most: int, progress: Progress | None) -> None:
        """Go on to draw number `stop`; progress is told after each part."""
        done = self.tally.draws
        size = self._part_size(stop - done, threads)
        parts = ((first, min(size, stop - first)) for first in range(done, stop, size))
        for count in _worked(parts, self._part, threads):
            done += count
            if progress is not None:
                progress(done, most)

    def _part_size(self, draws: int, threads: int) -> int:
        """Draws of one part, all parts alike and as many for each thread."""
        most = self.source.at_once
        if self.linear is not None:
            most = SCORES_OF_A_PART // max(self.field.size, 1)
            most = max(FEWEST_AT_ONCE, min(most, WEIGHTS_AT_ONCE // self.source.weighing.member.size))
        rounds = -(-draws // (most * threads))
        return -(-draws // (rounds * threads))

    def _part(self, first: int, count: int) -> int:
        """Draw, order and count; how many were done."""
        at = self.source.keys(first, count)
        if self.linear is None:
            self.tally.add(self._losses(at))
            return count
        weights = self.source.weighing.times_declared(at).T
        size = max(FEWEST_AT_ONCE, SCORES_AT_ONCE // max(self.field.size, 1))
        size = -(-count // -(-count // size))
        for start in range(0, count, size):
            self.tally.add(product(weights[start : start + size], self.linear))
        return count

    def _losses(self, at: NDArray[np.uint64]) -> Floats:
        """How many grains each hub of the field is below the top, shape (draw, hub); `NEVER` without a score."""
        losses = self.top - self.source.scores(at)[:, self.field]
        over = np.fmin.reduce(losses, axis=1, keepdims=True, initial=0.0)
        if over.any():  # a draw above the top keeps the distances between its hubs
            losses -= over
        losses *= self.grain
        return np.nan_to_num(losses, copy=False, nan=NEVER)


def product(one: Floats, other: Floats) -> Floats:
    """A matrix product of many rows, a few at a time."""
    result = np.empty((len(one), other.shape[1]))
    for start in range(0, len(one), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        np.matmul(one[rows], other, out=result[rows])
    return result


def _worked(parts: Iterable[tuple[int, int]], work: Callable[[int, int], int], threads: int) -> Iterator[int]:
    """Work through parts, of which each thread takes the next when it is free; this one is the first of them."""
    if threads == 1:
        yield from (work(*part) for part in parts)
        return
    from concurrent.futures import ThreadPoolExecutor
    from queue import SimpleQueue

    waiting, done, lock = iter(parts), SimpleQueue[int](), Lock()

    def next_part() -> tuple[int, int] | None:
        with lock:
            return next(waiting, None)

    def help_out() -> None:
        while part := next_part():
            done.put(work(*part))

    pool = ThreadPoolExecutor(threads - 1)
    try:
        helpers = [pool.submit(help_out) for _ in range(threads - 1)]
        while part := next_part():
            yield work(*part)
            yield from (done.get() for _ in range(done.qsize()))
            if any(helper.done() for helper in helpers):  # it found nothing more to do, or failed
                break
        for helper in helpers:
            helper.result()
        yield from (done.get() for _ in range(done.qsize()))
    finally:
        with lock:  # nobody begins another one
            waiting = iter(())
        pool.shutdown()


def keep_memory() -> None:
    """Tell the C library that blocks of this size come back: it would return each to the system, and fetch it again.

    It learns from the first large one that is given back; nothing of it is ever touched.
    """
    np.empty(KEPT_BYTES, dtype=np.uint8)


def threads_for(threads: int | None, scores: int, at_once: bool) -> int:
    """As many threads as asked for, else as pay for so many scores; `at_once`: by one product a block."""
    if threads is not None:
        return max(1, whole(threads, "the number of threads"))
    worth = WORTH_A_THREAD if at_once else STEPS_OF_A_SCORE * WORTH_A_THREAD
    return min(2, os.cpu_count() or 1) if scores > worth else 1


def run_of(source: Sampler, pairs: bool) -> Run:
    """Make ready to draw and count; `pairs`: whether all pairs of hubs are counted."""
    base = source.base
    listing = np.array(base.listing)
    field = listing[base.rank[listing] > 0]
    if pairs and field.size > MOST_PAIRED:
        problem = Problem("pairs", "too many hubs to count all pairs", found=f"{field.size:,}")
        raise UsageError([problem._replace(expected=f"at most {MOST_PAIRED}", hint="neighbours are always counted")])
    scores, scale, linear = base.scores[:, field], base.plan.scale, source.linear(field)
    low = np.fmin.reduce(scores, axis=None, initial=scale[0])
    high = np.fmax.reduce(scores, axis=None, initial=scale[1])
    top = high + (high - low) * (ROOM_FOR_DRAWS if linear is None else ROOM)
    unit = grain(top - low, field.size)
    tally = Tally(field.size, TIE_TOLERANCE * base.plan.span * unit, base.plan.ties, pairs)
    losses = None if linear is None else (top * base.plan.weights[:, None] - linear) * unit
    return Run(source, field, tally, losses, float(top), unit)
