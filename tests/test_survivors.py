"""Reasons for mutants that live (benchmarks/survivors/) are about code that is still there."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "hubscore"
FILES = {
    file.stem: file.read_text(encoding="utf-8") for file in sorted((ROOT / "benchmarks" / "survivors").glob("*.toml"))
}
REASONS = {room: tomllib.loads(text)["survivor"] for room, text in FILES.items()}


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


@pytest.mark.parametrize(
    "reason",
    [reason for room in REASONS.values() for reason in room],
    ids=lambda reason: f"{reason['at']} {reason['was']}",
)
def test_a_reason_is_about_code_that_is_there(reason: dict[str, str]) -> None:
    assert set(reason) == {"at", "was", "now", "why"}
    assert len(reason["why"].split()) > 2
    files = [SOURCES / reason["at"].partition(":")[0]] if "…" not in reason["at"] else sorted(SOURCES.rglob("*.py"))
    at, was = anything(reason["at"]), anything(reason["was"])
    assert [name for file in files for name, code in named(file).items() if at.fullmatch(name) and was.search(code)]


@pytest.mark.parametrize("room", REASONS)
def test_reasons_are_about_their_room_and_in_order(room: str) -> None:
    places = [reason["at"] for reason in REASONS[room]]
    assert places == sorted(places)
    assert room == "everywhere" or all(place.partition("/")[0].partition(".")[0] == room for place in places)
