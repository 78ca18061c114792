from __future__ import annotations

import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.cli import tuning
from hubscore.cli.options import Shared
from hubscore.cli.questions import changed, figure
from hubscore.cli.tuning import Ended, command, left, refuse_to_tune, tuned
from hubscore.errors import UsageError
from hubscore.tui.app import Tuner
from hubscore.tui.session import Session


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is one that does all."""
    monkeypatch.setattr(tuning, "is_terminal", lambda _: True)
    monkeypatch.setattr(tuning, "encoding_of", lambda _: "utf-8")
    monkeypatch.setenv("TERM", "xterm")


def refused(shared: Shared = Shared()) -> str:  # noqa: B008 - it cannot be changed
    with pytest.raises(UsageError) as caught:
        refuse_to_tune(shared)
    [problem] = caught.value.problems
    return f"{problem.message} {problem.found} {problem.hint}"


@pytest.mark.usefixtures("terminal")
def test_in_a_terminal_nothing_is_refused() -> None:
    refuse_to_tune(Shared())


@pytest.mark.usefixtures("terminal")
def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "find_spec", lambda name: None if name == "textual" else name)
    assert 'pip install "hubscore[tui]"' in refused()


@pytest.mark.parametrize("stream", ["stdin", "stdout", "stderr"])
def test_without_a_terminal_it_says_so(monkeypatch: pytest.MonkeyPatch, stream: str) -> None:
    monkeypatch.setattr(tuning, "is_terminal", lambda given: given is not getattr(sys, f"__{stream}__"))
    words = {"stdin": "input", "stdout": "output", "stderr": "error"}
    assert f"`tune` needs a terminal: standard {words[stream]} is none" in refused()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize("term", ["dumb", "", "unknown"])
def test_a_terminal_that_cannot_place_its_cursor(monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    monkeypatch.setenv("TERM", term)
    assert f"TERM={term}" in refused()


@pytest.mark.usefixtures("terminal")
def test_a_terminal_without_its_signs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tuning, "encoding_of", lambda _: "latin-1")
    assert "latin-1" in refused()


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("shared", "option"),
    [(Shared(output=Path("a.csv")), "`-o`"), (Shared(format="json"), "`-f`"), (Shared(table="x"), "`--table`")],
)
def test_it_has_no_answer_to_print(shared: Shared, option: str) -> None:
    assert option in refused(shared)


def test_through_a_pipe_it_ends_with_2(run: Any) -> None:
    status, out, err = run("tune")
    assert (status, out) == (2, "")
    assert "needs a terminal" in err
    assert "whatif --set" in err


@pytest.mark.parametrize(("draws", "expected"), [(None, 1_000), (0, 0), (300, 300)])
def test_it_is_begun_as_the_options_say(
    folder: Path, monkeypatch: pytest.MonkeyPatch, draws: int | None, expected: int
) -> None:
    apps: list[Tuner] = []
    monkeypatch.setattr(Tuner, "run", lambda app: apps.append(app) or app.session)
    shared = Shared(scorecard=folder, scenario="flights", draws=draws, seed=7, color="always")
    session = tuned(shared, everyone=True).session
    assert session is not None
    [app] = apps
    assert session is app.session
    assert (app.draws, app.seed, app.is_coloured, app.view.is_ours) == (expected, 7, True, False)
    assert session.state.scenario == "flights"
    assert session.everyone


def test_the_bundled_one_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apps: list[Tuner] = []
    monkeypatch.setattr(Tuner, "run", lambda app: apps.append(app))  # noqa: PLW0108 - bound to the app
    monkeypatch.chdir(tmp_path)
    assert tuned(Shared(color="never"), everyone=False) == Ended(None)
    assert apps[0].view.is_ours
    assert not apps[0].is_coloured


def test_what_is_left_unsaved_can_be_asked_again(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    session = Session(folder / "scorecard.toml")
    assert left(Ended(None), Shared()) == left(Ended(session), Shared()) == 0
    session.set_share("money", 0.3)
    assert left(Ended(session), Shared(quiet=True)) == 0
    assert capfd.readouterr().err == ""
    assert left(Ended(session, 130), Shared()) == 130
    assert "--set money=0.3 --set travel=0.7" in capfd.readouterr().err


def test_the_command_makes_the_same_ranking(root: Path) -> None:
    session = Session(root / "configs" / "scorecard.toml")
    session.set_share("tourism", 0.37)
    session.toggle_lock("tourism")
    session.set_share("finance", 0.11)
    session.set_share("gfci_rank", 0.2)
    for cell in ("hefei.gfci_rank>=90", "hefei.gdp=9000.5", "chongqing.gfci_rank=80..90", "hangzhou.gfci_rank<=9"):
        session.try_figure(*figure(cell))
    words = command(session)
    options = [word.strip("'") for word in words.split(" ")]
    pairs = list(pairwise(options))
    shares = [value for option, value in pairs if option == "--set"]
    values = [value for option, value in pairs if option == "--value"]
    shared = Shared(scorecard=Path(options[options.index("-c") + 1]))
    _, found, _ = changed(shared, shares, values, [], [], False)
    assert found.after.index.tolist() == pytest.approx(session.scored.ranking.index.tolist(), abs=1e-3, nan_ok=True)
    assert "--scenario" not in words


def test_the_scenario_is_part_of_the_command(folder: Path) -> None:
    session = Session(folder / "scorecard.toml", "flights")
    session.set_share("money", 0.3)
    assert "--scenario flights" in command(session)
    assert hubscore.open(folder, "flights").scenario == "flights"
