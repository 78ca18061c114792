"""Input that is made to take long or much: some of it in every run, all of it by `python tests/fuzz/bounds.py`."""

from __future__ import annotations

import importlib.util
import os
import sys
import warnings
from pathlib import Path
from types import ModuleType

import pytest

QUICK = (
    "deep inline tables",
    "a long dotted key",
    "a huge number",
    "strings that do not end",
    "a million columns",
    "deep JSON",
    "zip bomb that lies",
    "a shared text very often",
    "billion laughs",
    "an entity from elsewhere",
    "laughs in shared texts",
    "cells far apart",
    "stars in deep folders",
    "circles of links, all folders",
    "a pipe",
    "a scorecard that is a device",
    "a scorecard without end",
    "memory as a scorecard",
    "bring in: separators",
    "80 MB of profiles",
)


@pytest.fixture(scope="module")
def bounds(root: Path) -> ModuleType:
    """The cases, which are a program of their own too."""
    spec = importlib.util.spec_from_file_location("bounds", root / "tests/fuzz/bounds.py")
    assert spec is not None
    assert spec.loader is not None
    sys.modules["bounds"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules["bounds"])
    return sys.modules["bounds"]


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is limited as Linux does it")
@pytest.mark.parametrize("name", QUICK)
def test_hostile_input_is_refused_within_its_bounds(bounds: ModuleType, name: str) -> None:
    [case] = [case for case in bounds.CASES if case.name == name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which a case does not use
        assert bounds.bounds([case]) == (1, [])


def test_what_takes_too_much_is_found_out(bounds: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def much() -> int:
        return len(bytearray(3 << 30))

    def long() -> int:
        while True:
            pass

    def dies() -> None:
        os.kill(os.getpid(), 9)

    for taking, said in ((much, "escaped"), (long, "status -24"), (dies, "status -9")):
        monkeypatch.setattr(bounds, "main", taking)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            _, [told] = bounds.bounds([bounds.Case("x", bounds.files(), seconds=0)])
        assert said in told
