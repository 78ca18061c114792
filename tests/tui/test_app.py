"""Every key and the mouse, on a screen that is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from hubscore.cli.questions import figure
from hubscore.studies.changes import Figure
from hubscore.tui.app import BINDINGS, Tuner
from hubscore.tui.panes import Levers
from hubscore.tui.session import Session


class Watched(Tuner):
    """It keeps what stood on the screen at the end."""

    words = ""


Story = Callable[[Watched, Pilot[Session]], Awaitable[None]]


def told(
    session: Session,
    story: Story,
    size: tuple[int, int] = (80, 24),
    draws: int = 0,
    is_coloured: bool = True,
    is_ours: bool = False,
) -> Watched:
    """Run the tuner while the story is told."""
    app = Watched(session, figure, draws, 1, is_coloured, is_ours)

    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await story(app, pilot)

    asyncio.run(run())
    return app


def seen(app: Tuner) -> str:
    """All that stands on the screen."""
    return "\n".join("".join(segment.text for segment in strip) for strip in app.screen._compositor.render_strips())


def keys(session: Session, *pressed: str, size: tuple[int, int] = (80, 24)) -> Watched:
    """The tuner after some keys."""

    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press(*pressed)
        app.words = seen(app)

    return told(session, story, size)


def test_arrows_move_a_share_and_the_table_follows(session: Session) -> None:
    keys(session, "down", "right", "right")
    assert session.state.shares["travel"] == 0.32
    keys(session, "down", "down", "up", "left", "minus")
    assert session.state.shares["travel"] == 0.3
    app = keys(session, "down", *["right_square_bracket"] * 12)
    assert session.state.shares["travel"] == 0.9
    assert "Umeå 3 → 1" in app.words or session.moves[0].rank_after == 1  # type: ignore[attr-defined]
    assert ">  1     Oslo" not in app.words
    assert "▲2  Umeå" in app.words
    keys(session, "down", "left_square_bracket", "plus", "shift+right", "shift+left")
    assert session.state.shares["travel"] == 0.86


def test_up_and_down_stop_at_the_ends(session: Session) -> None:
    assert keys(session, "up").view.node == "money"
    assert keys(session, *["down"] * 9).view.node == "sea"


def test_enter_opens_a_pillar_and_closes_it(session: Session) -> None:
    app = keys(session, "down", "enter", "down", "right")
    assert app.view.node == "air"
    assert session.state.shares["air"] == 0.51
    assert "Rail" in app.words
    app = keys(session, "down", "enter", "down", "enter")
    assert (app.view.node, app.view.opened) == ("travel", set())
    assert keys(session, "down", "enter", "enter").view.opened == set()


def test_enter_on_what_has_nothing_below_does_nothing(card: Path) -> None:
    text = card.read_text(encoding="utf-8").replace("sea    = 0.20", "sea    = 0.20\nfood = 0.1")
    text += '[indicators.food]\nlabel = "Food"\nfrom = "quays"\ndirection = "higher"\ngoalposts = [0, 20]\n'
    card.write_text(text.replace("sea = 0.1 }", "sea = 0.1, food = 1 }"), encoding="utf-8")
    app = keys(Session(card), *["down"] * 9, "enter")
    assert (app.view.node, app.view.opened) == ("food", set())


def test_space_locks(session: Session) -> None:
    app = keys(session, "space", "down", "right_square_bracket")
    assert session.state.shares["money"] == 0.5
    assert "◆" in app.words
    app = keys(session, "right")
    assert app.view.is_warning
    assert "locked" in app.words
    keys(session, "space", "right")
    assert session.state.shares["money"] == 0.51


def test_digits_type_the_share_of_what_was_gone_to(session: Session) -> None:
    app = keys(session, "9", "escape", "down", "1", "0", "percent_sign", "enter")
    assert session.state.shares["travel"] == 0.1
    assert app.asked == ""
    app = keys(session, "1", "0", "1", "enter")
    assert "101 is no share" in app.words


def test_what_is_typed_in_one_breath_is_not_lost(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        for key, character in (("4", "4"), ("2", "2"), ("full_stop", "."), ("5", "5"), ("enter", "\r")):
            app.post_message(events.Key(key, character))
        for _ in range(100):
            if session.state.shares["money"] == 0.5 or app.asked:
                await pilot.pause()
        assert (session.state.shares["money"], app.view.opened) == (0.425, set())

    told(session, story)


def test_while_something_is_typed_keys_are_letters(session: Session) -> None:
    before = session.state
    app = keys(session, "5", "q", "u", "r", "s", "space", "down", "w")
    assert session.state == before
    assert (app.view.node, app.asked) == ("money", "share")


def test_a_hub_is_chosen(session: Session) -> None:
    assert keys(session, "j", "j", "k").view.hub == 1
    assert keys(session, *["pagedown"] * 9).view.hub == 3
    app = keys(session, "pageup")
    assert "Oslo: score × share = points" in app.words


def test_v_tries_a_figure(session: Session) -> None:
    app = keys(session, "down", "enter", "down", "v", "1", "0", "enter")
    assert session.state.figures == {"oslo.air": Figure(10.0)}
    assert "Air: 10" in app.words
    assert "tried, never written: oslo.air = 10" in app.words
    keys(session, "enter", "v", *"banks", "greater_than_sign", "equals_sign", "3", "enter")
    assert session.state.figures["oslo.banks"] == Figure(at_least=3.0)


def test_what_an_indicator_reads_is_asked_for(session: Session) -> None:
    keys(session, "down", "down", "enter", "down", "v", "1", "2", "enter")
    assert session.state.figures == {"oslo.quays": Figure(12.0)}


def test_a_figure_that_is_none_is_told(session: Session) -> None:
    assert "is no figure of a cell" in keys(session, "v", "x", "enter").words


def test_s_picks_a_scenario(session: Session) -> None:
    app = keys(session, "s")
    assert session.state.scenario == "flights"
    assert "Nordic hubs (Flights)" in app.words
    keys(session, "S")
    assert session.state.scenario is None


def test_u_takes_back_and_capital_u_does_again(session: Session) -> None:
    keys(session, "right", "right", "u")
    assert session.state.shares["money"] == 0.51
    keys(session, "U")
    assert session.state.shares["money"] == 0.52
    app = keys(session, "U")
    assert "nothing to do again" in app.words
    app = keys(session, "ctrl+z", "ctrl+z", "ctrl+z")
    assert "nothing to undo" in app.words
    keys(session, "ctrl+y")
    assert session.state.shares["money"] == 0.51


def test_r_goes_back_to_the_file(session: Session) -> None:
    keys(session, "right", "down", "right", "r")
    assert session.unsaved == []


def test_i_draws_ranks_for_these_weights(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.published is session.drawn is not None
        await pilot.press("left_square_bracket")
        assert session.drawn is None
        assert "╌ ranks with the file's weights; i draws with" in seen(app)
        await pilot.press("i")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.drawn is not None
        assert session.drawn.draws == 200
        assert "━ ranks in 90 % of 200 draws" in seen(app)
        assert app.view.drawing is None

    told(session, story, draws=200)


def test_another_scenario_gets_its_own_draws(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("s")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.drawn is not None

    told(session, story, draws=200)


def test_w_shows_the_diff_and_enter_writes_it(session: Session, card: Path) -> None:
    before = card.read_text(encoding="utf-8")

    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("2", "0", "enter", "w")
        assert "+money  = 0.20 # most" in seen(app)
        await pilot.press("escape")
        assert card.read_text(encoding="utf-8") == before
        assert app.view.said == "nothing was written"
        await pilot.press("w", "enter")
        await app.workers.wait_for_complete()
        assert "is written" in app.view.said
        await pilot.press("q")
        await pilot.pause()

    app = told(session, story, draws=200)
    assert card.read_text(encoding="utf-8") == before.replace("0.50 #", "0.20 #").replace("0.30", "0.48").replace(
        "sea    = 0.20", "sea    = 0.32"
    )
    assert app.return_value is session


def test_nothing_to_write_is_said(session: Session) -> None:
    app = keys(session, "w")
    assert "nothing to write" in app.view.said


def test_the_bundled_scorecard_is_not_edited(session: Session, card: Path) -> None:
    before = card.read_text(encoding="utf-8")

    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("right", "w")
        assert "is not edited; `hubscore init --from bundled` copies it" in app.view.said
        assert len(app.screen_stack) == 1
        await pilot.press("q")

    assert told(session, story, is_ours=True).return_value is session
    assert card.read_text(encoding="utf-8") == before


@pytest.mark.parametrize("shown_first", [False, True])
def test_a_file_changed_meanwhile_is_not_saved_over(session: Session, card: Path, shown_first: bool) -> None:
    theirs = card.read_text(encoding="utf-8").replace("# most", "# theirs")

    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("2", "0", "enter")
        if shown_first:
            await pilot.press("w")
        card.write_text(theirs, encoding="utf-8")
        await pilot.press("enter" if shown_first else "w")
        assert "was changed by somebody else" in app.view.said
        assert app.view.is_warning
        assert card.read_text(encoding="utf-8") == theirs
        assert session.state.shares["money"] == 0.2
        await pilot.press("R")
        assert session.state.shares["money"] == 0.2
        await pilot.press("w", "enter")
        await app.workers.wait_for_complete()

    told(session, story, draws=200)
    assert "money  = 0.20 # theirs" in card.read_text(encoding="utf-8")


def test_files_that_cannot_be_read_any_more(session: Session, card: Path) -> None:
    card.write_text("title = ", encoding="utf-8")
    app = keys(session, "right", "R")
    assert app.view.is_warning
    assert session.state.shares["money"] == 0.51

    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("right")
        for _ in range(100):
            if not app.view.is_warning:  # the draft comes a moment after the last key
                await pilot.pause(0.05)
        assert app.view.is_warning
        assert app.view.draft is None

    told(session, story)


@pytest.mark.parametrize("key", ["q", "ctrl+c", "ctrl+q"])
def test_quitting(session: Session, key: str) -> None:
    assert keys(session, key).return_value is session


def test_quitting_with_something_unsaved_is_asked_for_twice(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("right", "q")
        assert app.view.said.startswith("not saved: q once more")
        await pilot.press("down", "q")
        assert app.return_value is None
        await pilot.press("q")

    assert told(session, story).return_value is session


def test_a_bar_is_dragged_and_that_is_one_step(session: Session) -> None:
    start = session.state

    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        levers = app.query_one(Levers)
        bar = levers.rows[1]
        await pilot.mouse_down(levers, offset=(bar.at + 11, 1))
        assert session.state.shares["money"] == 0.52
        for column in (bar.at + bar.cells - 1, bar.at + 5):
            await pilot.hover(levers, offset=(column, 1))
        await pilot.mouse_up(levers, offset=(bar.at + 5, 1))
        await pilot.hover(levers, offset=(bar.at + 15, 1))
        assert session.state.shares == pytest.approx({**start.shares, "money": 0.24, "travel": 0.456, "sea": 0.304})
        await pilot.press("u")
        assert session.state == start

    told(session, story)


def test_a_click_chooses_opens_and_locks(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.click(Levers, offset=(5, 2))
        assert (app.view.node, app.view.opened) == ("travel", set())
        await pilot.click(Levers, offset=(5, 2))
        assert app.view.opened == {"travel"}
        await pilot.click(Levers, offset=(25, 2))
        assert session.state.locked == {"travel"}
        await pilot.click(Levers, offset=(5, 14))
        await pilot.click("#hubs", offset=(9, 3))
        assert app.view.hub == 2
        await pilot.click("#hubs", offset=(9, 12))
        assert app.view.hub == 2

    told(session, story)


def test_the_wheel_goes_through_the_weights(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot._post_mouse_events([events.MouseScrollDown], Levers, button=0)
        assert app.view.node == "travel"
        await pilot._post_mouse_events([events.MouseScrollUp], Levers, button=0)
        assert app.view.node == "money"
        await pilot.press("5")
        await pilot._post_mouse_events([events.MouseScrollDown], Levers, button=0)
        assert app.view.node == "money"

    told(session, story)


def test_another_size(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        for size in ((140, 45), (60, 10), (72, 20), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            words = seen(app)
            assert ("needs 72 columns and 20 lines; here are 60" in words) == (size == (60, 10))
            assert ("w save  q quit" in words) == (size != (60, 10))
            assert ("Oslo" in words) == (size != (60, 10))
        await pilot.resize_terminal(60, 10)
        await pilot.press("q")

    assert told(session, story).return_value is session


@pytest.mark.parametrize("is_coloured", [False, True])
def test_colour_only_where_it_is_wanted(session: Session, is_coloured: bool) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("left_square_bracket", "w")
        colours = set()
        for screen in app.screen_stack:
            for strip in screen._compositor.render_strips():
                styles = (segment.style for segment in strip if segment.style is not None)
                colours |= {style.color.name for style in styles if style.color is not None}
        assert (colours <= {"default"}) == (not is_coloured)

    told(session, story, is_coloured=is_coloured)


def test_every_key_that_does_something_is_told(session: Session) -> None:
    told_of = "\n".join(keys(session).words.splitlines()[-3:])
    names = {
        "up": "↑↓",
        "down": "↑↓",
        "left": "←→",
        "right": "←→",
        "left_square_bracket": "[",
        "right_square_bracket": "]",
    }
    untold = {"S", "R", "right_square_bracket"}  # the way back, and what a message names
    for key in {pressed.split(",")[0] for pressed in BINDINGS} - untold:
        assert f"{names.get(key, key)} " in told_of


def test_what_was_being_drawn_is_given_up_for_what_is_wanted_now(session: Session) -> None:
    async def story(app: Watched, pilot: Pilot[Session]) -> None:
        await pilot.press("i", "right", "i", "right", "i")
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert session.drawn is not None
        assert app.view.drawing is None

    told(session, story, draws=2_000)
