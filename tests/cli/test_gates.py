from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.gates import wanted
from hubscore.errors import UsageError
from hubscore.studies.trips import conditions

Run = Callable[..., Any]


def gates_of(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(text)["tables"]["gates"]
    return found


def rules(text: str) -> set[tuple[str, str]]:
    return {(row["rule"], row["hub"]) for row in json.loads(text)["tables"]["findings"] if row["severity"] == "error"}


def test_a_baseline_alone_holds_the_ranks() -> None:
    assert wanted(False, {}, [], Path("b"), []).conditions == conditions(["rank-change"])
    assert wanted(False, {}, [], Path("b"), ["score>2"]).conditions == conditions(["score>2"])
    assert wanted(False, {}, [], None, []).conditions == ()


def test_required_hubs_may_be_joined_by_commas() -> None:
    assert wanted(False, {}, ["a, b", "c,,", " "], None, []).required == ("a", "b", "c")


def test_options_that_do_not_fit_together() -> None:
    with pytest.raises(UsageError, match="needs a `--baseline`"):
        wanted(False, {}, [], None, ["rank-change"])
    with pytest.raises(UsageError, match="`--no-gates`"):
        wanted(True, {"max_age": 3}, [], None, [])
    assert wanted(True, {"max_age": None}, [], None, []).none


def test_gates_of_options_hold_or_not(run: Run) -> None:
    status, out, err = run("check", "--min-coverage", "1", "--max-age", "9", "--min-evidence-share", "0")
    assert (status, err) == (0, "")
    assert "All 6 gates hold." in out  # of two candidates; york is a benchmark
    status, out, err = run("check", "--min-evidence-share", "0.6")
    assert (status, err) == (1, "")
    assert "1 of 2 gates does not hold." in out
    assert "hubs/turku.toml:" in out
    assert "oslo.toml" not in out


def test_an_option_wins_over_the_file_and_a_scenario_over_it(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[gates]\nmin_evidence_share = 0.6\n[scenarios.lax.gates]\nmin_evidence_share = 0.1\n")
    assert run("check").status == 1
    assert run("check", "--min-evidence-share", "0.5").status == 0
    assert run("check", "--scenario", "lax").status == 0
    assert run("check", "--no-gates").status == 0


def test_rank_intervals_are_drawn_when_they_are_asked_for(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[gates]\nmax_rank_interval = 0\n[uncertainty]\nweights = 1\n")
    status, out, _ = run("check", "-f", "json", "--draws", "300")
    assert status == 1
    assert rules(out) == {("max-rank-interval", "oslo"), ("max-rank-interval", "turku")}
    [place] = {row["line"] for row in json.loads(out)["tables"]["findings"]}
    assert (folder / "scorecard.toml").read_text().split("\n")[place - 1] == "max_rank_interval = 0"
    assert "(90 % of 300 draws)" in out
    status, out, _ = run("check", "-f", "json", "--max-rank-interval", "0", "--seed", "2")
    assert {row["file"] for row in json.loads(out)["tables"]["findings"]} == {"hubs/oslo.toml", "hubs/turku.toml"}
    assert run("check", "--max-rank-interval", "1").status == 0


def test_without_draws_it_is_said_that_no_interval_is_looked_at(run: Run) -> None:
    status, _, err = run("check", "--max-rank-interval", "0", "--draws", "0")
    assert (status, err) == (0, "note: max_rank_interval is not looked at: there are no draws\n")


def test_intervals_that_cannot_be_drawn_trip_the_gate(run: Run, folder: Path) -> None:
    hub = folder / "hubs" / "oslo.toml"
    hub.write_text(hub.read_text().replace("value = 9", "value = -9"))
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[uncertainty]\nnormalise = ['goalposts', 'fraction_of_max']\n")
    status, out, _ = run("check", "-f", "json", "--max-rank-interval", "9")
    assert status == 1
    [finding] = [row for row in json.loads(out)["tables"]["findings"] if row["severity"] == "error"]
    assert finding["message"].startswith("no rank interval can be drawn, since in some draws ")
    assert (finding["rule"], finding["key"], finding["hub"]) == ("max-rank-interval", "uncertainty", None)


def test_nobody_ranked_means_no_interval(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[scenarios.past]\nas_of = 1900\n")
    status, out, _ = run("check", "--scenario", "past", "--max-rank-interval", "0", "-f", "json")
    assert status == 0
    assert gates_of(out) == []


def test_required_hubs_may_be_called_by_any_name(run: Run) -> None:
    assert run("check", "--require", "Oslo,new york", "--require", "tur").status == 0
    status, out, _ = run("check", "--require", "oslo,bergen", "-f", "json")
    assert status == 1
    assert rules(out) == {("required-hub", "bergen")}


def test_a_word_for_several_hubs_is_bad_usage(run: Run, folder: Path) -> None:
    (folder / "hubs" / "osby.toml").write_text('name = "Osby"\n')
    status, out, err = run("check", "--require", "os")
    assert (status, out) == (2, "")
    assert "may mean more than one hub" in err


@pytest.fixture
def baseline(run: Run) -> str:
    assert run("snapshot", "-o", "baseline.json").status == 0
    return "baseline.json"


def lift(folder: Path, hub: str, value: str) -> None:
    path = folder / "hubs" / f"{hub}.toml"
    path.write_text(path.read_text().replace("value = 5", f"value = {value}", 1))


def test_nothing_moved(run: Run, baseline: str) -> None:
    changes = ("--fail-on", "rank-change", "--fail-on", "leader-change", "--fail-on", "score>0")
    status, out, err = run("check", "--baseline", baseline, *changes)
    assert (status, err) == (0, "")
    assert "All 6 gates hold." in out  # a leader, two ranks, three scores


def test_ranks_moved(run: Run, folder: Path, baseline: str) -> None:
    lift(folder, "turku", "10")
    status, out, _ = run("check", "--baseline", baseline, "-f", "json")
    assert status == 1
    assert rules(out) == {("rank-change", "oslo"), ("rank-change", "turku")}
    assert rules(run("check", "--baseline", baseline, "--fail-on", "leader-change", "-f", "json").out) == {
        ("leader-change", "turku")
    }


def test_a_score_moved_but_no_rank(run: Run, folder: Path, baseline: str) -> None:
    lift(folder, "turku", "5.5")
    assert run("check", "--baseline", baseline).status == 0
    assert run("check", "--baseline", baseline, "--fail-on", "score>3").status == 0
    status, out, _ = run("check", "--baseline", baseline, "--fail-on", "score>2", "-f", "json")
    assert status == 1
    assert rules(out) == {("score-change", "turku")}


def test_a_hub_is_gone(run: Run, folder: Path, baseline: str) -> None:
    (folder / "hubs" / "turku.toml").unlink()
    status, out, _ = run("check", "--baseline", baseline, "-f", "json")
    assert (status, rules(out)) == (1, {("rank-change", "turku")})


def test_a_baseline_of_another_scenario_is_refused(run: Run, baseline: str) -> None:
    status, out, err = run("check", "--baseline", baseline, "--scenario", "flights")
    assert (status, out) == (2, "")
    assert "the baseline is of no scenario, this ranking of the scenario `flights`" in err
    assert run("snapshot", "--scenario", "flights", "-o", "flights.json").status == 0
    assert run("check", "--baseline", "flights.json", "--scenario", "flights").status == 0
    assert "add --scenario flights" in run("check", "--baseline", "flights.json").err


@pytest.mark.parametrize("text", [None, "", "{}", "[1"])
def test_a_baseline_that_is_none_is_bad_input(run: Run, folder: Path, text: str | None) -> None:
    if text is not None:
        (folder / "b.json").write_text(text)
    status, out, err = run("check", "--baseline", "b.json")
    assert (status, out) == (2, "")
    assert " --> b.json" in err
