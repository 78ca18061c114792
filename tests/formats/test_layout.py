from __future__ import annotations

from collections.abc import Sequence

import pytest

from hubscore.formats import layout
from hubscore.formats.layout import LONGEST_BAR, PLEASANT_TEXT, SHORTEST_BAR, Sized, fitted, leading, lengths
from hubscore.pages.document import Column, Show

HUB = Sized(0, "text", "Hub", "Hub", texts=["Shenzhen", "Chongqing"], cells=9)
SCORE = Sized(1, "number", "Score", "Score", texts=["72.1", "37.5"], cells=4)
BAR = Sized(2, "bar", "", "", least=SHORTEST_BAR, most=LONGEST_BAR)
FINANCE = Sized(3, "number", "Finance", "Finance", "Fin.", 1, ["82", "32"], 2)
TOURISM = Sized(4, "number", "Tourism", "Tourism", "Tour.", 2, ["64", "65"], 2)
ALL = (HUB, SCORE, BAR, FINANCE, TOURISM)
# one cell in front, two between the columns: 1 + 9 + 2 + 5 + 2 + 7 + 2 + 7 = 35 without the bar


def test_without_a_width_there_is_all_but_the_bar() -> None:
    layout = fitted(ALL, None)
    assert layout.columns == (HUB, SCORE, FINANCE, TOURISM)
    assert layout.cells == (9, 5, 7, 7)
    assert layout.total == 35


def test_the_bar_takes_what_is_left_and_no_more_than_looks_well() -> None:
    assert fitted(ALL, 200).cells == (9, 5, LONGEST_BAR, 7, 7)
    assert fitted(ALL, 50).cells == (9, 5, 13, 7, 7)


def test_labels_shorten_if_that_saves_the_bar() -> None:
    assert fitted(ALL, 43).labels == ("Hub", "Score", "", "Finance", "Tourism")
    assert fitted(ALL, 42).labels == ("Hub", "Score", "", "Fin.", "Tour.")
    assert fitted(ALL, 38).columns == ALL
    assert fitted(ALL, 37).columns == (HUB, SCORE, FINANCE, TOURISM)


def test_without_a_bar_labels_are_long_as_long_as_they_fit() -> None:
    assert fitted(ALL, 35).labels == ("Hub", "Score", "Finance", "Tourism")
    assert fitted(ALL, 34).labels == ("Hub", "Score", "Fin.", "Tour.")
    assert fitted(ALL, 34).dropped == ()


def test_then_columns_the_most_willing_first() -> None:
    layout = fitted(ALL, 29)
    assert layout.dropped == ("Tourism",)
    assert [label for label in layout.labels if label] == ["Hub", "Score", "Finance"]
    assert fitted(ALL, 20).dropped == ("Finance", "Tourism")


def test_of_equally_willing_columns_the_last_goes_first() -> None:
    columns = [Sized(place, "number", f"p{place}", f"p{place}", "", 1, ["1"], 5) for place in range(3)]
    assert fitted(columns, 15).dropped == ("p2",)


def test_one_column_stays_even_if_all_are_willing() -> None:
    columns = [Sized(place, "number", f"p{place}", f"p{place}", "", 1, ["1"], 9) for place in range(2)]
    assert fitted(columns, 4).columns == (columns[0],)


def test_columns_that_yield_least_go_last_and_only_where_folded_texts_leave_no_room() -> None:
    least, later = FINANCE._replace(yields=-1), TOURISM._replace(yields=-2)
    columns = (HUB, least, later)
    # at their narrowest: one cell in front, 8, 4 and 5 for the columns, one between them
    assert (fitted(columns, 20).dropped, fitted(columns, 20).total) == ((), 20)
    assert fitted(columns, 19).dropped == ("Finance",)
    assert fitted(columns, 14).dropped == ("Finance", "Tourism")
    assert fitted(columns, 1).columns == (HUB,)


def test_many_columns_that_yield_least_go_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[int] = []

    def fit(columns: Sequence[Sized], room: int | None) -> layout.Layout:
        tried.append(len(columns))
        return whole(columns, room)

    whole = layout._fitted
    monkeypatch.setattr(layout, "_fitted", fit)
    columns = [HUB, *(Sized(place, "number", "", "N", "", -1, ["82"], 2) for place in range(1, 100))]
    assert [column.place for column in fitted(columns, 20).columns] == [0, 1, 2, 3]
    assert tried == [100, 4]


def test_others_give_way_to_a_number_that_stands_in_a_text() -> None:
    crossings = Sized(1, "text", "Value", "Value", texts=["≥ 1,900,000 crossings a year"], cells=28)
    note = Sized(2, "text", "Note", "Note", texts=["a note that goes on and on and on"], cells=33)
    narrowest = 1 + len("Shenzhen") + 1 + len("≥ 1,900,000") + 1 + len("goes on")
    assert [fitted((HUB, crossings, note), room).total for room in (narrowest, 30, 31, 34)] == [narrowest, 30, 30, 34]


def test_a_long_text_folds_before_the_gaps_close() -> None:
    note = Sized(2, "text", "Note", "Note", texts=["a note that goes on and on and on"], cells=33)
    layout = fitted((HUB, SCORE, note), 44)
    assert (layout.gap, layout.cells) == (2, (9, 5, 23))  # "a note that goes on and" is 23


def test_a_name_folds_only_when_the_gaps_are_closed() -> None:
    assert fitted((HUB, SCORE), 16).gap == 1
    assert fitted((HUB, SCORE), 16).cells == (9, 5)
    assert fitted((HUB, SCORE), 15).cells == (8, 5)


