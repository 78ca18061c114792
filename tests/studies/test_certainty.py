from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import Problem, UsageError
from hubscore.scoring import score
from hubscore.studies.certainty import certainty
from hubscore.studies.robustness import robustness

Made = Callable[..., Any]
HUBS = {"x": {"a": 8, "b": 2}, "y": {"a": 4, "b": 5}, "z": {"a": 1, "b": 1}}
DRAWS = 4_000


def test_figures_and_any_weights_stand_beside_the_whole(made: Made) -> None:
    # Official figures hardly move: x is above y for all of them, but only under 4/7 of all weights.
    found = certainty(*made({}, **HUBS), DRAWS)
    assert found.figures is not None
    assert found.simplex is not None
    assert not found.stopped
    assert set(found.figures.factors) == {"data:a", "data:b", "absent"} & set(found.whole.factors)
    assert found.simplex.factors == found.whole.factors
    assert found.figures.odds(0, 1) == 1
    assert found.simplex.odds(0, 1) == pytest.approx(4 / 7, abs=5 / np.sqrt(4 * DRAWS) + 0.01)
    assert found.whole.odds(0, 1) > 0.75
    assert {run.draws for run in (found.whole, found.figures, found.simplex)} == {DRAWS}


def test_it_is_robustness_that_is_asked(made: Made) -> None:
    dataset, card = made({}, **HUBS)
    found = certainty(dataset, card, 200, 5, pairs=True)
    any_weights = card.model_copy(update={"uncertainty": card.uncertainty.model_copy(update={"weights": "any"})})
    for part, alone in (
        (found.whole, robustness(dataset, card, 200, 5, pairs=True)),
        (found.figures, robustness(dataset, card, 200, 5, ["data", "absent"])),
        (found.simplex, robustness(dataset, any_weights, 200, 5)),
    ):
        assert part is not None
        assert (part.seed, part.draws, part.factors) == (5, 200, alone.factors)
        assert np.array_equal(part.counts, alone.counts)
    assert np.array_equal(found.whole.pairwise, robustness(dataset, card, 200, 5, pairs=True).pairwise, equal_nan=True)
    usual = certainty(dataset, card).whole
    assert (usual.draws, usual.seed, usual.pairwise) == (1000, 1, None)


def test_who_was_ranked_is_ranked_throughout(made: Made) -> None:
    dataset, card = made({}, **HUBS, top={"a": 9, "b": 9, "Role": "benchmark"})
    base = score(dataset, card, everyone=True)
    found = certainty(dataset, card, 20, base=base)
    assert [part is not None and part.base is base for part in (found.whole, found.figures, found.simplex)] == [
        True
    ] * 3


def test_it_is_drawn_until_it_is_sure_enough_and_the_others_as_often(made: Made) -> None:
    dataset, card = made({}, **HUBS)
    found = certainty(dataset, card, 20, until=0.02)
    assert found.figures is not None
    assert found.simplex is not None
    assert found.whole.error <= 0.02
    assert found.figures.draws == found.simplex.draws == found.whole.draws == 0.25 / 0.02**2


def test_one_family_alone_has_nothing_beside_it(made: Made) -> None:
    found = certainty(*made({}, **HUBS), 100, only=["weights"])
    assert found.whole.factors == ("weights:a", "weights:b")
    assert (found.figures, found.simplex) == (None, None)


def test_what_is_not_varied_cannot_be_asked_for(made: Made) -> None:
    with pytest.raises(UsageError) as caught:
        certainty(*made({}, **HUBS), 100, only=["normalise", "aggregate"])
    message, hint = "nothing of this is varied in this scorecard", "[uncertainty] lists the methods to vary"
    assert caught.value.problems == (Problem("factor", message, found="normalise, aggregate", hint=hint),)


def test_all_pairs_only_where_they_are_not_too_many(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = HUBS | {"top": {"a": 9, "b": 9, "Role": "benchmark"}}
    monkeypatch.setattr("hubscore.studies.certainty.MOST_PAIRED", 3)
    assert certainty(*made({}, **hubs), 5, only=["weights"], pairs=True).whole.pairwise is not None
    monkeypatch.setattr("hubscore.studies.certainty.MOST_PAIRED", 2)
    assert certainty(*made({}, **hubs), 5, only=["weights"], pairs=True).whole.pairwise is None


@pytest.mark.parametrize("after", [1, 2, 3])
def test_an_interrupt_keeps_what_is_done(made: Made, after: int) -> None:
    calls = []

    def interrupting(done: int, _: int) -> None:
        calls.append(done)
        if len(calls) == after:
            raise KeyboardInterrupt

    found = certainty(*made({}, **HUBS), 100, progress=interrupting)
    assert found.stopped
    assert found.whole.draws == 100
    assert (found.figures is not None) == (after == 3)
    assert found.simplex is None


def test_an_interrupt_before_anything_is_done(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hubscore.studies.drawing.Run.draw", interrupted)
    with pytest.raises(KeyboardInterrupt):
        certainty(*made({}, **HUBS), 100)
