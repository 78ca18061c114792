"""Format `json`: everything a script may want, in full precision; one row a line, so that diffs read well."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from math import isfinite

from hubscore import __version__
from hubscore.formats.commands import in_json
from hubscore.formats.safe import replaced
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Document, Table

SCHEMA_VERSION = 1
"""Grows when a script written for the older shape would break."""

Encode = Callable[[Cell], str]


def render(document: Document, style: Style) -> str:
    """The document as one JSON object, keys always in the same order.

    Missing and non-finite numbers are null. Characters that could harm a terminal, or that its
    encoding lacks, are written as escapes, so nothing is lost.
    """
    encode = _encoder(style.encoding)
    tables = [(table.name, table) for table in document.tables if any(column.key for column in table.columns)]
    scorecard = (f"{encode(key)}: {encode(value)}" for key, value in document.scorecard.items())
    members = {
        "schema_version": str(SCHEMA_VERSION),
        "hubscore": encode(__version__),
        "page": encode(document.page),
        "scorecard": "{" + ", ".join(scorecard) + "}",
        "tables": _block("{}", [f"{encode(name)}: {_rows(table, encode)}" for name, table in tables], "  "),
        "notes": _block("[]", [encode(note) for note in (*document.foot, *document.notes)], "  "),
    }
    return in_json(_block("{}", [f'"{key}": {text}' for key, text in members.items()], "")) + "\n"


def _block(brackets: str, members: Sequence[str], indent: str) -> str:
    if not members:
        return brackets
    step = f"\n{indent}  "
    return brackets[0] + step + f",{step}".join(members) + f"\n{indent}" + brackets[1]


def _rows(table: Table, encode: Encode) -> str:
    """One object a row, filled into one template: nesting is worked out once, not for every row."""
    keys = [(column.key.split("."), place) for place, column in enumerate(table.columns) if column.key]
    places = list(_order(keys))
    template = _template(keys, encode)
    rows = [template % tuple([encode(row[place]) for place in places]) for row in table.rows]
    return _block("[]", rows, "    ")


def _template(keys: Sequence[tuple[list[str], int]], encode: Encode) -> str:
    members = []
    for head, inner in _grouped(keys):
        value = _template(inner, encode) if inner[0][0] else "%s"
        members.append(encode(head).replace("%", "%%") + ": " + value)
    return "{" + ", ".join(members) + "}"


def _order(keys: Sequence[tuple[list[str], int]]) -> Iterator[int]:
    """Places of the columns in the order in which the template names them."""
    for _, inner in _grouped(keys):
        if inner[0][0]:
            yield from _order(inner)
        else:
            yield inner[0][1]


def _grouped(keys: Sequence[tuple[list[str], int]]) -> Iterator[tuple[str, list[tuple[list[str], int]]]]:
    """The keys by their first part, in order of appearance, with what is left of each."""
    for head in dict.fromkeys(parts[0] for parts, _ in keys):
        yield head, [(parts[1:], place) for parts, place in keys if parts[0] == head]


def _encoder(encoding: str) -> Encode:
    quoted = json.JSONEncoder(ensure_ascii=not encoding.lower().startswith("utf")).encode

    def encode(value: Cell) -> str:
        if isinstance(value, float):
            return float.__repr__(value) if isfinite(value) else "null"
        if isinstance(value, str):
            text = quoted(value)
            return text if text.isascii() and text.isprintable() else replaced(text, _escaped)
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        return repr(int(value))

    return encode


def _escaped(character: str) -> str:
    return json.dumps(character)[1:-1]
