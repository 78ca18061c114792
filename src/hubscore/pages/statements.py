"""What a hub says of itself: tables of bets, claims and targets."""

from __future__ import annotations

from hubscore.model.profile import Claim, ClaimReading, Profile
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import index_show
from hubscore.studies.statements import Backing, Progress, backings, progress
from hubscore.workspace import Workspace

TEXT = Show()


def statement_tables(workspace: Workspace, ranking: Ranking, hub: int) -> tuple[Table, ...]:
    """Tables `bets`, `claims` and `targets`, and the claims as people read them."""
    profile = workspace.profiles.get(ranking.dataset.hubs.ids[hub]) or Profile(name="-")
    card = workspace.scorecard
    return (
        _bets(workspace, ranking, backings(ranking, card, profile, hub)),
        _claims(profile),
        _claims_for_people(profile),
        _targets(workspace, profile, progress(ranking, card, profile, hub)),
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
    for depth, claim in _wider_first(profile.claims):
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


def _wider_first(claims: tuple[Claim, ...]) -> list[tuple[int, Claim]]:
    """Every claim with its depth, the parts of a claim below it."""
    found: list[tuple[int, Claim]] = []
    waiting = [(0, claim) for claim in reversed(claims) if claim.of is None]
    while waiting:
        depth, claim = waiting.pop()
        found.append((depth, claim))
        waiting += [(depth + 1, part) for part in reversed(claims) if part.of == claim.id]
    return found


def _targets(workspace: Workspace, profile: Profile, found: tuple[Progress, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for item in found:
        target, now = item.target, item.now
        goal = figure_text(target.value, target.at_least, target.at_most)
        current = "–" if now is None else f"{figure_text(now.value, now.at_least, now.at_most)} ({now.year})"
        rows.append(
            (
                target.of,
                workspace.scorecard.label(target.of),
                target.kind,
                target.year,
                target.value,
                target.at_least,
                target.at_most,
                goal,
                target.unit,
                None if now is None else now.value,
                None if now is None else now.year,
                current,
                item.needed,
                item.had,
                item.verdict,
                _verdict(item),
                profile.sources[target.source].text,
                target.note,
            )
        )
    columns = (
        Column("of"),
        Column(label="Targets", show=TEXT),
        Column("kind"),
        Column("year", "For", Show("whole")),
        Column("value"),
        Column("at_least"),
        Column("at_most"),
        Column(label="Goal", show=TEXT),
        Column("unit", "Unit", TEXT, yields=2),
        Column("now"),
        Column("now_year"),
        Column(label="Now", show=TEXT),
        Column("needed_per_year"),
        Column("had_per_year"),
        Column("verdict"),
        Column(label="", show=TEXT),
        Column("source"),
        Column("note"),
    )
    return Table("targets", columns, tuple(rows), shown=bool(rows))


def _verdict(item: Progress) -> str:
    if item.needed is None:
        return item.verdict
    had = "" if item.had is None else f", had {item.had:+.2g}"
    return f"{item.verdict}: needs {item.needed:+.2g} a year{had}"
