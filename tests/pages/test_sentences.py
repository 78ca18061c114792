from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model import ranking as why
from hubscore.pages.sentences import REASONS, cardinal, order_line, ordinal, points_text, sentences
from hubscore.studies.explain import explain
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Say = Callable[..., list[str]]

PILLARS: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}, "minds": {"label": "Minds"}},
    "indicators": {"banks": {"pillar": "money"}, "air": {"pillar": "travel"}, "labs": {"pillar": "minds"}},
}
OSLO = {"banks": 9.0, "air": 3.0, "labs": 6.0}  # 60
TURKU = {"banks": 5.0, "air": 5.0, "labs": 5.0}  # 50
VAASA = {"banks": 1.0, "air": 7.0, "labs": 4.0}  # 40


@pytest.fixture
def say(made: Made) -> Say:
    """The sentences about a hub, and the line of what is proven."""

    def ask(hub: str, card: dict[str, Any], **hubs: Any) -> list[str]:
        workspace = made(card, **hubs)
        ranking = hubscore.score(workspace.dataset, workspace.scorecard)
        found = explain(ranking, ranking.dataset.hubs.ids.index(hub))
        return [*sentences(workspace, found), order_line(found)]

    return ask


def test_the_leader(say: Say) -> None:
    assert say("oslo", PILLARS, oslo=OSLO, turku=TURKU, vaasa=VAASA) == [
        "Oslo is first of three with 60.0, 10.0 points ahead of Turku.",
        "Money (90, first of three) and Minds (60, first) carry it; Travel (30, last) holds it back.",
        "None of its three figures is missing.",
        "Nothing is missing: no order of ranked hubs hangs on a gap or a bound.",
    ]


def test_what_the_group_sets_is_held_and_said_so(say: Say) -> None:
    card = PILLARS | {"method": {"normalise": "minmax"}}
    assert say("oslo", card, oslo=OSLO, turku=TURKU, vaasa=VAASA | {"labs": None})[-1].startswith(
        "Proven whatever is missing, while what this group sets (goalposts, means, ranks) stays:"
    )


def test_the_last(say: Say) -> None:
    assert say("vaasa", PILLARS, oslo=OSLO, turku=TURKU, vaasa=VAASA | {"labs": None}) == [
        "Vaasa is third of three with 40.0, 10.0 points behind Turku.",
        "Travel (70, first of three) carries it; Money (10, last) holds it back.",
        "Of its three figures one is missing.",
        "Proven whatever is missing: no order against another hub. Open: against Oslo and Turku.",
    ]


def test_one_of_many(say: Say) -> None:
    hubs = {f"hub{at:02}": dict.fromkeys(("banks", "air", "labs"), 10.0 - at / 2) for at in range(14)}
    back = "Travel (45, 12th of 14) and Money (45, 12th) hold it back most."
    assert say("hub11", PILLARS, **hubs) == [
        "Hub11 is 12th of 14 with 45.0, 5.0 points behind Hub10.",
        f"None of its pillars lies above the others' mean; {back}",
        "None of its three figures is missing.",
        "Nothing is missing: no order of ranked hubs hangs on a gap or a bound.",
    ]


def test_level_hubs(say: Say) -> None:
    level = {"banks": 5.0, "air": 5.0, "labs": 5.0}
    hubs = {"oslo": OSLO, "turku": TURKU, "vaasa": level, "york": level | {"banks": None, "air": None}}
    assert say("turku", PILLARS | {"method": {"min_coverage": 0.0}}, **hubs)[::3] == [
        "Turku is second of four with 50.0, level with Vaasa and York, 10.0 points behind Oslo.",
        "Proven whatever is missing: below Oslo. Open: against Vaasa and York.",
    ]
    assert say("vaasa", PILLARS, vaasa=level, turku=level)[:2] == [
        "Vaasa is first of two with 50.0, level with Turku.",
        "All of its pillars lie at the others' mean.",
    ]
    many = {f"hub{at}": {"a": 5.0} for at in range(8)}
    assert say("hub3", {}, **many, top={"a": 9.0})[0] == (
        "Hub3 is second of nine with 50.0, level with seven other hubs, 40.0 points behind Top."
    )


