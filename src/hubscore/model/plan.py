"""The scorecard compiled: tree, weights and methods as the kernels want them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import Aggregation
from hubscore.methods.impute import MISSING
from hubscore.methods.normalise import Normalisation
from hubscore.model.choice import Choice
from hubscore.model.scorecard import Goalpost, Screening

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

Slice = slice | Ints
"""Where children stand among the nodes; a slice where they stand together."""


class Leaf(NamedTuple):
    """How one indicator is read and normalised.

    `series` and `per` are rows of the dataset (-1: no such row, None: no denominator).
    `applies`: shape (hub,), None for all. `reference`: column of the reference hub, -1 if
    it is not among the hubs. `unit`, `per_unit`: as declared for the readings. `held`: the
    (worst, best) pair of all years, None where each year has its own.
    """

    id: str
    series: int
    per: int | None
    per_amount: float
    higher: bool
    is_rank: bool
    goalposts: tuple[Goalpost, Goalpost] | None
    target: float | None
    transform: Choice
    method: Normalisation
    reference: int
    clip: bool
    open_bound: float
    applies: Bools | None
    missing: Choice
    unit: str | None
    per_unit: str | None
    treat: Choice = Choice("none")
    held: tuple[float, float] | None = None

    @property
    def fills(self) -> Literal["nothing", "hubs", "time"]:
        """Where the value of a hub that lacks one is taken from."""
        return MISSING[self.missing.name].fills


class Inner(NamedTuple):
    """How one inner node averages.

    `children`: rows of the score matrix; `weights`: shape (child,), sum 1.
    """

    id: str
    children: Slice
    members: tuple[str, ...]
    weights: Floats
    aggregate: Aggregation
    parameter: Any
    floor: float
    missing: Choice
    min_coverage: float
    max_missing: int | None
    digits: int | None


@dataclass(frozen=True)
class Plan:
    """Everything that scoring needs but the figures.

    Leaves come first, then inner nodes from the bottom up, the root last. `weights`: shape
    (leaf,), the share of each indicator in the index by weights alone; `order`: rows of the
    nodes as people read them; `depth` and `parent` by row; `screening`: None where no hub can
    be left out; `panel`: whether goalposts that come from the data are those of all years.
    `gone`: shape (hub,), whom the figures that were scored leave out, None for nobody.
    """

    leaves: tuple[Leaf, ...]
    inner: tuple[Inner, ...]
    scale: tuple[float, float]
    bounds: str
    open_bound: float
    ties: str
    as_of: int | None
    oldest: int | None
    admit: int
    weights: Floats
    order: tuple[int, ...]
    depth: tuple[int, ...]
    parent: tuple[str | None, ...]
    labels: tuple[str, ...]
    screening: Screening | None = None
    panel: bool = False
    gone: Bools | None = None

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of every row."""
        return tuple(leaf.id for leaf in self.leaves) + tuple(node.id for node in self.inner)

    @cached_property
    def row(self) -> dict[str, int]:
        """Where each node stands."""
        return {name: position for position, name in enumerate(self.ids)}

    @cached_property
    def tops(self) -> tuple[str, ...]:
        """The child of the index that each node belongs to, itself where it is one; the index is its own."""
        names: dict[str, str] = {}
        for name, above in zip(reversed(self.ids), reversed(self.parent), strict=True):
            names[name] = name if above in (None, self.ids[-1]) else names[str(above)]
        return tuple(names[name] for name in self.ids)

    @cached_property
    def inside(self) -> Bools:
        """Which indicators hang below each inner node, shape (inner node, leaf)."""
        below = np.zeros((len(self.inner), len(self.leaves)), dtype=bool)
        for leaf, node in enumerate(self.parent[: len(self.leaves)]):
            above = node
            while above is not None:
                below[self.row[above] - len(self.leaves), leaf] = True
                above = self.parent[self.row[above]]
        return below

    @property
    def span(self) -> float:
        """Width of the scale."""
        return self.scale[1] - self.scale[0]

    @cached_property
    def applies(self) -> Bools | None:
        """Where indicators apply, shape (leaf, hub); None for everywhere."""
        sizes = [leaf.applies.size for leaf in self.leaves if leaf.applies is not None]
        if not sizes:
            return None
        everywhere = np.ones(sizes[0], dtype=bool)
        return np.array([everywhere if leaf.applies is None else leaf.applies for leaf in self.leaves])

    @cached_property
    def applies_by_node(self) -> Bools | None:
        """Where nodes apply, shape (node, hub): an inner node where a member with a weight does."""
        if self.applies is None:
            return None
        nodes = np.concatenate([self.applies, np.zeros((len(self.inner), self.applies.shape[1]), dtype=bool)])
        for row, node in enumerate(self.inner, start=len(self.leaves)):
            nodes[row] = nodes[node.children][node.weights > 0].any(axis=0)
        return nodes

    @cached_property
    def weights_by_hub(self) -> Floats:
        """The share of each indicator in each hub's index, shape (leaf, hub), (leaf, 1) if all are alike.

        What does not apply hands its weight to its siblings.
        """
        applies = self.applies_by_node
        if applies is None:
            return self.weights[:, None]
        weight = np.zeros(applies.shape)
        weight[-1] = applies[-1]
        for row, node in reversed(list(enumerate(self.inner, start=len(self.leaves)))):
            due = node.weights[:, None] * applies[node.children]
            total = due.sum(axis=0)
            weight[node.children] += weight[row] * due / np.where(total > 0, total, 1.0)
        return weight[: len(self.leaves)]


def passed_down(nodes: tuple[Inner, ...], leaves: int) -> Floats:
    """The weights multiplied down from the root, shape (leaf,); what `over` skips gets none."""
    weight = np.zeros(leaves + len(nodes))
    weight[-1] = 1.0
    for row, node in reversed(list(enumerate(nodes, start=leaves))):
        weight[node.children] += weight[row] * node.weights
    return weight[:leaves].copy()
