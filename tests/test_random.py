"""What holds of every scorecard: ragged trees, any method, cells missing at random."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from hubscore.errors import ScoringError
from hubscore.model.agreement import check_hubs
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles, from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

EXAMPLES = settings(max_examples=100)

CLIPPED = (
    "goalposts",
    "minmax",
    "distance_to_reference",
    "distance_to_target",
    "fraction_of_max",
    "rank",
    "percent_rank",
)
"""Normalisations that stay on the scale if the indicator clips."""

ALONE = ("goalposts", "distance_to_target", "none")
"""Normalisations that look at no other hub, given goalposts of numbers."""

AGGREGATIONS = [
    "arithmetic",
    "geometric",
    "harmonic",
    "minimum",
    "median",
    {"power": 2},
    {"power": -0.5},
    {"power": 0.3},
    "mean_min",
    {"mean_min": {"alpha": 1, "beta": 0.2}},
]
FILLING = ("mean", "median", "group_mean", "group_median", "worst")


@dataclass(frozen=True)
class Case:
    """A scorecard as a file would say it, and figures by hub and indicator."""

    card: dict[str, Any]
    values: dict[str, dict[str, float | None]]
    groups: dict[str, str | None]

    def dataset(self) -> Any:
        ids = sorted(self.values)
        series = list(self.card["indicators"])
        rows = [
            [np.nan if self.values[hub][name] is None else self.values[hub][name] for hub in ids] for name in series
        ]
        roles = ["benchmark" if hub == "h0" else "candidate" for hub in ids]
        hubs = hubs_of(ids, ids, roles, [self.groups[hub] for hub in ids])
        return from_values(hubs, series, np.array(rows, dtype=float).reshape(len(series), len(ids)))

    def ranking(self) -> Ranking:
        """Score, or give the example up where the figures do not allow the method."""
        try:
            return score(self.dataset(), Scorecard.model_validate(self.card), everyone=True)
        except ScoringError as error:
            event(f"refused: {error.problems[0].rule}")
            assume(False)
            raise


def some(draw: st.DrawFn, **choices: st.SearchStrategy[Any]) -> dict[str, Any]:
    """Some of these keys."""
    return {key: draw(choice) for key, choice in choices.items() if draw(st.booleans())}


def limits(draw: st.DrawFn) -> dict[str, Any]:
    return some(
        draw,
        missing=st.sampled_from(["renormalise", "strict", *FILLING]),
        min_coverage=st.sampled_from([0.0, 0.3, 0.5, 1.0]),
        max_missing=st.integers(0, 3),
        floor=st.sampled_from([0, 0.01, 0.3]),
        aggregate=st.sampled_from(AGGREGATIONS),
    )


@st.composite
def indicators(draw: st.DrawFn, normalisations: tuple[str, ...] | None, hubs: list[str]) -> dict[str, Any]:
    direction = draw(st.sampled_from(["higher", "lower"]))
    numbers = normalisations == ALONE
    low = draw(st.sampled_from([-20.0, 0.0, 5.0]))
    ends: list[Any] = [low, low + draw(st.sampled_from([10.0, 50.0, 200.0]))]
    if not numbers:
        ends = [draw(st.sampled_from([ends[0], "min"])), draw(st.sampled_from([ends[1], "max"]))]
    worst, best = ends if direction == "higher" else ends[::-1]
    entry: dict[str, Any] = {"direction": direction, "goalposts": [worst, best]}
    kinds = normalisations or (*CLIPPED, "zscore", "robust", "none")
    kind = draw(st.sampled_from(kinds))
    entry["normalise"] = {kind: draw(st.sampled_from(hubs))} if kind == "distance_to_reference" else kind
    if kind == "distance_to_target":
        entry["target"] = 400.0 if direction == "higher" else -30.0
        entry["goalposts"] = [-25.0, 500.0] if direction == "higher" else [300.0, -300.0]
    if draw(st.booleans()) and kind != "distance_to_target":
        entry["transform"] = draw(st.sampled_from([{"log": 30}, "sqrt", "log1p"] if low >= 0 else [{"log": 30}]))
    if normalisations != CLIPPED:
        entry |= some(draw, clip=st.booleans())
    return entry | some(draw, applies_to=st.lists(st.sampled_from(hubs), min_size=1, unique=True))


@st.composite
def cases(draw: st.DrawFn, normalisations: tuple[str, ...] | None = None) -> Case:
    hubs = [f"h{number}" for number in range(draw(st.integers(1, 6)))]
    names = [f"i{number}" for number in range(draw(st.integers(1, 6)))]
    pillars = {f"p{number}": limits(draw) for number in range(draw(st.integers(0, min(4, len(names)))))}
    for at, name in enumerate(pillars):
        if at and draw(st.booleans()):
            pillars[name]["parent"] = f"p{draw(st.integers(0, at - 1))}"
        if draw(st.integers(0, 4)) == 0:
            pillars[name]["over"] = "indicators"
    entries = {name: draw(indicators(normalisations, hubs)) for name in names}
    for at, name in enumerate(names):
        choice = draw(st.sampled_from([None, *pillars]))
        if at < len(pillars):
            choice = list(pillars)[-1 - at]  # no pillar stays empty
        if choice is not None:
            entries[name]["pillar"] = choice
    nodes = [*pillars, *names]
    low = draw(st.sampled_from([0, 1]))
    method = limits(draw) | {"scale": [low, low + draw(st.sampled_from([1, 4, 100]))]}
    card: dict[str, Any] = {
        "hubs": "*.toml",
        "pillars": pillars,
        "indicators": entries,
        "method": method,
        "index": limits(draw),
    }
    if draw(st.booleans()):
        card["weights"] = {node: draw(st.sampled_from([0.0, 0.1, 0.25, 1.0, 3.0])) for node in nodes}
    figure = (
        st.none()
        | st.sampled_from([0.0, 1.0, 5.0, 20.0])
        | st.floats(0, 250, allow_subnormal=False).map(lambda x: round(x, 3))
    )
    values = {hub: {name: draw(figure) for name in names} for hub in hubs}
    groups = {hub: draw(st.sampled_from(["g", "k", None])) for hub in hubs}
    checked = Scorecard.model_validate(card)
    assume(not check_scorecard(checked) and not check_hubs(checked, hubs))
    return Case(card, values, groups)


def tolerance(ranking: Ranking) -> float:
    return 1e-9 * ranking.plan.span


@EXAMPLES
@given(cases())
def test_scores_are_numbers_and_the_unscored_have_no_rank(case: Case) -> None:
    ranking = case.ranking()
    assert not np.isinf(ranking.scores).any()
    assert not np.isnan(ranking.coverage).any()
    assert ((ranking.coverage_by_node >= 0) & (ranking.coverage_by_node <= 1)).all()
    assert ((ranking.rank == 0) == np.isnan(ranking.index)).all()
    assert (np.isnan(ranking.evidence) == 0).all()
    assert sorted(ranking.listing) == list(range(len(case.values)))
    event(f"scored: {int((ranking.rank > 0).sum())} of {len(case.values)}")


def turned(table: Any) -> Any:
    """The same table with its keys the other way round."""
    return {key: turned(table[key]) for key in reversed(table)} if isinstance(table, dict) else table


def profiles(case: Case) -> dict[str, Profile]:
    """The same figures as files would say them."""
    made = {}
    for hub, row in case.values.items():
        data = {
            name: {"2024": {"value": value, "evidence": "reported", "source": "s"}}
            for name, value in row.items()
            if value is not None
        }
        role = "benchmark" if hub == "h0" else "candidate"
        raw = {"name": hub, "role": role, "sources": {"s": {"title": "S"}}, "data": data}
        made[hub] = Profile.model_validate(raw | ({"group": case.groups[hub]} if case.groups[hub] else {}))
    return made


@EXAMPLES
@given(cases())
def test_order_of_files_and_keys_changes_nothing(case: Case) -> None:
    ranking = case.ranking()
    card = Scorecard.model_validate(turned(case.card))
    hubs = dict(reversed(profiles(case).items()))
    other = score(from_profiles(hubs, list(card.indicators)), card, everyone=True)
    assert other.plan.ids == ranking.plan.ids
    np.testing.assert_array_equal(other.scores, ranking.scores)
    np.testing.assert_array_equal(other.rank, ranking.rank)
    np.testing.assert_array_equal(other.coverage, ranking.coverage)


@EXAMPLES
@given(cases(), st.sampled_from([0.01, 0.3, 7, 1000]))
def test_scaling_all_weights_changes_nothing(case: Case, factor: float) -> None:
    ranking = case.ranking()
    weights = {name: weight * factor for name, weight in case.card.get("weights", {}).items()}
    other = replace(case, card={**case.card, "weights": weights}).ranking()
    np.testing.assert_allclose(other.scores, ranking.scores, rtol=0, atol=tolerance(ranking))


@EXAMPLES
@given(cases(), st.data())
def test_better_value_never_lowers_the_hubs_own_score(case: Case, data: st.DataObject) -> None:
    there = [(hub, name) for hub, row in case.values.items() for name, value in row.items() if value is not None]
    assume(there)
    hub, name = data.draw(st.sampled_from(there))
    worse = case.values[hub][name]
    assert worse is not None
    entry = case.card["indicators"][name]
    # The one whom all are measured against sets the measure, which is a penalty to itself in another unit.
    assume(entry["normalise"] != {"distance_to_reference": hub})
    # Deviations are counted in spreads, and a better value may stretch the spread by way of what it fills elsewhere.
    tables = [case.card["method"], case.card["index"], *case.card["pillars"].values()]
    fills = any(table.get("missing") in FILLING for table in tables)
    assume(not (fills and entry["normalise"] in ("robust", "zscore")))
    step = data.draw(st.sampled_from([0.5, 3.0, 40.0]))
    better = worse + step if entry["direction"] == "higher" else worse - min(step, worse)
    values = {**case.values, hub: {**case.values[hub], name: better}}
    before, after = case.ranking(), replace(case, values=values).ranking()
    at = before.dataset.column[hub]
    rows = [before.plan.row[node] for node in (name, "index")]
    assert (np.isnan(after.scores[rows, at]) == np.isnan(before.scores[rows, at])).all()
    assert not (after.scores[rows, at] < before.scores[rows, at] - tolerance(before)).any()


@EXAMPLES
@given(cases(ALONE), st.data())
def test_dropping_a_hub_changes_no_other_score(case: Case, data: st.DataObject) -> None:
    tables = [case.card["method"], case.card["index"], *case.card["pillars"].values()]
    for table in tables:
        if table.get("missing") in FILLING[:-1]:  # the worst goalpost is a number here
            table["missing"] = "renormalise"
    gone = data.draw(st.sampled_from(sorted(case.values)))
    named = {hub for entry in case.card["indicators"].values() for hub in entry.get("applies_to", ())}
    assume(gone not in named and len(case.values) > 1)
    ranking = case.ranking()
    fewer = {hub: row for hub, row in case.values.items() if hub != gone}
    other = replace(case, values=fewer).ranking()
    kept = [position for position, hub in enumerate(ranking.dataset.hubs.ids) if hub != gone]
    np.testing.assert_allclose(other.scores, ranking.scores[:, kept], rtol=0, atol=1e-14 * ranking.plan.span)


@EXAMPLES
@given(cases(CLIPPED))
def test_clipped_methods_stay_inside_the_scale(case: Case) -> None:
    ranking = case.ranking()
    low, high = ranking.plan.scale
    scores = ranking.scores[~np.isnan(ranking.scores)]
    assert (scores >= low - tolerance(ranking)).all()
    assert (scores <= high + tolerance(ranking)).all()


@EXAMPLES
@given(cases(CLIPPED), st.sampled_from([0, 0.01, 0.3]))
def test_means_in_their_order(case: Case, floor: float) -> None:
    """Each over the same children: a flat tree under one limit."""
    entries = {name: {**entry, "pillar": None} for name, entry in case.card["indicators"].items()}
    card = {**case.card, "indicators": entries, "pillars": {}, "index": {}}
    card["weights"] = {name: weight for name, weight in card.get("weights", {}).items() if name in entries}
    assume(any(card["weights"].values()) or not card["weights"])
    found = []
    lifted = [{"power": 0.5}] if floor == 0 else []  # powers above 0 take zeros as they are
    for aggregate in ("minimum", "harmonic", "geometric", *lifted, "arithmetic", {"power": 3}):
        method = {**case.card["method"], "aggregate": aggregate, "floor": floor}
        found.append(replace(case, card={**card, "method": method}).ranking())
    for less, more in pairwise(found):
        assert (np.isnan(less.index) == np.isnan(more.index)).all()
        assert not (less.index > more.index + tolerance(less)).any()
    weights = found[0].plan.weights > 0
    highest = np.fmax.reduce(found[0].scores[:-1][weights], axis=0)
    assert not (found[-1].index > highest + tolerance(found[0])).any()
