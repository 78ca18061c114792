"""What all pages share: the head of a document, and how figures are worded."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking, Remark
from hubscore.pages.document import Column, Show
from hubscore.workspace import Workspace

NARROW_LABEL = 8
"""Letters of a column's label where the terminal is narrow, the full stop included."""

FEW = 5
"""How many hubs are named in a line below a table; more are counted."""

ALIKE = ("no data", "constant", "no goalpost")
"""Remarks of which many may be made, one an indicator: they are told as one."""


class Facts(Mapping[str, str | int | None]):
    """What JSON repeats: the scorecard, the seed of draws. The digest is made only if somebody reads it."""

    def __init__(self, workspace: Workspace, seed: int | None = None) -> None:
        self._read: dict[str, Callable[[], str | int | None]] = {
            "title": lambda: workspace.scorecard.title,
            "digest": lambda: workspace.digest,
            "scenario": lambda: workspace.scenario,
            "seed": lambda: seed,
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


def scaled(plan: Plan, scores: np.ndarray) -> list[list[float]]:
    """Scores of shape (a, b) as shares of the scale, for pictures; NaN stays."""
    shares: list[list[float]] = ((scores - plan.scale[0]) / (plan.span or 1.0)).tolist()
    return shares


def with_shares(columns: Sequence[Column], places: Sequence[int], each: int = 1) -> tuple[Column, ...]:
    """The columns, and behind the last one for each at `places` those for the shares that it is drawn from."""
    found = list(columns)
    for place in places:
        show, first = found[place].show, len(found)
        if show is not None:
            found[place] = found[place]._replace(show=show._replace(of=tuple(range(first, first + each))))
        found += [Column()] * each
    return tuple(found)


def listed(words: Sequence[str]) -> str:
    """Words as an enumeration."""
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1] if words else ""


def pillar_rows(ranking: Ranking) -> list[int]:
    """Rows of the pillars right below the index, in the order of the file."""
    plan = ranking.plan
    return [row for row in plan.order if plan.depth[row] == 1 and row >= len(plan.leaves)]


def pillar_columns(ranking: Ranking, pillars: Sequence[int], show: Show) -> list[Column]:
    """Columns for a figure a pillar."""
    ids, labels = ([names[row] for row in pillars] for names in (ranking.plan.ids, ranking.plan.labels))
    named = zip(ids, labels, short_labels(labels), strict=True)
    return [Column(f"pillars.{pillar}", label, show, short, yields=2) for pillar, label, short in named]


def remark_notes(ranking: Ranking) -> list[str]:
    """What scoring found worth saying, in words."""
    label = dict(zip(ranking.plan.ids, ranking.plan.labels, strict=True))
    names, dataset = ranking.dataset.hubs.names, ranking.dataset
    return [
        _worded(
            remark,
            [label.get(node, node) for node in remark.about],
            [names[dataset.column[hub]] for hub in remark.hubs],
        )
        for remark in _merged(ranking.remarks)
    ]


def _merged(remarks: Sequence[Remark]) -> list[Remark]:
    """Remarks that say the same as one, about all their nodes and hubs; those that name hubs stand last."""
    groups: dict[str, list[Remark]] = {}
    for at, remark in enumerate(remarks):
        alike = remark.hubs or remark.kind in ALIKE
        groups.setdefault(remark.kind if alike else f"{remark.kind} {at}", []).append(remark)
    return sorted(map(_joined, groups.values()), key=lambda remark: bool(remark.hubs))


def _joined(alike: Sequence[Remark]) -> Remark:
    if len(alike) == 1:
        return alike[0]
    about = dict.fromkeys(node for remark in alike for node in remark.about)
    hubs = {hub for remark in alike for hub in remark.hubs}
    return Remark(alike[0].kind, tuple(about), hubs=tuple(sorted(hubs)))


def some(names: Sequence[str], noun: str) -> str:
    """A few names, or how many there are."""
    return listed(names) if len(names) <= FEW else counted(len(names), noun)


def _first(labels: Sequence[str]) -> str:
    """How many indicators, and the names of the first."""
    more = [] if len(labels) <= FEW else [f"{len(labels) - FEW} more"]
    named = listed([*labels[:FEW], *more])
    return f"{counted(len(labels), 'indicator')} ({named})"


def _worded(remark: Remark, about: list[str], hubs: list[str]) -> str:
    name, number, many = listed(about), int(remark.number or 0), len(about) > 1
    which = _first(about) if many else name
    return {
        "all left out": "the rules of [screening] leave out every hub; lower them, or collect more readings",
        "nobody to fill from": f"gaps of {some(hubs, 'hub')} in {some(about, 'indicator')} stay missing: no hub of the "
        "same group has a reading; `mean` or `median` would fill them, or another `group`",
        "panel": f"goalposts that come from the data are those of "
        f"the {'year' if len(set(about)) == 1 else 'years'} {' to '.join(dict.fromkeys(about))}",
        "idle panel": "`panel = true` has no effect: no goalpost comes from the data, or no reading has a year",
        "no data": f"of {which} no hub has a reading that counts; {'they do' if many else 'it does'} not score",
        "constant": f"{which} {'do' if many else 'does'} not tell the hubs apart; "
        f"{'each' if many else 'it'} scores the middle of the scale",
        "no goalpost": f"{which} {'lack' if many else 'lacks'} the hub that sets the goalpost; "
        f"{'they do' if many else 'it does'} not score",
        "off the scale": f"{_first(about)} scored as they are, beyond the scale; `goalposts` would bring them onto it, "
        "`clip = false` says that it is meant",
        "relative": "scores are relative to this group of hubs: adding or dropping one changes them",
        "winsorised": f"treated: {counted(number, 'figure')} of {_first(about)} winsorised, listed by "
        "`hubscore audit --full`",
        "log": f"treated: {_first(about)} scored by the logarithm: winsorising does not suffice",
        "boxcox": f"treated: {_first(about)} scored by a Box-Cox power",
        "still skewed": f"{_first(about)} still skewed beyond the limits after the treatment",
        "too few to treat": f"{_first(about)} not treated: fewer than {number} hubs have a figure",
        "mixed families": f"{name} averages scores that spread over the whole scale with some that spread around its "
        "middle; the wider ones weigh more than they say",
        "no z-scores": f"mazziotta_pareto takes what {name} averages for z-scores, which not all are; "
        "`zscore` would do for all, or mazziotta_pareto_adjusted",
        "z-scores": f"mazziotta_pareto_adjusted takes what {name} averages for scores between goalposts, which not "
        "all are; `goalposts` or `minmax` would do for all, or mazziotta_pareto",
    }[remark.kind]
