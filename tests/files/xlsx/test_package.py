"""What an .xlsx file is made of: what is unpacked, and what is refused before it is."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZipFile

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.xlsx import package
from hubscore.files.xlsx.package import UNPACKED_LIMIT, Link, links_of, open_package, xml

Book = Callable[..., Path]


def refused(work: Callable[[], object]) -> Problem:
    with pytest.raises(InputError) as caught:
        work()
    [problem] = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == "raw.xlsx"
    return problem


def test_parts_are_unpacked_when_asked_for(book: Book) -> None:
    opened = open_package(book("", parts={"xl/media/film.bin": "x" * 100}), "raw.xlsx")
    assert opened.left == UNPACKED_LIMIT
    data = opened.part("xl/worksheets/a.xml")
    assert data is not None
    assert b"sheetData" in data
    assert opened.left == UNPACKED_LIMIT - len(data)
    assert opened.part("xl/nowhere.xml") is None


def test_a_bomb_is_unpacked_up_to_the_limit_only(tmp_path: Path) -> None:
    path = tmp_path / "raw.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive, archive.open("big", "w", force_zip64=True) as file:
        for _ in range(40):
            file.write(bytes(1 << 20))
    assert path.stat().st_size < 100_000
    opened = open_package(path, "raw.xlsx")
    problem = refused(lambda: opened.part("big"))
    assert "larger than 32 MiB when unpacked" in problem.message
    assert "CSV" in problem.hint


def test_all_parts_together_count(book: Book) -> None:
    opened = open_package(book("", parts={"a": "x" * 60, "b": "x" * 60}), "raw.xlsx")
    opened.left = 100
    assert opened.part("a") == b"x" * 60
    refused(lambda: opened.part("b"))


def test_a_lie_about_the_size_does_not_help(book: Book) -> None:
    """The archive's list says 10 bytes; there are more."""
    path = book("", parts={"big": "x" * 5_000})
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02", 0, data.rfind(b"big"))
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    problem = refused(lambda: open_package(path, "raw.xlsx").part("big"))
    assert "damaged" in problem.message


def test_encrypted(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "raw.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    problem = refused(lambda: open_package(path, "raw.xlsx"))
    assert "encrypted" in problem.message
    assert "without a password" in problem.hint
    path = book("", parts={"big": "x"})
    data = bytearray(path.read_bytes())
    data[data.rfind(b"PK\x01\x02", 0, data.rfind(b"big")) + 8] |= 1
    path.write_bytes(data)
    assert "encrypted" in refused(lambda: open_package(path, "raw.xlsx").part("big")).message


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"id,x\na,1\n", b"PK\x05\x06" + bytes(17), bytes(100)])
def test_no_archive(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "raw.xlsx"
    path.write_bytes(data)
    assert "no .xlsx file" in refused(lambda: open_package(path, "raw.xlsx")).message


def test_a_list_of_a_million_parts_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        pytest.fail("it was read")

    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"part{number:08}", b"")
    path = tmp_path / "raw.xlsx"
    path.write_bytes(out.getvalue())
    monkeypatch.setattr(package.zipfile, "ZipFile", never)
    assert "more parts" in refused(lambda: open_package(path, "raw.xlsx")).message


def test_a_second_list_of_64_bits_is_not_looked_for(book: Book) -> None:
    path = book("")
    data = path.read_bytes()
    end = data.rfind(b"PK\x05\x06")
    path.write_bytes(data[:end] + b"PK\x06\x07" + bytes(16) + data[end:])
    assert "more parts" in refused(lambda: open_package(path, "raw.xlsx")).message


def test_another_compression(tmp_path: Path) -> None:
    path = tmp_path / "raw.xlsx"
    with ZipFile(path, "w", ZIP_BZIP2) as archive:
        archive.writestr("a", "x" * 1000)
    assert open_package(path, "raw.xlsx").part("a") == b"x" * 1000


@pytest.mark.parametrize("seed", range(60))
def test_damage_anywhere_is_refused_or_harmless(book: Book, seed: int) -> None:
    path = book("<row><c><v>1</v></c></row>")
    data = bytearray(path.read_bytes())
    source = random.Random(seed)
    for _ in range(3):
        data[source.randrange(len(data))] = source.randrange(256)
    path.write_bytes(data[: source.choice([len(data), source.randrange(len(data))])])
    with suppress(InputError):
        opened = open_package(path, "raw.xlsx")
        for name in opened.archive.namelist():
            opened.part(name)


def test_links_lead_from_the_part_that_names_them(book: Book) -> None:
    away = '<Relationship Id="z" Type="x/externalLink" Target="http://elsewhere" TargetMode="External"/>'
    up = '<Relationship Id="u" Type="x/styles" Target="../styles.xml"/>'
    rels = f"<Relationships>{away}{up}<Other/></Relationships>"
    opened = open_package(book("", parts={"xl/_rels/other.rels": rels}), "raw.xlsx")
    assert links_of(opened, "xl/_rels/other.rels", "xl/deep/book.xml") == [Link("u", "styles", "xl/styles.xml")]
    found = links_of(opened, "xl/_rels/workbook.xml.rels", "xl/workbook.xml")
    assert [link.part for link in found] == ["xl/worksheets/a.xml", "xl/s.xml"]
    assert links_of(opened, "nowhere", "") == []


LAUGHS = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>'


@pytest.mark.parametrize(
    "text",
    [LAUGHS, '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>', "<!DOCTYPE a><a/>", LAUGHS.encode("utf-16")],
)
def test_no_part_declares_anything(text: str | bytes) -> None:
    data = text.encode() if isinstance(text, str) else text
    assert "declares entities" in refused(lambda: xml(data, "raw.xlsx", "xl/a.xml")).message


def test_what_only_names_other_parts_is_small() -> None:
    assert "larger than 1 MiB" in refused(lambda: xml(b"<a>" + b"<b/>" * (1 << 18) + b"</a>", "raw.xlsx", "a")).message
    deep = xml(b"<a>" * 100_000 + b"</a>" * 100_000, "raw.xlsx", "a")
    assert deep.tag == "a"


def test_no_xml() -> None:
    assert "xl/a.xml is damaged" in refused(lambda: xml(b"<a>", "raw.xlsx", "xl/a.xml")).message
