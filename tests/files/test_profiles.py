"""Reading all profiles that a pattern finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.errors import InputError, Place, Problem
from hubscore.files import profiles
from hubscore.files.profiles import Profiles, read_profile, read_profiles
from hubscore.model.profile import Profile


def read(folder: Path, pattern: str = "*.toml", fault: str = "") -> Profiles:
    def check(profile: Profile) -> list[Problem]:
        return [Problem("r", "odd", ("name",), "value")] if profile.name == fault else []

    return read_profiles(folder / "scorecard.toml", pattern, lambda path: path.name, check)


def write(folder: Path, **names: str) -> Path:
    for stem, name in names.items():
        (folder / f"{stem}.toml").write_text(f'name = "{name}"\n', encoding="utf-8")
    return folder


def test_profiles_by_the_names_of_their_files(tmp_path: Path) -> None:
    found = read(write(tmp_path, b="Bee", a="Ay"))
    assert {hub: profile.name for hub, profile in found.found.items()} == {"a": "Ay", "b": "Bee"}
    assert found.texts == {"a": 'name = "Ay"\n', "b": 'name = "Bee"\n'}
    assert (found.names, found.problems) == (["a", "b"], [])


def test_all_that_is_wrong_in_all_files(tmp_path: Path) -> None:
    write(tmp_path, a="Ay", b="", c="Cee")
    (tmp_path / "d.toml").write_text("name = ", encoding="utf-8")
    found = read(tmp_path, fault="Cee")
    assert list(found.found) == ["a", "c"]
    assert found.names == ["a", "b", "c", "d"]
    assert [problem.place and problem.place.file for problem in found.problems] == ["b.toml", "c.toml", "d.toml"]


@pytest.mark.parametrize("name", ["Oslo", "a b", "-a", "ä", "x" * 65])
def test_name_that_is_no_id(tmp_path: Path, name: str) -> None:
    found = read(write(tmp_path, **{name: "A"}))
    [problem] = found.problems
    assert problem.message == "the file has a name that is no hub's id"
    assert problem.found == name
    assert problem.place is not None
    assert problem.place.file == f"{name}.toml"


def test_two_files_of_one_hub(tmp_path: Path) -> None:
    (tmp_path / "east").mkdir()
    (tmp_path / "west").mkdir()
    write(tmp_path / "east", a="Ay")
    write(tmp_path / "west", a="Ay")

    def below(path: Path) -> str:
        return path.relative_to(tmp_path).as_posix()

    [problem] = read_profiles(tmp_path / "scorecard.toml", "*/a.toml", below, lambda _: []).problems
    assert problem.message == "the hub `a` has two files, this one and east/a.toml"
    assert problem.place == Place("west/a.toml")
    assert problem.hint.startswith("rename or remove one of them")


def test_pattern_without_files(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        read(tmp_path)


def test_scorecard_beside_the_profiles_is_none_of_them(tmp_path: Path) -> None:
    (tmp_path / "scorecard.toml").touch()
    with pytest.raises(InputError, match="matches no file but the scorecard itself"):
        read(tmp_path)
    assert list(read(write(tmp_path, a="Ay")).found) == ["a"]


def test_folder_in_place_of_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "hubs").mkdir()
    with pytest.raises(InputError, match="is a folder") as caught:
        read(tmp_path, "hubs")
    assert caught.value.problems[0].hint == "did you mean `hubs/*.toml`?"


def test_one_profile_wherever_it_lies(tmp_path: Path) -> None:
    write(tmp_path, narvik="Narvik", b="")
    hub, profile = read_profile(tmp_path / "narvik.toml", "there/narvik.toml", lambda _: [])
    assert (hub, profile.name) == ("narvik", "Narvik")
    for name, rule in (("b", "name"), ("No Hub", "bad-key"), ("absent", "file-missing")):
        with pytest.raises(InputError) as caught:
            read_profile(tmp_path / f"{name}.toml", "there.toml", lambda _: [])
        assert [problem.rule for problem in caught.value.problems] == [rule]
        assert [problem.place and problem.place.file for problem in caught.value.problems] == ["there.toml"]
    with pytest.raises(InputError, match="odd"):
        read_profile(tmp_path / "narvik.toml", "n", lambda _: [Problem("r", "odd", ("name",), "value")])


def test_profiles_that_are_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="Ay", b="Bee")
    monkeypatch.setattr(profiles, "MOST_BYTES", 2 * len('name = "Bee"\n') - 1)
    assert len(read(tmp_path).found) == 2
    monkeypatch.setattr(profiles, "MOST_BYTES", 1 << 1)
    with pytest.raises(InputError, match=r"`\*\.toml` finds profiles of more than 0 MiB together") as caught:
        read(tmp_path)
    assert caught.value.problems[0].path == ("hubs",)
    (tmp_path / "c.toml").symlink_to("gone")  # is refused for what it is
    monkeypatch.undo()
    assert [problem.rule for problem in read(tmp_path).problems] == ["file-missing"]


def test_after_very_many_problems_no_more_are_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a="", b="", c="")
    monkeypatch.setattr(profiles, "MOST_FAULTS", 2)
    found = read(tmp_path)
    assert len(found.problems) == 2
    assert found.names == ["a", "b", "c"]  # which are hubs all the same
