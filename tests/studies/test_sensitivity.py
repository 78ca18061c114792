"""Which assumption moves what. The estimators by themselves: tests/methods/test_sobol.py."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore.studies.sensitivity as module
from hubscore.errors import Problem, UsageError
from hubscore.scoring import score
from hubscore.studies.sensitivity import LEAST_DRAWS, Output, Sensitivity, accepted, sensitivity

Made = Callable[..., Any]

CARD = {
    "pillars": {"one": {}, "two": {}},
    "weights": {"one": 0.75, "two": 0.25},
    "indicators": {"x": {"pillar": "one"}, "y": {"pillar": "two"}},
}


def interval(low: float, high: float) -> dict[str, float]:
    return {"at_least": low, "at_most": high}


@pytest.fixture
def two(made: Made) -> tuple[Any, Any]:
    """Two hubs; the first one's figures are uniform, x on a width of 2 and y on one of 4."""
    return made(CARD, a={"x": interval(4, 6), "y": interval(3, 7)}, b={"x": 2.0, "y": 2.0})


def of(found: Sensitivity, kind: str, hub: int = -1) -> int:
    return next(at for at, each in enumerate(found.outputs) if each.kind == kind and each.hub == hub)


def test_a_weighted_sum_of_uniform_figures(two: tuple[Any, Any]) -> None:
    """Variances of the parts are (0.75 x 20)^2 / 12 and (0.25 x 40)^2 / 12: 9 to 4, and nothing acts together."""
    found = sensitivity(*two, draws=4096, only=["data"])
    assert found.factors == ("data:one", "data:two")
    row = of(found, "score", 0)
    np.testing.assert_allclose(found.first[row], [9 / 13, 4 / 13], atol=0.04)
    np.testing.assert_allclose(found.total[row], [9 / 13, 4 / 13], atol=0.04)
    assert (found.first_low[row] <= [9 / 13, 4 / 13]).all()
    assert (found.first_high[row] >= [9 / 13, 4 / 13]).all()
    assert (found.total_low <= found.total + 1e-12)[~found.flat].all()


def test_outputs_that_do_not_vary_say_so(two: tuple[Any, Any]) -> None:
    found = sensitivity(*two, draws=4096, only=["data:two"])
    assert found.flat[of(found, "shift")]
    assert found.flat[of(found, "rank", 0)]
    assert np.isnan(found.total[found.flat]).all()
    assert not found.flat[of(found, "gap", 0)]
    assert found.total[of(found, "gap", 0)] == pytest.approx([1.0], abs=0.05)


def test_nothing_varies_at_all(made: Made) -> None:
    found = sensitivity(*made(CARD, a={"x": 5.0, "y": 5.0}, b={"x": 2.0, "y": 2.0}), draws=64, only=["absent"])
    assert found.flat.all()
    assert np.isnan(found.first).all()
    assert found.needed is None


def test_resamples_take_every_draw_as_often() -> None:
    """Each of 64 once in the mean of 200 resamples, give or take five of its standard errors."""
    taken = module._counts(seed=1, draws=64)
    assert (taken.sum(axis=1) == 64).all()
    assert taken.mean(axis=0) == pytest.approx(np.ones(64), abs=5 / np.sqrt(200))


def test_rounding_is_no_variance(made: Made) -> None:
    """However indicators of one score are weighed, the index is that score but for its last digit."""
    found = sensitivity(*made(CARD, a={"x": 3.3, "y": 3.3}, b={"x": 2.7, "y": 2.7}), draws=64, only=["weights"])
    assert found.flat.all()
    for array in (found.first, found.first_low, found.total, found.total_high):
        assert np.isnan(array).all()
    assert found.needed is None


def test_a_hub_that_some_draws_do_not_score_comes_last_and_its_score_has_no_index(made: Made) -> None:
    """c is first in a quarter of the draws, where estimates count and its own is high; in all others it is last.

    The variance of that is 3/16, of what either of the two tells of it alone 1/16.
    """
    level = {"x": interval(5, 5), "y": interval(5, 5)}
    guessed = {"x": interval(4, 6) | {"evidence": "estimate"}, "y": {"value": 5.0, "evidence": "estimate"}}
    hubs = made(CARD, a=level, b=level, c=guessed)
    found = sensitivity(*hubs, draws=4096, only=["data:one", "evidence"])
    scores, ranks = ([of(found, kind, hub) for hub in range(3)] for kind in ("score", "rank"))
    assert found.unscored[scores].tolist() == [False, False, True]
    assert not found.unscored[ranks].any()
    assert not found.flat[found.unscored].any()
    for array in (found.first, found.first_low, found.first_high, found.total, found.total_low, found.total_high):
        assert np.isnan(array[found.unscored]).all()
        assert np.isfinite(array[ranks]).all()
    np.testing.assert_allclose(found.first[ranks[2]], 1 / 3, atol=0.06)
    np.testing.assert_allclose(found.total[ranks[2]], 2 / 3, atol=0.06)


