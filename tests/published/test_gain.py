"""The GAIN index of 2011, with its missing pattern, from a scorecard."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.studies.implausible import implausible

HEAD = """
title = "GAIN 2011"
data  = { csv = "raw.csv", id = "iso3", name = "country", evidence = "official", source = "GAIN, October 2012" }

[method]
max_missing = 2

[index]
missing = "strict"

[pillars.vulnerability]
over = "indicators"
max_missing = 9

[pillars.readiness]
over = "indicators"
max_missing = 2
"""
READINESS = ("economic", "governance", "social")


def scorecard(meta: list[dict[str, str]]) -> str:
    """The method of the index; every indicator turned so that 100 is good."""
    text = HEAD
    for sector in dict.fromkeys(row["sector"] for row in meta):
        axis = next(row["axis"] for row in meta if row["sector"] == sector)
        text += f'\n[pillars.{sector}]\nparent = "{axis}"\n' + ("max_missing = 1\n" if sector in READINESS else "")
    weights = "\n[weights]\n"
    for row in meta:
        weights += f"{row['code']} = {row['weight']}\n"
        higher = (row["direction"] == "1") == (row["axis"] == "readiness")
        ends = [row["lower"], row["upper"]]
        worst, best = ends if higher else ends[::-1]
        text += f'\n[indicators.{row["code"]}]\npillar = "{row["sector"]}"\n'
        text += f'direction = "{"higher" if higher else "lower"}"\ngoalposts = [{worst}, {best}]\n'
    return text + weights


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "published/gain_2011"


@pytest.fixture(scope="module")
def published(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "official.csv").open(encoding="utf-8") as file:
        return {row["iso3"].lower(): row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def ranking(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Ranking:
    home = tmp_path_factory.mktemp("gain")
    shutil.copy(folder / "raw.csv", home)
    with (folder / "meta.csv").open(encoding="utf-8") as file:
        (home / "scorecard.toml").write_text(scorecard(list(csv.DictReader(file))), encoding="utf-8")
    workspace = hubscore.open(home)
    return hubscore.score(workspace.dataset, workspace.scorecard)


@pytest.mark.parametrize(
    ("node", "column"),
    [
        ("index", "gain"),
        ("vulnerability", "vulnerability"),
        ("readiness", "readiness"),
        *((name, name) for name in ("water", "food", "health", "infrastructure", "ecosystems", "habitat", *READINESS)),
    ],
)
def test_every_score_and_gap_is_the_published_one(
    ranking: Ranking, published: dict[str, dict[str, str]], node: str, column: str
) -> None:
    ids = ranking.dataset.hubs.ids
    wanted = np.array([float(published[hub][column] or "nan") for hub in ids])
    if node not in ("index", "readiness", *READINESS):
        wanted = 1 - wanted  # published as a burden: 1 is bad
    ours = ranking.score(node) / (1 if node == "index" else 100)
    assert np.array_equal(np.isnan(ours), np.isnan(wanted))
    assert np.nanmax(np.abs(ours - wanted)) < 1e-6
    if node == "index":
        assert int((~np.isnan(ours)).sum()) == 176


def test_no_published_figure_looks_like_a_slip(ranking: Ranking) -> None:
    assert implausible(ranking) == ()
