"""Tables that COINr makes of its example index, here made by hubscore from the figures as they came.

Strengths and weaknesses are another thing there: indicators by the hub's rank in the raw figures
(ties by the name of the pillar), and a weakness is not told where the rank is the indicator's last.
`explain` tells those that move the index most; the places that its `standings` hold are COINr's.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hubscore import Ranking, Scorecard, score
from hubscore.methods.rank import ranks
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.studies.explain import explain
from hubscore.studies.groups import ranks_by, ranks_within

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]

DENOMINATORS = ("Area", "Energy", "GDP", "Population")
TOLD = ("AUT", "IND", "SGP")
METHOD = {"normalise": "minmax", "scale": [0, 100], "min_coverage": 0.0, "floor": 0}
TREATED = {"missing": "group_mean", "treat": {"winsorise": {"share": 1.0}}}


@pytest.fixture(scope="module")
def meta(columns: Read) -> dict[str, dict[str, Any]]:
    """What COINr's table says of each indicator and node."""
    table = columns("input/iMeta.csv")
    rows = zip(*table.values(), strict=True)
    return {str(row["iCode"]): row for row in (dict(zip(table, cells, strict=True)) for cells in rows)}


def scored(figures: Columns, meta: dict[str, dict[str, Any]], group: str, **method: Any) -> Ranking:
    """ASEM as a scorecard: its tree and weights; denominators where the figures hold them."""
    order = np.argsort(figures["uCode"])
    names, groups = ([str(name) for name in figures[column][order]] for column in ("uName", group))
    ids = [str(code).lower() for code in figures["uCode"][order]]
    indicators, pillars = {}, {}
    for code, row in meta.items():
        parent = {} if row["Parent"] in {"", "Index"} else {"parent": str(row["Parent"]).lower()}
        if row["Type"] == "Indicator":
            indicators[code.lower()] = {
                "pillar": parent["parent"],
                "direction": "higher" if row["Direction"] == 1 else "lower",
                **({"per": str(row["Denominator"]).lower()} if row["Denominator"] in figures else {}),
            }
        elif row["Type"] == "Aggregate" and code != "Index":
            pillars[code.lower()] = parent
    weights = {
        code.lower(): float(row["Weight"]) for code, row in meta.items() if code.lower() in {*indicators, *pillars}
    }
    series = [name for name in figures if name.lower() in indicators or name in DENOMINATORS]
    card = {
        "hubs": "*",
        "method": METHOD | method,
        "weights": weights,
        "measures": {name.lower(): {} for name in series if name in DENOMINATORS},
        "pillars": pillars,
        "indicators": indicators,
    }
    dataset = from_values(
        hubs_of(ids, names, ["candidate"] * len(ids), groups),
        [name.lower() for name in series],
        np.array([figures[name][order] for name in series]),
    )
    return score(dataset, Scorecard.model_validate(card))


@pytest.fixture(scope="module")
def index(columns: Read, meta: dict[str, dict[str, Any]]) -> Ranking:
    """The example index, from the table of figures on."""
    ranking = scored(columns("input/iData.csv"), meta, "EurAsia_group", **TREATED)
    assert len(ranking.plan.leaves) == 49
    assert any(ranking.cells.treatments)
    return ranking


@pytest.fixture(scope="module")
def raw(columns: Read, meta: dict[str, dict[str, Any]]) -> Ranking:
    """The same tree over the figures as they are, grouped by GDP."""
    figures = columns("input/iData.csv")
    return scored({name: cells for name, cells in figures.items() if name not in DENOMINATORS}, meta, "GDP_group")


def order_of(ranking: Ranking, table: Columns) -> list[int]:
    return [ranking.dataset.column[str(code).lower()] for code in table["uCode"]]


def nodes_of(ranking: Ranking, table: Columns) -> list[str]:
    return [title for title in table if title.lower() in ranking.plan.row]


def names_of(ranking: Ranking, table: Columns) -> list[str]:
    return [ranking.dataset.hubs.names[hub] for hub in order_of(ranking, table)]


def test_full_table(index: Ranking, columns: Read, assert_same: AssertSame) -> None:
    theirs = columns("results/full_table.csv")
    hubs = order_of(index, theirs)
    nodes = nodes_of(index, theirs)
    assert len(nodes) == len(theirs) - 2 == 60
    for node in nodes:
        assert_same(index.score(node.lower())[hubs], theirs[node], node)
    np.testing.assert_array_equal(index.rank[hubs], theirs["Rank"])
    assert list(index.listing) == hubs  # by rank, as COINr sorts it


