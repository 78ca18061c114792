from __future__ import annotations

from hubscore.errors import Place, Problem
from hubscore.formats.junit import render
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page
from hubscore.pages.document import Column, Document, Table
from hubscore.pages.findings import findings_table

STYLE = Style(None, colour=False)
GATES = tuple(map(Column, ("rule", "hub", "found", "asked", "before", "held")))


def test_every_broken_file_is_a_test_that_failed() -> None:
    problems = [
        Problem("share", "a < b", place=Place("A.toml", 3, 2)),
        Problem("tree", "no file"),
        Problem("share", "c", place=Place("A.toml", 1)),
        Problem("no-data", "weak", severity="warning", place=Place("y.toml", 4)),
    ]
    assert render(invalid_page(problems), STYLE) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="hubscore" tests="2" failures="2" errors="0" time="0">\n'
        '  <testsuite name="hubscore check" tests="2" failures="2" errors="0" skipped="0" time="0">\n'
        '    <testcase classname="hubscore.files" name="no file" time="0">\n'
        '      <failure message="no file" type="tree">no file</failure>\n'
        "    </testcase>\n"
        '    <testcase classname="hubscore.files" name="A.toml" time="0">\n'
        '      <failure message="a &lt; b" type="share">A.toml:3:2: a &lt; b\nA.toml:1: c</failure>\n'
        "    </testcase>\n"
        "    <system-out>y.toml:4: weak</system-out>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_every_gate_is_a_test() -> None:
    old = [Problem("max-age", f"old {n}", place=Place("x.toml", n), hub="oslo") for n in (1, 2)]
    undrawn = Problem("max-rank-interval", "none")
    rows = (
        ("max-age", "oslo", 9, 3, None, False),
        ("max-age", "york", 1, 3, None, True),
        ("max-rank-interval", None, None, None, None, False),
    )
    document = Document("check", "x", tables=(findings_table([*old, undrawn]), Table("gates", GATES, rows)))
    assert render(document, STYLE).splitlines()[2:-2] == [
        '  <testsuite name="hubscore check" tests="4" failures="2" errors="0" skipped="0" time="0">',
        '    <testcase classname="hubscore.files" name="all files" time="0"/>',
        '    <testcase classname="hubscore.gates.max-age" name="oslo" time="0">',
        '      <failure message="old 1" type="max-age">x.toml:1: old 1',
        "x.toml:2: old 2</failure>",
        "    </testcase>",
        '    <testcase classname="hubscore.gates.max-age" name="york" time="0"/>',
        '    <testcase classname="hubscore.gates.max-rank-interval" name="all hubs" time="0">',
        '      <failure message="none" type="max-rank-interval">none</failure>',
        "    </testcase>",
    ]


def test_it_is_ascii_whatever_names_there_are() -> None:
    text = render(invalid_page([Problem("share", "重庆 ]]>")]), STYLE)
    assert text.isascii()
    assert "&#37325;&#24198; ]]&gt;" in text
