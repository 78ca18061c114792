"""What a change does, in sentences: who overtakes whom and why, who comes in and who goes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from hubscore.pages.figures import figure_text, short_percent
from hubscore.pages.frame import counted, index_show, listed, some
from hubscore.pages.sentences import cardinal, ordinal, points_text
from hubscore.studies.changes import Figure
from hubscore.studies.whatif import Move, WhatIf
from hubscore.workspace import Workspace

FEW_CLIMBERS, FEW_PASSED = 2, 3
"""How many hubs that climb are told, and of how many it is told whom they pass."""


class Asked(NamedTuple):
    """What was changed, in the words of the request."""

    scenario: str | None = None
    hubs: Sequence[str] = ()
    drop: Sequence[str] = ()
    shares: Sequence[str] = ()
    values: Mapping[str, Figure] = {}


def change_text(workspace: Workspace, found: WhatIf, asked: Asked) -> str:
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


def effect_lead(found: WhatIf, change: str, silent: bool = False) -> Iterator[str]:
    """What a change does, in sentences of which the first begins with the change; `silent`: see `_furthest`."""
    climb = first_climb(found)
    if climb is None:
        yield f"{change}, {_unmoved(found)}."
    else:
        yield from _climbs(found, change, climb)
    for move in found.moves:
        if move.rank_after and move.score_before is None and move.rank_before is None:
            count = int((found.after.rank > 0).sum())
            yield f"{move.name} comes in {ordinal(move.rank_after)} of {cardinal(count)}."
    lost = [move.name for move in found.moves if move.rank_before and not move.rank_after]
    if lost:
        yield f"{some(lost, 'hub')} {'is' if len(lost) == 1 else 'are'} no longer ranked."
    if climb is None and not lost:
        yield from _furthest(found, silent)


def first_climb(found: WhatIf) -> tuple[str, str] | None:
    """The first climber, and the best of those it gets past; None where nobody climbs."""
    climbers = _climbers(found)
    return (climbers[0].hub, found.passed(climbers[0].hub)[0]) if climbers else None


def leads(found: WhatIf, one: str, other: str) -> list[tuple[str, float, float]]:
    """By part of the index how many points one hub is ahead of another, before and after."""
    points = {(cause.hub, cause.node): (cause.before or 0.0, cause.after or 0.0) for cause in found.causes}
    nodes = dict.fromkeys(cause.node for cause in found.causes)
    pairs = [(node, points[one, node], points[other, node]) for node in nodes]
    return [(node, mine[0] - theirs[0], mine[1] - theirs[1]) for node, mine, theirs in pairs]


def label_of(found: WhatIf, node: str) -> str:
    """What a node of either side is called."""
    plan = found.after.plan if node in found.after.plan.row else found.before.plan
    return plan.labels[plan.row[node]]


def _climbers(found: WhatIf) -> list[Move]:
    """Who gets past somebody, as listed after the change; who only moves up as others leave does not."""
    climbers: list[Move] = []
    beyond = len(found.moves) + 1
    behind, level, place = [beyond], [beyond], 0  # earlier ranks of who is behind, and of who is level
    for move in reversed(found.moves):
        if move.rank_before and move.rank_after:
            if move.rank_after != place:
                behind, level, place = [min(*behind, *level)], [beyond], move.rank_after
            climbers += [move] if move.rank_before > behind[0] else []
            level.append(move.rank_before)
    return climbers[::-1]


def _climbs(found: WhatIf, change: str, first: tuple[str, str]) -> Iterator[str]:
    """Who overtakes whom, and what brings the `first` climber past whom it passes."""
    climbers, names = _climbers(found), {move.hub: move.name for move in found.moves}
    passed = [[names[hub] for hub in found.passed(move.hub)] for move in climbers[:FEW_CLIMBERS]]
    past = [listed(each) if len(each) <= FEW_PASSED else counted(len(each), "hub") for each in passed]
    told = [f"{move.name} overtakes {each}" for move, each in zip(climbers, past, strict=False)]
    more = len(climbers) - len(told)
    others = [f"{cardinal(more)} more {'hubs get' if more > 1 else 'hub gets'} past others"] if more else []
    clauses = [*told, *others]
    reason = _reason(found, *first, who="it" if len(climbers) == 1 else climbers[0].name)
    if len(clauses) == 1:
        yield f"{change}, {clauses[0]}: {reason}."
    else:  # "it" would be anybody
        yield f"{change}, {'; '.join(clauses)}."
        yield f"{reason}."


def _reason(found: WhatIf, one: str, other: str, who: str) -> str:
    """What moves one hub, called `who`, past another."""
    node, before, after = max(leads(found, one, other), key=lambda lead: lead[2] - lead[1])
    name = next(each.name for each in found.moves if each.hub == other)
    gained = points_text(found.after, after - before)
    if after <= 0:
        return f"{label_of(found, node)} costs {who} {gained} less against {name}"
    return f"{label_of(found, node)} brings {who} {gained} more against {name}"


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
    yield f"The score of {move.name} moves furthest, from {before} to {after}, above all by {label_of(found, node)}."
