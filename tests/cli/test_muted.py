from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest

from hubscore.cli.muted import muted


def test_what_a_solver_prints_is_not_in_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with muted():
        os.write(1, b"noise")
    os.write(1, b"answer")
    assert capfd.readouterr().out == "answer"


def test_without_a_stdout_nothing_has_to_be_kept_off_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_: int) -> int:
        raise OSError

    monkeypatch.setattr(os, "dup", closed)
    with muted():
        pass


@pytest.mark.parametrize(
    ("solver", "words"),
    [
        ("hubscore.cli.questions.overtake", ("whatif", "--overtake", "turku", "oslo")),
        ("hubscore.cli.questions.reach", ("whatif", "--best", "turku")),
        ("hubscore.cli.edits.derived", ("weights", "derive", "bod", "--force")),
    ],
)
def test_every_command_that_solves_something_is_quiet(
    solver: str, words: tuple[str, ...], run: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    module, _, name = solver.rpartition(".")
    solve = getattr(__import__(module, fromlist=[name]), name)

    def noisy(*given: Any, **more: Any) -> Any:
        os.write(1, b"HiGHS was here")
        return solve(*given, **more)

    quiet = run(*words)
    monkeypatch.setattr(solver, noisy)
    assert run(*words) == quiet
