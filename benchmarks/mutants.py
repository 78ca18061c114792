"""Mutation testing: small faults put into the code, one at a time, that its tests should not let through.

`python benchmarks/mutants.py [--jobs N] [--one-in N] [PATH ...]`, in an environment of `requirements/mutation.txt`. A
PATH is a file or a room below `src/hubscore`; without one all that is watched. The answer is a line a room and every
survivor for which `survivors/` has no reason. Where there are such, or reasons that no survivor needs, it exits 1.

The operators are mutmut's, its runner is not: that collects the tests anew for each mutant, needs a changed copy of
the whole tree, and leaves out constants, which are most of what escaping is. Here pytest collects once and each mutant
lives in a fork (`killing.py`), against the tests beside its file and then, if it lives, against others of its room
that call it. Results are kept in `.mutants/`, so that a run that was stopped goes on where it was: a killed mutant is
tried again when its function changes, a survivor also when the tests beside its file do.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

from killing import beside
from mutating import Mutant, mutants_of
from surviving import idle, reasons

ROOT = Path(__file__).resolve().parents[1]
KEPT = ROOT / ".mutants"
REASONS = Path(__file__).with_name("survivors")
ESCAPING = ("safe", "csv", "md", "github", "junit", "findings", "json", "html/page", "html/policy", "html/charts/svg")
WATCHED = (*(f"formats/{name}.py" for name in ESCAPING), "errors.py", "methods", "line", "scoring.py", "studies")
OTHERS = {"errors.py": ["tests/formats"], "scoring.py": ["tests/line"], "line": ["tests/line", "tests/test_scoring.py"]}
"""Where else tests of a room are, if not in the folder of its name."""

Results = Mapping[str, str]


def main() -> None:
    """Try what has not been tried, then tell."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", default=WATCHED, metavar="PATH")
    parser.add_argument("--jobs", type=int, default=1, help="processes at a time")
    parser.add_argument("--one-in", type=int, default=1, metavar="N", help="a fair sample: of N mutants one is tried")
    parser.add_argument("--minutes", type=float, default=1e6, help="how long to go on with what has not been tried")
    parser.add_argument("--told", action="store_true", help="tell what is known, try nothing")
    asked = parser.parse_args()
    os.chdir(ROOT)
    KEPT.mkdir(exist_ok=True)
    files = [file for path in asked.paths for file in _files(Path("src/hubscore", path))]
    mutants = [mutant for file in files for mutant in _made(file, asked.one_in)]
    for far in () if asked.told else (False, True):
        _run(mutants, asked.jobs, far, time.time() + 60 * asked.minutes)
    sys.exit(_tell(mutants, sampled=asked.one_in > 1))


def _files(path: Path) -> list[Path]:
    return [file for file in (sorted(path.rglob("*.py")) if path.is_dir() else [path]) if file.stat().st_size]


def _made(file: Path, one_in: int) -> list[Mutant]:
    """The mutants of a file, remembered as long as it is the same: to make them takes longer than to kill some."""
    made = memory(file.as_posix()).with_suffix(f".{one_in}-{sha256(file.read_bytes()).hexdigest()[:16]}.json")
    if not made.exists():
        mutants = mutants_of(file, constants="formats" in file.parts, one_in=one_in)
        made.write_text(json.dumps(mutants), encoding="utf-8")
    return [Mutant(*each) for each in json.loads(made.read_text(encoding="utf-8"))]


def room(file: str) -> str:
    """The room, or the file that is one."""
    return Path(file).relative_to("src/hubscore").parts[0]


def memory(file: str) -> Path:
    """Where results of a file are kept, one a line."""
    return KEPT / ".".join(Path(file).relative_to("src/hubscore").with_suffix(".jsonl").parts)


def digest(file: str) -> str:
    """The tests beside a file, as they are now."""
    return sha256(Path(beside(file)).read_bytes()).hexdigest()[:16]


def _rows(file: str) -> list[dict[str, Any]]:
    kept = memory(file)
    return [json.loads(row) for row in kept.read_text(encoding="utf-8").splitlines()] if kept.exists() else []


def results(file: str, far: bool) -> Results:
    """How mutants of a file ended, by key: the test they failed, or `` if they live; with `far`, after all tests."""
    now = digest(file)
    return {row["key"]: row["by"] for row in _rows(file) if row["by"] or (row["tests"] == now and row["far"] >= far)}


