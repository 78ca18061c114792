from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.errors import Problem, UsageError
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.changes import with_shares
from hubscore.studies.stability import Gain, Leeway, gains, leeways

GAP = np.nan


def made(
    card: dict[str, Any], figures: dict[str, list[float]], benchmark: tuple[int, ...] = ()
) -> tuple[Ranking, Scorecard]:
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10]} | card.get("indicators", {}).get(name, {})
        for name in figures
    }
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    values = np.array(list(figures.values()), dtype=float)
    ids = [f"hub{number}" for number in range(values.shape[1])]
    roles = ["benchmark" if at in benchmark else "candidate" for at in range(len(ids))]
    hubs = hubs_of(ids, [name.title() for name in ids], roles, [None] * len(ids))
    return score(from_values(hubs, list(figures), values), scorecard), scorecard


def of(found: tuple[Leeway, ...], node: str) -> Leeway:
    [leeway] = [leeway for leeway in found if leeway.node == node]
    return leeway


def gained(found: tuple[Gain, ...], indicator: str) -> Gain:
    [gain] = [gain for gain in found if gain.indicator == indicator]
    return gain


def test_where_the_leader_is_level_with_the_next() -> None:
    # hub0 leads by 80 a + 30 (1 - a) against 20 a + 70 (1 - a): level at a = 0.4, declared 0.5
    ranking, _ = made({}, {"a": [8, 2, 1], "b": [3, 7, 1]})
    found = of(leeways(ranking), "a")
    assert (found.share, found.parent, found.low_hub, found.high_hub) == (0.5, "index", 1, None)
    assert found.low == pytest.approx(0.4, abs=1e-8)
    assert np.isnan(found.high)
    other = of(leeways(ranking), "b")
    assert (other.high, other.high_hub) == (pytest.approx(0.6, abs=1e-8), 1)


def test_both_sides_may_have_an_end() -> None:
    ranking, _ = made({"weights": {"a": 2, "b": 1, "c": 1}}, {"a": [5, 10, 0], "b": [9, 0, 6], "c": [5, 0, 10]})
    found = of(leeways(ranking), "a")
    # against hub1: 7 - 2 a = 10 a; against hub2: 7 - 2 a = 8 - 8 a
    assert (found.low, found.high) == (pytest.approx(1 / 6, abs=1e-8), pytest.approx(7 / 12, abs=1e-8))
    assert (found.low_hub, found.high_hub) == (2, 1)


def test_an_edge_next_to_the_declared_share() -> None:
    # hub0 leads by 50.1 a against 49.9 b: level at a = 0.499
    ranking, _ = made({}, {"a": [6.01, 1], "b": [1, 5.99]})
    a, b = leeways(ranking)
    assert (a.low, b.high) == (pytest.approx(0.499, abs=1e-8), pytest.approx(0.501, abs=1e-8))
    assert (a.low_hub, b.high_hub) == (1, 1)


def test_an_edge_next_to_the_whole() -> None:
    # hub0 leads by 99 b against a: level at a = 0.99
    ranking, _ = made({}, {"a": [5, 5.1], "b": [9.95, 0.05]})
    a, b = leeways(ranking)
    assert (a.high, b.low) == (pytest.approx(0.99, abs=1e-8), pytest.approx(0.01, abs=1e-8))
    assert (a.high_hub, b.low_hub) == (1, 1)


def test_no_share_is_beyond_the_whole() -> None:
    # hub0 leads by 0.9 a + 90.9 b: level at a = 1.01
    ranking, _ = made({}, {"a": [5.09, 5], "b": [9.5, 0.41]})
    for found in leeways(ranking):
        assert np.isnan([found.low, found.high]).all()
        assert (found.low_hub, found.high_hub) == (None, None)


def test_deeper_weights_move_among_their_own_siblings() -> None:
    card = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}}}
    ranking, scorecard = made(card, {"a": [9, 1], "b": [1, 9], "c": [6, 5]})
    found = leeways(ranking)
    assert [leeway.node for leeway in found] == ["p", "a", "b", "c"]
    # 0.5 (9 a + 1 - a) + 3 against 0.5 (a + 9 (1 - a)) + 2.5: level at 16 a = 7
    assert of(found, "a").low == pytest.approx(7 / 16, abs=1e-8)
    assert np.isnan(of(found, "p").low)
    for share, leader in ((0.44, 0), (0.43, 1)):
        after = score(ranking.dataset, with_shares(scorecard, ranking.dataset, {"a": share}))
        assert after.rank[leader] == 1


