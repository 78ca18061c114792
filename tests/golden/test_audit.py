"""The audit of COINr's ASEM example, from scorecard to statistics, against what COINr made of the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.audit import Audit, audit

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]

PILLARS, SUBS = 2, 3
"""Levels of COINr's hierarchy."""


@pytest.fixture(scope="module")
def audited(columns: Read) -> Callable[..., Audit]:
    """Audit the example over one of its tables of figures."""

    def run(figures: str, **more: object) -> Audit:
        meta, table = columns("input/iMeta.csv"), columns(figures)
        rows = list(
            zip(
                meta["Level"],
                meta["iCode"],
                meta["Parent"],
                meta["Direction"],
                meta["Weight"],
                meta["Type"],
                strict=True,
            )
        )
        codes = [str(code) for _, code, *_, kind in rows if kind == "Indicator"]
        card = {
            "hubs": "*",
            "method": {"normalise": "minmax", "min_coverage": 0.0},
            "pillars": {
                str(code).lower(): {} if parent == "Index" else {"parent": str(parent).lower()}
                for level, code, parent, *_ in rows
                if level in (PILLARS, SUBS)
            },
            "indicators": {
                str(code).lower(): {"pillar": str(parent).lower(), "direction": "higher" if up == 1 else "lower"}
                for _, code, parent, up, _, kind in rows
                if kind == "Indicator"
            },
            "weights": {
                str(code).lower(): float(weight)
                for _, code, _, _, weight, kind in rows
                if kind in ("Indicator", "Aggregate") and code != "Index"
            },
            **more,
        }
        scorecard = Scorecard.model_validate(card)
        ids = sorted(str(code).lower() for code in table["uCode"])
        order = np.argsort([str(code).lower() for code in table["uCode"]])
        people = hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids))
        values = np.array([table[code][order] for code in codes])
        return audit(score(from_values(people, [code.lower() for code in codes], values), scorecard), scorecard, {})

    return run


def rows(columns: Columns) -> list[dict[str, object]]:
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


@pytest.mark.parametrize("stage", ["Raw", "Denominated", "Imputed", "Treated"])
def test_statistics_and_flags_of_each_indicator(
    columns: Read, audited: Callable[..., Audit], assert_same: AssertSame, stage: str
) -> None:
    found = audited(f"pipeline/{stage}.csv")
    ours = {found.ranking.plan.ids[each.row]: each for each in found.distributions}
    flagged = 0
    for row in rows(columns(f"stats/stats_{stage}.csv")):
        mine, code = ours[str(row["iCode"]).lower()], str(row["iCode"])
        figures = [mine.least, mine.greatest, mine.mean, mine.median, mine.deviation, mine.skewness, mine.kurtosis]
        theirs = [row[name] for name in ("Min", "Max", "Mean", "Median", "Std", "Skew", "Kurt")]
        for one, other in zip(figures, theirs, strict=True):
            assert_same(np.array([one]), np.array([other], dtype=float), code, 1e-9, 1e-12)
        counts = [mine.figures, mine.figures - mine.zeros, mine.unique, mine.same]
        assert counts == [row[name] for name in ("N.Avail", "N.NonZero", "N.Unique", "N.Same")]
        assert mine.share == pytest.approx(row["Frc.Avail"])
        assert ("few figures" in mine.flags) == (row["Flag.Avail"] == "LOW")
        assert ("many zeros" in mine.flags) == (row["Flag.NonZero"] == "LOW")
        assert ("few values" in mine.flags) == (row["Flag.Unique"] == "LOW")
        assert ("skewed" in mine.flags) == (row["Flag.SkewKurt"] == "OUT")
        flagged += len(set(mine.flags) - {"outliers"})
    assert flagged >= 5


@pytest.fixture(scope="module")
def example(audited: Callable[..., Audit]) -> Audit:
    """The index as the example has it, whose treated figures are whole."""
    return audited("pipeline/Treated.csv")


