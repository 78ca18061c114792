from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.formats.cells import width
from hubscore.tui.levers import Row, listed, opens, rows, share_at, stepped, window
from hubscore.tui.session import Session
from hubscore.tui.table import detail


def text(row: Row) -> str:
    return "".join(piece.text for piece in row.line)


def test_what_is_seen(session: Session) -> None:
    assert listed(session, ()) == ["money", "travel", "sea"]
    assert listed(session, {"travel"}) == ["money", "travel", "air", "rail", "sea"]
    assert [opens(session, node) for node in ("travel", "air")] == [True, False]


def test_each_has_its_name_share_bar_and_lock(session: Session) -> None:
    session.toggle_lock("sea")
    session.set_share("money", 0.6)
    found = list(rows(session, "travel", {"travel"}, 26))
    assert [text(row) for row in found] == [
        " ▸ Money            60.0%◇",
        "   ███████████│█▎········ ",
        ">▾ Travel           20.0%◇",
        "   ████▍·│··············· ",
        "     Air            50.0%◇",
        "     ██████████·········· ",
        "     Rail           50.0%◇",
        "     ██████████·········· ",
        " ▸ Sea              20.0%◆",
        "   ████▍················· ",
    ]
    assert {width(text(row)) for row in found} == {26}


def test_a_bar_knows_what_a_place_on_it_means(session: Session) -> None:
    name, bar = list(rows(session, "travel", (), 26))[:2]
    assert (name.kind, bar.kind, bar.node) == ("name", "bar", "money")
    assert [share_at(bar, column) for column in (0, bar.at, bar.at + 3, bar.at + bar.cells - 1, 99)] == [
        0, 0, 0.14, 1, 1,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("share", "points", "expected"),
    [
        (0.3, 1, 0.31), (0.3, -1, 0.29), (0.29, 1, 0.3), (0.57, 1, 0.58), (1 / 3, 1, 0.34), (1 / 3, -1, 0.33),
        (0.246, 5, 0.29), (0.246, -5, 0.2), (0.98, 5, 1), (0.02, -5, 0), (0, -1, 0), (1, 1, 1), (1e-5, -1, 0),
    ],
)  # fmt: skip
def test_steps_are_whole_per_cent(share: float, points: int, expected: float) -> None:
    assert stepped(share, points) == expected


def test_a_window_holds_what_is_chosen() -> None:
    assert window(5, 4, 9) == slice(0, 9)
    for chosen in range(20):
        seen = window(20, chosen, 6)
        assert chosen in range(20)[seen]
        assert len(range(20)[seen]) == 6


def test_where_indicators_are_averaged_past_their_pillars_they_are_what_moves(card: Path) -> None:
    text = card.read_text(encoding="utf-8").replace("[weights]", '[index]\nover = "indicators"\n[weights]')
    for line in ("money  = 0.50 # most\n", "travel = 0.30\n", "sea    = 0.20\n"):
        text = text.replace(line, "")
    card.write_text(text.replace("weights = { money = 0.1, travel = 0.8, sea = 0.1 }\n", ""), encoding="utf-8")
    session = Session(card)
    assert listed(session, ()) == ["banks", "air", "rail", "ports"]
    session.set_share("rail", 0.4)
    assert session.state.shares == pytest.approx({"banks": 0.2, "air": 0.2, "rail": 0.4, "ports": 0.2})
    assert session.scored.ranking.index[0] == pytest.approx(0.2 * 90 + 0.2 * 20 + 0.4 * 30 + 0.2 * 40)
    travel = "".join(piece.text for piece in list(detail(session, 0, "rail", 60))[2])
    assert travel.endswith("26.7 ×  60.0% =  16.0")


def test_pillars_in_pillars_open_one_after_the_other(card: Path) -> None:
    text = card.read_text(encoding="utf-8").replace("[pillars.sea]\n", '[pillars.sea]\nparent = "travel"\n')
    text = text.replace("travel = 0.30", "travel = 0.50\nair = 1\nrail = 1").replace(", sea = 0.1 }", " }")
    card.write_text(text.replace("sea    = 0.20", "sea = 2"), encoding="utf-8")
    session = Session(card)
    assert listed(session, {"sea"}) == ["money", "travel"]
    assert listed(session, {"travel"}) == ["money", "travel", "sea", "air", "rail"]
    assert "ports" in listed(session, {"travel", "sea"})
    session.set_share("sea", 0.2)
    assert session.state.shares["air"] == pytest.approx(0.4)
