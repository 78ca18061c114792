from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.ask import named_hub, opened, scored
from hubscore.cli.options import Shared
from hubscore.errors import ScoringError, UsageError

Run = Callable[..., Any]
BUNDLED = "note: no scorecard.toml here or above; this is the bundled one\n"


@pytest.fixture
def away(run: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run the program in a folder with no scorecard in it or above it."""
    monkeypatch.chdir(tmp_path_factory.mktemp("away"))
    return run


def titles(run: Run, *words: str) -> tuple[str, str]:
    _, out, err = run(*words)
    return out.partition("  ")[0].partition("\n")[0], err


def test_the_scorecard_here_or_above(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    deep = folder / "some" / "where" / "deep"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert titles(run) == ("Nordic hubs", "")


def test_the_scorecard_in_configs(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    configs = folder / "project" / "configs"
    shutil.copytree(folder / "hubs", configs / "hubs")
    (configs / "scorecard.toml").write_text((folder / "scorecard.toml").read_text().replace("Nordic", "Inner"))
    monkeypatch.chdir(folder / "project")
    assert titles(run) == ("Inner hubs", "")


@pytest.mark.parametrize("name", ["", "scorecard.toml"])
def test_the_scorecard_by_option_a_file_or_a_folder(away: Run, folder: Path, name: str) -> None:
    for path in (folder / name, os.path.relpath(folder / name)):
        assert titles(away, "-c", str(path)) == ("Nordic hubs", "")
        assert titles(away, f"--scorecard={path}") == ("Nordic hubs", "")


@pytest.mark.parametrize("name", ["", "scorecard.toml"])
def test_the_scorecard_by_variable(away: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("HUBSCORE_SCORECARD", str(folder / name))
    assert titles(away) == ("Nordic hubs", "")
    monkeypatch.setenv("HUBSCORE_SCORECARD", "nowhere.toml")
    assert away()[0] == 2
    assert titles(away, "-c", str(folder)) == ("Nordic hubs", "")
    monkeypatch.setenv("HUBSCORE_SCORECARD", "")
    assert titles(away)[1] == BUNDLED


def test_the_bundled_scorecard_is_said_to_be_that(away: Run) -> None:
    title, err = titles(away)
    assert title == "Regional hubs: Chongqing and its rivals"
    assert err == BUNDLED
    assert titles(away, "-q") == (title, "")
    assert titles(away, "-f", "json")[1] == BUNDLED


def test_a_scenario(run: Run) -> None:
    assert titles(run, "--scenario", "flights")[0] == "Nordic hubs (flights)"
    assert " 27.0" in run("--scenario", "flights")[1]  # Oslo: 0.1 x 90 + 0.9 x 20


def test_an_earlier_year(run: Run) -> None:
    out = run("--as-of", "2022", "-f", "csv")[1]
    assert out.splitlines()[1].startswith("turku,Turku,candidate,1,1,1,30.0,")  # the banks of 2021 count


def test_evidence_that_counts(run: Run) -> None:
    out = run("--admit", "reported", "-f", "csv")[1].splitlines()
    assert out[1].startswith("oslo,Oslo,candidate,1,1,2,55.0,1.0,")
    assert out[2].startswith("turku,Turku,candidate,2,1,2,50.0,0.5,")


def test_ignored_columns_are_listed_on_demand(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "scorecard.toml").write_text(
        'data = { csv = "raw.csv", id = "id" }\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    (tmp_path / "raw.csv").write_text("id,a,b,extra\nx,3,1,2\n")
    opened(Shared(scorecard=tmp_path))
    assert capfd.readouterr().err == ""
    opened(Shared(scorecard=tmp_path, verbose=True))
    assert capfd.readouterr().err == "note: columns that are neither indicator nor measure: b, extra\n"


def test_what_cannot_be_scored_is_told_with_its_place(folder: Path) -> None:
    card = (folder / "scorecard.toml").read_text()
    (folder / "scorecard.toml").write_text(
        card.replace("[indicators.air]", '[indicators.air]\nnormalise = "minmax"\ntransform = "log"')
    )
    hub = folder / "hubs" / "oslo.toml"
    hub.write_text(hub.read_text().replace("value = 2,", "value = 0,"))
    with pytest.raises(ScoringError) as caught:
        scored(opened(Shared(scorecard=folder)))
    [problem] = caught.value.problems
    assert problem.place is not None
    assert problem.place.line == card.splitlines().index("[indicators.air]") + 1


def test_what_a_scenario_brings_about_is_placed_in_the_scenario(folder: Path) -> None:
    card = (
        folder / "scorecard.toml"
    ).read_text() + '[scenarios.logs.indicators.air]\nnormalise = "minmax"\ntransform = "log"\n'
    (folder / "scorecard.toml").write_text(card)
    air = folder / "hubs" / "oslo.toml"
    air.write_text(air.read_text().replace("value = 2,", "value = 0,"))
    with pytest.raises(ScoringError) as caught:
        scored(opened(Shared(scorecard=folder, scenario="logs")))
    [problem] = caught.value.problems
    assert problem.place is not None
    assert problem.place.line == card.splitlines().index("[scenarios.logs.indicators.air]") + 1


def test_hubs_are_found_by_any_of_their_names(folder: Path) -> None:
    hub = folder / "hubs" / "turku.toml"
    hub.write_text('local_name = "Åbo"\n' + hub.read_text())
    workspace = opened(Shared(scorecard=folder))
    words = ("turku", "TURKU", "tur", "Åbo", "åb", "oslo", "york", "New York", "new-york", "new")
    assert [workspace.dataset.hubs.ids[named_hub(workspace, word)] for word in words] == (
        ["turku"] * 5 + ["oslo"] + ["york"] * 4
    )
    with pytest.raises(UsageError, match="there is no hub `osol`"):
        named_hub(workspace, "osol")


@pytest.mark.parametrize("output", ["scorecard.toml", "link.json", "hubs/oslo.toml", "new.toml"])
def test_an_answer_does_not_take_the_place_of_what_it_is_made_of(run: Run, folder: Path, output: str) -> None:
    (folder / "link.json").symlink_to("scorecard.toml")
    before = {path: path.read_bytes() for path in folder.rglob("*.toml")}
    status, out, err = run("-f", "json", "-o", output)
    assert (status, out) == (2, "")
    assert f"`{output}` is a file that answers are made of" in err
    assert {path: path.read_bytes() for path in folder.rglob("*.toml")} == before


def test_nor_that_of_its_table(run: Run, folder: Path) -> None:
    card = (
        (folder / "scorecard.toml").read_text().replace('hubs = "hubs/*.toml"', 'data = { csv = "d.csv", id = "id" }')
    )
    (folder / "scorecard.toml").write_text(card)
    (folder / "d.csv").write_text("id,banks,air\na,1,2\nb,2,3\n")
    assert run("-o", "d.csv").status == 2
    assert run("-o", "other.csv").status == 0


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ("scorecard.toml", "rank -o x.csv"),
        ("hubs/oslo.toml", "rank -o x.csv"),
        ("hubs/oslo.toml", "robust --draws 20 --keep x.csv"),
        ("hubs/oslo.toml", "check --summary x.txt"),
        ("hubs/oslo.toml", "methods -f csv -o x.csv"),
        ("hubs/oslo.toml", "schema -o x.csv"),
        ("hubs/oslo.toml", "init new -f csv -o x.csv"),
        ("hubs/oslo.toml", "set oslo.air.2022 value=3 -o x.csv"),
        ("hubs/oslo.toml", "diff . . -f csv -o x.csv"),
    ],
)
def test_nor_through_a_link(run: Run, folder: Path, target: str, words: str) -> None:
    name = next(name for name in ("x.csv", "x.txt") if name in words)
    (folder / name).symlink_to(target)
    before = {path.name: path.read_bytes() for path in folder.rglob("*.toml")}
    status, out, err = run(*words.split())
    assert (status, out) == (2, "")
    assert f"`{name}` is a file that answers are made of" in err
    assert {path.name: path.read_bytes() for path in folder.rglob("*.toml")} == before


@pytest.mark.parametrize("words", ["methods -f md -o scorecard.toml", "schema -o scorecard.toml"])
def test_nor_that_of_a_scorecard_which_the_answer_is_not_made_of(run: Run, folder: Path, words: str) -> None:
    before = (folder / "scorecard.toml").read_bytes()
    assert run(*words.split()).status == 2
    assert (folder / "scorecard.toml").read_bytes() == before


def test_another_name_of_a_file_is_a_file_of_its_own(run: Run, folder: Path) -> None:
    before = (folder / "hubs/oslo.toml").read_bytes()
    (folder / "x.csv").hardlink_to(folder / "scorecard.toml")
    assert run("rank", "-o", "x.csv").status == 2
    (folder / "y.csv").hardlink_to(folder / "hubs/oslo.toml")
    assert run("rank", "-o", "y.csv").status == 2
    assert (folder / "hubs/oslo.toml").read_bytes() == before
