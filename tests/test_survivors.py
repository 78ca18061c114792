"""Reasons for mutants that live (benchmarks/survivors.toml) are about code that is still there."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "hubscore"
REASONS = tomllib.loads((ROOT / "benchmarks" / "survivors.toml").read_text(encoding="utf-8")).get("survivor", [])


@cache
def named(file: Path) -> dict[str, str]:
    """The source of each function, method and constant of a file, its lines as one."""
    text = file.read_text(encoding="utf-8")
    lines = text.splitlines()
    below = file.relative_to(SOURCES).as_posix()
    found = {}
    for node in ast.parse(text).body:
        inside = node.body if isinstance(node, ast.ClassDef) else [node]
        prefix = f"{node.name}." if isinstance(node, ast.ClassDef) else ""
        for each in inside:
            names = [each.name] if isinstance(each, ast.FunctionDef) else []
            names += [target.id for target in getattr(each, "targets", []) if isinstance(target, ast.Name)]
            code = " ".join(line.strip() for line in lines[each.lineno - 1 : each.end_lineno])
            found |= {f"{below}:{prefix}{name}": code for name in names}
    return found


def anything(pattern: str) -> re.Pattern[str]:
    """What a reason says of a name or of lines: `…` is whatever stands there."""
    return re.compile(".*".join(map(re.escape, pattern.split("…"))))


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: f"{reason['at']} {reason['was']}")
def test_a_reason_is_about_code_that_is_there(reason: dict[str, str]) -> None:
    assert set(reason) == {"at", "was", "now", "why"}
    assert len(reason["why"].split()) > 2
    files = [SOURCES / reason["at"].partition(":")[0]] if "…" not in reason["at"] else sorted(SOURCES.rglob("*.py"))
    at, was = anything(reason["at"]), anything(reason["was"])
    assert [name for file in files for name, code in named(file).items() if at.fullmatch(name) and was.search(code)]
