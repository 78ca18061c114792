"""Whether what a node averages is one thing: its reliability and its principal components."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.components import kept, principal
from hubscore.methods.outcome import constants
from hubscore.methods.reliability import alpha
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies.size import Shortage, shortage

Floats = NDArray[np.float64]
Flag = Literal["low alpha", "not one thing", "weak first component"]

KAISER = 1.0
"""A component with a greater eigenvalue explains more than one series alone (Kaiser 1960)."""

LEAST_FIRST = 0.4
"""The first component of what is one thing explains at least this share of the variance (audits of the JRC)."""

FEWEST = 3
"""Two hubs always lie on a line."""


class Unity(NamedTuple):
    """The members of one node, over the hubs that have all of them.

    `members`: those that any hub has; `short`: why nothing is computed, None where it is;
    `alpha`: Cronbach's, NaN where it is not defined; `eigenvalues` and `shares`, of the
    variance, of the components of the members that are not `constant`, the strongest first;
    `loadings`: a row for each of these members, a column for each component that is kept.
    `without`, `turned`: alpha when each of `members` is dropped, and when its direction is the
    other, NaN where it is not defined.
    """

    node: str
    members: tuple[str, ...]
    hubs: int
    short: Shortage | None
    alpha: float = np.nan
    eigenvalues: tuple[float, ...] = ()
    shares: tuple[float, ...] = ()
    constant: tuple[str, ...] = ()
    flags: tuple[Flag, ...] = ()
    without: tuple[float, ...] = ()
    turned: tuple[float, ...] = ()
    loadings: tuple[tuple[float, ...], ...] = ()

    @property
    def varying(self) -> tuple[str, ...]:
        """The members that have loadings."""
        varying = (member for member in self.members if member not in self.constant)
        return tuple(varying) if self.loadings else ()

    @property
    def strong(self) -> int:
        """How many components explain more than one series alone."""
        return sum(value > KAISER for value in self.eigenvalues)


def unities(ranking: Ranking, limits: AuditTable, force: bool = False) -> tuple[Unity, ...]:
    """Every node with two members or more, in the order of the file; `force` takes few hubs too."""
    plan = ranking.plan
    leaves = len(plan.leaves)
    found = (_unity(ranking, row - leaves, force) for row in plan.order if row >= leaves)
    return tuple(each._replace(flags=flags_of(each, limits)) for each in found if len(each.members) > 1)


def flags_of(found: Unity, limits: AuditTable) -> tuple[Flag, ...]:
    """What speaks against one thing."""
    judgements: tuple[tuple[Flag, bool], ...] = (
        ("low alpha", found.alpha < limits.alpha),
        ("not one thing", found.strong > 1),
        ("weak first component", bool(found.shares) and found.shares[0] < LEAST_FIRST),
    )
    return tuple(flag for flag, holds in judgements if holds)


def _unity(ranking: Ranking, position: int, force: bool) -> Unity:
    plan, node = ranking.plan, ranking.plan.inner[position]
    rows = [row for member in node.members if not np.isnan(ranking.scores[row := plan.row[member]]).all()]
    x = ranking.scores[rows]
    x = x[:, ~np.isnan(x).any(axis=0)]
    members, hubs = tuple(plan.ids[row] for row in rows), x.shape[1]
    short = shortage(hubs, len(rows))
    if hubs < FEWEST or (short and not force):
        return Unity(node.id, members, hubs, short)
    flat = constants(x)
    found = principal(np.delete(x, flat, axis=0))
    places = range(len(members))
    return Unity(
        node.id,
        members,
        hubs,
        None,
        alpha(x),
        tuple(found.eigenvalues.tolist()),
        tuple(found.shares.tolist()),
        constant=tuple(members[place] for place in flat),
        without=tuple(alpha(np.delete(x, place, axis=0)) for place in places),
        turned=tuple(alpha(_turned(x, place)) for place in places),
        loadings=tuple(map(tuple, found.loadings[:, : kept(found.eigenvalues)].tolist())),
    )


def _turned(x: Floats, place: int) -> Floats:
    """The same with one series upside down."""
    signs = np.ones((len(x), 1))
    signs[place] = -1.0
    return np.asarray(x * signs)
