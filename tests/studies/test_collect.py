from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

import hubscore
from hubscore.errors import Problem, UsageError
from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.studies.collect import Collect, Worth, collect, collectable

Made = Callable[..., tuple[Dataset, Scorecard]]
DRAWS = 40_000
CARD: dict[str, Any] = {"uncertainty": {"data": {"official": 0.0, "estimate": 0.2}, "drift": 0.0}}


def poor(value: float) -> dict[str, Any]:
    return {"value": value, "evidence": "estimate"}


def worths(found: Collect, pillars: bool = False) -> dict[tuple[str, str], Worth]:
    ids = found.base.dataset.hubs.ids
    return {(ids[worth.hub], worth.node): worth for worth in (found.pillars if pillars else found.figures)}


def shares(found: Collect, pillars: bool = False) -> dict[tuple[str, str], float]:
    return {name: worth.share for name, worth in worths(found, pillars).items()}


@pytest.mark.parametrize(("lead", "mine"), [(0.0, 6), (0.05, 6), (0.1, 3), (-0.08, 9)])
def test_two_hubs_with_normal_noise(made: Made, lead: float, mine: int) -> None:
    # Twelve triangular numbers add up to a normal one; two draws that share a pillar are both
    # above with the probability of a bivariate normal, whose correlation is the pillar's part.
    names = [f"i{at:02}" for at in range(12)]
    indicators = {name: {"pillar": "p" if at < mine else "q"} for at, name in enumerate(names)}
    card = CARD | {"pillars": {"p": {}, "q": {}}, "indicators": indicators, "weights": {"p": mine, "q": 12 - mine}}
    found = collect(*made(card, x=dict.fromkeys(names, poor(5.0)), y=dict.fromkeys(names, 5.0 + lead)), draws=DRAWS)
    at, rho = -lead / (1 / 6 / 12) ** 0.5, mine / 12  # the variance of a triangle of half-width 1 is 1/6
    p = stats.norm.cdf(at)
    both = stats.multivariate_normal([0, 0], [[1, rho], [rho, 1]]).cdf([at, at])
    assert found.doubt == pytest.approx(p * (1 - p), abs=0.005)
    assert shares(found, pillars=True)["x", "p"] == pytest.approx((both - p * p) / (p * (1 - p)), abs=0.02)


def test_one_figure_of_two_with_triangular_noise(made: Made) -> None:
    found = collect(*made(CARD, x={"a": poor(5.0), "b": poor(4.0)}, y={"a": 4.6, "b": 4.6}), draws=DRAWS)
    a, b = stats.triang(0.5, 4, 2), stats.triang(0.5, 3.2, 1.6)
    kinks = [4.4, 4.5, 5.0, 5.2, 5.9]

    def mean_of(power: int) -> float:
        return float(integrate.quad(lambda x: a.pdf(x) * b.sf(9.2 - x) ** power, 4, 6, points=kinks)[0])

    p = mean_of(1)
    assert found.doubt == pytest.approx(p * (1 - p), abs=0.003)
    assert shares(found)["x", "a"] == pytest.approx((mean_of(2) - p * p) / (p * (1 - p)), abs=0.015)
    assert [worth.node for worth in found.figures] == ["a", "b"]


def test_the_only_uncertain_figure_settles_all(made: Made) -> None:
    found = collect(*made(CARD, x={"a": poor(5.0), "b": 5.0}, y={"a": 5.1, "b": 5.0}), draws=DRAWS)
    assert shares(found) == {("x", "a"): pytest.approx(1, abs=0.05)}
    assert found.figures[0].rivals == (1,)
    assert [(pair.above, pair.below) for pair in found.doubts] == [(1, 0)]
    assert found.doubts[0].odds == pytest.approx(1 - (1 - 0.1) ** 2 / 2, abs=0.01)
    assert found.open == 1


def test_a_gap_is_known_by_its_score(made: Made) -> None:
    card = CARD | {"uncertainty": CARD["uncertainty"] | {"missing": "range"}}
    found = collect(*made(card, x={"a": 5.0, "b": None}, y={"a": 5.0, "b": 5.3}), draws=DRAWS)
    assert shares(found) == {("x", "b"): pytest.approx(1, abs=0.05)}
    assert found.figures[0].missing
    assert found.doubts[0].odds == pytest.approx(0.53, abs=0.02)


def test_what_cannot_matter_settles_nothing(made: Made) -> None:
    hubs = {"x": {"a": poor(5.0)}, "y": {"a": poor(5.1)}, "z": {"a": poor(1.0)}, "w": {"a": {"at_least": 9}}}
    found = collect(*made(CARD, **hubs), draws=2_000)
    of = shares(found)
    assert (of["z", "a"], of["w", "a"]) == (0, 0)
    assert min(of["x", "a"], of["y", "a"]) > 0.2
    assert [len(worth.rivals) for worth in worths(found).values()] == [1, 1, 0, 0]
    assert found.open == 1


