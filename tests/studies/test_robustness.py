from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from scipy import integrate, stats

import hubscore
from hubscore.errors import ScoringError, UsageError
from hubscore.studies.robustness import MOST_DRAWS, Interrupted, Robustness, robustness

Made = Callable[..., Any]
DRAWS = 20_000
SURE = 5 / np.sqrt(4 * DRAWS)
"""Five standard errors of a share of one half."""


def shared(one: Robustness, other: Robustness) -> list[tuple[Any, Any]]:
    names = ("rank_low", "rank_high", "mean_rank", "unscored", "counts", "neighbours", "rank_error", "error")
    return [(getattr(one, name), getattr(other, name)) for name in names]


def same(one: Robustness, other: Robustness) -> bool:
    return all(np.array_equal(left, right, equal_nan=True) for left, right in shared(one, other))


def anyhow(made: Made, **hubs: Any) -> Robustness:
    return robustness(*made({"uncertainty": {"weights": "any"}}, **hubs), DRAWS, only=["weights"], pairs=True)


def test_two_pillars_split_the_simplex_where_their_hubs_meet(made: Made) -> None:
    # x is above y where 8 w + 2 (1 - w) > 4 w + 5 (1 - w): w > 3/7
    result = anyhow(made, x={"a": 8, "b": 2}, y={"a": 4, "b": 5})
    assert result.odds(0, 1) == pytest.approx(4 / 7, abs=SURE)
    assert result.acceptability[:, 0] == pytest.approx([4 / 7, 3 / 7], abs=SURE)


def test_three_pillars_split_the_simplex_into_known_areas(made: Made) -> None:
    # with weights as exponentials: z is first where E3 > 2 max(E1, E2), in 2 (1/3 - 1/4) = 1/6
    # of all, and last where E3 < 2 min(E1, E2), in 1/2
    result = anyhow(made, x={"a": 10, "b": 0, "c": 0}, y={"a": 0, "b": 10, "c": 0}, z={"a": 0, "b": 0, "c": 5})
    first, third = [5 / 12, 5 / 12, 1 / 6], [1 / 4, 1 / 4, 1 / 2]
    assert result.acceptability[:, 0] == pytest.approx(first, abs=SURE)
    assert result.acceptability[:, 2] == pytest.approx(third, abs=SURE)
    assert result.acceptability.sum(axis=1) == pytest.approx(1)
    assert result.mean_rank == pytest.approx(2 - np.array(first) + np.array(third), abs=4 * SURE)


def test_areas_of_any_three_hubs_agree_with_a_grid(made: Made) -> None:
    scores = np.array([[8.1, 3.2, 5.5], [4.3, 7.7, 4.1], [6.2, 2.0, 8.9]])
    result = anyhow(made, **{hub: dict(zip("abc", row, strict=True)) for hub, row in zip("xyz", scores, strict=True)})
    ticks = (np.arange(400) + 0.5) / 400
    one, two = np.meshgrid(ticks, ticks)
    inside = one + two < 1
    grid = np.stack([one[inside], two[inside], 1 - one[inside] - two[inside]])
    place = (-(scores @ grid)).argsort(axis=0).argsort(axis=0)
    areas = np.array([[(place[hub] == rank).mean() for rank in range(3)] for hub in range(3)])
    assert result.acceptability == pytest.approx(areas, abs=SURE + 0.004)


@pytest.mark.parametrize(("grade", "half"), [("estimate", 0.15), ("secondary", 0.06)])
def test_the_odds_of_two_triangular_readings(made: Made, grade: str, half: float) -> None:
    hubs = {"x": {"a": {"value": 50, "evidence": grade}}, "y": {"a": {"value": 53, "evidence": "secondary"}}}
    card = {"indicators": {"a": {"goalposts": [0, 100]}}}
    result = robustness(*made(card, **hubs), DRAWS, only=["data"], pairs=True)
    x = stats.triang(0.5, 50 * (1 - half), 100 * half)
    y = stats.triang(0.5, 53 * 0.94, 106 * 0.06)
    kinks = [50 * (1 - half), 50, 50 * (1 + half), 53]
    expected, _ = integrate.quad(lambda t: y.pdf(t) * x.sf(t), 53 * 0.94, 53 * 1.06, points=kinks)
    assert result.odds(0, 1) == pytest.approx(expected, abs=SURE)
    assert result.odds(1, 0) == pytest.approx(1 - expected, abs=SURE)


