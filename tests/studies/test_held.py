from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.dataset import Dataset, hubs_of
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Gates, Scorecard
from hubscore.scoring import score
from hubscore.studies.held import Held, Reading, held_gates
from hubscore.studies.robustness import robustness

Ranked = Callable[..., Ranking]
Made = Callable[..., tuple[Dataset, Scorecard]]


def gates(**asked: Any) -> Gates:
    return Gates.model_validate(asked)


def reading(value: float, evidence: str) -> dict[str, Any]:
    return {"value": value, "evidence": evidence}


def test_without_gates_there_is_nothing_to_hold(ranked: Ranked) -> None:
    assert held_gates(ranked({}, x={"a": 1.0}), gates()) == ()


def test_coverage_names_what_is_missing_the_heaviest_first(ranked: Ranked) -> None:
    card = {
        "weights": {"a": 1, "b": 2, "c": 3, "d": 0, "e": 1},
        "measures": {"m": {}},
        "indicators": {"b": {"from": "m"}, "e": {"applies_to": ["y"]}},
    }
    x = {"a": 1.0, "b": None, "c": None, "d": None, "e": None, "m": None}
    y = {"a": 1.0, "m": 1.0, "c": 1.0, "d": 1.0, "e": 1.0}
    bench = x | {"Role": "benchmark"}
    short, whole = held_gates(ranked(card, x=x, y=y, z=bench), gates(min_coverage=0.2))[::-1]
    assert short == Held(
        "min-coverage", "x", pytest.approx(1 / 6), 0.2, held=False, readings=(Reading("c", "c"), Reading("b", "m"))
    )
    assert whole == Held("min-coverage", "y", 1.0, 0.2, held=True)
    enough = held_gates(ranked(card, x=x, y=y), gates(min_coverage=0.1))
    assert {(held.hub, held.held, held.readings) for held in enough} == {("x", True, ()), ("y", True, ())}


def test_a_gap_is_named_by_the_measure_that_would_fill_it(ranked: Ranked) -> None:
    card = {"measures": {"m": {}, "nowhere": {}}, "indicators": {"b": {"from": "m"}, "c": {"from": "nowhere"}}}
    found = held_gates(ranked(card, x={"m": None, "c": None, "a": 1.0, "b": None}), gates(min_coverage=1))
    assert sorted(found[0].readings, key=str) == [Reading("b", "m"), Reading("c", "c")]  # nobody has `nowhere`


def test_evidence_names_the_weak_figures_and_of_a_ratio_its_weaker_part(ranked: Ranked) -> None:
    card = {"weights": {"a": 1, "b": 2, "c": 3}, "measures": {"m": {}}, "indicators": {"b": {"per": "m"}}}
    x = {
        "a": reading(1.0, "secondary"),
        "b": reading(1.0, "official"),
        "m": reading(1.0, "estimate"),
        "c": reading(1.0, "reported"),
    }
    [held] = held_gates(ranked(card, x=x), gates(min_evidence_share=0.6))
    assert (held.rule, held.found, held.held) == ("min-evidence-share", 0.5, False)
    assert held.readings == (Reading("b", "m", 2020, "estimate"), Reading("a", "a", 2020, "secondary"))


@pytest.mark.parametrize("more", [{}, {"applies_to": ["x"]}])
def test_what_weighs_most_for_the_hub_comes_first(ranked: Ranked, more: dict[str, Any]) -> None:
    """Of 6 tenths for p, a has a quarter; for a hub to which c does not apply, all."""
    card = {
        "pillars": {"p": {}, "q": {}},
        "weights": {"p": 3, "q": 2, "a": 1, "c": 3, "b": 1},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}, "c": {"pillar": "p"} | more},
    }
    first, second = ("a", "b") if more else ("b", "a")
    c = None if more else reading(1.0, "official")
    x = {name: reading(1.0, "official") for name in "abc"}
    weak = {"a": reading(1.0, "secondary"), "b": reading(1.0, "estimate"), "c": c}
    found = held_gates(ranked(card, x=x, y=weak), gates(min_evidence_share=0.9))
    assert [[part.indicator for part in held.readings] for held in found] == [[], [first, second]]
    empty = held_gates(ranked(card, x=x, y={"a": None, "b": None, "c": c}), gates(min_coverage=0.9))
    assert [[part.indicator for part in held.readings] for held in empty] == [[], [first, second]]