def test_strong_in_everything(say: Say) -> None:
    best = {"banks": 10.0, "air": 9.0, "labs": 8.0}
    assert say("best", PILLARS, best=best, oslo=TURKU)[1] == (
        "Money (100, first of two) and Travel (90, first) carry it; none of its pillars lies below the others' mean."
    )
    assert say("oslo", PILLARS, best=best, oslo=TURKU)[1] == (
        "None of its pillars lies above the others' mean; "
        "Money (50, second of two) and Travel (50, second) hold it back most."
    )


def test_how_many_there_are_is_said_again_where_it_changes(say: Say) -> None:
    assert say("oslo", PILLARS, oslo=OSLO, turku=TURKU, vaasa=VAASA | {"labs": None})[1] == (
        "Money (90, first of three) and Minds (60, first of two) carry it; Travel (30, last of three) holds it back."
    )


@pytest.mark.parametrize(
    ("card", "kind"),
    [
        ({"indicators": {"banks": {}, "air": {}, "labs": {}}}, "indicators"),
        (PILLARS | {"indicators": PILLARS["indicators"] | {"rail": {}}}, "parts"),
    ],
)
def test_what_hangs_below_the_index_has_its_name(say: Say, card: dict[str, Any], kind: str) -> None:
    rail = {"rail": 1.0} if kind == "parts" else {}
    assert say("b", card, a=OSLO | rail, b=OSLO | rail)[1] == f"All of its {kind} lie at the others' mean."


def test_a_hub_alone(say: Say) -> None:
    assert say("oslo", PILLARS, oslo=OSLO) == [
        "Oslo is the only hub that is ranked, with 60.0.",
        "There is no other hub to compare Oslo with.",
        "None of its three figures is missing.",
        "",
    ]


def test_a_yardstick(say: Say) -> None:
    paris = {"banks": 7.0, "air": 5.0, "labs": 5.0, "Role": "benchmark"}
    assert say("paris", PILLARS, oslo=OSLO, vaasa=VAASA, paris=paris)[::3] == [
        "Paris is a benchmark and not ranked; its 56.7 would be second beside the two ranked hubs.",
        "Nothing is missing: no order of ranked hubs hangs on a gap or a bound.",
    ]
    assert say("paris", PILLARS, oslo=OSLO, paris=paris)[0].endswith("would be second beside the one ranked hub.")


def test_yardsticks_alone(say: Say) -> None:
    hubs = {name: OSLO | {"Role": "benchmark"} for name in ("paris", "rome")}
    assert say("rome", PILLARS, **hubs)[0] == (
        "Rome is a benchmark and not ranked; its 60.0 has no ranked hub beside it."
    )


def test_a_hub_that_cannot_be_scored(say: Say) -> None:
    empty = {"banks": 7.0, "air": None, "labs": None}
    card = PILLARS | {"index": {"min_coverage": 0.9}}
    assert say("york", card, oslo=OSLO, turku=TURKU, york=empty) == [
        "York cannot be scored: too few figures in Travel and Minds.",
        "What can be compared lies at the others' mean.",
        "Of its three figures two are missing.",
        "Proven whatever is missing: no order against another hub. Open: against Oslo and Turku.",
    ]
    assert say("york", card, oslo=OSLO, turku=TURKU, york=empty | {"banks": 8.0})[1] == (
        "Of what can be compared, Money (80, second of three) lies above the others' mean."
    )
    both = {"banks": 1.0, "air": 10.0, "labs": None}
    assert say("york", card, oslo=OSLO, turku=TURKU, york=both)[1] == (
        "Of what can be compared, Travel (100, first of three) lies above the others' mean, Money (10, last) below it."
    )
    nothing = dict.fromkeys(empty)
    assert say("york", card, oslo=OSLO, york=nothing)[:3] == [
        "York cannot be scored: too few figures in Money, Travel and Minds.",
        "None of its pillars can be compared.",
        "All of its three figures are missing.",
    ]


