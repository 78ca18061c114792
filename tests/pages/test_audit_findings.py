from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from textwrap import wrap
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages import audit_findings as module
from hubscore.pages.audit_findings import findings_table, summary
from hubscore.pages.audit_sentences import NOUNS
from hubscore.studies.audit import Audit, audit
from hubscore.studies.findings import Finding, Kind, findings
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


def test_older_figures_have_their_line(made: Made) -> None:
    lead = summary(found(made({"as_of": 2021}, x={"a": {"2021": 1.0}}, y={"a": {"2020": 2.0}})))
    assert "· 1 of 2 figures are from before 2021 (no max_age is set)." in lead


def test_at_most_ten_lines_the_rest_is_counted(result: Audit, monkeypatch: pytest.MonkeyPatch) -> None:
    unique = [Finding(kind, ("a",), (0,), 0.5, 0.5, "min_coverage") for kind in KINDS]
    monkeypatch.setattr(module, "findings", lambda _: tuple(unique))
    lead = summary(result)
    assert len(lead) == 10
    always = 2
    assert lead[-always - 1].startswith("· [screening] leaves out")  # facts are not counted away
    faults = len(unique) - 1
    assert faults - 6 == 2
    assert lead[-always - 2] == "! Besides 1 indicator of zeros and 1 indicator with few values: see --full."
    monkeypatch.setattr(module, "findings", lambda _: tuple(unique[:7]))
    assert not any("see --full" in line for line in summary(result))
    monkeypatch.setattr(module, "findings", lambda _: tuple(unique))
    assert summary(result, full=True)[-always - 2].endswith(": see below.")
    monkeypatch.setattr(module, "findings", lambda _: ())
    assert summary(result)[0] == "· Nothing in figures, correlations and weights calls for a second look."
    place = result.distributions[0]
    outlying = replace(result, distributions=(place._replace(outliers=(0,)),))
    name, hub = result.ranking.plan.labels[place.row], result.ranking.dataset.hubs.names[0]
    assert summary(outlying)[0].endswith(f"a second look; outliers that skew nothing: {name} ({hub}).")


def test_all_findings_as_a_table(made: Made) -> None:
    card = {"gates": {"min_coverage": 0.9}, "method": {"min_coverage": 0.1}, "indicators": {"a": {"label": "Banks"}}}
    table = findings_table(found(made(card, x={"a": 1.0, "b": None}, y={"a": 2.0, "b": 3.0})), full=True)
    text = "[gates] does not hold for X (coverage ≥ 90 %: 50 %)."
    assert table.rows[0] == ("!", "gate", "", "x", "min_coverage", 0.5, 0.9, "fault", text)
    assert [column.key for column in table.columns[-2:]] == ["severity", "text"]
    assert table.shown


def test_people_read_every_finding_as_a_sentence(result: Audit) -> None:
    table = findings_table(result, full=True)
    assert [column.label for column in table.columns if column.show] == ["", "Finding", "What and where"]
    few = next(row for row in table.rows if row[1] == "few hubs")
    assert few[5:7] == (2.0, 20.0)
    assert str(few[-1]).startswith("Statistical coherence cannot be assessed with 2 hubs")


LONG = "Proportion of everything that anybody has ever wanted to know about place number"


def long_labels(made: Made) -> Workspace:
    """Many faults of every kind, with labels that fill a line each."""
    rng = np.random.default_rng(3)
    common = rng.normal(size=30)
    names = [f"i{at:02}" for at in range(12)]
    x = {name: np.exp(3 * rng.normal(size=30)) if at % 3 else common * (-1) ** at for at, name in enumerate(names)}
    card = {
        "pillars": {name: {"label": f"{LONG} {name}"} for name in "pqr"},
        "indicators": {
            name: {"pillar": "pqr"[at % 3], "label": f"{LONG} {at}", "goalposts": ["min", "max"]}
            for at, name in enumerate(names)
        },
    }
    return made(card, **{f"h{at:02}": {name: float(x[name][at]) for name in names} for at in range(30)})


def test_ten_lines_of_an_eighty_column_terminal_whatever_is_found(made: Made) -> None:
    result = found(long_labels(made))
    lead = summary(result)
    assert sum(len(wrap(line, 79, subsequent_indent="  ")) for line in lead) <= 10
    assert lead[0].startswith("! ")
    [rest] = [line for line in lead if line.endswith("see --full.")]
    kinds = [each.kind for each in findings(result) if each.severity == "fault"]
    said = len([line for line in lead if line.startswith("! ")]) - 1
    for kind in list(dict.fromkeys(kinds))[said:]:
        assert f"{kinds.count(kind)} {NOUNS[kind][kinds.count(kind) > 1]}" in rest
    assert any(line.startswith("· Ranks hang most on ") for line in lead)


def test_what_fits_is_said_in_full_and_the_last_is_shortened_first(made: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    hubs = {name: {"a": 9.0 - at, "b": 9.0 - at, "c": 2.0, "d": 2.0} for at, name in enumerate("uvwxyz")}
    result = found(made(CARD, **hubs))
    whole = summary(result)
    assert whole[-1].endswith(": U (49) and V (42).")
    lines = sum(len(wrap(line, 79, subsequent_indent="  ")) for line in whole)
    monkeypatch.setattr(module, "MOST", lines)
    assert summary(result) == whole
    monkeypatch.setattr(module, "LINE", len(whole[-1]) - 1)
    short = summary(result)
    assert short[-1].endswith(": U (49).")
    assert short[0] == whole[0]


def test_the_worst_fault_is_named_while_there_is_a_fact_to_give_up_for_it(
    result: Audit, monkeypatch: pytest.MonkeyPatch
) -> None:
    unique = [Finding(kind, ("a",), (0,), 0.5, 0.5, "min_coverage") for kind in KINDS]
    monkeypatch.setattr(module, "findings", lambda _: tuple(unique))
    monkeypatch.setattr(module, "MOST", 5)
    named, rest, *facts = summary(result)
    assert named == "! X is not ranked: too few figures."
    assert rest.startswith("! Besides 1 skewed indicator, 1 indicator without figures, ")
    assert len(facts) == 1
    monkeypatch.setattr(module, "MOST", 1)
    rest, fact = summary(result)
    assert rest.startswith("! Besides 1 unranked hub, 1 skewed indicator, ")
    assert fact.startswith("· ")


@pytest.mark.parametrize(
    ("one", "other", "words"), [(9.0, 1.0, "1 shows"), (5.0, 5.0, "none shows"), (8.0, 8.0, "2 show")]
)
def test_bets_in_brief(made: Made, monkeypatch: pytest.MonkeyPatch, one: float, other: float, words: str) -> None:
    bets = [{"name": "one", "indicators": ["a"]}, {"name": "two", "indicators": ["b"]}]
    result = found(made({}, x={"a": one, "b": other, "c": 5.0, "Bets": bets}, y={"a": 5.0, "b": 5.0, "c": 5.0}))
    monkeypatch.setattr(module, "LINE", 35)
    monkeypatch.setattr(module, "MOST", 99)
    lines = sum(len(wrap(line, 35, subsequent_indent="  ")) for line in summary(result))
    monkeypatch.setattr(module, "MOST", lines - 1)
    assert summary(result)[-1] == f"· Of 2 declared bets, {words}."