@settings(max_examples=40)
@given(st.data())
def test_beyond_the_edges_somebody_else_leads(data: st.DataObject) -> None:
    """With gaps: scored anew just inside and just outside.

    Not under the median: where weights split evenly it jumps, at one single share, and back.
    """
    figures = {name: [data.draw(st.sampled_from([GAP, 1.0, 4.0, 6.0, 9.0])) for _ in range(3)] for name in "abc"}
    aggregate = data.draw(st.sampled_from(["arithmetic", "geometric", "copeland"]))
    ranking, scorecard = made({"index": {"aggregate": aggregate}, "weights": {"a": 3, "b": 2, "c": 2}}, figures)
    if not ranking.rank.any():
        return
    leader = ranking.listing[0]
    for found in leeways(ranking):
        for edge, side, hub in ((found.low, -1, found.low_hub), (found.high, 1, found.high_hub)):
            if np.isnan(edge):
                continue
            for share, leads in ((edge - side * 1e-7, True), (edge + side * 1e-7, False)):
                if 1e-6 < share < 1 - 1e-6:
                    after = score(ranking.dataset, with_shares(scorecard, ranking.dataset, {found.node: share}))
                    assert (after.rank[leader] == 1) == leads
                    if not leads:
                        assert (hub is None) == (not after.rank.any())


def test_a_leader_that_is_lost_without_an_heir() -> None:
    ranking, _ = made({"weights": {"a": 3, "b": 2}}, {"a": [5], "b": [GAP]})
    found = of(leeways(ranking), "a")
    assert (found.low, found.low_hub) == (pytest.approx(0.5), None)


def test_what_weighs_nothing_or_all_cannot_move() -> None:
    card = {"weights": {"a": 1, "b": 0, "p": 1}, "pillars": {"p": {}}, "indicators": {"c": {"pillar": "p"}}}
    ranking, _ = made(card, {"a": [9, 1], "b": [1, 9], "c": [6, 5]})
    assert [leeway.node for leeway in leeways(ranking)] == ["p", "a"]


def test_nobody_leads() -> None:
    ranking, _ = made({}, {"a": [GAP, 1]}, benchmark=(1,))
    with pytest.raises(UsageError) as caught:
        leeways(ranking)
    assert caught.value.problems == (Problem("unscored", "no hub is ranked", hint="`hubscore` says what is lacking"),)


def test_what_a_figure_has_to_be() -> None:
    # hub1 is 20 behind: a weighs 1/4 and b 3/4
    ranking, scorecard = made({"weights": {"a": 1, "b": 3}}, {"a": [6, 2, 0], "b": [5, 4, 1]})
    assert ranking.rank.tolist() == [1, 2, 3]
    found = gains(ranking, scorecard, 1)
    assert [gain.indicator for gain in found] == ["b", "a"]
    # 52.5 to beat from 35: b needs 70/3 points more
    assert found[0].needed == pytest.approx(4 + 7 / 3, abs=1e-6)
    assert found[0].points == pytest.approx(70 / 3, abs=1e-5)
    assert (found[0].value, found[0].rank, found[0].past) == (4, 1, (0,))
    assert found[1].needed == pytest.approx(9, abs=1e-6)
    after, _ = made({"weights": {"a": 1, "b": 3}}, {"a": [6, found[1].needed, 0], "b": [5, 4, 1]})
    assert after.rank.tolist() == [2, 1, 3]  # above, and by more than a tie
    # 15/2 points from 0.75 to 3.5: only b can do it, from 1 to 14/3
    assert [gain.indicator for gain in gains(ranking, scorecard, 2)] == ["b"]


def test_lower_is_better_and_ranks_are_whole() -> None:
    card = {"indicators": {"a": {"direction": "lower", "goalposts": [101, 1], "kind": "rank"}}}
    ranking, scorecard = made(card, {"a": [30, 60.5], "b": [5, 6]})
    found = gained(gains(ranking, scorecard, 1), "a")
    # 71 + 50 against 40.5 + 60: 20.5 places and a bit more, the next whole one
    assert (found.needed, found.rank) == (39, 1)


def test_a_whole_step_may_not_be_left() -> None:
    card = {"indicators": {"a": {"goalposts": [0, 2.5], "kind": "count"}}}
    ranking, scorecard = made(card, {"a": [2.2, 2], "b": [5, 5]})
    assert gained(gains(ranking, scorecard, 1), "a").needed == 3  # clipped, and enough


def test_a_whole_step_may_lead_too_far() -> None:
    """Among three, the distance of two in standard deviations is greatest with the third in the middle."""
    figures = {"a": [0, 0.2, 0.75], "b": [6.98, 5, 0]}  # ahead by 19.8; 2 brings 10 sqrt(6 x 4 / 6.125), 1 less still
    for kind, enough in (("amount", {"a", "b"}), ("count", {"b"})):
        ranking, scorecard = made(
            {"indicators": {"a": {"normalise": "zscore", "goalposts": None, "kind": kind}}}, figures
        )
        assert {gain.indicator for gain in gains(ranking, scorecard, 1)} == enough


