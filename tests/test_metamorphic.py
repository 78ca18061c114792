"""What changes nothing, of every normalisation with every aggregation: units, signs, names, twins, spectators."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

Figures = dict[str, dict[str, float]]
Card = dict[str, Any]

PARAMETERS: dict[str, Any] = {
    "power": -0.05,
    "mean_min": {"alpha": 0.7, "beta": 0.1},
    "mazziotta_pareto_adjusted": "positive",
}
PILLAR_OF = {"a": "p", "b": "p", "c": "p", "d": "q", "e": "q"}
HUBS = [f"h{number}" for number in range(7)]


def pairs(holds: Callable[[str, str], bool] = lambda *_: True) -> pytest.MarkDecorator:
    """Every normalisation with every aggregation of which something is to hold."""
    chosen = [pair for pair in product(NORMALISATIONS, AGGREGATIONS) if holds(*pair)]
    return pytest.mark.parametrize(("normalise", "aggregate"), chosen, ids=[" + ".join(pair) for pair in chosen])


def figures() -> Figures:
    """Five indicators of seven hubs, two gaps, one tie."""
    random = np.random.default_rng(21)
    found = {
        name: dict(zip(HUBS, random.uniform(20, 90, len(HUBS)).round(2).tolist(), strict=True)) for name in "abcde"
    }
    found["a"]["h1"], found["d"]["h2"] = np.nan, np.nan
    found["b"]["h3"] = found["b"]["h4"]
    return found


def card(normalise: str, aggregate: str) -> Card:
    """Goalposts, targets and references are there for every method; those that ask for none leave them alone."""
    words: Any = {normalise: "h6"} if normalise == "distance_to_reference" else normalise
    indicators: dict[str, Any] = {}
    for name, pillar in PILLAR_OF.items():
        higher = name in "acd"
        posts = [10.0, 95.0] if higher else [95.0, 10.0]
        indicators[name] = {"pillar": pillar, "direction": "higher" if higher else "lower", "goalposts": posts}
        indicators[name] |= {"normalise": words, "target": 92.0 if higher else 12.0}
    return {
        "hubs": "*",
        "weights": {"p": 2.0, "q": 1.0, "a": 1.0, "b": 2.0, "c": 3.0, "d": 1.0, "e": 1.5},
        "method": {"min_coverage": 0.3},
        "pillars": {"p": node(aggregate, 3), "q": node(aggregate, 2)},
        "index": node(aggregate, 2),
        "indicators": indicators,
    }


def node(aggregate: str, children: int) -> Card:
    """How a node averages so many children."""
    parameter = [*range(children, 0, -1)] if aggregate == "owa" else PARAMETERS.get(aggregate)
    return {"aggregate": aggregate if parameter is None else {aggregate: parameter}}


def scores(words: Card, found: Figures, hubs: list[str] | None = None) -> dict[tuple[str, str], float]:
    """The score of every node and hub; gaps stay out."""
    scorecard = Scorecard.model_validate(words)
    assert check_scorecard(scorecard) == []
    ids = hubs or HUBS
    table = np.array([[found[name][hub] for hub in ids] for name in found])
    known = hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids))
    ranking = score(from_values(known, list(found), table), scorecard)
    rows = zip(ranking.plan.ids, ranking.scores.tolist(), strict=True)
    return {(node, hub): x for node, row in rows for hub, x in zip(ids, row, strict=True) if not np.isnan(x)}


def same(one: dict[tuple[str, str], float], other: dict[tuple[str, str], float]) -> None:
    assert one.keys() == other.keys()
    assert [other[key] for key in one] == pytest.approx(list(one.values()), rel=1e-11, abs=1e-11)


def moved(words: Card, found: Figures, move: Callable[[float], float]) -> tuple[Card, Figures]:
    """Figures, goalposts and targets of indicator a through a function."""
    entry = words["indicators"]["a"]
    changed = entry | {"goalposts": [move(end) for end in entry["goalposts"]], "target": move(entry["target"])}
    values = {hub: move(x) for hub, x in found["a"].items()}
    return words | {"indicators": words["indicators"] | {"a": changed}}, found | {"a": values}


@pairs(lambda normalise, _: normalise != "none")  # which takes figures for scores
def test_another_unit(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    same(scores(words, found), scores(*moved(words, found, lambda x: x * 3e-7)))


@pairs(lambda normalise, _: normalise not in ("none", "fraction_of_max"))  # of which 0 is a part
def test_another_zero(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    same(scores(words, found), scores(*moved(words, found, lambda x: x + 1000)))


@pairs(lambda normalise, _: normalise != "fraction_of_max")  # of positive figures only
def test_the_other_sign_and_direction(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    turned, values = moved(words, found, lambda x: (100 if normalise == "none" else 0) - x)
    turned["indicators"]["a"]["direction"] = "lower"
    same(scores(words, found), scores(turned, values))


@pairs()
def test_other_names_in_another_order(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    hubs = dict(zip(HUBS, ["z", "k", "a", "q", "b", "y", "c"], strict=True))
    names = {"a": "zz", "b": "aa", "c": "mm", "d": "cc", "e": "bb", "p": "yy", "q": "xx"}
    entries = {names[name]: entry | {"pillar": names[entry["pillar"]]} for name, entry in words["indicators"].items()}
    if normalise == "distance_to_reference":
        entries = {name: entry | {"normalise": {normalise: hubs["h6"]}} for name, entry in entries.items()}
    renamed = words | {
        "indicators": dict(reversed(entries.items())),
        "pillars": {"xx": words["pillars"]["q"], "yy": words["pillars"]["p"]},
        "weights": {names[name]: weight for name, weight in words["weights"].items()},
    }
    values = {names[name]: {hubs[hub]: x for hub, x in row.items()} for name, row in reversed(found.items())}
    other = scores(renamed, values, sorted(hubs.values()))
    there = names | {"index": "index"}
    same({(there[node], hubs[hub]): x for (node, hub), x in scores(words, found).items()}, other)


@pairs(lambda _, aggregate: aggregate != "owa")  # which counts places, of which there is one more
def test_an_indicator_told_twice_at_half_the_weight(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    twice = words | {
        "indicators": words["indicators"] | {"a2": words["indicators"]["a"]},
        "weights": words["weights"] | {"a": 0.5, "a2": 0.5},
    }
    other = scores(twice, found | {"a2": found["a"]})
    same(scores(words, found), {key: x for key, x in other.items() if key[0] != "a2"})


@pairs(lambda _, aggregate: not AGGREGATIONS[aggregate].relative)  # duels make other scores of one child
def test_a_pillar_of_one_child_is_its_child(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    alone = words | {"pillars": words["pillars"] | {"r": node(aggregate, 1) | {"parent": "p"}}}
    alone["indicators"] = words["indicators"] | {"c": words["indicators"]["c"] | {"pillar": "r"}}
    alone["weights"] = {("r" if name == "c" else name): weight for name, weight in words["weights"].items()}
    other = scores(alone, found)
    same(scores(words, found), {key: x for key, x in other.items() if key[0] != "r"})


@pairs(lambda normalise, _: normalise != "none")
def test_another_scale(normalise: str, aggregate: str) -> None:
    words, found = card(normalise, aggregate), figures()
    other = scores(words | {"method": words["method"] | {"scale": [0, 7]}}, found)
    same(scores(words, found), {key: x / 7 * 100 for key, x in other.items()})


@pairs(lambda normalise, aggregate: not (NORMALISATIONS[normalise].relative or AGGREGATIONS[aggregate].relative))
def test_a_hub_that_looks_on(normalise: str, aggregate: str) -> None:
    """With goalposts of numbers nobody's score knows of the others."""
    words, found = card(normalise, aggregate), figures()
    more = {name: row | {"more": 15.0 + 20 * at} for at, (name, row) in enumerate(found.items())}
    other = scores(words, more, [*HUBS, "more"])
    one = scores(words, found)
    assert {key: x for key, x in other.items() if key[1] != "more"} == pytest.approx(one, rel=1e-14)
