"""One sentence for each kind of finding: what it is, where it is worst, and what would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hubscore.pages.audit_data import ASKED, gate_text, hub_name, label
from hubscore.pages.audit_structure import NEEDED
from hubscore.pages.figures import share_text
from hubscore.pages.frame import counted, listed
from hubscore.studies.audit import Audit
from hubscore.studies.findings import Finding

NAMED = 2
"""How many findings of a kind are named; more are counted."""


def _several(group: Sequence[Finding], named: Callable[[Finding], str], noun: str) -> str:
    """The first findings by name, the others counted."""
    words = [named(found) for found in group[:NAMED]]
    if len(group) > NAMED:
        words.append(counted(len(group) - NAMED, f"more {noun}"))
    return listed(words)


def labels(audit: Audit, found: Finding) -> list[str]:
    """What people read for the nodes of a finding."""
    return [label(audit, node) for node in found.nodes]


def _hubs(audit: Audit, group: Sequence[Finding]) -> str:
    return _several(group, lambda found: hub_name(audit, found.hubs[0]), "hub")


def _verb(group: Sequence[Finding], one: str, several: str) -> str:
    return one if len(group) == 1 else several


def _left_out(audit: Audit, group: Sequence[Finding]) -> str:
    return f"[screening] leaves out {_hubs(audit, group)} for want of readings."


def _no_index(audit: Audit, group: Sequence[Finding]) -> str:
    return f"{_hubs(audit, group)} {_verb(group, 'is', 'are')} not ranked: too few figures."


def _no_data(audit: Audit, group: Sequence[Finding]) -> str:
    names = _several(group, lambda found: labels(audit, found)[0], "indicator")
    return f"Nobody has a figure that counts of {names}: find some, or drop {_verb(group, 'it', 'them')}."


def _constant(audit: Audit, group: Sequence[Finding]) -> str:
    names = _several(group, lambda found: labels(audit, found)[0], "indicator")
    return f"All hubs score the same in {names}: {_verb(group, 'it tells', 'they tell')} nobody apart."


def _gate(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        asked = f"{ASKED[found.rule]} {gate_text(found.rule, found.limit)}"
        return f"{hub_name(audit, found.hubs[0])} ({asked}: {gate_text(found.rule, found.number)})"

    return f"[gates] does not hold for {_several(group, named, 'gate')}."


def _negative(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        child, parent = labels(audit, found)
        return f"{child} with {parent} (r = {_r(found)})"

    return f"Against {_verb(group, 'its', 'their')} own pillar: {_several(group, named, 'node')}. Check the direction."


def _negative_pair(audit: Audit, group: Sequence[Finding]) -> str:
    return f"Cancel each other out: {_several(group, _pair_in(audit), 'pair')}."


def _redundant(audit: Audit, group: Sequence[Finding]) -> str:
    merge = _verb(group, "drop one, or halve their weights", "drop one of each, or halve their weights")
    return f"Say the same: {_several(group, _pair_in(audit), 'pair')}; {merge}."


def _pair_in(audit: Audit) -> Callable[[Finding], str]:
    def named(found: Finding) -> str:
        one, other, node = labels(audit, found)
        return f"{one} and {other} (r = {_r(found)}, {node})"

    return named


def _few_hubs(audit: Audit, group: Sequence[Finding]) -> str:
    hubs = round(group[0].number or 0)
    if group[0].nodes:
        names = _several(group, lambda found: f"{labels(audit, found)[0]} ({_of(found)})", "node")
        return f"Too few hubs have all indicators to assess reliability and components of {names}."
    if audit.forced:
        few = f"{counted(hubs, 'hub')} cannot show statistical coherence: {NEEDED}"
        return f"{few}. What --force prints of it may be chance."
    return f"Statistical coherence cannot be assessed with {counted(hubs, 'hub')}: {NEEDED}."


def _of(found: Finding) -> str:
    return f"{found.number:.0f}, {found.limit:.0f} are needed"


def _weak(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        child, parent = labels(audit, found)
        return f"{child} in {parent} (r = {_r(found)})"

    return f"Hardly {_verb(group, 'counts', 'count')}: {_several(group, named, 'node')}."


def _several_dimensions(audit: Audit, group: Sequence[Finding]) -> str:
    strong = {each.node: each.strong for each in audit.dimensions}

    def named(found: Finding) -> str:
        alpha = [] if found.number is None else [f"alpha {found.number:.2f}"]
        several = [counted(count, "component")] if (count := strong[found.nodes[0]]) > 1 else []
        return f"{labels(audit, found)[0]} ({', '.join(alpha + several)})"

    return f"{_verb(group, 'Does', 'Do')} not measure one thing: {_several(group, named, 'node')}."


def _importance(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        node, parent = labels(audit, found)
        share = found.number or 0
        moves = f"{share_text(share)} of the importance in {parent}" if share >= 0 else f"evens {parent} out"
        return f"{node} ({share_text(found.limit or 0)} of the weight, {moves})"

    return f"Weight and importance part furthest at {_several(group, named, 'node')}."


def _few_figures(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        return f"{labels(audit, found)[0]} ({share_text(found.number or 0)} of the hubs)"

    return f"Figures are few for {_several(group, named, 'indicator')}."


def _skewed(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        few = 0 < len(found.hubs) <= NAMED
        by = f", {listed([hub_name(audit, hub) for hub in found.hubs])}" if few else ""
        return f"{labels(audit, found)[0]} (skewness {found.number:.1f}{by})"

    return f"A few hubs stretch {_several(group, named, 'indicator')}: treat, or clip by goalposts."


def _many_zeros(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        return f"{labels(audit, found)[0]} ({share_text(found.number or 0)})"

    return f"Mostly zero: {_several(group, named, 'indicator')}."


def _few_values(audit: Audit, group: Sequence[Finding]) -> str:
    return f"Few different values: {_several(group, lambda found: labels(audit, found)[0], 'indicator')}."


def _r(found: Finding) -> str:
    return f"{found.number:.2f}"


SENTENCES: dict[str, Callable[[Audit, Sequence[Finding]], str]] = {
    "left out": _left_out,
    "no index": _no_index,
    "no data": _no_data,
    "constant": _constant,
    "gate": _gate,
    "negative": _negative,
    "negative pair": _negative_pair,
    "redundant": _redundant,
    "few hubs": _few_hubs,
    "weak": _weak,
    "several dimensions": _several_dimensions,
    "importance": _importance,
    "few figures": _few_figures,
    "skewed": _skewed,
    "many zeros": _many_zeros,
    "few values": _few_values,
}
"""What is said of each kind of finding."""
