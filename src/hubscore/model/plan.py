"""The scorecard compiled: tree, weights and methods as the kernels want them.

Leaves come first, then inner nodes from the bottom up, the root last. Siblings are in the
order of their ids, so that the order of a file changes no sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.aggregate import AGGREGATIONS, Aggregation
from hubscore.methods.impute import MISSING
from hubscore.methods.normalise import NORMALISATIONS, Normalisation
from hubscore.methods.weigh import shares
from hubscore.model.choice import Choice
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.scorecard import ROOT, Goalpost, Indicator, MethodTable, Node, Scorecard
from hubscore.model.tree import Tree, effective_weights, node_of, tree_of

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]

Slice = slice | Ints
"""Where children stand among the nodes; a slice where they stand together."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """How one indicator is read and normalised.

    `series` and `per` are rows of the dataset (-1: no such row, None: no denominator).
    `applies`: shape (hub,), None for all. `reference`: column of the reference hub, -1 if
    it is not among the hubs.
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


@dataclass(frozen=True, slots=True)
class Inner:
    """How one inner node averages.

    `children`: rows of the score matrix; `weights`: shape (child,), sum 1.
    """

    id: str
    children: Slice
    members: tuple[str, ...]
    weights: Floats
    aggregate: Aggregation
    parameter: float | None
    floor: float
    missing: Choice
    min_coverage: float
    max_missing: int | None
    digits: int | None


@dataclass(frozen=True)
class Plan:
    """Everything that scoring needs but the figures.

    `weights`: shape (leaf,), the share of each indicator in the index by weights alone;
    `order`: rows of the nodes as people read them; `depth` and `parent` by row.
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

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The id of every row."""
        return tuple(leaf.id for leaf in self.leaves) + tuple(node.id for node in self.inner)

    @cached_property
    def row(self) -> dict[str, int]:
        """Where each node stands."""
        return {name: position for position, name in enumerate(self.ids)}

    @property
    def span(self) -> float:
        """Width of the scale."""
        return self.scale[1] - self.scale[0]

    @cached_property
    def applies_by_node(self) -> Bools | None:
        """Where nodes apply, shape (node, hub): an inner node where any member does."""
        leaves = self.applies
        if leaves is None:
            return None
        rows = list(leaves)
        for node in self.inner:
            rows.append(np.any([rows[self.row[member]] for member in node.members], axis=0))
        return np.array(rows)

    @cached_property
    def applies(self) -> Bools | None:
        """Where indicators apply, shape (leaf, hub); None for everywhere."""
        if all(leaf.applies is None for leaf in self.leaves):
            return None
        size = next(leaf.applies.size for leaf in self.leaves if leaf.applies is not None)
        return np.array([np.ones(size, bool) if leaf.applies is None else leaf.applies for leaf in self.leaves])


def compiled(scorecard: Scorecard, dataset: Dataset) -> Plan:
    """Compile a checked scorecard for a dataset."""
    tree = tree_of(scorecard)
    by_path = sorted(tree.leaves, key=tree.path)
    inner_ids = sorted(tree.children, key=lambda node: (-tree.depth[node], tree.path(node)))
    rows = {node: position for position, node in enumerate((*by_path, *inner_ids))}
    weights = effective_weights(scorecard, tree)
    nodes = tuple(_inner(scorecard, node, weights[node], rows) for node in inner_ids)
    newest = scorecard.as_of if scorecard.as_of is not None else dataset.newest_year
    oldest = newest - scorecard.max_age if scorecard.max_age is not None and newest is not None else None
    method = scorecard.method
    plan = Plan(
        leaves=tuple(_leaf(scorecard, dataset, leaf, node_of(scorecard, tree.parent[leaf])) for leaf in by_path),
        inner=nodes,
        scale=method.scale,
        bounds=method.bounds.name,
        open_bound=scorecard.uncertainty.open_bound,
        ties=method.ties.name,
        as_of=scorecard.as_of,
        oldest=oldest,
        admit=GRADES.index(scorecard.evidence.admit),
        weights=_leaf_weights(nodes, rows, len(by_path)),
        order=tuple(rows[node] for node in tree.order),
        depth=tuple(tree.depth[node] for node in rows),
        parent=tuple(tree.parent.get(node) for node in rows),
        labels=tuple(scorecard.label(node) for node in rows),
    )
    plan.weights.flags.writeable = False
    return plan


