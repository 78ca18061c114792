"""Changes to a scorecard or its figures: other shares, nodes dropped, another value, one more hub."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from hubscore.errors import Problem, UsageError
from hubscore.methods.select import NONE
from hubscore.model.columns import EMPTY, from_profiles, joined
from hubscore.model.compile import compiled
from hubscore.model.dataset import COLUMNS, NO_YEAR, Dataset
from hubscore.model.fields import LARGEST, LIGHTEST, frozen_mapping
from hubscore.model.named import named, node_named
from hubscore.model.plan import Inner
from hubscore.model.possible import impossible, kinds_of
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT, Scorecard
from hubscore.model.tree import tree_of
from hubscore.studies.derive import with_weights
from hubscore.studies.reweigh import averagers

ALL = 1e-9
"""Shares may miss the sum 1 by this: thirds are written with digits."""


class Figure(NamedTuple):
    """A figure to try: a value, or the bounds it lies in."""

    value: float | None = None
    at_least: float | None = None
    at_most: float | None = None


class Siblings(NamedTuple):
    """Shares of all that one node averages, sum 1, and which of them were asked for."""

    given: Mapping[str, float]
    shares: Mapping[str, float]


def with_shares(scorecard: Scorecard, dataset: Dataset, wanted: Mapping[str, float]) -> Scorecard:
    """The scorecard with these shares of nodes among their siblings.

    The siblings that are not named keep their proportions in what is left.

    Parameters
    ----------
    wanted
        Shares from 0 to 1 by pillar or indicator: id, name, or the beginning of either.

    Raises
    ------
    UsageError
        An unknown node, the index, a share out of range, siblings that add up to more than 1 or,
        where all of them are named or nobody else weighs anything, to less.
    """
    for siblings in shared_anew(scorecard, dataset, wanted):
        scorecard = with_weights(scorecard, siblings.shares)
    return scorecard


def shared_anew(scorecard: Scorecard, dataset: Dataset, wanted: Mapping[str, float]) -> list[Siblings]:
    """The new shares of all siblings of some nodes, in the order of the file; as `with_shares`."""
    plan = compiled(scorecard, dataset)
    by = dict(averagers(plan))
    named_shares: dict[str, float] = {}
    for word, share in wanted.items():
        node = node_named(word, plan)
        if not 0 <= share <= 1:
            hint = f"did you mean {share / 100:g}?" if 2 <= share <= 100 else ""
            message = f"`{word}` cannot have a share of {share:g}"
            raise UsageError(Problem("share", message, expected="a share from 0 to 1, as in 0.5", hint=hint))
        if node == ROOT:
            raise UsageError(
                Problem("share", "the index has no share: it is the whole", expected="a pillar or indicator")
            )
        if node not in by:
            message = f"`{node}` has no share: what lies above it averages the indicators below it"
            raise UsageError(Problem("share", message, hint=f"set the indicators of `{node}`"))
        if node in named_shares:
            raise UsageError(Problem("share", f"`{node}` is given two shares", expected="one"))
        named_shares[node] = share
    found = []
    for inner in {by[node].id: by[node] for node in named_shares}.values():
        given = {member: named_shares[member] for member in inner.members if member in named_shares}
        shares = _in_what_is_left(inner, given, plan.labels[plan.row[inner.id]])
        order = sorted(shares, key=lambda member: plan.order.index(plan.row[member]))
        found.append(Siblings(given, {member: shares[member] for member in order}))
    return found


def _in_what_is_left(inner: Inner, given: Mapping[str, float], label: str) -> dict[str, float]:
    """The shares of all members of a node, of which some are given."""
    total = math.fsum(given.values())
    left = {m: float(w) for m, w in zip(inner.members, inner.weights, strict=True) if m not in given}
    said = " + ".join(f"{share:g}" for share in given.values())
    if total > 1 + ALL:
        message = f"the shares of {_words(given)} add up to more than 1"
        raise UsageError(Problem("share", message, found=f"{said} = {total:g}", expected="at most 1 among siblings"))
    if total < 1 - ALL and not any(left.values()):
        message = f"{_words(given)} {'are' if len(given) > 1 else 'is'} all that weighs below {label}"
        message += f" and {'do' if len(given) > 1 else 'does'} not add up to 1"
        hint = "leave one out: it takes what is left" if len(given) > 1 else "its share is 1 whatever its weight"
        raise UsageError(Problem("share", message, found=f"{said} = {total:g}", expected="1 in all", hint=hint))
    whole = math.fsum(left.values())
    rest = {m: w / whole * (1 - total) if whole > 0 else 0.0 for m, w in left.items()}
    return {**given, **{m: w if w >= LIGHTEST else 0.0 for m, w in rest.items()}}


def _words(nodes: Mapping[str, float] | Sequence[str]) -> str:
    return ", ".join(f"`{node}`" for node in nodes)


def without(scorecard: Scorecard, dataset: Dataset, dropped: Sequence[str]) -> Scorecard:
    """The scorecard without some pillars and indicators; their weight goes to their siblings.

    A pillar of which nothing with a weight is left goes too.

    Raises
    ------
    UsageError
        An unknown node, the index, or where nothing would be left to score.
    """
    plan = compiled(scorecard, dataset)
    gone = {node_named(word, plan) for word in dropped}
    for row in plan.order:  # parents stand before their children
        if plan.parent[row] in gone:
            gone.add(plan.ids[row])
    for inner in plan.inner:  # from the bottom up: what is left empty goes too
        stays = [weight for member, weight in zip(inner.members, inner.weights, strict=True) if member not in gone]
        if not any(stays):
            gone.add(inner.id)
    if ROOT in gone:
        message = f"nothing that weighs is left without {_words(list(dict.fromkeys(dropped)))}"
        raise UsageError(Problem("drop", message, hint="keep at least one indicator"))
    for node in tree_of(scorecard).order:  # below a pillar that went because nothing in it weighed
        parent = plan.parent[plan.row[node]]
        if parent in gone:
            gone.add(node)
    update: dict[str, Any] = {
        key: frozen_mapping({name: entry for name, entry in getattr(scorecard, key).items() if name not in gone})
        for key in ("indicators", "pillars", "weights", "pairwise")
    }
    return scorecard.model_copy(update=update)


def with_figure(ranking: Ranking, scorecard: Scorecard, dataset: Dataset, cell: str, figure: Figure) -> Dataset:
    """The dataset with another figure in one cell.

    It takes the place of every reading of the cell that counts, with its year and evidence;
    where none does it is an official reading of the newest year that counts.

    Parameters
    ----------
    ranking
        What scoring makes of the dataset: it knows which readings count.
    cell
        "hub.indicator" or "hub.measure", each an id, a name, or the beginning of either.

    Raises
    ------
    UsageError
        A cell that does not exist, that is read from a measure, or where the indicator does not
        apply; a denominator that is not above 0; a figure out of range.
    """
    at, series = _cell(scorecard, dataset, cell)
    _refuse_figure(scorecard, cell, series, figure)
    row = dataset.row[series]
    slots = _counting(ranking, row, at)
    columns: dict[str, Any] = {name: np.array(getattr(dataset, name)) for name in COLUMNS}
    if not slots:
        _make_room(columns, row, at, ranking.plan.as_of or NO_YEAR)
        slots = {0}
    held = {"value": figure.value, "low": figure.at_least, "high": figure.at_most, "covers": 1.0}
    for slot in slots:
        for name, number in held.items():
            columns[name][slot, row, at] = np.nan if number is None else number
        for name in ("source", "unit", "note"):
            columns[name][slot, row, at] = EMPTY[name]
    return replace(dataset, exact=dataset.exact and figure.value is not None, **columns)


def _make_room(columns: dict[str, Any], row: int, hub: int, year: int) -> None:
    """An official reading of that year before all others of a cell, in place of what it lacks."""
    if (columns["grade"][-1, row, hub] >= 0).any():
        for name, array in columns.items():
            more = np.full((1, *array.shape[1:]), EMPTY[name], dtype=array.dtype)
            columns[name] = np.concatenate([array, more])
    for array in columns.values():
        array[1:, row, hub] = array[:-1, row, hub].copy()
    columns["year"][0, row, hub] = year
    columns["grade"][0, row, hub] = 0


def _cell(scorecard: Scorecard, dataset: Dataset, cell: str) -> tuple[int, str]:
    """The hub and the series that a cell's name means."""
    hub, _, word = cell.partition(".")
    if not hub or not word:
        hint = "put a dot between the two, as in chongqing.gdp"
        raise UsageError(Problem("usage", f"`{cell}` is no cell", expected="HUB.INDICATOR", hint=hint))
    hubs = dataset.hubs
    known = {key: [name] for key, name in zip(hubs.ids, hubs.names, strict=True)}
    at = dataset.column[named(hub, known, "hub")]
    labels = {name: [scorecard.label(name)] for name in (*scorecard.indicators, *scorecard.measures)}
    series = named(word, labels, "indicator or measure")
    entry = scorecard.indicators.get(series)
    if entry is not None and entry.from_ is not None:
        hint = f"try `{hubs.ids[at]}.{entry.from_}`" + (f" or `{hubs.ids[at]}.{entry.per}`" if entry.per else "")
        message = f"`{series}` has no readings of its own: it reads `{entry.from_}`"
        raise UsageError(Problem("usage", message, hint=hint))
    if entry is not None and entry.applies_to is not None and hubs.ids[at] not in entry.applies_to:
        message = f"`{series}` does not apply to {hubs.names[at]}: no value of it counts"
        raise UsageError(Problem("usage", message, expected="one of " + ", ".join(entry.applies_to)))
    return at, series


