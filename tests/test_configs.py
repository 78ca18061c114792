"""The bundled scorecard and profiles say what the tables say that they were made from: every cell, and nothing else."""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
CONFIGS = ROOT / "configs"
HUBS = sorted(path.stem for path in (CONFIGS / "hubs").glob("*.toml"))

pytestmark = pytest.mark.skipif(
    not (SHARED / "data").is_dir(), reason="the tables that the configs were made from are not here (../shared/data)"
)

Row = dict[str, Any]
NUMBERS = ("year", "value", "at_least", "at_most", "covers", "per_amount")

UNITS = {
    "100m_yuan": "100m CNY",
    "100m_hkd": "100m HKD",
    "100m_sgd": "100m SGD",
    "billion_cny": "billion CNY",
    "percent_of_gdp": "% of GDP",
    "10k_persons": "10,000 persons",
    **{same: same for same in ("rank", "km", "km2", "crossings", "passengers", "routes", "sites", "tonnes")},
    **{same: same for same in ("vehicles", "visits")},
}
COUNTED = {  # what "count" counts, by indicator or measure
    "listed_companies": "companies",
    "biomed_enterprises": "firms",
    "high_tech_enterprises": "firms",
    "ai_enterprises": "firms",
    "class1_drugs_approved": "drugs",
}
PILLARS = {
    "finance": "Finance",
    "biotech": "Biotech and research base",
    "tourism": "Tourism",
    "connectivity": "Connectivity",
}
PER_HEAD = {  # one unit of the readings, in the unit of the score, and residents per head of the score
    "deposits_total": (1e8 / 1e3, 1),
    "air_border_crossings": (1, 1),
    "tourist_visits": (1, 1),
    "tourism_revenue": (1e9 / 1e3, 1),
    "inbound_visitors": (1, 1),
    "airport_passengers": (1, 1),
    "airport_cargo": (1e3, 1),
    "rail_transit_km": (1, 1e6),
    "goods_trade": (1e9 / 1e3, 1),
}


def table(name: str, **where: str) -> list[dict[str, str]]:
    with (SHARED / "data" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if all(row[key] == value for key, value in where.items())]


def toml(name: str) -> dict[str, Any]:
    """A file with its floats as they are written, so that 2.10 is not 2.1."""
    return tomllib.loads((CONFIGS / name).read_text(encoding="utf-8"), parse_float=Decimal)


def profile(hub: str) -> dict[str, Any]:
    return toml(f"hubs/{hub}.toml")


def filled(row: dict[str, str]) -> Row:
    return {key: cell for key, cell in row.items() if cell != ""}


def written(entry: Row) -> Row:
    """Numbers as text; a number in quotes is none."""
    assert not any(isinstance(entry.get(key), str) for key in NUMBERS)
    return {key: str(cell) if type(cell) in (int, Decimal) else cell for key, cell in entry.items()}


def cited(entry: Row, sources: dict[str, Row]) -> Row:
    """The entry with the text and url of its source in place of the source's id."""
    source = sources[entry["source"]]
    assert set(source) in ({"title", "url"}, {"publisher"})
    return {**entry, **source, "source": source.get("title", source.get("publisher"))}


def plain(entry: Row) -> Row:
    return {key: cell for key, cell in written(entry).items() if key not in ("title", "publisher")}


def by_key(rows: list[Row], *keys: str) -> dict[tuple[str, ...], Row]:
    found = {tuple(row[key] for key in keys): row for row in rows}
    assert len(found) == len(rows)
    return found


def declared_units() -> dict[str, str]:
    card = toml("scorecard.toml")
    entries = {**card["measures"], **card["indicators"]}
    return {name: entry["unit"] for name, entry in entries.items() if "unit" in entry}


def test_hubs_are_those_of_the_table() -> None:
    heads = ("name", "local_name", "role", "note")
    found = {hub: {key: profile(hub)[key] for key in heads if key in profile(hub)} for hub in HUBS}
    assert found == {row.pop("hub"): filled(row) for row in table("hubs")}


@pytest.mark.parametrize("hub", HUBS)
def test_profile_holds_nothing_else(hub: str) -> None:
    known = {"name", "local_name", "role", "note", "sources", "data", "bets", "claims", "targets"}
    assert set(profile(hub)) <= known


