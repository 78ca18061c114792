"""Every question to a dataset that has little to say: an answer, or a refusal in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.errors import HubscoreError, ScoringError
from hubscore.methods.derive import DERIVATIONS
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles
from hubscore.model.dataset import Dataset
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard


@dataclass(frozen=True)
class Case:
    """A scorecard, its figures by hub (None for a gap), their role, and the questions that are refused."""

    weights: dict[str, float]
    figures: dict[str, tuple[float | None, ...]]
    refused: str = ""
    role: str = "candidate"
    method: dict[str, str] = field(default_factory=dict)

    @property
    def scorecard(self) -> Scorecard:
        usual = {"direction": "higher", "goalposts": [0, 10], "pillar": "p"}
        entries = dict(zip(self.weights, [usual, usual | {"pillar": "q"}, usual], strict=False))
        varied = {"normalise": ["goalposts", "minmax"], "aggregate": ["arithmetic", "geometric"]}
        pillars: dict[str, Any] = {name: {} for name in "pq"[: len(entries)]}
        words = {"hubs": "*", "method": self.method, "pillars": pillars, "indicators": entries, "uncertainty": varied}
        scorecard = Scorecard.model_validate(words | {"weights": self.weights})
        assert check_scorecard(scorecard) == []
        return scorecard

    @property
    def profiles(self) -> dict[str, Profile]:
        return {hub: self.profile(hub, row) for hub, row in self.figures.items()}

    def profile(self, hub: str, row: tuple[float | None, ...]) -> Profile:
        data = {
            name: {year: {"value": value, "evidence": "reported", "source": "s"} for year in ("2019", "2020")}
            for name, value in zip(self.weights, row, strict=True)
            if value is not None
        }
        return Profile.model_validate({"name": hub, "role": self.role, "sources": {"s": {"title": "S"}}, "data": data})

    @property
    def dataset(self) -> Dataset:
        return from_profiles(self.profiles, self.weights)

    @property
    def ranking(self) -> Ranking:
        return hubscore.score(self.dataset, self.scorecard)


ALL = {"a": 1.0, "b": 1.0, "c": 1.0}
DERIVED = "derived-pca derived-entropy derived-critic derived-bod derived-balanced"

CASES = {
    "one hub": Case(ALL, {"x": (1, 2, 3)}, f"gains overtake derived-ahp {DERIVED}"),
    "two alike": Case(ALL, {"x": (1, 2, 3), "y": (1, 2, 3)}, f"gains derived-ahp {DERIVED}"),
    "nothing known": Case(
        ALL,
        {"x": (None,) * 3, "y": (None,) * 3},
        f"gains leeways overtake reach sensitivity trend derived-ahp {DERIVED}",
    ),
    "one indicator": Case({"a": 1}, {"x": (1,), "y": (5,)}, f"derived-equal derived-ahp {DERIVED}"),
    "one of no weight": Case(ALL | {"c": 0}, {"x": (1, 2, 3), "y": (3, 1, 4)}, "derived-ahp derived-pca"),
    "benchmarks": Case(
        ALL, {"x": (1, 2, 3), "y": (3, 1, 4)}, "gains leeways reach sensitivity derived-ahp derived-pca", "benchmark"
    ),
}

QUESTIONS: dict[str, Callable[[Case], Any]] = {
    "audit": lambda it: hubscore.audit(it.ranking, it.scorecard, it.profiles, force=True),
    "by_method": lambda it: hubscore.by_method(it.ranking, it.scorecard),
    "certainty": lambda it: hubscore.certainty(it.dataset, it.scorecard, 50, pairs=True),
    "collect": lambda it: hubscore.collect(it.dataset, it.scorecard, draws=200),
    "collect-one": lambda it: hubscore.collect(it.dataset, it.scorecard, 0, draws=200),
    "compare": lambda it: hubscore.compare(it.ranking, range(len(it.figures))),
    "compare-common": lambda it: hubscore.compare(it.ranking, range(len(it.figures)), common=True),
    "diff": lambda it: hubscore.diff(it, it),
    "evidence": lambda it: hubscore.evidence(it.dataset, it.scorecard, it.profiles),
    "explain": lambda it: hubscore.explain(it.ranking, 0),
    "gains": lambda it: hubscore.gains(it.ranking, it.scorecard, 0),
    "importance": lambda it: hubscore.importance(it.ranking),
    "leeways": lambda it: hubscore.leeways(it.ranking),
    "omissions": lambda it: hubscore.omissions(it.ranking),
    "overtake": lambda it: (hubscore.overtake(it.ranking, 0, 1), hubscore.overtake(it.ranking, 1, 0, "indicator")),
    "pace": lambda it: hubscore.pace(it.dataset, it.scorecard, range(len(it.figures))),
    "reach": lambda it: (hubscore.reach(it.ranking, 0), hubscore.reach(it.ranking, 0, "worst", "indicator", 0.5)),
    "robustness": lambda it: hubscore.robustness(it.dataset, it.scorecard, 50, pairs=True),
    "score": lambda it: (
        hubscore.score(it.dataset, it.scorecard),
        hubscore.score(it.dataset, it.scorecard, everyone=True),
    ),
    "sensitivity": lambda it: hubscore.sensitivity(it.dataset, it.scorecard, 64),
    "trend": lambda it: hubscore.trend(it.dataset, it.scorecard),
    "whatif": lambda it: hubscore.whatif(it.dataset, it.scorecard, values={"x.a": 4}),
}


def derived(it: Case, method: str) -> Any:
    return hubscore.derived(it.ranking, it.scorecard, method, force=True)


QUESTIONS |= {f"derived-{method}": partial(derived, method=method) for method in DERIVATIONS}


def test_every_question_is_asked() -> None:
    asked = {name.partition("-")[0] for name in QUESTIONS}
    functions = {name for name in hubscore.__all__ if name[0].islower()}
    assert functions - asked == {"open", "set_reading", "set_weights", "snapshot"}  # which begin with files


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("name", CASES)
def test_an_answer_or_a_refusal(name: str, question: str) -> None:
    """Warnings are errors here."""
    case = CASES[name]
    if question in case.refused.split():
        with pytest.raises(HubscoreError):
            QUESTIONS[question](case)
    else:
        for array in arrays(QUESTIONS[question](case), set()):
            assert not array.flags.writeable or not array.size
            assert array.dtype != float or (np.abs(array[np.isfinite(array)]) < 1e9).all()


def arrays(found: Any, seen: set[int]) -> Iterator[np.ndarray]:
    """All arrays in an answer."""
    if id(found) in seen:
        return
    seen.add(id(found))
    if isinstance(found, np.ndarray):
        yield found
    elif is_dataclass(found):
        for each in fields(found):
            yield from arrays(getattr(found, each.name), seen)
    elif isinstance(found, tuple):
        for each in found:
            yield from arrays(each, seen)


WITHOUT: dict[str, Callable[[Dataset, Scorecard], Any]] = {
    "certainty": hubscore.certainty,
    "collect": hubscore.collect,
    "evidence": hubscore.evidence,
    "pace": hubscore.pace,
    "robustness": hubscore.robustness,
    "score": hubscore.score,
    "sensitivity": hubscore.sensitivity,
    "trend": hubscore.trend,
    "whatif": hubscore.whatif,
}


@pytest.mark.parametrize("method", [{}, {"normalise": "robust"}, {"normalise": "rank"}, {"missing": "median"}], ids=str)
@pytest.mark.parametrize("question", WITHOUT)
def test_without_hubs_there_is_no_ranking_and_so_no_answer(question: str, method: dict[str, str]) -> None:
    case = Case(ALL, {}, method=method)
    with pytest.raises(ScoringError, match="there is no hub to score"):
        WITHOUT[question](case.dataset, case.scorecard)
