"""A draw goes through the whole declared method, whatever that is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from hubscore.errors import ScoringError
from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.impute import MISSING
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.rank import TIES
from hubscore.methods.transform import TRANSFORMS
from hubscore.methods.treat import FOLLOWS, TREATMENTS
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles, from_values
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.profile import Profile
from hubscore.model.ranking import HAS_VALUE, Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import carried_out, score
from hubscore.studies.draws import Sampler, sampler
from hubscore.studies.robustness import robustness

EXAMPLES = settings(max_examples=120)
DRAWS = 5

TREATED: list[Any] = [*TREATMENTS, {"boxcox": 0.5}, *({"winsorise": {"then": word}} for word in FOLLOWS)]
"""Every treatment, with every choice of what follows."""

SHIFTED = {"log": {"log": 1.0}}
NEEDS = {"distance_to_reference": {"distance_to_reference": "h01"}}
OWA = {"owa": {"owa": [3.0, 2.0, 1.0]}}


def some(draw: st.DrawFn, **choices: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Some of these keys."""
    return {key: draw(choice) for key, choice in choices.items() if draw(st.booleans())}


def node(draw: st.DrawFn, rounded: bool) -> dict[str, Any]:
    aggregations = [name for name in AGGREGATIONS if name != "owa"]
    keys: dict[str, Any] = {
        "missing": st.sampled_from(list(MISSING)),
        "aggregate": st.sampled_from(aggregations),
        "floor": st.sampled_from([0.0, 0.2]),
        "min_coverage": st.sampled_from([0.0, 0.4, 0.8]),
    }
    return some(draw, **keys) | (some(draw, digits=st.integers(0, 2)) if rounded else {})


@st.composite
def indicators(draw: st.DrawFn, hubs: list[str]) -> dict[str, Any]:
    higher = draw(st.booleans())
    worst, best = draw(st.sampled_from([(0, 50), (0, 400), ("min", "max"), ("min", "benchmark"), (0, "max")]))
    if not higher:
        worst, best = draw(st.sampled_from([(50, 0), (400, 0), ("max", "min"), ("max", "benchmark"), ("max", 0)]))
    normalise = draw(st.sampled_from(list(NORMALISATIONS)))
    entry: dict[str, Any] = {
        "direction": "higher" if higher else "lower",
        "goalposts": [worst, best],
        "normalise": NEEDS.get(normalise, normalise),
    }
    if normalise == "distance_to_target":
        entry |= {"target": 500.0 if higher else 1.0, "goalposts": ["min", "max"] if higher else ["max", "min"]}
    transform = draw(st.sampled_from(list(TRANSFORMS)))
    entry["transform"] = SHIFTED.get(transform, transform)
    applies = st.lists(st.sampled_from(hubs), min_size=3, unique=True)
    return entry | some(draw, treat=st.sampled_from(TREATED), clip=st.booleans(), applies_to=applies)


@st.composite
def cards(draw: st.DrawFn, rounded: bool = True) -> tuple[Dataset, Scorecard]:
    """Any method on long-tailed figures with gaps and ties, of enough hubs to be treated, or of few."""
    hubs = [f"h{number:02}" for number in range(draw(st.sampled_from([4, 20, 23])))]
    names = [f"i{number}" for number in range(draw(st.integers(2, 5)))]
    pillars = {name: node(draw, rounded) for name in ["p", "q"][: draw(st.integers(0, 2))]}
    entries = {name: draw(indicators(hubs)) for name in names}
    for name, pillar in zip(names, pillars, strict=False):
        entries[name]["pillar"] = pillar
    entries[names[-1]] |= some(draw, pillar=st.sampled_from(list(pillars))) if pillars else {}
    rules: dict[str, Any] = {"treat": st.sampled_from(TREATED), "ties": st.sampled_from(list(TIES))}
    rules |= {"bounds": st.sampled_from(list(BOUNDS)), "panel": st.just(True), "scale": st.just([1, 8])}
    if rounded:
        rules |= {"digits": st.integers(0, 2), "level_digits": st.integers(0, 2)}
    table: dict[str, Any] = {
        "hubs": "*",
        "indicators": entries,
        "pillars": pillars,
        "method": node(draw, rounded=False) | some(draw, **rules),
        "index": node(draw, rounded=False),
        "uncertainty": {"weights": 0, "drift": 0, "data": dict.fromkeys(GRADES[:4], 0)},
    }
    table |= some(draw, screening=st.just({"min_coverage": 0.5}))
    card = Scorecard.model_validate(table)
    assume(not check_scorecard(card))
    return from_profiles(profiles(draw, hubs, names), names), card