@pytest.mark.parametrize("hub", HUBS)
def test_readings(hub: str) -> None:
    file, declared = profile(hub), declared_units()
    found = []
    for name, years in file["data"].items():
        for year, reading in years.items():
            assert reading.get("unit") != declared[name], "a unit is said only where it differs"
            where = {"hub": hub, "indicator": name, "year": int(year), "unit": declared[name]}
            found.append(plain(cited({**where, **reading}, file["sources"])))
    expected = [filled(row) for row in table("observations", hub=hub)]
    for row in expected:
        row["unit"] = COUNTED[row["indicator"]] if row["unit"] == "count" else UNITS[row["unit"]]
    assert by_key(found, "indicator", "year") == by_key(expected, "indicator", "year")


@pytest.mark.parametrize("hub", HUBS)
def test_readings_stand_in_order(hub: str) -> None:
    data = profile(hub)["data"]
    read = [row["from"] or row["indicator"] for row in table("indicators")]
    order = [*dict.fromkeys([*read, *(row["measure"] for row in table("measures"))])]
    assert list(data) == [name for name in order if name in data]
    assert all(list(years) == sorted(years) for years in data.values())


@pytest.mark.parametrize("hub", HUBS)
def test_bets(hub: str) -> None:
    found = [{**bet, "hub": hub} for bet in profile(hub).get("bets", [])]
    expected = [
        {
            **{key: row[key] for key in ("hub", "note") if row[key]},
            "name": row["bet"],
            "indicators": [name for name in row["indicators_or_measures"].split("; ") if name],
        }
        for row in table("bets", hub=hub)
    ]
    assert found == expected


@pytest.mark.parametrize("hub", HUBS)
def test_claims(hub: str) -> None:
    file, found = profile(hub), []
    for claim in file.get("claims", []):
        head = {key: cell for key, cell in claim.items() if key not in ("id", "readings")}
        for reading in claim["readings"]:
            assert not set(head) & set(reading)
            found.append(plain(cited({"hub": hub, "claim": claim["id"], **head, **reading}, file["sources"])))
    assert len({claim["id"] for claim in file.get("claims", [])}) == len(file.get("claims", []))
    expected = [filled(row) for row in table("claims", hub=hub)]
    assert by_key(found, "claim", "year") == by_key(expected, "claim", "year")


@pytest.mark.parametrize("hub", HUBS)
def test_targets(hub: str) -> None:
    file = profile(hub)
    found = [plain(cited({"hub": hub, **target}, file["sources"])) for target in file.get("targets", [])]
    assert found == [filled(row) for row in table("targets", hub=hub)]


@pytest.mark.parametrize("hub", HUBS)
def test_each_source_stands_once_and_is_used(hub: str) -> None:
    file = profile(hub)
    readings = [reading for years in file["data"].values() for reading in years.values()]
    readings += [reading for claim in file.get("claims", []) for reading in claim["readings"]]
    assert {entry["source"] for entry in [*readings, *file.get("targets", [])]} == set(file["sources"])
    said = [tuple(source.values()) for source in file["sources"].values()]
    assert len(set(said)) == len(said)


def test_pillars_and_weights() -> None:
    card = toml("scorecard.toml")
    assert card["pillars"] == {name: {"label": label} for name, label in PILLARS.items()}
    shares = {"finance": "0.30", "biotech": "0.25", "tourism": "0.20", "connectivity": "0.25"}
    weights = {row["indicator"]: row["weight"] for row in table("indicators")}
    assert written(card["weights"]) == {**shares, **weights}


def test_measures() -> None:
    found = toml("scorecard.toml")["measures"]
    assert found == {row.pop("measure"): row for row in table("measures")}


def test_indicators() -> None:
    card = toml("scorecard.toml")
    found = {}
    for name, entry in card["indicators"].items():
        assert entry.pop("decimals") in (0, 1, 2)
        read = entry["unit"] if "from" not in entry else card["measures"][entry["from"]]["unit"]
        assert ("unit" in entry) != ("from" in entry)
        assert "per" in entry or "score_unit" not in entry, "the unit of the score is that of the readings"
        worst, best = (str(goalpost) for goalpost in entry.pop("goalposts"))
        entry.pop("unit", None)
        found[name] = written({"unit_of_score": entry.pop("score_unit", read), **entry})
        found[name] |= {"goalpost_worst": worst, "goalpost_best": best}
    expected = {row.pop("indicator"): filled(row) for row in table("indicators")}
    for row in expected.values():
        del row["weight"]
        if "applies_to" in row:
            row["applies_to"] = row["applies_to"].split("; ")
    assert found == expected
    assert list(found) == list(expected)


