"""The first sentences about a change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model.profile import Profile
from hubscore.pages.whatif_sentences import Asked, change_text, effect_lead
from hubscore.studies.changes import Figure
from hubscore.studies.whatif import whatif
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Told = Callable[..., list[str]]

CARD: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks"},
        "funds": {"pillar": "money", "label": "Funds"},
        "air": {"pillar": "travel", "label": "Air routes"},
    },
    "scenarios": {"flights": {"label": "Flights", "weights": {"money": 1, "travel": 9}}, "bare": {}},
}
OSLO = {"banks": 9.0, "funds": 5.0, "air": 4.0}  # money 70, travel 40: 55
TURKU = {"banks": 2.0, "funds": 4.0, "air": 6.0}  # money 30, travel 60: 45
VAASA = {"banks": 1.0, "funds": 2.0, "air": 3.0}  # money 15, travel 30: 22.5
YORK = {"banks": 10.0, "funds": None, "air": 9.0, "Role": "benchmark"}
HUBS: dict[str, dict[str, Any]] = {"oslo": OSLO, "turku": TURKU, "vaasa": VAASA, "york": YORK}


@pytest.fixture
def told(made: Made) -> Told:
    def ask(asked: Asked, cells: dict[str, Any] = HUBS, **changes: Any) -> list[str]:
        workspace = start = made(CARD, **cells)
        if asked.scenario is not None:
            workspace = hubscore.open(workspace.path, asked.scenario)
            changes["instead"] = workspace.scorecard
        found = whatif(start.dataset, start.scorecard, **changes)
        return list(effect_lead(found, change_text(workspace, found, asked), silent=bool(asked.hubs)))

    return ask


def test_who_overtakes_whom_and_what_costs_it_less(told: Told) -> None:
    assert told(Asked(shares=["travel"]), shares={"travel": 0.9}) == [
        "With Travel at 90 %, Turku overtakes Oslo: Money costs it 16.0 points less against Oslo."
    ]


def test_what_brings_more_is_said_so(told: Told) -> None:
    assert told(Asked(values={"turku.air": Figure(9)}), values={"turku.air": 9}) == [
        "With Air routes of Turku at 9, Turku overtakes Oslo: Travel brings it 15.0 points more against Oslo."
    ]


def test_nobody_moves(told: Told) -> None:
    asked = Asked(shares=["banks"])
    assert told(asked, shares={"banks": 0.6}) == [
        "With Banks at 60 % of Money, nobody overtakes anybody; Oslo leads Turku by 13.0 points.",
        "The score of Oslo moves furthest, from 55.0 to 57.0, above all by Money.",
    ]
    alone = told(asked, {"oslo": OSLO}, shares={"banks": 0.6})
    assert alone[0].endswith("nobody overtakes anybody; Oslo leads.")
    gone = told(Asked(drop=["banks"]), {"york": YORK}, drop=["banks"])
    assert gone[0] == "Without Banks, no hub is ranked both before and after."


def test_whose_score_moves_furthest(told: Told) -> None:
    def said(cell: str, value: float) -> list[str]:
        return told(Asked(values={cell: Figure(value)}), values={cell: value})[1:]

    assert said("vaasa.air", 1) == ["The score of Vaasa moves furthest, from 22.5 to 12.5, above all by Travel."]
    assert said("york.air", 1) == ["The score of York moves furthest, from 95.0 to 55.0, above all by Travel."]
    assert said("oslo.air", 4.00001) == ["No score moves by as much as is shown."]


def test_scenarios_drops_and_shares_are_named(told: Told) -> None:
    value = {"oslo.banks": Figure(at_least=3, at_most=4)}
    asked = Asked(scenario="flights", drop=["funds"], shares=["travel"], values=value)
    assert told(asked, drop=["funds"], shares={"travel": 0.875}, values=value)[0].startswith(
        "In the scenario Flights, without Funds, with Travel at 87.5 % and Banks of Oslo at 3–4, Turku overtakes Oslo"
    )
    assert told(Asked(scenario="bare"))[0].startswith("In the scenario bare, nobody overtakes anybody")


def test_who_comes_in_and_who_goes(told: Told) -> None:
    data = {name: {"2020": {"value": 10, "evidence": "official", "source": "s"}} for name in ("banks", "funds", "air")}
    new = Profile.model_validate({"name": "Narvik", "sources": {"s": {"title": "S"}}, "data": data})
    assert told(Asked(hubs=["Narvik"]), hubs={"narvik": new}) == [
        "With Narvik added, nobody overtakes anybody; Narvik leads Oslo by 45.0 points.",
        "Narvik comes in first of four.",
    ]
    hubs = HUBS | {"vaasa": VAASA | {"air": None}}
    assert told(Asked(shares=["travel"]), hubs, shares={"travel": 0.9})[-1] == "Vaasa is no longer ranked."


def test_who_moves_up_because_another_leaves_overtakes_nobody(told: Told) -> None:
    hubs = HUBS | {"oslo": {"banks": 9.0, "funds": 9.0, "air": None}}
    assert told(Asked(shares=["travel"]), hubs, shares={"travel": 0.6}) == [
        "With Travel at 60 %, nobody overtakes anybody; Turku leads Vaasa by 24.0 points.",
        "Oslo is no longer ranked.",
    ]


def test_many_climbers_are_counted(told: Told) -> None:
    hubs = {f"h{at}": {"banks": 9.0 - 1.5 * at, "funds": 5.0, "air": 1.0 + 0.3 * at} for at in range(6)}
    first, second = told(Asked(shares=["travel"]), hubs, shares={"travel": 1})[:2]
    assert first.startswith("With Travel at 100 %, H5 overtakes 5 hubs; H4 overtakes 4 hubs; three more")
    assert second.endswith(" against H0.")
    assert "it " not in second
    hubs = {f"h{at}": {"banks": 9.0 - at, "funds": 5.0, "air": 1.0 + 0.3 * at} for at in range(8)}
    assert "more hubs get past others" in told(Asked(shares=["travel"]), hubs, shares={"travel": 0.9})[0]


def test_a_tie_that_is_broken_is_a_climb_of_the_other(told: Told) -> None:
    hubs = {"a": {"banks": 9.0, "air": 2.0}, "b": {"banks": 5.0, "air": 2.0}, "c": {"banks": 5.0, "air": 2.0}}
    lead = told(Asked(values={"b.air": Figure(3)}), hubs, values={"b.air": 3})
    assert lead[0].startswith("With Air routes of B at 3, nobody overtakes anybody")
