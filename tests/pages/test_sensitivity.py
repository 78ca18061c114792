from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.pages.document import Document
from hubscore.pages.sensitivity import (
    factor_label,
    sensitivity_foot,
    sensitivity_lead,
    sensitivity_tables,
    with_sensitivity,
)
from hubscore.scoring import score
from hubscore.studies.leave_out import omissions
from hubscore.studies.sensitivity import Sensitivity, sensitivity
from hubscore.workspace import Workspace

CARD: dict[str, Any] = {
    "pillars": {"one": {"label": "First"}, "two": {"label": "Second"}},
    "indicators": {"x": {"pillar": "one"}, "y": {"pillar": "two"}},
}


def interval(low: float, high: float) -> dict[str, float]:
    return {"at_least": low, "at_most": high}


@pytest.fixture
def close(made: Any) -> Workspace:
    """Two hubs whose order hangs on the first pillar's figures, and one far below."""
    far = {"x": 1.0, "y": 1.0}
    return made(CARD, oslo={"x": interval(4, 8), "y": 5.0}, turku={"x": 5.5, "y": interval(4.9, 5.1)}, york=far)


def found_in(workspace: Workspace, **how: Any) -> Sensitivity:
    return sensitivity(workspace.dataset, workspace.scorecard, **{"draws": 512, **how})


def tables(workspace: Workspace, found: Sensitivity) -> dict[str, Any]:
    left_out = omissions(score(workspace.dataset, workspace.scorecard))
    return {table.name: table for table in sensitivity_tables(found, left_out)}


def test_factors_as_people_read_them(close: Workspace) -> None:
    ranking = score(close.dataset, close.scorecard)
    words = {
        "weights:one": "weights of First",
        "data:two": "figures of Second",
        "data": "figures that pillars share",
        "absent": "absent values",
        "evidence": "evidence admitted",
        "missing": "how absent values are drawn",
        "normalise": "normalisation",
        "aggregate": "aggregation",
    }
    assert {factor: factor_label(ranking, factor) for factor in words} == words


def test_the_lead_names_what_matters_most(close: Workspace) -> None:
    [line, *_] = sensitivity_lead(found_in(close, only=["data"]))
    assert line.startswith("What moves the ranks most: figures of First (")


def test_too_few_draws_are_said_with_what_would_do(close: Workspace) -> None:
    found = found_in(close, draws=64)
    assert found.needed is not None
    assert f"64 draws are too few for narrow intervals; {found.needed:,} would do" in sensitivity_lead(found)[1]


def test_people_see_factors_by_what_they_do(close: Workspace) -> None:
    found = found_in(close)
    shown = tables(close, found)["drivers"]
    totals = [row[4] for row in shown.rows]
    assert shown.shown
    assert totals == sorted(totals, reverse=True)
    assert shown.rows[0][0] == "figures of First"
    without = {row[0]: row[5] for row in shown.rows}
    assert without["weights of First"] is not None
    assert without["figures of First"] is None
    none = next(row for row in shown.rows if row[0] == "figures of Second")
    assert none[1] == "≈ 0"
    assert shown.rows[0][2] in ("100 %", "> 99 %")  # how near to all depends on the draws
    assert {row[0]: row[2] for row in shown.rows}["absent values"] == "≈ 0"
    assert "evidence admitted" not in {row[0] for row in shown.rows}  # all of it is of one grade
    assert "Shift without it: by how many places ranks move" in "".join(sensitivity_foot(found))


def test_what_every_lead_hangs_on(close: Workspace) -> None:
    rows = dict(tables(close, found_in(close, only=["data"]))["leads"].rows)
    assert list(rows) == ["Oslo – Turku", "Turku – York"]
    assert rows["Oslo – Turku"].startswith("figures of First ")
    assert rows["Turku – York"].startswith("figures of Second ")


