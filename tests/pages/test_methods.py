from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.methods.aggregate import AGGREGATIONS, averaged
from hubscore.methods.derive import DERIVATIONS
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.model.choice import STEPS
from hubscore.pages.document import Table
from hubscore.pages.methods import TABLES, methods_page

EVERY = methods_page(list(TABLES), verbose=True)


def rows(table: Table) -> list[dict[str, Any]]:
    return [
        {column.key or column.label: cell for column, cell in zip(table.columns, row, strict=True)}
        for row in table.rows
    ]


def seen(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def test_every_method_of_every_step_is_there_once() -> None:
    assert [table.name for table in EVERY.tables] == [*STEPS, "weights", "attribute"]
    for table in EVERY.tables:
        assert [row["name"] for row in rows(table)] == list(TABLES[table.name])
        assert {row["step"] for row in rows(table)} == {table.name}
    assert EVERY.aside.startswith(f"{len(STEPS) + 2} steps · ")


def test_a_row_says_what_the_table_of_methods_says() -> None:
    [table] = methods_page(["aggregate"]).tables
    power = next(row for row in rows(table) if row["name"] == "power")
    assert power["Parameter"] == "p = 0.5 (-100 to 100)"
    assert (power["parameter"], power["default"], power["least"], power["most"]) == ("p", 0.5, -100.0, 100.0)
    assert power["meaning"] == AGGREGATIONS["power"].meaning
    assert power["compensability"] == "partial"
    assert power["reference"] == AGGREGATIONS["power"].reference
    assert next(row for row in rows(table) if row["name"] == "minimum")["compensability"] == "none"


@pytest.mark.parametrize(
    ("step", "usual"),
    [
        ("missing", "renormalise"),
        ("treat", "none"),
        ("normalise", "goalposts"),
        ("bounds", "middle"),
        ("aggregate", "arithmetic"),
        ("ties", "competition"),
        ("transform", "none"),
    ],
)
def test_the_default_of_a_silent_file_is_marked(step: str, usual: str) -> None:
    [table] = methods_page([step]).tables
    assert [row["name"] for row in rows(table) if row["usual"]] == [usual]
    assert table.rows[table.strong[0]][1] == usual
    assert table.title.endswith(f"; {usual} if left out")


@pytest.mark.parametrize(
    ("step", "homes"),
    [
        ("missing", "In [method], [index], [pillars.ID];"),
        ("normalise", "In [method], [indicators.ID];"),
        ("transform", "In [indicators.ID];"),
        ("ties", "In [method];"),
    ],
)
def test_where_a_step_is_named(step: str, homes: str) -> None:
    [table] = methods_page([step]).tables
    assert homes in table.title


def test_the_points_of_explain_have_their_table() -> None:
    [table] = methods_page(["attribute"]).tables
    assert "LMDI" in [row["name"] for row in rows(table)]
    assert not any(row["usual"] for row in rows(table))
    assert "explain" in table.title
    assert methods_page(["attribute"]).foot == ()


def test_ways_to_derive_weights_have_their_table() -> None:
    [table] = methods_page(["weights"]).tables
    assert [row["name"] for row in rows(table)] == list(DERIVATIONS)
    assert "weights derive" in table.title


def test_people_see_only_columns_that_say_something() -> None:
    bounds, aggregate = methods_page(["bounds", "aggregate"]).tables
    assert seen(bounds) == ["Name", "Meaning"]
    assert seen(aggregate) == ["Name", "Parameter", "Meaning", "Compensability"]
    assert seen(methods_page(["bounds"], verbose=True).tables[0]) == ["Name", "Meaning", "Reference"]


def test_parameters_that_must_be_given_have_no_default() -> None:
    [table] = methods_page(["normalise"]).tables
    against = next(row for row in rows(table) if row["name"] == "distance_to_reference")
    assert (against["Parameter"], against["default"]) == ("hub", None)
    assert NORMALISATIONS["distance_to_reference"].parameters[0].kind == "hub"


@pytest.mark.parametrize(
    ("steps", "foot"),
    [
        (["aggregate"], 'As a scorecard writes it: aggregate = "copeland"   aggregate = { power = 0.5 }'),
        (["bounds"], 'As a scorecard writes it: bounds = "cautious"'),
    ],
)
def test_the_foot_shows_how_a_choice_is_written(steps: list[str], foot: str) -> None:
    assert methods_page(steps).foot[0] == foot
    assert len(methods_page(steps).foot) == (3 if "aggregate" in steps else 1)


def test_the_floor_is_told_with_the_means_that_it_moves() -> None:
    lifted, plain = methods_page(["aggregate"]).foot[-2:]
    assert lifted.startswith(
        "floor = 0.01 if left out: geometric and harmonic, and power up to 0, read a score of 0 as 1, "
    )
    assert "floor = 0 takes the scores as they are" in plain
    assert not any("floor" in line for line in methods_page(["missing"]).foot)
    # by hand: the geometric mean of 0 and 100 is that of 1 and 100, which is 10, and (10 - 1) / 0.99 on the scale
    mean = averaged(AGGREGATIONS["geometric"], np.array([[0.0], [100.0]]), np.array([0.5, 0.5]), None, (0, 100), 0.01)
    assert mean[0] == pytest.approx(9 / 0.99)
