from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.pages.claims import claims_table, course_tables, growth_table, plateau_lines
from hubscore.pages.document import Table
from hubscore.studies.claims import Course, courses
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Told = Callable[..., tuple[Workspace, list[Course]]]


def claim(name: str, statement: str, *readings: tuple[int, Any], **words: Any) -> dict[str, Any]:
    told = [
        {"year": year, "source": "press"} | (figure if isinstance(figure, dict) else {"value": figure})
        for year, figure in readings
    ]
    return {"id": name, "statement": statement, "status": "signed", **words, "readings": told}


WHOLE = claim("all", "Money promised", (2018, 100), (2020, 200), (2023, {"at_least": 202, "note": "over"}), unit="m")
PART = claim("part", "Money spent", (2020, 50), (2023, 101), unit="m", of="all", status="funded")
COUNT = claim("count", "Projects", (2020, 1000), (2023, 3000), unit="projects", of="all")
WORD = claim("word", "A word", status="announced")
SINGLE = claim("one", "One bond", (2021, {"value": 5, "note": "one source"}), (2021, 6))
OPEN = claim("open", "Countries", (2021, {"at_least": 5}), (2022, {"at_most": 6}))


@pytest.fixture
def told(made: Made) -> Told:
    """A workspace whose first hub claims something, with the courses of the claims."""

    def ask(*claims: dict[str, Any]) -> tuple[Workspace, list[Course]]:
        workspace = made({}, oslo={"labs": 4.0, "Claims": list(claims)}, turku={"labs": 1.0})
        return workspace, list(courses(0, workspace.profiles["oslo"].claims))

    return ask


def people(table: Table) -> list[tuple[Any, ...]]:
    return [tuple(cell for cell, column in zip(row, table.columns, strict=True) if column.show) for row in table.rows]


def test_a_plateau_meets_the_eye(told: Told) -> None:
    workspace, found = told(WHOLE, PART, COUNT, WORD)
    [line] = plateau_lines(workspace, found, alone=True)
    assert line == (
        '"Money promised" has hardly grown since 2020: from 200 to ≥ 202 (m), at least +1.0 % in three years, after '
        '+100.0 % in two years before; in the same years "Money spent" +102.0 % and "Projects" +200.0 %.'
    )
    assert plateau_lines(workspace, found, alone=False) == [f"Oslo: {line}"]


def test_a_plateau_beside_nothing(told: Told) -> None:
    workspace, found = told(claim("a", "Jobs", (2018, 100), (2019, 200), (2022, 202)))
    assert plateau_lines(workspace, found, alone=True) == [
        '"Jobs" has hardly grown since 2019: from 200 to 202, +1.0 % in three years, after +100.0 % in one year before.'
    ]


def test_growth_of_all_claims_below_their_hub(told: Told) -> None:
    workspace, found = told(WHOLE, PART, WORD, SINGLE, OPEN)
    table = growth_table(workspace, found)
    assert [(*row[:4], *row[5:]) for row in people(table)] == [
        ("Oslo", "", "", "", "", "", ""),
        ("Money promised", "signed", "2018–2020", "100 → 200", "m", "+100.0 %", "+41.4 %"),
        ("since 2020, hardly any", "signed", "2020–2023", "200 → ≥ 202", "m", "≥ +1.0 %", "≥ +0.3 %"),
        ("Money spent", "funded", "2020–2023", "50 → 101", "m", "+102.0 %", "+26.4 %"),
    ]
    assert table.indents == (0, 1, 2, 1)
    assert not growth_table(workspace, found[3:]).shown  # what has no growth has no line


def test_growth_is_drawn_by_year_from_nothing_to_the_most_of_each_claim(told: Told) -> None:
    workspace, found = told(WHOLE, PART)
    table = growth_table(workspace, found)
    show = table.columns[4].show
    assert show is not None
    assert (show.kind, len(show.of)) == ("spark", 6)  # 2018 to 2023
    assert [[row[at] for at in show.of] for row in table.rows] == [
        [None] * 6,
        [pytest.approx(100 / 202), None, pytest.approx(200 / 202), None, None, None],
        [None, None, pytest.approx(200 / 202), None, None, 1],
        [None, None, pytest.approx(50 / 101), None, None, 1],
    ]


def test_claims_that_are_below_nothing_have_no_height(told: Told) -> None:
    workspace, found = told(
        claim("a", "Balance", (2020, -4), (2021, -2), (2022, {"at_most": -1})), claim("b", "W", (2021, 1), (2022, 2))
    )
    table = growth_table(workspace, found)
    [drawn] = [column.show for column in table.columns if column.show and column.show.kind == "spark"]
    assert {row[at] for row in table.rows[1:] for at in drawn.of} <= {None, 0.5, 1.0}


def test_one_claim_a_table_with_what_came_true(told: Told) -> None:
    _, found = told(WHOLE, PART, COUNT)
    whole, part, count, others = course_tables(found)
    assert whole.title == "Money promised · signed · m · hardly grown since 2020"
    assert people(whole) == [
        (2018, "100", "", "", "", ""),
        (2020, "200", "+100", "+100.0 %", "+41.4 %", ""),
        (2023, "≥ 202", "≥ +2", "≥ +1.0 %", "≥ +0.3 %", "over"),
    ]
    assert part.title == "Realised part of it: Money spent · funded · m"
    assert people(part) == [
        (2020, "50", "", "", "", "25 %"),
        (2023, "101", "+51", "+102.0 %", "+26.4 %", "≤ 50 %"),
    ]
    assert count.title == "Part of it: Projects · signed · projects"
    assert people(count)[1] == (2023, "3,000", "+2,000", "+200.0 %", "+44.2 %")
    assert not others.shown


def test_claims_without_a_course(told: Told) -> None:
    _, found = told(WORD, SINGLE, OPEN)
    course, others = course_tables(found)
    assert people(course) == [(2021, "≥ 5", "", "", ""), (2022, "≤ 6", "≤ +1", "", "")]
    assert people(others) == [
        ("A word", "announced", "", "", "", ""),
        ("One bond", "signed", "2021", "5", "", "one source"),
        ("", "", "2021", "6", "", ""),
    ]
    assert "Note" not in [column.label for column in course_tables(found[:1])[0].columns if column.show]


def test_scripts_get_every_reading(told: Told) -> None:
    workspace, found = told(WHOLE, PART)
    table = claims_table(workspace, found)
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, row, strict=True)) for row in table.rows]
    assert not table.shown
    assert [(row["hub"], row["claim"], row["year"], row["plateau"]) for row in rows] == [
        ("oslo", "all", 2018, False),
        ("oslo", "all", 2020, False),
        ("oslo", "all", 2023, True),
        ("oslo", "part", 2020, False),
        ("oslo", "part", 2023, False),
    ]
    assert (rows[1]["growth"], rows[1]["growth_per_year"]) == (1.0, pytest.approx(2**0.5 - 1))
    assert (rows[2]["growth"], rows[2]["growth_at_least"], rows[2]["growth_at_most"]) == (
        None,
        pytest.approx(0.01),
        None,
    )
    assert (rows[2]["at_least"], rows[2]["source"], rows[2]["note"]) == (202.0, "News", "over")
    assert (rows[3]["share_of_wider"], rows[4]["share_of_wider"], rows[4]["share_of_wider_at_most"]) == (
        0.25,
        None,
        0.5,
    )
    assert (rows[0]["growth"], rows[0]["share_of_wider"], rows[3]["of"]) == (None, None, "all")