def test_level_hubs_gain_by_passing_those_before_them() -> None:
    ranking, scorecard = made({}, {"a": [6, 5, 5, GAP], "b": [6, 5, 5, GAP]})
    assert ranking.rank.tolist() == [1, 2, 2, 0]
    found = gained(gains(ranking, scorecard, 1), "a")
    assert (found.rank, found.past) == (1, (0,))
    assert found.needed == pytest.approx(7, abs=1e-6)


def test_goalposts_of_the_data_move_along() -> None:
    card = {"indicators": {"a": {"goalposts": ["min", "max"]}}}
    ranking, scorecard = made(card, {"a": [9, 3, 1], "b": [5, 6, 1]})
    found = gained(gains(ranking, scorecard, 1), "a")
    after, _ = made(card, {"a": [9, found.needed + 1e-6, 1], "b": [5, 6, 1]})
    before, _ = made(card, {"a": [9, found.needed - 1e-6, 1], "b": [5, 6, 1]})
    assert (after.rank[1], before.rank[1]) == (1, 2)


def test_who_is_the_worst_takes_that_goalpost_along() -> None:
    card = {"indicators": {"a": {"goalposts": ["min", "max"]}}}
    ranking, scorecard = made(card, {"a": [9, 1, 3], "b": [5, 6, 0]})
    # 90 points are needed, of (x - 3) / (9 - 3) once hub2 is the worst
    assert gained(gains(ranking, scorecard, 1), "a").needed == pytest.approx(8.4, abs=1e-6)


def test_outliers_are_brought_in_as_they_were() -> None:
    others = [3 + 0.05 * at for at in range(21)]
    entry = {"treat": "winsorise", "goalposts": [0, 10]}
    # the 1000 counts as 5: hub1 is behind by 10 and 10, and beyond 5 there is nothing to gain
    ranking, scorecard = made({"indicators": {"a": entry}}, {"a": [5, 4, *others, 1000], "b": [6, 5] + [0] * 22})
    assert ranking.score("a")[-1] == 50
    assert [gain.indicator for gain in gains(ranking, scorecard, 1)] == ["b"]


@pytest.mark.parametrize(
    ("normalise", "direction"),
    [("minmax", "higher"), ("fraction_of_max", "higher"), ("minmax", "lower"), ("fraction_of_max", "lower")],
)
def test_to_move_the_best_goalpost_of_the_data_is_no_gain(normalise: str, direction: str) -> None:
    # hub1 is best in a: beyond that it would only lower hub0
    a = [5, 9, 1] if direction == "higher" else [2, 1, 9]
    card = {"indicators": {"a": {"normalise": normalise, "direction": direction, "goalposts": None, "clip": False}}}
    ranking, scorecard = made(card, {"a": a, "b": [9, 3, 1], "c": [9, 8, 1]})
    assert ranking.rank.tolist() == [1, 2, 3]
    assert {gain.indicator for gain in gains(ranking, scorecard, 1)} == {"b"}
    assert all(gain.needed <= 9 for gain in gains(ranking, scorecard, 2))


def test_a_reference_is_no_goalpost_that_moves() -> None:
    entry = {"normalise": {"distance_to_reference": "hub0"}, "goalposts": ["min", "max"], "clip": False}
    ranking, scorecard = made({"indicators": {"a": entry}}, {"a": [5, 3, 1], "b": [5, 4, 1]})
    assert gained(gains(ranking, scorecard, 1), "a").needed > 5


def test_to_move_the_reference_is_no_gain() -> None:
    entry = {"normalise": {"distance_to_reference": "hub1"}, "goalposts": ["min", "max"], "clip": False}
    ranking, scorecard = made({"indicators": {"a": entry}}, {"a": [5, 5, 1], "b": [9, 8, 1]})
    assert [gain.indicator for gain in gains(ranking, scorecard, 1)] == ["b"]


@pytest.mark.parametrize(
    ("entry", "figures", "needed"),
    [
        # 90 points are needed: of the greatest figure, of the least one, of the yardstick
        ({"normalise": "fraction_of_max", "goalposts": None}, [8.0, 4.0, 1.0], 7.2),
        ({"normalise": "fraction_of_max", "goalposts": None, "direction": "lower"}, [4.0, 8.0, 9.0], 40 / 9),
        ({"goalposts": [0, "benchmark"]}, [9.0, 4.0, 8.0], 7.2),
    ],
)
def test_figures_are_measured_by_those_of_others(entry: dict[str, Any], figures: list[float], needed: float) -> None:
    ranking, scorecard = made({"indicators": {"a": entry}}, {"a": figures, "b": [5, 6, 0]}, benchmark=(2,))
    assert ranking.score("a")[0] == 100
    assert gained(gains(ranking, scorecard, 1), "a").needed == pytest.approx(needed, abs=1e-6)


