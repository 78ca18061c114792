"""Who stood where in which year: a chart of ranks, the scores below, and how much of a score was read anew."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.pages.bump import MOST_PLACES, bump
from hubscore.pages.document import Cell, Chart, Column, Document, Show, Table
from hubscore.pages.frame import Facts, aside_of, index_show, number, remark_notes, title_of, with_shares
from hubscore.pages.pace import pace_lead, pace_note, pace_tables
from hubscore.pages.trend_sentences import moves
from hubscore.studies.pace import Pace
from hubscore.studies.trend import Trend
from hubscore.workspace import Workspace

TEXT = Show()

CARRIED = 0.5
"""From which share of older figures on a score is marked."""


def trend_page(
    workspace: Workspace,
    found: Trend,
    hubs: Sequence[int] = (),
    paces: Sequence[Pace] | None = None,
    asked: bool = False,
    verbose: bool = False,
) -> Document:
    """A trend as a document: tables `scores` and, where `paces` are given, `pace`.

    Parameters
    ----------
    hubs
        Positions of the hubs to tell of; all that are scored in some year if empty.
    paces
        Growth against a reference; None where nobody will see it.
    asked
        Whether people see the paces in place of chart and scores.
    """
    chosen = [hub for hub in found.ranking.listing if _told(found, hub) and (not hubs or hub in hubs)]
    people = () if asked else (*_chart(found, hubs), *_for_people(found, chosen))
    growth = () if paces is None else pace_tables(workspace, found.ranking, paces, asked, verbose)
    tables = (*growth, _scores(found, chosen)) if asked else (_scores(found, chosen), *people, *growth)
    return Document(
        page="trend",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=tuple(pace_lead(workspace, found.ranking, paces or ()) if asked else moves(found, hubs)),
        tables=tables,
        foot=tuple(pace_note(workspace, paces or (), verbose) if asked else _foot(found, chosen, hubs)),
        notes=() if asked else tuple(remark_notes(found.ranking)),
        scorecard=Facts(workspace),
    )


def _told(found: Trend, hub: int) -> bool:
    return not bool(np.isnan(found.scores[:, hub]).all())


def _scores(found: Trend, chosen: Sequence[int]) -> Table:
    """For scripts: every year and hub."""
    keys = ("year", "hub", "score", "rank", "figures", "carried", "scored", "field")
    ids = found.ranking.dataset.hubs.ids
    rows = tuple(
        (
            year,
            ids[hub],
            number(found.scores[at, hub]),
            int(found.rank[at, hub]) or None,
            int(found.figures[at, hub]),
            int(found.carried[at, hub]),
            found.scored[at],
            found.field,
        )
        for at, year in enumerate(found.years)
        for hub in chosen
    )
    chart = Chart("bump", "Rank by year", 8, (0, 3))
    names = found.ranking.dataset.hubs.names
    named = tuple((*row, names[hub]) for row, hub in zip(rows, [*chosen] * len(found.years), strict=True))
    return Table("scores", (*map(Column, keys), Column()), named, shown=False, chart=chart)


def _chart(found: Trend, wanted: Sequence[int]) -> tuple[Table, ...]:
    """The ranks of all years that have any, drawn."""
    compared = found.compared
    if len(compared) < 2:
        return ()
    hubs = found.ranking.dataset.hubs
    ranks = [found.rank[at].tolist() for at in compared]
    drawn = bump(hubs.ids, hubs.names, [found.years[at] for at in compared], ranks, wanted)
    if not drawn.hubs:
        return ()
    return (
        Table("chart", (Column(label=drawn.header, show=TEXT),), tuple((line,) for line in drawn.lines), drawn=True),
    )


def _for_people(found: Trend, chosen: Sequence[int]) -> tuple[Table, ...]:
    """A row a hub, a column a year; below, how much of each year was not read in it."""
    if not found.years:
        return ()
    score = index_show(found.ranking.plan)
    years = [
        # The oldest years give way first.
        Column(label=str(year), show=score, yields=max(0, len(found.years) - at - 1))
        for at, year in enumerate(found.years)
    ]
    change, alike = _changes(found)
    signed = Show("number", score.decimals, signed=True)
    columns = (
        Column(label="Rank", show=Show("whole"), short="#"),
        Column(label="Scores", show=TEXT),
        Column(label="", show=Show("spark"), yields=9),
        *years,
        Column(label="Change", show=signed if found.span else None),
        Column(label="Same figures", show=signed if found.span else None, short="Same"),
    )
    rank, heights = found.rank[-1], _heights(found, chosen)
    rows: list[tuple[Cell, ...]] = [
        (
            int(rank[hub]) or None,
            found.ranking.dataset.hubs.names[hub],
            None,
            *(_marked(found, at, hub, score.decimals) for at in range(len(found.years))),
            number(change[hub]),
            number(alike[hub]),
            *heights[hub],
        )
        for hub in chosen
    ]
    beside = next((place for place, hub in enumerate(chosen) if not found.ranking.ranked[hub]), None)
    rules = [] if beside in (None, 0) else [beside]
    shares = [_share(found, at, chosen) for at in range(len(found.years))]
    rows.append(("", "older than the year", None, *shares, "", "", *[None] * len(found.years)))
    drawn = with_shares(columns, [2], each=len(found.years))
    return (Table("scores for people", drawn, tuple(rows), rules=(*filter(None, rules), len(chosen))),)


def _heights(found: Trend, chosen: Sequence[int]) -> list[list[float]]:
    """Every score from the least to the greatest of those told, by hub and year; NaN where there is none."""
    scores = found.scores[:, list(chosen)]
    known = scores[~np.isnan(scores)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    heights: list[list[float]] = ((found.scores.T - low) / ((high - low) or 1.0)).tolist()
    return heights


def _changes(found: Trend) -> tuple[np.ndarray, np.ndarray]:
    """From the first to the last year with ranks: of the scores, and on the same figures, shape (hub,) each."""
    if found.span is None:
        nothing = np.full(found.scores.shape[1], np.nan)
        return nothing, nothing
    first, last = (found.scores[found.years.index(year)] for year in found.span)
    return last - first, found.alike[1] - found.alike[0]


def _marked(found: Trend, at: int, hub: int, decimals: int) -> Cell:
    value = number(found.scores[at, hub])
    if value is None or found.carried[at, hub] <= CARRIED * found.figures[at, hub]:
        return value
    return f"*{value:,.{decimals}f}"


def _share(found: Trend, at: int, chosen: Sequence[int]) -> str:
    """Which share of the figures of a year, of the hubs it scores, is older."""
    scored = [hub for hub in chosen if not np.isnan(found.scores[at, hub])]
    figures = int(found.figures[at, scored].sum())
    return f"{found.carried[at, scored].sum() / figures:.0%}".replace("%", " %") if figures else "–"


def _foot(found: Trend, chosen: Sequence[int], wanted: Sequence[int]) -> list[str]:
    lines = []
    if any(isinstance(_marked(found, at, hub, 0), str) for at in range(len(found.years)) for hub in chosen):
        lines.append("* More than half of the hub's figures are older than the year: carried forward.")
    if found.span:
        lines.append(
            f"Change: from {found.span[0]} to {found.span[1]}. Same figures: on those that the hub has in both "
            "years; the rest of a change is figures that became known, or too old."
        )
        lines += _beyond(found, wanted)
    unranked = [at for at in range(len(found.years)) if at not in found.compared]
    if unranked:
        told = ", ".join(f"{found.years[at]} ({found.scored[at]})" for at in unranked)
        lines.append(f"Scores without ranks, since too few of the {found.field} hubs are scored: {told}.")
    if found.left_out:
        told = ", ".join(f"{year} ({scored})" for year, scored in found.left_out)
        lines.append(
            f"Left out, since fewer still are: {told}."
            if unranked
            else f"Left out, since too few hubs are scored: {told}."
        )
    lines.append("Goalposts are the same in all years. `hubscore trend --pace` compares growth with a benchmark's.")
    return lines


def _beyond(found: Trend, wanted: Sequence[int]) -> list[str]:
    """Who is not in the chart, for want of room in it."""
    rank = found.rank[found.compared[-1]]
    count = int((rank[list(wanted)] if wanted else rank).astype(bool).sum())
    if count <= MOST_PLACES:
        return []
    more = "" if wanted else "; `hubscore trend HUB HUB ...` draws those you name"
    return [f"The chart has the first {MOST_PLACES} of {count}{more}."]