def profiles(draw: st.DrawFn, hubs: list[str], names: list[str]) -> dict[str, Profile]:
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    gaps = draw(st.sampled_from([0.0, 0.1, 0.3]))
    found = {}
    for at, hub in enumerate(hubs):
        data = {}
        for name in names:
            value = float(np.round(np.exp(random.normal(2.5, 1.2)), int(random.integers(0, 3))))
            reading = {"value": value, "evidence": GRADES[int(random.integers(0, 3))], "source": "s"}
            if random.random() >= gaps:
                data[name] = {str(2018 + int(random.integers(0, 3))): reading}
        role = "benchmark" if at % 4 == 1 else "candidate"
        group = {"group": "g"} if at % 3 else {}
        raw = {"name": hub, "role": role, "sources": {"s": {"title": "S"}}, "data": data, **group}
        found[hub] = Profile.model_validate(raw)
    return found


def scored(dataset: Dataset, card: Scorecard) -> Ranking:
    """Score, or give the example up where the figures do not allow the method."""
    try:
        return score(dataset, card, everyone=True)
    except ScoringError as error:
        event(f"refused: {error.problems[0].rule}")
        assume(False)
        raise


def by_the_line(source: Sampler, draws: int) -> np.ndarray:
    """The index of every hub, shape (draw, hub): the readings of each draw put through the line by themselves."""
    base, at = source.base, source.keys(0, draws)
    values, shares, plan = source.values(at), source.weights(at), base.plan
    read = np.array(base.cells.status) == HAS_VALUE
    names = [leaf.id for leaf in plan.leaves]
    leaves = tuple(leaf._replace(series=row, unit=None) for row, leaf in enumerate(plan.leaves))
    result = np.empty((draws, len(base.rank)))
    for draw in range(draws):
        inner = tuple(node._replace(weights=shares[node.id][draw]) for node in plan.inner)
        dataset = from_values(base.dataset.hubs, names, np.where(read, values[draw], np.nan))
        drawn = replace(plan, leaves=leaves, inner=inner, as_of=None, oldest=None, panel=False)  # its ends are held
        result[draw] = carried_out(drawn, dataset, everyone=True).index
    return result


@EXAMPLES
@given(cards())
def test_without_noise_every_draw_is_the_ranking(made: tuple[Dataset, Scorecard]) -> None:
    base = scored(*made)
    source = sampler(*made, only=["weights", "data"], base=base)
    scores = source.scores(source.keys(0, DRAWS))
    assert np.array_equal(scores, np.broadcast_to(base.index, scores.shape), equal_nan=True)
    found = robustness(*made, draws=DRAWS, only=["weights", "data"], base=base)
    there = base.rank > 0
    assert np.array_equal(found.rank_low[there], base.rank[there])
    assert np.array_equal(found.rank_high[there], base.rank[there])


@EXAMPLES
@given(cards(rounded=False), st.sampled_from([0.0, 0.2]))
def test_every_draw_is_what_the_line_makes_of_its_readings(made: tuple[Dataset, Scorecard], weights: float) -> None:
    dataset, card = made
    table = {"weights": weights, "data": card.uncertainty.data.model_copy(update={"reported": 0.2})}
    noisy = card.model_copy(update={"uncertainty": card.uncertainty.model_copy(update=table)})
    base = scored(dataset, noisy)
    # Where anything is lacking, filled in or not, drawn weights would move coverage by this road, which no draw does.
    whole = bool((np.array(base.cells.status) == HAS_VALUE).all())
    source = sampler(dataset, noisy, only=["weights", "data"] if whole else ["data"], base=base)
    try:
        expected = by_the_line(source, DRAWS)
    except ScoringError:  # a goalpost of the data crosses one of the file, in this draw
        assume(False)
        raise
    found = source.scores(source.keys(0, DRAWS))
    span = source.base.plan.span
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-7 * span)


@pytest.mark.parametrize("aggregate", ["arithmetic", "copeland"])
def test_who_is_known_by_nothing_is_scored_in_no_draw_and_meets_nobody(aggregate: str) -> None:
    def hub(name: str, **values: float) -> Profile:
        data = {key: {"2020": {"value": x, "evidence": "reported", "source": "s"}} for key, x in values.items()}
        return Profile.model_validate(
            {"name": name, "role": "candidate", "sources": {"s": {"title": "S"}}, "data": data}
        )

    hubs = {"a": hub("A", x=10, y=40), "b": hub("B", x=30, y=20), "c": hub("C", x=20), "nothing": hub("Nothing")}
    scale = {"direction": "higher", "goalposts": [0, 50]}
    table = {"hubs": "*", "indicators": {"x": scale, "y": scale}, "index": {"missing": "mean", "aggregate": aggregate}}
    made = from_profiles(hubs, ["x", "y"]), Scorecard.model_validate(table)
    base = score(*made)
    assert np.isnan(base.index).tolist() == [False, False, False, True]
    source = sampler(*made, only=["data"], base=base)
    found, expected = source.scores(source.keys(0, DRAWS)), by_the_line(source, DRAWS)
    assert np.isnan(found[:, 3]).all()
    np.testing.assert_allclose(found, expected, atol=1e-9)