def test_nothing_is_in_doubt(made: Made) -> None:
    found = collect(*made(CARD, x={"a": poor(5.0)}, y={"a": 1.0}), draws=200)
    assert (found.doubt, found.open, found.doubts) == (0, 0, ())
    assert shares(found) == {("x", "a"): 0}


def test_of_figures_that_settle_nothing_those_that_could_come_first(made: Made) -> None:
    found = collect(*made(CARD, w={"a": poor(1.0)}, x={"a": poor(5.0)}, y={"a": 5.999}), draws=200)
    assert found.doubt == 0
    assert [(worth.hub, worth.share, worth.rivals) for worth in found.figures] == [(1, 0, (2,)), (0, 0, ())]


def test_nobody_to_compare_with(made: Made) -> None:
    alone = collect(*made(CARD, x={"a": poor(5.0)}))
    assert (alone.figures, alone.pillars, alone.doubt) == ((), (), 0)
    nobody = collect(*made(CARD, x={"a": poor(5.0), "Role": "benchmark"}, y={"a": 5.1, "Role": "benchmark"}))
    assert (nobody.figures, nobody.doubts, nobody.open) == ((), (), 0)
    hubs: dict[str, Any] = {"x": {"a": poor(5.0)}, "y": {"a": 5.1}, "z": {"a": 5.1, "Role": "benchmark"}}
    assert collect(*made(CARD, **hubs), hub=2).figures == ()
    assert collect(*made(CARD, **hubs), hub=2, everyone=True, draws=200).open == 1
    assert collect(*made(CARD, **hubs), draws=200).figures[0].rivals == (1,)


def test_a_named_hub_asks_only_its_own_pairs(made: Made) -> None:
    hubs = {"u": {"a": poor(2.0)}, "v": {"a": 2.1}, "x": {"a": poor(5.0)}, "y": {"a": poor(5.1)}}
    dataset, card = made(CARD, **hubs)
    whole, one = collect(dataset, card, draws=DRAWS), collect(dataset, card, hub=3, draws=DRAWS)
    assert (whole.hub, one.hub) == (None, 3)
    assert shares(one)["u", "a"] == 0
    total = sum(pair.odds * (1 - pair.odds) for pair in whole.doubts)
    assert whole.doubt == pytest.approx(total)
    assert shares(one)["x", "a"] * one.doubt == pytest.approx(shares(whole)["x", "a"] * whole.doubt)
    assert worths(one)["u", "a"].rivals == ()
    assert worths(one)["x", "a"].rivals == (3,)


def test_together_figures_settle_at_least_what_each_does(made: Made) -> None:
    card = CARD | {
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {"pillar": "p"} for name in "ab"} | {"c": {"pillar": "q"}},
    }
    hubs = {"x": {"a": poor(5.0), "b": poor(5.0), "c": poor(5.0)}, "y": dict.fromkeys("abc", 5.02)}
    found = collect(*made(card, **hubs), draws=DRAWS)
    [pillar] = found.pillars
    assert (pillar.node, pillar.figures, pillar.rivals) == ("p", 2, (1,))
    assert pillar.share > shares(found)["x", "a"] + shares(found)["x", "b"] - 0.02


def test_a_yardstick_that_sets_a_goalpost_may_matter(made: Made) -> None:
    card = CARD | {"method": {"normalise": "minmax"}}
    hubs: dict[str, Any] = {
        "x": {"a": 6.0, "b": 5.0},
        "y": {"a": 5.0, "b": 5.55},
        "z": {"a": {"at_least": 7, "at_most": 14}, "b": 7.0, "Role": "benchmark"},
        "w": {"a": 1.0, "b": 1.0},
    }
    found = collect(*made(card, **hubs), draws=DRAWS)
    assert found.whole
    assert shares(found) == {("z", "a"): pytest.approx(1, abs=0.06)}


def test_who_is_not_ranked_changes_places_with_nobody(made: Made) -> None:
    card = CARD | {"method": {"normalise": "minmax"}}
    near: dict[str, Any] = {"a": {"at_least": 4, "at_most": 9}}
    hubs = {"x": {"a": 6.0}, "y": {"a": 1.0}, "z": near | {"Role": "benchmark"}, "zz": {"a": 9.0, "Role": "benchmark"}}
    assert worths(collect(*made(card, **hubs), draws=200))["z", "a"].rivals == ()
    assert worths(collect(*made(card, **hubs), draws=200, everyone=True))["z", "a"].rivals == (0,)


