"""From a scorecard to its plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.model.columns import from_values
from hubscore.model.compile import compiled
from hubscore.model.dataset import Dataset, hubs_of
from hubscore.model.plan import Plan
from hubscore.model.scorecard import Scorecard

LEAF = {"direction": "higher", "goalposts": [0, 1]}


def figures(series: str = "abcd", hubs: str = "xyz") -> Dataset:
    people = hubs_of(hubs, hubs, ["candidate"] * len(hubs), [None] * len(hubs))
    return from_values(people, list(series), np.ones((len(series), len(hubs))))


def plan(raw: dict[str, Any], dataset: Dataset | None = None) -> Plan:
    return compiled(Scorecard.model_validate(raw), dataset or figures())


TALL: dict[str, Any] = {
    "pillars": {"q": {"parent": "p", "label": "Queue"}, "p": {}},
    "indicators": {"c": LEAF, "b": {**LEAF, "pillar": "q"}, "a": {**LEAF, "pillar": "q"}, "d": {**LEAF, "pillar": "p"}},
}


def test_leaves_first_then_inner_nodes_from_the_bottom_up() -> None:
    found = plan(TALL)
    assert found.ids == ("c", "d", "a", "b", "q", "p", "index")
    assert [node.id for node in found.inner] == ["q", "p", "index"]
    assert found.parent == ("index", "p", "q", "q", "p", "index", None)
    assert found.depth == (1, 2, 3, 3, 2, 1, 0)
    assert [found.ids[row] for row in found.order] == ["index", "p", "q", "b", "a", "d", "c"]
    assert found.labels[4] == "Queue"
    assert found.row["d"] == 1


def test_children_that_stand_together_are_a_slice() -> None:
    found = {node.id: node.children for node in plan(TALL).inner}
    assert found["q"] == slice(2, 4)
    assert np.array_equal(found["p"], [1, 4])  # type: ignore[arg-type]


def test_order_of_the_file_changes_no_row_and_no_weight() -> None:
    turned = {
        "indicators": dict(reversed(TALL["indicators"].items())),
        "pillars": dict(reversed(TALL["pillars"].items())),
    }
    one, other = plan(TALL), plan(turned)
    assert one.ids == other.ids
    assert one.weights.tolist() == other.weights.tolist()


def test_weights_are_shares_and_multiply_down() -> None:
    found = plan({**TALL, "weights": {"p": 3, "c": 1, "q": 2, "d": 2, "a": 1, "b": 3}})
    shares = dict(zip(found.ids, found.weights, strict=False))
    assert shares == pytest.approx({"c": 0.25, "d": 0.375, "a": 0.375 / 4, "b": 0.375 * 3 / 4})
    assert found.weights.sum() == pytest.approx(1)


def test_indicator_wins_over_method_and_uncertainty() -> None:
    raw = {
        "method": {"clip": False, "normalise": "minmax"},
        "uncertainty": {"open_bound": 0.1},
        "measures": {"m": {"unit": "km"}},
        "indicators": {
            "a": {
                **LEAF,
                "clip": True,
                "normalise": "zscore",
                "open_bound": 0.4,
                "per": "m",
                "from": "b",
                "kind": "rank",
            },
            "b": {**LEAF, "unit": "t", "direction": "lower", "goalposts": [1, 0]},
        },
    }
    a, b = plan(raw).leaves
    assert (a.clip, a.method.name, a.open_bound, a.unit, a.per_unit, a.is_rank) == (
        True,
        "zscore",
        0.4,
        "t",
        "km",
        True,
    )
    assert (b.clip, b.method.name, b.open_bound, b.unit, b.per, b.higher) == (False, "minmax", 0.1, "t", None, False)
    assert (a.series, b.series, a.per) == (1, 1, -1)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ({}, (None, None)),
        ({"as_of": 2020}, (2020, None)),
        ({"as_of": 2020, "max_age": 3}, (2020, 2017)),
        ({"max_age": 3}, (None, None)),  # figures without years
    ],
)
def test_years(raw: dict[str, Any], wanted: tuple[int | None, int | None]) -> None:
    found = plan({"indicators": {"a": LEAF}, **raw})
    assert (found.as_of, found.oldest) == wanted


def test_reference_and_where_it_applies() -> None:
    raw = {
        "indicators": {
            "a": {**LEAF, "normalise": {"distance_to_reference": "y"}, "applies_to": ["x", "z"]},
            "b": {**LEAF, "normalise": {"distance_to_reference": "nobody"}},
        }
    }
    found = plan(raw)
    assert [leaf.reference for leaf in found.leaves] == [1, -1]
    assert found.applies is not None
    assert found.applies.tolist() == [[True, False, True], [True, True, True]]


def test_rules_that_leave_nobody_out_are_none() -> None:
    raw = {"indicators": {"a": LEAF}}
    assert plan(raw).screening is None
    assert plan({**raw, "screening": {"by": "indicators"}}).screening is None
    found = plan({**raw, "screening": {"min_pillar_coverage": 0.0}}).screening
    assert found is not None
    assert (found.min_coverage, found.min_pillar_coverage, found.by) == (None, 0.0, "weight")
    assert not plan(raw).panel
    assert plan({**raw, "method": {"panel": True}}).panel
