"""Every refusal says what is wrong and what would do."""

from __future__ import annotations

import pytest

from hubscore.errors import Problem
from hubscore.methods.hierarchy import Hierarchy, ahp
from hubscore.methods.outcome import Reason, Refusal
from hubscore.model.pairwise import matrix_of
from hubscore.studies.grounds import (
    Case,
    inconsistent,
    no_bounds,
    no_children,
    no_matrix,
    refused,
    single_child,
    too_small,
)
from hubscore.studies.size import Shortage

CASE = Case("pca", "money", "Money", ("a", "b", "c"), 25)
FIT = {"a": {"b": 3, "c": 9, "d": 9}, "b": {"c": 3, "d": 3}, "c": {"d": 1}}


def said(problem: Problem) -> str:
    assert problem.expected or problem.hint
    return " | ".join(filter(None, (problem.message, problem.found, problem.expected, problem.hint)))


@pytest.mark.parametrize(
    ("method", "refusal", "words"),
    [
        ("pca", Refusal("constant", (1,)), "`b` is the same for all hubs (25) that have all 3 children of Money"),
        ("pca", Refusal("constant", (0, 2)), "`a` and `c` are the same"),
        ("critic", Refusal("constant", (0, 1, 2)), "`a`, `b` and `c` are the same"),
        ("bod", Refusal("constant", (2,)), "`c` is the same for all hubs (25)"),
        ("critic", Refusal("alike", (0, 1)), "`a` and `b` say the same"),
        ("entropy", Refusal("negative", (0,)), "`a` has scores below 0, of which entropy takes no shares"),
        ("entropy", Refusal("negative", (0, 1)), "`a` and `b` have scores below 0"),
        ("pca", Refusal("few hubs", figure=2), "pca has no answer for so few hubs: 25 have all 3 children of Money"),
        ("balanced", Refusal("unmoved"), "Money does not depend on its weights"),
        ("balanced", Refusal("undefined"), "Money has the same score for all hubs"),
        ("ahp", Refusal("size", figure=15), "ahp cannot judge the consistency of 3 children | at most 15"),
        (
            "bod",
            Refusal("least", figure=1 / 3),
            "`--least` is more than all 3 children of Money can each have | at most 0.3333",
        ),
        (
            "bod",
            Refusal("most", figure=1 / 3),
            "`--most` is less than all 3 children of Money need to have | at least 0.3333",
        ),
        ("ahp", Refusal("not reciprocal", (0, 1)), "the judgements below Money are no matrix of pairs"),
    ],
)
def test_what_a_formula_cannot_take(method: str, refusal: Refusal, words: str) -> None:
    assert words in said(refused(CASE._replace(method=method), refusal))


@pytest.mark.parametrize("reason", Reason.__args__)  # type: ignore[attr-defined]
def test_every_reason_has_words(reason: Reason) -> None:
    assert said(refused(CASE, Refusal(reason, (0,), 1.0)))


def test_many_children_are_counted() -> None:
    case = CASE._replace(members=tuple("abcdefgh"))
    assert "7 children are the same" in said(refused(case, Refusal("constant", tuple(range(7)))))
    assert "`f` are the same" in said(refused(case, Refusal("constant", tuple(range(6)))))


def test_a_single_hub() -> None:
    assert "so few hubs: 1 has all 3" in said(refused(CASE._replace(hubs=1), Refusal("few hubs")))
    assert "too few hubs for pca: 1 has all 3" in said(too_small(CASE, Shortage(1, 20, 3)))


def test_samples_that_are_too_small() -> None:
    words = said(too_small(CASE, Shortage(5, 20, 3)))
    assert words.startswith(
        "too few hubs for pca: 5 have all 3 children of Money | 20 hubs or more (at least 20, and 3 to"
    )
    assert "--force" in words


def test_nothing_to_weigh() -> None:
    assert "`gdp` is an indicator" in said(no_children("gdp"))
    assert "Money has a single child" in said(single_child("Money"))


def test_nothing_to_weigh_with() -> None:
    problem = no_matrix(CASE._replace(method="ahp"))
    assert "no table [pairwise.money]" in problem.message
    assert problem.path == ("pairwise", "money")
    assert "`a = { b = 2 }` where a is twice as important as b" in problem.hint
    assert "`--least` and `--most` are for bod" in said(no_bounds(CASE))


@pytest.mark.parametrize(
    ("changed", "path", "hint"),
    [
        (
            {"a": {"b": 3, "c": 1, "d": 9}},
            ("a", "c"),
            "`a` is as important as `c`; all",
        ),
        ({"b": {"d": 3}, "c": {"b": 9, "d": 1}}, ("c", "b"), "`c` is 9 times as important as `b`; all"),
        ({"b": {"c": 1 / 9, "d": 3}}, ("b", "c"), "`c` is 9 times as important as `b`; all"),
    ],
)
def test_judgements_that_contradict_each_other(
    changed: dict[str, dict[str, float]], path: tuple[str, str], hint: str
) -> None:
    case, judgements = CASE._replace(members=("a", "b", "c", "d")), FIT | changed
    found = ahp(matrix_of(judgements, case.members))
    assert isinstance(found, Hierarchy)
    assert found.ratio > 0.2
    problem = inconsistent(case, found, judgements)
    assert hint in problem.hint
    first, second = (case.members.index(word) for word in hint.split("`")[1::2])
    assert problem.hint.endswith(f" say {found.weights[first] / found.weights[second]:.2g} times as important")
    assert problem.path == ("pairwise", "money", *path)
    assert f"a consistency ratio of {found.ratio:.2f} | at most 0.2" in said(problem)


def test_judgements_that_fit_nothing_but_the_same() -> None:
    case = CASE._replace(members=("a", "b", "c"))
    judgements = {"a": {"b": 9, "c": 1 / 9}, "b": {"c": 9}}  # in a circle: all come out the same
    found = ahp(matrix_of(judgements, case.members))
    assert isinstance(found, Hierarchy)
    hint = inconsistent(case, found, judgements).hint
    assert hint.endswith("`a` is 9 times as important as `b`; all judgements together say as important")


def test_without_a_pair_to_name() -> None:
    found = ahp(matrix_of({"a": {"b": 2}}, ("a", "b")))
    assert isinstance(found, Hierarchy)
    assert inconsistent(CASE, found, {}).hint == ""
