"""Words that name nothing."""

from __future__ import annotations

import pytest

from hubscore.errors import MOST_PROBLEMS
from hubscore.model.unknown import Unknowns, article

KNOWN = ["gdp", "population"]


def test_suggestion_or_what_is_known() -> None:
    unknowns = Unknowns()
    near = unknowns.problem("measure", "popluation", ("x",), KNOWN)
    assert (near.message, near.hint, near.expected) == (
        "there is no measure `popluation`",
        "did you mean `population`?",
        "",
    )
    far = unknowns.problem("measure", "zzz", ("x",), KNOWN)
    assert (far.hint, far.expected) == ("", "the id of a measure: gdp, population")
    assert (far.path, far.at, far.rule) == (("x",), "value", "unknown-id")


def test_long_lists_are_not_told() -> None:
    known = [f"measure-{number}" for number in range(100)]
    assert Unknowns().problem("measure", "zzz", (), known).expected == "the id of a measure"


def test_nothing_known() -> None:
    assert Unknowns().problem("indicator or measure", "zzz", (), []).expected == "the id of an indicator or measure"


def test_pillars_are_faults_of_the_tree() -> None:
    assert Unknowns().problem("pillar", "p", (), []).rule == "tree"


def test_only_the_first_get_a_suggestion() -> None:
    unknowns = Unknowns()
    hints = [unknowns.problem("measure", "popluation", (), KNOWN).hint for _ in range(MOST_PROBLEMS + 5)]
    assert hints[MOST_PROBLEMS - 1]
    assert hints[MOST_PROBLEMS:] == [""] * 5


@pytest.mark.parametrize(("noun", "wanted"), [("pillar", "a pillar"), ("indicator", "an indicator"), ("hub", "a hub")])
def test_article(noun: str, wanted: str) -> None:
    assert article(noun) == wanted
