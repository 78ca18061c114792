"""Draws of ranks against what cannot be left out: one matrix product and one sort a draw.

Run by `python benchmarks/draws.py`; `--large` adds 100,000 hubs, `--peers` the loops of others.

Floors, all of one thread. Of weights: a product of weights and scores and a sort of the values
of each draw, from weights that are drawn already. Of full uncertainty: numpy's generator drawing
as many numbers of the same distributions (uniform weights, triangular readings, uniform absent
values), nothing done with them. Every line is the least of several rounds in one process.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np
from scoring import INDICATORS, PILLARS, problem

import hubscore
from hubscore.model.columns import from_values
from hubscore.model.scorecard import Scorecard
from hubscore.studies.robustness import robustness

ABSENT = 0.05
"""Share of the cells without a value where absent values are drawn."""


def least(work: Callable[[], object], rounds: int) -> float:
    """Seconds of the fastest round."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def weights_floor(scores: np.ndarray, draws: int) -> Callable[[], object]:
    """A product and a sort a draw, in blocks that fit the cache."""
    weights = np.random.default_rng(1).dirichlet(np.ones(INDICATORS), draws)
    rows = max(1, (1 << 15) // scores.shape[1])

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


def gappy(hubs: int) -> tuple[hubscore.Dataset, Scorecard]:
    """The problem with a share of its cells absent."""
    values, dataset, card = problem(hubs)
    gone = np.random.default_rng(2).random(values.shape) < ABSENT
    return from_values(dataset.hubs, dataset.series, np.where(gone, np.nan, values)), card


def compare(
    name: str, floors: dict[str, Callable[[], object]], ours: dict[str, Callable[[], object]], rounds: int
) -> None:
    """Print one task; ratios are to the first floor."""
    print(f"\n{name}")
    bare = 0.0
    for label, work in {**floors, **ours}.items():
        work()
        seconds = least(work, rounds)
        bare = bare or seconds
        print(f"  {seconds * 1e3:10.2f} ms  {seconds / bare:7.2f} x  {label}")


def weights(hubs: int, draws: int, rounds: int) -> None:
    """Weights drawn +-25 % at every node."""
    values, dataset, card = problem(hubs)
    base = hubscore.score(dataset, card)
    scores = np.clip(values, 0, 100)

    def run(threads: int) -> Callable[[], object]:
        return lambda: robustness(dataset, card, draws, only=["weights"], base=base, threads=threads)

    name = f"weights: {hubs:,} hubs x {INDICATORS} indicators, {draws:,} draws"
    floors = {"floor: product and sort": weights_floor(scores, draws)}
    compare(name, floors, {"robustness, one thread": run(1), "robustness, two threads": run(2)}, rounds)


def everything(hubs: int, draws: int, rounds: int) -> None:
    """Weights, readings and absent values drawn together."""
    dataset, card = gappy(hubs)
    base = hubscore.score(dataset, card)

    def run(threads: int) -> Callable[[], object]:
        return lambda: robustness(dataset, card, draws, base=base, threads=threads)

    name = f"weights, readings, absent values: {hubs:,} hubs x {INDICATORS} indicators, {draws:,} draws"
    floors = {
        "floor: numpy draws the random numbers": numbers_floor(hubs, draws),
        "        one uniform number a cell": bare_floor(hubs, draws),
    }
    compare(name, floors, {"robustness, one thread": run(1), "robustness, two threads": run(2)}, rounds)


def peers() -> None:
    """Weight draws by the loops of others, flat, 51 hubs; per draw, since they are slow."""
    values, dataset, card = problem(51)
    base = hubscore.score(dataset, card)
    table, draws = np.ascontiguousarray(values.T), 200
    drawn = np.random.default_rng(1).dirichlet(np.ones(INDICATORS), draws)
    ours = least(lambda: robustness(dataset, card, 10_000, only=["weights"], base=base), 7) / 10_000

    def pymcdm() -> None:
        from pymcdm.helpers import normalize_matrix, rrankdata
        from pymcdm.normalizations import minmax_normalization

        for weight in drawn:
            rrankdata((normalize_matrix(table, minmax_normalization, np.ones(INDICATORS)) * weight).sum(axis=1))

    def skcriteria() -> None:
        import skcriteria as skc
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.preprocessing.scalers import MinMaxScaler

        model, scaler = WeightedSumModel(), MinMaxScaler("matrix")
        for weight in drawn:
            matrix = skc.mkdm(table, [max] * INDICATORS, weights=weight)
            model.evaluate(scaler.transform(matrix)).rank_  # noqa: B018 - ranks are computed on reading

    print(f"\none weight draw of 51 hubs x {INDICATORS} indicators")
    print(f"  {ours * 1e6:10.2f} us  {1:7.1f} x  hubscore")
    for label, work in {"pymcdm": pymcdm, "scikit-criteria": skcriteria}.items():
        work()
        seconds = least(work, 2) / draws
        print(f"  {seconds * 1e6:10.2f} us  {seconds / ours:7.1f} x  {label}")


def main() -> None:
    """Print seconds and ratios."""
    warnings.simplefilter("ignore")
    weights(51, 10_000, 9)
    weights(1_000, 1_000, 5)
    weights(5_000, 1_000, 3)
    everything(51, 1_000, 9)
    if "--large" in sys.argv:
        weights(100_000, 1_000, 1)
        print(
            f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:10.2f} GiB  the most memory of this process"
        )
    if "--peers" in sys.argv:
        peers()


if __name__ == "__main__":
    main()