def _leaf(scorecard: Scorecard, dataset: Dataset, name: str, parent: Node) -> Leaf:
    entry = scorecard.indicators[name]
    method = scorecard.method
    series = entry.from_ or name
    normalise = entry.normalise or method.normalise
    reference = dataset.column.get(str(normalise.parameter), -1)
    applies = None
    if entry.applies_to is not None:
        applies = np.isin(np.array(dataset.hubs.ids), entry.applies_to)
    measure = scorecard.measures.get(entry.per) if entry.per else None
    return Leaf(
        id=name,
        series=dataset.row.get(series, -1),
        per=None if entry.per is None else dataset.row.get(entry.per, -1),
        per_amount=entry.per_amount,
        higher=entry.direction == "higher",
        is_rank=entry.kind == "rank",
        goalposts=entry.goalposts,
        target=entry.target,
        transform=entry.transform,
        method=NORMALISATIONS[normalise.name],
        reference=reference,
        clip=method.clip if entry.clip is None else entry.clip,
        open_bound=scorecard.uncertainty.open_bound if entry.open_bound is None else entry.open_bound,
        applies=applies,
        missing=parent.missing or method.missing,
        unit=reading_unit(scorecard, entry),
        per_unit=measure.unit if measure else None,
    )


def reading_unit(scorecard: Scorecard, entry: Indicator) -> str | None:
    """The unit of an indicator's readings: its own, or that of the measure it reads."""
    measure = scorecard.measures.get(entry.from_) if entry.from_ else None
    source = scorecard.indicators.get(entry.from_) if entry.from_ else None
    return entry.unit or (measure.unit if measure else None) or (source.unit if source else None)


def _inner(scorecard: Scorecard, name: str, weights: dict[str, float], rows: dict[str, int]) -> Inner:
    node, method = node_of(scorecard, name), scorecard.method
    members = sorted(weights, key=rows.__getitem__)
    aggregate = node.aggregate or method.aggregate
    missing = node.missing or method.missing
    digits = method.level_digits if name != ROOT or method.digits is None else method.digits
    share = shares(np.array([weights[member] for member in members], dtype=float))
    share.flags.writeable = False
    return Inner(
        id=name,
        children=_together([rows[member] for member in members]),
        members=tuple(members),
        weights=share,
        aggregate=AGGREGATIONS[aggregate.name],
        parameter=aggregate.number,
        floor=method.floor if node.floor is None else node.floor,
        missing=missing,
        min_coverage=method.min_coverage if node.min_coverage is None else node.min_coverage,
        max_missing=_most_missing(node, method),
        digits=digits if node.digits is None else node.digits,
    )


def _most_missing(node: Node, method: MethodTable) -> int | None:
    """The rule nearest to the node wins: a limit, a coverage, then `strict`, which allows no gap."""
    for table in (node, method):
        if table.max_missing is not None:
            return table.max_missing
        if table.missing is not None and table.missing.name == "strict":
            return 0
        if table is node and table.min_coverage is not None:
            return None
    return None


def _together(rows: list[int]) -> Slice:
    if rows == list(range(rows[0], rows[0] + len(rows))):
        return slice(rows[0], rows[0] + len(rows))
    return np.array(rows, dtype=np.intp)


def _leaf_weights(nodes: tuple[Inner, ...], rows: dict[str, int], leaves: int) -> Floats:
    """Multiply weights down from the root; a node that a `over` skips hands nothing on."""
    weight = np.zeros(len(rows))
    weight[rows[ROOT]] = 1.0
    for node in reversed(nodes):
        np.add.at(weight, np.array([rows[member] for member in node.members]), weight[rows[node.id]] * node.weights)
    return weight[:leaves].copy()


def fills(choice: Choice) -> str:
    """Whether a policy for missing values fills from other hubs, other years or not at all."""
    return MISSING[choice.name].fills
