from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies.size import Shortage
from hubscore.studies.unity import Unity, flags_of, unities

Ranked = Callable[..., Ranking]
LIMITS = AuditTable.model_validate({})
NAMES = "abcdef"
CARD: dict[str, Any] = {
    "method": {"normalise": "minmax", "min_coverage": 0.0},
    "pillars": {"p": {}, "q": {}, "r": {}},
    "indicators": {name: {"goalposts": None, "pillar": pillar} for name, pillar in zip(NAMES, "pppqqr", strict=True)},
}


def table(size: int, **columns: Any) -> dict[str, dict[str, Any]]:
    rng = np.random.default_rng(4)
    common = rng.normal(size=size)
    usual = {name: common + 0.5 * rng.normal(size=size) for name in "abc"}
    usual |= {name: rng.normal(size=size) for name in "def"}
    cells = usual | columns
    return {
        f"h{at:02}": {name: None if np.isnan(column[at]) else float(column[at]) for name, column in cells.items()}
        for at in range(size)
    }


def of(ranking: Ranking, force: bool = False) -> dict[str, Unity]:
    return {found.node: found for found in unities(ranking, LIMITS, force)}


def test_alpha_and_components_of_each_node(ranked: Ranked) -> None:
    ranking = ranked(CARD, **table(60))
    found = of(ranking)
    assert list(found) == ["index", "p", "q"]  # r averages nothing
    x = ranking.scores[:3]
    total = x.sum(axis=0).var(ddof=1)
    assert found["p"].alpha == pytest.approx(1.5 * (1 - x.var(axis=1, ddof=1).sum() / total))
    values = np.linalg.eigvalsh(np.corrcoef(x))[::-1]
    assert found["p"].eigenvalues == pytest.approx(values)
    assert found["p"].shares == pytest.approx(values / 3)
    assert (found["p"].members, found["p"].hubs, found["p"].flags) == (("a", "b", "c"), 60, ())


def test_alpha_without_each_member_and_with_it_turned(ranked: Ranked) -> None:
    from hubscore.methods.reliability import alpha

    ranking = ranked(CARD, **table(60))
    found, x = of(ranking)["p"], ranking.scores[:3]
    assert found.without == pytest.approx([alpha(x[[1, 2]]), alpha(x[[0, 2]]), alpha(x[[0, 1]])])
    assert found.turned[1] == pytest.approx(alpha(np.array([x[0], 100 - x[1], x[2]])))
    assert np.isnan(of(ranking)["q"].without).all()  # one member alone has no alpha


def test_loadings_are_correlations_with_the_components_that_are_kept(ranked: Ranked) -> None:
    found = of(ranked(CARD, **table(60)))["p"]
    loadings = np.array(found.loadings)
    assert loadings.shape == (3, 1)
    assert (loadings**2).sum() == pytest.approx(found.eigenvalues[0])
    assert found.varying == ("a", "b", "c")
    flat = of(ranked(CARD, **table(60, c=np.full(60, 3.0))))["p"]
    assert (flat.varying, len(flat.loadings)) == (("a", "b"), 2)


def test_what_is_not_one_thing_is_flagged(ranked: Ranked) -> None:
    found = of(ranked(CARD, **table(60)))
    assert "low alpha" in found["q"].flags
    many = {name: {"goalposts": None} for name in NAMES}
    loose = table(60, **dict(zip(NAMES, np.random.default_rng(9).normal(size=(6, 60)), strict=True)))
    [index] = unities(ranked({"method": CARD["method"], "indicators": many}, **loose), LIMITS)
    assert index.flags == ("low alpha", "not one thing", "weak first component")
    assert index.strong == sum(value > 1 for value in index.eigenvalues) > 1
    lenient = AuditTable.model_validate({"alpha": 0.0})
    assert "low alpha" not in {flag for each in unities(ranked(CARD, **table(60)), lenient) for flag in each.flags}


@pytest.mark.parametrize(
    ("alpha", "eigenvalues", "flags"),
    [
        (0.7, (1.6, 1.0, 0.8, 0.6), ()),
        (0.69, (2.0, 1.0, 0.6, 0.4), ("low alpha",)),
        (0.7, (1.7, 1.1, 0.7, 0.5), ("not one thing",)),
        (0.7, (1.59, 1.0, 0.8, 0.61), ("weak first component",)),
        (np.nan, (), ()),
    ],
)
def test_limits_are_what_is_enough(alpha: float, eigenvalues: tuple[float, ...], flags: tuple[str, ...]) -> None:
    shares = tuple(value / 4 for value in eigenvalues)
    assert flags_of(Unity("p", tuple("abcd"), 40, None, alpha, eigenvalues, shares), LIMITS) == flags


def test_hubs_with_a_gap_do_not_count_and_may_leave_too_few(ranked: Ranked) -> None:
    gaps = np.full(60, np.nan)
    gaps[:19] = np.arange(19)
    found = of(ranked(CARD, **table(60, a=gaps)))
    assert (found["p"].hubs, found["p"].short) == (19, Shortage(19, 20, 3))
    assert np.isnan(found["p"].alpha)
    assert (found["p"].eigenvalues, found["p"].flags) == ((), ())
    assert found["q"].short is None


def test_many_members_need_more_hubs(ranked: Ranked) -> None:
    names = [f"i{at:02}" for at in range(9)]
    x = np.random.default_rng(1).normal(size=(9, 26))
    hubs = {f"h{at:02}": dict(zip(names, x[:, at].tolist(), strict=True)) for at in range(26)}
    card = {"method": CARD["method"], "indicators": {name: {"goalposts": None} for name in names}}
    ranking = ranked(card, **hubs)
    assert [found.short for found in unities(ranking, LIMITS)] == [Shortage(26, 27, 9)]
    forced = of(ranking, force=True)["index"]
    assert forced.short is None
    assert len(forced.eigenvalues) == 9


def test_an_indicator_nobody_has_is_no_member(ranked: Ranked) -> None:
    found = of(ranked(CARD, **table(60, c=np.full(60, np.nan))))
    assert found["p"].members == ("a", "b")
    assert found["p"].hubs == 60
    assert "q" not in of(ranked(CARD, **table(60, e=np.full(60, np.nan))))


def test_a_constant_member_has_no_component(ranked: Ranked) -> None:
    found = of(ranked(CARD, **table(60, c=np.full(60, 3.0))))
    assert (found["p"].constant, len(found["p"].eigenvalues)) == (("c",), 2)
    none = of(ranked(CARD, **table(60, d=np.full(60, 3.0), e=np.full(60, 3.0))))
    assert (none["q"].constant, none["q"].eigenvalues) == (("d", "e"), ())
    assert np.isnan(none["q"].alpha)
    assert none["q"].flags == ()


def test_two_hubs_are_too_few_for_force_and_three_are_not(ranked: Ranked) -> None:
    found = of(ranked(CARD, **table(2)), force=True)
    assert found["p"].short is not None
    assert np.isnan(found["p"].alpha)
    three = of(ranked(CARD, **table(3)), force=True)
    assert three["p"].short is None
    assert sum(three["p"].eigenvalues) == pytest.approx(3)