def test_scripts_get_every_index(close: Workspace) -> None:
    found = found_in(close, only=["data"])
    table = tables(close, found)["sensitivity"]
    assert not table.shown
    assert [column.key for column in table.columns][:3] == ["output", "factor", "first"]
    outputs = list(dict.fromkeys(row[0] for row in table.rows))
    assert outputs == [
        "shift",
        *(f"score:{hub}" for hub in ("oslo", "turku", "york")),
        "gap:oslo:turku",
        "gap:turku:york",
        *(f"rank:{hub}" for hub in ("oslo", "turku", "york")),
    ]
    by_output = {row[:2]: row[2:] for row in table.rows}
    assert by_output["rank:york", "data:one"] == (None,) * 6
    first, low, high, total, *_ = by_output["score:oslo", "data:one"]
    assert (first, total) == pytest.approx((1, 1), abs=0.2)
    assert low <= first <= high


def test_what_does_not_vary_is_said(close: Workspace, made: Any) -> None:
    assert "Ranks that do not vary, and so have no indices: York." in sensitivity_foot(found_in(close, only=["data"]))
    still = made(CARD, oslo={"x": 4.0, "y": 5.0}, turku={"x": 2.0, "y": 1.0})
    found = found_in(still, only=["absent"])
    assert sensitivity_lead(found) == ["No rank moves in any draw: nothing that is varied matters for the order."]
    assert not tables(still, found)["drivers"].shown
    assert not tables(still, found)["leads"].shown
    told = sensitivity_foot(found)
    assert "Scores that do not vary, and so have no indices: Oslo and Turku." in told
    assert "Leads that do not vary, and so have no indices: Oslo – Turku." in told


def test_a_document_gains_what_moves_the_ranks(close: Workspace) -> None:
    found = found_in(close, only=["data"])
    document = with_sensitivity(Document("robust", "Hubs", lead=("Sure.",), foot=("So.",)), found, ())
    assert document.lead[0] == "Sure."
    assert document.foot[0] == "So."
    assert [table.name for table in document.tables] == ["drivers", "leads", "sensitivity", "leave_one_out"]


def test_leave_one_out_is_not_spoken_of_where_no_weight_varies(close: Workspace) -> None:
    found = found_in(close, only=["data"])
    labels = [column.label for column in tables(close, found)["drivers"].columns if column.show]
    assert "Shift without it" not in labels
    assert "Shift without it" not in "".join(sensitivity_foot(found))


def test_scripts_get_leave_one_out_too(close: Workspace) -> None:
    table = tables(close, found_in(close, only=["data"]))["leave_one_out"]
    assert not table.shown
    assert [row[0] for row in table.rows] == ["one", "x", "two", "y"]


def test_no_importance_is_below_zero_or_above_all(close: Workspace) -> None:
    found = found_in(close, only=["data"])
    object.__setattr__(found, "first", found.first - 0.5)
    object.__setattr__(found, "total", found.total + 0.5)
    every = tables(close, found)
    firsts = [row[2] for row in every["sensitivity"].rows if row[2] is not None]
    assert min(firsts) == 0
    assert max(firsts) > 0
    assert "100 %" in dict(every["leads"].rows)["Oslo – Turku"]
    assert "figures of First (100 %)" in sensitivity_lead(found)[0]


def test_any_number_of_draws_will_do(close: Workspace) -> None:
    said = "Draws are made at random: their number need not be a power of two."
    assert said in sensitivity_foot(found_in(close, draws=100))
    assert said not in sensitivity_foot(found_in(close, draws=128))


def test_more_draws_than_there_is_memory_for_are_not_asked_for(close: Workspace) -> None:
    found = found_in(close, draws=64)
    object.__setattr__(found, "needed", 2 * found.most)
    assert f"would do (there is memory for {found.most:,})" in sensitivity_lead(found)[1]


def test_scores_that_are_lost_in_some_draws(close: Workspace) -> None:
    found = found_in(close, only=["data"])
    lost = np.array([output.kind == "score" and output.hub == 0 for output in found.outputs])
    object.__setattr__(found, "unscored", lost)
    assert sensitivity_foot(found)[-1] == "Without a score in some draws, and so without indices of it: Oslo."