@pytest.mark.parametrize(
    ("cells", "applies", "said"),
    [
        ({"a": 1.0}, True, "Its one figure is there."),
        ({"a": None}, True, "Its one figure is missing."),
        ({"a": None}, False, "No indicator applies to it."),
    ],
)
def test_few_figures(say: Say, cells: dict[str, Any], applies: bool, said: str) -> None:
    card = {} if applies else {"indicators": {"a": {"applies_to": ["other"]}}}
    assert say("x", card, x=cells, other={"a": 2.0})[2] == said


BETS: dict[str, Any] = {
    "scored": {"name": "banking", "indicators": ["banks", "cars"]},
    "read": {"name": "cars", "indicators": ["cars"]},
    "blind": {"name": "health", "indicators": ["spas"]},
    "empty": {"name": "the moon"},
}


@pytest.mark.parametrize(
    ("bets", "said"),
    [
        (["scored"], "its one declared bet, banking, is scored"),
        (["read"], "its one declared bet, cars, is measured, but not scored"),
        (["blind"], "its one declared bet, health, is not measured at all"),
        (["scored", "blind"], "of its two declared bets, health is not measured at all"),
        (["scored", "blind", "empty"], "of its three declared bets, health and the moon are not measured at all"),
        (
            ["scored", "read", "blind"],
            "of its three declared bets, health is not measured at all and cars is measured, but not scored",
        ),
    ],
)
def test_bets(say: Say, bets: list[str], said: str) -> None:
    card = PILLARS | {"measures": {"cars": {}, "spas": {}}}
    profile = {"cars": 12.0, "spas": None, "Bets": [BETS[bet] for bet in bets]}
    assert say("oslo", card, oslo=OSLO | profile)[2] == f"None of its three figures is missing; {said}."


def test_all_bets_scored(say: Say) -> None:
    bets = [BETS["scored"], BETS["scored"] | {"name": "flying"}]
    assert say("oslo", PILLARS | {"measures": {"cars": {}}}, oslo=OSLO | {"cars": None, "Bets": bets})[2] == (
        "None of its three figures is missing; all of its two declared bets are scored."
    )


@pytest.mark.parametrize(
    ("place", "word"),
    [
        (1, "first"),
        (10, "tenth"),
        (11, "11th"),
        (12, "12th"),
        (21, "21st"),
        (22, "22nd"),
        (103, "103rd"),
        (111, "111th"),
    ],
)
def test_ordinals(place: int, word: str) -> None:
    assert ordinal(place) == word


def test_cardinals() -> None:
    assert [cardinal(number) for number in (0, 1, 12, 13, 1200)] == ["no", "one", "twelve", "13", "1,200"]


def test_one_point_is_no_points(made: Made) -> None:
    workspace = made({"method": {"digits": 0}}, x={"a": 1.0})
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert [points_text(ranking, value) for value in (-1.2, 2.0, 0.2)] == ["1 point", "2 points", "0 points"]


def test_every_reason_has_words() -> None:
    codes = [getattr(why, name) for name in dir(why) if name.isupper() and isinstance(getattr(why, name), int)]
    assert sorted(REASONS) == sorted(codes)
    assert all(words for code, words in REASONS.items() if code != why.HAS_VALUE)


def test_a_hub_that_is_left_out(say: Say) -> None:
    """Why comes first; figures that are there are not called missing, and no order is proven."""
    card = {**PILLARS, "screening": {"min_coverage": 0.5, "by": "indicators"}}
    assert say("vaasa", card, oslo=OSLO, turku=TURKU, vaasa={"banks": 1.0, "air": None, "labs": None}) == [
        "Vaasa is left out: it has readings for 33 % of its indicators, and [screening] asks for at least 50 %.",
        "Of its three figures two are missing.",
        "",
    ]
