from __future__ import annotations

import os
import socket
import time
from pathlib import Path

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.reader import TABLE_LIMIT, TOML_LIMIT, read_bytes, read_text


def refused(path: Path, limit: int = 1000) -> Problem:
    with pytest.raises(InputError) as caught:
        read_text(path, limit, "hubs/oslo.toml")
    (problem,) = caught.value.problems
    assert problem.place is not None
    assert problem.place.file == "hubs/oslo.toml"
    return problem


def test_limits_are_those_of_the_design() -> None:
    assert TOML_LIMIT == 1024 * 1024
    assert TABLE_LIMIT == 64 * 1024 * 1024


def test_reads_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes("name = 'Tromsø'\r\n".encode())
    assert read_bytes(path, 1000, "a.toml") == b"name = 'Troms\xc3\xb8'\r\n"
    assert read_text(path, 1000, "a.toml") == "name = 'Tromsø'\r\n"


def test_reads_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.touch()
    assert read_text(path, 1000, "a.toml") == ""


def test_follows_links(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1")
    (tmp_path / "b.toml").symlink_to("a.toml")
    assert read_text(tmp_path / "b.toml", 1000, "b.toml") == "x = 1"


@pytest.mark.parametrize(("size", "fits"), [(99, True), (100, True), (101, False), (5000, False)])
def test_the_limit_is_the_largest_size(tmp_path: Path, size: int, fits: bool) -> None:
    path = tmp_path / "a.toml"
    path.write_text("#" * size)
    if fits:
        assert len(read_bytes(path, 100, "a.toml")) == size
    else:
        problem = refused(path, 100)
        assert problem.rule == "file-size"
        assert "100 bytes" in problem.message


def test_a_file_that_tells_no_size_is_read_whole_and_bounded() -> None:
    path = Path("/proc/self/status")
    if not path.exists():
        pytest.skip("no /proc on this system")
    assert path.stat().st_size == 0
    assert len(read_bytes(path, 1 << 20, "status")) > 100
    assert refused(path, 10).rule == "file-size"


@pytest.mark.parametrize(("added", "fits"), [(500, True), (900, True), (901, False), (100_000, False)])
def test_a_file_that_grows_while_it_is_read_is_read_whole_and_bounded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, added: int, fits: bool
) -> None:
    path = tmp_path / "hubs.toml"
    path.write_bytes(b"a" * 100)
    size_of = os.fstat

    def fstat(descriptor: int) -> os.stat_result:
        status = size_of(descriptor)
        with path.open("ab") as file:
            file.write(b"b" * added)
        return status

    monkeypatch.setattr(os, "fstat", fstat)
    if fits:
        assert read_bytes(path, 1000, "hubs.toml") == b"a" * 100 + b"b" * added
    else:
        assert refused(path).rule == "file-size"


def test_a_missing_file(tmp_path: Path) -> None:
    problem = refused(tmp_path / "none.toml")
    assert problem.rule == "file-missing"
    assert "no such file" in problem.message


def test_a_link_to_nothing_says_where_it_leads(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("gone.toml")
    assert "gone.toml" in refused(tmp_path / "a.toml").hint


def test_a_file_in_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    assert refused(tmp_path / "a" / "b.toml").rule == "file-unreadable"


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "a.toml").symlink_to("b.toml")
    (tmp_path / "b.toml").symlink_to("a.toml")
    assert refused(tmp_path / "a.toml").rule == "file-unreadable"


def test_names_that_no_file_can_have(tmp_path: Path) -> None:
    assert refused(tmp_path / ("x" * 5000)).rule == "file-unreadable"
    assert refused(tmp_path / "a\0b").rule == "file-unreadable"
    assert refused(tmp_path / "a\ud800b").rule == "file-unreadable"


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def deny(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "a.toml"
    path.touch()
    monkeypatch.setattr(os, "open", deny)
    assert "permission denied" in refused(path).message


def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    os.mkfifo(path)
    start = time.monotonic()
    assert "a pipe" in refused(path).message
    assert time.monotonic() - start < 1


def test_a_pipe_that_takes_the_place_of_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, pipe = tmp_path / "a.toml", tmp_path / "pipe"
    path.touch()
    os.mkfifo(pipe)
    really_open = os.open
    monkeypatch.setattr(os, "open", lambda _, flags: really_open(pipe, flags))
    assert "a pipe" in refused(path).message


def test_folders_devices_and_sockets_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x.toml").mkdir()
    assert "a folder" in refused(tmp_path / "x.toml").message
    assert "a device" in refused(Path("/dev/zero")).message
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "s"))
        assert "a socket" in refused(tmp_path / "s").message
