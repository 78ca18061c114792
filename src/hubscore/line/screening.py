"""Screen: which hubs are left out, for want of readings, before anything is taken from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from hubscore.line.nodes import COVERAGE_TOLERANCE
from hubscore.methods.screen import availability
from hubscore.methods.weigh import COVERAGE_DECIMALS
from hubscore.model import ranking as why
from hubscore.model.plan import Plan
from hubscore.model.ranking import LeftOut
from hubscore.model.scorecard import Screening

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Bools = NDArray[np.bool_]


def screened(plan: Plan, rules: Screening, status: Sequence[Ints]) -> tuple[LeftOut, ...]:
    """The hubs that the rules leave out, by position, each with the first rule that it fails.

    Parameters
    ----------
    status
        One a leaf, shape (hub,), before imputation: only readings count.
    """
    present = np.array(status) == why.HAS_VALUE
    share = availability(_due(plan, rules), present, plan.inside)
    found = {each.hub: each for each in _lacking_pillar(plan, rules, share)}
    found |= {each.hub: each for each in _lacking(rules, share[-1])}
    return tuple(found[hub] for hub in sorted(found))


def gone(left_out: Sequence[LeftOut], hubs: int) -> Bools:
    """Which of so many hubs are left out, shape (hub,)."""
    mask = np.zeros(hubs, dtype=bool)
    mask[[each.hub for each in left_out]] = True
    mask.flags.writeable = False
    return mask


def _due(plan: Plan, rules: Screening) -> Floats:
    """How much each indicator counts for each hub, shape (leaf, hub) or (leaf, 1); what weighs nothing does not."""
    weights = plan.weights_by_hub
    return weights if rules.by == "weight" else (weights > 0).astype(float)


def _lacking(rules: Screening, share: Floats) -> Iterator[LeftOut]:
    least = rules.min_coverage
    if least is not None:
        for hub in np.flatnonzero(share < least - COVERAGE_TOLERANCE):
            yield LeftOut(int(hub), "min_coverage", None, float(share[hub]), least)


def _lacking_pillar(plan: Plan, rules: Screening, share: Floats) -> Iterator[LeftOut]:
    """Hubs with too little of any pillar, each with the one of which it has least."""
    least = rules.min_pillar_coverage
    if least is None or len(share) == 1:
        return
    by_pillar = np.where(np.isnan(share[:-1]), 1.0, share[:-1])
    for hub in np.flatnonzero(by_pillar.min(axis=0) < least - COVERAGE_TOLERANCE):
        pillar = int(np.round(by_pillar[:, hub], COVERAGE_DECIMALS).argmin())  # rounding names no pillar
        yield LeftOut(int(hub), "min_pillar_coverage", plan.inner[pillar].id, float(by_pillar[pillar, hub]), least)
