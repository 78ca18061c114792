"""Weights to be written: in shares, as bare numbers, or as derived."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

from pydantic_core import PydanticCustomError

from hubscore.editing.edit import Edited, Plan, proposed
from hubscore.editing.rounding import rounded
from hubscore.errors import Problem, UsageError
from hubscore.model.compile import compiled
from hubscore.model.fields import check_weight
from hubscore.model.named import node_named
from hubscore.model.scorecard import ROOT
from hubscore.studies.changes import Siblings, shared_anew
from hubscore.studies.derive import Proposal
from hubscore.workspace import Workspace, find

ONE_LINE = 90
"""Characters of weights that a scenario gets in one line; more get a section of their own."""


def set_weights(
    path: Path | str, shares: Mapping[str, float], *, scenario: str | None = None, dry_run: bool = False
) -> Edited:
    """Give pillars or indicators shares among their siblings, in the file; comments and all else stay.

    Parameters
    ----------
    path
        A scorecard, or the folder that holds it.
    shares
        From 0 to 1, by pillar or indicator. Siblings that are not named keep their proportions in
        what is left.
    scenario
        The scenario to change, or to make.
    dry_run
        Say what would be done; write nothing.

    Returns
    -------
    The scorecard before and after, and what the change does to the ranking.

    Raises
    ------
    UsageError, InputError, ScoringError, WriteError
        The file is as it was.
    """
    file, _ = find(Path(path), Path(), {})
    with proposed(file, partial(plan_shares, wanted=shares), scenario) as edited:
        if not dry_run:
            edited.save()
    return edited


def plan_shares(workspace: Workspace, scenario: str | None, *, wanted: Mapping[str, float]) -> Plan:
    """Shares for some nodes; their siblings are written along, so that all add up to 1."""
    return plan_siblings(workspace, scenario, found=shared_anew(workspace.scorecard, workspace.dataset, wanted))


def plan_siblings(workspace: Workspace, scenario: str | None, *, found: Iterable[Siblings]) -> Plan:
    """Shares for all children of some nodes: the given ones as they are, the others with few digits."""
    weights: dict[str, float] = {}
    for given, shares in found:
        rest = {member: share for member, share in shares.items() if member not in given}
        left = Decimal(1) - sum((Decimal(repr(float(share))) for share in given.values()), Decimal(0))
        clean = {**given, **rounded(rest, left)}
        weights |= {member: clean[member] for member in shares}
    return plan_weights(workspace, scenario, weights)


def plan_numbers(workspace: Workspace, scenario: str | None, *, wanted: Mapping[str, float]) -> Plan:
    """Bare numbers for some nodes, and for nothing else."""
    plan = compiled(workspace.scorecard, workspace.dataset)
    weights: dict[str, float] = {}
    for word, number in wanted.items():
        node = node_named(word, plan)
        if node == ROOT:
            raise UsageError(Problem("weight", "the index has no weight: it is the whole"))
        if node in weights:
            raise UsageError(Problem("weight", f"`{node}` is given two weights", expected="one"))
        try:
            weights[node] = check_weight(float(number))
        except PydanticCustomError as error:
            expected = str((error.context or {})["expected"])
            raise UsageError(Problem("weight", f"`{word}` cannot weigh {number:g}", expected=expected)) from error
    return plan_weights(workspace, scenario, weights)


def plan_derived(workspace: Workspace, scenario: str | None, proposal: Proposal) -> Plan:
    """Derived weights, with few digits and the sum that the children are to have."""
    total = Decimal(repr(round(float(proposal.written.sum()), 6)))
    plan = proposal.before.plan
    order = sorted(range(len(proposal.members)), key=lambda at: plan.order.index(plan.row[proposal.members[at]]))
    weights = {proposal.members[at]: float(proposal.written[at]) for at in order}
    return plan_weights(workspace, scenario, rounded(weights, total))


def plan_weights(workspace: Workspace, scenario: str | None, weights: Mapping[str, float]) -> Plan:
    """These numbers in [weights], or in those of a scenario, where they are not there yet."""
    keys = ("weights",) if scenario is None else ("scenarios", scenario, "weights")
    table = workspace.file.data
    for key in keys:
        table = table.get(key, {})
    new = {node: _plain(weight) for node, weight in weights.items() if table.get(node) != weight}
    words = sum(len(f"{node} = {weight}, ") for node, weight in new.items())
    if scenario is not None and not table and words <= ONE_LINE:
        return Plan(workspace.path, {keys: new} if new else {})
    return Plan(workspace.path, {(*keys, node): weight for node, weight in new.items()})


def _plain(weight: float) -> int | float:
    """A whole number where it is one."""
    return int(weight) if weight == int(weight) else weight
