"""Whom the rules of [screening] leave out, in words."""

from __future__ import annotations

from hubscore.model.ranking import LeftOut, Ranking
from hubscore.model.scorecard import Screening
from hubscore.pages.document import Column, Table
from hubscore.pages.figures import share_text
from hubscore.pages.frame import FEW, listed


def left_out_table(ranking: Ranking) -> Table:
    """For scripts: who is left out, by which rule, and what is lacking."""
    keys = ("hub", "rule", "node", "coverage", "least")
    ids = ranking.dataset.hubs.ids
    rows = tuple((ids[each.hub], each.rule, each.node, each.coverage, each.least) for each in ranking.left_out)
    return Table("left_out", tuple(Column(key) for key in keys), rows, shown=False)


def left_out_line(ranking: Ranking) -> str:
    """Who is left out and what each has; many are counted. Empty where no hub is."""
    rules, found, people = ranking.plan.screening, ranking.left_out, ranking.dataset.hubs
    if rules is None or not found:
        return ""
    start = "Left out for want of readings:"
    if len(found) == len(people):
        return f"{start} every hub. [screening] asks for {_asked(rules)}."
    if len(found) > FEW:
        return f"{start} {len(found):,} of {len(people):,} hubs. [screening] asks for {_asked(rules)}."
    named = [f"{people.names[each.hub]} ({_has(ranking, rules, each)}; {_least(each)})" for each in found]
    return f"{start} {listed(named)}."


def left_out_sentence(ranking: Ranking, hub: int) -> str:
    """Why this hub is left out; empty where it is not."""
    rules = ranking.plan.screening
    for each in ranking.left_out:
        if each.hub == hub and rules is not None:
            name = ranking.dataset.hubs.names[hub]
            asked = f"[screening] asks for {_least(each)}{' of every pillar' if each.node else ''}"
            return f"{name} is left out: it has readings for {_has(ranking, rules, each)}, and {asked}."
    return ""


def _has(ranking: Ranking, rules: Screening, each: LeftOut) -> str:
    """`38 % of its weight in Finance`."""
    inside = f" in {ranking.plan.labels[ranking.plan.row[each.node]]}" if each.node else ""
    return f"{_below(each.coverage, each.least)} of its {rules.by}{inside}"


def _least(each: LeftOut) -> str:
    return f"at least {share_text(each.least)}"


def _below(share: float, least: float) -> str:
    """A share as per cent, with as many decimals as tell it from the least one."""
    if share_text(share) != share_text(least):
        return share_text(share)
    decimals = next((d for d in range(1, 9) if round(share * 100, d) < round(least * 100, 9)), 9)
    return f"{share * 100:.{decimals}f} %"


def _asked(rules: Screening) -> str:
    """What the rules ask of every hub."""
    of_all, what = rules.min_coverage, rules.by
    parts = [] if of_all is None else [f"{share_text(of_all)} of the {what}"]
    if rules.min_pillar_coverage is not None:
        same = "that" if rules.by == "weight" else "those"
        rest = f"{same} of every pillar" if parts else f"the {what} of every pillar"
        parts.append(f"{share_text(rules.min_pillar_coverage)} of {rest}")
    return f"at least {listed(parts)}"
