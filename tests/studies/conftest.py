"""Rankings of a few hubs from plain words, as most studies want them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles
from hubscore.model.dataset import Dataset
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score

READING = {"evidence": "official", "source": "s"}
Ranked = Callable[..., Ranking]


Made = Callable[..., tuple[Dataset, Scorecard]]


@pytest.fixture(scope="session")
def made() -> Made:
    """Hubs whose cells are a value, a reading, years with readings, or None for a gap; and their scorecard.

    A year has one reading, or a list of them.

    What a card leaves out of an indicator: higher is better, goalposts are 0 and 10. Keys of a
    hub that begin with a capital (`Role`, `Group`, `Name`) are no cells.
    """

    def make(card: dict[str, Any], **hubs: Any) -> tuple[Dataset, Scorecard]:
        cells = {hub: {key: cell for key, cell in given.items() if key[0].islower()} for hub, given in hubs.items()}
        names = dict.fromkeys(name for given in cells.values() for name in given)
        usual = {"direction": "higher", "goalposts": [0, 10]}
        indicators = {name: usual | card.get("indicators", {}).get(name, {}) for name in names}
        indicators = {name: entry for name, entry in indicators.items() if name not in card.get("measures", {})}
        scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
        assert check_scorecard(scorecard) == []
        profiles = {hub: profile(hub, hubs[hub], cells[hub]) for hub in hubs}
        return from_profiles(profiles, names), scorecard

    return make


@pytest.fixture(scope="session")
def ranked(made: Made) -> Ranked:
    """What `made` makes, scored."""

    def score_them(card: dict[str, Any], **hubs: Any) -> Ranking:
        return score(*made(card, **hubs))

    return score_them


def profile(hub: str, given: dict[str, Any], cells: dict[str, Any]) -> Profile:
    words = {key.lower(): word for key, word in given.items() if key[0].isupper()}
    data = {name: years(cell) for name, cell in cells.items() if cell is not None}
    return Profile.model_validate({"name": hub, "sources": {"s": {"title": "A source"}}, **words, "data": data})


def years(cell: Any) -> dict[str, Any]:
    if not isinstance(cell, dict):
        return {"2020": READING | {"value": cell}}
    by_year = cell if all(key.isdigit() for key in cell) else {"2020": cell}
    return {
        year: [reading_of(each) for each in given] if isinstance(given, list) else reading_of(given)
        for year, given in by_year.items()
    }


def reading_of(given: Any) -> dict[str, Any]:
    return READING | (given if isinstance(given, dict) else {"value": given})
