from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.candidates import candidates
from hubscore.studies.draws import sampler
from hubscore.studies.flips import Flips, flips_of

Made = Callable[..., tuple[Dataset, Scorecard]]
WIDE: dict[str, Any] = {"uncertainty": {"data": {"estimate": 0.2}}}
POOR = {"evidence": "estimate"}


def flips(made: Made, card: dict[str, Any], **hubs: Any) -> Flips:
    source = sampler(*made(card, **hubs), only=["data", "absent"])
    return flips_of(source.base, source.readings(None).noise, candidates(source)[1])


def rivals(found: Flips, hub: int, node: str) -> tuple[int, ...]:
    others = np.flatnonzero((found.ranking.rank > 0) & (np.arange(len(found.ranking.rank)) != hub))
    return found.rivals(hub, found.ranking.plan.row[node], others)


def test_a_weak_figure_moves_as_far_as_it_is_drawn(made: Made) -> None:
    found = flips(made, WIDE, x={"a": {"value": 5.0} | POOR, "b": 5.0}, y={"a": 5.4, "b": 5.4}, z={"a": 5.6, "b": 5.6})
    row = found.ranking.plan.row["a"]
    assert found.moved(0, row)[:, 0] == pytest.approx([45, 55])
    assert found.moved(0, row)[:, 1:] == pytest.approx(np.array([[54, 56], [54, 56]]))
    assert found.reach(0, row) == pytest.approx(10)
    assert rivals(found, 0, "a") == (1,)
    assert rivals(found, 0, "b") == ()
    assert found.reach(0, found.ranking.plan.row["b"]) == 0


def test_a_gap_may_be_anything(made: Made) -> None:
    found = flips(made, {}, x={"a": 6.0, "b": None}, y={"a": 7.5, "b": 7.9}, z={"a": 3.5, "b": 2.0}, w={"a": 9, "b": 9})
    assert found.moved(1, found.ranking.plan.row["b"])[:, 1] == pytest.approx([30, 80])
    assert rivals(found, 1, "b") == (2,)  # of 60: above y with 77, not above w with 90; z has 27.5


def test_the_nearest_rival_comes_first(made: Made) -> None:
    hubs = {f"h{at}": {"a": 5.0 + at, "b": 5.0} for at in range(3)}
    found = flips(made, {}, **hubs, x={"a": 5.4, "b": None})
    assert rivals(found, 3, "b") == (1, 0, 2)


def test_rivals_that_are_equally_near_come_by_id(made: Made) -> None:
    hubs = {f"h{at:02}": {"a": 5.0 + at % 2 / 10, "b": 5.0} for at in range(40)}
    found = flips(made, {}, **hubs, x={"a": 5.4, "b": None})
    assert rivals(found, 40, "b") == (*range(1, 40, 2), *range(0, 40, 2))


def test_tied_hubs_have_no_order_to_flip(made: Made) -> None:
    found = flips(made, WIDE, x={"a": {"value": 5.0} | POOR}, y={"a": 5.0})
    assert rivals(found, 0, "a") == ()
    found = flips(made, WIDE, x={"a": {"value": 5.0} | POOR}, y={"a": 5.000000004})
    assert rivals(found, 0, "a") == ()


@pytest.mark.parametrize("end", [4.0, 6.0])
def test_to_draw_level_is_not_to_change_places(made: Made, end: float) -> None:
    found = flips(made, WIDE, x={"a": {"value": 5.0} | POOR}, y={"a": end})
    assert rivals(found, 0, "a") == ()


def test_all_figures_of_a_pillar_do_more_than_one(made: Made) -> None:
    card = WIDE | {
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {"pillar": "p"} for name in "ab"} | {"c": {"pillar": "q"}},
    }
    poor = {"value": 5.0} | POOR
    found = flips(made, card, x={"a": poor, "b": poor, "c": 5.0}, y={"a": 5.35, "b": 5.35, "c": 5.35})
    assert [rivals(found, 0, name) for name in "apq"] == [(), (1,), ()]


def test_a_pillar_that_is_not_scored_lies_where_its_gaps_put_it(made: Made) -> None:
    card = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {"pillar": "p"} for name in "ab"} | {"c": {"pillar": "q"}},
    }
    card |= {"method": {"min_coverage": 0.4}, "weights": {"p": 1, "q": 1, "a": 1, "b": 3, "c": 1}}
    found = flips(made, card, x={"a": 8.0, "b": None, "c": 6.0}, y={"a": 4.0, "b": 4.0, "c": 4.0})
    row = found.ranking.plan.row["p"]
    assert np.isnan(found.ranking.scores[row, 0])
    assert found.moved(0, row)[:, 0] == pytest.approx([(20 + 60) / 2, (95 + 60) / 2])


def test_goalposts_from_the_data_are_held(made: Made) -> None:
    card = WIDE | {"method": {"normalise": "minmax"}}
    hubs = {"x": {"a": {"value": 5.0} | POOR}, "y": {"a": 4.5}, "z": {"a": 9.0}, "w": {"a": 1.0}}
    found = flips(made, card, **hubs)
    assert found.moved(1, 0)[:, 1] == pytest.approx([100 * 3 / 8, 100 * 5 / 8])
    assert rivals(found, 1, "a") == (2,)


def test_in_duels_each_figure_is_moved_alone(made: Made) -> None:
    card = WIDE | {"method": {"aggregate": "copeland"}}
    poor = {"value": 5.0} | POOR
    hubs: dict[str, Any] = {
        "x": {"a": poor, "b": 5.0, "c": 5.0},
        "y": {"a": {"value": 5.5} | POOR, "b": 4.0, "c": 6.0},
        "z": dict.fromkeys("abc", 1.0),
    }
    found = flips(made, card, **hubs)
    moved = found.moved(0, 0)
    for end, value in enumerate((4.0, 6.0)):
        dataset, scorecard = made(card, **hubs | {"x": {"a": value, "b": 5.0, "c": 5.0}})
        assert moved[end] == pytest.approx(score(dataset, scorecard).index)
    assert moved[0, 0] < moved[1, 0]
    assert found.reach(0, 0) == pytest.approx(moved[1, 0] - moved[0, 0])
    assert rivals(found, 0, "a") == (1,)


def test_without_noise_only_gaps_and_bounds_move(made: Made) -> None:
    source = sampler(*made({}, x={"a": {"at_least": 4.0, "at_most": 6.0}}, y={"a": 5.5}), only=["absent"])
    found = flips_of(source.base, None, np.ones((1, 2), dtype=bool))
    assert rivals(found, 0, "a") == (1,)
    assert found.reach(1, 0) == 0
    found = flips_of(source.base, None, np.array([[False, True]]))
    assert rivals(found, 0, "a") == ()


def test_bounds_that_are_not_drawn_are_the_ends(made: Made) -> None:
    hubs = {"x": {"a": {"at_least": 4.0, "at_most": 6.0}, "b": {"value": 5.0} | POOR}, "y": {"a": 5.5, "b": 5.0}}
    source = sampler(*made(WIDE, **hubs), only=["data:b"])
    noise = source.readings(None).noise
    assert noise is not None
    found = flips_of(source.base, noise, np.ones((2, 2), dtype=bool))
    assert found.reach(0, 0) == pytest.approx(10)


def test_what_does_not_apply_keeps_nothing_else_from_moving(made: Made) -> None:
    card = WIDE | {"indicators": {"b": {"applies_to": ["y"]}}}
    found = flips(made, card, x={"a": {"value": 5.0} | POOR}, y={"a": 5.4, "b": 5.0})
    assert found.reach(0, 0) == pytest.approx(20)
