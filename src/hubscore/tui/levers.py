"""The left side of the tuner: what can be moved, with its share, its bar and its lock."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from hubscore.tui.lines import Line, Piece, cut, share_bar
from hubscore.tui.session import Session

LOCKED, FREE = "◆", "◇"
OPEN, CLOSED = "▾", "▸"

SHARE = 8
"""Cells of a share and the lock behind it."""


class Row(NamedTuple):
    """One line, whose it is, and what a mouse finds there: `at` is where the bar begins, `cells` its length."""

    line: Line
    node: str
    kind: Literal["name", "bar"]
    at: int
    cells: int


def listed(session: Session, opened: Collection[str]) -> list[str]:
    """The nodes that are seen: those of pillars that are not opened are not."""
    plan, families = session.base.ranking.plan, session.base.families
    found = []
    for node in families:
        above = plan.parent[plan.row[node]]
        while above is not None and (above in opened or above not in families):
            above = plan.parent[plan.row[above]]
        if above is None:
            found.append(node)
    return found


def opens(session: Session, node: str) -> bool:
    """Whether there is something below a node that can be moved."""
    plan, families = session.base.ranking.plan, session.base.families
    return any(plan.parent[plan.row[other]] == node for other in families)


def rows(session: Session, chosen: str, opened: Collection[str], cells: int) -> Iterator[Row]:
    """Two lines for each node: what it is called and has, and its bar."""
    state, base = session.state, session.base
    plan = base.ranking.plan
    for node in listed(session, opened):
        row = plan.row[node]
        indent = " " * min(8, 2 * max(0, plan.depth[row] - 1))
        sign = (OPEN if node in opened else CLOSED) if opens(session, node) else " "
        share, usual = state.shares[node], base.shares[node]
        lock = LOCKED if node in state.locked else FREE
        room = cells - len(indent) - 3 - SHARE
        name = Piece(f"{'>' if node == chosen else ' '}{indent}{sign} ", "strong" if node == chosen else "")
        label = Piece(cut(plan.labels[row], room), "chosen" if node == chosen else "")
        number = Piece(f" {share * 100:5.1f}%", "strong" if abs(share - usual) > 1e-9 else "")
        yield Row((name, label, number, Piece(lock, "strong" if lock == LOCKED else "quiet")), node, "name", 0, cells)
        at = len(indent) + 3
        yield Row(
            (Piece(" " * at), *share_bar(share, usual, cells - at - 1), Piece(" ")), node, "bar", at, cells - at - 1
        )


def window(count: int, chosen: int, height: int) -> slice:
    """Which of some lines are seen when the chosen one has to be."""
    first = max(0, min(count - height, chosen - height // 2)) if count > height else 0
    return slice(first, first + height)


def share_at(row: Row, column: int) -> float:
    """The share that a place on a bar means, in whole per cent; its first cell is none, its last all."""
    place = (column - row.at) / max(1, row.cells - 1)
    return round(min(1.0, max(0.0, place)), 2)


def stepped(share: float, points: int) -> float:
    """The next share in whole per cent, or so many of them further."""
    whole = share * 100
    near = round(whole) if abs(whole - round(whole)) < 1e-6 else None
    start = near if near is not None else int(whole) + (points < 0)
    return min(100, max(0, start + points)) / 100
