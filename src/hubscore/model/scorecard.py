"""The scorecard: what is measured, how it is weighed, and by which method."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, Field, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from hubscore.model import choice
from hubscore.model.choice import Choice
from hubscore.model.evidence import Grade
from hubscore.model.fields import (
    LARGEST,
    Digits,
    Id,
    Name,
    Number,
    Positive,
    Raw,
    Record,
    Share,
    Table,
    Times,
    Weight,
    Year,
)
from hubscore.model.found import describe

ROOT = "index"
"""The root node's id."""

End = Literal["min", "max", "benchmark"]
Goalpost = float | End


def parse_goalposts(value: Any) -> tuple[Goalpost, Goalpost]:
    """Read (worst, best), or say what is wrong."""
    expected = 'a pair [worst, best] of numbers, "min", "max" or "benchmark"'
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise PydanticCustomError("goalposts", "is not a pair", {"found": describe(value), "expected": expected})
    for end in value:
        number = isinstance(end, int | float) and not isinstance(end, bool) and -LARGEST <= end <= LARGEST
        if not number and end not in ("min", "max", "benchmark"):
            raise PydanticCustomError("goalposts", "is not a pair", {"found": describe(end), "expected": expected})
    worst, best = (end if isinstance(end, str) else float(end) for end in value)
    return cast("tuple[Goalpost, Goalpost]", (worst, best))


_LIMITS = {"minimum": -LARGEST, "maximum": LARGEST}
_END: dict[str, Any] = {"anyOf": [{"type": "number", **_LIMITS}, {"enum": ["min", "max", "benchmark"]}]}
Goalposts = Annotated[
    tuple[Goalpost, Goalpost],
    PlainValidator(parse_goalposts),
    WithJsonSchema({"type": "array", "items": _END, "minItems": 2, "maxItems": 2}),
]


def with_tables(raw: Any, names: tuple[str, ...]) -> Any:
    """A table that is left out says the same as an empty one."""
    return {name: {} for name in names if name not in raw} | raw if isinstance(raw, dict) else raw


class Measure(Record):
    """A quantity that is read but not scored."""

    label: Name | None = Field(None, description="what people read; the id if left out")
    unit: Name | None = Field(None, description="unit of the readings")
    definition: str | None = Field(None, description="what exactly is counted")


class Node(Record):
    """What the root and every pillar can say; what is left out follows [method]."""

    label: Name | None = Field(None, description="what people read; the id if left out")
    aggregate: choice.Aggregate | None = Field(None, description="how the children are averaged")
    missing: choice.Missing | None = Field(None, description="what happens to a missing child")
    min_coverage: Share | None = Field(None, description="least share of the children's weight that must be scored")
    max_missing: Annotated[int, Field(ge=0)] | None = Field(None, description="most children that may be missing")
    floor: Annotated[float, Field(ge=0, lt=1)] | None = Field(
        None, description="geometric and harmonic means read a share s of the scale as floor + (1 - floor) s"
    )
    digits: Digits | None = Field(None, description="round this node's score to so many decimals")
    over: Literal["children", "indicators"] = Field("children", description="average the children or all leaves below")
    definition: str | None = Field(None, description="what the node stands for")
    why: str | None = Field(None, description="why it is in, and weighs what it weighs")


class Pillar(Node):
    """An inner node of the tree."""

    parent: Id | None = Field(None, description="the pillar it belongs to; the index if left out")


class Indicator(Record):
    """One measured quantity that is scored."""

    pillar: Id | None = Field(None, description="the pillar it belongs to; the index if left out")
    label: Name | None = Field(None, description="what people read; the id if left out")
    from_: Id | None = Field(None, alias="from", description="the measure it reads; its own id if left out")
    per: Id | None = Field(None, description="the measure it is divided by")
    per_amount: Positive = Field(1.0, description="per so many of that measure")
    unit: Name | None = Field(None, description="unit of the readings; the measure's if left out")
    score_unit: Name | None = Field(None, description="unit after the division")
    kind: Literal["amount", "count", "rank", "share"] = Field("amount", description="how the figure is noisy")
    direction: Literal["higher", "lower"] = Field(description="which way is better")
    goalposts: Goalposts | None = Field(None, description="(worst, best): what scores least and what scores most")
    target: Number | None = Field(None, description="the value that scores full marks under distance_to_target")
    transform: choice.Transform = Field(Choice("none"), description="applied to value and goalposts, after clipping")
    normalise: choice.Normalise | None = Field(None, description="wins over [method]")
    treat: choice.Treat | None = Field(None, description="wins over [method]")
    clip: bool | None = Field(None, description="wins over [method]")
    open_bound: Share | None = Field(None, description="wins over [uncertainty]")
    applies_to: Annotated[tuple[Id, ...], Field(strict=False, min_length=1)] | None = Field(
        None, description="the hubs it applies to; all if left out"
    )
    decimals: Digits | None = Field(None, description="decimals in output")
    definition: str | None = Field(None, description="what exactly is measured")
    why: str | None = Field(None, description="why it is in, and why these goalposts and this weight")


