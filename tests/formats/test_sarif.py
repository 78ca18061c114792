from __future__ import annotations

import json
from importlib.metadata import version

import pytest

from hubscore.errors import Place, Problem
from hubscore.formats.sarif import message, render, uri
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page

STYLE = Style(None, colour=False)


def test_a_log_of_one_run() -> None:
    problems = [
        Problem("share", "odd", place=Place("hubs/x.toml", 3, 2)),
        Problem("no-data", "weak", severity="warning", place=Place("y.toml", 4)),
        Problem("share", "even"),
    ]
    log = json.loads(render(invalid_page(problems), STYLE))
    assert log["version"] == "2.1.0"
    [run] = log["runs"]
    assert run["tool"]["driver"]["version"] == version("hubscore")
    rules = run["tool"]["driver"]["rules"]
    assert [(rule["id"], rule["shortDescription"]["text"]) for rule in rules] == [
        ("no-data", "An indicator should have readings that count."),
        ("share", "A share must be from 0 to 1."),
    ]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places == [
        {"artifactLocation": {"uri": "hubs/x.toml"}, "region": {"startLine": 3, "startColumn": 2}},
        {"artifactLocation": {"uri": "scorecard.toml"}},
        {"artifactLocation": {"uri": "y.toml"}, "region": {"startLine": 4}},
    ]
    assert [(result["ruleId"], result["ruleIndex"], result["level"]) for result in run["results"]] == [
        ("share", 1, "error"),
        ("share", 1, "error"),
        ("no-data", 0, "warning"),
    ]
    assert len({result["partialFingerprints"]["hubscore/v1"] for result in run["results"]}) == 3


def test_a_result_of_a_rule_that_is_not_listed_has_no_index() -> None:
    document = invalid_page([Problem("share", "odd")])
    [result] = json.loads(render(document._replace(tables=document.tables[:1]), STYLE))["runs"][0]["results"]
    assert "ruleIndex" not in result


@pytest.mark.parametrize(
    ("words", "written"),
    [("{ power = 2 }", "{{ power = 2 }}"), ("[gates]", "[gates]"), ("[a](b)", "[a] (b)"), ("{0}", "{{0}}")],
)
def test_a_message_holds_no_placeholder_and_no_link(words: str, written: str) -> None:
    assert message(words) == written


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("configs/hubs/x.toml", "configs/hubs/x.toml"),
        ("a b#c?.toml", "a%20b%23c%3F.toml"),
        ("重/x.toml", "%E9%87%8D/x.toml"),
        ("/tmp/x.toml", "file:///tmp/x.toml"),
        ("a:b/x.toml", "./a%3Ab/x.toml"),
        ("a/b:c.toml", "a/b%3Ac.toml"),
        ("100%.toml", "100%25.toml"),
    ],
)
def test_a_path_is_a_reference(path: str, written: str) -> None:
    assert uri(path) == written