def test_summary_table(index: Ranking, raw: Ranking, columns: Read, assert_same: AssertSame) -> None:
    theirs = columns("results/summary_table.csv")
    hubs = order_of(index, theirs)
    assert_same(index.index[hubs], theirs["Index"], "Index")
    np.testing.assert_array_equal(index.rank[hubs], theirs["Rank"])
    assert names_of(index, theirs) == list(theirs["uName"])
    groups = raw.dataset.hubs
    assert [groups.groups[groups.group[hub]] for hub in hubs] == list(theirs["GDP_group"])


def test_ranks_table(index: Ranking, columns: Read) -> None:
    theirs = columns("results/ranks_table.csv")
    hubs, nodes = order_of(index, theirs), nodes_of(index, theirs)
    assert len(nodes) == len(theirs) - 1 == 11
    for node in nodes:
        np.testing.assert_array_equal(ranks_by(index, node.lower())[hubs], theirs[node], err_msg=node)


def test_ranks_within_groups(columns: Read, meta: dict[str, dict[str, Any]]) -> None:
    """Imputed by one grouping, ranked by another: a table of hubs has one, so this starts behind the imputation."""
    theirs, imputed, people = (
        columns("results/groupranks_table.csv"),
        columns("pipeline/Imputed.csv"),
        columns("input/iData.csv"),
    )
    where = [list(people["uCode"]).index(code) for code in imputed["uCode"]]
    figures = imputed | {name: people[name][where] for name in ("uName", "GDP_group")}
    ranking = scored(figures, meta, "GDP_group", treat=TREATED["treat"])
    nodes = nodes_of(ranking, theirs)
    assert len(nodes) == len(theirs) - 2 == 11
    hubs = order_of(ranking, theirs)
    for node in nodes:
        np.testing.assert_array_equal(ranks_within(ranking, node.lower())[hubs], theirs[node], err_msg=node)
    assert len(set(theirs["GDP_group"])) == 4


@pytest.mark.parametrize("hub", TOLD)
def test_what_is_told_of_a_hub(
    index: Ranking, columns: Read, meta: dict[str, dict[str, Any]], assert_same: AssertSame, hub: str
) -> None:
    theirs = columns(f"results/unit_summary_{hub}.csv")
    found = {each.node: each for each in explain(index, index.dataset.column[hub.lower()]).standings}
    ours = [found[str(code).lower()] for code in theirs["Code"]]
    assert_same(np.array([each.score for each in ours]), theirs["Score"], hub)
    assert [each.place for each in ours] == list(theirs["Rank"])
    assert {each.of for each in ours} == {51}
    assert len(ours) == len(found) == 60
    assert [str(meta[str(code)]["iName"]) for code in theirs["Code"]] == list(theirs["Name"])


@pytest.mark.parametrize("hub", TOLD)
def test_strengths_and_weaknesses_by_rank(
    raw: Ranking, columns: Read, meta: dict[str, dict[str, Any]], hub: str
) -> None:
    lineage = columns("input/lineage.csv")
    tree = [str(code).lower() for _, code in sorted(zip(lineage["Pillar"], lineage["Indicator"], strict=True))]
    at = raw.dataset.column[hub.lower()]
    standings = {each.node: each for each in explain(raw, at).standings}
    listed = sorted((standings[code] for code in tree if code in standings), key=lambda each: each.place)
    last = {code: int(ranks(raw.score(code), raw.plan.span).max()) for code in tree}
    weak = [each for each in listed if each.place < last[each.node]]  # Austria has no ports, as many others
    for name, ours in (("strengths", listed[:5]), ("weaknesses", weak[-5:])):
        theirs = columns(f"results/{name}_{hub}.csv")
        assert [each.node for each in ours] == [str(code).lower() for code in theirs["Code"]]
        assert [each.place for each in ours] == list(theirs["Rank"])
        figures = [raw.cells.point[raw.plan.row[each.node]][at] for each in ours]
        np.testing.assert_allclose(figures, theirs["Value"], rtol=1e-14)
        for row, code in enumerate(map(str, theirs["Code"])):
            told = [str(theirs[title][row]) for title in ("Name", "Pillar", "Unit")]
            assert told == [str(meta[code][title]) for title in ("iName", "Parent", "Unit")]


def test_no_file_is_forgotten(golden: Path) -> None:
    tables = {"full_table", "summary_table", "ranks_table", "groupranks_table"}
    hubs = {f"{table}_{hub}" for table in ("unit_summary", "strengths", "weaknesses") for hub in TOLD}
    assert {path.stem for path in (golden / "results").glob("*.csv")} == tables | hubs
