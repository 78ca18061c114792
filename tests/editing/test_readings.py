from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.editing.readings import Cell, cell_of, plan_reading
from hubscore.errors import InputError, UsageError

NEW = {"value": 7, "evidence": "official", "source": "s"}


def oslo(folder: Path) -> str:
    return (folder / "hubs/oslo.toml").read_text()


def data(folder: Path) -> Any:
    return tomllib.loads(oslo(folder))["data"]


def written(folder: Path, cell: str, fields: dict[str, Any]) -> tuple[list[str], list[str]]:
    """The lines that went and that came."""
    before = oslo(folder).split("\n")
    hubscore.set_reading(folder, cell, fields)
    after = oslo(folder).split("\n")
    return [line for line in before if line not in after], [line for line in after if line not in before]


def test_a_value(folder: Path) -> None:
    old, new = written(folder, "oslo.banks.2023", {"value": 4})
    assert old == ['2023 = { value = 9.00, evidence = "official", source = "s", note = \'old\' } # c']
    assert new == ['2023 = { value = 4.00, evidence = "official", source = "s", note = \'old\' } # c']


def test_bounds_take_the_place_of_a_value_and_back(folder: Path) -> None:
    _, new = written(folder, "oslo.banks.2023", {"at_least": 4, "note": "n"})
    assert new == ['2023 = { at_least = 4, evidence = "official", source = "s", note = "n" } # c']
    _, new = written(folder, "Oslo.banks.2023", {"at_most": 8})
    assert data(folder)["banks"]["2023"] == {
        "at_least": 4,
        "at_most": 8,
        "evidence": "official",
        "source": "s",
        "note": "n",
    }
    _, new = written(folder, "Osló.banks.2023", {"value": 5.5})
    assert new == ['2023 = { value = 5.5, evidence = "official", source = "s", note = "n" } # c']


def test_an_empty_text_takes_a_key_away(folder: Path) -> None:
    _, new = written(folder, "oslo.banks.2023", {"note": "", "unit": "", "covers": 0.5})
    assert new == ['2023 = { value = 9.00, covers = 0.5, evidence = "official", source = "s" } # c']


def test_the_first_of_several_readings(folder: Path) -> None:
    written(folder, "oslo.air.2022", {"value": 4})
    assert [reading["value"] for reading in data(folder)["air"]["2022"]] == [4, 6]


def test_a_new_year_and_a_new_series(folder: Path) -> None:
    assert written(folder, "oslo.banks.2022", NEW) == (
        [],
        ['2022 = { value = 7, evidence = "official", source = "s" }'],
    )
    assert list(data(folder)["banks"]) == ["2021", "2022", "2023"]
    _, new = written(folder, "oslo.rail.2022", NEW | {"note": 'a "b"'})
    assert new == ["[data.rail]", '2022 = { value = 7, evidence = "official", source = "s", note = "a \\"b\\"" }']


def test_a_new_source(folder: Path) -> None:
    fields = NEW | {"source": "t", "source.title": "News", "source.url": "https://example.org", "source.publisher": ""}
    _, new = written(folder, "oslo.banks.2022", fields)
    assert new == [
        "[sources.t]",
        'title = "News"',
        'url = "https://example.org"',
        '2022 = { value = 7, evidence = "official", source = "t" }',
    ]


def test_what_is_the_same_is_not_written(folder: Path) -> None:
    assert written(folder, "oslo.banks.2023", {"value": 9, "source": "s"}) == ([], [])


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    before = oslo(folder)
    edited = hubscore.set_reading(folder, "oslo.banks.2023", {"value": 4}, dry_run=True)
    assert edited.after.profiles["oslo"].data["banks"]["2023"][0].value == 4
    assert oslo(folder) == before


