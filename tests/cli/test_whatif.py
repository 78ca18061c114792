from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.app import lean

Run = Callable[..., Any]
ALL = ("--all",)


def test_before_and_after(run: Run) -> None:
    status, out, err = run("whatif", "--set", "travel=0.9")
    assert (status, err) == (0, "")
    assert "With Travel at 90 %, Turku overtakes Oslo: Money costs it" in out


def test_repeated_options_and_per_cent(run: Run) -> None:
    status, out, _ = run("whatif", "--set", "travel=60%", "--set=money=0.4", "--value", "oslo.air=3", "-f", "json")
    found = json.loads(out)
    assert status == 0
    assert [(row["node"], row["after"]) for row in found["tables"]["weights"]] == [
        ("money", 0.4),
        ("banks", 1.0),
        ("travel", 0.6),
        ("air", 1.0),
    ]
    assert found["tables"]["moves"][0] == {
        "hub": "oslo",
        "rank_before": 1,
        "rank_after": 1,
        "score_before": 55.0,
        "score_after": pytest.approx(54.0),
    }


def test_repeated_options_take_the_lean_way() -> None:
    words = ["--set", "a=1", "--set", "b=0", "--overtake", "a", "b", "--add-hub", "x", "--add-hub=y", "--drop", "c"]
    assert lean("whatif", words) is not None


def test_a_scenario_is_compared_with_the_scorecard(run: Run) -> None:
    status, out, _ = run("whatif", "--scenario", "flights")
    assert status == 0
    assert out.startswith("Nordic hubs (flights)")
    assert "In the scenario flights, Turku overtakes Oslo" in out


def test_alone_it_tells_how_stable_the_leader_is(run: Run) -> None:
    status, out, err = run("whatif")
    assert (status, err) == (0, "")
    assert "Oslo leads unless Money weighs below 42.9 % (now 50.0 %), where Turku leads." in out


def test_questions_after_changes(run: Run) -> None:
    words = ("whatif", "--set", "travel=0.4", "--overtake", "turku", "Oslo", "--best", "turku", "--worst", "oslo")
    status, out, _ = run(*words, "--gain", "turku", "--stability", "-f", "json")
    assert status == 0
    tables = json.loads(out)["tables"]
    assert [name for name in tables if "for people" not in name] == [
        "moves",
        "weights",
        "why",
        "causes",
        "overtake",
        "overtake_weights",
        "reach_best",
        "reach_best_weights",
        "reach_worst",
        "reach_worst_weights",
        "gain",
        "stability",
    ]
    assert tables["overtake"][0]["moved"] == pytest.approx(0.6 - 3 / 7, abs=1e-6)


def test_within_a_spread_and_at_another_level(run: Run) -> None:
    status, out, _ = run("whatif", "--best", "turku", "--within", "0.1", "--level", "indicators")
    assert status == 0
    assert "weights within 10 % of the declared ones of the indicators" in out


def test_benchmarks_may_compete(run: Run) -> None:
    assert "New York leads whatever any single weight is." in run("whatif", "--all")[1]


def test_one_more_hub(run: Run, folder: Path) -> None:
    text = (folder / "hubs" / "oslo.toml").read_text().replace("Oslo", "Narvik").replace("value = 9", "value = 10")
    elsewhere = folder / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "narvik.toml").write_text('local_name = "Áhkanjárga"\n' + text)
    status, out, _ = run("whatif", "--add-hub", "elsewhere/narvik.toml", "--value", "Áhkanjárga.air=7")
    assert status == 0
    assert "With Narvik added, with air of Narvik at 7, nobody overtakes anybody; Narvik leads Oslo" in out
    assert "Narvik comes in first of three." in out


def test_a_profile_with_faults_tells_them_all(run: Run, folder: Path) -> None:
    text = (
        (folder / "hubs" / "oslo.toml")
        .read_text()
        .replace("data.air", "data.nonsense")
        .replace('role = "', 'rolle = "')
    )
    (folder / "narvik.toml").write_text(text)
    status, out, err = run("whatif", "--add-hub", "narvik.toml")
    assert (status, out) == (2, "")
    assert "narvik.toml:3:1" in err
    assert "unknown key `rolle`" in err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--set", "money"), "`money` is no share"),
        (("--set", "=1"), "`=1` is no share"),
        (("--set", "money=much"), "`much` in `money=much` is no number"),
        (("--set", "money=inf"), "`inf` in `money=inf` is no number"),
        (("--set", "money=1_0"), "`1_0` in `money=1_0` is no number"),
        (("--set", "money=1.2"), "`money` cannot have a share of 1.2"),
        (("--set", "money=0.2", "--set", "money=0.3"), "`--set` names `money` twice"),
        (("--value", "oslo.air"), "`oslo.air` is no figure of a cell"),
        (("--value", "oslo.air=x"), "`x` in `oslo.air=x` is no number"),
        (("--value", "oslo.air=5..1"), "the bounds of `oslo.air` are crossed"),
        (("--drop", "money", "--drop", "travel"), "nothing that weighs is left without"),
        (("--overtake", "oslo", "oslo"), "Oslo cannot overtake itself"),
        (("--overtake", "oslo", "atlantis"), "there is no hub `atlantis`"),
        (("--overtake", "oslo"), "requires 2 arguments"),
        (("--best", "york"), "New York is not ranked"),
        (("--within", "0.2"), "`--within` is for `--best` and `--worst`"),
        (("--best", "oslo", "--within", "2"), "weights cannot vary within 2"),
        (("--best", "oslo", "--level", "pilar"), "there is no level `pilar`"),
        (("--gain", "oslo"), "Oslo leads: there is no rank to gain"),
        (("--add-hub", "hubs/oslo.toml"), "there is a hub `oslo` already"),
        (("--add-hub", "hubs"), "it is a folder"),
        (("--add-hub", "No Hub.toml"), "a name that is no hub's id"),
    ],
)
def test_bad_requests(run: Run, words: tuple[str, ...], message: str) -> None:
    status, out, err = run("whatif", *words)
    assert (status, out) == (2, "")
    assert message in err
    assert "Traceback" not in err


def test_what_the_figures_do_not_allow_has_its_place(run: Run, folder: Path) -> None:
    card = folder / "scorecard.toml"
    card.write_text(
        card.read_text().replace("[indicators.air]", '[indicators.air]\ntransform = "log"\nclip = false', 1)
    )
    card.write_text(card.read_text().replace("goalposts = [0, 10]\n[scen", "goalposts = [1, 10]\n[scen", 1))
    status, _, err = run("whatif", "--value", "oslo.air=-3")
    assert status == 2
    assert "scorecard.toml" in err
    assert "`log` has no value for air of Oslo" in err


def test_the_ranks_by_every_other_method(run: Run) -> None:
    status, out, err = run("whatif", "--methods")
    assert (status, err) == (0, "")
    assert "In place of arithmetic, " in out
    assert " Aggregation " in out
    assert "before the leader changes" not in out
    status, out, _ = run("whatif", "--set", "travel=0.9", "--methods", "-f", "json")
    found = json.loads(out)["tables"]
    assert status == 0
    assert found["moves"]
    [first, *_] = [row["hub"] for row in found["methods"] if row["declared"] and row["rank"] == 1]
    assert first == "turku"
