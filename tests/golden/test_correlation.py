"""Correlations, their p-values and flags, and Cronbach's alpha, of COINr's ASEM figures.

All are defined as here: pairs are taken over the hubs that have both, flags among the indicators
of one pillar, and alpha is the raw one, of covariances over the hubs that each pair shares.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods import correlation
from hubscore.methods.reliability import alpha
from hubscore.studies.significance import p_values

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]

KINDS = {"pearson": correlation.pearson, "spearman": correlation.spearman, "kendall": correlation.kendall}
LEVELS = ("Pillar", "Sub-index", "Index")
ABOVE = {"indicators": LEVELS, "pillars": LEVELS[1:], "sub-indexes": LEVELS[2:]}
"""Levels of the nodes of which COINr has an alpha, by what they are made of."""

OTHERS = {
    *("pillars", "pillars_p05", "pvals_aggregates", "indicator_parent", "indicator_family"),
    *("flags_high", "flags_low", "cronbach_alpha"),
}


class Matrix:
    """Pearson's correlations of all columns of a data set, by their names."""

    def __init__(self, data: Columns) -> None:
        self.codes = [code for code in data if code != "uCode"]
        self.x = np.array([data[code] for code in self.codes])
        self.r = correlation.pearson(self.x)

    def at(self, codes: np.ndarray) -> list[int]:
        return [self.codes.index(str(code)) for code in codes]

    def pairs(self, one: np.ndarray, other: np.ndarray) -> np.ndarray:
        return self.r[self.at(one), self.at(other)]


@pytest.fixture(scope="module")
def scores(columns: Read) -> Matrix:
    """Scores of the indicators and of all nodes above them."""
    return Matrix(columns("pipeline/Aggregated.csv"))


@pytest.fixture(scope="module")
def above(columns: Read) -> dict[str, dict[str, str]]:
    """The pillar, sub-index and index that each indicator belongs to."""
    lineage = columns("input/lineage.csv")
    return {
        str(code): {level: str(lineage[level][row]) for level in LEVELS}
        for row, code in enumerate(lineage["Indicator"])
    }


@pytest.mark.parametrize("step", ["Raw", "Normalised"])
@pytest.mark.parametrize("kind", KINDS)
def test_all_indicators(columns: Read, assert_same: AssertSame, kind: str, step: str) -> None:
    data, theirs = columns(f"pipeline/{step}.csv"), columns(f"corr/L1_{kind}_{step}.csv")
    matrix = Matrix(data)
    r = KINDS[kind](matrix.x)
    assert r.size == len(theirs["Correlation"])
    ours = r[matrix.at(theirs["Var1"]), matrix.at(theirs["Var2"])]
    assert_same(ours, theirs["Correlation"], f"{kind} {step}")


def test_pillars(columns: Read, scores: Matrix, assert_same: AssertSame) -> None:
    theirs = columns("corr/pillars.csv")
    assert_same(scores.pairs(theirs["Var1"], theirs["Var2"]), theirs["Correlation"], "pillars")


def test_pillars_where_significant(columns: Read, scores: Matrix, assert_same: AssertSame) -> None:
    theirs = columns("corr/pillars_p05.csv")
    one, other = scores.at(theirs["Var1"]), scores.at(theirs["Var2"])
    p = p_values("pearson", scores.r, scores.x)[one, other]
    assert_same(np.where(p < 0.05, scores.r[one, other], np.nan), theirs["Correlation"], "p < 0.05")
    assert 0 < np.isnan(theirs["Correlation"]).sum() < 64


def test_p_values_of_nodes(columns: Read, scores: Matrix) -> None:
    theirs = columns("corr/pvals_aggregates.csv")
    rows = scores.at(theirs["iCode"])
    wanted = np.array([theirs[str(code)] for code in theirs["iCode"]])
    ours = p_values("pearson", scores.r, scores.x)[np.ix_(rows, rows)]
    np.testing.assert_allclose(ours, wanted, rtol=1e-12, atol=0)


def test_indicators_with_their_parents(
    columns: Read, scores: Matrix, above: dict[str, dict[str, str]], assert_same: AssertSame
) -> None:
    theirs = columns("corr/indicator_parent.csv")
    parents = [above[str(code)]["Pillar"] for code in theirs["Var2"]]
    np.testing.assert_array_equal(theirs["Var1"], parents)
    assert_same(scores.pairs(theirs["Var1"], theirs["Var2"]), theirs["Correlation"], "parents")


def test_indicators_with_all_above_them(
    columns: Read, scores: Matrix, above: dict[str, dict[str, str]], assert_same: AssertSame
) -> None:
    theirs = columns("corr/indicator_family.csv")
    nodes = [above[str(code)][str(level)] for level, code in zip(theirs["Var1"], theirs["Var2"], strict=True)]
    assert len(nodes) == 49 * 3
    assert_same(scores.pairs(np.array(nodes), theirs["Var2"]), theirs["Correlation"], "family")


@pytest.mark.parametrize("name", ["flags_high", "flags_low"])
def test_flags_within_pillars(
    columns: Read, above: dict[str, dict[str, str]], assert_same: AssertSame, name: str
) -> None:
    theirs, matrix = columns(f"corr/{name}.csv"), Matrix(columns("pipeline/Normalised.csv"))
    beyond = matrix.r >= 0.75 if name == "flags_high" else matrix.r <= -0.3
    ours = {
        frozenset((matrix.codes[one], matrix.codes[other])): matrix.r[one, other]
        for one, other in zip(*np.nonzero(np.triu(beyond, 1)), strict=True)
        if above[matrix.codes[one]]["Pillar"] == above[matrix.codes[other]]["Pillar"]
    }
    pairs = [frozenset(map(str, pair)) for pair in zip(theirs["Ind1"], theirs["Ind2"], strict=True)]
    assert set(ours) == set(pairs)
    assert_same(np.array([ours[pair] for pair in pairs]), theirs["Corr"], name)
    assert [above[str(code)]["Pillar"] for code in theirs["Ind1"]] == list(theirs["Group"])


def test_alpha(columns: Read, above: dict[str, dict[str, str]], assert_same: AssertSame) -> None:
    theirs = columns("corr/cronbach_alpha.csv")
    ours = []
    for step, node, of in zip(theirs["dset"], theirs["group"], theirs["level"], strict=True):
        data, levels = columns(f"pipeline/{step}.csv"), ABOVE[str(of)]
        below = LEVELS[LEVELS.index(levels[0]) - 1] if levels != LEVELS else None
        members = [
            each[below] if below else code for code, each in above.items() if node in {each[name] for name in levels}
        ]
        ours.append(alpha(np.array([data[code] for code in dict.fromkeys(members)])))
    assert len(ours) == 59
    assert_same(np.array(ours), theirs["alpha"], "alpha")


def test_no_file_is_forgotten(golden: Path) -> None:
    steps = {f"L1_{kind}_{step}" for kind in KINDS for step in ("Raw", "Normalised")}
    assert {path.stem for path in (golden / "corr").glob("*.csv")} == steps | OTHERS
