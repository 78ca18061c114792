"""What all pages share: the head of a document, and how figures are worded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking, Remark
from hubscore.pages.document import Show
from hubscore.workspace import Workspace

NARROW_LABEL = 8
"""Letters of a column's label where the terminal is narrow, the full stop included."""


class Facts(Mapping[str, str | int | None]):
    """What JSON repeats of the scorecard; the digest is made only if somebody reads it."""

    def __init__(self, workspace: Workspace) -> None:
        self._read: dict[str, Callable[[], str | int | None]] = {
            "title": lambda: workspace.scorecard.title,
            "digest": lambda: workspace.digest,
            "scenario": lambda: workspace.scenario,
            "seed": lambda: None,
        }

    def __getitem__(self, key: str) -> str | int | None:
        return self._read[key]()

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)


def title_of(workspace: Workspace) -> str:
    """The scorecard's title, with the scenario where there is one."""
    card = workspace.scorecard
    if workspace.scenario is None:
        return card.title
    label = card.scenarios[workspace.scenario].get("label", workspace.scenario)
    return f"{card.title} ({label})"


def aside_of(workspace: Workspace) -> str:
    """As of when, and how many indicators."""
    card = workspace.scorecard
    words = [] if card.as_of is None else [f"as of {card.as_of}"]
    return " · ".join([*words, counted(len(card.indicators), "indicator")])


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def score_show(plan: Plan, digits: int | None = None, less: int = 0) -> Show:
    """Scores: as many decimals as rounding leaves, else four figures of the scale's span."""
    if digits is None:
        digits = max(0, 3 - math.ceil(math.log10(plan.span))) if plan.span > 0 else 1
    return Show("number", max(0, digits - less))


def index_show(plan: Plan, less: int = 0) -> Show:
    """How the index is shown."""
    return score_show(plan, plan.inner[-1].digits, less)


def short_labels(labels: Sequence[str]) -> list[str]:
    """Labels for narrow columns: their beginnings, or where those are the same beginning and end."""
    cut = [_cut(label) for label in labels]
    return [
        short if cut.count(short) == 1 or short == label else f"{label[:3]}…{label[-4:]}"
        for label, short in zip(labels, cut, strict=True)
    ]


def _cut(label: str) -> str:
    return label if len(label) <= NARROW_LABEL else label[: NARROW_LABEL - 1].rstrip() + "."


def number(value: float) -> float | None:
    """A plain float, None for missing."""
    return None if np.isnan(value) else float(value) + 0.0  # no -0.0


def listed(words: Sequence[str]) -> str:
    """Words as an enumeration."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def remark_notes(ranking: Ranking) -> list[str]:
    """What scoring found worth saying, in words."""
    label = dict(zip(ranking.plan.ids, ranking.plan.labels, strict=True))
    return [_worded(remark, [label.get(node, node) for node in remark.about]) for remark in ranking.remarks]


def _worded(remark: Remark, about: list[str]) -> str:
    name = listed(about)
    return {
        "no data": f"no hub has a reading of {name} that counts; it does not score",
        "constant": f"{name} does not tell the hubs apart; it scores the middle of the scale",
        "no goalpost": f"{name} lacks the hub that sets its goalpost; it does not score",
        "relative": "scores are relative to this group of hubs: adding or dropping one changes them",
        "mixed families": f"{name} averages scores that spread over the whole scale with some that spread around its "
        "middle; the wider ones weigh more than they say",
    }[remark.kind]
