"""The look at cells before they are read: what is found, and where it stops."""

from __future__ import annotations

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import InputError, Problem
from hubscore.files.xlsx.look import Look, cell_of, look, name_of

module = import_module("hubscore.files.xlsx.look")


def seen(cells: str, after: str = "", strings: str | None = None) -> Look:
    data = f"<x:worksheet xmlns:x='m'><x:sheetData>{cells}</x:sheetData>{after}</x:worksheet>"
    return look("raw.xlsx", "S 1", None if strings is None else strings.encode(), data.encode())


def refused(cells: str, after: str = "", strings: str | None = None) -> Problem:
    with pytest.raises(InputError) as caught:
        seen(cells, after, strings)
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(
    ("cell", "name"),
    [((0, 0), "A1"), ((6, 2), "C7"), ((0, 25), "Z1"), ((8, 26), "AA9"), ((1048575, 16383), "XFD1048576")],
)
def test_names_of_cells(cell: tuple[int, int], name: str) -> None:
    assert name_of(cell) == name
    assert cell_of(name) == cell


@given(st.tuples(st.integers(0, 9_999_998), st.integers(0, 18_277)))
def test_a_name_leads_back_to_its_cell(cell: tuple[int, int]) -> None:
    assert cell_of(name_of(cell)) == cell


@pytest.mark.parametrize("name", ["", "A", "1", "A0", "a1", "AAAA1", "A12345678", "A1:B2", "A١"])
def test_no_cell(name: str) -> None:
    assert cell_of(name) is None


def test_formulas_without_a_value_and_errors() -> None:
    row = (
        '<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3"><f>1+1</f><v></v></c><c r="C3"><f>1+1</f></c>'
        '<c r="D3" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E3" t="e"/><c r="F3" t="str"><f>""</f><v></v></c>'
        '<c r="G3" t="b"><f>TRUE</f><v>1</v></c></row>'
    )
    assert seen(row) == Look({(2, 1): "", (2, 2): "", (2, 3): "#DIV/0!", (2, 4): "#?"}, ())


def test_cells_and_rows_without_a_place_follow_the_one_before() -> None:
    rows = '<row><c><v>1</v></c><c t="e"><v>#N/A</v></c></row>'
    rows += '<row r="9"><c r="D9"/><c t="e"><v>x</v></c></row><row><c t="e"/></row>'
    assert seen(rows).errors == {(0, 1): "#N/A", (8, 4): "x", (9, 0): "#?"}


def test_merged_cells() -> None:
    assert seen("", '<mergeCells><mergeCell ref="B10:C11"/></mergeCells>').merged == (((9, 1), (10, 2)),)
    assert "merged" in refused("", '<mergeCell ref="nowhere"/>').message
    assert "merged" in refused("", '<mergeCell ref="B1:C2"/>' * 1001).message


@pytest.mark.parametrize("far", ["A1048576", "XFD1", "GS1000", "A0", "XYZ"])
def test_cells_far_apart(far: str) -> None:
    """200 columns by 1,000 rows are as much as there may be."""
    seen('<row r="1"><c r="A1"/><c r="GR1000"/></row>')
    problem = refused(f'<row r="1"><c r="B2"/><c r="{far}"/><c r="A1001"/><c r="GR1"/></row>')
    assert problem.place is not None
    assert problem.place.cell.startswith("S 1!")


def test_names_the_cell_that_is_too_far() -> None:
    problem = refused('<row r="1"><c r="A1"/><c r="XFD1"/></row>')
    assert str(problem.place) == "raw.xlsx!S 1!XFD1"
    assert "16,384 columns" in problem.message
    assert "2,000 columns" in problem.expected


def test_a_long_text_counts_as_often_as_cells_name_it() -> None:
    text = f"<sst><si><t>{'x' * 1000}</t></si><si><r><t>ab</t></r><r><t>c</t></r></si></sst>"
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 16_001))
    seen(cells, strings=text)
    problem = refused(cells + '<c r="A16001" t="s"><v>1</v></c>', strings=text)
    assert "16,000,000 characters" in problem.message
    assert problem.place is not None
    assert problem.place.cell == "S 1!A16001"


@pytest.mark.parametrize("index", ["1", "-1", "9" * 12, "x", "١"])
def test_a_text_that_is_not_there(index: str) -> None:
    assert "not there" in refused(f'<c r="A1" t="s"><v>{index}</v></c>', strings="<si><t>a</t></si>").message


def test_longest_text() -> None:
    assert "32,767" in refused("", strings=f"<sst><si><t>{'x' * 32_768}</t></si></sst>").message
    assert "32,767" in refused(f'<c r="A1" t="str"><v>{"x" * 32_768}</v></c>').message


def test_texts_in_the_cells_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_TEXT", 10)
    inline = '<c r="A1" t="inlineStr"><is><t>sixsix</t></is></c>'
    seen(inline)
    assert "characters" in refused(inline + inline).message
    assert "characters" in refused('<c r="A1" t="str"><v>eleven chars</v></c>').message


def test_number_of_elements(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_ELEMENTS", 20)
    assert "elements" in refused("<c/>" * 19).message
    assert "elements" in refused("", strings=f"<sst>{'<si/>' * 20}</sst>").message
    assert "elements" in refused("<c/>" * 8, strings=f"<sst>{'<si/>' * 10}</sst>").message


@pytest.mark.parametrize("part", ["cells", "strings"])
def test_declarations(part: str) -> None:
    bad = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    with pytest.raises(InputError, match="declares entities"):
        look("raw.xlsx", "S", *(bad.encode() if part == name else b"<a/>" for name in ("strings", "cells")))


def test_no_xml() -> None:
    with pytest.raises(InputError, match="damaged"):
        look("raw.xlsx", "S", None, b"<a><b></a>")
