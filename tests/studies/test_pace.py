"""Growth against a reference."""

from __future__ import annotations

from collections.abc import Callable
from math import inf, isnan
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import hubscore
from hubscore.studies.pace import OPEN, Pace, Range, minus, over, pace, verdict
from hubscore.workspace import bundled

Made = Callable[..., Any]
Paced = Callable[..., tuple[Pace, ...]]

BENCH = {"Role": "benchmark"}


@pytest.fixture
def paced(made: Made) -> Paced:
    def ask(card: dict[str, Any], /, against: str | None = None, hubs: Any = None, **cells: Any) -> tuple[Pace, ...]:
        dataset, scorecard = made(card, **cells)
        at = dataset.column
        chosen = None if hubs is None else [at[hub] for hub in hubs]
        return pace(dataset, scorecard, chosen, None, None if against is None else at[against])

    return ask


def test_growth_and_gap_by_hand(paced: Paced) -> None:
    """Doubling in two years is 41.4 % a year; a third of the reference becomes a half."""
    [found] = paced({}, a={"x": {"2020": 1, "2022": 2}}, r={"x": {"2020": 3, "2022": 4}, **BENCH})
    assert (found.hub, found.reference, found.first, found.last) == (0, 1, 2020, 2022)
    assert found.growth.exact == pytest.approx(2**0.5 - 1)
    assert found.reference_growth.exact == pytest.approx((4 / 3) ** 0.5 - 1)
    assert found.gap_then.exact == pytest.approx(1 / 3)
    assert found.gap_now.exact == 0.5
    assert found.verdict == "catching up"


def test_only_years_in_which_both_were_read(paced: Paced) -> None:
    mine = {"2018": 1, "2019": 2, "2021": 3, "2023": 9}
    [found] = paced({}, a={"x": mine}, r={"x": {"2019": 4, "2020": 1, "2021": 4, "2022": 8}, **BENCH})
    assert (found.first, found.last) == (2019, 2021)
    assert (found.gap_then.exact, found.gap_now.exact) == (0.5, 0.75)
    assert found.gaps == ((2019, Range(0.5, 0.5)), (2021, Range(0.75, 0.75)))


def test_without_a_reference_growth_alone(paced: Paced) -> None:
    cells = {"a": {"x": {"2018": 1, "2020": 4}}, "r": {"x": {"2018": 5}, **BENCH}}
    [found] = paced({}, **cells)
    assert (found.reference, found.first, found.last, found.verdict) == (None, 2018, 2020, "no reference")
    assert found.growth.exact == 1
    assert found.gap_then == found.gap_now == found.reference_growth == OPEN
    assert found.gaps == ()
    assert paced({}, a={"x": 1}) == ()


def test_the_reference_is_the_best_benchmark_that_has_it(paced: Paced) -> None:
    two = {"2020": 1, "2021": 1}
    cells: dict[str, Any] = {
        "a": {"x": two},
        "p": {"x": {"2020": 9, "2021": 3}, **BENCH},
        "q": {"x": {"2020": 1, "2021": {"at_least": 5}}, **BENCH},
        "s": {"x": {"2021": 8}, **BENCH},  # read once: nothing to compare with
        "t": {"x": {"2020": 99, "2021": 99}},  # no benchmark
    }
    assert [each.reference for each in paced({}, hubs=["a"], **cells)] == [2]
    lower = {"indicators": {"x": {"direction": "lower", "goalposts": [10, 0]}}}
    assert [each.reference for each in paced(lower, hubs=["a"], **cells)] == [1]
    assert [each.reference for each in paced({}, hubs=["q"], **cells)] == [1]  # not itself
    assert [(each.hub, each.reference) for each in paced({}, against="t", **cells)] == [(0, 4)]


def test_the_reference_is_the_best_in_the_last_year(paced: Paced) -> None:
    years = [{"2020": 1, "2021": x, "2022": y} for x, y in ((1, 1), (9, 2), (1, 5))]
    a, p, q = ({"x": cells} for cells in years)
    assert [each.reference for each in paced({}, a=a, p=p | BENCH, q=q | BENCH)] == [2]


@pytest.mark.parametrize("direction", [{}, {"direction": "lower", "goalposts": [10, 0]}])
def test_a_benchmark_of_which_nothing_is_proven_is_the_last_to_compare_with(
    paced: Paced, direction: dict[str, Any]
) -> None:
    card = {"measures": {"m": {}}, "indicators": {"x": {"per": "m", **direction}}}
    two, most = {"2020": 4, "2021": 4}, {"2020": {"at_most": 4}, "2021": {"at_most": 4}}
    cells: dict[str, Any] = {"a": {"x": two, "m": two}, "p": {"x": most, "m": most, **BENCH}}
    found = paced(card, **cells)[0]
    assert (found.series, found.reference, found.gap_now) == ("x", 1, OPEN)
    assert paced(card, **cells, q={"x": two, "m": two, **BENCH})[0].reference == 2


