"""Any table as a grid: which reader reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from hubscore.errors import InputError
from hubscore.files.suffix import OTHERS, read_any


@pytest.mark.parametrize("name", ["t.xlsx", "T.XLSX"])
def test_a_workbook(tmp_path: Path, name: str) -> None:
    with xlsxwriter.Workbook(tmp_path / name) as workbook:
        workbook.add_worksheet("one").write(0, 0, "id")
        workbook.add_worksheet("two").write(0, 0, "hub")
    assert read_any(tmp_path / name, name).columns == {"id": ()}
    assert read_any(tmp_path / name, name, "two").columns == {"hub": ()}


def test_anything_else_is_a_csv_file(tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("id,x,x\na,1,2\n")
    assert read_any(tmp_path / "t.txt", "t.txt", named=lambda header: [*header[:-1], "y"]).columns["y"] == ("2",)


@pytest.mark.parametrize("suffix", OTHERS)
def test_other_workbooks(tmp_path: Path, suffix: str) -> None:
    with pytest.raises(InputError, match=r"tables are read from \.csv and \.xlsx"):
        read_any(tmp_path / f"t{suffix}", f"t{suffix}")


def test_a_csv_file_has_no_sheets(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"t\.csv has no sheet `one`"):
        read_any(tmp_path / "t.csv", "t.csv", "one")
