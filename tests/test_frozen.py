"""What the studies return cannot be changed by whoever gets it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.workspace import Workspace

CONFIGS = Path(__file__).parents[1] / "configs"
PLAIN = (str, bytes, int, float, bool, type(None), Path, np.generic)


def changeable(found: Any, path: str, seen: set[int]) -> Iterator[str]:
    """Where something inside can be changed."""
    if id(found) in seen or isinstance(found, PLAIN):
        return
    seen.add(id(found))
    if isinstance(found, np.ndarray):
        if found.flags.writeable and found.size:
            yield path
    elif is_dataclass(found):
        if not found.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            yield path
        for field in fields(found):
            yield from changeable(getattr(found, field.name), f"{path}.{field.name}", seen)
    elif isinstance(found, tuple):
        for at, each in enumerate(found):
            yield from changeable(each, f"{path}[{at}]", seen)
    elif isinstance(found, list | set | bytearray):
        yield path


STUDIES: dict[str, Callable[[Workspace, Ranking], Any]] = {
    "audit": lambda w, r: hubscore.audit(r, w.scorecard, w.profiles, force=True),
    "by_method": lambda w, r: hubscore.by_method(r, w.scorecard),
    "certainty": lambda w, _: hubscore.certainty(w.dataset, w.scorecard, draws=100),
    "collect": lambda w, _: hubscore.collect(w.dataset, w.scorecard, draws=200),
    "compare": lambda _, r: hubscore.compare(r, [0, 1, 2]),
    "derived": lambda w, r: tuple(
        hubscore.derived(r, w.scorecard, method, force=True) for method in ("pca", "balanced", "bod")
    ),
    "diff": lambda w, _: hubscore.diff(w, w),
    "evidence": lambda w, _: hubscore.evidence(w.dataset, w.scorecard, w.profiles),
    "explain": lambda _, r: hubscore.explain(r, 2),
    "gains": lambda w, r: hubscore.gains(r, w.scorecard, 2),
    "importance": lambda _, r: hubscore.importance(r),
    "leeways": lambda _, r: hubscore.leeways(r),
    "omissions": lambda _, r: hubscore.omissions(r),
    "overtake": lambda _, r: hubscore.overtake(r, 2, 0),
    "pace": lambda w, _: hubscore.pace(w.dataset, w.scorecard),
    "reach": lambda _, r: hubscore.reach(r, 2, within=0.2),
    "robustness": lambda w, _: hubscore.robustness(w.dataset, w.scorecard, draws=100, pairs=True),
    "score": lambda _, r: r,
    "sensitivity": lambda w, _: hubscore.sensitivity(w.dataset, w.scorecard, draws=64, only=["data"]),
    "trend": lambda w, _: hubscore.trend(w.dataset, w.scorecard),
    "whatif": lambda w, _: hubscore.whatif(w.dataset, w.scorecard, shares={"finance": 0.5}),
}


@pytest.mark.parametrize("name", STUDIES)
def test_what_a_study_returns_is_frozen(name: str, workspace: Workspace, ranking: Ranking) -> None:
    assert name in hubscore.__all__
    assert list(changeable(STUDIES[name](workspace, ranking), name, set())) == []
