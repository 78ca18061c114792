"""Before and after a change, and the answers to questions about what weights could do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hubscore.model.ranking import Ranking
from hubscore.pages.denominators import measure_lines
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import Facts, aside_of, counted, index_show, listed, remark_notes, some, title_of
from hubscore.pages.sentences import cardinal, ordinal, points_text
from hubscore.pages.weights import percent
from hubscore.studies.changes import Figure
from hubscore.studies.whatif import Move, WhatIf
from hubscore.workspace import Workspace

TEXT, RIGHT = Show(), Show("number")

FEW_MOVES = 12
"""How many hubs people see of a longer ranking, unless they want all."""

FEW_CLIMBERS, FEW_PASSED = 2, 3
"""How many hubs that climb are told, and of how many it is told whom they pass."""

VISIBLE = 5e-7
"""Shares that differ by less are the same."""


class Asked(NamedTuple):
    """What was changed, in the words of the request."""

    scenario: str | None = None
    hubs: Sequence[str] = ()
    drop: Sequence[str] = ()
    shares: Sequence[str] = ()
    values: Mapping[str, Figure] = {}


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
        *effect_lead(found, _changed(workspace, found, asked), silent=bool(asked.hubs)),
        *measure_lines(workspace, (cell.partition(".")[2] for cell in asked.values)),
    ]
    return Document(
        "whatif", "", lead=tuple(lead), tables=tuple(effect_tables(found, verbose)), foot=tuple(effect_foot(found))
    )


def effect_tables(found: WhatIf, verbose: bool = False) -> Iterator[Table]:
    """Tables `moves`, `weights`, `why` and `causes`."""
    yield from (*_moves(found, verbose), *_weights(found, verbose), *_why(found), _causes(found))


def effect_lead(found: WhatIf, change: str, silent: bool = False) -> Iterator[str]:
    """What a change does, in sentences of which the first begins with the change; `silent`: see `_furthest`."""
    climbers, names = _climbers(found), {move.hub: move.name for move in found.moves}
    if not climbers:
        yield f"{change}, {_unmoved(found)}."
    else:
        passed = [[names[hub] for hub in found.passed(move.hub)] for move in climbers[:FEW_CLIMBERS]]
        past = [listed(each) if len(each) <= FEW_PASSED else counted(len(each), "hub") for each in passed]
        told = [f"{move.name} overtakes {each}" for move, each in zip(climbers, past, strict=False)]
        more = len(climbers) - len(told)
        others = [f"{cardinal(more)} more {'hubs get' if more > 1 else 'hub gets'} past others"] if more else []
        clauses, reason = (
            [*told, *others],
            _reason(found, *_pair(found), who="it" if len(climbers) == 1 else climbers[0].name),
        )
        if len(clauses) == 1:
            yield f"{change}, {clauses[0]}: {reason}."
        else:  # "it" would be anybody
            yield f"{change}, {'; '.join(clauses)}."
            yield f"{reason}."
    for move in found.moves:
        if move.rank_after and move.score_before is None and move.rank_before is None:
            yield f"{move.name} comes in {ordinal(move.rank_after)} of {cardinal(_count(found.after))}."
    lost = [move.name for move in found.moves if move.rank_before and not move.rank_after]
    if lost:
        yield f"{some(lost, 'hub')} {'is' if len(lost) == 1 else 'are'} no longer ranked."
    if not climbers and not lost:
        yield from _furthest(found, silent)


def _climbers(found: WhatIf) -> list[Move]:
    """Who gets past somebody, as listed after the change; who only moves up as others leave does not."""
    climbers: list[Move] = []
    behind, level = (
        [len(found.moves) + 1],
        [len(found.moves) + 1],
    )  # earlier ranks of who is behind, and of who is level
    place = 0
    for move in reversed(found.moves):
        if move.rank_before and move.rank_after:
            if move.rank_after != place:
                behind, level, place = [min(*behind, *level)], [len(found.moves) + 1], move.rank_after
            climbers += [move] if move.rank_before > behind[0] else []
            level.append(move.rank_before)
    return climbers[::-1]


def _count(ranking: Ranking) -> int:
    return int((ranking.rank > 0).sum())


def changed_shares(workspace: Workspace, found: WhatIf, nodes: Sequence[str]) -> str:
    """Some new shares, and the scenario they are of, as the beginning of a sentence."""
    return _changed(workspace, found, Asked(scenario=workspace.scenario, shares=nodes))


def _changed(workspace: Workspace, found: WhatIf, asked: Asked) -> str:
    """The change as the beginning of a sentence."""
    card, told = workspace.scorecard, []
    if asked.scenario is not None:
        told.append(f"in the scenario {card.scenarios[asked.scenario].get('label', asked.scenario)}")
    if asked.hubs:
        told.append(f"with {listed(asked.hubs)} added")
    if asked.drop:
        told.append(f"without {listed([card.label(node) for node in asked.drop])}")
    after = {weight.node: weight for weight in found.weights}
    shares = []
    for node in asked.shares:
        of = "" if after[node].parent == found.after.plan.ids[-1] else f" of {card.label(after[node].parent)}"
        shares.append(f"{card.label(node)} at {short_percent(after[node].after or 0.0)}{of}")
    values = []
    names = dict(zip(found.after.dataset.hubs.ids, found.after.dataset.hubs.names, strict=True))
    for cell, figure in asked.values.items():
        hub, _, node = cell.partition(".")
        values.append(f"{card.label(node)} of {names[hub]} at {figure_text(*figure)}")
    if shares or values:
        told.append(f"with {listed([*shares, *values])}")
    text = ", ".join(told)
    return text[:1].upper() + text[1:]


def short_percent(share: float) -> str:
    """A share as per cent, with no decimals that say nothing."""
    return f"{share * 100:.1f}".removesuffix(".0") + " %"


def _unmoved(found: WhatIf) -> str:
    """Nobody overtakes anybody: how far the leader is ahead."""
    first = [move for move in found.moves if move.rank_after][:2]
    if not any(move.rank_before for move in found.moves) or not first:
        return "no hub is ranked both before and after"
    if len(first) < 2:
        return f"nobody overtakes anybody; {first[0].name} leads"
    gap = points_text(found.after, (first[0].score_after or 0.0) - (first[1].score_after or 0.0))
    return f"nobody overtakes anybody; {first[0].name} leads {first[1].name} by {gap}"


def _furthest(found: WhatIf, silent: bool) -> Iterator[str]:
    """Whose score moves furthest, and by which part of the index; `silent`: nothing is said where none moves."""
    changes = {move: move.change for move in found.moves if move.change is not None}
    ranked = {move: change for move, change in changes.items() if move.rank_after and change}
    if not changes:
        return
    move, change = max((ranked or changes).items(), key=lambda each: abs(each[1]))
    decimals = index_show(found.after.plan).decimals
    before, after = (f"{score or 0.0:,.{decimals}f}" for score in (move.score_before, move.score_after))
    if before == after:
        yield from [] if silent else ["No score moves by as much as is shown."]
        return
    points = {
        cause.node: (cause.after or 0.0) - (cause.before or 0.0) for cause in found.causes if cause.hub == move.hub
    }
    node = max(points, key=lambda each: points[each] * change)
    yield f"The score of {move.name} moves furthest, from {before} to {after}, above all by {_label(found, node)}."


def _pair(found: WhatIf) -> tuple[str, str]:
    """The first climber, and the best of those it gets past."""
    climber = _climbers(found)[0].hub
    return climber, found.passed(climber)[0]


def _leads(found: WhatIf, one: str, other: str) -> list[tuple[str, float, float]]:
    """By part of the index how many points one hub is ahead of another, before and after."""
    points = {(cause.hub, cause.node): (cause.before or 0.0, cause.after or 0.0) for cause in found.causes}
    nodes = dict.fromkeys(cause.node for cause in found.causes)
    pairs = [(node, points[one, node], points[other, node]) for node in nodes]
    return [(node, mine[0] - theirs[0], mine[1] - theirs[1]) for node, mine, theirs in pairs]


def _reason(found: WhatIf, one: str, other: str, who: str) -> str:
    """What moves one hub, called `who`, past another."""
    leads = _leads(found, one, other)
    node, before, after = max(leads, key=lambda lead: lead[2] - lead[1])
    name = next(each.name for each in found.moves if each.hub == other)
    gained = points_text(found.after, after - before)
    if after <= 0:
        return f"{_label(found, node)} costs {who} {gained} less against {name}"
    return f"{_label(found, node)} brings {who} {gained} more against {name}"


def _label(found: WhatIf, node: str) -> str:
    plan = found.after.plan if node in found.after.plan.row else found.before.plan
    return plan.labels[plan.row[node]]


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
        Column(label="Move", show=TEXT),
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
    rows = [(w.node, _label(found, w.node), _label(found, w.parent), w.before, w.after) for w in found.weights]
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
    if not _climbers(found):
        yield Table("why", columns, (), shown=False)
        return
    pair = _pair(found)
    leads = sorted(_leads(found, *pair), key=lambda lead: lead[1] - lead[2])
    rows: list[tuple[Cell, ...]] = [
        (*pair, node, _label(found, node), before, after, after - before) for node, before, after in leads
    ]
    root, total = found.after.plan.ids[-1], (sum(lead[1] for lead in leads), sum(lead[2] for lead in leads))
    rows.append((*pair, root, _label(found, root), *total, total[1] - total[0]))
    names = {each.hub: each.name for each in found.moves}
    title = f"{names[pair[0]]} against {names[pair[1]]}"
    yield Table("why", columns, tuple(rows), title=title, rules=(len(leads),), strong=(len(leads),))


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
