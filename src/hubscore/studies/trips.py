"""Conditions on what moved, for those who want to be stopped: `--fail-on`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from hubscore.errors import Problem, UsageError
from hubscore.model.suggest import did_you_mean
from hubscore.studies.diff import VISIBLE, Diff
from hubscore.studies.whatif import Move

Kind = Literal["rank-change", "leader-change", "score"]

WORDS = ("rank-change", "leader-change", "score>0.5")
"""How conditions are written."""


class Condition(NamedTuple):
    """A hub's rank changes, the leader changes, or a score moves by more than `limit` points."""

    kind: Kind
    limit: float = 0.0

    def __str__(self) -> str:
        return f"score>{self.limit:g}" if self.kind == "score" else self.kind


class Trip(NamedTuple):
    """A condition that is met, and the hub that meets it."""

    condition: Condition
    move: Move


def conditions(words: Sequence[str]) -> tuple[Condition, ...]:
    """Conditions as people write them, each once; several in one word are separated by commas.

    Raises
    ------
    UsageError
        Where a word is no condition.
    """
    parts = [part.strip() for word in words for part in word.split(",")]
    return tuple(dict.fromkeys(_condition(part) for part in parts))


def _condition(word: str) -> Condition:
    if word == "rank-change":
        return Condition("rank-change")
    if word == "leader-change":
        return Condition("leader-change")
    name, _, number = word.partition(">")
    if name.strip() == "score":
        return Condition("score", _limit(word, number))
    hint = did_you_mean(word, WORDS)
    expected = f"{WORDS[0]}, {WORDS[1]} or '{WORDS[2]}'"
    raise UsageError(Problem("usage", f"`--fail-on {word}` is no condition", expected=expected, hint=hint))


def _limit(word: str, number: str) -> float:
    try:
        limit = float(number)
    except ValueError:
        limit = math.nan
    if not 0 <= limit < math.inf:
        if number:
            wrong, expected = f"`{number}` in `--fail-on {word}` is no limit", "points, 0 or more, as in 'score>0.5'"
            raise UsageError(Problem("usage", wrong, expected=expected))
        hint = "put it in quotes, since the shell takes a bare > for a file: --fail-on 'score>0.5'"
        raise UsageError(Problem("usage", f"`--fail-on {word}` lacks its limit in points", hint=hint))
    return limit


def trips(found: Diff, wanted: Sequence[Condition]) -> tuple[Trip, ...]:
    """Every condition that is met, by which hubs.

    A rank changes also where a hub comes to be ranked, or is ranked no more, hubs that appear or
    vanish included; noise counts. The leader changes where another hub is first; of several
    first ones all count. A score moves by more than any limit where a hub that is there on both
    sides has one on one side only; a hub that appears or vanishes has no score that moved.
    """
    return tuple(Trip(condition, move) for condition in wanted for move in _met(found, condition))


def _met(found: Diff, condition: Condition) -> Iterator[Move]:
    if condition.kind == "rank-change":
        yield from (move for move in found.moves if move.rank_before != move.rank_after)
    elif condition.kind == "leader-change":
        yield from (move for move in found.moves if (move.rank_before == 1) != (move.rank_after == 1))
    else:
        rounding = VISIBLE * max(found.before.plan.span, found.after.plan.span)
        yield from (move for move in found.moves if _far(found, move) > condition.limit + rounding)


def _far(found: Diff, move: Move) -> float:
    """How far a score moved, infinite where it came or went."""
    if move.change is not None:
        return abs(move.change)
    both = move.hub in found.before.dataset.column and move.hub in found.after.dataset.column
    return math.inf if both and move.score_before is not move.score_after else 0.0
