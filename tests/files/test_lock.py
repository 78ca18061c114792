from __future__ import annotations

import errno
import fcntl
import threading
from pathlib import Path

import pytest

from hubscore.errors import WriteError
from hubscore.files.lock import locked
from hubscore.files.write import DRAFT, write_over, write_whole


def test_one_at_a_time(tmp_path: Path) -> None:
    busy = pytest.raises(WriteError, match="another process is editing there; try again")
    with locked(tmp_path), busy, locked(tmp_path, patience=0.02):
        pass
    with locked(tmp_path, patience=0):
        pass


def test_who_waits_comes_next(tmp_path: Path) -> None:
    order, inside = [], threading.Event()

    def wait() -> None:
        inside.set()
        with locked(tmp_path):
            order.append("second")

    with locked(tmp_path):
        waiting = threading.Thread(target=wait)
        waiting.start()
        assert inside.wait(10)
        order.append("first")
    waiting.join(10)
    assert order == ["first", "second"]


def test_other_folders_are_free(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with locked(tmp_path), locked(tmp_path / "a", patience=0):
        assert list(tmp_path.iterdir()) == [tmp_path / "a"]  # nothing that could be left over


def test_only_what_an_edit_left_is_cleared_away(tmp_path: Path) -> None:
    stays = [f"{DRAFT}x.tmp", f"{DRAFT}{'0' * 16}.tmp.toml", f".hubscore-{'0' * 16}.tmp", "scorecard.toml"]
    for name in (*stays, f"{DRAFT}{'0a' * 8}.tmp"):
        (tmp_path / name).touch()
    (tmp_path / f"{DRAFT}{'1' * 16}.tmp").mkdir()  # not ours: no edit makes folders
    with locked(tmp_path):
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*stays, f"{DRAFT}{'1' * 16}.tmp"])


def test_the_names_of_edits_are_those_that_are_cleared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, there = tmp_path / "a.toml", []
    write_whole(path, b"old")
    really = Path.replace
    monkeypatch.setattr(Path, "replace", lambda self, other: (there.append(self.name), really(self, other))[1])
    write_over(path, b"new", b"old", "a.toml")
    [name] = there
    (tmp_path / name).touch()
    with locked(tmp_path):
        assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(WriteError, match=r"cannot lock the folder .*: no such file or directory"),
        locked(tmp_path / "x"),
    ):
        pass


def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(WriteError, match="no locks available"), locked(tmp_path):
        pass
