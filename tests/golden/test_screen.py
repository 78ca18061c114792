"""Which hubs stay, as COINr's Screen has it: `byNA` leaves out who has fewer than a share of the indicators.

COINr screens what is imputed already, here only readings count: the example keeps all hubs of
COINr's pipeline, and of the raw figures those stay that a count says.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore import Ranking, Scorecard, score
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]


def scored(figures: Columns, codes: list[str], **screening: Any) -> Ranking:
    """ASEM with one pillar of all indicators, min-max of the hubs that stay."""
    order = np.argsort(figures["uCode"])
    ids = [str(code).lower() for code in figures["uCode"][order]]
    dataset = from_values(
        hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids)),
        [code.lower() for code in codes],
        np.array([figures[code][order] for code in codes]),
    )
    indicators = {code.lower(): {"direction": "higher"} for code in codes}
    method = {"normalise": "minmax", "min_coverage": 0.0}
    card = {"hubs": "*", "method": method, "indicators": indicators, "screening": screening}
    return score(dataset, Scorecard.model_validate(card))


def test_rows_of_the_pipeline(columns: Read, higher: dict[str, bool]) -> None:
    before, after = columns("pipeline/Imputed.csv"), columns("pipeline/Screened.csv")
    ranking = scored(before, list(higher), min_coverage=0.9, by="indicators")
    stay = [hub for at, hub in enumerate(ranking.dataset.hubs.ids) if not ranking.screened[at]]
    assert stay == sorted(str(code).lower() for code in after["uCode"])
    values = np.array([dict(zip(ranking.plan.ids, ranking.cells.point, strict=False))[c.lower()] for c in higher])
    order = np.argsort(after["uCode"])
    np.testing.assert_array_equal(values, np.array([after[code][order] for code in higher]))


@pytest.mark.parametrize("least", [0.5, 0.9, 0.95, 1.0])
def test_rows_of_the_raw_figures(columns: Read, higher: dict[str, bool], least: float) -> None:
    raw = columns("input/coin_Raw.csv")
    there = np.array([~np.isnan(raw[code]) for code in higher])
    ranking = scored(raw, list(higher), min_coverage=least, by="indicators")
    wanted = {str(code).lower() for code in raw["uCode"][there.mean(axis=0) < least]}
    gone = {ranking.dataset.hubs.ids[each.hub] for each in ranking.left_out}
    assert gone == wanted
    assert bool(gone) == (least > 0.5)
    shares = dict(zip((str(code).lower() for code in raw["uCode"]), there.mean(axis=0), strict=True))
    for each in ranking.left_out:
        assert each.coverage == pytest.approx(shares[ranking.dataset.hubs.ids[each.hub]], abs=1e-12)


def test_goalposts_are_those_of_who_stays(columns: Read, higher: dict[str, bool]) -> None:
    raw = columns("input/coin_Raw.csv")
    ranking = scored(raw, list(higher), min_coverage=0.95, by="indicators")
    order = np.argsort(raw["uCode"])
    for code in higher:
        x = np.where(ranking.screened, np.nan, raw[code][order])
        low, high = np.nanmin(x), np.nanmax(x)
        np.testing.assert_allclose(ranking.score(code.lower()), (x - low) / (high - low) * 100, rtol=1e-12, atol=1e-10)
