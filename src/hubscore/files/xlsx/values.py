"""The values of a sheet, from a workbook that holds nothing but what was looked at."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from hubscore.files.xlsx.look import Cell
from hubscore.files.xlsx.package import local, refuse

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def plain_book(cells: bytes, strings: bytes | None, styles: bytes | None, book: Any) -> BytesIO:
    """A workbook of this one sheet, made of what was looked at and nothing else."""
    given = (("worksheet", cells), ("sharedStrings", strings), ("styles", styles))
    parts = {kind: data for kind, data in given if data is not None}
    dates = [element.get("date1904", "0") for element in book.iter() if local(element.tag) == "workbookPr"]
    since = ' date1904="1"' if dates and dates[0] in ("1", "true") else ""
    sheet = '<sheets><sheet name="s" sheetId="1" r:id="worksheet"/></sheets>'
    types = (f'<Override PartName="/xl/{kind}.xml" ContentType="{_KINDS}.{kind}+xml"/>' for kind in parts)
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_TYPES}">{"".join(types)}</Types>')
        archive.writestr("_rels/.rels", _links({"officeDocument": "xl/workbook.xml"}))
        archive.writestr("xl/_rels/workbook.xml.rels", _links({kind: f"{kind}.xml" for kind in parts}))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><workbookPr{since}/>{sheet}</workbook>'
        )
        for kind, data in parts.items():
            archive.writestr(f"xl/{kind}.xml", data)
    out.seek(0)
    return out


def _links(targets: Mapping[str, str]) -> str:
    """The part that says where others are, by their kinds."""
    rows = (f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for kind, to in targets.items())
    return f'<Relationships xmlns="{_LINKS}">{"".join(rows)}</Relationships>'


def values_of(workbook: BytesIO, shown: str, sheet: str) -> tuple[list[list[Any]], Cell]:
    """The cells from the first to the last, and where the first one lies."""
    from python_calamine import CalamineWorkbook

    try:
        found = CalamineWorkbook.from_filelike(workbook).get_sheet_by_index(0)
        return found.to_python(), found.start or (0, 0)
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001 - a panic in Rust is no Exception
        refuse(shown, f"its sheet `{sheet}` is damaged: {str(error) or type(error).__name__}", cell=sheet)
