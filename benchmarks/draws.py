"""Draws of ranks against what cannot be left out: one matrix product and one sort a draw.

Run by `python benchmarks/draws.py`; it takes a minute.

Floors, all of one thread. Of weights: a product of weights and scores and a sort of the values
of each draw, from weights that are drawn already. Of full uncertainty: numpy's generator drawing
as many numbers of the same distributions (uniform weights, triangular readings, uniform absent
values), nothing done with them. Each line is the least of several rounds, floors and ours in
turns: CPU time of what one thread does, so that a busy machine blurs little, and time on the wall
of what two do, which means something on two idle cores only. The ranking itself, which both need,
is made before. The most memory, at the end, is that of a process of its own.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
import warnings
from collections.abc import Callable

import numpy as np
import peers
from scale import gappy, in_a_process
from scoring import INDICATORS, PILLARS, problem

import hubscore
from hubscore.studies.robustness import robustness
from hubscore.studies.sensitivity import SAMPLE, sensitivity

LEAST_ROWS = 16
"""Draws of a block of however many hubs: for a single one the product would read all scores each time."""

ABSENT = 0.05
"""Share of the cells without a value where absent values are drawn."""

FACTORS = [*(f"weights:p{number}" for number in range(5)), *(f"data:p{number}" for number in range(4)), "absent"]
"""Ten factors of all kinds that the problem has."""

Clock = Callable[[], float]
Timed = tuple[Callable[[], object], Clock]


def weights_floor(scores: np.ndarray, draws: int) -> Callable[[], object]:
    """A product and a sort a draw, in blocks that fit the cache."""
    weights = np.random.default_rng(1).dirichlet(np.ones(INDICATORS), draws)
    rows = max(LEAST_ROWS, (1 << 15) // scores.shape[1])

    def work() -> None:
        for start in range(0, draws, rows):
            block = weights[start : start + rows] @ scores
            block.sort(axis=-1)

    return work


def numbers_floor(hubs: int, draws: int) -> Callable[[], object]:
    """The random numbers alone, as numpy draws them."""
    generator = np.random.Generator(np.random.SFC64(1))
    cells = INDICATORS * hubs

    def work() -> None:
        for _ in range(0, draws, 16):
            generator.random((16, INDICATORS + PILLARS))
            generator.triangular(-1, 0, 1, (16, round(cells * (1 - ABSENT))))
            generator.random((16, round(cells * ABSENT)))

    return work


def bare_floor(hubs: int, draws: int) -> Callable[[], object]:
    """One uniform number a cell and weight, which is less than any noise needs."""
    generator = np.random.Generator(np.random.SFC64(1))
    numbers = np.empty((16, INDICATORS * hubs + INDICATORS + PILLARS))

    def work() -> None:
        for _ in range(0, draws, 16):
            generator.random(out=numbers)

    return work


def in_turns(works: dict[str, Timed], rounds: int) -> dict[str, float]:
    """Seconds of the fastest round of each."""
    best = dict.fromkeys(works, float("inf"))
    for number in range(rounds + 1):  # the first round only warms up
        for name, (work, clock) in works.items():
            start = clock()
            work()
            best[name] = min(best[name], clock() - start) if number else best[name]
    return best


def compare(name: str, works: dict[str, Timed], rounds: int) -> None:
    """Print one task; ratios are to the first line."""
    print(f"\n{name}", flush=True)
    seconds = in_turns(works, rounds)
    floor = next(iter(seconds.values()))
    for label, value in seconds.items():
        print(f"  {value * 1e3:10.2f} ms  {value / floor:7.2f} x  {label}", flush=True)


def weights(hubs: int, draws: int, rounds: int) -> None:
    """Weights drawn +-25 % at every node."""
    values, dataset, card = problem(hubs)
    base = hubscore.score(dataset, card)

    def run(threads: int) -> Callable[[], object]:
        return lambda: robustness(dataset, card, draws, only=["weights"], base=base, threads=threads)

    works: dict[str, Timed] = {
        "floor: product and sort": (weights_floor(np.clip(values, 0, 100), draws), time.thread_time),
        "robustness, one thread": (run(1), time.thread_time),
        "robustness, two threads": (run(2), time.perf_counter),
    }
    compare(f"weights: {hubs:,} hubs x {INDICATORS} indicators, {draws:,} draws", works, rounds)


def everything(hubs: int, draws: int, rounds: int) -> None:
    """Weights, readings and absent values drawn together."""
    dataset, card = gappy(hubs, ABSENT)
    base = hubscore.score(dataset, card)

    def run(threads: int) -> Callable[[], object]:
        return lambda: robustness(dataset, card, draws, base=base, threads=threads)

    works: dict[str, Timed] = {
        "floor: numpy draws the random numbers": (numbers_floor(hubs, draws), time.thread_time),
        "       one uniform number a cell": (bare_floor(hubs, draws), time.thread_time),
        "robustness, one thread": (run(1), time.thread_time),
        "robustness, two threads": (run(2), time.perf_counter),
    }
    name = f"weights, readings, absent values: {hubs:,} hubs x {INDICATORS} indicators, {draws:,} draws"
    compare(name, works, rounds)


def factors(hubs: int, rounds: int) -> None:
    """Sobol indices of ten factors, 12 x 1,024 rankings."""
    dataset, card = gappy(hubs, ABSENT)
    base = hubscore.score(dataset, card)
    work = (lambda: sensitivity(dataset, card, SAMPLE, only=FACTORS, base=base), time.process_time)
    (seconds,) = in_turns({"": work}, rounds).values()
    print(f"\nSobol indices: {hubs} hubs x {INDICATORS} indicators, {len(FACTORS)} factors, N = {SAMPLE:,}")
    print(f"  {seconds * 1e3:10.2f} ms CPU beyond imports", flush=True)


def main() -> None:
    """Print milliseconds and ratios."""
    warnings.simplefilter("ignore")
    weights(51, 10_000, 40)
    weights(1_000, 1_000, 9)
    weights(5_000, 1_000, 5)
    weights(100_000, 1_000, 1)
    _, memory = in_a_process(100_000, 1_000, ["weights"])
    print(f"  {memory:10.2f} GiB  the most memory of a process that does this, one thread, its data included")
    everything(51, 1_000, 15)
    factors(51, 3)
    peers.main()


if __name__ == "__main__":
    main()
