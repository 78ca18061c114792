from __future__ import annotations

import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.errors import UsageError
from hubscore.formats.registry import FORGES, FORMATS, Format, format_named, format_of, names_text, render
from hubscore.formats.style import Style
from hubscore.pages.document import Column, Document, Show, Table


def page(text: str) -> Document:
    columns = (Column("hub", text, Show()), Column("score", "Score", Show("number", 1)))
    table = Table("ranking", columns, ((text, 1.0),), title=text)
    return Document("rank", text, text, (text,), (table,), (text,), (text,), {"title": text})


TEXTS = [row.name for row in FORMATS.values() if not row.binary]


@pytest.mark.parametrize("name", TEXTS)
def test_every_format_prints_lines(name: str) -> None:
    text = render(page("Hefei"), name, Style(None, colour=False))
    assert isinstance(text, str)
    assert "Hefei" in text
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=50, deadline=None)
@given(text=st.text(min_size=1), encoding=st.sampled_from(["utf-8", "ascii"]), width=st.sampled_from([None, 80, 7]))
def test_no_format_lets_strangers_text_through(name: str, text: str, encoding: str, width: int | None) -> None:
    out = render(page(text), name, Style(width, colour=False, encoding=encoding))
    assert isinstance(out, str)
    out.encode(encoding)
    harmful = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert not {unicodedata.category(character) for character in out.replace("\n", "")} & harmful


def test_an_unknown_format_names_those_that_exist() -> None:
    with pytest.raises(UsageError) as caught:
        render(page("x"), "yaml", Style(None, colour=False))
    assert caught.value.problems[0].expected == "one of `table`, `plain`, `json`, `csv`, `md`, `html`, `xlsx`"


@pytest.mark.parametrize("name", FORGES)
def test_formats_of_a_check_alone(name: str) -> None:
    assert render(page("x")._replace(page="check"), name, Style(None, colour=False)).endswith("\n")
    with pytest.raises(UsageError, match=f"the format `{name}` is for `hubscore check` alone") as caught:
        render(page("x"), name, Style(None, colour=False))
    assert caught.value.problems[0].expected == "one of `table`, `plain`, `json`, `csv`, `md`, `html`, `xlsx`"


def test_a_check_names_its_own_formats_too() -> None:
    with pytest.raises(UsageError) as caught:
        format_named("jsn", "check")
    assert caught.value.problems[0].expected.endswith("`md`, `html`, `xlsx`, `github`, `gitlab`, `junit`, `sarif`")
    assert caught.value.problems[0].hint == "did you mean `json`?"
    assert names_text().endswith("md, html, xlsx; check also github, gitlab, junit, sarif")
    assert FORMATS.keys() & FORGES.keys() == set()


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        (".txt", "table"),
        (".json", "json"),
        (".csv", "csv"),
        (".md", "md"),
        (".JSON", "json"),
        (".xlsx", "xlsx"),
        (".xml", "junit"),
        (".sarif", "sarif"),
    ],
)
def test_a_suffix_implies_its_format(suffix: str, name: str) -> None:
    assert format_of(suffix) == name


@pytest.mark.parametrize("suffix", [".yaml", ""])
def test_an_unknown_suffix(suffix: str) -> None:
    with pytest.raises(UsageError) as caught:
        format_of(suffix)
    assert (
        caught.value.problems[0].expected
        == "one of `.txt`, `.json`, `.csv`, `.md`, `.html`, `.xlsx`; of `check` also `.xml`, `.sarif`"
    )


@pytest.mark.parametrize("row", [row for row in FORMATS.values() if row.binary])
def test_a_format_that_is_no_text_gives_bytes_and_has_a_suffix(row: Format) -> None:
    assert isinstance(render(page("Hefei"), row.name, Style(None, colour=False)), bytes)
    assert row.suffix


def test_a_table_in_english_loads_nothing_that_only_others_need() -> None:
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "from hubscore.formats.registry import render\n"
        "from hubscore.formats.style import Style\n"
        "from hubscore.pages.document import Column, Document, Show, Table\n"
        "table = Table('t', (Column('a', 'A', Show()),), (('Hefei ≥ 5 – 7',),))\n"
        "render(Document('p', 'Title', tables=(table,)), 'table', Style(80, True))\n"
        "print(*sorted({'json', 'csv', 'rich.cells', 'importlib.metadata', 'numpy'} & (set(sys.modules) - before)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
