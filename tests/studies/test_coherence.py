from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.methods.correlation import kendall, spearman
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies.coherence import Correlation, Kind, Pair, correlations, flag_of, tied, without

Ranked = Callable[..., Ranking]
LIMITS = AuditTable.model_validate({})
CARD: dict[str, Any] = {
    "method": {"normalise": "minmax"},
    "pillars": {"p": {}, "q": {}},
    "indicators": {name: {"goalposts": None, "pillar": "p" if name < "d" else "q"} for name in "abcdef"},
}


def table(size: int, seed: int = 1) -> dict[str, dict[str, Any]]:
    """a and b say the same, c the contrary; d, e and f have nothing to do with each other."""
    rng = np.random.default_rng(seed)
    a, d, e, f = rng.uniform(0, 10, (4, size))
    columns = {"a": a, "b": a + 0.1 * rng.normal(size=size), "c": 3 * rng.normal(size=size) - a, "d": d, "e": e, "f": f}
    return {f"h{at:02}": {name: float(column[at]) for name, column in columns.items()} for at in range(size)}


def by_kind(ranking: Ranking, kind: str, force: bool = False) -> dict[tuple[str, str], Pair]:
    ids = ranking.plan.ids
    found = correlations(ranking, LIMITS, force)
    return {(ids[pair.one], ids[pair.other]): pair for pair in found if pair.kind == kind}


def test_all_that_belongs_together_is_compared(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(30))
    siblings = ["pq", "ab", "ac", "bc", "de", "df", "ef"]
    assert list(by_kind(ranking, "siblings")) == [tuple(pair) for pair in siblings]
    above = {"p": "index", "q": "index"} | {name: "p" if name < "d" else "q" for name in "abcdef"}
    assert dict(by_kind(ranking, "parent").keys()) == above
    assert dict(by_kind(ranking, "index").keys()) == dict.fromkeys("abcdef", "index")
    assert {pair.node for pair in by_kind(ranking, "index").values()} == {"index"}
    assert by_kind(ranking, "pillars") == {}


def test_figures_are_those_of_scipy(ranked: Ranked) -> None:
    from scipy import stats

    hubs = table(40)
    hubs["h07"]["b"] = None
    ranking = ranked(CARD, **hubs)
    found = correlations(ranking, LIMITS)
    assert len(found) == 7 + 8 + 6
    for pair in found:
        x, y = ranking.scores[pair.one], ranking.scores[pair.other]
        both = ~np.isnan(x) & ~np.isnan(y)
        assert pair.hubs == both.sum()
        for ours, theirs in (
            (pair.pearson, stats.pearsonr),
            (pair.spearman, stats.spearmanr),
            (pair.kendall, stats.kendalltau),
        ):
            wanted = theirs(x[both], y[both])
            assert ours == pytest.approx((wanted.statistic, wanted.pvalue), abs=1e-9)


def test_redundant_negative_and_weak(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(60))
    siblings, parents = by_kind(ranking, "siblings"), by_kind(ranking, "parent")
    assert {pair: found.flag for pair, found in siblings.items() if found.flag} == {
        ("a", "b"): "redundant",
        ("a", "c"): "negative",
        ("b", "c"): "negative",
    }
    assert parents["c", "p"].flag == "negative"  # two against one
    assert parents["c", "p"].pearson.p < 0.05
    assert parents["a", "p"].flag is None
    assert all(pair.flag is None for pair in by_kind(ranking, "index").values())


@pytest.mark.parametrize(
    ("pair", "r", "p", "flag"),
    [
        ("ab", 0.92, 0.0, "redundant"),
        ("ab", 0.919, 0.0, None),
        ("ab", -0.299, 0.0, None),
        ("ab", -0.3, 0.9, "negative"),
        ("fp", 0.95, 0.0, None),  # an indicator beside a pillar
        ("pq", 0.95, 0.0, None),
    ],
)
def test_limits_of_siblings_belong_to_what_is_remarked_on(
    ranked: Ranked, pair: str, r: float, p: float, flag: str | None
) -> None:
    assert flag_of(*flagged(ranked, "siblings", pair, r, p)) == flag


@pytest.mark.parametrize(
    ("r", "p", "flag"),
    [(0.3, 0.0, None), (0.299, 0.0, "weak"), (-0.2, 0.05, "weak"), (-0.2, 0.0499, "negative"), (0.95, 0.0, None)],
)
def test_limits_of_parents_are_what_is_enough(ranked: Ranked, r: float, p: float, flag: str | None) -> None:
    assert flag_of(*flagged(ranked, "parent", "ap", r, p)) == flag


@pytest.mark.parametrize("kind", ["index", "across"])
def test_of_other_pairs_of_indicators_nothing_is_remarked_on(ranked: Ranked, kind: Kind) -> None:
    assert flag_of(*flagged(ranked, kind, "ad", 0.95, 0.0)) is None


def flagged(ranked: Ranked, kind: Kind, ends: str, r: float, p: float) -> tuple[Plan, Pair, AuditTable]:
    """What `flag_of` takes."""
    plan, found = ranked(CARD, **table(3)).plan, Correlation(r, p)
    one, other = (plan.row[end] for end in ends)
    return plan, Pair(kind, "p", one, other, 30, found, found, found), LIMITS


