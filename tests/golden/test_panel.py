"""Min-max over all years of COINr's panel: (x - least of all years) / (range of all years)."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import tomli_w

import hubscore

Columns = dict[str, np.ndarray]


@pytest.mark.parametrize("as_of", [2018, 2020, 2022])
def test_every_cell_of_a_year(
    columns: Callable[[str], Columns], higher: dict[str, bool], tmp_path: Path, as_of: int
) -> None:
    panel = columns("input/iData_panel.csv")
    with (tmp_path / "panel.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        names = ["uCode", "Time", *higher]
        writer.writerow(name.lower() for name in names)
        for row in zip(*(panel[name] for name in names), strict=True):
            writer.writerow(
                "" if isinstance(x, float) and np.isnan(x) else x if i != 1 else int(x) for i, x in enumerate(row)
            )
    indicators = {code.lower(): {"direction": "higher" if up else "lower"} for code, up in higher.items()}
    card = {
        "data": {"csv": "panel.csv", "id": "ucode", "year": "time"},
        "method": {"normalise": "minmax", "panel": True, "min_coverage": 0.0},
        "indicators": indicators,
        "as_of": as_of,
    }
    (tmp_path / "scorecard.toml").write_text(tomli_w.dumps(card), encoding="utf-8")
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    now = panel["Time"] == as_of
    order = np.argsort(panel["uCode"][now])
    assert [str(code).lower() for code in panel["uCode"][now][order]] == list(ranking.dataset.hubs.ids)
    inside = 0
    for code, up in higher.items():
        low, high = np.nanmin(panel[code]), np.nanmax(panel[code])
        share = (panel[code][now][order] - low) / (high - low)
        np.testing.assert_allclose(
            ranking.score(code.lower()), 100 * (share if up else 1 - share), rtol=1e-12, atol=1e-10, err_msg=code
        )
        inside += bool(np.nanmax(share) < 1 or np.nanmin(share) > 0)
    assert inside > 20, "in most indicators some end is of another year"
