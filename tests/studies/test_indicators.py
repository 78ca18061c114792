from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.methods import statistics as stats
from hubscore.model.ranking import Ranking
from hubscore.studies.indicators import Distribution, distributions, skewed

Ranked = Callable[..., Ranking]


def of(ranking: Ranking, force: bool = False) -> dict[str, Distribution]:
    return {ranking.plan.ids[found.row]: found for found in distributions(ranking, force)}


def hubs(**columns: list[float | None]) -> dict[str, dict[str, Any]]:
    size = len(next(iter(columns.values())))
    return {f"h{at:02}": {name: column[at] for name, column in columns.items()} for at in range(size)}


SPREAD = [float(value) for value in np.random.default_rng(3).uniform(2, 8, 40)]


def test_the_statistics_are_those_of_the_measured_figures(ranked: Ranked) -> None:
    card = {"method": {"missing": "mean"}, "indicators": {"a": {"transform": "sqrt"}}}
    ranking = ranked(card, **hubs(a=[*SPREAD[:30], None], b=SPREAD[:31]))
    x, found = np.array(SPREAD[:30]), of(ranking)["a"]
    assert (found.figures, found.share) == (30, pytest.approx(30 / 31))
    assert found[3:8] == pytest.approx((x.min(), x.max(), x.mean(), np.median(x), x.std(ddof=1)))
    assert (found.skewness, found.kurtosis) == pytest.approx((float(stats.skewness(x)), float(stats.kurtosis(x))))
    assert found.skewness_scored == pytest.approx(stats.skewness(np.sqrt(x)))
    assert found.kurtosis_scored == pytest.approx(stats.kurtosis(np.sqrt(x)))
    assert (found.zeros, found.unique, found.same, found.alike, found.flags) == (0, 30, 1, False, ())


def test_an_outlier_is_named_and_its_shape_flagged(ranked: Ranked) -> None:
    card = {"method": {"normalise": "minmax"}, "indicators": {"a": {"goalposts": None}}}
    far = [*SPREAD[:39], 500.0]
    found = of(ranked(card, **hubs(a=far)))["a"]
    assert found.outliers == (39,)
    assert found.flags == ("skewed", "outliers")
    clipped = of(ranked({}, **hubs(a=far)))["a"]
    assert clipped.skewness > 2  # the figure is as far off as it was, but scores 100
    assert clipped.flags == ("outliers",)


@pytest.mark.parametrize(
    ("skewness", "kurtosis", "asks"),
    [(2.0, 3.5, True), (-2.0, 3.5, True), (1.99, 9.0, False), (-1.99, 9.0, False), (9.0, 3.49, False)],
)
def test_both_skewness_and_kurtosis_ask_for_treatment(skewness: float, kurtosis: float, asks: bool) -> None:
    assert skewed(skewness, kurtosis) == asks


def test_few_figures_have_no_shape(ranked: Ranked) -> None:
    ranking = ranked({}, **hubs(a=[*SPREAD[:6], 500.0]))
    found = of(ranking)["a"]
    assert np.isnan([found.skewness, found.kurtosis, found.skewness_scored, found.kurtosis_scored]).all()
    assert (found.assessed, found.outliers, found.flags) == (False, (), ())
    assert [each.assessed for each in distributions(ranking)] == [False]
    forced = of(ranking, force=True)["a"]
    assert (forced.assessed, forced.outliers) == (True, (6,))
    assert forced.skewness > 2


@pytest.mark.parametrize(
    ("values", "flags"),
    [
        ([None] * 20, ("no data",)),
        ([5.0] * 20, ("constant",)),
        ([12.0, *[15.0 + at for at in range(19)]], ("constant",)),  # beyond the goalpost all score 100
        ([None] * 8 + SPREAD[:12], ("few figures",)),
        ([None] * 7 + SPREAD[:13], ()),
        ([0.0] * 11 + SPREAD[:9], ("many zeros",)),
        ([0.0] * 10 + SPREAD[:10], ()),
        ([1.0, 2.0, 3.0, 4.0, 5.0] * 4, ("few values",)),
        ([float(at // 2) for at in range(20)], ()),
    ],
)
def test_flags_and_where_they_begin(ranked: Ranked, values: list[float | None], flags: tuple[str, ...]) -> None:
    found = of(ranked({}, **hubs(a=values, b=SPREAD[:20])))["a"]
    assert tuple(flag for flag in found.flags if flag != "outliers") == flags
    assert found.alike == ("constant" in flags)
    assert found.assessed == (found.figures == 20)


def test_what_no_hub_owes_has_no_share(ranked: Ranked) -> None:
    card = {"indicators": {"b": {"applies_to": ["y"]}}}
    found = of(ranked(card, x={"a": 1.0}, y={"a": 1.0, "b": 2.0, "Role": "benchmark"}))["b"]
    assert (found.figures, found.share) == (1, 1.0)
    left_out = card | {"screening": {"min_coverage": 0.9}}
    found = of(ranked(left_out, x={"a": 1.0}, y={"a": None, "b": 2.0}))["b"]
    assert found.figures == 0
    assert np.isnan(found.share)


def test_figures_and_their_share_are_of_the_same_hubs(ranked: Ranked) -> None:
    card = {"screening": {"min_coverage": 0.9}}
    found = of(
        ranked(card, w={"a": 1.0, "b": None}, x={"a": 1.0, "b": 1.0}, y={"a": 1.0, "b": 2.0, "Role": "benchmark"})
    )
    assert (found["a"].figures, found["a"].share) == (2, 1.0)


def test_two_figures_may_be_alike_and_one_is_not(ranked: Ranked) -> None:
    found = of(ranked({}, x={"a": 5.0, "b": 1.0}, y={"a": 5.0, "b": None}))
    assert (found["a"].alike, found["b"].alike) == (True, False)


def test_a_benchmark_need_not_have_all_figures(ranked: Ranked) -> None:
    found = of(ranked({}, x={"a": 1.0}, y={"a": None, "Role": "benchmark"}, z={"a": None, "Role": "benchmark"}))["a"]
    assert (found.share, found.competing, found.flags) == (pytest.approx(1 / 3), 1.0, ())


def test_whom_a_lopsided_shape_is_because_of(ranked: Ranked) -> None:
    card = {"method": {"normalise": "minmax"}, "indicators": {"a": {"goalposts": None}}}
    assert of(ranked(card, **hubs(a=[*SPREAD[:38], 300.0, 500.0])))["a"].cause == (39, 38)
    assert of(ranked(card, **hubs(a=[*SPREAD[:39], -500.0])))["a"].cause == (39,)
    assert of(ranked(card, **hubs(a=SPREAD)))["a"].cause == ()
    filled = {"method": {"normalise": "minmax", "missing": "mean"}, "indicators": {"a": {"goalposts": None}}}
    gap = of(ranked(filled, **hubs(a=[*SPREAD[:38], 500.0, None], b=SPREAD)))["a"]
    assert gap.cause == (38,)  # the mean that is filled in is no figure, far off as it is
    doubling = [2.0**at for at in range(40)]
    found = of(ranked(card, **hubs(a=doubling)))["a"]
    assert ("skewed" in found.flags, found.cause) == (True, ())
