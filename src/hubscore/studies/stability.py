"""How far a single weight, or a single figure, can move before the ranking does."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.line.leaves import drawn_in, ends_of, extreme, fixed_ends, leaf_scores
from hubscore.methods.rank import TIE_TOLERANCE, ranks
from hubscore.model import ranking as why
from hubscore.model.asked import position
from hubscore.model.plan import Inner
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.noise import whole_of
from hubscore.studies.overtake import require_index
from hubscore.studies.reweigh import Field, averagers

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

SCANNED = 40
"""Points between here and the end at which it is looked first, so that no change is leapt over."""

HALVINGS = 50
"""Steps of narrowing down."""

FAR = 10.0
"""How far beyond all figures a figure without a goalpost is moved, in their range."""


class Leeway(NamedTuple):
    """How far one weight can move alone, its siblings keeping their proportions.

    `share`: of the node in `parent`, as declared; `low`, `high`: the shares between which the
    leader stays, NaN where even 0 or 1 changes nothing; `low_hub`, `high_hub`: position of who
    leads beyond, None where nobody is left with an index.
    """

    node: str
    parent: str
    share: float
    low: float
    high: float
    low_hub: int | None
    high_hub: int | None


class Gain(NamedTuple):
    """The smallest change of one figure that gains a hub a rank.

    `value`, `needed`: as the indicator is scored; `points`: what its own score rises by, on the
    scale; `rank`: where the hub then is, level with nobody; `past`: positions of whom it gets past.
    """

    indicator: str
    value: float
    needed: float
    points: float
    rank: int
    past: tuple[int, ...]


def leeways(ranking: Ranking) -> tuple[Leeway, ...]:
    """How far each weight can move before the leader changes, in the order of the file.

    Found by halving, after a look at points in between: exact where what changes is linear, as
    the index is in one weight under arithmetic means. A weight of 0, and an only child, is left
    out. Of several leaders the first listed counts.

    Raises
    ------
    UsageError
        Where no hub is ranked.
    """
    if not ranking.rank.any():
        raise UsageError(Problem("unscored", "no hub is ranked", hint="`hubscore` says what is lacking"))
    plan, leader = ranking.plan, ranking.listing[0]
    by = {node: inner for node, inner in averagers(plan) if inner.weights[inner.members.index(node)] > 0}
    field = Field(ranking, np.flatnonzero(ranking.ranked))
    nodes = [plan.ids[row] for row in plan.order if plan.ids[row] in by]
    return tuple(_leeway(field, node, by[node], leader) for node in nodes if _moves(by[node], node))


def _moves(inner: Inner, node: str) -> bool:
    """Whether a node has siblings that weigh something."""
    return bool(inner.weights[inner.members.index(node)] < 1)


def _leeway(field: Field, node: str, inner: Inner, leader: int) -> Leeway:
    at = inner.members.index(node)
    share = float(inner.weights[at])
    hub = int(np.searchsorted(field.hubs, leader))

    def placed(x: Floats) -> Ints:
        w = inner.weights * ((1 - x) / (1 - share))[:, None]
        w[:, at] = x
        return _ranks(field, field.index({inner.id: w}))

    def lost(x: Floats) -> NDArray[np.bool_]:
        return np.asarray(placed(x)[:, hub] != 1)

    ends: list[tuple[float, int | None]] = []
    for end in (0.0, 1.0):
        kept, beyond = _edge(lost, share, end)
        new = np.flatnonzero(placed(np.array([beyond]))[0] == 1) if not np.isnan(beyond) else np.arange(0)
        ends.append((kept, int(field.hubs[new[0]]) if new.size else None))
    (low, low_hub), (high, high_hub) = ends
    return Leeway(node, inner.id, share, low, high, low_hub, high_hub)


def _ranks(field: Field, index: Floats) -> Ints:
    return ranks(index, field.ranking.plan.span)


def _edge(broken: Callable[[Floats], NDArray[np.bool_]], start: float, end: float) -> tuple[float, float]:
    """The last place from start to end before it breaks, and the first after it; NaN where it never does."""
    at = start + (end - start) * np.arange(1, SCANNED + 1) / SCANNED
    bad = broken(at)
    if not bad.any():
        return np.nan, np.nan
    place = int(bad.argmax())
    good, beyond = (start if place == 0 else float(at[place - 1])), float(at[place])
    for _ in range(HALVINGS):
        middle = (good + beyond) / 2
        if broken(np.array([middle]))[0]:
            beyond = middle
        else:
            good = middle
    return good, beyond


def gains(ranking: Ranking, scorecard: Scorecard, hub: int) -> tuple[Gain, ...]:
    """What each figure of a hub would have to be, alone, to gain it a rank; the smallest change first.

    Changes are compared by what they add to the indicator's own score; one that adds nothing to
    it, and only lowers others through goalposts that come from the data, is none. Figures that do
    not suffice, however good, are left out, and so are gaps. Goalposts and ranks that come from
    the data move along, as far as the best figure there is; treatments, and what fills the gaps
    of others, stay. Counts and ranks that are not divided are whole, shares at most the whole;
    nothing becomes negative that is not for any hub.

    Parameters
    ----------
    hub
        Its position; it must be ranked.

    Raises
    ------
    UsageError
        A hub that does not exist, is not ranked, or leads already.
    """
    hub = position(hub, ranking.dataset.hubs)
    require_index(ranking, hub)
    name, rank = ranking.dataset.hubs.names[hub], int(ranking.rank[hub])
    if rank == 0:
        hint = "benchmarks are yardsticks; --all ranks everyone"
        raise UsageError(Problem("unscored", f"{name} is not ranked", hint=hint))
    if rank == 1:
        raise UsageError(Problem("usage", f"{name} leads: there is no rank to gain", expected="a hub that does not"))
    found = _gains(ranking, scorecard, hub)
    return tuple(sorted(found, key=lambda gain: (gain.points, gain.indicator)))


def _gains(ranking: Ranking, scorecard: Scorecard, hub: int) -> Iterator[Gain]:
    plan, cells = ranking.plan, ranking.cells
    field = Field(ranking, np.flatnonzero(ranking.ranked))
    own, rank = int(np.searchsorted(field.hubs, hub)), int(ranking.rank[hub])
    tie = TIE_TOLERANCE * plan.span
    for row, leaf in enumerate(plan.leaves):
        if plan.weights[row] <= 0 or cells.status[row][hub] != why.HAS_VALUE:
            continue
        value = float(cells.point[row][hub])
        scored = _scorer(ranking, row, hub)

        def ahead(x: Floats, row: int = row, scored: Callable[[Floats], Floats] = scored) -> NDArray[np.bool_]:
            index = field.index({}, {row: scored(x)})
            mine = index[:, own : own + 1]
            return np.asarray((index >= mine - tie) | np.isnan(mine))  # the hub itself is among them

        def gained(x: Floats, ahead: Callable[[Floats], NDArray[np.bool_]] = ahead) -> NDArray[np.bool_]:
            return np.asarray(ahead(x).sum(axis=1) < rank)

        entry = scorecard.indicators[leaf.id]
        _, needed = _edge(gained, value, _far(ranking, row, value, entry.kind))
        if entry.kind in ("count", "rank") and entry.per is None and not np.isnan(needed):
            needed = float(math.ceil(needed) if leaf.higher else math.floor(needed))
        if np.isnan(needed) or not gained(np.array([needed]))[0]:
            continue
        still, before = ahead(np.array([needed]))[0], ranking.rank[field.hubs]
        past = field.hubs[(before > 0) & (before < rank) & ~still]
        points = float(scored(np.array([needed]))[0, hub] - ranking.scores[row, hub])
        if points <= tie:  # it would only lower others, through a goalpost of the data
            continue
        yield Gain(leaf.id, value, needed, points, int(still.sum()), tuple(past.tolist()))


def _scorer(ranking: Ranking, row: int, hub: int) -> Callable[[Floats], Floats]:
    """The scores of an indicator, shape (draw, hub), with values of one hub of shape (draw,)."""
    plan, filled, curve = ranking.plan, ranking.cells.filled[row], ranking.cells.curves[row]

    def scored(x: Floats) -> Floats:
        values = np.tile(filled, (len(x), 1))
        values[:, hub] = x
        with np.errstate(all="ignore"):
            return leaf_scores(plan, ranking.dataset, plan.leaves[row], values, curve=curve)

    return scored


def _far(ranking: Ranking, row: int, value: float, kind: str) -> float:
    """How far a figure is moved: as far as its own score rises, and as figures of its kind go."""
    leaf, x = ranking.plan.leaves[row], ranking.cells.filled[row]
    far = _best(ranking, row)
    if np.isnan(far):
        low, high = float(np.nanmin(x)), float(np.nanmax(x))
        beyond = FAR * ((high - low) or abs(value) or 1.0)
        far = high + beyond if leaf.higher else low - beyond
    if kind == "rank":
        far = max(far, 1.0)
    elif np.nanmin(x) >= 0:  # of what never is negative
        far = max(far, 0.0)
    far = min(far, whole_of(leaf, x)) if kind == "share" else far
    return far if (far > value) == leaf.higher else value


def _best(ranking: Ranking, row: int) -> float:
    """The best goalpost where an indicator clips there, or where it is that of the data; else NaN.

    A figure beyond the best of all figures moves that goalpost: it gains nothing for itself and
    only takes from the others.
    """
    leaf = ranking.plan.leaves[row]
    x = drawn_in(ranking.cells.filled[row], ranking.cells.curves[row])
    if leaf.method.positive:
        return float(extreme(x, best=True, higher=leaf.higher)[0])
    if leaf.method.ends == "none":
        return float("nan")
    _, best = ends_of(leaf, ranking.dataset, x)
    moves = np.isnan(fixed_ends(leaf)[1]) and leaf.method.ends != "reference"
    return float(np.ravel(best)[0]) if leaf.clip or moves else float("nan")
