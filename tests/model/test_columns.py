"""Readings as columns: from profiles, from tables, from both."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.errors import InputError
from hubscore.model import columns
from hubscore.model.columns import from_panel, from_profiles, from_values, joined, preferred
from hubscore.model.dataset import COLUMNS, Dataset, Hubs, hubs_of
from hubscore.model.profile import Profile, Reading, Source


def profile(name: str, data: dict[str, Any], **more: Any) -> Profile:
    sources = {"s": {"title": "Ess"}, "t": {"publisher": "Tea"}, "u": {"title": "unused"}}
    return Profile.model_validate({"name": name, "sources": sources, "data": data, **more})


def reading(**said: Any) -> dict[str, Any]:
    return {"evidence": "official", "source": "s", **said}


def people(ids: str, **more: Any) -> Hubs:
    roles = [more.get(hub, "candidate") for hub in ids]
    return hubs_of(list(ids), [f"Hub {hub}" for hub in ids], roles, [None] * len(ids))


PROFILES = {
    "b": profile("Bee", {"x": {"2020": reading(value=1), "2021": reading(value=2, source="t", evidence="estimate")}}),
    "a": profile(
        "Ay",
        {
            "x": {"2019": [reading(at_least=3, covers=0.5, note="half"), reading(at_most=9, unit="km")]},
            "y": {"2020": reading(value=7)},
            "unknown": {"2020": reading(value=7)},
        },
        role="benchmark",
        group="G",
    ),
}


def test_from_profiles() -> None:
    found = from_profiles(PROFILES, ["y", "x"])
    assert found.hubs.ids == ("a", "b")
    assert found.hubs.names == ("Ay", "Bee")
    assert found.hubs.benchmark.tolist() == [True, False]
    assert (found.hubs.groups, found.hubs.group.tolist()) == (("G",), [0, -1])
    assert found.series == ("y", "x")
    np.testing.assert_array_equal(found.value, [[[7, np.nan], [np.nan, 2]], [[np.nan, np.nan], [np.nan, 1]]])
    np.testing.assert_array_equal(found.low[:, 1, 0], [3, np.nan])
    np.testing.assert_array_equal(found.high[:, 1, 0], [np.nan, 9])
    np.testing.assert_array_equal(found.covers[:, 1], [[0.5, 1], [1, 1]])
    np.testing.assert_array_equal(found.year[:, 1], [[2019, 2021], [2019, 2020]])
    np.testing.assert_array_equal(found.grade[:, 1], [[0, 3], [0, 0]])
    assert [source.text for source in found.sources] == ["Ess", "Tea", "Ess"]
    assert found.sources[found.source[0, 1, 1]].text == "Tea"
    assert found.units == ("km",)
    assert found.unit[:, 1, 0].tolist() == [-1, 0]
    assert found.notes[found.note[0, 1, 0]] == "half"
    assert found.newest_year == 2021
    assert found.newest_admitted(0) == 2020
    assert not found.exact


def test_order_of_the_file_changes_nothing() -> None:
    one, other = from_profiles(PROFILES, ["y", "x"]), from_profiles(dict(reversed(PROFILES.items())), ["y", "x"])
    for name in COLUMNS:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_no_profiles() -> None:
    found = from_profiles({}, ["x"])
    assert found.value.shape == (1, 1, 0)
    assert found.newest_year is None


def some(*said: dict[str, Any]) -> list[Reading]:
    return [Reading.model_validate(reading(**one)) for one in said]


def test_of_equal_content_the_better_evidence_goes_first() -> None:
    given = some(
        {"value": 1.0, "evidence": "estimate"},
        {"value": 2.0, "evidence": "official"},
        {"value": 1.0, "evidence": "reported", "note": "else"},
        {"value": 1.0, "evidence": "reported", "unit": "km"},
    )
    assert [(one.value, one.evidence, one.unit) for one in preferred(given)] == [
        (1.0, "reported", None),
        (1.0, "estimate", None),
        (2.0, "official", None),
        (1.0, "reported", "km"),
    ]


def test_one_of_the_file_stays_first_among_equals() -> None:
    given = some({"value": 1.0, "note": "first"}, {"value": 1.0, "note": "second"})
    assert [one.note for one in preferred(given)] == ["first", "second"]


def table(ids: str = "ab", source: Source | None = None) -> Dataset:
    values = np.arange(2.0 * len(ids)).reshape(2, -1)
    values[0, 0] = np.nan
    return from_values(people(ids), ["x", "y"], values, "reported", source)


def test_from_values() -> None:
    found = table(source=Source(title="Table"))
    np.testing.assert_array_equal(found.value, [[[np.nan, 1], [2, 3]]])
    np.testing.assert_array_equal(found.grade, [[[-1, 1], [1, 1]]])
    assert (found.year == 0).all()
    assert (found.covers == 1).all()
    assert (found.unit == -1).all()
    assert (found.source == 0).all()
    assert (table().source == -1).all()
    assert found.newest_year is None
    assert found.exact


def test_from_panel() -> None:
    rows = np.array([[1.0, np.nan], [2, 20], [3, 30]])
    found = from_panel(people("ab"), ["x", "y"], rows, np.array([1, 0, 1]), np.array([2020, 2019, 2022]), "official")
    np.testing.assert_array_equal(found.value[:, 0], [[2, 3], [np.nan, 1]])
    np.testing.assert_array_equal(found.value[:, 1], [[20, 30], [np.nan, np.nan]])
    np.testing.assert_array_equal(found.year[:, 0], [[2019, 2022], [0, 2020]])
    np.testing.assert_array_equal(found.year[:, 1], [[2019, 2022], [0, 0]])
    np.testing.assert_array_equal(found.grade[:, 1], [[0, 0], [-1, -1]])
    assert found.newest_year == 2022


def test_joined() -> None:
    profiles = from_profiles({"c": PROFILES["b"], "a": PROFILES["a"]}, ["x", "z"])
    wide = from_values(
        people("bd", d="benchmark"), ["y", "x"], np.array([[1.0, 2], [3, np.nan]]), "secondary", Source(title="W")
    )
    for found in (joined(profiles, wide), joined(wide, profiles)):
        assert found.hubs.ids == ("a", "b", "c", "d")
        assert found.hubs.names == ("Ay", "Hub b", "Bee", "Hub d")
        assert found.hubs.benchmark.tolist() == [True, False, False, True]
        assert found.hubs.group.tolist() == [0, -1, -1, -1]
        assert set(found.series) == {"x", "y", "z"}
        x, y = found.row["x"], found.row["y"]
        np.testing.assert_array_equal(found.value[0, x], [np.nan, 3, 2, np.nan])
        np.testing.assert_array_equal(found.low[0, x], [3, np.nan, np.nan, np.nan])
        np.testing.assert_array_equal(found.value[0, y], [np.nan, 1, np.nan, 2])
        np.testing.assert_array_equal(found.grade[0, y], [-1, 2, -1, 2])
        np.testing.assert_array_equal(found.year[1, x], [2019, 0, 2020, 0])
        assert found.sources[found.source[0, x, 1]].text == "W"
        assert found.sources[found.source[0, x, 2]].text == "Tea"
        assert found.units[found.unit[1, x, 0]] == "km"
        assert found.notes[found.note[0, x, 0]] == "half"
        assert not found.exact


def test_two_tables_joined_stay_exact() -> None:
    assert joined(table("ab"), table("cd")).exact


def test_too_many_readings_are_refused_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns, "MOST_CELLS", 7)
    with pytest.raises(InputError, match="too many readings: 2 series of 2 hubs with up to 2 readings each"):
        from_profiles(PROFILES, ["x", "y"])


def test_arrays_are_read_only() -> None:
    for found in (table(), from_profiles(PROFILES, ["x"]), joined(table("ab"), table("cd"))):
        for name in COLUMNS:
            assert not getattr(found, name).flags.writeable
        assert not found.hubs.benchmark.flags.writeable
