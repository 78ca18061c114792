"""Draws of weights on 51 hubs x 49 indicators, against the loops of others.

Run by `python benchmarks/peers.py`; `benchmarks/draws.py` runs it too.

Who has pymcdm or scikit-criteria scores in a loop over the draws: their functions take one set of
weights. pysensmcda's SMAA loops itself, over a method of pymcdm's as its documentation shows, or
over any function: the last line hands it one bare product of a table that is scaled already, which
leaves of the tool its loop and its counting. All get the same drawn weights and rank flat, without
pillars; hubscore draws the weights too, at every node of the tree, and gives intervals, odds and
errors. CPU time of one draw by one thread, the least of several rounds.

pysensmcda and scikit-criteria cannot be in one environment (pandas below 3, from 3 on):
`requirements/benchmarks.txt` is one with pysensmcda and pymcdm. What is not installed is said.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import time
import warnings
from collections.abc import Callable

import numpy as np
from scoring import INDICATORS, problem

import hubscore
from hubscore.studies.robustness import robustness

HUBS, OWN_DRAWS, THEIR_DRAWS = 51, 10_000, 1_000

Loop = Callable[[], object]


def pymcdm(table: np.ndarray, drawn: np.ndarray) -> Loop:
    """Min-max, weighted sum, ranks, draw by draw."""
    from pymcdm.helpers import normalize_matrix, rrankdata
    from pymcdm.normalizations import minmax_normalization

    ones = np.ones(INDICATORS)
    return lambda: [
        rrankdata((normalize_matrix(table, minmax_normalization, ones) * weights).sum(axis=1)) for weights in drawn
    ]


def scikit_criteria(table: np.ndarray, drawn: np.ndarray) -> Loop:
    """The same."""
    import skcriteria as skc
    from skcriteria.agg.simple import WeightedSumModel
    from skcriteria.preprocessing.scalers import MinMaxScaler

    model, scaler, best = WeightedSumModel(), MinMaxScaler("matrix"), [max] * INDICATORS
    return lambda: [model.evaluate(scaler.transform(skc.mkdm(table, best, weights=weights))).rank_ for weights in drawn]


def smaa(table: np.ndarray, drawn: np.ndarray) -> Loop:
    """SMAA-2 with pymcdm's weighted sum."""
    from pymcdm.methods import WSM
    from pymcdm.normalizations import minmax_normalization
    from pysensmcda.smaa import smaa2

    return lambda: smaa2(WSM(minmax_normalization), table, np.ones(INDICATORS), weights=drawn)


def smaa_bare(table: np.ndarray, drawn: np.ndarray) -> Loop:
    """SMAA-2 with nothing but a product, of a scaled table."""
    from pysensmcda.smaa import smaa2

    scaled = (table - table.min(axis=0)) / np.ptp(table, axis=0)
    return lambda: smaa2(lambda x, w, _: x @ w, scaled, np.ones(INDICATORS), weights=drawn)


PEERS = {
    "pymcdm, in a loop": pymcdm,
    "scikit-criteria, in a loop": scikit_criteria,
    "pysensmcda smaa2, pymcdm's weighted sum": smaa,
    "pysensmcda smaa2, a bare product instead": smaa_bare,
}


def least(work: Loop, rounds: int) -> float:
    """CPU seconds of the fastest round."""
    best = float("inf")
    for _ in range(rounds + 1):
        start = time.thread_time()
        work()
        best = min(best, time.thread_time() - start)
    return best


def main() -> None:
    """Print microseconds a draw, and ratios."""
    warnings.simplefilter("ignore")
    values, dataset, card = problem(HUBS)
    base = hubscore.score(dataset, card)
    run = least(lambda: robustness(dataset, card, OWN_DRAWS, only=["weights"], base=base, threads=1), 20) / OWN_DRAWS
    table, drawn = np.ascontiguousarray(values.T), np.random.default_rng(1).dirichlet(np.ones(INDICATORS), THEIR_DRAWS)
    print(f"\none draw of weights, {HUBS} hubs x {INDICATORS} indicators")
    print(f"  {run * 1e6:10.2f} us  {1:8.1f} x  hubscore, one thread")
    for name, peer in PEERS.items():
        try:
            work = peer(table, drawn)
        except ImportError as error:
            print(f"  {'-':>10}     {'-':>8}    {name}: {error.name} is not installed here")
            continue
        seconds = least(work, 2) / THEIR_DRAWS
        print(f"  {seconds * 1e6:10.2f} us  {seconds / run:8.1f} x  {name}", flush=True)


if __name__ == "__main__":
    main()
