from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.model.ranking import Ranking
from hubscore.studies.proof import Proof, proven

Cell = dict[str, float] | float | None
Ranked = Callable[..., Ranking]


def ends(ranking: Ranking, hub: int = 0) -> tuple[float, float]:
    found = proven(ranking)
    assert not found.low.flags.writeable
    assert not found.high.flags.writeable
    return float(found.low[hub]), float(found.high[hub])


def test_a_gap_lies_anywhere_between_the_ends_of_the_scale(ranked: Ranked) -> None:
    card = {"weights": {"a": 3, "b": 1}}
    assert ends(ranked(card, x={"a": 6.0, "b": None})) == pytest.approx((45, 70))  # 0.75 x 60 + 0.25 x (0, 100)


def test_bounds_lie_anywhere_between_their_ends(ranked: Ranked) -> None:
    open_end = {"uncertainty": {"open_bound": 0.5}}
    assert ends(ranked(open_end, x={"a": {"at_least": 4.0}, "b": 2.0})) == pytest.approx((30, 40))  # 4 to 6
    assert ends(ranked({}, x={"a": {"at_least": 4.0, "at_most": 9.0}})) == pytest.approx((40, 90))
    lower = {"indicators": {"a": {"direction": "lower", "goalposts": [10, 0]}}}
    assert ends(ranked(lower, x={"a": {"at_least": 4.0, "at_most": 9.0}})) == pytest.approx((10, 60))
    clipped = ranked({}, x={"a": {"at_least": 8.0, "at_most": 30.0}})
    assert ends(clipped) == pytest.approx((80, 100))


def test_without_gaps_and_bounds_the_score_is_proven(ranked: Ranked) -> None:
    ranking = ranked({"method": {"aggregate": "geometric"}}, x={"a": 3.0, "b": 5.0})
    assert ends(ranking) == (ranking.index[0], ranking.index[0])


def test_what_is_filled_in_counts_as_absent(ranked: Ranked) -> None:
    ranking = ranked({"method": {"missing": "mean"}}, x={"a": 4.0, "b": None}, y={"a": 4.0, "b": 6.0})
    assert ranking.index[0] == pytest.approx(50)
    assert ends(ranking) == pytest.approx((20, 70))


def test_what_does_not_apply_is_no_gap(ranked: Ranked) -> None:
    card = {"indicators": {"b": {"applies_to": ["y"]}}}
    assert ends(ranked(card, x={"a": 4.0}, y={"a": 1.0, "b": 1.0})) == pytest.approx((40, 40))


def test_a_hub_too_empty_to_be_scored_has_a_range_all_the_same(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 9.0, "b": None, "c": None}, y={"a": 1.0, "b": 1.0, "c": 1.0})
    assert np.isnan(ranking.index[0])
    assert ends(ranking) == pytest.approx((30, 96.667), abs=1e-3)


