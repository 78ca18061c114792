"""The codebook: what each indicator is, where it comes from and what it weighs, for whoever gets the table."""

from __future__ import annotations

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.dataset import NO_YEAR
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Indicator, Scorecard
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.export_statements import BETWEEN
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import number
from hubscore.pages.weights import percent
from hubscore.studies.coverage import years_of
from hubscore.studies.importance import Importance
from hubscore.workspace import Workspace

TEXT, RIGHT = Show(), Show("number")


def codebook_table(workspace: Workspace, ranking: Ranking, weighed: Importance) -> Table:
    """One row an indicator, as people read the tree.

    `nominal` is its share of its siblings' weights, `effective` its share of the index by weights
    alone; `figures` of `hubs` are known among all hubs it applies to; `sources` are those of the
    figures that score.
    """
    plan = ranking.plan
    place = {node: at for at, node in enumerate(weighed.nodes)}
    leaves = [row for row in plan.order if row < len(plan.leaves)]
    rows = tuple(_row(workspace.scorecard, ranking, weighed, row, place[plan.ids[row]]) for row in leaves)
    return Table("codebook", _columns(), rows, title="Codebook")


def _columns() -> tuple[Column, ...]:
    return (
        Column("indicator"),
        Column("label", "Indicator", TEXT),
        Column("pillar", "Pillar", TEXT),
        Column("unit", "Unit", TEXT),
        Column("direction", "Better", TEXT),
        Column("worst"),
        Column("best"),
        Column(label="Goalposts", show=TEXT),
        Column("kind", "Kind", TEXT),
        Column("weight"),
        Column("nominal"),
        Column(label="Weight", show=RIGHT),
        Column("effective"),
        Column(label="Of index", show=RIGHT),
        Column("figures", "Figures", Show("whole")),
        Column("hubs", "Of hubs", Show("whole")),
        Column("coverage"),
        Column("from_year"),
        Column("to_year"),
        Column(label="Years", show=TEXT),
        Column("read_from", "Made of", TEXT),
        Column("sources", "Sources", TEXT),
        Column("definition", "Definition", TEXT),
        Column("why", "Why", TEXT),
    )


def _row(card: Scorecard, ranking: Ranking, weighed: Importance, row: int, at: int) -> tuple[Cell, ...]:
    leaf, plan = ranking.plan.leaves[row], ranking.plan
    entry = card.indicators[leaf.id]
    known = ranking.grades[row] >= 0
    due = int((np.array(ranking.cells.status[row]) != why.NOT_APPLICABLE).sum())
    years = years_of(ranking, leaf.series, ranking.cells.slot[row])[known]
    years = years[years != NO_YEAR]
    first, last = (int(years.min()), int(years.max())) if len(years) else (None, None)
    worst, best = entry.goalposts or (None, None)
    return (
        leaf.id,
        plan.labels[row],
        plan.parent[row],
        entry.score_unit or leaf.unit,
        entry.direction,
        worst,
        best,
        _between(worst, best),
        entry.kind,
        card.weights.get(leaf.id),
        number(weighed.nominal[at]),
        percent(float(weighed.nominal[at])),
        number(weighed.effective[at]),
        percent(float(weighed.effective[at])),
        int(known.sum()),
        due,
        int(known.sum()) / due if due else None,
        first,
        last,
        _span(first, last),
        _made_of(entry, leaf.id),
        BETWEEN.join(_sources(ranking, row)) or None,
        entry.definition,
        entry.why,
    )


def _between(worst: float | str | None, best: float | str | None) -> str | None:
    ends = [end if isinstance(end, str) else figure_text(end, None, None) for end in (worst, best) if end is not None]
    return " to ".join(ends) or None


def _span(first: int | None, last: int | None) -> str | None:
    return f"{first}" if first == last and first else f"{first}–{last}" if first else None


def _made_of(entry: Indicator, own: str) -> str:
    """The series it reads, and what that is divided by."""
    amount = "" if entry.per_amount == 1 else f"{figure_text(entry.per_amount, None, None)} "
    return (entry.from_ or own) + ("" if entry.per is None else f" per {amount}{entry.per}")


def _sources(ranking: Ranking, row: int) -> list[str]:
    """The sources of the figures that score, each once, hubs by id; those of denominators are left out."""
    dataset, leaf = ranking.dataset, ranking.plan.leaves[row]
    slots = np.array(ranking.cells.slot[row])
    hubs = np.flatnonzero((ranking.grades[row] >= 0) & (slots >= 0))
    cited = [int(at) for at in dataset.source[slots[hubs], leaf.series, hubs]] if leaf.series >= 0 else []
    return list(dict.fromkeys(dataset.sources[at].text for at in cited if at >= 0))