def test_a_negative_correlation_that_may_be_chance_is_weak(ranked: Ranked) -> None:
    card = CARD | {"weights": dict.fromkeys("pqabcde", 1) | {"f": 0}}
    for seed in range(20):
        pair = by_kind(ranked(card, **table(25, seed)), "parent")["f", "q"]
        wanted = (
            None if pair.pearson.r >= 0.3 else "negative" if pair.pearson.r < 0 and pair.pearson.p < 0.05 else "weak"
        )
        assert pair.flag == wanted
        assert pair.flag != "redundant"


def test_limits_are_the_scorecard_s(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(60))
    lenient = AuditTable.model_validate({"redundant": 1.0, "negative": -1.0, "weak": 0.0})
    assert {pair.flag for pair in correlations(ranking, lenient)} == {None, "negative"}  # with the parent
    strict = AuditTable.model_validate({"redundant": 0.0, "weak": 1.0})
    flags = [pair.flag for pair in correlations(ranking, strict) if pair.kind == "parent"]
    assert None not in flags


def test_of_few_hubs_nothing_is_said_but_by_force(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(19))
    assert correlations(ranking, LIMITS) == ()
    assert len(correlations(ranking, LIMITS, force=True)) == 21
    assert len(correlations(ranked(CARD, **table(20)), LIMITS)) == 21


def test_a_pair_that_few_hubs_share_is_left_out(ranked: Ranked) -> None:
    hubs = table(30)
    for hub in list(hubs)[:12]:
        hubs[hub]["a"] = None
    ranking = ranked(CARD, **hubs)
    assert {pair for pair in by_kind(ranking, "siblings") if "a" in pair} == set()
    assert by_kind(ranking, "siblings", force=True)["a", "b"].hubs == 18


def test_figures_that_were_filled_in_are_counted(ranked: Ranked) -> None:
    hubs = table(30)
    hubs["h03"]["a"] = hubs["h04"]["b"] = hubs["h04"]["a"] = hubs["h05"]["b"] = None
    ranking = ranked(CARD | {"method": {"normalise": "minmax", "missing": "mean"}}, **hubs)
    assert by_kind(ranking, "siblings")["a", "b"].filled == 3
    assert by_kind(ranking, "siblings")["d", "e"].filled == 0
    assert by_kind(ranking, "siblings")["p", "q"].filled == 0
    renormalised = ranked(CARD, **hubs)
    assert by_kind(renormalised, "siblings")["a", "b"].filled == 0


def test_without_some_hubs(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(30))
    pair = by_kind(ranking, "siblings")["d", "e"]
    x = np.delete(ranking.scores[[pair.one, pair.other]], [3, 5], axis=1)
    assert without(ranking, pair, (3, 5)) == pytest.approx(np.corrcoef(x)[0, 1])


def test_what_is_constant_has_no_correlation(ranked: Ranked) -> None:
    hubs = {hub: cells | {"e": 5.0} for hub, cells in table(30).items()}
    pair = by_kind(ranked(CARD, **hubs), "parent")["e", "q"]
    assert np.isnan([pair.pearson.r, pair.kendall.p]).all()
    assert pair.flag is None


def test_pillars_of_one_level_with_different_parents(ranked: Ranked) -> None:
    pillars = {"p": {"parent": "left"}, "q": {"parent": "right"}, "left": {}, "right": {}}
    found = by_kind(ranked(CARD | {"pillars": pillars}, **table(30)), "pillars")
    assert list(found) == [("p", "q")]
    assert found["p", "q"].node == "index"


def test_scores_that_rounding_sets_apart_are_tied(ranked: Callable[..., Ranking]) -> None:
    """Means of whole numbers: pillars that are equal but for rounding are tied, as in the ranking."""
    figures = np.random.default_rng(3).integers(0, 4, (6, 40)).astype(float)
    indicators = {name: {"pillar": "pq"[at // 3]} for at, name in enumerate("abcdef")}
    hubs = {f"h{at:02}": dict(zip("abcdef", figures[:, at].tolist(), strict=True)) for at in range(40)}
    ranking = ranked({"pillars": {"p": {}, "q": {}}, "indicators": indicators}, **hubs)
    pair = by_kind(ranking, "siblings")["p", "q"]
    exact = np.array([figures[:3].sum(axis=0), figures[3:].sum(axis=0)])
    assert pair.spearman.r == pytest.approx(spearman(exact)[0, 1], abs=1e-12)
    assert pair.kendall.r == pytest.approx(kendall(exact)[0, 1], abs=1e-12)


def test_what_profiles_say_is_no_rounding(ranked: Ranked) -> None:
    """Scores 1e-8 apart, a tenth of what ties: as figures they differ, as sums they may not."""
    card = {"pillars": {"p": {}}, "indicators": {"a": {"pillar": "p"}}}
    ranking = ranked(card, one={"a": 5}, other={"a": 5 + 1e-9}, third={"a": 7})
    figures, pillar = tied(ranking, [0, 1])
    assert figures[0] < figures[1] < figures[2]
    assert pillar[0] == pillar[1] < pillar[2]
