from __future__ import annotations

import copy
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from hubscore.model.choice import STEPS
from hubscore.model.evidence import GRADES
from hubscore.model.schema import SCHEMAS, hub_schema, schema_text, scorecard_schema

ROOT = Path(__file__).resolve().parents[2]
CONFIGS = ROOT / "configs"
HUB, CARD = Draft202012Validator(hub_schema()), Draft202012Validator(scorecard_schema())

UNSEEN = {
    "card-num-weight-nan": "JSON has no nan",
    "card-num-weight-unknown": "looks at other keys",
    "card-num-weights-all-zero": "looks at other keys",
    "card-sch-goalposts-crossed": "compares two values",
    "card-sch-goalposts-inf": "JSON has no inf",
    "card-sch-goalposts-equal": "compares two values",
    "card-sch-hubs-climbs": "paths are the reader's business",
    "card-sch-hubs-no-match": "looks at the disk",
    "card-sch-per-unknown": "looks at other keys",
    "card-sch-pillar-unknown": "looks at other keys",
    "hub-num-minus-nan": "JSON has no nan",
    "hub-num-nan": "JSON has no nan",
    "hub-sch-bounds-crossed": "compares two values",
    "hub-sch-unknown-source": "looks at other keys",
    "hub-txt-noncharacter": "needs Unicode's tables",
    "hub-txt-zalgo": "needs Unicode's tables",
}
"""Broken files that a schema has to let pass, and why."""


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


@pytest.fixture
def hub() -> dict[str, Any]:
    reading = {"value": 1.5, "evidence": "official", "source": "office"}
    return {"name": "Oslo", "sources": {"office": {"title": "Office"}}, "data": {"gdp": {"2024": reading}}}


@pytest.fixture
def card() -> dict[str, Any]:
    return {"hubs": "hubs/*.toml", "indicators": {"fairs": {"direction": "higher", "goalposts": [0, "max"]}}}


@pytest.mark.parametrize("kind", list(SCHEMAS))
def test_schemas_are_valid_and_shipped(kind: str) -> None:
    schema = json.loads(schema_text(kind))
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    shipped = CONFIGS / "schema" / f"{kind}.json"
    assert shipped.read_text(encoding="utf-8") == schema_text(kind), f"run `hubscore schema {kind} -o {shipped}`"


def test_the_bundled_files_are_valid_by_the_shipped_schemas() -> None:
    for path in sorted((CONFIGS / "hubs").glob("*.toml")):
        assert [error.message for error in HUB.iter_errors(read(path))] == [], path.name
    assert [error.message for error in CARD.iter_errors(read(CONFIGS / "scorecard.toml"))] == []


def test_files_name_their_schema() -> None:
    for path in [CONFIGS / "scorecard.toml", *(CONFIGS / "hubs").glob("*.toml")]:
        first = path.read_text(encoding="utf-8").partition("\n")[0]
        assert (path.parent / first.removeprefix("#:schema ")).resolve().parent == CONFIGS / "schema"


def test_broken_files_are_refused_where_a_schema_can_see_it(shared: Path) -> None:
    kinds = {"hub": HUB, "card": CARD}
    broken = [path for kind in ("sch", "num", "txt") for path in (shared / "bad_toml").glob(f"*-{kind}-*.toml")]
    assert len(broken) > 40
    passed = [path.stem for path in broken if kinds[path.stem.partition("-")[0]].is_valid(read(path))]
    assert set(passed) <= set(UNSEEN)


def test_good_files_are_not_refused(shared: Path) -> None:
    good = shared / "bad_toml" / "good"
    assert CARD.is_valid(read(good / "scorecard.toml"))
    assert all(HUB.is_valid(read(path)) for path in good.glob("hubs/*.toml"))


