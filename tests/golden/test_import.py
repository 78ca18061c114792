"""COINr's two tables brought in as anybody would, and scored: the golden results once more."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w
import xlsxwriter

import hubscore
from hubscore.cli.app import main
from hubscore.methods.rank import ranks

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]
Bring = Callable[..., Path]


@pytest.fixture
def bring(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bring:
    """Bring tables in by the command, into a new folder."""

    def run(tables: list[Path], *words: str) -> Path:
        home = tmp_path / "asem"
        options = ["--source", "COINr's example", "--evidence", "official", "-o", str(home), *words]
        monkeypatch.setattr(sys, "argv", ["hubscore", "import", *map(str, tables), *options])
        assert main() == 0
        return home

    return run


def both(golden: Path) -> list[Path]:
    return [golden / "input" / "iMeta.csv", golden / "input" / "iData.csv"]


def changed(home: Path, **method: Any) -> hubscore.Ranking:
    """Score what was brought in, with another method."""
    path = home / "scorecard.toml"
    card = tomllib.loads(path.read_text(encoding="utf-8"))
    card["method"] |= method
    path.write_text(tomli_w.dumps(card), encoding="utf-8")
    workspace = hubscore.open(home)
    return hubscore.score(workspace.dataset, workspace.scorecard)


def test_raw_figures_score_as_coinr_scores_them(
    golden: Path, columns: Read, assert_same: AssertSame, bring: Bring
) -> None:
    """Nothing edited: weights, tree, directions and figures are those of the tables; 64 of them are missing."""
    workspace = hubscore.open(bring(both(golden), "--column", "Denominator=ignore"))
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    wanted = columns("agg/raw_minmax_0_100__amean.csv")
    order = [ranking.dataset.column[code.lower()] for code in wanted["uCode"]]
    compared = 0
    for code in wanted:
        if code != "uCode" and not code.startswith("rank_"):
            assert_same(ranking.score(code.lower())[order], wanted[code], code, tolerance=1e-9, from_size=100)
            compared += 1
    assert compared == 11
    assert ranking.dataset.hubs.names[order[0]] == "Australia"
    assert workspace.scorecard.indicators["tbts"].unit == "Number of measures (initiated, in force)"
    assert workspace.scorecard.indicators["lpi"].target == 4.1180313499999999


@pytest.mark.parametrize("form", ["table", "profiles"])
def test_the_whole_example_to_the_ranks(
    golden: Path, columns: Read, assert_same: AssertSame, bring: Bring, form: str
) -> None:
    """Denominators as iMeta has them; the two steps of the method that no table says are set by hand."""
    home = bring(both(golden), "--column", "EurAsia_group=group", "--as", form)
    ranking = changed(home, missing="group_mean", treat="winsorise")
    final = columns("pipeline/scores_ranks.csv")
    order = [ranking.dataset.column[code.lower()] for code in final["uCode"]]
    for code in final:
        if code != "uCode" and not code.startswith("rank_"):
            scores = ranking.score(code.lower())[order]
            assert_same(scores, final[code], code, tolerance=1e-9, from_size=100)
            np.testing.assert_array_equal(ranks(scores, ranking.plan.span), final[f"rank_{code}"], err_msg=code)
    np.testing.assert_array_equal(ranking.rank[order], final["rank_Index"])


def test_the_same_from_a_workbook_of_two_sheets(golden: Path, tmp_path: Path, bring: Bring) -> None:
    """Numbers come through the workbook to the 16 digits that its writer keeps."""
    import csv

    path = tmp_path / "asem.xlsx"
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True}) as workbook:
        workbook.add_worksheet("about").write(0, 0, "COINr's example")
        for name in ("iData", "iMeta"):
            page = workbook.add_worksheet(name)
            with (golden / "input" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                for row, cells in enumerate(csv.reader(file)):
                    page.write_row(row, 0, cells)
    ours = hubscore.open(bring([path]))
    ranking = hubscore.score(ours.dataset, ours.scorecard)
    other = hubscore.open(bring(both(golden), "-o", str(tmp_path / "other")))
    np.testing.assert_allclose(ranking.index, hubscore.score(other.dataset, other.scorecard).index, rtol=1e-9)


def test_a_panel_keeps_its_years(golden: Path, bring: Bring, columns: Read) -> None:
    panel = columns("input/iData_panel.csv")
    dataset = hubscore.open(bring([golden / "input" / "iData_panel.csv", golden / "input" / "iMeta.csv"])).dataset
    assert sorted(set(dataset.year[dataset.year > 0])) == sorted({int(year) for year in panel["Time"]})
    row, hub = dataset.row["lpi"], dataset.column["aut"]
    for code, year, value in zip(panel["uCode"], panel["Time"], panel["LPI"], strict=True):
        if code == "AUT" and not np.isnan(value):
            assert dataset.value[dataset.year[:, row, hub] == year, row, hub] == [value]
