"""A method as files name it: `"name"` or `{ name = parameter }`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, TypeGuard

from pydantic import PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.impute import MISSING
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.method import Method, Parameter, Value
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.rank import TIES
from hubscore.methods.transform import TRANSFORMS
from hubscore.methods.treat import TREATMENTS
from hubscore.model.fields import ID_PATTERN, LARGEST
from hubscore.model.found import describe
from hubscore.model.suggest import did_you_mean


class Choice(NamedTuple):
    """A method's name and its parameter, or the tuple of them, the defaults filled in."""

    name: str
    parameter: Any = None

    @property
    def number(self) -> float | None:
        """The parameter where it is a number."""
        return self.parameter if isinstance(self.parameter, float) else None

    def __str__(self) -> str:
        return self.name if self.parameter is None else f"{self.name} ({written(self.parameter)})"


def written(value: Any) -> str:
    """A parameter's value as text."""
    if isinstance(value, tuple):
        return ", ".join(map(written, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


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


def _parameter(method: Method, given: object) -> Any:
    if given is None:
        if not method.bare:
            lacking = next(row.name for row in method.parameters if row.default is None)
            expected = _form(method, lacking)
            raise PydanticCustomError("choice", f"lacks its `{lacking}`", {"expected": expected})
        return method.default
    if not method.parameters:
        raise _misfit(given, "no parameter")
    if len(method.parameters) == 1:
        return _value(method.parameters[0], given)
    return _values(method, given)


def _form(method: Method, parameter: str) -> str:
    """How a method with a parameter is written."""
    if len(method.parameters) > 1:
        return f"{{ {method.name} = {{ {parameter} = ... }} }}"
    [row] = method.parameters
    return f"{{ {method.name} = {f'[{row.name}]' if row.kind == 'numbers' else row.name} }}"


def _values(method: Method, given: object) -> tuple[Any, ...]:
    """Several parameters by name; the default where one is left out."""
    names = [row.name for row in method.parameters]
    if not isinstance(given, dict):
        raise _misfit(given, f"a table of {', '.join(names)}")
    for name in given:
        if name not in names:
            context = {"found": describe(name), "expected": "one of " + ", ".join(names)}
            hint = did_you_mean(str(name), names)
            raise PydanticCustomError("choice", "has no such parameter", {**context, "hint": hint})
    lacking = [row.name for row in method.parameters if row.default is None and row.name not in given]
    if lacking:
        expected = _form(method, lacking[0])
        raise PydanticCustomError("choice", f"lacks its `{lacking[0]}`", {"expected": expected})
    return tuple(_value(row, given[row.name]) if row.name in given else row.default for row in method.parameters)


def _value(row: Parameter, given: object) -> Value:
    """One parameter, read as its row says."""
    if isinstance(given, str) and (row.kind == "hub" or given in row.words):
        return given
    if row.kind == "number" and _is_number(given):
        return _bounded(row, given)
    if row.kind == "numbers" and isinstance(given, list | tuple) and given and all(map(_is_number, given)):
        return tuple(_bounded(row, number) for number in given)
    words = [f'"{word}"' for word in row.words]
    plain = {"number": ["a number"], "numbers": ["a list of numbers"], "hub": ["a hub's id in quotes"], "word": []}
    named = isinstance(given, Mapping) and list(given) == [row.name]
    hint = f"give `{row.name}` alone, without its name" if named else ""
    raise _misfit(given, " or ".join([*plain[row.kind], *words]), hint)


def _is_number(given: object) -> TypeGuard[int | float]:
    return isinstance(given, int | float) and not isinstance(given, bool)


def _bounded(row: Parameter, given: float) -> float:
    least, most = _bounds(row)
    if least <= given <= most:
        return float(given)
    context = {"found": describe(given), "expected": f"a number from {least:g} to {most:g}"}
    raise PydanticCustomError("choice", f"has `{row.name}` out of range", context)


def _bounds(row: Parameter) -> tuple[float, float]:
    return -LARGEST if row.least is None else row.least, LARGEST if row.most is None else row.most


def _misfit(given: object, expected: str, hint: str = "") -> PydanticCustomError:
    context = {"found": describe(given), "expected": expected, "hint": hint}
    return PydanticCustomError("choice", "has a parameter that does not fit", context)


def _schema(methods: Mapping[str, Method]) -> dict[str, Any]:
    forms: list[dict[str, Any]] = [{"enum": [row.name for row in methods.values() if row.bare]}]
    forms += [_table(row.name, _parameter_schema(row), True) for row in methods.values() if row.parameters]
    meanings = "; ".join(f"{row.name}: {row.meaning}" for row in methods.values())
    return {**(forms[0] if len(forms) == 1 else {"anyOf": forms}), "description": meanings}


def _parameter_schema(method: Method) -> dict[str, Any]:
    if len(method.parameters) == 1:
        return _value_schema(method.parameters[0])
    tables = [_table(row.name, _value_schema(row), row.default is None) for row in method.parameters]
    properties = {name: value for table in tables for name, value in table["properties"].items()}
    required = [name for table in tables for name in table.get("required", ())]
    whole = {"type": "object", "properties": properties, "additionalProperties": False}
    return whole | ({"required": required} if required else {})


def _value_schema(row: Parameter) -> dict[str, Any]:
    bounds = {"minimum": row.least, "maximum": row.most}
    number = {"type": "number"} | {word: bound for word, bound in bounds.items() if bound is not None}
    plain: dict[str, dict[str, Any]] = {
        "number": number,
        "numbers": {"type": "array", "items": number, "minItems": 1},
        "hub": {"type": "string", "pattern": ID_PATTERN},
        "word": {"enum": list(row.words)},
    }
    form = plain[row.kind]
    return {"anyOf": [form, {"enum": list(row.words)}]} if row.words and row.kind != "word" else form


def _table(key: str, value: dict[str, Any], required: bool) -> dict[str, Any]:
    form = {"type": "object", "properties": {key: value}}
    return {**form, **({"required": [key]} if required else {}), "additionalProperties": False}


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
