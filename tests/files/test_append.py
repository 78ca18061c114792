from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from hubscore.errors import WriteError
from hubscore.files.append import append, size_of


def test_a_new_file_is_made(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    append(path, b"one\n")
    assert path.read_bytes() == b"one\n"
    assert size_of(path) == 4


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"one\n")
    path.chmod(0o640)
    append(path, b"two\n")
    assert path.read_bytes() == b"one\ntwo\n"
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.md").write_bytes(b"one\n")
    (tmp_path / "link.md").symlink_to("real.md")
    append(tmp_path / "link.md", b"two\n")
    assert (tmp_path / "real.md").read_bytes() == b"one\ntwo\n"
    assert (tmp_path / "link.md").is_symlink()


@pytest.mark.parametrize("name", ["no/folder.md", ".", "a\0b"])
def test_what_cannot_be_written_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(WriteError) as caught:
        append(tmp_path / name, b"x")
    [problem] = caught.value.problems
    assert problem.rule == "write"
    assert problem.message.startswith(f"cannot write {tmp_path / name}: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
def test_a_full_device_is_told_as_such() -> None:
    with pytest.raises(WriteError, match="cannot write /dev/full: no space left"):
        append(Path("/dev/full"), b"x")


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"one\n")
    write = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) < 5:
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:3])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(WriteError, match="no space left"):
        append(path, b"two three\n")
    assert path.read_bytes() == b"one\n"


def test_a_pipe_without_a_reader_is_no_place_to_wait_at(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    with pytest.raises(WriteError):
        append(tmp_path / "pipe.md", b"x")


def test_no_file_has_no_size(tmp_path: Path) -> None:
    assert size_of(tmp_path / "none.md") == 0


@pytest.mark.parametrize("name", ["none.md/more.md", "a\0b"])
def test_a_size_that_cannot_be_told_is_no_size(tmp_path: Path, name: str) -> None:
    (tmp_path / "none.md").write_bytes(b"one\n")
    with pytest.raises(WriteError) as caught:
        size_of(tmp_path / name)
    [problem] = caught.value.problems
    assert problem.message.startswith(f"cannot write {tmp_path / name}: ")


def test_a_device_takes_what_it_is_given() -> None:
    append(Path("/dev/null"), b"x")


def test_an_interrupt_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"one\n")
    write = os.write

    def interrupted(descriptor: int, data: memoryview) -> int:
        if len(data) < 10:
            raise KeyboardInterrupt
        return write(descriptor, data[:3])

    monkeypatch.setattr(os, "write", interrupted)
    with pytest.raises(KeyboardInterrupt):
        append(path, b"two three\n")
    assert path.read_bytes() == b"one\n"


def test_what_somebody_else_adds_meanwhile_is_not_cut_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "summary.md"
    path.write_bytes(b"one\n")
    write = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) < 10:
            with path.open("ab") as other:
                other.write(b"other\n")
            raise OSError(28, "No space left on device")
        return write(descriptor, data[:3])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(WriteError, match="no space left"):
        append(path, b"two three\n")
    assert path.read_bytes() == b"one\ntwoother\n"
