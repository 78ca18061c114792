"""Scorecards and profiles in a few words, scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from hubscore.model.agreement import check_hubs, series_of
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

Ranked = Callable[..., Ranking]


def reading(said: Any) -> dict[str, Any]:
    """A number is an official value; a table is completed."""
    table = said if isinstance(said, Mapping) else {"value": said}
    return {"evidence": "official", "source": "s", **table}


def readings(said: Any) -> dict[str, Any]:
    """By year; what has no year is of 2024."""
    by_year = said if isinstance(said, Mapping) and all(key.isdigit() for key in said) else {"2024": said}
    return {
        year: [reading(one) for one in some] if isinstance(some, list) else reading(some)
        for year, some in by_year.items()
    }


def profile(name: str, data: Mapping[str, Any], more: Mapping[str, Any]) -> Profile:
    series = {key: readings(said) for key, said in data.items() if said is not None}
    return Profile.model_validate({"name": name, "sources": {"s": {"title": "A source"}}, "data": series, **more})


@pytest.fixture
def ranked() -> Ranked:
    """Score: tables of a scorecard, readings by hub, and more about hubs."""

    def rank(
        card: Mapping[str, Any],
        data: Mapping[str, Mapping[str, Any]],
        more: Mapping[str, Mapping[str, Any]] | None = None,
        everyone: bool = False,
    ) -> Ranking:
        scorecard = Scorecard.model_validate({"hubs": "*.toml", **card})
        assert not check_scorecard(scorecard)
        assert not check_hubs(scorecard, list(data))
        profiles = {hub: profile(hub, figures, (more or {}).get(hub, {})) for hub, figures in data.items()}
        return score(from_profiles(profiles, series_of([scorecard])), scorecard, everyone)

    return rank
