from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def rows(run: Run, *words: str) -> list[dict[str, str]]:
    status, out, err = run("rank", "-q", "-f", "csv", *words)
    assert (status, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), [("oslo", "1"), ("turku", "2"), ("york", "")]),
        (("--all",), [("york", "1"), ("oslo", "2"), ("turku", "3")]),
        (("--by", "travel"), [("turku", "1"), ("oslo", "2"), ("york", "")]),
        (("--by", "air"), [("turku", "1"), ("oslo", "2"), ("york", "")]),
        (("--top", "1"), [("oslo", "1"), ("york", "")]),
        (("--top", "1", "--all"), [("york", "1")]),
        (("--group",), [("turku", "1"), ("york", ""), ("oslo", "1")]),
        (("--group", "west"), [("oslo", "1")]),
        (("--group", "--all", "--by", "money"), [("turku", "1"), ("york", "1"), ("oslo", "1")]),
    ],
)
def test_which_part_is_asked_for(run: Run, words: Sequence[str], expected: list[tuple[str, str]]) -> None:
    assert [(row["hub"], row["rank"]) for row in rows(run, *words)] == expected


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ((), []),
        (("--depth",), ["Index", "Money", "banks", "Travel", "air"]),
        (("--depth", "1"), ["Index", "Money", "Travel"]),
        (("--depth", "0"), ["Index"]),
    ],
)
def test_scores_down_the_tree(run: Run, words: Sequence[str], labels: list[str]) -> None:
    _, out, _ = run("rank", *words, "--top", "1")
    tree = out.partition("Scores by node")[2].partition("New York")[0].splitlines()[2:]
    assert [line.replace("Oslo", "").split()[0] for line in tree if line.strip()] == labels


def test_no_such_group(run: Run) -> None:
    status, _, err = run("--group", "north")
    assert status == 2
    assert "there is no group `north`" in err


def test_tables_of_groups_and_of_who_is_left_out(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as card:
        card.write("[scenarios.strict]\nevidence.admit = 'reported'\nscreening = { min_coverage = 0.6 }\n")
    assert rows(run, "--group", "--table", "groups")[2] == {
        "group": "west",
        "hubs": "1",
        "scored": "1",
        "score": "55.0",
        "pillars.money": "90.0",
        "pillars.travel": "20.0",
    }
    assert rows(run, "--scenario", "strict", "--table", "left_out") == [
        {"hub": "turku", "rule": "min_coverage", "node": "", "coverage": "0.5", "least": "0.6"}
    ]
    status, _, err = run("rank", "-f", "csv", "--table", "left_out")
    assert status == 2, "without rules there is no such table"
    assert "left_out" in err


def test_intervals_are_there_unless_switched_off(run: Run) -> None:
    assert [(row["rank_low"], row["rank_high"]) for row in rows(run)] == [("1", "2"), ("1", "2"), ("", "")]
    assert [(row["rank_low"], row["rank_high"]) for row in rows(run, "--draws", "0")] == [("", "")] * 3
    assert "draws" not in run("--draws", "0")[1]
    assert "Oslo above Turku in 89 % of draws: not safe (≈)." in run("rank")[1]
    assert "Oslo: rank 1–2≈, score 55.0" in run("-f", "plain")[1]
    assert "Oslo: rank 1, score 55.0" in run("-f", "plain", "--draws", "0")[1]
    assert rows(run, "--table", "pairwise")[0]["odds"].startswith("0.8")


def test_the_seed_is_said_and_none_is_the_same_as_another(run: Run) -> None:
    for seed in ("0", "3"):
        assert f'"seed": {seed}' in run("-f", "json", "--seed", seed)[1]
        assert f"1,000 draws of weights, readings and gaps, seed {seed}." in run("--seed", seed)[1]
    assert rows(run, "--table", "pairwise", "--seed", "0") != rows(run, "--table", "pairwise")


@pytest.mark.parametrize("words", [("--by", "travel"), ("--group",)])
def test_other_ranks_have_no_intervals_and_say_so(run: Run, words: Sequence[str]) -> None:
    assert {row["rank_low"] for row in rows(run, *words)} == {""}
    assert "No rank intervals: they are of the index" in run(*words)[1]
    assert "No rank intervals" not in run(*words, "--draws", "0")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--draws", "-1"), "--draws"),
        (("--draws", "100000000"), "the number of draws is out of range"),
        (("--seed", "-1"), "--seed"),
        (("--seed", "1" + "0" * 20), "the seed is out of range"),
    ],
)
def test_draws_that_cannot_be(run: Run, words: Sequence[str], said: str) -> None:
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert said in err
