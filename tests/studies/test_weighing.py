from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from scipy import stats

from hubscore.methods.draw import keys, named, starts
from hubscore.model.compile import compiled
from hubscore.model.plan import Plan
from hubscore.model.scorecard import Dirichlet
from hubscore.studies.weighing import Weighing, weighing

TREE: dict[str, Any] = {
    "weights": {"p": 3, "q": 1, "a": 1, "b": 2, "c": 1, "d": 0},
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}, "d": {"pillar": "q"}},
}
DRAWS = 20_000
FACTORS = ("weights:p", "weights:q")


@pytest.fixture
def planned(made: Callable[..., Any]) -> Callable[..., Plan]:
    def plan(**more: Any) -> Plan:
        dataset, card = made({**TREE, **more}, x={"a": 1, "b": 2, "c": 3, "d": 4})
        return compiled(card, dataset)

    return plan


def drawn(weights: Weighing, factors: tuple[str, ...] = FACTORS, draws: int = DRAWS) -> dict[str, np.ndarray]:
    at = keys(starts(1, named(factors)), 0, draws)
    return {node.id: share for node, share in zip(weights.plan.inner, weights.shares(at), strict=True)}


def test_weights_stay_within_their_spread_and_add_up_to_one(planned: Callable[..., Plan]) -> None:
    shares = drawn(weighing(planned(), 0.25, FACTORS))
    for share in shares.values():
        assert share.sum(axis=0) == pytest.approx(1)
    ratio = shares["index"][0] / shares["index"][1]
    assert ratio.min() >= 3 * 0.75 / 1.25
    assert ratio.max() <= 3 * 1.25 / 0.75
    assert ratio.max() > 4.7
    assert ratio.min() < 1.9


def test_weights_that_are_not_varied_are_1_beside_those_that_are(planned: Callable[..., Plan]) -> None:
    share = drawn(weighing(planned(), 0.25, ("weights:q",)), ("weights:q",))["index"]
    assert stats.kstest(3 * share[1] / share[0], stats.uniform(0.75, 0.5).cdf).pvalue > 1e-3


@pytest.mark.parametrize(("rule", "varied"), [(0.0, False), (1.0, True), ("any", True)])
def test_weights_vary_unless_their_spread_is_nothing(planned: Callable[..., Plan], rule: Any, varied: bool) -> None:
    weights = weighing(planned(), rule, FACTORS)
    assert weights.varied == varied
    assert (drawn(weights)["index"].shape[1] > 1) == varied


def test_each_weight_is_uniform_before_it_is_rescaled(planned: Callable[..., Plan]) -> None:
    weights = weighing(planned(), 0.25, FACTORS)
    times = weights._times(keys(starts(1, named(FACTORS)), 0, DRAWS))
    varied = weights.weights > 0
    for each in times[varied]:
        assert stats.kstest(each, stats.uniform(0.75, 0.5).cdf).pvalue > 1e-3


def test_a_weight_of_zero_stays_zero_under_every_rule(planned: Callable[..., Plan]) -> None:
    for rule in (0.25, 1.0, Dirichlet(dirichlet=5)):
        shares = drawn(weighing(planned(), rule, FACTORS))
        assert (shares["q"][1] == 0).all()
        assert np.isfinite(shares["p"]).all()


def test_any_is_uniform_on_the_simplex_of_pillars_and_leaves_the_rest(planned: Callable[..., Plan]) -> None:
    shares = drawn(weighing(planned(), "any", FACTORS))
    assert stats.kstest(shares["index"][0], stats.uniform().cdf).pvalue > 1e-3
    assert (shares["p"] == np.array([[1 / 3], [2 / 3]])).all()


def test_under_any_what_is_not_varied_stays_among_the_rest_as_one_of_them(planned: Callable[..., Plan]) -> None:
    """Sizes are exponential, of mean 1, and one that is not varied is 1."""
    share = drawn(weighing(planned(), "any", ("weights:q",)), ("weights:q",))["index"][0]
    assert stats.kstest(1 / share - 1, stats.expon().cdf).pvalue > 1e-3


def test_any_over_indicators_moves_whole_pillars(planned: Callable[..., Plan]) -> None:
    shares = drawn(weighing(planned(index={"over": "indicators"}), "any", FACTORS))["index"]
    assert stats.kstest(shares[:2].sum(axis=0), stats.uniform().cdf).pvalue > 1e-3
    assert shares[1] == pytest.approx(2 * shares[0])


def test_dirichlet_around_the_declared_weights_has_its_mean_and_variance(planned: Callable[..., Plan]) -> None:
    share = drawn(weighing(planned(), Dirichlet(dirichlet=20), FACTORS))["index"][0]
    assert share.mean() == pytest.approx(0.75, abs=0.003)
    assert share.var() == pytest.approx(0.75 * 0.25 / 21, rel=0.05)
    assert stats.kstest(share, stats.beta(15, 5).cdf).pvalue > 1e-3


def test_what_is_not_varied_keeps_its_proportions(planned: Callable[..., Plan]) -> None:
    plan = planned()
    assert all(share.shape[1] == 1 for share in weighing(plan, 0.25, ()).shares(keys(starts(1, named([])), 0, 5)))
    for rule in (0.25, "any", Dirichlet(dirichlet=5)):
        shares = drawn(weighing(plan, rule, ("weights:q",)), ("weights:q",), 50)  # type: ignore[arg-type]
        assert shares["p"] == pytest.approx(np.broadcast_to([[1 / 3], [2 / 3]], shares["p"].shape))
        assert np.ptp(shares["index"][0]) > 0


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"index": {"over": "indicators"}},
        {"pillars": {"p": {"parent": "q"}, "q": {}}},
        {"indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}}},
    ],
    ids=["tree", "over", "deep", "on the root"],
)
@pytest.mark.parametrize("rule", [0.5, "any", Dirichlet(dirichlet=3)], ids=["spread", "any", "dirichlet"])
def test_weights_passed_down_to_the_indicators(planned: Callable[..., Plan], more: Any, rule: Any) -> None:
    factors = ("weights:p", "weights:q", "weights:d")
    plan = planned(**more)
    weights = weighing(plan, rule, factors)
    at = keys(starts(3, named(factors)), 0, 40)
    worth = {"index": np.ones(40)}
    for node, share in reversed(list(zip(plan.inner, weights.shares(at), strict=True))):
        for member, part in zip(node.members, np.broadcast_to(share, (len(share), 40)), strict=True):
            if node.id in worth:
                worth[member] = worth[node.id] * part
    expected = np.array([worth[leaf.id] for leaf in plan.leaves])
    declared = plan.weights[:, None] * weights.times_declared(at)
    assert declared == pytest.approx(expected)
    assert declared.sum(axis=0) == pytest.approx(1)
