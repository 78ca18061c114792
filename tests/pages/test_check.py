from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.errors import MOST_PROBLEMS, InputError, Place, Problem
from hubscore.pages.check import check_page, invalid_page, problems_of
from hubscore.pages.document import Document
from hubscore.studies.check import trials
from hubscore.workspace import Workspace

CARD = """\
title = "Nordic hubs"
hubs = "hubs/*.toml"
as_of = 2024
[pillars.culture]
label = "Culture"
[indicators.fairs]
pillar = "culture"
label = "Trade fairs"
direction = "higher"
goalposts = [0, 100]
[indicators.trains]
unit = "trains"
direction = "higher"
goalposts = [0, 10]
"""
OSLO = """\
name = "Oslo"
[sources.office]
title = "Office"
[sources.press]
title = "Press"
[data.fairs]
2024 = [
  { value = 30, evidence = "official", source = "office" },
  { value = 29, evidence = "reported", source = "press" },
]
[data.trains]
2024 = { value = 3, evidence = "official", source = "office" }
"""


def opened(folder: Path, more: str = "", oslo: str = OSLO) -> Workspace:
    (folder / "hubs").mkdir()
    (folder / "scorecard.toml").write_text(CARD + more)
    (folder / "hubs" / "oslo.toml").write_text(oslo)
    (folder / "hubs" / "bergen.toml").write_text('name = "Bergen"\nrole = "benchmark"\n')
    return hubscore.open(folder)


def found(workspace: Workspace) -> list[Problem]:
    card = workspace.scorecard
    return problems_of(workspace, trials(workspace.file.data, card, workspace.dataset, card.scenarios))


def findings(document: Document) -> list[dict[str, Any]]:
    table = document.tables[0]
    assert table.name == "findings"
    return [
        {column.key: cell for column, cell in zip(table.columns, row, strict=True) if column.key} for row in table.rows
    ]


def test_a_valid_scorecard_is_counted(tmp_path: Path) -> None:
    workspace = opened(
        tmp_path, "[scenarios.half]\nweights = { culture = 1, trains = 1 }\n[scenarios.long]\nmax_age = 9\n"
    )
    document = check_page(workspace, [])
    assert (document.page, document.title) == ("check", "Nordic hubs")
    assert document.lead == (
        f"{tmp_path}/scorecard.toml is valid: 3 files, 2 hubs, 2 indicators, 3 readings, 2 sources and 2 scenarios.",
    )
    assert not document.tables[0].shown
    contents = document.tables[1]
    assert dict(zip([column.key for column in contents.columns], contents.rows[0], strict=True)) == {
        "files": 3,
        "hubs": 2,
        "candidates": 1,
        "benchmarks": 1,
        "indicators": 2,
        "measures": 0,
        "readings": 3,
        "sources": 2,
        "scenarios": 2,
    }


def test_every_finding_has_its_place(tmp_path: Path) -> None:
    more = (
        "[indicators.ports]\npillar = 'culture'\ndirection = 'higher'\ngoalposts = [0, 5]\n"
        "[weights]\nculture = 1\nfairs = 1\nports = 1\ntrains = 1\n[index]\nover = 'indicators'\n"
        "[scenarios.same]\nlabel = 'Same'\n"
    )
    workspace = opened(tmp_path, more)
    document = check_page(workspace, found(workspace))
    said = {finding["rule"]: finding for finding in findings(document)}
    assert set(said) == {"no-data", "idle-weight", "idle-scenario"}
    assert {finding["severity"] for finding in said.values()} == {"warning"}
    assert {finding["file"] for finding in said.values()} == {f"{tmp_path}/scorecard.toml"}
    places = {rule: (finding["line"], finding["column"], finding["key"]) for rule, finding in said.items()}
    assert places == {
        "no-data": (15, 13, "indicators.ports"),
        "idle-weight": (20, 1, "weights.culture"),
        "idle-scenario": (26, 12, "scenarios.same"),
    }
    assert said["no-data"]["message"] == "of ports no hub has a reading that counts; it does not score"
    assert document.lead[1] == "3 warnings."
    assert document.tables[0].shown


def test_what_the_base_says_the_scenarios_need_not_repeat(tmp_path: Path) -> None:
    more = "[indicators.ports]\ndirection = 'higher'\ngoalposts = [0, 5]\n[scenarios.past]\nas_of = 2025\n"
    assert [problem.rule for problem in found(opened(tmp_path, more))] == ["no-data"]


def test_a_scenario_is_named_and_pointed_to(tmp_path: Path) -> None:
    more = "[scenarios.past]\nas_of = 1999\n"
    problems = found(opened(tmp_path, more))
    assert [problem.rule for problem in problems] == ["no-data", "no-data", "unscored"]
    assert all(problem.message.endswith(" (scenario `past`)") for problem in problems)
    assert {problem.place.line for problem in problems if problem.place} == {15}


