"""What follows from scores, beside exact arithmetic: ties, points, ratios of bounds, Shapley, Sobol, overtaking."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations, product
from math import factorial, isqrt, log2, nextafter
from typing import Any

import numpy as np
import pytest
from exact import Indicator, Node
from figures import over, rows_of_scores, weights
from hypothesis import given, settings
from hypothesis import strategies as st
from line import program
from tried import FLOORS, MEANS, PARAMETERS

from hubscore.methods.denominate import ratio
from hubscore.methods.impute import MISSING
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.rank import TIE_TOLERANCE, ranks
from hubscore.methods.shapley import shapley
from hubscore.methods.sobol import indices, sums_of
from hubscore.studies.overtake import CLEAR, overtake
from hubscore.studies.points import points_of

U = Fraction(1, 2**53)
MANY = 100_000


def exact(numbers: Any) -> list[Fraction]:
    return [Fraction(x) for x in np.asarray(numbers, dtype=float).tolist()]


# Ties, DESIGN 4.8: sorted, a tie group holds all within a billionth of the span of its first member.


def ranked(scores: list[float], span: float) -> list[int]:
    """Competition ranks by the rule, in rational numbers."""
    tolerance, place, first = Fraction(TIE_TOLERANCE * span), 0, Fraction(0)
    found: dict[float, int] = {}
    for at, score in enumerate(sorted(map(Fraction, scores), reverse=True), start=1):
        if at == 1 or first - score > tolerance:
            place, first = at, score
        found[float(score)] = place
    return [found[score] for score in scores]


near = st.builds(
    lambda base, steps, nudge: nextafter(base - steps * 1e-7, np.inf) if nudge else base - steps * 1e-7,
    st.sampled_from([0.0, 1e-7, 3.0, 50.0, 100.0, -7.0]),
    st.integers(0, 6).map(lambda half: half / 2),
    st.booleans(),
)


@settings(max_examples=300)
@given(st.lists(near, min_size=1, max_size=9), st.randoms(use_true_random=False))
def test_ties_are_those_of_the_rule_in_any_order_of_hubs(scores: list[float], random: Any) -> None:
    wanted = ranked(scores, 100.0)
    assert ranks(np.array(scores), 100.0).tolist() == wanted
    order = random.sample(range(len(scores)), len(scores))
    assert ranks(np.array(scores)[order], 100.0).tolist() == [wanted[at] for at in order]


# Points add up to the score.


@pytest.mark.parametrize("name", MEANS)
@pytest.mark.parametrize("wide", [False, True], ids=["ordinary", "catastrophic"])
def test_points_add_up_to_the_index(name: str, wide: bool) -> None:
    rows = rows_of_scores(wide)
    for parameter in PARAMETERS.get(name, (None,)):
        for floor in FLOORS.get(name, (0.01,)):
            inner = over(rows[:3], name.removesuffix(" near 0"), parameter, floor, scattered=wide)
            tree = Node((inner, *(Indicator(row, "none") for row in rows[3:])), weights(len(rows) - 2, wide))
            ranking = program(tree, (0, 100))
            leaves = len(ranking.plan.leaves)
            for hub, index in enumerate(ranking.index.tolist()):
                points = exact(np.nan_to_num(points_of(ranking, hub).points[:leaves]))
                slack = 8 * leaves * U * sum(map(abs, points))  # each is rescaled twice, and summed
                assert abs(sum(points) - Fraction(index)) <= slack + leaves * Fraction(5e-324), (parameter, floor)


# The ratio of two intervals holds every ratio of what is in them, but for the last place of its ends.


@given(*[st.floats(-1e15, 1e15)] * 2, *[st.floats(1e-200, 1e15)] * 2, st.sampled_from([1.0, 100.0, 0.3]))
def test_ratios_of_intervals_hold_the_exact_ones(a: float, b: float, c: float, d: float, amount: float) -> None:
    (low, high), (least, most) = sorted((a, b)), sorted((c, d))
    found = ratio(*(np.array([each]) for each in (low, high, least, most)), amount)
    ends = [Fraction(x) / Fraction(y) * Fraction(amount) for x, y in product((low, high), (least, most))]
    least_place = Fraction(5e-324) * (1 + Fraction(amount))  # of a quotient below 1e-308, and of its product
    for end, wanted in zip(found, (min(ends), max(ends)), strict=True):
        assert abs(Fraction(float(end[0])) - wanted) <= Fraction(201, 100) * U * abs(wanted) + least_place


# Shapley values by their definition.


@given(st.integers(1, 4), st.data())
def test_shapley_parts_are_exact_and_add_up(count: int, data: st.DataObject) -> None:
    worth = data.draw(st.lists(st.integers(-1000, 1000), min_size=2**count, max_size=2**count))
    found = exact(shapley(np.array(worth, dtype=float)))
    wanted = [Fraction(0)] * count
    for order in permutations(range(count)):
        made = 0
        for change in order:
            wanted[change] += Fraction(worth[made | 1 << change] - worth[made], factorial(count))
            made |= 1 << change
    for one, other in zip(found, wanted, strict=True):
        assert abs(one - other) <= U * abs(other)  # sums of whole numbers do not round, their quotient does once
    assert abs(sum(found) - (worth[-1] - worth[0])) <= U * sum(map(abs, wanted))


# Sobol estimators by their formulas.


@given(st.integers(2, 12), st.integers(1, 3), st.data())
def test_sobol_estimators_of_whole_numbers(draws: int, factors: int, data: st.DataObject) -> None:
    def sample() -> list[int]:
        return data.draw(st.lists(st.integers(-50, 50), min_size=draws, max_size=draws))

    a, b, exchanged = sample(), sample(), [sample() for _ in range(factors)]
    middle = Fraction(sum(a) + sum(b), 2 * draws)
    variance = Fraction(sum(x * x for x in a + b), 2 * draws) - middle**2
    arrays = [np.array(each, dtype=float) for each in (a, b, exchanged)]
    found = indices(sums_of(arrays[0][:, None], arrays[1][:, None], arrays[2][..., None]))
    if variance == 0:
        assert np.isnan(found.first).all()
        return
    # Condition: the size of what is summed over the variance that divides it.
    largest = max(map(abs, [*a, *b, *(x for row in exchanged for x in row)])) + abs(middle)
    slack = 40 * draws * U * largest**2 / variance
    for factor, row in enumerate(exchanged):
        first = sum((y - middle) * (x - z) for x, y, z in zip(row, b, a, strict=True)) / draws / variance
        total = sum(Fraction((z - x) ** 2, 2) for x, z in zip(row, a, strict=True)) / draws / variance
        assert abs(Fraction(float(found.first[factor, 0])) - first) <= slack * (1 + abs(first))
        assert abs(Fraction(float(found.total[factor, 0])) - total) <= slack * (1 + total)


# The smallest change of weights, by rational arithmetic: from the pillars that speak most against to the best one.


def moved(apart: list[Fraction], before: list[Fraction], wanted: Fraction) -> Fraction | None:
    """The least weight to be moved so that the lead reaches what is wanted; None where none does."""
    lead, total = sum(w * a for w, a in zip(before, apart, strict=True)), Fraction(0)
    for gain, weight in sorted((max(apart) - a, -w) for a, w in zip(apart, before, strict=True))[::-1]:
        step = min(-weight, max(wanted - lead, 0) / gain if gain else Fraction(0))
        lead, total = lead + step * gain, total + step
    return total if lead >= wanted else None


@settings(max_examples=60)
@given(st.lists(st.tuples(*[st.floats(0, 100)] * 2, st.floats(0.01, 3)), min_size=2, max_size=5))
def test_overtaking_is_the_least_change_in_rational_numbers(pillars: list[tuple[float, float, float]]) -> None:
    children = tuple(Indicator((one, other), "none") for one, other, _ in pillars)
    ranking = program(Node(children, tuple(weight for *_, weight in pillars)), (0, 100))
    found = overtake(ranking, 0, 1)
    scores = [exact(ranking.scores[ranking.plan.row[node]]) for node in found.nodes]
    apart = [one - other for one, other in scores]
    before = exact(found.before)
    if found.lead_before > TIE_TOLERANCE * 100:
        return
    least = moved(apart, [w / sum(before) for w in before], Fraction(CLEAR * 100))
    if least is None or found.after is None:
        slack = Fraction(1, 10**5)  # on the edge of what can be, the solver may say either
        assert (least is None and found.after is None) or max(apart) <= Fraction(CLEAR * 100) + slack
        return
    after = exact(found.after)
    assert sum(w * a for w, a in zip(after, apart, strict=True)) / sum(after) > Fraction(TIE_TOLERANCE * 100)
    assert abs(Fraction(found.moved) - least) <= Fraction(1, 10**6)  # what the solver takes for zero


# Sums over very many hubs.


def test_deviations_of_a_hundred_thousand_hubs_near_a_quadrillion() -> None:
    steps = np.random.default_rng(12).permutation(MANY)
    x = 1e15 - steps / 8
    found = NORMALISATIONS["zscore"].function(x, True)
    # Of the whole numbers 0 to n - 1 the mean is (n - 1) / 2, the variance n (n + 1) / 12.
    spread = Fraction(isqrt(MANY * (MANY + 1) * 10**40 // 12), 10**20)
    some = zip(exact(found[:2000]), steps[:2000].tolist(), strict=True)
    worst = max(abs(z - (Fraction(MANY - 1, 2) - step) / spread) for z, step in some)
    pairwise = int(log2(MANY)) + 16  # numpy adds up in halves, the last of them 128 in eights
    assert worst <= 4 * pairwise * U * MANY / spread


def test_mean_that_fills_gaps_of_a_hundred_thousand_hubs() -> None:
    x = np.random.default_rng(13).uniform(0, 1, MANY) * 10.0 ** np.arange(-5, 5).repeat(MANY // 10)
    x[7] = np.nan
    filled = MISSING["mean"].function(x, np.zeros(MANY, dtype=int), 0.0)[7]
    there = exact(np.delete(x, 7))
    assert abs(Fraction(float(filled)) - sum(there) / len(there)) <= (int(log2(MANY)) + 17) * U * sum(there) / len(
        there
    )
