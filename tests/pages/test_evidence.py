from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.formats.registry import FORMATS, render
from hubscore.formats.style import Style
from hubscore.pages.collect import NOTHING, Part
from hubscore.pages.document import Column, Document, Show, Table
from hubscore.pages.evidence import evidence_page
from hubscore.studies.evidence import evidence
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Page = Callable[..., Document]

CARD: dict[str, Any] = {"as_of": 2025, "title": "Nordic hubs", "method": {"min_coverage": 0.6}}


def graded(value: float, evidence: str, year: str = "2024") -> dict[str, Any]:
    return {year: {"value": value, "evidence": evidence}}


def target(of: str, value: float, **words: Any) -> dict[str, Any]:
    return {"of": of, "year": 2030, "value": value, "source": "press", **words}


HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": graded(2.0, "official", "2020") | graded(4.0, "reported"), "labs": graded(6.0, "reported")},
    "turku": {"banks": graded(6.0, "official"), "labs": graded(6.0, "reported")},
    "york": {"banks": graded(9.0, "reported"), "labs": None, "Role": "benchmark"},
}


@pytest.fixture
def page(made: Made) -> Page:
    def ask(hub: int | None = None, shared: bool = False, card: dict[str, Any] | None = None, **hubs: Any) -> Document:
        collect = hubs.pop("collect", NOTHING)
        given = {name: HUBS.get(name, {}) | words for name, words in hubs.items()} if hubs else {}
        workspace = made(CARD | (card or {}), **(HUBS | given))
        found = evidence(workspace.dataset, workspace.scorecard, workspace.profiles)
        return evidence_page(workspace, found, hub, shared, collect)

    return ask


def names(document: Document) -> list[str]:
    return [table.name for table in document.tables]


def test_the_head(page: Page) -> None:
    document = page()
    assert (document.page, document.title) == ("evidence", "Evidence · Nordic hubs")
    assert page(0).title == "Oslo · Nordic hubs"


def test_an_order_that_holds(page: Page) -> None:
    assert page().lead == (
        "No weaker evidence than reported changes a score; the order is that of the ranking: Turku, Oslo.",
    )
    many = {f"hub{number}": {"banks": float(number), "labs": 1.0} for number in range(6)}
    line = page(oslo={"banks": 9.0, "labs": 9.0}, turku={"banks": 8.0, "labs": 8.0}, **many).lead[0]
    assert line == "The order is the same at every level of evidence that scores anyone."


def test_nobody_competes(page: Page) -> None:
    document = page(oslo={"Role": "benchmark"}, turku={"Role": "benchmark"})
    assert document.lead[0] == "No hub is ranked at any level of evidence."


def test_one_level_alone_scores(page: Page) -> None:
    [line] = page(
        oslo={"banks": graded(1.0, "target"), "labs": graded(1.0, "target")},
        turku={"banks": graded(2.0, "target"), "labs": graded(1.0, "target")},
    ).lead[:1]
    assert line == "Only one level of evidence scores anyone, + targets met: Turku, Oslo."


def test_an_order_that_depends_on_the_evidence(page: Page) -> None:
    document = page(oslo={"Targets": [target("labs", 10)]})
    assert document.lead == (
        (
            "The order depends on the evidence: once targets count as met, 2 of 2 hubs change rank "
            "(Oslo 2 → 1, Turku 1 → 2)."
        ),
        "If all that is announced or aimed at came true: Oslo +20.0 points; ranks would change.",
    )
    late = page(oslo={"labs": graded(9.0, "secondary"), "banks": graded(9.0, "official")})
    assert late.lead == (
        (
            "The order depends on the evidence: once secondary figures count too, 2 of 2 hubs change rank "
            "(Oslo unranked → 1, Turku 1 → 2)."
        ),
    )


def test_many_moves_are_counted(page: Page) -> None:
    many = {f"hub{at}": {"banks": 5.0, "labs": graded(5.0 + at / 10, "estimate")} for at in range(7)}
    assert page(**many).lead[0] == (
        "The order depends on the evidence: once estimates count too, 8 of 9 hubs change rank."
    )


def test_promises_that_change_little(page: Page) -> None:
    assert page(oslo={"Targets": [target("labs", 7)]}).lead[1] == (
        "If all that is announced or aimed at came true: Oslo +5.0 points; no rank would change."
    )
    assert page(oslo={"Targets": [target("labs", 6)]}).lead[1] == "Met targets would change no score."


def test_nobody_is_scored(page: Page) -> None:
    document = page(oslo={"banks": None}, turku={"banks": None})
    assert document.lead == ("No level of evidence scores anyone.",)
    assert page(0, oslo={"banks": None}).lead[0] == "Oslo is not scored at any level of evidence."


def test_one_hub(page: Page) -> None:
    document = page(0, oslo={"Targets": [target("labs", 10)]})
    assert document.lead == (
        "Oslo scores 50.0 to 70.0 by level of evidence and comes second and first.",
        "Its 50.0 rests on 2 figures: 100 % reported.",
        "If all that is announced or aimed at came true: Oslo +20.0 points; ranks would change.",
    )
    assert page(1).lead == (
        "Turku scores 60.0 at every level of evidence that scores it and comes first.",
        "Its 60.0 rests on 2 figures: 50 % official, 50 % reported.",
    )


