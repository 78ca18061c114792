from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hubscore.cli.keep import lines, refuse_to_keep
from hubscore.errors import UsageError
from hubscore.studies.kept import Kept

Run = Callable[..., Any]


def block(first: int, **chosen: list[str]) -> Kept:
    weights = {("index", "money"): np.array([0.25, 0.5]), ("index", "travel"): np.array([0.75, 0.5])}
    scores, ranks = np.array([[55.0, math.nan], [1 / 3, 2.0]]), np.array([[1, 2], [2, 1]])
    return Kept(first, weights, chosen, scores, ranks)


def test_one_line_a_draw_under_one_head() -> None:
    pieces = list(lines([block(1, aggregate=["power (2)", "a, b"]), block(3, aggregate=["x", "x"])], ["oslo", "turku"]))
    assert len(pieces) == 2
    rows = list(csv.reader(io.StringIO(b"".join(pieces).decode())))
    ends = ["score.oslo", "score.turku", "rank.oslo", "rank.turku"]
    assert rows[0] == ["draw", "weights.index.money", "weights.index.travel", "aggregate", *ends]
    assert rows[1] == ["1", "0.25", "0.75", "power (2)", "55.0", "", "1", "2"]
    assert rows[2] == ["2", "0.5", "0.5", "a, b", repr(1 / 3), "2.0", "2", "1"]
    assert [row[0] for row in rows[3:]] == ["3", "4"]


def test_without_choices() -> None:
    text = b"".join(lines([block(1)], ["oslo", "turku"])).decode()
    assert text.splitlines()[1] == "1,0.25,0.75,55.0,,1,2"


def test_where_draws_cannot_be_kept(tmp_path: Path) -> None:
    refuse_to_keep(tmp_path / "draws.csv", tmp_path / "page.csv")
    for path, said in (
        (tmp_path, "is a folder"),
        (tmp_path / "gone/draws.csv", "there is no folder"),
        (tmp_path / "page.csv", "name the same file"),
    ):
        with pytest.raises(UsageError, match=said):
            refuse_to_keep(path, tmp_path / "page.csv")
    (tmp_path / "link.csv").symlink_to("page.csv")
    with pytest.raises(UsageError, match="name the same file"):
        refuse_to_keep(tmp_path / "link.csv", tmp_path / "page.csv")


def test_the_file_holds_what_the_answer_counts(run: Run, folder: Path) -> None:
    status, out, err = run("robust", "--draws", "50", "--keep", "draws.csv", "-f", "csv")
    assert (status, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO((folder / "draws.csv").read_text())))
    assert len(rows) == 50
    mean = sum(int(row["rank.oslo"]) for row in rows) / 50
    assert float(next(csv.DictReader(io.StringIO(out)))["mean_rank"]) == pytest.approx(mean)
    assert "score.york" not in rows[0]


def test_the_scorecard_is_not_written_over(run: Run, folder: Path) -> None:
    status, out, err = run("robust", "--keep", "scorecard.toml")
    assert (status, out) == (2, "")
    assert "is a file that answers are made of" in err
    assert (folder / "scorecard.toml").read_text().startswith("\ntitle")
