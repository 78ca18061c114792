from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.model.ranking import Ranking
from hubscore.studies.compare import compare
from hubscore.studies.explain import gap
from hubscore.studies.gap import additive, gap_between
from hubscore.studies.points import points_of

Ranked = Callable[..., Ranking]

MEANS: list[Any] = ["arithmetic", "geometric", "harmonic", {"power": 2}, "minimum", "median", "copeland"]
MEANS += ["mazziotta_pareto_adjusted", {"mean_min": {"alpha": 0.8}}, "owa"]
TREE: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}, "r": {"parent": "q"}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "r"}, "e": {}},
}
INSIDE = {"index": ("p", "q", "e"), "p": ("a", "b"), "q": ("c", "r"), "r": ("d",)}


def methods_of(card: dict[str, Any], methods: list[Any]) -> dict[str, Any]:
    """The card with a method a node; places of an owa weigh 1, 2, ..."""
    named = [
        {"owa": list(range(1, len(members) + 1))} if method == "owa" else method
        for method, members in zip(methods, INSIDE.values(), strict=True)
    ]
    pillars = zip(TREE["pillars"].items(), named[1:], strict=True)
    return card | {
        "index": {"aggregate": named[0]},
        "pillars": {name: node | {"aggregate": method} for (name, node), method in pillars},
    }


def of(ranking: Ranking, *hubs: str) -> dict[str, float]:
    one, other = (ranking.dataset.column[hub] for hub in hubs)
    return dict(zip(ranking.plan.ids, gap_between(ranking, one, other).tolist(), strict=True))


def test_under_a_geometric_index_who_is_behind_loses_points(ranked: Ranked) -> None:
    """One hub's points against the floor less the other's would give `late` a plus where it is behind."""
    ranking = ranked({"method": {"aggregate": "geometric"}}, late={"i": 7.3, "e": 7.71}, early={"i": 4.86, "e": 8.26})
    own, their = (points_of(ranking, hub).points[ranking.plan.row["e"]] for hub in (1, 0))
    found = of(ranking, "late", "early")
    assert own - their > 0 > found["e"]
    assert found["i"] + found["e"] == pytest.approx(found["index"])
    assert found["index"] == pytest.approx(float(ranking.index[1] - ranking.index[0]))
    lifted = {hub: [1 + 0.99 * x for x in xs] for hub, xs in {"late": (73, 77.1), "early": (48.6, 82.6)}.items()}
    late, early = (float(np.sqrt(np.prod(lifted[hub]))) for hub in ("late", "early"))
    apart = (late - early) / np.log(late / early) / 0.99
    assert found["e"] == pytest.approx(apart * np.log(lifted["late"][1] / lifted["early"][1]) / 2)


@given(
    methods=st.lists(st.sampled_from(MEANS), min_size=4, max_size=4),
    cells=st.lists(st.lists(st.none() | st.integers(0, 10).map(float), min_size=5, max_size=5), min_size=3, max_size=3),
    missing=st.sampled_from(["renormalise", "worst"]),
    coverage=st.sampled_from([0.0, 0.6]),
)
def test_every_level_adds_up_to_the_one_above(
    ranked: Ranked, methods: list[Any], cells: list[list[float | None]], missing: str, coverage: float
) -> None:
    card = methods_of(TREE | {"method": {"missing": missing, "min_coverage": coverage}}, methods)
    ranking = ranked(card, **{f"h{at}": dict(zip("abcde", row, strict=True)) for at, row in enumerate(cells)})
    scored = [hub for hub in ("h0", "h1", "h2") if not np.isnan(ranking.index[ranking.dataset.column[hub]])]
    for one in scored:
        for other in scored:
            found = of(ranking, one, other)
            back = of(ranking, other, one)
            difference = float(np.subtract(*(ranking.index[ranking.dataset.column[hub]] for hub in (one, other))))
            assert found["index"] == pytest.approx(difference, abs=1e-9)
            for node, children in INSIDE.items():
                if not np.isnan(found[node]) and not np.isnan([found[child] for child in children]).all():
                    total = np.nansum([found[child] for child in children])
                    assert total == pytest.approx(found[node], abs=1e-7)
            np.testing.assert_allclose(list(found.values()), [-x for x in back.values()], atol=1e-7)


