"""Weights and importance of the example index of COINr."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.importance import Importance, importance

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]


@pytest.fixture(scope="module")
def found(columns: Read) -> Importance:
    """Of the treated figures by min-max, as COINr's example pipeline has it."""
    meta, figures = columns("input/iMeta.csv"), columns("pipeline/Treated.csv")
    card: dict[str, Any] = {
        "hubs": "*",
        "method": {"normalise": "minmax"},
        "pillars": {},
        "indicators": {},
        "weights": {},
    }
    for name, parent, kind, direction, weight in zip(
        *(meta[key].tolist() for key in ("iCode", "Parent", "Type", "Direction", "Weight")), strict=True
    ):
        code, above = name.lower(), {} if parent == "Index" else {"parent": parent.lower()}
        if kind == "Indicator":
            card["indicators"][code] = {"pillar": parent.lower(), "direction": "higher" if direction == 1 else "lower"}
        elif kind == "Aggregate" and name != "Index":
            card["pillars"][code] = above
        if kind in ("Indicator", "Aggregate") and name != "Index":
            card["weights"][code] = float(weight)
    codes = [name for name in figures if name != "uCode"]
    ids = [name.lower() for name in figures["uCode"].tolist()]
    hubs = hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids))
    values = np.array([figures[code] for code in codes], dtype=float)
    dataset = from_values(hubs, [code.lower() for code in codes], values)
    return importance(score(dataset, Scorecard.model_validate(card)))


def test_correlations_with_the_parent(found: Importance, columns: Read) -> None:
    theirs = columns("corr/indicator_parent.csv")
    pairs = {
        frozenset((node, parent)): at for at, (node, parent) in enumerate(zip(found.nodes, found.parents, strict=True))
    }
    told = [frozenset((one.lower(), other.lower())) for one, other in zip(theirs["Var1"], theirs["Var2"], strict=True)]
    assert len(set(told)) == 49
    ours = found.correlation_parent[[pairs[pair] for pair in told]]
    np.testing.assert_allclose(ours, theirs["Correlation"], rtol=0, atol=1e-12)


def test_correlations_with_the_index(found: Importance, columns: Read) -> None:
    theirs = columns("pipeline/Aggregated.csv")
    for code, column in theirs.items():
        if code not in ("uCode", "Index"):
            r = np.corrcoef(column, theirs["Index"])[0, 1]
            assert found.correlation[found.nodes.index(code.lower())] == pytest.approx(r, abs=1e-12)


def test_shares(found: Importance) -> None:
    leaf = np.array([node not in found.parents for node in found.nodes])
    assert leaf.sum() == 49
    assert found.effective[leaf].sum() == pytest.approx(1)
    assert found.measured[leaf].sum() == pytest.approx(1)
    assert (found.way, found.hubs) == ("squared correlation", 51)
