from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.pages.coverage import figures_line, mix_text
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


@pytest.fixture
def ranking(made: Made) -> Ranking:
    card = {
        "pillars": {"deep": {}, "deeper": {"parent": "deep"}},
        "indicators": {"a": {}, "b": {"pillar": "deep"}, "c": {"pillar": "deeper"}},
    }
    reported = {"value": 3.0, "evidence": "reported"}
    workspace = made(
        card,
        oslo={"a": {"2014": 1.0}, "b": {"2015": 2.0}, "c": {"2016": reported}},
        turku={"a": {"2017": 1.0}, "b": None, "c": None},
    )
    return hubscore.score(workspace.dataset, workspace.scorecard)


def test_figures_at_or_below_a_node(ranking: Ranking) -> None:
    both = [0, 1]
    assert figures_line(ranking, both, "index") == (
        "4 of 6 figures (missing: Turku 2); the oldest is from 2014. Evidence: 75 % official, 25 % reported."
    )
    assert figures_line(ranking, both, "deep") == (
        "2 of 4 figures (missing: Turku 2); the oldest is from 2015. Evidence: 50 % official, 50 % reported."
    )
    assert figures_line(ranking, both, "c") == (
        "1 of 2 figures (missing: Turku 1); the oldest is from 2016. Evidence: 100 % reported."
    )


def test_figures_of_some_hubs(ranking: Ranking) -> None:
    assert figures_line(ranking, [1], "index") == (
        "1 of 3 figures (missing: Turku 2); the oldest is from 2017. Evidence: 100 % official."
    )
    assert figures_line(ranking, [1], "deep") == "0 of 2 figures (missing: Turku 2)."
    assert figures_line(ranking, [], "index") == "0 of 0 figures."


def test_figures_without_a_year(tmp_path: Path) -> None:
    (tmp_path / "scorecard.toml").write_text(
        'data = { csv = "raw.csv", id = "id" }\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    (tmp_path / "raw.csv").write_text("id,a\nx,3\ny,\n")
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert figures_line(ranking, [0, 1], "index") == "1 of 2 figures (missing: y 1). Evidence: 100 % reported."


def test_a_small_share_is_not_nothing() -> None:
    assert mix_text(np.array([0.998, 0, 0.002, 0, 0, 0])) == "99.8 % official, 0.2 % secondary"
    assert mix_text(np.zeros(6)) == ""


def test_a_denominator_may_be_the_oldest(made: Made) -> None:
    card = {"measures": {"m": {}}, "indicators": {"a": {"per": "m"}, "b": {}}}
    workspace = made(card, oslo={"a": {"2018": 1.0}, "m": {"2016": 2.0}, "b": {"2019": 1.0}})
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert "the oldest is from 2016" in figures_line(ranking, [0], "index")
    assert "the oldest is from 2019" in figures_line(ranking, [0], "b")
