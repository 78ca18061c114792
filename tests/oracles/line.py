"""The same indicators and trees given to the program and to exact arithmetic, and how far the two are apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any, NamedTuple

import mpmath
import numpy as np
from exact import Indicator, Node, Row, Scale, averaged, precise, scores
from mpmath import mpf
from rounding import Errors, U, of_node, of_scores

from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score


class Found(NamedTuple):
    """How far scores are off, in units of 2^-53 of the span or of the score if that is larger, and of its bound."""

    error: Any
    share: Any


def compared(tree: Node, scale: Scale = (0, 100)) -> Found:
    """How far any score of a tree is off: the greatest error, and the greatest share of a bound.

    Raises
    ------
    AssertionError
        A score is missing on one side only, or is off by more than its bound.
    """
    ranking = program(tree, scale)
    span, worst, most = mpf(scale[1]) - scale[0], mpf(0), mpf(0)
    for at, (row, errors) in reference(tree, scale).items():
        for hub, (found, exact) in enumerate(zip(ranking.scores[ranking.plan.row[at]].tolist(), row, strict=True)):
            assert (exact is None) == np.isnan(found), (at, hub, exact, found)
            if exact is not None:
                off = abs(mpf(found) - precise(exact))
                assert off <= errors[hub], f"{at}, hub {hub}: {found!r}, exactly {mpmath.nstr(precise(exact), 20)}"
                size = max(span, abs(precise(exact)))
                worst, most = max(worst, off / size / U), max(most, off / errors[hub] if errors[hub] else 0)
    return Found(worst, most)


def program(tree: Node, scale: Scale) -> Ranking:
    """The ranking that hubscore makes of a tree."""
    card: dict[str, Any] = {"hubs": "*", "pillars": {}, "indicators": {}, "measures": {}, "weights": {}}
    card["method"] = {"scale": list(scale), "min_coverage": 0.0}
    series: dict[str, tuple[float | None, ...]] = {}
    for name, parent, one, weight in named(tree):
        if name != "index":
            card["weights"][name] = weight
        entry = {} if parent in (None, "index") else {"parent" if isinstance(one, Node) else "pillar": parent}
        if isinstance(one, Node):
            place = {} if name == "index" else card["pillars"]
            place[name] = entry | node_words(one)
            card["index"] = place[name] if name == "index" else card["index"]
        else:
            card["indicators"][name] = entry | indicator_words(one, name, card["measures"])
            series[name] = one.values
            series |= {} if one.per is None else {f"{name}-per": one.per}
    hubs = len(next(iter(series.values())))
    ids = [f"h{number:03}" for number in range(hubs)]
    table = np.array([[np.nan if x is None else x for x in row] for row in series.values()])
    known = hubs_of(ids, ids, ["candidate"] * hubs, [None] * hubs)
    return score(from_values(known, list(series), table), Scorecard.model_validate(card))


def named(tree: Node) -> Iterator[tuple[str, str | None, Indicator | Node, float]]:
    """Every node with its name, the name above it and its weight; the root first."""
    number = count()

    def below(name: str, parent: str | None, one: Indicator | Node, weight: float) -> Iterator[Any]:
        yield name, parent, one, weight
        if isinstance(one, Node):
            for child, share in zip(one.children, one.weights, strict=True):
                yield from below(f"n{next(number):02}", name, child, share)

    return below("index", None, tree, 1.0)


def node_words(one: Node) -> dict[str, Any]:
    parameter: Any = one.parameter
    if one.aggregate == "mean_min":
        parameter = dict(zip(("alpha", "beta"), one.parameter, strict=True))
    return {"aggregate": one.aggregate if parameter is None else {one.aggregate: parameter}, "floor": one.floor}


def indicator_words(one: Indicator, name: str, measures: dict[str, Any]) -> dict[str, Any]:
    words: dict[str, Any] = {"direction": "higher" if one.higher else "lower", "clip": one.clip}
    words["normalise"] = one.normalise
    if one.normalise == "distance_to_reference":
        words["normalise"] = {one.normalise: f"h{one.reference:03}"}
    if one.normalise in ("goalposts", "distance_to_reference", "distance_to_target"):
        words["goalposts"] = list(one.ends)
    if one.target is not None:
        words["target"] = one.target
    if one.transform[0] != "none":
        words["transform"] = {"log": one.transform[1]} if one.transform[0] == "log" else one.transform[0]
    if one.boxcox is not None:
        words["treat"] = {"boxcox": one.boxcox}
    if one.winsorise:
        words["treat"] = "winsorise"
    if one.per is not None:
        measures[f"{name}-per"] = {}
        words |= {"per": f"{name}-per", "per_amount": one.amount}
    return words


def reference(tree: Node, scale: Scale) -> dict[str, tuple[Row, Errors]]:
    """Exact scores and their bounds by the name of the node."""
    made: dict[str, tuple[Row, Errors]] = {}
    every = list(named(tree))
    for name, _, one, _ in reversed(every):  # children come after their node
        if isinstance(one, Indicator):
            made[name] = scores(one, scale), of_scores(one, scale)
        else:
            below = [made[child] for child, parent, *_ in every if parent == name]
            rows, errors = [row for row, _ in below], [error for _, error in below]
            made[name] = averaged(one, rows, scale), of_node(one, rows, errors, scale)
    return made
