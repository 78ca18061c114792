"""What tests cost and which functions they call; properties made quick and the same each time."""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import CodeType, FrameType
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from forking import ROOT, SOURCES, in_a_fork
from hypothesis import Phase, settings

EXAMPLES = 8
"""Of each property: few mutants need more, and those are looked at by a person."""

LONGEST = 3_600
"""CPU seconds that the tests of one file may take."""


class Watched(NamedTuple):
    """A test that passes: its CPU time, and what it calls, as `file:name`."""

    seconds: float
    calls: Sequence[str]


Known = dict[str, Watched]


def calm(item: pytest.Item) -> None:
    """Fewer examples of a property, the same ones each time; none is made smaller."""
    test = getattr(item, "obj", None)
    test = getattr(test, "__func__", test)
    if getattr(test, "is_hypothesis_test", False):
        own = test._hypothesis_internal_use_settings or settings()
        few = min(EXAMPLES, own.max_examples)
        phases = (Phase.explicit, Phase.generate)
        test._hypothesis_internal_use_settings = settings(
            own, max_examples=few, phases=phases, derandomize=True, database=None
        )


def passes(item: pytest.Item, following: pytest.Item | None) -> bool:
    """Run one test; fixtures are kept for the one that follows."""
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following))


def watched(items: Sequence[pytest.Item], kept: Path) -> Known:
    """Every test that passes, by its id.

    Remembered in `kept` for each file of tests as long as it is the same and no function of hubscore is new or gone.
    """
    by_file, functions = defaultdict(list), _functions()
    for item in items:
        by_file[item.path].append(item)
    known: Known = {}
    for path, its in by_file.items():
        digest = sha256(path.read_bytes() + functions).hexdigest()[:16]
        memory = kept / f"{'.'.join(path.relative_to(ROOT).parts)}-{digest}.json"
        if not memory.exists():
            memory.write_text(in_a_fork(lambda its=its: json.dumps(_run(its)), LONGEST), encoding="utf-8")
        known |= {test: Watched(*what) for test, what in json.loads(memory.read_text(encoding="utf-8")).items()}
    return known


def _functions() -> bytes:
    """The names of all functions, file by file."""
    files = sorted(Path(SOURCES).rglob("*.py"))
    return repr([(file.name, re.findall(r"\bdef (\w+)", file.read_text(encoding="utf-8"))) for file in files]).encode()


def _run(items: list[pytest.Item]) -> Known:
    known = {}
    for item, following in zip(items, [*items[1:], None], strict=True):
        begun = time.process_time()
        with _calls() as called:
            passed = passes(item, following)
        if passed and called:
            known[item.nodeid] = Watched(time.process_time() - begun, sorted(called))
    return known


@contextmanager
def _calls() -> Iterator[set[str]]:
    """What of hubscore is called meanwhile, in any thread; what stands inside a function counts as the function."""
    called: set[str] = set()
    codes: dict[int, CodeType] = {}  # by identity, which is quicker than their hash

    def note(frame: FrameType, *_: object) -> None:
        codes[id(frame.f_code)] = frame.f_code

    sys.settrace(note)
    threading.settrace(note)
    try:
        yield called
    finally:
        sys.settrace(None)
        threading.settrace(None)  # type: ignore[arg-type]
        for code in codes.values():
            if code.co_filename.startswith(SOURCES):
                name = code.co_qualname.partition(".<locals>")[0]
                called.add(f"{os.path.relpath(code.co_filename, ROOT)}:{name}")
