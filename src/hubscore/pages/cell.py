"""Sentences about one cell: what it is, which reading counts and why, what it scores."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.methods.impute import MISSING
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.select import PART_YEAR_LEAD
from hubscore.model import ranking as why
from hubscore.model.plan import Leaf, Plan
from hubscore.model.scorecard import Indicator
from hubscore.pages.explain_figures import treated_text
from hubscore.pages.figures import figure_text, share_text, with_unit
from hubscore.pages.frame import index_show, listed, number
from hubscore.pages.screening import left_out_sentence
from hubscore.pages.sentences import REASONS
from hubscore.studies.figures import figure_of
from hubscore.studies.observation import Observation
from hubscore.studies.show import Shown
from hubscore.workspace import Workspace


def cell_sentences(workspace: Workspace, found: Shown) -> list[str]:
    """What the cell is, what counts in it, and what that scores."""
    card = workspace.scorecard
    entry = card.indicators.get(found.name) or card.measures[found.name]
    defined = [entry.definition.rstrip(".") + "."] if entry.definition else []
    if not isinstance(entry, Indicator) or found.row is None:
        return [*defined, _measure(workspace, found)]
    status = int(found.ranking.cells.status[found.row][found.hub])
    if status == why.HAS_VALUE:
        return [*defined, _counts(workspace, found, entry), _score(found, entry, found.row)]
    return [*defined, *_missing(found, entry, found.row, status)]


def _measure(workspace: Workspace, found: Shown) -> str:
    readers = [workspace.scorecard.label(name) for name in found.readers]
    if not readers:
        return "It is a measure, read but not scored; no indicator needs it here."
    need = "needs" if len(readers) == 1 else "need"
    return f"It is a measure, read but not scored; here {listed(readers)} {need} it."


def _counts(workspace: Workspace, found: Shown, entry: Indicator) -> str:
    """Which reading counts and why; of a ratio both, and the division."""
    plan = found.ranking.plan
    used, per = ([r for r in readings if r.used] for readings in (found.readings, found.denominators))
    reason = _why(found.readings, used, plan, _leaf(found))
    if entry.per is None or not per:
        return f"{' and '.join(map(_said, used))} {'counts' if len(used) == 1 else 'count'}: {reason}."
    card = workspace.scorecard
    read, divisor = card.label(entry.from_ or found.name), card.label(entry.per)
    times = "" if entry.per_amount == 1 else f", times {figure_text(entry.per_amount, None, None)}"
    near = "of the same year" if per[0].year == used[-1].year else "of the nearest year"
    divided = f"{read} {' and '.join(map(_said, used))}, divided by {divisor} {_said(per[0])}{times}."
    return f"{divided} The first is {reason}, the second {near}."


def _said(reading: Observation) -> str:
    """A reading in running text: `≥ 121 visits (75 % of 2025, secondary)`."""
    figure = figure_text(reading.value, reading.at_least, reading.at_most)
    year = "the year" if reading.year is None else str(reading.year)
    when = f"{share_text(reading.covers)} of {year}, " if reading.covers < 1 else f"{year}, " if reading.year else ""
    return f"{with_unit(figure, reading.unit)} ({when}{reading.grade})"


def _why(readings: Sequence[Observation], used: Sequence[Observation], plan: Plan, leaf: Leaf) -> str:
    """Why just this reading counts, as the end of a sentence."""
    others = {reading.why_not for reading in readings if not reading.used}
    best = used[-1]
    beyond = [r.year for r in used if r.year is not None and not (plan.oldest or 0) <= r.year <= (plan.as_of or 9999)]
    if len(used) > 1 or beyond:
        return f'none is of the years that count, and `missing = "{leaf.missing.name}"` fills in from others'
    if len(readings) == 1:
        return "the only reading"
    if best.covers < 1:
        text = f"the newest; it covers part of its year, but no whole-year one is at most {PART_YEAR_LEAD} years older"
    elif "part year" in others:
        text = "the newest that covers its whole year"
    else:
        text = f"the newest up to {plan.as_of}" if "later" in others else "the newest"
        text += " whose evidence is admitted" if "evidence" in others else ""
    rivals = [r for r in readings if r.why_not in ("conflict", "same") and r.year == best.year]
    return text + (f", and the first of {len(rivals) + 1} for its year" if rivals else "")


def _leaf(found: Shown) -> Leaf:
    return found.ranking.plan.leaves[found.row or 0]


def _score(found: Shown, entry: Indicator, row: int) -> str:
    """The value with its interval, and its score: with all the digits that it takes to work that out again."""
    cells, leaf = found.ranking.cells, _leaf(found)
    low, high, point = (float(column[row][found.hub]) for column in (cells.low, cells.high, cells.point))
    unit = entry.score_unit or leaf.unit
    value = with_unit(figure_text(point, None, None), unit)
    treated = _treated(found, entry, row)
    if low == high:
        return f"{value if entry.per else 'That'}{treated} {_scores(found, row)}."
    ends = with_unit(figure_text(None, low, high), unit)
    return (
        f"That is read as {ends}; {value}, {BOUNDS[found.ranking.plan.bounds].meaning}{treated}, {_scores(found, row)}."
    )


def _treated(found: Shown, entry: Indicator, row: int) -> str:
    """What a treatment made of the figure, as in `explain`."""
    return treated_text(figure_of(found.ranking, row, found.hub), entry.decimals)


def _scores(found: Shown, row: int) -> str:
    score = number(found.ranking.scores[row, found.hub])
    if score is None:
        return "has no score, for want of a goalpost"
    text = f"scores {figure_text(score, None, None, None, index_show(found.ranking.plan).decimals)}"
    goalposts = _leaf(found).goalposts
    if goalposts is None or _leaf(found).method.ends != "goalposts":
        return text
    worst, best = (end if isinstance(end, str) else figure_text(end, None, None) for end in goalposts)
    return f"{text} between the goalposts {worst} (worst) and {best} (best)"


def _missing(found: Shown, entry: Indicator, row: int, status: int) -> list[str]:
    """Why there is no figure, and what stands in for it."""
    leaf, hub = _leaf(found), found.ranking.dataset.hubs.names[found.hub]
    if status == why.NOT_APPLICABLE:
        return [f"It does not apply to {hub}: it is neither missing nor scored."]
    if status == why.LEFT_OUT:
        return [left_out_sentence(found.ranking, found.hub)]
    policy = f'`missing = "{leaf.missing.name}"`'
    meaning = _meaning(leaf)
    if status != why.IMPUTED:
        return [f"{hub} has no figure: {_reason(found, status)}. What is missing follows {policy}: {meaning}."]
    filled = figure_text(number(found.ranking.cells.filled[row][found.hub]), None, None, None, entry.decimals)
    value, treated = with_unit(filled, entry.score_unit or leaf.unit), _treated(found, entry, row)
    return [
        f"{hub} has no figure of its own; {policy} fills in {value}: {meaning}.",
        f"That{treated} {_scores(found, row)}.",
    ]


def _meaning(leaf: Leaf) -> str:
    """What stands in for a missing figure, with the years that a rule in time may go."""
    meaning, years = MISSING[leaf.missing.name].meaning, leaf.missing.number
    known = "so many years" if years is None else "1 year" if years == 1 else f"{years:g} years"
    return meaning.replace("so many years", known)


def _reason(found: Shown, status: int) -> str:
    plan = found.ranking.plan
    since = f" the years from {plan.oldest}" if plan.oldest else " the years"
    until = f" to {plan.as_of}" if plan.as_of else ""
    years = f" {plan.as_of}" if plan.oldest and plan.oldest == plan.as_of else since + until
    return {
        why.NO_READING: "there is no reading",
        why.NOT_ADMITTED: "no reading has evidence that is admitted",
        why.OUT_OF_YEARS: f"no reading is of{years}",
        why.NO_DENOMINATOR: "there is nothing to divide it by",
        why.OTHER_UNIT: "its reading is in another unit",
    }.get(status, REASONS[status])
