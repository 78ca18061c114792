"""What an audit finds that somebody could act on, the worst first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import numpy as np

from hubscore.studies import indicators as of
from hubscore.studies.audit import Audit
from hubscore.studies.coherence import Pair, without

Kind = Literal[
    "by force",
    "no index",
    "skewed",
    "no data",
    "constant",
    "gate",
    "negative",
    "redundant",
    "negative pair",
    "elsewhere",
    "weak",
    "not one thing",
    "importance",
    "few figures",
    "many zeros",
    "few values",
    "few hubs",
    "left out",
    "older figures",
]
Severity = Literal["fault", "information"]

INFORMATION: frozenset[Kind] = frozenset({"few hubs", "left out", "older figures"})
"""What is as the files ask for it, and yet to be known; all the rest is a fault."""

OFF = 0.5
"""What moves its parent by half more or half less than it weighs does not do what its weight says."""


class Finding(NamedTuple):
    """One thing: its kind, the nodes (ids) and hubs (positions) it is about.

    `number` is what was found, `limit` what is asked for; `rule` is the key that asks where
    the kind alone does not say so. `but`: what the number would be without these hubs.
    """

    kind: Kind
    nodes: tuple[str, ...] = ()
    hubs: tuple[int, ...] = ()
    number: float | None = None
    limit: float | None = None
    rule: str = ""
    but: float | None = None

    @property
    def severity(self) -> Severity:
        """Whether somebody should do something about it."""
        return "information" if self.kind in INFORMATION else "fault"


def findings(audit: Audit) -> tuple[Finding, ...]:
    """All findings, faults first: by kind, then the farthest from what is asked for, then as the tree is read."""
    looks: tuple[Callable[[Audit], Iterator[Finding]], ...] = (
        _doubt,
        _no_index,
        _skewed,
        _empty,
        _gates,
        _contrary,
        _redundant,
        _opposed,
        _elsewhere,
        _weak,
        _unities,
        _importance,
        _figures,
        _few_hubs,
        _left_out,
        _older,
    )
    return tuple(finding for look in looks for finding in look(audit))


def _doubt(audit: Audit) -> Iterator[Finding]:
    """Of what is computed by force this is to be said first."""
    if audit.forced and audit.short:
        yield Finding("by force", number=audit.short.hubs, limit=audit.short.needed)


def _no_index(audit: Audit) -> Iterator[Finding]:
    """Hubs that compete and are not ranked."""
    ranking = audit.ranking
    for hub in ranking.listing:
        if ranking.ranked[hub] and not ranking.rank[hub]:
            yield Finding("no index", hubs=(hub,), number=float(ranking.coverage[hub]))


def _left_out(audit: Audit) -> Iterator[Finding]:
    """Hubs that are not scored by rule."""
    for each in audit.ranking.left_out:
        nodes = () if each.node is None else (each.node,)
        yield Finding("left out", nodes, (each.hub,), each.coverage, each.least, each.rule)


def _older(audit: Audit) -> Iterator[Finding]:
    """Figures of earlier years that stand in for missing ones where no rule says how old they may be."""
    if audit.older:
        yield Finding("older figures", number=audit.older.figures, rule="max_age")


def _skewed(audit: Audit) -> Iterator[Finding]:
    """Indicators that a few hubs stretch, with these hubs."""
    flagged = [found for found in audit.distributions if "skewed" in found.flags]
    for found in sorted(flagged, key=lambda found: (-abs(found.skewness_scored), found.row)):
        yield Finding("skewed", (_id(audit, found.row),), found.cause, abs(found.skewness_scored), of.SKEWNESS)


def _empty(audit: Audit) -> Iterator[Finding]:
    """Indicators that tell nobody apart."""
    for kind in ("no data", "constant"):
        for found in audit.distributions:
            if kind in found.flags:
                yield Finding(kind, (_id(audit, found.row),))


def _gates(audit: Audit) -> Iterator[Finding]:
    for gate in audit.gates:
        if not gate.held and gate.asker == "gates":
            yield Finding("gate", (), (gate.hub,), gate.found, gate.asked, gate.rule)


def _contrary(audit: Audit) -> Iterator[Finding]:
    """What runs against its own pillar, and which siblings it runs against; in several nodes once."""
    once: dict[int, Finding] = {}
    for found in audit.contraries:
        nodes = (_id(audit, found.row), found.node, *(_id(audit, row) for row in found.against))
        once.setdefault(found.row, Finding("negative", nodes, number=found.r, limit=audit.limits.negative))
    yield from once.values()


def _opposed(audit: Audit) -> Iterator[Finding]:
    """Pairs that work against each other, and neither is known to be the contrary one."""
    known = {(found.node, found.row) for found in audit.contraries}
    for pair in _by_r(audit, "negative", "siblings"):
        if known.isdisjoint({(pair.node, pair.one), (pair.node, pair.other)}):
            yield Finding("negative pair", _nodes(audit, pair), number=pair.pearson.r, limit=audit.limits.negative)


def _elsewhere(audit: Audit) -> Iterator[Finding]:
    """Indicators that correlate more with another pillar than with their own, the farthest first."""
    parent = audit.ranking.plan.parent
    own = {pair.one: pair.pearson.r for pair in audit.pairs if pair.kind == "parent" and pair.node == parent[pair.one]}
    flagged = [pair for pair in audit.across if pair.flag == "elsewhere" and pair.one in own]
    for pair in sorted(flagged, key=lambda pair: (own[pair.one] - pair.pearson.r, pair.one)):
        nodes = (_id(audit, pair.one), parent[pair.one] or "", _id(audit, pair.other))
        yield Finding("elsewhere", nodes, number=pair.pearson.r, limit=own[pair.one])


def _redundant(audit: Audit) -> Iterator[Finding]:
    for pair in reversed(_by_r(audit, "redundant", "siblings")):
        yield Finding("redundant", _nodes(audit, pair), number=pair.pearson.r, limit=audit.limits.redundant)


def _few_hubs(audit: Audit) -> Iterator[Finding]:
    """Where coherence cannot be assessed: everywhere, or in some nodes."""
    if audit.short:
        if not audit.forced:
            yield Finding("few hubs", number=audit.short.hubs, limit=audit.short.needed)
        return
    for found in audit.unities:
        if found.short:
            yield Finding("few hubs", (found.node,), number=found.short.hubs, limit=found.short.needed)


def _weak(audit: Audit) -> Iterator[Finding]:
    """What hardly moves its parent; where a few outlying hubs are the reason, these."""
    causes = {found.row: found.cause for found in audit.distributions if found.cause}
    for pair in _by_r(audit, "weak", "parent"):
        finding = Finding("weak", _nodes(audit, pair), number=pair.pearson.r, limit=audit.limits.weak)
        hubs = causes.get(pair.one, ())
        but = without(audit.ranking, pair, hubs) if hubs else np.nan
        yield finding._replace(hubs=hubs, but=but) if but >= audit.limits.weak else finding


def _unities(audit: Audit) -> Iterator[Finding]:
    """Nodes whose members measure several things: by alpha, or by components."""
    flagged = [found for found in audit.unities if found.flags]
    for found in sorted(flagged, key=lambda found: np.inf if np.isnan(found.alpha) else found.alpha):
        known = None if np.isnan(found.alpha) else found.alpha
        yield Finding(
            "not one thing", (found.node,), number=known, limit=audit.limits.alpha, rule=", ".join(found.flags)
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
    yield from (finding for *_, finding in sorted(off))  # told apart by where they stand, at the latest


def _figures(audit: Audit) -> Iterator[Finding]:
    """Indicators whose figures are few or alike."""
    limits = {"few figures": of.LEAST_SHARE, "many zeros": of.MOST_ZEROS, "few values": of.LEAST_UNIQUE}
    for kind in ("few figures", "many zeros", "few values"):
        flagged = [found for found in audit.distributions if kind in found.flags]
        for found in sorted(flagged, key=lambda found: (-abs(_number(found, kind) - limits[kind]), found.row)):
            yield Finding(kind, (_id(audit, found.row),), (), _number(found, kind), limits[kind])


def _number(found: of.Distribution, kind: str) -> float:
    """What a flag is about."""
    if kind == "few figures":
        return found.competing
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
