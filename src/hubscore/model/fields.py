"""The types of fields that scorecards and profiles share, each with its limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

LARGEST = 1e15
LIGHTEST, HEAVIEST = 1e-6, 1e6
LEAST_TIMES, MOST_TIMES = 0.11, 9
NAME_LENGTH = 200
ID_PATTERN = r"^[a-z0-9][a-z0-9_-]{0,63}$"
YEAR_PATTERN = r"^(1[89]|2[01])[0-9]{2}$"


class Record(BaseModel):
    """A table of a file: strict, frozen, and it knows all its keys."""

    model_config = ConfigDict(
        strict=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
        protected_namespaces=(),
        defer_build=True,  # a nested table is compiled with the table that holds it, not twice
    )


def check_name(text: str) -> str:
    """Refuse what would not show as one line of plain text."""
    if text.isascii() and text.isprintable() and 0 < len(text) <= NAME_LENGTH and not text.isspace():
        return text
    if not text.strip():
        raise PydanticCustomError("name", "is blank", {"expected": "a name of 1 to 200 characters"})
    if len(text) > NAME_LENGTH:
        found = {"found": f"{len(text):,} characters", "expected": f"a name of 1 to {NAME_LENGTH} characters"}
        raise PydanticCustomError("name", "is too long", found)
    from hubscore.model.characters import MOST_MARKS, is_mark, is_unsafe  # few names need them

    run = 0
    for letter in text:
        if is_unsafe(letter):
            found = {"found": f"<U+{ord(letter):04X}>", "expected": "letters, digits, punctuation and plain spaces"}
            raise PydanticCustomError("name", "holds a character that cannot be shown", found)
        run = run + 1 if is_mark(letter) else 0
        if run > MOST_MARKS:
            found = {"found": f"more than {MOST_MARKS} combining marks in a row", "expected": "plain letters"}
            raise PydanticCustomError("name", "holds too many combining marks", found)
    return text


def check_weight(weight: float) -> float:
    """Refuse weights that are negative, vanishing or overwhelming."""
    if weight == 0 or LIGHTEST <= weight <= HEAVIEST:
        return weight
    raise PydanticCustomError("weight", "is out of range", {"expected": "0, or a number from 0.000001 to 1,000,000"})


def check_times(times: float) -> float:
    """Refuse judgements beyond Saaty's scale."""
    if LEAST_TIMES <= times <= MOST_TIMES:
        return times
    raise PydanticCustomError("out-of-range", "is out of range", {"expected": "a number from 1/9 to 9"})


Key = TypeVar("Key")
Value = TypeVar("Value")


def frozen_mapping(mapping: dict[Key, Value]) -> Mapping[Key, Value]:
    """A read-only view."""
    return MappingProxyType(mapping)


Id = Annotated[str, Field(pattern=ID_PATTERN)]
Name = Annotated[str, AfterValidator(check_name)]
Number = Annotated[float, Field(ge=-LARGEST, le=LARGEST)]
Positive = Annotated[float, Field(gt=0, le=LARGEST)]
Share = Annotated[float, Field(ge=0, le=1)]
Times = Annotated[
    float,
    AfterValidator(check_times),
    Field(json_schema_extra={"maximum": MOST_TIMES, "minimum": LEAST_TIMES}),
]
"""Saaty's scale of judgements, from 1/9 (as two decimals have it) to 9."""
Weight = Annotated[float, AfterValidator(check_weight)]
Year = Annotated[int, Field(ge=1800, le=2199)]
YearKey = Annotated[str, Field(pattern=YEAR_PATTERN)]
Digits = Annotated[int, Field(ge=0, le=15)]

Table = Annotated[dict[Key, Value], AfterValidator(frozen_mapping)]
"""A mapping that cannot be changed after validation."""


def keys_of(record: type[BaseModel]) -> list[str]:
    """The keys of a table as files spell them."""
    return [field.alias or name for name, field in record.model_fields.items()]


Raw = dict[str, Any]
"""A table as the parser gives it."""
