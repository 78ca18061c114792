"""A method as files name it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic_core import PydanticCustomError

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.impute import MISSING
from hubscore.methods.method import Method, Parameter, table
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.transform import TRANSFORMS
from hubscore.model.choice import STEPS, Choice, parse

MANY = table(
    Method("plain", abs, "nothing to choose"),
    Method("word", abs, "one of two words", parameters=(Parameter("side", "word", "left", words=("left", "right")),)),
    Method("fitted", abs, "a number or a word", parameters=(Parameter("power", default="fit", words=("fit",)),)),
    Method("vector", abs, "a list", parameters=(Parameter("shares", "numbers", least=0.0, most=1.0),)),
    Method("both", abs, "two", parameters=(Parameter("one", default=1.0, least=0.0), Parameter("other", default=2.0))),
    Method("needy", abs, "two, one of them needed", parameters=(Parameter("a", default=1.0), Parameter("b"))),
)


def context(value: Any, methods: Any) -> tuple[str, dict[str, Any]]:
    with pytest.raises(PydanticCustomError) as caught:
        parse(value, methods, "method")
    return caught.value.message(), dict(caught.value.context or {})


@pytest.mark.parametrize(
    ("value", "methods", "wanted"),
    [
        ("arithmetic", AGGREGATIONS, Choice("arithmetic")),
        ({"power": 2}, AGGREGATIONS, Choice("power", 2.0)),
        ({"power": -0.5}, AGGREGATIONS, Choice("power", -0.5)),
        ("power", AGGREGATIONS, Choice("power", AGGREGATIONS["power"].default)),
        ({"log": 0.01}, TRANSFORMS, Choice("log", 0.01)),
        ("log", TRANSFORMS, Choice("log", 0.0)),
        ({"distance_to_reference": "singapore"}, NORMALISATIONS, Choice("distance_to_reference", "singapore")),
        ("latest", MISSING, Choice("latest", 10.0)),
        ({"latest": 0}, MISSING, Choice("latest", 0.0)),
        ("word", MANY, Choice("word", "left")),
        ({"word": "right"}, MANY, Choice("word", "right")),
        ("fitted", MANY, Choice("fitted", "fit")),
        ({"fitted": "fit"}, MANY, Choice("fitted", "fit")),
        ({"fitted": 2}, MANY, Choice("fitted", 2.0)),
        ({"vector": [0.5, 1]}, MANY, Choice("vector", (0.5, 1.0))),
        ("both", MANY, Choice("both", (1.0, 2.0))),
        ({"both": {"other": 5}}, MANY, Choice("both", (1.0, 5.0))),
        ({"both": {}}, MANY, Choice("both", (1.0, 2.0))),
        ({"needy": {"b": 5}}, MANY, Choice("needy", (1.0, 5.0))),
    ],
)
def test_name_and_parameter(value: Any, methods: Any, wanted: Choice) -> None:
    assert parse(value, methods, "method") == wanted
    assert parse(wanted, methods, "method") is wanted


@pytest.mark.parametrize(
    ("value", "methods", "words", "expected"),
    [
        (3, AGGREGATIONS, "is no method", "{ name = parameter }"),
        (["power", 2], AGGREGATIONS, "is no method", "{ name = parameter }"),
        ({}, AGGREGATIONS, "is no method", "{ name = parameter }"),
        ({"power": 2, "median": 1}, AGGREGATIONS, "is no method", "{ name = parameter }"),
        ("means", AGGREGATIONS, "is no method", "one of arithmetic, geometric"),
        ({"powr": 2}, AGGREGATIONS, "is no method", "one of arithmetic"),
        ({"power": "2"}, AGGREGATIONS, "has a parameter that does not fit", "a number"),
        ({"power": True}, AGGREGATIONS, "has a parameter that does not fit", "a number"),
        ({"power": float("nan")}, AGGREGATIONS, "has `p` out of range", "a number from -100 to 100"),
        ({"power": 101}, AGGREGATIONS, "has `p` out of range", "a number from -100 to 100"),
        ({"log": float("inf")}, TRANSFORMS, "has `shift` out of range", "1e+15"),
        ({"latest": -1}, MISSING, "has `years` out of range", "from 0"),
        ({"median": 3}, AGGREGATIONS, "has a parameter that does not fit", "no parameter"),
        ({"distance_to_reference": 3}, NORMALISATIONS, "has a parameter that does not fit", "a hub's id in quotes"),
        ("distance_to_reference", NORMALISATIONS, "lacks its `hub`", "{ distance_to_reference = hub }"),
        ({"word": "up"}, MANY, "has a parameter that does not fit", '"left" or "right"'),
        ({"fitted": "best"}, MANY, "has a parameter that does not fit", 'a number or "fit"'),
        ({"vector": []}, MANY, "has a parameter that does not fit", "a list of numbers"),
        ({"vector": [0.5, "x"]}, MANY, "has a parameter that does not fit", "a list of numbers"),
        ({"vector": [0.5, 2]}, MANY, "has `shares` out of range", "a number from 0 to 1"),
        ({"both": 3}, MANY, "has a parameter that does not fit", "a table of one, other"),
        ({"both": {"one": -1}}, MANY, "has `one` out of range", "a number from 0"),
        ({"both": {"on": 1}}, MANY, "has no such parameter", "one of one, other"),
        ("vector", MANY, "lacks its `shares`", "{ vector = [shares] }"),
        ("needy", MANY, "lacks its `b`", "{ needy = { b = ... } }"),
        ({"needy": {"a": 1}}, MANY, "lacks its `b`", "{ needy = { b = ... } }"),
    ],
)
def test_what_is_no_choice(value: Any, methods: Any, words: str, expected: str) -> None:
    message, more = context(value, methods)
    assert message == words
    assert expected in more["expected"]


def test_mistyped_name_gets_a_suggestion() -> None:
    assert context("geometrc", AGGREGATIONS)[1]["hint"] == "did you mean `geometric`?"


def test_every_step_is_offered() -> None:
    assert set(STEPS) == {"bounds", "missing", "treat", "transform", "normalise", "aggregate", "ties"}


@pytest.mark.parametrize(
    ("choice", "text"),
    [
        (Choice("median"), "median"),
        (Choice("power", 2.0), "power (2)"),
        (Choice("log", 0.01), "log (0.01)"),
        (Choice("distance_to_reference", "oslo"), "distance_to_reference (oslo)"),
        (Choice("owa", (0.5, 0.25)), "owa (0.5, 0.25)"),
    ],
)
def test_as_text(choice: Choice, text: str) -> None:
    assert str(choice) == text
