from __future__ import annotations

from pathlib import Path

import pytest

import hubscore
from hubscore.cli import found
from hubscore.cli.found import SAMPLE, findings
from hubscore.cli.options import Shared
from hubscore.studies.collect import LEAST_DRAWS

CONFIGS = Path(__file__).resolve().parents[2] / "configs"
QUIET = Shared(quiet=True)


def workspace(folder: Path, card: str = "", cells: str = "2,4") -> hubscore.Workspace:
    (folder / "scorecard.toml").write_text(
        "title = 'Hubs'\n" + card + "\n[data]\ncsv = 'raw.csv'\nid = 'id'\nevidence = 'official'\nsource = 's'\n"
        "[indicators.a]\ndirection = 'higher'\ngoalposts = [0, 10]\n"
        "[indicators.b]\ndirection = 'higher'\ngoalposts = [0, 10]\n"
    )
    (folder / "raw.csv").write_text(f"id,a,b\noslo,{cells}\nturku,9,1\n")
    return hubscore.open(folder)


def test_everything_of_the_bundled_scorecard() -> None:
    told = findings(hubscore.open(CONFIGS), Shared(quiet=True, draws=100, seed=3), everyone=False)
    assert told.certainty is not None
    assert (told.certainty.whole.draws, told.certainty.whole.seed) == (100, 3)
    assert told.certainty.whole.pairwise is not None
    assert told.certainty.figures is not None
    assert told.sensitivity is not None
    assert (told.sensitivity.draws, told.sensitivity.seed) == (SAMPLE, 3)
    assert told.omissions
    assert told.collect is not None
    assert (told.collect.draws, told.collect.seed) == (LEAST_DRAWS, 3)
    assert told.trend is not None
    assert told.unsaid == ()


def test_what_there_is_no_year_for_is_kept_back(tmp_path: Path) -> None:
    told = findings(workspace(tmp_path), Shared(quiet=True, draws=50), everyone=False)
    assert told.trend is None
    assert [part for part, _ in told.unsaid] == ["trend"]
    assert told.certainty is not None


def test_without_draws_there_is_nothing_drawn(tmp_path: Path) -> None:
    told = findings(workspace(tmp_path), Shared(quiet=True, draws=0), everyone=False)
    assert (told.certainty, told.sensitivity, told.collect) == (None, None, None)
    assert dict(told.unsaid)["certainty"] == "No rank intervals: --draws 0."


def test_of_large_tables_less_is_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(found, "MOST_CELLS", 3)
    told = findings(workspace(tmp_path), QUIET, everyone=False)
    assert told.certainty is not None
    assert (told.certainty.figures, told.certainty.whole.draws) == (None, 1000)
    assert (told.sensitivity, told.collect) == (None, None)
    assert "hubscore robust --sensitivity" in dict(told.unsaid)["drivers"]
    assert "hubscore evidence" in dict(told.unsaid)["collect"]
    monkeypatch.setattr(found, "usual_draws", lambda _: 0)
    assert dict(findings(workspace(tmp_path), QUIET, everyone=False).unsaid)["certainty"].startswith(
        "No rank intervals: of 2 hubs x 2 indicators they would take long."
    )


def test_of_large_tables_with_many_hubs_only_neighbours_are_paired(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(found, "MOST_CELLS", 3)
    whole = findings(workspace(tmp_path), QUIET, everyone=False).certainty
    monkeypatch.setattr(found, "MOST_PAIRED", 1)
    few = findings(workspace(tmp_path), QUIET, everyone=False).certainty
    assert whole is not None
    assert whole.whole.pairwise is not None
    assert few is not None
    assert few.whole.pairwise is None


def test_where_nobody_is_ranked_nothing_is_drawn(tmp_path: Path) -> None:
    unscored = workspace(tmp_path, "[evidence]\nadmit = 'official'\n[method]\nmissing = 'strict'")
    (tmp_path / "raw.csv").write_text("id,a,b\noslo,,2\nturku,1,\n")
    told = findings(hubscore.open(tmp_path), QUIET, everyone=False)
    assert unscored.scorecard.title == "Hubs"
    assert (told.certainty, told.sensitivity, told.collect) == (None, None, None)


def test_what_the_scorecard_does_not_allow_is_said(tmp_path: Path) -> None:
    card = "[uncertainty]\naggregate = ['arithmetic', 'geometric']\nweights = 0.25\n[method]\nnormalise = 'none'"
    told = findings(workspace(tmp_path, card, "-2,-4"), Shared(quiet=True, draws=50), everyone=False)
    assert told.certainty is None
    assert dict(told.unsaid)["certainty"].startswith("Not worked out: ")