@pytest.mark.parametrize(
    ("change", "valid"),
    [
        ({"value": 1}, True),
        ({"at_least": 1}, True),
        ({"at_most": 1}, True),
        ({"at_least": 1, "at_most": 2, "covers": 0.5, "unit": "km", "note": "so"}, True),
        ({}, False),
        ({"value": 1, "at_least": 1}, False),
        ({"value": 1, "at_most": 1}, False),
        ({"value": None}, False),
        ({"value": 1, "covers": 0}, False),
        ({"value": 1, "covers": 1.1}, False),
        ({"value": 1, "source": None}, False),
        ({"value": 1, "evidence": "gossip"}, False),
    ],
)
def test_a_reading_is_a_value_or_bounds(hub: dict[str, Any], change: dict[str, Any], valid: bool) -> None:
    reading = {"evidence": "official", "source": "office"} | change
    hub["data"] = {"gdp": {"2024": reading}}
    assert HUB.is_valid(hub) is valid
    hub["data"] = {"gdp": {"2024": [reading, reading]}}
    assert HUB.is_valid(hub) is valid


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("data", "gdp", "2024"), []),
        (("data", "gdp", "1799"), {"value": 1, "evidence": "official", "source": "office"}),
        (("data", "GDP"), {}),
        (("sources", "office"), {"url": "https://example.org"}),
        (("role",), "umpire"),
        (("name",), ""),
        (("nmae",), "Oslo"),
        (("claims",), [{"id": "a", "statement": "b", "status": "rumoured"}]),
        (("targets",), [{"of": "gdp", "year": 2030, "source": "office"}]),
    ],
)
def test_what_a_profile_cannot_say(hub: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    assert HUB.is_valid(hub)
    assert not HUB.is_valid(changed(hub, path, value))


@pytest.mark.parametrize(
    ("path", "value", "valid"),
    [
        (("method",), {"aggregate": {"power": 2}}, True),
        (("method",), {"aggregate": {"power": 200}}, False),
        (("method",), {"aggregate": {"geometric": 2}}, False),
        (("method",), {"normalise": {"distance_to_reference": "oslo"}}, True),
        (("method",), {"normalise": "distance_to_reference"}, False),
        (("index",), {"over": "indicators", "aggregate": "minimum"}, True),
        (("index",), {"parent": "top"}, False),
        (("weights",), {"fairs": 0}, True),
        (("weights",), {"fairs": 1e-9}, False),
        (("uncertainty",), {"weights": {"dirichlet": 20}}, True),
        (("uncertainty",), {"weights": "any", "normalise": ["minmax", {"distance_to_reference": "oslo"}]}, True),
        (("uncertainty",), {"weights": "all"}, False),
        (("indicators", "fairs", "from"), "stands", True),
        (("indicators", "fairs", "from_"), "stands", False),
        (("indicators", "fairs", "transform"), {"log": 0.01}, True),
        (("indicators", "fairs", "direction"), "sideways", False),
        (("indicators",), {}, False),
        (("scenarios", "half"), {"label": "Half", "weights": {"fairs": 1}, "method": {"clip": False}}, True),
        (("scenarios", "half"), {"indicators": {"fairs": {"per": "gdp"}}}, True),
        (("scenarios", "half"), {"indicators": {"fairs": {"pre": "gdp"}}}, False),
        (("scenarios", "half"), {"hubs": "others/*.toml"}, False),
        (("scenarios", "half"), {"scenarios": {}}, False),
        (("scenarios", "Half"), {}, False),
    ],
)
def test_what_a_scorecard_can_say(card: dict[str, Any], path: tuple[str, ...], value: Any, valid: bool) -> None:
    assert CARD.is_valid(card)
    assert CARD.is_valid(changed(card, path, value)) is valid


def test_a_scorecard_needs_hubs_or_a_table(card: dict[str, Any]) -> None:
    bare = {"indicators": card["indicators"]}
    assert not CARD.is_valid(bare)
    assert CARD.is_valid(bare | {"data": {"csv": "raw.csv", "id": "iso3"}})


def test_editors_learn_what_the_words_mean() -> None:
    method = scorecard_schema()["$defs"]["MethodTable"]["properties"]
    for row in STEPS["normalise"].values():
        assert f"{row.name}: {row.meaning}" in method["normalise"]["description"]
    assert method["normalise"]["default"] == "goalposts"
    evidence = hub_schema()["$defs"]["Reading"]["properties"]["evidence"]
    assert evidence["enum"] == list(GRADES)
    assert "announced: said to come, not measured" in evidence["description"]


def test_nothing_is_null_and_everything_closed() -> None:
    def walk(node: Any) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        if isinstance(node, dict):
            assert node.get("type") != "null"
            if "properties" in node or "patternProperties" in node:
                assert node["additionalProperties"] is False
            for value in node.values():
                walk(value)

    for make in SCHEMAS.values():
        walk(make())


def changed(table: dict[str, Any], path: tuple[str, ...], value: Any) -> dict[str, Any]:
    """A copy with one value put in at a path."""
    result = copy.deepcopy(table)
    here = result
    for key in path[:-1]:
        here = here.setdefault(key, {})
    here[path[-1]] = value
    return result
