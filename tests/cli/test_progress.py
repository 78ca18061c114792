from __future__ import annotations

import io
import sys

import pytest

from hubscore.cli.progress import ERASE, Progress


class Screen(io.StringIO):
    """Stands in for a terminal."""

    def isatty(self) -> bool:
        return True


def looked_at(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Somebody looks at stderr; only a test itself can say so, between its parts pytest puts back its own."""
    shown = Screen()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("TERM", "xterm")
    return shown


def test_one_line_that_is_gone_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = looked_at(monkeypatch)
    with Progress("draws") as progress:
        progress(1_000, 2_000)
        progress(2_000, 2_000)
    assert screen.getvalue() == f"{ERASE}1,000 of 2,000 draws{ERASE}2,000 of 2,000 draws{ERASE}"


def test_an_interrupt_before_anything_is_said_clears_what_the_terminal_puts_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = looked_at(monkeypatch)
    with pytest.raises(KeyboardInterrupt), Progress("draws"):
        raise KeyboardInterrupt
    assert screen.getvalue() == ERASE


def test_an_interrupt_clears_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = looked_at(monkeypatch)
    with pytest.raises(KeyboardInterrupt), Progress("draws") as progress:  # noqa: PT012 - what is said, then the end
        progress(1, 2)
        raise KeyboardInterrupt
    assert screen.getvalue().endswith(ERASE)


def test_what_is_done_in_one_step_is_not_worth_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = looked_at(monkeypatch)
    with Progress("draws") as progress:
        progress(1_000, 1_000)
    assert screen.getvalue() == ""


@pytest.mark.parametrize("why", ["quiet", "dumb", "pipe"])
def test_nobody_looks(monkeypatch: pytest.MonkeyPatch, why: str) -> None:
    screen = looked_at(monkeypatch)
    if why == "dumb":
        monkeypatch.setenv("TERM", "dumb")
    if why == "pipe":
        monkeypatch.setattr(sys, "stderr", io.StringIO())
    with Progress("draws", quiet=why == "quiet") as progress:
        progress(1, 2)
    assert screen.getvalue() == ""
    assert why != "pipe" or sys.stderr.getvalue() == ""  # type: ignore[attr-defined]
