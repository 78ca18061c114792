from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.errors import Problem, UsageError
from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.overtake import CLEAR, Overtaking, overtake
from hubscore.studies.reweigh import Field, levers

GAP = np.nan


def made(card: dict[str, Any], figures: dict[str, list[float]]) -> Ranking:
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10]} | card.get("indicators", {}).get(name, {})
        for name in figures
    }
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    values = np.array(list(figures.values()), dtype=float)
    ids = [f"hub{number}" for number in range(values.shape[1])]
    hubs = hubs_of(ids, [name.title() for name in ids], ["candidate"] * len(ids), [None] * len(ids))
    return score(from_values(hubs, list(figures), values), scorecard)


def grid(size: int, steps: int) -> np.ndarray[Any, np.dtype[np.float64]]:
    """All weights in steps, shape (draw, lever)."""
    rows = [point for point in product(range(steps + 1), repeat=size - 1) if sum(point) <= steps]
    return np.array([[*point, steps - sum(point)] for point in rows]) / steps


def brute(ranking: Ranking, found: Overtaking, steps: int) -> float:
    """The least change on a grid that scoring says to be enough; inf where none is."""
    v = grid(len(found.nodes), steps)
    index = levers(ranking, found.level).index(Field(ranking, np.array([0, 1])), v)
    above = index[:, 0] - index[:, 1] > CLEAR * ranking.plan.span
    return float(np.abs(v[above] - found.before).sum(axis=1).min(initial=np.inf)) / 2


def agrees(ranking: Ranking, found: Overtaking, steps: int) -> None:
    """Nothing on the grid is nearer; and near what was found there is a point of the grid that does it."""
    least = brute(ranking, found, steps)
    if found.after is None:
        assert least == np.inf
    else:
        assert found.lead_after > TIE_TOLERANCE * ranking.plan.span
        assert found.after.sum() == pytest.approx(1)
        assert found.moved <= least + 1e-7


FIGURE = st.floats(0, 10)


@pytest.mark.parametrize(("size", "steps"), [(2, 2000), (3, 120)])
@settings(max_examples=40)
@given(data=st.data())
def test_exact_against_a_grid(size: int, steps: int, data: st.DataObject) -> None:
    names = "abc"[:size]
    figures = {name: [data.draw(FIGURE), data.draw(FIGURE)] for name in names}
    ranking = made({"weights": {name: data.draw(st.floats(0.1, 3)) for name in names}}, figures)
    found = overtake(ranking, 0, 1)
    assert found.exact
    agrees(ranking, found, steps)
    s = ranking.scores[:size]
    if found.after is not None and found.moved > 0:  # by hand: from the worst levers to the best
        apart = s[:, 0] - s[:, 1]
        best, lacking, moved = apart.max(), 1e-6 - found.lead_before, 0.0
        before = dict(zip(found.nodes, found.before, strict=True))
        for at in np.argsort(apart):
            room = float(best - apart[at])
            step = min(before[ranking.plan.ids[at]], lacking / room) if lacking > 0 and room > 0 else 0.0
            moved, lacking = moved + step, lacking - step * room
        assert found.moved == pytest.approx(moved, abs=1e-7)


@settings(max_examples=25)
@given(st.data())
def test_exact_with_gaps_that_both_have(data: st.DataObject) -> None:
    """The weights of what is missing are rescaled away, and enough has to be left."""
    figures = {name: [data.draw(FIGURE), data.draw(FIGURE)] for name in "ab"} | {"c": [GAP, GAP]}
    ranking = made({"weights": {"a": 1, "b": 2, "c": 1}, "index": {"min_coverage": 0.6}}, figures)
    found = overtake(ranking, 0, 1)
    assert found.exact
    agrees(ranking, found, 100)
    if found.after is not None:
        assert found.after[found.nodes.index("c")] <= 0.4 + 1e-9


@pytest.mark.parametrize(
    "index", [{"aggregate": "geometric"}, {"aggregate": "copeland"}, {"aggregate": {"mean_min": {}}}, {"digits": 0}]
)
@settings(max_examples=12)
@given(data=st.data())
def test_searched_where_the_index_is_not_linear(index: dict[str, Any], data: st.DataObject) -> None:
    figures = {name: [data.draw(st.sampled_from([0.5, 2, 5, 9])) for _ in range(3)] for name in "abc"}
    ranking = made({"weights": {"a": 1, "b": 2, "c": 1}, "index": index}, figures)
    found = overtake(ranking, 0, 1)
    assert found.exact == (found.moved == 0)
    least = brute(ranking, found, 60)
    if found.after is not None:
        assert found.lead_after > TIE_TOLERANCE * ranking.plan.span
        assert found.moved <= least + 1e-6
    else:
        assert least == np.inf


@settings(max_examples=12)
@given(st.data())
def test_searched_where_the_hubs_lack_different_figures(data: st.DataObject) -> None:
    """A ratio of sums: the weights of what one of them lacks make its other figures weigh more."""
    figures = {name: [data.draw(FIGURE), data.draw(FIGURE)] for name in "ab"}
    figures |= {"c": [GAP, data.draw(FIGURE)], "d": [data.draw(FIGURE), GAP]}
    ranking = made({}, figures)
    found = overtake(ranking, 0, 1)
    least = brute(ranking, found, 24)
    if found.after is None:
        assert least == np.inf
    else:
        assert found.lead_after > TIE_TOLERANCE * ranking.plan.span
        assert found.moved <= least + 1e-6


