"""A method as files name it: `"name"` or `{ name = parameter }`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.impute import MISSING
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.method import Method
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.rank import TIES
from hubscore.methods.transform import TRANSFORMS
from hubscore.methods.treat import TREATMENTS
from hubscore.model.fields import ID_PATTERN
from hubscore.model.found import describe
from hubscore.model.suggest import did_you_mean

Parameter = float | str | None


class Choice(NamedTuple):
    """A method's name and its parameter, the default filled in."""

    name: str
    parameter: Parameter = None

    @property
    def number(self) -> float | None:
        """The parameter where it is a number."""
        return self.parameter if isinstance(self.parameter, float) else None

    def __str__(self) -> str:
        if self.parameter is None:
            return self.name
        return f"{self.name} ({self.parameter if self.number is None else f'{self.number:g}'})"


def parse(value: object, methods: Mapping[str, Method], step: str) -> Choice:
    """Read a choice of one step, or say what is wrong with it."""
    if isinstance(value, Choice):
        return value
    name, given = value, None
    if isinstance(value, dict) and len(value) == 1:
        [(name, given)] = value.items()
    if not isinstance(name, str):
        expected = "a method's name, or { name = parameter }"
        raise PydanticCustomError("choice", f"is no {step}", {"found": describe(value), "expected": expected})
    if name not in methods:
        context = {
            "found": describe(name),
            "expected": "one of " + ", ".join(methods),
            "hint": did_you_mean(name, methods),
        }
        raise PydanticCustomError("choice", f"is no {step}", context)
    return Choice(name, _parameter(methods[name], given))


def _parameter(method: Method, given: object) -> Parameter:
    if given is None:
        if method.parameter and method.default is None:
            expected = f"{{ {method.name} = {method.parameter} }}"
            raise PydanticCustomError("choice", f"lacks its {method.parameter}", {"expected": expected})
        return method.default
    if method.takes == "hub" and isinstance(given, str):
        return given
    if method.takes == "number" and isinstance(given, int | float) and not isinstance(given, bool):
        least = -1e15 if method.least is None else method.least
        most = 1e15 if method.most is None else method.most
        if least <= given <= most:
            return float(given)
        context = {"found": describe(given), "expected": f"a number from {least:g} to {most:g}"}
        raise PydanticCustomError("choice", f"has a {method.parameter} out of range", context)
    wanted = {"nothing": "no parameter", "number": "a number", "hub": "a hub's id in quotes"}[method.takes]
    raise PydanticCustomError(
        "choice", "has a parameter that does not fit", {"found": describe(given), "expected": wanted}
    )


def _schema(methods: Mapping[str, Method]) -> dict[str, Any]:
    bare = [row.name for row in methods.values() if not row.parameter or row.default is not None]
    forms: list[dict[str, Any]] = [{"enum": bare}]
    for row in methods.values():
        if row.parameter:
            value: dict[str, Any] = (
                {"type": "number"} if row.takes == "number" else {"type": "string", "pattern": ID_PATTERN}
            )
            bounds = {"minimum": row.least, "maximum": row.most}
            value |= {word: bound for word, bound in bounds.items() if bound is not None}
            form = {"type": "object", "properties": {row.name: value}, "required": [row.name]}
            forms.append({**form, "additionalProperties": False})
    meanings = "; ".join(f"{row.name}: {row.meaning}" for row in methods.values())
    return {**(forms[0] if len(forms) == 1 else {"anyOf": forms}), "description": meanings}


def _choice(methods: Mapping[str, Method], step: str) -> Any:
    return Annotated[Any, PlainValidator(lambda value: parse(value, methods, step)), WithJsonSchema(_schema(methods))]


STEPS: dict[str, Mapping[str, Method]] = {
    "bounds": BOUNDS,
    "missing": MISSING,
    "treat": TREATMENTS,
    "transform": TRANSFORMS,
    "normalise": NORMALISATIONS,
    "aggregate": AGGREGATIONS,
    "ties": TIES,
}
"""Every step that offers a choice, by the key that names it in a scorecard."""

Bounds = _choice(BOUNDS, "point value of bounds")
Missing = _choice(MISSING, "missing-value policy")
Treat = _choice(TREATMENTS, "treatment")
Transform = _choice(TRANSFORMS, "transform")
Normalise = _choice(NORMALISATIONS, "normalisation")
Aggregate = _choice(AGGREGATIONS, "aggregation")
Ties = _choice(TIES, "rule for ties")