def test_where_asking_all_pairs_would_take_long_a_figure_is_asked_for_its_own(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = made(
        CARD | {"method": {"normalise": "minmax"}}, **{f"h{at}": {"a": poor(2.0 + at / 9)} for at in range(9)}
    )
    every = collect(*problem, draws=1_000)
    monkeypatch.setattr("hubscore.studies.collect.MOST_WORK", 9 * 36 * 1_000)
    assert collect(*problem, draws=1_000).whole
    monkeypatch.setattr("hubscore.studies.collect.MOST_WORK", 9 * 9 * 1_000)
    own = collect(*problem, draws=1_000)
    assert (every.whole, own.whole, own.pairs, own.draws) == (True, False, "all", 1_000)
    assert sum(shares(own).values()) == pytest.approx(sum(shares(every).values()), abs=0.1)


def test_the_same_seed_gives_the_same_and_order_does_not_matter(made: Made) -> None:
    hubs: dict[str, dict[str, Any]] = {
        "x": {"a": poor(5.0), "b": None},
        "y": {"a": poor(5.1), "b": 4.0},
        "z": {"a": 5.2, "b": {"at_least": 4}},
    }
    turned = {hub: dict(reversed(hubs[hub].items())) for hub in reversed(hubs)}
    one, other = collect(*made(CARD, **hubs), draws=3_000), collect(*made(CARD, **turned), draws=3_000)
    assert one.figures == other.figures
    assert one.doubt == other.doubt
    other = collect(*made(CARD, **hubs), draws=3_000, seed=0)
    assert other.figures != one.figures
    assert (one.seed, other.seed) == (1, 0)
    known = collect(*made(CARD, **hubs), draws=3_000, base=one.base)
    assert (known.base, known.figures) == (one.base, one.figures)


def test_what_chance_makes_of_nothing_is_within_the_error(made: Made) -> None:
    names = [f"i{at}" for at in range(30)]
    weights = dict.fromkeys(names, 1e-6) | {"big": 1e3}
    hubs = {"x": dict.fromkeys(names, poor(5.0)) | {"big": poor(5.0)}, "y": dict.fromkeys(names, 5.0) | {"big": 5.0}}
    found = collect(*made(CARD | {"weights": weights}, **hubs), draws=1_000)
    small = [share for (_, node), share in shares(found).items() if node != "big"]
    assert 0 == min(small) < max(small) < 4 * found.error
    assert np.mean(small) < found.error


def test_large_tables_get_fewer_draws_or_only_neighbours(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = {f"h{at:02}": {"a": poor(2.0 + at / 9), "b": None} for at in range(12)}
    problem = made(CARD, **hubs)
    monkeypatch.setattr("hubscore.studies.collect.FEWEST", 300)
    monkeypatch.setattr("hubscore.studies.collect.MOST_NUMBERS", 4_000)
    few = collect(*problem, draws=500)
    assert (few.draws, few.pairs) == (300, "all")
    assert len(few.figures) + len(few.pillars) == 13
    assert few.passed_over == 24 - 13
    monkeypatch.setattr("hubscore.studies.collect.MOST_PAIRED", 12)
    assert collect(*problem, draws=500).pairs == "all"
    monkeypatch.setattr("hubscore.studies.collect.MOST_PAIRED", 11)
    near = collect(*problem, draws=500)
    assert near.pairs == "neighbours"
    assert near.open <= 11
    assert collect(*problem, hub=3, draws=500).pairs == "all"


@pytest.mark.parametrize(
    ("limit", "size", "draws", "pairs"),
    [
        ("MOST_OUTCOMES", 6 * 450 + 5, 450, "all"),  # six pairs of four ranked hubs
        ("MOST_OUTCOMES", 6 * 600, 500, "all"),
        ("MOST_OUTCOMES", 6 * 200, 300, "all"),  # the fewest
        ("MOST_NUMBERS", 3 * 450 + 2, 450, "all"),  # three figures
        ("MOST_WORK", 3 * 4 * 450 + 11, 450, "all"),  # of each figure the pairs of its hub
        ("MOST_WORK", 3 * 4 * 300, 300, "all"),
        ("MOST_WORK", 3 * 4 * 300 - 1, 399, "neighbours"),  # or all pairs if they are fewer
    ],
)
def test_so_many_draws_as_there_is_room_for(
    made: Made, monkeypatch: pytest.MonkeyPatch, limit: str, size: int, draws: int, pairs: str
) -> None:
    hubs: dict[str, Any] = {f"h{at}": {"a": poor(5.0 + at / 9)} for at in range(3)}
    hubs |= {"sure": {"a": 5.0}, "yardstick": {"a": 5.0, "Role": "benchmark"}}
    monkeypatch.setattr("hubscore.studies.collect.FEWEST", 300)
    monkeypatch.setattr(f"hubscore.studies.collect.{limit}", size)
    found = collect(*made(CARD, **hubs), draws=500)
    assert (found.draws, len(found.figures), found.pairs) == (draws, 3, pairs)


def test_there_is_room_for_a_single_pair(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = made(CARD, x={"a": poor(5.0)}, y={"a": 5.1})
    monkeypatch.setattr("hubscore.studies.collect.FEWEST", 300)
    for limit in ("MOST_OUTCOMES", "MOST_NUMBERS", "MOST_WORK"):
        with monkeypatch.context() as patched:
            patched.setattr(f"hubscore.studies.collect.{limit}", 450)
            assert collect(*problem, draws=500).draws == 450


def test_of_figures_that_move_as_much_the_first_are_looked_at(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = {f"h{at:02}": {"a": poor(5.0)} for at in range(60)} | {"z": {"a": poor(8.0)}}
    monkeypatch.setattr("hubscore.studies.collect.FEWEST", 200)
    monkeypatch.setattr("hubscore.studies.collect.MOST_NUMBERS", 200 * 31)
    found = collect(*made(CARD, **hubs), draws=200)
    assert {hub for hub, _ in worths(found)} == {f"h{at:02}" for at in range(30)} | {"z"}
    assert found.passed_over == 30


def test_the_most_doubtful_pairs_are_named_and_of_equals_the_first(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = made(CARD, **{f"h{at:02}": {"a": poor(5.0 + at / 50)} for at in range(20)})
    monkeypatch.setattr("hubscore.studies.collect.NAMED", 1_000)
    every = collect(*problem, draws=200)
    monkeypatch.undo()
    assert len(every.doubts) == every.open == 20 * 19 / 2
    place = {hub: at for at, hub in enumerate(every.base.listing)}
    assert all(place[pair.above] < place[pair.below] for pair in every.doubts)
    keys = [(-pair.odds * (1 - pair.odds), place[pair.above], place[pair.below]) for pair in every.doubts]
    alike = {
        odds: [key[1:] for key, pair in zip(keys, every.doubts, strict=True) if pair.odds == odds]
        for odds in {pair.odds for pair in every.doubts}
    }
    assert max(map(len, alike.values())) > 1
    assert all(pairs == sorted(pairs) for pairs in alike.values())
    np.testing.assert_allclose([key[0] for key in keys], sorted(key[0] for key in keys))
    assert every.doubt == pytest.approx(-sum(key[0] for key in keys))
    assert collect(*problem, draws=200).doubts == every.doubts[:5]


@pytest.mark.parametrize("draws", [0, 199, 1_000_001])
def test_a_number_of_draws_that_is_out_of_range(made: Made, draws: int) -> None:
    with pytest.raises(UsageError) as caught:
        collect(*made(CARD, x={"a": poor(5.0)}, y={"a": 5.1}), draws=draws)
    message = "the number of draws is out of range"
    assert caught.value.problems == (Problem("draws", message, found=f"{draws:,}", expected="200 to 1,000,000"),)


def test_the_greatest_number_of_draws(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.studies.collect.MOST_DRAWS", 300)
    assert collect(*made(CARD, x={"a": poor(5.0)}, y={"a": 5.1}), draws=300).draws == 300


def test_a_table_that_is_too_large(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    problem = made(CARD, x={"a": poor(5.0)}, y={"a": 5.1})
    base = collect(*problem, draws=200).base
    monkeypatch.setattr("hubscore.studies.collect.MOST_CELLS", 2)
    assert collectable(base)
    monkeypatch.setattr("hubscore.studies.collect.MOST_CELLS", 1)
    assert not collectable(base)
    with pytest.raises(UsageError) as caught:
        collect(*problem)
    found = "2 (hubs times indicators)"
    assert caught.value.problems == (Problem("collect", "too many figures to draw", found=found, expected="at most 1"),)


def test_the_bundled_hubs(root: Path) -> None:
    workspace = hubscore.open(root / "configs")
    found = collect(workspace.dataset, workspace.scorecard)
    ids = found.base.dataset.hubs.ids
    assert [(ids[pair.above], ids[pair.below]) for pair in found.doubts] == [("chongqing", "hefei")]
    first = [(ids[worth.hub], worth.node, worth.missing) for worth in found.figures[:2]]
    assert first == [("hefei", "class1_drugs_approved", True), ("hefei", "tourist_visits", True)]
    assert not any(worth.rivals for worth in found.figures)
    assert [(ids[worth.hub], worth.node) for worth in found.pillars if worth.rivals] == [("hefei", "tourism")]
