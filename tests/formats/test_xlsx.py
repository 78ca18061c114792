from __future__ import annotations

import builtins
import math
import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from defusedxml import ElementTree
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from hubscore.errors import UsageError
from hubscore.formats import xlsx
from hubscore.formats.style import Style
from hubscore.formats.xlsx import render
from hubscore.pages.document import Cell, Column, Document, Show, Table

STYLE = Style(width=None, colour=False)
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HOSTILE = [
    "=1+1", "+49", "-5", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A0", "]]>", "</t></si>", "&lt;", "<b>", "::error::x",
    "a|b", "two\nlines", "http://example.org", "mailto:x@y.z", "internal:Sheet1!A1", "12", "1e5", "TRUE", "#N/A",
    "'quoted", '"', "_x0041_", "_x000D_", " spaces ", "重庆", "😀", "{=SUM(A1)}", "%s", "&#0;",
]  # fmt: skip


def document(*tables: Table, **more: Any) -> Document:
    return Document("rank", "Title", tables=tables, **more)


def table(*rows: tuple[Cell, ...], name: str = "t", columns: tuple[Column, ...] = (Column("a"), Column("b"))) -> Table:
    return Table(name, columns, rows)


def sheets(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def formats_of(data: bytes) -> list[str]:
    """The display format of each cell of the first sheet's second row."""
    style, sheet = (ElementTree.fromstring(parts(data)[f"xl/{name}.xml"]) for name in ("styles", "worksheets/sheet1"))
    codes = {each.get("numFmtId"): each.get("formatCode") for each in style.iter(f"{MAIN}numFmt")}
    built_in = {"0": "General", "1": "0", "9": "0%", "3": "#,##0", "4": "#,##0.00"}
    ids = [each.get("numFmtId") for each in style.find(f"{MAIN}cellXfs").iter(f"{MAIN}xf")]
    row = sheet.findall(f".//{MAIN}row")[1]
    return [codes.get(number := ids[int(cell.get("s", 0))]) or built_in[number] for cell in row]


def test_one_sheet_a_table_with_keys_as_header_and_the_notes_last() -> None:
    columns = (Column("hub", "Hub", Show()), Column("", "", Show("bar")), Column("pillars.finance", "Finance"))
    drawn = Table("bump", (Column(label="Chart", show=Show()),), (("x",),), drawn=True)
    whole = document(
        table(("oslo", 0.5, 1.5), columns=columns, name="ranking"),
        table(name="empty"),
        drawn,
        aside="as of 2025",
        lead=("lead",),
        foot=("foot",),
        notes=("mind the gap",),
        scorecard={"title": "Title", "digest": "ab", "scenario": None, "seed": 1},
    )
    found = sheets(render(whole, STYLE))
    assert list(found) == ["ranking", "empty", "notes"]
    assert found["ranking"] == [["hub", "pillars.finance"], ["oslo", 1.5]]
    assert found["empty"] == [["a", "b"]]
    said = [["title", "Title"], ["", "as of 2025"], ["", "lead"], ["", "foot"], ["note", "mind the gap"]]
    assert found["notes"][:-1] == [*said, ["digest", "ab"], ["seed", 1.0]]
    assert found["notes"][-1][0] == "hubscore"


def test_one_table_by_its_name() -> None:
    data = render(document(table(name="one"), table(name="two")), Style(None, colour=False, table="two"))
    assert list(sheets(data)) == ["two", "notes"]
    with pytest.raises(UsageError, match="no table `three`"):
        render(document(table()), Style(None, colour=False, table="three"))


def test_numbers_stay_numbers_and_what_is_missing_is_empty() -> None:
    data = render(document(table((1, True), (-0.5, None), (math.nan, math.inf), ("1", ""))), STYLE)
    assert sheets(data)["t"][1:] == [[1.0, True], [-0.5, ""], ["", ""], ["1", ""]]
    assert len(re.findall(r'<c r="[A-B][2-4]"', parts(data)["xl/worksheets/sheet1.xml"])) == 3  # nothing where missing


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False), min_size=1, max_size=20))
def test_no_digit_of_a_number_is_lost(numbers: list[float]) -> None:
    found = sheets(render(document(table(*((number, "x") for number in numbers))), STYLE))["t"][1:]
    assert [row[0] for row in found] == numbers


def test_the_display_format_is_that_of_the_column() -> None:
    shows = [
        None, Show(), Show("number", 0), Show("number", 2), Show("number", 1, signed=True), Show("percent"),
        Show("whole"),
        Show("percent", signed=True),
    ]  # fmt: skip
    columns = tuple(Column(f"c{place}", "C", show) for place, show in enumerate(shows))
    data = render(document(table((0.5,) * len(shows), columns=columns)), STYLE)
    assert formats_of(data) == [
        "General", "General", "#,##0", "#,##0.00", "+#,##0.0;-#,##0.0;#,##0.0", "0%", "0", "+0%;-0%;0%",
    ]  # fmt: skip
    assert sheets(data)["t"][1] == [0.5] * len(shows)


