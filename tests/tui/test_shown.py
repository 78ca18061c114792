from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import pytest

from hubscore.errors import Problem, UsageError
from hubscore.tui.session import Session
from hubscore.tui.shown import Shown


def test_what_cannot_be_done_is_told_whole(session: Session) -> None:
    app = Shown(session, 0, 1, True)
    app.tell(UsageError(Problem("x", "this is wrong")))
    assert (app.view.said, app.view.is_warning) == ("this is wrong", True)
    app.tell(UsageError(Problem("x", "this is wrong", expected="that", hint="do so")))
    assert app.view.said == "this is wrong (expected: that); do so"
    app.say("fine")
    assert (app.view.said, app.view.is_warning) == ("fine", False)


def test_draws_that_cannot_be_made_are_told(card: Path) -> None:
    session = Session(card)
    app = Shown(session, 99_000_000, 1, True)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await app.workers.wait_for_complete()
            await pilot.pause()
            assert "draws is out of range" in app.view.said
            assert app.view.drawing is None
            assert session.drawn is None

    asyncio.run(run())


@pytest.mark.parametrize("is_coloured", [False, True])
def test_quitting_does_not_wait_for_the_draws(session: Session, is_coloured: bool) -> None:
    app = Shown(session, 10_000_000, 1, is_coloured)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            assert app.view.drawing is not None
            app.exit(session)

    asyncio.run(asyncio.wait_for(run(), 20))
    assert session.drawn is None


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_as_a_key_does(session: Session, number: signal.Signals) -> None:
    app = Shown(session, 0, 1, True)

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            os.kill(os.getpid(), number)
            await pilot.pause()

    asyncio.run(run())
    assert (app.return_value, app.return_code) == (session, 128 + number)
