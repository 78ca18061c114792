"""The tables of methods: what a scorecard can choose, step by step."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pydantic import BaseModel

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.attribute import ATTRIBUTIONS
from hubscore.methods.derive import DERIVATIONS
from hubscore.methods.method import Method, Parameter
from hubscore.model.choice import STEPS, Choice, written
from hubscore.model.scorecard import Indicator, MethodTable, Node
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import counted, listed

TEXT = Show()

TABLES: Mapping[str, Mapping[str, Method]] = {**STEPS, "weights": DERIVATIONS, "attribute": ATTRIBUTIONS}
"""Every table of methods: the steps that a scorecard names, and what commands do besides."""

BESIDES = {
    "weights": "how `hubscore weights derive` finds the weights of a node's children",
    "attribute": "how `hubscore explain` splits the points of a node; its aggregation says which way",
}
"""What the tables are for that no scorecard names."""

HOMES: Mapping[str, type[BaseModel]] = {
    "[method]": MethodTable,
    "[index], [pillars.ID]": Node,
    "[indicators.ID]": Indicator,
}
"""Where in a scorecard a step can be named."""


def methods_page(steps: Collection[str], verbose: bool = False) -> Document:
    """The methods of some steps, a table each, named after the step."""
    total = sum(len(TABLES[step]) for step in steps)
    return Document(
        page="methods",
        title="Methods",
        aside=f"{counted(len(steps), 'step')} · {counted(total, 'method')}",
        tables=tuple(_table(step, verbose) for step in steps),
        foot=(*_examples([step for step in steps if step in STEPS]), *(_floor() if "aggregate" in steps else ())),
    )


def _floor() -> list[str]:
    """What is done to the scores under a mean that a 0 would bring to 0, whatever the other children have."""
    usual = MethodTable.model_fields["floor"].default
    low, high = MethodTable.model_fields["scale"].default
    lifted = figure_text(low + usual * (high - low), None, None)
    names = listed([row.name for row in AGGREGATIONS.values() if row.floored(row.default)])
    read = f"read a score of {low:g} as {lifted}, of {high:g} as {high:g}, others in proportion, and map the mean back"
    return [
        f"floor = {usual:g} if left out: {names}, and power up to 0, {read}: a {low:g} does not erase the rest.",
        "That moves every such mean a little; floor = 0 takes the scores as they are, as published indices mostly do.",
    ]


def _table(step: str, verbose: bool) -> Table:
    rows, usual = TABLES[step].values(), _usual(step)
    parameters = any(row.parameters for row in rows)
    graded = any(row.compensability for row in rows)
    columns = (
        Column("step"),
        Column("name", "Name", TEXT),
        Column("usual"),
        Column("parameter"),
        Column("default"),
        Column("least"),
        Column("most"),
        Column(label="Parameter", show=TEXT if parameters else None),
        Column("meaning", "Meaning", TEXT),
        Column("compensability", "Compensability", TEXT if graded else None, "Compens.", yields=-1),
        Column("reference", "Reference", TEXT if verbose else None),
    )
    strong = tuple(place for place, row in enumerate(rows) if row.name == usual)
    return Table(step, columns, tuple(_row(step, row, usual) for row in rows), title=_title(step, usual), strong=strong)


def _row(step: str, row: Method, usual: str | None) -> tuple[Cell, ...]:
    return (
        step,
        row.name,
        row.name == usual,
        *_first(row),
        "; ".join(map(_parameter, row.parameters)),
        row.meaning,
        row.compensability or None,
        row.reference or None,
    )


def _first(row: Method) -> tuple[Cell, ...]:
    """For scripts: name, default and bounds of the parameter; of several the names."""
    if len(row.parameters) != 1:
        return (", ".join(parameter.name for parameter in row.parameters) or None, None, None, None)
    [one] = row.parameters
    return (one.name, one.default if isinstance(one.default, float | str) else None, one.least, one.most)


def _parameter(row: Parameter) -> str:
    """Name, default and bounds of a parameter, as in `p = 0.5 (-100 to 100)`."""
    default = "" if row.default is None else f" = {written(row.default)}"
    words = [" or ".join(row.words)] if row.words else []
    bounds = [] if row.least is None and row.most is None else [figure_text(None, row.least, row.most)]
    notes = ", ".join([*bounds, *words])
    return row.name + default + (f" ({notes})" if notes else "")


def _usual(step: str) -> str | None:
    """The method where a scorecard is silent."""
    for home in (MethodTable, Indicator):
        field = home.model_fields.get(step)
        if field is not None and isinstance(field.default, Choice):
            return field.default.name
    return None


def _title(step: str, usual: str | None) -> str:
    """What the step decides, where it is named, and what holds if it is not."""
    homes = [home for home, table in HOMES.items() if step in table.model_fields]
    if not homes:
        return f"{step}: {BESIDES[step]}"
    [says, *_] = [table.model_fields[step].description for table in HOMES.values() if step in table.model_fields]
    return f"{step}: {says}. In {', '.join(homes)}; {usual} if left out"


def _examples(steps: Collection[str]) -> list[str]:
    """How a choice is written, with and without its parameter."""
    forms = []
    for step in steps:
        plain = [row for row in STEPS[step].values() if not row.parameters]
        numbers = [row for row in STEPS[step].values() if isinstance(row.default, float)]
        forms.append([*(f'{step} = "{row.name}"' for row in plain[-1:])])
        forms[-1] += [f"{step} = {{ {row.name} = {row.default:g} }}" for row in numbers[:1]]
    best = max(forms, key=len, default=[])
    return [f"As a scorecard writes it: {'   '.join(best)}"] if best else []
