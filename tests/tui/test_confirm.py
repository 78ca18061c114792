from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from textual.app import App
from textual.containers import VerticalScroll

from hubscore.files.edit import Draft
from hubscore.tui.confirm import Confirm
from hubscore.tui.panes import Pane

LONG = Draft(
    Path("card.toml"),
    "card.toml",
    b"\n".join(b"a%d = 1" % number for number in range(60)),
    "\n".join(f"a{number} = 2 # [b]\x1b[31m" for number in range(60)),
)


class Asking(App[bool]):
    """Asks once, and ends with the answer."""

    def on_mount(self) -> None:
        self.push_screen(Confirm(LONG, "flights", True), self.exit)


def answered(*keys: str) -> bool | None:
    app = Asking()

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            await pilot.press(*keys)

    asyncio.run(run())
    return app.return_value


@pytest.mark.parametrize(
    ("key", "expected"), [("enter", True), ("y", True), ("escape", False), ("n", False), ("q", False)]
)
def test_it_is_answered_with_a_key(key: str, expected: bool) -> None:
    assert answered(key) is expected


def test_a_long_diff_is_scrolled_and_the_question_stays() -> None:
    app = Asking()

    async def run() -> None:
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            question, _, answers = app.screen.query(Pane)
            assert "Write this to card.toml, scenario flights?" in str(question.render())
            assert answers.region.bottom <= 24
            assert question.region.y >= 0
            scroll = app.screen.query_one(VerticalScroll)
            await pilot.press("down", "down", "up", "j")
            await pilot.pause()
            assert scroll.scroll_offset.y == 2
            await pilot.resize_terminal(60, 20)
            await pilot.pause()
            assert answers.region.bottom <= 20
            words = str(app.screen.query_one("#diff", Pane).render())
            assert "+a3 = 2 # [b]<U+001B>[31m" in words
            await pilot.press("n")

    asyncio.run(run())
