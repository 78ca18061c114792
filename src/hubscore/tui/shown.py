"""The tuner's screen: it shows what is known, and drafts and draws in the background."""

from __future__ import annotations

import signal
from asyncio import get_running_loop
from contextlib import suppress
from functools import partial

from textual.app import App, ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.timer import Timer
from textual.worker import get_current_worker

from hubscore.errors import HubscoreError
from hubscore.studies.robustness import Robustness
from hubscore.tui.panes import Hubs, Levers, Pane, Prompt
from hubscore.tui.picture import View, deep, left_cells, picture, too_small
from hubscore.tui.saving import drafted
from hubscore.tui.session import Session
from hubscore.tui.state import Scored

PAUSE = 0.08
"""Seconds without a key before the file is drafted anew."""


class StoppedError(Exception):
    """Nobody waits for the draws any more."""


class Shown(App[Session]):
    """A session on a screen, with nothing that changes it.

    Parameters
    ----------
    draws, seed
        What intervals of ranks are made of; no draws for none until they are asked for.
    is_coloured
        Whether to use colour.
    is_ours
        Whether the scorecard belongs to the program, which writes nothing into it.
    """

    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None
    ALLOW_SELECT = False  # a mouse that is pulled moves a bar
    CSS = """
    Screen { background: ansi_default; color: ansi_default; layout: vertical; overflow: hidden; }
    Pane { background: ansi_default; color: ansi_default; width: 100%; height: 1; }
    #body { height: 1fr; }
    #levers { height: 100%; border-right: solid ansi_default; }
    #hubs { width: 1fr; height: 100%; }
    #prompt, #prompt:focus {
        display: none; height: 1; border: none; padding: 0 1; background: ansi_default; color: ansi_default;
    }
    #small { display: none; height: 100%; }
    """

    class Drawn(Message):
        """Another thread has drawn ranks; None where it could not, or was told to stop."""

        def __init__(self, scored: Scored, found: Robustness | None, failed: HubscoreError | None) -> None:
            super().__init__()
            self.scored, self.found, self.failed = scored, found, failed

    def __init__(self, session: Session, draws: int, seed: int, is_coloured: bool, is_ours: bool = False) -> None:
        super().__init__(ansi_color=True)
        first = next(iter(session.state.shares))
        self.view = View(session, first, session.scored.ranking.listing[0], is_ours)
        self.draws, self.seed, self.is_coloured = draws, seed, is_coloured
        self._pause: Timer | None = None

    @property
    def session(self) -> Session:
        """What is tuned."""
        return self.view.session

    def compose(self) -> ComposeResult:
        """The parts of the screen."""
        yield Pane(id="title")
        with Horizontal(id="body"):
            yield Levers(id="levers")
            yield Hubs(id="hubs")
        yield Pane(id="change")
        yield Pane(id="said")
        yield Prompt(id="prompt", compact=True, select_on_focus=False)
        yield Pane(id="keys")
        yield Pane(id="small")

    def on_mount(self) -> None:
        """Show the ranking as filed, and begin to draw."""
        self.theme = "ansi-dark"
        self.draft_soon()
        if self.draws:
            self.draw(self.draws)
        with suppress(NotImplementedError, RuntimeError):  # where a loop cannot hear signals
            for number in (signal.SIGINT, signal.SIGTERM):
                get_running_loop().add_signal_handler(number, self.leave_by, number)

    def leave_by(self, number: int) -> None:
        """End as a signal asks: the terminal as it was, and what is not saved told."""
        self.exit(self.session, return_code=128 + number)

    def on_resize(self) -> None:
        """Everything anew in its new size, which holds once this event is over."""
        self.call_after_refresh(self.show)

    def show(self) -> None:
        """Everything as it is now."""
        if not self.is_running or not self.screen_stack:
            return
        main = self.screen_stack[0]
        cells, lines = self.size
        small = too_small(cells, lines)
        for pane in main.query(Pane):
            pane.display = (pane.id == "small") == bool(small)
        main.query_one("#body").display = not small
        if small:
            main.query_one("#small", Pane).show(small, self.is_coloured)
            return
        found = picture(self.view, cells, lines)
        main.query_one("#levers").styles.width = left_cells(cells) + 1
        main.query_one("#change").styles.height = deep(lines) + 2 - len(found.said)
        main.query_one("#said").styles.height = len(found.said)
        main.query_one("#keys").styles.height = len(found.keys)
        main.query_one("#levers", Levers).rows = found.rows
        parts = {
            "title": [found.title],
            "levers": [row.line for row in found.rows],
            "hubs": found.right,
            "change": found.change,
            "said": found.said,
            "keys": found.keys,
        }
        for name, content in parts.items():
            main.query_one(f"#{name}", Pane).show(content, self.is_coloured)

    def say(self, text: str, is_warning: bool = False) -> None:
        """One sentence above the keys, until the next step."""
        self.view.said, self.view.is_warning = text, is_warning
        self.show()

    def tell(self, error: HubscoreError) -> None:
        """What cannot be done, and what can."""
        first = error.problems[0]
        expected = f"(expected: {first.expected})" if first.expected else ""
        text = f"{first.message} {expected}".rstrip()
        self.say(f"{text}; {first.hint}" if first.hint else text, is_warning=True)

    def draft_soon(self) -> None:
        """Draft the file once no key has come for a moment."""
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(PAUSE, self._draft)

    def _draft(self) -> None:
        try:
            self.view.draft = drafted(self.session)
        except HubscoreError as error:
            self.view.draft = None
            self.tell(error)
        self.show()

    def draw(self, draws: int) -> None:
        """Draw ranks in another thread; what was being drawn before is given up."""
        self.view.drawing = self.session.scored.key
        self.show()
        work = partial(self._drawing, self.session.scored, draws)
        self.run_worker(work, thread=True, exclusive=True, group="draws")

    def _drawing(self, scored: Scored, draws: int) -> None:
        """In the other thread."""
        worker = get_current_worker()

        def look(_done: int, _most: int) -> None:
            if worker.is_cancelled:
                raise StoppedError

        found, failed = None, None
        try:
            found = scored.drawn(draws, self.seed, look)
        except StoppedError:
            pass
        except HubscoreError as error:
            failed = error
        self.post_message(self.Drawn(scored, found, failed))

    def on_shown_drawn(self, event: Drawn) -> None:
        """The draws are there, or given up."""
        if self.view.drawing == event.scored.key:
            self.view.drawing = None
        if event.found is not None:
            self.session.keep(event.scored, event.found)
        if event.failed is not None:
            self.tell(event.failed)
        self.show()
