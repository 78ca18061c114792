from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.pages.document import Table
from hubscore.pages.robust_tables import (
    acceptability_table,
    every_pair_table,
    intervals_table,
    odds_table,
    scripts_table,
    shares_table,
)
from hubscore.studies.certainty import Certainty, certainty
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Few = tuple[Workspace, Certainty]
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"a": 9.0, "b": 5.0},
    "bergen": {"a": 6.0, "b": 4.0},
    "turku": {"a": 3.0, "b": 6.5},
    "paris": {"a": 9.0, "b": 9.0, "Role": "benchmark"},
}


def found(made: Made, pairs: bool = False, only: tuple[str, ...] = (), **hubs: Any) -> Certainty:
    workspace = made({}, **(hubs or HUBS))
    return certainty(workspace.dataset, workspace.scorecard, 400, only=only, pairs=pairs)


def many(count: int) -> dict[str, Any]:
    return {f"h{at:04}": {"a": 9 - at * 6 / count, "b": 5 + (at % 7) / 4} for at in range(count)}


def labels(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def keys(table: Table) -> list[str]:
    return [column.key for column in table.columns if column.key]


def test_scripts_get_the_ranking_and_what_stands_beside(made: Made) -> None:
    table = scripts_table(found(made))
    assert keys(table)[3:13] == [
        *("rank", "rank_low", "rank_high", "mean_rank", "unscored"),
        *("figures.rank_low", "figures.rank_high", "any_weights.rank_low", "any_weights.rank_high", "score"),
    ]
    assert not table.shown
    assert [row[0] for row in table.rows] == ["oslo", "bergen", "turku", "paris"]
    assert table.rows[3][3:12] == (None,) * 9
    assert table.rows[0][3:6] == (1, 1, 1)
    alone = scripts_table(found(made, only=("weights",)))
    assert keys(alone)[3:9] == ["rank", "rank_low", "rank_high", "mean_rank", "unscored", "score"]


def test_people_see_intervals_and_odds(made: Made) -> None:
    sure = found(made)
    table = intervals_table(sure)
    numbers = ["Nominal", "Mean", "Above the next", "Figures alone", "Any weights"]
    assert labels(table) == ["#", "Hub", "Ranks 1–3", *numbers]
    assert [row[1] for row in table.rows] == ["Oslo", "Bergen", "Turku"]
    assert [row[3] for row in table.rows] == [1, 2, 3]
    assert [row[5] for row in table.rows] == ["100 %", f"{round(sure.whole.neighbours[1] * 100)} %", ""]
    assert table.strong == (0,)
    assert labels(intervals_table(found(made, only=("weights",))))[-1] == "Above the next"


def test_intervals_lie_on_an_axis_of_ranks(made: Made) -> None:
    sure = found(made)
    table = intervals_table(sure)
    strip = table.columns[2].show
    assert strip is not None
    assert (strip.kind, strip.cells) == ("strip", 5)  # a rank every other cell
    for row, hub in zip(table.rows, sure.whole.field, strict=True):
        ends = (sure.whole.rank_low[hub], sure.whole.base.rank[hub], sure.whole.rank_high[hub])
        assert [row[at] for at in strip.of] == [(rank - 1) / 2 for rank in ends]


def test_one_hub_has_no_axis_to_lie_on(made: Made) -> None:
    table = intervals_table(found(made, oslo=HUBS["oslo"]))
    assert labels(table)[:3] == ["#", "Hub", "Nominal"]
    assert [row[:2] for row in table.rows] == [("1", "Oslo")]


def test_every_rank_of_few_hubs(made: Made) -> None:
    table = shares_table(found(made).whole, verbose=False)
    assert labels(table) == ["Hub", "Rank 1", "Rank 2", "Rank 3"]
    assert table.rows[0] == ("Oslo", "100 %", "0 %", "0 %", 1.0, 0.0, 0.0)
    assert [column.show.of for column in table.columns[1:4] if column.show] == [(4,), (5,), (6,)]


def test_levels_of_many_hubs(made: Made) -> None:
    sure = found(made, **many(30)).whole
    table = shares_table(sure, verbose=False)
    assert labels(table) == ["Hub", "First", "Top 3", "Top 10", "Own rank", "Within 1", "Within 3"]
    assert table.title == "Share of draws by rank: the first 20 of 30 (-v for all)"
    assert len(table.rows) == 20
    whole = shares_table(sure, verbose=True)
    assert len(whole.rows) == 30
    assert whole.title == "Share of draws by rank"
    shares = sure.acceptability
    for row, hub in ((0, sure.field[0]), (14, sure.field[14]), (29, sure.field[29])):
        rank = int(sure.base.rank[hub]) - 1
        exact = [shares[hub, :1], shares[hub, :3], shares[hub, :10], shares[hub, rank : rank + 1]]
        exact += [shares[hub, max(rank - off, 0) : rank + off + 1] for off in (1, 3)]
        read = [0 if text is None else int(str(text).strip("<> %")) for text in whole.rows[row][1:7]]
        assert read == pytest.approx([share.sum() * 100 for share in exact], abs=1.01)


def test_shares_for_scripts_add_up(made: Made) -> None:
    sure = found(made).whole
    table = acceptability_table(sure)
    assert keys(table) == ["hub", "rank", "share"]
    assert {row[0] for row in table.rows} == {"oslo", "bergen", "turku"}
    assert sum(float(str(row[2])) for row in table.rows if row[0] == "turku") == pytest.approx(1)
    assert all(float(str(row[2])) > 0 for row in table.rows)


def test_ranks_of_very_many_hubs_are_told_in_classes(made: Made) -> None:
    workspace = made({}, **{hub: {"a": cells["a"]} for hub, cells in many(1_100).items()})
    sure = certainty(workspace.dataset, workspace.scorecard, 20, only=["weights"]).whole
    table = acceptability_table(sure)
    assert keys(table) == ["hub", "rank", "rank_last", "share"]
    for row in table.rows:
        place = sure.base.rank[sure.base.dataset.hubs.ids.index(str(row[0]))]
        assert int(str(row[1])) <= place <= int(str(row[2]))
    assert not shares_table(sure, verbose=False).shown


def test_odds_of_neighbours_and_of_all(made: Made) -> None:
    near, every = found(made), found(made, pairs=True)
    assert [row[:2] for row in odds_table(near.whole).rows] == [("oslo", "bergen"), ("bergen", "turku")]
    rows = odds_table(every.whole).rows
    assert [row[:2] for row in rows] == [("oslo", "bergen"), ("oslo", "turku"), ("bergen", "turku")]
    assert [row[2] for row in rows[::2]] == [row[2] for row in odds_table(near.whole).rows]


def test_all_pairs_for_people(made: Made) -> None:
    square = every_pair_table(found(made, pairs=True).whole)
    assert labels(square) == ["Hub", "Oslo", "Bergen", "Turku"]
    assert square.rows[0] == ("Oslo", None, "100 %", "100 %", None, 1.0, 1.0)
    assert square.rows[1][1:3] == ("0 %", None)
    sure = found(made, pairs=True, **many(12)).whole
    pairs = every_pair_table(sure)
    assert labels(pairs) == ["Hub", "above", "Draws"]
    assert pairs.title == "The least sure of 66 pairs"
    assert len(pairs.rows) == 50
    odds = np.abs(sure.pairwise[sure.field[0], sure.field[-1]] - 0.5)  # type: ignore[index]
    assert odds == 0.5
    certain = [row[2] in ("100 %", "0 %") for row in pairs.rows]
    assert certain == sorted(certain)
    assert not certain[0]
    assert every_pair_table(found(made).whole).title == "The least sure of 2 neighbours"
