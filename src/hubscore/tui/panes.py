"""The parts of the tuner's screen: they show lines, and tell where a mouse is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from hubscore.tui.levers import Row, share_at
from hubscore.tui.lines import Line, Tint

COLOURED: dict[Tint, str] = {
    "": "",
    "strong": "bold",
    "quiet": "dim",
    "gain": "bold ansi_green",
    "loss": "bold ansi_red",
    "warning": "bold",
    "chosen": "bold reverse",
}
"""Colour is for signs alone: in some terminals words would be hard to read in it."""

PLAIN: dict[Tint, str] = {**COLOURED, "gain": "bold", "loss": "bold"}
"""The same for a terminal without colour: nothing is told by a tint alone."""


class Pane(Static):
    """Some lines."""

    def show(self, lines: Iterable[Line], is_coloured: bool) -> None:
        """Show these lines and nothing else."""
        styles = COLOURED if is_coloured else PLAIN
        parts: list[tuple[str, str]] = []
        for line in lines:
            parts += [("\n", "")] if parts else []
            parts += [(piece.text, styles[piece.tint]) for piece in line] or [("", "")]
        self.update(Content.assemble(*parts), layout=False)


class Levers(Pane):
    """The weights, which a mouse may choose, lock and drag."""

    class Chosen(Message):
        """A node was clicked; `is_lock`: on its lock."""

        def __init__(self, node: str, is_lock: bool) -> None:
            super().__init__()
            self.node, self.is_lock = node, is_lock

    class Dragged(Message):
        """A bar was pulled to a share; `is_first`: the button has just gone down."""

        def __init__(self, node: str, share: float, is_first: bool) -> None:
            super().__init__()
            self.node, self.share, self.is_first = node, share, is_first

    rows: Sequence[Row] = ()
    _held: Row | None = None

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose a node by its name, or begin to pull its bar."""
        if not 0 <= event.y < len(self.rows):
            return
        row = self.rows[event.y]
        if row.kind == "name":
            self.post_message(self.Chosen(row.node, event.x >= row.cells - 1))
            return
        self._held = row
        self.capture_mouse()
        self.post_message(self.Dragged(row.node, share_at(row, event.x), True))

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Pull the bar that is held."""
        if self._held is not None:
            self.post_message(self.Dragged(self._held.node, share_at(self._held, event.x), False))

    def on_mouse_up(self) -> None:
        """Let the bar go."""
        self._held = None
        self.release_mouse()


class Hubs(Pane):
    """The table, in which a mouse may choose a hub."""

    class Chosen(Message):
        """A line was clicked."""

        def __init__(self, line: int) -> None:
            super().__init__()
            self.line = line

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Choose a hub."""
        self.post_message(self.Chosen(event.y))


class Prompt(Input):
    """One line to type in; escape leaves it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", show=False)]

    class Left(Message):
        """Nothing is to be done."""

    def action_leave(self) -> None:
        """Say that nothing is to be done."""
        self.post_message(self.Left())