def test_bounds_say_only_what_they_prove(paced: Paced) -> None:
    cells: dict[str, Any] = {
        "a": {"x": {"2020": 2, "2021": {"at_least": 3}}},
        "b": {"x": {"2020": {"at_least": 2}, "2021": 3}},
        "c": {"x": {"2020": {"at_least": 2}, "2021": {"at_least": 3}}},
        "d": {"x": {"2020": 2, "2021": {"value": 3, "covers": 0.75}}},
        "r": {"x": {"2020": 4, "2021": 4}, **BENCH},
    }
    a, b, c, d = paced({}, **cells)
    assert (a.growth.exact, a.growth.at_least, a.growth.at_most) == (None, 0.5, None)
    assert (b.growth.exact, b.growth.at_least, b.growth.at_most) == (None, None, 0.5)
    assert c.growth == OPEN
    assert d.growth == a.growth  # a part of the year is a lower bound
    assert (a.gap_now.at_least, a.gap_now.at_most) == (0.75, None)
    assert [each.verdict for each in (a, b, c, d)] == ["gaining", "open", "open", "gaining"]


def test_growth_from_a_lower_bound_is_no_more_than_that(paced: Paced) -> None:
    [found] = paced({}, a={"x": {"2020": {"at_least": 2}, "2022": 3}}, r={"x": {"2020": 4, "2022": 4}, **BENCH})
    assert found.growth == (-inf, pytest.approx(1.5**0.5 - 1))


def test_ranks_are_places(paced: Paced) -> None:
    card = {"indicators": {"x": {"kind": "rank", "direction": "lower", "goalposts": [50, 1]}}}
    far, near = {"2020": 20, "2021": 11}, {"2020": 5, "2021": 4}
    a, b = paced(card, a={"x": far}, b={"x": near}, r={"x": {"2020": 3, "2021": 2}, **BENCH})
    assert a.difference
    assert (a.growth.exact, a.gap_then.exact, a.gap_now.exact, a.verdict) == (-9, 17, 9, "catching up")
    assert b.verdict == "keeping pace"


def test_shares_are_points(paced: Paced) -> None:
    card = {"indicators": {"x": {"kind": "share"}}}
    [found] = paced(card, a={"x": {"2020": 2, "2021": 3}}, r={"x": {"2020": 4, "2021": 4}, **BENCH})
    assert (found.growth.exact, found.gap_then.exact, found.gap_now.exact) == (1, -2, -1)
    assert found.verdict == "catching up"


def test_what_the_evidence_leaves_open_is_no_clear_change(paced: Paced) -> None:
    """Four official readings, 1 % each: 2 % together."""
    for now, said in ((10.19, "no clear change"), (10.21, "catching up"), (9.79, "falling behind")):
        [found] = paced({}, a={"x": {"2020": 10, "2021": now}}, r={"x": {"2020": 40, "2021": 40}, **BENCH})
        assert found.verdict == said


def test_what_the_evidence_leaves_open_of_shares_is_in_points(paced: Paced) -> None:
    """Four official readings of about 40, 1 % each: 0.8 points together."""
    for now, said in ((40.8, "no clear change"), (40.82, "pulling ahead")):
        cells = {"a": {"x": {"2020": 40, "2021": now}}, "r": {"x": {"2020": 40, "2021": 40}, **BENCH}}
        [found] = paced({"indicators": {"x": {"kind": "share", "goalposts": [0, 100]}}}, **cells)
        assert found.verdict == said


