from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import hubscore
from hubscore.pages.document import Cell, Table
from hubscore.pages.export_readings import hubs_table, keyed, observations_table, sources_table, units_of
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


def rows(table: Table) -> list[dict[str, Cell]]:
    keys = [column.key for column in table.columns]
    assert not table.shown
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def filled(table: Table) -> list[dict[str, Cell]]:
    return [{key: cell for key, cell in row.items() if cell is not None} for row in rows(table)]


CARD: dict[str, Any] = {
    "measures": {"people": {"unit": "persons"}},
    "indicators": {
        "rail": {"unit": "km", "label": "Rail lines", "direction": "lower", "goalposts": [9, 0]},
        "heads": {"from": "people"},
        "bare": {},
    },
}


def test_readings_in_the_order_of_the_file_with_all_they_say(made: Made) -> None:
    rail = {
        "2020": {"value": 3, "source": "press", "evidence": "reported"},
        "2022": {"at_least": 7.5, "covers": 0.5, "unit": "miles"},
    }
    found = filled(observations_table(made(CARD, bern={"rail": rail, "people": 0, "Group": "west"}, aar={"bare": 1})))
    office = {"evidence": "official", "source_id": "office", "source": "Yearbook", "publisher": "Office"}
    office |= {"url": "https://example.org", "role": "candidate"}
    bern = {"hub": "bern", "name": "Bern", "group": "west"}
    here = {**bern, "indicator": "rail", "unit": "km", "label": "Rail lines", "role": "candidate"}
    here |= {"direction": "lower", "scored": "yes"}
    assert found == [
        {
            "hub": "aar",
            "name": "Aar",
            "indicator": "bare",
            "label": "bare",
            "direction": "higher",
            "scored": "yes",
            "year": 2020,
            "value": 1.0,
            **office,
        },
        {**here, "year": 2020, "value": 3.0, "evidence": "reported", "source_id": "press", "source": "News"},
        {**here, "year": 2022, "at_least": 7.5, "covers": 0.5, **office, "unit": "miles"},
        {
            **bern,
            "indicator": "people",
            "label": "people",
            "scored": "no",
            "year": 2020,
            "value": 0.0,
            "unit": "persons",
            **office,
        },
    ]


def test_a_year_may_have_several_readings(made: Made) -> None:
    workspace = made(CARD, bern={"rail": 1})
    path = workspace.path.parent / "hubs/bern.toml"
    reading = '{ at_least = 2, at_most = 4, note = "=1", evidence = "estimate", source = "press" }'
    other = '{ value = 5, evidence = "official", source = "office" }'
    path.write_text(path.read_text().partition("[data")[0] + f"[data]\nrail.2020 = [{reading}, {other}]\n")
    first, second = filled(observations_table(hubscore.open(workspace.path)))
    assert (first["at_least"], first["at_most"], first["note"], first["evidence"]) == (2.0, 4.0, "=1", "estimate")
    assert (second["value"], second["source_id"]) == (5.0, "office")


def test_units_are_those_declared(made: Made) -> None:
    card = made(CARD, bern={"rail": 1}).scorecard
    assert units_of(card) == {"people": "persons", "rail": "km", "heads": "persons", "bare": None}


def test_hubs_and_what_profiles_say_of_them(made: Made) -> None:
    workspace = made(
        CARD, bern={"rail": 1, "Role": "benchmark", "Group": "west", "Note": "n", "Local_name": "Bärn"}, aar={"rail": 2}
    )
    assert rows(hubs_table(workspace)) == [
        {"hub": "aar", "name": "Aar", "local_name": None, "role": "candidate", "group": None, "note": None},
        {"hub": "bern", "name": "Bern", "local_name": "Bärn", "role": "benchmark", "group": "west", "note": "n"},
    ]


def test_every_source_cited_or_not(made: Made) -> None:
    found = rows(sources_table(made(CARD, bern={"rail": 1})))
    assert [(row["hub"], row["source_id"], row["publisher"]) for row in found] == [
        ("bern", "office", "Office"),
        ("bern", "press", None),
    ]


def test_a_wide_table_has_readings_too(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text(
        "id,year,name,role,rail\nb,2021,Bern,benchmark,0\nb,2020,Bern,,-1.5\na,2021,Aar,,\n"
    )
    data = 'data = { csv = "raw.csv", id = "id", year = "year", name = "name", role = "role", evidence = "estimate"'
    rest = '\n[indicators.rail]\nunit = "km"\ndirection = "higher"\ngoalposts = [0, 9]\n'
    (tmp_path / "scorecard.toml").write_text(data + ', source = "Atlas" }' + rest)
    workspace = hubscore.open(tmp_path)
    usual = {"hub": "b", "indicator": "rail", "unit": "km", "evidence": "estimate", "source": "Atlas"}
    usual |= {"name": "Bern", "role": "benchmark", "label": "rail", "direction": "higher", "scored": "yes"}
    assert filled(observations_table(workspace)) == [
        usual | {"year": 2021, "value": 0.0},
        usual | {"year": 2020, "value": -1.5},
    ]
    assert filled(sources_table(workspace)) == [{"title": "Atlas"}]
    assert [(row["hub"], row["role"]) for row in rows(hubs_table(workspace))] == [
        ("a", "candidate"),
        ("b", "benchmark"),
    ]
    (tmp_path / "raw.csv").write_text("id,year,name,role,rail\nb,2021,Bern,benchmark,0\n")
    (tmp_path / "scorecard.toml").write_text('data = { csv = "raw.csv", id = "id" }' + rest)
    assert filled(observations_table(hubscore.open(tmp_path))) == [
        {key: cell for key, cell in usual.items() if key != "source"}
        | {"value": 0.0, "evidence": "reported", "name": "b", "role": "candidate"}
    ]
    assert rows(sources_table(hubscore.open(tmp_path))) == []


def test_a_table_for_scripts() -> None:
    table = keyed("t", ("a", "b"), iter([(1, None)]))
    assert rows(table) == [{"a": 1, "b": None}]
