"""Judgements of pairs: read as a matrix, and refused where they are of nothing or contradict each other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.errors import InputError, Problem
from hubscore.model.checks import check_scorecard
from hubscore.model.pairwise import matrix_of
from hubscore.model.scenario import merged
from hubscore.model.scorecard import Scorecard

LEAF: dict[str, Any] = {"direction": "higher", "goalposts": [0, 1]}
CARD: dict[str, Any] = {
    "hubs": "*.toml",
    "pillars": {"money": {"label": "Money"}, "travel": {}, "people": {}},
    "indicators": {
        "banks": {**LEAF, "pillar": "money"},
        "air": {**LEAF, "pillar": "travel"},
        "rail": {**LEAF, "pillar": "travel"},
        "crime": {**LEAF, "pillar": "people"},
    },
}
ALL = {"money": {"travel": 2, "people": 3}, "travel": {"people": 0.5}}


def problems(pairwise: Any, **more: Any) -> list[Problem]:
    return check_scorecard(Scorecard.model_validate({**CARD, **more, "pairwise": pairwise}))


def test_good_ones() -> None:
    assert problems({}) == []
    assert problems({"index": ALL, "travel": {"rail": {"air": 9}}}) == []
    assert problems({"index": ALL | {"people": {"money": 0.33, "travel": 2}}}) == []


def test_leaves_are_compared_where_the_index_averages_them() -> None:
    pairs = {"banks": {"air": 1, "rail": 1, "crime": 1}, "air": {"rail": 2, "crime": 2}, "rail": {"crime": 1}}
    assert problems({"index": pairs}, index={"over": "indicators"}) == []
    assert "`banks` is no child" in problems({"index": pairs})[0].message


@pytest.mark.parametrize(
    ("pairwise", "key", "words"),
    [
        ({"monye": ALL}, "pairwise.monye", ["no pillar `monye`", "did you mean `money`?"]),
        ({"xyz": ALL}, "pairwise.xyz", ["no pillar `xyz`", "`index` or the id of a pillar"]),
        ({"air": {"rail": {"air": 1}}}, "pairwise.air", ["`air` is an indicator"]),
        ({"money": {}}, "pairwise.money", ["Money has a single child", "leave the table out"]),
        ({"index": ALL | {"banks": {"money": 2}}}, "pairwise.index.banks", ["`banks` is no child of Index", "one of"]),
        (
            {"index": {"money": {"travle": 2, "people": 3}, "travel": {"people": 1}}},
            "pairwise.index.money.travle",
            ["no child of Index", "did you mean `travel`?"],
        ),
        ({"index": ALL | {"people": {"people": 1}}}, "pairwise.index.people.people", ["compared with itself"]),
        (
            {"index": ALL | {"people": {"money": 3}}},
            "pairwise.index.people.money",
            ["`money` is 3 times as important as `people`", "cannot be 3 times", "0.333", "only once"],
        ),
        (
            {"index": {"money": {"travel": 2}}},
            "pairwise.index",
            ["2 of 3 pairs of children of Index are not compared: money and people, travel and people", "people = 2"],
        ),
    ],
)
def test_bad_ones(pairwise: Any, key: str, words: list[str]) -> None:
    [problem] = problems(pairwise)
    assert problem.key == key
    said = f"{problem.message} {problem.found} {problem.expected} {problem.hint}"
    assert [word for word in words if word not in said] == []


def test_of_many_pairs_the_first_are_named() -> None:
    many = {f"i{at:04}": LEAF for at in range(3000)}
    [problem] = check_scorecard(
        Scorecard.model_validate({"hubs": "*", "indicators": many, "pairwise": {"index": {"i0000": {"i0001": 2}}}})
    )
    assert problem.message == (
        "4,498,499 of 4,498,500 pairs of children of Index are not compared: "
        "i0000 and i0002, i0000 and i0003, i0000 and i0004, ..."
    )


@pytest.mark.parametrize(
    ("back", "good"), [(0.14, True), (1 / 7, True), (0.142857, True), (0.13, False), (0.15, False), (7, False)]
)
def test_rounded_reciprocals_pass(back: float, good: bool) -> None:
    assert (problems({"travel": {"air": {"rail": 7}, "rail": {"air": back}}}) == []) == good


def test_as_a_matrix() -> None:
    given = {"a": {"b": 3}, "c": {"a": 0.2, "b": 0.5}, "b": {"a": 0.33}}
    matrix = matrix_of(given, ("a", "b", "c"))
    assert np.allclose(matrix, [[1, 3, 5], [1 / 3, 1, 2], [1 / 5, 1 / 2, 1]], rtol=1e-15)
    assert np.array_equal(matrix_of(given, ("c", "a", "b")), matrix[np.ix_([2, 0, 1], [2, 0, 1])])


def test_of_two_numbers_for_a_pair_the_one_from_1_up_counts() -> None:
    for given in ({"a": {"b": 7}, "b": {"a": 0.14}}, {"b": {"a": 0.14}, "a": {"b": 7}}):
        assert matrix_of(given, ("a", "b"))[0, 1] == matrix_of(given, ("b", "a"))[1, 0] == 7


def test_pairs_that_are_not_given() -> None:
    assert np.isnan(matrix_of({}, ("a", "b"))[0, 1])
    assert np.isnan(matrix_of({}, ("a", "b"))[1, 0])


@pytest.mark.parametrize(
    ("line", "column", "words"),
    [
        ("air = { rail = 10 }", 16, "out of range"),
        ("air = { rail = 0.1 }", 16, "out of range"),
        ("air = { rail = 0 }", 16, "out of range"),
        ('air = { rail = "3" }', 16, "is not a number"),
        ("air = 3", 7, "is not a table"),
        ("air = { rails = 3 }", 9, "`rails` is no child of travel"),
    ],
)
def test_the_place_is_told(tmp_path: Path, line: str, column: int, words: str) -> None:
    (tmp_path / "hubs").mkdir()
    text = f"""hubs = "hubs/*.toml"
[pairwise.travel]
{line}
[pillars.travel]
[indicators.air]
pillar = "travel"
direction = "higher"
goalposts = [0, 1]
[indicators.rail]
pillar = "travel"
direction = "higher"
goalposts = [0, 1]
"""
    (tmp_path / "scorecard.toml").write_text(text)
    (tmp_path / "hubs" / "a.toml").write_text('name = "A"\n')
    with pytest.raises(InputError) as caught:
        hubscore.open(tmp_path)
    problem = caught.value.problems[0]
    assert problem.place is not None
    assert (problem.place.line, problem.place.column) == (3, column)
    assert words in problem.message


def test_a_scenario_changes_one_judgement_even_of_a_child_named_like_a_step() -> None:
    base = {"pairwise": {"index": {"treat": {"a": 2, "b": 3}}}}
    changed = merged(base, {"pairwise": {"index": {"treat": {"a": 5}}}})
    assert changed == {"pairwise": {"index": {"treat": {"a": 5, "b": 3}}}}
