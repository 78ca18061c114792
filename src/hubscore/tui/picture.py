"""What stands where on the tuner's screen: from what is known and looked at to lines, without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from hubscore.files.edit import Draft
from hubscore.formats.cells import wrapped
from hubscore.model.ranking import Ranking
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import counted, title_of
from hubscore.studies.whatif import moves_of
from hubscore.tui import foot, levers, table
from hubscore.tui.lines import Line, Piece, cut, fitted
from hubscore.tui.session import Session

LEAST = 72, 20
"""Columns and lines that it needs."""

TALL, DEEP, SHALLOW = 32, 8, 4
"""Lines from which more of the change is shown, and how much of it."""

FEWEST = 5
"""Lines of the table that come before the points of a hub."""

MOST_MOVES = 4
"""So many hubs that change places are named."""


MOST_SAID = 3
"""Lines that one sentence may take."""


@dataclass
class View:
    """What somebody looks at: the chosen weight and hub, what is opened, and what is said.

    `draft`: what would be written, None while that is not known; `drawing`: the key of what is
    being drawn; `is_ours`: whether the scorecard belongs to the program, which writes nothing into it.
    """

    session: Session
    node: str
    hub: int
    is_ours: bool = False
    opened: set[str] = field(default_factory=set)
    said: str = ""
    is_warning: bool = False
    draft: Draft | None = None
    drawing: object = None


class Picture(NamedTuple):
    """Every part of the screen; each line of `rows` knows what a mouse finds there."""

    title: Line
    rows: list[levers.Row]
    right: list[Line]
    change: list[Line]
    said: list[Line]
    keys: list[Line]


def too_small(cells: int, lines: int) -> list[Line]:
    """What to say in a terminal that has no room for it; nothing in any other."""
    if cells >= LEAST[0] and lines >= LEAST[1]:
        return []
    text = f"hubscore tune needs {LEAST[0]} columns and {LEAST[1]} lines; here are {cells} and {lines}. q quits."
    return [(Piece(part),) for part in wrapped(text, max(1, cells))]


def picture(view: View, cells: int, lines: int) -> Picture:
    """The whole screen in this size."""
    left, body, said = left_cells(cells), body_lines(cells, lines), _said(view, cells)
    return Picture(
        _title(view, cells),
        list(_rows(view, left, body)),
        list(_right(view, cells - left - 1, body)),
        list(_change(view, cells, deep(lines) + 1 - len(said))),
        said,
        [(Piece(cut(line, cells)),) for line in foot.keys(cells)],
    )


def _said(view: View, cells: int) -> list[Line]:
    """What is said, whole: more than a line of it takes the place of lines of what would be written."""
    lines = wrapped(view.said, cells - 2)
    if len(lines) > MOST_SAID:
        lines = [*lines[: MOST_SAID - 1], " ".join(lines[MOST_SAID - 1 :])]
    return [(Piece(cut(f" {line}", cells), "warning" if view.is_warning else ""),) for line in lines]


def left_cells(cells: int) -> int:
    """Room for the weights: a third."""
    return cells // 3


def deep(lines: int) -> int:
    """Lines of what would be written."""
    return DEEP if lines >= TALL else SHALLOW


def body_lines(cells: int, lines: int) -> int:
    """Lines of the weights and the table: all but the title, the change with its head, what is said, the keys."""
    return lines - 3 - deep(lines) - len(foot.keys(cells))


def hub_at(view: View, cells: int, lines: int, line: int) -> int | None:
    """The hub in a line of the right side."""
    rows, _ = _heights(view, cells - left_cells(cells) - 1, body_lines(cells, lines))
    hubs = view.session.scored.ranking.listing
    seen = hubs[levers.window(len(hubs), hubs.index(view.hub), rows - 1)]
    return seen[line - 1] if 0 < line <= len(seen) else None


def moved(before: Ranking, after: Ranking) -> str:
    """Who changed places, as a list."""
    moves = [move for move in moves_of(before, after) if move.rank_before != move.rank_after]
    words = [
        f"{move.name} {move.rank_before or 'unranked'} → {move.rank_after or 'unranked'}" for move in moves[:MOST_MOVES]
    ]
    more = f" and {len(moves) - MOST_MOVES} more" if len(moves) > MOST_MOVES else ""
    return ", ".join(words) + more


def _title(view: View, cells: int) -> Line:
    session = view.session
    aside = "the bundled scorecard " if view.is_ours else "not saved " if session.unsaved else ""
    title = cut(title_of(session.base.workspace), cells - len(aside) - 2)
    return fitted((Piece(f" {title} ", "strong"), Piece(aside)), cells)


def _rows(view: View, cells: int, height: int) -> Iterator[levers.Row]:
    nodes = levers.listed(view.session, view.opened)
    kept = set(nodes[levers.window(len(nodes), nodes.index(view.node), height // 2)])
    return (row for row in levers.rows(view.session, view.node, view.opened, cells) if row.node in kept)


def _heights(view: View, cells: int, height: int) -> tuple[int, list[Line]]:
    """Lines of the table, and what stands below it where there is room."""
    whole, short = (
        list(table.detail(view.session, view.hub, view.node, cells - 2, opened)) for opened in (view.opened, ())
    )
    words = (Piece(cut(table.interval_words(view.session, view.drawing is not None), cells - 2)),)
    hubs = len(view.session.scored.ranking.rank) + 1
    room = height - 1
    for below, least in ((whole, hubs), (short, min(hubs, FEWEST))):
        if room - len(below) >= least:
            return min(hubs, room - len(below)), [words, *below]
    return min(hubs, room), [words]


def _right(view: View, cells: int, height: int) -> Iterator[Line]:
    rows, below = _heights(view, cells, height)
    for line in table.table(view.session, view.hub, cells, rows):
        yield fitted(line, cells)
    for line in below:
        yield fitted((Piece(" "), *line), cells)


def _change(view: View, cells: int, height: int) -> Iterator[Line]:
    """What would be written, below a rule that says where."""
    session = view.session
    changed = foot.pairs(view.draft) if view.draft is not None and session.unsaved else []
    words = "nothing to write: the weights are those of the file"
    if session.unsaved and view.is_ours:
        words = f"{counted(len(changed), 'line')} of the bundled scorecard, which is not edited"
    elif changed and view.draft is not None:
        words = f"would be written to {view.draft.shown}"
    elif session.unsaved:
        words = "…"
    tried = [f"{cell} = {figure_text(*figure)}" for cell, figure in session.state.figures.items()]
    words = f"tried, never written: {', '.join(tried)} · {words}" if tried else words
    head = f"── {words} "
    yield (Piece(cut(head + "─" * max(0, cells - len(head)), cells)),)
    yield from (fitted(line, cells) for line in foot.change_lines(changed, cells, height))
