"""Every mean of ASEM's tree that hubscore has, node by node, and the ranks that follow.

Means are taken of COINr's own normalised figures, so that nothing but the aggregation is
compared. Figures are printed with 15 digits; they have to agree to 1e-12, relative where they
exceed 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.rank import ranks
from hubscore.methods.weigh import coverage, shares

Columns = dict[str, np.ndarray]
AssertSame = Callable[..., None]
Tree = dict[str, list[str]]


@dataclass(frozen=True)
class Run:
    """What COINr was told: which figures, which mean at pillars, sub-indexes and the index."""

    figures: str
    means: tuple[str, str, str]
    power: float | None = None
    least_share: float = 0.0


def runs() -> dict[str, Run]:
    found = {}
    for source in ("raw", "treated"):
        plain = ["borda", "dist2max", "minmax_0_100", "minmax_1_100", "prank", "rank", "scaled_0_100", "zscore_0_1"]
        if source == "raw":
            plain += ["goalposts_trunc", "goalposts_notrunc_100", "dist2targ_cap", "dist2targ_nocap"]
        for figures in plain:
            found[f"{source}_{figures}__amean"] = Run(f"{source}_{figures}", ("arithmetic",) * 3)
        above_zero = f"{source}_minmax_1_100"
        found[f"{above_zero}__gmean"] = Run(above_zero, ("geometric",) * 3)
        found[f"{above_zero}__hmean"] = Run(above_zero, ("harmonic",) * 3)
        found[f"{above_zero}__gmean_amean_amean"] = Run(above_zero, ("geometric", "arithmetic", "arithmetic"))
        found[f"{source}_minmax_0_100__median"] = Run(f"{source}_minmax_0_100", ("median",) * 3)
        for p in ("-1", "0.5", "2"):
            found[f"{above_zero}__genmean_p{p}"] = Run(above_zero, ("power",) * 3, power=float(p))
    found["raw_minmax_0_100__amean_datthresh0.9"] = Run("raw_minmax_0_100", ("arithmetic",) * 3, least_share=0.9)
    return found


RUNS = runs()

CUSTOM = ("raw_minmax_1_100__amean_customw", "raw_minmax_1_100__gmean_customw", "raw_minmax_1_100__hmean_customw")

ELSEWHERE = {
    "copeland": "pairs of hubs instead of a mean of scores: test_copeland.py",
    "outrank_matrix": "what copeland is made of: test_copeland.py",
}

DIFFERENCES = {
    "genmean": "COINr's power mean is missing where any child is; here the others take over its weight",
    "datthresh": "COINr wants a share of the children, hubscore of their weight; the weights are equal here",
    "customw": "the file of the weights is absent: they are recovered from the arithmetic means",
    "median": "COINr has no median: the figures are those of R's own, without weights",
}


@pytest.fixture(scope="module")
def levels(columns: Callable[[str], Columns]) -> tuple[Tree, Tree, Tree]:
    """The children of each pillar, sub-index and the index."""
    lineage = columns("input/lineage.csv")
    found = []
    for child, parent in (("Indicator", "Pillar"), ("Pillar", "Sub-index"), ("Sub-index", "Index")):
        tree: Tree = {}
        for below, above in dict.fromkeys(zip(map(str, lineage[child]), map(str, lineage[parent]), strict=True)):
            tree.setdefault(above, []).append(below)
        found.append(tree)
    return found[0], found[1], found[2]


@pytest.fixture(scope="module")
def weights(columns: Callable[[str], Columns]) -> dict[str, float]:
    meta = columns("input/iMeta.csv")
    return dict(zip(map(str, meta["iCode"]), map(float, meta["Weight"]), strict=True))


def climbed(
    figures: Mapping[str, np.ndarray], levels: tuple[Tree, Tree, Tree], run: Run, weights: Mapping[str, float]
) -> dict[str, np.ndarray]:
    """The scores of all nodes from the bottom up."""
    scores = dict(figures)
    for tree, name in zip(levels, run.means, strict=True):
        for node, children in tree.items():
            s = np.array([scores[child] for child in children])
            w = shares(np.array([weights[child] for child in children]))
            mean = AGGREGATIONS[name].function(s, w, run.power)
            scores[node] = np.where(coverage(w, ~np.isnan(s)) >= run.least_share, mean, np.nan)
    return {node: scores[node] for tree in levels for node in tree}


def gaps_below(figures: Columns, levels: tuple[Tree, Tree, Tree]) -> dict[str, np.ndarray]:
    """Where any indicator under a node is missing."""
    gaps = {code: np.isnan(values) for code, values in figures.items() if values.dtype == float}
    for tree in levels:
        for node, children in tree.items():
            gaps[node] = np.any([gaps[child] for child in children], axis=0)
    return gaps


def assert_same_ranks(scores: np.ndarray, theirs: np.ndarray, label: str) -> None:
    """COINr knows no tolerance: hubs within 1e-9 of another one may be ranked by their last bit."""
    near = np.abs(scores[:, None] - scores[None, :]) < 1e-9
    apart = near.sum(axis=1) <= 1
    assert apart.sum() > 20
    ours = ranks(scores, span=1.0)
    np.testing.assert_array_equal(ours[apart], np.nan_to_num(theirs)[apart], err_msg=label)


@pytest.mark.parametrize("name", RUNS)
def test_every_mean_and_rank(
    assert_same: AssertSame,
    columns: Callable[[str], Columns],
    levels: tuple[Tree, Tree, Tree],
    weights: dict[str, float],
    name: str,
) -> None:
    run = RUNS[name]
    figures, theirs = columns(f"norm/{run.figures}.csv"), columns(f"agg/{name}.csv")
    np.testing.assert_array_equal(theirs["uCode"], figures["uCode"])
    gaps = gaps_below(figures, levels)
    for node, found in climbed(figures, levels, run, weights).items():
        scores = found
        if run.power is not None:
            assert not np.isnan(found).any()
            scores = np.where(gaps[node], np.nan, found)
        assert_same(scores, theirs[node], f"{name}, {node}")
        assert_same_ranks(scores, theirs[f"rank_{node}"], f"{name}, {node}")


@pytest.mark.parametrize(
    ("name", "mean"), [(name, mean) for name, mean in zip(CUSTOM, ("arithmetic", "geometric", "harmonic"), strict=True)]
)
def test_weights_that_differ(
    assert_same: AssertSame, columns: Callable[[str], Columns], levels: tuple[Tree, Tree, Tree], name: str, mean: str
) -> None:
    figures = columns("norm/raw_minmax_1_100.csv")
    weights = recovered({**figures, **columns(f"agg/{CUSTOM[0]}.csv")}, levels)
    assert len(weights) == 49 + 8 + 2
    assert min(weights.values()) > 0
    assert max(weights.values()) > 5 * min(weights.values())
    theirs = columns(f"agg/{name}.csv")
    for node, scores in climbed(figures, levels, Run("", (mean,) * 3), weights).items():
        # Twelve digits of 51 scores give some ten of a weight.
        assert_same(scores, theirs[node], f"{name}, {node}", tolerance=1e-11)
        assert_same_ranks(scores, theirs[f"rank_{node}"], f"{name}, {node}")


def recovered(scores: Columns, levels: tuple[Tree, Tree, Tree]) -> dict[str, float]:
    """The weights w that make sum of w (child - node) vanish for all hubs, missing children left out."""
    weights: dict[str, float] = {}
    for tree in levels:
        for node, children in tree.items():
            distance = np.nan_to_num(np.array([scores[child] - scores[node] for child in children]))
            null = np.linalg.svd(distance.T)[2][-1]
            weights |= dict(zip(children, map(float, null / null.sum()), strict=True))
    return weights


def test_the_example_pipeline(
    assert_same: AssertSame,
    columns: Callable[[str], Columns],
    levels: tuple[Tree, Tree, Tree],
    weights: dict[str, float],
) -> None:
    theirs, printed = columns("pipeline/Aggregated.csv"), columns("pipeline/scores_ranks.csv")
    figures = columns("pipeline/Normalised.csv")
    for node, scores in climbed(figures, levels, Run("", ("arithmetic",) * 3), weights).items():
        assert_same(scores, theirs[node], node)
        assert_same(scores, printed[node], node)
        assert_same_ranks(scores, printed[f"rank_{node}"], node)


def test_no_file_is_forgotten(golden: Path) -> None:
    names = {file.stem for file in (golden / "agg").iterdir()}
    left_out = {name for name in names if any(word in name for word in ELSEWHERE)}
    assert names == set(RUNS) | set(CUSTOM) | left_out
    for word in DIFFERENCES:
        assert any(word in name for name in names - left_out)
