"""hubscore diff: snapshots, folders and revisions, and what ends with 1."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.fixture
def old(run: Run) -> str:
    """A snapshot of the folder as it is, before Turku's air improves and passes Oslo."""
    assert run("snapshot", "-o", "old.json").status == 0
    return "old.json"


def better(folder: Path) -> None:
    edit(folder / "hubs/turku.toml", 'value = 5, evidence = "estimate"', 'value = 9, evidence = "estimate"')


def test_a_snapshot_against_itself_and_what_it_is_of(run: Run, old: str) -> None:
    for words in ((old, old), (old,), (old, "."), (old, "scorecard.toml"), (".", old)):
        found = run("diff", *words)
        assert (found.status, found.err) == (0, "")
        assert found.out.splitlines()[2] == "Nothing moved: data, weights, method and framework are the same."


def test_what_moved_and_why(run: Run, old: str, folder: Path) -> None:
    better(folder)
    edit(folder / "scorecard.toml", "[pillars.money]", "[weights]\nmoney = 1\ntravel = 3\n[pillars.money]")
    found = run("diff", old)
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines()
    assert lines[0].split() == ["Nordic", "hubs", "old.json", "→", "."]
    assert lines[2].startswith("Turku leads now, Oslo did before.")
    assert "Turku moves most: +30.0 points, from second to first" in found.out
    data = json.loads(run("diff", old, "-f", "json").out)
    causes = {row.pop("hub"): row for row in data["tables"]["causes"]}
    # Turku: data alone +20, weights alone 0, together 80 - 50 = 30; Oslo: 55 to 37.5 by weights
    assert causes["turku"] == {"data": 25, "weights": 5, "method": 0, "framework": 0, "total": 30}
    assert causes["oslo"] == {"data": 0, "weights": -17.5, "method": 0, "framework": 0, "total": -17.5}
    assert data["scorecard"]["seed"] == 1


def test_one_side_against_the_other_has_the_other_sign(run: Run, old: str, folder: Path) -> None:
    better(folder)
    run("snapshot", "-o", "new.json")
    there, back = (json.loads(run("diff", *pair, "-f", "json").out) for pair in ((old, "new.json"), ("new.json", old)))
    totals = [{row["hub"]: row["total"] for row in each["tables"]["causes"]} for each in (there, back)]
    assert totals[0] == {hub: -total for hub, total in totals[1].items()}
    assert totals[0]["turku"] == 20


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["--fail-on", "rank-change"], 1, ["--fail-on rank-change: the rank of Turku went from 2 to 1, "]),
        (["--fail-on", "leader-change"], 1, ["--fail-on leader-change: Turku leads now (rank 2 to 1), Oslo does"]),
        (["--fail-on", "score>5"], 1, ["--fail-on score>5: the score of Turku went from 50 to 70"]),
        (["--fail-on", "score>20"], 0, []),
        (["--fail-on", "score>20,leader-change", "--fail-on", "rank-change"], 1, ["leader-change:", "rank-change:"]),
        ([], 0, []),
    ],
)
def test_exit_status(run: Run, old: str, folder: Path, words: list[str], status: int, told: list[str]) -> None:
    better(folder)
    found = run("diff", old, *words)
    assert found.status == status
    assert "Turku leads now" in found.out
    assert all(line in found.err for line in told)
    assert bool(found.err) == bool(told)


def test_nothing_trips_where_nothing_moved(run: Run, old: str) -> None:
    assert run("diff", old, "--fail-on", "rank-change,leader-change,score>0").status == 0


def test_what_tripped_is_there_for_scripts(run: Run, old: str, folder: Path) -> None:
    better(folder)
    found = run("diff", old, "--fail-on", "score>5", "-f", "json", "-o", "out.json")
    assert (found.status, found.out) == (1, "")
    rows = json.loads((folder / "out.json").read_text())["tables"]["tripped"]
    assert [(row["condition"], row["hub"]) for row in rows] == [("score>5", "turku")]


