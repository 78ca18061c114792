from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.pages import audit_findings as module
from hubscore.pages.audit_findings import findings_table, summary
from hubscore.studies.audit import Audit, audit
from hubscore.studies.findings import Finding, Kind
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}},
    "indicators": {
        "a": {"pillar": "p", "label": "Banks"},
        "b": {"pillar": "p", "label": "Funds"},
        "c": {"pillar": "q", "label": "Air"},
        "d": {"pillar": "q"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "x": {"a": 9.0, "b": 9.0, "c": 2.0, "d": 2.0},
    "y": {"a": 4.0, "b": 4.0, "c": 5.0, "d": 5.0},
}
WHERE = (
    "Weight and importance part furthest at Money (50 % of the weight, 250 % of the importance in Index) and Travel "
    "(50 % of the weight, evens Index out)."
)
KINDS: tuple[Kind, ...] = (
    "no index",
    "skewed",
    "no data",
    "constant",
    "gate",
    "few figures",
    "many zeros",
    "few values",
    "left out",
)
MOVES = "without it they move by 1.00 on average (X 1 → 2)."
AT_EACH = "drop one of each, or halve their weights"


def found(workspace: Workspace, force: bool = False) -> Audit:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return audit(ranking, workspace.scorecard, workspace.profiles, force)


@pytest.fixture
def result(made: Made) -> Audit:
    return found(made(CARD, **HUBS))


def test_the_summary_ends_with_what_the_ranking_hangs_on(made: Made) -> None:
    bets = [{"name": "banks", "indicators": ["a"]}, {"name": "boats"}]
    lead = summary(found(made(CARD, **(HUBS | {"x": HUBS["x"] | {"Bets": bets}}))))
    assert lead == (
        f"! {WHERE}",
        "· Statistical coherence cannot be assessed with 2 hubs: at least 20, and 3 an indicator, are needed.",
        f"· Ranks hang most on Money: {MOVES} No rank hangs on any one indicator.",
        "· Nothing is missing: no order of ranked hubs hangs on a gap or a bound.",
        "· Of 2 declared bets, 1 shows and 1 is not measured.",
    )


def test_nothing_hangs_on_anything(made: Made) -> None:
    lead = summary(found(made({}, x={"a": 9.0, "b": 9.0}, y={"a": 4.0, "b": 4.0})))
    assert "· No rank hangs on any one indicator or pillar." in lead


def test_a_hub_alone_hangs_on_nothing(made: Made) -> None:
    lead = summary(found(made({}, x={"a": 9.0, "b": 9.0})))
    assert len(lead) == 1


def test_open_pairs_are_named_while_they_are_few(made: Made) -> None:
    hubs: dict[str, Any] = {name: {"a": 5.0, "b": None if name == "w" else at} for at, name in enumerate("wxyz", 1)}
    [line] = [line for line in summary(found(made({}, **hubs))) if "anywhere" in line]
    assert line == (
        "· With 1 gap or bound anywhere on the scale, 3 of 6 pairs keep the order, weights and methods as they are; "
        "open: W – Z, W – Y and W – X."
    )
    hubs["x"]["b"] = None
    [line] = [line for line in summary(found(made({}, **hubs))) if "anywhere" in line]
    assert line == (
        "· With 2 gaps and bounds anywhere on the scale, 1 of 6 pairs keeps the order, weights and methods as they "
        "are; 5 are open."
    )


def test_where_nothing_is_missing_nothing_is_said_to_be_proven(made: Made) -> None:
    lead = summary(found(made({}, **{name: {"a": float(at)} for at, name in enumerate("xyz")})))
    assert "· Nothing is missing: no order of ranked hubs hangs on a gap or a bound." in lead
    assert not any("prove" in line for line in lead)


@pytest.mark.parametrize(("names", "words"), [("xy", "the pair keeps"), ("xyz", "all 3 pairs keep")])
def test_all_pairs_keep_their_order(made: Made, names: str, words: str) -> None:
    bounds = {"at_least": 0.0, "at_most": 0.5}
    hubs = {name: {"a": float(at) if at else bounds} for at, name in enumerate(names)}
    line = f"· With 1 gap or bound anywhere on the scale, {words} the order, weights and methods as they are."
    assert line in summary(found(made({}, **hubs)))


def test_the_least_balanced_hubs_are_named(made: Made) -> None:
    hubs = {name: {"a": 9.0 - at, "b": 9.0 - at, "c": 2.0, "d": 2.0} for at, name in enumerate("uvwxyz")}
    [line] = [line for line in summary(found(made(CARD, **hubs))) if "Least balanced" in line]
    assert line == "· Least balanced, by standard deviation over the pillars: U (49) and V (42)."


def test_older_figures_have_their_line(made: Made) -> None:
    lead = summary(found(made({"as_of": 2021}, x={"a": {"2021": 1.0}}, y={"a": {"2020": 2.0}})))
    assert "· 1 of 2 figures are from before 2021 (no max_age is set)." in lead


def test_bets_are_counted_by_what_becomes_of_them(made: Made) -> None:
    bets = [
        {"name": "one", "indicators": ["a"]},
        {"name": "two", "indicators": ["b"]},
        {"name": "three", "indicators": ["m"]},
        {"name": "four", "indicators": ["m"]},
    ]
    card = {"measures": {"m": {}}}
    hubs: dict[str, Any] = {"x": {"a": 9.0, "b": 1.0, "m": 3.0, "Bets": bets}, "y": {"a": 5.0, "b": 5.0}}
    assert summary(found(made(card, **hubs)))[-1] == (
        "· Of 4 declared bets, 1 shows, 1 does not show yet and 2 are measured but not scored."
    )


def test_at_most_ten_lines_the_rest_is_counted(result: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    unique = [Finding(kind, ("a",), (0,), 0.5, 0.5, "min_coverage") for kind in KINDS]
    monkeypatch.setattr(module, "findings", lambda _: tuple(unique))
    lead = summary(result)
    assert len(lead) == 10
    always = 2
    assert lead[-always - 1].startswith("· [screening] leaves out")  # facts are not counted away
    faults = len(unique) - 1
    assert lead[-always - 2] == f"! And {faults - 6} lesser faults: see --full."
    monkeypatch.setattr(module, "findings", lambda _: tuple(unique[:7]))
    assert not any("lesser" in line for line in summary(result))
    monkeypatch.setattr(module, "findings", lambda _: ())
    assert summary(result)[0] == "· Nothing in figures, correlations and weights calls for a second look."


def test_all_findings_as_a_table(made: Made) -> None:
    card = {"gates": {"min_coverage": 0.9}, "method": {"min_coverage": 0.1}, "indicators": {"a": {"label": "Banks"}}}
    table = findings_table(found(made(card, x={"a": 1.0, "b": None}, y={"a": 2.0, "b": 3.0})), full=True)
    text = "[gates] does not hold for X (coverage ≥ 90 %: 50 %)."
    assert table.rows[0] == ("!", "gate", "", "x", "X", "min_coverage", 0.5, 0.9, "fault", text)
    assert [column.key for column in table.columns[-2:]] == ["severity", "text"]
    assert table.shown
