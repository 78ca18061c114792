from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import Place, Problem
from hubscore.pages.check import invalid_page
from hubscore.pages.document import Table
from hubscore.pages.findings import findings_table, fingerprints, rules_table, shortened

ODD = Problem("odd", "odd", ("a", "b"), place=Place("hubs/x.toml", 3, 1))


def column(table: Table, key: str) -> list[Any]:
    at = [column.key for column in table.columns].index(key)
    return [row[at] for row in table.rows]


def test_errors_come_before_warnings_and_keep_their_order() -> None:
    problems = [ODD._replace(message=word, severity="warning" if word in "bd" else "error") for word in "abcd"]
    table = findings_table(problems)
    assert column(table, "message") == ["a", "c", "b", "d"]
    assert column(table, "severity") == ["error", "error", "warning", "warning"]
    assert table.shown
    assert not findings_table([]).shown


def test_what_a_finding_says_in_full() -> None:
    problem = ODD._replace(found='"x"', expected="a number", hint="mend it", hub="oslo")
    [row] = findings_table([problem]).rows
    assert row[:-1] == (
        "odd",
        "hubs/x.toml:3:1",
        "error",
        "hubs/x.toml",
        3,
        1,
        "a.b",
        'odd; found "x"; expected a number; mend it',
        "oslo",
    )


def test_a_fingerprint_does_not_hang_on_lines_words_or_the_folder() -> None:
    moved = ODD._replace(message="other", found="9", severity="warning", place=Place("/elsewhere/x.toml", 99, 7))
    assert fingerprints([ODD]) == fingerprints([moved]) == fingerprints([moved._replace(place=Place("C:\\h\\x.toml"))])


@given(st.sampled_from(["rule", "hub"]), st.text(min_size=1))
def test_it_hangs_on_what_is_meant(field: str, word: str) -> None:
    other = ODD._replace(**{field: word})
    assert (fingerprints([other]) == fingerprints([ODD])) == (other == ODD)


def test_it_hangs_on_key_and_file_and_those_alike_are_told_apart() -> None:
    others = [
        ODD,
        ODD,
        ODD._replace(path=("a", "c")),
        ODD._replace(place=Place("hubs/y.toml")),
        ODD._replace(place=None),
    ]
    found = fingerprints(others)
    assert len(set(found)) == len(others)
    assert all(len(each) == 32 and set(each) <= set("0123456789abcdef") for each in found)
    assert fingerprints([others[2], ODD])[1] == found[0]


def test_a_name_that_is_no_text_has_one_too() -> None:
    assert len(fingerprints([ODD._replace(place=Place("\udcff"))])) == 1


def test_the_rules_that_occur_are_explained() -> None:
    table = rules_table([Problem("share", "x"), Problem("choice", "x"), Problem("share", "y"), Problem("new", "z")])
    assert column(table, "rule") == ["choice", "new", "share"]
    assert column(table, "meaning")[2] == "A share must be from 0 to 1."
    assert not table.shown


def test_a_shortened_page_says_what_it_leaves_out() -> None:
    document = invalid_page([ODD] * 5)
    short = shortened(document, 3)
    assert len(short.tables[0].rows) == 3
    assert short.foot == ("2 more findings are left out, the least severe ones: no more would fit.",)
    assert shortened(document, 4).foot[0].startswith("1 more finding is left out")
    assert short.tables[1:] == document.tables[1:]


def test_paths_stay_as_they_are_shown() -> None:
    assert column(findings_table([ODD]), "file") == [str(Path("hubs/x.toml"))]
