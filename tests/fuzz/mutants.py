"""Bytes that are nearly a file: parts of a corpus put together, cut, doubled, swapped, and changed sign by sign."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence

Random = random.Random

TOKENS: Sequence[bytes] = (
    *(b"[", b"]", b"[[", b"]]", b"{", b"}", b"=", b".", b",", b'"', b"'", b'"""', b"'''", b"#", b"\\", b"\n", b"\r\n"),
    *(b"\r", b"\0", b"\x1b[2J", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\xc3", b"\x7f", b"\t", b" "),
    *(b"nan", b"inf", b"-inf", b"NaN", b"Infinity", b"true", b"null", b"1e999", b"-0.0", b"0x_1", b"1_000", b"0o7"),
    *(b"9" * 40, b"1e-320", b"1979-05-27T07:32:00Z", b"07:32:00", b"\\u202e", b"\\ud800", b"\\U0010ffff", b"a.b.c"),
    *(b"[a.b]", b"[[a]]", b"x = 1\n", b"[index]\n", b"weights = ", b"id", b"name", b"year", b"2024", b"-1", b"=1+1"),
    *(b";", b"|", b"N/A", b"0,5", b"1.234,5", b"%", b"<U+0000>", "é重".encode(), "\u2028".encode(), b"\x85"),
    *(b'""', b'"a\nb"', b"<!DOCTYPE x>", b"&x;", b"&#0;", b"<v>", b'r="A1048577"', b't="s"', b'{"a":1,"a":2}', b"[]"),
)
"""What means something to one reader or another."""

LONGEST = 40_000
"""Bytes of one mutant at most: what is larger is the matter of limits."""


def mutant(corpus: Sequence[bytes], source: Random) -> bytes:
    """One file of the corpus with one to six changes."""
    data = source.choice(corpus)
    for _ in range(source.choice((1, 1, 1, 2, 3, 6))):
        data = source.choice(CHANGES)(data, corpus, source)
    return data[:LONGEST]


def _places(data: bytes, source: Random) -> tuple[int, int]:
    start = source.randrange(len(data) + 1)
    return start, min(len(data), start + source.choice((1, 1, 2, 4, 16, 100)))


def _inserted(data: bytes, _: Sequence[bytes], source: Random) -> bytes:
    start, _stop = _places(data, source)
    return data[:start] + source.choice(TOKENS) + data[start:]


def _replaced(data: bytes, _: Sequence[bytes], source: Random) -> bytes:
    start, stop = _places(data, source)
    return data[:start] + source.choice(TOKENS) + data[stop:]


def _cut(data: bytes, _: Sequence[bytes], source: Random) -> bytes:
    start, stop = _places(data, source)
    return data[:start] + data[stop:]


def _ended(data: bytes, _: Sequence[bytes], source: Random) -> bytes:
    return data[: source.randrange(len(data) + 1)]


def _doubled(data: bytes, _: Sequence[bytes], source: Random) -> bytes:
    start, stop = _places(data, source)
    return data[:stop] + data[start:stop] * source.choice((1, 1, 2, 30)) + data[stop:]


def _flipped(data: bytes, _: Sequence[bytes], source: Random) -> bytes:
    if not data:
        return data
    at = source.randrange(len(data))
    return data[:at] + bytes([data[at] ^ 1 << source.randrange(8)]) + data[at + 1 :]


def _joined(data: bytes, corpus: Sequence[bytes], source: Random) -> bytes:
    other = source.choice(corpus)
    return data[: source.randrange(len(data) + 1)] + other[source.randrange(len(other) + 1) :]


def _lines(data: bytes, corpus: Sequence[bytes], source: Random) -> bytes:
    """A line taken from elsewhere, put elsewhere, or taken away."""
    lines, others = data.split(b"\n"), source.choice(corpus).split(b"\n")
    at = source.randrange(len(lines))
    lines[at : at + source.randrange(2)] = [source.choice(others)] * source.randrange(3)
    return b"\n".join(lines)


Change = Callable[[bytes, Sequence[bytes], Random], bytes]
CHANGES: Sequence[Change] = (
    *(_inserted, _inserted, _replaced, _replaced, _cut, _ended, _doubled, _flipped, _joined, _lines),
)


def packed(corpus: Sequence[bytes], source: Random) -> bytes:
    """A workbook of the corpus in which a part is changed, or the archive itself."""
    data = source.choice(corpus)
    if source.random() < 0.3:
        return mutant([data], source)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = source.choice(sorted(parts))
    parts[name] = mutant([parts[name]], source)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", source.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for each, part in parts.items():
            archive.writestr(each, part)
    return made.getvalue()
