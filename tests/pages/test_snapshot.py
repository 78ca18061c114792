"""What a snapshot holds: results, and all they follow from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hubscore
from hubscore.formats.json import render
from hubscore.formats.style import Style
from hubscore.model.columns import from_profiles
from hubscore.model.profile import Profile
from hubscore.model.restore import restored
from hubscore.model.scorecard import Scorecard
from hubscore.model.snapshot import Snapshot, Tables
from hubscore.pages import snapshot as page
from hubscore.pages.document import Document, Table
from hubscore.pages.snapshot import snapshot_page
from hubscore.scoring import METHOD, score
from hubscore.studies.robustness import robustness

CARD: dict[str, Any] = {
    "title": "Hubs",
    "measures": {"people": {}, "late": {}},
    "pillars": {"p": {}, "q": {"over": "indicators"}, "r": {"parent": "q"}},
    "indicators": {
        "a": {"pillar": "p", "per": "people"},
        "b": {"pillar": "p"},
        "c": {"pillar": "r"},
        "d": {"pillar": "q"},
    },
    "weights": {"p": 3, "q": 1, "c": 1, "d": 3, "r": 1},
    "scenarios": {"other": {"measures": {"late": {}}, "weights": {"p": 1}}},
}
OSLO = {"a": {"2020": 5, "2018": {"at_least": 2, "covers": 0.5, "unit": "m"}}, "people": 1, "b": 4, "c": 2, "d": 8}
TURKU = {"a": 2, "people": 2, "late": {"2024": 1}, "Role": "benchmark", "Group": "East"}


def table(document: Document, name: str) -> list[dict[str, Any]]:
    [found] = [each for each in document.tables if each.name == name]
    return rows(found)


def rows(found: Table) -> list[dict[str, Any]]:
    return [
        {column.key: cell for column, cell in zip(found.columns, row, strict=True) if column.key} for row in found.rows
    ]


Opened = Callable[..., Document]


@pytest.fixture
def opened(made: Any, tmp_path: Path) -> Opened:
    """The snapshot of a scorecard of which only a scenario knows the measure `late`."""
    made(CARD, oslo=OSLO, turku=TURKU)
    card = tmp_path / "scorecard.toml"
    card.write_text(card.read_text().replace("[measures.late]\n", ""))

    def make(scenario: str | None = None) -> Document:
        workspace = hubscore.open(tmp_path, scenario)
        return snapshot_page(workspace, score(workspace.dataset, workspace.scorecard), 7)

    return make


@pytest.fixture
def document(opened: Opened) -> Document:
    return opened()


def test_it_has_the_tables_that_are_read_and_what_rank_says(document: Document) -> None:
    names = {each.name for each in document.tables}
    required = {name for name, field in Tables.model_fields.items() if field.is_required()}
    assert required <= names <= Tables.model_fields.keys()
    assert document.page == "snapshot"
    assert [row["hub"] for row in table(document, "ranking")] == ["oslo", "turku"]
    head = {key: document.scorecard[key] for key in ("title", "scenario", "seed", "draws", "as_of", "admit", "method")}
    assert head == {
        "title": "Hubs",
        "scenario": None,
        "seed": 7,
        "draws": 0,
        "as_of": 2024,
        "admit": "estimate",
        "method": METHOD,
    }


def test_draws_are_told(made: Any) -> None:
    workspace = made({}, oslo={"a": 2}, turku={"a": 3})
    ranking = score(workspace.dataset, workspace.scorecard)
    sure = robustness(workspace.dataset, workspace.scorecard, 50, 3, base=ranking)
    document = snapshot_page(workspace, ranking, 3, sure)
    assert (document.scorecard["draws"], document.scorecard["seed"]) == (50, 3)
    assert table(document, "ranking")[0]["rank_low"] == 1
    assert len(table(document, "pairwise")) == 1


def test_weights_by_node(document: Document) -> None:
    found = {row["node"]: (row["parent"], row["share"], row["index"]) for row in table(document, "weights")}
    assert found == {
        "p": ("index", 0.75, 0.75),
        "q": ("index", 0.25, 0.25),
        "a": ("p", 0.5, 0.375),
        "b": ("p", 0.5, 0.375),
        "c": ("q", 0.25, 0.0625),
        "d": ("q", 0.75, 0.1875),
    }


def test_digests_are_those_of_the_files(document: Document, tmp_path: Path) -> None:
    found = {row["file"]: row["sha256"] for row in table(document, "inputs")}
    assert list(found) == ["hubs/oslo.toml", "hubs/turku.toml", "scorecard.toml"]
    for name, digest in found.items():
        assert digest == hashlib.sha256((tmp_path / name).read_bytes()).hexdigest()


def test_readings_are_those_that_this_variant_may_read(document: Document) -> None:
    found = table(document, "readings")
    assert [(row["hub"], row["series"], row["year"]) for row in found] == [
        ("oslo", "people", 2020),
        ("oslo", "a", 2020),
        ("oslo", "a", 2018),
        ("oslo", "b", 2020),
        ("oslo", "c", 2020),
        ("oslo", "d", 2020),
        ("turku", "people", 2020),
        ("turku", "a", 2020),
    ]
    assert list(found[2].values())[3:] == [None, 2, None, 0.5, "m", "official"]
    assert [*table(document, "hubs")[1].values()] == ["turku", "Turku", "benchmark", "East"]


def test_settings_have_the_scenario_merged_in_and_the_year_that_counted(opened: Opened, document: Document) -> None:
    settings = {row["key"]: row["value"] for row in table(document, "settings")}
    assert (settings["weights.p"], settings["as_of"], settings["evidence.admit"]) == (3, 2024, "estimate")
    assert settings["pillars.p"] is None
    other = opened("other")
    assert {row["key"]: row["value"] for row in table(other, "settings")}["weights.p"] == 1
    assert ("turku", "late") in {(row["hub"], row["series"]) for row in table(other, "readings")}
    assert not any(key.startswith("scenarios") for key in settings)


def test_a_scorecard_without_years_has_none(made: Any, tmp_path: Path) -> None:
    made({}, oslo={"a": 2})
    (tmp_path / "t.csv").write_text("id,a\nx,1\ny,2\n")
    text = 'data = { csv = "t.csv", id = "id" }\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 4]\n'
    (tmp_path / "scorecard.toml").write_text(text)
    workspace = hubscore.open(tmp_path)
    document = snapshot_page(workspace, score(workspace.dataset, workspace.scorecard))
    assert document.scorecard["as_of"] is None
    assert "as_of" not in {row["key"] for row in table(document, "settings")}
    assert [row["file"] for row in table(document, "inputs")] == ["scorecard.toml", "t.csv"]
    assert [row["year"] for row in table(document, "readings")] == [None, None]


def test_scores_of_nodes_give_way(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    workspace = made({}, oslo={"a": 2}, turku={"a": 3})
    ranking = score(workspace.dataset, workspace.scorecard)
    assert "nodes" in {each.name for each in snapshot_page(workspace, ranking).tables}
    monkeypatch.setattr(page, "MOST_NODES", 3)
    document = snapshot_page(workspace, ranking)
    assert "nodes" not in {each.name for each in document.tables}
    assert document.notes[-1] == "4 scores of single nodes are left out"


FIGURES = [{"value": 3.0}, {"value": 0.1 + 0.2}, {"at_least": 2.0}, {"at_least": 1.0, "at_most": 7.0}]
FIGURES += [{"value": 5.0, "unit": "mi"}, {"value": 2.0, "covers": 0.3}]
CHOICES: dict[str, list[Any]] = {
    "aggregate": ["geometric", {"power": 0.5}, {"owa": [0.7, 0.3]}, {"mean_min": {"alpha": 1.0, "beta": 0.2}}],
    "missing": ["worst", "linear", {"latest": 3}, "group_mean"],
    "bounds": ["cautious", "bound"],
    "scale": [[0, 1], [1, 7.5]],
}


@st.composite
def workspaces(draw: st.DrawFn) -> Any:
    """What a page asks of a workspace, of two indicators and three hubs."""
    method = {key: draw(st.sampled_from(words)) for key, words in CHOICES.items() if draw(st.booleans())}
    indicators = {name: {"direction": "higher", "goalposts": [0, 10], "unit": "km"} for name in "ab"}
    raw: dict[str, Any] = {"hubs": "*", "measures": {"m": {}}, "method": method, "indicators": indicators}
    if draw(st.booleans()):
        indicators["a"] |= {"per": "m", "goalposts": ["min", "max"], "transform": {"log": 0.5}}
    if draw(st.booleans()):
        raw |= {"weights": {"a": draw(st.sampled_from([1, 0.1, 3])), "b": 1}, "as_of": draw(st.integers(2019, 2023))}
    years = st.dictionaries(st.sampled_from(["2019", "2020", "2022"]), st.sampled_from(FIGURES), max_size=3)
    grades = st.sampled_from(["official", "estimate", "announced"])
    people = {}
    for hub in "xyz":
        data = {
            name: {year: {**figure, "evidence": draw(grades), "source": "s"} for year, figure in draw(years).items()}
            for name in "abm"
        }
        words = {"group": draw(st.sampled_from(["g", "h"])), "role": "benchmark" if hub == "z" else "candidate"}
        people[hub] = Profile.model_validate({"name": hub, "sources": {"s": {"title": "S"}}, "data": data, **words})
    card = Scorecard.model_validate(raw)
    rest = {"scenario": None, "digest": "0" * 64, "digests": {"scorecard.toml": "0" * 64}, "settings": raw}
    return SimpleNamespace(scorecard=card, dataset=from_profiles(people, "abm"), profiles=people, **rest)


@settings(max_examples=50)
@given(workspaces())
def test_scores_follow_to_the_last_bit_from_what_is_held(workspace: Any) -> None:
    ranking = score(workspace.dataset, workspace.scorecard)
    text = render(snapshot_page(workspace, ranking), Style(None, False, "ascii", None, False))
    record = Snapshot.model_validate(json.loads(text))
    card, dataset = restored(record)
    assert card == workspace.scorecard.model_copy(update={"as_of": ranking.plan.as_of})
    again = score(dataset, card)
    np.testing.assert_array_equal(again.scores, ranking.scores)
    np.testing.assert_array_equal(again.rank, ranking.rank)
    assert [row.score for row in record.tables.ranking] == [
        None if np.isnan(number) else number for number in ranking.index[list(ranking.listing)].tolist()
    ]
