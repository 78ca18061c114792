"""From a checked scorecard to its plan.

Siblings are put in the order of their ids, so that the order of a file changes no sum.
"""

from __future__ import annotations

import numpy as np

from hubscore.errors import Problem, ScoringError
from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.weigh import shares
from hubscore.model.choice import Choice
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.plan import Bools, Inner, Leaf, Plan, Slice, passed_down
from hubscore.model.scorecard import ROOT, Indicator, MethodTable, Node, Scorecard, Screening
from hubscore.model.tree import Tree, declared_weights, node_of, tree_of


def compiled(scorecard: Scorecard, dataset: Dataset) -> Plan:
    """Compile a checked scorecard for a dataset.

    Raises
    ------
    ScoringError
        Where there is no hub.
    """
    if not len(dataset.hubs):
        raise ScoringError(Problem("unscored", "there is no hub to score", expected="one or more"))
    tree = tree_of(scorecard)
    leaf_ids = sorted(tree.leaves, key=tree.path)
    inner_ids = sorted(tree.children, key=lambda node: (-tree.depth[node], tree.path(node)))
    rows = {node: position for position, node in enumerate((*leaf_ids, *inner_ids))}
    weights = declared_weights(scorecard, tree)
    inner = tuple(_inner(scorecard, node, weights[node], rows) for node in inner_ids)
    method, admit = scorecard.method, GRADES.index(scorecard.evidence.admit)
    as_of = _as_of(scorecard, dataset, admit)
    plan = Plan(
        leaves=tuple(_leaf(scorecard, dataset, tree, leaf) for leaf in leaf_ids),
        inner=inner,
        scale=method.scale,
        bounds=method.bounds.name,
        open_bound=scorecard.uncertainty.open_bound,
        ties=method.ties.name,
        as_of=as_of,
        oldest=None if as_of is None or scorecard.max_age is None else as_of - scorecard.max_age,
        admit=admit,
        weights=passed_down(inner, len(leaf_ids)),
        order=tuple(rows[node] for node in tree.order),
        depth=tuple(tree.depth[node] for node in rows),
        parent=tuple(tree.parent.get(node) for node in rows),
        labels=tuple(scorecard.label(node) for node in rows),
        screening=_screening(scorecard.screening),
        panel=method.panel,
    )
    plan.weights.flags.writeable = False
    return plan


def _screening(rules: Screening) -> Screening | None:
    """The rules that leave hubs out, None where there is none."""
    return None if rules.min_coverage is None and rules.min_pillar_coverage is None else rules


def _as_of(scorecard: Scorecard, dataset: Dataset, admit: int) -> int | None:
    """The year that ages are counted from: where the file is silent, the newest of a reading that counts."""
    if scorecard.as_of is not None or dataset.newest_year is None:
        return scorecard.as_of
    return dataset.newest_admitted(admit)


def _leaf(scorecard: Scorecard, dataset: Dataset, tree: Tree, name: str) -> Leaf:
    entry, method = scorecard.indicators[name], scorecard.method
    normalise = entry.normalise or method.normalise
    measure = scorecard.measures.get(entry.per) if entry.per else None
    return Leaf(
        id=name,
        series=dataset.row.get(entry.from_ or name, -1),
        per=None if entry.per is None else dataset.row.get(entry.per, -1),
        per_amount=entry.per_amount,
        higher=entry.direction == "higher",
        is_rank=entry.kind == "rank",
        goalposts=entry.goalposts,
        target=entry.target,
        transform=entry.transform,
        method=NORMALISATIONS[normalise.name],
        reference=dataset.column.get(str(normalise.parameter), -1),
        clip=method.clip if entry.clip is None else entry.clip,
        open_bound=scorecard.uncertainty.open_bound if entry.open_bound is None else entry.open_bound,
        applies=_applies(entry, dataset),
        missing=_missing(scorecard, tree.parent[name]),
        unit=reading_unit(scorecard, entry),
        per_unit=measure.unit if measure else None,
        treat=entry.treat or method.treat,
    )


def _applies(entry: Indicator, dataset: Dataset) -> Bools | None:
    if entry.applies_to is None:
        return None
    applies = np.isin(np.array(dataset.hubs.ids), entry.applies_to)
    applies.flags.writeable = False
    return applies


def reading_unit(scorecard: Scorecard, entry: Indicator) -> str | None:
    """The unit of an indicator's readings: its own, or that of what it reads."""
    if entry.unit is not None or entry.from_ is None:
        return entry.unit
    source = scorecard.measures.get(entry.from_) or scorecard.indicators.get(entry.from_)
    return source.unit if source else None


def _inner(scorecard: Scorecard, name: str, weights: dict[str, float], rows: dict[str, int]) -> Inner:
    node, method = node_of(scorecard, name), scorecard.method
    members = sorted(weights, key=rows.__getitem__)
    aggregate = node.aggregate or method.aggregate
    share = shares(np.array([weights[member] for member in members], dtype=float))
    share.flags.writeable = False
    return Inner(
        id=name,
        children=_together([rows[member] for member in members]),
        members=tuple(members),
        weights=share,
        aggregate=AGGREGATIONS[aggregate.name],
        parameter=aggregate.parameter,
        floor=method.floor if node.floor is None else node.floor,
        missing=_missing(scorecard, name),
        min_coverage=method.min_coverage if node.min_coverage is None else node.min_coverage,
        max_missing=_most_missing(node, method),
        digits=_digits(node, method, name == ROOT),
    )


def _missing(scorecard: Scorecard, node: str) -> Choice:
    own: Choice | None = node_of(scorecard, node).missing
    everywhere: Choice = scorecard.method.missing
    return everywhere if own is None else own


def _most_missing(node: Node, method: MethodTable) -> int | None:
    """The word nearest to the node wins; `strict` is a limit of 0, and a limit replaces a coverage."""
    if node.max_missing is not None:
        return node.max_missing
    if node.missing is not None and node.missing.name == "strict":
        return 0
    if node.min_coverage is not None:
        return None
    if method.max_missing is not None:
        return method.max_missing
    return 0 if node.missing is None and method.missing.name == "strict" else None


def _digits(node: Node, method: MethodTable, is_root: bool) -> int | None:
    if node.digits is not None:
        return node.digits
    return method.digits if is_root and method.digits is not None else method.level_digits


def _together(rows: list[int]) -> Slice:
    if rows == list(range(rows[0], rows[0] + len(rows))):
        return slice(rows[0], rows[0] + len(rows))
    return np.array(rows, dtype=np.intp)
