from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.errors import Problem
from hubscore.model.ranking import Ranking
from hubscore.pages.gates import Gated, apart, gate_problems, gates_line, gates_table
from hubscore.studies.against import Before, against_baseline
from hubscore.studies.held import Held, held_gates
from hubscore.studies.robustness import robustness
from hubscore.studies.trips import conditions
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]

CARD: dict[str, Any] = {
    "as_of": 2020,
    "measures": {"gdp": {"label": "GDP"}},
    "indicators": {"air": {"label": "Air routes"}, "banks": {"label": "Banks", "per": "gdp"}},
}


def looked_at(
    workspace: Workspace,
    asked: dict[str, Any] | None = None,
    required: Sequence[str] = (),
    before: Mapping[str, Before] | None = None,
    wanted: Sequence[str] = (),
    options: Collection[str] = (),
) -> Gated:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    gates = workspace.scorecard.gates.model_copy(update=asked or {})
    sure = None
    if gates.max_rank_interval is not None:
        sure = robustness(workspace.dataset, workspace.scorecard, 200, 1, base=ranking)
    held = held_gates(ranking, gates, sure, required) + against_baseline(ranking, before or {}, conditions(wanted))
    return Gated(workspace, ranking, held, sure, options, before or {})


def told(gated: Gated) -> list[tuple[str, str, str]]:
    """Rule, place without the folder, and message of each problem."""
    folder = str(gated.workspace.path.parent)
    return [(each.rule, str(each.place).removeprefix(folder + "/"), each.message) for each in gate_problems(gated)]


def line_of(workspace: Workspace, file: str, begins: str) -> int:
    """Where in a file the first line begins like this."""
    lines = (workspace.path.parent / file).read_text().split("\n")
    return next(number for number, line in enumerate(lines, 1) if line.startswith(begins))


def test_coverage_points_to_the_figures_of_the_profile(made: Made) -> None:
    workspace = made(CARD, oslo={"air": 5.0, "banks": None, "gdp": 1.0})
    assert told(looked_at(workspace, {"min_coverage": 0.6})) == [
        (
            "min-coverage",
            f"hubs/oslo.toml:{line_of(workspace, 'hubs/oslo.toml', '[data.')}:2",
            "Oslo has figures for 50 % of its weight, min_coverage asks for 60 %; missing: Banks",
        )
    ]


def test_figures_that_look_alike_are_told_apart(made: Made) -> None:
    workspace = made(CARD | {"weights": {"air": 0.599, "banks": 0.401}}, oslo={"air": 5.0, "banks": None, "gdp": 1.0})
    [(_, _, message)] = told(looked_at(workspace, {"min_coverage": 0.6}))
    assert "has figures for 59.9 % of its weight, min_coverage asks for 60.0 %" in message
    assert apart(1.0, 1.0, 0) == ("1", "1")
    assert apart(1.0, 1.0 + 1e-12, 1) == ("1.000000", "1.000000")
    assert apart(1234.5, 2.0, 1) == ("1,234.5", "2.0")


def test_evidence_points_to_the_weakest_figure(made: Made) -> None:
    weak = {"value": 1.0, "evidence": "estimate"}
    card = CARD | {"weights": {"air": 1, "banks": 2}}
    workspace = made(card, oslo={"air": {"value": 1.0, "evidence": "secondary"}, "banks": 5.0, "gdp": weak})
    [problem] = gate_problems(looked_at(workspace, {"min_evidence_share": 0.5}))
    assert problem.message == (
        "0 % of Oslo's scored weight rests on evidence `reported` or better, min_evidence_share asks for 50 %; "
        "the rest: Banks (estimate) and Air routes (secondary)"
    )
    assert problem.place is not None
    assert problem.place.line == line_of_reading(workspace, "gdp")
    assert problem.key == "data"  # what it is remembered by, whichever figure is the weakest next time


def line_of_reading(workspace: Workspace, name: str) -> int:
    """Where the only reading under a name stands, whichever way the writer of TOML laid it out."""
    lines = (workspace.path.parent / "hubs/oslo.toml").read_text().split("\n")
    heads = (f"[data.{name}.", f"[data.{name}]")
    at = next(number for number, line in enumerate(lines, 1) if line.startswith(heads))
    return at if lines[at - 1].startswith(heads[0]) else at + 1


def test_a_hub_without_figures_has_no_weakest(made: Made) -> None:
    workspace = made(CARD, oslo={"air": None, "banks": None, "gdp": 1.0}, york={"air": 1.0, "banks": 1.0, "gdp": 1.0})
    found = told(looked_at(workspace, {"min_evidence_share": 0.5}))
    assert [message for _, _, message in found] == [
        "0 % of Oslo's scored weight rests on evidence `reported` or better, min_evidence_share asks for 50 %"
    ]


