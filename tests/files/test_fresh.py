"""New files without a name: locked as long as somebody writes them, cleared away when that one is dead."""

from __future__ import annotations

import errno
import fcntl
import os
from pathlib import Path

import pytest

from hubscore.files import fresh
from hubscore.files.fresh import fresh_file, fresh_folder, sweep, sync_folder

LEFT = f".hubscore-{'0a' * 8}.tmp"


def test_a_file_is_gone_unless_it_gets_a_name(tmp_path: Path) -> None:
    with fresh_file(tmp_path, 0o600) as (descriptor, path):
        os.write(descriptor, b"new")
        assert path.read_bytes() == b"new"
        assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == []
    with fresh_file(tmp_path) as (_, path):
        path.rename(tmp_path / "kept")
    assert [each.name for each in tmp_path.iterdir()] == ["kept"]


def test_a_folder_is_gone_with_all_that_is_in_it(tmp_path: Path) -> None:
    with fresh_folder(tmp_path, 0o700) as path:
        (path / "deep").mkdir()
        (path / "deep/file").touch()
        assert path.stat().st_mode & 0o777 == 0o700
    assert list(tmp_path.iterdir()) == []


def test_what_somebody_writes_is_left_alone_and_what_nobody_does_is_cleared_away(tmp_path: Path) -> None:
    with fresh_file(tmp_path) as (_, file), fresh_folder(tmp_path) as folder:
        (tmp_path / LEFT).touch()
        (tmp_path / LEFT.replace("-", "-edit-")).touch()  # as earlier versions called them
        (tmp_path / LEFT.replace("a", "b") / "deep").mkdir(parents=True)
        (tmp_path / LEFT.replace("a", "b") / "deep/file").touch()
        sweep(tmp_path)
        assert {*tmp_path.iterdir()} == {file, folder}


def test_only_names_of_our_own_are_cleared_away(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "file").touch()
    stays = {".hubscore-x.tmp", f"{LEFT}.toml", f"a{LEFT}", "scorecard.toml"}
    for name in stays:
        (tmp_path / name).touch()
    os.mkfifo(tmp_path / LEFT)  # not waited for
    (tmp_path / LEFT.replace("a", "b")).symlink_to("outside")
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == stays | {"outside", LEFT, LEFT.replace("a", "b")}
    assert (outside / "file").exists()


def test_what_another_user_left_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / LEFT).touch()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    sweep(tmp_path)
    assert (tmp_path / LEFT).exists()


def test_a_folder_that_is_not_there_has_nothing_to_clear_away(tmp_path: Path) -> None:
    sweep(tmp_path / "none")


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP])
def test_without_locks_all_is_written_and_nothing_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    (tmp_path / LEFT).touch()
    with fresh_file(tmp_path) as (_, path):
        sweep(tmp_path)
        assert path.exists()
    assert [each.name for each in tmp_path.iterdir()] == [LEFT]


def test_who_is_swept_before_the_lock_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really, names = fresh._held, []

    def late(descriptor: int) -> bool:
        """Another run clears away between the making and the lock."""
        names.append(descriptor)
        if len(names) == 1:
            sweep(tmp_path)
        return really(descriptor)

    monkeypatch.setattr(fresh, "_held", late)
    with fresh_file(tmp_path) as (_, path):
        assert list(tmp_path.iterdir()) == [path]
    assert len(names) == 2
    names.clear()
    with fresh_folder(tmp_path) as path:
        assert list(tmp_path.iterdir()) == [path]
    assert len(names) == 2


def test_who_is_just_being_swept_begins_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really, calls = fcntl.flock, []

    def busy(descriptor: int, how: int) -> None:
        calls.append(descriptor)
        if len(calls) == 1:
            raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")
        really(descriptor, how)

    monkeypatch.setattr(fcntl, "flock", busy)
    with fresh_file(tmp_path) as (_, path):
        assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.EINVAL, errno.EOPNOTSUPP])
def test_a_file_system_that_cannot_sync_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(_: int) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", refuse)
    sync_folder(tmp_path)


def test_a_folder_that_may_be_written_but_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    sync_folder(tmp_path)
