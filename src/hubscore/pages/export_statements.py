"""What hubs say of themselves as tables: bets, claims, targets."""

from __future__ import annotations

from collections.abc import Iterator

from hubscore.model.profile import Figure, Profile
from hubscore.pages.document import Cell, Table
from hubscore.pages.export_readings import keyed
from hubscore.workspace import Workspace

BETWEEN = "; "
"""What stands between ids in one cell."""

FIGURE = ("value", "at_least", "at_most", "source_id", "note")


def bets_table(workspace: Workspace) -> Table:
    """What hubs say they will be good at: one bet a row."""
    rows = (
        (hub, bet.name, BETWEEN.join(bet.indicators) or None, bet.note)
        for hub, profile in _profiles(workspace)
        for bet in profile.bets
    )
    return keyed("bets", ("hub", "bet", "indicators", "note"), rows)


def claims_table(workspace: Workspace) -> Table:
    """Statements that are no indicators: one reading a row, a claim without readings on a row of its own."""
    return keyed("claims", ("hub", "claim", "statement", "status", "unit", "of", "year", *FIGURE), _claims(workspace))


def _claims(workspace: Workspace) -> Iterator[tuple[Cell, ...]]:
    for hub, profile in _profiles(workspace):
        for claim in profile.claims:
            head = (hub, claim.id, claim.statement, claim.status, claim.unit, claim.of)
            for reading in claim.readings:
                yield *head, reading.year, *_figure(reading)
            if not claim.readings:
                yield *head, *(None,) * (1 + len(FIGURE))


def targets_table(workspace: Workspace) -> Table:
    """Goals set for a year."""
    rows = (
        (hub, target.of, target.kind, target.unit, target.year, *_figure(target))
        for hub, profile in _profiles(workspace)
        for target in profile.targets
    )
    return keyed("targets", ("hub", "of", "kind", "unit", "year", *FIGURE), rows)


def _profiles(workspace: Workspace) -> Iterator[tuple[str, Profile]]:
    yield from ((hub, workspace.profiles[hub]) for hub in sorted(workspace.profiles))


def _figure(figure: Figure) -> tuple[Cell, ...]:
    return figure.value, figure.at_least, figure.at_most, figure.source, figure.note
