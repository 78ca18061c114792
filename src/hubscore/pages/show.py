"""Every reading of one cell, with its source and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hubscore.methods.select import DENOMINATOR_REACH
from hubscore.model.plan import Plan
from hubscore.pages.cell import cell_sentences
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import drawn_at, figure_text, share_text
from hubscore.pages.frame import Facts, number, remark_notes, title_of
from hubscore.pages.sentences import REASONS
from hubscore.studies.figures import figure_of
from hubscore.studies.observation import Observation
from hubscore.studies.show import Shown
from hubscore.workspace import Workspace

TEXT = Show()


def show_page(workspace: Workspace, found: Shown, verbose: bool = False) -> Document:
    """A cell as a document: tables `readings`, `denominators` (of a ratio) and `cell`."""
    card, plan = workspace.scorecard, found.ranking.plan
    entry = card.indicators.get(found.name)
    read = card.label((entry.from_ if entry else None) or found.name)
    tables = [_readings("readings", read, found.readings, plan, verbose)]
    if entry and entry.per:
        tables.append(_readings("denominators", card.label(entry.per), found.denominators, plan, verbose))
    about = tuple(remark for remark in found.ranking.remarks if found.name in remark.about)
    return Document(
        page="show",
        title=f"{found.ranking.dataset.hubs.names[found.hub]} · {card.label(found.name)}",
        aside=title_of(workspace),
        lead=tuple(cell_sentences(workspace, found)),
        tables=(*tables, _cell(workspace, found)),
        notes=tuple(remark_notes(replace(found.ranking, remarks=about))),
        scorecard=Facts(workspace),
    )


def _readings(name: str, label: str, readings: Sequence[Observation], plan: Plan, verbose: bool) -> Table:
    """Readings in order of preference; people see notes and units where there is room, or with -v."""
    units = {reading.unit for reading in readings}
    noted = any(reading.note for reading in readings)
    columns = (
        Column(label="Year", show=TEXT),
        Column("year"),
        Column("value"),
        Column("at_least"),
        Column("at_most"),
        Column("covers"),
        Column(label="Figure", show=TEXT),
        Column(label="", show=Show("bar") if len(units) == 1 else None, yields=9),
        Column("unit", "Unit", TEXT if len(units) > 1 else None),
        Column("evidence", "Evidence", TEXT, yields=-1),
        Column("source", "Source", TEXT),
        Column("url", "Page", TEXT if verbose else None, yields=2),
        Column("note", "Note", TEXT if noted else None, yields=0 if verbose else 1),
        Column("used"),
        Column("why_not"),
        Column(label="Counts", show=TEXT),
    )
    most = max((drawn_at(each.value, each.at_least, each.at_most) for each in readings), default=0.0)
    rows = tuple(_row(reading, plan, most) for reading in readings)
    used = tuple(place for place, reading in enumerate(readings) if reading.used)
    unit = next(iter(units)) if len(units) == 1 else None
    title = f"{label}, in {unit}" if unit and not label.endswith(unit) else label
    return Table(name, columns, rows, title=title, shown=bool(rows), strong=used)


def _row(reading: Observation, plan: Plan, most: float) -> tuple[Cell, ...]:
    covers = reading.covers if reading.covers < 1 else None
    return (
        "–" if reading.year is None else str(reading.year),
        reading.year,
        reading.value,
        reading.at_least,
        reading.at_most,
        reading.covers,
        figure_text(reading.value, reading.at_least, reading.at_most, covers),
        drawn_at(reading.value, reading.at_least, reading.at_most) / most if most > 0 else None,
        reading.unit,
        reading.grade,
        reading.source.text if reading.source else None,
        reading.source.url if reading.source else None,
        reading.note,
        reading.used,
        reading.why_not or None,
        fate(reading, plan),
    )


def fate(reading: Observation, plan: Plan) -> str:
    """What becomes of a reading, in words."""
    return {
        "": "yes",
        "left out": "no: the hub is left out",
        "not applicable": "no: does not apply here",
        "unit": "no: in another unit",
        "denominator": "no: nothing to divide it by",
        "evidence": "no: such evidence is not admitted",
        "later": f"no: later than {plan.as_of}",
        "too old": f"no: older than {plan.oldest}",
        "part year": f"no: {share_text(reading.covers)} of a year, a whole one counts",
        "same": "no: the same figure again",
        "conflict": "no: a conflicting source for its year",
        "older": "no: a newer one counts",
        "distance": f"no: more than {DENOMINATOR_REACH} years away",
        "farther": "no: a nearer one counts",
        "numerator": "no: nothing to divide",
        "unread": "no: not needed",
    }[reading.why_not]


def _cell(workspace: Workspace, found: Shown) -> Table:
    """For scripts: what scores, with its interval."""
    keys = ("hub", "name", "kind", "status", "value", "low", "high", "unit", "score", "treated", "treatment")
    hub, card, ranking = found.ranking.dataset.hubs.ids[found.hub], workspace.scorecard, found.ranking
    row: tuple[Cell, ...]
    if found.row is None:
        row = (hub, found.name, "measure", None, None, None, None, card.measures[found.name].unit, None, None, None)
    else:
        cells, leaf = ranking.cells, ranking.plan.leaves[found.row]
        ends = (number(column[found.row][found.hub]) for column in (cells.filled, cells.low, cells.high))
        unit = card.indicators[found.name].score_unit or leaf.unit
        status = REASONS[int(cells.status[found.row][found.hub])] or "value"
        figure, score = figure_of(ranking, found.row, found.hub), number(ranking.scores[found.row, found.hub])
        row = (hub, found.name, "indicator", status, *ends, unit, score, figure.treated, figure.treatment)
    return Table("cell", tuple(Column(key) for key in keys), (row,), shown=False)