def test_the_odds_of_two_intervals(made: Made) -> None:
    # x uniform on (40, 50), part of a year; y uniform on (44, 54)
    card = {"indicators": {"a": {"goalposts": [0, 100]}}}
    hubs = {"x": {"a": {"at_least": 40, "covers": 0.88}}, "y": {"a": {"at_least": 44, "at_most": 54}}}
    result = robustness(*made(card, **hubs), DRAWS, only=["data"])
    assert result.odds(1, 0) == pytest.approx(1 - 0.6 * 0.6 / 2, abs=SURE)
    assert result.odds(0, 1) == 1 - result.odds(1, 0)
    assert result.field == (1, 0)
    assert result.neighbours.tolist() == [result.odds(1, 0)]


def test_the_odds_of_neighbours_and_of_no_others_are_counted_anyway(made: Made) -> None:
    result = robustness(*made({}, x={"a": 9}, y={"a": 6}, z={"a": 3}), 10, only=["data"])
    assert result.pairwise is None
    assert result.classes.tolist() == [1, 2, 3]
    assert [result.odds(0, 1), result.odds(1, 2), result.odds(2, 1)] == [1, 1, 0]
    assert np.isnan(result.odds(0, 2))


def test_a_single_draw(made: Made) -> None:
    result = robustness(*made({}, x={"a": 9}, y={"a": 3}), 1, pairs=True)
    assert (result.draws, result.odds(0, 1), result.odds(1, 0)) == (1, 1, 0)
    assert result.acceptability.tolist() == [[1, 0], [0, 1]]
    assert result.mean_rank.tolist() == [1, 2]
    assert result.neighbours.tolist() == [1]
    assert result.pairwise is not None
    assert np.isnan(result.pairwise).tolist() == [[True, False], [False, True]]
    hubs = {"x": {"a": {"value": 9, "evidence": "estimate"}}, "y": {"a": 5}, "z": {"a": 3}}
    lost = [robustness(*made({}, **hubs), 1, seed, only=["evidence"]).unscored.tolist() for seed in range(12)]
    assert sorted({share for shares in lost for share in shares}) == [0, 1]


def test_threads_are_chosen_by_what_is_asked_for_and_what_there_is_to_do(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int | None, int, bool]] = []

    def told(threads: int | None, scores: int, linear: bool) -> int:
        asked.append((threads, scores, linear))
        return 1

    monkeypatch.setattr("hubscore.studies.robustness.threads_for", told)
    problem = made({}, x={"a": 9, "b": 1}, y={"a": 3, "b": 2})
    robustness(*problem, 50, only=["weights"], threads=3)
    robustness(*problem, 50, only=["data"])
    assert asked == [(3, 100, True), (None, 100, False)]


