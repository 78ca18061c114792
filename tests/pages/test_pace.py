"""How growth and gaps are worded."""

from __future__ import annotations

import json
from collections.abc import Callable
from math import inf
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.document import Table
from hubscore.pages.pace import MOST_SENTENCES, gap_text, growth_text, pace_lead, pace_note, pace_tables
from hubscore.pages.trend import trend_page
from hubscore.studies.pace import OPEN, Range, pace
from hubscore.studies.trend import trend
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Said = Callable[..., "Saying"]

CARD: dict[str, Any] = {
    "measures": {"banks": {"label": "Banks"}, "firms": {"label": "Firms"}},
    "indicators": {
        "bank_total": {"from": "banks", "label": "Bank total"},
        "place": {"kind": "rank", "direction": "lower", "goalposts": [50, 1], "label": "Place"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": {"2018": 1, "2020": 4}, "place": {"2019": 9, "2020": 1}, "firms": {"2019": 3, "2020": 6}},
    "turku": {"banks": {"2018": 3, "2020": {"at_least": 1}}, "place": {"2019": 2, "2020": 9}},
    "york": {"banks": {"2018": 4, "2020": 4}, "place": {"2019": 5, "2020": 5}, "Role": "benchmark"},
}


class Saying:
    """What the page says of paces."""

    def __init__(self, workspace: Workspace, series: Any, verbose: bool) -> None:
        found = pace(workspace.dataset, workspace.scorecard, series=series)
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        self.lead = pace_lead(workspace, ranking, found)
        self.note = pace_note(workspace, found, verbose)
        self.every, self.people = pace_tables(workspace, ranking, found, True, verbose)
        assert pace_tables(workspace, ranking, found, False, verbose) == (self.every,)


@pytest.fixture
def said(made: Made) -> Said:
    def ask(*series: str, verbose: bool = False, hubs: Any = None) -> Saying:
        return Saying(made(CARD, **(hubs or HUBS)), series or None, verbose)

    return ask


def rows(table: Table) -> list[tuple[Any, ...]]:
    """What people read, without what is drawn."""
    places = [at for at, column in enumerate(table.columns) if column.show and not column.show.is_picture]
    told = [tuple(row[at] for at in places) for row in table.rows]
    return [row[:1] if not any(row[1:]) else row for row in told]


def test_one_series_is_told_in_full(said: Said) -> None:
    found = said("banks")
    assert found.lead == [
        "Oslo, Banks: 25 % of York's in 2018, 100 % in 2020: catching up.",
        "Turku, Banks: 75 % of York's in 2018, ≥ 25 % in 2020: open, since bounds do not tell.",
    ]
    assert rows(found.people) == [
        ("Banks against York",),
        ("Oslo", "2018–2020", "+100.0 %", "0.0 %", "25 %", "100 %", "catching up"),
        ("Turku", "2018–2020", "≥ -42.3 %", "0.0 %", "75 %", "≥ 25 %", "open"),
    ]
    assert found.people.indents == (0, 1, 1)
    assert len(found.note) == 2


def test_ranks_are_places(said: Said) -> None:
    found = said("place")
    assert found.lead == [
        "Oslo, Place: 4 behind York in 2019, 4 ahead of it in 2020: overtook.",
        "Turku, Place: 3 ahead of York in 2019, 4 behind it in 2020: overtaken.",
    ]
    assert rows(found.people)[1][2:] == ("+8", "0", "-4", "+4", "overtook")


def test_shares_of_the_reference_are_drawn_by_year(said: Said) -> None:
    people = said("banks").people
    [spark] = [column.show for column in people.columns if column.show and column.show.is_picture]
    assert (spark.kind, len(spark.of)) == ("spark", 3)  # 2018 to 2020
    heights = [[row[at] for at in spark.of] for row in people.rows]
    assert heights == [[None] * 3, [0.25, None, 1.0], [1.0, None, pytest.approx(1 / 3)]]
    assert not [cell for row in said("place").people.rows for cell in row if isinstance(cell, float)]


def test_level_and_undecided(said: Said) -> None:
    hubs = {
        "oslo": {"place": {"2019": 5, "2020": {"at_least": 2, "at_most": 9}}},
        "york": HUBS["york"],
    }
    [line] = said("place", hubs=hubs).lead
    assert line == (
        "Oslo, Place: level with York in 2019, ahead of or behind it in 2020: open, since bounds do not tell."
    )


def test_of_many_series_it_is_counted(said: Said) -> None:
    found = said()
    assert found.lead == [
        "Oslo, of 2 comparisons: overtook in 1 and catching up in 1.",
        "Turku, of 2 comparisons: overtaken in 1 and open in 1.",
    ]
    # What an indicator reads as it is, is told once; what is open or stands alone, on demand.
    assert rows(found.people) == [
        ("Bank total against York",),
        ("Oslo", "2018–2020", "+100.0 %", "0.0 %", "25 %", "100 %", "catching up"),
        ("Place against York",),
        ("Oslo", "2019–2020", "+8", "0", "-4", "+4", "overtook"),
        ("Turku", "2019–2020", "-7", "0", "+3", "-4", "overtaken"),
    ]
    assert found.note[-1] == ("Not shown without -v: 1 that are open and 1 series with no reference of the same years.")
    every = said(verbose=True)
    assert rows(every.people)[-2:] == [("Firms",), ("Oslo", "2019–2020", "+100.0 %", "", "", "", "")]
    assert len(every.note) == 2


def test_what_only_divides_is_told_on_demand(said: Said) -> None:
    hubs = HUBS | {"york": HUBS["york"] | {"firms": {"2019": 6, "2020": 6}}}
    found = said(hubs=hubs)
    assert ("Firms against York",) not in rows(found.people)
    assert found.note[-1] == ("Not shown without -v: 1 that are open and 1 of measures that only divide others.")
    assert ("Firms against York",) in rows(said(hubs=hubs, verbose=True).people)
    assert said("firms", hubs=hubs).lead == ["Oslo, Firms: 50 % of York's in 2019, 100 % in 2020: catching up."]


def test_why_no_change_is_clear(said: Said) -> None:
    hubs = {"oslo": {"banks": {"2018": 4, "2020": 4.02}}, "york": HUBS["york"]}
    [line] = said("banks", hubs=hubs).lead
    assert line == (
        "Oslo, Banks: 100 % of York's in 2018, 100 % in 2020: no clear change, since the evidence leaves as much open."
    )


def test_of_many_hubs_too(said: Said) -> None:
    hubs = {f"h{number}": HUBS["oslo"] for number in range(MOST_SENTENCES + 1)} | {"york": HUBS["york"]}
    assert said("banks", hubs=hubs).lead[0] == "H0, of 1 comparison: catching up in 1."


def test_nothing_to_tell(said: Said) -> None:
    assert said("banks", hubs={"oslo": {"banks": 1}}).lead == [
        "There is no pace: nothing asked for was read in two years."
    ]
    alone = said("firms")
    why = "no reference was read in two of a hub's years; `--against HUB` takes another"
    assert alone.lead == [f"There is nothing to compare with: {why}."]
    assert rows(alone.people) == [("Firms",), ("Oslo", "2019–2020", "+100.0 %", "", "", "", "")]


def test_scripts_get_everything(made: Made) -> None:
    workspace = made(CARD, **HUBS)
    paces = pace(workspace.dataset, workspace.scorecard)
    document = trend_page(workspace, trend(workspace.dataset, workspace.scorecard), (), paces, asked=True)
    found = json.loads(render(document, "json", Style(None, False)))["tables"]
    assert list(found) == ["pace", "scores"]
    first, second = found["pace"][:2]
    assert first == {
        "hub": "oslo",
        "indicator": "bank_total",
        "from": 2018,
        "to": 2020,
        "growth": 1.0,
        "growth_at_least": None,
        "growth_at_most": None,
        "reference": "york",
        "reference_growth": 0.0,
        "reference_growth_at_least": None,
        "reference_growth_at_most": None,
        "gap": "ratio",
        "gap_then": 0.25,
        "gap_then_at_least": None,
        "gap_then_at_most": None,
        "gap_now": 1.0,
        "gap_now_at_least": None,
        "gap_now_at_most": None,
        "verdict": "catching up",
    }
    assert (second["growth"], second["gap_now"], second["gap_now_at_least"]) == (None, None, 0.25)
    [alone] = [row for row in found["pace"] if row["indicator"] == "firms"]
    assert (alone["reference"], alone["gap_then"], alone["verdict"]) == (None, None, "no reference")
    assert {row["gap"] for row in found["pace"] if row["indicator"] == "place"} == {"difference"}


@pytest.mark.parametrize(
    ("number", "growth", "gap"),
    [
        (Range(0.0725, 0.0725), "+7.2 %", "7.2 %"),
        (Range(0.5, inf), "≥ +50.0 %", "≥ 50 %"),
        (Range(0.28171, inf), "≥ +28.1 %", "≥ 28 %"),
        (Range(-inf, 0.39261), "≤ +39.3 %", "≤ 40 %"),
        (Range(-inf, 0.07 * 3), "≤ +21.0 %", "≤ 21 %"),
        (Range(-0.4227, 0.0212), "-42.3 to +2.2 %", "-42.3 to 2.2 %"),
        (Range(0.00001, 0.00001), "0.0 %", "0.0 %"),
        (Range(-inf, 0.5), "≤ +50.0 %", "≤ 50 %"),
        (Range(0.1, 12.5), "+10.0 to +1,250.0 %", "10 to 1,250 %"),
        (OPEN, "open", "open"),
    ],
)
def test_numbers(number: Range, growth: str, gap: str) -> None:
    assert (growth_text(number), gap_text(number)) == (growth, gap)


def test_a_fall_that_rounds_to_nothing_has_no_sign() -> None:
    assert growth_text(Range(-0.00001, -0.00001)) == "0.0 %"


def test_differences_are_turned() -> None:
    assert growth_text(Range(-2, -2), True, False) == gap_text(Range(-2, -2), True, False) == "+2"
    assert gap_text(Range(3, inf), True, False) == "≤ -3"
    assert gap_text(Range(0, 0), True, False) == "0"