def test_a_yardstick_has_no_place_and_a_promise_alone_no_mix(page: Page) -> None:
    document = page(2, york={"banks": graded(9.0, "official"), "labs": None, "Targets": [target("labs", 10)]})
    assert document.lead == (
        "York scores 95.0 at every level of evidence that scores it.",
        "If all that is announced or aimed at came true: York would be scored; no rank would change.",
    )


def test_the_foot(page: Page) -> None:
    claim = {"id": "c", "statement": "C", "status": "signed"}
    document = page(oslo={"Targets": [target("labs", 10), target("banks", 5, kind="cumulative")], "Claims": [claim]})
    assert document.foot == (
        "This scorecard admits estimate and better.",
        "official: 2 of 4 figures, too few to score anyone.",
        "+ secondary, + estimates and + announced: no figure has these grades.",
        (
            "+ targets met: 1 of 2 targets as a reading of the year it is set for. "
            "Not so: Oslo, banks 2030: a sum of years is no reading of one."
        ),
        "Promised: points that announcements and met targets add to what is measured.",
        "--shared compares neighbouring levels on the figures that both have.",
        "1 single statement of Oslo: `hubscore evidence HUB` lists them.",
        "No two readings of one figure and year differ.",
    )
    of_one = page(1, oslo={"Targets": [target("labs", 10)], "Claims": [claim]}).foot
    assert not any("target" in line or "--shared" in line or "single" in line for line in of_one)


def test_the_foot_explains_no_column_that_is_not_there(page: Page) -> None:
    foot = page().foot
    assert any("--shared" in line for line in foot)
    assert not any("Promised" in line for line in foot)


def test_many_targets_that_do_not_count(page: Page) -> None:
    targets = [target("labs", 10, kind="cumulative", note=str(number)) for number in range(7)]
    [line] = [line for line in page(oslo={"Targets": targets}).foot if line.startswith("+ targets met")]
    assert line.endswith("; Oslo, labs 2030: a sum of years is no reading of one and 2 more.")


def test_conflicts_are_shown_where_there_are_any(made: Made) -> None:
    workspace = made(CARD, oslo={"labs": 1.0}, turku={"labs": 2.0})
    path = workspace.path.parent / "hubs" / "oslo.toml"
    reading = '{ value = %s, evidence = "official", source = "office" }'
    path.write_text(path.read_text().partition("[data")[0] + f"[data.labs]\n2020 = [{reading % 1}, {reading % 3}]\n")
    workspace = hubscore.open(workspace.path)
    found = evidence(workspace.dataset, workspace.scorecard, workspace.profiles)
    document = evidence_page(workspace, found)
    [table] = [table for table in document.tables if table.name == "conflicts for people"]
    assert table.shown
    assert "No two readings" not in "".join(document.foot)
    assert "No two readings" in "".join(evidence_page(workspace, found, hub=1).foot)


def test_who_is_left_out_has_no_rung(page: Page) -> None:
    document = page(card={"screening": {"min_coverage": 0.8}})
    assert all(row[1] != "york" for row in document.tables[0].rows)


def test_the_tables_and_the_place_for_what_to_collect(page: Page) -> None:
    collect = Table("collect", (Column("hub", "Hub", Show()),), (("oslo",),))
    document = page(collect=Part((collect,), ("Read it so.",), 7))
    assert document.foot[0] == "Read it so."
    assert document.scorecard["seed"] == 7
    assert names(document) == [
        "ladder",
        "ladder for people",
        "rungs",
        "shared",
        "shared for people",
        "gap",
        "mix",
        "collect",
        "claims",
        "claims for people",
        "targets",
        "targets for people",
        "conflicts",
        "conflicts for people",
    ]
    card = {"method": {"min_coverage": 0.0}}
    assert page(shared=True, card=card).tables[4].shown
    assert not page(card=card).tables[4].shown
    assert not page(0, shared=True, card=card).tables[4].shown


@pytest.mark.parametrize("name", [row.name for row in FORMATS.values() if not row.binary])
@pytest.mark.parametrize("hub", [None, 0])
def test_every_format_prints_the_bundled_page(name: str, hub: int | None, root: Path) -> None:
    workspace = hubscore.open(root / "configs")
    found = evidence(workspace.dataset, workspace.scorecard, workspace.profiles)
    text = str(render(evidence_page(workspace, found, hub, shared=True), name, Style(80, False)))
    assert "chongqing" in text or "Chongqing" in text
    if name == "table":
        assert max(map(len, text.splitlines())) <= 80
        assert "has hardly grown since 2021" in " ".join(text.split())
    if name == "json":
        tables = json.loads(text)["tables"]
        assert list(tables["ladder"][0]) == ["admit", "hub", "rank", "score", "cells"]
        assert {"claims", "targets", "conflicts", "shared", "gap", "mix", "rungs"} <= tables.keys()
