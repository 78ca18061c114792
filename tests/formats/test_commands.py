from __future__ import annotations

import json

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import Place, Problem
from hubscore.formats.commands import apart, in_json, in_xml, inert, is_command
from hubscore.formats.patch import patch_text
from hubscore.formats.registry import FORGES, FORMATS, render
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page
from hubscore.pages.document import Chart, Column, Document, Show, Table

ODD = st.lists(st.sampled_from(["::", ":", "##", "#", "[", "vso[", "x", " ", "\u3000", "teamcity["])).map("".join)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Oslo: 12", "Oslo: 12"),
        ("a::b", "a::b"),
        ("::error::x", "| ::error::x"),
        (" \t\u3000::set-output name=a::b", "|  \t\u3000::set-output name=a::b"),
        ("x ##[error]y", "x ## [error]y"),
        ("###[error]y", "### [error]y"),
        ("##vso[task.setvariable variable=x]y", "## vso[task.setvariable variable=x]y"),
        ("##teamcity[buildStop]", "## teamcity[buildStop]"),
        ("::x ##[y]", "| ::x ## [y]"),
        ("## a heading", "## a heading"),
        ("##not", "##not"),
    ],
)
def test_a_line_that_is_a_command_is_one_no_more(line: str, shown: str) -> None:
    assert inert(line) == shown


@given(ODD)
def test_nothing_is_lost_but_blanks_come_in(text: str) -> None:
    assert not is_command(inert(text))
    assert apart(apart(text)) == apart(text)
    for command in ("##[", "##vso[", "##teamcity["):
        assert command not in inert(text)
    assert inert(text).removeprefix("| ").replace("## ", "##") == text.replace("## ", "##")


@given(ODD)
def test_json_means_the_same(text: str) -> None:
    written = in_json(json.dumps([text]))
    assert json.loads(written) == [text]
    assert "##[" not in written
    assert "##vso[" not in written


@given(st.lists(ODD))
def test_xml_means_the_same(texts: list[str]) -> None:
    """On any line of a text, and in an attribute."""
    body = "\n".join(texts)
    written = in_xml(f'<a b="{texts[0] if texts else ""}">{body}</a>')
    found = fromstring(written)
    assert (found.get("b"), found.text or "") == (texts[0] if texts else "", body)
    assert "##[" not in written
    assert not any(is_command(line) for line in written.splitlines())


HOSTILE = ("::set-output name=a::b", "  ::error::x", "x ##[add-mask]y", "x ##vso[task.setvariable variable=a]y")


def page(text: str) -> Document:
    """A text in every place of a page, first in its line where there is a first."""
    columns = (Column("a", text, Show()), Column("b", "b", Show("number", 1)), Column("c", text, Show("text")))
    table = Table("t", columns, ((text, 0.5, text), ("y", 1.0, text)), title=text)
    drawn = table._replace(name="d", chart=Chart("stack", text, 0, (1,)))
    live = {"title": text}
    said = {"title": text, "aside": text, "lead": (text, text), "foot": (text,), "notes": (text,)}
    return Document("rank", **said, tables=(table, drawn), scorecard={"title": text}, live=live)


@pytest.mark.parametrize("form", [row.name for row in FORMATS.values() if not row.binary])
@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("width", [None, 80])
def test_no_format_prints_a_command(form: str, text: str, width: int | None) -> None:
    printed = str(render(page(text), form, Style(width, colour=False)))
    assert [line for line in printed.splitlines() if is_command(line)] == []
    assert apart(printed) == printed


@pytest.mark.parametrize("form", [name for name in FORGES if name != "github"])
@pytest.mark.parametrize("text", HOSTILE)
def test_no_report_of_a_check_holds_one(form: str, text: str) -> None:
    """The messages of JUnit's failures stand one below the other."""
    problems = [Problem("unknown-key", text, (text,), hint=text, place=Place(text, 3, 4)) for _ in "ab"]
    problems += [Problem("unknown-key", text), Problem("unknown-key", text, severity="warning")]
    printed = str(render(invalid_page(problems, (text,)), form, Style(None, colour=False)))
    assert [line for line in printed.splitlines() if is_command(line)] == []
    assert apart(printed) == printed


def test_a_row_of_csv_that_would_be_one_is_quoted() -> None:
    document = Document("rank", "", "", (), (Table("t", (Column("a"), Column("b")), (("::x", 1), ("y", 2))),))
    assert render(document, "csv", Style(None, colour=False)) == 'a,b\n"::x","1"\ny,2\n'


def test_a_paragraph_of_markdown_keeps_its_colons() -> None:
    document = Document("rank", "", "", ("::x", "12::x", "a::b"), ())
    assert render(document, "md", Style(None, colour=False)) == "\\::x\n\n12::x\n\na::b\n"


def test_a_line_of_a_patch_keeps_its_sign() -> None:
    assert patch_text([" ::error::x", "+a = 1", "-##[x]"]) == " | ::error::x\n+a = 1\n-## [x]\n"
