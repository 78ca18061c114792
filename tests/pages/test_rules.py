from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from hubscore.pages.rules import FILES, GATES, meaning
from hubscore.studies.check import WARNED
from hubscore.studies.held import Rule

SOURCES = Path(__file__).resolve().parents[2] / "src" / "hubscore"
FOUND_BY = ("files", "line", "methods", "model", "scoring.py", "workspace.py", "pages/check.py")
MAKERS = {"Problem", "PydanticCustomError", "_refuse", "_warning", "_problem"}
ELSEWHERE = {
    "usage": "of words of the command line",
    "ambiguous": "the same",
    "write": "of answers that cannot be written",
    "edit": "of changes that cannot be made",
    "file-outside": "the same",
    "exists": "of new scorecards where something is",
}


def rules_in(path: Path) -> Iterator[str]:
    """The ids of rules that a module finds something by."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            named = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
            for value in (*node.args[:1], *named):
                if isinstance(value, ast.Constant) and isinstance(value.value, str) and " " not in value.value:
                    yield value.value


def test_every_rule_that_a_check_finds_by_is_explained() -> None:
    paths = [
        path for name in FOUND_BY for path in ([SOURCES / name] if "." in name else (SOURCES / name).rglob("*.py"))
    ]
    found = {rule for path in paths for rule in rules_in(path)} | {kind.replace(" ", "-") for kind in WARNED}
    assert len(found) > 40
    assert found - FILES.keys() - ELSEWHERE.keys() - {""} == set()


def test_gates_are_those_of_the_study() -> None:
    assert set(get_args(Rule)) == GATES.keys()
    assert GATES.keys() & FILES.keys() == set()


@pytest.mark.parametrize("rule", [*GATES, *FILES, "unheard-of"])
def test_a_meaning_is_one_sentence(rule: str) -> None:
    assert meaning(rule).endswith(".")
    assert meaning(rule).count(". ") == 0
    assert rule == rule.lower()
