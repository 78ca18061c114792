"""What is typed in the tuner: a share, or a figure to try."""

from __future__ import annotations

from collections.abc import Callable

from textual import events
from textual.widgets import Input

from hubscore.errors import HubscoreError
from hubscore.studies.changes import Figure
from hubscore.tui.levers import listed
from hubscore.tui.panes import Prompt
from hubscore.tui.picture import moved
from hubscore.tui.session import Session
from hubscore.tui.shown import Shown

Typed = Callable[[str], tuple[str, Figure]]
"""How "hefei.gdp=9000" is read."""


class Prompted(Shown):
    """A session on a screen, which steps change, and what is typed. `typed`: how a figure to try is read."""

    def __init__(
        self, session: Session, typed: Typed, draws: int, seed: int, is_coloured: bool, is_ours: bool = False
    ) -> None:
        super().__init__(session, draws, seed, is_coloured, is_ours)
        self.typed, self.asked, self.is_warned = typed, "", False

    async def on_key(self, event: events.Key) -> None:
        """A digit is the beginning of a share; what comes in the same breath, before the prompt hears it, is typed."""
        if len(self.screen_stack) > 1:
            return
        prompt = self.query_one("#prompt", Prompt)
        if self.asked and not prompt.has_focus:
            if event.key == "enter":
                await prompt.action_submit()
            elif event.is_printable and event.character:
                prompt.insert_text_at_cursor(event.character)
        elif not self.asked and event.character and event.character in "0123456789":
            plan = self.session.base.ranking.plan
            self.ask("share", f"{plan.labels[plan.row[self.view.node]]}, share in %", event.character)

    def ask(self, kind: str, what: str, text: str) -> None:
        """Have something typed, of which the beginning is there."""
        prompt = self.query_one("#prompt", Prompt)
        self.asked = kind
        self.say(f"{what}: enter takes it, esc leaves it")
        prompt.display, prompt.value = True, text
        prompt.focus()
        prompt.cursor_position = len(text)

    def _close(self) -> None:
        self.asked = ""
        self.query_one("#prompt").display = False
        self.set_focus(None)

    def on_prompt_left(self) -> None:
        """Nothing is to be done."""
        self._close()
        self.calm()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Take what was typed; what cannot be read stays to be mended."""
        if (self._take_share if self.asked == "share" else self._take_figure)(event.value):
            self._close()

    def _take_share(self, text: str) -> bool:
        number = text.strip().removesuffix("%").strip()
        try:
            share = float(number) / 100
        except ValueError:
            share = float("nan")
        if not 0 <= share <= 1:
            self.say(f"{number or 'nothing'} is no share: a number from 0 to 100", is_warning=True)
            return False
        return self.do(lambda: self.session.set_share(self.view.node, share))

    def _take_figure(self, text: str) -> bool:
        return self.do(lambda: self.session.try_figure(*self.typed(text)))

    def do(self, step: Callable[[], bool | None], otherwise: str = "") -> bool:
        """Do something and say what moved, or why it cannot be done."""
        before, view = self.session.scored.ranking, self.view
        try:
            done = step()
        except HubscoreError as error:
            self.tell(error)
            return False
        after = self.session.scored.ranking
        nodes = listed(self.session, view.opened)
        view.node = view.node if view.node in nodes else nodes[0]
        view.hub = min(view.hub, len(after.rank) - 1)
        self.is_warned = False
        self.draft_soon()
        self.say(otherwise if done is False else moved(before, after))
        return True

    def calm(self) -> None:
        """Say nothing any more."""
        self.is_warned = False
        self.say("")
