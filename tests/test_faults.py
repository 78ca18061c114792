"""The disk fails at every call of every command that writes: nothing is torn, unsaid or left behind."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


def loaded(root: Path) -> ModuleType:
    """The campaign that fails calls, which is a program of its own too."""
    if "faults" not in sys.modules:
        spec = importlib.util.spec_from_file_location("faults", root / "tests/fuzz/faults.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules["faults"] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules["faults"])
    return sys.modules["faults"]


def test_some_of_the_faults_of_every_command(root: Path) -> None:
    found = loaded(root).faults(every=97, offset=43)
    assert found.tried > 20
    assert found.told == []


def test_every_fault_of_an_edit_and_of_an_answer_once_it_writes(root: Path) -> None:
    faults = loaded(root)
    cases = [case for case in faults.CASES if case.name in ("weights set", "schema of one kind")]
    found = faults.faults(cases, only=("write", "fsync", "replace", "flock", "fchmod"))
    assert found.tried > 40
    assert found.told == []


def test_a_program_that_writes_straight_is_found_out(root: Path) -> None:
    faults = loaded(root)

    def straight() -> int:
        """As most programs do it."""
        import os

        descriptor = os.open("out.json", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.write(descriptor, b"n" * 1000)
        os.close(descriptor)
        return 0

    case = faults.Case("straight", straight, faults.old("out.json"))
    found = faults.faults([case])
    assert found.lost > 2
    assert found.wrong > 2

    def leaves() -> int:
        Path(".hubscore-x").write_text("x")
        Path("out.json").unlink()
        return 0

    with pytest.raises(AssertionError):
        faults.faults([faults.Case("leaves", leaves, faults.old("out.json"))])