class MethodTable(Record):
    """What every node does unless it says otherwise."""

    missing: choice.Missing = Field(Choice("renormalise"), description="what happens to a missing child")
    treat: choice.Treat = Field(Choice("none"), description="treatment of outliers")
    normalise: choice.Normalise = Field(Choice("goalposts"), description="how values become scores")
    scale: Annotated[tuple[Number, Number], Field(strict=False)] = Field(
        (0.0, 100.0), description="(lowest, highest) score"
    )
    clip: bool = Field(True, description="values beyond the goalposts score as at them")
    bounds: choice.Bounds = Field(Choice("middle"), description="the point value of an interval")
    aggregate: choice.Aggregate = Field(Choice("arithmetic"), description="how children are averaged")
    min_coverage: Share = Field(0.5, description="least share of the children's weight that must be scored")
    max_missing: Annotated[int, Field(ge=0)] | None = Field(None, description="most children that may be missing")
    floor: Annotated[float, Field(ge=0, lt=1)] = Field(
        0.01, description="geometric and harmonic means read a share s of the scale as floor + (1 - floor) s; 0: as s"
    )
    digits: Digits | None = Field(None, description="round the index to so many decimals, for ranks too")
    level_digits: Digits | None = Field(None, description="round every pillar and the index to so many decimals")
    ties: choice.Ties = Field(Choice("competition"), description="ranks of tied hubs")
    panel: bool = Field(False, description="goalposts that come from the data are those of all years")


class EvidenceTable(Record):
    """Which evidence counts."""

    admit: Grade = Field("estimate", description="the weakest grade that counts")


class Dirichlet(Record):
    """Weights drawn around the declared ones."""

    dirichlet: Positive = Field(description="concentration: the larger, the closer to the declared weights")


class Screening(Record):
    """Which hubs are left out, before anything is taken from them."""

    min_coverage: Share | None = Field(None, description="least share of the index that must have readings")
    min_pillar_coverage: Share | None = Field(None, description="least share of every pillar that must have readings")
    by: Literal["weight", "indicators"] = Field(
        "weight", description="what is counted: weight in the index, or indicators"
    )


class DataNoise(Record):
    """Relative half-width of a reading, by evidence."""

    official: Share = Field(0.01, description="of official figures")
    reported: Share = Field(0.03, description="of reported figures")
    secondary: Share = Field(0.06, description="of figures seen on copies")
    estimate: Share = Field(0.15, description="of forecasts")
    announced: Share | None = Field(None, description="of announcements, where they are admitted")
    target: Share | None = Field(None, description="of targets, where they are admitted")


class Uncertainty(Record):
    """What is varied together when ranks are drawn."""

    weights: Share | Literal["any"] | Dirichlet = Field(
        0.25, description="half-width of each weight, any, or Dirichlet"
    )
    missing: Literal["siblings", "range"] = Field("siblings", description="where absent values are drawn from")
    open_bound: Share = Field(0.25, description="relative distance of an open end from the printed bound")
    drift: Share = Field(0.02, description="noise a reading gains per year of age")
    normalise: Annotated[tuple[choice.Normalise, ...], Field(strict=False)] = Field((), description="methods to vary")
    aggregate: Annotated[tuple[choice.Aggregate, ...], Field(strict=False)] = Field((), description="methods to vary")
    data: DataNoise = Field(description="relative half-width by evidence grade")

    @model_validator(mode="before")
    @classmethod
    def _tables(cls, raw: Any) -> Any:
        return with_tables(raw, ("data",))


class Gates(Record):
    """What `hubscore check` holds."""

    min_coverage: Share | None = Field(None, description="least share of its weight that a candidate must have")
    max_age: Annotated[int, Field(ge=0)] | None = Field(None, description="oldest reading that may score, in years")
    min_evidence_share: Share | None = Field(None, description="least share of scored weight at reported or better")
    max_rank_interval: Annotated[int, Field(ge=0)] | None = Field(None, description="widest 90 % interval of a rank")


