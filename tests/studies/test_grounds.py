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
ALL = "all 3 children of Money"
OVER = f"for all hubs (25) that have {ALL}"
LEAVE = "leave it out of the node, or take equal or ahp, which need no scores"
FROM_0 = ("scores from 0 up", "a scale that starts at 0, with goalposts or minmax, gives them")


def said(message: str, expected: str = "", hint: str = "") -> Problem:
    return Problem("derive", message, expected=expected, hint=hint)


@pytest.mark.parametrize(
    ("method", "refusal", "words"),
    [
        ("pca", Refusal("constant", (1,)), (f"`b` is the same {OVER}", "scores that differ, as pca needs them", LEAVE)),
        (
            "critic",
            Refusal("constant", (0, 2)),
            (f"`a` and `c` are the same {OVER}", "scores that differ, as critic needs them", LEAVE),
        ),
        (
            "bod",
            Refusal("constant", (0, 1, 2)),
            (f"`a`, `b` and `c` are the same {OVER}", "scores that differ, as bod needs them", LEAVE),
        ),
        (
            "critic",
            Refusal("alike", (0, 1)),
            (f"`a` and `b` say the same {OVER}", "children that do not all move together", "take equal"),
        ),
        (
            "entropy",
            Refusal("negative", (0,)),
            ("`a` has scores below 0, of which entropy takes no shares", *FROM_0),
        ),
        (
            "entropy",
            Refusal("negative", (0, 1)),
            ("`a` and `b` have scores below 0, of which entropy takes no shares", *FROM_0),
        ),
        (
            "pca",
            Refusal("few hubs", figure=2),
            (
                f"pca has no answer for so few hubs: 25 have {ALL}",
                "more hubs, or fewer children",
                "equal and ahp need no hubs",
            ),
        ),
        (
            "balanced",
            Refusal("unmoved"),
            (
                f"Money does not depend on its weights: its scores are the same whatever {ALL} weigh",
                "a node that weights move, like a mean",
                "no weights make one child matter more than another",
            ),
        ),
        (
            "balanced",
            Refusal("undefined"),
            (f"Money has the same score {OVER}", "scores that differ", "equal and ahp need none"),
        ),
        (
            "ahp",
            Refusal("size", figure=15),
            (
                "ahp cannot judge the consistency of 3 children",
                "at most 15",
                "put them below pillars, and compare within each",
            ),
        ),
        ("bod", Refusal("least", figure=1 / 3), (f"`--least` is more than {ALL} can each have", "at most 0.3333")),
        ("bod", Refusal("most", figure=1 / 3), (f"`--most` is less than {ALL} need to have", "at least 0.3333")),
        (
            "ahp",
            Refusal("not reciprocal", (0, 1)),
            ("the judgements below Money are no matrix of pairs", "each pair once", "run `hubscore check`"),
        ),
    ],
)
def test_what_a_formula_cannot_take(method: str, refusal: Refusal, words: tuple[str, ...]) -> None:
    assert refused(CASE._replace(method=method), refusal) == said(*words)


@pytest.mark.parametrize("reason", Reason.__args__)  # type: ignore[attr-defined]
def test_every_reason_has_words(reason: Reason) -> None:
    problem = refused(CASE, Refusal(reason, (0,), 1.0))
    assert problem.message
    assert problem.expected or problem.hint


def test_many_children_are_counted() -> None:
    case = CASE._replace(members=tuple("abcdefgh"))
    assert refused(case, Refusal("constant", tuple(range(7)))).message.startswith("7 children are the same for all")
    named = "`a`, `b`, `c`, `d`, `e` and `f` are the same for all"
    assert refused(case, Refusal("constant", tuple(range(6)))).message.startswith(named)


def test_a_single_hub() -> None:
    few = f"pca has no answer for so few hubs: 1 has {ALL}"
    assert refused(CASE._replace(hubs=1), Refusal("few hubs")).message == few
    assert too_small(CASE, Shortage(1, 20, 3)).message == f"too few hubs for pca: 1 has {ALL}"


def test_samples_that_are_too_small() -> None:
    assert too_small(CASE, Shortage(5, 24, 8)) == said(
        f"too few hubs for pca: 5 have {ALL}",
        "24 hubs or more (at least 20, and 3 to each child)",
        "equal, bod and ahp need no sample; --force prints what chance gives",
    )


def test_nothing_to_weigh() -> None:
    assert no_children("gdp") == said(
        "`gdp` is an indicator: it has no children to weigh", "the index, or a pillar with children"
    )
    assert single_child("Money") == said(
        "Money has a single child, which weighs all", "the index, or a pillar with several children"
    )


def test_nothing_to_weigh_with() -> None:
    assert no_matrix(CASE._replace(method="ahp")) == Problem(
        "derive",
        "ahp needs judgements: the scorecard has no table [pairwise.money]",
        ("pairwise", "money"),
        expected=f"each pair of {ALL}",
        hint="write it, with `a = { b = 2 }` where a is twice as important as b",
    )
    assert no_bounds(CASE) == said("pca has no bounds of shares", hint="`--least` and `--most` are for bod")


@pytest.mark.parametrize(
    ("changed", "path", "hint"),
    [
        (
            {"a": {"b": 3, "c": 1, "d": 9}},
            ("a", "c"),
            "`a` is as important as `c`",
        ),
        ({"b": {"d": 3}, "c": {"b": 9, "d": 1}}, ("c", "b"), "`c` is 9 times as important as `b`"),
        ({"b": {"c": 1 / 9, "d": 3}}, ("b", "c"), "`c` is 9 times as important as `b`"),
    ],
)
def test_judgements_that_contradict_each_other(
    changed: dict[str, dict[str, float]], path: tuple[str, str], hint: str
) -> None:
    case, judgements = CASE._replace(members=("a", "b", "c", "d")), FIT | changed
    found = ahp(matrix_of(judgements, case.members))
    assert isinstance(found, Hierarchy)
    assert found.ratio > 0.2
    first, second = (case.members.index(word) for word in hint.split("`")[1::2])
    fitting = f"all judgements together say {found.weights[first] / found.weights[second]:.2g} times as important"
    assert inconsistent(case, found, judgements) == Problem(
        "derive",
        "the judgements below Money contradict each other",
        ("pairwise", "money", *path),
        "value",
        f"a consistency ratio of {found.ratio:.2f}",
        "at most 0.2",
        f"most at odds: {hint}; {fitting}",
    )


@pytest.mark.parametrize(
    ("judgements", "path"),
    [
        ({"a": {"b": 9, "c": 1 / 9}, "b": {"c": 9}}, ("a", "b")),
        ({"b": {"a": 1 / 9, "c": 9}, "c": {"a": 9}}, ("b", "a")),
    ],
)
def test_judgements_that_fit_nothing_but_the_same(
    judgements: dict[str, dict[str, float]], path: tuple[str, str]
) -> None:
    """In a circle, so that all children come out the same."""
    case = CASE._replace(members=("a", "b", "c"))
    found = ahp(matrix_of(judgements, case.members))
    assert isinstance(found, Hierarchy)
    hint = "most at odds: `a` is 9 times as important as `b`; all judgements together say as important"
    problem = inconsistent(case, found, judgements)
    assert (problem.path, problem.hint) == (("pairwise", "money", *path), hint)


def test_without_a_pair_to_name() -> None:
    found = ahp(matrix_of({"a": {"b": 2}}, ("a", "b")))
    assert isinstance(found, Hierarchy)
    problem = inconsistent(CASE, found, {})
    assert (problem.path, problem.hint) == (("pairwise", "money"), "")
