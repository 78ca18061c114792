from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.ask import opened, scored
from hubscore.cli.drawn import UNFELT, sureness, usual_draws
from hubscore.cli.options import Shared

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("cells", "draws"),
    [(0, 1_000), (84, 1_000), (25_000, 1_000), (50_000, 500), (UNFELT // 200, 200), (UNFELT // 200 + 1, 0)],
)
def test_the_larger_the_table_the_fewer_the_draws(cells: int, draws: int) -> None:
    assert usual_draws(cells) == draws


def asked(folder: Path, whole: bool = True, **words: Any) -> tuple[int | None, str]:
    shared = Shared(scorecard=folder, **words)
    workspace = opened(shared)
    sure, unsure = sureness(workspace, scored(workspace), shared, whole)
    return None if sure is None else sure.draws, unsure


def test_draws_as_asked_for(folder: Path) -> None:
    assert asked(folder) == (1_000, "")
    assert asked(folder, draws=30) == (30, "")
    assert asked(folder, draws=0) == (None, "")
    assert asked(folder, draws=0, whole=False) == (None, "")
    assert asked(folder, whole=False)[1].startswith("No rank intervals: they are of the index")


def test_a_large_table_has_none_unless_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.cli.drawn.UNFELT", 6 * 199)
    assert asked(folder)[1].startswith("No rank intervals: of 3 hubs x 2 indicators they would take long.")
    assert asked(folder, draws=30) == (30, "")


def test_nobody_is_ranked(folder: Path) -> None:
    for hub in ("oslo", "turku"):
        (folder / "hubs" / f"{hub}.toml").unlink()
    assert asked(folder) == (None, "")


def test_draws_that_the_figures_do_not_allow_are_no_reason_to_stop(folder: Path, run: Run) -> None:
    with (folder / "scorecard.toml").open("a") as card:
        card.write('[uncertainty]\naggregate = ["geometric"]\n[method]\nnormalise = "none"\nclip = false\n')
    for hub in ("oslo", "turku"):
        path = folder / "hubs" / f"{hub}.toml"
        path.write_text(path.read_text().replace("value = 5", "value = -5").replace("value = 9", "value = -9"))
    status, out, err = run("rank")
    assert (status, err) == (0, "")
    assert "No rank intervals: in some draws" in out
    status, _, err = run("robust")
    assert status == 2
    assert "error: the geometric mean of Money meets a negative score\n --> scorecard.toml:4:10" in err