def test_intervals_hold_the_true_ranks_as_often_as_they_say(made: Made) -> None:
    random = np.random.default_rng(6)
    wide, hubs = {"goalposts": [0, 100]}, {}
    low, high, value = random.uniform(20, 50, 12), np.empty(12), random.uniform(30, 60, (12, 2))
    for hub in range(12):
        a = {"value": value[hub, 0], "evidence": "estimate"}
        if hub % 3 == 0:  # bounds
            high[hub] = low[hub] + 15
            b = {"at_least": low[hub], "at_most": high[hub]}
        elif hub % 3 == 1:  # part of a year
            high[hub] = low[hub] / 0.8 * 1.1
            b = {"at_least": low[hub], "covers": 0.8}
        else:  # an open end
            high[hub] = low[hub] * 1.25
            b = {"at_least": low[hub]}
        hubs[f"h{hub:02}"] = {"a": a, "b": b, "c": {"value": value[hub, 1], "evidence": "secondary"}}
    result = robustness(*made({"indicators": dict.fromkeys("abc", wide)}, **hubs), 4000, only=["data"])
    # the truth behind such readings, by another generator and from the other side
    count = 4000
    a = value[:, 0] * random.triangular(0.85, 1, 1.15, (count, 12))
    c = value[:, 1] * random.triangular(0.94, 1, 1.06, (count, 12))
    truth = a + random.uniform(low, high, (count, 12)) + c
    rank = (-truth).argsort(axis=1).argsort(axis=1) + 1
    held = ((rank >= result.rank_low) & (rank <= result.rank_high)).mean(axis=0)
    assert (held >= 0.9 - 0.02).all()
    narrower = ((rank > result.rank_low) & (rank <= result.rank_high)).mean(axis=0)
    assert (narrower < 0.96).all()  # no wider than it must be


BIG: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
    "uncertainty": {"aggregate": ["arithmetic", "geometric"], "data": {"official": 0.2}},
}


def many(count: int = 30) -> dict[str, Any]:
    random = np.random.default_rng(3)
    return {
        f"h{hub:02}": {
            name: None if (hub + at) % 11 == 0 else round(float(random.uniform(1, 9)), 2)
            for at, name in enumerate("abc")
        }
        for hub in range(count)
    }


