from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]


def test_what_moves_the_ranks_is_said_below_how_sure_they_are(run: Run) -> None:
    status, out, err = run("robust", "--sensitivity", "--draws", "64")
    assert (status, err) == (0, "")
    assert out.index("Ranks over the draws") < out.index("What moves the ranks  ")
    tables = json.loads(run("robust", "--sensitivity", "--draws", "64", "-f", "json")[1])["tables"]
    assert {"ranking", "sensitivity", "leave_one_out"} <= set(tables)
    assert {"node", "shift"} <= set(tables["leave_one_out"][0])


def test_an_interrupt_leaves_what_was_found_before(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("hubscore.studies.sensitivity._scores", interrupted)
    status, out, err = run("robust", "--sensitivity", "--draws", "64")
    assert status == 130
    assert "Ranks over the draws" in out
    assert "What moves the ranks" not in out
    assert "note: stopped: what moves the ranks was not worked out" in err


@pytest.mark.parametrize(
    ("draws", "said"),
    [("10", "the number of draws is out of range"), ("1048576", "so many draws do not fit in memory")],
)
def test_too_few_and_too_many_draws(run: Run, monkeypatch: pytest.MonkeyPatch, draws: str, said: str) -> None:
    monkeypatch.setattr("hubscore.studies.sensitivity.MOST_MEMORY", 1 << 24)
    monkeypatch.setattr("hubscore.studies.certainty.robustness", None)  # nothing is drawn
    status, out, err = run("robust", "--sensitivity", "--only", "data", "--draws", draws)
    assert (status, out) == (2, "")
    assert said in err


def test_what_the_figures_do_not_allow_is_placed_in_the_scorecard(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as card:
        card.write('[uncertainty]\naggregate = ["geometric", "arithmetic"]\n[method]\nnormalise = "none"\n')
    for hub in ("oslo", "turku"):
        path = folder / "hubs" / f"{hub}.toml"
        path.write_text(path.read_text().replace("value = 5", "value = -5").replace("value = 9", "value = -9"))
    status, _, err = run("robust", "--sensitivity", "--draws", "64")
    assert status == 2
    assert "scorecard.toml" in err


def test_where_nobody_is_ranked_there_is_nothing_to_move(run: Run, folder: Path) -> None:
    for hub in ("oslo", "turku"):
        (folder / "hubs" / f"{hub}.toml").unlink()
    status, out, _ = run("robust", "--sensitivity")
    assert status == 0
    assert "No hub is ranked" in out
