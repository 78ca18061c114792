"""Which figures each way gets, what becomes of its weights, what is refused; formulas are tested with their kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from hubscore.errors import UsageError
from hubscore.methods.balance import Balance
from hubscore.methods.components import Principal, pca
from hubscore.methods.derive import DERIVATIONS
from hubscore.methods.hierarchy import Hierarchy
from hubscore.methods.information import critic, entropy
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_values
from hubscore.model.dataset import hubs_of
from hubscore.model.fields import LIGHTEST
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.derive import Proposal, derived, with_weights
from hubscore.studies.doubt import Doubt
from hubscore.studies.size import Shortage

GAP = np.nan
LEAVES = ("a", "b", "c", "d")
CARD: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {}},
    "indicators": {
        "a": {"pillar": "money"},
        "b": {"pillar": "money"},
        "c": {"pillar": "money"},
        "d": {"pillar": "travel"},
    },
    "weights": {"money": 3, "travel": 1, "a": 5, "b": 3, "c": 2},
    "method": {"min_coverage": 0.0},
}


def scored(card: Mapping[str, Any], figures: Mapping[str, Any], benchmarks: int = 0) -> tuple[Ranking, Scorecard]:
    """Score figures by indicator, one a hub; goalposts are 0 and 10, the last hubs benchmarks."""
    usual = {"direction": "higher", "goalposts": [0, 10]}
    indicators = {name: usual | card.get("indicators", {}).get(name, {}) for name in figures}
    scorecard = Scorecard.model_validate({"hubs": "*", **card, "indicators": indicators})
    assert check_scorecard(scorecard) == []
    values = np.array(list(figures.values()), dtype=float)
    ids = [f"hub{number:03}" for number in range(values.shape[1])]
    roles = ["candidate"] * (len(ids) - benchmarks) + ["benchmark"] * benchmarks
    dataset = from_values(hubs_of(ids, ids, roles, [None] * len(ids)), list(figures), values)
    return score(dataset, scorecard), scorecard


def figures(hubs: int, seed: int = 3) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    common = rng.normal(size=hubs)
    return {name: np.clip(5 + common + rng.normal(size=hubs), 0, 10) for name in LEAVES}


def words(error: pytest.ExceptionInfo[UsageError]) -> str:
    [problem] = error.value.problems
    return f"{problem.message} | {problem.found} | {problem.expected} | {problem.hint}"


def of(found: Proposal) -> dict[str, float]:
    return dict(zip(found.members, found.weights.tolist(), strict=True))


def test_equal_weights_and_the_ranking_they_give() -> None:
    ranking, scorecard = scored(CARD, figures(6))
    found = derived(ranking, scorecard, "equal")
    assert of(found) == {"money": 0.5, "travel": 0.5}
    assert found.written.tolist() == [0.5, 0.5]
    assert found.declared.tolist() == [0.75, 0.25]
    assert found.before is ranking
    equal, _ = scored(CARD | {"weights": {"money": 1, "travel": 1, "a": 5, "b": 3, "c": 2}}, figures(6))
    assert np.array_equal(found.after.scores, equal.scores)
    assert np.array_equal(found.after.rank, equal.rank)
    assert scorecard.weights["money"] == 3
    assert found.short is None
    assert found.detail is None


def test_below_a_node_that_averages_indicators_a_pillar_keeps_its_weight() -> None:
    """The index weighs indicators by their own numbers: a, b and c have 10 of 14 before and after."""
    card = CARD | {"index": {"over": "indicators"}, "weights": {"a": 5, "b": 3, "c": 2, "d": 4}}
    ranking, scorecard = scored(card, figures(6))
    found = derived(ranking, scorecard, "equal", "money")
    assert found.weights == pytest.approx([1 / 3] * 3)
    assert found.written == pytest.approx([10 / 3] * 3)
    assert found.after.plan.weights == pytest.approx([10 / 42, 10 / 42, 10 / 42, 4 / 14])
    unweighed, scorecard = scored(card | {"weights": {}}, figures(6))
    assert derived(unweighed, scorecard, "entropy", "money", force=True).written.sum() == pytest.approx(3)


@pytest.mark.parametrize("word", ["money", "Money", "mon", "MONEY"])
def test_any_node_by_any_name(word: str) -> None:
    ranking, scorecard = scored(CARD, figures(6))
    found = derived(ranking, scorecard, "eq", word)
    assert found.node == "money"
    assert of(found) == {"a": pytest.approx(1 / 3), "b": pytest.approx(1 / 3), "c": pytest.approx(1 / 3)}
    assert found.method is DERIVATIONS["equal"]


def test_a_node_over_indicators_weighs_those() -> None:
    card = CARD | {"index": {"over": "indicators"}, "weights": {}}
    ranking, scorecard = scored(card, figures(6))
    found = derived(ranking, scorecard, "equal")
    assert of(found) == dict.fromkeys(LEAVES, 0.25)
    assert np.allclose(found.after.index, ranking.index)


@pytest.mark.parametrize(("method", "kernel"), [("pca", pca), ("entropy", entropy), ("critic", critic)])
def test_the_hubs_that_have_all_children_count(method: str, kernel: Any) -> None:
    given = figures(30)
    given["a"][4] = given["c"][7] = given["d"][9] = GAP
    ranking, scorecard = scored(CARD, given, benchmarks=5)
    found = derived(ranking, scorecard, method, "money")
    complete = [hub for hub in range(30) if hub not in (4, 7)]
    assert found.hubs.tolist() == complete
    scores = np.array([ranking.score(name) for name in ("a", "b", "c")])[:, complete]
    assert np.array_equal(found.weights, kernel(scores).weights)
    assert isinstance(found.detail, Principal) == (method == "pca")
    assert not any(array.flags.writeable for array in found.detail or () if isinstance(array, np.ndarray))
    assert found.short is None


def test_judgements() -> None:
    judged = {"money": {"a": {"b": 2, "c": 4}, "b": {"c": 2}}}
    ranking, scorecard = scored(CARD | {"pairwise": judged}, figures(3))
    found = derived(ranking, scorecard, "ahp", "money")
    assert of(found) == pytest.approx({"a": 4 / 7, "b": 2 / 7, "c": 1 / 7})
    assert isinstance(found.detail, Hierarchy)
    assert found.detail.ratio == 0
    assert found.hubs.size == 0


def test_doubtful_judgements_pass_and_contradictions_do_not() -> None:
    def judged(times: float) -> tuple[Ranking, Scorecard]:
        return scored(CARD | {"pairwise": {"money": {"a": {"b": 3, "c": times}, "b": {"c": 3}}}}, figures(3))

    found = derived(*judged(3), "ahp", "money").detail
    assert isinstance(found, Hierarchy)
    assert 0.1 < found.ratio < 0.2
    with pytest.raises(UsageError) as caught:
        derived(*judged(0.5), "ahp", "money", force=True)
    assert "contradict each other" in words(caught)
    assert caught.value.problems[0].path[:2] == ("pairwise", "money")


@pytest.mark.parametrize("aggregate", ["arithmetic", "geometric", {"power": 3}])
def test_balanced_weights_make_children_matter_as_is_said(aggregate: Any) -> None:
    card = CARD | {"pillars": {"money": {"aggregate": aggregate}, "travel": {}}}
    ranking, scorecard = scored(card, figures(60))
    found = derived(ranking, scorecard, "balanced", "money")
    assert isinstance(found.detail, Balance)
    assert found.detail.met
    after = found.after
    squared = np.array([np.corrcoef(after.score(name), after.score("money"))[0, 1] ** 2 for name in ("a", "b", "c")])
    assert squared / squared.sum() == pytest.approx([0.5, 0.3, 0.2], abs=1e-5)


def test_benefit_of_the_doubt_solved_by_hand() -> None:
    """(10, 5) and (5, 10) are best, with weights in proportion 1 to 1; (8, 2) is best off with the first alone: 0.8."""
    card = {"pillars": {}, "indicators": {}, "weights": {"a": 1, "b": 3}}
    ranking, scorecard = scored(card, {"a": [10, 5, 8], "b": [5, 10, 2]})
    found = derived(ranking, scorecard, "bod")
    assert isinstance(found.detail, Doubt)
    assert found.detail.scores == pytest.approx([1, 1, 0.8], abs=1e-8)
    assert of(found) == pytest.approx({"a": 2 / 3, "b": 1 / 3}, abs=1e-6)
    halves = derived(ranking, scorecard, "bod", least=0.5)
    assert isinstance(halves.detail, Doubt)
    assert halves.detail.shares == pytest.approx(np.full((2, 3), 0.5), abs=1e-6)
    assert derived(ranking, scorecard, "bod", most=0.9).weights[1] > 1 / 3


def test_a_hub_without_any_score_gives_no_weights() -> None:
    ranking, scorecard = scored({"weights": {"a": 1, "b": 1}}, {"a": [10, 0], "b": [5, 0]})
    assert derived(ranking, scorecard, "bod").weights.sum() == pytest.approx(1)


def test_few_hubs_are_refused_or_forced() -> None:
    ranking, scorecard = scored(CARD, figures(8))
    for method, row in DERIVATIONS.items():
        if row.sampled:
            with pytest.raises(UsageError) as caught:
                derived(ranking, scorecard, method, "money")
            assert f"too few hubs for {method}: 8 have all 3 children of Money" in words(caught)
            found = derived(ranking, scorecard, method, "money", force=True)
            assert found.short == Shortage(8, 20, 3)
            assert found.weights.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    ("method", "given", "node", "said"),
    [
        (
            "pac",
            {},
            "index",
            "no method `pac` |  | one of equal, pca, entropy, critic, bod, ahp, balanced | did you mean `pca`?",
        ),
        ("equal", {}, "mony", "no pillar `mony` |  | one of index, money, travel | did you mean `money`?"),
        ("equal", {}, "a", "`a` is an indicator"),
        ("equal", {}, "travel", "travel has a single child"),
        ("pca", {"least": 0.1}, "index", "pca has no bounds of shares"),
        (
            "bod",
            {"least": 0.6},
            "index",
            "`--least` is more than all 2 children of Index can each have |  | at most 0.5",
        ),
        (
            "bod",
            {"most": 0.3},
            "money",
            "`--most` is less than all 3 children of Money need to have |  | at least 0.3333",
        ),
        ("ahp", {}, "index", "no table [pairwise.index]"),
    ],
)
def test_bad_requests(method: str, given: dict[str, float], node: str, said: str) -> None:
    ranking, scorecard = scored(CARD, figures(25))
    with pytest.raises(UsageError) as caught:
        derived(ranking, scorecard, method, node, **given)  # type: ignore[arg-type]
    assert said in words(caught)


@pytest.mark.parametrize("method", ["pca", "critic", "balanced"])
def test_a_constant_child_is_refused(method: str) -> None:
    ranking, scorecard = scored(CARD, figures(25) | {"b": np.full(25, 4.0)})
    with pytest.raises(UsageError, match="`b` is the same for all hubs"):
        derived(ranking, scorecard, method, "money")


@pytest.mark.parametrize(("method", "said"), [("entropy", "entropy takes no shares"), ("bod", "bod takes no shares")])
def test_negative_scores_are_refused(method: str, said: str) -> None:
    card = CARD | {"method": {"min_coverage": 0.0, "scale": [-50, 50]}}
    ranking, scorecard = scored(card, figures(25))
    with pytest.raises(UsageError, match=said):
        derived(ranking, scorecard, method, "money")


def test_fewer_hubs_than_children_are_refused_even_by_force() -> None:
    ranking, scorecard = scored(CARD, figures(2))
    with pytest.raises(UsageError, match="pca has no answer for so few hubs: 2 have all 3"):
        derived(ranking, scorecard, "pca", "money", force=True)


def test_no_hub_with_all_children() -> None:
    gaps = figures(2)
    gaps["a"][0] = gaps["b"][1] = GAP
    ranking, scorecard = scored(CARD, gaps)
    for method in ("bod", "pca"):
        with pytest.raises(UsageError, match="so few hubs: 0 have all 3"):
            derived(ranking, scorecard, method, "money", force=True)
    assert derived(ranking, scorecard, "equal", "money").hubs.size == 0


def test_nobody_with_a_score_to_weigh() -> None:
    """Each hub lacks the child that all its score would have to come from."""
    ranking, scorecard = scored({"weights": {"a": 1, "b": 1}}, {"a": [10, 0], "b": [0, 10]})
    with pytest.raises(UsageError, match="has the same score"):
        derived(ranking, scorecard, "bod", least=0.5)


def test_judgements_that_were_never_checked() -> None:
    ranking, scorecard = scored(CARD, figures(3))
    unchecked = scorecard.model_copy(update={"pairwise": {"money": {"a": {"b": 2.0}}}})
    with pytest.raises(UsageError, match="no matrix of pairs"):
        derived(ranking, unchecked, "ahp", "money")


def test_everyone_stays_ranked() -> None:
    _, scorecard = scored(CARD, figures(6), benchmarks=2)
    ranking, _ = scored(CARD, figures(6), benchmarks=2)
    both = score(ranking.dataset, scorecard, everyone=True)
    assert derived(both, scorecard, "equal").after.rank.min() == 1
    assert (derived(ranking, scorecard, "equal").after.rank == 0).sum() == 2


def test_weights_too_light_for_a_file_are_none() -> None:
    _, scorecard = scored(CARD, figures(3))
    changed = with_weights(scorecard, {"a": LIGHTEST * 0.999, "b": LIGHTEST, "c": 0.6})
    assert dict(changed.weights) == {"money": 3, "travel": 1, "a": 0, "b": LIGHTEST, "c": 0.6}


@pytest.mark.parametrize("method", [name for name, row in DERIVATIONS.items() if row.needs != "matrix"])
def test_the_order_of_files_changes_nothing(method: str) -> None:
    given = figures(24)
    ranking, scorecard = scored(CARD, given)
    turned = {key: dict(reversed(table.items())) for key, table in CARD.items()}
    other_ranking, other = scored(turned, dict(reversed(given.items())))
    one = derived(ranking, scorecard, method, "money")
    two = derived(other_ranking, other, method, "money")
    assert of(one) == of(two)
    assert np.array_equal(one.after.rank, two.after.rank)


def test_arrays_cannot_be_changed() -> None:
    found = derived(*scored(CARD, figures(5)), "equal")
    for array in (found.weights, found.declared, found.hubs):
        assert not array.flags.writeable


def test_everyone_stays_ranked_where_a_rule_leaves_a_hub_out() -> None:
    card = {"screening": {"min_coverage": 0.6}}
    ranking, scorecard = scored(card, {"a": [1, 2, GAP, 4], "b": [4, 2, 1, 3]}, benchmarks=1)
    everyone = score(ranking.dataset, scorecard, everyone=True)
    for before, ranked in ((ranking, [True, True, False, False]), (everyone, [True, True, False, True])):
        assert before.ranked.tolist() == ranked
        assert derived(before, scorecard, "equal").after.ranked.tolist() == ranked
