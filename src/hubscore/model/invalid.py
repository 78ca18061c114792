"""From what pydantic finds to what a person reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from hubscore.errors import MOST_PROBLEMS, Problem
from hubscore.model.fields import LARGEST, keys_of
from hubscore.model.found import describe
from hubscore.model.meant import value_hint, year_hint
from hubscore.model.suggest import closest

Path = tuple[str | int, ...]
Shapes = Mapping[tuple[str, ...], type[BaseModel]]
Kind = TypeVar("Kind", bound=BaseModel)

YEAR = "a year from 1800 to 2199"
ID = "an id: lower-case letters, digits, - and _, at most 64 characters"
EXPECTED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "a text in quotes",
    "string_pattern_mismatch": ID,
    "bool_type": "true or false",
    "finite_number": "a finite number",
    "dict_type": "a table",
    "model_type": "a table",
    "tuple_type": "an array",
    "too_long": "a pair of numbers",
}
LIMITS = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most")}
LIMITS |= {"greater_than": ("gt", "above"), "less_than": ("lt", "below")}


def validated(kind: type[Kind], raw: Any, shapes: Shapes) -> tuple[Kind | None, list[Problem]]:
    """A table as a model, or the problems that keep it from being one."""
    try:
        return kind.model_validate(raw), []
    except ValidationError as error:
        return None, problems_of(error, raw, shapes)


def problems_of(error: ValidationError, raw: Any, shapes: Shapes) -> list[Problem]:
    """Turn the findings of one file into problems, one a place.

    Of a value that may be of several kinds every kind complains: where one finds fault further
    inside, it is the kind that was meant. A key is not missing where it is but mistyped.
    """
    found: dict[Path, Problem] = {}
    for finding in error.errors(include_url=False, include_context=True):
        path, is_key = _path(finding["loc"], raw, finding["type"])
        kind, path = ("too_long", path[:-1]) if _cut_short(finding, path) else (finding["type"], path)
        problem = _problem({**finding, "type": kind}, path, is_key, shapes, hints=len(found) < MOST_PROBLEMS)
        found[path] = _both(found[path], problem) if path in found else problem
    inner = {path[:length] for path in found for length in range(len(path))}
    mistyped = [problem for problem in found.values() if problem.rule == "unknown-key" and problem.hint]
    meant = {(*problem.path[:-1], problem.hint.split("`")[1]) for problem in mistyped}
    return [
        problem
        for path, problem in found.items()
        if not (problem.at == "value" and path in inner) and not (problem.rule == "missing-key" and path in meant)
    ]


def _cut_short(finding: Mapping[str, Any], path: Path) -> bool:
    """Whether what is missing is no key but the end of a pair."""
    return finding["type"] == "missing" and isinstance(path[-1], int)


def _both(one: Problem, other: Problem) -> Problem:
    if other.expected in one.expected:
        return one
    return one._replace(expected=f"{one.expected} or {other.expected}", hint=one.hint or other.hint)


def _path(loc: tuple[int | str, ...], raw: Any, kind: str) -> tuple[Path, bool]:
    """The way in the file, without the parts that only the validator knows; whether a key is to blame."""
    path: list[int | str] = []
    here = raw
    for position, part in enumerate(loc):
        last = position == len(loc) - 1
        if part == "[key]" and last:
            return tuple(path), True
        inside = part in here if isinstance(here, dict) else isinstance(here, list) and part in range(len(here))
        if inside:
            here = here[part]
        if inside or (last and (kind == "missing" or (kind == "too_short" and raw))):
            path.append(part)
    return tuple(path), False


def as_written(path: Path, raw: Any) -> Path:
    """A path without the position 0 of a single reading, which the model holds as a list of one."""
    here, written = raw, []
    for part in path:
        if part == 0 and isinstance(here, dict):
            continue
        written.append(part)
        inside = part in here if isinstance(here, dict) else isinstance(here, list) and part in range(len(here))
        here = here[part] if inside else None
    return tuple(written)


def _problem(finding: Mapping[str, Any], path: Path, is_key: bool, shapes: Shapes, hints: bool) -> Problem:
    kind, context = finding["type"], finding.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(path, shapes, hints)
    if kind == "missing":
        expected = f"`{path[-1]} = {_words(path, shapes) or '...'}`"
        return Problem("missing-key", f"`{path[-1]}` is missing {where(path[:-1])}", path, expected=expected)
    if is_key:
        is_year = len(path) == 3 and path[0] == "data"
        expected, hint = (YEAR, year_hint(str(path[-1]))) if is_year else (ID, "")
        word = expected.partition(" from ")[0].partition(":")[0]
        message = f"`{path[-1]}` {where(path[:-1])} is not {word}"
        return Problem("bad-key", message, path, expected=expected, hint=hint)
    return _bad_value(finding, kind, context, path, hints)


def _words(path: Path, shapes: Shapes) -> str:
    """The words that a key may be, as a file writes them; empty where it is no such key."""
    model = _model(path[:-1], shapes)
    field = model.model_fields.get(str(path[-1])) if model else None
    if field is None or get_origin(field.annotation) is not Literal:
        return ""
    return " or ".join(f'"{word}"' for word in get_args(field.annotation))


def _unknown_key(path: Path, shapes: Shapes, hints: bool) -> Problem:
    model = _model(path[:-1], shapes)
    known = keys_of(model) if model else []
    meant = closest(str(path[-1]), known) if hints else None
    expected = "" if meant or not known else "one of " + ", ".join(known)
    hint = f"did you mean `{meant}`?" if meant else ""
    return Problem("unknown-key", f"unknown key `{path[-1]}` {where(path[:-1])}", path, expected=expected, hint=hint)


def _bad_value(finding: Mapping[str, Any], kind: str, context: Mapping[str, Any], path: Path, hints: bool) -> Problem:
    given = finding.get("input")
    what = f"`{Problem('', '', path).key}`" if path else "the file"
    if kind == "literal_error":
        words = context["expected"].replace("'", "").replace(" or ", ", ").split(", ")
        meant = closest(given, words) if isinstance(given, str) and hints else None
        hint = f"did you mean `{meant}`?" if meant else ""
        expected = "one of " + ", ".join(f"`{word}`" for word in words) if len(words) > 1 else f"`{words[0]}`"
        return Problem(
            "bad-value", f"{what} is none of the known words", path, "value", describe(given), expected, hint
        )
    overlong = kind == "float_type" and isinstance(given, int) and not isinstance(given, bool)
    if kind in LIMITS or overlong:
        name, word = LIMITS.get(kind, ("", "up to"))
        expected = f"a number {word} {context.get(name, LARGEST):g}".replace("e+", "e")
        return Problem("out-of-range", f"{what} is out of range", path, "value", describe(given), expected)
    if kind == "too_short":
        return Problem("bad-value", f"{what} is empty", path, "value", "", "at least one entry")
    if "expected" in context:
        shown = context.get("found") or ("" if isinstance(given, dict) else describe(given))
        hint = context.get("hint", "")
        return Problem(kind, f"{what} {finding['msg']}", path, "value", shown, context["expected"], hint)
    expected = EXPECTED.get(kind) or finding["msg"][:1].lower() + finding["msg"][1:]
    message, hint = f"{what} is not {expected.partition(':')[0]}", value_hint(kind, given, what.strip("`"))
    return Problem("bad-value", message, path, "value", describe(given), expected, hint)


def where(path: Iterable[str | int]) -> str:
    """In which table, as a fragment of a sentence."""
    key = Problem("", "", tuple(path)).key
    return f"in [{key}]" if key else "at the top level"


def _model(path: Path, shapes: Shapes) -> type[BaseModel] | None:
    for shape, model in shapes.items():
        if len(shape) == len(path) and all(part in ("*", given) for part, given in zip(shape, path, strict=True)):
            return model
    return None
