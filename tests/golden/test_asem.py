"""ASEM from scorecards of its own: file to index as a user runs it, against what COINr made of the same.

The means and normalisations by themselves are held to 1e-12 beside this file; here it is the line
as a whole. What cannot be said in a scorecard: `scaled` (a `lower` indicator becomes -x and leaves
any scale), ranks of indicators with gaps (COINr leaves them in 1 to n, a scorecard puts every
indicator on one scale), Copeland (its own work), and weights of which the file is not here.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import tomli_w

import hubscore
from hubscore.methods.rank import ranks

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]
Changed = dict[str, dict[str, Any]]

DENOMINATORS = ("Area", "Energy", "GDP", "Population")
PILLARS, SUBS = 2, 3
"""Levels of COINr's hierarchy."""


class Run(NamedTuple):
    """What COINr was told, as a scorecard says it."""

    figures: str
    method: Mapping[str, Any]
    by_level: Mapping[int, str] = {}
    weighed: bool = True
    goalposts: bool = False
    target: bool = False


RAW, TREATED = "input/coin_Raw.csv", "pipeline/Treated.csv"


def minmax(low: float, high: float, **more: Any) -> dict[str, Any]:
    return {"normalise": "minmax", "scale": [low, high], "min_coverage": 0.0, "floor": 0, **more}


def plain(normalise: str, low: float, high: float, **more: Any) -> dict[str, Any]:
    return {**minmax(low, high, **more), "normalise": normalise}


def both(name: str, method: dict[str, Any], **more: Any) -> dict[str, Run]:
    return {
        f"{source}_{name}": Run(figures, method, **more) for source, figures in (("raw", RAW), ("treated", TREATED))
    }


RUNS = {
    "raw_minmax_0_100__amean": Run(RAW, minmax(0, 100)),
    "raw_minmax_0_100__amean_datthresh0.9": Run(RAW, minmax(0, 100, min_coverage=0.9)),
    "treated_minmax_0_100__amean": Run(TREATED, minmax(0, 100)),
    **both("minmax_1_100__amean", minmax(1, 100)),
    **both("minmax_1_100__gmean", minmax(1, 100, aggregate="geometric")),
    **both("minmax_1_100__hmean", minmax(1, 100, aggregate="harmonic")),
    **both("minmax_1_100__gmean_amean_amean", minmax(1, 100), by_level={PILLARS: "geometric"}),
    **both("minmax_0_100__median", minmax(0, 100, aggregate="median"), weighed=False),
    # COINr's power mean is missing where any child is.
    **both("minmax_1_100__genmean_p-1", minmax(1, 100, aggregate={"power": -1}, missing="strict")),
    **both("minmax_1_100__genmean_p0.5", minmax(1, 100, aggregate={"power": 0.5}, missing="strict")),
    **both("minmax_1_100__genmean_p2", minmax(1, 100, aggregate={"power": 2}, missing="strict")),
    **both("dist2max__amean", minmax(0, 1)),  # the distance to the best of all is min-max
    **both("prank__amean", plain("percent_rank", 0, 1)),
    **both("zscore_0_1__amean", plain("zscore", -5, 5)),  # a tenth of the span is one deviation
    "treated_rank__amean": Run(TREATED, plain("rank", 1, 51)),
    "treated_borda__amean": Run(TREATED, plain("rank", 0, 50)),
    "raw_goalposts_trunc__amean": Run(RAW, plain("goalposts", 0, 1), goalposts=True),
    "raw_goalposts_notrunc_100__amean": Run(RAW, plain("goalposts", 0, 100, clip=False), goalposts=True),
    "raw_dist2targ_cap__amean": Run(RAW, plain("distance_to_target", 0, 1), target=True),
    "raw_dist2targ_nocap__amean": Run(RAW, plain("distance_to_target", 0, 1, clip=False), target=True),
}


def by_code(columns: Columns) -> dict[str, dict[str, Any]]:
    """Rows by their code."""
    key = "uCode" if "uCode" in columns else "iCode"
    names = list(columns)
    return {
        str(row[names.index(key)]): dict(zip(names, row, strict=True)) for row in zip(*columns.values(), strict=True)
    }


@pytest.fixture(scope="module")
def scored(columns: Read, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., hubscore.Ranking]:
    """Write a scorecard over a table of figures, open and score it."""

    def run(run: Run, figures: Columns, changed: Changed | None = None, **data: str) -> hubscore.Ranking:
        home = tmp_path_factory.mktemp("asem")
        write(home / "raw.csv", figures)
        card = scorecard(columns, run)
        for name, more in (changed or {}).items():
            card["indicators"][name] |= more
        card["data"] |= data
        card["measures"] = {name.lower(): {} for name in DENOMINATORS if name in figures}
        (home / "scorecard.toml").write_text(tomli_w.dumps(card), encoding="utf-8")
        workspace = hubscore.open(home)
        return hubscore.score(workspace.dataset, workspace.scorecard)

    return run


