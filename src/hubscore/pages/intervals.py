"""How sure ranks are, in the words of every page that says so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hubscore.model.ranking import IMPUTED, Ranking
from hubscore.pages.document import Column, Table
from hubscore.pages.frame import FEW, counted, listed, some

if TYPE_CHECKING:
    from hubscore.studies.robustness import Robustness

SAFE = 0.9
"""Share of the draws in which a hub must be above the next for their order to be called safe."""

MARK = "≈"
"""Beside the interval of a hub that is not safely above the next."""

DRAWN = {
    "weights": "weights",
    "data": "readings",
    "absent": "gaps",
    "missing": "ways to fill gaps",
    "evidence": "evidence admitted",
    "normalise": "methods",
    "aggregate": "methods",
}
"""What is varied, by family of factors."""


class Pair(NamedTuple):
    """Two neighbours of a ranking, and the share of draws in which the first is above."""

    above: int
    below: int
    odds: float

    @property
    def safe(self) -> bool:
        """Whether the first is above often enough."""
        return self.odds >= SAFE


def pairs_of(sure: Robustness) -> list[Pair]:
    """All neighbours, best first."""
    odds = map(float, sure.neighbours)
    return [Pair(*pair) for pair in zip(sure.field, sure.field[1:], odds, strict=False)]


def whole_percent(share: float) -> int:
    """Per cent, rounded; what falls short of safe is not rounded to it."""
    return min(round(share * 100), round(SAFE * 100) - 1) if share < SAFE else round(share * 100)


def percent_text(share: float) -> str:
    """A share of draws; what is not always or never is not rounded to it."""
    whole = whole_percent(share)
    return "< 1 %" if whole == 0 < share else "> 99 %" if whole == 100 > share * 100 else f"{whole} %"


def range_text(low: int, high: int) -> str | None:
    """An interval of ranks; None where there is none."""
    return None if not low else f"{low}" if low == high else f"{low}–{high}"


def interval_texts(sure: Robustness) -> list[str | None]:
    """The interval of each hub, marked where the hub is not safely above the next; by hub."""
    texts = [range_text(low, high) for low, high in zip(sure.rank_low.tolist(), sure.rank_high.tolist(), strict=True)]
    for pair in pairs_of(sure):
        if not pair.safe:
            texts[pair.above] = f"{texts[pair.above]}{MARK}"
    return texts


def interval_lines(sure: Robustness, hubs: Sequence[int]) -> list[str]:
    """What the intervals are, whose order is not safe, and whose rank lies outside; of these hubs."""
    if not sure.field:
        return []
    shown = set(hubs)
    pairs = [pair for pair in pairs_of(sure) if pair.above in shown]
    lines = [ranks_line(sure)]
    return [*lines, *filter(None, [safety_line(sure, pairs), outside_line(sure, shown)])]


def ranks_line(sure: Robustness) -> str:
    """What the intervals hold."""
    return f"Ranks in 90 % of {drawn_text(sure)}."


def pairwise_table(sure: Robustness, hubs: Sequence[int]) -> Table:
    """For scripts: how often each of these hubs is above the next."""
    ids, shown = sure.base.dataset.hubs.ids, set(hubs)
    rows = [(ids[pair.above], ids[pair.below], pair.odds) for pair in pairs_of(sure) if pair.above in shown]
    return Table("pairwise", (Column("above"), Column("below"), Column("odds")), tuple(rows), shown=False)


def drawn_text(sure: Robustness) -> str:
    """How many draws, of what, from which seed."""
    return f"{counted(sure.draws, 'draw')} of {_kinds(sure)}, seed {sure.seed}"


def varied_text(sure: Robustness) -> str:
    """The same for somebody who knows of no draws, as in a sentence that is quoted."""
    return f"{counted(sure.draws, 'random variation')} of {_kinds(sure)}"


def _kinds(sure: Robustness) -> str:
    """What is varied."""
    return listed(list(dict.fromkeys(DRAWN[factor.partition(":")[0]] for factor in sure.factors)))


def safety_line(sure: Robustness, pairs: Sequence[Pair]) -> str:
    """Whose order is not safe; empty without neighbours."""
    names = sure.base.dataset.hubs.names
    loose = [pair for pair in pairs if not pair.safe]
    if len(loose) > FEW:
        return f"{len(loose):,} of {len(pairs):,} hubs are above the next in under 90 % of draws: not safe ({MARK})."
    words = [f"{names[pair.above]} above {names[pair.below]}" for pair in loose or pairs]
    shares = [whole_percent(pair.odds) for pair in loose or pairs]
    if len(loose) > 1:
        each = [f"{word} ({share} %)" for word, share in zip(words, shares, strict=True)]
        return f"Not safe ({MARK}), with the share of draws that agree: {listed(each)}."
    if loose:
        return f"{words[0]} in {shares[0]} % of draws: not safe ({MARK})."
    if len(pairs) < 2:
        return f"{words[0]} in {percent_text(pairs[0].odds)} of draws." if pairs else ""
    least = min(range(len(pairs)), key=lambda at: pairs[at].odds)
    if pairs[least].odds == 1:
        return "Every order holds in all draws."
    return f"Every order holds in 90 % of draws; least sure: {words[least]} ({percent_text(pairs[least].odds)})."


def outside_line(sure: Robustness, hubs: set[int]) -> str:
    """Whose rank lies outside of its interval, and why where the method makes it so; empty if nobody's does."""
    people, rank = sure.base.dataset.hubs, sure.base.rank
    out = [f"{people.names[hub]} (rank {rank[hub]})" for hub in sure.outside if hub in hubs]
    duels = any(node.aggregate.name == "copeland" for node in sure.base.plan.inner)
    why = ": under copeland a tied pair counts half each, and hardly any draw leaves it tied" if duels else ""
    return f"Outside of the interval lies the rank itself of {some(out, 'hub')}{why}." if out else ""