def test_the_rest_of_the_scorecard_is_the_designs_example() -> None:
    text = (SHARED / "DESIGN.md").read_text(encoding="utf-8")
    example = tomllib.loads(
        text.split("### scorecard.toml")[1].split("```toml\n")[1].split("```")[0], parse_float=Decimal
    )
    card = toml("scorecard.toml")
    for key in ("title", "hubs", "as_of", "max_age", "method", "evidence", "uncertainty", "gates"):
        assert card.pop(key) == example[key]
    assert card["scenarios"]["investor"] == example["scenarios"]["investor"]
    assert set(card) == {"weights", "measures", "pillars", "indicators", "scenarios"}


def test_scenarios_of_weights() -> None:
    scenarios = tomllib.loads((CONFIGS / "scorecard.toml").read_text(encoding="utf-8"))["scenarios"]
    assert set(scenarios) == {"equal", "investor", "visitor", "per_head"}
    assert scenarios["equal"]["weights"] == dict.fromkeys(PILLARS, 0.25)
    visitor = scenarios["visitor"]["weights"]
    assert set(visitor) == set(PILLARS)
    assert sum(visitor.values()) == pytest.approx(1)
    assert min(visitor["tourism"], visitor["connectivity"]) > 3 * max(visitor["finance"], visitor["biotech"])


def middle(row: dict[str, str]) -> float:
    """The middle of what a row leaves open: DESIGN 4.2 with open_bound = 0.25."""
    if row["value"]:
        return float(row["value"])
    low = float(row["at_least"]) if row["at_least"] else 0.75 * float(row["at_most"])
    end = 1.1 / float(row["covers"]) if row["covers"] else 1.25
    return (low + (float(row["at_most"]) if row["at_most"] else low * end)) / 2


def newest(rows: list[dict[str, str]]) -> dict[str, str] | None:
    """A part-year row only if no whole-year one is at most two years older."""
    last = max(rows, key=lambda row: row["year"], default=None)
    whole = [row for row in rows if not row["covers"] and last and int(row["year"]) >= int(last["year"]) - 2]
    return max(whole, key=lambda row: row["year"], default=last)


def per_resident(name: str, hub: str) -> float | None:
    """How many of the readings' unit there are for one resident."""
    admitted = [row for row in table("observations", hub=hub, indicator=name) if row["year"] >= "2018"]
    if (row := newest(admitted)) is None:
        return None
    year = int(row["year"])
    residents = table("observations", hub=hub, indicator="population")
    near = min(residents, key=lambda other: (abs(int(other["year"]) - year), other["year"]))
    assert abs(int(near["year"]) - year) <= 3
    return middle(row) / (middle(near) * 10_000)


@pytest.mark.parametrize("name", PER_HEAD)
def test_per_head_goalposts_are_round_and_just_above_the_best_hub(name: str) -> None:
    card = tomllib.loads((CONFIGS / "scorecard.toml").read_text(encoding="utf-8"))
    changed = card["scenarios"]["per_head"]["indicators"]
    assert set(changed) == set(PER_HEAD)
    entry, (factor, heads) = changed[name], PER_HEAD[name]
    read = card["indicators"][name].get("from", name)
    ratios = {hub: ratio for hub in HUBS if (ratio := per_resident(read, hub)) is not None}
    best = max(ratios, key=ratios.__getitem__)
    value = ratios[best] * factor * heads
    # the scorecard divides by a measure in 10,000 persons
    assert entry["per"] == "population"
    assert ratios[best] * 10_000 * entry["per_amount"] == pytest.approx(value)
    worst, goal = entry["goalposts"]
    assert worst == 0
    assert value < goal < 1.25 * value
    assert float(f"{goal:.1e}") == goal
    assert f"is above {profile(best)['name']}'s" in entry["why"]


@pytest.mark.parametrize("name", ["scorecard.toml", *(f"hubs/{hub}.toml" for hub in HUBS)])
def test_text_is_printable(name: str) -> None:
    text = (CONFIGS / name).read_text(encoding="utf-8")
    odd = {char for char in text if char != "\n" and unicodedata.category(char)[0] in "CZ" and char != " "}
    assert not odd
    assert not any(line != line.rstrip() for line in text.splitlines())