def test_a_gap_is_the_lead_over_the_next(made: Made) -> None:
    """However pillars are weighed b leads c by 20 points, and a leads b by what that makes of 10 and 30."""
    hubs = made(CARD, a={"x": 8.0, "y": 9.0}, b={"x": 7.0, "y": 6.0}, c={"x": 5.0, "y": 4.0})
    found = sensitivity(*hubs, draws=64, only=["weights"])
    assert [(each.hub, each.other) for each in found.outputs if each.kind == "gap"] == [(0, 1), (1, 2)]
    assert not found.flat[of(found, "gap", 0)]
    assert found.flat[of(found, "gap", 1)]
    assert not found.flat[[of(found, "score", hub) for hub in range(3)]].any()


def test_ranks_are_those_of_the_scorecard(made: Made) -> None:
    """In half of the draws b is level with a, at the goalpost: c is then second by dense ranks, third by others."""
    hubs = {"a": {"x": 10.0, "y": 10.0}, "b": {"x": interval(9, 11), "y": 10.0}, "c": {"x": 2.0, "y": 2.0}}
    for ties, flat in (("competition", True), ("dense", False)):
        found = sensitivity(*made(CARD | {"method": {"ties": ties}}, **hubs), draws=64, only=["data:one"])
        assert found.flat[of(found, "rank", 2)] == flat


def test_a_factor_without_effect_is_not_distinguishable_from_zero(made: Made) -> None:
    card = CARD | {"weights": {"one": 1, "two": 0}}
    found = sensitivity(*made(card, a={"x": interval(4, 6), "y": interval(3, 7)}, b={"x": 2.0, "y": 2.0}), draws=512)
    at, row = found.factors.index("data:two"), of(found, "score", 0)
    assert found.vague[row, at]
    assert found.total[row, at] == 0
    assert not found.vague[row, found.factors.index("data:one")]


def test_too_few_draws_say_how_many_would_do(made: Made) -> None:
    """The least power of two with which the widest interval, which falls with the root, reaches no further than 0.1."""
    hubs = {f"h{number}": {"x": interval(number, number + 3), "y": interval(2, 8)} for number in range(6)}
    dataset, card = made(CARD, **hubs)
    few = sensitivity(dataset, card, draws=LEAST_DRAWS)
    assert few.needed is not None
    reach = np.nanmax(few.total_high - few.total_low) / 2
    assert reach * np.sqrt(LEAST_DRAWS / few.needed) <= 0.1 < reach * np.sqrt(2 * LEAST_DRAWS / few.needed)
    assert few.needed.bit_count() == 1
    widths = [float(np.nanmax(found.total_high - found.total_low)) for found in (few, sensitivity(dataset, card, 4096))]
    assert widths[1] < widths[0] / 2


def test_everyone_is_ranked_where_that_is_asked(made: Made) -> None:
    hubs = {"a": {"x": interval(4, 6), "y": 5.0}, "b": {"Role": "benchmark", "x": 5.0, "y": 5.0}}
    dataset, card = made(CARD, **hubs)
    candidates, all_hubs = (sensitivity(dataset, card, draws=64, everyone=everyone) for everyone in (False, True))
    assert {each.hub for each in sensitivity(dataset, card, draws=64).outputs} == {-1, 0}
    assert {each.hub for each in candidates.outputs} == {-1, 0}
    assert {each.hub for each in all_hubs.outputs} == {-1, 0, 1}


