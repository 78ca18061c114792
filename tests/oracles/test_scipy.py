"""scipy.stats as an independent reading of shape, correlation and significance."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from scipy import stats

from hubscore.methods import statistics
from hubscore.methods.correlation import kendall, levelled, pearson, spearman
from hubscore.studies.significance import p_values

KINDS = {
    "pearson": (pearson, stats.pearsonr),
    "spearman": (spearman, stats.spearmanr),
    "kendall": (kendall, stats.kendalltau),
}
SIZES = (3, 4, 5, 8, 20, 33, 34, 60, 200, 600)


def sample(n: int, ties: bool, gaps: bool) -> np.ndarray:
    rng = np.random.default_rng([n, ties, gaps])
    common = rng.normal(size=n)
    x = np.exp(rng.normal(size=(5, n)) + np.array([[0], [0.2], [-0.5], [1.0], [3.0]]) * common)
    x = np.round(x) if ties else x
    x[(rng.random(x.shape) < 0.15) & gaps] = np.nan
    return x


EVERY = pytest.mark.parametrize("ties", [False, True], ids=["untied", "tied"])
GAPPY = pytest.mark.parametrize("gaps", [False, True], ids=["whole", "gappy"])


@pytest.mark.parametrize("n", SIZES)
@EVERY
@GAPPY
def test_shape_and_quartiles(n: int, ties: bool, gaps: bool) -> None:
    for row in sample(n, ties, gaps):
        there = row[~np.isnan(row)]
        if len(np.unique(there)) < 2:
            continue
        assert statistics.deviation(row) == pytest.approx(stats.tstd(there), rel=1e-12)
        if len(there) > 2:
            assert statistics.skewness(row) == pytest.approx(stats.skew(there, bias=False), abs=1e-9)
        if len(there) > 3:
            assert statistics.kurtosis(row) == pytest.approx(stats.kurtosis(there, bias=False), abs=1e-9)
        lower, upper = statistics.quartiles(row)
        assert upper - lower == pytest.approx(stats.iqr(there), abs=1e-12)
        wanted = stats.mstats.mquantiles(there, [0.25, 0.5, 0.75], alphap=1, betap=1)  # type 7
        assert [lower, statistics.median(row), upper] == pytest.approx(wanted.tolist(), rel=1e-12)


@pytest.mark.parametrize("n", SIZES)
@pytest.mark.parametrize("kind", KINDS)
@EVERY
@GAPPY
def test_correlations_and_their_p_values(n: int, kind: str, ties: bool, gaps: bool) -> None:
    x = sample(n, ties, gaps)
    ours, theirs = KINDS[kind]
    r = ours(x)
    p = p_values(kind, r, x)  # type: ignore[arg-type]
    compared = 0
    for i, j in zip(*np.triu_indices(len(x), 1), strict=True):
        shared = ~np.isnan(x[i]) & ~np.isnan(x[j])
        one, other = x[i, shared], x[j, shared]
        if len(one) < 3 or len(np.unique(one)) < 2 or len(np.unique(other)) < 2:
            assert np.isnan([r[i, j], p[i, j]]).all()
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of nearly constant figures
            wanted = theirs(one, other)
        assert r[i, j] == pytest.approx(wanted.statistic, abs=1e-12)
        assert p[i, j] == pytest.approx(wanted.pvalue, rel=1e-9, abs=1e-12)
        compared += 1
    assert compared or n < 5


@pytest.mark.parametrize("kind", ["spearman", "kendall"])
def test_means_of_whole_numbers_tie_as_the_numbers_do(kind: str) -> None:
    """Sums of thirds differ by rounding where the sums of the numbers are equal."""
    x = np.random.default_rng(3).integers(0, 8, (2, 3, 60))
    scores = (x * np.array([[0.1], [0.3], [0.7]]) / 7).sum(axis=1)
    exact = (x * np.array([[1], [3], [7]])).sum(axis=1)
    assert len(np.unique(scores[0])) > len(np.unique(exact[0]))
    of, reference = KINDS[kind]
    level = levelled(scores, 1e-9)
    wanted = reference(*exact)
    r = of(level)
    assert r[0, 1] == pytest.approx(wanted.statistic, abs=1e-12)
    assert p_values(kind, r, level)[0, 1] == pytest.approx(wanted.pvalue, rel=1e-9)  # type: ignore[arg-type]
