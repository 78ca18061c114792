"""The Human Development Index of 2022, digit for digit, from a scorecard."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.studies.implausible import implausible

SCORECARD = """
title = "Human Development Index 2022"
data  = { csv = "raw.csv", id = "iso3", name = "country", evidence = "official", source = "UNDP, HDR 2023/24" }

[method]
scale = [0, 1]
aggregate = "geometric"
floor = 0
digits = 3
missing = "strict"

[pillars]
health = { label = "Health" }
education = { label = "Education", aggregate = "arithmetic" }
income = { label = "Income" }

[indicators.le]
pillar = "health"
direction = "higher"
goalposts = [20, 85]

[indicators.eys]
pillar = "education"
direction = "higher"
goalposts = [0, 18]

[indicators.mys]
pillar = "education"
direction = "higher"
goalposts = [0, 15]

[indicators.gnipc]
pillar = "income"
direction = "higher"
goalposts = [100, 75000]
transform = "log"
"""


@pytest.fixture(scope="module")
def published(shared: Path) -> dict[str, dict[str, str]]:
    with (shared / "published/hdi_2022/official.csv").open(encoding="utf-8") as file:
        return {row["iso3"].lower(): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def ranking(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    folder = tmp_path_factory.mktemp("hdi")
    shutil.copy(shared / "published/hdi_2022/raw.csv", folder)
    (folder / "scorecard.toml").write_text(SCORECARD, encoding="utf-8")
    workspace = hubscore.open(folder)
    return hubscore.score(workspace.dataset, workspace.scorecard)


def test_every_value_has_the_published_three_decimals(ranking: Ranking, published: dict[str, dict[str, str]]) -> None:
    ours = {hub: f"{value:.3f}" for hub, value in zip(ranking.dataset.hubs.ids, ranking.index, strict=True)}
    assert len(ours) == 193
    assert ours == {hub: f"{float(row['hdi']):.3f}" for hub, row in published.items()}


def test_every_rank_is_the_published_one(ranking: Ranking, published: dict[str, dict[str, str]]) -> None:
    ours = {hub: int(rank) for hub, rank in zip(ranking.dataset.hubs.ids, ranking.rank, strict=True)}
    assert ours == {hub: int(float(row["rank"])) for hub, row in published.items()}


def test_no_published_figure_looks_like_a_slip(ranking: Ranking) -> None:
    assert implausible(ranking) == ()