def test_indicators_with_their_parents(columns: Read, example: Audit) -> None:
    parents = {key: pair.pearson.r for key, pair in pairs(example, "parent").items()}
    for row in rows(columns("corr/indicator_parent.csv")):
        key = (str(row["Var2"]).lower(), str(row["Var1"]).lower())
        assert parents[key] == pytest.approx(row["Correlation"], abs=1e-9)


def test_pillars_with_each_other(columns: Read, example: Audit) -> None:
    both = pairs(example, "siblings") | pairs(example, "pillars")
    values = columns("corr/pvals_aggregates.csv")
    place = {str(code).lower(): at for at, code in enumerate(values["iCode"])}
    checked = 0
    for row in rows(columns("corr/pillars.csv")):
        one, other = str(row["Var1"]).lower(), str(row["Var2"]).lower()
        if one == other:
            continue
        pair = both.get((one, other)) or both[other, one]
        assert pair.pearson.r == pytest.approx(row["Correlation"], abs=1e-9)
        wanted = next(values[code] for code in values if code.lower() == one)[place[other]]
        assert pair.pearson.p == pytest.approx(wanted, rel=1e-9)
        checked += 1
    assert checked == 56


@pytest.mark.parametrize("kind", ["pearson", "spearman", "kendall"])
def test_indicators_of_a_pillar(columns: Read, example: Audit, kind: str) -> None:
    found = {key: getattr(pair, kind).r for key, pair in pairs(example, "siblings").items()}
    checked = set()
    for row in rows(columns(f"corr/L1_{kind}_Normalised.csv")):
        key = (str(row["Var1"]).lower(), str(row["Var2"]).lower())
        if key in found:
            assert found[key] == pytest.approx(row["Correlation"], abs=1e-9)
            checked.add(key)
    assert len(checked) > 100


def test_flags_of_pairs(columns: Read, audited: Callable[..., Audit], example: Audit) -> None:
    negative = {key for key, pair in pairs(example, "siblings").items() if pair.flag == "negative"}
    assert negative == {ends(row) for row in rows(columns("corr/flags_low.csv"))}
    lower = audited("pipeline/Treated.csv", audit={"redundant": 0.75})
    redundant = {key for key, pair in pairs(lower, "siblings").items() if pair.flag == "redundant"}
    assert redundant == {ends(row) for row in rows(columns("corr/flags_high.csv"))}
    assert {pair.flag for pair in pairs(example, "siblings").values()} == {None, "negative"}  # none from 0.92 on


def ends(row: dict[str, object]) -> tuple[str, ...]:
    return tuple(sorted(str(row[name]).lower() for name in ("Ind1", "Ind2")))


def test_alpha_of_each_node(columns: Read, example: Audit) -> None:
    ours = {each.node: each.alpha for each in example.unities}
    members = {"pillars": {"conn", "sust"}, "subs": {"index"}, "sub-indexes": {"index"}}
    checked = set()
    for row in rows(columns("corr/cronbach_alpha.csv")):
        node = str(row["group"]).lower()
        leafy = example.ranking.plan.row[node] >= len(example.ranking.plan.leaves) and node not in (
            "conn",
            "sust",
            "index",
        )
        fits = row["dset"] == "Normalised" and leafy
        fits |= row["dset"] == "Aggregated" and node in members.get(str(row["level"]).lower(), ())
        if fits:
            assert ours[node] == pytest.approx(row["alpha"], abs=1e-9)
            checked.add(node)
    assert checked == set(ours)


def pairs(found: Audit, kind: str) -> dict[tuple[str, str], object]:
    ids = found.ranking.plan.ids
    result = {}
    for pair in found.pairs:
        if pair.kind == kind:
            one, other = ids[pair.one], ids[pair.other]
            key = (one, other) if kind == "parent" else tuple(sorted((one, other)))
            result[key] = pair
    return result
