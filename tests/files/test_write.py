from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hubscore.errors import Place, WriteError
from hubscore.files.write import write_folder, write_stream, write_whole


def refused(path: Path, data: bytes = b"new") -> str:
    with pytest.raises(WriteError) as caught:
        write_whole(path, data)
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == str(path)
    assert isinstance(caught.value.__cause__, OSError | ValueError)
    return problem.message


def test_writes_a_new_file_with_the_usual_mode(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.json", b"new")
    (tmp_path / "b.json").touch()
    assert (tmp_path / "a.json").read_bytes() == b"new"
    assert (tmp_path / "a.json").stat().st_mode == (tmp_path / "b.json").stat().st_mode
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.json", "b.json"]


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_replaces_and_keeps_the_mode(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"a much longer old content")
    path.chmod(mode)
    before = path.stat().st_ino
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert path.stat().st_mode & 0o7777 == mode
    assert path.stat().st_ino != before
    assert list(tmp_path.iterdir()) == [path]


def test_follows_a_link_and_leaves_it(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real/a.json").write_bytes(b"old")
    (tmp_path / "link.json").symlink_to("real/a.json")
    write_whole(tmp_path / "link.json", b"new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real/a.json").read_bytes() == b"new"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.json", "real"]


def test_a_link_to_nothing_makes_its_target(tmp_path: Path) -> None:
    (tmp_path / "link.json").symlink_to("a.json")
    write_whole(tmp_path / "link.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 255)
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("step", ["write", "fsync", "fchmod"])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, step, fail)
    assert "no space left" in refused(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.json", b"new")
    assert list(tmp_path.iterdir()) == []


def test_short_writes_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, data: really_write(descriptor, data[:3]))
    write_whole(tmp_path / "a.json", b"0123456789")
    assert (tmp_path / "a.json").read_bytes() == b"0123456789"


def test_the_file_and_then_its_folder_reach_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced = []
    monkeypatch.setattr(os, "fsync", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    write_whole(tmp_path / "a.json", b"new")
    assert synced == [(tmp_path / "a.json").stat().st_ino, tmp_path.stat().st_ino]


@pytest.mark.parametrize(("code", "passes"), [(errno.EINVAL, True), (errno.EIO, False)])
def test_a_folder_that_cannot_be_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int, passes: bool
) -> None:
    folder = tmp_path.stat().st_ino

    def fail(descriptor: int) -> None:
        if os.fstat(descriptor).st_ino == folder:
            raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "fsync", fail)
    if passes:
        write_whole(tmp_path / "a.json", b"new")
    else:
        message = refused(tmp_path / "a.json")
        assert message == f"{tmp_path / 'a.json'} is written, but may not last: input/output error"
    assert (tmp_path / "a.json").read_bytes() == b"new"


def test_places_where_nothing_can_be_written(tmp_path: Path) -> None:
    assert "no such file or directory" in refused(tmp_path / "none" / "a.json")
    assert "is a directory" in refused(tmp_path)
    (tmp_path / "circle").symlink_to("circle")
    refused(tmp_path / "circle")
    refused(tmp_path / "a\0b")
    refused(tmp_path / ("x" * 300))


def test_a_protected_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert "permission denied" in refused(path)
    assert path.read_bytes() == b"old"


def test_devices_are_written_straight() -> None:
    write_whole(Path("/dev/null"), b"new")
    if Path("/dev/full").exists():
        assert "no space left" in refused(Path("/dev/full"))
    assert not Path("/dev/null").is_file()


def test_a_pipe_is_written_straight(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(path.read_bytes()), daemon=True)
    reader.start()
    write_whole(path, b"new" * 100_000)
    reader.join(10)
    assert received == [b"new" * 100_000]
    assert path.is_fifo()


@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1"])
def test_standard_output_may_be_a_pipe_or_a_file(tmp_path: Path, name: str) -> None:
    if not Path(name).exists():
        pytest.skip(f"no {name} on this system")
    program = f"from hubscore.files.write import *; write_whole(Path({name!r}), b'new')"
    piped = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert piped.stdout == b"new"
    path = tmp_path / "out"
    path.write_bytes(b"old ")
    with path.open("ab") as file:
        subprocess.run([sys.executable, "-c", program], stdout=file, check=True)
    assert path.read_bytes() == b"old new"


def test_pieces_are_written_as_they_come(tmp_path: Path) -> None:
    path, there = tmp_path / "a.csv", []

    def pieces() -> Iterator[bytes]:
        yield b"one\n"
        there.extend(other for other in tmp_path.iterdir() if other.read_bytes() == b"one\n")
        yield b"two\n"

    write_stream(path, pieces())
    assert len(there) == 1
    assert path.read_bytes() == b"one\ntwo\n"
    assert list(tmp_path.iterdir()) == [path]


def test_an_interrupt_between_pieces_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_stream(path, pieces())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_is_made_and_filled_and_the_rest_of_it_stays(tmp_path: Path) -> None:
    folder = tmp_path / "out"
    write_folder(folder, {"a.csv": b"one", "b.csv": b"two"})
    (folder / "other").write_text("kept")
    write_folder(folder, {"a.csv": b"new"})
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        "a.csv": b"new",
        "b.csv": b"two",
        "other": b"kept",
    }


@pytest.mark.parametrize("name", ["file", "nowhere/out", "x" * 300])
def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("here")
    with pytest.raises(WriteError, match="cannot make the folder") as caught:
        write_folder(tmp_path / name, {"a.csv": b"one"})
    assert caught.value.problems[0].place == Place(file=str(tmp_path / name))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_of_many_files_none_is_replaced_where_one_has_no_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = {"a.csv": b"old a", "b.csv": b"old b"}
    write_folder(tmp_path / "out", old)
    write = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if bytes(data) == b"new b":
            raise OSError(errno.ENOSPC, "No space left on device")
        return write(descriptor, data)

    monkeypatch.setattr(os, "write", full)
    for folder in ("out", "fresh"):
        with pytest.raises(WriteError, match=r"cannot write .*b\.csv: no space left"):
            write_folder(tmp_path / folder, {"a.csv": b"new a", "b.csv": b"new b", "c.csv": b"new c"})
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == old
    assert [path.name for path in tmp_path.iterdir()] == ["out"]  # what was made is taken back


def test_a_name_that_cannot_be_given_says_how_many_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really = Path.replace

    def fail(self: Path, other: str) -> Path:
        if other.endswith("b.csv"):
            raise OSError(errno.EIO, "Input/output error")
        return really(self, other)

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(WriteError, match=r"b\.csv: input/output error") as caught:
        write_folder(tmp_path, {"a.csv": b"new", "b.csv": b"new", "c.csv": b"new"})
    assert caught.value.problems[0].hint == "1 of 3 files of the folder are written already"
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_what_is_no_file_is_not_replaced_in_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    with pytest.raises(WriteError, match="it is no regular file"):
        write_folder(tmp_path, {"a.csv": b"new"})
    assert (tmp_path / "a.csv").is_fifo()


def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "out"):
        folder.mkdir(exist_ok=True)
        (folder / f".hubscore-{'0a' * 8}.tmp").write_bytes(b"half of an ans")
    write_whole(tmp_path / "a.json", b"new")
    write_folder(tmp_path / "out", {"b.csv": b"new"})
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.json", "b.csv", "out"]
