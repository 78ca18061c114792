"""The figures of every indicator as a distribution: its statistics, and what in them deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods import statistics as stats
from hubscore.model.ranking import NOT_APPLICABLE, Ranking
from hubscore.studies.coverage import judged, present
from hubscore.studies.size import MIN_HUBS

Floats = NDArray[np.float64]

Flag = Literal["no data", "constant", "few figures", "many zeros", "few values", "skewed", "outliers"]

LEAST_SHARE = 0.65
"""Fewer figures than this share of those due are few (COINr, get_stats)."""

MOST_ZEROS = 0.5
"""More zeros than this share of the figures are many (COINr, get_stats)."""

LEAST_UNIQUE = 0.5
"""Fewer different values than this share of the figures are few (COINr, get_stats)."""

SKEWNESS, KURTOSIS = 2.0, 3.5
"""Skewness of this size together with this excess kurtosis asks for treatment (Saisana and Groenen, after Kim 2013)."""

MOST_CAUSES = 5
"""So many hubs at most are the cause of a lopsided shape, as many as winsorising draws in; of more it is the shape."""

STATISTICS: Mapping[str, Callable[[Floats], NDArray[Any]]] = {
    "figures": stats.count,
    "least": stats.least,
    "greatest": stats.greatest,
    "mean": stats.mean,
    "median": stats.median,
    "deviation": stats.deviation,
    "zeros": stats.zeros,
    "unique": stats.unique,
    "same": stats.same,
}
"""Statistics of the measured figures, by the field they fill."""


class Distribution(NamedTuple):
    """One indicator over the hubs that are not left out, as measured: nothing filled in, treated or transformed.

    `row`: of the plan; `share`: figures over those due among the same hubs, NaN where none is
    due; `skewness_scored`, `kurtosis_scored`: of the scores that these figures get, after
    clipping, treatment and transform; a linear normalisation changes neither but for the sign.
    `alike`: whether all of several figures score the same.
    Both pairs and `outliers` (positions of hubs) are not assessed below 20 hubs. `cause`: the
    fewest hubs without which the scores are not skewed, the farthest off first; none where
    there is nothing to explain, or more than five hubs would be needed. `competing`: the share of
    figures among the hubs that compete, by which they are judged to be few: a benchmark need not
    have them all.
    """

    row: int
    figures: int
    share: float
    least: float
    greatest: float
    mean: float
    median: float
    deviation: float
    skewness: float
    kurtosis: float
    skewness_scored: float
    kurtosis_scored: float
    zeros: int
    unique: int
    same: int
    alike: bool
    outliers: tuple[int, ...]
    assessed: bool
    flags: tuple[Flag, ...] = ()
    cause: tuple[int, ...] = ()
    competing: float = np.nan


def distributions(ranking: Ranking, force: bool = False) -> tuple[Distribution, ...]:
    """Every indicator, in the order of the file; `force` assesses the shape of few figures too."""
    x = np.array(ranking.cells.point)
    assessed = stats.count(x) >= (0 if force else MIN_HUBS)
    columns = _columns(ranking, x, assessed)
    low, high = stats.beyond(x)
    outlying = (low | high) & assessed[:, None]
    found = (
        Distribution(
            row=row,
            outliers=tuple(np.flatnonzero(outlying[row]).tolist()),
            **{name: column[row].item() for name, column in columns.items()},
        )
        for row in ranking.plan.order
        if row < len(x)
    )
    return tuple(_judged(ranking, each, x[each.row]) for each in found)


def _judged(ranking: Ranking, found: Distribution, x: Floats) -> Distribution:
    flags = flags_of(found)
    cause = _cause(np.where(np.isnan(x), np.nan, ranking.scores[found.row])) if "skewed" in flags else ()
    return found._replace(flags=flags, cause=cause)


def skewed(skewness: float, kurtosis: float) -> bool:
    """Whether a shape asks for treatment."""
    return abs(skewness) >= SKEWNESS and kurtosis >= KURTOSIS


def _cause(scores: Floats) -> tuple[int, ...]:
    """The farthest from the median, one after the other, until the rest is not skewed."""
    rest, cause = scores.copy(), list[int]()
    for _ in range(MOST_CAUSES):
        cause.append(int(np.nanargmax(np.abs(rest - np.nanmedian(rest)))))
        rest[cause[-1]] = np.nan
        if not skewed(float(stats.skewness(rest)), float(stats.kurtosis(rest))):
            return tuple(cause)
    return ()


def _columns(ranking: Ranking, x: Floats, assessed: NDArray[np.bool_]) -> dict[str, NDArray[Any]]:
    """The fields of all distributions, shape (leaf,) each."""
    scores = np.where(np.isnan(x), np.nan, ranking.scores[: len(x)])
    columns = {name: statistic(x) for name, statistic in STATISTICS.items()}
    for name, statistic in (("skewness", stats.skewness), ("kurtosis", stats.kurtosis)):
        columns[name] = np.where(assessed, statistic(x), np.nan)
        columns[f"{name}_scored"] = np.where(assessed, statistic(scores), np.nan)
    several = columns["figures"] > 1
    columns["alike"] = several & (stats.least(scores) == stats.greatest(scores))
    shares = {"share": _shares(ranking, present(ranking)), "competing": _shares(ranking, judged(ranking))}
    return columns | shares | {"assessed": assessed}


def flags_of(found: Distribution) -> tuple[Flag, ...]:
    """What in a distribution deserves a second look; what treatment, transform or clipping cure does not."""
    if found.figures == 0:
        return ("no data",)
    judgements: tuple[tuple[Flag, bool], ...] = (
        ("constant", found.alike),
        ("few figures", found.competing < LEAST_SHARE),
        ("many zeros", found.zeros > MOST_ZEROS * found.figures),
        ("few values", found.unique < LEAST_UNIQUE * found.figures and not found.alike),
        ("skewed", skewed(found.skewness_scored, found.kurtosis_scored)),
        ("outliers", bool(found.outliers)),
    )
    return tuple(flag for flag, holds in judgements if holds)


def _shares(ranking: Ranking, counted: NDArray[np.integer]) -> Floats:
    """Figures over those due among some hubs, shape (leaf,), NaN where none is due."""
    due = (np.array(ranking.cells.status)[:, counted] != NOT_APPLICABLE).sum(axis=1)
    have = (ranking.grades[:, counted] >= 0).sum(axis=1)
    return np.where(due > 0, have / np.maximum(due, 1), np.nan)
