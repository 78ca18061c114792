"""Scorecards with one fault each: refused in little memory, with file, line and key, and without a traceback."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import hubscore

BAD = Path(__file__).resolve().parents[2] / "shared" / "bad_toml"
FEW_WORDS = ("expected", "found", "^", "=")

# 200 MB of address space, and CPU time in which nothing but what never ends does not end: who needs more is killed,
# which is no exit status 2. What a refusal takes, benchmarks/refusing.py measures.
LIMITED = ["sh", "-c", 'ulimit -v 204800 && ulimit -t 20 && exec "$@"', "sh"]


def manifest() -> list[dict[str, str]]:
    if not BAD.is_dir():
        return []
    with (BAD / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = manifest()


def environment() -> dict[str, str]:
    """Of a user, not of a test run that measures coverage; one thread, whose memory does not depend on the machine."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}
    return kept | {"OPENBLAS_NUM_THREADS": "1", "COLUMNS": "100"}


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = [*LIMITED, sys.executable, "-m", "hubscore", command, "-c", str(folder)]
    return subprocess.run(words, capture_output=True, text=True, env=environment(), timeout=60, check=False)


@pytest.fixture(scope="module")
def folders(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A folder for each fault: the good scorecard with one file replaced."""
    made = {}
    for case in CASES:
        made[case["file"]] = folder = tmp_path_factory.mktemp("bad") / "card"
        shutil.copytree(shared / "bad_toml/good", folder)
        shutil.copyfile(shared / "bad_toml" / case["file"], folder / case["takes the place of"])
    return made


@pytest.fixture(scope="module")
def outcomes(folders: dict[str, Path]) -> dict[str, subprocess.CompletedProcess[str]]:
    with ThreadPoolExecutor(max_workers=2) as pool:
        return dict(zip(folders, pool.map(lambda folder: run("check", folder), folders.values()), strict=True))


def test_good_one_is_good(shared: Path) -> None:
    for command in ("check", "rank"):
        told = run(command, shared / "bad_toml/good")
        assert told.returncode == 0, told.stderr
        assert "Traceback" not in told.stderr


def test_all_cases_are_here(shared: Path) -> None:
    assert {case["file"] for case in CASES} == {path.name for path in (shared / "bad_toml").glob("*.toml")}
    assert len(CASES) > 80


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_check_refuses(case: dict[str, str], outcomes: dict[str, subprocess.CompletedProcess[str]]) -> None:
    told = outcomes[case["file"]]
    assert told.returncode == 2, told.stderr
    assert "Traceback" not in told.stderr
    assert "internal error" not in told.stderr
    assert case["takes the place of"] + (f":{case['line']}:" if case["line"] else "") in told.stderr
    assert case["key"] in told.stderr
    assert any(line.strip().startswith(FEW_WORDS) or "^" in line for line in told.stderr.splitlines())
    assert "\x1b" not in told.stderr


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_rank_refuses_the_same(case: dict[str, str], folders: dict[str, Path]) -> None:
    with pytest.raises(hubscore.InputError) as caught:
        hubscore.open(folders[case["file"]])
    problems = caught.value.problems
    assert all(problem.place is not None for problem in problems)
    assert all(problem.expected or problem.hint or problem.rule == "toml-limit" for problem in problems)
    wanted = folders[case["file"]] / case["takes the place of"]
    places = [problem.place for problem in problems if problem.place is not None]
    found = [place for place in places if Path(place.file).resolve() == wanted.resolve()]
    assert len(found) == len(places), "a fault in one file is told of that file alone"
    if case["line"]:
        assert {place.line for place in found} >= {int(case["line"])}


def test_one_fault_is_one_error(folders: dict[str, Path]) -> None:
    for name, folder in folders.items():
        with pytest.raises(hubscore.InputError) as caught:
            hubscore.open(folder)
        assert len(caught.value.problems) == 1, name


def told_of(folder: Path, path: Path | None = None) -> str:
    """What `check` says, having checked that it refuses and does not hang."""
    told = run("check", folder if path is None else path)
    assert told.returncode == 2, told.stderr
    assert "Traceback" not in told.stderr
    return told.stderr


@pytest.fixture
def good(shared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(shared / "bad_toml/good", tmp_path / "card"))


def test_missing_folder(tmp_path: Path) -> None:
    assert "there is no such file" in told_of(tmp_path / "nowhere")


def test_folder_without_a_scorecard(tmp_path: Path) -> None:
    assert "scorecard.toml" in told_of(tmp_path)


def test_pipe_in_place_of_a_profile(good: Path) -> None:
    (good / "hubs/oslo.toml").unlink()
    os.mkfifo(good / "hubs/oslo.toml")
    told = told_of(good)
    assert "oslo.toml" in told
    assert "pipe" in told


def test_pipe_in_place_of_the_scorecard(good: Path) -> None:
    (good / "scorecard.toml").unlink()
    os.mkfifo(good / "scorecard.toml")
    assert "pipe" in told_of(good)


def test_folder_named_like_a_profile(good: Path) -> None:
    (good / "hubs/x.toml").mkdir()
    told = told_of(good)
    assert "x.toml" in told
    assert "folder" in told


@pytest.mark.skipif(os.geteuid() == 0, reason="everything is readable to root")
def test_unreadable_profile(good: Path) -> None:
    (good / "hubs/oslo.toml").chmod(0)
    told = told_of(good)
    assert "oslo.toml" in told
    assert "permission" in told.lower()


def test_pattern_that_finds_nothing(good: Path) -> None:
    for path in (good / "hubs").iterdir():
        path.unlink()
    told = told_of(good)
    assert "scorecard.toml:2:" in told
    assert "matches no file" in told


def test_link_out_of_the_folder(good: Path, tmp_path: Path) -> None:
    (good / "hubs/oslo.toml").rename(tmp_path / "oslo.toml")
    (good / "hubs/oslo.toml").symlink_to(tmp_path / "oslo.toml")
    told = told_of(good)
    assert "scorecard.toml:2:" in told
    assert "leaves the scorecard's folder" in told


def test_device_in_place_of_a_profile(good: Path) -> None:
    (good / "hubs/oslo.toml").unlink()
    (good / "hubs/oslo.toml").symlink_to("/dev/zero")
    assert "leaves the scorecard's folder" in told_of(good)


def test_profile_beyond_the_limit(good: Path) -> None:
    with (good / "hubs/oslo.toml").open("a", encoding="utf-8") as file:
        file.write("# padding\n" * 120_000)
    assert "1 MiB" in told_of(good)
