"""Sentences that a reader could quote."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.model import ranking as why
from hubscore.model.ranking import Ranking
from hubscore.pages.frame import index_show, listed
from hubscore.pages.screening import left_out_sentence
from hubscore.studies.explain import Explanation, Standing
from hubscore.studies.statements import Backing, backings
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
    why.LEFT_OUT: "hub left out",
}
"""Why a cell has no figure, in words."""

FEW = 2
"""How many pillars are named as strong or weak."""

MOST_NAMED = 6
"""How many hubs are named; more are counted."""


def ordinal(place: int) -> str:
    """First, second, ... 11th, 21st."""
    if 1 <= place <= len(ORDINALS):
        return ORDINALS[place - 1]
    ending = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{ending}"


def cardinal(number: int) -> str:
    """A small number as a word."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def sentences(workspace: Workspace, found: Explanation, overtaking: str = "") -> list[str]:
    """Where the hub stands, what carries it, and what is not known.

    `overtaking`: how often that changes when weights and readings are drawn, as the end of a sentence.
    """
    name = found.ranking.dataset.hubs.names[found.hub]
    left_out = left_out_sentence(found.ranking, found.hub)
    if left_out:
        return [left_out, _unknown(workspace, found)]
    return [_place(found, name, overtaking), _pillars(found, name), _unknown(workspace, found)]


def scored_text(ranking: Ranking, value: float) -> str:
    """A score in running text."""
    return f"{value:,.{index_show(ranking.plan).decimals}f}"


def points_text(ranking: Ranking, value: float) -> str:
    """A distance between scores in running text."""
    text = scored_text(ranking, abs(value))
    return f"{text} point" if text == "1" else f"{text} points"


def _place(found: Explanation, name: str, overtaking: str) -> str:
    ranking, names = found.ranking, found.ranking.dataset.hubs.names
    score, count = float(ranking.index[found.hub]), int((ranking.rank > 0).sum())
    if np.isnan(score):
        lacking = _unscored(ranking, found.hub)
        return f"{name} cannot be scored: too few figures{f' in {listed(lacking)}' if lacking else ''}."
    text = scored_text(ranking, score)
    if not ranking.ranked[found.hub]:
        return _beside(ranking, f"{name} is a benchmark and not ranked; its {text}", score, count)
    if count == 1:
        return f"{name} is the only hub that is ranked, with {text}."
    parts = [f"{name} is {ordinal(int(ranking.rank[found.hub]))} of {cardinal(count)} with {text}"]
    if found.level:
        parts.append(f"level with {_few([names[hub] for hub in found.level])}")
    if found.neighbour is not None:
        gap = points_text(ranking, score - float(ranking.index[found.neighbour]))
        parts.append(f"{gap} {'ahead of' if found.leads else 'behind'} {names[found.neighbour]}")
    return ", ".join([*parts, overtaking] if overtaking else parts) + "."


def _beside(ranking: Ranking, start: str, score: float, count: int) -> str:
    """Where a yardstick would stand."""
    if not count:
        return f"{start} has no ranked hub beside it."
    place = int((ranking.index[ranking.rank > 0] > score).sum()) + 1
    return f"{start} would be {ordinal(place)} beside the {cardinal(count)} ranked {'hub' if count == 1 else 'hubs'}."


def _few(names: Sequence[str]) -> str:
    return listed(names) if len(names) <= MOST_NAMED else f"{cardinal(len(names))} other hubs"


def _unscored(ranking: Ranking, hub: int) -> list[str]:
    plan = ranking.plan
    return [plan.labels[row] for row in plan.order if plan.depth[row] == 1 and np.isnan(ranking.scores[row, hub])]


def _pillars(found: Explanation, name: str) -> str:
    """The top-level nodes in which the hub beats the others most, and least."""
    plan, rank = found.ranking.plan, found.ranking.rank
    if not (np.delete(rank, found.hub) > 0).any():
        return f"There is no other hub to compare {name} with."
    kinds = {row < len(plan.leaves) for row in plan.order if plan.depth[row] == 1}
    kind = "parts" if len(kinds) == 2 else "indicators" if True in kinds else "pillars"
    top = [s for s in found.standings if plan.depth[plan.row[s.node]] == 1 and s.of > 1]
    if not top:
        return f"None of its {kind} can be compared."
    lead = sorted(top, key=lambda s: (s.others - s.score, s.node))
    strong = [s for s in lead if s.score > s.others][:FEW]
    weak = [s for s in reversed(lead) if s.score < s.others][:FEW]
    if np.isnan(found.ranking.index[found.hub]):
        return _known(found, strong, weak)
    if not strong and not weak:
        return f"All of its {kind} lie at the others' mean."
    if not weak:
        return f"{_named(found, strong)} {_verb(strong, 'carry')} it; none of its {kind} lies below the others' mean."
    if not strong:
        return (
            f"None of its {kind} lies above the others' mean; {_named(found, weak)} {_verb(weak, 'hold')} it back most."
        )
    carries = f"{_named(found, strong)} {_verb(strong, 'carry')} it"
    return f"{carries}; {_named(found, weak, after=strong)} {_verb(weak, 'hold')} it back."


