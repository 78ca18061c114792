"""One sentence for each kind of finding: what it is, where it is worst, and what would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from hubscore.pages.audit_data import ASKED, gate_text, hub_name, label
from hubscore.pages.audit_structure import NEEDED
from hubscore.pages.figures import figure_text, share_text
from hubscore.pages.frame import counted, listed
from hubscore.studies.audit import Audit
from hubscore.studies.coherence import SIGNIFICANT
from hubscore.studies.findings import Finding
from hubscore.studies.verdicts import Spare, spare

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
        child, parent, *against = labels(audit, found)
        more = [f"{len(against) - NAMED} more siblings"] if len(against) > NAMED + 1 else []
        whom = [*against[:NAMED], *more] if more else against
        runs = f"{child} runs against {listed(whom or [parent])}"
        figures = ", ".join([f"r = {_r(found)} in {parent}", *_alphas(audit, found)])
        return f"{runs} ({figures})"

    limits = [f"r < 0 with the pillar at p < {SIGNIFICANT:g}"]
    if any(len(found.nodes) > NAMED for found in group):
        limits.append(f"r ≤ {audit.limits.negative:g} with each sibling")
    return f"Check the direction, turn or drop: {_several(group, named, 'node')}; limit {' or '.join(limits)}."


def _alphas(audit: Audit, found: Finding) -> list[str]:
    """What alpha would be with the other direction, and without."""
    child, parent = found.nodes[:2]
    for each in audit.unities:
        if each.node == parent and child in each.members and each.turned:
            place = each.members.index(child)
            known = ((each.turned[place], "turned"), (each.without[place], "dropped"))
            words = [f"{two(alpha)} {what}" for alpha, what in known if not np.isnan(alpha)]
            return [f"alpha {two(each.alpha)}, {', '.join(words)}"] if words else []
    return []


def _negative_pair(audit: Audit, group: Sequence[Finding]) -> str:
    return f"Cancel each other out: {_several(group, _pair_in(audit), 'pair')}."


def _redundant(audit: Audit, group: Sequence[Finding]) -> str:
    drops = _several(group, lambda found: _drop(audit, spare(audit, *found.nodes[:2])), "such pair")
    return f"Say the same: {_several(group, _pair_in(audit), 'pair')}; drop {drops}, or halve their weights."


def _drop(audit: Audit, found: Spare) -> str:
    """Which of a pair can go, and why."""
    drop, keep = label(audit, found.drop), label(audit, found.keep)
    own, other = (two(figure) for figure in found.figures)
    why = {
        "shift": f" (ranks move by {own} without it, by {other} without {keep})",
        "alpha": f" (alpha is {own} without it, {other} without {keep})",
        "order": f" or {keep} (no difference)",
    }[found.reason]
    return drop + why


def _elsewhere(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        child, own, other = labels(audit, found)
        return f"{child} with {other} (r = {_r(found)}; with {own} {two(found.limit)})"

    words = _several(group, named, "indicator")
    start = _verb(
        group, "Correlates more with another pillar than its", "Correlate more with another pillar than their"
    )
    return f"{start} own: {words}."


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
    return f"Statistical coherence cannot be assessed with {counted(hubs, 'hub')}: {NEEDED}."


def _by_force(_: Audit, group: Sequence[Finding]) -> str:
    few = f"{counted(round(group[0].number or 0), 'hub')} cannot show statistical coherence: {NEEDED}"
    return f"{few}. What --force prints of it may be chance."


def _of(found: Finding) -> str:
    return f"{found.number:.0f}, {found.limit:.0f} are needed"


def _weak(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        child, parent = labels(audit, found)
        reason = f" because of {_names(audit, found.hubs)}, {two(found.but)} without" if found.hubs else ""
        return f"{child} in {parent} (r = {_r(found)}{reason})"

    return f"Hardly {_verb(group, 'counts', 'count')}: {_several(group, named, 'node')}."


def _not_one_thing(audit: Audit, group: Sequence[Finding]) -> str:
    strong = {each.node: each.strong for each in audit.unities}

    def named(found: Finding) -> str:
        alpha = [] if found.number is None else [f"alpha {two(found.number)}"]
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
        return f"{labels(audit, found)[0]} ({share_text(found.number or 0)} of those that compete)"

    return f"Figures are few for {_several(group, named, 'indicator')}."


def _skewed(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        row = audit.ranking.plan.row[found.nodes[0]]
        shape = f"skewness {found.number:.1f}"
        kurtosis = next((each.kurtosis_scored for each in audit.distributions if each.row == row), np.nan)
        shape += "" if np.isnan(kurtosis) else f", kurtosis {kurtosis:.1f}"
        values = audit.ranking.cells.point[row]
        hubs = [f"{hub_name(audit, hub)} ({figure_text(values[hub], None, None)})" for hub in found.hubs]
        cause = f", because of {listed(hubs)}" if hubs else ""
        return f"{labels(audit, found)[0]}: {shape}{cause}; {_treat(audit, row, bool(hubs))}"

    words = [named(found) for found in group[:NAMED]]
    if len(group) > NAMED:
        words.append(f"And {counted(len(group) - NAMED, 'more indicator')}")
    return ". ".join(words) + "."


def _treat(audit: Audit, row: int, few: bool) -> str:
    """What would do against outliers: what has not been tried."""
    treatment = audit.ranking.cells.treatments[row]
    if treatment is None:
        return f'treat = "{"winsorise" if few else "boxcox"}"'
    return "clip by goalposts" if treatment.kind == "boxcox" else 'treat = "boxcox"'


def _many_zeros(audit: Audit, group: Sequence[Finding]) -> str:
    def named(found: Finding) -> str:
        return f"{labels(audit, found)[0]} ({share_text(found.number or 0)})"

    return f"Mostly zero: {_several(group, named, 'indicator')}."


def _few_values(audit: Audit, group: Sequence[Finding]) -> str:
    return f"Few different values: {_several(group, lambda found: labels(audit, found)[0], 'indicator')}."


def _older(audit: Audit, group: Sequence[Finding]) -> str:
    older = audit.older
    of = (
        "figures are from earlier years" if older is None else f"of {older.of:,} figures are from before {older.before}"
    )
    return f"{round(group[0].number or 0):,} {of} (no max_age is set)."


def _names(audit: Audit, hubs: Sequence[int]) -> str:
    return listed([hub_name(audit, hub) for hub in hubs])


def _r(found: Finding) -> str:
    return two(found.number)


def two(value: float | None) -> str:
    """Two decimals; what rounds to 0 has no sign."""
    return f"{round(value or 0.0, 2) + 0.0:.2f}"


SENTENCES: dict[str, Callable[[Audit, Sequence[Finding]], str]] = {
    "by force": _by_force,
    "left out": _left_out,
    "older figures": _older,
    "elsewhere": _elsewhere,
    "no index": _no_index,
    "no data": _no_data,
    "constant": _constant,
    "gate": _gate,
    "negative": _negative,
    "negative pair": _negative_pair,
    "redundant": _redundant,
    "few hubs": _few_hubs,
    "weak": _weak,
    "not one thing": _not_one_thing,
    "importance": _importance,
    "few figures": _few_figures,
    "skewed": _skewed,
    "many zeros": _many_zeros,
    "few values": _few_values,
}
"""What is said of each kind of finding."""

NOUNS: dict[str, tuple[str, str]] = {
    "by force": ("caution", "cautions"),
    "elsewhere": ("indicator nearer to another pillar", "indicators nearer to another pillar"),
    "no index": ("unranked hub", "unranked hubs"),
    "no data": ("indicator without figures", "indicators without figures"),
    "constant": ("constant indicator", "constant indicators"),
    "gate": ("gate that does not hold", "gates that do not hold"),
    "negative": ("node against its pillar", "nodes against their pillar"),
    "negative pair": ("opposed pair", "opposed pairs"),
    "redundant": ("redundant pair", "redundant pairs"),
    "weak": ("node that hardly counts", "nodes that hardly count"),
    "not one thing": ("node that measures several things", "nodes that measure several things"),
    "importance": ("node far from its weight", "nodes far from their weight"),
    "few figures": ("indicator with few figures", "indicators with few figures"),
    "skewed": ("skewed indicator", "skewed indicators"),
    "many zeros": ("indicator of zeros", "indicators of zeros"),
    "few values": ("indicator with few values", "indicators with few values"),
}
"""What each kind of fault is called where faults are only counted."""
