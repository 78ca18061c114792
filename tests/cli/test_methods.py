from __future__ import annotations

import json
import sys

import pytest

from hubscore.cli.app import main
from hubscore.model.choice import STEPS


def asked(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hubscore", "methods", *words])
    return main()


def test_all_steps_are_told(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    assert asked(monkeypatch) == 0
    out, err = capfd.readouterr()
    assert err == ""
    for step, methods in STEPS.items():
        assert f" {step}: " in out
        assert all(f" {name} " in out for name in methods)
    assert "Handbook" not in out


def test_one_step_by_its_beginning_with_references(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, "agg", "-v") == 0
    out, _ = capfd.readouterr()
    assert " aggregate: " in out
    assert "normalise: " not in out
    assert "OECD/JRC Handbook 2008, step 7" in out


def test_scripts_get_a_table_a_step(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    assert asked(monkeypatch, "-f", "json") == 0
    tables = json.loads(capfd.readouterr().out)["tables"]
    assert list(tables)[: len(STEPS)] == list(STEPS)
    assert {row["name"] for row in tables["ties"]} == {"competition", "dense"}


def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("hubscore.cli.answer.terminal_width", lambda _stream: 80)
    assert asked(monkeypatch, "--color", "never") == 0
    assert max(map(len, capfd.readouterr().out.splitlines())) <= 80


def test_an_unknown_step_is_refused(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    assert asked(monkeypatch, "normalize") == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "did you mean `normalise`?" in err