@pytest.mark.parametrize(
    ("entry", "figures", "found"),
    [
        ({"kind": "share", "goalposts": [0, 100], "clip": False}, [95.0, 90.0], False),  # 105 would be needed
        ({"kind": "amount", "goalposts": [0, 100], "clip": False}, [95.0, 90.0], True),
        ({"direction": "lower", "goalposts": [20, -20]}, [3.0, 2.0], False),  # -1.8 would be needed
        ({"direction": "lower", "goalposts": [20, -20]}, [-3.0, 2.0], True),
        ({"direction": "lower", "goalposts": [20, -20], "kind": "rank"}, [3.0, 4.0], False),
        ({"direction": "lower", "goalposts": [10, 0], "kind": "rank"}, [2.0, 2.0], False),  # 0 would be needed
        ({"direction": "lower", "goalposts": [10, 0], "kind": "rank"}, [3.0, 3.0], True),
        ({"direction": "lower", "goalposts": [10, 0], "kind": "count"}, [2.0, 2.0], True),
        ({"direction": "lower", "goalposts": [5, -5]}, [0.5, 0.7], False),  # -0.5 would be needed
        ({"direction": "lower", "goalposts": [5, -5]}, [0.0, 0.7], False),  # -1 would be needed
    ],
)
def test_figures_stay_what_figures_of_their_kind_can_be(
    entry: dict[str, Any], figures: list[float], found: bool
) -> None:
    ranking, scorecard = made({"indicators": {"a": entry, "b": {}}}, {"a": figures, "b": [6, 5]})
    assert ranking.rank.tolist() == [1, 2]
    assert ("a" in {gain.indicator for gain in gains(ranking, scorecard, 1)}) == found


@pytest.mark.parametrize(
    ("a", "ahead", "needed"),
    [
        ([10.0, -9.9], 5, 15),
        ([60.0, -1.0], 500, 560),  # ten times the range beyond the best
        ([60.0, -1.0], 700, None),
        ([100.0, 100.0], 5, 105),  # no range: ten times what they are
        ([100.0, 100.0], 1100, None),
        ([0.0, 0.0], 5, 5),
        ([0.0, 0.0], 15, None),
    ],
)
def test_how_far_a_figure_without_an_end_is_moved(a: list[float], ahead: float, needed: float | None) -> None:
    for sign, direction in ((1, "higher"), (-1, "lower"))[: 1 + any(a)]:  # below 0 nothing goes that is not there yet
        entry = {"direction": direction, "goalposts": [0, sign * 10]}
        card = {"method": {"clip": False}, "indicators": {"a": entry}}
        ranking, scorecard = made(card, {"a": [sign * each for each in a], "b": [ahead, 0]})
        found = [gain.needed for gain in gains(ranking, scorecard, 1) if gain.indicator == "a"]
        assert found == ([] if needed is None else [pytest.approx(sign * needed, abs=1e-6)])


def test_unclipped_figures_can_go_far() -> None:
    ranking, scorecard = made({"method": {"clip": False}}, {"a": [10, 5], "b": [10, 1]})
    assert gained(gains(ranking, scorecard, 1), "a").needed == pytest.approx(19, abs=1e-6)


@pytest.mark.parametrize("card", [{}, {"method": {"missing": "mean"}}])
def test_gaps_and_what_weighs_nothing_are_left_out(card: dict[str, Any]) -> None:
    ranking, scorecard = made(card | {"weights": {"a": 1, "b": 0, "c": 1}}, {"a": [6, GAP], "b": [1, 2], "c": [6, 5]})
    assert {gain.indicator for gain in gains(ranking, scorecard, 1)} == {"c"}


def test_no_figure_may_suffice() -> None:
    ranking, scorecard = made({}, {"a": [10, 1], "b": [10, 2], "c": [10, 10]})
    assert gains(ranking, scorecard, 1) == ()


def test_who_cannot_gain() -> None:
    ranking, scorecard = made({}, {"a": [9, 1, 5, GAP]}, benchmark=(2,))
    leads = Problem("usage", "Hub0 leads: there is no rank to gain", expected="a hub that does not")
    hint = "benchmarks are yardsticks; --all ranks everyone"
    for hub, problem in ((0, leads), (2, Problem("unscored", "Hub2 is not ranked", hint=hint))):
        with pytest.raises(UsageError) as caught:
            gains(ranking, scorecard, hub)
        assert caught.value.problems == (problem,)
    with pytest.raises(UsageError, match="Hub3 has no index"):
        gains(ranking, scorecard, 3)