def test_every_old_reading_is_a_problem_at_its_line(made: Made) -> None:
    workspace = made(CARD, oslo={"air": {"2015": 5.0}, "banks": {"2019": 5.0}, "gdp": {"2018": 1.0}})
    found = gate_problems(looked_at(workspace, {"max_age": 1}))
    assert [(each.key, each.message, each.hub) for each in found] == [
        (
            "data.air.2015",
            "Oslo scores by a reading of 2015 (Air routes), 5 years before 2020; max_age allows 1",
            "oslo",
        ),
        (
            "data.gdp.2018",
            "Oslo scores by a reading of 2018 (GDP, for Banks), 2 years before 2020; max_age allows 1",
            "oslo",
        ),
    ]
    assert found[1].place is not None
    assert found[1].place.line == line_of_reading(workspace, "gdp")


def test_an_interval_points_to_the_gate_or_else_to_the_profile(made: Made) -> None:
    card = CARD | {"gates": {"max_rank_interval": 0}, "uncertainty": {"data": {"official": 1.0}}}
    hubs = {"oslo": {"air": 5.0, "banks": 5.0, "gdp": 1.0}, "york": {"air": 5.1, "banks": 5.0, "gdp": 1.0}}
    workspace = made(card, **hubs)
    line = line_of(workspace, "scorecard.toml", "max_rank_interval")
    message = "York may rank from 1 to 2 (90 % of 200 draws), 1 apart; max_rank_interval allows 0"
    found = told(looked_at(workspace))
    assert found[0] == ("max-rank-interval", f"scorecard.toml:{line}:1", message)
    assert len(found) == 2
    [first, _] = told(looked_at(workspace, options=["max-rank-interval"]))
    assert first[1].startswith("hubs/york.toml:")


def test_no_interval_at_all_is_a_problem_too(made: Made) -> None:
    workspace = made(CARD | {"gates": {"max_rank_interval": 0}}, oslo={"air": 5.0, "banks": 5.0, "gdp": 1.0})
    gated = Gated(workspace, looked_at(workspace).ranking, undrawn="a mean is undefined")
    line = line_of(workspace, "scorecard.toml", "max_rank_interval")
    said = "no rank interval can be drawn, since in some draws a mean is undefined"
    assert told(gated) == [("max-rank-interval", f"scorecard.toml:{line}:1", said)]
    assert gates_line(gated) == "1 of 1 gate does not hold."
    assert gates_table(gated).rows == (("max-rank-interval", None, None, None, None, False),)
    [problem] = gate_problems(gated._replace(options=["max-rank-interval"]))
    assert problem.path == ("uncertainty",)


def test_hubs_that_are_required(made: Made) -> None:
    workspace = made(CARD, oslo={"air": 5.0, "banks": 5.0, "gdp": 1.0}, york={"air": None, "banks": None, "gdp": 1.0})
    found = gate_problems(looked_at(workspace, required=["osla", "york", "oslo"]))
    missed, unranked = found
    assert (missed.message, missed.hint) == ("there is no hub `osla`, which is required", "did you mean `oslo`?")
    assert missed.place is not None
    assert missed.place.line == line_of(workspace, "scorecard.toml", "hubs")
    assert (unranked.message, unranked.hint) == ("York is required and has no rank", "see `hubscore explain york`")
    assert unranked.place is not None
    assert unranked.place.file.endswith("hubs/york.toml")


@pytest.fixture
def pair(made: Made) -> Workspace:
    return made(CARD, oslo={"air": 6.0, "banks": 6.0, "gdp": 1.0}, york={"air": 4.0, "banks": 4.0, "gdp": 1.0})


def test_what_moved_since_the_baseline_the_worst_first(pair: Workspace) -> None:
    before = {"oslo": Before(2, 59.0), "york": Before(1, 70.0), "gone": Before(3, 1.0)}
    found = told(looked_at(pair, before=before, wanted=["rank-change,leader-change,score>0.5"]))
    name = {hub: f"hubs/{hub}.toml:{line_of(pair, f'hubs/{hub}.toml', 'name')}:1" for hub in ("oslo", "york")}
    hubs = f"scorecard.toml:{line_of(pair, 'scorecard.toml', 'hubs')}:1"
    assert found == [
        ("leader-change", name["oslo"], "Oslo leads, in the baseline York did"),
        ("rank-change", name["oslo"], "Oslo has rank 1, in the baseline it had rank 2"),
        ("rank-change", name["york"], "York has rank 2, in the baseline it had rank 1"),
        ("rank-change", hubs, "gone had rank 3 in the baseline and is no longer there"),
        ("score-change", name["oslo"], "Oslo's score moved by 1.0, from 59.0 to 60.0; at most 0.5 is allowed"),
        ("score-change", name["york"], "York's score moved by 30.0, from 70.0 to 40.0; at most 0.5 is allowed"),
    ]