@given(
    methods=st.lists(st.sampled_from([m for m in MEANS if "mazziotta" not in str(m)]), min_size=4, max_size=4),
    cells=st.lists(st.lists(st.integers(0, 10).map(float), min_size=5, max_size=5), min_size=3, max_size=3),
)
def test_who_is_ahead_in_a_pillar_gains_there(ranked: Ranked, methods: list[Any], cells: list[list[float]]) -> None:
    """Right below the index, where every mean that rises with its children keeps their sign."""
    card = methods_of(TREE, methods)
    ranking = ranked(card, **{f"h{at}": dict(zip("abcde", row, strict=True)) for at, row in enumerate(cells)})
    found = gap_between(ranking, 0, 1)
    for node in INSIDE["index"]:
        row = ranking.plan.row[node]
        ahead = ranking.scores[row, 0] - ranking.scores[row, 1]
        assert found[row] * ahead >= -1e-9


def test_an_additive_index_is_split_as_ever(ranked: Ranked) -> None:
    """What one of them lacks has no points, and its siblings have its weight."""
    ranking = ranked({}, a={"i": 8.0, "j": None}, b={"i": 6.0, "j": 4.0})
    assert additive(ranking.plan)
    assert of(ranking, "a", "b") == pytest.approx({"i": 80 - 30, "j": -20, "index": 30})


@pytest.mark.parametrize(("power", "is_sum"), [(1, True), (2, False), (0, False)])
def test_a_power_mean_of_exponent_1_is_additive(ranked: Ranked, power: float, is_sum: bool) -> None:
    assert additive(ranked({"method": {"aggregate": {"power": power}}}, a={"i": 1.0}).plan) == is_sum


def test_what_neither_hub_has_is_no_number_and_its_siblings_have_its_weight(ranked: Ranked) -> None:
    cells = {"a": {"i": 8.0, "j": 4.0, "k": None}, "b": {"i": 2.0, "j": 5.0, "k": None}, "c": {"k": 1.0}}
    card: dict[str, Any] = {"method": {"min_coverage": 0.0, "floor": 0}, "weights": {"i": 1, "j": 1, "k": 2}}
    nan = pytest.approx(np.nan, nan_ok=True)
    assert of(ranked(card, **cells), "a", "b") == {"i": 30, "j": -5, "k": nan, "index": 25}
    card["method"]["aggregate"] = "geometric"
    one, other = np.sqrt(80 * 40), np.sqrt(20 * 50)
    apart = (one - other) / np.log(one / other)
    expected = {"i": apart * np.log(8 / 2) / 2, "j": apart * np.log(4 / 5) / 2, "index": one - other}
    assert of(ranked(card, **cells), "a", "b") == pytest.approx(expected | {"k": np.nan}, nan_ok=True)


