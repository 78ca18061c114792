"""A snapshot: results beside all they follow from, as one JSON file in the schema of `-f json`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, FailFast, Field, model_validator
from pydantic_core import PydanticCustomError

from hubscore.model.evidence import Grade
from hubscore.model.fields import Id, Name, Number, Record, Table, Year
from hubscore.model.profile import Role, check_figure
from hubscore.model.settings import Scalar

PAGE = "snapshot"
SCHEMA = 1
"""The schema version of `-f json` that is read."""


def check_digest(text: str) -> str:
    """Refuse what is no SHA-256 in lower-case hexadecimal digits."""
    if re.fullmatch(r"[0-9a-f]{64}", text):
        return text
    raise PydanticCustomError("digest", "is no SHA-256", {"expected": "64 hexadecimal digits"})


Digest = Annotated[str, AfterValidator(check_digest)]
Rank = Annotated[int, Field(ge=1)] | None
Row = TypeVar("Row")
Rows = Annotated[tuple[Row, ...], Field(strict=False), FailFast()]
"""A table; of a broken one the first bad row is told."""


class Head(Record):
    """What was scored, and how."""

    title: Name = Field(description="the scorecard's title")
    digest: Digest = Field(description="SHA-256 of all inputs, names included")
    scenario: Id | None = Field(description="the variant that was scored")
    seed: Annotated[int, Field(ge=0)] = Field(description="seed of the draws")
    draws: Annotated[int, Field(ge=0)] = Field(description="draws behind the intervals, 0 for none")
    as_of: Year | None = Field(description="the year that ages are counted from")
    admit: Grade = Field(description="the weakest grade that counted")
    method: Annotated[int, Field(ge=1)] = Field(description="the program's version of the method")


class RankedHub(Record):
    """One hub's result."""

    hub: Id
    name: Name
    role: Role
    rank: Rank
    rank_low: Rank
    rank_high: Rank
    score: float | None
    coverage: float
    evidence: Table[Grade, float]
    pillars: Table[Id, float | None] = Field({})
    safe: bool | None = Field(description="whether it is above the next in enough of the draws")


class Pair(Record):
    """How often one hub is above another."""

    above: Id
    below: Id
    odds: float | None


class LeftOutHub(Record):
    """A hub that [screening] leaves out."""

    hub: Id
    rule: str
    node: Id | None
    coverage: float
    least: float


class NodeScore(Record):
    """One hub's score of one node."""

    hub: Id
    node: Id
    parent: Id | None
    score: float | None
    coverage: float | None


class NodeWeight(Record):
    """What a node weighs: among those it is averaged with, and in the index."""

    node: Id
    parent: Id
    share: float
    index: float


class InputFile(Record):
    """A file that was read, by its path below the scorecard's folder."""

    file: Annotated[str, Field(max_length=4_096)]
    sha256: Digest


class Setting(Record):
    """One value of the scorecard that was scored, scenario and options merged in."""

    key: str
    value: Scalar


class Person(Record):
    """A hub as the scorer knows it."""

    hub: Id
    name: Name
    role: Role
    group: Name | None


class StoredReading(Record):
    """One reading without its source; of one cell in order of preference."""

    hub: Id
    series: Id
    year: Year | None
    value: Number | None
    at_least: Number | None
    at_most: Number | None
    covers: Annotated[float, Field(gt=0, le=1)] | None
    unit: Name | None
    evidence: Grade

    @model_validator(mode="after")
    def _bounded(self) -> StoredReading:
        check_figure(self.value, self.at_least, self.at_most)
        return self


class Tables(Record):
    """What came out (as `rank` gives it), then what went in."""

    ranking: Rows[RankedHub]
    pairwise: Rows[Pair] = ()
    left_out: Rows[LeftOutHub] = ()
    nodes: Rows[NodeScore] = ()
    weights: Rows[NodeWeight]
    inputs: Rows[InputFile]
    settings: Rows[Setting]
    hubs: Rows[Person]
    readings: Rows[StoredReading]


class Snapshot(Record):
    """The whole file."""

    schema_version: Literal[1]
    hubscore: Annotated[str, Field(max_length=40)] = Field(description="version of the program that wrote it")
    page: Literal["snapshot"]
    scorecard: Head
    tables: Tables
    notes: Annotated[tuple[str, ...], Field(strict=False), FailFast()] = Field((), description="what was said of it")

    @property
    def settings(self) -> tuple[tuple[str, Scalar], ...]:
        """Key and value of every setting."""
        return tuple((row.key, row.value) for row in self.tables.settings)


_ROWS: dict[str, type[BaseModel]] = {
    "ranking": RankedHub,
    "pairwise": Pair,
    "left_out": LeftOutHub,
    "nodes": NodeScore,
    "weights": NodeWeight,
    "inputs": InputFile,
    "settings": Setting,
    "hubs": Person,
    "readings": StoredReading,
}
SHAPES: Mapping[tuple[str, ...], type[BaseModel]] = {
    (): Snapshot,
    ("scorecard",): Head,
    ("tables",): Tables,
    **{("tables", name, "*"): row for name, row in _ROWS.items()},
}
"""Which table has which keys, by path; "*" stands for any position."""
