"""What weights could do: put one hub above another, bring a hub to its best or worst rank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Column, Document, Table
from hubscore.pages.figures import short_percent
from hubscore.pages.frame import listed, number
from hubscore.pages.sentences import cardinal, ordinal, points_text
from hubscore.pages.weights import percent
from hubscore.pages.whatif import VISIBLE, weights_tables
from hubscore.studies.overtake import Overtaking
from hubscore.studies.reach import Reach

Floats = NDArray[np.float64]

FEW = 4
"""How many weights that move are told in a sentence; more are in the table."""

KINDS = {"pillar": "the pillars", "indicator": "the indicators"}


def overtake_part(found: Overtaking, verbose: bool = False) -> Document:
    """The smallest change of weights: tables `overtake` and `overtake_weights`."""
    ranking, names, ids = found.ranking, found.ranking.dataset.hubs.names, found.ranking.dataset.hubs.ids
    keys = ("above", "below", "level", "possible", "exact", "moved", "lead_before", "lead_after")
    facts: tuple[Any, ...] = (ids[found.above], ids[found.below], found.level, found.after is not None, found.exact)
    row = (*facts, number(found.moved), found.lead_before, number(found.lead_after))
    tables = [Table("overtake", tuple(Column(key) for key in keys), (row,), shown=False)]
    if found.after is not None:
        title = f"Weights under which {names[found.above]} is above {names[found.below]}"
        rows = weight_rows(ranking, found.nodes, found.before, found.after)
        tables += weights_tables("overtake_weights", title, rows, verbose)
    lead = _overtaking(found, names[found.above], names[found.below])
    return Document("whatif", "", lead=tuple(lead), tables=tuple(tables))


def weight_rows(
    ranking: Ranking, nodes: Sequence[str], before: Floats, after: Floats
) -> list[tuple[str, str, str, float | None, float | None]]:
    """Weights for a table, in the order of the file."""
    plan = ranking.plan
    order = sorted(range(len(nodes)), key=lambda at: plan.order.index(plan.row[nodes[at]]))
    shares = [(nodes[at], float(before[at]), float(after[at])) for at in order]
    return [(node, plan.labels[plan.row[node]], plan.labels[-1], was, now) for node, was, now in shares]


def _overtaking(found: Overtaking, above: str, below: str) -> Iterator[str]:
    kinds = _kinds(found.ranking.plan, found.nodes, found.level)
    if found.after is None:
        yield from _impossible(found, above, below, kinds)
        return
    if found.moved < VISIBLE and found.lead_before < found.lead_after:
        level = abs(found.lead_before) <= TIE_TOLERANCE * found.ranking.plan.span
        start = f"{above} and {below} are level" if level else "It hangs by a thread what of them is scored"
        whom = "" if level else f" {below}"
        yield f"{start}: the slightest change of weights in its favour puts {above} above{whom}."
        return
    if found.moved == 0:
        gap = points_text(found.ranking, found.lead_before)
        yield f"{above} is above {below} already, by {gap}: no weight has to move."
        return
    moves = weights_text(found.ranking.plan, found.nodes, found.before, found.after)
    share = short_percent(found.moved)
    yield f"{above} overtakes {below} once {share} of the weight of the index changes hands: {moves}."
    if found.exact:
        yield f"No smaller change of the weights of {kinds} does it (a linear programme, so this is exact)."
    else:
        yield f"It was searched, since {_reason(found)}: a smaller change may exist."


def _impossible(found: Overtaking, above: str, below: str, kinds: str) -> Iterator[str]:
    deeper = found.level == "pillar" and kinds == "the pillars"
    more = " Those of indicators may: --level indicator." if deeper else ""
    if not found.exact:
        yield f"No weights of {kinds} were found that put {above} above {below}.{more}"
        yield f"It was searched, since {_reason(found)}: they may exist all the same."
        return
    # Were it ahead in one of them, the whole weight there would do.
    yield f"No weights of {kinds} put {above} above {below}: it is ahead in none of them.{more}"


def _reason(found: Overtaking | Reach) -> str:
    """Why it was searched."""
    plan = found.ranking.plan
    bent = [node.aggregate.name for node in plan.inner if node.aggregate.name != "arithmetic"]
    if found.level == "pillar":
        bent = [plan.inner[-1].aggregate.name] if plan.inner[-1].aggregate.name != "arithmetic" else []
    if bent:
        return f"the index is not linear in its weights ({listed(sorted(set(bent)))})"
    if any(node.digits is not None for node in plan.inner):
        return "scores are rounded"
    return "the hubs lack different figures, which makes their scores ratios"


def weights_text(plan: Plan, nodes: Sequence[str], before: Floats, after: Floats) -> str:
    """Which weights move and how far, the largest change first."""
    change = after - before
    order = [at for at in np.argsort(-np.abs(change), kind="stable").tolist() if abs(change[at]) > VISIBLE]
    told = [
        f"{plan.labels[plan.row[nodes[at]]]} from {percent(before[at])} to {percent(after[at])}" for at in order[:FEW]
    ]
    more = len(order) - len(told)
    return listed([*told, *([f"{cardinal(more)} more"] if more else [])])


def _kinds(plan: Plan, nodes: Sequence[str], level: str) -> str:
    """What the weights are of; an index may average its indicators."""
    leaves = all(plan.row[node] < len(plan.leaves) for node in nodes)
    return "the indicators" if leaves else KINDS[level]


def reach_part(found: Reach, verbose: bool = False) -> Document:
    """The best or worst rank: tables `reach` and `reach_weights`."""
    ranking, ids = found.ranking, found.ranking.dataset.hubs.ids
    keys = ("hub", "end", "rank_now", "rank", "level", "within", "exact", "moved")
    now = int(ranking.rank[found.hub])
    row = (ids[found.hub], found.end, now, found.rank, found.level, found.within, found.exact, found.moved)
    table = Table(f"reach_{found.end}", tuple(Column(key) for key in keys), (row,), shown=False)
    name = ranking.dataset.hubs.names[found.hub]
    title = f"Weights under which {name} is {ordinal(found.rank)}"
    rows = weight_rows(ranking, found.nodes, found.before, found.after)
    weights = weights_tables(f"reach_{found.end}_weights", title, rows, verbose)
    tables = (table, *(each._replace(shown=each.shown and found.moved >= VISIBLE) for each in weights))
    return Document("whatif", "", lead=tuple(_reaching(found, name)), tables=tables)


def _reaching(found: Reach, name: str) -> Iterator[str]:
    plan, count = found.ranking.plan, int((found.ranking.rank > 0).sum())
    kinds = _kinds(plan, found.nodes, found.level)
    under = (
        "any weights" if found.within is None else f"weights within {short_percent(found.within)} of the declared ones"
    )
    place = f"{ordinal(found.rank)} of {cardinal(count)}"
    if found.moved < VISIBLE:
        further = "higher" if found.end == "best" else "lower"
        yield f"{name} is {place}, and under {under} of {kinds} it is never {further}."
    else:
        moves = weights_text(plan, found.nodes, found.before, found.after)
        yield f"At {found.end} {name} is {place} under {under} of {kinds}: with {moves}."
    if not found.exact:
        further = "a better" if found.end == "best" else "a worse"
        yield f"It was searched, since {_reason(found)}: {further} one may exist."
