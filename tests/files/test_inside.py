from __future__ import annotations

import os
from pathlib import Path

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files import inside as module
from hubscore.files.inside import glob_inside, inside


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for name in ("hubs/oslo.toml", "hubs/bergen.toml", "hubs/notes.md", "hubs/.hidden.toml", "hubs/north/tromso.toml"):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    (tmp_path / "outside.toml").touch()
    return home


def names(home: Path, pattern: str) -> list[str]:
    return [path.relative_to(home).as_posix() for path in glob_inside(home, pattern)]


def refused(home: Path, pattern: str) -> Problem:
    with pytest.raises(InputError) as caught:
        glob_inside(home, pattern)
    (problem,) = caught.value.problems
    assert (problem.path, problem.at, problem.place) == (("hubs",), "value", None)
    return problem


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("hubs/*.toml", ["hubs/bergen.toml", "hubs/oslo.toml"]),
        ("./hubs//o*.toml", ["hubs/oslo.toml"]),
        ("hubs/oslo.toml", ["hubs/oslo.toml"]),
        ("hubs/?[er]*.toml", ["hubs/bergen.toml"]),
        ("*/*/*.toml", ["hubs/north/tromso.toml"]),
        ("**/*.toml", ["hubs/bergen.toml", "hubs/north/tromso.toml", "hubs/oslo.toml"]),
        ("hubs/**", ["hubs/bergen.toml", "hubs/north/tromso.toml", "hubs/notes.md", "hubs/oslo.toml"]),
        ("**/north/**/*.toml", ["hubs/north/tromso.toml"]),
        ("hubs/.*.toml", ["hubs/.hidden.toml"]),
    ],
)
def test_patterns(home: Path, pattern: str, wanted: list[str]) -> None:
    assert names(home, pattern) == wanted


@pytest.mark.parametrize("pattern", ["../*.toml", "hubs/../../*.toml", "/etc/*", "~/x", "hubs\\*.toml", "C:/x", "a\0b"])
def test_patterns_that_leave_the_folder(home: Path, pattern: str) -> None:
    problem = refused(home, pattern)
    assert "relative" in problem.expected


@pytest.mark.parametrize("pattern", ["", ".", "./", "/", "hubs/", "x" * 5000])
def test_patterns_that_name_nothing(home: Path, pattern: str) -> None:
    assert len(refused(home, pattern).message) < 200


def test_an_empty_answer_says_which_folder_is_missing(home: Path) -> None:
    assert "no folder `hub`" in refused(home, "hub/*.toml").message
    assert "no folder `hubs/south`" in refused(home, "hubs/south/*.toml").message
    assert refused(home, "hubs/*.tml").message == "`hubs/*.tml` matches no file"
    assert refused(home, "*/x/y").message == "`*/x/y` matches no file"
    assert refused(home / "nowhere", "*.toml").message == "`*.toml` matches no file"


def test_what_only_looks_like_a_profile_is_part_of_the_answer(home: Path) -> None:
    (home / "hubs/folder.toml").mkdir()
    os.mkfifo(home / "hubs/pipe.toml")
    (home / "hubs/dangling.toml").symlink_to("nothing")
    (home / "hubs/circle.toml").symlink_to("circle.toml")
    found = set(names(home, "hubs/*.toml"))
    assert {"hubs/folder.toml", "hubs/pipe.toml", "hubs/dangling.toml", "hubs/circle.toml"} <= found


def test_links_are_followed_inside_only(home: Path) -> None:
    (home / "hubs/again.toml").symlink_to("oslo.toml")
    assert "hubs/again.toml" in names(home, "hubs/*.toml")
    (home / "hubs/out.toml").symlink_to("../../outside.toml")
    assert "hubs/out.toml" in refused(home, "hubs/*.toml").message


def test_a_linked_folder_outside_is_refused(home: Path, tmp_path: Path) -> None:
    (home / "up").symlink_to(tmp_path)
    assert "leaves" in refused(home, "up/*.toml").message


def test_links_to_folders_make_no_circle(home: Path) -> None:
    (home / "hubs/loop").symlink_to("..")
    assert "hubs/oslo.toml" in names(home, "**/*.toml")


def test_the_folder_may_itself_be_a_link(home: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(home)
    assert names(tmp_path / "link", "hubs/o*.toml") == ["hubs/oslo.toml"]


def test_at_most_so_many_files(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 2)
    assert len(glob_inside(home, "hubs/*.toml")) == 2
    (home / "hubs/a.toml").touch()
    assert "more than 2 files" in refused(home, "hubs/*.toml").message


def test_at_most_so_much_to_look_at(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for depth in range(10):
        (home / "deep" / "/".join("d" * depth)).mkdir(parents=True)
    monkeypatch.setattr(module, "MOST_VISITED", 20)
    assert "look at more than 20" in refused(home, "**/*/**/*/**/*.toml").message


def test_a_folder_that_may_not_be_read(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(path: object) -> object:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(os, "scandir", deny)
    assert "permission denied" in refused(home, "hubs/*.toml").message


def test_inside_joins_and_holds_the_same_rule(home: Path, tmp_path: Path) -> None:
    assert inside(home, "raw/table.csv") == home / "raw" / "table.csv"
    (home / "out.csv").symlink_to(tmp_path / "outside.toml")
    for written in ("../outside.toml", "/etc/passwd", "raw\\x.csv", "out.csv", "", "a\0"):
        with pytest.raises(InputError) as caught:
            inside(home, written)
        assert caught.value.problems[0].path == ("data", "csv")
        assert caught.value.problems[0].at == "value"
