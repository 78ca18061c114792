from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Gates
from hubscore.studies.gates import Gate, data_gates

Ranked = Callable[..., Ranking]
PILLAR = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}}}


def gates(**asked: Any) -> Gates:
    return Gates.model_validate(asked)


def of_hubs(ranking: Ranking, **asked: Any) -> list[Gate]:
    return [gate for gate in data_gates(ranking, gates(**asked)) if gate.node is None]


def test_coverage_of_each_candidate(ranked: Ranked) -> None:
    ranking = ranked(
        {"weights": {"a": 3, "b": 1}},
        x={"a": 1.0, "b": None},
        y={"a": None, "b": 1.0},
        z={"a": None, "b": 1.0, "Role": "benchmark"},
    )
    assert of_hubs(ranking, min_coverage=0.75) == [
        Gate("gates", "min_coverage", 0, None, 0.75, 0.75, held=True),
        Gate("gates", "min_coverage", 1, None, 0.25, 0.75, held=False),
    ]


def test_the_age_is_that_of_the_oldest_reading_denominators_too(ranked: Ranked) -> None:
    card = {"as_of": 2024, "measures": {"m": {}}, "indicators": {"b": {"per": "m"}}}
    x = {"a": {"2023": 1.0}, "b": {"2022": 2.0}, "m": {"2020": 1.0}}
    assert of_hubs(ranked(card, x=x), max_age=3) == [Gate("gates", "max_age", 0, None, 4, 3, held=False)]
    unread = x | {"b": None}
    assert of_hubs(ranked(card, x=unread), max_age=3) == [Gate("gates", "max_age", 0, None, 1, 3, held=True)]
    between = {"a": {"2015": 1.0, "2025": 3.0}}
    linear = {"as_of": 2020, "max_age": 1, "method": {"missing": "linear"}}
    assert of_hubs(ranked(linear, x=between), max_age=3)[0].found == 5


def test_the_share_of_good_evidence(ranked: Ranked) -> None:
    card = {"weights": {"a": 3, "b": 1}}
    x = {"a": {"value": 1.0, "evidence": "secondary"}, "b": {"value": 1.0, "evidence": "reported"}}
    assert of_hubs(ranked(card, x=x), min_evidence_share=0.4) == [
        Gate("gates", "min_evidence_share", 0, None, 0.25, 0.4, held=False)
    ]


def test_without_years_there_is_no_age(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("id,a\nx,1\ny,2\n")
    (tmp_path / "scorecard.toml").write_text(
        '[data]\ncsv = "raw.csv"\nid = "id"\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert {gate[4:] for gate in of_hubs(ranking, max_age=3)} == {(None, 3, True)}


def test_the_pillars_have_rules_of_their_own(ranked: Ranked) -> None:
    card = {
        "pillars": {"p": {"min_coverage": 0.6}, "q": {"max_missing": 1}},
        "indicators": {
            "a": {"pillar": "p"},
            "b": {"pillar": "p"},
            "c": {"pillar": "q", "applies_to": ["x"]},
            "d": {"pillar": "q"},
            "e": {"pillar": "q"},
        },
    }
    ranking = ranked(card, x={"a": 1.0, "b": None, "c": None, "d": None, "e": 1.0}, y={"a": 1.0, "b": 1.0, "d": 1.0})
    found = [gate for gate in data_gates(ranking, gates()) if gate.hub == 0]
    assert found == [
        Gate("pillar", "min_coverage", 0, "p", 0.5, 0.6, held=False),
        Gate("pillar", "max_missing", 0, "q", 2, 1, held=False),
    ]
    other = [gate for gate in data_gates(ranking, gates()) if gate.hub == 1]
    assert [gate[3:] for gate in other] == [("p", 1.0, 0.6, True), ("q", 1, 1, True)]


@pytest.mark.parametrize("more", [{}, {"applies_to": ["x", "y"]}])
def test_what_weighs_nothing_is_not_missed(ranked: Ranked, more: dict[str, Any]) -> None:
    card = {
        "pillars": {"p": {"max_missing": 1}},
        "weights": {"a": 0, "b": 1, "c": 1},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "p"} | more},
    }
    ranking = ranked(card, x={"a": None, "b": None, "c": 1.0}, y={"a": 1.0, "b": None, "c": None})
    found = [(gate.hub, gate.found, gate.held) for gate in data_gates(ranking, gates()) if gate.node == "p"]
    assert sorted(found) == [(0, 1, True), (1, 2, False)]