class AuditTable(Record):
    """From where on `hubscore audit` remarks on a correlation; none of it moves a score."""

    redundant: Share = Field(0.92, description="two indicators of a pillar that correlate so much say the same")
    negative: Annotated[float, Field(ge=-1, le=0)] = Field(
        -0.3, description="two indicators of a pillar that correlate so little work against each other"
    )
    weak: Share = Field(0.3, description="an indicator that correlates less with its pillar hardly counts in it")
    alpha: Share = Field(0.7, description="least Cronbach's alpha of what a pillar averages")


INSIDE: dict[str, Any] = {"not": {"pattern": r"^[/~]|^.:|\\|(^|/)\.\.(/|$)|/$"}}
"""How editors know a path that leaves the scorecard's folder, or names none in it."""


class WideTable(Record):
    """A table with one row a hub (and year), one column an indicator or measure."""

    csv: str = Field(description="the file, inside this folder: .csv, or .xlsx", json_schema_extra=INSIDE)
    sheet: str | None = Field(None, description="the sheet of a workbook; the first that is not hidden if left out")
    id: str = Field(description="the column that names the hub")
    name: str | None = Field(None, description="the column with the hub's name")
    year: str | None = Field(None, description="the column with the year")
    group: str | None = Field(None, description="the column with the hub's group")
    role: str | None = Field(None, description="the column with the hub's role")
    evidence: Grade = Field("reported", description="evidence of every figure in the table")
    source: str = Field("", description="where the table comes from")


class Scorecard(Record):
    """scorecard.toml."""

    title: Name = Field("Scorecard", description="what people read first")
    hubs: str | None = Field(None, description="pattern of the profiles, inside this folder", json_schema_extra=INSIDE)
    data: WideTable | None = Field(None, description="a wide table instead of profiles, or beside them")
    as_of: Year | None = Field(None, description="newest year a reading may come from")
    max_age: Annotated[int, Field(ge=0, le=400)] | None = Field(
        None, description="oldest reading, in years before as_of"
    )
    weights: Table[Id, Weight] = Field({}, description="by pillar or indicator; of siblings all or none")
    pairwise: Table[Id, Table[Id, Table[Id, Times]]] = Field(
        {}, description="by node: how many times as important one child is as another, for `weights derive ahp`"
    )
    method: MethodTable = Field(description="what every node does unless it says otherwise")
    index: Node = Field(description="the root node")
    evidence: EvidenceTable = Field(description="which evidence counts")
    screening: Screening = Field(description="which hubs are left out for want of readings")
    uncertainty: Uncertainty = Field(description="what is varied when ranks are drawn")
    measures: Table[Id, Measure] = Field({}, description="what is read but not scored")
    pillars: Table[Id, Pillar] = Field({}, description="the inner nodes")
    indicators: Table[Id, Indicator] = Field(description="what is scored", min_length=1)
    scenarios: Table[Id, Raw] = Field({}, description="named variants: partial scorecards, merged key by key")
    gates: Gates = Field(description="what `hubscore check` holds")
    audit: AuditTable = Field(description="what `hubscore audit` remarks on")

    @model_validator(mode="before")
    @classmethod
    def _tables(cls, raw: Any) -> Any:
        names = ("method", "index", "evidence", "screening", "uncertainty", "gates", "audit", "indicators")
        return with_tables(raw, names)

    def label(self, node: str) -> str:
        """What people read for an indicator, pillar, measure or the index."""
        if node == ROOT:
            return self.index.label or "Index"
        entry = self.indicators.get(node) or self.pillars.get(node) or self.measures.get(node)
        return (entry.label if entry else None) or node


SHAPES: Mapping[tuple[str, ...], type[BaseModel]] = {
    (): Scorecard,
    ("data",): WideTable,
    ("method",): MethodTable,
    ("index",): Node,
    ("evidence",): EvidenceTable,
    ("screening",): Screening,
    ("uncertainty",): Uncertainty,
    ("uncertainty", "weights"): Dirichlet,
    ("uncertainty", "data"): DataNoise,
    ("gates",): Gates,
    ("audit",): AuditTable,
    ("measures", "*"): Measure,
    ("pillars", "*"): Pillar,
    ("indicators", "*"): Indicator,
}
"""Which table has which keys, by path; "*" stands for any key."""
