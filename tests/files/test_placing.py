"""Places for all problems of one file."""

from __future__ import annotations

from hubscore.errors import Problem
from hubscore.files.placing import MOST_PLACED, all_placed
from hubscore.files.toml import TomlFile

TEXT = 'name = "A"\n[data.x]\n2024 = { value = 1 }\n2023 = [{ value = 2 }]\n'
FILE = TomlFile("a.toml", TEXT, {"name": "A", "data": {"x": {"2024": {"value": 1}, "2023": [{"value": 2}]}}})


def test_problem_of_a_single_reading_has_no_position() -> None:
    [found] = all_placed(FILE, [Problem("r", "m", ("data", "x", "2024", 0, "value"), "value")])
    assert found.key == "data.x.2024.value"
    assert found.place is not None
    assert (found.place.file, found.place.line, found.place.column) == ("a.toml", 3, 18)


def test_problem_of_a_list_has_one() -> None:
    [found] = all_placed(FILE, [Problem("r", "m", ("data", "x", "2023", 0, "value"), "value")])
    assert found.key == "data.x.2023[0].value"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (4, 19)


def test_of_very_many_only_the_first_are_looked_up() -> None:
    found = all_placed(FILE, [Problem("r", "m", ("name",))] * (MOST_PLACED + 1))
    lines = [problem.place.line for problem in found if problem.place is not None]
    assert lines == [1] * MOST_PLACED + [None]
    assert {problem.place.file for problem in found if problem.place is not None} == {"a.toml"}