@pytest.mark.parametrize("many", [False, True])
def test_nothing_breaks_out_of_a_cell(many: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MANY_CELLS", 0 if many else 10**9)
    data = render(document(table(*((text, 1.5) for text in HOSTILE)), notes=tuple(HOSTILE)), STYLE)
    found = parts(data)
    written = [text for name, text in found.items() if name.startswith("xl/worksheets/")]
    assert all("<f>" not in text and "hyperlink" not in text for text in written)
    assert not [name for name in found if "externalLink" in name or "calcChain" in name or "sheet1.xml.rels" in name]
    roots = {name: ElementTree.fromstring(text) for name, text in found.items()}  # well-formed, no entities
    cells = roots["xl/worksheets/sheet1.xml"].findall(f".//{MAIN}row/{MAIN}c")[2:]
    kinds = [cell.get("t") for cell in cells]
    assert kinds == ["inlineStr" if many else "s", None] * len(HOSTILE)
    assert [row[0] for row in sheets(data)["t"][1:]] == HOSTILE
    assert [row[1] for row in sheets(data)["notes"]][1 : 1 + len(HOSTILE)] == HOSTILE


@pytest.mark.parametrize("many", [False, True])
@given(text=st.text(st.characters(exclude_categories=()), max_size=30))
def test_any_text_comes_back_but_what_no_cell_can_show(many: bool, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx, "MANY_CELLS", 0 if many else 10**9)
        data = render(document(table((text, "end"))), STYLE)
    for part in parts(data).values():
        ElementTree.fromstring(part)
    controls = [*range(9), 11, 12, *range(14, 32), *range(127, 160), 0xFFFE, 0xFFFF]
    turners = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
    hidden = {chr(code) for code in (*controls, *turners, *range(0xD800, 0xE000))}
    shown = "".join(f"<U+{ord(sign):04X}>" if sign in hidden else sign for sign in text)
    assert sheets(data)["t"][1] == [shown, "end"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("x" * 32_767, "x" * 32_767),
        ("x" * 32_768, "x" * 32_766 + "…"),
        ("😀" * 17_000, "😀" * 16_383 + "…"),
        ("\x00" * 8_000, "<U+0000>" * 4_095 + "<U+000…"),
    ],
)
def test_a_text_too_long_for_a_cell_is_cut_and_that_is_said(text: str, kept: str) -> None:
    found = sheets(render(document(table((text, "end"))), STYLE))
    assert found["t"][1] == [kept, "end"]
    told = [text for kind, text in found["notes"] if kind == "note"]
    assert told == ([] if kept == text else ["texts of more than 32,767 characters are cut, and end in `…`: 1 of them"])


def test_the_same_document_gives_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    whole = document(table(("a", 1.0)), notes=("note",))
    before = render(whole, STYLE)
    monkeypatch.setattr(time, "time", lambda: 2_000_000_000.0)
    assert render(whole, STYLE) == before
    with zipfile.ZipFile(BytesIO(before)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert "2000-01-01T00:00:00Z" in parts(before)["docProps/core.xml"]


def test_the_header_stays_and_columns_are_as_wide_as_they_need() -> None:
    columns = (
        Column("a"),
        Column("a_longer_name"),
        Column("text"),
        Column("wide"),
        Column("sum", "", Show("number", 2)),
    )
    data = render(document(table((1, 1, "two\nlines of a text", "重庆" * 40, 1234567.0), columns=columns)), STYLE)
    sheet = ElementTree.fromstring(parts(data)["xl/worksheets/sheet1.xml"])
    pane = sheet.find(f".//{MAIN}pane")
    assert (pane.get("ySplit"), pane.get("state"), pane.get("xSplit")) == ("1", "frozen", None)
    widths = [round(float(column.get("width"))) for column in sheet.iter(f"{MAIN}col")]
    assert widths == [7, 16, 18, 61, 15]  # the file counts a little more than was asked for


def test_names_of_sheets_are_such_as_a_sheet_may_have() -> None:
    names = ["Notes", "notes", "a" * 40, "A" * 40, "x/y:z*[?]\\", "'quoted'", "", "History", "\x00", "重庆"]
    found = list(sheets(render(document(*(table(name=name) for name in names)), STYLE)))
    assert found == [
        "Notes 2", "notes 3", "a" * 31, "A" * 25 + " 2", "x-y-z-----", "quoted", "table", "table 2", "-", "重庆",
        "notes",
    ]  # fmt: skip
    assert len({name.casefold() for name in found}) == len(found)


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "MOST_ROWS", 3)
    found = sheets(render(document(table(*((number, "x") for number in range(5)))), STYLE))
    assert [[row[0] for row in found[name]] for name in ("t", "t 2", "t 3")] == [["a", 0, 1], ["a", 2, 3], ["a", 4]]


def test_a_table_wider_than_a_sheet_is_refused() -> None:
    wide = tuple(Column(f"c{place}") for place in range(16_385))
    with pytest.raises(UsageError, match="16,385 columns, a sheet 16,384"):
        render(document(table(columns=wide)), STYLE)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    there = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name == "xlsxwriter":
            raise ImportError(name)
        return there(name, *rest)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(UsageError, match="needs the package XlsxWriter") as caught:
        render(document(table()), STYLE)
    assert "pip install 'hubscore[xlsx]'" in caught.value.problems[0].hint
