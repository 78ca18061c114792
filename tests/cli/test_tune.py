"""The tuner in a terminal of its own; what it does there is tested without one."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def until(master: int, process: subprocess.Popen[bytes], done: Callable[[bytes], bool]) -> bytes:
    """What the terminal gets until it is enough, or the process ends."""
    got, end = b"", time.monotonic() + 60
    while not done(got) and time.monotonic() < end:
        if select.select([master], [], [], 0.05)[0]:
            try:
                got += os.read(master, 65536)
            except OSError:  # the other side is closed
                break
        elif process.poll() is not None:
            break
    return got


@pytest.mark.parametrize("no_colour", [False, True])
def test_a_whole_run_in_a_terminal(folder: Path, no_colour: bool) -> None:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    environment |= {"NO_COLOR": "1"} if no_colour else {}
    before = termios.tcgetattr(slave)
    process = subprocess.Popen(
        [sys.executable, "-m", "hubscore", "tune", "-c", "."],
        cwd=folder, env=environment, stdin=slave, stdout=slave, stderr=slave,
    )  # fmt: skip
    try:
        shown = until(master, process, lambda got: b"Turku" in got and b"quit" in got)
        os.write(master, b"\x1b[C")
        shown += until(master, process, lambda got: b"51.0%" in got and b"scorecard.toml" in got)
        os.write(master, b"q")
        shown += until(master, process, lambda got: b"not saved: q once more" in got)
        os.write(master, b"q")
        last = until(master, process, lambda got: b"--set" in got)
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.wait()
    assert b"\x1b[?1049h" in shown
    assert b"\x1b[?1049l" in last  # the screen is given back
    assert termios.tcgetattr(slave) == before
    assert b"note: not saved; the same is asked by" in last
    assert b"hubscore whatif -c scorecard.toml --set money=0.51 --set travel=0.49" in last.replace(b"./", b"")
    assert (re.search(rb"\x1b\[(?:[0-9]+;)*3[1-6][;m]", shown) is None) == no_colour
    os.close(master)
    os.close(slave)
