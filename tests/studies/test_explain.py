from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.model.ranking import Ranking
from hubscore.studies.explain import MOST, Explanation, explain, gap

Ranked = Callable[..., Ranking]

CARD: dict[str, Any] = {
    "weights": {"money": 3, "air": 1, "banks": 1, "funds": 1, "routes": 1},
    "pillars": {"money": {}, "air": {}},
    "indicators": {"banks": {"pillar": "money"}, "funds": {"pillar": "money"}, "routes": {"pillar": "air"}},
}
HUBS: dict[str, dict[str, Any]] = {
    "ava": {"banks": 9.0, "funds": 7.0, "routes": 6.0},  # 75
    "bo": {"banks": 5.0, "funds": 3.0, "routes": 8.0},  # 50
    "cy": {"banks": 1.0, "funds": None, "routes": 10.0},  # 32.5
    "york": {"Role": "benchmark", "banks": 10.0, "funds": 10.0, "routes": 10.0},
}


@pytest.fixture
def ask(ranked: Ranked) -> Callable[[str], Explanation]:
    ranking = ranked(CARD, **HUBS)
    return lambda hub: explain(ranking, ranking.dataset.hubs.ids.index(hub))


Ask = Callable[[str], Explanation]


def test_a_node_stands_beside_the_ranked_hubs(ask: Ask) -> None:
    found = {s.node: s for s in ask("bo").standings}
    assert list(found) == ["index", "money", "banks", "funds", "air", "routes"]
    banks = found["banks"]
    assert (banks.score, banks.others, banks.place, banks.of) == pytest.approx((50, 50, 2, 3))  # 90 and 10
    assert banks.effect == pytest.approx(0)
    funds = found["funds"]
    assert (funds.score, funds.others, funds.place, funds.of) == pytest.approx((30, 70, 2, 2))  # cy has none
    assert funds.effect == pytest.approx(0.375 * -40)
    assert (found["index"].place, found["index"].of, found["index"].effect) == (2, 3, 0)


def test_what_is_not_scored_has_no_standing(ask: Ask) -> None:
    assert "funds" not in {s.node for s in ask("cy").standings}


def test_a_yardstick_is_compared_with_the_ranked_hubs_only(ask: Ask) -> None:
    found = ask("york")
    routes = next(s for s in found.standings if s.node == "routes")
    assert (routes.others, routes.place, routes.of) == pytest.approx((80, 1, 4))
    assert found.neighbour is None
    assert found.gap == ()
    assert not found.leads


def test_strengths_and_weaknesses_are_indicators_by_their_effect(ask: Ask) -> None:
    found = ask("ava")
    assert [s.node for s in found.strengths] == ["banks", "funds"]  # 0.375 x 60, 0.375 x 40
    assert [s.effect for s in found.strengths] == pytest.approx([22.5, 15])
    assert [s.node for s in found.weaknesses] == ["routes"]
    assert found.weaknesses[0].effect == pytest.approx(0.25 * -30)


def test_what_sums_leave_over_is_no_strength(ranked: Ranked) -> None:
    ranking = ranked({}, **{f"h{at}": {"i": 5.5} for at in range(6)})
    assert float(ranking.index[1:].sum() / 5) != ranking.index[0]  # by the last digit
    found = explain(ranking, 0)
    assert (found.strengths, found.weaknesses) == ((), ())
    assert found.standings[0].others == ranking.index[0]


def test_a_lead_that_ties_in_the_ranking_is_no_strength(ranked: Ranked) -> None:
    ranking = ranked({}, x={"i": 5.5 + 1e-9}, y={"i": 5.5})  # 1e-8 of 100 points
    assert ranking.rank.tolist() == [1, 1]
    assert (explain(ranking, 0).strengths, explain(ranking, 1).weaknesses) == ((), ())


def test_a_small_lead_is_a_strength(ranked: Ranked) -> None:
    ranking = ranked({}, x={"i": 5.01}, y={"i": 5.0})
    assert [s.effect for s in explain(ranking, 0).strengths] == pytest.approx([0.1])
    assert [s.effect for s in explain(ranking, 1).weaknesses] == pytest.approx([-0.1])


def test_only_the_first_few_strengths_are_told(ranked: Ranked) -> None:
    names = [f"i{at}" for at in range(MOST + 2)]
    ranking = ranked({}, x={name: 1.0 + at for at, name in enumerate(names)}, y=dict.fromkeys(names, 1.0))
    found = explain(ranking, 0)
    assert [s.node for s in found.strengths] == names[:-6:-1]
    assert found.weaknesses == ()
    assert [s.node for s in explain(ranking, 1).weaknesses] == names[:-6:-1]


