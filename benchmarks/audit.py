"""The audit of 51 hubs x 49 indicators, against the same statistics by scipy.stats.

Run by `python benchmarks/audit.py`.

No peer on Python audits a scorecard: pymcdm and scikit-criteria derive weights from
correlations and have neither p-values nor reliability, components or leave-one-out. What there
is of an audit in scipy.stats is run beside it on the same scores: each pair's Pearson, Spearman
and Kendall coefficients with p-values, each indicator's skewness and kurtosis, and Cronbach's
alpha and the eigenvalues of each pillar in plain numpy. Leave-one-out is held against scoring
anew from the dataset, without each indicator in turn. Every line is the least of several
rounds in one process; the last ones are the CPU time of whole processes.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import tomli_w
from cpu import in_turns
from scoring import INDICATORS, least, problem

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.audit import Audit, audit
from hubscore.studies.coherence import correlations
from hubscore.studies.leave_out import omissions

HUBS, ROUNDS = 51, 5


def by_scipy(ranking: Ranking, found: Audit) -> Callable[[], object]:
    """The same pairs, pair by pair."""

    def work() -> object:
        from scipy import stats

        tests = (stats.pearsonr, stats.spearmanr, stats.kendalltau)
        both = (ranking.scores[[pair.one, pair.other]] for pair in found.pairs)
        whole = (x[:, ~np.isnan(x).any(axis=0)] for x in both)
        return [test(*x) for x in whole for test in tests]

    return work


def rest_by_scipy(ranking: Ranking) -> Callable[[], object]:
    """Shape of each indicator; alpha and eigenvalues of each node."""

    def work() -> object:
        from scipy import stats

        shape = [
            (stats.skew(x, bias=False, nan_policy="omit"), stats.kurtosis(x, bias=False, nan_policy="omit"))
            for x in ranking.cells.point
        ]
        nodes = []
        for node in ranking.plan.inner:
            s = ranking.scores[node.children]
            s = s[:, ~np.isnan(s).any(axis=0)]
            alpha = len(s) / (len(s) - 1) * (1 - s.var(axis=1, ddof=1).sum() / s.sum(axis=0).var(ddof=1))
            nodes.append((alpha, np.linalg.eigvalsh(np.corrcoef(s))))
        return shape, nodes

    return work


def anew(dataset: hubscore.Dataset, card: Scorecard) -> Callable[[], object]:
    """Leave-one-out by scoring a leaner scorecard."""

    def work() -> object:
        leaner = (
            card.model_copy(
                update={"indicators": {name: card.indicators[name] for name in card.indicators if name != out}}
            )
            for out in card.indicators
        )
        return [hubscore.score(dataset, lean).rank for lean in leaner]

    return work


def main() -> None:
    """Print milliseconds and ratios."""
    warnings.simplefilter("ignore")
    _, dataset, card = problem(HUBS)
    ranking = hubscore.score(dataset, card)
    found = audit(ranking, card, {})
    assert len(found.pairs) > 200, "the correlations are missing"
    print(f"{HUBS} hubs x {INDICATORS} indicators, {len(found.pairs)} pairs")
    whole = least(lambda: audit(ranking, card, {}), ROUNDS)
    lines: dict[str, Callable[[], object]] = {
        "  of it: correlations and p-values": lambda: correlations(ranking, card.audit),
        "  of it: leave-one-out": lambda: omissions(ranking),
        "scipy.stats: the same correlations": by_scipy(ranking, found),
        "scipy.stats: shape; numpy: alpha, PCA": rest_by_scipy(ranking),
        "leave-one-out by scoring anew": anew(dataset, card),
    }
    show("hubscore audit, from scores", whole, whole)
    for name, work in lines.items():
        work()
        show(name, least(work, 3), whole)
    processes(dataset, card)


def show(name: str, seconds: float, whole: float) -> None:
    """Print one line."""
    print(f"  {seconds * 1e3:9.2f} ms  {seconds / whole:6.2f} x  {name}")


def processes(dataset: hubscore.Dataset, card: Scorecard) -> None:
    """CPU time from the shell, figures in a wide table."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        rows = zip(dataset.hubs.ids, *dataset.value[0].tolist(), strict=True)
        lines = [",".join(["id", *dataset.series]), *(",".join(map(str, row)) for row in rows)]
        (home / "raw.csv").write_text("\n".join(lines) + "\n")
        indicators = {
            name: {"pillar": entry.pillar, "direction": "higher", "goalposts": [0, 100]}
            for name, entry in card.indicators.items()
        }
        words = {
            "data": {"csv": "raw.csv", "id": "id"},
            "pillars": {pillar: {} for pillar in card.pillars},
            "indicators": indicators,
        }
        (home / "scorecard.toml").write_text(tomli_w.dumps(words))
        run = [sys.executable, "-m", "hubscore"]
        commands = {
            "hubscore audit -f json": [*run, "audit", "-q", "-f", "json", "-c", folder],
            "hubscore rank -f json": [*run, "rank", "-q", "-f", "json", "-c", folder],
            "python -c 'import scipy.stats'": [sys.executable, "-c", "import scipy.stats"],
        }
        times = in_turns(commands, ROUNDS)
        print("whole processes, CPU")
        for name, seconds in times.items():
            show(name, seconds, times["hubscore audit -f json"])


if __name__ == "__main__":
    main()