def test_a_gap_that_stays_one_is_inside_the_range(ranked: Ranked) -> None:
    """A pillar left out: the index is that of the other, which is worse than any score of the pillar left out."""
    card = {
        "pillars": {"p": {"min_coverage": 1.0}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
        "method": {"min_coverage": 0.0},
    }
    ranking = ranked(card, x={"a": 10.0, "b": None, "c": 2.0})
    assert ranking.index[0] == pytest.approx(20)
    assert ends(ranking) == pytest.approx((20, 60))  # p from 50 to 100, or not at all


def test_an_absent_deviation_lies_between_all_that_there_are(ranked: Ranked) -> None:
    card = {"method": {"normalise": "zscore"}, "indicators": {name: {"goalposts": None} for name in "ab"}}
    hubs = {f"h{at}": {"a": float(at == 0), "b": 1.0 * at} for at in range(40)}
    ranking = ranked(card, **hubs, x={"a": None, "b": 20.0})
    top = np.nanmax(ranking.scores[0])
    assert top > 100  # one against 39 lies beyond the scale
    own = float(ranking.score("b")[-1])
    assert ends(ranking, -1) == pytest.approx((own / 2, (own + top) / 2))


@pytest.mark.parametrize("normalise", ["rank", "percent_rank", "zscore", "robust", "minmax", "fraction_of_max"])
def test_a_bounded_value_moves_alone(ranked: Ranked, normalise: str) -> None:
    card = {"method": {"normalise": normalise}, "indicators": {"a": {"goalposts": None}}}
    hubs: dict[str, dict[str, Cell]] = {"p": {"a": 2.0}, "q": {"a": 5.0}, "r": {"a": 8.0}}
    bounded = ranked(card, **hubs, x={"a": {"at_least": 4.0, "at_most": 6.0}})
    low, high = ends(bounded, 3)
    at_ends = [ranked(card, **hubs, x={"a": end}).index[3] for end in (4.0, 6.0)]
    assert low <= min(bounded.index[3], *at_ends) + 1e-9
    assert high >= max(bounded.index[3], *at_ends) - 1e-9
    assert low < high


@pytest.mark.parametrize(
    ("indicator", "method", "wanted"),
    [
        ({"normalise": "minmax"}, {}, (20, 100)),  # from 2 to 12, the middle of x
        ({"normalise": "minmax"}, {"clip": False}, (20, 180)),
        ({"goalposts": [0, "benchmark"]}, {"clip": False}, (50, 250)),
    ],
)
def test_goalposts_that_come_from_the_data_are_held(
    ranked: Ranked, indicator: dict[str, Any], method: dict[str, Any], wanted: tuple[float, float]
) -> None:
    hubs: dict[str, Any] = {"p": {"a": 2.0}, "q": {"a": 5.0}, "r": {"a": 8.0, "Role": "benchmark"}}
    ranking = ranked(
        {"indicators": {"a": indicator}, "method": method}, **hubs, x={"a": {"at_least": 4.0, "at_most": 20.0}}
    )
    assert ends(ranking, 3) == pytest.approx(wanted)


def test_pairs_that_keep_their_order(ranked: Ranked) -> None:
    found = proven(
        ranked({}, a={"i": 9.0, "j": 9.0}, b={"i": 5.0, "j": None}, c={"i": 4.0, "j": 0.5}, d={"i": 9.0, "j": 9.0})
    )
    assert found.low == pytest.approx([90, 25, 22.5, 90])
    assert found.high == pytest.approx([90, 75, 22.5, 90])
    assert found.above(0, 1)
    assert found.above(1, 2)
    assert not found.above(0, 3)  # equal is not above
    assert [found.order(1, other) for other in (0, 2)] == ["below", "above"]
    assert found.order(0, 3) == "open"


def test_scores_that_differ_by_the_tolerance_are_tied() -> None:
    low, high = np.array([2.0, 1.0, np.nan]), np.array([2.0, 1.5, np.nan])
    for tolerance, above, settled in ((0.5, False, True), (0.25, True, False)):
        found = Proof(low, high, tolerance)
        assert found.above(0, 1) == above
        assert found.settled([0])
        assert found.settled([1]) == found.settled([0, 1]) == settled
        assert not found.settled([0, 2]), "one has no score"


def test_the_tolerance_is_of_the_width_of_the_scale(ranked: Ranked) -> None:
    assert proven(ranked({"method": {"scale": [10, 20]}}, x={"a": 1.0})).tolerance == pytest.approx(1e-8)


METHODS = st.fixed_dictionaries(
    {
        "missing": st.sampled_from(["renormalise", "mean", "median", "worst", "strict"]),
        "aggregate": st.sampled_from(["arithmetic", "geometric", "harmonic", {"power": 3}, "minimum", "median"]),
        "normalise": st.sampled_from(["goalposts", "minmax", "zscore", "robust", "rank", "percent_rank"]),
        "bounds": st.sampled_from(["middle", "bound", "cautious"]),
        "min_coverage": st.sampled_from([0.0, 0.5, 1.0]),
    }
).filter(lambda m: m["normalise"] not in ("zscore", "robust") or m["aggregate"] in ("arithmetic", "minimum", "median"))
NUMBERS = st.sampled_from([0.5, 2.0, 5.0, 5.5, 9.0])
CELLS: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    NUMBERS,
    st.builds(lambda x: {"at_least": x}, NUMBERS),
    st.builds(lambda x: {"at_most": x}, NUMBERS),
    st.builds(lambda x, y: {"at_least": min(x, y), "at_most": max(x, y)}, NUMBERS, NUMBERS),
    st.builds(lambda x: {"at_least": x, "covers": 0.75}, NUMBERS),
)


