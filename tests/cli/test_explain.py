from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


@pytest.mark.parametrize("word", ["turku", "Turku", "tur"])
def test_why_a_hub_scores_what_it_scores(run: Run, word: str) -> None:
    status, out, err = run("explain", word)
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith("Turku · Nordic hubs")
    start = (
        "Turku is second of two with 50.0, 5.0 points behind Oslo, and in 11 % of 1,000 random variations of weights, "
    )
    assert f"{start}readings and gaps it overtakes Oslo." in out
    assert " 90 % interval: ranks 1–2 (1,000 draws of weights, readings and gaps, seed 1)." in out
    assert "Travel (50, first of two) carries it; Money (50, second) holds it back." in out


def test_contributions_add_up(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run("explain", "oslo", "-f", "csv")[1])))
    assert list(rows[0]) == ["node", "parent", "score", "weight", "contribution"]
    assert sum(float(row["contribution"]) for row in rows if row["parent"] == "index") == pytest.approx(55)
    assert sum(float(row["contribution"]) for row in rows if row["node"] in ("banks", "air")) == pytest.approx(55)


def test_verbose_shows_the_whole_tree(run: Run) -> None:
    assert "banks" not in run("explain", "oslo")[1].partition("Index")[0]
    assert "banks" in run("explain", "oslo", "-v")[1].partition("Index")[0]


def test_a_hub_that_is_not_there(run: Run) -> None:
    status, out, err = run("explain", "osol")
    assert (status, out) == (2, "")
    assert "there is no hub `osol`" in err
    assert "did you mean `oslo`?" in err


def test_without_draws_nothing_is_said_of_them(run: Run) -> None:
    out = run("explain", "turku", "--draws", "0")[1]
    assert "Turku is second of two with 50.0, 5.0 points behind Oslo.\n" in out
    assert "draws" not in out
    assert '"seed": null' in run("explain", "turku", "--draws", "0", "-f", "json")[1]
    assert '"seed": 7' in run("explain", "turku", "--seed", "7", "-f", "json")[1]
