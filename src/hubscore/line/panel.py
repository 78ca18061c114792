"""Goalposts of all years: the ends that hold for every year of a panel, so that years can be compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from hubscore.line.cells import gather
from hubscore.line.leaves import ends_of, extreme, is_relative
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.plan import Leaf, Plan

Floats = NDArray[np.float64]

PanelEnds = tuple[tuple[float, float] | None, ...]
"""One a leaf: the (worst, best) pair of all years in raw values, None where it takes none from the data."""


def with_panel_ends(plan: Plan, dataset: Dataset) -> Plan:
    """The plan with the goalposts of all years held; as it is where readings carry no year."""
    return holding(plan, panel_ends(plan, dataset))


def holding(plan: Plan, ends: PanelEnds) -> Plan:
    """The plan with these goalposts held, whatever year it scores."""
    leaves = tuple(leaf._replace(held=pair) for leaf, pair in zip(plan.leaves, ends, strict=True))
    return replace(plan, leaves=leaves)


def panel_ends(plan: Plan, dataset: Dataset) -> PanelEnds:
    """The goalposts that the data of all years set.

    Every year with a reading that counts is scored as of it, by the same selection, denominators,
    screening and imputation; the worst end of all years is held, and the best.

    Returns
    -------
    One pair a leaf, the same whatever the plan's own `as_of` is.
    """
    taken = [is_relative(leaf) and leaf.method.ends != "none" for leaf in plan.leaves]
    years = panel_years(plan, dataset)
    if not years or not any(taken):
        return (None,) * len(plan.leaves)
    by_year = np.array([_ends(_as_of(plan, year), dataset, taken) for year in years])
    return tuple(
        _overall(leaf, by_year[:, row]) if wanted else None
        for row, (leaf, wanted) in enumerate(zip(plan.leaves, taken, strict=True))
    )


def panel_years(plan: Plan, dataset: Dataset) -> list[int]:
    """The years of all readings, of indicators or denominators, whose evidence is admitted."""
    read = {row for leaf in plan.leaves for row in (leaf.series, leaf.per) if row is not None and row >= 0}
    rows = sorted(read)
    year, grade = dataset.year[:, rows], dataset.grade[:, rows]
    found = np.unique(year[(grade >= 0) & (grade <= plan.admit)])
    return [int(each) for each in found if each != NO_YEAR]


def _as_of(plan: Plan, year: int) -> Plan:
    """The plan a year earlier or later; a greatest age is counted from that year."""
    age = None if plan.as_of is None or plan.oldest is None else plan.as_of - plan.oldest
    leaves = tuple(leaf._replace(held=None) for leaf in plan.leaves)
    return replace(plan, leaves=leaves, as_of=year, oldest=None if age is None else year - age)


def _ends(plan: Plan, dataset: Dataset, taken: list[bool]) -> list[tuple[float, float]]:
    """The (worst, best) pair of every leaf in one year, NaN where it has none."""
    cells, _ = gather(plan, dataset)
    found = []
    for leaf, x, wanted in zip(plan.leaves, cells.filled, taken, strict=True):
        worst, best = ends_of(leaf, dataset, x) if wanted else (np.nan, np.nan)
        found.append((float(np.ravel(worst)[0]), float(np.ravel(best)[0])))
    return found


def _overall(leaf: Leaf, by_year: Floats) -> tuple[float, float]:
    """The worst and the best of ends by year, shape (year, 2)."""
    worst = extreme(by_year[:, 0], best=False, higher=leaf.higher)
    best = extreme(by_year[:, 1], best=True, higher=leaf.higher)
    return float(worst[0]), float(best[0])