def test_only_the_first_of_many_hubs_have_outputs_of_their_own(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = {f"h{number}": {"x": interval(number, number + 2), "y": 5.0} for number in range(4)}
    dataset, card = made(CARD, **hubs)
    every = sensitivity(dataset, card, draws=64)
    monkeypatch.setattr(module, "MOST_HUBS", 2)
    first = sensitivity(dataset, card, draws=64)
    shift, scores, gaps, ranks = [Output("shift")], [3, 2], [(3, 2), (2, 1)], [3, 2]
    assert list(first.outputs) == [
        *shift,
        *(Output("score", hub) for hub in scores),
        *(Output("gap", one, other) for one, other in gaps),
        *(Output("rank", hub) for hub in ranks),
    ]
    same = [every.outputs.index(output) for output in first.outputs]
    np.testing.assert_allclose(first.total, every.total[same], rtol=1e-9)


def test_a_ranking_that_is_there_is_not_made_anew(made: Made) -> None:
    dataset, card = made(CARD, a={"x": interval(4, 6), "y": 5.0}, b={"x": 2.0, "y": 2.0})
    base = score(dataset, card)
    found = sensitivity(dataset, card, draws=64, base=base)
    assert found.base is base
    again = sensitivity(dataset, card, draws=64)
    np.testing.assert_array_equal(again.base.index, base.index)
    np.testing.assert_array_equal(again.total, found.total)


def test_the_result_cannot_be_changed(two: tuple[Any, Any]) -> None:
    with pytest.raises(ValueError, match="read-only"):
        sensitivity(*two, draws=64).total[0] = 1


def test_the_same_seed_gives_the_same_figures(two: tuple[Any, Any]) -> None:
    one, again, other = (sensitivity(*two, draws=128, seed=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one.total, again.total)
    np.testing.assert_array_equal(one.total_high, again.total_high)
    assert (one.total != other.total).any()
    assert (one.seed, other.seed, one.draws) == (0, 1, 128)
    np.testing.assert_array_equal(sensitivity(*two, draws=128).total_high, other.total_high)


def test_progress_counts_evaluations(two: tuple[Any, Any]) -> None:
    seen: list[tuple[int, int]] = []
    found = sensitivity(*two, draws=64, only=["data"], progress=lambda done, whole: seen.append((done, whole)))
    assert seen[-1] == (256, 256)
    assert found.evaluations == 256
    assert [done for done, _ in seen] == [64, 128, 192, 256]


def refused(made: tuple[Any, Any], **asked: Any) -> Problem:
    with pytest.raises(UsageError) as caught:
        sensitivity(*made, **asked)
    [problem] = caught.value.problems
    return problem


@pytest.mark.parametrize(("draws", "found"), [(0, "0"), (LEAST_DRAWS - 1, "63"), ((1 << 20) + 1, "1,048,577")])
def test_draws_out_of_range(two: tuple[Any, Any], draws: int, found: str) -> None:
    message, expected = "the number of draws is out of range", "64 to 1,048,576"
    assert refused(two, draws=draws) == Problem("draws", message, found=found, expected=expected)


def test_the_most_draws(two: tuple[Any, Any]) -> None:
    assert accepted(*two, 1 << 20, 1, ["data:two"], everyone=False, base=None).factors == ("data:two",)


def test_unknown_factors(two: tuple[Any, Any]) -> None:
    assert refused(two, only=["dat"]).message == "there is no factor `dat`"


def test_nothing_to_vary(made: Made) -> None:
    problem = Problem("factor", "nothing is varied", hint="see [uncertainty] of the scorecard")
    assert refused(made(CARD, a={"x": 1.0, "y": 1.0}), only=["normalise"]) == problem


def test_more_draws_than_there_is_memory_for(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = {f"h{number}": {"x": interval(number, number + 3), "y": interval(2, 8)} for number in range(6)}
    assert sensitivity(*made(CARD, **hubs), draws=64).most == 1 << 19
    # 18 outputs, 7 samples: 4 x 126 + 400 numbers a draw
    monkeypatch.setattr(module, "MOST_MEMORY", 8 * 904 * 128 - 1)
    assert sensitivity(*made(CARD, **hubs), draws=64).most == 64
    monkeypatch.setattr(module, "MOST_MEMORY", 8 * 904 * 128)
    assert sensitivity(*made(CARD, **hubs), draws=64).most == 128
    assert sensitivity(*made(CARD, **hubs), draws=128).draws == 128
    message = "so many draws do not fit in memory"
    assert refused(made(CARD, **hubs), draws=129) == Problem("draws", message, found="129", expected="at most 128")


def test_a_rank_that_hardly_ever_moves_has_an_interval_all_the_same(made: Made) -> None:
    """The ranks swap in 1 of 2,500 draws, and so in some resamples in none."""
    hubs = {"a": {"x": interval(4, 6), "y": 5.0}, "b": {"x": interval(4.0008, 4.0008), "y": 5.0}}
    found = sensitivity(*made(CARD, **hubs), draws=512, only=["data:one"])
    row = of(found, "shift")
    assert not found.flat[row]
    assert np.isfinite([found.total_low[row], found.total_high[row]]).all()
    assert found.total[row] == pytest.approx([1.0], abs=0.3)


def test_nobody_is_ranked(made: Made) -> None:
    problem = Problem("unscored", "no hub is ranked", hint="`hubscore` says what is lacking")
    assert refused(made(CARD, a={"Role": "benchmark", "x": interval(4, 6), "y": 5.0}), draws=64) == problem
