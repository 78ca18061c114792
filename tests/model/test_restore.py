"""From a snapshot back to a scorecard and its readings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.errors import InputError, Problem
from hubscore.model import restore
from hubscore.model.restore import restored
from hubscore.model.snapshot import Snapshot
from hubscore.scoring import score

Change = Callable[[dict[str, Any]], object]


def refused(data: dict[str, Any]) -> list[Problem]:
    with pytest.raises(InputError) as caught:
        restored(Snapshot.model_validate(data))
    return list(caught.value.problems)


def test_scores_follow_from_what_is_restored(snapshot: dict[str, Any]) -> None:
    scorecard, dataset = restored(Snapshot.model_validate(snapshot))
    assert scorecard.title == "Nordic"
    assert scorecard.measures.keys() == {"people"}
    assert dataset.hubs.ids == ("oslo", "turku")
    np.testing.assert_array_equal(score(dataset, scorecard).index, [60, 40])


def test_rows_in_any_order_are_the_same(snapshot: dict[str, Any]) -> None:
    _, dataset = restored(Snapshot.model_validate(snapshot))
    for table in ("hubs", "readings"):
        snapshot["tables"][table].reverse()
    _, other = restored(Snapshot.model_validate(snapshot))
    for name in ("value", "low", "high", "covers", "year", "grade", "unit", "source"):
        np.testing.assert_array_equal(getattr(dataset, name), getattr(other, name))
    air = dataset.row["air"]
    np.testing.assert_array_equal(dataset.year[:, air, 0], [2024, 2023])
    np.testing.assert_array_equal(dataset.value[:, air, 0], [6, 2])
    np.testing.assert_array_equal([dataset.low[0, air, 1], dataset.high[0, air, 1]], [3, 5])


def test_units_roles_groups_and_readings_without_a_year(snapshot: dict[str, Any]) -> None:
    readings, hubs = snapshot["tables"]["readings"], snapshot["tables"]["hubs"]
    readings[2] |= {"unit": "planes", "covers": 0.5, "evidence": "target", "year": None}
    hubs[1] |= {"role": "benchmark", "group": "East"}
    _, dataset = restored(Snapshot.model_validate(snapshot))
    at = (1, dataset.row["air"], 0)
    assert (dataset.units[dataset.unit[at]], dataset.covers[at], dataset.grade[at], dataset.year[at]) == (
        "planes",
        0.5,
        5,
        0,
    )
    assert (dataset.hubs.benchmark.tolist(), dataset.hubs.group.tolist()) == ([False, True], [-1, 0])


def setting(key: str, value: object) -> Change:
    def change(data: dict[str, Any]) -> None:
        rows = data["tables"]["settings"]
        rows[:] = [row for row in rows if row["key"] != key] + [{"key": key, "value": value}]

    return change


@pytest.mark.parametrize(
    ("change", "path", "message"),
    [
        (setting("indicators.air.direction", "up"), ("settings", 7, "value"), "none of the known words"),
        (setting("indicators.air.colour", "red"), ("settings", 8, "value"), "unknown key `colour`"),
        (setting("indicators.air.per", "money"), ("settings", 7, "value"), "there is no measure `money`"),
        (setting("indicators.air.goalposts[1]", -1), ("settings", 3, "value"), "in the wrong order"),
        (setting("weights.sea", 1), ("settings", 8, "value"), "a weight for nothing"),
        (setting("hubs.x", 1), ("settings", 8, "key"), "contradicts a key before it"),
        (setting("scenarios.a.title", "A"), ("settings", 8, "value"), "one variant and has no scenarios"),
        (setting("indicators.air.applies_to[0]", "bergen"), ("settings", 8, "value"), "no hub `bergen`"),
        (lambda data: data["tables"]["settings"].pop(2), ("settings", 2, "value"), "`direction` is missing"),
        (lambda data: data["tables"]["settings"].clear(), ("settings",), "is empty"),
        (lambda data: data["tables"]["hubs"].pop(), ("ranking", 1, "hub"), "there is no hub `turku`"),
        (lambda data: data["tables"]["ranking"].pop(), ("hubs", 1, "hub"), "has no row in `ranking`"),
        (lambda data: data["tables"]["hubs"].append(data["tables"]["hubs"][0]), ("hubs", 2, "hub"), "stands twice"),
        (lambda data: data["tables"]["readings"][0].update(hub="bergen"), ("readings", 0, "hub"), "no hub `bergen`"),
        (lambda data: data["tables"]["readings"][0].update(series="sea"), ("readings", 0, "series"), "`sea`"),
        (lambda data: data["tables"]["readings"][0].update(value=0.0), ("readings", 0), "a denominator"),
    ],
)
def test_what_does_not_fit_together(
    snapshot: dict[str, Any], change: Change, path: tuple[str | int, ...], message: str
) -> None:
    change(snapshot)
    problem = refused(snapshot)[0]
    assert message in problem.message
    assert problem.path == ("tables", *path)


def test_more_settings_than_a_file_could_hold(snapshot: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(restore, "MOST_SETTINGS", 7)
    [problem] = refused(snapshot)
    assert (problem.message, problem.found, problem.path) == ("too many settings", "8", ("tables", "settings"))


def test_the_first_faults_of_many_have_their_row(snapshot: dict[str, Any]) -> None:
    snapshot["tables"]["settings"] += [{"key": f"weights.x{number}", "value": 1} for number in range(60)]
    paths = [problem.path for problem in refused(snapshot)]
    assert paths[0] == ("tables", "settings", 8, "value")
    assert paths[49:51] == [("tables", "settings", 57, "value"), ("tables", "settings")]


def test_all_faults_of_one_kind_are_told(snapshot: dict[str, Any]) -> None:
    for row in snapshot["tables"]["readings"]:
        row["series"] = "sea"
    assert len(refused(snapshot)) == 5
