"""Many new files: all or none, never over one that is there."""

from __future__ import annotations

import errno
import os
import signal
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest

from hubscore.errors import UsageError, WriteError
from hubscore.files.create import write_new

FILES = {"a.txt": b"1", "deep/down/b.txt": b"2", "deep/c.txt": b"3"}


def all_in(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["new", "new/deeper/still", "."])
def test_all_are_written(tmp_path: Path, name: str) -> None:
    write_new(tmp_path / name, FILES, name)
    assert all_in(tmp_path / name) == FILES
    assert [path.name for path in tmp_path.rglob(".hubscore*")] == []


def test_what_else_is_there_stays(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "mine").write_text("x")
    write_new(tmp_path, FILES, ".")
    assert all_in(tmp_path) == FILES | {"deep/mine": b"x"}


def test_what_is_there_is_named_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.txt").write_text("mine")
    (tmp_path / "a.txt").symlink_to("nowhere")
    with pytest.raises(UsageError, match=r"`here` already has `a\.txt`, `deep/c\.txt`$") as caught:
        write_new(tmp_path, FILES, "here", "do something else")
    assert caught.value.problems[0].hint == "nothing was written; do something else"
    assert all_in(tmp_path) == {"deep/c.txt": b"mine"}


def test_of_many_the_first_are_named(tmp_path: Path) -> None:
    files = {f"{number}": b"" for number in range(8)}
    write_new(tmp_path, files, ".")
    with pytest.raises(UsageError, match=r"^this folder already has `0`, `1`, `2`, `3`, `4` and 3 more$"):
        write_new(tmp_path, files, ".")


def test_a_file_where_a_folder_has_to_be(tmp_path: Path) -> None:
    (tmp_path / "deep").write_text("x")
    with pytest.raises(UsageError, match="already has `deep/down/b"):
        write_new(tmp_path, FILES, ".")
    with pytest.raises(UsageError, match="is a file, not a folder"):
        write_new(tmp_path / "deep" / "er", FILES, ".")
    assert all_in(tmp_path) == {"deep": b"x"}


@pytest.mark.parametrize("name", ["new/folder", "."])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, error: BaseException
) -> None:
    (tmp_path / "mine").write_text("x")
    calls = iter([None, None, error])

    def failing(_: int) -> None:
        found = next(calls)
        if found is not None:
            raise found

    monkeypatch.setattr(os, "fsync", failing)
    with pytest.raises(WriteError if isinstance(error, OSError) else KeyboardInterrupt) as caught:
        write_new(tmp_path / name, FILES, name)
    assert [path.name for path in tmp_path.rglob("*")] == ["mine"]
    if isinstance(caught.value, WriteError):
        assert caught.value.problems[0].message == f"cannot write {name}: no space left on device"


def test_a_file_that_comes_in_between_is_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.files.create._is_taken", lambda *_: False)
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.txt").write_text("mine")
    with pytest.raises(WriteError, match="file exists"):
        write_new(tmp_path, FILES, ".")
    assert all_in(tmp_path) == {"deep/c.txt": b"mine"}


def died(path: Path, at: str) -> None:
    """A run that is killed while its files appear, after the first one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which this does not use
        child = os.fork()
    if child == 0:
        sys.settrace(None)
        calls, really = [], os.link

        def die(*given: Any) -> None:
            calls.append(given)
            if len(calls) == 2 or at == "rename":
                os.kill(os.getpid(), signal.SIGKILL)
            really(*given)

        setattr(Path if at == "rename" else os, at, die)
        try:
            write_new(path, FILES, "here")
        finally:
            os._exit(1)
    assert os.waitpid(child, 0)[1] == signal.SIGKILL


@pytest.mark.parametrize(("name", "at"), [("new", "rename"), (".", "link")])
def test_after_a_killed_run_the_next_one_goes_on(tmp_path: Path, name: str, at: str) -> None:
    (tmp_path / "mine").write_bytes(b"x")
    died(tmp_path / name, at)
    there = {path: data for path, data in all_in(tmp_path).items() if ".hubscore-" not in path}
    assert there == ({"mine": b"x"} if at == "rename" else {"mine": b"x", "a.txt": b"1"})  # each whole, or not there
    write_new(tmp_path / name, FILES, name)
    assert all_in(tmp_path / name) == FILES | ({"mine": b"x"} if name == "." else {})
    assert [path.name for path in tmp_path.rglob(".hubscore*")] == []
    with pytest.raises(UsageError, match="already has"):
        write_new(tmp_path / name, FILES, name)


def test_what_is_there_but_otherwise_is_not_gone_on_with(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"2")
    with pytest.raises(UsageError, match=r"already has `a\.txt`"):
        write_new(tmp_path, FILES, ".")
    assert all_in(tmp_path) == {"a.txt": b"2"}


def test_a_file_system_without_second_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    write_new(tmp_path, FILES, ".")
    assert all_in(tmp_path) == FILES
    monkeypatch.setattr("hubscore.files.create._is_taken", lambda *_: False)
    with pytest.raises(WriteError, match="file exists"):
        write_new(tmp_path, FILES, ".")
    assert all_in(tmp_path) == FILES
