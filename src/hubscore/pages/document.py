"""The neutral form of an answer: raw values with a display rule, printed by any format.

A table serves two readers. People see the columns that have a `show` rule, scripts get the
columns that have a `key`; one column often serves both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

Cell = str | float | int | bool | None

Kind = Literal["text", "number", "percent", "whole", "bar"]


class Show(NamedTuple):
    """How a raw value is shown to people.

    `number`: fixed `decimals`, right-aligned, thousands separated by commas; `signed` puts a
    plus before gains. `percent`: a share of 1 as whole per cent. `whole`: an integer without
    separators (a year, a rank). `bar`: a share of 1 drawn as a bar. `text`: as it is.
    """

    kind: Kind = "text"
    decimals: int = 1
    signed: bool = False


class Column(NamedTuple):
    """One column: `key` for scripts (dots nest), `label` and `show` for people.

    `yields`: 0 stays at any width; of the others the highest gives way first when the
    terminal is too narrow. `short` is the label to fall back on before that.
    """

    key: str = ""
    label: str = ""
    show: Show | None = None
    short: str = ""
    yields: int = 0


class Table(NamedTuple):
    """Rows of raw cells, one for each column.

    `shown`: whether people see it (scripts always do). `rules`: positions of rows that have
    a rule above them. `indents`: levels by which the first text of a row moves right.
    `strong`: positions of rows that stand out. `drawn`: lines of a chart that says nothing the
    other tables do not: never folded, and left out where there is no room or no fixed width.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    title: str = ""
    shown: bool = True
    rules: tuple[int, ...] = ()
    indents: tuple[int, ...] = ()
    strong: tuple[int, ...] = ()
    drawn: bool = False


class Document(NamedTuple):
    """One answer.

    `lead` are sentences before the tables, `foot` lines after them, both part of the answer;
    `notes` are said beside it (on a terminal: on stderr). `scorecard` is what JSON repeats:
    title, digest, scenario, seed.
    """

    page: str
    title: str
    aside: str = ""
    lead: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    foot: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    scorecard: Mapping[str, str | int | None] = {}
