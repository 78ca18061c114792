"""There and back: what `export` writes, `import` makes the same data of."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any
from unicodedata import category

import numpy as np
import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

import hubscore
from hubscore.cli.app import COMMANDS, main
from hubscore.pages.document import Cell
from hubscore.pages.export_readings import observations_table
from hubscore.workspace import bundled

pytestmark = pytest.mark.skipif("import" not in COMMANDS, reason="`import` is not there yet")

MADE_ANEW = ("source_id",)
"""What no row of figures tells."""


def readings(path: Path) -> list[dict[str, Cell]]:
    """All that is known of every reading, in an order that says which of a year counts."""
    table = observations_table(hubscore.open(path))
    keys = [column.key for column in table.columns]
    found = [dict(zip(keys, row, strict=True)) for row in table.rows]
    for reading in found:
        for key in MADE_ANEW:
            reading.pop(key)
    return sorted(found, key=lambda reading: (str(reading["hub"]), str(reading["indicator"]), str(reading["year"])))


def run(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    monkeypatch.setattr(sys, "argv", ["hubscore", *words, "-q"])
    assert main() == 0


@pytest.mark.parametrize("name", ["all.xlsx", "observations.csv"])
def test_the_bundled_figures_come_back(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    run(monkeypatch, "export", "-c", str(bundled()), "-o", str(tmp_path / name), "--draws", "0")
    run(monkeypatch, "import", str(tmp_path / name), "-o", str(tmp_path / "back"))
    assert "303 readings" in capfd.readouterr().out
    assert readings(tmp_path / "back") == readings(bundled())


def test_the_figures_that_came_back_rank_the_hubs_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The bundled scorecard over the profiles that were brought in."""
    run(monkeypatch, "export", "-c", str(bundled()), "-o", str(tmp_path / "all.xlsx"), "--draws", "0")
    run(monkeypatch, "import", str(tmp_path / "all.xlsx"), "-o", str(tmp_path / "back"))
    shutil.copy(bundled(), tmp_path / "back/scorecard.toml")
    there, back = hubscore.open(bundled()), hubscore.open(tmp_path / "back")
    one, other = (hubscore.score(workspace.dataset, workspace.scorecard) for workspace in (there, back))
    np.testing.assert_array_equal(other.scores, one.scores)
    assert other.rank.tolist() == one.rank.tolist()
    capfd.readouterr()


NAMES = st.one_of(
    st.sampled_from(["-", "n/a", "nan", "=1+1", "-5", "1", "2024", "TRUE", "#N/A", "'q", "a\u00a0b", "_x0009_"]),
    st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20),
)
NOTES = st.one_of(
    st.sampled_from(["=1+1", "+49", "-5", "@x", "::error::x", "a|b", "]]>", "two\nlines", "_x0041_", "'q'", "1e5",
        "a\u2028b"]),
    st.text(max_size=40),
)  # fmt: skip
NUMBERS = st.floats(-1e15, 1e15).map(lambda number: number + 0.0)
FIGURES = st.one_of(
    NUMBERS.map(lambda value: {"value": value}),
    NUMBERS.map(lambda low: {"at_least": low}),
    st.tuples(NUMBERS, NUMBERS).map(lambda ends: {"at_least": min(ends), "at_most": max(ends)}),
)
GRADES = st.sampled_from(["official", "reported", "secondary", "estimate", "announced", "target"])


@st.composite
def profiles(draw: st.DrawFn) -> dict[str, Any]:
    """A profile whose every word is hostile, and whose every figure is odd."""

    def text(words: st.SearchStrategy[str]) -> str:
        kept = [sign for sign in draw(words) if sign in "\n\t" or category(sign) not in ("Cc", "Cf", "Cs", "Co", "Cn")]
        return "".join(kept).strip()

    sources = {f"s{place}": {"title": text(NAMES) or "t", "url": text(NAMES)} for place in range(2)}
    data: dict[str, Any] = {}
    for series in ("rail", "air"):
        for year in draw(st.lists(st.sampled_from(["2019", "2021"]), unique=True)):
            reading = draw(FIGURES) | {"evidence": draw(GRADES), "source": draw(st.sampled_from([*sources]))}
            note, covers = text(NOTES), draw(st.sampled_from([None, 0.5, 1 / 3]))
            reading |= ({"note": note} if note else {}) | ({"covers": covers} if covers else {})
            data.setdefault(series, {})[year] = reading
    data.setdefault("rail", {})["2020"] = {"value": 1.5, "evidence": "official", "source": "s0"}
    return {"name": text(NAMES) or "n", "sources": sources, "data": data}


CARD = {
    "hubs": "hubs/*.toml",
    "indicators": {name: {"direction": "higher", "unit": "km", "goalposts": [0, 1]} for name in ("rail", "air")},
}


@settings(max_examples=25)
@given(hubs=st.lists(profiles(), min_size=1, max_size=2))
def test_whatever_profiles_say_comes_back(hubs: list[dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> None:
    home = tmp_path_factory.mktemp("there")
    (home / "hubs").mkdir()
    (home / "scorecard.toml").write_text(tomli_w.dumps(CARD), encoding="utf-8")
    for place, profile in enumerate(hubs):
        (home / f"hubs/h{place}.toml").write_text(tomli_w.dumps(profile), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        run(patch, "export", "-c", str(home), "-o", str(home / "x.xlsx"), "--draws", "0")
        run(patch, "import", str(home / "x.xlsx"), "-o", str(home / "back"))
    assert readings(home / "back") == readings(home)
