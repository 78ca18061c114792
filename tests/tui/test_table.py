from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.formats.cells import width
from hubscore.studies.changes import Figure
from hubscore.tui.lines import Line
from hubscore.tui.session import Session
from hubscore.tui.table import detail, interval_words, table


def texts(lines: list[Line]) -> list[str]:
    return ["".join(piece.text for piece in line).rstrip() for line in lines]


def rows(session: Session, cells: int = 51, height: int = 9, chosen: int = 0) -> list[str]:
    return texts(list(table(session, chosen, cells, height)))


def test_the_table(session: Session) -> None:
    assert rows(session) == [
        "   #     Hub       Score  Ranks    Points",
        ">  1     Oslo       60.5  ●····    ███████▓▒▒",
        "   2     Turku      50.0  ··●··    ████▓▓▒▒",
        "   3     Umeå       31.5  ····●    ██▓▓▓",
        "   –     New York   93.5           ████████▓▓▓▓▒▒▒",
    ]


def test_who_moved_has_an_arrow(session: Session) -> None:
    session.set_share("travel", 0.9)
    found = rows(session, chosen=1)
    assert [line[:14] for line in found[1:4]] == ["   1 ▲2  Umeå ", ">  2     Turku", "   3 ▼2  Oslo "]


def test_intervals_are_told_apart_without_colour(session: Session) -> None:
    session.keep(session.scored, session.scored.drawn(300, 1))
    sure = rows(session)
    assert any("━" in line for line in sure)
    assert not any("╌" in line for line in sure)
    session.set_share("money", 0.51)
    stale = rows(session)
    assert any("╌" in line for line in stale)
    assert not any("━" in line for line in stale)


def test_of_which_weights_intervals_are(session: Session) -> None:
    assert interval_words(session, False) == "i draws how far ranks may move"
    assert interval_words(session, True).startswith("…")
    session.keep(session.scored, session.scored.drawn(300, 1))
    assert interval_words(session, False) == "━ ranks in 90 % of 300 draws, for these weights"
    session.set_share("money", 0.1)
    assert interval_words(session, False) == "╌ ranks with the file's weights; i draws with these"


def test_numbers_stand_beside_the_bars_where_there_is_room(session: Session) -> None:
    found = rows(session, cells=92)
    assert found[0].split() == ["#", "Hub", "Score", "Ranks", "Money", "Travel", "Sea", "Points"]
    assert found[1].split()[:6] == [">", "1", "Oslo", "60.5", "●····", "45.0"]
    assert found[1].split()[6:8] == ["7.5", "8.0"]


@pytest.mark.parametrize("cells", [47, 51, 60, 92, 150])
def test_nothing_is_wider_than_its_room(session: Session, cells: int) -> None:
    assert all(width(line) <= cells for line in rows(session, cells))


def test_the_chosen_hub_is_seen_where_not_all_are(session: Session) -> None:
    found = rows(session, height=3, chosen=3)
    assert len(found) == 3
    assert found[-1].startswith(">  –     New York")


def test_hubs_without_an_index_have_none(card: Path) -> None:
    hub = card.parent / "hubs" / "umea.toml"
    lines = hub.read_text(encoding="utf-8").split("[data.banks]")[0]
    hub.write_text(lines, encoding="utf-8")
    session = Session(card)
    assert rows(session)[3].split() == ["–", "Umeå", "–"]
    session.try_figure("umea.banks", Figure(10.0))
    session.try_figure("umea.air", Figure(10.0))
    assert rows(session)[1].split()[:4] == ["1", "new", "Umeå", "100.0"]
    session.history.present = session.state
    assert "–" in texts(list(detail(session, 2, "money", 60)))[3]


def test_where_the_points_come_from(session: Session) -> None:
    assert texts(list(detail(session, 0, "money", 50))) == [
        "Oslo: score × share = points",
        "█ Money                     90.0 ×  50.0% =  45.0",
        "▓ Travel                    25.0 ×  30.0% =   7.5",
        "▒ Sea                       40.0 ×  20.0% =   8.0",
        "  Index                                      60.5",
    ]


def test_members_of_opened_pillars_are_told_too(session: Session) -> None:
    assert texts(list(detail(session, 0, "money", 50, {"travel"})))[2:5] == [
        "▓ Travel                    25.0 ×  30.0% =   7.5",
        "    Air                     20.0    50.0%     3.0",
        "    Rail                    30.0    50.0%     4.5",
    ]


def test_what_stands_behind_an_indicator(session: Session) -> None:
    assert texts(list(detail(session, 0, "rail", 60)))[-1] == "Rail: 3 (2023, reported), scores 30.0"


def test_other_means_are_no_products(card: Path) -> None:
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("[weights]", '[method]\naggregate = "geometric"\n[weights]'), encoding="utf-8")
    found = texts(list(detail(Session(card), 0, "money", 50)))
    assert found[0] == "Oslo: score, share, points"
    assert not any("×" in line or "=" in line for line in found)


def test_a_scale_that_does_not_begin_at_nothing(card: Path) -> None:
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("[weights]", "[method]\nscale = [1, 7]\n[weights]"), encoding="utf-8")
    found = rows(Session(card))
    assert found[4].endswith("████████▓▓▓▓▓▒▒▒")  # the best fills the 16 cells there are
