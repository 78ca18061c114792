"""Sentences that a reader could quote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT
from hubscore.pages.frame import index_show, listed
from hubscore.studies.explain import Explanation, Standing
from hubscore.workspace import Workspace

ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

REASONS = {
    why.HAS_VALUE: "",
    why.NO_READING: "no reading",
    why.NOT_ADMITTED: "evidence not admitted",
    why.OUT_OF_YEARS: "no reading of these years",
    why.NO_DENOMINATOR: "no denominator",
    why.OTHER_UNIT: "in another unit",
    why.NOT_APPLICABLE: "does not apply",
    why.NO_GOALPOST: "no goalpost",
    why.IMPUTED: "missing, filled in",
}
"""Why a cell has no figure, in words."""

FEW = 2
"""How many pillars are named as strong or weak."""


def ordinal(place: int) -> str:
    """First, second, ... 11th, 21st."""
    if 1 <= place <= len(ORDINALS):
        return ORDINALS[place - 1]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def cardinal(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def sentences(workspace: Workspace, found: Explanation) -> list[str]:
    """Where the hub stands, what carries it, and what is not known."""
    name = found.ranking.dataset.hubs.names[found.hub]
    return [_place(found, name), _pillars(found, name), _unknown(workspace, found, name)]


def scored_text(ranking: Ranking, value: float) -> str:
    """A score in running text."""
    return f"{value:,.{index_show(ranking.plan).decimals}f}"


def _place(found: Explanation, name: str) -> str:
    ranking, hub = found.ranking, found.hub
    count = int((ranking.rank > 0).sum())
    score = float(ranking.index[hub])
    if np.isnan(score):
        lacking = [label for label in _unscored(ranking, hub)]
        where = f" in {listed(lacking)}" if lacking else ""
        return f"{name} cannot be scored: too few figures{where}."
    text = scored_text(ranking, score)
    if not ranking.ranked[hub]:
        place = int((ranking.index[ranking.rank > 0] > score).sum()) + 1
        return f"{name} is a benchmark and not ranked; its {text} would be {ordinal(place)} beside the {cardinal(count)} ranked hubs."
    tied = int((ranking.rank == ranking.rank[hub]).sum()) > 1
    rank = ordinal(int(ranking.rank[hub]))
    start = f"{name} is {'tied ' if tied else ''}{rank} of {cardinal(count)} with {text}"
    if found.neighbour is None:
        return start + "."
    other = ranking.dataset.hubs.names[found.neighbour]
    gap = scored_text(ranking, abs(score - float(ranking.index[found.neighbour])))
    return f"{start}, {gap} points {'ahead of' if found.leads else 'behind'} {other}."


def _unscored(ranking: Ranking, hub: int) -> list[str]:
    plan = ranking.plan
    return [plan.labels[row] for row in plan.order if plan.depth[row] == 1 and np.isnan(ranking.scores[row, hub])]


def _pillars(found: Explanation, name: str) -> str:
    """The top-level nodes in which the hub beats the others most, and least."""
    plan = found.ranking.plan
    top = [s for s in found.standings if plan.depth[plan.row[s.node]] == 1 and s.node != ROOT and s.of > 1]
    lead = sorted(top, key=lambda s: (s.others - s.score, s.node))
    strong = [s for s in lead if s.score > s.others][:FEW]
    weak = [s for s in reversed(lead) if s.score < s.others][:FEW]
    if not top:
        return f"There is no other hub to compare {name} with."
    if not weak:
        return f"{_named(found, strong)} {'carries' if len(strong) == 1 else 'carry'} it; nothing it is scored on lies below the others' mean."
    if not strong:
        return f"Nothing it is scored on lies above the others' mean; {_named(found, weak)} {'holds' if len(weak) == 1 else 'hold'} it back most."
    carry = "carries" if len(strong) == 1 else "carry"
    hold = "holds" if len(weak) == 1 else "hold"
    return f"{_named(found, strong)} {carry} it; {_named(found, weak)} {hold} it back."


def _named(found: Explanation, standings: Sequence[Standing]) -> str:
    plan = found.ranking.plan
    decimals = index_show(plan, less=1).decimals
    words = []
    for s in standings:
        place = "last" if s.place == s.of and s.of > 2 else ordinal(s.place)
        first = f" of the {cardinal(s.of)}" if not words else ""
        words.append(f"{plan.labels[plan.row[s.node]]} ({s.score:,.{decimals}f}, {place}{first})")
    return listed(words)


def _unknown(workspace: Workspace, found: Explanation, name: str) -> str:
    ranking, hub = found.ranking, found.hub
    profile = workspace.profiles.get(ranking.dataset.hubs.ids[hub])
    status = [int(rows[hub]) for rows in ranking.cells.status]
    due = sum(code != why.NOT_APPLICABLE for code in status)
    gone = sum(code not in (why.NOT_APPLICABLE, why.HAS_VALUE) for code in status)
    count = f"Of its {cardinal(due)} figures {cardinal(gone)} {'is' if gone == 1 else 'are'} missing"
    figures = count if gone else f"None of its {cardinal(due)} figures is missing"
    bets = profile.bets if profile else ()
    scored = {leaf.id for row, leaf in enumerate(ranking.plan.leaves) if not np.isnan(ranking.scores[row, hub])}
    blind = [bet.name for bet in bets if not any(node in scored for node in bet.indicators)]
    if not bets:
        return f"{figures}."
    verb = "is" if len(bets) == 1 else "are"
    if not blind:
        return f"{figures}; all of its declared bets {'(one)' if len(bets) == 1 else ''} {verb} scored.".replace(
            "  ", " "
        )
    return f"{figures}; of its {cardinal(len(bets))} declared {'bet' if len(bets) == 1 else 'bets'}, {listed(blind)} {'is' if len(blind) == 1 else 'are'} not scored at all."


def order_line(found: Explanation) -> str:
    """Which orders hold whatever is missing."""
    ranking, hub = found.ranking, found.hub
    others = [other for other in ranking.listing if ranking.rank[other] and other != hub]
    groups: dict[str, list[str]] = {"below": [], "above": [], "open": []}
    for other in others:
        key = "above" if found.proof.above(hub, other) else "below" if found.proof.above(other, hub) else "open"
        groups[key].append(ranking.dataset.hubs.names[other])
    few = 6
    parts = []
    for key, label in (("above", "above"), ("below", "below")):
        if groups[key]:
            parts.append(f"{label} {listed(groups[key]) if len(groups[key]) <= few else f'{len(groups[key])} hubs'}")
    proven = "Proven whatever is missing: " + (", ".join(parts) if parts else "no order against another hub") + "."
    if groups["open"]:
        many = groups["open"]
        proven += f" Open: against {listed(many) if len(many) <= few else f'{len(many)} hubs'}."
    return proven
