"""What a scorecard decides as tables: indicators, measures, pillars, weights."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import BaseModel

from hubscore.model.choice import Choice
from hubscore.model.fields import keys_of
from hubscore.model.scorecard import Indicator, Measure, Pillar, Scorecard
from hubscore.pages.document import Cell, Table
from hubscore.pages.export_readings import keyed
from hubscore.pages.export_statements import BETWEEN
from hubscore.pages.frame import number
from hubscore.studies.importance import Importance
from hubscore.workspace import Workspace

ENDS = ("worst", "best")
"""What goalposts are as columns."""


def indicators_table(card: Scorecard) -> Table:
    """What is scored, key by key; empty where [method] or a default decides."""
    keys = [key for known in keys_of(Indicator) for key in (ENDS if known == "goalposts" else (known,))]
    rows = ((name, *_cells(entry)) for name, entry in card.indicators.items())
    return keyed("indicators", ("indicator", *keys), rows)


def measures_table(card: Scorecard) -> Table:
    """What is read but not scored."""
    return keyed("measures", ("measure", *keys_of(Measure)), ((name, *_cells(m)) for name, m in card.measures.items()))


def pillars_table(card: Scorecard) -> Table:
    """The inner nodes of the tree."""
    return keyed("pillars", ("pillar", *keys_of(Pillar)), ((name, *_cells(p)) for name, p in card.pillars.items()))


def weights_table(workspace: Workspace, weighed: Importance) -> Table:
    """Every node's number in the file, its share among its siblings, and its share of the index."""
    card = workspace.scorecard
    rows = (
        (node, card.label(node), parent, card.weights.get(node), number(nominal), number(effective))
        for node, parent, nominal, effective in zip(
            weighed.nodes, weighed.parents, weighed.nominal, weighed.effective, strict=True
        )
    )
    return keyed("weights", ("node", "label", "parent", "weight", "nominal", "effective"), rows)


def _cells(entry: BaseModel) -> Iterator[Cell]:
    for name in type(entry).model_fields:
        value = getattr(entry, name)
        if name == "goalposts":
            yield from value or (None, None)
        else:
            yield _cell(value)


def _cell(value: Cell | Choice | Sequence[str]) -> Cell:
    if isinstance(value, Choice):
        return str(value)
    return value if isinstance(value, Cell) else BETWEEN.join(value)
