"""A plugin of pytest that runs, instead of all tests, those that may tell a mutant from its original.

pytest starts and collects once; each mutant then lives in a fork, until a test fails.
"""

from __future__ import annotations

import gc
import json
import os
import re
import time
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import pytest
from forking import ROOT, Places, in_a_fork, put, takers
from mutating import Mutant
from watching import Known, calm, passes, watched

FURTHER = 3
"""CPU seconds of other tests that a mutant has to survive, the fastest first."""


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> bool:
    """Try each mutant of the job that the environment names, and write a line on how it ended."""
    job = json.loads(Path(os.environ["HUBSCORE_MUTANTS"]).read_text(encoding="utf-8"))
    items = {item.nodeid: item for item in session.items}
    for item in session.items:
        calm(item)
    known = watched(session.items, Path(job["kept"]))
    files = {ROOT / beside(file) for file in job["memories"]}
    warm([item for item in session.items if item.path in files], known)
    places = takers()
    gc.collect()
    gc.freeze()  # what is there is not looked through in every fork, page after page
    orders: dict[tuple[str, str], list[str]] = {}
    for mutant in map(Mutant._make, job["mutants"]):
        if time.time() > job["end"] and not job["far"]:  # those that lived meet the other tests all the same
            break
        order = orders.setdefault((mutant.file, mutant.name), chosen(known, mutant, job["far"]))
        by = tried(mutant, [items[test] for test in order], places, sum(known[test].seconds for test in order))
        if by in order:  # what killed one mutant of a function will kill the next
            order.insert(0, order.pop(order.index(by)))
        memory, digest = job["memories"][mutant.file]
        with Path(memory).open("a", encoding="utf-8") as kept:
            print(json.dumps({"key": mutant.key, "by": by, "tests": digest, "far": job["far"]}), file=kept)
    return True


def warm(items: Sequence[pytest.Item], known: Known) -> None:
    """Run the slowest test of each file once, so that no fork has to import what it needs."""
    by_cost = sorted((item for item in items if item.nodeid in known), key=lambda item: known[item.nodeid].seconds)
    slowest = {item.path: item for item in by_cost}
    for item in slowest.values():
        passes(item, None)


def chosen(known: Known, mutant: Mutant, far: bool) -> list[str]:
    """The tests that call what is changed, by CPU time: those beside its file, or some of the `far` ones."""
    # Who reads a constant is not known: whoever calls a function of the file may.
    asked = re.compile(re.escape(f"{mutant.file}:") + (".*" if mutant.name.isupper() else re.escape(mutant.name)))
    calling = [test for test, what in known.items() if any(map(asked.fullmatch, what.calls))]
    calling.sort(key=lambda test: known[test].seconds)
    near = [test for test in calling if test.startswith(f"{beside(mutant.file)}::")]
    if not far:
        return near
    others = [test for test in calling if test not in near]
    spent = accumulate(known[test].seconds for test in others)
    return [test for test, seconds in zip(others, spent, strict=True) if seconds < FURTHER]


def beside(file: str) -> str:
    """The file of tests that mirrors a source file."""
    below = Path(file).relative_to("src/hubscore")
    return (Path("tests") / below.parent / f"test_{below.name}").as_posix()


def tried(mutant: Mutant, items: list[pytest.Item], places: Places, seconds: float) -> str:
    """The test that a mutant failed, `time` if it ran out of it or crashed, `` if it survived."""

    def work() -> str:
        put(mutant, places)
        for item, following in zip(items, [*items[1:], None], strict=True):
            if not passes(item, following):
                return item.nodeid
        return "nothing"

    ended = in_a_fork(work, 3 + 5 * seconds) if items else "nothing"
    return {"nothing": "", "": "time"}.get(ended, ended)
