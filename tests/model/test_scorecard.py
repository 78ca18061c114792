"""The scorecard's tables and their defaults, as DESIGN 3 has them."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from hubscore.model.choice import Choice
from hubscore.model.scorecard import SHAPES, Scorecard

LEAF = {"direction": "higher", "goalposts": [0, 1]}


def card(**more: Any) -> Scorecard:
    return Scorecard.model_validate({"indicators": {"x": LEAF}, **more})


def test_defaults() -> None:
    plain = card()
    method = plain.method
    assert (plain.as_of, plain.max_age) == (None, None)
    assert str(method.missing) == "renormalise"
    assert str(method.treat) == "none"
    assert str(method.normalise) == "goalposts"
    assert method.scale == (0, 100)
    assert method.clip
    assert str(method.bounds) == "middle"
    assert str(method.aggregate) == "arithmetic"
    assert (method.min_coverage, method.floor, method.max_missing) == (0.5, 0.01, None)
    assert (method.digits, method.level_digits, str(method.ties)) == (None, None, "competition")
    assert plain.evidence.admit == "estimate"
    assert (plain.indicators["x"].kind, plain.indicators["x"].per_amount) == ("amount", 1)


def test_uncertainty_without_a_table() -> None:
    uncertainty = card().uncertainty
    assert (uncertainty.weights, uncertainty.missing, uncertainty.open_bound, uncertainty.drift) == (
        0.25,
        "siblings",
        0.25,
        0.02,
    )
    assert (uncertainty.normalise, uncertainty.aggregate) == ((), ())
    data = uncertainty.data
    assert (data.official, data.reported, data.secondary, data.estimate) == (0.01, 0.03, 0.06, 0.15)


def test_uncertainty_as_the_design_has_it() -> None:
    told = {"weights": "any", "normalise": ["goalposts", "minmax"], "aggregate": ["arithmetic", {"power": 0.5}]}
    uncertainty = card(uncertainty=told).uncertainty
    assert uncertainty.weights == "any"
    assert uncertainty.aggregate == (Choice("arithmetic"), Choice("power", 0.5))
    dirichlet = card(uncertainty={"weights": {"dirichlet": 20}}).uncertainty.weights
    assert getattr(dirichlet, "dirichlet", None) == 20


def test_root_says_what_a_pillar_says() -> None:
    index = card(index={"label": "All", "aggregate": "geometric", "missing": "strict", "over": "indicators"}).index
    assert (index.label, str(index.aggregate), str(index.missing), index.over) == (
        "All",
        "geometric",
        "strict",
        "indicators",
    )
    with pytest.raises(ValidationError):
        card(index={"parent": "p"})


def test_labels() -> None:
    plain = card(pillars={"p": {"label": "Pea"}}, measures={"m": {"label": "Em"}, "n": {}})
    assert [plain.label(name) for name in ("p", "m", "n", "x", "index")] == ["Pea", "Em", "n", "x", "Index"]
    assert card(index={"label": "All"}).label("index") == "All"


def test_frozen() -> None:
    plain = card(weights={"x": 1})
    with pytest.raises(ValidationError):
        plain.title = "Other"
    with pytest.raises(TypeError):
        plain.weights["x"] = 2  # type: ignore[index]
    with pytest.raises(TypeError):
        plain.indicators["y"] = plain.indicators["x"]  # type: ignore[index]


@pytest.mark.parametrize("goalposts", [[0, 5], [5, 0], ["min", "max"], [0.5, "benchmark"], ["max", 1]])
def test_goalposts(goalposts: list[Any]) -> None:
    assert card(indicators={"x": {**LEAF, "goalposts": goalposts}}).indicators["x"].goalposts == tuple(goalposts)


@pytest.mark.parametrize(
    "goalposts", [[], [1], [1, 2, 3], "min", 3, [1, "best"], [True, 2], [float("inf"), 2], [1e16, 2], {}]
)
def test_no_goalposts(goalposts: Any) -> None:
    with pytest.raises(ValidationError, match="is not a pair"):
        card(indicators={"x": {**LEAF, "goalposts": goalposts}})


def test_no_indicators() -> None:
    with pytest.raises(ValidationError):
        Scorecard.model_validate({"title": "Empty"})


def test_every_table_has_its_shape() -> None:
    tables = {name for name, field in Scorecard.model_fields.items() if hasattr(field.annotation, "model_fields")}
    assert {shape[0] for shape in SHAPES if len(shape) == 1} >= tables
