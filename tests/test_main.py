"""The way in: `python -m hubscore` as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = [sys.executable, "-m", "hubscore"]


def process(*words: str, folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    environment = {**kept, "LC_ALL": "C.UTF-8", **more}
    return subprocess.run(
        [*PROGRAM, *words], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_bundled_ranking(tmp_path: Path) -> None:
    result = process("-f", "csv", "-q", folder=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    ranks = {line.split(",")[0]: line.split(",")[3] for line in result.stdout.splitlines()[1:]}
    assert ranks == {
        "shenzhen": "1",
        "hangzhou": "2",
        "chongqing": "3",
        "hefei": "4",
        "shanghai": "",
        "hong-kong": "",
        "singapore": "",
    }


@pytest.mark.parametrize(("words", "status"), [(("-V",), 0), (("rnak",), 2), (("-o", "nowhere/x.csv"), 3)])
def test_the_status_is_that_of_the_run(tmp_path: Path, words: tuple[str, ...], status: int) -> None:
    result = process(*words, folder=tmp_path)
    assert result.returncode == status
    assert "Traceback" not in result.stderr


def test_an_interrupt_while_the_program_is_loaded(tmp_path: Path) -> None:
    code = "import sys\nclass Stop:\n def find_spec(self, name, *_):\n"
    code += "  if name == 'hubscore.cli.app': raise KeyboardInterrupt\n"
    code += "sys.meta_path.insert(0, Stop())\nfrom hubscore.__main__ import main\nmain()\n"
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "")


def test_what_was_registered_for_the_end_is_run(tmp_path: Path) -> None:
    """The process ends without taking itself apart; coverage, for one, saves at exit."""
    code = "import atexit, sys; atexit.register(lambda: print('saved', file=sys.stderr, flush=True)); "
    code += "sys.argv = ['hubscore', '-V']; from hubscore.__main__ import main; main()"
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "hubscore 0.1.0\n", "saved\n")


def test_plugins_that_lie_about_are_not_searched_for(tmp_path: Path) -> None:
    code = "import importlib.metadata as m, sys\n"
    code += "def fail(*a, **k): raise AssertionError('searched')\n"
    code += "m.distributions = fail\nsys.argv = ['hubscore', '-q']\nfrom hubscore.__main__ import main\nmain()\n"
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("words", [(), ("explain", "chongqing"), ("compare", "chongqing", "hefei")])
def test_the_same_bytes_every_time(tmp_path: Path, words: tuple[str, ...]) -> None:
    first, second = (process(*words, "-f", "json", folder=tmp_path, PYTHONHASHSEED=seed).stdout for seed in "12")
    assert first == second != ""
