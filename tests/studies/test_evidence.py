from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.errors import ScoringError
from hubscore.model.dataset import Dataset
from hubscore.model.evidence import GRADES
from hubscore.model.profile import Profile
from hubscore.model.scorecard import Scorecard
from hubscore.studies.evidence import evidence

Made = Callable[..., tuple[Dataset, Scorecard]]

CARD: dict[str, Any] = {"as_of": 2025, "method": {"min_coverage": 0.0}}


def graded(value: float, evidence: str, year: str = "2024") -> dict[str, Any]:
    return {year: {"value": value, "evidence": evidence}}


def test_each_rung_is_the_ranking_that_admits_its_grade(made: Made) -> None:
    dataset, card = made(
        CARD,
        a={"x": graded(2.0, "official", "2020") | graded(4.0, "reported"), "y": graded(8.0, "estimate")},
        b={"x": graded(6.0, "secondary"), "y": graded(2.0, "official")},
    )
    found = evidence(dataset, card)
    assert [rung.admit for rung in found.rungs] == list(GRADES)
    index = [rung.ranking.index.tolist() for rung in found.rungs]
    assert index[0] == [20.0, 20.0]
    assert index[1] == [40.0, 20.0]  # a newer reading takes the place of a better one
    assert index[2] == [40.0, 40.0]
    assert index[3] == index[4] == index[5] == [60.0, 40.0]
    assert [rung.same for rung in found.rungs] == [False, False, False, False, True, True]
    assert [rung.readings for rung in found.rungs] == [2, 1, 1, 1, 0, 0]
    assert [(rung.figures, rung.due) for rung in found.rungs] == [(2, 4), (2, 4), (3, 4), (4, 4), (4, 4), (4, 4)]
    assert (found.own, found.ranking) == (3, found.rungs[3].ranking)


def test_neighbouring_rungs_on_the_figures_that_both_have(made: Made) -> None:
    dataset, card = made(
        CARD,
        a={"x": graded(2.0, "official", "2020") | graded(4.0, "reported"), "y": graded(8.0, "reported")},
        b={"x": graded(3.0, "official"), "y": graded(9.0, "reported")},
    )
    first, second = evidence(dataset, card).rungs[:2]
    assert first.shared is None
    assert second.shared is not None
    assert second.ranking.index.tolist() == [60.0, 60.0]
    assert second.shared.cells.tolist() == [1, 1]
    assert second.shared.before.tolist() == first.ranking.index.tolist() == [20.0, 30.0]
    assert second.shared.after.tolist() == [40.0, 30.0]
    assert (second.shared.rank_before.tolist(), second.shared.rank_after.tolist()) == ([2, 1], [1, 2])
    for array in second.shared:
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 0


def test_ties_on_shared_figures_are_those_of_the_scorecard(made: Made) -> None:
    card = {"as_of": 2025, "method": {"ties": "dense"}}
    dataset, scorecard = made(
        card, **{hub: {"x": graded(x, "official")} for hub, x in zip("abc", (3, 3, 1), strict=True)}
    )
    second = evidence(dataset, scorecard).rungs[1]
    assert second.shared is not None
    assert second.shared.rank_after.tolist() == second.ranking.rank.tolist() == [1, 1, 2]


def test_too_few_figures_score_nobody(made: Made) -> None:
    dataset, card = made(
        {"as_of": 2025, "method": {"min_coverage": 0.6}},
        a={"x": graded(2.0, "official"), "y": graded(8.0, "reported")},
        b={"x": graded(3.0, "official"), "y": graded(9.0, "reported")},
    )
    first, second = evidence(dataset, card).rungs[:2]
    assert (first.scores_nobody, first.figures, first.due) == (True, 2, 4)
    assert not second.scores_nobody
    assert second.shared is not None
    assert np.isnan(second.shared.after).all()  # coverage is asked for there, too


@pytest.mark.parametrize("missing", ["renormalise", "worst"])
def test_a_figure_of_no_weight_scores_nobody_on_shared_cells(made: Made, missing: str) -> None:
    """Nor does what is filled in."""
    dataset, card = made(
        CARD | {"weights": {"x": 0, "y": 1}, "method": {"min_coverage": 0.0, "missing": missing}},
        a={"x": graded(2.0, "official"), "y": graded(8.0, "reported")},
        b={"x": graded(2.0, "official"), "y": graded(4.0, "official")},
    )
    second = evidence(dataset, card).rungs[1]
    assert second.shared is not None
    assert second.shared.cells.tolist() == [1, 2]
    np.testing.assert_array_equal(second.shared.after, [np.nan, 40])


def test_yardsticks_have_scores_and_no_figures_are_asked_of_them(made: Made) -> None:
    hubs = {"a": {"x": graded(2.0, "official")}, "b": {"x": graded(9.0, "official"), "Role": "benchmark"}}
    dataset, card = made(CARD, **hubs)
    first = evidence(dataset, card).rungs[0]
    assert (first.figures, first.due, first.ranking.rank.tolist()) == (1, 1, [1, 0])
    for admit, own in (("estimate", 3), ("target", 5)):
        dataset, card = made(CARD | {"evidence": {"admit": admit}}, **hubs)
        everyone = evidence(dataset, card, everyone=True)
        assert [(rung.figures, rung.due, rung.ranking.rank.tolist()) for rung in everyone.rungs] == [(2, 2, [2, 1])] * 6
        assert (everyone.own, everyone.ranking.rank.tolist()) == (own, [2, 1])


def said(**words: Any) -> Profile:
    return Profile.model_validate({"name": "A", "sources": {"s": {"title": "A"}}, **words})


