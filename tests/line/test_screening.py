"""Who is left out, and that nothing is taken from them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore import Scorecard, score
from hubscore.line.screening import screened
from hubscore.model import ranking as why
from hubscore.model.columns import from_values
from hubscore.model.compile import compiled
from hubscore.model.dataset import Dataset, hubs_of
from hubscore.model.ranking import LeftOut, Ranking, Remark

Ranked = Callable[..., Ranking]

PILLARS: dict[str, Any] = {"p": {}, "q": {}}
INDICATORS = {
    name: {"pillar": pillar, "direction": "higher", "goalposts": ["min", "max"]}
    for name, pillar in {"x": "p", "y": "p", "z": "q"}.items()
}
CARD: dict[str, Any] = {"pillars": PILLARS, "indicators": INDICATORS, "method": {"min_coverage": 0}}
DATA: dict[str, dict[str, Any]] = {
    "a": {"x": 1, "y": 1, "z": 1},
    "b": {"x": 5, "y": 5, "z": 5},
    "c": {"x": 900, "y": 900},
    "d": {"x": -900, "z": -900},
}


def out(ranking: Ranking) -> dict[str, tuple[str, str | None, float, float]]:
    ids = ranking.dataset.hubs.ids
    return {ids[each.hub]: each[1:] for each in ranking.left_out}


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ({"min_coverage": 0.5}, {}),
        ({"min_coverage": 0.6}, {"c": ("min_coverage", None, 0.5, 0.6)}),
        ({"min_coverage": 0.76}, {"c": ("min_coverage", None, 0.5, 0.76), "d": ("min_coverage", None, 0.75, 0.76)}),
        ({"min_coverage": 0.6, "by": "indicators"}, {}),
        (
            {"min_coverage": 2 / 3 + 1e-6, "by": "indicators"},
            dict.fromkeys("cd", ("min_coverage", None, pytest.approx(2 / 3), 2 / 3 + 1e-6)),
        ),
        ({"min_pillar_coverage": 0.5}, {"c": ("min_pillar_coverage", "q", 0.0, 0.5)}),
        (
            {"min_pillar_coverage": 0.51, "by": "indicators"},
            {"c": ("min_pillar_coverage", "q", 0.0, 0.51), "d": ("min_pillar_coverage", "p", 0.5, 0.51)},
        ),
        (
            {"min_coverage": 0.6, "min_pillar_coverage": 0.6},
            {"c": ("min_coverage", None, 0.5, 0.6), "d": ("min_pillar_coverage", "p", 0.5, 0.6)},
        ),
        ({"min_coverage": 0.0, "min_pillar_coverage": 0.0}, {}),
    ],
)
def test_rules(ranked: Ranked, rules: dict[str, Any], wanted: dict[str, Any]) -> None:
    assert out(ranked({**CARD, "screening": rules}, DATA)) == wanted


def test_every_pillar_counts_at_any_depth(ranked: Ranked) -> None:
    pillars = {"p": {"parent": "top"}, "q": {"parent": "top"}, "top": {}}
    found = ranked({**CARD, "pillars": pillars, "screening": {"min_pillar_coverage": 0.4}}, DATA)
    assert out(found) == {"c": ("min_pillar_coverage", "q", 0.0, 0.4)}


def test_a_tree_without_pillars_has_no_pillar_to_lack(ranked: Ranked) -> None:
    flat = {name: {**entry, "pillar": None} for name, entry in INDICATORS.items()}
    found = ranked({"indicators": flat, "screening": {"min_pillar_coverage": 1.0}}, DATA)
    assert found.left_out == ()


def test_who_is_left_out_sets_no_goalpost_no_mean_and_no_rank(ranked: Ranked) -> None:
    """Scores are those of a ranking in which they never were."""
    rules = {"screening": {"min_coverage": 0.7, "by": "indicators"}}
    for method in (
        {"missing": "worst"},
        {"missing": "mean"},
        {"missing": "group_mean"},
        {"normalise": "zscore"},
        {"normalise": "rank"},
    ):
        card = {**CARD, "method": {"min_coverage": 0, **method}}
        groups = {hub: {"group": "g"} for hub in DATA}
        data = DATA | {"e": {"x": 2, "y": 3, "z": 4}}
        found = ranked({**card, **rules}, data, groups)
        without = ranked(card, {hub: data[hub] for hub in "abe"}, groups)
        np.testing.assert_array_equal(found.scores[:, [0, 1, 4]], without.scores)
        assert np.isnan(found.scores[:, [2, 3]]).all()
        assert found.rank.tolist() == [*without.rank.tolist()[:2], 0, 0, without.rank.tolist()[2]]
        assert found.remarks == without.remarks


def test_what_was_filled_in_is_no_reading(ranked: Ranked) -> None:
    found = ranked({**CARD, "method": {"missing": "mean"}, "screening": {"min_coverage": 0.6}}, DATA)
    assert list(out(found)) == ["c"]
    assert np.isnan([row[2] for row in found.cells.filled]).all()


def test_cells_of_who_is_left_out(ranked: Ranked) -> None:
    found = ranked({**CARD, "screening": {"min_coverage": 0.6}}, DATA)
    assert [int(row[2]) for row in found.cells.status] == [why.LEFT_OUT, why.LEFT_OUT, why.NO_READING]
    for column in (found.cells.low, found.cells.high, found.cells.point, found.cells.filled):
        assert np.isnan([row[2] for row in column]).all()
    assert found.coverage[2] == 0.5, "what there is of it is told all the same"
    assert found.screened.tolist() == [False, False, True, False]
    assert not found.screened.flags.writeable


def test_who_is_left_out_is_listed_last(ranked: Ranked) -> None:
    more = {"b": {"role": "benchmark"}}
    rules = {"screening": {"min_coverage": 0.7, "by": "indicators"}}
    for everyone, order in ((False, "abcd"), (True, "bacd")):
        found = ranked({**CARD, **rules}, DATA, more, everyone)
        assert "".join(found.dataset.hubs.ids[hub] for hub in found.listing) == order
        assert found.ranked.tolist() == [True, everyone, False, False]


def test_benchmarks_and_references_are_left_out_too(ranked: Ranked) -> None:
    goalposts = {name: {**entry, "goalposts": ["min", "benchmark"]} for name, entry in INDICATORS.items()}
    rules = {"screening": {"min_coverage": 0.6}}
    found = ranked({**CARD, **rules, "indicators": goalposts}, DATA, {"c": {"role": "benchmark"}})
    assert list(out(found)) == ["c"]
    assert [remark for remark in found.remarks if remark.kind == "no goalpost"] == [
        Remark("no goalpost", (name,)) for name in "xyz"
    ]
    reference = {"normalise": {"distance_to_reference": "c"}, "min_coverage": 0}
    found = ranked({**CARD, **rules, "method": reference}, DATA)
    assert Remark("no goalpost", ("x",)) in found.remarks
    assert np.isnan(found.index).all()


def test_figures_of_who_is_left_out_are_not_refused(ranked: Ranked) -> None:
    logs = {name: {**entry, "transform": "log"} for name, entry in INDICATORS.items()}
    found = ranked({**CARD, "indicators": logs, "screening": {"min_coverage": 0.8}}, DATA)
    assert list(out(found)) == ["c", "d"]


def test_everybody_left_out_is_said_plainly(ranked: Ranked) -> None:
    found = ranked({**CARD, "screening": {"min_coverage": 1.0}}, {hub: DATA[hub] for hub in "cd"})
    assert found.remarks == (Remark("all left out"),)
    assert found.rank.tolist() == [0, 0]


def test_what_does_not_apply_is_not_due(ranked: Ranked) -> None:
    indicators = {**INDICATORS, "z": {**INDICATORS["z"], "applies_to": ["a", "b"]}}
    for by in ("weight", "indicators"):
        rules = {"min_coverage": 1.0, "min_pillar_coverage": 1.0, "by": by}
        found = ranked({**CARD, "indicators": indicators, "screening": rules}, {hub: DATA[hub] for hub in "abc"})
        assert found.left_out == ()


def test_a_pillar_in_which_nothing_applies_lacks_nothing_beside_one_that_does(ranked: Ranked) -> None:
    indicators = {**INDICATORS, "z": {**INDICATORS["z"], "applies_to": ["a", "b"]}}
    data = {"a": DATA["a"], "b": DATA["b"], "c": {"x": 900}}
    found = ranked({**CARD, "indicators": indicators, "screening": {"min_pillar_coverage": 0.6}}, data)
    assert out(found) == {"c": ("min_pillar_coverage", "p", 0.5, 0.6)}


def test_the_pillar_that_lacks_most_is_named(ranked: Ranked) -> None:
    spread = {"direction": "higher", "goalposts": ["min", "max"]}
    indicators = {f"{pillar}{at}": {**spread, "pillar": pillar} for pillar in "pq" for at in range(4)}
    data = {"a": dict.fromkeys(indicators, 1), "b": {"p0": 1, "p1": 1, "q0": 1}}
    found = ranked({**CARD, "indicators": indicators, "screening": {"min_pillar_coverage": 0.6}}, data)
    assert out(found) == {"b": ("min_pillar_coverage", "q", 0.25, 0.6)}


def test_what_weighs_nothing_is_not_counted(ranked: Ranked) -> None:
    rules = {"min_coverage": 0.9, "by": "indicators"}
    found = ranked({**CARD, "weights": {"p": 1, "q": 0}, "screening": rules}, DATA)
    assert list(out(found)) == ["d"]


def dataset(values: np.ndarray) -> Dataset:
    ids = [f"h{at}" for at in range(values.shape[1])]
    return from_values(hubs_of(ids, ids, ["candidate"] * len(ids), [None] * len(ids)), list("xyz"), values)


@given(st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=1, max_size=6), st.permutations(range(6)))
def test_order_of_hubs_makes_no_difference(there: list[list[bool]], order: list[int]) -> None:
    card = Scorecard.model_validate(
        {"hubs": "*", **CARD, "screening": {"min_coverage": 0.5, "min_pillar_coverage": 0.5}}
    )
    values = np.where(np.array(there).T, 1.0, np.nan)
    found = {each.hub: each[1:] for each in score(dataset(values), card).left_out}
    order = [at for at in order if at < len(there)]
    turned = {order[each.hub]: each[1:] for each in score(dataset(values[:, order]), card).left_out}
    assert turned == found


def test_only_what_has_a_value_counts() -> None:
    card = Scorecard.model_validate({"hubs": "*", **CARD, "screening": {"min_coverage": 0.5}})
    plan = compiled(card, dataset(np.ones((3, 2))))
    assert plan.screening is not None
    status = [np.array([why.HAS_VALUE, why.OTHER_UNIT])] * 3
    assert screened(plan, plan.screening, status) == (LeftOut(1, "min_coverage", None, 0.0, 0.5),)


def test_without_rules_nothing_is_looked_at(monkeypatch: pytest.MonkeyPatch, ranked: Ranked) -> None:
    monkeypatch.setattr("hubscore.line.cells.screened", lambda *_: pytest.fail("looked at"))
    assert ranked({**CARD, "screening": {"by": "indicators"}}, DATA).left_out == ()
