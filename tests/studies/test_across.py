from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.methods.correlation import pearson
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies import across as module
from hubscore.studies.across import across

Ranked = Callable[..., Ranking]
LIMITS = AuditTable.model_validate({})
CARD: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}, "r": {}},
    "indicators": {name: {"pillar": pillar} for name, pillar in zip("abcdef", "ppqqrr", strict=True)},
}


def table(size: int = 60) -> dict[str, dict[str, Any]]:
    """b says what c and d say, which is not what a says."""
    rng = np.random.default_rng(2)
    a, c, e = rng.normal(size=(3, size))
    x = {"a": a, "b": c, "c": c, "d": c, "e": e, "f": e}
    noisy = {name: 5 + column + 0.4 * rng.normal(size=size) for name, column in x.items()}
    return {f"h{at:02}": {name: float(column[at]) for name, column in noisy.items()} for at in range(size)}


def test_indicators_of_different_pillars_and_with_other_pillars(ranked: Ranked) -> None:
    from scipy.stats import pearsonr, spearmanr

    ranking = ranked(CARD, **table())
    ids, found = ranking.plan.ids, across(ranking, LIMITS)
    foreign = {(ids[pair.one], ids[pair.other]) for pair in found if pair.kind == "across"}
    assert len(foreign) == 15 - 3
    assert not foreign & {("a", "b"), ("c", "d"), ("e", "f")}
    with_pillars = {(ids[pair.one], ids[pair.other]) for pair in found if pair.kind == "other pillar"}
    assert len(with_pillars) == 6 * 2
    for pair in found:
        x = ranking.scores[[pair.one, pair.other]]
        assert (pair.node, pair.hubs, pair.filled) == ("index", 60, 0)
        assert pair.one < pair.other
        assert pair.pearson == pytest.approx(tuple(pearsonr(*x)))
        assert pair.spearman == pytest.approx(tuple(spearmanr(*x)))
        assert np.isnan(pair.kendall).all()


def test_hubs_with_a_figure_that_was_filled_in_are_counted(ranked: Ranked) -> None:
    hubs = table()
    hubs["h07"]["a"] = hubs["h08"]["a"] = hubs["h08"]["c"] = None
    ranking = ranked(CARD | {"method": {"missing": "mean"}}, **hubs)
    ids = ranking.plan.ids
    found = {(ids[pair.one], ids[pair.other]): pair.filled for pair in across(ranking, LIMITS)}
    assert [found[pair] for pair in (("a", "c"), ("c", "e"), ("e", "q"), ("a", "q"))] == [2, 1, 0, 2]


def test_what_goes_with_another_pillar_is_flagged(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table())
    ids = ranking.plan.ids
    flagged = {(ids[pair.one], ids[pair.other]) for pair in across(ranking, LIMITS) if pair.flag == "elsewhere"}
    assert flagged == {("b", "q")}
    strict = AuditTable.model_validate({"weak": 1.0})
    assert {pair.flag for pair in across(ranking, strict)} == {None}


def test_what_just_reaches_the_limits_is_flagged(ranked: Ranked, monkeypatch: pytest.MonkeyPatch) -> None:
    ranking = ranked(CARD, **table())
    r, row = pearson(ranking.scores), ranking.plan.row
    [pair] = [each for each in across(ranking, LIMITS) if each.flag]
    monkeypatch.setattr(module, "NEAR", r[row["b"], row["q"]] - r[row["b"], row["p"]])
    for weak, flagged in ((pair.pearson.r, 1), (np.nextafter(pair.pearson.r, 1), 0)):
        limits = AuditTable.model_validate({"weak": float(weak)})
        assert sum(each.flag is not None for each in across(ranking, limits)) == flagged


@pytest.mark.parametrize(("lead", "flagged"), [(0.012, True), (0.008, False)])
def test_what_looks_the_same_is_not_flagged(ranked: Ranked, lead: float, flagged: bool) -> None:
    table = np.random.default_rng(5).normal(size=(60, 3))
    noise, own, other = np.linalg.qr(table - table.mean(axis=0))[0].T
    # b correlates with c, which is all of the pillar q, by `lead` more than with a, which is all of p.
    r = 0.7
    b = r * own + (r + lead) * other + np.sqrt(1 - r**2 - (r + lead) ** 2) * noise
    x = {"a": own, "b": b, "c": other}
    card = {
        "method": {"clip": False},
        "pillars": {"p": {}, "q": {}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
        "weights": {"a": 1, "b": 0},
    }
    hubs = {f"h{at:02}": {name: float(5 + 8 * column[at]) for name, column in x.items()} for at in range(60)}
    ranking = ranked(card, **hubs)
    ids = ranking.plan.ids
    found = {(ids[pair.one], ids[pair.other]): pair for pair in across(ranking, LIMITS)}
    own_r = np.corrcoef(ranking.score("b"), ranking.score("p"))[0, 1]
    assert found["b", "q"].pearson.r - own_r > 0
    assert (found["b", "q"].flag == "elsewhere") == flagged


def test_of_few_hubs_nothing_but_by_force(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(19))
    assert across(ranking, LIMITS) == ()
    assert len(across(ranking, LIMITS, force=True)) == 24
    assert len(across(ranked(CARD, **table(20)), LIMITS)) == 24


def test_of_many_indicators_only_pillars_are_compared(ranked: Ranked, monkeypatch: pytest.MonkeyPatch) -> None:
    ranking = ranked(CARD, **table())
    for most, kinds in ((5, {"other pillar"}), (6, {"across", "other pillar"})):
        monkeypatch.setattr(module, "MOST", most)
        assert {pair.kind for pair in across(ranking, LIMITS)} == kinds


def test_without_pillars_there_is_nothing_across(ranked: Ranked) -> None:
    assert across(ranked({}, **table()), LIMITS) == ()