@pytest.mark.parametrize(
    ("cell", "fields", "said"),
    [
        ("oslo.banks", NEW, "`oslo.banks` is no reading"),
        ("oslo..2023", NEW, "is no reading"),
        ("oslo.banks.23", NEW, "`23` in `oslo.banks.23` is no year"),
        ("oslo.bonks.2023", NEW, "there is no indicator or measure `bonks`"),
        ("bergen.banks.2023", NEW, "there is no hub `bergen`"),
        ("oslo.ships.2023", NEW, "`ships` has no readings of its own: it reads `people`"),
        ("oslo.banks.2023", {}, "nothing to set"),
        ("oslo.banks.2023", {"vlaue": 1}, "a reading has no `vlaue`"),
        ("oslo.banks.2022", {"value": 1}, "a new reading .* needs `evidence` and `source`"),
        ("oslo.banks.2022", {"evidence": "official", "source": "s"}, "a new reading .* needs a `value` or bounds"),
        ("oslo.banks.2023", {"source": ""}, "^a reading of `banks` for oslo in 2023 needs `source`"),
        ("oslo.banks.2023", {"value": ""}, "needs a `value` or bounds"),
        ("oslo.banks.2022", NEW | {"source": "t"}, "the source `t` is not defined in .*oslo.toml"),
        ("oslo.banks.2022", NEW | {"source.title": "x"}, "the source `s` is defined in .*oslo.toml already"),
    ],
)
def test_what_does_not_fit_is_refused(folder: Path, cell: str, fields: dict[str, Any], said: str) -> None:
    before = oslo(folder)
    with pytest.raises(UsageError, match=said):
        hubscore.set_reading(folder, cell, fields)
    assert oslo(folder) == before


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"evidence": "good"}, "none of the known words"),
        ({"value": 1e20}, "out of range"),
        ({"covers": 2}, "out of range"),
        ({"at_least": 3, "at_most": 2}, "crossed bounds"),
        ({"value": 3, "at_most": 2}, "has a value and bounds"),
        ({"unit": "\n"}, "`data.banks.2023.unit`"),
        ({"source": "No Id", "source.title": "x"}, "is not an id"),
        ({"source": "t", "source.url": "x"}, "has no title"),
    ],
)
def test_what_the_model_refuses_is_not_written(folder: Path, fields: dict[str, Any], said: str) -> None:
    before = oslo(folder)
    with pytest.raises(InputError, match="nothing was written") as caught:
        hubscore.set_reading(folder, "oslo.banks.2023", fields)
    assert said in str(caught.value)
    assert oslo(folder) == before


def test_denominators_stay_above_0(folder: Path) -> None:
    with pytest.raises(InputError, match="denominator"):
        hubscore.set_reading(folder, "oslo.people.2022", {"value": 0})


def test_a_scenario_that_is_not_there(folder: Path) -> None:
    with pytest.raises(UsageError, match="there is no scenario `mine`"):
        plan_reading(hubscore.open(folder), "mine", cell="oslo.banks.2023", fields=NEW)


def test_a_series_that_only_a_scenario_knows(folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write('[scenarios.flights.measures.planes]\nlabel = "Planes"\n')
    assert cell_of(hubscore.open(folder), "oslo.planes.2022") == Cell("oslo", "planes", "2022")


def test_a_hub_of_a_table_is_edited_there(folder: Path) -> None:
    (folder / "raw.csv").write_text("id,banks\nbergen,3\n")
    card = folder / "scorecard.toml"
    card.write_text(card.read_text().replace("[weights]", '[data]\ncsv = "raw.csv"\nid = "id"\n[weights]'))
    with pytest.raises(UsageError, match=r"bergen has no profile: its figures are in .*raw.csv"):
        hubscore.set_reading(folder, "bergen.banks.2022", NEW)


def test_a_cell_without_a_year_is_shown_with_one(folder: Path) -> None:
    for cell, hint in (("oslo.banks", "as in oslo.banks.2022"), ("oslo", "as in chongqing.gdp.2022")):
        with pytest.raises(UsageError) as caught:
            hubscore.set_reading(folder, cell, NEW)
        assert caught.value.problems[0].hint == hint
