from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.methods.rank import TIE_TOLERANCE
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.balance import balance
from hubscore.studies.bets import Bet, bets_of

Ranked = Callable[..., Ranking]
CARD: dict[str, Any] = {"measures": {"m": {}}}
X: dict[str, Any] = {"a": 9.0, "b": 1.0, "c": 5.0, "m": 7.0, "e": None}
Y: dict[str, Any] = {"a": 5.0, "b": 5.0, "c": 5.0, "m": 1.0, "e": 1.0}


def judged(ranked: Ranked, *bets: dict[str, Any], y: dict[str, Any] | None = None) -> dict[str, Bet]:
    ranking = ranked(CARD, x=X, y=y or Y)
    indicators = {name: {"direction": "higher", "goalposts": [0, 10]} for name in "abce"}
    scorecard = Scorecard.model_validate({"hubs": "*", **CARD, "indicators": indicators})
    profiles = {"x": Profile.model_validate({"name": "X", "bets": list(bets)})}
    found = bets_of(ranking, scorecard, profiles, balance(ranking).indicator_residuals)
    assert {bet.hub for bet in found} <= {0}
    return {bet.name: bet for bet in found}


def test_a_bet_shows_where_the_hub_is_better_than_it_is_as_a_whole(ranked: Ranked) -> None:
    found = judged(ranked, {"name": "good", "indicators": ["a"]}, {"name": "bad", "indicators": ["b"]})
    # Both hubs score 50 on average: a is at 70 and b at 30.
    assert found["good"] == Bet(0, "good", ("a",), pytest.approx(20), "shows")
    assert found["bad"] == Bet(0, "bad", ("b",), pytest.approx(-20), "does not show yet")


def test_several_indicators_count_with_their_mean(ranked: Ranked) -> None:
    found = judged(ranked, {"name": "mixed", "indicators": ["a", "b", "b", "c"]})
    assert found["mixed"].indicators == ("a", "b", "c")
    assert found["mixed"].residual == pytest.approx(0)
    assert found["mixed"].verdict == "does not show yet"  # what rounding leaves of nothing is no strength


def test_what_is_not_scored_or_not_measured_is_said(ranked: Ranked) -> None:
    found = judged(
        ranked,
        {"name": "measure", "indicators": ["m"]},
        {"name": "gap", "indicators": ["e"]},
        {"name": "nothing"},
        {"name": "both", "indicators": ["e", "a"]},
    )
    assert [found[name].verdict for name in ("measure", "gap", "nothing", "both")] == [
        "measured, not scored",
        "not measured",
        "not measured",
        "shows",
    ]
    assert np.isnan(found["measure"].residual)


@pytest.mark.parametrize(
    ("beyond", "verdict"), [(0.5, "does not show yet"), (1.0, "does not show yet"), (2.0, "shows")]
)
def test_a_bet_shows_by_more_than_rounding_leaves(ranked: Ranked, beyond: float, verdict: str) -> None:
    ranking = ranked({"method": {"scale": [1, 9]}}, x={"a": 5.0}, y={"a": 5.0})
    scorecard = Scorecard.model_validate(
        {"hubs": "*", "indicators": {"a": {"direction": "higher", "goalposts": [0, 10]}}}
    )
    profiles = {"y": Profile.model_validate({"name": "Y", "bets": [{"name": "b", "indicators": ["a"]}]})}
    residual = beyond * TIE_TOLERANCE * 8
    found = bets_of(ranking, scorecard, profiles, np.array([[np.nan, residual]]))
    assert found == (Bet(1, "b", ("a",), residual, verdict),)  # type: ignore[arg-type]


def test_what_nobody_else_has_cannot_be_compared(ranked: Ranked) -> None:
    found = judged(ranked, {"name": "alone", "indicators": ["a"]}, y=Y | {"a": None})
    assert found["alone"].verdict == "measured, not scored"
