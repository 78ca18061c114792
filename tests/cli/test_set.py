from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hubscore.cli.app import lean

Run = Callable[..., Any]


def test_help_says_what_a_reading_is(run: Run) -> None:
    status, out, _ = run("set", "--help")
    assert status == 0
    for word in ("HUB.INDICATOR.YEAR", "KEY=VALUE", "source.title", "--dry-run"):
        assert word in out


def test_a_plain_run_takes_the_lean_way() -> None:
    assert lean("set", ["oslo.banks.2023", "value=4", "--dry-run", "-q"]) is not None
    assert lean("weights", ["set", "a=1", "--raw", "--dry-run", "--scenario", "x"]) is not None


def test_a_figure_below_0_needs_no_escape(run: Run) -> None:
    status, out, _ = run("set", "oslo.air.2022", "value=-4", "--dry-run")
    assert status == 0
    assert "+2022 = { value = -4, " in out