def test_a_pillar_that_does_not_apply_has_no_gate(ranked: Ranked) -> None:
    card = {
        "pillars": {"p": {}, "q": {"max_missing": 0}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q", "applies_to": ["y"]}},
    }
    ranking = ranked(card, x={"a": 1.0}, y={"a": 1.0, "b": 1.0})
    assert {(gate.hub, gate.node) for gate in data_gates(ranking, gates())} == {(0, "p"), (1, "p"), (1, "q")}


@pytest.mark.parametrize(("by", "whole"), [("weight", 1 / 3), ("indicators", 1 / 2)])
def test_the_rules_that_leave_hubs_out(ranked: Ranked, by: str, whole: float) -> None:
    card = {
        "screening": {"min_coverage": 0.3, "min_pillar_coverage": 0.4, "by": by},
        "pillars": {"p": {}, "q": {}},
        "weights": {"p": 3, "q": 1, "a": 2, "b": 1, "c": 1},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q", "applies_to": ["y"]}},
    }
    ranking = ranked(card, x={"a": None, "b": 1.0}, y={"a": 1.0, "b": None, "c": None})
    found = [gate for gate in data_gates(ranking, gates()) if gate.asker == "screening"]
    mine = [gate for gate in found if gate.hub == 0]
    assert [(gate.rule, gate.node) for gate in mine] == [("min_coverage", None), ("min_pillar_coverage", "p")]
    assert [gate.found for gate in mine] == pytest.approx([whole, whole])  # of x only p is due
    assert [gate.held for gate in mine] == [whole >= 0.3, whole >= 0.4]
    theirs = {gate.node: gate for gate in found if gate.hub == 1}
    assert theirs["q"].found == 0
    assert not theirs["q"].held


def test_of_a_hub_that_is_left_out_nothing_else_is_asked(ranked: Ranked) -> None:
    card = PILLAR | {"screening": {"min_coverage": 0.9}}
    ranking = ranked(card, x={"a": 1.0, "b": None}, y={"a": 1.0, "b": 1.0})
    found = data_gates(ranking, gates(min_coverage=0.95))
    assert [gate.asker for gate in found if gate.hub == 0] == ["screening"]
    assert [gate.asker for gate in found if gate.hub == 1] == ["screening", "gates", "pillar"]


def test_of_a_benchmark_that_is_left_out_nothing_is_asked(ranked: Ranked) -> None:
    bench = {"a": 1.0, "b": None, "Role": "benchmark"}
    ranking = ranked({"screening": {"min_coverage": 0.9}}, x=bench, y={"a": 1.0, "b": 1.0})
    assert ranking.screened.tolist() == [True, False]
    assert [gate.hub for gate in data_gates(ranking, gates())] == [1]


def test_a_hub_of_which_nothing_is_due_is_not_held_to_what_screening_asks(ranked: Ranked) -> None:
    card = {"screening": {"min_coverage": 0.5}, "indicators": {"a": {"applies_to": ["x"]}}}
    ranking = ranked(card, x={"a": 1.0}, y={"a": None})
    assert [(gate.hub, gate.found) for gate in data_gates(ranking, gates())] == [(0, 1.0)]


def test_where_only_benchmarks_are_all_are_asked(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 1.0, "Role": "benchmark"})
    assert [gate.hub for gate in of_hubs(ranking, min_coverage=0.5)] == [0]


def test_only_the_rules_that_are_there_are_looked_at(ranked: Ranked) -> None:
    ranking = ranked({"screening": {"min_pillar_coverage": 0.4}, **PILLAR}, x={"a": 1.0})
    assert [gate[:4] for gate in data_gates(ranking, gates())] == [
        ("screening", "min_pillar_coverage", 0, "p"),
        ("pillar", "min_coverage", 0, "p"),
    ]


def test_the_bundled_scorecard(root: Path) -> None:
    workspace = hubscore.open(root / "configs")
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    found = data_gates(ranking, workspace.scorecard.gates)
    assert len(found) == 4 * (3 + 4)
    assert [gate.hub for gate in found[::7]] == list(ranking.listing[:4])
    assert {gate.rule for gate in found if gate.asker == "gates"} == {"min_coverage", "max_age", "min_evidence_share"}
    age = next(gate for gate in found if gate.rule == "max_age")
    assert age.found == 2025 - 2022  # of Shenzhen, the first in the listing