def test_pillars_beside_one_that_neither_hub_has_are_split(ranked: Ranked) -> None:
    card: dict[str, Any] = {"pillars": {"p": {}, "q": {}, "r": {}}, "index": {"aggregate": "geometric", "floor": 0}}
    card |= {"indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}, "c": {"pillar": "r"}}}
    found = of(ranked(card, x={"a": 8.0, "c": 4.0}, y={"a": 2.0, "c": 9.0}, z={"b": 1.0}), "x", "y")
    assert (found["a"], found["c"]) == (found["p"], found["r"])
    assert found["p"] > 0 > found["r"]
    assert np.isnan((found["b"], found["q"])).all()


def test_for_what_one_hub_lacks_its_own_mean_stands_in(ranked: Ranked) -> None:
    """By hand: 80 stands in for j of `a`; both are ahead of `b` everywhere, by LMDI without a floor."""
    card = {"method": {"aggregate": "geometric", "floor": 0, "min_coverage": 0.0}}
    ranking = ranked(card, a={"i": 8.0, "j": None}, b={"i": 9.0, "j": 4.0})
    apart = (80 - 60) / np.log(80 / 60)
    assert of(ranking, "a", "b") == pytest.approx(
        {"i": apart * np.log(8 / 9) / 2, "j": apart * np.log(8 / 4) / 2, "index": 20}
    )


def test_what_is_left_over_goes_to_what_one_hub_lacks(ranked: Ranked) -> None:
    """By hand: half the mean, half the worst. The 35 that stands in for k of `a` makes 32.5 of its 35."""
    card = {"method": {"aggregate": {"mean_min": {"alpha": 0.5, "beta": 0}}, "min_coverage": 0.0}}
    ranking = ranked(card, a={"i": 2.0, "j": 8.0, "k": None}, b={"i": 2.0, "j": 5.0, "k": 5.0})
    # i stays the worst, so that j and k move the index by 1/6 each: 5, and -2.5 with 2.5 left over
    assert of(ranking, "a", "b") == pytest.approx({"i": 0, "j": 5, "k": 0, "index": 5}, abs=1e-9)
    assert of(ranking, "b", "a") == pytest.approx({"i": 0, "j": -5, "k": 0, "index": -5}, abs=1e-9)


def test_what_is_left_over_is_shared_by_weight_where_nothing_else_tells(ranked: Ranked) -> None:
    """By hand: `a` lacks k and l, for which 35 stands in, as much as `b` has; that makes 31.25 of its 35."""
    card = {"method": {"aggregate": {"mean_min": {"alpha": 0.5, "beta": 0}}, "min_coverage": 0.0}}
    card["weights"] = {"i": 2, "j": 2, "k": 1, "l": 3}
    ranking = ranked(card, a={"i": 2.0, "j": 8.0, "k": None, "l": None}, b={"i": 2.0, "j": 4.0, "k": 3.5, "l": 3.5})
    expected = {"i": 0, "j": 40 / 8, "k": 3.75 / 4, "l": 3.75 * 3 / 4, "index": 8.75}
    assert of(ranking, "a", "b") == pytest.approx(expected, abs=1e-9)


def test_what_quadrature_leaves_over_is_in_the_parts_too(ranked: Ranked) -> None:
    card = {"method": {"aggregate": {"power": -9}}, "weights": {"i": 1, "j": 1, "k": 0}}
    ranking = ranked(card, a={"i": 9.9, "j": 0.3, "k": None}, b={"i": 0.2, "j": 8.0, "k": 5.0})
    found = of(ranking, "a", "b")
    assert found["i"] + found["j"] == pytest.approx(found["index"], rel=1e-12)
    assert found["k"] == 0  # which weighs nothing


def test_children_of_a_pillar_in_which_the_hubs_are_level(ranked: Ranked) -> None:
    """By hand: a and b of the pillar p cancel out; a point of it is worth w L(A, B) / p, by LMDI without a floor."""
    pillars = {"p": {"aggregate": "arithmetic"}}
    card = {"method": {"floor": 0}, "index": {"aggregate": "geometric"}, "pillars": pillars}
    card["indicators"] = {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "e": {}}
    ranking = ranked(card, x={"a": 6.0, "b": 4.0, "e": 8.0}, y={"a": 4.0, "b": 6.0, "e": 2.0})
    one, other = np.sqrt(50 * 80), np.sqrt(50 * 20)
    worth = (one - other) / np.log(one / other) / 2 / 50
    expected = {"a": 10 * worth, "b": -10 * worth, "p": 0, "e": one - other, "index": one - other}
    assert of(ranking, "x", "y") == pytest.approx(expected)


def test_duels_with_a_third_hub(ranked: Ranked) -> None:
    """By hand: `a` beats `b` by i and j, which share that; it alone beats `c`, by j, and each duel is worth 50."""
    hubs: dict[str, Any] = {"a": (8.0, 5.0, 2.0), "b": (6.0, 4.0, 7.0), "c": (1.0, 4.5, 8.0)}
    hubs |= {"d": (None, None, 5.0)}  # is not scored, and meets nobody
    card = {"method": {"aggregate": "copeland", "min_coverage": 0.6}}
    ranking = ranked(card, **{hub: dict(zip("ijk", row, strict=True)) for hub, row in hubs.items()})
    assert of(ranking, "a", "b") == pytest.approx({"i": 25, "j": 75, "k": 0, "index": 100})


def test_below_a_pillar_that_wins_a_duel(ranked: Ranked) -> None:
    """By hand: p, twice the weight of e, has all of the gap; of its 10 points a makes 20, b takes 10."""
    card = {"index": {"aggregate": "copeland"}, "pillars": {"p": {}}, "weights": {"p": 2, "e": 1}}
    card["indicators"] = {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "e": {}}
    ranking = ranked(card, x={"a": 8.0, "b": 2.0, "e": 1.0}, y={"a": 4.0, "b": 4.0, "e": 9.0})
    assert of(ranking, "x", "y") == pytest.approx({"a": 200, "b": -100, "p": 100, "e": 0, "index": 100})


def test_below_a_pillar_that_one_hub_lacks_it_stands_in_too(ranked: Ranked) -> None:
    card = TREE | {"method": {"aggregate": "geometric", "floor": 0, "min_coverage": 0.6}}
    ranking = ranked(
        card,
        x={"a": 5.0, "b": 5.0, "c": 5.0, "d": 5.0, "e": 5.0},
        y={"a": 5.0, "b": None, "c": 9.0, "d": 5.0, "e": 5.0},
    )
    y = ranking.dataset.column["y"]
    assert np.isnan(ranking.scores[ranking.plan.row["p"], y])
    found = of(ranking, "x", "y")
    assert found["p"] < 0  # against the mean of y's other pillars
    assert (found["a"], found["b"]) == pytest.approx((found["p"] / 2, found["p"] / 2))
    assert found["r"] == found["d"] == 0
    assert found["c"] == pytest.approx(found["q"])


def test_pillars_that_are_skipped_get_what_their_indicators_get(ranked: Ranked) -> None:
    card = TREE | {"index": {"over": "indicators", "aggregate": "geometric"}}
    ranking = ranked(card, x=dict.fromkeys("abcde", 5.0), y=dict(zip("abcde", (1.0, 9.0, 3.0, 4.0, 8.0), strict=True)))
    found = of(ranking, "x", "y")
    assert found["p"] == pytest.approx(found["a"] + found["b"])
    assert found["q"] == pytest.approx(found["c"] + found["d"])
    assert sum(found[leaf] for leaf in "abcde") == pytest.approx(found["index"])


def test_explain_and_compare_tell_the_same_gap(ranked: Ranked) -> None:
    ranking = ranked(
        {"method": {"aggregate": "geometric"}},
        a={"i": 9.0, "j": 2.0}, b={"i": 4.0, "j": 5.0}, c={"i": 1.0, "j": 6.0},
    )  # fmt: skip
    told = {d.node: d.points for d in gap(ranking, 0, 1)}
    assert told == pytest.approx(of(ranking, "b", "a"))
    found = compare(ranking, [0, 1])
    assert not found.additive
    np.testing.assert_allclose(found.ahead[:, 0] - found.ahead[:, 1], gap_between(ranking, 0, 1))
    three = [compare(ranking, order) for order in ([0, 1, 2], [2, 0, 1])]
    np.testing.assert_array_equal(three[0].spread, three[1].spread)
    assert three[0].spread[-1] == pytest.approx(float(np.ptp(ranking.index)))
