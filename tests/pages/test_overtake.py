from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.pages.document import Document, Table
from hubscore.pages.overtake import overtake_part, reach_part
from hubscore.studies.overtake import overtake
from hubscore.studies.reach import reach
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
Scored = Callable[..., Ranking]

CARD: dict[str, Any] = {
    "title": "Nordic hubs",
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks"},
        "funds": {"pillar": "money", "label": "Funds"},
        "air": {"pillar": "travel", "label": "Air routes"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"banks": 9.0, "funds": 5.0, "air": 4.0},  # money 70, travel 40: 55
    "turku": {"banks": 2.0, "funds": 4.0, "air": 6.0},  # money 30, travel 60: 45
    "vaasa": {"banks": 1.0, "funds": 6.0, "air": 3.0},  # money 35, travel 30: 32.5
}


@pytest.fixture
def scored(made: Made) -> Scored:
    def ask(card: dict[str, Any] | None = None, **hubs: Any) -> Ranking:
        workspace = made(CARD | (card or {}), **(hubs or HUBS))
        return hubscore.score(workspace.dataset, workspace.scorecard)

    return ask


def people(document: Document) -> list[list[tuple[Any, ...]]]:
    def seen(found: Table) -> list[tuple[Any, ...]]:
        return [
            tuple(cell for cell, column in zip(row, found.columns, strict=True) if column.show) for row in found.rows
        ]

    return [seen(found) for found in document.tables if found.shown]


def test_the_weights_that_do_it(scored: Scored) -> None:
    document = overtake_part(overtake(scored(), 1, 0))
    # 30 x + 60 (1 - x) against 70 x + 40 (1 - x): level at a third
    assert document.lead == (
        (
            "Turku overtakes Oslo once 16.7 % of the weight of the index changes hands: Money from 50.0 % to 33.3 % "
            "and "
            "Travel from 50.0 % to 66.7 %."
        ),
        "No smaller change of the weights of the pillars does it (a linear programme, so this is exact).",
    )
    [weights] = people(document)
    assert [row[:3] for row in weights] == [("Money", "50.0 %", "33.3 %"), ("Travel", "50.0 %", "66.7 %")]
    [facts] = document.tables[0].rows
    assert facts[:5] == ("turku", "oslo", "pillar", True, True)


def test_no_weights_do(scored: Scored) -> None:
    document = overtake_part(overtake(scored(), 2, 0))
    assert document.lead == (
        (
            "No weights of the pillars put Vaasa above Oslo: it is ahead in none of them. Those of indicators may: "
            "--level "
            "indicator."
        ),
    )
    assert people(document) == []
    assert document.tables[0].rows[0][3:8] == (False, True, None, pytest.approx(-22.5), None)
    deeper = overtake_part(overtake(scored(), 2, 0, "indicator"))
    assert deeper.lead[0].startswith("Vaasa overtakes Oslo once")
    assert "weights of the indicators" in deeper.lead[1]


def test_nothing_has_to_move(scored: Scored) -> None:
    document = overtake_part(overtake(scored(), 0, 1))
    assert document.lead == ("Oslo is above Turku already, by 10.0 points: no weight has to move.",)
    assert people(document) == []


def test_level_hubs(scored: Scored) -> None:
    hubs = HUBS | {"turku": {"banks": 4.0, "funds": 4.0, "air": 7.0}}
    document = overtake_part(overtake(scored(None, **hubs), 1, 0))
    assert document.lead == (
        "Turku and Oslo are level: the slightest change of weights in its favour puts Turku above.",
    )


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ({"index": {"aggregate": "geometric"}}, "the index is not linear in its weights (geometric)"),
        ({"index": {"digits": 1}}, "scores are rounded"),
    ],
)
def test_a_search_says_why(scored: Scored, card: dict[str, Any], reason: str) -> None:
    document = overtake_part(overtake(scored(card), 1, 0))
    assert document.lead[1] == f"It was searched, since {reason}: a smaller change may exist."
    document = overtake_part(overtake(scored(card), 2, 0))
    assert document.lead == (
        "No weights of the pillars were found that put Vaasa above Oslo. Those of indicators may: --level indicator.",
        f"It was searched, since {reason}: they may exist all the same.",
    )


def test_gaps_that_differ_are_a_reason_too(scored: Scored) -> None:
    hubs = HUBS | {"turku": {"banks": None, "funds": 4.0, "air": 6.0}}
    found = overtake_part(overtake(scored(None, **hubs), 1, 0, "indicator"))
    assert found.lead == (  # half of the weight of Money is just enough for it to be scored
        (
            "It hangs by a thread what of them is scored: the slightest change of weights in its favour puts Turku "
            "above Oslo."
        ),
    )
    lenient = {"method": {"min_coverage": 0}}
    found = overtake_part(overtake(scored(lenient, **hubs), 1, 0, "indicator"))
    assert "the hubs lack different figures, which makes their scores ratios" in found.lead[1]
    bent = {"pillars": CARD["pillars"] | {"money": {"aggregate": "geometric"}}}
    assert "(geometric)" in overtake_part(overtake(scored(bent), 1, 0, "indicator")).lead[1]


def test_many_weights_are_counted(scored: Scored) -> None:
    names = "abcdefg"
    hubs = {"x": dict.fromkeys(names, 1.0) | {"g": 9.0}, "y": dict.fromkeys(names, 8.0)}
    card = {"pillars": {}, "indicators": {name: {} for name in names}}
    document = overtake_part(overtake(scored(card, **hubs), 0, 1))
    assert document.lead[0].count(" from ") == 4
    assert document.lead[0].endswith("and three more.")
    assert "the weights of the indicators" in document.lead[1]


def test_the_best_and_the_worst_rank(scored: Scored) -> None:
    ranking = scored()
    document = reach_part(reach(ranking, 1, "best"))
    assert document.lead == (
        (
            "At best Turku is first of three under any weights of the pillars: with Money from 50.0 % to 33.3 % and "
            "Travel "
            "from 50.0 % to 66.7 %."
        ),
    )
    assert document.tables[0].rows[0][:7] == ("turku", "best", 2, 1, "pillar", None, True)
    assert len(people(document)) == 1
    document = reach_part(reach(ranking, 0, "best", within=0.25))
    assert document.lead == (
        "Oslo is first of three, and under weights within 25 % of the declared ones of the pillars it is never higher.",
    )
    assert people(document) == []
    assert "never lower" in reach_part(reach(ranking, 2, "worst", within=0.1)).lead[0]


def test_a_searched_rank_says_so(scored: Scored) -> None:
    ranking = scored({"index": {"aggregate": "geometric"}})
    assert reach_part(reach(ranking, 1, "best")).lead[1].endswith("(geometric): a better one may exist.")
    assert reach_part(reach(ranking, 1, "worst")).lead[1].endswith("a worse one may exist.")
