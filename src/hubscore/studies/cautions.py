"""What a reader must know before using derived weights."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.components import Principal
from hubscore.methods.outcome import SAME
from hubscore.methods.statistics import standardised
from hubscore.model.plan import Inner, Plan
from hubscore.studies.derive import Proposal
from hubscore.studies.doubt import Doubt

Floats = NDArray[np.float64]

AGAINST = -0.1
"""Correlations and loadings below this are against the rest; nearer to 0 they are with nobody."""

LITTLE = 0.5
"""A single component that explains less of the variance than this leaves most of it out."""

CROWD = 0.25
"""From this share of the hubs on, at least `FEWEST`, many are the best observed."""

FEWEST = 3

BEST = 1 - 1e-9
"""A score of 1, but for rounding."""

PLACES = ("rank", "percent_rank", "copeland")
"""Methods whose scores are places: how far they lie apart means nothing."""


class Cautions(NamedTuple):
    """What makes weights doubtful; positions are those of the children.

    `against`: children that run against the rest; `kept`: the share of the variance that one
    component keeps, where it is little; `places`: children whose scores are places, where their
    amounts count; `bent`: the aggregation, where it does not add but the method does; `best`:
    how many hubs are the best observed, where these are many.
    """

    against: tuple[int, ...] = ()
    kept: float | None = None
    places: tuple[int, ...] = ()
    bent: str | None = None
    best: int | None = None


def cautions(found: Proposal) -> Cautions:
    """What of all that applies; nothing for judgements and equal weights."""
    plan, method = found.before.plan, found.method.name
    s = found.before.scores[[plan.row[member] for member in found.members]][:, found.hubs]
    if isinstance(found.detail, Principal):
        alone = found.detail.rotated.shape[1] == 1 and found.detail.shares[0] < LITTLE
        return Cautions(_loading_against(found.detail), kept=float(found.detail.shares[0]) if alone else None)
    if isinstance(found.detail, Doubt):
        name = _inner(plan, found.node).aggregate.name
        best = int((found.detail.scores >= BEST).sum())
        many = best >= max(FEWEST, CROWD * len(found.hubs))
        return Cautions(bent=None if name == "arithmetic" else name, best=best if many else None)
    if method == "entropy":
        return Cautions(_against(s), places=_places(plan, found.members))
    return Cautions(_against(s)) if found.method.sampled else Cautions()


def _loading_against(detail: Principal) -> tuple[int, ...]:
    """Children with another sign than the rest on the component that their weight is taken from."""
    home = np.take_along_axis(detail.rotated, detail.component[:, None], axis=1)[:, 0]
    return tuple(np.flatnonzero(home < AGAINST).tolist())


def _against(s: Floats) -> tuple[int, ...]:
    """Children that correlate negatively with the sum of the others, each standardised."""
    z = np.nan_to_num(standardised(s))
    rest = z.sum(axis=0) - z
    rest[np.ptp(rest, axis=1) <= SAME] = 0.0  # what is left of children that cancel out is rounding
    rest = np.nan_to_num(standardised(rest))
    r = (z * rest).sum(axis=1) / (s.shape[1] - 1)
    return tuple(np.flatnonzero(r < AGAINST).tolist())


def _places(plan: Plan, members: tuple[str, ...]) -> tuple[int, ...]:
    rows, leaves = [plan.row[member] for member in members], len(plan.leaves)
    names = [plan.leaves[row].method.name if row < leaves else plan.inner[row - leaves].aggregate.name for row in rows]
    return tuple(at for at, name in enumerate(names) if name in PLACES)


def _inner(plan: Plan, node: str) -> Inner:
    return plan.inner[plan.row[node] - len(plan.leaves)]
