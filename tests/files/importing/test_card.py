"""The text of a scorecard; that it is valid, and what it says, is tested with the files as a whole."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from hubscore.files.grid import Grid
from hubscore.files.importing.card import ASSUMED, card_of, form_of, special_of
from hubscore.files.importing.draft import Draft, Hub, Observation, Series
from hubscore.files.importing.wide import wide
from hubscore.files.importing.wishes import Wishes

GridOf = Callable[..., Grid]


def test_wide_tables_stay_tables_unless_asked(grid_of: GridOf) -> None:
    draft = wide(grid_of("id,x\na,1\nb,5\n"), Wishes())
    assert form_of(draft, Wishes()) == "table"
    assert form_of(draft, Wishes(form="profiles")) == "profiles"


def test_what_nobody_said_is_marked_and_nothing_else() -> None:
    series = (Series("x", "x"), Series("y", "Why", "km", "lower"), Series("gdp", "GDP", measure=True))
    readings = (Observation("a", "x", 2020, "1", evidence="official", source="S"),)
    draft = Draft("long", "T", (Hub("a", "A"),), series, readings, ())
    text = "".join(card_of(draft, Wishes(), readings))
    assert text.count(ASSUMED) == 1
    card = tomllib.loads(text)
    assert card == {
        "title": "T",
        "hubs": "hubs/*.toml",
        "as_of": 2020,
        "method": {"normalise": "minmax"},
        "indicators": {
            "x": {"direction": "higher"},
            "y": {"label": "Why", "unit": "km", "direction": "lower"},
        },
        "measures": {"gdp": {"label": "GDP"}},
    }


def test_columns_that_are_no_figures_stand_only_where_they_say_something() -> None:
    readings = (Observation("a", "x", None, "1"),)
    draft = Draft("wide", "T", (Hub("a", "A"),), (Series("x", "x"),), readings, ())
    assert special_of(draft, readings) == ["hub", "name"]
    more = Draft("wide", "T", (Hub("a", "A", "benchmark", "west"),), (Series("x", "x"),), readings, ())
    assert special_of(more, [readings[0]._replace(year=2020)]) == ["hub", "name", "year", "group", "role"]
