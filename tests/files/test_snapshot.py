"""Snapshots that are read, and snapshots that are broken."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hubscore.errors import InputError, Problem
from hubscore.files.reader import TABLE_LIMIT
from hubscore.files.snapshot import read_snapshot


def written(tmp_path: Path, data: object) -> Path:
    path = tmp_path / "old.json"
    text = data if isinstance(data, str) else json.dumps(data, indent=2)
    path.write_text(text, encoding="utf-8")
    return path


def refused(path: Path) -> Problem:
    with pytest.raises(InputError) as caught:
        read_snapshot(path, "old.json")
    problem = caught.value.problems[0]
    assert problem.place is not None
    assert problem.place.file == "old.json"
    return problem


def test_a_snapshot_is_read(tmp_path: Path, snapshot: dict[str, Any]) -> None:
    found = read_snapshot(written(tmp_path, snapshot), "old.json")
    assert [(row.hub, row.rank, row.score) for row in found.record.tables.ranking] == [
        ("oslo", 1, 60.0),
        ("turku", 2, 40.0),
    ]
    assert (found.shown, found.scorecard.title, len(found.dataset.hubs)) == ("old.json", "Nordic", 2)


def at(*path: str | int, value: object) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        here: Any = data
        for part in path[:-1]:
            here = here[part]
        here[path[-1]] = value

    return change


def without(*path: str) -> Callable[[dict[str, Any]], None]:
    def change(data: dict[str, Any]) -> None:
        here: Any = data
        for part in path[:-1]:
            here = here[part]
        del here[path[-1]]

    return change


@pytest.mark.parametrize(
    ("change", "message", "line"),
    [
        (at("page", value="rank"), "another answer, no snapshot", '  "page": "rank",'),
        (at("schema_version", value=2), "a schema that this program does not read", '  "schema_version": 2,'),
        (at("schema_version", value=True), "a schema that this program does not read", '  "schema_version": true,'),
        (without("page"), "JSON, but no snapshot", "{"),
        (without("tables", "readings"), "`readings` is missing", '  "tables": {'),
        (without("scorecard"), "`scorecard` is missing", "{"),
        (at("tables", "rankin", value=[]), "unknown key `rankin`", '    "rankin": []'),
        (at("colour", value=1), "unknown key `colour`", '  "colour": 1'),
        (at("tables", "ranking", 1, "score", value="40"), "is not a number", '        "score": "40",'),
        (at("tables", "ranking", 1, "hub", value="../x"), "is not an id", '        "hub": "../x",'),
        (
            at("tables", "readings", 0, "evidence", value="officia"),
            "none of the known",
            '        "evidence": "officia"',
        ),
        (at("tables", "hubs", 0, "name", value="\x1b[31m"), "cannot be shown", '        "name": "\\u001b[31m",'),
        (at("tables", "settings", 2, "value", value=3), "none of the known words", '        "value": 3'),
        (at("tables", "readings", value={}), "is not an array", '    "readings": {}'),
        (at("tables", value=[]), "is not a table", '  "tables": [],'),
    ],
)
def test_what_is_wrong_is_told_at_its_line(
    tmp_path: Path, snapshot: dict[str, Any], change: Callable[[dict[str, Any]], None], message: str, line: str
) -> None:
    change(snapshot)
    problem = refused(written(tmp_path, snapshot))
    assert message in problem.message
    assert problem.place is not None
    assert problem.place.text == line


@pytest.mark.parametrize("text", ["[]", "7", '"x"', "null", "{}"])
def test_json_that_is_no_snapshot(tmp_path: Path, text: str) -> None:
    assert refused(written(tmp_path, text)).message == "the file is JSON, but no snapshot"


def test_numbers_that_overflow(tmp_path: Path, snapshot: dict[str, Any]) -> None:
    text = json.dumps(snapshot).replace("60.0", "1e999")
    assert "`tables.ranking[0].score` is not a finite number" in refused(written(tmp_path, text)).message


def test_a_bomb_of_rows_is_told_by_its_first(tmp_path: Path, snapshot: dict[str, Any]) -> None:
    snapshot["tables"]["readings"] = [{}] * 200_000
    with pytest.raises(InputError) as caught:
        read_snapshot(written(tmp_path, snapshot), "old.json")
    assert len(caught.value.problems) == 9
    assert all(problem.path[:3] == ("tables", "readings", 0) for problem in caught.value.problems)


def test_files_that_are_none(tmp_path: Path) -> None:
    assert refused(tmp_path).message == "cannot read old.json: it is a folder, not a regular file"
    assert "no such file" in refused(tmp_path / "absent.json").message
    os.mkfifo(tmp_path / "pipe")
    assert "it is a pipe" in refused(tmp_path / "pipe").message
    large = tmp_path / "large.json"
    with large.open("wb") as file:
        file.truncate(TABLE_LIMIT + 1)
    assert "larger than 64 MiB" in refused(large).message
    (tmp_path / "latin.json").write_bytes(b'{"page": "\xe9"}')
    assert "not UTF-8" in refused(tmp_path / "latin.json").message


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.data())
def test_no_damage_is_a_traceback(tmp_path: Path, snapshot: dict[str, Any], data: st.DataObject) -> None:
    text = json.dumps(snapshot)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    middle = data.draw(st.sampled_from(["", "null", "[]", "{}", "1e999", '"', "-1", "0", "[[", "NaN", '"oslo"']))
    path = written(tmp_path, text[:start] + middle + text[end:])
    with suppress(InputError):
        read_snapshot(path, "old.json")