def test_the_gap_between_what_is_promised_and_what_is_measured(made: Made) -> None:
    dataset, card = made(
        CARD,
        a={"x": graded(2.0, "official"), "y": graded(4.0, "official", "2022")},
        b={"x": graded(3.0, "official"), "y": graded(3.0, "official") | graded(5.0, "announced", "2025")},
    )
    target = {"of": "x", "year": 2030, "value": 10, "source": "s"}
    found = evidence(dataset, card, {"a": said(targets=[target])})
    assert found.promised.tolist() == [40.0, 10.0]  # (10 - 2) / 2 tenths of the scale, and (5 - 3) / 2
    assert found.rungs[4].ranking.index.tolist() == [30.0, 40.0]
    assert found.rungs[5].ranking.rank.tolist() == [1, 2]
    assert [(each.hub, each.fate) for each in found.promises] == [(0, "counts")]
    [(hub, progress)] = found.targets
    assert hub == 0
    assert progress.needed == pytest.approx(8 / 6)


def test_the_scorecard_s_own_ranking_takes_no_target_for_a_reading(made: Made) -> None:
    card = CARD | {"evidence": {"admit": "target"}}
    dataset, scorecard = made(card, a={"x": graded(2.0, "official")}, b={"x": graded(3.0, "official")})
    target = {"of": "x", "year": 2030, "value": 10, "source": "s"}
    found = evidence(dataset, scorecard, {"a": said(targets=[target])})
    assert found.own == 5
    assert found.ranking.index.tolist() == hubscore.score(dataset, scorecard).index.tolist() == [20.0, 30.0]
    assert found.rungs[5].ranking.index.tolist() == [100.0, 30.0]


def test_of_a_scorecard_that_admits_announcements_the_ranking_is_that_rung(made: Made) -> None:
    dataset, scorecard = made(CARD | {"evidence": {"admit": "announced"}}, a={"x": graded(2.0, "announced")})
    found = evidence(dataset, scorecard)
    assert (found.own, found.ranking) == (4, found.rungs[4].ranking)
    assert found.ranking.index.tolist() == [20.0]


def test_without_as_of_a_target_goes_before_the_newest_reading_of_any_grade(made: Made) -> None:
    cell = graded(2.0, "official", "2020") | graded(4.0, "estimate")
    dataset, scorecard = made({}, a={"x": cell}, b={"x": graded(3.0, "official", "2020")})
    target = {"of": "x", "year": 2030, "value": 10, "source": "s"}
    found = evidence(dataset, scorecard, {"a": said(targets=[target])})
    assert [rung.ranking.index[0] for rung in found.rungs] == [20, 20, 20, 40, 40, 100]
    dataset, scorecard = made({}, a={"x": graded(2.0, "official", "2020") | graded(4.0, "announced")})
    years = [rung.ranking.plan.as_of for rung in evidence(dataset, scorecard, {"a": said(targets=[target])}).rungs]
    assert years == [2020, 2020, 2020, 2020, 2024, 2024]


def test_claims_and_conflicts_of_every_hub(made: Made) -> None:
    dataset, card = made(CARD, a={"x": {"2024": [2.0, 4.0]}}, b={"x": 3.0})
    claim = {"id": "c", "statement": "C", "status": "signed"}
    late = claim | {"id": "d", "readings": [{"year": 2026, "value": 1, "source": "s"}]}
    found = evidence(dataset, card, {"b": said(claims=[claim, late])})
    assert [(course.hub, course.claim.id) for course in found.claims] == [(1, "c")]
    assert [(each.hub, each.series, each.apart) for each in found.conflicts] == [(0, "x", 1)]


def test_a_rung_that_cannot_be_scored_is_named(made: Made) -> None:
    card = CARD | {"indicators": {"x": {"normalise": "fraction_of_max", "goalposts": None}}}
    cell = graded(2.0, "official") | graded(-5.0, "announced", "2025")
    dataset, scorecard = made(card, a={"x": cell}, b={"x": cell})
    with pytest.raises(ScoringError) as caught:
        evidence(dataset, scorecard)
    assert caught.value.problems[0].message.endswith(", where evidence counts down to `announced`")


def test_the_bundled_hubs(root: Path) -> None:
    """What official figures alone carry, and what targets would add: 0.24 of 7 and so on are in the profiles."""
    workspace = hubscore.open(root / "configs")
    found = evidence(workspace.dataset, workspace.scorecard, workspace.profiles)
    official, reported, _, estimate, announced, target = found.rungs
    assert official.scores_nobody
    assert (official.figures, official.due) == (16, 84)
    assert (announced.readings, announced.same) == (0, True)
    assert (target.readings, [each.fate for each in found.promises]) == (4, ["counts"] * 4)
    orders = {tuple(rung.ranking.rank.tolist()) for rung in (reported, estimate, target)}
    assert len(orders) == 1
    plan, hubs = estimate.ranking.plan, workspace.dataset.column
    weight = plan.weights[plan.row["rd_intensity"]]
    gained = weight * (3.95 - 3.68) / 7 * 100  # every figure of the pillar that Hangzhou lacks shifts weight to this
    assert found.promised[hubs["hangzhou"]] >= gained > 0
    assert found.promised[hubs["shenzhen"]] == 0
    [flat] = [course for course in found.claims if course.plateau is not None]
    assert flat.claim.id == "cci-projects-value"
    assert flat.plateau is not None
    assert flat.plateau[1].start.year == 2021
    grown = {claim.id: step.growth.exact for claim, step in flat.beside}
    assert grown["cci-projects-count"] == pytest.approx(347 / 162 - 1)  # more than doubled
