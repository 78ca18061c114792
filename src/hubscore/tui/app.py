"""The tuner: what each key and the mouse do."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual.binding import Binding, BindingType

from hubscore.errors import HubscoreError
from hubscore.files.edit import Draft
from hubscore.tui.confirm import Confirm
from hubscore.tui.levers import listed, opens, stepped
from hubscore.tui.panes import Hubs, Levers
from hubscore.tui.picture import hub_at
from hubscore.tui.prompted import Prompted
from hubscore.tui.saving import proposal, save
from hubscore.tui.state import State

USUAL = 1_000
"""Draws behind intervals that are asked for."""

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


class Tuner(Prompted):
    """Live weights; what it returns is the session as it was left."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding(key, action, show=False) for key, action in BINDINGS.items()]

    _held: State | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While something is typed, keys are letters."""
        if self.asked and any(action == name.partition("(")[0] for name in BINDINGS.values()):
            return action == "leave"
        return super().check_action(action, parameters)

    def action_choose(self, step: int) -> None:
        """Go to another weight."""
        nodes = listed(self.session, self.view.opened)
        at = nodes.index(self.view.node) + step
        self.view.node = nodes[min(max(at, 0), len(nodes) - 1)]
        self.calm()

    def action_hub(self, step: int) -> None:
        """Go to another hub."""
        hubs = self.session.scored.ranking.listing
        self.view.hub = hubs[min(max(hubs.index(self.view.hub) + step, 0), len(hubs) - 1)]
        self.calm()

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
        self.calm()

    def action_step(self, points: int) -> None:
        """More or less of a weight."""
        node = self.view.node
        self.do(lambda: self.session.set_share(node, stepped(self.session.state.shares[node], points)))

    def action_lock(self) -> None:
        """Lock a weight, or let it go."""
        self.do(lambda: self.session.toggle_lock(self.view.node))

    def action_undo(self) -> None:
        """One step back."""
        self.do(self.session.undo, "there is nothing to undo")

    def action_redo(self) -> None:
        """One step forward again."""
        self.do(self.session.redo, "there is nothing to do again")

    def action_reset(self) -> None:
        """Back to the file."""
        self.do(self.session.reset)

    def action_scenario(self, step: int) -> None:
        """Another scenario."""
        if self.do(lambda: self.session.pick_next(step)) and self.session.published is None and self.draws:
            self.draw(self.draws)

    def action_reopen(self) -> None:
        """Read the files again."""
        if self.do(self.session.reopen):
            if self.draws:
                self.draw(self.draws)
            self.say("read again; what you changed is kept")

    def action_figure(self) -> None:
        """Ask for a figure to try."""
        scored = self.session.scored
        entry = scored.scorecard.indicators.get(self.view.node)
        series = "" if entry is None else f"{entry.from_ or self.view.node} = "
        self.ask("figure", "a figure to try", f"{scored.ranking.dataset.hubs.ids[self.view.hub]}.{series}")

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

    def on_levers_chosen(self, event: Levers.Chosen) -> None:
        """A weight was clicked: go there, or, where one is already, open it."""
        again = event.node == self.view.node
        self.view.node = event.node
        if event.is_lock:
            self.action_lock()
        elif again:
            self.action_open()
        else:
            self.calm()

    def on_levers_dragged(self, event: Levers.Dragged) -> None:
        """A bar is pulled: one step for undo, however long it takes."""
        self.view.node = event.node
        if event.is_first or self._held is None:
            self._held = self.session.state
        held = self._held
        self.do(lambda: self.session.set_share(event.node, event.share, held))

    def on_hubs_chosen(self, event: Hubs.Chosen) -> None:
        """A hub was clicked."""
        hub = hub_at(self.view, *self.size, event.line)
        if hub is not None:
            self.view.hub = hub
            self.calm()

    def on_mouse_scroll_down(self) -> None:
        """The wheel goes through the weights."""
        self._turn(1)

    def on_mouse_scroll_up(self) -> None:
        """The wheel goes through the weights."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        if len(self.screen_stack) == 1 and not self.asked:
            self.action_choose(step)
