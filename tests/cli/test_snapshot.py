"""hubscore snapshot."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hubscore.files.snapshot import read_snapshot
from hubscore.scoring import score

Run = Callable[..., Any]


def test_it_is_json_on_stdout_and_reads_back(run: Run, folder: Path) -> None:
    found = run("snapshot")
    assert (found.status, found.err) == (0, "")
    data = json.loads(found.out)
    assert (data["page"], data["scorecard"]["draws"]) == ("snapshot", 1000)
    ranked = json.loads(run("rank", "-f", "json").out)
    assert {name: data["tables"][name] for name in ranked["tables"]} == ranked["tables"]
    (folder / "old.json").write_text(found.out)
    stored = read_snapshot(folder / "old.json", "old.json")
    again = score(stored.dataset, stored.scorecard)
    scores = [row.score for row in stored.record.tables.ranking]
    np.testing.assert_array_equal(again.index[list(again.listing)], scores)


def test_same_inputs_same_bytes_wherever_they_lie(run: Run, folder: Path, tmp_path_factory: Any) -> None:
    run("snapshot", "-o", "one.json")
    other = tmp_path_factory.mktemp("other") / "deeper"
    (other / "hubs").mkdir(parents=True)
    for path in (folder / "scorecard.toml", *(folder / "hubs").iterdir()):
        target = other / path.relative_to(folder)
        target.write_bytes(path.read_bytes())
        os.utime(target, (0, 0))
    run("snapshot", "-c", str(other), "-o", "two.json")
    assert (folder / "one.json").read_bytes() == (folder / "two.json").read_bytes()
    assert str(folder) not in (folder / "one.json").read_text()


def test_options_are_part_of_it(run: Run) -> None:
    words = ("--scenario", "flights", "--as-of", "2022", "--admit", "reported", "--seed", "5", "--draws", "0")
    data = json.loads(run("snapshot", *words).out)
    assert data["scorecard"] | {"digest": ""} == {
        "title": "Nordic hubs",
        "digest": "",
        "scenario": "flights",
        "seed": 5,
        "draws": 0,
        "as_of": 2022,
        "admit": "reported",
        "method": 1,
    }
    settings = {row["key"]: row["value"] for row in data["tables"]["settings"]}
    assert (settings["weights.travel"], settings["as_of"], settings["evidence.admit"]) == (9, 2022, "reported")


def test_any_name_of_the_file_holds_json(run: Run, folder: Path) -> None:
    assert run("snapshot", "-o", "baseline.csv").status == 0
    assert json.loads((folder / "baseline.csv").read_text())["page"] == "snapshot"


@pytest.mark.parametrize("words", [("-f", "csv"), ("--table", "nodes")])
def test_it_has_no_other_form(run: Run, words: tuple[str, str]) -> None:
    found = run("snapshot", *words)
    assert (found.status, found.out) == (2, "")
    assert words[1] in found.err


def test_one_that_could_not_be_read_again_is_not_written(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hubscore.files.reader.TABLE_LIMIT", 1_000)
    found = run("snapshot", "-o", "old.json")
    assert (found.status, found.out) == (2, "")
    assert "the answer is larger than 0 MiB" in found.err
    assert not (folder / "old.json").exists()
