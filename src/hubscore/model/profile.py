"""The profile of a hub: its readings with their sources, its bets, claims and targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from hubscore.model.evidence import Grade
from hubscore.model.fields import Id, Name, Number, Record, Table, Year, YearKey

Role = Literal["candidate", "benchmark"]
Status = Literal["announced", "signed", "funded", "delivered", "verified"]


class Source(Record):
    """Where figures come from."""

    title: str | None = Field(None, description="title of the page or document")
    publisher: str | None = Field(None, description="who published it")
    url: str | None = Field(None, description="the page, if one fit for citing is known")

    @model_validator(mode="after")
    def _named(self) -> Source:
        if not (self.title or self.publisher):
            raise PydanticCustomError("lacking", "has no title", {"expected": "a title, a publisher or both"})
        return self

    @property
    def text(self) -> str:
        """Title and publisher in one line."""
        return ", ".join(part for part in (self.title, self.publisher) if part)


def check_figure(value: float | None, at_least: float | None, at_most: float | None) -> None:
    """Refuse what is neither a value nor bounds, or both, or bounds that are crossed."""
    if value is None and at_least is None and at_most is None:
        context = {"expected": "`value`, or `at_least`, `at_most` or both"}
        raise PydanticCustomError("lacking", "has neither a value nor bounds", context)
    if value is not None and not (at_least is None and at_most is None):
        raise PydanticCustomError("bounds", "has a value and bounds", {"expected": "either a value or bounds"})
    if at_least is not None and at_most is not None and at_least > at_most:
        context = {"found": f"{at_least:g} above {at_most:g}", "expected": "at_least below at_most"}
        raise PydanticCustomError("bounds", "has crossed bounds", context)


class Figure(Record):
    """A value, or the bounds it lies in."""

    value: Number | None = Field(None, description="the figure")
    at_least: Number | None = Field(None, description="a lower bound instead of a value")
    at_most: Number | None = Field(None, description="an upper bound instead of a value")
    source: str = Field(description="id of one of [sources]")
    note: str | None = Field(None, description="what a reader should know")

    @model_validator(mode="after")
    def _bounded(self) -> Figure:
        check_figure(self.value, self.at_least, self.at_most)
        return self


class Reading(Figure):
    """An observation: one reading of one year."""

    covers: Annotated[float, Field(gt=0, le=1)] | None = Field(None, description="share of the year that was measured")
    unit: Name | None = Field(None, description="unit, where it differs from the declared one")
    evidence: Grade = Field(description="how good the evidence is")


class ClaimReading(Figure):
    """What was stated for one year."""

    year: Year = Field(description="the year it was stated for")


class Bet(Record):
    """What the hub says it will be good at."""

    name: Name = Field(description="what it bets on")
    indicators: Annotated[tuple[Id, ...], Field(strict=False)] = Field(
        (), description="indicators or measures behind it"
    )
    note: str | None = Field(None, description="what a reader should know")


class Claim(Record):
    """A statement about the hub that is not an indicator."""

    id: Id = Field(description="how other claims name it")
    statement: str = Field(description="what is claimed")
    unit: Name | None = Field(None, description="unit of the readings")
    status: Status = Field(description="how far it has come")
    of: Id | None = Field(None, description="the wider claim of which this is the realised part")
    readings: Annotated[tuple[ClaimReading, ...], Field(strict=False)] = Field(
        (), description="what was stated, by year"
    )


class Target(Figure):
    """A goal set for a year."""

    of: Id = Field(description="indicator or measure")
    kind: Literal["level", "flow", "cumulative"] = Field(
        "level", description="a level, a flow per year, or a sum so far"
    )
    year: Year = Field(description="the year it is to be met")
    unit: Name | None = Field(None, description="unit of the goal")


def _listed(value: Any) -> Any:
    if isinstance(value, list | tuple) and not value:
        raise PydanticCustomError("lacking", "has no reading", {"expected": "a reading, or a list of them"})
    if not isinstance(value, dict | list | tuple):
        expected = 'a table, as in `{ value = 1200, evidence = "official", source = "yearbook" }`'
        raise PydanticCustomError("bad-value", "is no reading", {"expected": expected})
    return (value,) if isinstance(value, dict) else value


Readings = Annotated[tuple[Reading, ...], Field(strict=False), BeforeValidator(_listed)]


class Profile(Record):
    """hubs/<id>.toml."""

    name: Name = Field(description="the hub's name")
    local_name: Name | None = Field(None, description="its name where it lies")
    role: Role = Field("candidate", description="candidates are ranked, benchmarks are yardsticks")
    group: Name | None = Field(None, description="for means and ranks in the group")
    note: str | None = Field(None, description="what a reader should know")
    sources: Table[Id, Source] = Field({}, description="where the figures come from")
    data: Table[Id, Table[YearKey, Readings]] = Field({}, description="readings by indicator or measure, then by year")
    bets: Annotated[tuple[Bet, ...], Field(strict=False)] = Field((), description="what it says it will be good at")
    claims: Annotated[tuple[Claim, ...], Field(strict=False)] = Field(
        (), description="statements that are no indicators"
    )
    targets: Annotated[tuple[Target, ...], Field(strict=False)] = Field((), description="goals it has set itself")


SHAPES: Mapping[tuple[str, ...], type[BaseModel]] = {
    (): Profile,
    ("sources", "*"): Source,
    ("data", "*", "*"): Reading,
    ("data", "*", "*", "*"): Reading,
    ("bets", "*"): Bet,
    ("claims", "*"): Claim,
    ("claims", "*", "readings", "*"): ClaimReading,
    ("targets", "*"): Target,
}
"""Which table has which keys, by path; "*" stands for any key or position."""
