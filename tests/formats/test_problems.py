from __future__ import annotations

import re

import pytest

from hubscore.errors import MOST_PROBLEMS, Place, Problem
from hubscore.formats.problems import notes_text, problems_text

TYPO = Problem(
    rule="unknown-key",
    message="unknown key `goalpost` in [indicators.gfci_rank]",
    path=("indicators", "gfci_rank", "goalpost"),
    hint="did you mean `goalposts`?",
    place=Place("configs/scorecard.toml", 41, 1, 8, "goalpost = [121, 1]"),
)


def told(problem: Problem, encoding: str = "utf-8") -> list[str]:
    return problems_text([problem], encoding, colour=False).splitlines()


def at(text: str, column: int, length: int = 1, line: int = 7) -> Problem:
    return Problem("rule", "message", place=Place("f.toml", line, column, length, text))


def test_it_reads_like_a_compilers_message() -> None:
    assert problems_text([TYPO], "utf-8", colour=False) == (
        "error: unknown key `goalpost` in [indicators.gfci_rank]\n"
        "  --> configs/scorecard.toml:41:1\n"
        "   |\n"
        "41 | goalpost = [121, 1]\n"
        "   | ^^^^^^^^ did you mean `goalposts`?\n"
        "\n"
        "1 error in 1 file; nothing was ranked\n"
    )


def test_what_the_message_leaves_unsaid_follows() -> None:
    problem = Problem(
        "number",
        "the reading cannot be used",
        path=("data", "air_routes", "2024", "value"),
        found='the text "12"',
        expected="a number",
        hint="take the quotes away",
        place=Place("hubs/oslo.toml", 5, 18, 4, '2024 = { value = "12" }'),
    )
    assert told(problem)[:8] == [
        "error: the reading cannot be used",
        " --> hubs/oslo.toml:5:18",
        "  |",
        '5 | 2024 = { value = "12" }',
        "  |                  ^^^^ take the quotes away",
        "  = key data.air_routes.2024.value",
        '  = found the text "12"',
        "  = expected a number",
    ]


def test_what_the_message_says_is_not_said_twice() -> None:
    problem = Problem("r", "found nan where a finite number is expected", found="nan", expected="a finite number")
    assert told(problem) == ["error: found nan where a finite number is expected"]


def test_without_a_line_there_is_the_file_and_the_hint() -> None:
    problem = Problem("r", "`name` is missing", ("name",), hint="add it", place=Place("hubs/a.toml"))
    assert told(problem) == [
        "error: `name` is missing",
        " --> hubs/a.toml",
        "  = add it",
        "",
        "1 error in 1 file; nothing was ranked",
    ]


def test_without_a_place_there_is_no_count_of_files() -> None:
    assert told(Problem("r", "no hub `x`", hint="did you mean `y`?")) == [
        "error: no hub `x`",
        "  = did you mean `y`?",
    ]


def test_a_line_without_a_column_has_no_carets() -> None:
    lines = told(Problem("r", "m", hint="h", place=Place("f", 12, text="source")))
    assert lines[1:5] == ["  --> f:12", "   |", "12 | source", "   = h"]


@pytest.mark.parametrize(
    ("text", "column", "length", "source", "carets"),
    [
        ("\tkey = 1", 2, 3, "    key = 1", "    ^^^"),
        ("重庆 = x", 6, 1, "重庆 = x", "       ^"),
        ("a\x1bb = x", 3, 1, "a<U+001B>b = x", "         ^"),
        ("a = \x1b", 5, 1, "a = <U+001B>", "    ^^^^^^^^"),
        ("a =", 4, 1, "a =", "   ^"),
        ("a =", 99, 5, "a =", "   ^"),
        ("key\n", 1, 0, "key", "^"),
    ],
)
def test_carets_stand_under_what_they_mean(text: str, column: int, length: int, source: str, carets: str) -> None:
    lines = told(at(text, column, length))
    assert lines[3:5] == [f"7 | {source}", f"  | {carets}"]


def test_a_long_line_is_cut_around_the_place() -> None:
    text = "x" * 500 + "WRONG" + "y" * 500
    lines = told(at(text, 501, 5))
    assert re.fullmatch(r"7 \| …x{40}WRONGy{55}…", lines[3])
    assert lines[4].index("^") == lines[3].index("WRONG")
    assert lines[4].count("^") == 5


def test_a_long_line_without_a_column_is_cut_at_its_end() -> None:
    lines = told(Problem("r", "m", place=Place("f", 7, text="x" * 500)))
    assert lines[3] == "7 | " + "x" * 100 + "…"


def test_a_long_span_is_cut_too() -> None:
    lines = told(at("x" * 500, 301, 200))
    assert lines[4].count("^") == 60
    assert lines[3] == "7 | …" + "x" * 100 + "…"


def test_in_ascii_the_carets_still_fit() -> None:
    lines = told(at("x" * 300 + "WRONG", 301, 5), "ascii")
    assert lines[4].index("^") == lines[3].index("WRONG")
    assert "\n".join(lines).isascii()


def test_huge_keys_and_messages_are_cut() -> None:
    text = problems_text([Problem("r", "m" * 100_000, ("k" * 100_000,), found="f" * 100_000)], "utf-8", colour=False)
    assert len(text) < 4_000


def test_nothing_harmful_passes() -> None:
    evil = "\x1b[31m\u202e\n"
    place = Place(evil, 1, 1, 1, evil + "x")
    text = problems_text([Problem("r", evil, (evil,), "key", evil * 2, evil * 3, evil, place=place)], "utf-8", False)
    assert not set(text) & {"\x1b", "\u202e"}
    assert text.count("<U+001B>") == 1 + 1 + 1 + 1 + 2 + 3  # message, file, source, hint, found, expected


def test_many_are_counted() -> None:
    text = problems_text([TYPO] * (MOST_PROBLEMS + 123), "utf-8", colour=False)
    assert text.count("error: unknown key") == MOST_PROBLEMS
    assert text.endswith("\n\n... and 123 more\n\n173 errors in 1 file; nothing was ranked\n")


def test_warnings_do_not_stop_the_ranking() -> None:
    warning = Problem("r", "old reading", severity="warning", place=Place("a.toml"))
    assert problems_text([warning], "utf-8", colour=False).splitlines()[0] == "warning: old reading"
    assert problems_text([warning], "utf-8", colour=False).endswith("\n1 warning in 1 file\n")
    both = problems_text([warning, TYPO, TYPO], "utf-8", colour=False)
    assert both.endswith("\n2 errors and 1 warning in 2 files; nothing was ranked\n")


def test_colour_only_adds() -> None:
    coloured = problems_text([TYPO], "utf-8", colour=True)
    assert coloured.startswith("\x1b[1;31merror:\x1b[22;39m ")
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == problems_text([TYPO], "utf-8", colour=False)


def test_no_problems_no_text() -> None:
    assert problems_text([], "utf-8", colour=False) == ""


def test_notes_are_one_line_each() -> None:
    assert notes_text(["a\nb", "≥ 5"], "ascii", colour=False) == "note: a<U+000A>b\nnote: >= 5\n"
    assert notes_text([], "utf-8", colour=False) == ""
