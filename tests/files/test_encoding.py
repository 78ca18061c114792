from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.errors import InputError, Place, Problem
from hubscore.files.encoding import undecodable, without_mark
from hubscore.files.reader import read_text


def read(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.toml"
    path.write_bytes(data)
    return read_text(path, 10_000, "a.toml")


def refused(tmp_path: Path, data: bytes) -> tuple[Problem, Place]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, data)
    (problem,) = caught.value.problems
    assert problem.rule == "file-encoding"
    assert problem.place is not None
    return problem, problem.place


def test_one_byte_order_mark_is_taken_off(tmp_path: Path) -> None:
    assert read(tmp_path, b"\xef\xbb\xbfx = 1") == "x = 1"
    assert read(tmp_path, b"\xef\xbb\xbf") == ""


def test_two_byte_order_marks(tmp_path: Path) -> None:
    problem, place = refused(tmp_path, b"\xef\xbb\xbf\xef\xbb\xbfx = 1")
    assert (place.line, place.column) == (1, 1)
    assert "<U+FEFF>" in problem.message


def test_the_first_bad_byte_is_placed_in_characters(tmp_path: Path) -> None:
    problem, place = refused(tmp_path, "a = 1\r\nname = 'Å".encode() + b"\xf8'\n\xff")
    assert (place.line, place.column, place.length) == (2, 10, 1)
    assert "0xF8" in problem.message
    assert place.text.startswith("name = 'Å")
    assert "Latin-1" in problem.hint
    assert "`ø`" in problem.hint


def test_a_mark_at_the_start_does_not_shift_the_column(tmp_path: Path) -> None:
    _, place = refused(tmp_path, b"\xef\xbb\xbfa\xff")
    assert (place.line, place.column, place.text[:1]) == (1, 2, "a")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf_16_is_recognised(tmp_path: Path, codec: str) -> None:
    problem, place = refused(tmp_path, "name = 'Ålesund'\n".encode(codec))
    assert "UTF-16" in problem.hint
    assert place.line == 1


def test_utf_16_of_plain_letters_is_recognised_though_it_decodes(tmp_path: Path) -> None:
    problem, place = refused(tmp_path, "name = 'Oslo'\n".encode("utf-16-le"))
    assert "UTF-16" in problem.hint
    assert place.line == 1


def test_a_lone_zero_byte_is_left_to_the_parser(tmp_path: Path) -> None:
    assert read(tmp_path, b"a\0 = 1 # and much more text") == "a\0 = 1 # and much more text"


def test_kinds_of_bad_bytes(tmp_path: Path) -> None:
    assert "surrogate" in refused(tmp_path, b"name = '\xed\xa0\x80'")[0].hint
    assert "cut off" in refused(tmp_path, b"name = 'Troms\xc3")[0].hint
    assert "text at all" in refused(tmp_path, b"\x7fELF\x02\x01\x01\0\xff aaaaaaaaaaaaaaaaaaaa")[0].hint


def test_both_ways_are_functions_of_their_own() -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        b"\xff".decode()
    assert undecodable(b"\xff", caught.value, "a").rule == "file-encoding"
    assert without_mark("\ufeffa", "a") == "a"


def test_a_workbook_is_recognised(tmp_path: Path) -> None:
    problem, _ = refused(tmp_path, b"PK\x03\x04\x14\x00\x00\x00\xbb\x00")
    assert problem.hint == "it is a workbook or another packed file; `hubscore import` reads .xlsx"
