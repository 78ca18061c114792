"""Gates in words: what each that does not hold found, and the place where somebody would mend it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from hubscore.errors import Problem
from hubscore.model.ranking import Ranking
from hubscore.model.suggest import did_you_mean
from hubscore.pages.document import Cell, Column, Table
from hubscore.pages.frame import FEW, counted, listed
from hubscore.pages.rules import GATES
from hubscore.studies.against import Before, leaders, ranks_of
from hubscore.studies.held import Held, Reading
from hubscore.studies.robustness import Robustness
from hubscore.workspace import Workspace

MOST_DIGITS = 6
"""Decimals after which two figures that differ are left to look the same."""


class Gated(NamedTuple):
    """A workspace whose gates were looked at.

    `options`: rules that an option asks for, whatever the file says; `before`: the baseline;
    `undrawn`: why there are no rank intervals although a gate is on them, else ""; `notes`: what
    was not looked at.
    """

    workspace: Workspace
    ranking: Ranking
    held: Sequence[Held] = ()
    sure: Robustness | None = None
    options: Collection[str] = ()
    before: Mapping[str, Before] = {}
    undrawn: str = ""
    notes: tuple[str, ...] = ()


def gate_problems(gated: Gated) -> list[Problem]:
    """What trips a gate, each at its place, the worst first."""
    found = [problem for held in gated.held if not held.held for problem in _told(gated, held)]
    if gated.undrawn:
        message = f"no rank interval can be drawn, since in some draws {gated.undrawn}"
        place = ("gates", "max_rank_interval") if "max-rank-interval" not in gated.options else ("uncertainty",)
        found.append(gated.workspace.placed(Problem("max-rank-interval", message, place)))
    order = list(GATES)
    return sorted(found, key=lambda problem: order.index(problem.rule))


def gates_table(gated: Gated | None) -> Table:
    """For scripts: table `gates`, every gate that was looked at."""
    columns = tuple(map(Column, ("rule", "hub", "found", "asked", "before", "held")))
    rows: list[tuple[Cell, ...]] = [
        (gate.rule, gate.hub, gate.found, gate.asked, gate.before, gate.held) for gate in (gated.held if gated else ())
    ]
    if gated and gated.undrawn:
        rows.append(("max-rank-interval", None, None, None, None, False))
    return Table("gates", columns, tuple(rows), shown=False)


def gates_line(gated: Gated) -> str:
    """How many gates hold; empty where none is asked for."""
    outcomes = [held.held for held in gated.held] + [False] * bool(gated.undrawn)
    number, tripped = len(outcomes), outcomes.count(False)
    if not number:
        return ""
    if not tripped:
        return f"All {counted(number, 'gate')} hold." if number > 1 else "The only gate holds."
    return f"{tripped:,} of {counted(number, 'gate')} {'does' if tripped == 1 else 'do'} not hold."


def _told(gated: Gated, held: Held) -> Iterator[Problem]:
    """One gate as a problem; old readings one by one, each at its line."""
    who = _name(gated, held.hub)
    if held.rule == "max-age":
        for reading in held.readings:
            yield _old(gated, held, who, reading)
        return
    message, path, hint = _said(gated, held, who)
    problem = Problem(held.rule, message, path, hint=hint, hub=held.hub)
    if held.rule == "max-rank-interval" and held.rule not in gated.options:
        yield gated.workspace.placed(problem._replace(path=("gates", "max_rank_interval")))
        return
    placed = gated.workspace.placed_at(held.hub, problem)
    if held.rule == "min-evidence-share" and held.readings and placed.path:
        weakest = gated.workspace.placed_at(held.hub, problem._replace(path=_path(held.readings[0])))
        placed = placed._replace(place=weakest.place)
    yield placed


def _said(gated: Gated, held: Held, who: str) -> tuple[str, tuple[str, ...], str]:
    """The message, the keys of a profile that it is about, and a hint."""
    if held.rule == "required-hub":
        if held.hub in gated.ranking.dataset.column:
            return f"{who} is required and has no rank", ("data",), f"see `hubscore explain {held.hub}`"
        hint = did_you_mean(held.hub, gated.ranking.dataset.hubs.ids)
        return f"there is no hub `{held.hub}`, which is required", (), hint
    if held.rule in ("leader-change", "rank-change", "score-change"):
        return _moved(gated, held, who), ("name",), ""
    if held.rule == "max-rank-interval":
        return _wide(gated, held, who), ("data",), ""
    found, asked = apart((held.found or 0) * 100, (held.asked or 0) * 100, 0)
    if held.rule == "min-coverage":
        lacking = _few([_label(gated, reading) for reading in held.readings])
        head = f"{who} has figures for {found} % of its weight, min_coverage asks for {asked} %"
        return f"{head}; missing: {lacking}" if lacking else head, ("data",), ""
    weak = _few([f"{_label(gated, reading)} ({reading.grade})" for reading in held.readings])
    head = f"{found} % of {who}'s scored weight rests on evidence `reported` or better"
    head += f", min_evidence_share asks for {asked} %"
    return f"{head}; the rest: {weak}" if weak else head, ("data",), ""


def _old(gated: Gated, held: Held, who: str, reading: Reading) -> Problem:
    as_of = gated.ranking.plan.as_of or 0
    age = counted(as_of - (reading.year or 0), "year")
    what = _label(gated, reading)
    if reading.series in gated.workspace.scorecard.measures:
        what = f"{gated.workspace.scorecard.label(reading.series)}, for {what}"
    message = f"{who} scores by a reading of {reading.year} ({what}), {age} before {as_of}; max_age allows {held.asked}"
    return gated.workspace.placed_at(held.hub, Problem(held.rule, message, _path(reading), hub=held.hub))


def _moved(gated: Gated, held: Held, who: str) -> str:
    """A gate between the baseline and now."""
    if held.rule == "leader-change":
        led, leads = leaders({hub: was.rank for hub, was in gated.before.items()}), leaders(ranks_of(gated.ranking))
        was = f"in the baseline {_names(gated, led)} did" if led else "in the baseline nobody did"
        return f"{_names(gated, leads) or 'nobody'} {'leads' if len(leads) < 2 else 'lead'}, {was}"
    if held.found is None:
        had = f"rank {held.asked}" if held.rule == "rank-change" else "a score"
        there = held.hub in gated.ranking.dataset.column
        return f"{who} had {had} in the baseline and {'has none' if there else 'is no longer there'}"
    if held.rule == "rank-change":
        was = "none" if held.before is None else f"rank {held.before}"
        return f"{who} has rank {held.found}, in the baseline it had {was}"
    if held.before is None:
        return f"{who} has a score, in the baseline it had none"
    before = held.before
    was, now = apart(before, held.found, 1)
    move, most = apart(abs(held.found - before), held.asked or 0, 1)
    return f"{who}'s score moved by {move}, from {was} to {now}; at most {most} is allowed"


def _wide(gated: Gated, held: Held, who: str) -> str:
    sure = gated.sure
    if sure is None:
        return who
    at = gated.ranking.dataset.column[held.hub]
    ranks = f"from {sure.rank_low[at]} to {sure.rank_high[at]}"
    draws = f"90 % of {counted(sure.draws, 'draw')}"
    return f"{who} may rank {ranks} ({draws}), {held.found} apart; max_rank_interval allows {held.asked}"


def apart(one: float, other: float, digits: int) -> tuple[str, str]:
    """Two figures with as many decimals, from `digits` on, as tell them apart."""
    while digits < MOST_DIGITS and one != other and f"{one:.{digits}f}" == f"{other:.{digits}f}":
        digits += 1
    return f"{one:,.{digits}f}", f"{other:,.{digits}f}"


def _path(reading: Reading) -> tuple[str, ...]:
    return ("data", reading.series) if reading.year is None else ("data", reading.series, str(reading.year))


def _label(gated: Gated, reading: Reading) -> str:
    return gated.workspace.scorecard.label(reading.indicator)


def _name(gated: Gated, hub: str) -> str:
    """What people read for a hub; its id where it is not there."""
    people = gated.ranking.dataset
    return people.hubs.names[people.column[hub]] if hub in people.column else hub


def _names(gated: Gated, hubs: Sequence[str]) -> str:
    return listed([_name(gated, hub) for hub in hubs[:FEW]] + [f"{len(hubs) - FEW} more"] * (len(hubs) > FEW))


def _few(names: Sequence[str]) -> str:
    """The first of many names, and how many more there are."""
    return listed([*names[:FEW], *([f"{len(names) - FEW:,} more"] if len(names) > FEW else [])])
