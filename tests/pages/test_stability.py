from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages.document import Document, Table
from hubscore.pages.stability import gain_part, stability_part
from hubscore.studies.stability import gains, leeways
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {
    "title": "Nordic hubs",
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks", "unit": "banks", "decimals": 1},
        "funds": {"pillar": "money", "label": "Funds"},
        "air": {"pillar": "travel", "label": "Air routes", "kind": "count"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 9.0, "funds": 5.0, "air": 4.0},  # money 70, travel 40: 55
    "turku": {"banks": 2.0, "funds": 4.0, "air": 6.0},  # money 30, travel 60: 45
    "vaasa": {"banks": 1.0, "funds": 6.0, "air": 3.0},  # money 35, travel 30: 32.5
}


def people(document: Document) -> list[list[tuple[Any, ...]]]:
    def seen(found: Table) -> list[tuple[Any, ...]]:
        return [
            tuple(cell for cell, column in zip(row, found.columns, strict=True) if column.show) for row in found.rows
        ]

    return [seen(found) for found in document.tables if found.shown]


def stable(made: Made, card: dict[str, Any] | None = None, verbose: bool = False, **hubs: Any) -> Document:
    workspace = made(CARD | (card or {}), **(hubs or HUBS))
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return stability_part(ranking, leeways(ranking), verbose)


def gaining(made: Made, hub: int, verbose: bool = False, card: dict[str, Any] | None = None, **hubs: Any) -> Document:
    workspace = made(CARD | (card or {}), **(hubs or HUBS))
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return gain_part(ranking, workspace.scorecard, hub, gains(ranking, workspace.scorecard, hub), verbose)


def test_the_weight_that_has_to_move_least(made: Made) -> None:
    document = stable(made)
    assert document.lead == (
        "Oslo leads unless Money weighs below 33.3 % (now 50.0 %), where Turku leads.",
        "That is the weight that has to move least; the others leave more room.",
    )
    assert people(document) == [
        [
            ("Money", "50.0 %", "33.3 %", "100.0 %", "Turku"),
            ("Banks", "50.0 %", "16.7 %", "100.0 %", "Turku"),
            ("Funds", "50.0 %", "0.0 %", "83.3 %", "Turku"),
            ("Travel", "50.0 %", "0.0 %", "66.7 %", "Turku"),
        ]
    ]
    assert [row[0] for row in document.tables[0].rows] == ["money", "banks", "funds", "travel"]


def test_a_deeper_weight_may_be_the_only_one(made: Made) -> None:
    hubs = {"oslo": {"banks": 9.0, "funds": 1.0, "air": 5.0}, "turku": {"banks": 1.0, "funds": 8.0, "air": 5.0}}
    document = stable(made, **hubs)
    assert document.lead[0] == "Oslo leads unless Banks weighs below 46.7 % of Money (now 50.0 %), where Turku leads."
    alone = {"pillars": {}, "indicators": {"a": {}, "b": {}, "c": {}}}
    hubs = {"x": {"a": 6.0, "b": 5.0, "c": 5.0}, "y": {"a": 1.0, "b": 6.0, "c": 3.0}}
    assert stable(made, alone, **hubs).lead[1] == "No other weight changes the leader by itself, whatever it is."


def test_one_weight_only(made: Made) -> None:
    card = {
        "pillars": {},
        "indicators": {"a": {}, "b": {}},
        "weights": {"a": 9, "b": 1},
        "index": {"min_coverage": 0.5},
    }
    hubs: dict[str, Any] = {"x": {"a": 6.0, "b": None}}
    document = stable(made, card, **hubs)
    assert document.lead[0] == "X leads unless a weighs below 50.0 % (now 90.0 %), where nobody has an index."
    assert people(document)[0][0] == ("a", "90.0 %", "50.0 %", "100.0 %", "nobody")


def test_whatever_the_weights(made: Made) -> None:
    hubs = HUBS | {"oslo": {"banks": 10.0, "funds": 10.0, "air": 10.0}}
    document = stable(made, **hubs)
    assert document.lead == ("Oslo leads whatever any single weight is.",)
    assert len(people(document)[0]) == 2
    assert len(people(stable(made, verbose=True, **hubs))[0]) == 4
    only = stable(made, {"pillars": {}, "indicators": {"banks": {}}}, oslo={"banks": 3.0})
    assert only.lead == ("Oslo leads; there is no weight that could move against another.",)


def test_two_sides_with_two_heirs(made: Made) -> None:
    card = {"pillars": {}, "indicators": {"a": {}, "b": {}, "c": {}}, "weights": {"a": 2, "b": 1, "c": 1}}
    hubs = {"x": {"a": 5, "b": 9, "c": 5}, "y": {"a": 10, "b": 0, "c": 0}, "z": {"a": 0, "b": 6, "c": 10}}
    document = stable(made, card, **hubs)
    assert people(document)[0][0] == ("a", "50.0 %", "16.7 %", "58.3 %", "below: Z, above: Y")


def test_the_smallest_change_of_a_figure(made: Made) -> None:
    document = gaining(made, 1)
    # 55 to beat: air by a whole 2, banks and funds by 4 each
    assert document.lead == (
        (
            "Turku would be first instead of second, past Oslo, with Air routes at 9 instead of 6: 30.0 points more in "
            "that "
            "indicator, the least that any single figure has to gain."
        ),
    )
    assert people(document) == [
        [
            ("Air routes", "6", "9", "", pytest.approx(30), "Oslo"),
            ("Banks", "2.0", "6.1", "banks", pytest.approx(40, abs=1e-4), "Oslo"),
            ("Funds", "4", "8.001", "", pytest.approx(40, abs=1e-4), "Oslo"),
        ]
    ]


def test_a_bound_is_shown_as_it_was_read(made: Made) -> None:
    bound = {"at_least": 2.0, "covers": 0.5}
    document = gaining(made, 1, **(HUBS | {"turku": {"banks": bound, "funds": 4.0, "air": 6.0}}))
    assert ("Banks", "≥ 2.0 (50 % of the year)") in [row[:2] for row in people(document)[0]]
    only = gaining(made, 1, oslo={"banks": 9.0}, turku={"banks": bound})
    assert "with Banks at 9.1 instead of ≥ 2.0 (50 % of the year):" in only.lead[0]


def test_of_many_figures_people_see_the_smallest(made: Made) -> None:
    names = "abcdefg"
    card = {"pillars": {}, "indicators": {name: {} for name in names}}
    hubs = {"x": dict.fromkeys(names, 5.1), "y": dict.fromkeys(names, 5.0)}
    document = gaining(made, 1, False, card, **hubs)
    assert [len(rows) for rows in people(document)] == [5]
    assert document.tables[1].title == "The smallest 5 of 7 (-v for all)"
    assert [len(rows) for rows in people(gaining(made, 1, True, card, **hubs))] == [7]


def test_no_figure_suffices(made: Made) -> None:
    hubs = HUBS | {"oslo": {"banks": 10.0, "funds": 10.0, "air": 10.0}}
    document = gaining(made, 1, **hubs)
    assert document.lead == ("No single figure of Turku, however good, gains it a rank.",)
    assert people(document) == []


def test_who_sees_every_weight_is_not_told_how(made: Made) -> None:
    hubs = HUBS | {"oslo": {"banks": 10.0, "funds": 10.0, "air": 10.0}}
    short, whole = (stable(made, verbose=verbose, **hubs).foot[0] for verbose in (False, True))
    assert short == whole.removesuffix(".") + "; -v shows every weight."
