"""What moved and why: parts that add up, whatever changed together."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from hubscore.errors import ScoringError
from hubscore.model.agreement import check_hubs
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import planned, score
from hubscore.studies.diff import KINDS, SAME, VISIBLE, Stated, diff
from hubscore.studies.mixture import Mixture, Side, mixed
from hubscore.studies.whatif import Move

INDICATORS, PILLARS, MEASURES, HUBS = ("a", "b", "c", "d"), ("p", "q"), ("m", "n"), ("y", "z", "w")
AGGREGATES = ["arithmetic", "geometric", "median", {"power": 2}, "minimum", "mean_min"]
MISSING = ["renormalise", "mean", "group_median", "worst", "strict", "linear"]


def some(draw: st.DrawFn, **choices: st.SearchStrategy[Any]) -> dict[str, Any]:
    return {key: draw(choice) for key, choice in choices.items() if draw(st.booleans())}


# No digits here: rounding makes a whole digit of what two ways of adding up differ in their last bit.


def node(draw: st.DrawFn) -> dict[str, Any]:
    return some(
        draw,
        aggregate=st.sampled_from(AGGREGATES),
        missing=st.sampled_from(MISSING),
        min_coverage=st.sampled_from([0.0, 0.4, 1.0]),
        over=st.sampled_from(["children", "indicators"]),
    )


GOALPOSTS: list[tuple[list[Any], list[Any]]] = [
    ([0, 10], [10, 0]),
    (["min", "max"], ["max", "min"]),
    ([2, "max"], ["max", 2]),
]
"""For an indicator of which more is better, and of which less is."""


@st.composite
def cards(draw: st.DrawFn, hubs: list[str]) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(INDICATORS), min_size=1, unique=True))
    pillars = {name: node(draw) for name in PILLARS[: min(len(names), draw(st.integers(0, 2)))]}
    panel = draw(st.booleans())
    kinds = ["goalposts", "minmax"] if panel else ["goalposts", "minmax", "zscore", "rank"]
    entries: dict[str, Any] = {}
    for at, name in enumerate(names):
        lower = draw(st.booleans())
        entries[name] = {
            "direction": "lower" if lower else "higher",
            "goalposts": draw(st.sampled_from(GOALPOSTS))[lower],
            "pillar": [*pillars, *draw(st.permutations(list(pillars)))][at % (2 * len(pillars))] if pillars else None,
            **some(
                draw,
                per=st.sampled_from(MEASURES),
                unit=st.sampled_from(["km", "mi"]),
                clip=st.booleans(),
                normalise=st.sampled_from(kinds),
                applies_to=st.lists(st.sampled_from(hubs), min_size=1, unique=True),
            ),
        }
    method = some(
        draw,
        aggregate=st.sampled_from(AGGREGATES),
        missing=st.sampled_from(MISSING),
        normalise=st.sampled_from(kinds),
        scale=st.sampled_from([[0, 100], [1, 10]]),
        bounds=st.sampled_from(["middle", "cautious", "bound"]),
    )
    return {
        "hubs": "*",
        "measures": {name: {} for name in MEASURES},
        "pillars": pillars,
        "indicators": entries,
        "method": method | {"panel": panel},
        "index": {key: value for key, value in node(draw).items() if key != "over"},
        **some(
            draw,
            weights=st.fixed_dictionaries({name: st.sampled_from([0.1, 1, 2.5, 7]) for name in (*names, *pillars)}),
            as_of=st.sampled_from([2021, 2022]),
            max_age=st.integers(0, 2),
            evidence=st.fixed_dictionaries({"admit": st.sampled_from(["official", "secondary", "estimate"])}),
            screening=st.fixed_dictionaries({"min_coverage": st.sampled_from([0.2, 0.6])}),
        ),
    }


READINGS: list[dict[str, Any]] = [{"value": float(number)} for number in range(1, 9)]
READINGS += [{"at_least": 3.0}, {"at_least": 2.0, "at_most": 6.0}, {"value": 4.0, "unit": "mi"}]
YEARS = [
    {year: {**reading, "evidence": grade, "source": "s"}}
    for reading in READINGS
    for year in ("2020", "2021", "2022")
    for grade in ("official", "reported", "estimate")
]


@st.composite
def sides(draw: st.DrawFn) -> Side:
    """A scorecard that is valid, with figures that its method allows."""
    hubs = ["x", *draw(st.lists(st.sampled_from(HUBS), unique=True))]
    card = Scorecard.model_validate(draw(cards(hubs)))
    assert (check_scorecard(card), check_hubs(card, hubs)) == ([], [])
    known = (*card.indicators, *card.measures)
    cell = st.builds(lambda one, other: {**one, **other}, st.sampled_from(YEARS), st.sampled_from([{}, *YEARS]))
    people = {}
    for hub in dict.fromkeys(hubs):
        cells = draw(st.lists(st.none() | cell if hub != "x" else cell, min_size=len(known), max_size=len(known)))
        data = {name: years for name, years in zip(known, cells, strict=True) if years}
        words = some(draw, role=st.sampled_from(["candidate", "benchmark"]), group=st.sampled_from(["g", "h"]))
        people[hub] = Profile.model_validate({"name": hub, "sources": {"s": {"title": "S"}}, "data": data, **words})
    side = Side(from_profiles(people, known), card)
    try:
        score(*side)
    except ScoringError:
        assume(False)
    return side


EXAMPLES = settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)


@EXAMPLES
@given(sides(), sides())
def test_parts_add_up_and_go_back_with_the_other_sign(old: Side, new: Side) -> None:
    there, back = diff(old, new), diff(new, old)
    backwards = {cause.hub: cause for cause in back.causes}
    for move, cause in zip(there.moves, there.causes, strict=True):
        assert move.hub == cause.hub
        if move.score_before is None or move.score_after is None:
            assert set(cause[1:]) == {None}
            continue
        assert cause.total == move.score_after - move.score_before
        event(f"attributed: {cause.data is not None}")
        if cause.data is not None:
            assert sum(cause[1:5]) == pytest.approx(cause.total, abs=1e-9)
        for part, other in zip(cause[1:], backwards[cause.hub][1:], strict=True):
            assert (part is None) == (other is None)
            assert part is None or part == pytest.approx(-other, abs=1e-9)


def ranking_of(pair: tuple[Side, Side], made: tuple[int, ...]) -> Ranking | None:
    """The ranking by one of the mixtures."""
    try:
        return planned(*mixed(pair, Mixture(*made)))
    except ScoringError:
        return None


def index_of(ranking: Ranking | None, hub: str) -> float:
    known = ranking is not None and hub in ranking.dataset.column
    return float(ranking.index[ranking.dataset.column[hub]]) if ranking and known else float("nan")


@settings(EXAMPLES, max_examples=10)
@given(sides(), sides())
def test_the_mean_over_all_orders_of_change(old: Side, new: Side) -> None:
    rankings = {made: ranking_of((old, new), made) for made in product((0, 1), repeat=len(KINDS))}
    for cause in diff(old, new).causes[:2]:
        if cause.total is None:
            continue
        orders = []
        for order in permutations(KINDS):
            made = [tuple(int(kind in order[:step]) for kind in KINDS) for step in range(5)]
            ends = [index_of(rankings[each], cause.hub) for each in made]
            if not np.isnan(ends).any():
                orders.append({kind: ends[at + 1] - ends[at] for at, kind in enumerate(order)})
        for kind in KINDS:
            part = getattr(cause, kind)
            assert (part is None) == (not orders)
            if orders:
                assert part == pytest.approx(np.mean([each[kind] for each in orders]), abs=1e-9)


@EXAMPLES
@given(sides())
def test_nothing_moves_between_the_same(side: Side) -> None:
    found = diff(side, Side(*side))
    assert (found.moved, found.changes) == ((), ())
    assert {part for cause in found.causes for part in cause[1:]} <= {0.0, None}


def test_moves_name_every_hub_of_either(made: Any) -> None:
    old = Side(*made({}, x={"a": 5}, y={"a": 4}, z={"a": 9}))
    new = Side(*made({}, x={"a": 5}, y={"a": 6}, w={"a": None}))
    found = diff(old, new)
    assert found.moves == (
        Move("y", "y", 3, 1, 40, 60),
        Move("x", "x", 2, 2, 50, 50),
        Move("w", "w", None, None, None, None),
        Move("z", "z", 1, None, 90, None),
    )
    assert [move.hub for move in found.moved] == ["y", "w", "z"]


def test_a_score_that_comes_or_goes_has_moved(made: Any) -> None:
    old, new = Side(*made({}, x={"a": 5}, y={"a": 1})), Side(*made({}, x={"a": 5}, y={"a": None}))
    for pair in ((old, new), (new, old)):
        found = diff(*pair)
        assert [move.hub for move in found.moved] == ["y"]
        assert found.causes[1] == ("y", None, None, None, None, None)


def test_a_yardstick_s_score_that_comes_or_goes_has_moved(made: Any) -> None:
    old, new = (Side(*made({}, x={"a": 5}, y={"a": cell, "Role": "benchmark"})) for cell in (1, None))
    for pair in ((old, new), (new, old)):
        assert [move.hub for move in diff(*pair).moved] == ["y"]


def test_benchmarks_rank_along_on_demand(made: Any) -> None:
    old, new = (Side(*made({}, x={"a": 5}, y={"a": number, "Role": "benchmark"})) for number in (4, 6))
    assert [(move.rank_before, move.rank_after) for move in diff(old, new).moves] == [(1, 1), (None, None)]
    everyone = diff(old, new, everyone=True)
    assert [(move.hub, move.rank_before, move.rank_after) for move in everyone.moves] == [("y", 2, 1), ("x", 1, 2)]


def test_no_order_in_which_every_step_is_scored(made: Any) -> None:
    """Neither the old readings by the new framework nor the new by the old have anything to score."""
    measures = {"measures": {"m": {}, "n": {}}}
    old = Side(*made({**measures, "indicators": {"a": {"from": "m"}}}, x={"a": None, "m": 2}, y={"m": 2, "n": 2}))
    new = Side(*made({**measures, "indicators": {"a": {"from": "n"}}}, x={"a": None, "n": 6}, y={"m": 2, "n": 2}))
    cause = next(cause for cause in diff(old, new).causes if cause.hub == "x")
    assert cause == ("x", None, None, None, None, pytest.approx(40))


def test_a_mixture_that_cannot_be_scored_is_passed_over(made: Any) -> None:
    """The new method takes a logarithm, and one of the old readings is 0: data first is the only way."""
    card = {"indicators": {"a": {"normalise": "minmax"}}}
    old = Side(*made(card, x={"a": 0}, y={"a": 10}, z={"a": 5}))
    card = {"indicators": {"a": {"normalise": "minmax", "transform": "log"}}}
    new = Side(*made(card, x={"a": 1}, y={"a": 10}, z={"a": 5}))
    [cause] = [cause for cause in diff(old, new).causes if cause.hub == "z"]
    logarithm = 100 * np.log(5) / np.log(10)
    assert cause[1:] == pytest.approx((400 / 9 - 50, 0, logarithm - 400 / 9, 0, logarithm - 50))


def test_results_that_were_stated_count_and_the_rest_is_the_method_s(made: Any) -> None:
    side = Side(*made({}, x={"a": 5}, y={"a": 4}))
    old = Stated({"x": 48.0, "y": 52.0}, {"x": 2, "y": 1})
    found = diff(side, side, stated=(old, None))
    assert found.moves == (Move("x", "x", 2, 1, 48, 50), Move("y", "y", 1, 2, 52, 40))
    assert found.causes[0] == ("x", 0, 0, 2, 0, 2)
    back = diff(side, side, stated=(None, old))
    assert back.moves == (Move("x", "x", 1, 2, 50, 48), Move("y", "y", 2, 1, 40, 52))
    assert back.causes[1] == ("y", 0, 0, 12, 0, 12)


def test_scores_that_were_stated_count_beside_ranks_of_ours(made: Any) -> None:
    side, given = Side(*made({}, x={"a": 5}, y={"a": 4})), Stated({"x": 48.0, "y": 52.0}, None)
    assert diff(side, side, stated=(given, None)).moves == (Move("x", "x", 1, 1, 48, 50), Move("y", "y", 2, 2, 52, 40))
    assert diff(side, side, stated=(None, given)).moves == (Move("x", "x", 1, 1, 50, 48), Move("y", "y", 2, 2, 40, 52))


def test_a_score_that_was_stated_of_a_hub_without_figures_has_no_known_cause(made: Any) -> None:
    both, one = Side(*made({}, x={"a": 5}, y={"a": 4})), Side(*made({}, x={"a": 5}))
    given = Stated({"x": 50.0, "y": 30.0}, None)
    assert diff(both, one, stated=(None, given)).causes[1] == ("y", None, None, None, None, -10)
    assert diff(one, both, stated=(given, None)).causes[1] == ("y", None, None, None, None, 10)


@pytest.mark.parametrize(
    ("given", "follows"),
    [
        ({"x": 0.0, "y": None}, True),
        ({"x": 0.0}, True),
        ({"x": 9 * SAME, "y": None}, True),  # of a scale that is 9 long
        ({"x": -9 * SAME, "y": None}, True),
        ({"x": 9.1 * SAME, "y": None}, False),
        ({"x": -9.1 * SAME, "y": None}, False),
        ({"x": None, "y": None}, False),
        ({"y": None}, False),
        ({"x": 0.0, "y": 0.0}, False),
    ],
)
def test_results_that_were_stated_are_what_scoring_gives(
    ranked: Any, given: dict[str, float | None], follows: bool
) -> None:
    ranking = ranked({"method": {"scale": [0, 9]}}, x={"a": 0}, y={"a": None})
    assert Stated(given, None).follows(ranking) == follows


def test_results_of_the_other_sign_are_others(ranked: Any) -> None:
    ranking = ranked({"method": {"scale": [-9, 9]}}, x={"a": 10})
    assert [Stated({"x": score}, None).follows(ranking) for score in (9.0, -9.0)] == [True, False]


@pytest.mark.parametrize(("spans", "length"), [((9, 9), 9), ((9, 2), 9), ((2, 9), 9)])
def test_what_rounding_moves_has_not_moved(made: Any, spans: tuple[int, int], length: int) -> None:
    """In either direction, by the longer of the scales."""
    sides = [Side(*made({"method": {"scale": [0, span]}}, x={"a": 0})) for span in spans]
    for share, moved in ((0.5, False), (1, False), (1.1, True)):
        for then in (share * length * VISIBLE, -share * length * VISIBLE):
            assert bool(diff(*sides, stated=(Stated({"x": then}, None), None)).moved) == moved
