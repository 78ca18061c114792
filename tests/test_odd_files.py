"""Whatever a file says: it is scored, or refused with reasons and places. Never a traceback, never a hang."""

from __future__ import annotations

import copy
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import event, given, settings
from hypothesis import strategies as st

import hubscore
from hubscore.errors import HubscoreError, Problem
from hubscore.model.profile import SHAPES as PROFILE
from hubscore.model.scorecard import SHAPES as CARD

LEAF: dict[str, Any] = {"direction": "higher", "goalposts": [0, 10]}
GOOD: dict[str, Any] = {
    "title": "Odd",
    "hubs": "hubs/*.toml",
    "as_of": 2024,
    "weights": {"p": 1, "y": 2},
    "method": {"scale": [0, 100], "aggregate": "geometric", "missing": "mean"},
    "index": {"min_coverage": 0.2},
    "uncertainty": {"data": {"official": 0.1}},
    "measures": {"m": {"unit": "km"}},
    "pillars": {"p": {"over": "indicators"}, "q": {"parent": "p"}},
    "indicators": {"x": {**LEAF, "pillar": "q", "per": "m"}, "y": {**LEAF, "transform": {"log": 1}}},
    "scenarios": {"s": {"label": "S", "weights": {"p": 3}}},
}
READING = {"value": 3, "evidence": "official", "source": "s"}
HUB: dict[str, Any] = {
    "name": "A",
    "sources": {"s": {"title": "S"}},
    "data": {
        "x": {"2024": READING, "2023": [READING, {**READING, "covers": 0.5}]},
        "m": {"2024": READING},
        "y": {"2024": READING},
    },
    "bets": [{"name": "b", "indicators": ["x"]}],
    "claims": [
        {"id": "c", "statement": "-", "status": "signed", "readings": [{"year": 2024, "value": 1, "source": "s"}]}
    ],
    "targets": [{"of": "x", "year": 2030, "value": 5, "source": "s"}],
}
KEYS = sorted(
    {
        field.alias or name
        for shape in (CARD, PROFILE)
        for model in shape.values()
        for name, field in model.model_fields.items()
    }
)
WORDS = [
    *KEYS,
    "x",
    "y",
    "p",
    "q",
    "m",
    "s",
    "a",
    "index",
    "2024",
    "mean",
    "log",
    "power",
    "zscore",
    "",
    "A b",
    "\u202e",
    "min",
    "max",
]
NUMBERS = [0, 1, -1, 0.5, 2024, 1e-320, 1e15, 1e16, 2**63, float("nan"), float("inf"), -0.0]

plain = st.sampled_from(WORDS) | st.sampled_from(NUMBERS) | st.booleans()
odd = st.recursive(
    plain,
    lambda deep: st.lists(deep, max_size=3) | st.dictionaries(st.sampled_from(WORDS), deep, max_size=3),
    max_leaves=6,
)


def tables(value: Any) -> Iterator[dict[str, Any] | list[Any]]:
    """All tables and lists inside, which can be changed in place."""
    if isinstance(value, dict | list):
        yield value
        for below in value.values() if isinstance(value, dict) else value:
            yield from tables(below)


@st.composite
def changed(draw: st.DrawFn, good: dict[str, Any]) -> dict[str, Any]:
    """A good file with a few values replaced, removed or added."""
    file = copy.deepcopy(good)
    for _ in range(draw(st.integers(0, 2))):
        place = draw(st.sampled_from(list(tables(file))))
        if isinstance(place, list):
            place.append(draw(odd))
        elif place and draw(st.booleans()):
            place[draw(st.sampled_from(sorted(place)))] = draw(odd)
        elif place and draw(st.booleans()):
            del place[draw(st.sampled_from(sorted(place)))]
        else:
            place[draw(st.sampled_from(WORDS))] = draw(odd)
    return file


@settings(max_examples=200)
@given(changed(GOOD), changed(HUB))
def test_scored_or_refused(card: dict[str, Any], hub: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        (home / "hubs").mkdir()
        (home / "scorecard.toml").write_text(tomli_w.dumps(card), encoding="utf-8")
        (home / "hubs/a.toml").write_text(tomli_w.dumps(hub), encoding="utf-8")
        (home / "hubs/b.toml").write_text(tomli_w.dumps(HUB), encoding="utf-8")
        problems = refusals(home)
    event("refused" if problems else "scored")
    for problem in problems:
        assert problem.message
        assert problem.expected or problem.hint or "`" in problem.message, problem
        assert problem.place is not None or problem.rule in ("undefined", "goalposts"), problem


def refusals(home: Path) -> tuple[Problem, ...]:
    """Why this folder is not scored; anything but a refusal is raised."""
    try:
        workspace = hubscore.open(home)
        hubscore.score(workspace.dataset, workspace.scorecard)
    except HubscoreError as error:
        return error.problems
    return ()


def test_unchanged_one_is_scored(tmp_path: Path) -> None:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(tomli_w.dumps(GOOD), encoding="utf-8")
    (tmp_path / "hubs/a.toml").write_text(tomli_w.dumps(HUB), encoding="utf-8")
    assert refusals(tmp_path) == ()
