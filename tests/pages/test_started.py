"""The page of a new scorecard."""

from __future__ import annotations

from hubscore.files.starter import Written
from hubscore.pages.started import next_step, started_page


def test_files_and_the_next_step() -> None:
    files = {"scorecard.toml": Written(b"", "what is measured"), "hubs/a.toml": Written(b"", "a hub")}
    page = started_page("my cities", files, copy=False)
    assert page.lead == ("2 files written to my cities.",)
    assert page.tables[0].rows == (("scorecard.toml", "what is measured"), ("hubs/a.toml", "a hub"))
    assert page.foot[-1].startswith("Next: cd 'my cities', edit scorecard.toml")
    assert started_page(".", files, copy=True).lead == ("2 files written to this folder.",)


def test_here_needs_no_step() -> None:
    assert next_step(".", "look").startswith("Next: look; then `hubscore check`")