@pytest.mark.parametrize("only", [(), ("weights",)])
def test_threads_and_blocks_change_nothing(made: Made, only: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    problem = made(BIG, **many())
    one = robustness(*problem, 700, only=only, threads=1)
    assert same(one, robustness(*problem, 700, only=only, threads=3))
    monkeypatch.setattr("hubscore.studies.draws.CELLS_AT_ONCE", 2000)
    monkeypatch.setattr("hubscore.studies.drawing.SCORES_AT_ONCE", 300)
    monkeypatch.setattr("hubscore.studies.drawing.SCORES_OF_A_PART", 900)
    monkeypatch.setattr("hubscore.studies.drawing.ROWS_AT_ONCE", 3)
    assert same(one, robustness(*problem, 700, only=only, threads=2))


def test_whole_tables_are_drawn_by_one_product_with_the_same_result(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = {key: BIG[key] for key in ("pillars", "indicators")}
    hubs = {hub: {name: value or 5.0 for name, value in cells.items()} for hub, cells in many().items()}
    fast = robustness(*made(card, **hubs), 500, only=["weights"])
    monkeypatch.setattr("hubscore.studies.draws.Sampler.linear", lambda *_: None)
    assert same(fast, robustness(*made(card, **hubs), 500, only=["weights"]))


def test_the_order_of_hubs_and_of_the_file_changes_nothing(made: Made) -> None:
    turned = {hub: dict(reversed(list(cells.items()))) for hub, cells in reversed(list(many().items()))}
    back = {key: dict(reversed(list(table.items()))) for key, table in BIG.items()}
    assert same(robustness(*made(BIG, **many()), 300), robustness(*made(back, **turned), 300))


def test_a_longer_run_begins_with_the_shorter(made: Made) -> None:
    problem = made(BIG, **many())
    short, long = robustness(*problem, 200), robustness(*problem, 500)
    assert (long.counts >= short.counts).all()
    assert long.counts.sum() == 30 * 500
    assert long.factors == ("weights:p", "weights:q", "data:p", "data:q", "absent", "aggregate")


def test_seeds_differ_and_zero_is_one_of_them(made: Made) -> None:
    problem = made(BIG, **many())
    runs = [robustness(*problem, 200, seed=seed) for seed in (0, 0, 1)]
    assert same(runs[0], runs[1])
    assert not same(runs[0], runs[2])
    assert [run.seed for run in runs] == [0, 0, 1]
    assert same(runs[2], robustness(*problem, 200))


def test_hubs_that_are_the_same_share_every_rank(made: Made) -> None:
    result = robustness(*made({}, x={"a": 3, "b": 9}, y={"a": 3, "b": 9}, z={"a": 1, "b": 1}), 300, only=["weights"])
    assert result.rank_high.tolist() == [1, 1, 3]
    assert result.odds(0, 1) == 0.5


def test_yardsticks_and_hubs_without_an_index_take_no_part(made: Made) -> None:
    hubs = {"w": {"a": 9, "b": 9, "Role": "benchmark"}, "x": {"a": 3, "b": 4}, "y": {"a": 5, "b": 2}, "z": {}}
    dataset, card = made({"method": {"min_coverage": 0.6}}, **hubs)
    result = robustness(dataset, card, 100)
    for ends in (result.rank_low, result.rank_high):
        assert ends.tolist()[::3] == [0, 0]
    for figures in (result.mean_rank, result.rank_error, result.unscored):
        assert np.isnan(figures).tolist() == [True, False, False, True]
    assert result.unscored[[1, 2]].tolist() == [0, 0]
    assert sorted(result.field) == [1, 2]
    assert result.counts.shape == (2, 2)
    assert np.isnan([result.odds(0, 3), result.odds(0, 1), result.odds(1, 0)]).all()
    everyone = robustness(dataset, card, 100, everyone=True)
    assert everyone.rank_high[0] == 1


def test_a_hub_that_loses_its_score_takes_the_last_rank(made: Made) -> None:
    hubs = {"x": {"a": {"value": 9, "evidence": "estimate"}}, "y": {"a": 5}, "z": {"a": 3}}
    result = robustness(*made({}, **hubs), 3000, only=["evidence"], pairs=True)
    assert result.unscored == pytest.approx([1 / 2, 0, 0], abs=0.05)  # reported and secondary admit the same
    assert result.acceptability[0, 2] == result.unscored[0]
    assert result.rank_low[0] == 1
    assert result.rank_high[0] == 3
    assert result.odds(0, 2) == pytest.approx(1 - result.unscored[0])


def test_a_rank_outside_of_its_interval_is_told(made: Made) -> None:
    # x counts as what is printed, the low end of what it may be, and is drawn from all of that
    card = {"method": {"bounds": "bound"}, "uncertainty": {"data": {"official": 0}, "drift": 0}}
    hubs = {"x": {"a": {"at_least": 5}}, "y": {"a": 5.01}, "z": {"a": 1}}
    result = robustness(*made(card, **hubs), 200, only=["data"])
    assert result.outside == (0, 1)
    assert result.base.rank.tolist() == [2, 1, 3]


def test_drawing_stops_when_the_error_is_small_enough(made: Made) -> None:
    problem = made(
        {"indicators": {"a": {"goalposts": [0, 100]}}, "uncertainty": {"data": {"official": 0.2}}},
        x={"a": 50},
        y={"a": 50.1},
    )
    result = robustness(*problem, 500, until=0.008, only=["data"])
    assert result.error <= 0.008
    assert result.draws == 3907  # 1 / (4 x 0.008^2): odds of one half need them all
    clear = robustness(*made({}, x={"a": 9}, y={"a": 1}), 500, until=0.008)
    assert clear.draws == 500
    least = 0.5 / MOST_DRAWS**0.5
    for until in (least, 0.5):
        assert robustness(*made({}, x={"a": 9}, y={"a": 1}), 500, until=until).draws == 500
    between = robustness(*problem, 500, until=0.02, only=["data"])
    assert between.draws == 625


def test_progress_is_told(made: Made) -> None:
    told: list[tuple[int, int]] = []
    robustness(*made(BIG, **many()), 9000, only=["weights"], progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (9000, 9000)
    assert all(first[0] < second[0] for first, second in pairwise(told))


@pytest.mark.parametrize("threads", [1, 2])
def test_an_interrupt_passes_and_holds_what_was_done(made: Made, threads: int) -> None:
    def stop(done: int, _: int) -> None:
        if done >= 2000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt) as caught:
        robustness(*made(BIG, **many()), 9000, progress=stop, threads=threads)
    assert isinstance(caught.value, Interrupted)
    assert caught.value.done is not None
    assert 2000 <= caught.value.done.draws <= (8999 if threads == 1 else 9000)  # others finish what they began
    assert caught.value.done.counts.sum() == 30 * caught.value.done.draws


def test_an_interrupt_before_anything_is_done_holds_nothing(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hubscore.studies.draws.Sampler.scores", stop)
    with pytest.raises(Interrupted) as caught:
        robustness(*made(BIG, **many()), 100)
    assert caught.value.done is None


@pytest.mark.parametrize(
    ("more", "problem"),
    [
        ({"draws": 0}, ("draws", "the number of draws is out of range", "0", "1 to 10,000,000")),
        ({"draws": 10_000_001}, ("draws", "the number of draws is out of range", "10,000,001", "1 to 10,000,000")),
        ({"until": 0.0}, ("until", "the Monte Carlo error asked for is out of range", "0", "0.0002 to 0.5")),
        ({"until": 0.51}, ("until", "the Monte Carlo error asked for is out of range", "0.51", "0.0002 to 0.5")),
    ],
)
def test_requests_out_of_range_are_refused(made: Made, more: dict[str, Any], problem: tuple[str, ...]) -> None:
    with pytest.raises(UsageError) as caught:
        robustness(*made({}, x={"a": 1}), **more)
    [told] = caught.value.problems
    assert (told.rule, told.message, told.found, told.expected) == problem


@pytest.mark.parametrize(("more", "said"), [({"only": ["colour"]}, "no factor"), ({"seed": -1}, "seed")])
def test_bad_requests_are_refused(made: Made, more: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        robustness(*made({}, x={"a": 1}), **more)


def test_the_most_draws(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.studies.robustness.MOST_DRAWS", 50)
    assert robustness(*made({}, x={"a": 1}), 50).draws == 50


def test_a_ranking_that_is_there_is_not_made_anew(made: Made) -> None:
    base = robustness(*made({}, x={"a": 1}), 10).base
    assert robustness(*made({}, x={"a": 1}), 10, base=base).base is base


def test_all_pairs_of_too_many_hubs_are_refused(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.studies.drawing.MOST_PAIRED", 5)
    with pytest.raises(UsageError, match="too many hubs"):
        robustness(*made(BIG, **many()), 10, pairs=True)


def test_methods_that_do_not_go_together_are_refused(made: Made) -> None:
    card = {"method": {"clip": False}, "uncertainty": {"aggregate": ["arithmetic", "geometric"]}}
    with pytest.raises(ScoringError, match="negative"):
        robustness(*made(card, x={"a": -3, "b": 5}, y={"a": 2, "b": 1}), 100)


@pytest.mark.parametrize("hubs", [{"w": {"a": 3, "Role": "benchmark"}}, {"x": {"a": 3}}])
def test_nobody_or_one_to_rank_is_no_trouble(made: Made, hubs: dict[str, Any]) -> None:
    result = robustness(*made({}, **hubs), 50, pairs=True)
    assert result.draws == 50
    assert result.error == 0
    assert result.neighbours.size == 0


def test_results_are_read_only(made: Made) -> None:
    result = robustness(*made({}, x={"a": 3}, y={"a": 4}), 50)
    with pytest.raises(ValueError, match="read-only"):
        result.counts[0, 0] = 9


def test_the_bundled_ranking_is_as_sure_as_its_data(pytestconfig: pytest.Config) -> None:
    workspace = hubscore.open(pytestconfig.rootpath / "configs")
    result = robustness(workspace.dataset, workspace.scorecard)
    assert (result.draws, result.seed) == (1_000, 1)
    assert (result.rank_low <= result.rank_high).all()
    assert result.outside == ()
    assert 0.8 < result.neighbours[-1] < 1  # Chongqing above Hefei
