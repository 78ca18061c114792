"""How far one weight can move before the leader changes, and one figure before a rank is gained."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT, Scorecard
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import index_show, listed, number
from hubscore.pages.sentences import ordinal, points_text
from hubscore.pages.weights import percent
from hubscore.studies.figures import figure_of
from hubscore.studies.stability import Gain, Leeway

TEXT, RIGHT = Show(), Show("number")

LARGEST = 5
"""How many figures people see, unless they want all."""

SIGNIFICANT = 4
"""Digits of a figure that was worked out."""


def stability_part(ranking: Ranking, found: Sequence[Leeway], verbose: bool = False) -> Document:
    """Weight stability: table `stability`; people see what hangs on the index, and what could change the leader."""
    plan, people = ranking.plan, ranking.dataset.hubs
    columns = (
        Column("node"),
        Column(label="Weight", show=TEXT),
        Column("parent"),
        Column("share"),
        Column(label="Now", show=RIGHT),
        Column("low"),
        Column(label="Leader stays from", show=RIGHT, short="From"),
        Column("high"),
        Column(label="to", show=RIGHT),
        Column("low_hub"),
        Column("high_hub"),
        Column(label="Then leads", show=TEXT),
    )
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        low, high = (None if hub is None else people.ids[hub] for hub in (each.low_hub, each.high_hub))
        ends = (number(each.low), _end(each.low, 0.0), number(each.high), _end(each.high, 1.0))
        label = plan.labels[plan.row[each.node]]
        rows.append(
            (each.node, label, each.parent, each.share, percent(each.share), *ends, low, high, _then(ranking, each))
        )
    seen = [
        at
        for at, each in enumerate(found)
        if verbose or each.parent == ROOT or not (np.isnan(each.low) and np.isnan(each.high))
    ]
    whole = len(seen) == len(rows)
    tables = [Table("stability", columns, tuple(rows), shown=whole)]
    if not whole:
        bare = tuple(column._replace(key="") for column in columns)
        tables.append(Table("stability for people", bare, tuple(rows[at] for at in seen)))
    return Document("whatif", "", lead=tuple(_leeway_lead(ranking, found)), tables=tuple(tables), foot=_foot(whole))


def _foot(whole: bool) -> tuple[str, ...]:
    more = "" if whole else "; -v shows every weight"
    return (f"Shares among siblings, which keep their proportions in what is left{more}.",)


def _end(share: float, end: float) -> str | None:
    """The share up to which the leader stays; the end of all shares where it does not change."""
    return percent(end if np.isnan(share) else share)


def _then(ranking: Ranking, each: Leeway) -> str:
    names = ranking.dataset.hubs.names
    sides = [(each.low, each.low_hub, "below"), (each.high, each.high_hub, "above")]
    told = [(hub, side) for share, hub, side in sides if not np.isnan(share)]
    if len(told) == 1:
        return names[told[0][0]] if told[0][0] is not None else "nobody"
    return ", ".join(f"{side}: {'nobody' if hub is None else names[hub]}" for hub, side in told)


def _leeway_lead(ranking: Ranking, found: Sequence[Leeway]) -> Iterator[str]:
    names, plan = ranking.dataset.hubs.names, ranking.plan
    leader = names[ranking.listing[0]]
    limits = [
        (round(abs(edge - each.share), 9), at, edge, hub, word)
        for at, each in enumerate(found)
        for edge, hub, word in ((each.low, each.low_hub, "below"), (each.high, each.high_hub, "above"))
        if not np.isnan(edge)
    ]
    if not found:
        yield f"{leader} leads; there is no weight that could move against another."
    elif not limits:
        yield f"{leader} leads whatever any single weight is."
    else:
        _, at, edge, hub, word = min(limits)
        each = found[at]
        of = "" if each.parent == ROOT else f" of {plan.labels[plan.row[each.parent]]}"
        then = "nobody has an index" if hub is None else f"{names[hub]} leads"
        label = plan.labels[plan.row[each.node]]
        now = f"now {percent(each.share)}"
        yield f"{leader} leads unless {label} weighs {word} {percent(edge)}{of} ({now}), where {then}."
        others = len({other[1] for other in limits}) - 1
        if not others:
            yield "No other weight changes the leader by itself, whatever it is."
        else:
            yield "That is the weight that has to move least; the others leave more room."


def gain_part(
    ranking: Ranking, scorecard: Scorecard, hub: int, found: Sequence[Gain], verbose: bool = False
) -> Document:
    """The smallest change of one figure that gains a rank: table `gain`."""
    plan, people = ranking.plan, ranking.dataset.hubs
    columns = (
        Column("hub"),
        Column("indicator"),
        Column(label="One figure alone", show=TEXT),
        Column("value"),
        Column(label="Now", show=RIGHT, yields=-1),
        Column("needed"),
        Column(label="Needed", show=RIGHT),
        Column(label="Unit", show=TEXT, yields=2),
        Column("points", "Its score", index_show(plan)._replace(signed=True)),
        Column("rank"),
        Column(label="Past", show=TEXT, yields=1),
    )
    rows: list[tuple[Cell, ...]] = []
    for gain in found:
        label, unit = plan.labels[plan.row[gain.indicator]], _unit(ranking, scorecard, gain)
        now, then = _now(ranking, scorecard, hub, gain), _needed(scorecard, gain)
        past = listed([people.names[other] for other in gain.past])
        scored = (gain.value, now, gain.needed, then, unit, gain.points, gain.rank, past)
        rows.append((people.ids[hub], gain.indicator, label, *scored))
    whole = verbose or len(rows) <= LARGEST
    tables = [Table("gain", columns, tuple(rows), shown=whole and bool(rows))]
    if not whole:
        bare = tuple(column._replace(key="") for column in columns)
        title = f"The smallest {LARGEST} of {len(rows)} (-v for all)"
        tables.append(Table("gain for people", bare, tuple(rows[:LARGEST]), title=title))
    return Document("whatif", "", lead=tuple(_gain_lead(ranking, scorecard, hub, found)), tables=tuple(tables))


def _unit(ranking: Ranking, scorecard: Scorecard, gain: Gain) -> str:
    return (
        scorecard.indicators[gain.indicator].score_unit
        or ranking.plan.leaves[ranking.plan.row[gain.indicator]].unit
        or ""
    )


def _now(ranking: Ranking, scorecard: Scorecard, hub: int, gain: Gain) -> str:
    """The figure as it was read: bounds as bounds, not the point that stands for them."""
    figure = figure_of(ranking, ranking.plan.row[gain.indicator], hub)
    decimals = scorecard.indicators[gain.indicator].decimals
    return figure_text(figure.value, figure.at_least, figure.at_most, figure.covers, decimals)


def _needed(scorecard: Scorecard, gain: Gain) -> str:
    """The figure needed: rounded so that what is said suffices."""
    decimals = scorecard.indicators[gain.indicator].decimals
    size = max(abs(gain.needed), abs(gain.value)) or 1.0
    places = decimals if decimals is not None else max(0, SIGNIFICANT - 1 - math.floor(math.log10(size)))
    rounding = math.ceil if gain.needed > gain.value else math.floor
    needed = rounding(gain.needed * 10**places - 1e-9) / 10**places
    return figure_text(needed, None, None, None, decimals)


def _gain_lead(ranking: Ranking, scorecard: Scorecard, hub: int, found: Sequence[Gain]) -> Iterator[str]:
    plan, people = ranking.plan, ranking.dataset.hubs
    name = people.names[hub]
    if not found:
        yield f"No single figure of {name}, however good, gains it a rank."
        return
    gain = found[0]
    now, then = _now(ranking, scorecard, hub, gain), _needed(scorecard, gain)
    label, points = plan.labels[plan.row[gain.indicator]], points_text(ranking, gain.points)
    past = f", past {listed([people.names[other] for other in gain.past])}" if gain.past else ""
    yield (
        f"{name} would be {ordinal(gain.rank)} instead of {ordinal(int(ranking.rank[hub]))}{past}, with {label} at "
        f"{then} instead of {now}: {points} more in that indicator, the least that any single figure has to gain."
    )
