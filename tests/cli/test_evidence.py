from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_the_ladder(run: Run) -> None:
    status, out, err = run("evidence")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Evidence · Nordic hubs")
    assert lines[2] == "The order is the same at every level of evidence that scores anyone: Oslo, Turku."
    assert " Hub " in out


def test_one_hub_by_the_beginning_of_its_name(run: Run) -> None:
    out = run("evidence", "osl")[1]
    assert out.startswith("Oslo · Nordic hubs")
    assert " + reported " in out


def test_shared_figures_and_benchmarks_on_demand(run: Run) -> None:
    assert "On the figures that both rungs have" not in run("evidence")[1]
    assert "On the figures that both rungs have" in run("evidence", "--shared")[1]
    rows = json.loads(run("evidence", "--all", "-f", "json")[1])["tables"]["ladder"]
    assert [row["rank"] for row in rows if row["hub"] == "york" and row["admit"] == "official"] == [1]


def test_an_unknown_hub(run: Run) -> None:
    status, out, err = run("evidence", "york2")
    assert (status, out) == (2, "")
    assert "there is no hub `york2`" in err


@pytest.mark.parametrize("name", ["ladder", "shared", "rungs", "gap", "mix"])
def test_each_table_as_csv(run: Run, name: str) -> None:
    assert list(csv.DictReader(io.StringIO(run("evidence", "-f", "csv", "--table", name)[1])))


def test_what_a_rung_does_not_allow_is_told_by_name(run: Run, folder: Path) -> None:
    path = folder / "scorecard.toml"
    text = path.read_text()
    path.write_text(text.replace("[indicators.air]", '[indicators.air]\nnormalise = "fraction_of_max"'))
    hub = folder / "hubs" / "oslo.toml"
    hub.write_text(hub.read_text() + '2024 = { value = -5, evidence = "announced", source = "s" }\n')
    turku = folder / "hubs" / "turku.toml"
    turku.write_text(turku.read_text().replace('value = 5, evidence = "estimate"', 'value = -1, evidence = "estimate"'))
    status, out, err = run("evidence")
    assert (status, out) == (2, "")
    assert "scorecard.toml" in err
    assert "`fraction_of_max` has no value" in err


def test_what_to_collect_next(run: Run) -> None:
    status, out, err = run("evidence", "-f", "json", "--seed", "3")
    assert (status, err) == (0, "")
    answer = json.loads(out)
    assert answer["scorecard"]["seed"] == 3
    assert answer["tables"]["collect"]
    assert list(answer["tables"]["collect"][0])[:4] == ["hub", "indicator", "share", "flips"]
    assert out == run("evidence", "-f", "json", "--seed", "3")[1]
    assert "gaps leave" in run("evidence")[1]
    assert run("evidence", "york")[1].count("York is not ranked") == 1


def test_without_draws_nothing_to_collect(run: Run) -> None:
    out = run("evidence", "--draws", "0", "-f", "json")[1]
    assert "collect" not in json.loads(out)["tables"]
    status, out, err = run("evidence", "--draws", "100")
    assert (status, out) == (2, "")
    assert "expected 200 to 1,000,000" in err


def test_large_tables_are_not_drawn_in_passing(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.studies.collect.MOST_CELLS", 1)
    assert "What to collect next is left out" in run("evidence")[1]
    status, _, err = run("evidence", "--draws", "1000")
    assert status == 2
    assert "too many figures to draw" in err
