from __future__ import annotations

import errno
import os
import random
import resource
import signal
import sys
import time
import tomllib
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

from hubscore.errors import InputError, WriteError
from hubscore.files.edit import Draft, draft, editing
from hubscore.files.splice import Changes

CARD = """#:schema schema/scorecard.json
[weights] # of everything
finance      = 0.30 # the most
connectivity = 0.25

# the end
"""


def changed(path: Path, changes: Changes) -> Draft:
    with editing(path.parent) as hold:
        hold(path, path.name)
        found = draft(path, path.name, changes)
        found.save()
    return found


def card(folder: Path, data: bytes = CARD.encode()) -> Path:
    path = folder / "scorecard.toml"
    path.write_bytes(data)
    return path


def left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".hubscore")]


def count(path: Path) -> int:
    number = tomllib.loads(path.read_text())["weights"]["finance"]
    assert isinstance(number, int)
    return number


def forked(work: Callable[[], object]) -> int:
    """Do some work in a process of its own; it starts at once, since everything is loaded."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which the work does not use
        child = os.fork()
    if child == 0:
        sys.settrace(None)  # coverage of this is told by the other tests, and would slow it
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    return child


def test_one_value_and_nothing_else(tmp_path: Path) -> None:
    path = card(tmp_path)
    found = changed(path, {("weights", "finance"): 0.4})
    assert path.read_text() == CARD.replace("0.30", "0.40")
    assert left(tmp_path) == []
    assert found.diff() == [
        "--- a/scorecard.toml",
        "+++ b/scorecard.toml",
        "@@ -1,6 +1,6 @@",
        " #:schema schema/scorecard.json",
        " [weights] # of everything",
        "-finance      = 0.30 # the most",
        "+finance      = 0.40 # the most",
        " connectivity = 0.25",
        " ",
        " # the end",
    ]


def test_nothing_to_change_writes_nothing(tmp_path: Path) -> None:
    path = card(tmp_path)
    before = path.stat()
    assert changed(path, {("weights", "finance"): 0.3}).diff() == []
    assert changed(path, {}).diff() == []
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_and_mark_stay(tmp_path: Path, mark: bytes, end: str) -> None:
    text = CARD.replace("\n", end)
    path = card(tmp_path, mark + text.encode())
    found = changed(path, {("weights", "finance"): 0.4, ("weights", "biotech"): 1, ("new", "x"): "é"})
    new = text.replace("0.30", "0.40").replace("0.25", f"0.25{end}biotech      = 1")
    new = new.replace("# the end", f'[new]{end}x = "é"{end}{end}# the end')
    assert path.read_bytes() == mark + new.encode()
    assert "\r" not in "".join(found.diff())


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o755])
def test_mode_and_owner_stay(tmp_path: Path, mode: int) -> None:
    path = card(tmp_path)
    if os.geteuid() == 0:
        os.chown(path, 12345, 23456)
    path.chmod(mode)
    before = path.stat()
    changed(path, {("weights", "finance"): 0.4})
    after = path.stat()
    assert after.st_ino != before.st_ino
    assert (after.st_mode, after.st_uid, after.st_gid) == (before.st_mode, before.st_uid, before.st_gid)


def test_who_may_not_give_a_file_away_still_edits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    path = card(tmp_path)
    monkeypatch.setattr(os, "fchown", refuse)
    changed(path, {("weights", "finance"): 0.4})
    assert "0.40" in path.read_text()


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_a_read_only_file_is_refused_until_writing_is_permitted(tmp_path: Path, mode: int) -> None:
    path = card(tmp_path)
    path.chmod(mode)
    with pytest.raises(WriteError, match=r"it is read-only \(chmod u\+w scorecard.toml permits writing\)"):
        changed(path, {("weights", "finance"): 0.4})
    assert path.read_text() == CARD
    assert left(tmp_path) == []
    path.chmod(mode | 0o200)
    changed(path, {("weights", "finance"): 0.4})
    assert "0.40" in path.read_text()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target = card(tmp_path / "real")
    path = tmp_path / "scorecard.toml"
    path.symlink_to("real/scorecard.toml")
    changed(path, {("weights", "finance"): 0.4})
    assert path.is_symlink()
    assert not target.is_symlink()
    assert "0.40" in target.read_text()
    assert left(tmp_path) == left(tmp_path / "real") == []


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    target = card(tmp_path)
    (tmp_path / "inner").mkdir()
    path = tmp_path / "inner/scorecard.toml"
    path.symlink_to("../scorecard.toml")
    with pytest.raises(InputError, match="a link that leads out of the scorecard's folder"):
        changed(path, {("weights", "finance"): 0.4})
    assert target.read_text() == CARD


def test_another_name_of_the_file_keeps_the_old_text(tmp_path: Path) -> None:
    path = card(tmp_path)
    (tmp_path / "other.toml").hardlink_to(path)
    changed(path, {("weights", "finance"): 0.4})
    assert (tmp_path / "other.toml").read_text() == CARD


def test_what_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    data = CARD.encode() + b"# \xe9\n"
    path = card(tmp_path, data)
    with pytest.raises(InputError, match="not UTF-8"):
        changed(path, {("weights", "finance"): 0.4})
    assert path.read_bytes() == data


def test_what_only_another_reader_takes_is_refused(tmp_path: Path) -> None:
    data = b"[weights]\nfinance = 1\n[scenarios]\nx = { weights = { finance = 1, }, }\n"  # as TOML 1.1 has it
    path = card(tmp_path, data)
    with pytest.raises(InputError):
        changed(path, {("weights", "finance"): 0.4})
    assert path.read_bytes() == data


def test_a_file_that_would_be_too_large_is_refused(tmp_path: Path) -> None:
    path = card(tmp_path, CARD.encode() + b"#" * ((1 << 20) - len(CARD)))
    with pytest.raises(InputError, match="larger than 1 MiB"):
        changed(path, {("weights", "biotech"): 0.4})
    assert path.stat().st_size == 1 << 20


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = card(tmp_path)
    with pytest.raises(InputError, match="half of a surrogate pair"):
        changed(path, {("weights", "note"): "\udcff"})
    assert path.read_text() == CARD


def test_what_another_program_has_just_written_is_not_lost(tmp_path: Path) -> None:
    path = card(tmp_path)
    with editing(tmp_path):
        found = draft(path, path.name, {("weights", "finance"): 0.4})
        path.write_text("other = 1\n")
        with pytest.raises(WriteError, match="somebody else has just changed it; try again"):
            found.save()
    assert path.read_text() == "other = 1\n"
    assert left(tmp_path) == []


@pytest.mark.parametrize("step", ["write", "fsync", "fchmod"])
def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = card(tmp_path)
    monkeypatch.setattr(os, step, fail)
    with pytest.raises(WriteError, match="no space left"):
        changed(path, {("weights", "finance"): 0.4})
    assert path.read_text() == CARD
    assert left(tmp_path) == []


def test_a_rename_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = card(tmp_path)
    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(WriteError, match="input/output error"):
        changed(path, {("weights", "finance"): 0.4})
    assert path.read_text() == CARD
    assert left(tmp_path) == []


def test_a_limit_of_the_system_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    path = card(tmp_path)

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (40, resource.RLIM_INFINITY))
        with pytest.raises(WriteError, match="file too large"):
            changed(path, {("weights", "finance"): 0.4})

    assert os.waitpid(forked(work), 0)[1] == 0
    assert path.read_text() == CARD
    assert left(tmp_path) == []


def test_killed_at_any_moment_the_file_is_whole(tmp_path: Path) -> None:
    path, chance = card(tmp_path, b"[weights] # c\nfinance = 0 # d\n"), random.Random(5)

    def work() -> None:
        while True:
            changed(path, {("weights", "finance"): count(path) + 1})

    for _ in range(60):
        before, child = count(path), forked(work)
        while count(path) == before:  # until it is at work
            assert os.waitpid(child, os.WNOHANG) == (0, 0)
            time.sleep(0.0005)
        time.sleep(chance.uniform(0, 0.005))
        os.kill(child, signal.SIGKILL)
        assert os.waitpid(child, 0)[1] == signal.SIGKILL
        assert path.read_text() == f"[weights] # c\nfinance = {count(path)} # d\n"
        assert len(left(tmp_path)) <= 1  # the next clears it away
    changed(path, {("weights", "finance"): 7})
    assert path.read_text() == "[weights] # c\nfinance = 7 # d\n"
    assert [each.name for each in tmp_path.iterdir()] == ["scorecard.toml"]


@pytest.mark.parametrize("step", ["write", "fchmod", "fsync", "replace"])
def test_what_a_killed_run_leaves_is_cleared_away(tmp_path: Path, step: str) -> None:
    path = card(tmp_path)

    def work() -> None:
        def die(*_: object) -> None:
            os.kill(os.getpid(), signal.SIGKILL)

        setattr(Path if step == "replace" else os, step, die)
        changed(path, {("weights", "finance"): 0.4})

    assert os.waitpid(forked(work), 0)[1] == signal.SIGKILL
    assert path.read_text() == CARD
    assert len(left(tmp_path)) == 1
    changed(path, {("weights", "finance"): 0.5})
    assert path.read_text() == CARD.replace("0.30", "0.50")
    assert left(tmp_path) == []


def test_two_at_once_lose_nothing(tmp_path: Path) -> None:
    path = card(tmp_path, b"[weights]\nfinance = 0\n")

    def work() -> None:
        for _ in range(200):
            with editing(tmp_path):
                draft(path, path.name, {("weights", "finance"): count(path) + 1}).save()

    children = [forked(work), forked(work)]
    assert [os.waitpid(child, 0)[1] for child in children] == [0, 0]
    assert count(path) == 400
    assert left(tmp_path) == []


def test_a_draft_stands_for_its_own_file_only(tmp_path: Path) -> None:
    path = card(tmp_path)
    found = draft(path, "s.toml", {("weights", "finance"): 0.4})
    read = found.read(path, "shown")
    assert read is not None
    assert (read.shown, read.data["weights"]["finance"]) == ("shown", 0.4)
    assert found.read(tmp_path / "other.toml", "shown") is None
    assert found.before == CARD