@pytest.mark.parametrize(
    ("then", "now", "said"),
    [
        ((-3, -3), (-1, -1), "catching up"),
        ((-3, -3), (1, 1), "overtook"),
        ((1, 1), (3, 3), "pulling ahead"),
        ((-3, 1), (2, 4), "gaining"),
        ((-1, -1), (-3, -3), "falling behind"),
        ((1, 1), (-1, -1), "overtaken"),
        ((3, 3), (1, 1), "lead shrinking"),
        ((2, 4), (-3, 1), "losing ground"),
        ((-3, -3), (-3.5, -2.5), "no clear change"),
        ((0, 0), (2, 2), "pulling ahead"),
        ((-3, -3), (0, 0), "catching up"),
        ((-3, -3), (-1, 0), "catching up"),
        ((-3, -3), (-1, 1), "gaining"),
        ((-2, 0), (1, 2), "gaining"),
        ((0, 0), (-2, -2), "falling behind"),
        ((3, 3), (0, 0), "lead shrinking"),
        ((0, 2), (-2, -1), "losing ground"),
        ((3, 3), (-2, 0), "losing ground"),
        ((-3, 1), (-6, -5), "losing ground"),
        ((-3, -3), (-2.5, -2.5), "no clear change"),
        ((-3, -3), (-3.5, -3.5), "no clear change"),
        ((-3, -3), (-4, 0), "open"),
        ((-3, -3), (-3.25, 0), "open"),
        ((-3, -3), (-6, -2.75), "open"),
        ((-inf, -3), (-inf, -3), "open"),
        ((-inf, -inf), (-inf, -inf), "keeping pace"),
        ((-inf, inf), (-inf, inf), "open"),
    ],
)
def test_verdicts(then: tuple[float, float], now: tuple[float, float], said: str) -> None:
    assert verdict(Range(*then), Range(*now), 0.5) == said


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ((2, 4), (1, 2), (1, 4)),
        ((2, inf), (1, 2), (1, inf)),
        ((-inf, 4), (1, 2), (-inf, 4)),
        ((2, 4), (1, inf), (-inf, 4)),
        ((2, 4), (-inf, 2), (1, inf)),
        ((0, 0), (2, 2), (0, 0)),
        ((-1, 4), (1, 2), OPEN),
        ((-2, -1), (1, 2), OPEN),
        ((2, 4), (0, 2), OPEN),
        ((2, 4), (-inf, 0), OPEN),
    ],
)
def test_ratios_of_ranges(a: tuple[float, float], b: tuple[float, float], expected: tuple[float, float]) -> None:
    assert over(Range(*a), Range(*b)) == expected


@given(st.lists(st.floats(0.1, 100), min_size=8, max_size=8), st.floats(0, 1), st.floats(0, 1))
def test_ranges_hold_whatever_lies_in_them(ends: list[float], s: float, t: float) -> None:
    a, b = Range(*sorted(ends[:2])), Range(*sorted(ends[2:4]))
    x, y = a.low + s * (a.high - a.low), b.low + t * (b.high - b.low)
    for found, value in ((over(a, b), x / y), (minus(a, b), x - y)):
        assert found.low - 1e-9 <= value <= found.high + 1e-9


def test_what_has_no_rate(paced: Paced) -> None:
    [found] = paced({}, a={"x": {"2020": 0, "2021": 3}}, r={"x": {"2020": 4, "2021": 4}, **BENCH})
    assert (found.growth, found.verdict) == (OPEN, "catching up")
    [fall] = paced({}, a={"x": {"2020": 3, "2021": 0}}, r={"x": {"2020": 4, "2021": 4}, **BENCH})
    assert fall.growth.exact == -1
    assert fall.verdict == "falling behind"
    [below] = paced({}, a={"x": {"2020": -1, "2021": 3}}, r={"x": {"2020": 4, "2021": 4}, **BENCH})
    assert (below.growth, below.verdict) == (OPEN, "open")
    assert not any(isnan(end) for found in (fall, below) for end in (*found.gap_then, *found.gap_now))


def test_measures_count_and_more_is_ahead(paced: Paced) -> None:
    card = {"measures": {"m": {}}}
    cells = {"a": {"x": 1, "m": {"2020": 6, "2021": 9}}, "r": {"m": {"2020": 3, "2021": 3}, **BENCH}}
    [found] = paced(card, **cells)
    assert (found.series, found.verdict) == ("m", "pulling ahead")


def test_the_question_this_began_with() -> None:
    workspace = hubscore.open(bundled())
    at = workspace.dataset.column
    [found] = pace(workspace.dataset, workspace.scorecard, [at["chongqing"]], ["deposits_outstanding"], at["shanghai"])
    assert (found.first, found.last) == (2018, 2025)
    assert found.gap_then.exact == pytest.approx(36887.34 / 121112.33)
    assert found.gap_now.exact == pytest.approx(60400 / 241000)
    assert found.growth.exact == pytest.approx((60400 / 36887.34) ** (1 / 7) - 1)
    assert found.verdict == "falling behind"
    [best] = pace(workspace.dataset, workspace.scorecard, [at["chongqing"]], ["deposits_outstanding"])
    assert best == found