def filled_line(ranking: Ranking) -> str:
    """What no draw fills in, since the method does; empty where it fills nothing in."""
    weighs = ranking.plan.weights > 0
    status = zip(ranking.cells.status, weighs.tolist(), strict=True)
    count = sum(int(np.count_nonzero((row == IMPUTED) & ranking.ranked)) for row, counts in status if counts)
    return (
        f"What `missing` fills in ({counted(count, 'gap')}) stays as the method says, in every draw." if count else ""
    )


def overtaking(sure: Robustness, hub: int) -> str:
    """How often a hub and its neighbour change places, as the end of a sentence; empty if never."""
    names = sure.base.dataset.hubs.names
    pairs = pairs_of(sure)
    behind = next((pair for pair in pairs if pair.above == hub), None)
    ahead = next((pair for pair in pairs if pair.below == hub), None)
    pair = behind or ahead
    share = 0 if pair is None else 100 - whole_percent(pair.odds)
    if pair is None or not share:
        return ""
    who, whom = ("it", names[pair.above]) if pair is ahead else (names[pair.below], "it")
    return f"and in {share} % of {varied_text(sure)} {who} overtakes {whom}"


def too_large(ranking: Ranking) -> str:
    """Why a large ranking shows no intervals by itself."""
    plan, hubs = ranking.plan, len(ranking.dataset.hubs)
    size = f"{hubs:,} hubs x {counted(len(plan.leaves), 'indicator')}"
    return f"No rank intervals: of {size} they would take long. `--draws 1000` makes them."


def only_of_the_index() -> str:
    """Why ranks by a pillar, or in a group, have no intervals."""
    return "No rank intervals: they are of the index, among all that are ranked."


def impossible(message: str) -> str:
    """Why draws cannot be made where the ranking itself can."""
    return f"No rank intervals: in some draws {message}. [uncertainty] says what is varied."
