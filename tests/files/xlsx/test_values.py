"""The values of a sheet; what kinds of cells become is tested with the sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import pytest

from hubscore.errors import InputError
from hubscore.files.xlsx import sheet as module
from hubscore.files.xlsx.sheet import read_sheet
from hubscore.files.xlsx.values import plain_book, values_of

Book = Callable[..., Path]

CELLS = b"<worksheet><sheetData><row r='3'><c r='B3'><v>1.5</v></c></row></sheetData></worksheet>"


def test_values_and_where_they_begin() -> None:
    assert values_of(plain_book(CELLS, None, None, Element("workbook")), "t.xlsx", "S") == ([[1.5]], (2, 1))
    empty = b"<worksheet><sheetData/></worksheet>"
    assert values_of(plain_book(empty, None, None, Element("workbook")), "t.xlsx", "S") == ([], (0, 0))


def test_what_the_reader_stumbles_over_is_told(book: Book) -> None:
    with pytest.raises(InputError, match="damaged") as caught:
        read_sheet(book('<row><c t="strange"><v>1</v></c></row>'), "raw.xlsx")
    assert str(caught.value.problems[0].place) == "raw.xlsx!Sheet1"


def test_only_what_was_looked_at_is_read(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two parts of one name, a picture, a link to elsewhere: nothing of it reaches the reader."""
    given = []
    monkeypatch.setattr(module, "values_of", lambda data, *_: (given.append(data), ([["id"]], (0, 0)))[1])
    read_sheet(book("", parts={"xl/media/a.png": "x", "xl/externalLinks/e.xml": "<x/>"}, shared="<sst/>"), "raw.xlsx")
    names = {"[Content_Types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"}
    assert set(ZipFile(given[0]).namelist()) == names | {"xl/worksheet.xml", "xl/sharedStrings.xml"}
