"""A bump chart in lines of text."""

from __future__ import annotations

import random

import pytest

from hubscore.pages.bump import MOST_PLACES, ROOM, bump

IDS = ("chongqing", "hangzhou", "hefei", "shenzhen")
NAMES = ("Chongqing", "Hangzhou", "Hefei", "Shenzhen")


def test_who_stood_where() -> None:
    found = bump(IDS, NAMES, (2023, 2024, 2025), [(4, 2, 3, 1), (3, 2, 4, 1), (3, 2, 4, 1)])
    assert found.header == " #  2023            2024            2025"
    assert found.lines == (
        " 1  Sh ──────────── Sh ──────────── Sh Shenzhen",
        "",
        " 2  Ha ──────────── Ha ──────────── Ha Hangzhou",
        "",
        " 3  He ────╲ ╱───── Ch ──────────── Ch Chongqing",
        "            ╳",
        " 4  Ch ────╱ ╲───── He ──────────── He Hefei",
    )


def test_ties_stand_below_one_another_and_carry_a_sign() -> None:
    found = bump(("a", "b", "c"), ("A", "B", "C"), (2020, 2021), [(1, 1, 0), (2, 3, 1)])
    assert found.lines == (
        " 1  A ────╲        C C",
        "           ╲",
        " 2 =B ────╲ ╲───── A A",
        "           ╲",
        " 3          ╲───── B B",
    )


def test_a_gap_breaks_the_line() -> None:
    found = bump(("a", "b"), ("A", "B"), (2019, 2020, 2021), [(1, 2), (1, 0), (1, 2)])
    assert found.lines[0].count("─") == 24
    assert "─" not in found.lines[2]


def test_only_the_first_places_and_the_last_years_that_fit() -> None:
    count = 40
    ids = [f"city-{number:02}" for number in range(count)]
    names = [f"City of the name {number}" for number in range(count)]
    years = range(1990, 2026)
    shuffle = random.Random(5)
    ranks = [shuffle.sample(range(1, count + 1), count) for _ in years]
    found = bump(ids, names, years, ranks)
    assert len(found.lines) == 2 * MOST_PLACES - 1
    assert max(map(len, (found.header, *found.lines))) <= ROOM
    assert found.years == tuple(years)[-len(found.years) :]
    assert [ranks[-1][hub] for hub in found.hubs] == list(range(1, MOST_PLACES + 1))
    for place, hub in enumerate(found.hubs):
        mark = chr(ord("A") + place)  # the ids begin alike
        assert found.lines[2 * place].endswith(f"{mark} {names[hub]}")


def test_the_order_of_hubs_changes_nothing() -> None:
    """Strokes cross wherever they come from."""
    ids = [letter * 3 for letter in "abcdefg"]
    ranks = [[1, 2, 3, 4, 5, 6, 7], [7, 6, 5, 4, 3, 2, 1], [2, 4, 6, 1, 3, 5, 7]]
    turned = bump(ids[::-1], ids[::-1], (1, 2, 3), [row[::-1] for row in ranks])
    found = bump(ids, ids, (1, 2, 3), ranks)
    assert found.lines == turned.lines
    assert any("╳" in line for line in found.lines)


@pytest.mark.parametrize("places", [2, 5, 10])
def test_every_line_leads_from_mark_to_mark(places: int) -> None:
    """A single hub that moves: every row between the two places has one sign of it, at steep slopes more."""
    ids = [f"{chr(97 + number) * 2}" for number in range(places)]
    ranks = [[0] * places, [0] * places]
    ranks[0][0], ranks[1][0] = 1, places
    for hub in range(1, places):
        ranks[1][hub] = hub
    lines = bump(ids, ids, (2020, 2021), ranks).lines
    signs = [sum(line.count(sign) for sign in "╲│") for line in lines]
    assert signs == [1] * (2 * places - 1)
    assert all(line.count("╱") == 0 for line in lines)


def test_one_year_and_nobody() -> None:
    assert bump(("a",), ("A",), (2020,), [(1,)]).lines == (" 1  A A",)
    empty = bump(("a",), ("A",), (2020,), [(0,)])
    assert (empty.lines, empty.hubs) == ((), ())


def test_hubs_asked_for_stand_on_their_places_without_those_between() -> None:
    names = [f"h{number}" for number in range(30)]
    ranks = [list(range(1, 31)), [*range(1, 21), 30, *range(21, 30)]]
    found = bump(names, names, (2020, 2021), ranks, [20, 4])
    assert found.hubs == (4, 20)
    assert [line[:2].strip() for line in found.lines] == ["5", "", "21", "", "30"]
    assert found.lines[0].endswith("h4")
    assert found.lines[4].endswith("h20")
    assert bump(names, names, (2020, 2021), [list(range(1, 31)), [0] * 30], [4]).lines == ()


def test_a_mark_means_no_hub_that_is_not_drawn() -> None:
    found = bump(("shanghai", "shenzhen"), ("Shanghai", "Shenzhen"), (2020, 2021), [(0, 1), (0, 1)])
    assert found.lines[0].startswith(" 1  She ")
    same = bump(("shenzhen-a", "shenzhen-b"), ("A", "B"), (2020, 2021), [(0, 1), (0, 1)])
    assert same.lines[0].startswith(" 1  Sh ")
