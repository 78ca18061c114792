"""Scores beside exact ones, in rational numbers or fifty digits: each within a bound of its own."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from rounding import U
from tried import ROWS, found

from hubscore.methods.rank import TIE_TOLERANCE

FIGURE = re.compile(r"(?<=\| )\d[\d.e+]*%?(?= \|)")
WIDE = pytest.mark.parametrize("wide", [False, True], ids=["ordinary", "catastrophic"])


@pytest.mark.parametrize("name", ROWS)
@WIDE
def test_scores_are_within_their_bounds(name: str, wide: bool) -> None:
    assert found(name, wide).share <= 1  # of each score's own bound: the other asserts are in `compared`


@pytest.mark.parametrize("name", ROWS)
def test_no_rounding_of_ordinary_figures_comes_near_a_tie(name: str) -> None:
    assert found(name, wide=False).error * U < TIE_TOLERANCE / 1000


def test_page_is_what_is_found(root: Path) -> None:
    """To within a factor of two: logarithms of other machines round otherwise."""
    page = (root / "docs/numbers.md").read_text(encoding="utf-8")
    made = runpy.run_path(str(root / "docs/make_numbers.py"))["numbers"]()
    stale = "stale: run `python docs/make_numbers.py`"
    assert FIGURE.sub("N", made) == FIGURE.sub("N", page), stale
    for one, other in zip(FIGURE.findall(made), FIGURE.findall(page), strict=True):
        low, high = sorted(float(each.rstrip("%")) for each in (one, other))
        assert high <= 2 * low + 1, stale


def test_bounds_grow_with_nothing_where_the_page_says_so() -> None:
    for name, row in ROWS.items():
        if row.grows == "nothing":
            assert max(found(name, wide).error for wide in (False, True)) < 8
