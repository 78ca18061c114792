"""Denominated figures, cell by cell, as COINr has them.

Figures are printed with 15 digits; they have to agree to 1e-12 of their size.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hubscore.methods.correlation import pearson
from hubscore.methods.denominate import ratio

Columns = dict[str, np.ndarray]
AssertSame = Callable[..., None]

TINY = np.finfo(float).tiny
"""The least size: many ratios are far below 1."""


@pytest.fixture(scope="module")
def measures(columns: Callable[[str], Columns]) -> Columns:
    """Area, energy, GDP and population in the order of COINr's hubs."""
    hubs = columns("input/iData.csv")
    order = np.argsort(hubs["uCode"])
    np.testing.assert_array_equal(hubs["uCode"][order], columns("input/coin_Raw.csv")["uCode"])
    return {name: hubs[name][order] for name in ("Area", "Energy", "GDP", "Population")}


def per(x: np.ndarray, measure: np.ndarray, amount: float) -> np.ndarray:
    low, high = ratio(x, x, measure, measure, amount)
    np.testing.assert_array_equal(low, high)
    return low


def test_every_figure(assert_same: AssertSame, columns: Callable[[str], Columns], measures: Columns) -> None:
    raw, theirs, meta = columns("input/coin_Raw.csv"), columns("denominate/denominated.csv"), columns("input/iMeta.csv")
    divided = 0
    for code, denominator, kind in zip(meta["iCode"], meta["Denominator"], meta["Type"], strict=True):
        if kind != "Indicator":
            continue
        divided += bool(denominator)
        ours = per(raw[code], measures[denominator], 1) if denominator else raw[code]
        assert_same(ours, theirs[code], str(code), from_size=TINY)
    assert divided == 17


def test_an_amount_is_their_scale_factor(
    assert_same: AssertSame, columns: Callable[[str], Columns], measures: Columns
) -> None:
    raw, theirs = columns("input/coin_Raw.csv"), columns("denominate/denominated_scaled.csv")
    for code in ("Goods", "Services"):
        assert_same(per(raw[code], measures["GDP"], 1000), theirs[code], code, from_size=TINY)


def test_correlations_with_what_could_divide(columns: Callable[[str], Columns], assert_same: AssertSame) -> None:
    wanted, figures = columns("denominate/denom_corr.csv"), columns("input/iData.csv")
    pairs = zip(wanted["Ind"], wanted["Denom"], strict=True)
    ours = [pearson(np.array([figures[one], figures[other]]))[0, 1] for one, other in pairs]
    assert_same(np.array(ours), wanted["Corr"], "denominators")
