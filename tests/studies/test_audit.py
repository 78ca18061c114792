from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.across import across
from hubscore.studies.audit import audit
from hubscore.studies.balance import balance
from hubscore.studies.coherence import correlations
from hubscore.studies.coverage import coverage, older
from hubscore.studies.directions import contraries, marked
from hubscore.studies.importance import importance
from hubscore.studies.indicators import distributions
from hubscore.studies.leave_out import omissions
from hubscore.studies.proof import proven
from hubscore.studies.size import Shortage
from hubscore.studies.unity import unities

Ranked = Callable[..., Ranking]
WORDS: dict[str, Any] = {"hubs": "*", "indicators": {"a": {"direction": "higher", "goalposts": [0, 10]}}}
PLAIN = Scorecard.model_validate(WORDS)


def test_of_few_hubs_no_statistics(root: Any) -> None:
    workspace = hubscore.open(root / "configs")
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    found = audit(ranking, workspace.scorecard, workspace.profiles)
    assert found.short == Shortage(7, 20, 1)
    assert found.pairs == ()
    assert all(each.short for each in found.unities)
    assert found.importance.way == "covariance share"
    assert len(found.bets) == 9
    assert found.orders.pairs == 6
    forced = audit(ranking, workspace.scorecard, workspace.profiles, force=True)
    assert forced.forced
    assert forced.short == found.short
    assert len(forced.pairs) > 50


@pytest.mark.parametrize("size", [19, 20])
def test_of_enough_hubs_there_are(ranked: Ranked, size: int) -> None:
    x = np.random.default_rng(1).uniform(0, 10, (size, 2))
    ranking = ranked({}, **{f"h{at:02}": {"a": row[0], "b": row[1]} for at, row in enumerate(x.tolist())})
    found = audit(ranking, PLAIN, {})
    assert (found.short is None) == (size == 20)
    assert bool(found.pairs) == (size == 20)


def test_who_is_left_out_does_not_count(ranked: Ranked) -> None:
    hubs: dict[str, Any] = {f"h{at:02}": {"a": float(at % 10), "b": float(at % 7)} for at in range(20)}
    hubs["h19"]["b"] = None
    found = audit(ranked({"screening": {"min_coverage": 0.9}}, **hubs), PLAIN, {})
    assert found.short == Shortage(19, 20, 1)


def test_gates_bets_and_limits_come_from_the_scorecard(ranked: Ranked) -> None:
    card = {"gates": {"min_coverage": 0.9}, "audit": {"redundant": 0.5}}
    scorecard = Scorecard.model_validate(WORDS | card)
    profiles = {"x": Profile.model_validate({"name": "X", "bets": [{"name": "all", "indicators": ["a"]}]})}
    found = audit(ranked({}, x={"a": 1.0}, y={"a": 2.0}), scorecard, profiles)
    assert [gate.held for gate in found.gates if gate.asker == "gates"] == [True, True]
    assert found.limits.redundant == 0.5
    assert [bet.name for bet in found.bets] == ["all"]


@pytest.mark.parametrize("force", [False, True])
def test_each_part_is_what_its_own_study_finds(ranked: Ranked, force: bool) -> None:
    """Of a dozen hubs, so that much of it is only found by force; b goes against its siblings."""
    pillars = dict(zip("abcd", "ppqp", strict=True))
    card = {"pillars": {"p": {}, "q": {}}, "indicators": {name: {"pillar": pillars[name]} for name in pillars}}
    x = np.random.default_rng(3).uniform(0, 10, (12, 2)).tolist()
    hubs: dict[str, Any] = {f"h{at:02}": {"a": a, "b": 10 - a, "c": c, "d": a / 2} for at, (a, c) in enumerate(x)}
    hubs["h03"]["c"] = {"2018": 4.0}
    ranking, limits = ranked(card, **hubs), PLAIN.audit
    pairs = correlations(ranking, limits, force)
    contrary = contraries(ranking.plan, pairs, limits)
    assert bool(contrary) == force
    parts = {
        "coverage": coverage(ranking),
        "older": older(ranking),
        "distributions": distributions(ranking, force),
        "pairs": marked(pairs, contrary),
        "across": across(ranking, limits, force),
        "contraries": contrary,
        "unities": unities(ranking, limits, force),
        "importance": importance(ranking),
        "omissions": omissions(ranking),
        "balance": balance(ranking),
        "proof": proven(ranking),
    }
    found = audit(ranking, PLAIN, {}, force)
    assert {part: repr(getattr(found, part)) for part in parts} == {part: repr(it) for part, it in parts.items()}


def test_where_ages_are_limited_nothing_is_said_of_older_figures(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": {"2018": 1.0}}, y={"a": {"2020": 2.0}})
    assert audit(ranking, PLAIN, {}).older == (1, 2, 2020)
    assert audit(ranking, Scorecard.model_validate(WORDS | {"max_age": 5}), {}).older is None
