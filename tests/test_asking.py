"""What may be handed to the functions of `hubscore`: taken as it is meant, or refused in words."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.errors import UsageError
from hubscore.model.ranking import Ranking
from hubscore.workspace import Workspace

CONFIGS = Path(__file__).parents[1] / "configs"

Ask = Callable[[Workspace, Ranking, Any], Any]


POSITIONS: dict[str, Ask] = {
    "collect": lambda w, _, hub: hubscore.collect(w.dataset, w.scorecard, hub, draws=200).hub,
    "compare": lambda _, r, hub: hubscore.compare(r, [0, hub]).hubs[1],
    "explain": lambda _, r, hub: hubscore.explain(r, hub).hub,
    "gains": lambda w, r, hub: hubscore.gains(r, w.scorecard, hub) and 2,
    "overtake": lambda _, r, hub: hubscore.overtake(r, hub, 0).above,
    "overtaken": lambda _, r, hub: hubscore.overtake(r, 0, hub).below,
    "pace": lambda w, _, hub: hubscore.pace(w.dataset, w.scorecard, [hub])[0].hub,
    "reach": lambda _, r, hub: hubscore.reach(r, hub).hub,
    "reference": lambda w, _, hub: hubscore.pace(w.dataset, w.scorecard, [0], ["gdp"], hub)[0].reference,
}


@pytest.mark.parametrize("name", POSITIONS)
def test_a_hub_is_a_position(name: str, workspace: Workspace, ranking: Ranking) -> None:
    assert POSITIONS[name](workspace, ranking, np.int64(2)) == 2
    for wrong in (-1, 7, 2.0, "hefei"):
        with pytest.raises(UsageError, match="there is no such hub"):
            POSITIONS[name](workspace, ranking, wrong)


def test_odds_are_of_hubs(workspace: Workspace) -> None:
    found = hubscore.robustness(workspace.dataset, workspace.scorecard, 50, pairs=True)
    assert found.odds(0, 2) + found.odds(2, 0) == pytest.approx(1)
    with pytest.raises(UsageError, match="there is no such hub"):
        found.odds(-7, 2)


NAMES: dict[str, tuple[list[str], Ask]] = {
    "robustness": (["weights"], lambda w, _, o: hubscore.robustness(w.dataset, w.scorecard, 50, only=o).factors),
    "certainty": (["weights"], lambda w, _, o: hubscore.certainty(w.dataset, w.scorecard, 50, only=o).whole.factors),
    "sensitivity": (["data"], lambda w, _, o: hubscore.sensitivity(w.dataset, w.scorecard, 64, only=o).factors),
    "pace": (["gdp", "rd_intensity"], lambda w, _, o: len(hubscore.pace(w.dataset, w.scorecard, series=o))),
    "whatif": (["gfci_rank"], lambda w, _, o: hubscore.whatif(w.dataset, w.scorecard, drop=o).after.plan.ids),
}


@pytest.mark.parametrize("name", NAMES)
def test_names_are_a_list_or_an_iterator(name: str, workspace: Workspace, ranking: Ranking) -> None:
    given, ask = NAMES[name]
    expected = ask(workspace, ranking, given)
    assert expected
    assert ask(workspace, ranking, iter(given)) == expected
    for wrong in (given[0], [None]):
        with pytest.raises(UsageError, match="must be a list of names"):
            ask(workspace, ranking, wrong)


def test_hubs_are_a_list_or_an_iterator(workspace: Workspace, ranking: Ranking) -> None:
    assert hubscore.compare(ranking, iter([0, 2])).hubs == (0, 2)
    with pytest.raises(UsageError, match="no hub to compare"):
        hubscore.compare(ranking, [])
    paces = [hubscore.pace(workspace.dataset, workspace.scorecard, hubs) for hubs in ([0, 2], iter([0, 2]))]
    assert len(paces[0]) == len(paces[1]) > 2


def test_a_series_that_does_not_exist_has_no_pace(workspace: Workspace) -> None:
    found = hubscore.pace(workspace.dataset, workspace.scorecard, series=["gdp", "Pop"])
    assert {each.series for each in found} == {"gdp", "population"}
    with pytest.raises(UsageError, match="there is no indicator or measure `growth`"):
        hubscore.pace(workspace.dataset, workspace.scorecard, series=["growth"])


WORDS: dict[str, tuple[Ask, str]] = {
    "overtake": (lambda _, r, word: hubscore.overtake(r, 2, 0, word), "there is no level"),
    "reach": (lambda _, r, word: hubscore.reach(r, 2, "best", word), "there is no level"),
    "end": (lambda _, r, word: hubscore.reach(r, 2, word), "no rank is called"),
    "derived": (lambda w, r, word: hubscore.derived(r, w.scorecard, word), "method"),
    "share": (lambda w, _, word: hubscore.whatif(w.dataset, w.scorecard, shares={word: 0.5}), "pillar or indicator"),
    "scenario": (lambda _w, _r, word: hubscore.open(CONFIGS, scenario=word), "scenario"),
}


@pytest.mark.parametrize("name", WORDS)
@pytest.mark.parametrize("word", ["typo", 1, None])
def test_a_word_that_means_nothing_is_refused(name: str, word: Any, workspace: Workspace, ranking: Ranking) -> None:
    ask, said = WORDS[name]
    if name == "scenario" and word is None:
        return
    with pytest.raises(UsageError, match=said):
        ask(workspace, ranking, word)


WHOLE: dict[str, Ask] = {
    "robustness": lambda w, _, o: hubscore.robustness(w.dataset, w.scorecard, **o),
    "certainty": lambda w, _, o: hubscore.certainty(w.dataset, w.scorecard, **o).whole,
    "collect": lambda w, _, o: hubscore.collect(w.dataset, w.scorecard, **o),
    "sensitivity": lambda w, _, o: hubscore.sensitivity(w.dataset, w.scorecard, only=["data"], **o),
}


@pytest.mark.parametrize("name", WHOLE)
def test_draws_and_seeds_are_whole_numbers(name: str, workspace: Workspace, ranking: Ranking) -> None:
    found = WHOLE[name](workspace, ranking, {"draws": np.int64(200), "seed": np.uint64(3)})
    assert (type(found.draws), found.draws, type(found.seed), found.seed) == (int, 200, int, 3)
    for wrong in ({"draws": 200.0}, {"draws": "200"}, {"draws": 200, "seed": 1.5}, {"draws": 200, "seed": None}):
        with pytest.raises(UsageError, match="must be a whole number"):
            WHOLE[name](workspace, ranking, wrong)


@pytest.mark.parametrize("threads", [1.5, "2"])
def test_threads_are_a_whole_number(threads: Any, workspace: Workspace) -> None:
    with pytest.raises(UsageError, match="the number of threads must be a whole number"):
        hubscore.robustness(workspace.dataset, workspace.scorecard, 50, threads=threads)


@pytest.mark.parametrize("year", [2020.5, 2020.0, "2020"])
def test_a_year_is_a_whole_number(year: Any) -> None:
    assert type(hubscore.open(CONFIGS, as_of=np.int64(2020)).scorecard.as_of) is int  # type: ignore[arg-type]
    with pytest.raises(UsageError, match="`as_of` must be a whole number"):
        hubscore.open(CONFIGS, as_of=year)


def test_a_path_is_a_path_or_a_text() -> None:
    assert hubscore.open(str(CONFIGS)).digest == hubscore.open(CONFIGS / "scorecard.toml").digest
    with pytest.raises(TypeError, match="not int"):
        hubscore.open(1)  # type: ignore[arg-type]


@pytest.mark.parametrize("bounds", [{"least": -0.1}, {"least": np.nan}, {"most": np.nan}, {"most": 1.5}], ids=str)
def test_bounds_of_shares_are_shares(bounds: dict[str, float], workspace: Workspace, ranking: Ranking) -> None:
    with pytest.raises(UsageError, match="is no share"):
        hubscore.derived(ranking, workspace.scorecard, "bod", **bounds)  # type: ignore[arg-type]


def test_numpys_numbers_are_written_as_numbers(tmp_path: Path) -> None:
    folder = tmp_path / "configs"
    shutil.copytree(CONFIGS, folder)
    hubscore.set_weights(folder, {"finance": np.float64(0.4)})
    hubscore.set_reading(folder, "hefei.gdp.2024", {"value": np.float64(13600.5)})
    hubscore.set_reading(folder, "hefei.population.2024", {"value": np.int64(1001)})  # type: ignore[dict-item]
    assert "\nfinance = 0.40\n" in (folder / "scorecard.toml").read_text(encoding="utf-8")
    profile = hubscore.open(folder).profiles["hefei"].data
    assert (profile["gdp"]["2024"][0].value, profile["population"]["2024"][0].value) == (13600.5, 1001)
