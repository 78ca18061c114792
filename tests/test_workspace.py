"""The front door: finding a scorecard, and loading it with its hubs."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter

import hubscore
from hubscore.errors import InputError, UsageError
from hubscore.workspace import load, shown

CARD = """\
title = "Two"
hubs = "hubs/*.toml"

[measures.m]

[indicators.x]
direction = "higher"
goalposts = [0, 10]

[scenarios.wide]
label = "Wide"
indicators.x.goalposts = [0, 20]

[scenarios.ratio.measures.n]

[scenarios.ratio.indicators.x]
per = "n"
"""
HUB = """\
name = "{name}"
sources.s.title = "S"
data.x.2024 = {{ value = {value}, evidence = "official", source = "s" }}
data.x.2020 = {{ value = 1, evidence = "official", source = "s" }}
data.x.2023 = {{ value = 2, evidence = "announced", source = "s" }}
"""


def folder(tmp_path: Path, card: str = CARD, **hubs: str) -> Path:
    (tmp_path / "hubs").mkdir(parents=True, exist_ok=True)
    (tmp_path / "scorecard.toml").write_text(card, encoding="utf-8")
    for position, (hub, more) in enumerate((hubs or {"a": "", "b": ""}).items(), start=3):
        text = HUB.format(name=hub.upper(), value=position) + more
        (tmp_path / f"hubs/{hub}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def point(workspace: hubscore.Workspace) -> Any:
    return hubscore.score(workspace.dataset, workspace.scorecard).score("x")[0]


def test_folder_or_file(tmp_path: Path) -> None:
    home = folder(tmp_path)
    for path in (home, home / "scorecard.toml", str(home)):
        workspace = hubscore.open(path)
        assert workspace.path == home / "scorecard.toml"
        assert workspace.scorecard.title == "Two"
        assert list(workspace.profiles) == ["a", "b"]
        assert workspace.dataset.series == ("m", "x", "n")
        assert point(workspace) == 30


def test_digests_by_path_below_the_folder(tmp_path: Path) -> None:
    workspace = hubscore.open(wide(tmp_path, "id,x\nC,5\n", a="", b=""))
    names = ["hubs/a.toml", "hubs/b.toml", "raw.csv", "scorecard.toml"]
    assert list(workspace.digests) == names
    assert workspace.digests["raw.csv"] == sha256((tmp_path / "raw.csv").read_bytes()).hexdigest()


def test_settings_are_those_of_one_variant(tmp_path: Path) -> None:
    home = folder(tmp_path)
    assert hubscore.open(home).settings == {
        "title": "Two",
        "hubs": "hubs/*.toml",
        "measures": {"m": {}},
        "indicators": {"x": {"direction": "higher", "goalposts": [0, 10]}},
        "evidence": {"admit": "estimate"},
    }
    settings = hubscore.open(home, "wide", as_of=2020, admit="target").settings
    assert settings["indicators"]["x"]["goalposts"] == [0, 20]
    assert (settings["as_of"], settings["evidence"]) == (2020, {"admit": "target"})


def test_snapshots_for_python(tmp_path: Path, snapshot: dict[str, Any]) -> None:
    (tmp_path / "old.json").write_text(json.dumps(snapshot))
    stored = hubscore.snapshot(tmp_path / "old.json")
    assert hubscore.diff(stored, hubscore.snapshot(str(tmp_path / "old.json"))).moved == ()
    assert [row.hub for row in stored.record.tables.ranking] == ["oslo", "turku"]


def test_scenario(tmp_path: Path) -> None:
    home = folder(tmp_path)
    workspace = hubscore.open(home, scenario="wide")
    assert (workspace.scenario, workspace.scorecard.indicators["x"].goalposts) == ("wide", (0, 20))
    assert point(workspace) == 15


def test_scenario_that_reads_another_measure(tmp_path: Path) -> None:
    more = 'data.n.2024 = { value = 2, evidence = "official", source = "s" }\n'
    home = folder(tmp_path, a=more, b=more)
    assert point(hubscore.open(home, scenario="ratio")) == 15
    zero = more.replace("2,", "0,")
    with pytest.raises(InputError, match="`n` of 2024 is a denominator and not above 0"):
        hubscore.open(folder(tmp_path, a=zero, b=more))


def test_unknown_scenario(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        hubscore.open(folder(tmp_path), scenario="wild")
    [problem] = caught.value.problems
    assert problem.message == "there is no scenario `wild`"
    assert problem.expected == "one of wide, ratio"
    assert problem.hint == "did you mean `wide`?"
    plain = folder(tmp_path, CARD[: CARD.index("[scenarios")])
    with pytest.raises(UsageError) as caught:
        hubscore.open(plain, scenario="wild")
    assert caught.value.problems[0].message == "there is no scenario `wild`: the scorecard has none"


def test_as_of_and_admit_win(tmp_path: Path) -> None:
    home = folder(tmp_path)
    assert point(hubscore.open(home, as_of=2023)) == 10
    assert point(hubscore.open(home, as_of=2023, admit="announced")) == 20
    assert hubscore.open(home, as_of=2023, scenario="wide").scorecard.as_of == 2023


@pytest.mark.parametrize("more", [{"as_of": 1492}, {"as_of": 2200}, {"admit": "rumour"}])
def test_arguments_out_of_range(tmp_path: Path, more: dict[str, Any]) -> None:
    with pytest.raises(UsageError) as caught:
        hubscore.open(folder(tmp_path), **more)
    assert caught.value.problems[0].expected


def test_nothing_to_find(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "x" / "scorecard.toml"):
        with pytest.raises(InputError, match="there is no such file"):
            hubscore.open(path)


@pytest.mark.parametrize("name", ["x" * 5000, "a\0b"])
def test_path_that_no_file_can_have(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError):
        hubscore.open(tmp_path / name)


def test_open_looks_here_if_nothing_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder(tmp_path))
    assert hubscore.open().path == tmp_path / "scorecard.toml"


def test_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert shown(tmp_path / "x/y.toml") == str(Path("x/y.toml"))
    assert shown(Path("/elsewhere/y.toml")) == "/elsewhere/y.toml"


def test_pattern_without_files(tmp_path: Path) -> None:
    home = folder(tmp_path, CARD.replace("hubs/*.toml", "towns/*.toml"))
    with pytest.raises(InputError, match="matches no file") as caught:
        hubscore.open(home)
    place = caught.value.problems[0].place
    assert place is not None
    assert (place.line, place.column) == (2, 8)


def wide(tmp_path: Path, table: str, card: str = "", **hubs: str) -> Path:
    card = CARD.replace("[measures.m]", f'[data]\ncsv = "raw.csv"\nid = "id"\n{card}\n[measures.m]')
    card = card if hubs else card.replace('hubs = "hubs/*.toml"\n', "")
    (folder(tmp_path, card, **hubs) / "raw.csv").write_text(table, encoding="utf-8")
    return tmp_path


def test_wide_table(tmp_path: Path) -> None:
    workspace = hubscore.open(wide(tmp_path, "id,x,more\nC,5,1\nD,,2\n"))
    assert workspace.dataset.hubs.ids == ("c", "d")
    assert workspace.tables == (tmp_path / "raw.csv",)
    assert workspace.ignored == ("more",)
    np.testing.assert_array_equal(hubscore.score(workspace.dataset, workspace.scorecard).index, [50, np.nan])


@pytest.mark.parametrize(("sheet", "index"), [("", 10), ('sheet = "2024"', 20)])
def test_wide_table_in_a_workbook(tmp_path: Path, sheet: str, index: float) -> None:
    card = wide(tmp_path, "", sheet) / "scorecard.toml"
    card.write_text(card.read_text(encoding="utf-8").replace("raw.csv", "raw.xlsx"), encoding="utf-8")
    with xlsxwriter.Workbook(tmp_path / "raw.xlsx") as workbook:
        for name, figure in (("2023", 1), ("2024", 2)):
            page = workbook.add_worksheet(name)
            page.write_row(0, 0, ["id", "x"])
            page.write_row(1, 0, ["a", figure])
    workspace = load(card)
    assert point(workspace) == index
    assert len(workspace.digest) == 64
    assert workspace.tables == (tmp_path / "raw.xlsx",)


def test_wide_table_beside_profiles(tmp_path: Path) -> None:
    workspace = hubscore.open(wide(tmp_path, "id,x\nC,5\n", a="", b=""))
    assert workspace.dataset.hubs.ids == ("a", "b", "c")
    np.testing.assert_allclose(hubscore.score(workspace.dataset, workspace.scorecard).index, [30, 40, 50])


def test_hub_with_a_profile_and_a_row(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        hubscore.open(wide(tmp_path, "id,x\nC,5\nA,4\nb,1\n", a="", b=""))
    assert [problem.message for problem in caught.value.problems] == [
        "the hub `a` has a profile and a row in the table",
        "the hub `b` has a profile and a row in the table",
    ]
    assert {problem.place and problem.place.line for problem in caught.value.problems} == {5}


@pytest.mark.parametrize(
    ("csv", "words"),
    [
        ("../raw.csv", "leaves the scorecard's folder"),
        ("/etc/passwd", "is absolute"),
        ("nowhere.csv", "there is no such file"),
        ("hubs", "it is a folder"),
    ],
)
def test_table_that_cannot_be_read(tmp_path: Path, csv: str, words: str) -> None:
    home = wide(tmp_path, "id,x\nC,5\n")
    (home / "scorecard.toml").write_text((home / "scorecard.toml").read_text().replace("raw.csv", csv))
    with pytest.raises(InputError, match=words) as caught:
        hubscore.open(home)
    [problem] = caught.value.problems
    assert problem.place is not None


def test_faults_of_card_profiles_and_table_are_told_at_once(tmp_path: Path) -> None:
    home = wide(tmp_path, "id,x\nC,five\n", a="nme = 3\n", b="")
    card = (home / "scorecard.toml").read_text().replace("[0, 20]", "[20, 0]")
    (home / "scorecard.toml").write_text(card)
    with pytest.raises(InputError) as caught:
        hubscore.open(home)
    files = [Path(problem.place.file).name for problem in caught.value.problems if problem.place]
    assert files == ["scorecard.toml", "a.toml", "raw.csv"]


def test_denominator_of_a_table_is_refused_at_its_cell(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        hubscore.open(wide(tmp_path, "id,x,n\nC,5,0\n"))
    place = caught.value.problems[0].place
    assert place is not None
    assert (Path(place.file).name, place.line, place.column) == ("raw.csv", 2, 5)


def test_digest_is_of_all_inputs_and_nothing_else(tmp_path: Path) -> None:
    first = hubscore.open(wide(tmp_path / "one", "id,x\nC,5\n", a="", b="")).digest
    assert hubscore.open(wide(tmp_path / "two", "id,x\nC,5\n", a="", b="")).digest == first
    assert len(first) == 64
    row, none = "id,x\nC,5\n", ""
    others = [
        wide(tmp_path / "value", "id,x\nC,6\n", a=none, b=none),
        wide(tmp_path / "comment", row, a="# more\n", b=none),
        wide(tmp_path / "name", row, a=none, d=none),
    ]
    assert len({first, *(hubscore.open(other).digest for other in others)}) == 4


def test_problem_of_scoring_gets_its_place(tmp_path: Path) -> None:
    workspace = load(folder(tmp_path) / "scorecard.toml")
    problem = workspace.placed(hubscore.errors.Problem("r", "m", ("indicators", "x")))
    assert problem.place is not None
    assert problem.place.line == 6
    assert workspace.placed(problem) is problem


def test_broken_scorecard_still_tells_of_profiles(tmp_path: Path) -> None:
    home = folder(tmp_path, CARD.replace("higher", "hgher"), a="nme = 3\n", b="")
    with pytest.raises(InputError) as caught:
        hubscore.open(home)
    assert [problem.key for problem in caught.value.problems] == ["indicators.x.direction", "nme"]


@pytest.mark.parametrize("card", ["title = 1", "colour = 1", "title ="])
def test_what_is_wrong_in_sound_files_is_told_whatever_is_broken(tmp_path: Path, card: str) -> None:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(
        f'{card}\nhubs = "hubs/*.toml"\n[indicators.x]\ndirection = "higher"\ngoalposts = [0, 1]\n'
    )
    (tmp_path / "hubs/a.toml").write_text('name = "A"\ncolour = 2\n')
    reading = '{ value = 1, evidence = "official", source = "nowhere" }'
    (tmp_path / "hubs/b.toml").write_text(f'name = "B"\n[data.x]\n2020 = {reading}\n2021 = {reading}\n')
    with pytest.raises(InputError) as caught:
        hubscore.open(tmp_path)
    files = [Path(problem.place.file).name for problem in caught.value.problems if problem.place]
    assert files == ["scorecard.toml", "a.toml", "b.toml", "b.toml"]


def test_a_scorecard_that_is_not_there_is_the_only_thing_told(tmp_path: Path) -> None:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "hubs/a.toml").write_text("colour = 2\n")
    with pytest.raises(InputError) as caught:
        hubscore.open(tmp_path / "scorecard.toml")
    assert len(caught.value.problems) == 1