def write(path: Path, figures: Columns) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(name.lower() for name in figures)
        for row in zip(*figures.values(), strict=True):
            writer.writerow("" if isinstance(cell, float) and np.isnan(cell) else cell for cell in row)


def scorecard(columns: Read, run: Run) -> dict[str, Any]:
    """The tree and weights of COINr's table, the method of the run."""
    meta, posts = by_code(columns("input/iMeta.csv")), by_code(columns("norm/params_goalposts_targets.csv"))
    indicators: dict[str, Any] = {}
    pillars: dict[str, Any] = {}
    weights = {}
    for code, row in meta.items():
        parent = str(row["Parent"]).lower()
        if row["Type"] == "Indicator":
            indicators[code.lower()] = {"pillar": parent, **told(run, posts[code], row["Direction"] == 1)}
        elif row["Level"] in (PILLARS, SUBS):
            above = {} if parent == "index" else {"parent": parent}
            level = run.by_level.get(int(row["Level"]))
            pillars[code.lower()] = above | ({"aggregate": level} if level else {})
        if row["Type"] in ("Indicator", "Aggregate") and code != "Index":
            weights[code.lower()] = float(row["Weight"])
    table = {"csv": "raw.csv", "id": "ucode", "evidence": "official", "source": "ASEM"}
    card = {"title": "ASEM", "data": table, "method": dict(run.method), "pillars": pillars, "indicators": indicators}
    return card | ({"weights": weights} if run.weighed else {})