def _known(found: Explanation, strong: Sequence[Standing], weak: Sequence[Standing]) -> str:
    """Of a hub without a score: where what is scored lies."""
    sides = [(group, side) for group, side in ((strong, "above"), (weak, "below")) if group]
    if not sides:
        return "What can be compared lies at the others' mean."
    group, side = sides[0]
    line = f"Of what can be compared, {_named(found, group)} {_verb(group, 'lie')} {side} the others' mean"
    return line + "".join(f", {_named(found, others, after=group)} {below} it" for others, below in sides[1:]) + "."


def _verb(subjects: Sequence[Standing], verb: str) -> str:
    return verb if len(subjects) > 1 else {"carry": "carries"}.get(verb, f"{verb}s")


def _named(found: Explanation, standings: Sequence[Standing], after: Sequence[Standing] = ()) -> str:
    """Nodes with score and place; of how many is said where it changes, as `after` those named before."""
    plan = found.ranking.plan
    decimals = index_show(plan, less=1).decimals
    words, of = [], after[-1].of if after else 0
    for s in standings:
        place = "last" if s.place == s.of and s.of > 2 else ordinal(s.place)
        among = "" if s.of == of else f" of {cardinal(s.of)}"
        words.append(f"{plan.labels[plan.row[s.node]]} ({s.score:,.{decimals}f}, {place}{among})")
        of = s.of
    return listed(words)


def _unknown(workspace: Workspace, found: Explanation) -> str:
    """How many figures are missing, and which declared bets nothing is known of."""
    ranking, hub = found.ranking, found.hub
    profile = workspace.profiles.get(ranking.dataset.hubs.ids[hub])
    status = [int(rows[hub]) for rows in ranking.cells.status]
    due = sum(code != why.NOT_APPLICABLE for code in status)
    gone = sum(code not in (why.NOT_APPLICABLE, why.HAS_VALUE, why.LEFT_OUT) for code in status)
    behind = backings(ranking, workspace.scorecard, profile, hub) if profile else ()
    said = "; ".join(filter(None, (_missing(due, gone), _bets(behind))))
    return f"{said}."


def _missing(due: int, gone: int) -> str:
    figures = f"{cardinal(due)} figures"
    if not due:
        return "No indicator applies to it"
    if due == 1:
        return f"Its one figure is {'missing' if gone else 'there'}"
    if gone in (0, due):
        return f"All of its {figures} are missing" if gone else f"None of its {figures} is missing"
    return f"Of its {figures} {cardinal(gone)} {'is' if gone == 1 else 'are'} missing"


def _bets(behind: Sequence[Backing]) -> str:
    """What is known of the declared bets, as the end of a sentence."""
    names = list(dict.fromkeys(backing.bet.name for backing in behind))
    scored = {backing.bet.name for backing in behind if backing.score is not None}
    read = {backing.bet.name for backing in behind if backing.latest is not None}
    blind = [bet for bet in names if bet not in scored | read]
    unscored = [bet for bet in names if bet in read - scored]
    states = [("not measured at all", blind), ("measured, but not scored", unscored)]
    said = " and ".join(f"{listed(bets)} {'is' if len(bets) == 1 else 'are'} {state}" for state, bets in states if bets)
    if not names:
        return ""
    if len(names) == 1:
        return f"its one declared bet, {names[0]}, is {said.partition(' is ')[2] or 'scored'}"
    if not said:
        return f"all of its {cardinal(len(names))} declared bets are scored"
    return f"of its {cardinal(len(names))} declared bets, {said}"


def order_line(found: Explanation) -> str:
    """Which orders hold whatever is missing; empty if there is no other hub, or this one is left out."""
    if found.ranking.screened[found.hub]:
        return ""
    ranking, names = found.ranking, found.ranking.dataset.hubs.names
    groups: dict[str, list[str]] = {"above": [], "below": [], "open": []}
    for other in ranking.listing:
        if ranking.rank[other] and other != found.hub:
            groups[found.proof.order(found.hub, other)].append(names[other])
    if not any(groups.values()):
        return ""
    if found.proof.settled([found.hub, *(hub for hub in ranking.listing if ranking.rank[hub])]):
        return "Nothing is missing: no order of ranked hubs hangs on a gap or a bound."
    parts = [f"{side} {_few(groups[side])}" for side in ("above", "below") if groups[side]]
    held = any(remark.kind == "relative" for remark in ranking.remarks)
    start = "Proven whatever is missing" + (", while what this group sets (goalposts, means, ranks) stays" * held)
    line = f"{start}: {', '.join(parts) or 'no order against another hub'}."
    return line + (f" Open: against {_few(groups['open'])}." if groups["open"] else "")