def test_a_reading_of_a_bare_table_has_no_year(made: Made) -> None:
    _, card = made({}, x={"a": 1.0})
    bare = from_values(hubs_of(["x"], ["X"], ["candidate"], [None]), ["a"], np.array([[4.0]]), "secondary")
    [held] = held_gates(score(bare, card), gates(min_evidence_share=0.5))
    assert held.readings == (Reading("a", "a", None, "secondary"),)


def test_every_reading_that_is_too_old_is_named_once_the_oldest_first(ranked: Ranked) -> None:
    card = {
        "as_of": 2024,
        "measures": {"m": {}},
        "weights": {"a": 1, "b": 1, "c": 1, "d": 0, "e": 1},
        "indicators": {"b": {"per": "m"}, "c": {"per": "m"}},
    }
    x = {
        "a": {"2020": 1.0, "2019": 1.0},
        "b": {"2022": 2.0},
        "c": {"2021": 2.0},
        "m": {"2019": 1.0},
        "d": {"2018": 1.0},
        "e": None,
    }
    [held] = held_gates(ranked(card, x=x), gates(max_age=3))
    assert (held.found, held.asked, held.held) == (6, 3, False)
    assert [(part.indicator, part.series, part.year) for part in held.readings] == [
        ("d", "d", 2018),
        ("b", "m", 2019),
        ("a", "a", 2020),
    ]
    assert held_gates(ranked(card, x=x), gates(max_age=6))[0] == Held("max-age", "x", 6, 6, held=True)


def test_a_value_between_two_years_is_as_old_as_the_older(ranked: Ranked) -> None:
    linear = {"as_of": 2020, "max_age": 1, "method": {"missing": "linear"}}
    [held] = held_gates(ranked(linear, x={"a": {"2015": 1.0, "2025": 3.0}}), gates(max_age=3))
    assert [part.year for part in held.readings] == [2015]


def test_intervals_of_those_that_are_ranked(made: Made) -> None:
    card = {"uncertainty": {"weights": 0.25, "data": {"official": 1.0}}, "method": {"aggregate": "arithmetic"}}
    dataset, scorecard = made(card, x={"a": 4.0}, y={"a": 5.0}, z={"a": 4.5, "Role": "benchmark"}, w={"a": None})
    base = score(dataset, scorecard)
    sure = robustness(dataset, scorecard, 200, 1, base=base)
    found = held_gates(base, gates(max_rank_interval=0), sure)
    assert {held.hub: (held.rule, held.found, held.asked, held.held) for held in found} == {
        "x": ("max-rank-interval", 1, 0, False),
        "y": ("max-rank-interval", 1, 0, False),
    }
    assert all(held.held for held in held_gates(base, gates(max_rank_interval=1), sure))
    assert held_gates(base, gates(max_rank_interval=0)) == ()
    all_of_them = held_gates(base, gates(max_rank_interval=1, min_coverage=0.5), sure, required=["x"])
    assert {held.rule for held in all_of_them} == {"required-hub", "min-coverage", "max-rank-interval"}


def test_required_hubs_are_there_and_ranked_if_they_compete(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 1.0}, y={"a": None}, z={"a": None, "Role": "benchmark"})
    found = held_gates(ranking, gates(), required=["z", "nowhere", "y", "x", "x"])
    assert found == (
        Held("required-hub", "z", None, None, held=True),
        Held("required-hub", "nowhere", None, None, held=False),
        Held("required-hub", "y", None, None, held=False),
        Held("required-hub", "x", 1, None, held=True),
    )


def test_a_required_hub_that_screening_leaves_out_is_missed(ranked: Ranked) -> None:
    ranking = ranked({"screening": {"min_coverage": 0.9}}, x={"a": 1.0, "b": None}, y={"a": 1.0, "b": 1.0})
    [held] = held_gates(ranking, gates(), required=["x"])
    assert not held.held


def test_a_hub_without_any_figure_trips_what_can_be_measured(ranked: Ranked) -> None:
    ranking = ranked({"as_of": 2020}, x={"a": None}, y={"a": 1.0})
    found = held_gates(ranking, gates(min_coverage=0.5, min_evidence_share=0.5, max_age=0))
    assert {held.rule: (held.found, held.held, held.readings) for held in found if held.hub == "x"} == {
        "min-coverage": (0.0, False, (Reading("a", "a"),)),
        "min-evidence-share": (0.0, False, ()),
        "max-age": (None, True, ()),
    }
