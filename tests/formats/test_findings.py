from __future__ import annotations

import pytest

from hubscore.errors import Place, Problem
from hubscore.formats.findings import LONGEST_TEXT, Finding, findings_of, rows_of, text
from hubscore.pages.check import invalid_page
from hubscore.pages.document import Column, Document, Table

ODD = Problem("share", "odd", ("a",), place=Place("x.toml", 3, 2), hub="oslo")


def test_findings_are_read_from_the_table() -> None:
    first, second = findings_of(invalid_page([ODD, Problem("share", "even")]))
    assert first == Finding("share", "error", "x.toml", 3, 2, "odd", "oslo", first.fingerprint)
    assert second == Finding("share", "error", None, None, None, "even", None, second.fingerprint)
    assert first.fingerprint != second.fingerprint


def test_every_text_of_a_finding_is_fit_for_the_encoding() -> None:
    keys = ("rule", "severity", "file", "line", "column", "message", "hub", "fingerprint")
    row = ("≥rule", "≥severity", "≥file", 1, 2, "≥message", "≥hub", "≥print")
    page = Document("check", "x", tables=(Table("findings", tuple(map(Column, keys)), (row,)),))
    assert findings_of(page, "ascii") == [
        Finding(">=rule", ">=severity", ">=file", 1, 2, ">=message", ">=hub", ">=print")
    ]
    assert findings_of(page) == [Finding(*row)]


def test_a_page_without_them_has_none() -> None:
    assert findings_of(Document("rank", "x")) == []


def test_rows_are_those_that_scripts_read() -> None:
    table = Table("t", (Column("a"), Column(label="A"), Column("b")), ((1, 2, None),))
    assert rows_of(Document("p", "x", tables=(table,)), "t") == [{"a": 1, "b": None}]


@pytest.mark.parametrize(("given", "shown"), [("a\nb\x1b", "a<U+000A>b<U+001B>"), ("≥", "≥"), ("x" * 1000, "x" * 1000)])
def test_texts_are_one_harmless_line(given: str, shown: str) -> None:
    assert text(given) == shown


def test_texts_are_not_too_long() -> None:
    assert text("x" * 1001) == "x" * (LONGEST_TEXT - 1) + "…"
    assert text("≥", "ascii") == ">="
