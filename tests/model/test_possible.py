from __future__ import annotations

from typing import Any

import pytest

from hubscore.model.possible import impossible, kinds_of
from hubscore.model.scorecard import Scorecard


def card(**indicators: dict[str, Any]) -> Scorecard:
    usual = {"direction": "higher", "goalposts": [0, 10]}
    return Scorecard.model_validate({"hubs": "*", "indicators": {name: usual | e for name, e in indicators.items()}})


def test_the_series_that_are_read_as_places_or_counts() -> None:
    one = card(fame={"kind": "rank"}, firms={"kind": "count", "from": "companies"}, money={})
    other = card(money={"kind": "count"}, fame={"kind": "count"})
    assert kinds_of([one]) == {"fame": "rank", "companies": "count"}
    assert kinds_of([other, one]) == {"money": "count", "fame": "rank", "companies": "count"}


@pytest.mark.parametrize(
    ("kind", "figure", "what"),
    [
        (None, (-5.0, None, None), None),
        ("rank", (1.0, None, None), None),
        ("rank", (12.5, None, None), None),  # two that are tied
        ("rank", (0.0, None, None), "is a place in a ranking and below 1"),
        ("rank", (None, 121.0, None), None),
        ("rank", (None, None, 0.0), "is a place in a ranking and below 1"),
        ("rank", (None, -3.0, 4.0), "is a place in a ranking and below 1"),
        ("rank", (None, 80.2, 80.8), "has no place between its bounds"),
        ("rank", (None, 80.2, 81.0), None),
        ("rank", (None, 80.0, 80.0), None),
        ("count", (0.0, None, None), None),
        ("count", (-1.0, None, None), "is a count and below 0"),
        ("count", (None, 0.2, 0.8), None),  # in thousands
        ("count", (None, None, -1.0), "is a count and below 0"),
    ],
)
def test_what_cannot_be(kind: str | None, figure: tuple[float | None, ...], what: str | None) -> None:
    value, at_least, at_most = figure
    wrong = impossible(kind, value, at_least, at_most)
    assert (wrong and wrong.what) == what