def test_a_remark_on_the_root_and_on_pillars(tmp_path: Path) -> None:
    more = (
        "[indicators.ports]\npillar = 'culture'\ndirection = 'higher'\nnormalise = 'zscore'\n"
        "[indicators.parks]\nnormalise = 'zscore'\ndirection = 'higher'\n"
    )
    mixed = [problem for problem in found(opened(tmp_path, more)) if problem.rule == "mixed-families"]
    assert {problem.key for problem in mixed} == {"index", "pillars.culture"} - (
        set() if len(mixed) == 2 else {"index"}
    )
    assert any(problem.place and problem.place.line == 4 for problem in mixed)


def test_a_reading_in_another_unit_is_told_with_its_hub(tmp_path: Path) -> None:
    oslo = OSLO.replace("2024 = { value = 3,", '2024 = { unit = "lines", value = 3,')
    [problem] = [problem for problem in found(opened(tmp_path, oslo=oslo)) if problem.rule == "other-unit"]
    assert problem.hint == "see `hubscore show oslo.trains`"
    assert problem.path == ("indicators", "trains")


def test_what_cannot_be_scored_is_an_error(tmp_path: Path) -> None:
    more = "[scenarios.share]\nindicators.trains = { normalise = 'fraction_of_max' }\n"
    workspace = opened(tmp_path, more, OSLO.replace("value = 3,", "value = -3,"))
    document = check_page(workspace, found(workspace))
    [finding] = [finding for finding in findings(document) if finding["severity"] == "error"]
    assert finding["rule"] == "undefined"
    assert finding["line"] == 16
    assert "(scenario `share`)" in finding["message"]
    assert "found -3 for oslo" in finding["message"]
    assert "cannot be scored" in document.lead[0]


