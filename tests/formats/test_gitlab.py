from __future__ import annotations

import json

from hubscore.errors import Place, Problem
from hubscore.formats.gitlab import render
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page

STYLE = Style(None, colour=False)


def test_every_finding_is_an_issue() -> None:
    problems = [
        Problem("share", "odd", place=Place("hubs/x.toml", 3, 2)),
        Problem("no-data", "weak", severity="warning"),
    ]
    first, second = json.loads(render(invalid_page(problems), STYLE))
    assert first == {
        "description": "odd",
        "check_name": "share",
        "fingerprint": first["fingerprint"],
        "severity": "critical",
        "location": {"path": "hubs/x.toml", "lines": {"begin": 3}},
    }
    assert (second["severity"], second["location"]) == ("minor", {"path": "scorecard.toml", "lines": {"begin": 1}})


def test_nothing_found_is_an_empty_list() -> None:
    assert render(invalid_page([]), STYLE) == "[]\n"
