from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages import report
from hubscore.pages.document import Document
from hubscore.pages.report import Findings, report_page
from hubscore.studies.certainty import Certainty
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

OSLO: dict[str, Any] = {"a": {"2020": 8, "2021": 9}, "b": {"2020": 2, "2021": 3}}
TURKU: dict[str, Any] = {"a": {"2020": 9, "2021": 2}, "b": {"2020": 9, "2021": 2}}


def page(workspace: Workspace, draws: int = 100, unsaid: tuple[tuple[str, str], ...] = (), **more: Any) -> Document:
    dataset, card = workspace.dataset, workspace.scorecard
    certainty = Certainty(hubscore.robustness(dataset, card, draws, pairs=True)) if draws else None
    ranking, evidence = hubscore.score(dataset, card), hubscore.evidence(dataset, card, workspace.profiles)
    found = Findings(ranking, evidence, certainty, unsaid=unsaid, **more)
    return report_page(workspace, found, "9.9", "hubscore report")


def titles(document: Document) -> list[str]:
    return [section.name for section in document.sections if not section.within]


def test_sections_and_their_tables(made: Made) -> None:
    workspace = made({}, oslo=OSLO, turku=TURKU)
    trend = hubscore.trend(workspace.dataset, workspace.scorecard)
    sensitivity = hubscore.sensitivity(workspace.dataset, workspace.scorecard, 64)
    worth = hubscore.collect(workspace.dataset, workspace.scorecard, draws=200)
    document = page(workspace, trend=trend, sensitivity=sensitivity, collect=worth)
    assert titles(document) == [
        "ranking",
        "contributions",
        "certainty",
        "figures",
        "evidence",
        "collect",
        "profiles",
        "drivers",
        "trend",
        "method",
        "citation",
    ]
    assert document.lead == ("Oslo (60.0) leads, ahead of Turku (20.0).",)
    tables = [table.name for table in document.tables]
    assert len(tables) == len(set(tables))
    assert sorted(tables) == sorted(name for section in document.sections for name in section.tables)
    assert tables[0] == "ranking"
    assert {"contributions", "rank_intervals", "heat", "hub-oslo/beside", "trend/scores", "codebook"} <= set(tables)
    assert document.live is not None
    assert document.scorecard["seed"] == 1


def test_what_does_not_follow_the_sliders_is_told(made: Made) -> None:
    linear, other = (
        page(made({"index": {"aggregate": way}}, oslo=OSLO, turku=TURKU)).live for way in ("arithmetic", "geometric")
    )
    assert linear is not None
    assert other is not None
    told = ["certainty", "evidence", "profiles", "hub-oslo", "hub-turku", "drivers", "method"]
    assert linear["published"] == told
    assert other["published"] == ["contributions", *told]


def test_what_to_collect_next_has_a_section(made: Made) -> None:
    workspace = made({}, oslo={"a": 5, "b": {"at_least": 1, "at_most": 9}}, turku={"a": 5, "b": 5})
    worth = hubscore.collect(workspace.dataset, workspace.scorecard, draws=200)
    document = page(workspace, collect=worth)
    [section] = [section for section in document.sections if section.name == "collect"]
    assert section.lead[0].startswith("Readings and gaps leave in doubt whether ")
    [table] = [table for table in document.tables if table.name in section.tables]
    assert table.rows[0][:3] == ("Oslo", "b", "1–9")
    silent = page(workspace, unsaid=(("collect", "Too large."),))
    assert [section.lead for section in silent.sections if section.name == "collect"] == [("Too large.",)]


def test_a_card_for_each_hub(made: Made) -> None:
    document = page(made({}, oslo=OSLO, turku=TURKU, york={"a": 1, "Role": "benchmark"}))
    cards = [section for section in document.sections if section.within == "profiles"]
    assert [(card.name, card.title, card.folded) for card in cards] == [
        ("hub-oslo", "1. Oslo", True),
        ("hub-turku", "2. Turku", True),
        ("hub-york", "York", True),
    ]
    assert cards[0].lead[0].startswith("Oslo is first of two")


def test_of_many_hubs_the_first_have_a_card(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(report, "PROFILED", 2)
    monkeypatch.setattr(report, "DRAWN", 1)
    document = page(made({}, oslo=OSLO, turku=TURKU))
    sections = {section.name: section for section in document.sections}
    assert sections["profiles"].lead == ("The first 1 of 2 hubs.",)
    assert "hub-turku" not in sections
    assert "The first 1 of 2 hubs are drawn." in sections["contributions"].lead
    assert [len(t.rows) for t in document.tables if t.name in ("contributions", "rank_intervals")] == [1, 1]
    [ranking] = [table for table in document.tables if table.name == "ranking"]
    assert len(ranking.rows) == 2


def test_what_could_not_be_worked_out_is_said(made: Made) -> None:
    unsaid = (("certainty", "Too large."), ("drivers", "Too slow."))
    document = page(made({}, oslo=OSLO, turku=TURKU), draws=0, unsaid=unsaid)
    sections = {section.name: section for section in document.sections}
    assert (sections["certainty"].lead, sections["certainty"].tables) == (("Too large.",), ())
    assert (sections["drivers"].lead, sections["drivers"].tables) == (("Too slow.",), ())
    assert "trend" not in sections


def test_where_weights_decide_who_takes_part_there_are_no_sliders(made: Made) -> None:
    document = page(made({"screening": {"min_coverage": 0.6}}, oslo=OSLO, turku=TURKU, york={"a": 3}))
    assert document.live is None
    assert document.sections[0].foot[0] == report.NO_SLIDERS


@pytest.mark.parametrize(
    ("hubs", "expected"),
    [
        ({"oslo": OSLO}, "Oslo (60.0) is the only hub that is ranked."),
        ({"oslo": {"a": 1, "Role": "benchmark"}}, "No hub is ranked."),
    ],
)
def test_the_first_sentence(made: Made, hubs: dict[str, Any], expected: str) -> None:
    document = page(made({}, **hubs), draws=0)
    assert document.lead == (expected,)
    assert "ranking" in titles(document)
