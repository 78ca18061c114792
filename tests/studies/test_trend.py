"""Scores and ranks by year."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.errors import Problem, ScoringError
from hubscore.scoring import score
from hubscore.studies.trend import FIELD, older, trend
from hubscore.workspace import bundled

Made = Callable[..., Any]
Found = Callable[..., Any]

UP = {"direction": "higher", "normalise": "minmax"}
TWO = {
    "a": {"x": {"2020": 2, "2022": 8}, "y": {"2020": 5}},
    "b": {"x": {"2020": 4, "2021": 6}, "y": {"2020": 5}},
}


@pytest.fixture
def found(made: Made) -> Found:
    def ask(card: dict[str, Any], everyone: bool = False, **hubs: Any) -> Any:
        return trend(*made(card, **hubs), everyone)

    return ask


def test_each_year_is_the_ranking_as_of_it(made: Made) -> None:
    dataset, card = made({}, **TWO)
    found = trend(dataset, card)
    assert found.years == (2020, 2021, 2022)
    assert found.scores.tolist() == [[35, 45], [35, 55], [65, 55]]
    assert found.rank.tolist() == [[2, 1], [2, 1], [1, 2]]
    for at, year in enumerate(found.years):
        ranking = score(dataset, card.model_copy(update={"as_of": year}))
        np.testing.assert_array_equal(ranking.index, found.scores[at])
    assert found.span == (2020, 2022)
    assert found.compared == (0, 1, 2)


def test_what_is_carried_forward_is_counted(found: Found) -> None:
    ask = found({}, **TWO)
    assert ask.figures.tolist() == [[2, 2]] * 3
    assert ask.carried.tolist() == [[0, 0], [2, 1], [1, 2]]


def test_what_nobody_was_read_in_is_no_figure(found: Found) -> None:
    card = {"measures": {"m": {}}, "indicators": {"y": {"from": "m"}}}
    ask = found(card, a={"x": {"2020": 2}, "y": None}, b={"x": {"2020": 4}})
    assert ask.figures.tolist() == [[1, 1]]


def test_between_two_years_nothing_was_read(found: Found) -> None:
    cells = {"a": {"x": {"2018": 0, "2022": 8}}, "b": {"x": {"2018": 1, "2020": 3, "2022": 1}}}
    ask = found({"method": {"missing": {"linear": 4}}, "max_age": 1}, **cells)
    assert ask.years == (2018, 2020, 2022)
    assert ask.scores[1].tolist() == [40, 30]
    assert ask.carried[1].tolist() == [1, 0]


def test_a_reading_without_a_year_is_no_older_than_any(made: Made) -> None:
    dataset, card = made({}, **TWO)
    ranking = score(dataset, card)
    assert older(ranking, 2022).any()
    assert not older(ranking, 0).any()


def test_ends_from_the_data_are_those_of_all_years(found: Found) -> None:
    cells = {"a": {"x": {"2020": 0, "2021": 5}}, "b": {"x": {"2020": 5, "2021": 10}}}
    ask = found({"indicators": {"x": UP}}, **cells)
    assert ask.scores.tolist() == [[0, 50], [50, 100]]
    assert [remark.kind for remark in ask.ranking.remarks] == ["relative", "panel"]


def test_ends_are_the_same_whatever_year_is_the_last(found: Found) -> None:
    cells = {"a": {"x": {"2020": 0, "2021": 5}}, "b": {"x": {"2020": 5, "2021": 10}}}
    ask = found({"indicators": {"x": UP}, "as_of": 2020}, **cells)
    assert ask.years == (2020,)
    assert ask.scores.tolist() == [[0, 50]]
    assert ask.span is None
    assert ask.alike.shape == (2, 2)
    assert np.isnan(ask.alike).all()
    assert ask.alike_rank.tolist() == [[0, 0], [0, 0]]


def test_the_scorecard_s_own_year_is_the_last(found: Found) -> None:
    ask = found({"as_of": 2024}, **TWO)
    assert ask.years == (2020, 2021, 2022, 2024)
    assert ask.carried[-1].tolist() == [2, 2]


def test_years_that_score_too_few_are_left_out_and_told(found: Found) -> None:
    """Of four hubs ever scored: one, two and four; the index asks for half, ranks for nine in ten."""
    cells = {
        "a": {"x": {"2020": 1}},
        "b": {"x": {"2021": 2}},
        "c": {"x": {"2022": 3}},
        "d": {"x": {"2022": 4}},
        "e": {"x": {"2021": 9}, "Role": "benchmark"},
    }
    ask = found({}, **cells)
    assert ask.left_out == ((2020, 1),)
    assert (ask.years, ask.scored, ask.field) == ((2021, 2022), (2, 4), 4)
    assert ask.rank.tolist() == [[0] * 5, [4, 3, 2, 1, 0]]
    assert ask.span is None
    assert ask.compared == (1,)
    everyone = found({}, everyone=True, **cells)
    assert (everyone.left_out, everyone.scored, everyone.field) == (((2020, 1),), (3, 5), 5)
    assert FIELD > 0.5


def test_nine_hubs_of_ten_are_enough_for_ranks(found: Found) -> None:
    hubs = {f"h{at}": {"x": {"2020" if at else "2021": at}} for at in range(10)}
    ask = found({}, **hubs)
    assert (ask.scored, ask.span) == ((9, 10), (2020, 2021))
    assert ask.rank[0].tolist() == [0, 9, 8, 7, 6, 5, 4, 3, 2, 1]


def test_the_share_asked_for_is_the_index_s_own(found: Found) -> None:
    cells = {"a": {"x": {"2020": 1}}, "b": {"x": {"2021": 2}}, "c": {"x": {"2022": 3}}}
    assert found({"method": {"min_coverage": 0.2}}, **cells).years == (2020, 2021, 2022)
    assert found({"index": {"min_coverage": 1.0}}, **cells).years == (2022,)


def test_nobody_is_scored(found: Found) -> None:
    ask = found({"method": {"min_coverage": 1.0}}, a={"x": {"2020": 1}, "y": None}, b={"x": None, "y": {"2021": 1}})
    assert (ask.years, ask.field, ask.scored, ask.span, ask.compared) == ((), 0, (), None, ())
    assert {array.shape for array in (ask.scores, ask.rank, ask.figures, ask.carried)} == {(0, 2)}
    assert {array.dtype.kind for array in (ask.rank, ask.figures, ask.carried)} == {"i"}
    assert ask.left_out == ((2020, 0), (2021, 0))


def test_the_same_figures_tell_progress_from_news(found: Found) -> None:
    """`a` rises from 30 to 55 by a figure that was not known; on what it had it rises from 30 to 40."""
    cells = {
        "a": {"x": {"2020": 3, "2021": 4}, "y": {"2021": 7}},
        "b": {"x": {"2020": 5, "2021": 5}, "y": {"2020": 1, "2021": 3}},
    }
    ask = found({}, **cells)
    assert ask.scores.tolist() == [[30, 30], [55, 40]]
    assert ask.alike.tolist() == [[30, 30], [40, 40]]
    assert ask.rank.tolist() == [[1, 1], [1, 2]]
    assert ask.alike_rank.tolist() == [[1, 1], [1, 1]]


def test_the_same_figures_ask_for_no_coverage_and_take_no_filling(found: Found) -> None:
    cells = {
        "a": {"x": {"2020": 3}, "y": {"2022": 7}, "z": {"2020": 2}},
        "b": {"x": {"2020": 5, "2022": 5}, "y": {"2020": 1, "2022": 3}, "z": {"2020": 2, "2022": 8}},
    }
    card = {"method": {"missing": "mean", "min_coverage": 0.6}, "max_age": 2}
    ask = found(card, **cells)
    assert ask.span == (2020, 2022)
    np.testing.assert_allclose(ask.alike[:, 0], [25, 25])  # x and z, carried; y was filled in at first
    np.testing.assert_allclose(ask.alike[:, 1], [80 / 3, 160 / 3])


@pytest.mark.parametrize("method", [{"min_coverage": 0.6}, {"max_missing": 1}, {"missing": "worst"}])
def test_on_the_same_figures_no_rule_for_gaps_holds(found: Found, method: dict[str, Any]) -> None:
    """Of `a` two figures of three are known in both years, but only y in both."""
    cells = {
        "a": {"x": {"2020": 1}, "y": {"2020": 4, "2021": 7}, "z": {"2021": 9}},
        "b": {"x": {"2020": 5, "2021": 5}, "y": {"2020": 5, "2021": 5}, "z": {"2020": 5, "2021": 5}},
    }
    ask = found({"method": method, "max_age": 0}, **cells)
    assert ask.span == (2020, 2021)
    np.testing.assert_allclose(ask.alike, [[40, 50], [70, 50]])
    assert ask.alike_rank.tolist() == [[2, 1], [1, 2]]


def test_what_has_no_value_is_refused_by_name(made: Made) -> None:
    card = {"indicators": {"x": UP | {"goalposts": None, "transform": "log"}}}
    with pytest.raises(ScoringError, match="`log` has no value for x of a"):
        trend(*made(card, a={"x": {"2020": 0}}, b={"x": {"2020": 5, "2021": 10}}))
    card = {"measures": {"m": {}}, "indicators": {"x": UP | {"goalposts": None, "per": "m"}}}
    with pytest.raises(ScoringError, match="x of a is too large to be computed"):
        trend(*made(card, a={"x": {"2020": 1e15}, "m": {"2020": 1e-300}}, b={"x": 5, "m": 2}))


@pytest.mark.parametrize("as_of", [{}, {"as_of": 2020}])
def test_it_needs_years(made: Made, as_of: dict[str, int]) -> None:
    reading = {"2020": {"value": 1, "evidence": "target"}}
    dataset, card = made(as_of | {"evidence": {"admit": "official"}}, a={"x": reading})
    with pytest.raises(ScoringError) as caught:
        trend(dataset, card)
    hint = "readings that stand under a year, in profiles or by the `year` column of a table, would do"
    message = "there is no trend: no reading that counts has a year"
    assert caught.value.problems == (Problem("no-years", message, hint=hint),)


def test_results_are_read_only(found: Found) -> None:
    ask = found({}, **TWO)
    for array in (ask.scores, ask.rank, ask.figures, ask.carried, ask.alike):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 1


def test_the_order_of_hubs_changes_nothing(found: Found) -> None:
    ask, turned = found({}, **TWO), found({}, **dict(reversed(TWO.items())))
    np.testing.assert_array_equal(ask.scores, turned.scores)


def test_the_bundled_hubs() -> None:
    workspace = hubscore.open(bundled())
    found = trend(workspace.dataset, workspace.scorecard)
    ranking = score(workspace.dataset, workspace.scorecard)
    np.testing.assert_array_equal(found.scores[-1], ranking.index)
    np.testing.assert_array_equal(found.rank[-1], ranking.rank)
    assert found.span == (2023, 2025)
    assert found.left_out == ((2018, 0), (2019, 0), (2020, 0))
    hub = ranking.dataset.column
    assert found.rank[list(found.compared)][:, hub["chongqing"]].tolist() == [4, 3, 3]
    # Hefei falls because its weak figures became known: on the figures of both years it rises.
    hefei = hub["hefei"]
    assert found.scores[-1, hefei] < found.scores[found.years.index(2023), hefei]
    assert found.alike[1, hefei] > found.alike[0, hefei]
