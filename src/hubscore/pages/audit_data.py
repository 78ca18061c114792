"""The part of an audit that is about figures: coverage, gates, distributions, treatments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text, share_text
from hubscore.pages.frame import counted, number
from hubscore.studies.audit import Audit
from hubscore.studies.gates import Gate
from hubscore.studies.treated import treated_cells

TEXT, RIGHT, WHOLE, PERCENT = Show(), Show("number"), Show("whole"), Show("percent")

ASKED = {
    "min_coverage": "coverage ≥",
    "min_pillar_coverage": "coverage ≥",
    "min_evidence_share": "reported or better ≥",
    "max_age": "oldest reading ≤",
    "max_missing": "missing ≤",
}
"""What a rule looks at, and on which side it holds."""


def label(audit: Audit, node: str) -> str:
    """What people read for a node."""
    plan = audit.ranking.plan
    return plan.labels[plan.row[node]]


def hub_name(audit: Audit, hub: int) -> str:
    """What people read for a hub."""
    return audit.ranking.dataset.hubs.names[hub]


def hub_id(audit: Audit, hub: int) -> str:
    """What scripts read for a hub."""
    return audit.ranking.dataset.hubs.ids[hub]


def breaks(column: Iterable[object]) -> tuple[int, ...]:
    """Positions of the rows where a column changes."""
    return tuple(at for at, (before, after) in enumerate(pairwise(column), start=1) if before != after)


def coverage_tables(audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `coverage`: one row for each hub, pillar, indicator, year and grade; people see whole hubs as one."""
    plan, people = audit.ranking.plan, audit.ranking.dataset.hubs
    nodes, hubs = dict(zip(plan.ids, plan.labels, strict=True)), dict(zip(people.ids, people.names, strict=True))
    labels = {"hub": hubs, "left out": hubs, "pillar": nodes, "indicator": nodes}
    rows: list[tuple[Cell, ...]] = []
    for covered in audit.coverage:
        name = covered.name or "no year"
        shares = (number(covered.share), number(covered.weight))
        shown = labels.get(covered.by, {}).get(name, name)
        rows.append((covered.by, covered.name, shown, covered.figures, covered.due, *shares))
    columns = (
        Column("by", "Of each", TEXT),
        Column("name"),
        Column(label="", show=TEXT),
        Column("figures", "Figures", WHOLE),
        Column("due", "of", WHOLE),
        Column("share", "Share", PERCENT, yields=-1),
        Column("weight", "By weight", PERCENT, "Weight"),
    )
    seen = _folded(rows)
    unkeyed = tuple(column._replace(key="") for column in columns)
    left_out = ", and hubs left out" if audit.ranking.left_out else ""
    title = f"Coverage: each hub{left_out}; pillars, indicators, years and evidence of the hubs that compete"
    return (
        Table("coverage", columns, tuple(rows), shown=False),
        Table("coverage_shown", unkeyed, seen, title, full, breaks(row[0] for row in seen)),
    )


def _folded(rows: Sequence[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """The rows with all hubs that lack nothing as one, where they are several."""
    whole = [row for row in rows if row[0] == "hub" and row[3] == row[4]]
    if len(whole) < 2:
        return tuple(rows)
    figures = sum(row[3] for row in whole if isinstance(row[3], int))
    together: tuple[Cell, ...] = ("hub", None, f"{len(whole):,} that lack nothing", figures, figures, 1.0, 1.0)
    return (together, *(row for row in rows if row not in whole))


def gates_tables(audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `gates`, every rule on the data; people see those that do not hold."""
    keys = ("by", "rule", "hub", "node", "found", "asked", "held")
    rows = tuple(
        (gate.asker, gate.rule, hub_id(audit, gate.hub), gate.node, gate.found, gate.asked, gate.held)
        for gate in audit.gates
    )
    shown = tuple(_gate_row(audit, gate) for gate in audit.gates if not gate.held)
    columns = (
        Column(label="Hub", show=TEXT),
        Column(label="By", show=TEXT),
        Column(label="In", show=TEXT if any(row[2] for row in shown) else None),
        Column(label="Asks for", show=TEXT),
        Column(label="Found", show=RIGHT),
    )
    title = (
        f"Rules on the data that do not hold, of {len(rows):,}: [screening], [gates], and what pillars ask to be scored"
    )
    return (
        Table("gates", tuple(map(Column, keys)), rows, shown=False),
        Table("gates_shown", columns, shown, title, full and bool(shown), breaks(row[0] for row in shown)),
    )


def _gate_row(audit: Audit, gate: Gate) -> tuple[Cell, ...]:
    where = "" if gate.node is None else label(audit, gate.node)
    asked = f"{ASKED[gate.rule]} {gate_text(gate.rule, gate.asked)}"
    by = "pillar" if gate.asker == "pillar" else f"[{gate.asker}]"
    return (hub_name(audit, gate.hub), by, where, asked, gate_text(gate.rule, gate.found))


def gate_text(rule: str, value: float | None) -> str:
    """What a rule asks for or finds: a share, years or a number."""
    if value is None:
        return "–"
    if rule == "max_age":
        return counted(round(value), "year")
    return f"{round(value)}" if rule == "max_missing" else share_text(value)


def treated_tables(audit: Audit, full: bool) -> tuple[Table, Table]:
    """Table `treated`, every figure that a treatment has changed, and `treatments`, what each came to."""
    rows: list[tuple[Cell, ...]] = []
    for cell in treated_cells(audit.ranking):
        name, values = audit.ranking.plan.ids[cell.row], (cell.before, cell.after)
        texts = (figure_text(value, None, None) for value in values)
        names = (label(audit, name), hub_name(audit, cell.hub))
        rows.append((name, hub_id(audit, cell.hub), cell.kind, *values, cell.end, *names, *texts))
    columns = (
        Column("indicator"),
        Column("hub"),
        Column("treatment"),
        Column("before"),
        Column("after"),
        Column("end"),
        Column(label="Treated", show=TEXT),
        Column(label="Hub", show=TEXT),
        Column(label="From", show=RIGHT),
        Column(label="To", show=RIGHT),
    )
    return (
        Table("treated", columns, tuple(rows), "", full and bool(rows), breaks(row[0] for row in rows)),
        _treatments(audit, full),
    )


def _treatments(audit: Audit, full: bool) -> Table:
    """The shape of each treated indicator, stage by stage."""
    plan, treatments = audit.ranking.plan, audit.ranking.cells.treatments
    rows: list[tuple[Cell, ...]] = []
    for row in plan.order:
        treatment = treatments[row] if row < len(plan.leaves) else None
        if treatment is not None:
            for stage, skewness, kurtosis in treatment.steps:
                shown = (plan.labels[row], treatment.kind)
                rows.append((plan.ids[row], *shown, stage, number(skewness), number(kurtosis)))
    columns = (
        Column("indicator"),
        Column(label="Treatment", show=TEXT),
        Column("treatment", "", TEXT),
        Column("stage", "Stage", TEXT),
        Column("skewness", "Skew", Show("number", 1)),
        Column("kurtosis", "Kurt.", Show("number", 1)),
    )
    return Table("treatments", columns, tuple(rows), "", full and bool(rows), breaks(row[0] for row in rows))
