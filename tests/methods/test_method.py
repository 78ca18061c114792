from __future__ import annotations

from collections.abc import Mapping

import pytest

from hubscore.methods.aggregate import AGGREGATIONS
from hubscore.methods.impute import MISSING
from hubscore.methods.intervals import BOUNDS
from hubscore.methods.method import Method, Parameter, table
from hubscore.methods.normalise import NORMALISATIONS
from hubscore.methods.rank import TIES
from hubscore.methods.transform import TRANSFORMS
from hubscore.methods.treat import TREATMENTS

TABLES: dict[str, Mapping[str, Method]] = {
    "aggregate": AGGREGATIONS,
    "bounds": BOUNDS,
    "missing": MISSING,
    "normalise": NORMALISATIONS,
    "ties": TIES,
    "transform": TRANSFORMS,
    "treat": TREATMENTS,
}
ROWS = [pytest.param(row, id=f"{step}-{row.name}") for step, rows in TABLES.items() for row in rows.values()]


def identity(x: float) -> float:
    return x


@pytest.mark.parametrize("row", ROWS)
def test_every_row_can_be_called_and_says_in_a_line_what_it_means(row: Method) -> None:
    assert callable(row.function)
    assert row.meaning
    assert "\n" not in row.meaning + row.reference
    assert not row.meaning.endswith(".")


@pytest.mark.parametrize("row", ROWS)
def test_defaults_lie_within_their_bounds(row: Method) -> None:
    for parameter in row.parameters:
        if isinstance(parameter.default, float):
            assert parameter.least is None or parameter.least <= parameter.default
            assert parameter.most is None or parameter.default <= parameter.most
        elif parameter.default is not None:
            assert parameter.default in parameter.words


@pytest.mark.parametrize("rows", TABLES.values(), ids=list(TABLES))
def test_keys_are_the_names_of_the_rows(rows: Mapping[str, Method]) -> None:
    assert [row.name for row in rows.values()] == list(rows)


def test_the_tables_hold_what_the_design_names() -> None:
    assert set(AGGREGATIONS) >= {"arithmetic", "geometric", "harmonic", "power", "minimum", "median"}
    assert set(MISSING) >= {"renormalise", "mean", "median", "group_mean", "group_median", "worst", "strict"}
    assert set(MISSING) >= {"latest", "linear"}
    assert set(BOUNDS) == {"middle", "bound", "cautious"}
    assert set(TIES) == {"competition", "dense"}
    assert set(TRANSFORMS) >= {"none", "log", "log1p", "sqrt"}
    assert set(NORMALISATIONS) >= {"goalposts", "minmax", "distance_to_reference", "distance_to_target"}
    assert set(NORMALISATIONS) >= {"fraction_of_max", "zscore", "robust", "rank", "percent_rank", "none"}


@pytest.mark.parametrize("row", [row.values[0] for row in ROWS if str(row.id).startswith("aggregate")])
def test_every_aggregation_states_how_far_it_compensates(row: Method) -> None:
    assert row.compensability in {"full", "partial", "none"}


P, Q, HUB = Parameter("p", default=2.0), Parameter("q", default=3.0), Parameter("hub", "hub")


@pytest.mark.parametrize(
    ("parameters", "default", "bare"),
    [
        ((), None, True),
        ((P,), 2.0, True),
        ((P, Q), (2.0, 3.0), True),
        ((HUB,), None, False),
        ((P, HUB), (2.0, None), False),
    ],
)
def test_what_the_bare_name_means(parameters: tuple[Parameter, ...], default: object, bare: bool) -> None:
    row = Method("some", identity, "as it is", parameters=parameters)
    assert (row.default, row.bare) == (default, bare)


def test_a_table_keeps_the_order_of_its_rows() -> None:
    rows = [Method(name, identity, "as it is") for name in ("b", "a", "c")]
    assert list(table(*rows)) == ["b", "a", "c"]