def test_the_neighbour_is_the_hub_above_and_below_the_leader(ask: Ask) -> None:
    ids = ask("bo").ranking.dataset.hubs.ids
    assert [(ids[found.neighbour or 0], found.leads) for found in map(ask, ("ava", "bo", "cy"))] == [
        ("bo", True),
        ("ava", False),
        ("bo", False),
    ]


def test_the_gap_adds_up_on_every_level(ask: Ask) -> None:
    found = ask("cy")
    by_node = {d.node: d for d in found.gap}
    assert by_node["index"].points == pytest.approx(50 - 32.5)
    assert by_node["money"].points + by_node["air"].points == pytest.approx(17.5)
    assert sum(by_node[node].points for node in ("banks", "funds", "routes")) == pytest.approx(17.5)
    assert (by_node["funds"].own, by_node["funds"].other) == pytest.approx((0, 11.25))  # a gap has no points
    assert (by_node["banks"].own, by_node["banks"].other) == pytest.approx((7.5, 18.75))


@given(
    aggregate=st.sampled_from(["arithmetic", "geometric", "harmonic", {"power": 2}, "minimum", "median"]),
    cells=st.lists(st.lists(st.none() | st.floats(0, 10), min_size=4, max_size=4), min_size=3, max_size=3),
)
def test_the_gap_of_indicators_is_the_difference_of_scores(
    ranked: Ranked, aggregate: str, cells: list[list[float | None]]
) -> None:
    card: dict[str, Any] = {
        "method": {"aggregate": aggregate, "min_coverage": 0.0},
        "pillars": {"p": {}, "q": {}},
        "indicators": {f"i{at}": {"pillar": "pq"[at % 2]} for at in range(4)},
    }
    ranking = ranked(
        card, **{f"h{hub}": {f"i{at}": cell for at, cell in enumerate(row)} for hub, row in enumerate(cells)}
    )
    scored = np.flatnonzero(~np.isnan(ranking.index))
    for one in scored:
        for other in scored:
            leaves = [
                d.points for d in gap(ranking, int(one), int(other)) if d.node.startswith("i") and d.node != "index"
            ]
            assert sum(leaves) == pytest.approx(ranking.index[other] - ranking.index[one], abs=1e-7)


def test_ties(ranked: Ranked) -> None:
    ranking = ranked({}, a={"i": 5.0}, b={"i": 5.0}, c={"i": 2.0}, d={"i": 2.0})
    first, third = explain(ranking, 0), explain(ranking, 3)
    assert (first.level, third.level) == ([1], [2])
    assert (first.neighbour, first.leads) == (2, True)  # the first that is not level
    assert (third.neighbour, third.leads) == (1, False)
    level = explain(ranked({}, a={"i": 5.0}, b={"i": 5.0}), 1)
    assert (level.neighbour, level.level) == (None, [0])


def test_a_hub_alone(ranked: Ranked) -> None:
    found = explain(ranked({}, solo={"i": 4.0, "j": 6.0}), 0)
    assert (found.neighbour, found.level, found.gap) == (None, [], ())
    assert (found.strengths, found.weaknesses) == ((), ())
    index = found.standings[0]
    assert (index.score, index.place, index.of) == (50, 1, 1)
    assert np.isnan(index.others)
    assert [s.effect for s in found.standings] == [0, 0, 0]


def test_a_hub_without_a_score(ranked: Ranked) -> None:
    ranking = ranked({}, a={"i": 5.0, "j": 5.0, "k": 5.0}, b={"i": 9.0, "j": None, "k": None})
    found = explain(ranking, 1)
    assert np.isnan(found.points.points).all()
    assert [s.node for s in found.standings] == ["i"]
    assert (found.neighbour, found.level, found.gap) == (None, [], ())
    assert explain(ranking, 0).neighbour is None  # nobody else is ranked


def test_an_effect_weighs_as_much_as_the_indicator_weighs_for_this_hub(ranked: Ranked) -> None:
    card = {"indicators": {"sea": {"applies_to": ["a"]}}}
    ranking = ranked(card, a={"i": 5.0, "sea": 5.0}, b={"i": 3.0, "sea": None})
    assert [s.effect for s in explain(ranking, 0).strengths] == pytest.approx([10])  # half of 20
    assert [s.effect for s in explain(ranking, 1).weaknesses] == pytest.approx([-20])


def test_the_proof_covers_all_hubs(ask: Ask) -> None:
    found = ask("cy")
    assert found.proof.low == pytest.approx([75, 50, 28.75, 100])  # the gap at 0 ...
    assert found.proof.high == pytest.approx([75, 50, 66.25, 100])  # ... and at 100, weighing 0.375
