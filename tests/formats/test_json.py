from __future__ import annotations

import json
import math
import unicodedata
from importlib.metadata import version
from typing import Any, NoReturn

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.formats.json import render
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Column, Document, Show, Table

STYLE = Style(width=None, colour=False)


def read(text: str) -> Any:
    def refuse(word: str) -> NoReturn:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


def document(rows: tuple[tuple[Cell, ...], ...]) -> Document:
    columns = (
        Column("hub", "Hub", Show()),
        Column("", "", Show("bar")),
        Column("evidence.official"),
        Column("score", "Score", Show("number", 1)),
        Column("evidence.reported"),
        Column("pillars.a.b"),
    )
    tables = (Table("ranking", columns, rows), Table("nodes", (Column("x"),), (), shown=False))
    nothing = Table("people only", (Column("", "Hub", Show()),), (("x",),))
    scorecard = {"title": "T", "digest": "d", "scenario": None, "seed": 7}
    return Document("rank", "T", "", ("lead",), (*tables, nothing), ("foot",), ("note",), scorecard)


def test_the_shape() -> None:
    text = render(document((("a", 1, 0.5, 1 / 3, 0.25, True), ("b", 1, None, math.nan, -math.inf, 2))), STYLE)
    assert text == (
        '{\n  "schema_version": 1,\n  "hubscore": "' + version("hubscore") + '",\n  "page": "rank",\n'
        '  "scorecard": {"title": "T", "digest": "d", "scenario": null, "seed": 7},\n'
        '  "tables": {\n    "ranking": [\n'
        '      {"hub": "a", "evidence": {"official": 0.5, "reported": 0.25}, '
        '"score": 0.3333333333333333, "pillars": {"a": {"b": true}}},\n'
        '      {"hub": "b", "evidence": {"official": null, "reported": null}, '
        '"score": null, "pillars": {"a": {"b": 2}}}\n'
        '    ],\n    "nodes": []\n  },\n  "notes": [\n    "foot",\n    "note"\n  ]\n}\n'
    )


def test_an_empty_document_is_valid() -> None:
    answer = read(render(Document("p", "t"), STYLE))
    assert (answer["tables"], answer["notes"], answer["scorecard"]) == ({}, [], {})


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers())
def test_numbers_keep_every_digit(real: float, whole: int) -> None:
    (row,) = read(render(document((("a", 0, real, whole, False, None),)), STYLE))["tables"]["ranking"]
    assert (row["evidence"]["official"], row["score"], row["evidence"]["reported"]) == (real, whole, False)


@given(st.text(), st.sampled_from(["utf-8", "ascii", "latin-1"]))
def test_text_comes_back_as_it_was_and_travels_harmlessly(name: str, encoding: str) -> None:
    text = render(document(((name, 0, 0, 0, 0, "%s"),)), Style(None, colour=False, encoding=encoding))
    text.encode(encoding)
    harmful = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(character) for character in text.replace("\n", "")} & harmful
    row = read(text)["tables"]["ranking"][0]
    assert row["hub"].encode("utf-16", "surrogatepass") == name.encode("utf-16", "surrogatepass")
    assert row["pillars"]["a"]["b"] == "%s"


def test_marks_that_pile_up_are_escaped() -> None:
    text = render(document((("e" + "\u0301" * 6, 0, 0, 0, 0, 0),)), STYLE)
    assert text.count("\u0301") == 4
    assert text.count("\\u0301") == 2


@pytest.mark.parametrize("value", [np.float64(0.1), np.int64(3)])
def test_numbers_of_numpy_are_numbers(value: Any) -> None:
    (row,) = read(render(document((("a", 0, value, 0, 0, 0),)), STYLE))["tables"]["ranking"]
    assert row["evidence"]["official"] == value.item()


def test_a_key_may_hold_a_percent_sign() -> None:
    table = Table("t", (Column("a%s"), Column("b")), ((1, "100 %"),))
    assert read(render(Document("p", "t", tables=(table,)), STYLE))["tables"]["t"] == [{"a%s": 1, "b": "100 %"}]
