from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.derivation import FEW_HUBS, detail_notes, detail_tables
from hubscore.pages.document import Table
from hubscore.studies.derive import Proposal, derived
from hubscore.studies.doubt import Doubt
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
NAMES = ("banks", "air", "rail")
CARD: dict[str, Any] = {"indicators": {"banks": {"label": "Banks"}}, "weights": {"banks": 5, "air": 3, "rail": 2}}
ORDER = [1, 0, 2]
"""Members go by id; people read them in the order of the file."""


def hubs(count: int, **changed: Any) -> dict[str, dict[str, Any]]:
    rng = np.random.default_rng(5)
    values = np.clip(5 + rng.normal(size=(count, 1)) + rng.normal(size=(count, 3)), 0.5, 10).round(3).tolist()
    return {f"h{at:02}": dict(zip(NAMES, row, strict=True)) | changed for at, row in enumerate(values)}


def proposal(workspace: Workspace, method: str, **given: Any) -> Proposal:
    found = derived(hubscore.score(workspace.dataset, workspace.scorecard), workspace.scorecard, method, **given)
    assert found.members == ("air", "banks", "rail")
    return found


def rows(table: Table) -> list[dict[str, Any]]:
    keys = [column.key or column.label for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


@pytest.mark.parametrize("method", ["equal", "entropy", "critic"])
def test_plain_weights_have_no_details(made: Made, method: str) -> None:
    found = proposal(made(CARD, **hubs(30)), method)
    assert list(detail_tables(found, ORDER, True)) == []
    assert list(detail_notes(found, ORDER)) == []


def test_components_and_loadings(made: Made) -> None:
    found = proposal(made(CARD, **hubs(30)), "pca")
    details, loadings = detail_tables(found, ORDER, False)
    assert (details.name, details.shown, loadings.name, loadings.shown) == ("details", True, "loadings", True)
    first, *others = rows(details)
    assert sum(row["eigenvalue"] for row in [first, *others]) == pytest.approx(3)
    assert first["kept"] is True
    assert [row["kept"] for row in others] == [False, False]
    assert first["rotated"] == pytest.approx(first["share"])
    assert others[0]["rotated"] is None
    assert others[-1]["cumulative"] == pytest.approx(1)
    assert others[-1]["cumulative"] <= 1
    assert [row["node"] for row in rows(loadings)] == ["banks", "air", "rail"]
    assert sum(row["loadings.1"] ** 2 for row in rows(loadings)) / 3 == pytest.approx(first["rotated"])
    assert {row["component"] for row in rows(loadings)} == {1}
    assert next(iter(list(detail_tables(found, ORDER, True))[1:])).shown


def test_consistency(made: Made) -> None:
    pairs = {"banks": {"air": 3, "rail": 3}, "air": {"rail": 3}}
    found = proposal(made(CARD | {"pairwise": {"index": pairs}}, **hubs(2)), "ahp")
    [table] = detail_tables(found, ORDER, False)
    [row] = rows(table)
    assert row["lambda_max"] == pytest.approx(3 ** (1 / 3) + 1 + 3 ** (-1 / 3))  # of a reciprocal matrix of three
    assert row["consistency_index"] == pytest.approx((row["lambda_max"] - 3) / 2)
    assert row["consistency_ratio"] == pytest.approx(row["consistency_index"] / 0.58)
    limits, odds = detail_notes(found, ORDER)
    assert limits == "A consistency ratio above 0.1 is doubtful, above 0.2 it is refused."
    assert odds.startswith("Most at odds: ")
    pairs["air"]["rail"] = 1
    assert len(list(detail_notes(proposal(made(CARD | {"pairwise": {"index": pairs}}, **hubs(2)), "ahp"), ORDER))) == 1


def test_importance_that_is_met(made: Made) -> None:
    found = proposal(made(CARD, **hubs(60)), "balanced")
    [table] = detail_tables(found, ORDER, False)
    banks = rows(table)[0]
    assert (banks["node"], banks["stated"], banks["Stated"], banks["Reached"]) == ("banks", 0.5, "50.0 %", "50.0 %")
    assert banks["Apart"] == pytest.approx(0, abs=1e-3)
    assert list(detail_notes(found, ORDER)) == ["The stated importance is met."]


def test_importance_that_cannot_be_met(made: Made) -> None:
    alike = {name: cells | {"rail": cells["air"]} for name, cells in hubs(30).items()}
    found = proposal(made(CARD, **alike), "balanced")
    assert next(detail_notes(found, ORDER)).startswith("The nearest that weights from 0 up can come misses it by ")
    assert next(detail_notes(found, ORDER)).endswith((", at rail.", ", at air."))


def test_who_matters_without_any_weight_is_named(made: Made) -> None:
    rng = np.random.default_rng(4)
    common = rng.normal(size=60)
    x = {"banks": rng.normal(size=60), "air": common + rng.normal(size=60), "rail": common}
    table = {f"h{at:02}": {name: float(50 + 9 * x[name][at]) for name in NAMES} for at in range(60)}
    found = proposal(
        made(CARD | {"method": {"normalise": "minmax"}, "weights": {"banks": 1, "air": 1, "rail": 0.2}}, **table),
        "balanced",
    )
    assert [name for name, weight in zip(found.members, found.weights, strict=True) if weight == 0] == ["rail"]
    assert list(detail_notes(found, ORDER))[1:] == ["Without any weight rail matters by moving with the others."]


def test_the_best_of_every_hub(made: Made) -> None:
    found = proposal(made(CARD, **hubs(5)), "bod")
    [table] = detail_tables(found, ORDER, False)
    scores = [row["score"] for row in rows(table)]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] == pytest.approx(1)
    for row in rows(table):
        assert row["shares.banks"] + row["shares.air"] + row["shares.rail"] == pytest.approx(1)
    assert [column.label for column in table.columns if column.show][2:] == ["Banks", "air", "rail"]
    [note] = detail_notes(found, ORDER)
    assert note.startswith("Derived: the mean of the hubs' own weights")


def test_a_hub_with_nothing(made: Made) -> None:
    nothing = hubs(5) | {"h02": dict.fromkeys(NAMES, 0)}
    found = proposal(made(CARD, **nothing), "bod")
    assert isinstance(found.detail, Doubt)
    [table] = detail_tables(found, ORDER, False)
    assert rows(table)[-1] | {"Hub": ""} == {
        "hub": "h02", "Hub": "", "score": 0.0, "shares.banks": None, "Banks": None,
        "shares.air": None, "air": None, "shares.rail": None, "rail": None,
    }  # fmt: skip
    assert list(detail_notes(found, ORDER))[1] == "1 hub with a score of 0 gives no weights."


def test_of_many_hubs_people_see_the_first(made: Made) -> None:
    found = proposal(made(CARD, **hubs(FEW_HUBS + 2)), "bod")
    every, best = detail_tables(found, ORDER, False)
    assert (every.name, every.shown, len(every.rows)) == ("hubs", False, FEW_HUBS + 2)
    assert best.rows == every.rows[:FEW_HUBS]
    assert best.title == "Shares in each hub's score, at its best: the first 12 of 14 (-v for all)"
    [all_of_them] = detail_tables(found, ORDER, True)
    assert all_of_them.shown
