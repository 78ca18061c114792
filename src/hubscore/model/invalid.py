"""From what pydantic finds to what a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from hubscore.errors import Problem
from hubscore.model.fields import keys_of
from hubscore.model.found import describe
from hubscore.model.suggest import did_you_mean

Path = tuple[str | int, ...]
Shapes = Mapping[tuple[str, ...], type[BaseModel]]
"""Which table has which keys, by path; "*" stands for any key or position."""

EXPECTED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "dict_type": "a table",
    "model_type": "a table",
    "tuple_type": "an array",
    "too_short": "at least one entry",
}
YEAR_EXPECTED = "a year from 1800 to 2199"
ID_EXPECTED = "an id: lower-case letters, digits, - and _, at most 64 characters"
BOUNDS = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}
BOUNDS |= {"greater_than": ("gt", "above"), "less_than": ("lt", "below")}


def problems_of(error: ValidationError, raw: Any, shapes: Shapes) -> list[Problem]:
    """Turn the findings of one file into problems, one a place."""
    found: dict[Path, Problem] = {}
    for finding in error.errors(include_url=False):
        path, is_key = _path(finding["loc"], raw, finding["type"])
        problem = _problem(finding, path, is_key, shapes)
        if path in found and problem.expected not in found[path].expected:
            first = found[path]
            expected = f"{first.expected} or {problem.expected}"
            problem = Problem(first.rule, first.message, path, first.at, first.found, expected, first.hint)
        found[path] = problem
    return list(found.values())


def _path(loc: tuple[int | str, ...], raw: Any, kind: str) -> tuple[Path, bool]:
    """The way in the file: without the parts that only the validator knows."""
    path: list[int | str] = []
    here = raw
    for position, part in enumerate(loc):
        if part == "[key]" and position == len(loc) - 1:
            return tuple(path), True
        inside = part in here if isinstance(here, dict) else isinstance(here, list) and part in range(len(here))
        if inside:
            here = here[part]
            path.append(part)
        elif kind == "missing" and position == len(loc) - 1:
            path.append(part)
    return tuple(path), False


def _problem(finding: Mapping[str, Any], path: Path, is_key: bool, shapes: Shapes) -> Problem:
    kind, given, context = finding["type"], finding.get("input"), finding.get("ctx", {})
    key = Problem("", "", path).key
    table = where(path[:-1])
    if kind == "extra_forbidden":
        known = keys_of(shapes[_shape(path[:-1], shapes)]) if _shape(path[:-1], shapes) in shapes else []
        hint = did_you_mean(str(path[-1]), known)
        expected = "" if hint or not known else "one of " + ", ".join(known)
        return Problem("unknown-key", f"unknown key `{path[-1]}` {table}", path, expected=expected, hint=hint)
    if kind == "missing":
        expected = f"`{path[-1]} = ...`"
        return Problem("missing-key", f"`{path[-1]}` is missing {table}", path, expected=expected)
    if is_key:
        expected = YEAR_EXPECTED if len(path) == 3 and path[0] == "data" else ID_EXPECTED
        word = "a year" if expected == YEAR_EXPECTED else "an id"
        return Problem("bad-key", f"`{path[-1]}` {table} is not {word}", path, expected=expected)
    what = f"`{key}`" if path else "the file"
    if kind == "literal_error":
        words = context["expected"].replace("'", "`")
        hint = did_you_mean(given, words.replace("`", "").replace(" or ", ", ").split(", ")) if isinstance(given, str) else ""
        return Problem("bad-value", f"{what} is none of the known words", path, "value", describe(given), words, hint)
    if kind in BOUNDS:
        name, word = BOUNDS[kind]
        expected = f"a number {word} {context[name]:g}"
        return Problem("out-of-range", f"{what} is out of range", path, "value", describe(given), expected)
    if "expected" in context or kind in ("name", "lacking"):
        shown = context.get("found") or ("" if kind == "lacking" else describe(given))
        return Problem(
            kind, f"{what} {finding['msg']}", path, "value", shown, context.get("expected", ""), context.get("hint", "")
        )
    expected = EXPECTED.get(kind, finding["msg"][:1].lower() + finding["msg"][1:])
    return Problem("bad-value", f"{what} is not {expected}", path, "value", describe(given), expected)


def where(path: Iterable[str | int]) -> str:
    """In which table, as a fragment of a sentence."""
    key = Problem("", "", tuple(path)).key
    return f"in [{key}]" if key else "at the top level"


def _shape(path: Path, shapes: Shapes) -> tuple[str, ...]:
    for shape in shapes:
        pairs = zip(shape, path, strict=False)
        if len(shape) == len(path) and all(part in ("*", given) for part, given in pairs):
            return shape
    return ("",)
