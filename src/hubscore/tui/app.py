"""The tuner: what each key and the mouse do."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.widgets import Input

from hubscore.errors import HubscoreError
from hubscore.files.edit import Draft
from hubscore.studies.changes import Figure
from hubscore.tui.confirm import Confirm
from hubscore.tui.levers import listed, opens, stepped
from hubscore.tui.panes import Hubs, Levers, Prompt
from hubscore.tui.picture import hub_at, moved
from hubscore.tui.saving import proposal, save
from hubscore.tui.session import Session
from hubscore.tui.shown import Shown
from hubscore.tui.state import State

USUAL = 1_000
"""Draws behind intervals that are asked for."""

Typed = Callable[[str], tuple[str, Figure]]
"""How "hefei.gdp=9000" is read."""

BINDINGS = {
    "up": "choose(-1)",
    "down": "choose(1)",
    "left,minus": "step(-1)",
    "right,plus": "step(1)",
    "left_square_bracket,shift+left": "step(-5)",
    "right_square_bracket,shift+right": "step(5)",
    "space": "lock",
    "enter": "open",
    "j,pagedown": "hub(1)",
    "k,pageup": "hub(-1)",
    "v": "figure",
    "s": "scenario(1)",
    "S": "scenario(-1)",
    "i": "intervals",
    "u,ctrl+z": "undo",
    "U,ctrl+y": "redo",
    "r": "reset",
    "R,f5": "reopen",
    "w,ctrl+s": "save",
    "q,ctrl+c,ctrl+q": "leave",
}
"""What each key does."""


class Tuner(Shown):
    """Live weights; what it returns is the session as it was left. `typed`: how a figure to try is read."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(key, action, show=False) for key, action in BINDINGS.items()]

    def __init__(
        self, session: Session, typed: Typed, draws: int, seed: int, is_coloured: bool, is_ours: bool = False
    ) -> None:
        super().__init__(session, draws, seed, is_coloured, is_ours)
        self.typed, self.asked, self.is_warned = typed, "", False
        self._held: State | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, keys are letters."""
        if self.asked and any(action == name.partition("(")[0] for name in BINDINGS.values()):
            return action == "leave"
        return super().check_action(action, parameters)

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
            self._ask("share", f"{plan.labels[plan.row[self.view.node]]}, share in %", event.character)

    def action_choose(self, step: int) -> None:
        """Go to another weight."""
        nodes = listed(self.session, self.view.opened)
        at = nodes.index(self.view.node) + step
        self.view.node = nodes[min(max(at, 0), len(nodes) - 1)]
        self._calm()

    def action_hub(self, step: int) -> None:
        """Go to another hub."""
        hubs = self.session.scored.ranking.listing
        self.view.hub = hubs[min(max(hubs.index(self.view.hub) + step, 0), len(hubs) - 1)]
        self._calm()

    def action_open(self) -> None:
        """Show what is below a pillar, or hide it; at an indicator, the pillar that it is below."""
        plan, view = self.session.base.ranking.plan, self.view
        above = plan.parent[plan.row[view.node]]
        if view.node in view.opened:
            view.opened.discard(view.node)
        elif opens(self.session, view.node):
            view.opened.add(view.node)
        elif above is not None and above in view.opened:
            view.opened.discard(above)
            view.node = above
        self._calm()

    def action_step(self, points: int) -> None:
        """More or less of a weight."""
        node = self.view.node
        self._do(lambda: self.session.set_share(node, stepped(self.session.state.shares[node], points)))

    def action_lock(self) -> None:
        """Lock a weight, or let it go."""
        self._do(lambda: self.session.toggle_lock(self.view.node))

    def action_undo(self) -> None:
        """One step back."""
        self._do(self.session.undo, "there is nothing to undo")

    def action_redo(self) -> None:
        """One step forward again."""
        self._do(self.session.redo, "there is nothing to do again")

    def action_reset(self) -> None:
        """Back to the file."""
        self._do(self.session.reset)

    def action_scenario(self, step: int) -> None:
        """Another scenario."""
        if self._do(lambda: self.session.pick_next(step)) and self.session.published is None and self.draws:
            self.draw(self.draws)

    def action_reopen(self) -> None:
        """Read the files again."""
        if self._do(self.session.reopen):
            if self.draws:
                self.draw(self.draws)
            self.say("read again; what you changed is kept")

    def action_figure(self) -> None:
        """Ask for a figure to try."""
        scored = self.session.scored
        entry = scored.scorecard.indicators.get(self.view.node)
        series = "" if entry is None else f"{entry.from_ or self.view.node} = "
        self._ask("figure", "a figure to try", f"{scored.ranking.dataset.hubs.ids[self.view.hub]}.{series}")

    def action_intervals(self) -> None:
        """Draw ranks for these weights."""
        self.draw(self.draws or USUAL)

    def action_leave(self) -> None:
        """Quit; where something is not saved only when asked twice."""
        if self.session.unsaved and not self.view.is_ours and not self.is_warned:
            self.is_warned = True
            self.say("not saved: q once more quits without saving, w saves", is_warning=True)
        else:
            self.exit(self.session)

    def action_save(self) -> None:
        """Show what would be written, and ask."""
        if not self.session.unsaved:
            self.say("nothing to write: these are the weights of the file")
        elif self.view.is_ours:
            hint = "`hubscore init --from bundled` copies it"
            self.say(f"the bundled scorecard is not edited; {hint}", is_warning=True)
        else:
            try:
                seen = proposal(self.session)
            except HubscoreError as error:
                self.tell(error)
                return
            question = Confirm(seen, self.session.state.scenario, self.is_coloured)
            self.push_screen(question, partial(self._answered, seen))

    def _answered(self, seen: Draft, is_wanted: bool | None) -> None:
        if not is_wanted:
            self.say("nothing was written")
            return
        try:
            save(self.session, seen)
        except HubscoreError as error:
            self.tell(error)
            return
        if self.draws:
            self.draw(self.draws)
        self.is_warned = False
        self.draft_soon()
        self.say(f"{seen.shown} is written")

    def _ask(self, kind: str, what: str, text: str) -> None:
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
        self._calm()

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
        return self._do(lambda: self.session.set_share(self.view.node, share))

    def _take_figure(self, text: str) -> bool:
        return self._do(lambda: self.session.try_figure(*self.typed(text)))

    def on_levers_chosen(self, event: Levers.Chosen) -> None:
        """A weight was clicked: go there, or, where one is already, open it."""
        again = event.node == self.view.node
        self.view.node = event.node
        if event.is_lock:
            self.action_lock()
        elif again:
            self.action_open()
        else:
            self._calm()

    def on_levers_dragged(self, event: Levers.Dragged) -> None:
        """A bar is pulled: one step for undo, however long it takes."""
        self.view.node = event.node
        if event.is_first or self._held is None:
            self._held = self.session.state
        held = self._held
        self._do(lambda: self.session.set_share(event.node, event.share, held))

    def on_hubs_chosen(self, event: Hubs.Chosen) -> None:
        """A hub was clicked."""
        hub = hub_at(self.view, *self.size, event.line)
        if hub is not None:
            self.view.hub = hub
            self._calm()

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes through the weights."""
        self._turn(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes through the weights."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if len(self.screen_stack) == 1 and not self.asked:
            self.action_choose(step)

    def _do(self, step: Callable[[], bool | None], otherwise: str = "") -> bool:
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

    def _calm(self) -> None:
        """Say nothing any more."""
        self.is_warned = False
        self.say("")
