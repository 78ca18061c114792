"""What a tuner knows and can do: weights that move, locks, figures to try, scenarios, undo; no terminal in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from hubscore.errors import HubscoreError, ScoringError
from hubscore.model.evidence import Grade
from hubscore.scoring import score
from hubscore.studies.changes import Figure, Siblings, with_figure
from hubscore.studies.derive import with_weights
from hubscore.studies.robustness import Robustness
from hubscore.studies.whatif import Move, moves_of
from hubscore.tui.history import History
from hubscore.tui.shares import differ, shared
from hubscore.tui.state import Base, Scored, State
from hubscore.workspace import Workspace, load

DECIMALS = 6
"""Decimals of a share that somebody meant."""


class Session:
    """A scorecard being tuned.

    Parameters
    ----------
    path
        The scorecard's file.
    scenario, as_of, admit
        As `workspace.load`.
    everyone
        Rank benchmarks together with the candidates.

    Raises
    ------
    InputError, UsageError, ScoringError
        The scorecard cannot be loaded or scored.
    """

    def __init__(
        self,
        path: Path,
        scenario: str | None = None,
        as_of: int | None = None,
        admit: Grade | None = None,
        everyone: bool = False,
    ) -> None:
        self.path, self.as_of, self.admit, self.everyone = path, as_of, admit, everyone
        self._bases: dict[str | None, Base] = {}
        self._drawn: dict[object, Robustness] = {}
        first = self._opened(scenario)
        name = first.workspace.scenario
        self._bases[name] = first
        self.history = History(State(name, first.shares))
        self.scored = self._score(self.state)

    @property
    def state(self) -> State:
        """The present."""
        return self.history.present

    @property
    def base(self) -> Base:
        """The scenario as its file has it."""
        return self._base(self.state.scenario)

    @property
    def scenarios(self) -> dict[str | None, str]:
        """Every variant and how people call it, the scorecard itself first."""
        tables = self.base.workspace.file.data.get("scenarios", {})
        return {None: "as filed", **{name: str(table.get("label", name)) for name, table in tables.items()}}

    @property
    def moves(self) -> tuple[Move, ...]:
        """Every hub before, as the file has it, and now."""
        return moves_of(self.base.ranking, self.scored.ranking)

    @property
    def unsaved(self) -> list[Siblings]:
        """Whose shares are not those of the file, by family."""
        state, base = self.state, self.base
        found = []
        for family in dict.fromkeys(base.families.values()):
            if differ(state.shares, base.shares, family):
                meant = [node for node in family if node in state.meant | state.locked]
                given = {node: round(state.shares[node], DECIMALS) for node in meant if self._is_short(node)}
                given = given if len(given) < len(family) else {}
                found.append(Siblings(given, {node: state.shares[node] for node in family}))
        return found

    def _is_short(self, node: str) -> bool:
        share = self.state.shares[node]
        return abs(round(share, DECIMALS) - share) < 1e-12

    def set_share(self, node: str, share: float, since: State | None = None) -> None:
        """Give a node a share among its siblings.

        Parameters
        ----------
        since
            The state that one long move began in: it is one step for `undo`, and what the others
            have follows from there.

        Raises
        ------
        UsageError, ScoringError
            Nothing was changed.
        """
        start, family = since or self.state, self.base.families[node]
        new = shared(start.shares, family, node, share, start.locked, self.base.shares)
        meant = start.meant.difference(family) | {node}
        self._step(replace(start, shares={**start.shares, **new}, meant=meant), since)

    def toggle_lock(self, node: str) -> None:
        """Lock the weight of a node, or let it go."""
        self._step(replace(self.state, locked=self.state.locked ^ {node}))

    def try_figure(self, cell: str, figure: Figure) -> None:
        """Try another figure in a cell, as "hefei.gdp".

        Raises
        ------
        UsageError, ScoringError
            Nothing was changed.
        """
        self._step(replace(self.state, figures={**self.state.figures, cell: figure}))

    def reset(self) -> None:
        """Back to what the file has; locks stay."""
        self._step(State(self.state.scenario, self.base.shares, self.state.locked))

    def pick(self, scenario: str | None) -> None:
        """Go to a scenario as its file has it; locks and figures that are tried go along.

        Raises
        ------
        InputError, ScoringError
            The scenario cannot be loaded or scored; nothing was changed.
        """
        shares = self._base(scenario).shares
        self._step(State(scenario, shares, self.state.locked & shares.keys(), self.state.figures))

    def pick_next(self, step: int = 1) -> None:
        """The scenario after this one, or before it; errors as `pick`."""
        names = list(self.scenarios)
        self.pick(names[(names.index(self.state.scenario) + step) % len(names)])

    def undo(self) -> bool:
        """Take back the last step; whether there was one."""
        there = self.history.last is not None
        self.history.undo()
        self.scored = self._score(self.state)
        return there

    def redo(self) -> bool:
        """Do again what was taken back; whether there was something."""
        there = self.history.next is not None
        self.history.redo()
        self.scored = self._score(self.state)
        return there

    def keep(self, scored: Scored, found: Robustness) -> None:
        """Remember what was drawn."""
        self._drawn[scored.key] = found

    @property
    def drawn(self) -> Robustness | None:
        """What was drawn for the present weights and figures, None if nothing was."""
        return self._drawn.get(self.state.key)

    @property
    def published(self) -> Robustness | None:
        """What was drawn for the file, None if nothing was."""
        return self._drawn.get(State(self.state.scenario, self.base.shares).key)

    def reopen(self) -> None:
        """Read the files again; shares and figures that are tried stay as far as they still mean something.

        Raises
        ------
        InputError, UsageError, ScoringError
            Nothing was changed.
        """
        fresh, base, kept = self._opened(self.state.scenario), self.base, self.state.shares
        shares = dict(fresh.shares)
        for node, family in fresh.families.items():
            if base.families.get(node) == family and differ(kept, base.shares, family):
                shares |= {member: kept[member] for member in family}
        self._rebase(fresh, shares)
        self.history = History(self.state)

    def saved(self, workspace: Workspace) -> None:
        """The file has the present shares now; this is what it says with them."""
        fresh = self._ranked(workspace)
        self._rebase(fresh, fresh.shares)

    def _rebase(self, fresh: Base, shares: Mapping[str, float]) -> None:
        state = replace(self.state, shares=shares, locked=self.state.locked & shares.keys())
        bases, drawn = self._bases, self._drawn
        self._bases, self._drawn = {state.scenario: fresh}, {}
        try:
            self.scored = self._score(state)
        except HubscoreError:
            self._bases, self._drawn = bases, drawn
            raise
        self.history.replace(state)

    def _step(self, state: State, since: State | None = None) -> None:
        """Go on to a state if it can be scored."""
        self.scored = self._score(state)
        if since is not None and self.history.last is since:
            self.history.replace(state)
        else:
            self.history.add(state)

    def _score(self, state: State) -> Scored:
        base = self._base(state.scenario)
        workspace, ranking = base.workspace, base.ranking
        dataset, card = workspace.dataset, workspace.scorecard
        changed = [f for f in dict.fromkeys(base.families.values()) if differ(state.shares, base.shares, f)]
        try:
            if changed:
                card = with_weights(card, {node: state.shares[node] for family in changed for node in family})
                ranking = score(dataset, card, self.everyone)
            for cell, figure in state.figures.items():
                dataset = with_figure(ranking, card, dataset, cell, figure)
                ranking = score(dataset, card, self.everyone)
        except ScoringError as error:
            raise ScoringError(map(workspace.placed, error.problems)) from error
        return Scored(state.key, dataset, card, ranking, self.everyone)

    def _base(self, scenario: str | None) -> Base:
        if scenario not in self._bases:
            self._bases[scenario] = self._opened(scenario)
        return self._bases[scenario]

    def _opened(self, scenario: str | None) -> Base:
        return self._ranked(load(self.path, scenario, self.as_of, self.admit))

    def _ranked(self, workspace: Workspace) -> Base:
        try:
            return Base(workspace, score(workspace.dataset, workspace.scorecard, self.everyone))
        except ScoringError as error:
            raise ScoringError(map(workspace.placed, error.problems)) from error
