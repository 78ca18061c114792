from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.pages.report_tables import beside_table, contributions_table, figures_table, rank_intervals_table
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Pillar"}},
    "indicators": {"a": {"pillar": "p", "label": "Air", "unit": "km"}, "b": {"label": "Banks"}},
    "weights": {"p": 3, "b": 1},
}


def ranked(workspace: Workspace) -> Ranking:
    return hubscore.score(workspace.dataset, workspace.scorecard)


@pytest.fixture
def workspace(made: Made) -> Workspace:
    bound = {"at_least": 5, "evidence": "reported", "source": "press"}
    oslo, turku = {"a": {"2020": 8, "2019": 1}, "b": 4}, {"a": {"2021": bound}, "b": None}
    return made(CARD, oslo=oslo, turku=turku, york={"a": 10, "b": 10, "Role": "benchmark"}, zoo={"a": None})


def test_points_add_up_to_the_score(workspace: Workspace) -> None:
    ranking = ranked(workspace)
    table = contributions_table(ranking, ranking.listing)
    assert [column.label for column in table.columns] == ["", "Hub", "Pillar", "Banks", "Index"]
    told = {row[0]: row[2:] for row in table.rows}
    assert told["oslo"] == (pytest.approx(60), pytest.approx(10), pytest.approx(70))
    assert told["turku"][1:] == (None, pytest.approx(told["turku"][0]))
    assert "zoo" not in told
    assert table.chart is not None
    assert (table.chart.label, table.chart.values, table.chart.span) == (1, (2, 3), (0, 100))


def test_a_scale_that_does_not_begin_at_zero_has_no_full_width(made: Made) -> None:
    ranking = ranked(made({"method": {"scale": [1, 10]}}, oslo={"a": 5}, turku={"a": 6}))
    chart = contributions_table(ranking, ranking.listing).chart
    assert chart is not None
    assert chart.span is None


def test_intervals_of_ranks(workspace: Workspace) -> None:
    sure = hubscore.robustness(workspace.dataset, workspace.scorecard, draws=50)
    table = rank_intervals_table(sure)
    assert [(row[0], row[2]) for row in table.rows] == [("Oslo", 1), ("Turku", 2)]
    assert all(row[1] <= row[2] <= row[3] for row in table.rows)  # type: ignore[operator]
    assert table.chart is not None
    assert table.chart.values == (1, 2, 3)


def test_every_figure_with_its_year_evidence_and_source(workspace: Workspace) -> None:
    ranking = ranked(workspace)
    hubs = [workspace.dataset.column[hub] for hub in ("oslo", "turku")]
    table = figures_table(workspace, ranking, hubs)
    assert [column.label for column in table.columns if column.show] == ["Indicator", "Oslo", "Turku"]
    air, banks = table.rows
    assert air[0] == "Air (km)"
    assert air[1:5] == ("8", 0.8, "2020 official", "Oslo, Air: 8 · 2020 official · score 80.0 · Yearbook, Office")
    assert air[5] == "≥ 5"
    assert air[7:] == ("2021 reported", "Turku, Air: ≥ 5 · 2021 reported · score 56.2 · News")
    assert banks[5:] == ("–", None, "no reading", "Turku, Banks: – · no reading")
    assert table.chart is not None
    assert (table.chart.values, table.chart.levels, table.chart.notes, table.chart.details) == (
        (1, 5),
        (2, 6),
        (3, 7),
        (4, 8),
    )


def test_the_longer_side_runs_down(workspace: Workspace) -> None:
    ranking = ranked(workspace)
    table = figures_table(workspace, ranking, ranking.listing)
    assert [column.label for column in table.columns if column.show] == ["Hub", "Air (km)", "Banks"]
    assert [row[0] for row in table.rows] == ["Oslo", "Turku", "Zoo", "York"]
    assert table.rows[0][1:4] == ("8", 0.8, "2020 official")


def test_a_hub_beside_the_median_and_the_best_benchmark(workspace: Workspace) -> None:
    table = beside_table(ranked(workspace), workspace.dataset.column["oslo"])
    assert [column.label for column in table.columns] == ["Score of", "Oslo", "median", "best benchmark"]
    assert table.rows == (("Pillar", 80, 68.125, 100), ("Air", 80, 68.125, 100), ("Banks", 40, 40, 100))
    assert table.indents == (0, 1, 0)
    assert table.chart is not None
    assert (table.chart.values, table.chart.span) == ((1, 2, 3), (0, 100))


def test_without_other_benchmarks_there_is_no_best(workspace: Workspace) -> None:
    table = beside_table(ranked(workspace), workspace.dataset.column["york"])
    assert [row[1:] for row in table.rows] == [(100, 68.125), (100, 68.125), (100, 40)]


def test_of_many_nodes_those_right_below_the_index(made: Made) -> None:
    names = [f"i{number}" for number in range(31)]
    card = {"pillars": {"p": {}}, "indicators": {name: {"pillar": "p"} for name in names}}
    ranking = ranked(made(card, oslo=dict.fromkeys(names, 5)))
    assert [row[0] for row in beside_table(ranking, 0).rows] == ["p"]
