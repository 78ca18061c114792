from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]


def test_ranks_and_scores_by_year(run: Run) -> None:
    status, out, err = run("trend")
    assert status == 0
    assert "From 2021 to 2023 Turku fell from first to second." in out
    assert err == ""
    assert list(json.loads(run("trend", "-f", "json")[1])["tables"]) == ["scores", "pace"]


def test_pace_of_all_and_of_one(run: Run) -> None:
    status, out, _ = run("trend", "--pace")
    assert status == 0
    assert "Oslo, banks: 100 % of New York's in 2021, 90 % in 2023: falling behind." in out
    assert "Turku, banks: 100 % of New York's in 2021, 50 % in 2023: falling behind." in out
    assert run("trend", "--pace", "ban")[1] == out  # what else there is was read once
    assert "Oslo" not in run("trend", "turku", "--pace", "banks")[1]
    assert run("trend", "--pace", "-f", "csv")[1].startswith("hub,indicator,from,to,growth,")


def test_against_another_hub_is_about_pace_too(run: Run) -> None:
    out = run("trend", "--against", "oslo")[1]
    assert "Turku, banks: 100 % of Oslo's in 2021, 56 % in 2023: falling behind." in out


def test_everyone(run: Run) -> None:
    rows = json.loads(run("trend", "--all", "-f", "json")[1])["tables"]["scores"]
    assert {row["rank"] for row in rows if row["hub"] == "york" and row["year"] == 2023} == {1}


def test_a_table_by_name(run: Run) -> None:
    assert run("trend", "--table", "pace", "-f", "csv")[1].count("\n") == 3


def test_a_hub_in_the_place_of_an_indicator(run: Run) -> None:
    status, _, err = run("trend", "--pace", "oslo")
    assert status == 2
    assert "there is no indicator or measure `oslo`" in err
    assert "hubs come first: `hubscore trend oslo --pace`" in err
    assert "is a hub" not in run("trend", "--pace", "nonsense")[2]


def test_a_hub_against_itself(run: Run) -> None:
    status, _, err = run("trend", "oslo", "--against", "oslo")
    assert status == 2
    assert "cannot be compared with itself" in err


def test_without_years_there_is_no_trend(run: Run, folder: Path) -> None:
    (folder / "wide.csv").write_text("id,banks,air\na,1,2\nb,3,4\n")
    card = (
        (folder / "scorecard.toml").read_text().replace('hubs = "hubs/*.toml"', '[data]\ncsv = "wide.csv"\nid = "id"')
    )
    (folder / "scorecard.toml").write_text(card)
    status, out, err = run("trend")
    assert (status, out) == (2, "")
    assert "there is no trend: no reading that counts has a year" in err
