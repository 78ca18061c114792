"""Claims with their course: increments, growth before and after, what of a wider claim came true."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from hubscore.model.profile import ClaimReading
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import drawn_at, figure_text
from hubscore.pages.frame import listed, with_shares
from hubscore.pages.pace import ends_text, gap_text, growth_text
from hubscore.pages.sentences import cardinal
from hubscore.studies.claims import Course, Step
from hubscore.studies.pace import OPEN, Range
from hubscore.workspace import Workspace

TEXT = Show()

ENDS = ("", "_at_least", "_at_most")
"""What a number is called that may be a range: the exact one, or its ends."""


def claims_table(workspace: Workspace, found: Sequence[Course]) -> Table:
    """One row a reading, for scripts; growth is that since the reading before."""
    keys = ["hub", "claim", "statement", "status", "of", "unit", "year", "value", "at_least", "at_most"]
    keys += (*(f"growth{end}" for end in ENDS), *(f"growth_per_year{end}" for end in ENDS))
    keys += (*(f"share_of_wider{end}" for end in ENDS), "plateau", "source", "note")
    ids = workspace.dataset.hubs.ids
    rows = tuple(
        _script_row(workspace, ids[course.hub], course, reading) for course in found for reading in _sorted(course)
    )
    return Table("claims", tuple(map(Column, keys)), rows, shown=False)


def course_tables(found: Sequence[Course]) -> tuple[Table, ...]:
    """The claims of one hub: those with several readings one table each, the others in one."""
    single = [course for course in found if course.whole is None]
    return (*(_course(course) for course in found if course.whole is not None), _single(single))


def growth_table(workspace: Workspace, found: Sequence[Course]) -> Table:
    """The claims of all hubs whose growth can be told, one line each below their hub; a plateau has its own."""
    columns = (
        Column(label="Claims", show=TEXT),
        Column(label="Stage", show=TEXT, yields=1),
        Column(label="Years", show=TEXT),
        Column(label="Figures", show=TEXT),
        Column(label="", show=Show("spark"), yields=9),
        Column(label="Unit", show=TEXT, yields=2),
        Column(label="Growth", show=TEXT),
        Column(label="A year", show=TEXT, yields=-1),
    )
    years = _years(found)
    rows: list[tuple[Cell, ...]] = []
    indents: list[int] = []
    for hub, group in groupby(found, key=lambda course: course.hub):
        members = [
            (depth, (*row, *_heights(course, step, years))) for course in group for depth, step, row in _lines(course)
        ]
        if members:
            head = (workspace.dataset.hubs.names[hub], *[""] * (len(columns) - 1), *[None] * len(years))
            rows += [head, *(row for _, row in members)]
            indents += [0, *(depth for depth, _ in members)]
    drawn = with_shares(columns, [4], each=len(years))
    return Table("claims for people", drawn, tuple(rows), shown=bool(rows), indents=tuple(indents))


def _years(found: Sequence[Course]) -> range:
    """From the first to the last year of what has several readings."""
    told = [reading.year for course in found if course.whole is not None for reading in course.readings]
    return range(min(told), max(told) + 1) if told else range(0)


def _heights(course: Course, step: Step, years: range) -> Iterator[float | None]:
    """The readings from one end of a step to the other by year, as shares of the greatest of the claim."""
    known = {reading.year: drawn_at(reading.value, reading.at_least, reading.at_most) for reading in course.readings}
    most = max(0.0, *known.values()) or 1.0
    for year in years:
        yield known[year] / most if step.start.year <= year <= step.end.year and year in known else None


def _lines(course: Course) -> Iterator[tuple[int, Step, tuple[Cell, ...]]]:
    """The growth of a claim with its depth, up to a plateau and since."""
    if course.plateau is not None:
        before, after = course.plateau
        yield 1, before, _line(course, before, course.claim.statement)
        yield 2, after, _line(course, after, f"since {after.start.year}, hardly any")
    elif course.whole is not None and course.whole.growth != OPEN:
        yield 1, course.whole, _line(course, course.whole, course.claim.statement)


def _line(course: Course, step: Step, what: str) -> tuple[Cell, ...]:
    years, figures = f"{step.start.year}–{step.end.year}", f"{_text(step.start)} → {_text(step.end)}"
    growth, a_year = (growth_text(each) for each in (step.growth, step.a_year))
    return what, course.claim.status, years, figures, None, course.claim.unit or "", growth, a_year


def _flat(course: Course) -> str:
    return "" if course.plateau is None else f"hardly grown since {course.plateau[1].start.year}"


def plateau_lines(workspace: Workspace, found: Sequence[Course], alone: bool) -> list[str]:
    """A sentence for each claim that has hardly grown; `alone`: all are of the hub in the title."""
    names = workspace.dataset.hubs.names
    return [
        ("" if alone else f"{names[course.hub]}: ") + _plateau(course, *course.plateau)
        for course in found
        if course.plateau is not None
    ]


def _plateau(course: Course, before: Step, after: Step) -> str:
    unit = f" ({course.claim.unit})" if course.claim.unit else ""
    grown = f"from {_text(after.start)} to {_text(after.end)}{unit}, {_over(after)}, after {_over(before)} before"
    beside = [f'"{claim.statement}" {_growth(step)}' for claim, step in course.beside]
    meanwhile = f"; in the same years {listed(beside)}" if beside else ""
    return f'"{course.claim.statement}" has hardly grown since {after.start.year}: {grown}{meanwhile}.'


def _growth(step: Step) -> str:
    return growth_text(step.growth).replace("≥", "at least").replace("≤", "at most")


def _over(step: Step) -> str:
    return f"{_growth(step)} in {cardinal(step.years)} year{'s' * (step.years != 1)}"


def _text(reading: ClaimReading) -> str:
    return figure_text(reading.value, reading.at_least, reading.at_most)


def _course(course: Course) -> Table:
    """One claim, a row a year: what was added, at what pace, and what part of the wider claim it is."""
    parts = [_part(course, reading) for reading in _sorted(course)]
    columns = (
        Column(label="Year", show=Show("whole")),
        Column(label="Figure", show=TEXT),
        Column(label="Added", show=TEXT),
        Column(label="Growth", show=TEXT),
        Column(label="A year", show=TEXT, yields=-1),
        Column(label="Of the wider claim", show=TEXT if any(parts) else None, short="Of wider", yields=-2),
        Column(label="Note", show=TEXT if any(reading.note for reading in course.claim.readings) else None),
    )
    rows = tuple(
        (reading.year, _text(reading), *_added(course, reading), part, reading.note or "")
        for reading, part in zip(_sorted(course), parts, strict=True)
    )
    return Table(f"course of {course.claim.id}", columns, rows, title=_title(course))


def _title(course: Course) -> str:
    """The statement, its stage and unit, and how it belongs to the claim above it."""
    start = "" if not course.depth else "Realised part of it: " if course.realised and course.parts else "Part of it: "
    return " · ".join(
        filter(None, (start + course.claim.statement, course.claim.status, course.claim.unit, _flat(course)))
    )


def _sorted(course: Course) -> list[ClaimReading]:
    """All readings by year, of one year the first in front."""
    return sorted(course.claim.readings, key=lambda reading: reading.year)


def _added(course: Course, reading: ClaimReading) -> tuple[str, str, str]:
    """What was added since the year before it, and the growth."""
    step = next((step for step in course.steps if step.end is reading), None)
    if step is None:
        return "", "", ""
    added = ends_text(step.change, lambda number: f"{'+' * (number > 0)}{figure_text(number, None, None)}")
    growth, a_year = (growth_text(each) if each != OPEN else "" for each in (step.growth, step.a_year))
    return added, growth, a_year


def _part(course: Course, reading: ClaimReading) -> str:
    """What share of the wider claim a reading is."""
    share = next((part.share for part in course.parts if part.own is reading), None)
    return "" if share is None else gap_text(share)


def _single(found: Sequence[Course]) -> Table:
    columns = (
        Column(label="Other claims", show=TEXT),
        Column(label="Stage", show=TEXT),
        Column(label="Year", show=TEXT),
        Column(label="Figure", show=TEXT),
        Column(label="Unit", show=TEXT, yields=2),
        Column(label="Note", show=TEXT if any(each.note for course in found for each in _sorted(course)) else None),
    )
    rows: list[tuple[Cell, ...]] = []
    indents: list[int] = []
    for course in found:
        claim = course.claim
        start, unit = (claim.statement, claim.status), claim.unit or ""
        said = [(f"{each.year}", _text(each), unit, each.note or "") for each in _sorted(course)]
        rows += [(*(("", "") if at else start), *each) for at, each in enumerate(said or [("", "", unit, "")])]
        indents += [course.depth] * max(1, len(said))
    return Table("other claims", columns, tuple(rows), shown=bool(rows), indents=tuple(indents))


def _script_row(workspace: Workspace, hub: str, course: Course, reading: ClaimReading) -> tuple[Cell, ...]:
    claim = course.claim
    step = next((step for step in course.steps if step.end is reading), None)
    part = next((part for part in course.parts if part.own is reading), None)
    ranges = (step and step.growth, step and step.a_year, part and part.share)
    flat = course.plateau is not None and reading.year > course.plateau[1].start.year
    return (
        *(hub, claim.id, claim.statement, claim.status, claim.of, claim.unit, reading.year),
        *(reading.value, reading.at_least, reading.at_most),
        *(end for each in ranges for end in _ends(each)),
        *(flat, workspace.profiles[hub].sources[reading.source].text, reading.note),
    )


def _ends(each: Range | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if each is None else (each.exact, each.at_least, each.at_most)
