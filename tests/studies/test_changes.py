from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.errors import Problem, UsageError
from hubscore.model.checks import check_scorecard
from hubscore.model.columns import from_profiles, from_values
from hubscore.model.dataset import COLUMNS, Dataset, hubs_of
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
        "d": {"pillar": "q", "applies_to": ["w", "x"]},
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


FROM_0_TO_1 = "a share from 0 to 1, as in 0.5"


@pytest.mark.parametrize(
    ("wanted", "problem"),
    [
        ({"p": 1.5}, Problem("share", "`p` cannot have a share of 1.5", expected=FROM_0_TO_1)),
        ({"p": 2}, Problem("share", "`p` cannot have a share of 2", expected=FROM_0_TO_1, hint="did you mean 0.02?")),
        ({"p": 100}, Problem("share", "`p` cannot have a share of 100", expected=FROM_0_TO_1, hint="did you mean 1?")),
        ({"p": 101}, Problem("share", "`p` cannot have a share of 101", expected=FROM_0_TO_1)),
        ({"Money": -0.1}, Problem("share", "`Money` cannot have a share of -0.1", expected=FROM_0_TO_1)),
        ({"p": float("nan")}, Problem("share", "`p` cannot have a share of nan", expected=FROM_0_TO_1)),
        ({"index": 1}, Problem("share", "the index has no share: it is the whole", expected="a pillar or indicator")),
        ({"p": 0.5, "Money": 0.5}, Problem("share", "`p` is given two shares", expected="one")),
        (
            {"p": 0.7, "q": 0.7},
            Problem(
                "share",
                "the shares of `p`, `q` add up to more than 1",
                found="0.7 + 0.7 = 1.4",
                expected="at most 1 among siblings",
            ),
        ),
        (
            {"p": 0.2, "q": 0.3, "c": 0.2},
            Problem(
                "share",
                "`c`, `p`, `q` are all that weighs below Index and do not add up to 1",
                found="0.2 + 0.2 + 0.3 = 0.7",
                expected="1 in all",
                hint="leave one out: it takes what is left",
            ),
        ),
        (
            {"b": 0.2, "a": 0.5},
            Problem(
                "share",
                "`a`, `b` are all that weighs below Money and do not add up to 1",
                found="0.5 + 0.2 = 0.7",
                expected="1 in all",
                hint="leave one out: it takes what is left",
            ),
        ),
    ],
)
def test_shares_that_cannot_be(
    case: tuple[Ranking, Scorecard, Dataset], wanted: dict[str, float], problem: Problem
) -> None:
    _, card, dataset = case
    with pytest.raises(UsageError) as caught:
        with_shares(card, dataset, wanted)
    assert caught.value.problems == (problem,)


def test_shares_of_nobody(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    with pytest.raises(UsageError, match="there is no pillar or indicator `nowhere`"):
        with_shares(*case[1:], {"nowhere": 0.5})


def test_what_weighs_nothing_takes_nothing_of_what_is_left(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    _, card, dataset = case
    light = card.model_copy(update={"weights": {**card.weights, "c": 0}})
    [found] = shared_anew(light, dataset, {"p": 0.4, "q": 0.6})
    assert found.shares == {"p": 0.4, "q": 0.6, "c": 0}


@pytest.mark.parametrize(("left", "share"), [(3e-6, 3e-6), (5e-7, 0), (0, 0), (-5e-10, 0)])
def test_what_is_too_light_for_a_file_weighs_nothing(
    case: tuple[Ranking, Scorecard, Dataset], left: float, share: float
) -> None:
    [found] = shared_anew(*case[1:], {"p": 0.5, "q": 0.5 - left})
    assert found.shares == {"p": 0.5, "q": 0.5 - left, "c": pytest.approx(share, abs=1e-15)}


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
    with pytest.raises(UsageError) as caught:
        with_shares(card, dataset, {"f": 0.5})
    message = "`f` is all that weighs below r and does not add up to 1"
    hint = "its share is 1 whatever its weight"
    assert caught.value.problems == (Problem("share", message, found="0.5 = 0.5", expected="1 in all", hint=hint),)


def test_what_is_averaged_over_indicators_has_no_share_of_its_own() -> None:
    card = card_of({"index": {"over": "indicators"}, "weights": {}})
    dataset = dataset_of(card)
    assert shares(with_shares(card, dataset, {"a": 0.6}), dataset)["a"] == pytest.approx(0.6)
    with pytest.raises(UsageError) as caught:
        with_shares(card, dataset, {"p": 0.6})
    message = "`p` has no share: what lies above it averages the indicators below it"
    assert caught.value.problems == (Problem("share", message, hint="set the indicators of `p`"),)


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


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["p", "q", "c", "p"], "`p`, `q`, `c`"),
        (["index"], "`index`"),
        (["a", "b", "c", "q"], "`a`, `b`, `c`, `q`"),
    ],
)
def test_not_all_can_be_dropped(case: tuple[Ranking, Scorecard, Dataset], words: list[str], said: str) -> None:
    _, card, dataset = case
    with pytest.raises(UsageError) as caught:
        without(card, dataset, words)
    message = f"nothing that weighs is left without {said}"
    assert caught.value.problems == (Problem("drop", message, hint="keep at least one indicator"),)


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
    assert after.dataset.covers[0, after.dataset.row["c"], 0] == 1


