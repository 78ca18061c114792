from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.errors import UsageError
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles, from_values
from hubscore.model.dataset import Dataset, hubs_of
from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.changes import Figure, shared_anew, with_figure, with_hub, with_shares, without
from hubscore.studies.reweigh import averagers

CARD: dict[str, Any] = {
    "hubs": "*",
    "as_of": 2022,
    "weights": {"p": 2, "q": 1, "c": 1, "a": 1, "b": 3},
    "pillars": {"p": {"label": "Money"}, "q": {}},
    "measures": {"people": {}},
    "indicators": {
        "a": {"pillar": "p"},
        "b": {"pillar": "p", "per": "people"},
        "c": {},
        "d": {"pillar": "q", "applies_to": ["x"]},
        "e": {"pillar": "q", "from": "people"},
    },
}


def card_of(more: dict[str, Any]) -> Scorecard:
    usual = {"direction": "higher", "goalposts": [0, 10]}
    indicators = {name: usual | entry for name, entry in {**CARD, **more}["indicators"].items()}
    card = Scorecard.model_validate({**CARD, **more, "indicators": indicators})
    assert check_scorecard(card) == []
    return card


def profile(cells: dict[str, dict[str, Any]]) -> Profile:
    usual = {"evidence": "reported", "source": "s"}
    data = {name: {year: usual | reading for year, reading in years.items()} for name, years in cells.items()}
    return Profile.model_validate({"name": "Anywhere", "sources": {"s": {"title": "S"}}, "data": data})


def dataset_of(card: Scorecard) -> Dataset:
    x = profile(
        {
            "a": {"2023": {"value": 9}, "2020": {"value": 4}, "2018": {"value": 1}},
            "b": {"2021": {"value": 6}},
            "people": {"2021": {"value": 2}, "2022": {"value": 4}},
            "c": {"2022": {"at_least": 2, "covers": 0.5, "note": "half"}},
            "d": {"2022": {"value": 5}},
        }
    )
    y = profile({"a": {"2022": {"value": 3, "evidence": "target"}}, "people": {"2022": {"value": 5}}})
    return from_profiles({"x": x, "y": y}, [*card.measures, "a", "b", "c", "d"])


@pytest.fixture
def case() -> tuple[Ranking, Scorecard, Dataset]:
    card = card_of({})
    dataset = dataset_of(card)
    return score(dataset, card), card, dataset


def shares(card: Scorecard, dataset: Dataset) -> dict[str, float]:
    plan = score(dataset, card).plan
    return {node: float(inner.weights[inner.members.index(node)]) for node, inner in averagers(plan)}


