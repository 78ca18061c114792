"""The one question that the tuner asks: whether to write what it shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen

from hubscore.files.edit import Draft
from hubscore.tui.lines import Line, Piece, Tint, cut
from hubscore.tui.panes import Pane

TINTS: dict[str, Tint] = {"+": "gain", "-": "loss"}

AROUND = 4
"""Lines of the frame, the question and the keys."""


class Confirm(ModalScreen[bool]):
    """The whole diff; enter writes it, escape goes back."""

    DEFAULT_CSS = """
    Confirm { align: center middle; background: ansi_default; }
    Confirm > Vertical { width: 100%; max-width: 110; height: auto; max-height: 100%; border: solid ansi_default; }
    Confirm VerticalScroll { scrollbar-size-vertical: 1; }
    Confirm Pane { height: auto; background: ansi_default; color: ansi_default; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,y,w", "answer(True)", show=False),
        Binding("escape,n,q,ctrl+c,ctrl+q", "answer(False)", show=False),
        Binding("up,k", "scroll(-1)", show=False),
        Binding("down,j", "scroll(1)", show=False),
    ]

    def __init__(self, draft: Draft, scenario: str | None, is_coloured: bool) -> None:
        super().__init__()
        self.draft, self.scenario, self.is_coloured = draft, scenario, is_coloured

    def compose(self) -> ComposeResult:
        """The question, the diff, the keys."""
        with Vertical():
            yield Pane(id="question")
            with VerticalScroll(can_focus=False):
                yield Pane(id="diff")
            yield Pane(id="answers")

    def on_mount(self) -> None:
        """Fill it."""
        self._show()

    def on_resize(self) -> None:
        """Fill it anew."""
        self._show()

    def _show(self) -> None:
        cells = max(20, min(110, self.size.width) - 4)
        where = "" if self.scenario is None else f", scenario {self.scenario}"
        question = [(Piece(cut(f"Write this to {self.draft.shown}{where}?", cells), "strong"),)]
        answers = [(Piece(cut("enter writes   esc goes back   ↑↓ scroll", cells)),)]
        for name, lines in (("#question", question), ("#diff", list(self._diff(cells))), ("#answers", answers)):
            pane = self.query_one(name, Pane)
            pane.show(lines, self.is_coloured)
            pane.styles.height = len(lines)
            if name == "#diff":
                self.query_one(VerticalScroll).styles.height = max(1, min(len(lines), self.size.height - AROUND))

    def _diff(self, cells: int) -> Iterator[Line]:
        for line in self.draft.diff():
            sign = line[:1]
            yield (Piece(sign, TINTS.get(sign, "")), Piece(cut(line[1:].expandtabs(4), cells - 1)))

    def action_answer(self, wanted: bool) -> None:
        """Close with the answer."""
        self.dismiss(wanted)

    def action_scroll(self, lines: int) -> None:
        """Show what is further up or down."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