def told(run: Run, row: Mapping[str, Any], higher: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {"direction": "higher" if higher else "lower"}
    if run.goalposts:
        ends = [float(row["goalpost_lower"]), float(row["goalpost_upper"])]
        entry["goalposts"] = ends if higher else ends[::-1]
    if run.target:
        entry["target"] = float(row["Target"])
    return entry


@pytest.mark.parametrize("name", RUNS)
def test_scores_and_ranks(
    columns: Read, scored: Callable[..., hubscore.Ranking], assert_same: AssertSame, name: str
) -> None:
    run, wanted = RUNS[name], columns(f"agg/{name}.csv")
    ranking = scored(run, columns(run.figures))
    hubs = [code.lower() for code in wanted["uCode"]]
    order = [ranking.dataset.column[hub] for hub in hubs]
    for code in wanted:
        if code == "uCode" or code.startswith("rank_"):
            continue
        scores = ranking.score(code.lower())[order]
        assert_same(scores, wanted[code], f"{name} {code}")
        assert_same_ranks(ranks(scores, ranking.plan.span), wanted[f"rank_{code}"], wanted[code], f"{name} {code}")
    assert np.array_equal(ranking.rank[order], ranks(ranking.index[order], ranking.plan.span))


def assert_same_ranks(ours: np.ndarray, theirs: np.ndarray, scores: np.ndarray, label: str) -> None:
    """Outside ties: COINr tells apart what differs in the last bit."""
    near = np.abs(scores[:, None] - scores) < 1e-9 * max(1.0, np.nanmax(np.abs(scores)))
    alone = near.sum(axis=1) == 1
    assert alone.sum() > 10, label
    np.testing.assert_array_equal(ours[alone], theirs[alone], err_msg=label)
    assert (ours[np.isnan(scores)] == 0).all()


def test_no_golden_index_is_left_out(golden: Path) -> None:
    others = ("copeland", "customw", "scaled", "outrank")
    gaps = ("raw_rank__amean", "raw_borda__amean")
    names = {path.stem for path in (golden / "agg").glob("*.csv")}
    assert names - set(RUNS) == {name for name in names if name in gaps or any(word in name for word in others)}
    assert len(RUNS) >= 24


def test_pipeline_from_the_treated_figures(
    columns: Read, scored: Callable[..., hubscore.Ranking], assert_same: AssertSame
) -> None:
    """The example index of COINr: indicators, pillars, sub-indexes, index."""
    ranking = scored(Run(TREATED, minmax(0, 100)), columns(TREATED))
    wanted = columns("pipeline/Aggregated.csv")
    order = [ranking.dataset.column[code.lower()] for code in wanted["uCode"]]
    for code in wanted:
        if code != "uCode":
            assert_same(ranking.score(code.lower())[order], wanted[code], code)
    final = by_code(columns("pipeline/scores_ranks.csv"))
    scores = np.array([final[code]["Index"] for code in wanted["uCode"]])
    theirs = np.array([final[code]["rank_Index"] for code in wanted["uCode"]])
    assert_same_ranks(ranking.rank[order], theirs, scores, "Index")


def from_the_table(columns: Read, scored: Callable[..., hubscore.Ranking], treat: Any) -> hubscore.Ranking:
    """The example of COINr from the table as it came: per denominator, gaps filled by group, treated."""
    meta = by_code(columns("input/iMeta.csv"))
    denominators = {code: str(row["Denominator"]) for code, row in meta.items() if row["Denominator"] in DENOMINATORS}
    assert len(denominators) > 10
    changed = {code.lower(): {"per": measure.lower()} for code, measure in denominators.items()}
    run = Run(RAW, minmax(0, 100, missing="group_mean", treat=treat))
    return scored(run, columns("input/iData.csv"), changed, group="eurasia_group", name="uname")


def test_pipeline_from_the_raw_figures_up_to_the_treatment(
    columns: Read, scored: Callable[..., hubscore.Ranking], assert_same: AssertSame
) -> None:
    """Denominated and imputed by group, value by value, from the table as it came."""
    ranking = from_the_table(columns, scored, "none")
    denominated, imputed = columns("pipeline/Denominated.csv"), columns("pipeline/Imputed.csv")
    order = [ranking.dataset.column[code.lower()] for code in imputed["uCode"]]
    names = {code.lower(): code for code in imputed}
    gaps = 0
    for row, leaf in enumerate(ranking.plan.leaves):
        code = names[leaf.id]
        size = np.nanmax(np.abs(imputed[code])) * 1e-3
        assert_same(ranking.cells.point[row][order], denominated[code], code, from_size=size)
        assert_same(ranking.cells.filled[row][order], imputed[code], code, from_size=size)
        gaps += int(np.isnan(denominated[code]).sum())
    assert gaps > 60
    assert set(ranking.dataset.hubs.groups) == {"Asia", "Europe"}


def test_pipeline_from_the_raw_figures_to_the_ranks(
    columns: Read, scored: Callable[..., hubscore.Ranking], assert_same: AssertSame
) -> None:
    """The whole example: denominated, imputed, treated, normalised, weighed, averaged, ranked."""
    ranking = from_the_table(columns, scored, "winsorise")
    wanted, final = columns("pipeline/Aggregated.csv"), columns("pipeline/scores_ranks.csv")
    order = [ranking.dataset.column[code.lower()] for code in wanted["uCode"]]
    for code in wanted:
        if code != "uCode":
            assert_same(ranking.score(code.lower())[order], wanted[code], code, tolerance=1e-9, from_size=100)
    normalised = columns("pipeline/Normalised.csv")
    for code in normalised:
        if code != "uCode":
            assert_same(ranking.score(code.lower())[order], normalised[code], code, tolerance=1e-9, from_size=100)
    order = [ranking.dataset.column[code.lower()] for code in final["uCode"]]
    assert_same_ranks(ranking.rank[order], final["rank_Index"], final["Index"], "Index")
    for code in final:
        if code != "uCode" and not code.startswith("rank_"):
            scores = ranking.score(code.lower())[order]
            assert_same(scores, final[code], code, tolerance=1e-9, from_size=100)
            assert_same_ranks(ranks(scores, ranking.plan.span), final[f"rank_{code}"], final[code], code)


RULES = {
    "default": "winsorise",
    "strict_skew1_kurt1": {"skew": 1, "kurtosis": 1, "share": 1},
    "winmax0_logCT": {"points": 0, "then": "plain_log"},
    "winmax1": {"points": 1},
    "winmax1_combine": {"points": 1, "then": "log_of_winsorised"},
}


@pytest.mark.parametrize("name", RULES)
def test_treated_as_a_scorecard_says(
    columns: Read, scored: Callable[..., hubscore.Ranking], assert_same: AssertSame, name: str
) -> None:
    """`share` is 1 where COINr brings in 5 of 44 values."""
    treat = RULES[name] if isinstance(RULES[name], str) else {"winsorise": RULES[name]}
    ranking = scored(Run(RAW, minmax(0, 100, treat=treat)), columns(RAW))
    wanted, points = columns(f"treat/{name}_data.csv"), columns(f"treat/{name}_points.csv")
    order = [ranking.dataset.column[code.lower()] for code in wanted["uCode"]]
    treated = 0
    for code in wanted:
        if code == "uCode":
            continue
        row = ranking.plan.row[code.lower()]
        treatment = ranking.cells.treatments[row]
        values = ranking.cells.filled[row] if treatment is None else treatment.after
        assert_same(values[order], wanted[code], code, tolerance=1e-9)
        if treatment is not None and treatment.kind == "winsorised":
            words = np.array(["winlo", "", "winhi"])[treatment.changed[order] + 1]
            np.testing.assert_array_equal(words, points[code], err_msg=code)
        treated += treatment is not None
    assert treated >= 15
