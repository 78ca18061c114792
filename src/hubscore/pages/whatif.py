"""Before and after a change, and the answers to questions about what weights could do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.model.ranking import Ranking
from hubscore.pages.denominators import measure_lines
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import Facts, aside_of, counted, index_show, remark_notes, title_of
from hubscore.pages.weights import percent
from hubscore.pages.whatif_sentences import Asked, change_text, effect_lead, first_climb, label_of, leads
from hubscore.studies.whatif import Move, WhatIf
from hubscore.workspace import Workspace

TEXT, RIGHT = Show(), Show("number")

FEW_MOVES = 12
"""How many hubs people see of a longer ranking, unless they want all."""

VISIBLE = 5e-7
"""Shares that differ by less are the same."""


def whatif_page(workspace: Workspace, ranking: Ranking, parts: Sequence[Document]) -> Document:
    """One document of the answers to one or more questions."""
    return Document(
        page="whatif",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=tuple(line for part in parts for line in part.lead),
        tables=tuple(table for part in parts for table in part.tables),
        foot=tuple(line for part in parts for line in part.foot),
        notes=tuple(remark_notes(ranking)),
        scorecard=Facts(workspace),
    )


def change_part(workspace: Workspace, found: WhatIf, asked: Asked, verbose: bool = False) -> Document:
    """What a change does: tables `moves`, `weights`, `why` and `causes`."""
    lead = [
        *effect_lead(found, change_text(workspace, found, asked), silent=bool(asked.hubs)),
        *measure_lines(workspace, (cell.partition(".")[2] for cell in asked.values)),
    ]
    return Document(
        "whatif", "", lead=tuple(lead), tables=tuple(effect_tables(found, verbose)), foot=tuple(effect_foot(found))
    )


def effect_tables(found: WhatIf, verbose: bool = False) -> Iterator[Table]:
    """Tables `moves`, `weights`, `why` and `causes`."""
    yield from (*_moves(found, verbose), *_weights(found, verbose), *_why(found), _causes(found))


def _mark(move: Move) -> str:
    """How a hub moves, as a sign and as a word."""
    before, after = move.rank_before, move.rank_after
    if before and after:
        step = before - after
        return "" if step == 0 else f"↑ up {step}" if step > 0 else f"↓ down {-step}"
    return "" if before == after else "new" if after else "out"


def _moves(found: WhatIf, verbose: bool) -> Iterator[Table]:
    """Every hub for scripts; of many people see the first."""
    show = index_show(found.after.plan)
    rows: list[tuple[Cell, ...]] = []
    for move in found.moves:
        ends = (move.rank_before, move.rank_after, _mark(move), move.score_before, move.score_after)
        rows.append((move.hub, move.name, *ends, move.change))
    columns = (
        Column("hub"),
        Column(label="Hub", show=TEXT),
        Column("rank_before", "Rank before", Show("whole"), "# before"),
        Column("rank_after", "Rank after", Show("whole"), "# after"),
        Column(label="Move", show=TEXT, yields=-1),
        Column("score_before", "Score before", show, "Score"),
        Column("score_after", "Score after", show, "then"),
        Column(label="Change", show=show._replace(signed=True), yields=1),
    )
    unranked = [at for at, move in enumerate(found.moves) if not move.rank_before and not move.rank_after]
    rules = tuple(unranked[:1]) if unranked and unranked[0] else ()
    strong = tuple(at for at, move in enumerate(found.moves) if move.rank_after == 1)
    cut = len(rows) > FEW_MOVES and not verbose
    yield Table("moves", columns, tuple(rows), shown=not cut, rules=rules, strong=strong)
    if cut:
        bare = tuple(column._replace(key="") for column in columns)
        first = [row for row in rows if row[4]][:FEW_MOVES] or rows[:FEW_MOVES]
        moved = sum(bool(row[4]) for row in rows)
        title = f"{counted(moved, 'hub')} of {len(rows):,} move: the first {len(first)} (-v for all)"
        title = title if moved else f"No hub of {len(rows):,} moves: the first {len(first)} (-v for all)"
        yield Table("first", bare, tuple(first), title=title)


def _weights(found: WhatIf, verbose: bool) -> Iterator[Table]:
    """The share of every node among its siblings."""
    rows = [(w.node, label_of(found, w.node), label_of(found, w.parent), w.before, w.after) for w in found.weights]
    yield from weights_tables("weights", "Weights among siblings", rows, verbose)


def weights_tables(
    name: str, title: str, weights: Sequence[tuple[str, str, str, float | None, float | None]], verbose: bool = False
) -> Iterator[Table]:
    """Weights before and after: node, label, what they are shares of, and both; people see those that change."""
    rows: list[tuple[Cell, ...]] = []
    moved: list[tuple[Cell, ...]] = []
    for node, label, parent, before, after in weights:
        change = None if before is None or after is None else (after - before) * 100
        texts = [None if share is None else percent(share) for share in (before, after)]
        rows.append((node, label, parent, before, texts[0], after, texts[1], change))
        if verbose or change is None or abs(change) > 100 * VISIBLE:
            moved.append(rows[-1])
    columns = (
        Column("node"),
        Column(label="Weight", show=TEXT),
        Column(label="of", show=TEXT if len({row[2] for row in moved}) > 1 else None),
        Column("before"),
        Column(label="Before", show=RIGHT),
        Column("after"),
        Column(label="After", show=RIGHT),
        Column(label="Change", show=Show("number", 1, signed=True)),
    )
    whole = len(moved) == len(rows)
    yield Table(name, columns, tuple(rows), title=title, shown=whole)
    if moved and not whole:
        yield Table(f"{name} that change", tuple(c._replace(key="") for c in columns), tuple(moved), title=title)


def _why(found: WhatIf) -> Iterator[Table]:
    """Between the first climber and the first it passes: where its points come from."""
    columns = (
        Column("above"),
        Column("below"),
        Column("node"),
        Column(label="Lead in points", show=TEXT),
        Column("lead_before", "Before", index_show(found.after.plan)._replace(signed=True)),
        Column("lead_after", "After", index_show(found.after.plan)._replace(signed=True)),
        Column(label="Change", show=index_show(found.after.plan)._replace(signed=True)),
    )
    pair = first_climb(found)
    if pair is None:
        yield Table("why", columns, (), shown=False)
        return
    parts = sorted(leads(found, *pair), key=lambda lead: lead[1] - lead[2])
    rows: list[tuple[Cell, ...]] = [
        (*pair, node, label_of(found, node), before, after, after - before) for node, before, after in parts
    ]
    root, total = found.after.plan.ids[-1], (sum(part[1] for part in parts), sum(part[2] for part in parts))
    rows.append((*pair, root, label_of(found, root), *total, total[1] - total[0]))
    names = {each.hub: each.name for each in found.moves}
    title = f"{names[pair[0]]} against {names[pair[1]]}"
    yield Table("why", columns, tuple(rows), title=title, rules=(len(parts),), strong=(len(parts),))


def _causes(found: WhatIf) -> Table:
    """For scripts: what each part of the index contributes to each hub."""
    keys = ("hub", "node", "points_before", "points_after")
    rows = tuple((cause.hub, cause.node, cause.before, cause.after) for cause in found.causes)
    return Table("causes", tuple(Column(key) for key in keys), rows, shown=False)


def effect_foot(found: WhatIf) -> list[str]:
    """What is to be said below the tables."""
    if not found.after.ranked.all():
        return ["Benchmarks are yardsticks, not ranked (--all ranks everyone)."]
    return []