def test_siblings_keep_their_proportions_in_what_is_left(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    _, card, dataset = case
    found = shares(with_shares(card, dataset, {"Money": 0.2}), dataset)
    assert (found["p"], found["q"], found["c"]) == (pytest.approx(0.2), pytest.approx(0.4), pytest.approx(0.4))
    assert (found["a"], found["b"]) == (0.25, 0.75)
    found = shares(with_shares(card, dataset, {"q": 0.5, "c": 0, "b": 1}), dataset)
    assert (found["p"], found["q"], found["c"], found["a"], found["b"]) == (0.5, 0.5, 0, 0, 1)
    found = shares(with_shares(card, dataset, {"p": 1 / 3, "q": 0.333333333, "c": 1 / 3}), dataset)
    assert found["q"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("wanted", "message", "hint"),
    [
        ({"p": 1.5}, "`p` cannot have a share of 1.5", ""),
        ({"p": 50}, "`p` cannot have a share of 50", "did you mean 0.5?"),
        ({"p": -0.1}, "`p` cannot have a share of -0.1", ""),
        ({"p": float("nan")}, "`p` cannot have a share of nan", ""),
        ({"index": 0.5}, "the index has no share", ""),
        ({"p": 0.5, "Money": 0.5}, "`p` is given two shares", ""),
        ({"p": 0.7, "q": 0.7}, "the shares of `p`, `q` add up to more than 1", ""),
        ({"p": 0.2, "q": 0.2, "c": 0.2}, "are all that weighs below Index and do not add up to 1", "leave one out"),
        ({"nowhere": 0.5}, "there is no pillar or indicator `nowhere`", ""),
    ],
)
def test_shares_that_cannot_be(
    case: tuple[Ranking, Scorecard, Dataset], wanted: dict[str, float], message: str, hint: str
) -> None:
    _, card, dataset = case
    with pytest.raises(UsageError) as caught:
        with_shares(card, dataset, wanted)
    [problem] = caught.value.problems
    assert message in problem.message
    assert hint in problem.hint


def test_an_only_child_has_all() -> None:
    card = card_of(
        {
            "pillars": {"p": {}, "q": {}, "r": {}},
            "weights": {},
            "indicators": CARD["indicators"] | {"f": {"pillar": "r"}},
        }
    )
    dataset = dataset_of(card)
    assert shares(with_shares(card, dataset, {"f": 1}), dataset)["f"] == 1
    with pytest.raises(UsageError, match="`f` is all that weighs below r and does not add up to 1"):
        with_shares(card, dataset, {"f": 0.5})


def test_what_is_averaged_over_indicators_has_no_share_of_its_own() -> None:
    card = card_of({"index": {"over": "indicators"}, "weights": {}})
    dataset = dataset_of(card)
    assert shares(with_shares(card, dataset, {"a": 0.6}), dataset)["a"] == pytest.approx(0.6)
    with pytest.raises(UsageError, match="`p` has no share"):
        with_shares(card, dataset, {"p": 0.6})


def test_what_is_dropped_leaves_its_weight_to_its_siblings(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    _, card, dataset = case
    found = without(card, dataset, ["q", "b"])
    assert check_scorecard(found) == []
    assert set(found.indicators) == {"a", "c"}
    assert shares(found, dataset) == {"p": pytest.approx(2 / 3), "c": pytest.approx(1 / 3), "a": 1}


def test_a_pillar_that_is_left_empty_goes_too(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    _, card, dataset = case
    assert set(without(card, dataset, ["d", "e"]).pillars) == {"p"}
    light = card.model_copy(update={"weights": {**card.weights, "a": 0}})
    found = without(light, dataset, ["b"])
    assert (set(found.pillars), set(found.indicators)) == ({"q"}, {"c", "d", "e"})
    assert check_scorecard(found) == []


@pytest.mark.parametrize("words", [["p", "q", "c"], ["index"], ["a", "b", "c", "q"]])
def test_not_all_can_be_dropped(case: tuple[Ranking, Scorecard, Dataset], words: list[str]) -> None:
    _, card, dataset = case
    with pytest.raises(UsageError, match="nothing that weighs is left without"):
        without(card, dataset, words)


def value(ranking: Ranking, indicator: str, hub: int = 0) -> float:
    return float(ranking.cells.point[ranking.plan.row[indicator]][hub])


def tried(case: tuple[Ranking, Scorecard, Dataset], cell: str, figure: Figure) -> Ranking:
    ranking, card, dataset = case
    return score(with_figure(ranking, card, dataset, cell, figure), card)


def test_a_figure_takes_the_place_of_the_reading_that_counts(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    assert value(case[0], "a") == 4  # 2023 is beyond as_of
    after = tried(case, "x.a", Figure(7))
    assert value(after, "a") == 7
    before, dataset = case[0], after.dataset
    row = dataset.row["a"]
    assert dataset.year[:, row, 0].tolist() == [2023, 2020, 2018]
    assert dataset.value[:, row, 0].tolist() == [9, 7, 1]
    assert (dataset.source[1, row, 0], dataset.grade[1, row, 0]) == (-1, before.dataset.grade[1, row, 0])
    assert not dataset.value.flags.writeable


def test_part_of_a_year_and_bounds(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    assert value(tried(case, "x.c", Figure(7)), "c") == 7
    after = tried(case, "x.c", Figure(at_least=2, at_most=6))
    assert (value(after, "c"), after.cells.low[after.plan.row["c"]][0]) == (4, 2)
    assert not after.dataset.exact
    assert not after.dataset.covers[0, after.dataset.row["c"], 0] < 1


def test_a_measure_counts_wherever_it_is_needed(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    assert (value(case[0], "b"), value(case[0], "e")) == (3, 4)  # of 2021, and the newest
    after = tried(case, "x.people", Figure(6))
    assert (value(after, "b"), value(after, "e")) == (1, 6)


def test_where_no_reading_counts_it_is_a_new_one(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    assert np.isnan(value(case[0], "a", 1))  # a target does not count
    after = tried(case, "y.a", Figure(7))
    assert value(after, "a", 1) == 7
    row = after.dataset.row["a"]
    assert (after.dataset.year[0, row, 1], after.dataset.grade[0, row, 1]) == (2022, 0)
    assert after.dataset.value[1, row, 1] == 3
    assert value(after, "a", 0) == 4
    assert value(tried(case, "y.b", Figure(5)), "b", 1) == 1


def test_room_is_made_where_all_slots_are_taken() -> None:
    card = card_of({"as_of": 2010})
    dataset = dataset_of(card)
    ranking = score(dataset, card)
    after = score(with_figure(ranking, card, dataset, "x.a", Figure(8)), card)
    assert after.dataset.value.shape[0] == dataset.value.shape[0] + 1
    assert value(after, "a") == 8


def test_figures_without_years() -> None:
    card = Scorecard.model_validate(
        {"hubs": "*", "indicators": {n: {"direction": "higher", "goalposts": [0, 10]} for n in "ab"}}
    )
    people = hubs_of(["x", "y"], ["X", "Y"], ["candidate"] * 2, [None, None])
    dataset = from_values(people, ["a", "b"], np.array([[1.0, np.nan], [3.0, 4.0]]))
    ranking = score(dataset, card)
    for hub, at in (("x", 0), ("y", 1)):
        changed = with_figure(ranking, card, dataset, f"{hub}.a", Figure(8))
        assert changed.exact
        assert changed.value.shape == dataset.value.shape
        assert value(score(changed, card), "a", at) == 8
    strict = card.model_copy(update={"evidence": card.evidence.model_copy(update={"admit": "official"})})
    changed = with_figure(score(dataset, strict), strict, dataset, "x.a", Figure(8))
    assert value(score(changed, strict), "a") == 8


@pytest.mark.parametrize(
    ("cell", "figure", "message"),
    [
        ("x", Figure(1), "`x` is no cell"),
        (".a", Figure(1), "`.a` is no cell"),
        ("z.a", Figure(1), "there is no hub `z`"),
        ("x.zz", Figure(1), "there is no indicator or measure `zz`"),
        ("x.e", Figure(1), "`e` has no readings of its own: it reads `people`"),
        ("y.d", Figure(1), "`d` does not apply to Anywhere"),
        ("x.people", Figure(0), "`people` is a denominator and must be above 0"),
        ("x.people", Figure(None, -1, 4), "`people` is a denominator and must be above 0"),
        ("x.a", Figure(None, 4, 1), "the bounds of `x.a` are crossed"),
        ("x.a", Figure(float("inf")), "out of range"),
        ("x.a", Figure(1e16), "out of range"),
    ],
)
def test_figures_that_cannot_be(
    case: tuple[Ranking, Scorecard, Dataset], cell: str, figure: Figure, message: str
) -> None:
    with pytest.raises(UsageError) as caught:
        with_figure(*case, cell, figure)
    assert message in caught.value.problems[0].message


@pytest.mark.parametrize("figure", [Figure(0), Figure(None, 2.1, 2.9), Figure(None, None, 0.5)])
def test_places_that_cannot_be(figure: Figure) -> None:
    card = card_of({"indicators": CARD["indicators"] | {"c": {"kind": "rank"}}})
    dataset = dataset_of(card)
    with pytest.raises(UsageError) as caught:
        with_figure(score(dataset, card), card, dataset, "x.c", figure)
    assert caught.value.problems[0].rule == "impossible"


def test_what_an_indicator_is_divided_by_is_named_too() -> None:
    indicators = CARD["indicators"] | {"e": {"pillar": "q", "from": "people", "per": "people"}}
    card = card_of({"indicators": indicators})
    dataset = dataset_of(card)
    with pytest.raises(UsageError) as caught:
        with_figure(score(dataset, card), card, dataset, "x.e", Figure(1))
    assert caught.value.problems[0].hint == "try `x.people` or `x.people`"


def test_one_more_hub(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    _, card, dataset = case
    more = with_hub(dataset, "n", profile({"a": {"2022": {"value": 10}}, "c": {"2022": {"value": 10}}}))
    assert more.hubs.ids == ("n", "x", "y")
    assert score(more, card).index[1:].tolist() == pytest.approx(score(dataset, card).index.tolist(), nan_ok=True)
    with pytest.raises(UsageError, match="there is a hub `x` already"):
        with_hub(dataset, "x", profile({}))


def test_all_siblings_of_what_is_named_are_told_in_the_order_of_the_file() -> None:
    card = card_of({})
    found = shared_anew(card, dataset_of(card), {"c": 0.5, "b": 0.5})
    assert [(each.given, each.shares) for each in found] == [
        ({"c": 0.5}, {"p": pytest.approx(1 / 3), "q": pytest.approx(1 / 6), "c": 0.5}),
        ({"b": 0.5}, {"a": 0.5, "b": 0.5}),
    ]
    assert [list(each.shares) for each in found] == [["p", "q", "c"], ["a", "b"]]
