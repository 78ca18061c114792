"""Judgements of pairs: how many times as important one child of a node is as another.

`[pairwise.index]` with `finance = { tourism = 3 }` says that finance is three times as
important as tourism; that tourism is a third as important as finance follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, islice

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem
from hubscore.model.scorecard import ROOT, Scorecard
from hubscore.model.tree import Tree, averaged
from hubscore.model.unknown import MOST_LISTED, Unknowns

Judgements = Mapping[str, Mapping[str, float]]

RECIPROCAL = 0.02
"""How far a pair given both ways may be from reciprocal: 1/7 as 0.14 is 2 % off."""

ROUNDING = 1e-9

MOST_PAIRS = 3
"""How many pairs are named that are not compared."""


def matrix_of(judgements: Judgements, members: Sequence[str]) -> NDArray[np.float64]:
    """The judgements as a reciprocal matrix, shape (child, child): row over column, 1 on the diagonal.

    Of a pair given both ways the number from 1 up counts: the other is its rounded reciprocal.
    NaN for pairs that are not given.
    """
    matrix = np.eye(len(members))
    for i, j in combinations(range(len(members)), 2):
        there, back = _given(judgements, members[i], members[j]), _given(judgements, members[j], members[i])
        if there is None or (back is not None and back >= 1):
            there = np.nan if back is None else 1 / back
        matrix[i, j], matrix[j, i] = there, 1 / there
    return matrix


def check_pairwise(scorecard: Scorecard, tree: Tree, unknowns: Unknowns) -> Iterator[Problem]:
    """Judgements of nothing, of strangers, twice and not alike, and pairs that are not given."""
    for node, judgements in scorecard.pairwise.items():
        if node not in tree.children:
            yield _no_node(scorecard, node, unknowns)
            continue
        members = averaged(scorecard, tree, node)
        problems = [*_strangers(scorecard, node, judgements, members, unknowns), *_crossed(node, judgements)]
        yield from problems or _lacking(scorecard, node, judgements, members)


def _given(judgements: Judgements, one: str, other: str) -> float | None:
    return judgements.get(one, {}).get(other)


def _no_node(scorecard: Scorecard, node: str, unknowns: Unknowns) -> Problem:
    if node in scorecard.indicators:
        message, hint = f"`{node}` is an indicator: it has no children to compare", ""
    else:
        known = [ROOT, *scorecard.pillars]
        meant = unknowns.meant(node, known)
        message, hint = f"there is no pillar `{node}`", f"did you mean `{meant}`?" if meant else ""
    expected = "" if hint else f"`{ROOT}` or the id of a pillar"
    return Problem("pairwise", message, ("pairwise", node), expected=expected, hint=hint)


def _strangers(
    scorecard: Scorecard, node: str, judgements: Judgements, members: Sequence[str], unknowns: Unknowns
) -> Iterator[Problem]:
    for one, others in judgements.items():
        if one not in members:
            yield _stranger(scorecard, node, one, (one,), members, unknowns)
            continue
        for other in others:
            if other == one:
                message, hint = f"`{one}` is compared with itself", "leave that pair out"
                yield Problem("pairwise", message, ("pairwise", node, one, other), hint=hint)
            elif other not in members:
                yield _stranger(scorecard, node, other, (one, other), members, unknowns)


def _stranger(
    scorecard: Scorecard, node: str, name: str, path: tuple[str, ...], members: Sequence[str], unknowns: Unknowns
) -> Problem:
    meant = unknowns.meant(name, members)
    hint = f"did you mean `{meant}`?" if meant else ""
    expected = "" if hint else "one of " + ", ".join(members[:MOST_LISTED]) + ", ..." * (len(members) > MOST_LISTED)
    message = f"`{name}` is no child of {scorecard.label(node)}"
    return Problem("pairwise", message, ("pairwise", node, *path), expected=expected, hint=hint)


def _crossed(node: str, judgements: Judgements) -> Iterator[Problem]:
    """Pairs given both ways whose numbers are not reciprocal; told at the later one."""
    seen: set[tuple[str, str]] = set()
    for one, others in judgements.items():
        for other, times in others.items():
            back = _given(judgements, other, one)
            if (other, one) in seen and back is not None and abs(times * back - 1) > RECIPROCAL + ROUNDING:
                yield Problem(
                    "pairwise",
                    f"`{other}` is {back:g} times as important as `{one}`, so `{one}` cannot be {times:g} times as "
                    f"important as `{other}`",
                    ("pairwise", node, one, other),
                    "value",
                    f"{times:g}",
                    f"{1 / back:.3g}",
                    "a pair needs to be given only once",
                )
            seen.add((one, other))


def _lacking(scorecard: Scorecard, node: str, judgements: Judgements, members: Sequence[str]) -> Iterator[Problem]:
    given = {frozenset((one, other)) for one, others in judgements.items() for other in others}
    pairs = len(members) * (len(members) - 1) // 2
    if not pairs:
        message = f"{scorecard.label(node)} has a single child: there is nothing to compare"
        yield Problem("pairwise", message, ("pairwise", node), hint="leave the table out")
    elif len(given) < pairs:
        # A node may have thousands of children: no list of all pairs is made.
        first = [*islice((pair for pair in combinations(members, 2) if frozenset(pair) not in given), MOST_PAIRS)]
        shown = ", ".join(f"{one} and {other}" for one, other in first)
        more = ", ..." if pairs - len(given) > len(first) else ""
        children = f"pairs of children of {scorecard.label(node)} are not compared"
        message = f"{pairs - len(given):,} of {pairs:,} {children}: {shown}{more}"
        hint = f"as in `{first[0][0]} = {{ {first[0][1]} = 2 }}`: {first[0][0]} is twice as important as {first[0][1]}"
        yield Problem("pairwise", message, ("pairwise", node), hint=hint)
