from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.model.dataset import NO_YEAR, Dataset
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.coverage import Covered, coverage, judged, older, present

Ranked = Callable[..., Ranking]
Made = Callable[..., tuple[Dataset, Scorecard]]
CARD: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}},
    "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "p"}, "c": {"pillar": "q"}},
    "weights": {"p": 3, "q": 1, "a": 2, "b": 1, "c": 1},
}


def by(ranking: Ranking, kind: str) -> dict[str | None, tuple[Any, ...]]:
    return {each.name: each[2:] for each in coverage(ranking) if each.by == kind}


def test_each_hub_and_what_is_known_of_those_ranked(ranked: Ranked) -> None:
    ranking = ranked(
        CARD,
        x={"a": 1.0, "b": None, "c": 2.0},
        y={"a": 3.0, "b": 4.0, "c": 5.0},
        z={"a": None, "b": None, "c": 5.0, "Role": "benchmark"},
    )
    assert by(ranking, "hub") == {"y": (3, 3, 1.0), "x": (2, 3, pytest.approx(0.75)), "z": (1, 3, pytest.approx(0.25))}
    assert by(ranking, "pillar") == {"p": (3, 4, pytest.approx(2.5 / 3)), "q": (2, 2, 1.0)}
    assert by(ranking, "indicator") == {"a": (2, 2, 1.0), "b": (1, 2, 0.5), "c": (2, 2, 1.0)}


def test_years_and_evidence_are_parts_of_what_there_is(ranked: Ranked) -> None:
    card = {"weights": {"a": 3, "b": 1}, "measures": {"m": {}}, "indicators": {"b": {"per": "m"}}, "as_of": 2024}
    ranking = ranked(
        card,
        x={"a": {"2024": 1.0}, "b": {"2021": {"value": 2.0, "evidence": "estimate"}}, "m": {"2020": 4.0}},
        y={"a": {"2021": 1.0}, "b": None, "m": {"2020": 4.0}},
    )
    assert by(ranking, "year") == {"2024": (1, 3, pytest.approx(3 / 7)), "2021": (2, 3, pytest.approx(4 / 7))}
    assert list(by(ranking, "year")) == ["2024", "2021"], "newest first"
    assert by(ranking, "evidence") == {
        "official": (2, 3, pytest.approx(6 / 7)),
        "estimate": (1, 3, pytest.approx(1 / 7)),
    }


def test_what_does_not_apply_is_not_due(ranked: Ranked) -> None:
    card = {"indicators": {"b": {"applies_to": ["y"]}}}
    ranking = ranked(card, x={"a": 1.0}, y={"a": 1.0, "b": None})
    assert by(ranking, "indicator") == {"a": (2, 2, 1.0), "b": (0, 1, 0.0)}
    assert by(ranking, "hub")["x"] == (1, 1, 1.0)


def test_an_indicator_that_applies_to_nobody_ranked_has_no_share(ranked: Ranked) -> None:
    card = {"indicators": {"b": {"applies_to": ["z"]}}}
    ranking = ranked(card, x={"a": 1.0}, z={"a": 1.0, "b": 1.0, "Role": "benchmark"})
    [b] = [each for each in coverage(ranking) if each.name == "b"]
    assert (b.figures, b.due) == (0, 0)
    assert np.isnan([b.share, b.weight]).all()


def test_an_indicator_without_a_series_is_not_known(ranked: Ranked) -> None:
    ranking = ranked({"indicators": {"c": {"from": "nowhere"}}, "measures": {"nowhere": {}}}, x={"a": 1.0, "c": None})
    assert by(ranking, "indicator")["c"] == (0, 1, 0.0)
    assert by(ranking, "year") == {"2020": (1, 1, 1.0)}


def test_what_is_filled_in_is_not_known(ranked: Ranked) -> None:
    ranking = ranked({"method": {"missing": "mean"}}, x={"a": 1.0, "b": None}, y={"a": 1.0, "b": 2.0})
    assert by(ranking, "indicator")["b"] == (1, 2, 0.5)


def test_a_table_without_years_has_figures_of_no_year(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("id,a\nx,1\ny,2\n")
    (tmp_path / "scorecard.toml").write_text(
        '[data]\ncsv = "raw.csv"\nid = "id"\n[indicators.a]\ndirection = "higher"\ngoalposts = [0, 10]\n'
    )
    workspace = hubscore.open(tmp_path)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert by(ranking, "year") == {None: (2, 2, 1.0)}


def test_where_nobody_is_ranked_all_count(ranked: Ranked) -> None:
    ranking = ranked({}, x={"a": 1.0, "Role": "benchmark"})
    assert judged(ranking).tolist() == [0]
    assert Covered("indicator", "a", 1, 1, 1.0) in coverage(ranking)


def test_hubs_that_are_left_out_have_their_own_rows_and_count_in_no_other(ranked: Ranked) -> None:
    ranking = ranked({"screening": {"min_coverage": 0.9}}, x={"a": 1.0, "b": None}, y={"a": 1.0, "b": 1.0})
    assert ranking.ranked.tolist() == [False, True]
    assert judged(ranking).tolist() == present(ranking).tolist() == [1]
    assert by(ranking, "indicator")["a"] == (1, 1, 1.0)
    assert (by(ranking, "hub"), by(ranking, "left out")) == ({"y": (2, 2, 1.0)}, {"x": (1, 2, 0.5)})


def test_where_all_are_left_out_all_count(ranked: Ranked) -> None:
    ranking = ranked({"screening": {"min_coverage": 0.9}}, x={"a": 1.0, "b": None}, y={"a": None, "b": 1.0})
    assert judged(ranking).tolist() == [0, 1]


def test_figures_of_earlier_years(ranked: Ranked) -> None:
    hubs: dict[str, Any] = {"x": {"a": {"2020": 1.0}, "b": {"2018": 1.0}}, "y": {"a": {"2019": 1.0}, "b": None}}
    assert older(ranked({"as_of": 2020}, **hubs)) == (2, 3, 2020)
    assert older(ranked({}, **hubs)) == (2, 3, 2020)  # the newest there is
    assert older(ranked({"as_of": 2020}, x={"a": {"2020": 1.0}})) is None


def test_a_figure_without_a_year_is_not_from_an_earlier_one(made: Made) -> None:
    dataset, scorecard = made({}, x={"a": {"2020": 1.0}, "b": {"2018": 1.0}}, y={"a": 2.0, "b": 3.0})
    undated = np.where(np.arange(2) == dataset.column["y"], NO_YEAR, dataset.year)
    assert older(score(replace(dataset, year=undated), scorecard)) == (1, 4, 2020)


def test_the_bundled_scorecard_says_what_the_ranking_says(root: Path) -> None:
    workspace = hubscore.open(root / "configs")
    found = coverage(hubscore.score(workspace.dataset, workspace.scorecard))
    hubs = [each for each in found if each.by == "hub"][:4]
    assert (sum(each.figures for each in hubs), sum(each.due for each in hubs)) == (77, 84)
    for kind in ("year", "evidence"):
        parts = [each for each in found if each.by == kind]
        assert sum(each.figures for each in parts) == 77
        assert sum(each.weight for each in parts) == pytest.approx(1)
