"""What an .xlsx file is made of: a zip archive of XML parts, unpacked within bounds.

Nothing that the archive says about itself is believed: sizes are counted while unpacking, and
only the parts that a table needs are unpacked at all.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from posixpath import dirname, normpath
from typing import Any, NamedTuple, NoReturn

from hubscore.errors import InputError, Place, Problem
from hubscore.files.reader import TABLE_LIMIT, read_bytes

UNPACKED_LIMIT = 32 << 20
"""The most bytes of the parts that a table is read from, together (32 MiB)."""

SMALL_LIMIT = 1 << 20
"""The most bytes of a part that only says what other parts there are (1 MiB)."""

DIRECTORY_LIMIT = 1 << 20
"""The most bytes of the archive's list of parts: some ten thousand of them."""

_END, _ZIP64 = b"PK\x05\x06", b"PK\x06\x07"
_END_LENGTH, _ZIP64_LENGTH = 22, 20
_OLE = b"\xd0\xcf\x11\xe0"
"""Begins old .xls files, and new ones that are encrypted."""


class Link(NamedTuple):
    """One part as another one names it: by what id, of what kind, and where it is."""

    id: str
    kind: str
    part: str


@dataclass
class Package:
    """The parts of a workbook, unpacked when asked for."""

    shown: str
    archive: zipfile.ZipFile
    left: int = UNPACKED_LIMIT

    def part(self, name: str) -> bytes | None:
        """A part, None if there is none of this name.

        Raises
        ------
        InputError
            Where it is damaged, encrypted, or more than what may still be unpacked.
        """
        try:
            found = self.archive.getinfo(name)
        except KeyError:
            return None
        if found.flag_bits & 1:
            refuse(self.shown, "it is encrypted", hint="save it without a password")
        try:
            with self.archive.open(found) as file:
                data = file.read(self.left + 1)
        except Exception as error:  # noqa: BLE001 - whatever unpacking raises is the file's fault
            refuse(self.shown, f"its part {name} is damaged: {_reason(error)}")
        self.left -= len(data)
        if self.left < 0:
            reason = f"its table is larger than {UNPACKED_LIMIT >> 20} MiB when unpacked"
            refuse(self.shown, reason, hint="save the sheet as CSV, which may be larger")
        return data


def open_package(path: Path, shown: str) -> Package:
    """Open a workbook.

    Raises
    ------
    InputError
        As `reader.read_bytes`; where it is no .xlsx file, is encrypted or overfull.
    """
    data = read_bytes(path, TABLE_LIMIT, shown)
    if data.startswith(_OLE):
        reason = "it is encrypted with a password, or a workbook of the old format .xls"
        refuse(shown, reason, hint="save it as .xlsx without a password")
    try:
        _refuse_crowded(data, shown)
        return Package(shown, zipfile.ZipFile(BytesIO(data)))
    except InputError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever unpacking raises is the file's fault
        refuse(shown, f"it is no .xlsx file: {_reason(error)}")


def _refuse_crowded(data: bytes, shown: str) -> None:
    """Before all entries of the list are made objects."""
    end = len(data) - _END_LENGTH
    if data[end : end + 4] != _END:
        end = data.rfind(_END)
    if end < 0:
        refuse(shown, "it is no .xlsx file, or is cut off")
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if size > DIRECTORY_LIMIT or data[end - _ZIP64_LENGTH : end].startswith(_ZIP64):
        refuse(shown, "it has more parts than a workbook needs")


def links_of(package: Package, part: str, of: str) -> list[Link]:
    """The parts that a part names, by the part that lists them; links to elsewhere do not count."""
    listed = package.part(part)
    found = []
    for element in [] if listed is None else xml(listed, package.shown, part).iter():
        if local(element.tag) == "Relationship" and element.get("TargetMode") != "External":
            target, folder = element.get("Target", ""), dirname(of)
            path = normpath(target[1:] if target.startswith("/") else f"{folder}/{target}").lstrip("/")
            found.append(Link(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], path))
    return found


def xml(data: bytes, shown: str, part: str) -> Any:
    """A small part as elements.

    Raises
    ------
    InputError
        Where it is no XML, large, or holds declarations of its own: no workbook needs them, and entities
        grow without end or fetch what lies elsewhere.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if len(data) > SMALL_LIMIT:
        refuse(shown, f"its part {part} is larger than {SMALL_LIMIT >> 20} MiB, which no workbook needs")
    try:
        return fromstring(data, forbid_dtd=True)
    except DefusedXmlException:
        refuse_declarations(shown, part)
    except Exception as error:  # noqa: BLE001 - whatever the parser raises is the file's fault
        refuse(shown, f"its part {part} is damaged: {_reason(error)}")


def refuse_declarations(shown: str, part: str) -> NoReturn:
    """What a part that declares entities or a document type ends in."""
    refuse(shown, f"its part {part} declares entities or a document type, which no workbook needs")


def local(name: str) -> str:
    """A name of XML without its namespace."""
    return name.rpartition("}")[2]


def refuse(shown: str, reason: str, *, expected: str = "", hint: str = "", cell: str = "") -> NoReturn:
    """Say why a workbook cannot be read, and where in it."""
    message = f"cannot read {shown}: {reason}"
    raise InputError(Problem("xlsx", message, expected=expected, hint=hint, place=Place(shown, cell=cell))) from None


def _reason(error: Exception) -> str:
    words = str(error) or type(error).__name__
    return words[:1].lower() + words[1:]
