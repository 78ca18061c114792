from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.formats.cells import width
from hubscore.studies.changes import Figure
from hubscore.tui.lines import Line
from hubscore.tui.picture import Picture, View, hub_at, moved, picture, too_small
from hubscore.tui.saving import drafted
from hubscore.tui.session import Session


def text(line: Line) -> str:
    return "".join(piece.text for piece in line)


def parts(found: Picture) -> list[list[str]]:
    lists = [[found.title], [row.line for row in found.rows], found.right, found.change, found.said, found.keys]
    return [[text(line) for line in lines] for lines in lists]


@pytest.fixture
def view(session: Session) -> View:
    return View(session, "money", 0)


@pytest.mark.parametrize("said", ["", "word " * 25, "word " * 90])
@pytest.mark.parametrize(("cells", "lines"), [(72, 20), (80, 24), (80, 50), (120, 24), (140, 45), (300, 90)])
def test_everything_has_its_room(view: View, cells: int, lines: int, said: str) -> None:
    view.said = said.strip()
    view.opened = {"money", "travel", "sea"}
    view.session.set_share("rail", 0.8)
    view.draft = drafted(view.session)
    title, rows, right, change, told, keys = parts(picture(view, cells, lines))
    body = max(len(rows), len(right))
    assert len(title) + body + len(change) + len(told) + len(keys) <= lines
    assert {width(line) for line in title + change + told + keys} == {cells}
    assert {width(line) for line in rows} == {cells // 3}
    assert {width(line) for line in right} == {cells - cells // 3 - 1}


def test_a_small_terminal_is_told_what_is_needed() -> None:
    assert too_small(72, 20) == []
    for cells, lines in ((71, 30), (100, 19), (1, 1)):
        words = " ".join(text(line) for line in too_small(cells, lines))
        if cells > 20:
            assert words == f"hubscore tune needs 72 columns and 20 lines; here are {cells} and {lines}. q quits."
        assert "72" in words


def test_the_title_says_the_scenario_and_what_is_not_saved(view: View) -> None:
    assert text(picture(view, 80, 24).title).strip() == "Nordic hubs"
    view.session.pick("flights")
    view.session.set_share("money", 0.3)
    assert text(picture(view, 80, 24).title).split() == ["Nordic", "hubs", "(Flights)", "not", "saved"]


def test_what_would_be_written(view: View) -> None:
    assert text(picture(view, 80, 24).change[0]).startswith("── nothing to write: the weights are those of the file ─")
    view.session.set_share("money", 0.2)
    assert text(picture(view, 80, 24).change[0]).startswith("── … ─")
    view.draft = drafted(view.session)
    found = [text(line) for line in picture(view, 120, 24).change]
    assert found[0].startswith("── would be written to ")
    assert "scorecard.toml" in found[0]
    assert [line.split() for line in found[1:]] == [
        ["-", "money", "=", "0.50", "#", "most", "+", "money", "=", "0.20", "#", "most"],
        ["-", "travel", "=", "0.30", "+", "travel", "=", "0.48"],
        ["-", "sea", "=", "0.20", "+", "sea", "=", "0.32"],
    ]
    view.session.try_figure("oslo.air", Figure(at_least=7.0))
    assert "── tried, never written: oslo.air = ≥ 7 · would be written to" in text(picture(view, 200, 24).change[0])


def test_of_the_bundled_scorecard_nothing_is_written(session: Session) -> None:
    view = View(session, "money", 0, is_ours=True)
    session.set_share("money", 0.2)
    view.draft = drafted(session)
    found = picture(view, 80, 24)
    assert "3 lines of the bundled scorecard, which is not edited" in text(found.change[0])
    assert text(found.title).endswith("the bundled scorecard ")


def test_a_hub_is_found_where_it_stands(view: View) -> None:
    right = [text(line) for line in picture(view, 80, 24).right]
    names = view.session.scored.ranking.dataset.hubs.names
    for line in range(1, 5):
        hub = hub_at(view, 80, 24, line)
        assert hub is not None
        assert names[hub] in right[line]
    assert hub_at(view, 80, 24, 0) is hub_at(view, 80, 24, 5) is hub_at(view, 80, 24, 12) is None


def test_where_there_is_no_room_the_points_go_first(view: View) -> None:
    assert any("score × share" in text(line) for line in picture(view, 80, 24).right)
    found = [text(line) for line in picture(view, 80, 20).right]
    assert sum(name in line for line in found for name in ("Oslo", "Turku", "Umeå", "New York")) >= 4


def test_members_are_told_only_where_all_hubs_are_seen(view: View) -> None:
    view.opened = {"travel"}
    assert sum("    Air  " in text(line) for line in picture(view, 140, 45).right) == 1
    assert not any("    Air  " in text(line) for line in picture(view, 80, 20).right)


def test_hubs_without_end(card: Path) -> None:
    one = (card.parent / "hubs" / "oslo.toml").read_text(encoding="utf-8")
    for number in range(60):
        words = one.replace('"Oslo"', f'"重庆市 number {number} with a long name"')
        (card.parent / "hubs" / f"n{number}.toml").write_text(words, encoding="utf-8")
    view = View(Session(card), "sea", 40)
    right = picture(view, 80, 24).right
    assert {width(text(line)) for line in right} == {53}
    assert any(text(line).startswith(">") for line in right)


def test_who_changed_places(session: Session) -> None:
    before = session.scored.ranking
    assert moved(before, before) == ""
    session.set_share("travel", 0.9)
    assert moved(before, session.scored.ranking) == "Umeå 3 → 1, Oslo 1 → 3"


def test_many_that_change_places_are_counted(card: Path) -> None:
    one = (card.parent / "hubs" / "oslo.toml").read_text(encoding="utf-8")
    for number in range(6):
        words = one.replace("value = 9,", f"value = {number},").replace("value = 2,", f"value = {9 - number},", 1)
        (card.parent / "hubs" / f"n{number}.toml").write_text(words, encoding="utf-8")
    session = Session(card)
    before = session.scored.ranking
    session.set_share("travel", 1)
    assert moved(before, session.scored.ranking).count("→") == 4
    assert " and " in moved(before, session.scored.ranking)


def test_what_is_said_is_said_whole(view: View) -> None:
    view.said = "the file was changed by somebody else since it was read; nothing was written; R reads it again"
    said = [text(line).strip() for line in picture(view, 72, 20).said]
    assert len(said) == 2
    assert " ".join(said) == view.said
