from __future__ import annotations

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hubscore.pages.figures import drawn_at, figure_text, share_text, short_percent, with_unit

NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")


@pytest.mark.parametrize(
    ("value", "at_least", "at_most", "covers", "decimals", "text"),
    [
        (330_000_000.0, None, None, None, None, "330,000,000"),
        (None, 121.0, None, None, None, "≥ 121"),
        (None, None, 5.0, None, None, "≤ 5"),
        (None, 10.0, 120.0, None, None, "10–120"),
        (None, 355.26, None, 0.75, None, "≥ 355.26 (75 % of the year)"),
        (None, 355.26, None, 0.75, 1, "≥ 355.26 (75 % of the year)"),
        (None, 355.2, None, None, 0, "≥ 355.2"),
        (None, None, 355.2, None, 2, "≤ 355.20"),
        (None, 1 / 3, 2 / 3, None, 1, "0.3–0.7"),
        (29129.03, None, None, 1.0, None, "29,129.03"),
        (None, None, None, None, None, "–"),
        (float("nan"), float("nan"), None, None, 1, "–"),
        (1.8732948, None, None, None, None, "1.873"),
        (0.000123456, None, None, None, None, "0.0001235"),
        (-0.0, None, None, None, 1, "0.0"),
        (-0.04, None, None, None, 1, "0.0"),
        (5.0, None, None, None, 2, "5.00"),
        (20.0, None, None, 0.5, 0, "20 (50 % of the year)"),
        (None, -5.0, -3.0, None, None, "-5 to -3"),
        (None, 2.0, 2.0, None, None, "2"),
        (1e15, None, None, None, None, "1,000,000,000,000,000"),
    ],
)
def test_wording(
    value: float | None,
    at_least: float | None,
    at_most: float | None,
    covers: float | None,
    decimals: int | None,
    text: str,
) -> None:
    assert figure_text(value, at_least, at_most, covers, decimals) == text


def test_bounds_stand_in_the_place_of_the_point_between_them() -> None:
    assert figure_text(150.5, 121.0, None) == "≥ 121"


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.75, "75 %"), (0.999, "99.9 %"), (0.001, "0.1 %"), (1.0, "100 %"), (0.0, "0 %"), (-3e-4, "0.0 %")],
)
def test_a_share_is_neither_none_nor_all_unless_it_is(share: float, text: str) -> None:
    assert share_text(share) == text


def test_shares_without_idle_decimals() -> None:
    assert [short_percent(share) for share in (0.5, 1 / 3, 0.0, 1.0)] == ["50 %", "33.3 %", "0 %", "100 %"]


limits = st.floats(-1e9, 1e9, allow_subnormal=False)


@given(limits, limits, st.sampled_from([None, 0, 1, 3]))
def test_bounds_are_never_shown_tighter_than_they_are(one: float, other: float, decimals: int | None) -> None:
    low, high = sorted((one, other))
    assume(low < high)
    text = figure_text(None, low, high, None, decimals)
    shown = [float(number.replace(",", "")) for number in NUMBER.findall(text.replace("–", " "))]
    slack = 1e-9 * max(1.0, abs(low), abs(high))
    assert min(shown) <= low + slack
    assert max(shown) >= high - slack


@given(st.decimals(-1_000_000, 1_000_000, places=4))
def test_what_was_written_with_few_decimals_is_shown_whole(written: object) -> None:
    assert float(figure_text(float(str(written)), None, None).replace(",", "")) == float(str(written))


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        ("12", "sites", "12 sites"),
        ("60,400", "100m CNY", "60,400 × 100m CNY"),
        ("≥ 121", "rank", "rank ≥ 121"),
        ("7", None, "7"),
    ],
)
def test_a_figure_with_its_unit(figure: str, unit: str | None, text: str) -> None:
    assert with_unit(figure, unit) == text


@pytest.mark.parametrize(
    ("value", "at_least", "at_most", "point"),
    [
        (5.0, 1.0, 9.0, 5.0),
        (0.0, 1.0, None, 0.0),
        (None, 1.0, 9.0, 1.0),
        (None, None, 9.0, 9.0),
        (None, None, None, 0.0),
    ],
)
def test_a_picture_shows_the_value_or_an_end_that_is_known(
    value: float | None, at_least: float | None, at_most: float | None, point: float
) -> None:
    assert drawn_at(value, at_least, at_most) == point
