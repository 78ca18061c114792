"""A ranking of hubs that can be defended: sourced figures, stated method, known uncertainty."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hubscore.editing.readings import set_reading
    from hubscore.editing.weights import set_weights
    from hubscore.errors import HubscoreError, InputError, ScoringError, UsageError, WriteError
    from hubscore.model.dataset import Dataset
    from hubscore.model.ranking import Ranking
    from hubscore.model.scorecard import Scorecard
    from hubscore.scoring import score
    from hubscore.studies.audit import audit
    from hubscore.studies.by_method import by_method
    from hubscore.studies.certainty import certainty
    from hubscore.studies.collect import collect
    from hubscore.studies.compare import compare
    from hubscore.studies.derive import derived
    from hubscore.studies.diff import diff
    from hubscore.studies.evidence import evidence
    from hubscore.studies.explain import explain
    from hubscore.studies.importance import importance
    from hubscore.studies.leave_out import omissions
    from hubscore.studies.overtake import overtake
    from hubscore.studies.pace import pace
    from hubscore.studies.reach import reach
    from hubscore.studies.robustness import robustness
    from hubscore.studies.sensitivity import sensitivity
    from hubscore.studies.stability import gains, leeways
    from hubscore.studies.trend import trend
    from hubscore.studies.whatif import whatif
    from hubscore.workspace import Workspace, open, snapshot  # noqa: A004 - it is called hubscore.open

__version__ = "0.1.0"

_HOMES = {
    "HubscoreError": "errors",
    "InputError": "errors",
    "ScoringError": "errors",
    "UsageError": "errors",
    "WriteError": "errors",
    "Dataset": "model.dataset",
    "Ranking": "model.ranking",
    "Scorecard": "model.scorecard",
    "Workspace": "workspace",
    "audit": "studies.audit",
    "by_method": "studies.by_method",
    "certainty": "studies.certainty",
    "collect": "studies.collect",
    "compare": "studies.compare",
    "derived": "studies.derive",
    "diff": "studies.diff",
    "evidence": "studies.evidence",
    "explain": "studies.explain",
    "gains": "studies.stability",
    "importance": "studies.importance",
    "leeways": "studies.stability",
    "omissions": "studies.leave_out",
    "open": "workspace",
    "overtake": "studies.overtake",
    "pace": "studies.pace",
    "reach": "studies.reach",
    "robustness": "studies.robustness",
    "score": "scoring",
    "sensitivity": "studies.sensitivity",
    "set_reading": "editing.readings",
    "set_weights": "editing.weights",
    "snapshot": "workspace",
    "trend": "studies.trend",
    "whatif": "studies.whatif",
}

__all__ = [
    "Dataset",
    "HubscoreError",
    "InputError",
    "Ranking",
    "Scorecard",
    "ScoringError",
    "UsageError",
    "Workspace",
    "WriteError",
    "__version__",
    "audit",
    "by_method",
    "certainty",
    "collect",
    "compare",
    "derived",
    "diff",
    "evidence",
    "explain",
    "gains",
    "importance",
    "leeways",
    "omissions",
    "open",
    "overtake",
    "pace",
    "reach",
    "robustness",
    "score",
    "sensitivity",
    "set_reading",
    "set_weights",
    "snapshot",
    "trend",
    "whatif",
]


def __getattr__(name: str) -> Any:
    """Load a public name on first use, so that `import hubscore` costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
