"""What a hub says of itself: tables of bets, claims and targets."""

from __future__ import annotations

from hubscore.model.profile import ClaimReading, Profile
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import index_show
from hubscore.pages.targets import target_tables
from hubscore.studies.claims import wider_first
from hubscore.studies.statements import Backing, backings, progress
from hubscore.workspace import Workspace

TEXT = Show()


def statement_tables(workspace: Workspace, ranking: Ranking, hub: int) -> tuple[Table, ...]:
    """Tables `bets`, `claims` and `targets`, and claims and targets as people read them."""
    name = ranking.dataset.hubs.ids[hub]
    profile = workspace.profiles.get(name) or Profile(name="-")
    card = workspace.scorecard
    return (
        _bets(workspace, ranking, backings(ranking, card, profile, hub)),
        _claims(profile),
        _claims_for_people(profile),
        *target_tables(workspace, name, progress(ranking, card, profile, hub)),
    )


def _bets(workspace: Workspace, ranking: Ranking, found: tuple[Backing, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    told = ""
    for backing in found:
        label = workspace.scorecard.label(backing.name) if backing.name else None
        rows.append(
            (
                backing.bet.name,
                backing.name,
                "" if told == backing.bet.name else backing.bet.name,
                label,
                backing.score,
                _state(backing),
            )
        )
        told = backing.bet.name
    columns = (
        Column("bet"),
        Column("indicator"),
        Column(label="Declared bets", show=TEXT),
        Column(label="Behind it", show=TEXT),
        Column("score", "Score", index_show(ranking.plan)),
        Column("state", "", TEXT),
    )
    return Table("bets", columns, tuple(rows), shown=bool(rows))


def _state(backing: Backing) -> str:
    if backing.score is not None:
        return ""
    if backing.latest is None:
        return "not measured"
    latest = backing.latest
    figure = figure_text(latest.value, latest.at_least, latest.at_most)
    when = f" ({latest.year})" if latest.year else ""
    return f"{'measured, not scored' if not backing.scored else 'not scored'}: {figure}{when}"


def _text(reading: ClaimReading) -> str:
    return figure_text(reading.value, reading.at_least, reading.at_most)


def _claims(profile: Profile) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for claim in profile.claims:
        for reading in claim.readings:
            source = profile.sources[reading.source].text
            figures = (reading.year, reading.value, reading.at_least, reading.at_most)
            rows.append((claim.id, claim.statement, claim.status, claim.of, claim.unit, *figures, source, reading.note))
    keys = ("claim", "statement", "status", "of", "unit", "year", "value", "at_least", "at_most", "source", "note")
    return Table("claims", tuple(Column(key) for key in keys), tuple(rows), shown=False)


def _claims_for_people(profile: Profile) -> Table:
    """One line a claim, its readings in a row; what is part of a wider claim stands below it."""
    rows: list[tuple[Cell, ...]] = []
    indents = []
    for depth, claim in wider_first(profile.claims):
        readings = sorted(claim.readings, key=lambda reading: reading.year)
        series = " · ".join(f"{reading.year}: {_text(reading)}" for reading in readings)
        rows.append((claim.statement, claim.status, series, claim.unit))
        indents.append(depth)
    columns = (
        Column(label="Claims", show=TEXT),
        Column(label="Stage", show=TEXT),
        Column(label="By year", show=TEXT),
        Column(label="Unit", show=TEXT, yields=2),
    )
    return Table("claims for people", columns, tuple(rows), shown=bool(rows), indents=tuple(indents))
