from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hubscore.studies.drawing import Run as Drawing

Run = Callable[..., Any]


def rows(run: Run, *words: str) -> list[dict[str, str]]:
    status, out, err = run("robust", "-q", "-f", "csv", *words)
    assert (status, err) == (0, "")
    return list(csv.DictReader(io.StringIO(out)))


def test_the_answer_comes_first(run: Run) -> None:
    status, out, err = run("robust")
    assert (status, err) == (0, "")
    assert out.splitlines()[2].startswith("No hub keeps its rank in at least 90 % of draws; not sure: Oslo (1–2)")
    assert "Oslo above Turku in 89 % of draws: not safe (≈)." in out


def test_it_agrees_with_the_ranking(run: Run) -> None:
    ranking = list(csv.DictReader(io.StringIO(run("rank", "-f", "csv")[1])))
    mine = rows(run)
    assert [{key: row[key] for key in ranking[0]} for row in mine] == ranking
    both = [run(page, "-f", "csv", "--table", "pairwise")[1] for page in ("rank", "robust")]
    assert both[0] == both[1]


@pytest.mark.parametrize(
    ("words", "hubs"),
    [((), {"oslo", "turku"}), (("--all",), {"oslo", "turku", "york"}), (("--scenario", "flights"), {"oslo", "turku"})],
)
def test_who_is_ranked(run: Run, words: Sequence[str], hubs: set[str]) -> None:
    assert {row["hub"] for row in rows(run, *words, "--table", "acceptability")} == hubs


def test_one_family_or_some(run: Run) -> None:
    out = run("robust", "--only", "weights", "--only", "data:money", "--draws", "100")[1]
    assert "Varied is only weights and data:money; all else is as it stands." in out
    assert "100 draws of weights and readings, seed 1" in out
    assert "Figures alone" not in out


def test_until_it_is_exact_enough(run: Run) -> None:
    out = run("robust", "--until", "0.008")[1]
    assert "Monte Carlo error: at most 0." in out
    assert "% of a share, as asked for" in out
    assert "1,000 draws" not in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--only", "weihgts"), "did you mean `weights`?"),
        (("--only", "normalise"), "nothing of this is varied in this scorecard"),
        (("--until", "0"), "the Monte Carlo error asked for is out of range"),
        (("--until", "-1"), "the Monte Carlo error asked for is out of range"),
        (("--until", "nan"), "the Monte Carlo error asked for is out of range"),
        (("--draws", "0"), "the number of draws is out of range"),
        (("--draws", "-5"), "--draws"),
        (("--draws", "99999999"), "the number of draws is out of range"),
        (("--keep", "gone/draws.csv"), "there is no folder for `--keep gone/draws.csv`"),
    ],
)
def test_bad_requests(run: Run, words: Sequence[str], said: str) -> None:
    status, out, err = run("robust", *words)
    assert (status, out) == (2, "")
    assert said in err


def test_an_interrupt_says_what_was_done(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = Drawing.draw

    def interrupted(self: Drawing, _: int, *rest: Any) -> None:
        whole(self, 300, *rest)
        raise KeyboardInterrupt

    monkeypatch.setattr(Drawing, "draw", interrupted)
    status, out, err = run("robust", "--keep", "draws.csv")
    assert status == 130
    assert "300 draws of weights" in out
    assert "note: stopped: what is said is of the 300 draws that were done" in err
    assert "note: draws.csv was not written" in err
    assert not (folder / "draws.csv").exists()
    assert "moves the ranks" not in err
    assert "note: stopped before what moves the ranks was looked at" in run("robust", "--sensitivity").err


def test_the_same_seed_says_the_same(run: Run) -> None:
    one, other = (run("robust", "-f", "json", "--seed", "0") for _ in range(2))
    assert one == other
    assert json.loads(one.out)["scorecard"]["seed"] == 0


def test_what_moves_the_ranks(run: Run) -> None:
    status, out, _ = run("robust", "--sensitivity", "--draws", "64", "-f", "json")
    tables = json.loads(out)["tables"]
    assert status == 0
    assert {row["output"] for row in tables["sensitivity"]} >= {"shift", "rank:oslo", "gap:oslo:turku"}
    assert "What moves the ranks most" in run("robust", "--sensitivity", "--draws", "64", "--only", "weights")[1]