def _refuse_figure(scorecard: Scorecard, cell: str, series: str, figure: Figure) -> None:
    numbers = [number for number in figure if number is not None]
    if not numbers or (figure.value is not None and len(numbers) > 1):
        problem = Problem("usage", f"`{cell}` is given {'a value and bounds' if numbers else 'no figure'}")
        raise UsageError(problem._replace(expected="a value, or one or two bounds"))
    for number in numbers:
        if not math.isfinite(number) or abs(number) > LARGEST:
            raise UsageError(Problem("usage", f"{number:g} for `{cell}` is out of range", expected="at most 1e15"))
    if any(entry.per == series for entry in scorecard.indicators.values()) and min(numbers) <= 0:
        message = f"`{series}` is a denominator and must be above 0"
        raise UsageError(Problem("denominator", message, found=f"{min(numbers):g} for `{cell}`"))
    if len(numbers) == 2 and numbers[0] > numbers[1]:
        raise UsageError(Problem("bounds", f"the bounds of `{cell}` are crossed", expected="the lower one first"))
    wrong = impossible(kinds_of([scorecard]).get(series), *figure)
    if wrong is not None:
        raise UsageError(Problem("impossible", f"`{cell}` {wrong.what}", found=wrong.found, expected=wrong.expected))


def _counting(ranking: Ranking, series: int, hub: int) -> set[int]:
    """The slots of the readings of one cell that any indicator takes."""
    cells, found = ranking.cells, set()
    for row, leaf in enumerate(ranking.plan.leaves):
        if leaf.series == series:
            found |= {int(cells.slot[row][hub]), int(cells.after[row][hub])}
        if leaf.per == series:
            found.add(int(cells.per_slot[row][hub]))
    return found - {NONE}


def with_hub(dataset: Dataset, hub: str, profile: Profile) -> Dataset:
    """The dataset with one more hub.

    Raises
    ------
    UsageError
        Where there is a hub of that id.
    """
    if hub in dataset.column:
        hint = "give the file another name, or edit the profile"
        raise UsageError(Problem("duplicate-id", f"there is a hub `{hub}` already", hint=hint))
    return joined(dataset, from_profiles({hub: profile}, dataset.series))
