"""The page of a new scorecard."""

from __future__ import annotations

from hubscore.files.starter import Written
from hubscore.files.surroundings import WORKFLOW
from hubscore.pages.started import next_step, started_page


def test_files_and_the_next_step() -> None:
    files = {"scorecard.toml": Written(b"", "what is measured"), "hubs/a.toml": Written(b"", "a hub")}
    page = started_page("my cities", files, copy=False)
    assert page.lead == ("2 files written to my cities.",)
    assert page.tables[0].rows == (("scorecard.toml", "what is measured"), ("hubs/a.toml", "a hub"))
    assert page.foot[0].startswith("Next: cd 'my cities', edit scorecard.toml")
    assert len(page.foot) == 1
    assert started_page(".", files, copy=True).lead == ("2 files written to this folder.",)


def test_here_needs_no_step() -> None:
    assert next_step(".", "look").startswith("Next: look; then `hubscore check`")


def test_where_the_workflow_works_and_what_it_lacks() -> None:
    files = {WORKFLOW: Written(b"", "checks")}
    lines = started_page("a/b", files, copy=False, root="/work").foot[1:]
    both = "`.github` and `.pre-commit-config.yaml` are read at the root of a repository only, "
    assert lines[0] == both + "so move both to /work."
    assert WORKFLOW in lines[1]
    assert started_page(".", files, copy=False).foot[1] == both + "which is to be this folder."
