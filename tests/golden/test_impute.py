"""What stands in for a missing value, cell by cell, as COINr has it.

Figures are printed with 15 digits; they have to agree to 1e-12, relative where they exceed 1.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.impute import MISSING, between
from hubscore.methods.normalise import linear
from hubscore.methods.select import NONE, picked

Columns = dict[str, np.ndarray]
AssertSame = Callable[..., None]

OVER_HUBS = {
    "i_mean": ("mean", None),
    "i_median": ("median", None),
    "i_mean_grp_EurAsia": ("group_mean", "EurAsia_group"),
    "i_median_grp_GDP": ("group_median", "GDP_group"),
}
"""COINr's file: our policy, and the column of groups."""

IN_TIME = {
    "panel_latest": "latest",
    "panel_linear": "linear",
    "panel_linear-constant": "linear",
    "panel_constant": "latest",
}

DIFFERENCES = {
    "panel_linear-constant": "COINr carries the first and the last reading on for ever; linear here needs both sides",
    "panel_constant": "between readings a step, which is `latest`; before the first one COINr carries that one back",
    "row_mean_in_pillar": "no policy of its own: what `renormalise` amounts to",
}
"""In the panel a hub has all years of an indicator or none: no cell shows these differences."""


@pytest.mark.parametrize("name", OVER_HUBS)
def test_every_cell_filled_over_hubs(
    assert_same: AssertSame, columns: Callable[[str], Columns], higher: dict[str, bool], name: str
) -> None:
    policy, grouping = OVER_HUBS[name]
    raw, theirs, hubs = columns("input/coin_Raw.csv"), columns(f"impute/{name}.csv"), columns("input/iData.csv")
    np.testing.assert_array_equal(theirs["uCode"], raw["uCode"])
    groups = np.zeros(raw["uCode"].size, dtype=int)
    if grouping is not None:
        group_of = dict(zip(hubs["uCode"], hubs[grouping], strict=True))
        groups = np.unique([group_of[hub] for hub in raw["uCode"]], return_inverse=True)[1]
    assert sum(np.isnan(raw[code]).sum() for code in higher) == 63
    for code in higher:
        assert_same(MISSING[policy].function(raw[code], groups, np.nan), theirs[code], code)
        assert not np.isnan(theirs[code]).any()


def panel(columns: Columns, code: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Years (newest first), hubs, and the values of one indicator, shape (slot, hub)."""
    years, hubs = np.unique(columns["Time"])[::-1], np.unique(columns["uCode"])
    values = np.full((years.size, hubs.size), np.nan)
    rows = years.size - 1 - np.searchsorted(years[::-1], columns["Time"])
    values[rows, np.searchsorted(hubs, columns["uCode"])] = columns[code]
    return years, hubs, values


def in_time(policy: str, years: np.ndarray, values: np.ndarray, wanted: int) -> np.ndarray:
    """One year of the panel, filled from the others."""
    year = np.repeat(years[:, None], values.shape[1], axis=1).astype(int)
    before, after = MISSING[policy].function(year, ~np.isnan(values), wanted, 10.0)
    ends = (picked(array, slot) for array in (values, year) for slot in (before, after))
    return np.where(before == NONE, np.nan, between(*ends, wanted))


@pytest.mark.parametrize("name", IN_TIME)
def test_every_cell_of_the_panel(
    assert_same: AssertSame, columns: Callable[[str], Columns], higher: dict[str, bool], name: str
) -> None:
    given, theirs = columns("input/iData_panel.csv"), columns(f"impute/{name}.csv")
    for code in higher:
        years, _, values = panel(given, code)
        expected = panel(theirs, code)[2]
        assert set(np.isnan(values).sum(axis=0)) <= {0, years.size}
        for slot, year in enumerate(years):
            assert_same(in_time(IN_TIME[name], years, values, int(year)), expected[slot], f"{code} {year:.0f}")


@pytest.mark.parametrize("gone", [[2020], [2019, 2020], [2018], [2021, 2022]])
def test_cells_taken_out_of_the_panel(
    assert_same: AssertSame, columns: Callable[[str], Columns], higher: dict[str, bool], gone: list[int]
) -> None:
    """The panel has no cell that only another year could fill, so some are taken out."""
    for code in higher:
        years, _, values = panel(columns("input/iData_panel.csv"), code)
        left = np.where(np.isin(years, gone)[:, None], np.nan, values)
        keep = ~np.isin(years, gone)
        for year in gone:
            line = [np.interp(year, years[keep][::-1], v[keep][::-1], left=np.nan, right=np.nan) for v in values.T]
            assert_same(in_time("linear", years, left, year), np.array(line), f"{code} {year} linear")
            earlier = keep & (years < year)
            step = values[np.argmax(earlier)] if earlier.any() else np.full(values.shape[1], np.nan)
            assert_same(in_time("latest", years, left, year), step, f"{code} {year} latest")


def test_renormalising_is_filling_with_the_mean_of_the_siblings(
    assert_same: AssertSame, columns: Callable[[str], Columns], higher: dict[str, bool]
) -> None:
    raw, filled = columns("input/coin_Raw.csv"), columns("impute/row_mean_in_pillar.csv")
    lineage = columns("input/lineage.csv")
    for pillar in np.unique(lineage["Pillar"]):
        children = [code for code in higher if code in lineage["Indicator"][lineage["Pillar"] == pillar]]
        ends = [(np.nanmin(raw[code]), np.nanmax(raw[code])) for code in children]
        ends = [pair if higher[code] else pair[::-1] for code, pair in zip(children, ends, strict=True)]
        before, after = (
            np.array([linear(data[code], *pair) for code, pair in zip(children, ends, strict=True)])
            for data in (raw, filled)
        )
        mean = AGGREGATIONS["arithmetic"].function(before, np.ones(len(children)))
        for code, had, has in zip(children, before, after, strict=True):
            gap = np.isnan(had)
            assert_same(has[gap], mean[gap], f"{pillar}, {code}")


def test_no_file_is_forgotten(golden: Path) -> None:
    assert {file.stem for file in (golden / "impute").iterdir()} == set(OVER_HUBS) | set(IN_TIME) | set(DIFFERENCES)
