"""Statistics of every indicator at five steps of COINr's pipeline, and what it flags by them.

All are defined as here. `Frc.Avail` is a share of the hubs, the other fractions are shares of the
figures that are there. COINr calls figures of which under 65 % are there, under half are not 0, or
under half are different LOW, and a distribution with |skewness| above 2 and kurtosis above 3.5 OUT.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods import statistics as stats
from hubscore.studies.indicators import KURTOSIS, LEAST_SHARE, LEAST_UNIQUE, MOST_ZEROS, SKEWNESS

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]

STEPS = ("Raw", "Denominated", "Imputed", "Treated", "Normalised")

FIGURES: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "Min": stats.least,
    "Max": stats.greatest,
    "Mean": stats.mean,
    "Median": stats.median,
    "Std": stats.deviation,
    "Skew": stats.skewness,
    "Kurt": stats.kurtosis,
}
COUNTS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "Avail": stats.count,
    "NonZero": lambda x: stats.count(x) - stats.zeros(x),
    "Unique": stats.unique,
    "Same": stats.same,
}


@pytest.fixture(params=STEPS)
def step(request: pytest.FixtureRequest, columns: Read) -> tuple[np.ndarray, Columns]:
    """The figures of all indicators (indicator, hub), and COINr's statistics of them."""
    theirs, data = columns(f"stats/stats_{request.param}.csv"), columns(f"pipeline/{request.param}.csv")
    assert len(theirs["iCode"]) == len(data) - 1
    return np.array([data[str(code)] for code in theirs["iCode"]]), theirs


def test_figures(step: tuple[np.ndarray, Columns], assert_same: AssertSame) -> None:
    x, theirs = step
    for title, figure in FIGURES.items():
        assert_same(figure(x), theirs[title], title, from_size=np.finfo(float).tiny)


def test_counts_and_fractions(step: tuple[np.ndarray, Columns], assert_same: AssertSame) -> None:
    x, theirs = step
    for name, count in COUNTS.items():
        np.testing.assert_array_equal(count(x), theirs[f"N.{name}"], err_msg=name)
        of = x.shape[1] if name == "Avail" else stats.count(x)
        assert_same(count(x) / of, theirs[f"Frc.{name}"], name)


def test_flags(step: tuple[np.ndarray, Columns]) -> None:
    x, theirs = step
    n = stats.count(x)
    low = {
        "Avail": n / x.shape[1] < LEAST_SHARE,
        "NonZero": stats.zeros(x) > MOST_ZEROS * n,
        "Unique": stats.unique(x) / n < LEAST_UNIQUE,
    }
    for name, ours in low.items():
        np.testing.assert_array_equal(np.where(ours, "LOW", "ok"), theirs[f"Flag.{name}"], err_msg=name)
    out = (abs(stats.skewness(x)) >= SKEWNESS) & (stats.kurtosis(x) >= KURTOSIS)
    np.testing.assert_array_equal(np.where(out, "OUT", "ok"), theirs["Flag.SkewKurt"])


def test_every_column_of_every_file(golden: Path, columns: Read) -> None:
    assert {path.stem for path in (golden / "stats").glob("*.csv")} == {f"stats_{name}" for name in STEPS}
    fractions = {f"{kind}.{name}" for kind in ("N", "Frc") for name in COUNTS}
    flags = {"Flag.Avail", "Flag.NonZero", "Flag.Unique", "Flag.SkewKurt"}
    assert set(columns("stats/stats_Raw.csv")) == {"iCode", *FIGURES} | fractions | flags
