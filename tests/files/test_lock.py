from __future__ import annotations

import errno
import fcntl
import os
import threading
from pathlib import Path

import pytest

from hubscore.errors import WriteError
from hubscore.files.lock import WITHOUT, locked


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


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    for name in ("scorecard.toml", f".hubscore-{'0a' * 8}.tmp"):
        (tmp_path / name).touch()
    with locked(tmp_path):
        assert [path.name for path in tmp_path.iterdir()] == ["scorecard.toml"]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with (
        pytest.raises(WriteError, match=r"cannot lock the folder .*: no such file or directory"),
        locked(tmp_path / "x"),
    ):
        pass


@pytest.mark.parametrize("code", [errno.ENOLCK, errno.EOPNOTSUPP, errno.EBADF])  # the last is what NFS says of folders
def test_a_file_system_without_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    def refuse(*_: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(WriteError, match=os.strerror(code).lower()) as caught, locked(tmp_path):
        pass
    assert caught.value.problems[0].hint == WITHOUT
    assert WITHOUT.startswith("nothing was written")


def test_a_descriptor_that_complains_of_its_end_is_gone_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = os.close

    def complain(descriptor: int) -> None:
        close(descriptor)
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "close", complain)
    with locked(tmp_path):
        pass
    with locked(tmp_path, patience=0):
        pass
