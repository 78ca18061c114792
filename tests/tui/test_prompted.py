from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from hubscore.cli.questions import figure
from hubscore.errors import Problem, UsageError
from hubscore.studies.changes import Figure
from hubscore.tui.prompted import Prompted
from hubscore.tui.session import Session

Story = Callable[[Pilot[Session]], Awaitable[None]]


def told(app: Prompted, story: Story) -> Prompted:
    """Run it while the story is told."""

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await story(pilot)

    asyncio.run(run())
    return app


def keys(session: Session, *pressed: str, node: str = "money", asked: str = "") -> Prompted:
    """What has become of it after some keys; `asked`: a figure is asked for, of which this is there."""
    app = Prompted(session, figure, 0, 1, True)
    app.view.node = node

    async def story(pilot: Pilot[Session]) -> None:
        if asked:
            app.ask("figure", "a figure to try", asked)
        await pilot.press(*pressed)

    return told(app, story)


def test_digits_type_a_share(session: Session) -> None:
    app = keys(session, "4", "2", "full_stop", "5", "enter")
    assert session.state.shares["money"] == 0.425
    assert app.asked == ""
    keys(session, "9", "escape", "1", "0", "percent_sign", "enter", node="travel")
    assert session.state.shares["travel"] == 0.1


def test_what_is_typed_is_asked_for_by_name(session: Session) -> None:
    assert keys(session, "1").view.said == "Money, share in %: enter takes it, esc leaves it"
    assert keys(session, "1", "escape").view.said == ""


def test_what_is_no_share_stays_to_be_mended(session: Session) -> None:
    app = keys(session, "1", "0", "1", "enter")
    assert app.view.said == "101 is no share: a number from 0 to 100"
    assert app.asked == "share"
    assert keys(session, "1", "x", "enter").view.said.startswith("1x is no share")
    assert keys(session, "1", "backspace", "enter").view.said.startswith("nothing is no share")
    keys(session, "1", "x", "backspace", "5", "enter")
    assert session.state.shares["money"] == 0.15


def test_a_figure_is_tried(session: Session) -> None:
    app = keys(session, "7", "enter", asked="oslo.air = ")
    assert session.state.figures == {"oslo.air": Figure(7.0)}
    assert app.asked == ""


def test_a_figure_that_is_none_stays_to_be_mended(session: Session) -> None:
    app = keys(session, "x", "enter", asked="oslo.air = ")
    assert app.asked == "figure"
    assert app.view.is_warning
    app = keys(session, "x", "escape", asked="oslo.air = ")
    assert (app.asked, app.view.said) == ("", "")


def test_a_step_says_what_moved_or_why_it_cannot_be_done(session: Session) -> None:
    app = Prompted(session, figure, 0, 1, True)

    def refused() -> bool:
        raise UsageError(Problem("x", "this is wrong"))

    async def story(_pilot: Pilot[Session]) -> None:
        app.is_warned, app.view.node = True, "air"  # of a pillar that is closed
        assert app.do(lambda: session.set_share("travel", 0.9))
        assert "Umeå 3 → 1" in app.view.said
        assert (app.is_warned, app.view.node) == (False, "money")
        assert app.do(lambda: False, "there is nothing")
        assert app.view.said == "there is nothing"
        app.is_warned = True
        assert not app.do(refused)
        assert (app.view.said, app.is_warned) == ("this is wrong", True)
        app.calm()
        assert (app.view.said, app.is_warned) == ("", False)

    told(app, story)
