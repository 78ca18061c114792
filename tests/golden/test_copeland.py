"""Duels of COINr's ASEM figures: wins less losses, node by node, and the ranks that follow.

DEFECT: where a hub lacks an indicator COINr gives its vote to whichever hub stands later in the
table, so that its figures of raw data depend on the order of rows. Those files are not matched
but shown to be wrong: turning the rows around changes them, and not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods.aggregate import AGGREGATIONS, averaged
from hubscore.methods.copeland import balance
from hubscore.methods.means import arithmetic
from hubscore.methods.weigh import shares

Columns = dict[str, np.ndarray]
AssertSame = Callable[..., None]
Tree = dict[str, list[str]]
Levels = list[Tree]

SCALE = (0.0, 100.0)
DUELS = ("copeland",) * 3
MIXED = ("arithmetic", "arithmetic", "copeland")

MATCHED = {
    "treated_minmax_0_100__copeland_all": DUELS,
    "treated_minmax_0_100__amean_amean_copeland": MIXED,
    "treated_minmax_0_100__copeland_customw": DUELS,
}
DEFECT = {"raw_minmax_0_100__copeland_all": DUELS, "raw_minmax_0_100__amean_amean_copeland": MIXED}


@pytest.fixture(scope="module")
def levels(columns: Callable[[str], Columns]) -> Levels:
    """The children of each pillar, sub-index and the index."""
    lineage, found = columns("input/lineage.csv"), []
    for child, parent in (("Indicator", "Pillar"), ("Pillar", "Sub-index"), ("Sub-index", "Index")):
        tree: Tree = {}
        for below, above in dict.fromkeys(zip(map(str, lineage[child]), map(str, lineage[parent]), strict=True)):
            tree.setdefault(above, []).append(below)
        found.append(tree)
    return found


def equal_weights(levels: Levels) -> dict[str, float]:
    return {child: 1.0 for tree in levels for children in tree.values() for child in children}


def custom_weights(columns: Callable[[str], Columns], levels: Levels) -> dict[str, float]:
    """Their file is absent: they are what the arithmetic means with them were made of."""
    scores = {**columns("norm/raw_minmax_1_100.csv"), **columns("agg/raw_minmax_1_100__amean_customw.csv")}
    weights: dict[str, float] = {}
    for tree in levels:
        for node, children in tree.items():
            distance = np.nan_to_num(np.array([scores[child] - scores[node] for child in children]))
            null = np.linalg.svd(distance.T)[2][-1]
            # Twelve digits of scores give some ten of a weight; sums that balance want all of them.
            weights |= dict(zip(children, map(float, np.round(null / null.sum(), 9)), strict=True))
    return weights


def climbed(
    figures: Mapping[str, np.ndarray], levels: Levels, names: tuple[str, ...], weights: Mapping[str, float]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The score of every node, and COINr's figure for it: the mean itself, or wins less losses."""
    scores, found = dict(figures), {}
    for tree, name in zip(levels, names, strict=True):
        for node, children in tree.items():
            s = np.array([scores[child] for child in children])
            w = shares(np.array([weights[child] for child in children]))
            scores[node] = averaged(AGGREGATIONS[name], s, w, None, SCALE, 0.0)
            hubs = (~np.isnan(scores[node])).sum()
            bare = scores[node] / 100 * 2 * (hubs - 1) - (hubs - 1)
            found[node] = (scores[node], bare if name == "copeland" else arithmetic(s, w))
    return found


@pytest.mark.parametrize("name", MATCHED)
def test_treated_figures_without_gaps(
    assert_same: AssertSame, columns: Callable[[str], Columns], levels: Levels, name: str
) -> None:
    figures, theirs = columns("norm/treated_minmax_0_100.csv"), columns(f"agg/{name}.csv")
    weights = custom_weights(columns, levels) if "customw" in name else equal_weights(levels)
    for node, (scores, bare) in climbed(figures, levels, MATCHED[name], weights).items():
        assert_same(bare, theirs[node], f"{name}, {node}", tolerance=1e-11)
        apart = (np.abs(scores[:, None] - scores) < 1e-9).sum(axis=1) == 1
        rank = (scores[:, None] < scores - 1e-9).sum(axis=1) + 1
        np.testing.assert_array_equal(rank[apart], theirs[f"rank_{node}"][apart], err_msg=node)


def by_definition(s: np.ndarray, w: np.ndarray) -> np.ndarray:
    """Wins less losses over what both hubs have, duel by duel."""
    total = []
    for one in s.T:
        votes = [w @ np.nan_to_num(np.sign(np.where(np.abs(one - other) < 1e-7, 0.0, one - other))) for other in s.T]
        total.append(sum(int(vote > 1e-12) - int(vote < -1e-12) for vote in votes))
    return np.array(total)


@pytest.mark.parametrize("name", DEFECT)
def test_raw_figures_have_gaps_that_coinr_counts_by_the_order_of_rows(
    columns: Callable[[str], Columns], levels: Levels, name: str
) -> None:
    figures, theirs = columns("norm/raw_minmax_0_100.csv"), columns(f"agg/{name}.csv")
    differing = 0
    for tree, method in zip(levels, DEFECT[name], strict=True):
        for node, children in tree.items():
            if method != "copeland":
                continue
            source = figures if set(children) <= figures.keys() else theirs  # its own children, whatever they are
            s = np.array([source[child] for child in children])
            w = shares(np.ones(len(children)))
            ours = balance(s / 100, s / 100, w)
            np.testing.assert_array_equal(ours, by_definition(s, w), err_msg=node)
            turned = s[:, ::-1] / 100
            np.testing.assert_array_equal(balance(turned, turned, w)[::-1], ours)
            if np.isnan(s).any():
                differing += int((ours != theirs[node]).any())
            else:
                np.testing.assert_array_equal(ours, theirs[node], err_msg=node)
    assert (differing > 0) == (name == "raw_minmax_0_100__copeland_all")


def test_the_matrix_of_votes(columns: Callable[[str], Columns], levels: Levels) -> None:
    """Each cell is the share of votes for the row against the column, ties counting half; its margin is the duel."""
    theirs, figures = columns("agg/outrank_matrix_Physical.csv"), columns("norm/treated_minmax_0_100.csv")
    shares_won = np.array([theirs[code] for code in figures["uCode"]]).T
    np.testing.assert_array_equal(theirs["uCode"], figures["uCode"])
    s = np.array([figures[child] for child in levels[0]["Physical"]])
    w = shares(np.ones(len(s)))
    away = s[:, :, None] - s[:, None, :]
    ours = np.einsum("c,cab->ab", w, (np.sign(away) + 1) / 2)
    np.fill_diagonal(ours, 0.0)
    np.testing.assert_allclose(shares_won, ours, atol=1e-12)
    margin = shares_won - shares_won.T
    wins = (margin > 1e-12).sum(axis=1) - (margin < -1e-12).sum(axis=1)
    np.testing.assert_array_equal(balance(s / 100, s / 100, w), wins)


def test_no_file_is_forgotten(golden: Path) -> None:
    names = {file.stem for file in (golden / "agg").iterdir() if "copeland" in file.stem}
    assert names == MATCHED.keys() | DEFECT.keys()
