"""What a changed measure is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from hubscore.pages.denominators import measure_lines
from hubscore.workspace import Workspace

CARD: dict[str, Any] = {
    "measures": {"gdp": {"label": "GDP"}, "area": {"label": "Area"}, "people": {"label": "Residents"}},
    "indicators": {
        "banks": {"label": "Banks", "per": "gdp"},
        "loans": {"label": "Loans", "per": "gdp"},
        "firms": {"label": "Firms", "per": "people"},
        "size": {"label": "Size", "from": "people"},
        "free": {"label": "Parks", "from": "area"},
    },
}


@pytest.mark.parametrize(
    ("names", "lines"),
    [
        (
            ["gdp"],
            ["Banks and Loans are divided by GDP: the less of it, the larger the ratio. By itself it does not score."],
        ),
        (
            ["people"],
            ["Firms is divided by Residents: the less of it, the larger the ratio; it also stands behind Size."],
        ),
        (["area", "banks"], []),
    ],
)
def test_what_is_divided_by_it(made: Callable[..., Workspace], names: list[str], lines: list[str]) -> None:
    cells = dict.fromkeys(("banks", "loans", "firms", "gdp", "area", "people"), 2.0)
    assert measure_lines(made(CARD, x=cells), names * 2) == lines