@settings(max_examples=150)
@given(
    method=METHODS,
    directions=st.lists(st.sampled_from(["higher", "lower"]), min_size=4, max_size=4),
    rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=2, max_size=5),
)
def test_the_range_holds_the_score(
    ranked: Ranked, method: dict[str, Any], directions: list[str], rows: list[list[Cell]]
) -> None:
    card = {
        "method": method,
        "pillars": {"p": {}, "q": {}},
        "indicators": {
            f"i{at}": {
                "pillar": "pq"[at // 2],
                "direction": direction,
                "goalposts": [0, 10] if direction == "higher" else [10, 0],
            }
            for at, direction in enumerate(directions)
        },
    }
    ranking = ranked(
        card, **{f"h{hub}": {f"i{at}": cell for at, cell in enumerate(row)} for hub, row in enumerate(rows)}
    )
    found = proven(ranking)
    scored = ~np.isnan(ranking.index)
    assert not np.isnan(found.low).any()
    assert (found.low <= found.high).all()
    assert (found.low[scored] <= ranking.index[scored]).all()
    assert (found.high[scored] >= ranking.index[scored]).all()
    # Where nothing is open, the range is a point.
    exact = [not any(cell is None or isinstance(cell, dict) for cell in row) for row in rows]
    for hub in np.flatnonzero(exact):
        assert found.low[hub] == pytest.approx(found.high[hub])


@settings(max_examples=60)
@given(method=METHODS, rows=st.lists(st.lists(NUMBERS, min_size=3, max_size=3), min_size=2, max_size=4), data=st.data())
def test_whatever_a_gap_turns_out_to_be_the_score_stays_inside(
    ranked: Ranked, method: dict[str, Any], rows: list[list[float]], data: st.DataObject
) -> None:
    """Numeric goalposts and no filling from other hubs: the gap is then the hub's own affair."""
    method = method | {"normalise": "goalposts", "missing": "renormalise"}
    hubs: dict[str, dict[str, Cell]] = {
        f"h{hub}": {f"i{at}": cell for at, cell in enumerate(row)} for hub, row in enumerate(rows)
    }
    hubs["h0"]["i1"] = None
    found = proven(ranked({"method": method}, **hubs))
    hubs["h0"]["i1"] = data.draw(st.floats(-5, 15))
    known = ranked({"method": method}, **hubs)
    assert found.low[0] - 1e-9 <= known.index[0] <= found.high[0] + 1e-9


def test_nothing_is_proven_of_who_is_left_out(ranked: Ranked) -> None:
    for method in ({}, {"missing": "worst"}):
        card = {"screening": {"min_coverage": 0.9}, "method": method}
        ranking = ranked(card, a={"x": 1.0, "y": None}, b={"x": 2.0, "y": 2.0})
        assert np.isnan(ends(ranking)).all()
        assert ends(ranking, 1) == (20, 20)


def test_the_treatment_is_held_as_it_is(ranked: Ranked) -> None:
    """Of twenty hubs one is far off: it is brought in to 10, and so is the far end of an interval."""
    card = {"indicators": {"a": {"goalposts": ["min", "max"]}}, "method": {"treat": "winsorise"}}
    hubs = {f"h{at:02}": {"a": value / 2} for at, value in enumerate(range(1, 21))}
    hubs |= {"h05": {"a": {"at_least": 4.0, "at_most": 70.0}}, "h20": {"a": 1000.0}, "h00": {"a": 0.0}}
    hubs["h06"] = {"a": {"at_least": 4.0, "at_most": 6.0}}
    ranking = ranked(card, **hubs)
    assert ranking.score("a")[5] == pytest.approx(100)  # 37, brought in
    assert ends(ranking, 5) == pytest.approx((40, 100))
    assert ends(ranking, 6) == pytest.approx((40, 60))
    loose = ranked({**card, "method": {"treat": "winsorise", "clip": False}}, **hubs)
    assert ends(loose, 5) == pytest.approx((40, 100))
    deviations = ranked({**card, "indicators": {"a": {"normalise": "zscore"}}}, **hubs)
    low, high = ends(deviations, 5)
    assert low < high == pytest.approx(deviations.index[20])
    x = np.minimum(deviations.cells.filled[0], 10)
    x[5] = 4
    assert low == pytest.approx(50 + 10 * (4 - x.mean()) / x.std(ddof=1))


DUELS: list[Any] = ["arithmetic", "copeland", "mazziotta_pareto", "mazziotta_pareto_adjusted", {"owa": [1, 2]}]
DUELS += [{"mazziotta_pareto": "positive"}, {"mean_min": {"alpha": 0.8, "beta": 0.1}}]


@settings(max_examples=150)
@given(
    methods=st.tuples(*[st.sampled_from(DUELS)] * 3),
    rows=st.lists(
        st.lists(st.sampled_from([None, 0.0, 2.0, 5.0, 9.0]), min_size=4, max_size=4), min_size=1, max_size=4
    ),
    data=st.data(),
)
def test_no_completion_leaves_the_bounds(
    ranked: Ranked, methods: tuple[Any, ...], rows: list[list[Cell]], data: st.DataObject
) -> None:
    """Whatever all gaps of all hubs turn out to be: penalties fall as well as rise, and duels are with all others."""
    card = {
        "pillars": {"p": {"aggregate": methods[0]}, "q": {"aggregate": methods[1]}},
        "indicators": {f"i{at}": {"pillar": "pq"[at // 2]} for at in range(4)},
        "index": {"aggregate": methods[2]},
    }
    hubs: dict[str, dict[str, Cell]] = {
        f"h{hub}": {f"i{at}": cell for at, cell in enumerate(row)} for hub, row in enumerate(rows)
    }
    found = proven(ranked(card, **hubs))
    for _ in range(5):
        filled = {
            hub: {
                name: data.draw(st.sampled_from([0.0, 3.0, 7.0, 10.0])) if cell is None else cell
                for name, cell in row.items()
            }
            for hub, row in hubs.items()
        }
        known = ranked(card, **filled).index
        assert (found.low - 1e-9 <= known).all()
        assert (known <= found.high + 1e-9).all()


def test_a_duel_is_proven_where_no_other_hub_can_turn_it(ranked: Ranked) -> None:
    card = {"method": {"aggregate": "copeland"}, "weights": {"a": 3, "b": 1}}
    ranking = ranked(card, x={"a": 9.0, "b": None}, y={"a": 5.0, "b": 2.0}, z={"a": None, "b": 9.0})
    found = proven(ranking)
    assert found.low.tolist() == pytest.approx([50, 0, 0])  # z may have more a than x
    assert found.high.tolist() == pytest.approx([100, 50, 100])
    assert not found.above(0, 1)  # both ends cannot be met at once, and that is not looked at


def test_who_is_left_out_meets_nobody(ranked: Ranked) -> None:
    card = {"screening": {"min_coverage": 0.9}, "method": {"aggregate": "copeland"}}
    ranking = ranked(card, x={"a": 9.0, "b": None}, y={"a": 5.0, "b": 2.0}, z={"a": 1.0, "b": 9.0})
    assert [ends(ranking, hub) for hub in (1, 2)] == [(50, 50), (50, 50)]


def test_what_has_no_bound_is_no_warning(ranked: Ranked) -> None:
    method = {"clip": False, "floor": 0}
    nodes = {"p": {"aggregate": "mazziotta_pareto"}, "q": {}}
    card: dict[str, Any] = {"method": method, "pillars": nodes, "index": {"aggregate": "mean_min"}}
    card["indicators"] = {
        name: {"pillar": pillar, "goalposts": [0, 10]} for name, pillar in zip("abc", "ppq", strict=True)
    }
    ranking = ranked(card, x={"a": 5, "b": None, "c": 5}, y={"a": 5, "b": 5, "c": -30})
    assert ranking.index[0] > 0
    assert proven(ranking).low[0] == -np.inf  # where `b` lies as far below 0 as `c` of the other