def test_ranks_and_scores_that_come_or_go(made: Made) -> None:
    workspace = made(CARD, oslo={"air": 6.0, "banks": 6.0, "gdp": 1.0}, york={"air": None, "banks": None, "gdp": 1.0})
    before = {"oslo": Before(None, None), "york": Before(1, 5.0)}
    found = told(looked_at(workspace, before=before, wanted=["rank-change", "score>0"]))
    assert sorted(message for _, _, message in found) == [
        "Oslo has a score, in the baseline it had none",
        "Oslo has rank 1, in the baseline it had none",
        "York had a score in the baseline and has none",
        "York had rank 1 in the baseline and has none",
    ]


@pytest.mark.parametrize(
    ("before", "message"),
    [
        ({"oslo": Before(1, 1.0), "york": Before(1, 1.0)}, "Oslo leads, in the baseline Oslo and York did"),
        ({"york": Before(2, 1.0)}, "Oslo leads, in the baseline nobody did"),
    ],
)
def test_leaders_that_were_tied_or_not_there(pair: Workspace, before: dict[str, Before], message: str) -> None:
    assert told(looked_at(pair, before=before, wanted=["leader-change"]))[0][2] == message


def test_leaders_that_are_tied_or_not_there(made: Made) -> None:
    alike = {"air": 6.0, "banks": 6.0, "gdp": 1.0}
    workspace = made(CARD, oslo=alike, york=alike)
    found = told(looked_at(workspace, before={"york": Before(1, 60.0)}, wanted=["leader-change"]))
    assert found[0][2] == "Oslo and York lead, in the baseline York did"
    empty = made(CARD, oslo={"air": None, "banks": None, "gdp": 1.0})
    found = told(looked_at(empty, before={"oslo": Before(1, 60.0)}, wanted=["leader-change", "rank-change"]))
    assert [message for _, _, message in found] == [
        "nobody leads, in the baseline Oslo did",
        "Oslo had rank 1 in the baseline and has none",
    ]


def test_lines_and_the_table_count_all_gates(pair: Workspace) -> None:
    one = looked_at(pair, {"min_coverage": 0.5}, required=["oslo"])
    assert gates_line(one) == "All 3 gates hold."
    assert gates_line(one._replace(held=one.held[:1])) == "The only gate holds."
    assert gates_line(one._replace(held=())) == ""
    failing = looked_at(pair, {"min_coverage": 0.5}, required=["rome", "bonn"])
    assert gates_line(failing) == "2 of 4 gates do not hold."
    assert gates_line(failing._replace(held=failing.held[:3])) == "2 of 3 gates do not hold."
    table = gates_table(failing)
    assert [column.key for column in table.columns] == ["rule", "hub", "found", "asked", "before", "held"]
    assert table.rows[1] == ("required-hub", "bonn", None, None, None, False)
    assert table.rows[2] == ("min-coverage", "oslo", 1.0, 0.5, None, True)
    assert gates_table(None).rows == ()
    assert not table.shown


def test_hubs_of_a_table_point_to_the_table(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("id,a,b\nx,1,\n")
    (tmp_path / "scorecard.toml").write_text(
        '[data]\ncsv = "raw.csv"\nid = "id"\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
        '[indicators.b]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    workspace = hubscore.open(tmp_path)
    asked = {"min_coverage": 0.6, "min_evidence_share": 1.0}
    [problem] = gate_problems(looked_at(workspace, asked, required=["x"]))
    assert problem.place is not None
    assert problem.place.file.endswith("raw.csv")
    assert (problem.place.line, problem.path) == (None, ())
    [missed] = gate_problems(looked_at(workspace, required=["y"]))
    assert missed.place is not None
    assert missed.place.file.endswith("scorecard.toml")


def test_weak_evidence_in_a_table_points_to_the_table(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("id,a\nx,1\n")
    (tmp_path / "scorecard.toml").write_text(
        '[data]\ncsv = "raw.csv"\nid = "id"\nevidence = "estimate"\n'
        '[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    [problem] = gate_problems(looked_at(hubscore.open(tmp_path), {"min_evidence_share": 1.0}))
    assert problem.place is not None
    assert problem.place.file.endswith("raw.csv")
    assert isinstance(problem, Problem)


def test_many_names_are_counted(made: Made) -> None:
    gaps: dict[str, Any] = {f"a{n}": None for n in range(8)}
    workspace = made({"indicators": {name: {} for name in gaps}}, oslo={"b": 1.0, **gaps})
    [(_, _, message)] = told(looked_at(workspace, {"min_coverage": 1.0}))
    assert message.endswith("missing: a0, a1, a2, a3, a4 and 3 more")


def test_an_interval_without_draws_says_at_least_whom(made: Made) -> None:
    workspace = made(CARD, oslo={"air": 6.0, "banks": 6.0, "gdp": 1.0})
    ranking: Ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    held = Held("max-rank-interval", "oslo", 1, 0, held=False)
    [problem] = gate_problems(Gated(workspace, ranking, (held,)))
    assert problem.hub == "oslo"
