"""Two versions compared: what people see, what scripts get."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from hubscore.pages.diff import diff_page
from hubscore.pages.document import Document, Table
from hubscore.pages.versions import About
from hubscore.studies.diff import Diff, diff
from hubscore.studies.trips import conditions, trips

Compared = Callable[..., Document]
CARD: dict[str, Any] = {"indicators": {"a": {"label": "Air"}}}
OLD = {"oslo": {"a": 5}, "turku": {"a": 4}, "york": {"a": 9, "Role": "benchmark"}}


def about(workspace: Any, label: str) -> About:
    return About(label, workspace.scorecard, "d" * 64, None, 1, "0.1.0")


@pytest.fixture
def compared(made: Any) -> Compared:
    """The page of two sets of hubs, by the same card or another."""

    def make(
        old: dict[str, Any],
        new: dict[str, Any],
        card: dict[str, Any] = CARD,
        before: dict[str, Any] = CARD,
        noisy: frozenset[str] | None = None,
        fail_on: Sequence[str] = (),
        verbose: bool = False,
    ) -> Document:
        one, other = made(before, **old), made(card, **new)
        found: Diff = diff(one, other)
        met = trips(found, conditions(fail_on))
        return diff_page(found, about(one, "old.json"), about(other, "configs"), noisy, met, 7, verbose)

    return make


def shown(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for column, cell in zip(table.columns, row, strict=True) if column.show) for row in table.rows]


def rows(document: Document, name: str) -> list[dict[str, Any]]:
    [table] = [each for each in document.tables if each.name == name]
    keys = [column.key for column in table.columns]
    return [{key: cell for key, cell in zip(keys, row, strict=True) if key} for row in table.rows]


def seen(document: Document) -> dict[str, list[tuple[Any, ...]]]:
    return {table.name: shown(table) for table in document.tables if table.shown}


def test_what_people_see(compared: Compared) -> None:
    document = compared(OLD, {**OLD, "turku": {"a": 6}}, noisy=frozenset({"turku"}))
    assert (document.title, document.aside) == ("Hubs", "old.json → configs")
    assert document.lead == (
        "Turku leads now, Oslo did before.",
        "Turku moves most: +20.0 points, from second to first (noise), all of it data.",
        "Two of two ranks change, one within noise.",
    )
    assert seen(document) == {
        "moves": [
            ("Turku", 2, 1, "↑ up 1, noise", 40, 60, 20),
            ("Oslo", 1, 2, "↓ down 1", 50, 50, 0),
            ("York", None, None, "", 90, 90, 0),
        ],
        "causes of moves": [("Turku", 20, 0, 0, 0, 20)],
        "changes": [("data", "Turku, Air, 2020", "4", "6")],
    }
    assert document.tables[0].rules == (2,)
    assert document.foot[0].startswith("noise: ")
    assert document.foot[1] == "Benchmarks are yardsticks, not ranked (--all ranks everyone)."


def test_what_scripts_get(compared: Compared) -> None:
    document = compared(OLD, {**OLD, "turku": {"a": 6}}, noisy=frozenset({"turku"}), fail_on=["leader-change"])
    ends = {"rank_before": 2, "rank_after": 1, "score_before": 40, "score_after": 60}
    assert rows(document, "moves")[0] == {"hub": "turku", **ends, "noise": True}
    assert list(rows(document, "causes")[0].values()) == ["turku", 20, 0, 0, 0, 20]
    assert list(rows(document, "causes")[0]) == ["hub", "data", "weights", "method", "framework", "total"]
    assert rows(document, "changes") == [{"kind": "data", "key": "turku.a.2020", "before": "4", "after": "6"}]
    assert [row["label"] for row in rows(document, "versions")] == ["old.json", "configs"]
    assert [(row["condition"], row["hub"]) for row in rows(document, "tripped")] == [
        ("leader-change", "turku"),
        ("leader-change", "oslo"),
    ]
    head = {"title": "Hubs", "digest": "d" * 64, "scenario": None, "seed": 7}
    assert dict(document.scorecard) == head


def test_without_intervals_nothing_is_called_noise(compared: Compared) -> None:
    document = compared(OLD, {**OLD, "turku": {"a": 6}})
    assert rows(document, "moves")[0]["noise"] is None
    assert document.scorecard["seed"] is None
    assert "noise" not in " ".join((*document.lead, *document.foot))


def test_nothing_moved(compared: Compared) -> None:
    document = compared(OLD, OLD)
    assert document.lead == ("Nothing moved: data, weights, method and framework are the same.",)
    assert seen(document) == {}
    assert document.foot == ()
    assert len(rows(document, "moves")) == 3


def test_changes_without_effect_are_listed(compared: Compared) -> None:
    document = compared(OLD, OLD, {**CARD, "method": {"bounds": "bound"}})
    assert document.lead == ("Nothing moved: 1 change of method has no effect.",)
    assert seen(document) == {"changes": [("method", "method.bounds", "middle", "bound")]}


def test_hubs_that_come_and_go(compared: Compared) -> None:
    document = compared(OLD, {"oslo": {"a": 5}, "york": OLD["york"], "bergen": {"a": 7}})
    assert document.lead == (
        "Bergen leads now, Oslo did before.",
        "Oslo goes from first to second.",
        "Bergen is new, first of two.",
        "Turku is gone; it was second.",
    )
    marks = {row[0]: row[3] for row in seen(document)["moves"]}
    assert marks == {"Bergen": "new", "Oslo": "↓ down 1", "York": "", "Turku": "gone"}
    changes = [row[:2] for row in seen(document)["changes"]]
    assert changes == [("framework", "Bergen"), ("framework", "Turku")]


def test_scores_that_come_and_go(compared: Compared) -> None:
    there, gone = {"oslo": {"a": 5}, "turku": {"a": 4}}, {"oslo": {"a": 5}, "turku": {"a": None}}
    document = compared(there, gone)
    assert document.lead[-1] == "Turku has no score any more; it was second."
    assert seen(document)["moves"][1][3] == "not ranked now"
    assert "causes of moves" not in seen(document)
    assert compared(gone, there).lead[-1] == "Turku has a score now, second of two."


def test_of_many_hubs_those_that_moved_most(compared: Compared) -> None:
    old = {f"h{number:02}": {"a": 9 - number / 4} for number in range(20)}
    new = {hub: {"a": cells["a"] - 0.01 * number} for number, (hub, cells) in enumerate(old.items())}
    document = compared(old, new)
    assert [row[0] for row in seen(document)["moved most"]] == [f"H{number:02}" for number in range(8, 20)]
    assert len(seen(document)["causes of moves"]) == 12
    [table] = [table for table in document.tables if table.name == "moved most"]
    assert table.title == "19 hubs of 20 moved: the 12 that moved most (-v for all)"
    assert len(rows(document, "moves")) == 20
    whole = compared(old, new, verbose=True)
    assert len(seen(whole)["moves"]) == 20
    few = compared(old, {**old, "h07": {"a": 7.3}})
    assert [row[0] for row in seen(few)["moved most"]] == ["H07"]


def test_what_cannot_be_taken_apart(compared: Compared) -> None:
    """Neither the old readings by the new framework nor the new by the old have anything to score."""
    old, new = ({"measures": {"m": {}, "n": {}}, "indicators": {"a": {"from": name}}} for name in "mn")
    others = {"turku": {"m": 1, "n": 1}}
    document = compared({"oslo": {"m": 2}, **others}, {"oslo": {"n": 6}, **others}, new, old)
    assert document.lead == ("Oslo moves most: +40.0 points, still first of two.", "No rank changes.")
    assert seen(document)["causes of moves"] == [("Oslo", None, None, None, None, 40)]
    assert document.foot == ("Not taken apart for Oslo: half-way between the two versions there is no score.",)


def test_a_scorecard_whose_index_is_rounded(compared: Compared) -> None:
    document = compared(OLD, {**OLD, "turku": {"a": 4.04}}, {**CARD, "method": {"digits": 2}})
    assert document.lead[0] == "Turku moves most: +0.40 points, still second of two, all of it data."