def test_files_that_cannot_be_read_are_told_without_a_scorecard(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        opened(tmp_path, oslo=OSLO.replace("evidence", "evidnce", 1))
    document = invalid_page(caught.value.problems)
    said = {finding["rule"]: finding for finding in findings(document)}
    assert said["unknown-key"]["key"] == "data.fairs.2024[0].evidnce"
    assert said["unknown-key"]["message"].endswith("; did you mean `evidence`?")
    assert (said["unknown-key"]["line"], said["unknown-key"]["file"]) == (8, f"{tmp_path}/hubs/oslo.toml")
    assert document.lead[0].endswith("in 1 file; nothing can be ranked.")
    assert dict(document.scorecard) == {"title": None, "digest": None, "scenario": None, "seed": None}


def test_a_problem_without_a_place_or_a_key_is_a_finding_too() -> None:
    document = invalid_page([Problem("odd", "odd", expected="even"), Problem("odder", "odd", place=Place("x"))])
    first, second = findings(document)
    assert first == dict.fromkeys(("file", "line", "column", "key", "hub")) | {
        "rule": "odd",
        "severity": "error",
        "message": "odd; expected even",
        "fingerprint": first["fingerprint"],
    }
    assert second["file"] == "x"
    assert document.lead == ("2 errors in 1 file; nothing can be ranked.",)


def test_gaps_without_a_group_are_found_one_by_one(tmp_path: Path) -> None:
    more = "[method]\nmissing = 'group_mean'\n"
    problems = [problem for problem in found(opened(tmp_path, more)) if problem.rule == "nobody-to-fill-from"]
    assert [problem.path for problem in problems] == [("indicators", "fairs"), ("indicators", "trains")]
    assert problems[0].message.startswith("gaps of Bergen in Trade fairs stay missing")


def test_a_panel_without_effect(tmp_path: Path) -> None:
    [problem] = found(opened(tmp_path, "[method]\npanel = true\n"))
    assert (problem.rule, problem.path) == ("idle-panel", ("method", "panel"))
    assert problem.place is not None


def test_rules_that_leave_out_all(tmp_path: Path) -> None:
    oslo = OSLO[: OSLO.index("[data.trains]")]
    [problem] = found(opened(tmp_path, "[screening]\nmin_coverage = 0.9\n", oslo))
    assert (problem.rule, problem.path) == ("unscored", ("screening",))
    assert problem.message == "no hub that [screening] lets pass can be scored"


def test_a_figure_that_can_hardly_be_right_is_told_at_its_line(tmp_path: Path) -> None:
    oslo = OSLO.replace("value = 30,", "value = 400,").replace("value = 3,", "value = -3,")
    workspace = opened(tmp_path, oslo=oslo)
    far, below = (problem for problem in found(workspace) if problem.rule == "implausible")
    assert far.message == (
        "Trade fairs of Oslo (2024) is 400, more than twice as far outside the goalposts 0 and 100 as they are apart"
    )
    assert far.place is not None
    assert far.place.file == f"{tmp_path}/hubs/oslo.toml"
    assert far.place.line == OSLO.splitlines().index("2024 = [") + 1
    assert (far.severity, far.hub, far.key) == ("warning", "oslo", "data.fairs.2024")
    assert below.message == "trains of Oslo (2024) is -3, below 0, where the goalposts 0 and 10 are not"
    [finding] = findings(check_page(workspace, [below]))
    assert finding["message"].endswith("; is it a typo, or in another unit?")


def test_a_year_long_after_all_others_is_told_first_at_its_line(tmp_path: Path) -> None:
    workspace = opened(tmp_path, oslo=OSLO.replace("2024 = [", "2042 = ["))
    lone = found(workspace)[0]
    assert lone.rule == "lone-year"
    assert lone.message.startswith("the reading of Trade fairs for Oslo is dated 2042, ")
    assert lone.message.endswith(" years after every other")
    assert lone.place is not None
    assert lone.place.file == f"{tmp_path}/hubs/oslo.toml"
    assert lone.place.line == OSLO.splitlines().index("2024 = [") + 1


def test_two_hubs_of_one_name_are_told_at_the_second(tmp_path: Path) -> None:
    assert "same-name" not in [problem.rule for problem in found(opened(tmp_path))]
    (tmp_path / "hubs/zoo.toml").write_text(OSLO.replace('name = "Oslo"', 'name = "OSLO"'))
    workspace = hubscore.open(tmp_path)
    [same] = (problem for problem in found(workspace) if problem.rule == "same-name")
    assert same.message == "`zoo` and `oslo` are both called OSLO; no table tells them apart"
    assert same.place is not None
    assert (same.place.file, same.place.line) == (f"{tmp_path}/hubs/zoo.toml", 1)
    assert (same.severity, same.hub, same.key) == ("warning", "zoo", "name")


@pytest.mark.parametrize(("before", "factor"), [("3600", "1,200"), ("1e15", "333,333,333,333,333")])
def test_a_reading_that_leaps_is_told_at_its_line(tmp_path: Path, before: str, factor: str) -> None:
    trains = f'2021 = {{ value = {before}, evidence = "official", source = "office" }}'
    workspace = opened(tmp_path, oslo=OSLO.replace("[data.trains]", f"[data.trains]\n{trains}"))
    [leap] = (problem for problem in found(workspace) if problem.rule == "leap")
    assert leap.message == f"the reading of trains for Oslo of 2024 is 1/{factor} of the one before it, of 2021"
    assert leap.place is not None
    assert leap.place.file == f"{tmp_path}/hubs/oslo.toml"
    assert (leap.severity, leap.hub, leap.key) == ("warning", "oslo", "data.trains.2024")


def test_of_many_findings_of_a_kind_the_first_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    rows = "".join(f"h{hub},One name,2023,9\nh{hub},One name,2024,0.03\n" for hub in range(60))
    (tmp_path / "t.csv").write_text("id,name,year,trains\n" + rows)
    table = '[data]\ncsv = "t.csv"\nid = "id"\nname = "name"\nyear = "year"\n'
    (tmp_path / "scorecard.toml").write_text(CARD.replace('hubs = "hubs/*.toml"\n', "") + table)
    problems = found(hubscore.open(tmp_path))
    for rule, more in (("leap", "10 more findings of this kind"), ("same-name", "9 more findings of this kind")):
        alike = [problem.message for problem in problems if problem.rule == rule]
        assert len(alike) == MOST_PROBLEMS + 1
        assert alike[-1] == more


def test_a_leap_of_hundreds_of_digits_is_told_in_few(tmp_path: Path) -> None:
    trains = '2021 = { value = 1e15, evidence = "official", source = "office" }'
    oslo = OSLO.replace("[data.trains]", f"[data.trains]\n{trains}").replace("value = 3,", "value = 1e-300,")
    [leap] = (problem for problem in found(opened(tmp_path, oslo=oslo)) if problem.rule == "leap")
    assert " is 1/1e+300 of the one before it" in leap.message


def test_a_reading_that_is_implausible_by_itself_is_told_once(tmp_path: Path) -> None:
    oslo = OSLO.replace("value = 3,", "value = 3000,")
    trains = "\n".join(f'{year} = {{ value = 3, evidence = "official", source = "office" }}' for year in (2020, 2021))
    workspace = opened(tmp_path, oslo=oslo.replace("[data.trains]", f"[data.trains]\n{trains}"))
    assert [problem.rule for problem in found(workspace) if problem.key == "data.trains.2024"] == ["implausible"]


def test_a_table_is_named_where_its_figure_can_hardly_be_right(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,fairs,trains\nb,400,2\n")
    (tmp_path / "scorecard.toml").write_text(
        CARD.replace('hubs = "hubs/*.toml"', 'data = { csv = "t.csv", id = "id" }')
    )
    [problem] = (problem for problem in found(hubscore.open(tmp_path)) if problem.rule == "implausible")
    assert problem.place == Place(f"{tmp_path}/t.csv")
    assert problem.message.startswith("Trade fairs of b is 400, more than twice")
