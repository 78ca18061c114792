"""Hostile texts wherever they can be put, in whatever is printed; and whether what gets through would be seen."""

from __future__ import annotations

import csv

import pytest
from injection import words
from injection.campaign import Tally, bare, campaign, harm, run, strays
from injection.cards import write_card
from injection.payloads import PAYLOADS, is_name, shown
from injection.readers import READERS, annotations, terminal

from hubscore.formats.registry import FORGES, FORMATS

EVERY = 24
"""Of what a payload goes through, one in so many here; `python tests/injection/campaign.py` does it all."""


@pytest.mark.parametrize("part", range(4))
def test_nothing_gets_through(part: int) -> None:
    titles = list(PAYLOADS)[part::4]
    tally = campaign(titles, EVERY, first=part)
    assert tally.escapes == []
    assert tally.runs > 10 * len(titles)


def test_there_are_payloads_enough_and_a_reader_for_every_format() -> None:
    assert len(PAYLOADS) >= 40
    assert READERS.keys() == FORMATS.keys() | FORGES.keys()
    assert 30 < sum(map(is_name, PAYLOADS.values())) < len(PAYLOADS)


@pytest.mark.parametrize("title", ["sgr", "clear", "title", "link", "clipboard", "c1", "carriage-return", "backspace"])
def test_a_terminal_would_obey(title: str) -> None:
    """The traps work: what is let through is found."""
    assert terminal(PAYLOADS[title])
    assert harm(PAYLOADS[title])
    assert harm(shown(PAYLOADS[title])) == []


@pytest.mark.parametrize("title", [title for title in PAYLOADS if title.startswith(("github-", "azure", "teamcity"))])
def test_a_pipeline_would_obey(title: str) -> None:
    assert bool(list(annotations(PAYLOADS[title]))) == (title != "github-escapes")


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("html", "<p><img src=x onerror=alert(1)></p>"),
        ("html", "<a href=' javascript:alert(1)'>x</a>"),
        ("html", "<p><!-- x --></p>"),
        ("md", "a <b>"),
        ("md", "[x](y)"),
        ("md", "    x"),
        ("md", "<div>"),
        ("csv", "a\n=1+1\n"),
        ("csv", 'a\n"x" y\n'),
        ("json", "{"),
        ("junit", "<a>"),
    ],
)
def test_a_reader_refuses_what_is_no_text(form: str, text: str) -> None:
    with pytest.raises((AssertionError, ValueError, SyntaxError, csv.Error)):
        READERS[form](text)


def test_another_shape_and_another_text_are_told() -> None:
    one, two = READERS["csv"]("a,b\n"), READERS["csv"]("a,b,c\n")
    assert strays(two, one, {}) == ["another shape"]
    assert strays(READERS["csv"]("a,x\n"), one, {"b": "y"}) == ["'x', not 'y'"]
    assert strays(READERS["csv"]("a,y\n"), one, {"b": "y"}) == []
    assert bare("| ::x  '=1") == "::x=1"


def test_a_tally_is_a_row_of_numbers_that_add_up() -> None:
    assert Tally(1, ["a"]) + Tally(2, ["b"]) == (3, ["a", "b"])


def test_the_streams_of_a_run_are_kept_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("card") / "ours"
    write_card(folder, "text", "name")
    good, bad = run(["rank", "-c", "."], folder), run(["rank", "--by", "x", "-c", "."], folder)
    assert (good.status, bool(good.out), len(good.documents)) == (0, True, 1)
    assert (bad.status, bad.out, bad.err[:6]) == (2, "", "error:")


def test_bytes_that_are_no_text_may_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """No file of text can hold them, but a shell passes them on, and Python stands surrogates in their place."""
    monkeypatch.setitem(PAYLOADS, "surrogates", "\udce9x\udcff")
    assert words.through_options("surrogates", words.OPTIONS[::5]).escapes == []
