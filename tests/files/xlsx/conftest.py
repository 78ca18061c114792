"""Workbooks as strangers make them: the XML of one sheet, in an archive that may hold anything."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINKS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'

Book = Callable[..., Path]


def links(*pairs: tuple[str, str]) -> str:
    rows = [f'<Relationship Id="r{at}" Type="{OFFICE}/{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(pairs)]
    return f"<Relationships {LINKS}>{''.join(rows)}</Relationships>"


def sheet(rows: str, after: str = "") -> str:
    return f"<worksheet {MAIN}><sheetData>{rows}</sheetData>{after}</worksheet>"


def strings(*texts: str) -> str:
    return f"<sst {MAIN}>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>"


WORKBOOK = (
    f'<workbook {MAIN} xmlns:r="{OFFICE}"><sheets><sheet name="Sheet1" sheetId="1" r:id="r0"/></sheets></workbook>'
)


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """Write a workbook of one sheet; `parts` come in place of, or beside, what it is made of."""

    def write(rows: str, after: str = "", shared: str | None = None, parts: Mapping[str, str] | None = None) -> Path:
        made = {
            "_rels/.rels": links(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": WORKBOOK,
            "xl/_rels/workbook.xml.rels": links(("worksheet", "worksheets/a.xml"), ("sharedStrings", "/xl/s.xml")),
            "xl/worksheets/a.xml": sheet(rows, after),
        }
        if shared is not None:
            made["xl/s.xml"] = shared
        path = tmp_path / "raw.xlsx"
        with ZipFile(path, "w", ZIP_DEFLATED) as archive:
            for name, text in (made | dict(parts or {})).items():
                archive.writestr(name, text)
        return path

    return write
