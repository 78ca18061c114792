"""The first sentences about two versions: who moved most and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.pages.frame import counted, index_show, listed, some
from hubscore.pages.sentences import cardinal, ordinal, points_text
from hubscore.studies.diff import KINDS, VISIBLE, Diff, Shares
from hubscore.studies.trips import Trip
from hubscore.studies.whatif import Move

FEW_CAUGHT = 4
"""Hubs that are named to a condition; more are counted."""


def lead(found: Diff, noisy: frozenset[str]) -> Iterator[str]:
    """The answer in a few sentences."""
    if not found.moved:
        yield _nothing(found)
        return
    yield from _leader(found)
    first = _first(found)
    if first is not None:
        yield f"{first.name} moves most: {_moved(found, first, noisy)}{_why(found, first)}."
    yield from _ranks(found, first, noisy)
    yield from _came_and_went(found)


def _nothing(found: Diff) -> str:
    if not found.changes:
        return "Nothing moved: data, weights, method and framework are the same."
    kinds = [kind for kind in KINDS if any(change.kind == kind for change in found.changes)]
    changes = counted(len(found.changes), "change")
    return f"Nothing moved: {changes} of {listed(kinds)} {'has' if len(found.changes) == 1 else 'have'} no effect."


def _first(found: Diff) -> Move | None:
    """Whose score moved most, of those that are ranked if any."""
    least = VISIBLE * found.after.plan.span
    scored = [move for move in found.moved if abs(move.change or 0.0) > least]
    ranked = [move for move in scored if move.rank_before or move.rank_after]
    return max(ranked or scored, key=lambda move: abs(move.change or 0.0), default=None)


def _leader(found: Diff) -> Iterator[str]:
    """Who took the lead."""
    then, now = leaders(found, before=True), leaders(found, before=False)
    if then and now and {move.hub for move in then} != {move.hub for move in now}:
        names = [[move.name for move in moves] for moves in (now, then)]
        leads = f"{some(names[0], 'hub')} {'leads' if len(names[0]) == 1 else 'lead'} now"
        yield f"{leads}, {some(names[1], 'hub')} did before."


def leaders(found: Diff, before: bool) -> list[Move]:
    """The hubs on the first rank of one side."""
    return [move for move in found.moves if (move.rank_before if before else move.rank_after) == 1]


def _moved(found: Diff, move: Move, noisy: frozenset[str]) -> str:
    """How far: `+4.6 points, from fourth to third`."""
    change, then, now = move.change or 0.0, move.rank_before, move.rank_after
    least = 10.0 ** -_decimals(found)
    text = f"{'+' if change > 0 else '-'}{points_text(found.after, change)}"
    text = text if abs(change) >= least / 2 else f"by less than {points_text(found.after, least)}"
    if then and now and then != now:
        return f"{text}, {_step(move, noisy)}"
    if then and now:
        return f"{text}, still {ordinal(now)} of {cardinal(sum(1 for each in found.moves if each.rank_after))}"
    return text


def _step(move: Move, noisy: frozenset[str]) -> str:
    """From which rank to which."""
    step = f"from {ordinal(move.rank_before or 0)} to {ordinal(move.rank_after or 0)}"
    return f"{step} (noise)" if move.hub in noisy else step


def _decimals(found: Diff) -> int:
    """Of a score as it is shown."""
    return index_show(found.after.plan).decimals


def _why(found: Diff, move: Move) -> str:
    """Which kinds of change did it, the strongest first; empty where that is not known."""
    [cause] = [each for each in found.causes if each.hub == move.hub]
    parts = strongest(found, cause)
    if len(parts) == 1:
        return f", all of it {parts[0][0]}"
    return "".join(f", {kind} {text}" for kind, text in parts)


def strongest(found: Diff, cause: Shares) -> list[tuple[str, str]]:
    """The kinds whose part shows at the decimals of a score, the strongest first, and their parts as text."""
    decimals = _decimals(found)
    parts = [(kind, getattr(cause, kind)) for kind in KINDS]
    known = [(kind, part) for kind, part in parts if part is not None and abs(part) >= 0.5 * 10**-decimals]
    return [(kind, f"{part:+,.{decimals}f}") for kind, part in sorted(known, key=lambda each: -abs(each[1]))]


def _ranks(found: Diff, told: Move | None, noisy: frozenset[str]) -> Iterator[str]:
    """How many ranks changed, of those that are on both sides; one that was told is not told again."""
    both = [move for move in found.moves if move.rank_before and move.rank_after]
    changed = [move for move in both if move.rank_before != move.rank_after]
    if not changed:
        if both and len(both) == len([move for move in found.moves if move.rank_before or move.rank_after]):
            yield "No rank changes."
        return
    if len(changed) == 1:
        yield from (f"{move.name} goes {_step(move, noisy)}." for move in changed if move is not told)
        return
    words = f"{cardinal(len(changed))} of {cardinal(len(both))} ranks change"
    inside = sum(1 for move in changed if move.hub in noisy)
    yield f"{words[:1].upper()}{words[1:]}{_within(inside, len(changed))}."


def _within(inside: int, changed: int) -> str:
    if not inside:
        return ""
    return ", within noise" if inside == changed else f", {cardinal(inside)} within noise"


def _came_and_went(found: Diff) -> Iterator[str]:
    """Hubs on one side only, or with a score on one side only."""
    before, after = found.before.dataset.column, found.after.dataset.column
    groups: list[tuple[Sequence[Move], str, str]] = [
        ([move for move in found.moved if move.hub not in before], "is new", "are new"),
        ([move for move in found.moved if move.hub not in after], "is gone", "are gone"),
    ]
    there = [move for move in found.moved if move.hub in before and move.hub in after]
    lost = [move for move in there if move.score_after is None and move.score_before is not None]
    won = [move for move in there if move.score_before is None and move.score_after is not None]
    groups += [(lost, "has no score any more", "have no score any more"), (won, "has a score now", "have a score now")]
    rest = [move for move in there if move not in lost and move not in won]
    groups.append(
        ([move for move in rest if move.rank_after and not move.rank_before], "is ranked now", "are ranked now")
    )
    off = [move for move in rest if move.rank_before and not move.rank_after]
    groups.append((off, "is not ranked any more", "are not ranked any more"))
    for moves, one, many in groups:
        if len(moves) == 1:
            yield f"{moves[0].name} {one}{_place(moves[0], found)}."
        elif moves:
            yield f"{some([move.name for move in moves], 'hub')} {many}."


def caught_lines(trips: Sequence[Trip]) -> list[str]:
    """One line a condition that is met, about the first hubs that meet it."""
    lines = []
    for condition in dict.fromkeys(trip.condition for trip in trips):
        met = [trip_text(trip) for trip in trips if trip.condition == condition]
        more = [f"and {counted(len(met) - FEW_CAUGHT, 'more hub', 'more hubs')}"] if len(met) > FEW_CAUGHT else []
        lines.append(f"--fail-on {condition}: {', '.join([*met[:FEW_CAUGHT], *more])}")
    return lines


def trip_text(trip: Trip) -> str:
    """What a condition caught: `the rank of Hefei went from 4 to 3`."""
    move = trip.move
    if trip.condition.kind == "score":
        ends = [_ends(score) for score in (move.score_before, move.score_after)]
        return f"the score of {move.name} went from {ends[0]} to {ends[1]}"
    ends = [_ends(rank) for rank in (move.rank_before, move.rank_after)]
    if trip.condition.kind == "leader-change":
        return f"{move.name} {'leads now' if move.rank_after == 1 else 'does not lead any more'} ({_arrow(ends)})"
    return f"the rank of {move.name} went from {ends[0]} to {ends[1]}"


def _arrow(ends: Sequence[str]) -> str:
    return f"rank {ends[0]} to {ends[1]}"


def _ends(number: float | None) -> str:
    return "none" if number is None else f"{number:.4g}"


def _place(move: Move, found: Diff) -> str:
    """Which rank a hub came to, or had."""
    if move.rank_after and not move.rank_before:
        return f", {ordinal(move.rank_after)} of {cardinal(sum(1 for each in found.moves if each.rank_after))}"
    if move.rank_before and not move.rank_after:
        return f"; it was {ordinal(move.rank_before)}"
    return ""