def test_the_indicators_move_below_the_pillars() -> None:
    card = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {n: {"pillar": p} for n, p in zip("abcd", "ppqq", strict=True)},
    }
    figures = {"a": [1.0, 9.0], "b": [8.0, 6.0], "c": [2.0, 3.0], "d": [3.0, 5.0]}
    ranking = made(card, figures)
    by_pillar, by_indicator = (overtake(ranking, 0, 1, level) for level in ("pillar", "indicator"))  # type: ignore[arg-type]
    assert (by_pillar.after, by_pillar.exact) == (None, True)  # behind in both
    assert by_indicator.exact
    # behind by 2.25; each share moved from a (-8) to b (+2) brings 10
    assert by_indicator.moved == pytest.approx(0.225, abs=1e-6)
    assert dict(zip(by_indicator.nodes, by_indicator.after.round(4), strict=True)) == {  # type: ignore[union-attr]
        "a": 0.025,
        "b": 0.475,
        "c": 0.25,
        "d": 0.25,
    }
    again = levers(ranking, "indicator").index(Field(ranking, np.arange(2)), by_indicator.after[None])[0]  # type: ignore[index]
    assert again[0] > again[1]


def test_who_is_above_already_needs_no_change() -> None:
    ranking = made({}, {"a": [5, 4], "b": [5, 5]})
    found = overtake(ranking, 0, 1)
    assert (found.moved, found.exact, found.lead_before) == (0, True, 5)
    assert np.isnan(overtake(made({}, {"a": [4, 5], "b": [4, 5]}), 0, 1).moved)


def test_a_lead_that_is_next_to_a_tie_is_none() -> None:
    assert overtake(made({}, {"a": [3e-8, 0], "b": [0, 1]}), 0, 1).after is None  # at best 3e-9 of the span ahead
    assert overtake(made({}, {"a": [3e-7, 0], "b": [0, 1]}), 0, 1).lead_after > 0
    assert overtake(made({}, {"a": [5.000000008, 5], "b": [5, 5]}), 0, 1).after is None  # nor is it one before


def test_level_hubs_are_not_above_each_other() -> None:
    found = overtake(made({}, {"a": [5, 4], "b": [4, 5]}), 0, 1)
    assert 0 < found.moved < 1e-7
    assert found.lead_after > 1e-7


def test_the_order_of_hubs_is_of_no_matter() -> None:
    figures = {"a": [9.0, 1.0], "b": [2.0, 7.0], "c": [4.0, 5.0]}
    one = overtake(made({"index": {"aggregate": "geometric"}}, figures), 0, 1)
    turned = {name: row[::-1] for name, row in figures.items()}
    other = overtake(made({"index": {"aggregate": "geometric"}}, turned), 1, 0)
    np.testing.assert_array_equal(one.after, other.after)  # type: ignore[arg-type]


def test_what_cannot_be_asked() -> None:
    ranking = made({}, {"a": [5, 4, GAP], "b": [4, 5, GAP]})
    hint = "name two different hubs, the one to be above first"
    itself = Problem("usage", "Hub1 cannot overtake itself", hint=hint)
    hint = "`hubscore explain hub2` says what is lacking; --value tries a figure"
    no_index = Problem("unscored", "Hub2 has no index", expected="a hub that is scored", hint=hint)
    for above, below, problem in ((1, 1, itself), (2, 0, no_index), (0, 2, no_index)):
        with pytest.raises(UsageError) as caught:
            overtake(ranking, above, below)
        assert caught.value.problems == (problem,)


def test_the_answer_says_what_was_asked() -> None:
    ranking = made({}, {"a": [5, 4], "b": [4, 8]})
    for above, below in ((1, 0), (0, 1)):  # as it is, and by other weights
        found = overtake(ranking, above, below, "indicator")
        assert found.ranking is ranking
        assert (found.above, found.below, found.level, found.nodes) == (above, below, "indicator", ("a", "b"))
        assert found.exact
        assert found.after is not None
        assert not found.before.flags.writeable
        assert not found.after.flags.writeable
        a, b = found.after
        lead = 10 * a - 40 * b if above == 0 else 40 * b - 10 * a
        assert (found.lead_before, found.lead_after) == pytest.approx((15 if above else -15, lead))
        assert found.lead_after > 0


def test_an_answer_that_scoring_does_not_confirm_is_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    ranking = made({"weights": {"a": 2, "b": 3}}, {"a": [9, 1], "b": [2, 9]})  # +80 and -70: level at 7/15
    monkeypatch.setattr("hubscore.studies.overtake.nearest_linear", lambda weights, *_: weights)
    found = overtake(ranking, 0, 1)
    assert not found.exact
    assert found.moved == pytest.approx(7 / 15 - 0.4, abs=1e-6)


def test_searched_where_the_slope_leads_back_to_the_declared_weights() -> None:
    figures = {"a": [GAP, 3.27], "b": [5.15, 0.84], "c": [6.84, 4.64]}
    card = {"method": {"min_coverage": 0.1}, "weights": {"a": 0.463, "b": 0.215, "c": 0.322}}
    for one, other in ((0, 1), (1, 0)):
        ranking = made(card, {name: [row[one], row[other]] for name, row in figures.items()})
        agrees(ranking, overtake(ranking, 0, 1), 200)


@pytest.mark.parametrize("weights", [{"a": 0.31, "b": 0.27, "c": 0.23, "d": 0.19}, {"a": 7, "b": 3, "c": 11, "d": 13}])
def test_the_worst_pillars_can_be_left_out(weights: dict[str, float]) -> None:
    card = {"method": {"aggregate": "minimum"}, "weights": weights}
    ranking = made(card, {"a": [2.0, 5.0], "b": [8.0, 6.0], "c": [6.0, 7.0], "d": [1.0, 3.0]})
    found = overtake(ranking, 0, 1)
    left = (weights["a"] + weights["c"] + weights["d"]) / sum(weights.values())
    assert found.moved == pytest.approx(left)
    assert found.after is not None
    assert found.after.tolist() == [0, 1, 0, 0]
