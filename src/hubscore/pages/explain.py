"""Why a hub scores what it scores: three sentences, then the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from hubscore.methods.attribute import ATTRIBUTIONS, UNFLOORED
from hubscore.model.scorecard import ROOT
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.explain_figures import figure_tables
from hubscore.pages.figures import share_text
from hubscore.pages.frame import Facts, aside_of, index_show, listed, number, remark_notes, title_of
from hubscore.pages.intervals import drawn_text, overtaking, range_text
from hubscore.pages.rivals import gap_tables, range_tables, standings_table
from hubscore.pages.sentences import order_line, sentences
from hubscore.pages.statements import statement_tables
from hubscore.studies.explain import Explanation
from hubscore.workspace import Workspace

if TYPE_CHECKING:
    from hubscore.studies.robustness import Robustness

TEXT = Show()


def explain_page(
    workspace: Workspace, found: Explanation, verbose: bool = False, sure: Robustness | None = None
) -> Document:
    """An explanation as a document; its tables are those of DESIGN 5 and those for people.

    `sure`: the ranks over many draws, None where nothing is said of them.
    """
    ranking, hub = found.ranking, found.hub
    return Document(
        page="explain",
        title=f"{ranking.dataset.hubs.names[hub]} · {title_of(workspace)}",
        aside=aside_of(workspace),
        lead=tuple(sentences(workspace, found, "" if sure is None else overtaking(sure, hub))),
        tables=(
            _contributions(found),
            *([] if np.isnan(ranking.index[hub]) else [_summary(found, verbose)]),
            standings_table(found, "strengths", "Strengths against the others", found.strengths),
            standings_table(found, "weaknesses", "Weaknesses against the others", found.weaknesses),
            *gap_tables(found, verbose),
            *range_tables(found, verbose),
            *figure_tables(workspace, found, verbose),
            *statement_tables(workspace, ranking, hub),
        ),
        foot=tuple(filter(None, (order_line(found), _draws_line(sure, hub), _method_line(found)))),
        notes=tuple(remark_notes(ranking)),
        scorecard=Facts(workspace, None if sure is None else sure.seed),
    )


def _contributions(found: Explanation) -> Table:
    """For scripts: every node that counts, with its points."""
    plan, points = found.ranking.plan, found.points
    scores = found.ranking.scores[:, found.hub]
    rows = tuple(
        (plan.ids[row], plan.parent[row], number(scores[row]), float(points.weight[row]), float(points.points[row]))
        for row in plan.order
        if plan.ids[row] != ROOT and not np.isnan(points.points[row])
    )
    keys = ("node", "parent", "score", "weight", "contribution")
    return Table("contributions", tuple(Column(key) for key in keys), rows, shown=False)


def _summary(found: Explanation, verbose: bool) -> Table:
    """For people: what hangs right below the index (with -v all that counts), and the sum."""
    plan, points = found.ranking.plan, found.points
    scores = found.ranking.scores[:, found.hub]
    place = {s.node: f"{s.place} of {s.of}" for s in found.standings}
    rows: list[tuple[Cell, ...]] = []
    indents = []
    for row in plan.order:
        if plan.ids[row] == ROOT or np.isnan(points.points[row]) or (plan.depth[row] > 1 and not verbose):
            continue
        share = number((scores[row] - plan.scale[0]) / plan.span)
        figures = (number(scores[row]), float(points.weight[row]), float(points.points[row]))
        rows.append((plan.labels[row], share, *figures, place.get(plan.ids[row])))
        indents.append(plan.depth[row] - 1)
    index = float(scores[-1])
    rows.append((plan.labels[-1], None, index, 1.0, index, place[ROOT]))
    columns = (
        Column(label="Where the points come from", show=TEXT),
        Column(label="", show=Show("bar"), yields=9),
        Column(label="Score", show=index_show(plan)),
        Column(label="Weight", show=Show("number", 2)),
        Column(label="Points", show=index_show(plan)),
        Column(label="Place", show=TEXT, yields=1),
    )
    last = (len(rows) - 1,)
    return Table("points", columns, tuple(rows), rules=last, indents=(*indents, 0), strong=last)


def _method_line(found: Explanation) -> str:
    """How points were split, and after whom; empty where there are none."""
    if np.isnan(found.ranking.index[found.hub]):
        return ""
    used = [ATTRIBUTIONS[name] for name in sorted(set(found.points.ways))]
    cited = {row.reference: row.name for row in reversed(used) if row.reference}  # each once
    named = [f"{row.name} ({row.reference})" if row.name in cited.values() else row.name for row in used]
    return f"Points are split by {listed(named)}{_against(found)}; they add up to the score."


def _against(found: Explanation) -> str:
    """What a geometric mean without a floor is split against; empty where there is none."""
    plan, ways = found.ranking.plan, found.points.ways
    bare = [node for node, way in zip(plan.inner, ways, strict=True) if way == "LMDI" and not node.floor]
    if not bare or plan.scale[0] > 0:
        return ""
    return f", against {share_text(UNFLOORED)} of the scale since there is no floor"


def _draws_line(sure: Robustness | None, hub: int) -> str:
    """Between which ranks the hub is in most draws; empty where it has none."""
    if sure is None or not sure.rank_low[hub]:
        return ""
    low, high = int(sure.rank_low[hub]), int(sure.rank_high[hub])
    places = f"rank {low}" if low == high else f"ranks {range_text(low, high)}"
    return f"90 % interval: {places} ({drawn_text(sure)})."
