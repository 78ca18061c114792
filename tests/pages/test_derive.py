from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.derive import FEW_HUBS, derive_page
from hubscore.pages.document import Document, Table
from hubscore.studies.derive import derived
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "indicators": {"banks": {"label": "Banks"}, "air": {}},
    "weights": {"banks": 3, "air": 1},
    "pairwise": {"index": {"banks": {"air": 1}}},
}
TWO = {"a": {"banks": 10, "air": 0}, "b": {"banks": 8, "air": 10}}


def page(workspace: Workspace, method: str, verbose: bool = False, **given: Any) -> Document:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return derive_page(workspace, derived(ranking, workspace.scorecard, method, **given), verbose)


def many(count: int) -> dict[str, dict[str, Any]]:
    values = np.random.default_rng(7).uniform(1, 10, (count, 2)).round(2).tolist()
    return {f"h{at:02}": dict(zip(("banks", "air"), row, strict=True)) for at, row in enumerate(values)}


def rows(table: Table) -> list[dict[str, Any]]:
    keys = [column.key or column.label for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def test_declared_against_derived(made: Made) -> None:
    document = page(made(CARD, **TWO), "equal")
    weights, moves, basis = document.tables
    assert (document.page, document.aside) == ("derive", "equal · Index")
    assert weights.title == "Weights below Index"
    banks, air = rows(weights)
    assert (banks["node"], banks["declared"], banks["derived"], banks["Change"]) == ("banks", 0.75, 0.5, -25)
    assert (air["label"], air["Declared"], air["Derived"], air["Change"]) == ("air", "25.0 %", "50.0 %", 25)
    assert rows(basis) == [{"method": "equal", "node": "index", "hubs": 2, "needed": None}]
    assert not basis.shown
    first, second = rows(moves)
    assert (first["hub"], first["rank_before"], first["rank_after"]) == ("b", 1, 1)
    assert (second["hub"], second["score_before"], second["score_after"]) == ("a", 75, 50)
    assert second["Change"] == -25
    assert moves.strong == (0,)


def test_the_lines_to_paste_are_the_last(made: Made) -> None:
    document = page(made(CARD, **TWO), "equal")
    assert document.foot == (
        "equal: the same weight for each child.",
        "Nothing was written. To weigh so, add --write, or put into [weights]:",
        "banks = 0.5000",
        "air = 0.5000",
    )


def test_hubs_that_are_left_out_are_said(made: Made) -> None:
    hubs = many(6)
    hubs[next(iter(hubs))] = dict.fromkeys(next(iter(hubs.values())))
    document = page(made(CARD | {"screening": {"min_coverage": 0.9}}, **hubs), "equal")
    assert any(line.startswith("Left out for want of readings:") for line in document.foot)


def test_into_the_scenario_that_was_asked_for(made: Made) -> None:
    card = CARD | {"scenarios": {"flights": {"weights": {"banks": 1, "air": 9}}}}
    document = page(made(card, scenario="flights", **TWO), "equal")
    assert document.foot[1].endswith("put into the weights of [scenarios.flights]:")


def test_small_weights_as_a_file_takes_them(made: Made) -> None:
    card = {"weights": {"i0": 1, "i1": 1, "i2": 1}}
    hubs = {f"h{at}": {"i0": 10, "i1": at / 100, "i2": 5 + (at - 12) / 3} for at in range(25)}
    foot = page(made(card, **hubs), "entropy").foot
    assert foot[-3] == "i0 = 0"
    near = {name: cells | {"i0": 9 + 0.3 * (name == "h3")} for name, cells in hubs.items()}
    assert page(made(card, **near), "entropy").foot[-3].startswith("i0 = 0.0000")


@pytest.mark.parametrize(
    ("weights", "lead"),
    [
        (
            (3, 1),
            (
                "With equal weights, Banks weighs 50 % instead of 75 % and air 50 % instead of 25 %.",
                "The ranking stays as it is.",
            ),
        ),
        ((1, 1), ("With equal weights, every child of Index keeps its weight.", "The ranking stays as it is.")),
        (
            (9, 1),
            (
                "With equal weights, Banks weighs 50 % instead of 90 % and air 50 % instead of 10 %.",
                "2 of 2 hubs change rank; B leads, not A.",
            ),
        ),
    ],
)
def test_what_would_change(made: Made, weights: tuple[int, int], lead: tuple[str, ...]) -> None:
    card = CARD | {"weights": dict(zip(("banks", "air"), weights, strict=True))}
    assert page(made(card, **TWO), "equal").lead == lead


def test_who_leads_may_stay_while_others_move(made: Made) -> None:
    hubs = {"a": {"banks": 10, "air": 9}, "b": {"banks": 8, "air": 1}, "c": {"banks": 5, "air": 8}}
    assert page(made(CARD, **hubs), "equal").lead[1] == "2 of 3 hubs change rank; A still leads."


def test_nobody_is_ranked(made: Made) -> None:
    hubs = {name: cells | {"Role": "benchmark"} for name, cells in TWO.items()}
    document = page(made(CARD, **hubs), "bod")
    assert document.lead[1] == "No hub is ranked."
    assert "From the 2 hubs with a score in all 2 children, benchmarks too." in document.foot


def test_where_the_weights_come_from(made: Made) -> None:
    judged = page(made(CARD, **TWO), "ahp")
    assert judged.lead[0].startswith("By judgements, Banks weighs 50 %")
    assert not any("From the" in line for line in judged.foot)
    assert "From the 2 hubs with a score in all 2 children." in page(made(CARD, **TWO), "bod").foot


def test_few_hubs_are_warned_about(made: Made) -> None:
    document = page(made(CARD, **TWO), "critic", force=True)
    assert document.lead[0].startswith("By critic, from only 2 hubs, ")
    assert document.notes[0] == (
        "2 hubs are too few for critic with 2 children (20 or more would do): weights from so few are chance"
    )
    assert rows(document.tables[-1])[0]["needed"] == 20
    one = page(
        made(CARD, a={"banks": 10, "air": 1}, b={"banks": 1, "air": None}, c={"banks": 2, "air": 2}),
        "critic",
        force=True,
    )
    assert "from only 2 hubs" in one.lead[0]


def test_doubtful_judgements_are_warned_about(made: Made) -> None:
    hubs = {name: cells | {"rail": 3} for name, cells in TWO.items()}
    pairs = {"banks": {"air": 3, "rail": 3}, "air": {"rail": 3}}
    card = {"weights": {"banks": 1, "air": 1, "rail": 1}, "pairwise": {"index": pairs}}
    document = page(made(card, **hubs), "ahp")
    assert document.notes[0] == "the judgements are doubtful: their consistency ratio is 0.12, above 0.1"
    pairs["air"]["rail"] = 2
    assert page(made(card, **hubs), "ahp").notes == ()


def test_of_many_hubs_people_see_the_first(made: Made) -> None:
    workspace = made(CARD, **many(FEW_HUBS + 3))
    _, moves, first, _ = page(workspace, "equal").tables
    assert (moves.shown, first.shown) == (False, True)
    assert len(moves.rows) == FEW_HUBS + 3
    assert first.rows == moves.rows[:FEW_HUBS]
    assert first.title == "The ranking they give: the first 12 of 15 (-v for all)"
    assert not any(column.key for column in first.columns)
    _, everyone, _ = page(workspace, "equal", verbose=True).tables
    assert everyone.shown


def test_children_in_the_order_of_the_file(made: Made) -> None:
    card = {"indicators": {"zoo": {}, "banks": {}, "air": {}}, "weights": {"zoo": 1, "banks": 1, "air": 1}}
    hubs = {name: cells | {"zoo": 3} for name, cells in TWO.items()}
    document = page(made(card, **hubs), "equal")
    assert [row["node"] for row in rows(document.tables[0])] == ["zoo", "banks", "air"]
    assert [line.partition(" ")[0] for line in document.foot[-3:]] == ["zoo", "banks", "air"]


def with_third(turned: bool, count: int = 30) -> dict[str, dict[str, Any]]:
    """Three indicators that rise together, or of which the third falls."""
    rng = np.random.default_rng(5)
    rise = np.linspace(2, 8, count)
    rail = 10 - rise if turned else rise
    values = (np.array([rise, rise, rail]) + rng.uniform(-1, 1, (3, count))).clip(0, 10).round(2)
    return {
        f"h{at:02}": dict(zip(("banks", "air", "rail"), values[:, at].tolist(), strict=True)) for at in range(count)
    }


@pytest.mark.parametrize("method", ["pca", "entropy", "critic", "balanced"])
def test_a_child_that_runs_against_the_others_is_named(made: Made, method: str) -> None:
    line = "rail runs against the others: turn its direction or leave it out"
    assert line in page(made({}, **with_third(True)), method).notes
    assert page(made({}, **with_third(False)), method).notes == ()


def test_two_that_run_against_each_other(made: Made) -> None:
    hubs = {hub: {"air": cells["air"], "rail": cells["rail"]} for hub, cells in with_third(True).items()}
    line = "air and rail run against each other: turn a direction or leave one out"
    assert line in page(made({}, **hubs), "critic").notes


def test_several_that_run_against_the_rest(made: Made) -> None:
    hubs = {hub: cells | {f"x{at}": cells["banks"] for at in range(3)} for hub, cells in with_third(True).items()}
    hubs = {hub: cells | {"road": cells["rail"]} for hub, cells in hubs.items()}
    line = "rail and road run against the others: turn their directions or leave them out"
    assert line in page(made({}, **hubs), "critic").notes


def test_one_component_with_little_of_the_variance(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.studies.cautions.LITTLE", 0.99)
    document = page(made({}, **with_third(False)), "pca")
    [first, *_] = rows(next(table for table in document.tables if table.name == "details"))
    assert document.notes == (
        f"one component carries all weights, and it has only {first['share']:.0%} of the variance".replace("%", " %"),
    )


def test_places_are_no_amounts(made: Made) -> None:
    card = {"indicators": {"air": {"label": "Air routes", "normalise": "rank"}}}
    [line, *_] = page(made(card, **with_third(False)), "entropy").notes
    assert line.startswith("entropy takes the scores of Air routes for amounts, but they are places")


def test_benefit_of_the_doubt_under_a_bent_mean_and_with_many_at_the_top(made: Made) -> None:
    hubs = {f"h{at}": {"air": float(at), "rail": 10.0 - at} for at in range(4)}
    plain = page(made({}, **hubs), "bod").notes
    assert plain == ("4 of 4 hubs score 1 at their best: --least, or a greater one, would tell them apart",)
    bent = page(made({"method": {"aggregate": "geometric"}}, **hubs), "bod", least=0.5).notes
    assert bent == ("bod weighs a sum, and Index is none (`geometric`): there its weights are a rough guide",)
