from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from hubscore.formats.html.charts.interval import MOST_TICKS, interval, ticks


def test_bands_and_dots_on_an_axis_of_ranks() -> None:
    svg = ET.fromstring(interval("i", "Ranks", ["Oslo", "Turku", "York"], [(1, 1, 2), (2, 2, 2), (None, 3, None)], 3))
    bands = [line.attrib for line in svg.iter("line") if line.attrib["class"] == "range"]
    assert [(band["x1"], band["x2"]) for band in bands] == [("3%", "50%"), ("50%", "50%")]
    assert [dot.attrib["cx"] for dot in svg.iter("circle")] == ["3%", "50%", "97%"]
    assert [word.text for word in svg.iter("text")] == ["1", "2", "3", "Oslo", "Turku", "York"]
    assert svg[1].text == "Oslo: ranks 1 to 2; Turku: rank 2"


def test_a_lone_hub_stands_at_the_first_rank() -> None:
    svg = ET.fromstring(interval("i", "", ["Oslo"], [(1, 1, 1)], 1))
    assert [dot.attrib["cx"] for dot in svg.iter("circle")] == ["3%"]


def test_a_hub_without_a_rank_has_a_name_alone() -> None:
    svg = ET.fromstring(interval("i", "", ["Oslo"], [(None, None, None)], 2))
    assert list(svg.iter("circle")) == []


@pytest.mark.parametrize(
    ("last", "expected"),
    [(1, [1]), (4, [1, 2, 3, 4]), (20, [1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20]), (50, [1, *range(5, 51, 5)])],
)
def test_ranks_on_the_axis(last: int, expected: list[int]) -> None:
    assert ticks(last) == expected


@pytest.mark.parametrize("last", [13, 99, 250, 1000, 100_000])
def test_ranks_on_the_axis_are_few(last: int) -> None:
    assert len(ticks(last)) <= MOST_TICKS + 1
    assert ticks(last)[0] == 1