def test_a_measure_counts_wherever_it_is_needed(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    assert (value(case[0], "b"), value(case[0], "e")) == (3, 4)  # of 2021, and the newest
    after = tried(case, "x.people", Figure(6))
    assert (value(after, "b"), value(after, "e")) == (1, 6)
    after = tried(case, "x.people", Figure(0.5))
    assert (value(after, "b"), value(after, "e")) == (12, 0.5)


def test_where_no_reading_counts_it_is_a_new_one(case: tuple[Ranking, Scorecard, Dataset]) -> None:
    assert np.isnan(value(case[0], "a", 1))  # a target does not count
    after = tried(case, "y.a", Figure(7))
    assert value(after, "a", 1) == 7
    row = after.dataset.row["a"]
    assert (after.dataset.year[0, row, 1], after.dataset.grade[0, row, 1]) == (2022, 0)
    assert after.dataset.value[1, row, 1] == 3
    assert value(after, "a", 0) == 4
    assert value(tried(case, "y.b", Figure(5)), "b", 1) == 1


@pytest.mark.parametrize(("evidence", "grade"), [("official", 0), ("reported", 1)])
def test_room_is_made_where_all_slots_are_taken(evidence: str, grade: int) -> None:
    card = card_of({"as_of": 2010})
    readings = {year: {"value": value, "evidence": evidence} for year, value in (("2023", 9), ("2020", 4), ("2018", 1))}
    dataset = from_profiles({"x": profile({"a": readings, "c": {"2010": {"value": 1}}})}, [*card.measures, *"abcd"])
    changed = with_figure(score(dataset, card), card, dataset, "x.a", Figure(8))
    a, c = changed.row["a"], changed.row["c"]
    assert changed.year[:, a, 0].tolist() == [2010, 2023, 2020, 2018]
    assert changed.value[:, a, 0].tolist() == [8, 9, 4, 1]
    assert changed.grade[:, a, 0].tolist() == [0, grade, grade, grade]
    assert changed.grade[:, c, 0].tolist() == [1, -1, -1, -1]
    assert changed.value[:, c, 0] == pytest.approx([1, np.nan, np.nan, np.nan], nan_ok=True)
    for name in COLUMNS:
        assert getattr(changed, name).dtype == getattr(dataset, name).dtype
    assert value(score(changed, card), "a") == 8


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
        bounded = with_figure(ranking, card, dataset, f"{hub}.a", Figure(None, 2, 8))
        assert not bounded.exact
        assert value(score(bounded, card), "a", at) == 5
    assert changed.year.tolist() == np.zeros((1, 2, 2)).tolist()
    strict = card.model_copy(update={"evidence": card.evidence.model_copy(update={"admit": "official"})})
    changed = with_figure(score(dataset, strict), strict, dataset, "x.a", Figure(8))
    assert value(score(changed, strict), "a") == 8


DOT = {"expected": "HUB.INDICATOR", "hint": "put a dot between the two, as in chongqing.gdp"}
ABOVE_0 = "`people` is a denominator and must be above 0"


@pytest.mark.parametrize(
    ("cell", "figure", "problem"),
    [
        ("x", Figure(1), Problem("usage", "`x` is no cell", **DOT)),
        (".a", Figure(1), Problem("usage", "`.a` is no cell", **DOT)),
        ("x.", Figure(1), Problem("usage", "`x.` is no cell", **DOT)),
        ("z.a", Figure(1), Problem("unknown-id", "there is no hub `z`", expected="one of x, y")),
        (
            "x.zz",
            Figure(1),
            Problem("unknown-id", "there is no indicator or measure `zz`", expected="one of a, b, c, d, e, people"),
        ),
        (
            "x.a.zz",
            Figure(1),
            Problem("unknown-id", "there is no indicator or measure `a.zz`", expected="one of a, b, c, d, e, people"),
        ),
        (
            "Anywhere.a",
            Figure(1),
            Problem("ambiguous", "`Anywhere` may mean more than one hub", expected="one of x, y"),
        ),
        (
            "x.e",
            Figure(1),
            Problem("usage", "`e` has no readings of its own: it reads `people`", hint="try `x.people`"),
        ),
        (
            "y.d",
            Figure(1),
            Problem("usage", "`d` does not apply to Anywhere: no value of it counts", expected="one of w, x"),
        ),
        ("x.people", Figure(0), Problem("denominator", ABOVE_0, found="0 for `x.people`")),
        ("x.people", Figure(None, -1, 4), Problem("denominator", ABOVE_0, found="-1 for `x.people`")),
        (
            "x.a",
            Figure(None, 4, 1),
            Problem("bounds", "the bounds of `x.a` are crossed", expected="the lower one first"),
        ),
        (
            "x.a",
            Figure(float("inf")),
            Problem("usage", "inf for `x.a` is out of range", expected="at most 1e15"),
        ),
        ("x.a", Figure(-1e16), Problem("usage", "-1e+16 for `x.a` is out of range", expected="at most 1e15")),
    ],
)
def test_figures_that_cannot_be(
    case: tuple[Ranking, Scorecard, Dataset], cell: str, figure: Figure, problem: Problem
) -> None:
    with pytest.raises(UsageError) as caught:
        with_figure(*case, cell, figure)
    assert caught.value.problems == (problem,)


@pytest.mark.parametrize("figure", [Figure(1e15), Figure(-1e15), Figure(None, 3, 3), Figure(None, -1), Figure(0)])
def test_figures_at_the_limits_of_what_can_be(case: tuple[Ranking, Scorecard, Dataset], figure: Figure) -> None:
    changed = with_figure(*case, "x.a", figure)
    assert not changed.exact  # as before
    row = changed.row["a"]
    found = [changed.value, changed.low, changed.high]
    wanted = [np.nan if number is None else number for number in figure]
    assert [float(each[1, row, 0]) for each in found] == pytest.approx(wanted, nan_ok=True)


@pytest.mark.parametrize(
    ("figure", "problem"),
    [
        (
            Figure(0),
            Problem(
                "impossible",
                "`x.c` is a place in a ranking and below 1",
                found="0",
                expected="a number at least 1",
            ),
        ),
        (
            Figure(None, 2.1, 2.9),
            Problem("impossible", "`x.c` has no place between its bounds", found="2.1 to 2.9", expected="whole places"),
        ),
        (
            Figure(None, None, 0.5),
            Problem(
                "impossible",
                "`x.c` is a place in a ranking and below 1",
                found="0.5",
                expected="a number at least 1",
            ),
        ),
    ],
)
def test_places_that_cannot_be(figure: Figure, problem: Problem) -> None:
    card = card_of({"indicators": CARD["indicators"] | {"c": {"kind": "rank"}}})
    dataset = dataset_of(card)
    with pytest.raises(UsageError) as caught:
        with_figure(score(dataset, card), card, dataset, "x.c", figure)
    assert caught.value.problems == (problem,)


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
    with pytest.raises(UsageError) as caught:
        with_hub(dataset, "x", profile({}))
    hint = "give the file another name, or edit the profile"
    assert caught.value.problems == (Problem("duplicate-id", "there is a hub `x` already", hint=hint),)


def test_all_siblings_of_what_is_named_are_told_in_the_order_of_the_file() -> None:
    card = card_of({})
    found = shared_anew(card, dataset_of(card), {"c": 0.5, "b": 0.5})
    assert [(each.given, each.shares) for each in found] == [
        ({"c": 0.5}, {"p": pytest.approx(1 / 3), "q": pytest.approx(1 / 6), "c": 0.5}),
        ({"b": 0.5}, {"a": 0.5, "b": 0.5}),
    ]
    assert [list(each.shares) for each in found] == [["p", "q", "c"], ["a", "b"]]