@pytest.mark.parametrize("room", [1, 5, 12])
def test_numbers_never_give_way(room: int) -> None:
    money = Sized(0, "number", "Deposits outstanding", "Deposits outstanding", texts=["123,456,789.0"], cells=13)
    count = Sized(1, "text", "", "", texts=["1,234,567"], cells=9)
    assert fitted((money, count), room).cells == (13, 9)


def test_a_label_folds_down_to_its_numbers() -> None:
    money = Sized(0, "number", "Deposits outstanding", "Deposits outstanding", texts=["123,456,789.0"], cells=13)
    assert fitted((money,), 14).cells == (13,)


def test_columns_without_numbers() -> None:
    assert fitted((BAR,), 80).cells == (LONGEST_BAR,)
    assert fitted((BAR,), None).columns == ()
    assert fitted((), 80).columns == ()


def test_how_long_pictures_get() -> None:
    assert lengths(Show("spark", of=(4, 5, 6))) == (3, 3)
    assert lengths(Show("strip", cells=7)) == (7, 7)
    assert lengths(Show("strip", cells=15)) == (8, 15)
    assert lengths(Show("strip", cells=99)) == lengths(Show("strip")) == (8, LONGEST_BAR)
    assert lengths(Show("stack")) == (8, LONGEST_BAR)
    assert lengths(Show("bar")) == lengths(Show("bar", signed=True)) == (SHORTEST_BAR, LONGEST_BAR)


def test_of_pictures_the_most_willing_gives_way_first() -> None:
    strip = Sized(9, "strip", "", "", yields=1, least=5, most=9)
    willing = BAR._replace(yields=2)
    assert fitted((*ALL, strip), 200).cells == (9, 5, LONGEST_BAR, 7, 7, 9)
    assert fitted((HUB, SCORE, willing, strip), 17 + 11 + 8).cells == (9, 5, 6, 9)
    assert fitted((HUB, SCORE, willing, strip), 17 + 11 + 7).columns == (HUB, SCORE, strip)
    assert fitted((HUB, SCORE, willing, strip), 17 + 6).columns == (HUB, SCORE)


def test_a_picture_has_its_label_where_that_fits() -> None:
    strip = Sized(2, "strip", "", "Ranks 1 to 9", "1–9", least=2, most=12)
    rooms = {17 + 2 + 12: "Ranks 1 to 9", 17 + 2 + 11: "1–9", 17 + 2 + 3: "1–9", 17 + 2 + 2: ""}
    assert {room: fitted((HUB, SCORE, strip), room).labels[-1] for room in rooms} == rooms


def test_shades_come_when_all_pictures_are_whole() -> None:
    shaded = FINANCE._replace(label="F", texts=["82"], shaded=True)
    columns = (HUB, SCORE, BAR, shaded)
    whole = 17 + 2 + LONGEST_BAR + 2 + 2
    assert (fitted(columns, whole + 3).shaded, fitted(columns, whole + 3).cells[-1]) == (True, 5)
    assert (fitted(columns, whole + 2).shaded, fitted(columns, whole + 2).cells[-1]) == (False, 2)
    assert fitted(columns, 22).shaded is False
    assert (fitted((HUB, shaded), 17).shaded, fitted((HUB, shaded), 16).shaded) == (True, False)
    assert fitted((HUB, shaded), None).shaded is False


def test_a_label_may_have_the_room_for_a_shade() -> None:
    shaded = FINANCE._replace(shaded=True)
    assert fitted((HUB, shaded), 19) == fitted((HUB, FINANCE), 19)._replace(shaded=True, columns=(HUB, shaded))


def test_a_text_that_folds_anyway_leaves_room_for_a_picture_while_it_reads_well() -> None:
    note = Sized(3, "text", "Note", "Note", texts=["so much to say " * 9], cells=134)
    beside = 1 + 4 + 2  # what is left of the note
    count = Sized(0, "number", "", "", texts=["1234"], cells=4)
    room = beside + SHORTEST_BAR + 2 + PLEASANT_TEXT
    assert fitted((count, BAR, note), room).columns == (count, BAR, note)
    assert fitted((count, BAR, note), room - 6).columns == (count, note)


def test_the_name_of_a_row_is_its_first_text_but_not_a_sign() -> None:
    text, number = Show("text"), Show("number")
    assert leading([Column("rank", "#", text), Column("name", "Hub", text)]) == 1
    assert leading([Column("score", "Score", number), Column("name", "", text)]) == 1
    assert leading([Column("name"), Column("rank", "#", text)]) == 1
    assert leading([Column("score", "Score", number)]) is None


def test_words_stay_whole_where_that_fits() -> None:
    name = Sized(0, "text", "Name", "Name", texts=["a_name_to_be_copied_whole_25"], cells=28)
    texts = [Sized(place, "text", "", "", texts=["so much to say " * 5], cells=74) for place in (1, 2)]
    assert fitted((name, *texts), 76).cells[0] == 28
    assert fitted((name, *texts), 30).cells[0] < 28


def test_the_gaps_close_before_a_word_breaks() -> None:
    names = [Sized(place, "text", "", "", texts=["Chongqing province"], cells=18) for place in range(4)]
    assert (fitted(names, 43).cells, fitted(names, 43).gap) == ((9,) * 4, 2)
    assert (fitted(names, 40).cells, fitted(names, 40).gap) == ((9,) * 4, 1)
    assert min(fitted(names, 39).cells) < 9


def test_the_words_of_a_label_and_of_an_indented_text_stay_whole_too() -> None:
    names = [Sized(place, "text", "", "+ secondary", texts=["1"], cells=11) for place in range(2)]
    assert fitted(names, 21).cells == (9, 9)
    row = Sized(0, "text", "", "Row", texts=["Chongqing", "  Chongqing province"], cells=20)
    assert fitted([row, row], 25).cells == (11, 11)
    assert fitted([row, row], 24).gap == 1
