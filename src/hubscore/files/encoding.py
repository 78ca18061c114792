"""Words for a file that is not UTF-8. Read on errors only."""

from __future__ import annotations

from hubscore.errors import InputError, Place, Problem
from hubscore.files.locate import place_at

_MARK = "\ufeff"
_PACKED = b"PK\x03\x04"
_UTF_16 = "the file looks like UTF-16: save it as UTF-8"


def undecodable(data: bytes, error: UnicodeDecodeError, shown: str) -> Problem:
    """Say where the first byte is that is not UTF-8, which one, and what the file seems to be."""
    # Behind the fault any reading will do; the line is for the eye.
    before = data[: error.start].decode()
    text = before + data[error.start : error.start + 1000].decode(errors="replace")
    start = len(before)
    if text.startswith(_MARK):
        text, start = text[1:], start - 1
    utf_16 = _looks_like_utf_16(data)
    return Problem(
        rule="file-encoding",
        message=f"not UTF-8: byte 0x{data[error.start]:02X} cannot stand here",
        expected="UTF-8",
        hint=_UTF_16 if utf_16 else _hint(data, error),
        place=Place(file=shown, line=1, column=1) if utf_16 else place_at(shown, text, start, start + 1),
    )


def without_mark(text: str, shown: str) -> str:
    """Take off the one byte-order mark that is allowed, and refuse a second one.

    Raises
    ------
    InputError
        Also if the text is UTF-16 that happens to decode: every other byte is zero then.
    """
    if _looks_like_utf_16(text[:64].encode()):
        place = Place(file=shown, line=1, column=1)
        message = "not UTF-8: every other byte is zero"
        raise InputError(Problem(rule="file-encoding", message=message, expected="UTF-8", hint=_UTF_16, place=place))
    text = text.removeprefix(_MARK)
    if text.startswith(_MARK):
        message = "the file begins with two byte-order marks (<U+FEFF>)"
        hint = "save it as UTF-8 without a byte-order mark"
        place = place_at(shown, text, 0, 1)
        raise InputError(Problem(rule="file-encoding", message=message, expected="at most one", hint=hint, place=place))
    return text


def _looks_like_utf_16(data: bytes) -> bool:
    head = b"" if data.startswith(_PACKED) else data[:64]
    return head[:2] in (b"\xff\xfe", b"\xfe\xff") or (len(head) > 1 and head.count(0) * 3 > len(head))


def _hint(data: bytes, error: UnicodeDecodeError) -> str:
    wrong = data[error.start]
    if wrong == 0xED and data[error.start + 1 : error.start + 2] >= b"\xa0":
        return "half of a surrogate pair is encoded here: write the character itself"
    if error.end == len(data) and error.reason == "unexpected end of data":
        return "the file ends in the middle of a character: it may have been cut off"
    if data.startswith(_PACKED):
        return "it is a workbook or another packed file; `hubscore import` reads .xlsx"
    if b"\0" in data:
        return "the file holds zero bytes too: is it text at all?"
    as_latin = bytes([wrong]).decode("cp1252", errors="replace")
    return f"in Latin-1 or Windows-1252 it is `{as_latin}`: save the file as UTF-8"