def _run(mutants: Sequence[Mutant], jobs: int, far: bool, end: float) -> None:
    """Share out what has not been tried: first what lived, then in an order as good as random, a fair sample."""
    known = {file: results(file, far) for file in {mutant.file for mutant in mutants}}
    near = {key: by for file in known for key, by in results(file, far=False).items()}
    left = [mutant for mutant in mutants if mutant.key not in known[mutant.file] and near.get(mutant.key, "") == ""]
    if far:  # what lives with a reason need not meet the others
        given = reasons(REASONS)
        left = [each for each in left if each.key in near and not any(reason.fits(*_place(each)) for reason in given)]
    lived = {row["key"] for file in known for row in _rows(file) if not row["by"]}
    left.sort(key=lambda each: (each.key not in lived, each.key))
    shares = [left[number::jobs] for number in range(jobs)]
    runs = [_started(share, number, far, end) for number, share in enumerate(shares) if share]
    try:
        ended = [process.wait() for process in runs]
        if any(ended):
            sys.exit(f"a run of tests ended early, with {max(ended)}: are the tests as they were when it began?")
    finally:
        for process in runs:
            process.terminate()


def _started(share: Sequence[Mutant], number: int, far: bool, end: float) -> subprocess.Popen[bytes]:
    files = {mutant.file for mutant in share}
    memories = {file: (str(memory(file)), digest(file)) for file in files}
    job = KEPT / f"job-{os.getpid()}-{number}.json"
    asked = {"mutants": share, "memories": memories, "far": far, "kept": str(KEPT), "end": end}
    job.write_text(json.dumps(asked), encoding="utf-8")
    tests = {test for file in files for test in (_others(file) if far else [beside(file)])}
    environment = os.environ | {"HUBSCORE_MUTANTS": str(job), "PYTHONPATH": str(ROOT / "benchmarks")}
    command = [sys.executable, "-m", "pytest", "-q", "-s", "-p", "killing", "-p", "no:cacheprovider", *sorted(tests)]
    return subprocess.Popen(command, env=environment | {"OPENBLAS_NUM_THREADS": "1"}, stdout=subprocess.DEVNULL)


def _others(file: str) -> Sequence[str]:
    return OTHERS.get(room(file)) or [f"tests/{room(file)}"]


def _tell(mutants: Sequence[Mutant], sampled: bool) -> bool:
    """Print what came of it; whether anything is left to do."""
    known = {file: results(file, far=False) for file in {mutant.file for mutant in mutants}}
    alive = [mutant for mutant in mutants if known[mutant.file].get(mutant.key) == ""]
    given = reasons(REASONS)
    open_ = [each for each in alive if not any(reason.fits(*_place(each)) for reason in given)]
    for mutant in open_:
        print(f"{' '.join(_place(mutant)[:1])}\n  - {mutant.was}\n  + {mutant.now}")
    print(f"{'room':<12}{'mutants':>9}{'tried':>9}{'killed':>9}{'survived':>9}{'reasoned':>9}")
    for name in dict.fromkeys(room(mutant.file) for mutant in mutants):
        own = [mutant for mutant in mutants if room(mutant.file) == name]
        tried = sum(mutant.key in known[mutant.file] for mutant in own)
        living, unexplained = (sum(room(mutant.file) == name for mutant in each) for each in (alive, open_))
        counts = (len(own), tried, tried - living, living, living - unexplained)
        print(f"{name:<12}" + "".join(f"{count:>9,}" for count in counts))
    untried = {mutant.file for mutant in mutants if sampled or mutant.key not in known[mutant.file]}
    whole = {_place(mutant)[0].partition(":")[0] for mutant in mutants if mutant.file not in untried}
    stale = idle((each for each in given if each.at.partition(":")[0] in whole), map(_place, alive))
    for reason in stale:
        print(f"no survivor needs this reason any more: {reason.at}: {reason.was}")
    return bool(open_ or stale)


def _place(mutant: Mutant) -> tuple[str, str, str]:
    return f"{mutant.file.removeprefix('src/hubscore/')}:{mutant.name}", mutant.was, mutant.now


if __name__ == "__main__":
    main()
