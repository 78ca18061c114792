"""What an audit finds that somebody could act on, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import numpy as np

from hubscore.studies import indicators as of
from hubscore.studies.audit import Audit
from hubscore.studies.coherence import Pair

Kind = Literal[
    "left out",
    "no index",
    "no data",
    "constant",
    "gate",
    "negative",
    "negative pair",
    "redundant",
    "few hubs",
    "weak",
    "several dimensions",
    "importance",
    "few figures",
    "skewed",
    "many zeros",
    "few values",
]

OFF = 0.5
"""What moves its parent by half more or half less than it weighs does not do what its weight says."""


class Finding(NamedTuple):
    """One thing: its kind, the nodes (ids) and hubs (positions) it is about.

    `number` is what was found, `limit` what is asked for; `rule` is the key that asks where
    the kind alone does not say so.
    """

    kind: Kind
    nodes: tuple[str, ...] = ()
    hubs: tuple[int, ...] = ()
    number: float | None = None
    limit: float | None = None
    rule: str = ""


def findings(audit: Audit) -> tuple[Finding, ...]:
    """All findings: by kind, then the farthest from what is asked for, then as the tree and the ranking are read."""
    looks: tuple[Callable[[Audit], Iterator[Finding]], ...] = (
        _doubt,
        _hubs,
        _empty,
        _gates,
        _conflicts,
        _redundant,
        _few_hubs,
        _weak,
        _dimensions,
        _importance,
        _figures,
    )
    return tuple(finding for look in looks for finding in look(audit))


def _doubt(audit: Audit) -> Iterator[Finding]:
    """Of what is computed by force this is to be said first."""
    if audit.forced and audit.short:
        yield Finding("few hubs", number=audit.short.hubs, limit=audit.short.needed)


def _hubs(audit: Audit) -> Iterator[Finding]:
    """Hubs that compete and are not ranked."""
    ranking = audit.ranking
    for each in ranking.left_out:
        nodes = () if each.node is None else (each.node,)
        yield Finding("left out", nodes, (each.hub,), each.coverage, each.least, each.rule)
    for hub in ranking.listing:
        if ranking.ranked[hub] and not ranking.rank[hub]:
            yield Finding("no index", hubs=(hub,), number=float(ranking.coverage[hub]))


def _empty(audit: Audit) -> Iterator[Finding]:
    """Indicators that tell nobody apart."""
    for kind in ("no data", "constant"):
        for found in audit.distributions:
            if kind in found.flags:
                yield Finding(kind, (_id(audit, found.row),))


def _gates(audit: Audit) -> Iterator[Finding]:
    for gate in audit.gates:
        if not gate.held and gate.node is None:
            yield Finding("gate", (), (gate.hub,), gate.found, gate.asked, gate.rule)


def _conflicts(audit: Audit) -> Iterator[Finding]:
    """What works against its own pillar, and pairs that work against each other."""
    for pair in _by_r(audit, "negative", "parent"):
        yield Finding("negative", _nodes(audit, pair), number=pair.pearson.r)
    for pair in _by_r(audit, "negative", "siblings"):
        yield Finding("negative pair", _nodes(audit, pair), number=pair.pearson.r, limit=audit.limits.negative)


def _redundant(audit: Audit) -> Iterator[Finding]:
    for pair in reversed(_by_r(audit, "redundant", "siblings")):
        yield Finding("redundant", _nodes(audit, pair), number=pair.pearson.r, limit=audit.limits.redundant)


def _few_hubs(audit: Audit) -> Iterator[Finding]:
    """Where coherence cannot be assessed: everywhere, or in some nodes."""
    if audit.short:
        if not audit.forced:
            yield Finding("few hubs", number=audit.short.hubs, limit=audit.short.needed)
        return
    for found in audit.dimensions:
        if found.short:
            yield Finding("few hubs", (found.node,), number=found.short.hubs, limit=found.short.needed)


def _weak(audit: Audit) -> Iterator[Finding]:
    for pair in _by_r(audit, "weak", "parent"):
        yield Finding("weak", _nodes(audit, pair), number=pair.pearson.r, limit=audit.limits.weak)


def _dimensions(audit: Audit) -> Iterator[Finding]:
    """Nodes whose members measure several things: by alpha, or by components."""
    flagged = [found for found in audit.dimensions if found.flags]
    for found in sorted(flagged, key=lambda found: np.inf if np.isnan(found.alpha) else found.alpha):
        known = None if np.isnan(found.alpha) else found.alpha
        yield Finding(
            "several dimensions", (found.node,), number=known, limit=audit.limits.alpha, rule=", ".join(found.flags)
        )


def _importance(audit: Audit) -> Iterator[Finding]:
    """Nodes that move their parent by far more or less than they weigh; of few hubs only those below the index.

    The fewer hubs, the more any single indicator differs from its weight by accident.
    """
    found, plan = audit.importance, audit.ranking.plan
    off = []
    for at, node in enumerate(found.nodes):
        weight, moves, depth = float(found.nominal[at]), float(found.measured_in_parent[at]), plan.depth[plan.row[node]]
        if abs(moves - weight) > OFF * weight > 0 and (depth == 1 or audit.short is None):
            off.append(
                (
                    depth,
                    -round(abs(moves - weight), 9),
                    at,
                    Finding("importance", (node, found.parents[at]), (), moves, weight),
                )
            )
    yield from (finding for *_, finding in sorted(off, key=lambda each: each[:3]))


def _figures(audit: Audit) -> Iterator[Finding]:
    """Indicators whose figures are few, alike or lopsided."""
    limits = {
        "few figures": of.LEAST_SHARE,
        "skewed": of.SKEWNESS,
        "many zeros": of.MOST_ZEROS,
        "few values": of.LEAST_UNIQUE,
    }
    for kind in ("few figures", "skewed", "many zeros", "few values"):
        flagged = [found for found in audit.distributions if kind in found.flags]
        for found in sorted(flagged, key=lambda found: (-abs(_number(found, kind) - limits[kind]), found.row)):
            hubs = found.outliers if kind == "skewed" else ()
            yield Finding(kind, (_id(audit, found.row),), hubs, _number(found, kind), limits[kind])


def _number(found: of.Distribution, kind: str) -> float:
    """What a flag is about."""
    if kind == "few figures":
        return found.share
    if kind == "skewed":
        return abs(found.skewness_scored)
    return (found.zeros if kind == "many zeros" else found.unique) / found.figures


def _by_r(audit: Audit, flag: str, kind: str) -> list[Pair]:
    """Flagged pairs, the lowest coefficient first; a pair that several nodes average is told once."""
    once: dict[tuple[int, int], Pair] = {}
    for pair in audit.pairs:
        if pair.flag == flag and pair.kind == kind:
            once.setdefault((pair.one, pair.other), pair)
    return sorted(once.values(), key=lambda pair: (pair.pearson.r, pair.one, pair.other))


def _nodes(audit: Audit, pair: Pair) -> tuple[str, ...]:
    """The two of a pair, and of siblings the node that averages them."""
    ends = (_id(audit, pair.one), _id(audit, pair.other))
    return (*ends, pair.node) if pair.kind == "siblings" else ends


def _id(audit: Audit, row: int) -> str:
    return audit.ranking.plan.ids[row]