def test_noise_and_how_to_do_without(run: Run, old: str, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write("[uncertainty.data]\nestimate = 0.5\n")
    assert run("snapshot", "-o", "old.json").status == 0
    edit(folder / "hubs/turku.toml", 'value = 5, evidence = "estimate"', 'value = 6.2, evidence = "estimate"')
    found = run("diff", old)
    assert "(noise)" in found.out
    assert "noise: each rank lies within the other side's 90 % interval" in found.out
    assert "noise" not in run("diff", old, "--draws", "0").out
    data = json.loads(run("diff", old, "--draws", "0", "-f", "json").out)
    assert (data["tables"]["moves"][0]["noise"], data["scorecard"]["seed"]) == (None, None)
    run("snapshot", "--draws", "0", "-o", "bare.json")
    assert "noise" in run("diff", old, "bare.json").out


def test_a_reading_that_moves_further_than_it_is_unsure_is_no_noise(run: Run, old: str, folder: Path) -> None:
    edit(folder / "hubs/turku.toml", 'value = 5, evidence = "estimate"', 'value = 6.2, evidence = "estimate"')
    ranks = json.loads(run("rank", "-f", "json").out)["tables"]["ranking"]
    assert [(row["rank_low"], row["rank_high"]) for row in ranks[:2]] == [(1, 2), (1, 2)]
    found = run("diff", old)
    assert "Turku moves most: +6.0 points, from second to first, all of it data." in found.out  # it is unsure by 0.75
    assert "noise" not in found.out


def test_options_hold_for_what_is_no_snapshot(run: Run, old: str) -> None:
    found = run("diff", old, "--scenario", "flights")
    assert found.err == "note: old.json is of no scenario, . of the scenario flights\n"
    assert "all of it weights" in found.out
    assert "Nothing moved" in run("diff", ".", "--scenario", "flights").out
    assert "as_of" in run("diff", old, "--as-of", "2022").out
    assert "evidence.admit" in run("diff", old, "--admit", "reported").out


def test_everyone_on_demand(run: Run, old: str, folder: Path) -> None:
    edit(folder / "hubs/york.toml", "value = 10,", "value = 1,")
    rows = json.loads(run("diff", old, "--all", "-f", "json").out)["tables"]["moves"]
    assert {row["hub"]: (row["rank_before"], row["rank_after"]) for row in rows}["york"] == (1, 2)


def test_a_wide_table(run: Run, folder: Path) -> None:
    (folder / "t.csv").write_text("id,banks,air\noslo,9,2\nturku,5,\n")
    card = (folder / "scorecard.toml").read_text()
    (folder / "wide.toml").write_text(card.replace('hubs = "hubs/*.toml"', 'data = { csv = "t.csv", id = "id" }'))
    run("snapshot", "-c", "wide.toml", "-o", "wide.json")
    assert "Nothing moved: data, weights" in run("diff", "wide.json", "wide.toml").out
    (folder / "t.csv").write_text("id,banks,air\noslo,9,2\nturku,5,7\n")
    found = run("diff", "wide.json", "wide.toml")
    assert "data" in found.out
    assert "Turku" not in found.out
    assert "turku, air" in found.out


def test_another_program_s_scores_count(run: Run, old: str, folder: Path) -> None:
    data = json.loads((folder / old).read_text())
    data["tables"]["ranking"][0]["score"] += 1
    (folder / "changed.json").write_text(json.dumps(data))
    found = run("diff", "changed.json")
    assert "Nothing moved" in found.out
    assert found.err.startswith("note: the scores that changed.json states do not follow from the inputs it holds")
    data["scorecard"]["method"] = 99
    (folder / "changed.json").write_text(json.dumps(data))
    found = run("diff", "changed.json")
    assert "Oslo moves most: -1.0 points, still first of two, all of it method." in found.out
    assert "was scored by version 99 of the method" in found.err
    assert "Oslo moves most: -1.0 points, still second of three" in run("diff", "changed.json", "--all").out


@pytest.fixture
def repository(folder: Path) -> Path:
    """The folder in git: one commit, then a change that is not in it."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "one"]):
        subprocess.run(["git", *who, *words], cwd=folder, env=environment, check=True, capture_output=True)
    return folder


def test_a_revision(run: Run, repository: Path) -> None:
    better(repository)
    for word in ("main:", "HEAD:./", "main:scorecard.toml"):
        found = run("diff", word)
        assert (found.status, found.err) == (0, "")
        assert "Turku leads now" in found.out
        assert "/tmp" not in found.out
    assert "Nothing moved" in run("diff", "main:", "HEAD:").out


def test_what_is_wrong_in_a_revision_is_told_there(run: Run, repository: Path) -> None:
    edit(repository / "hubs/oslo.toml", "official", "officia")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
    subprocess.run(["git", *who, "commit", "-qam", "x"], cwd=repository, env=environment, check=True)
    edit(repository / "hubs/oslo.toml", 'officia"', 'official"')
    found = run("diff", "main:")
    assert (found.status, found.out) == (2, "")
    assert "--> main:hubs/oslo.toml:8:" in found.err
    assert "/tmp" not in found.err
    (repository / "scorecard.toml").write_text('hubs = "nowhere/*.toml"\n')
    found = run("diff", "main:hubs")
    assert "cannot read main:hubs/scorecard.toml: there is no such file" in found.err


def test_figures_that_cannot_be_scored_are_told_of_their_version(run: Run, repository: Path) -> None:
    card = repository / "scorecard.toml"
    good = card.read_text()
    log = 'goalposts = ["min", "max"]\nnormalise = "minmax"\ntransform = "log"\n[scenarios'
    card.write_text(good.replace("goalposts = [0, 10]\n[scenarios", log))
    edit(repository / "hubs/oslo.toml", "value = 2,", "value = 0,")
    found = run("diff", "main:")
    assert (found.status, found.out) == (2, "")
    assert "--> scorecard.toml:" in found.err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["nothing"], "there is no `nothing`"),
        (["nothing.json"], "there is no `nothing.json`"),
        (["nowhere:configs"], "there is no revision `nowhere`"),
        (["main:nowhere"], "the revision `main` holds no `nowhere`"),
        (["scorecard.toml", "hubs/oslo.toml"], "unknown key"),
        (["hubs/oslo.toml"], "unknown key"),
        (["hubs"], "cannot read hubs/scorecard.toml"),
        ([".git/HEAD"], "not JSON"),
        (["."], "`--fail-on score` lacks its limit"),
    ],
)
@pytest.mark.usefixtures("repository")
def test_what_is_no_version(run: Run, words: list[str], message: str) -> None:
    found = run("diff", *words, *(["--fail-on", "score"] if words == ["."] else []))
    assert (found.status, found.out) == (2, "")
    assert message in found.err


def test_an_answer_does_not_take_the_place_of_a_version(run: Run, old: str, folder: Path) -> None:
    before = (folder / old).read_bytes()
    found = run("diff", old, "-o", old)
    assert found.status == 2
    assert "is a file that answers are made of" in found.err
    assert (folder / old).read_bytes() == before


@pytest.mark.parametrize("name", ["=cmd()", "::error::x", "a|b", "<script>", "[bold]x", "]]>"])
@pytest.mark.parametrize("form", ["table", "plain", "csv", "md", "json"])
def test_hostile_names(run: Run, old: str, folder: Path, name: str, form: str) -> None:
    other = folder / "other"
    shutil.copytree(folder / "hubs", other / "hubs")
    shutil.copy(folder / "scorecard.toml", other)
    edit(other / "hubs/turku.toml", 'name = "Turku"', f'name = "{name}"')
    edit(other / "hubs/turku.toml", 'value = 5, evidence = "estimate"', 'value = 9, evidence = "estimate"')
    run("snapshot", "-c", "other", "-o", "other.json")
    found = run("diff", old, "other.json", "-f", form, "--fail-on", "leader-change")
    assert (found.status, "\x1b" in found.out) == (1, False)
    if form == "json":
        assert json.loads(found.out)["tables"]["moves"][0]["hub"] == "turku"
    elif form != "csv":
        assert "moves most" in found.out


def test_conditions_do_not_hold_for_the_bundled_scorecard(
    run: Run, folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("away"))
    assert run("diff", str(folder)).status == 0
    status, _, err = run("diff", str(folder), "--fail-on", "rank-change")
    assert status == 2
    assert "the bundled one is not held to anything" in err
