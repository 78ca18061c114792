"""Duels of all hubs with each other, against plain loops, plain numpy and the peers.

Run by `python benchmarks/copeland.py`.

The reference is Copeland's rule written plainly in numpy: one matrix of hubs x hubs for the
votes, to which every indicator adds. Neither pymcdm nor scikit-criteria has Copeland's rule.
What they have that compares all pairs is run beside it, though it gives another answer:
PROMETHEE II with the usual preference function (which adds up the same votes without asking
who won the duel), and ELECTRE I (concordance and discordance of every pair).
Memory is the greatest that the work allocated at a time.
"""

from __future__ import annotations

import tracemalloc
import warnings
from collections.abc import Callable

import numpy as np
from scoring import INDICATORS, least

from hubscore.methods.copeland import balance

PEERS_UP_TO, LOOPS_UP_TO = 500, 51


def problem(hubs: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Random shares of the scale, (indicator, hub), and weights that all differ."""
    rng = np.random.default_rng(seed)
    return rng.random((INDICATORS, hubs)), rng.dirichlet(np.ones(INDICATORS))


def plain(s: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Wins less losses from one matrix of votes."""
    votes = np.zeros((s.shape[1], s.shape[1]))
    for row, weight in zip(s, w, strict=True):
        votes += weight * np.sign(row[:, None] - row)
    return np.sign(votes).sum(axis=1)


def looped(s: np.ndarray, w: np.ndarray) -> list[int]:
    """The same, duel by duel in plain Python."""
    hubs, weights = s.T.tolist(), w.tolist()
    found = []
    for one in hubs:
        total = 0
        for other in hubs:
            votes = sum(k * ((a > b) - (a < b)) for k, a, b in zip(weights, one, other, strict=True))
            total += (votes > 0) - (votes < 0)
        found.append(total)
    return found


def peers(s: np.ndarray, w: np.ndarray) -> dict[str, Callable[[], object]]:
    """Other rules that compare all pairs."""
    table = np.ascontiguousarray(s.T)

    def promethee() -> object:
        from pymcdm.methods import PROMETHEE_II

        return PROMETHEE_II("usual")(table, w, np.ones(INDICATORS))

    def electre() -> object:
        import skcriteria as skc
        from skcriteria.agg.electre import ELECTRE1

        return ELECTRE1().evaluate(skc.mkdm(table, [max] * INDICATORS, weights=w))

    return {"pymcdm PROMETHEE II (usual)": promethee, "scikit-criteria ELECTRE I": electre}


def peak(work: Callable[[], object]) -> float:
    """Megabytes at most while it works."""
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


def main() -> None:
    """Print seconds, ratios and memory for several sizes."""
    warnings.simplefilter("ignore")
    for hubs in (51, 500, 5_000):
        compare(hubs)
    s, _ = problem(51)
    draws = np.random.default_rng(2).dirichlet(np.ones(INDICATORS), 1_000)
    print("\n1,000 draws of weights, 51 hubs")
    reference = least(lambda: [plain(s, weights) for weights in draws], 1)
    show(reference, reference, "reference, draw by draw", "")
    show(least(lambda: balance(s, s, draws), 3), reference, "hubscore", "")


def compare(hubs: int) -> None:
    """Print one size."""
    s, w = problem(hubs)
    assert (balance(s, s, w) == plain(s, w)).all(), "the reference computes something else"
    print(f"\n{hubs:,} hubs x {INDICATORS} indicators")
    rounds = 7 if hubs < 5_000 else 2
    reference = least(lambda: plain(s, w), rounds)
    show(reference, reference, "reference: plain numpy, all pairs at once", f"{peak(lambda: plain(s, w)):7.1f} MB")
    mine = least(lambda: balance(s, s, w), rounds)
    show(mine, reference, "hubscore", f"{peak(lambda: balance(s, s, w)):7.1f} MB")
    if hubs <= LOOPS_UP_TO:
        show(least(lambda: looped(s, w), 3), reference, "plain Python, two loops", "")
    if hubs <= PEERS_UP_TO:
        for name, work in peers(s, w).items():
            work()
            show(least(work, 2), reference, f"{name}: another rule", "")


def show(seconds: float, reference: float, name: str, memory: str) -> None:
    """Print one line."""
    print(f"  {seconds * 1e3:9.2f} ms  {seconds / reference:7.2f} x  {memory:>10}  {name}")


if __name__ == "__main__":
    main()
