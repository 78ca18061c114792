"""One score from arrays, against a bare numpy floor and the peers.

Run by `python benchmarks/scoring.py`.

The floor does what cannot be left out, in numpy written plainly: clip to the goalposts,
rescale, weigh, sum, sort. Every line is the least of several rounds in one process.
"""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable

import numpy as np

import hubscore
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.scorecard import Scorecard

INDICATORS, PILLARS, ROUNDS = 49, 8, 7


def problem(hubs: int, seed: int = 1) -> tuple[np.ndarray, hubscore.Dataset, Scorecard]:
    """Random figures, and a scorecard of eight pillars with fixed goalposts."""
    values = np.random.default_rng(seed).uniform(-5, 105, (INDICATORS, hubs))
    names = [f"i{number:02}" for number in range(INDICATORS)]
    ids = [f"h{number:06}" for number in range(hubs)]
    people = hubs_of(ids, ids, ["candidate"] * hubs, [None] * hubs)
    indicator = {"direction": "higher", "goalposts": [0, 100]}
    indicators = {name: {"pillar": f"p{at % PILLARS}", **indicator} for at, name in enumerate(names)}
    pillars: dict[str, object] = {f"p{number}": {} for number in range(PILLARS)}
    card = Scorecard.model_validate({"title": "Random", "hubs": "*.toml", "pillars": pillars, "indicators": indicators})
    return values, from_values(people, names, values), card


def floor(values: np.ndarray) -> np.ndarray:
    """The same index by hand: scores, pillars, index, order."""
    scores = (np.clip(values, 0, 100) - 0) / (100 - 0) * 100
    pillars = np.array([scores[start::PILLARS].mean(axis=0) for start in range(PILLARS)])
    index = pillars.mean(axis=0)
    np.argsort(-index)
    return index


def least(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the fastest round."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def peers(values: np.ndarray) -> dict[str, Callable[[], object]]:
    """The weighted sum of min-max scores, flat, by the peers."""
    weights = np.full(INDICATORS, 1 / INDICATORS)
    table = np.ascontiguousarray(values.T)

    def pymcdm() -> object:
        from pymcdm.helpers import normalize_matrix, rrankdata
        from pymcdm.normalizations import minmax_normalization

        return rrankdata((normalize_matrix(table, minmax_normalization, np.ones(INDICATORS)) * weights).sum(axis=1))

    def skcriteria() -> object:
        import skcriteria as skc
        from skcriteria.agg.simple import WeightedSumModel
        from skcriteria.preprocessing.scalers import MinMaxScaler

        matrix = skc.mkdm(table, [max] * INDICATORS, weights=weights)
        return WeightedSumModel().evaluate(MinMaxScaler("matrix").transform(matrix)).rank_

    return {"pymcdm (flat)": pymcdm, "scikit-criteria (flat)": skcriteria}


def main() -> None:
    """Print seconds and ratios for several sizes."""
    warnings.simplefilter("ignore")
    for hubs in (51, 1_000, 20_000, 100_000):
        compare(hubs)


def compare(hubs: int) -> None:
    """Print one size."""
    values, dataset, card = problem(hubs)
    ours = hubscore.score(dataset, card)
    assert np.allclose(ours.index, floor(values)), "the floor computes something else"
    bare = least(lambda: floor(values))
    print(f"\n{hubs:,} hubs x {INDICATORS} indicators")
    print(f"  {bare * 1e3:9.2f} ms  {1:6.2f} x  floor: bare numpy")
    mine = least(lambda: hubscore.score(dataset, card))
    print(f"  {mine * 1e3:9.2f} ms  {mine / bare:6.2f} x  hubscore.score")
    for name, work in peers(values).items():
        work()
        value = least(work, 3)
        print(f"  {value * 1e3:9.2f} ms  {value / bare:6.2f} x  {name}")


if __name__ == "__main__":
    main()
