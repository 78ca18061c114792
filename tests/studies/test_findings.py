from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.studies.audit import Audit, audit
from hubscore.studies.coherence import Correlation, Flag, Kind, Pair
from hubscore.studies.directions import Contrary
from hubscore.studies.findings import Finding, findings
from hubscore.studies.importance import Importance
from hubscore.studies.indicators import Distribution
from hubscore.studies.unity import Unity

Ranked = Callable[..., Ranking]
INDICATORS = {f"i{pillar}{at}": {"pillar": f"p{pillar}", "goalposts": None} for pillar in range(3) for at in range(4)}
CARD: dict[str, Any] = {
    "method": {"normalise": "minmax"},
    "pillars": {"p0": {}, "p1": {}, "p2": {}},
    "indicators": INDICATORS,
}


def planted(size: int = 60, seed: int = 5) -> dict[str, dict[str, Any]]:
    """Three pillars of four: a redundant pair, a negative one, an outlier, a constant and an empty column."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=(4, size))
    x = {
        f"i{p}{at}": 5 + 0.6 * common[3] + common[p] + 0.7 * rng.normal(size=size) for p in range(3) for at in range(4)
    }
    x["i01"] = x["i00"] + 0.05 * rng.normal(size=size)
    x["i11"] = 10 - x["i10"] + 0.2 * rng.normal(size=size)
    x["i20"][7] = 40.0
    x["i22"][:] = 5.0
    x["i23"][:] = np.nan
    return {
        f"h{hub:02}": {name: None if np.isnan(column[hub]) else float(column[hub]) for name, column in x.items()}
        for hub in range(size)
    }


def audited(ranked: Ranked, card: dict[str, Any], hubs: dict[str, Any], force: bool = False) -> Audit:
    usual = {"direction": "higher", "goalposts": [0, 10]}
    names = dict.fromkeys(name for cells in hubs.values() for name in cells if name[0].islower())
    indicators = {name: usual | card.get("indicators", {}).get(name, {}) for name in names}
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    return audit(ranked(card, **hubs), scorecard, {}, force)


def by_kind(found: Audit) -> dict[str, list[Finding]]:
    kinds: dict[str, list[Finding]] = {}
    for finding in findings(found):
        kinds.setdefault(finding.kind, []).append(finding)
    return kinds


def test_what_was_planted_is_found_the_worst_first(ranked: Ranked) -> None:
    kinds = by_kind(audited(ranked, CARD, planted()))
    order = ["skewed", "no data", "constant", "negative", "redundant"]
    assert list(kinds)[: len(order)] == order
    assert kinds["no data"] == [Finding("no data", ("i23",))]
    assert kinds["constant"] == [Finding("constant", ("i22",))]
    [negative] = kinds["negative"]
    assert negative.nodes[:2] == ("i11", "p1")
    assert sorted(negative.nodes[2:]) == ["i10", "i12", "i13"]
    assert "negative pair" not in kinds  # each has the contrary one in it
    [redundant] = kinds["redundant"]
    assert (redundant.nodes, redundant.limit) == (("i00", "i01", "p0"), 0.92)
    assert 0.99 < (redundant.number or 0) < 1
    [skewed] = kinds["skewed"]
    assert (skewed.nodes, skewed.hubs, skewed.limit) == (("i20",), (7,), 2.0)
    assert kinds["not one thing"][0].nodes == ("p1",)
    assert "low alpha" in kinds["not one thing"][0].rule
    assert "few hubs" not in kinds


def test_pairs_at_odds_without_a_culprit_stay_pairs(ranked: Ranked) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 60))
    x = {"a": 5 + a, "b": 5 + a + 0.3 * b, "c": 5 - a + 0.3 * b, "d": 5 - a}
    hubs = {f"h{at:02}": {name: float(column[at]) for name, column in x.items()} for at in range(60)}
    pairs = by_kind(audited(ranked, {"method": {"normalise": "minmax"}}, hubs))["negative pair"]
    assert {finding.nodes for finding in pairs} == {(one, other, "index") for one in "ab" for other in "cd"}
    assert [finding.number for finding in pairs] == sorted(finding.number or 0 for finding in pairs)


def test_an_outlier_is_the_reason_why_an_indicator_hardly_counts(ranked: Ranked) -> None:
    rng = np.random.default_rng(6)
    common = rng.normal(size=40)
    x = {name: 50 + 10 * (common + 0.8 * rng.normal(size=40)) for name in "abc"}
    last = int(common.argmin())
    x["a"][last] = 900.0
    hubs = {f"h{at:02}": {name: float(column[at]) for name, column in x.items()} for at in range(40)}
    card = {"method": {"normalise": "minmax", "aggregate": "copeland"}}
    found = by_kind(audited(ranked, card | {"indicators": {name: {"goalposts": None} for name in "abc"}}, hubs))
    assert next(iter(found)) == "skewed"
    [weak] = found["weak"]
    assert (weak.nodes, weak.hubs) == (("a", "index"), (last,))
    assert (weak.number or 0) < 0.3 < (weak.but or 0)


def test_older_figures_are_told_where_no_age_is_asked_for(ranked: Ranked) -> None:
    hubs: dict[str, Any] = {"x": {"a": {"2019": 1.0}}, "y": {"a": {"2020": 2.0}}}
    found = audited(ranked, {"as_of": 2020}, hubs)
    assert found.older == (1, 2, 2020)
    [older] = by_kind(found)["older figures"]
    assert older == Finding("older figures", number=1, rule="max_age")
    assert older.severity == "information"
    assert audited(ranked, {"as_of": 2020, "max_age": 5}, hubs).older is None


def test_faults_come_before_what_is_as_the_files_ask_for_it(ranked: Ranked) -> None:
    card = {"screening": {"min_coverage": 0.5}, "gates": {"min_coverage": 0.9}, "method": {"min_coverage": 0.1}}
    hubs: dict[str, Any] = {
        "w": {"a": 1.0, "b": 2.0, "c": 3.0},
        "x": {"a": 1.0, "b": None, "c": None},
        "y": {"a": 1.0, "b": 2.0, "c": None},
    }
    found = findings(audited(ranked, card, hubs))
    severities = [finding.severity for finding in found]
    assert severities == sorted(severities)
    assert [finding.hubs for finding in found if finding.kind == "gate"] == [(2,)]  # not of x, which is left out


def test_an_indicator_that_belongs_elsewhere(ranked: Ranked) -> None:
    rng = np.random.default_rng(8)
    p, q = rng.normal(size=(2, 60))
    x = {"a": p, "b": p, "c": p, "d": q, "e": q, "f": p}
    noisy = {name: 5 + column + 0.3 * rng.normal(size=60) for name, column in x.items()}
    hubs = {f"h{at:02}": {name: float(column[at]) for name, column in noisy.items()} for at in range(60)}
    card: dict[str, Any] = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {"pillar": "p" if name < "d" else "q"} for name in x},
    }
    [found] = by_kind(audited(ranked, card, hubs))["elsewhere"]
    assert found.nodes == ("f", "q", "p")
    assert (found.number or 0) > 0.8 > (found.limit or 0)


def test_a_pair_that_two_nodes_average_is_told_once(ranked: Ranked) -> None:
    card = CARD | {"index": {"over": "indicators"}}
    [redundant] = by_kind(audited(ranked, card, planted()))["redundant"]
    assert set(redundant.nodes[:2]) == {"i00", "i01"}


def test_hubs_that_are_not_ranked(ranked: Ranked) -> None:
    card = {"screening": {"min_coverage": 0.5}}
    hubs: dict[str, Any] = {
        "w": {"a": 1.0, "b": 2.0, "c": 3.0},
        "x": {"a": 1.0, "b": None, "c": None},
        "y": {"a": 1.0, "b": 2.0, "c": None},
    }
    found = by_kind(audited(ranked, card | {"method": {"min_coverage": 0.8}}, hubs))
    assert found["left out"] == [Finding("left out", (), (1,), pytest.approx(1 / 3), 0.5, "min_coverage")]
    assert found["no index"] == [Finding("no index", (), (2,), pytest.approx(2 / 3))]


def test_hubs_that_are_left_out_for_a_pillar(ranked: Ranked) -> None:
    card = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q"}, "c": {"pillar": "q"}},
        "screening": {"min_pillar_coverage": 0.6},
    }
    hubs: dict[str, Any] = {"x": {"a": 1.0, "b": 2.0, "c": 3.0}, "y": {"a": 1.0, "b": 2.0, "c": None}}
    found = by_kind(audited(ranked, card, hubs))
    assert found["left out"] == [Finding("left out", ("q",), (1,), 0.5, 0.6, "min_pillar_coverage")]


def test_gates_that_do_not_hold(ranked: Ranked) -> None:
    card = {"gates": {"min_coverage": 0.9}, "method": {"min_coverage": 0.1}}
    hubs: dict[str, Any] = {"x": {"a": 1.0, "b": None}, "y": {"a": 1.0, "b": 2.0}}
    assert by_kind(audited(ranked, card, hubs))["gate"] == [Finding("gate", (), (0,), 0.5, 0.9, "min_coverage")]


def test_few_hubs_are_said_first_where_figures_are_forced(ranked: Ranked) -> None:
    hubs = planted(12)
    few = Finding("by force", (), (), 12, 20)
    unforced = findings(audited(ranked, CARD, hubs))
    kinds = [finding.kind for finding in unforced]
    assert [finding for finding in unforced if finding.kind == "few hubs"] == [few._replace(kind="few hubs")]
    assert kinds.index("few hubs") > kinds.index("constant")
    assert "redundant" not in kinds
    assert "by force" not in kinds
    forced = findings(audited(ranked, CARD, hubs, force=True))
    assert forced[0] == few
    assert "few hubs" not in [finding.kind for finding in forced]
    assert "redundant" in [finding.kind for finding in forced]


def test_a_node_with_too_few_whole_hubs_is_named(ranked: Ranked) -> None:
    hubs = planted()
    for hub in list(hubs)[:45]:
        hubs[hub]["i02"] = None
    assert by_kind(audited(ranked, CARD, hubs))["few hubs"] == [Finding("few hubs", ("p0",), (), 15, 20)]


def test_weights_and_importance(ranked: Ranked) -> None:
    x = np.random.default_rng(1).normal(size=(2, 40))
    hubs = {f"h{at:02}": {"a": float(5 + x[0, at]), "b": float(5 + 0.1 * x[1, at])} for at in range(40)}
    found = by_kind(audited(ranked, {}, hubs))
    assert [(finding.nodes, finding.limit) for finding in found["importance"]] == [
        (("a", "index"), 0.5),
        (("b", "index"), 0.5),
    ]
    assert (found["importance"][0].number or 0) > 0.9
    assert [finding.nodes for finding in found["weak"]] == [("b", "index")]


def test_of_few_hubs_only_pillars_are_judged_by_importance(ranked: Ranked) -> None:
    card = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
    }
    hubs = {f"h{at}": {"a": float(at), "b": 5.0, "c": 4 + 0.1 * at} for at in range(6)}
    found = by_kind(audited(ranked, card, hubs))
    assert {finding.nodes[0] for finding in found["importance"]} == {"p", "q"}


def test_figures_that_are_few_or_alike(ranked: Ranked) -> None:
    rng = np.random.default_rng(2)
    hubs: dict[str, Any] = {}
    for at in range(30):
        few = float(rng.uniform(0, 10)) if at < 12 else None
        zeros = 0.0 if at < 20 else float(at) / 4
        hubs[f"h{at:02}"] = {"a": few, "b": zeros, "c": float(at % 5), "d": float(rng.uniform(0, 10))}
    found = by_kind(audited(ranked, {}, hubs))
    assert [found[kind][0] for kind in ("few figures", "many zeros")] == [
        Finding("few figures", ("a",), (), 0.4, 0.65),
        Finding("many zeros", ("b",), (), pytest.approx(2 / 3), 0.5),
    ]
    assert {finding.nodes[0]: finding.number for finding in found["few values"]} == {
        "b": pytest.approx(11 / 30),
        "c": pytest.approx(5 / 30),
    }
    assert found["few values"][0].nodes == ("c",)


def test_nothing_to_complain_of(ranked: Ranked) -> None:
    rng = np.random.default_rng(7)
    common = rng.normal(size=40)
    hubs = {f"h{at:02}": {name: float(5 + common[at] + 0.6 * rng.normal()) for name in "abc"} for at in range(40)}
    assert findings(audited(ranked, {}, hubs)) == ()


A, B, C, D, E, P, Q, INDEX = range(8)
"""The rows of the tree of `bare`."""


@pytest.fixture(scope="module")
def bare(ranked: Ranked) -> Audit:
    """An audit of a small tree that has found nothing."""
    tree = {
        "pillars": {"p": {}, "q": {}},
        "indicators": {name: {"pillar": "p" if name < "d" else "q"} for name in "abcde"},
    }
    found = audited(ranked, tree, {hub: dict.fromkeys("abcde", 5.0) for hub in "xyz"})
    assert found.ranking.plan.ids == (*"abcde", "p", "q", "index")
    bare = replace(found, short=None, distributions=(), unities=(), importance=importance({}))
    assert findings(bare) == findings(replace(bare, forced=True)) == ()
    return bare


def importance(nodes: dict[tuple[str, str], tuple[float, float]]) -> Importance:
    """Of nodes and their parents: what they weigh and how much they move."""
    weight, moves = (np.array([numbers[at] for numbers in nodes.values()]) for at in (0, 1))
    names, parents = (tuple(names[at] for names in nodes) for at in (0, 1))
    nothing = np.full(len(nodes), np.nan)
    return Importance(
        names, parents, weight, nothing, nothing, nothing, moves, nothing, nothing, "squared correlation", 3
    )


def pair(kind: Kind, node: str, one: int, other: int, r: float, flag: Flag | None = None) -> Pair:
    of_rank = Correlation(0.5, 0.5)
    return Pair(kind, node, one, other, 30, Correlation(r, 0.01), of_rank, of_rank, flag)


def test_what_runs_against_its_pillar_is_told_once_with_its_opponents(bare: Audit) -> None:
    contraries = (Contrary(B, "p", -0.4, (C, A)), Contrary(E, "q", -0.3, ()), Contrary(B, "index", -0.2, ()))
    assert findings(replace(bare, contraries=contraries)) == (
        Finding("negative", ("b", "p", "c", "a"), number=-0.4, limit=bare.limits.negative),
        Finding("negative", ("e", "q"), number=-0.3, limit=bare.limits.negative),
    )


def test_pairs_are_told_the_most_extreme_first(bare: Audit) -> None:
    pairs = (
        pair("siblings", "p", A, B, 0.93, "redundant"),
        pair("siblings", "p", A, C, -0.5, "negative"),
        pair("siblings", "p", B, C, -0.6, "negative"),
        pair("siblings", "q", D, E, 0.97, "redundant"),
        pair("siblings", "index", D, E, 0.97, "redundant"),
        pair("siblings", "index", A, D, 0.1),
        pair("siblings", "index", A, E, -0.7, "negative"),
    )
    contrary = Contrary(A, "index", -0.1, ())
    assert findings(replace(bare, pairs=pairs, contraries=(contrary,)))[1:] == (
        Finding("redundant", ("d", "e", "q"), number=0.97, limit=bare.limits.redundant),
        Finding("redundant", ("a", "b", "p"), number=0.93, limit=bare.limits.redundant),
        Finding("negative pair", ("b", "c", "p"), number=-0.6, limit=bare.limits.negative),
        Finding("negative pair", ("a", "c", "p"), number=-0.5, limit=bare.limits.negative),
    )


def test_what_correlates_more_with_another_pillar_is_told_the_farthest_first(bare: Audit) -> None:
    pairs = (
        pair("parent", "p", A, P, 0.5),
        pair("parent", "p", B, P, 0.4),
        pair("parent", "index", B, INDEX, 0.8),  # which averages it too
        pair("siblings", "p", A, B, 0.9),
        pair("siblings", "p", B, C, 0.9),
    )
    across = (
        pair("other pillar", "q", A, Q, 0.6, "elsewhere"),
        pair("other pillar", "q", B, Q, 0.7, "elsewhere"),
        pair("other pillar", "q", C, Q, 0.9, "elsewhere"),  # its own is not known
        pair("other pillar", "p", D, P, 0.2),
    )
    assert findings(replace(bare, pairs=pairs, across=across)) == (
        Finding("elsewhere", ("b", "p", "q"), number=0.7, limit=0.4),
        Finding("elsewhere", ("a", "p", "q"), number=0.6, limit=0.5),
    )


def test_what_hardly_moves_its_parent_is_told_the_weakest_first(bare: Audit) -> None:
    pairs = (
        pair("parent", "p", A, P, 0.2, "weak"),
        pair("parent", "index", P, INDEX, 0.1, "weak"),
        pair("parent", "p", B, P, -0.3, "negative"),
        pair("index", "index", A, INDEX, 0.1, "weak"),
    )
    assert findings(replace(bare, pairs=pairs)) == (
        Finding("weak", ("p", "index"), number=0.1, limit=bare.limits.weak),
        Finding("weak", ("a", "p"), number=0.2, limit=bare.limits.weak),
    )


def test_nodes_that_are_not_one_thing_are_told_the_least_reliable_first(bare: Audit) -> None:
    unities = (
        Unity("p", ("a", "b", "c"), 30, None, np.nan, flags=("not one thing",)),
        Unity("q", ("d", "e"), 30, None, 0.6, flags=("low alpha", "weak first component")),
        Unity("index", ("p", "q"), 30, None, 0.2, flags=("low alpha",)),
        Unity("other", ("p", "q"), 30, None, 0.9),
    )
    limit = bare.limits.alpha
    assert findings(replace(bare, unities=unities)) == (
        Finding("not one thing", ("index",), number=0.2, limit=limit, rule="low alpha"),
        Finding("not one thing", ("q",), number=0.6, limit=limit, rule="low alpha, weak first component"),
        Finding("not one thing", ("p",), number=None, limit=limit, rule="not one thing"),
    )


def test_importance_is_told_from_the_top_then_the_farthest_from_the_weight(bare: Audit) -> None:
    measured = importance(
        {
            ("p", "index"): (0.5, 0.26),  # by less than half
            ("a", "p"): (0.4, 0.1),
            ("b", "p"): (0.3, 0.9),
            ("c", "p"): (0.0, 0.3),  # what weighs nothing is not judged
            ("q", "index"): (0.4, 0.9),
            ("d", "q"): (0.5, 0.75),  # by half
            ("e", "q"): (0.4, 0.7),  # as far as a
        }
    )
    p, q, a, b, e = (
        Finding("importance", nodes, (), moves, weight)
        for nodes, weight, moves in [
            (("p", "index"), 0.5, 0.2),
            (("q", "index"), 0.4, 0.9),
            (("a", "p"), 0.4, 0.1),
            (("b", "p"), 0.3, 0.9),
            (("e", "q"), 0.4, 0.7),
        ]
    )
    assert findings(replace(bare, importance=measured)) == (q, b, a, e)
    lower = importance({("p", "index"): (0.5, 0.2), ("q", "index"): (0.4, 0.9), ("a", "p"): (0.4, 0.1)})
    assert findings(replace(bare, importance=lower)) == (q, p, a)


def test_figures_are_told_the_farthest_from_the_limit_first(ranked: Ranked, bare: Audit) -> None:
    [plain] = audited(ranked, {}, {"x": {"a": 5.0}, "y": {"a": 4.0}}).distributions

    def figures(row: int, *flags: Any, **fields: Any) -> Distribution:
        return plain._replace(row=row, flags=flags, figures=20, **fields)

    found = (
        figures(A, "few figures", "few values", competing=0.6, unique=9),
        figures(B, "few figures", "many zeros", competing=0.1, zeros=12),
        figures(C, "many zeros", "skewed", zeros=16, skewness_scored=-2.5, cause=(1,)),
        figures(D, "few values", "skewed", unique=2, skewness_scored=3.0, cause=(2, 0)),
        figures(E, "constant", "no data"),
    )
    assert findings(replace(bare, distributions=found)) == (
        Finding("skewed", ("d",), (2, 0), 3.0, 2.0),
        Finding("skewed", ("c",), (1,), 2.5, 2.0),
        Finding("no data", ("e",)),
        Finding("constant", ("e",)),
        Finding("few figures", ("b",), (), 0.1, 0.65),
        Finding("few figures", ("a",), (), 0.6, 0.65),
        Finding("many zeros", ("c",), (), 0.8, 0.5),
        Finding("many zeros", ("b",), (), 0.6, 0.5),
        Finding("few values", ("d",), (), 0.1, 0.5),
        Finding("few values", ("a",), (), 0.45, 0.5),
    )
