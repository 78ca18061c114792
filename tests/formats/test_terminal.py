from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from hubscore.formats.registry import FORMATS
from hubscore.formats.style import Style
from hubscore.formats.terminal import render
from hubscore.pages.document import Cell, Column, Document, Show, Table

PIPED = Style(width=None, colour=False)


def ranking() -> Document:
    whole = Show("number", 0)
    columns = (
        Column("rank", "#", Show()),
        Column("name", "Hub", Show()),
        Column("score", "Score", Show("number", 1)),
        Column("", "", Show("bar")),
        Column("pillars.finance", "Finance", whole, yields=1),
        Column("pillars.biotech", "Biotech", whole, yields=1),
        Column("pillars.tourism", "Tourism", whole, yields=1),
        Column("pillars.connectivity", "Connectivity", whole, short="Connect.", yields=1),
        Column("coverage"),
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        ("1", "Shenzhen", 72.1, 0.721, 82, 77, 64, 61, 1),
        ("2–3", "Chongqing", 37.5, 0.375, 32, 23, 65, 37, 1),
        ("", "Hong Kong", None, None, None, None, None, 62, 0.25),
    )
    table = Table("ranking", columns, rows, rules=(2,), strong=(0,))
    foot = ("77 of 84 figures; the oldest is from 2020.",)
    return Document("rank", "Regional hubs", "as of 2025 · 21 indicators", (), (table,), foot, ("a note",))


def test_piped_it_is_the_whole_table_without_bars_and_rules() -> None:
    assert render(ranking(), PIPED) == (
        "Regional hubs                        as of 2025 · 21 indicators\n"
        "\n"
        " #    Hub        Score  Finance  Biotech  Tourism  Connectivity\n"
        " 1    Shenzhen    72.1       82       77       64            61\n"
        " 2–3  Chongqing   37.5       32       23       65            37\n"
        "      Hong Kong      –        –        –        –            62\n"
        "\n"
        " 77 of 84 figures; the oldest is from 2020.\n"
    )


def test_on_a_terminal_there_are_bars_and_rules() -> None:
    assert render(ranking(), Style(80, colour=False)) == (
        "Regional hubs                                         as of 2025 · 21 indicators\n"
        "\n"
        " #    Hub        Score                   Finance  Biotech  Tourism  Connectivity\n"
        "────────────────────────────────────────────────────────────────────────────────\n"
        " 1    Shenzhen    72.1  ██████████▉           82       77       64            61\n"
        " 2–3  Chongqing   37.5  █████▋                32       23       65            37\n"
        "────────────────────────────────────────────────────────────────────────────────\n"
        "      Hong Kong      –                         –        –        –            62\n"
        "\n"
        " 77 of 84 figures; the oldest is from 2020.\n"
    )


def test_where_columns_go_it_says_which() -> None:
    assert render(ranking(), Style(30, colour=False)) == (
        "Regional hubs\n"
        "as of 2025 · 21 indicators\n"
        "\n"
        " #    Hub        Score\n"
        "──────────────────────────────\n"
        " 1    Shenzhen    72.1  ████▍\n"
        " 2–3  Chongqing   37.5  ██▎\n"
        "──────────────────────────────\n"
        "      Hong Kong      –\n"
        "\n"
        " 77 of 84 figures; the oldest\n"
        " is from 2020.\n"
        " Not shown at this width:\n"
        " Finance, Biotech, Tourism,\n"
        " Connectivity.\n"
    )


def test_in_ascii_the_columns_stay_aligned() -> None:
    lines = render(ranking(), Style(80, colour=False, encoding="ascii")).splitlines()
    assert "\n".join(lines).isascii()
    assert lines[3] == "-" * 80
    assert lines[4] == " 1    Shenzhen    72.1  ###########           82       77       64            61"
    assert lines[7] == "      Hong Kong      -                         -        -        -            62"


@pytest.mark.parametrize("width", [None, 80, 40, 20])
def test_colour_adds_and_changes_nothing(width: int | None) -> None:
    change = Table("moves", (Column("hub", "Hub", Show()), Column("by", "By", Show("number", 1, signed=True))), ())
    rows: tuple[tuple[Cell, ...], ...] = (("a", 1.5), ("b", -2), ("c", 0), ("d", None), ("e", "-"))
    change = Table(change.name, change.columns, rows, strong=(1,))
    document = Document("whatif", "Title", "aside", tables=(ranking().tables[0], change))
    coloured = render(document, Style(width, colour=True))
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render(document, Style(width, colour=False))
    assert "\x1b[32m+1.5\x1b[39m" in coloured
    assert "\x1b[1m b    \x1b[31m-2.0\x1b[39m\x1b[22m" in coloured
    assert coloured.count("\x1b[32m") == coloured.count("\x1b[31m") == 1


def drawn() -> Document:
    """Every kind of picture, each beside the numbers that it is made of."""
    columns = (
        Column("hub", "Hub", Show()),
        Column("score", "Score", Show("number", 1, of=(9,))),
        Column(label="1–4", show=Show("strip", of=(6, 7, 8), cells=7), yields=9),
        Column(label="", show=Show("spark", of=(6, 7, 8)), yields=9),
        Column("by", "By", Show("number", 1, signed=True)),
        Column(label="a · b", show=Show("bar", signed=True), yields=9),
        *(Column() for _ in range(4)),
    )
    rows: tuple[tuple[Cell, ...], ...] = (
        ("Oslo", 90.0, None, None, 4.0, 1.0, 0.0, 0.0, 1 / 3, 0.9),
        ("Turku", 30.0, None, None, -2.0, -0.5, 1 / 3, 1.0, 1.0, 0.3),
        ("Riga", None, None, None, 0.0, 0.0, None, None, None, None),
    )
    return Document("rank", "", tables=(Table("ranking", columns, rows, strong=(0,)),))


def test_pictures_stand_beside_their_numbers() -> None:
    assert render(drawn(), Style(80, colour=False)) == (
        " Hub      Score  1–4             By  a · b\n"
        "─────────────────────────────────────────────────────────────────\n"
        " Oslo   90.0 ██  ●━━····  ▁▁▃  +4.0               │█████████████\n"
        " Turku  30.0 ░░  ··━━━━●  ▃██  -2.0        ▐██████│\n"
        " Riga      –                    0.0               │\n"
    )


def test_where_there_is_nothing_to_draw_there_is_no_picture() -> None:
    [table] = drawn().tables
    table = table._replace(rows=tuple((*row[:5], *[None] * 5) for row in table.rows))
    lines = render(Document("rank", "", tables=(table,)), Style(80, colour=False)).splitlines()
    assert lines[0] == " Hub    Score    By"
    assert lines[2] == " Oslo    90.0  +4.0"


def test_in_ascii_pictures_have_stand_ins() -> None:
    assert render(drawn(), Style(80, colour=False, encoding="ascii")).splitlines()[2:] == [
        " Oslo   90.0 ##  o==----  __:  +4.0               |#############",
        " Turku  30.0 ..  --====o  :##  -2.0        #######|",
        " Riga      -                    0.0               |",
    ]


@pytest.mark.parametrize("width", [*range(16, 80, 3), 120])
def test_pictures_never_make_a_line_too_long_and_go_before_a_number(width: int) -> None:
    lines = render(drawn(), Style(width, colour=False)).splitlines()
    assert max(map(cell_len, lines)) <= max(width, 20)
    for number in ("90.0", "30.0", "+4.0", "-2.0"):
        assert sum(number in line for line in lines) == 1


def test_a_bar_to_either_side_has_the_colour_of_its_number() -> None:
    coloured = render(drawn(), Style(80, colour=True)).splitlines()
    assert coloured[2].count("\x1b[32m") == 2
    assert coloured[3].count("\x1b[31m") == 2
    assert "\x1b[3" not in coloured[4]
    plain = render(drawn(), Style(80, colour=False)).splitlines()
    assert [re.sub(r"\x1b\[[0-9;]*m", "", line).rstrip() for line in coloured] == plain


def test_without_a_width_there_is_no_picture() -> None:
    assert render(drawn(), PIPED) == (
        " Hub    Score    By\n"
        " Oslo    90.0  +4.0\n"
        " Turku   30.0  -2.0\n"
        " Riga       –   0.0\n"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["plain", "md", "json", "csv", "html"])
def test_other_formats_leave_pictures_out(name: str) -> None:
    text = FORMATS[name].load()(drawn(), PIPED)
    assert isinstance(text, str)
    assert set(text) & set("●━░█▁▃│") == set()
    assert "a · b" not in text
    for number in ("90", "30", "4.0", "2.0"):
        assert number in text


def test_wide_characters_take_two_cells() -> None:
    columns = (Column("hub", "Hub", Show()), Column("score", "Score", Show("number", 1)))
    document = Document("rank", "", tables=(Table("t", columns, (("重庆市", 1.0), ("Hefei", 22.0))),))
    assert render(document, PIPED) == " Hub     Score\n 重庆市    1.0\n Hefei    22.0\n"


def test_indents_titles_and_rules_at_the_edges() -> None:
    columns = (Column("weight", "Weight", Show("number", 2)), Column("node", "Node", Show()))
    rows: tuple[tuple[Cell, ...], ...] = ((1.0, "Index"), (0.3, "Finance"), (0.15, "Deposits"))
    table = Table("w", columns, rows, title="Weights", indents=(0, 1, 2), rules=(0, 3))
    assert render(Document("weights", "", tables=(table,)), Style(80, colour=False)) == (
        " Weights\n"
        " Weight  Node\n"
        "─────────────────────\n"
        "   1.00  Index\n"
        "   0.30    Finance\n"
        "   0.15      Deposits\n"
        "─────────────────────\n"
    )


def test_a_long_name_folds_and_keeps_its_row() -> None:
    columns = (Column("hub", "Hub", Show()), Column("score", "Score", Show("number", 1)))
    name = "The Greater Bay Area of Guangdong, Hong Kong and Macao"
    document = Document("rank", "", tables=(Table("t", columns, ((name, 72.1), ("Hefei", 33.1))),))
    assert render(document, Style(32, colour=False)) == (
        " Hub                       Score\n"
        "────────────────────────────────\n"
        " The Greater Bay Area of    72.1\n"
        " Guangdong, Hong Kong and\n"
        " Macao\n"
        " Hefei                      33.1\n"
    )


def test_what_is_not_shown_leaves_no_trace() -> None:
    hidden = Table("nodes", (Column("a", "A", Show()),), (("x",),), shown=False)
    keys_only = Table("more", (Column("b"),), (("y",),))
    document = Document("rank", "Title", lead=("One.", "", "Two."), tables=(hidden, keys_only))
    assert render(document, PIPED) == "Title\n\nOne.\nTwo.\n"


def test_a_table_without_labels_has_no_header() -> None:
    table = Table("t", (Column("a", "", Show()), Column("b", "", Show())), (("x", "y"),))
    assert render(Document("p", "", tables=(table,)), Style(80, colour=False)) == " x  y\n"


def test_strangers_text_is_harmless_everywhere() -> None:
    evil = "\x1b]0;x\x07[bold]\u202e\n:smile:"
    shown = "<U+001B>]0;x<U+0007>[bold]<U+202E><U+000A>:smile:"
    column = Column("a", evil, Show(), short=evil)
    table = Table("t", (column,), ((evil,),), title=evil)
    text = render(Document("p", evil, evil, (evil,), (table,), (evil,)), PIPED)
    assert text.count(shown) == 7
    assert not set(text) & {"\x1b", "\x07", "\u202e"}


texts = st.text(st.sampled_from("abc de重é-"), max_size=40)
numbers = st.one_of(st.none(), st.floats(-1e15, 1e15))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(texts, numbers, numbers, texts), max_size=5), st.integers(1, 130), st.integers(0, 2))
def test_at_any_width_every_number_is_whole(rows: list[tuple[Cell, ...]], width: int, yields: int) -> None:
    columns = (
        Column("hub", "Hub of some kind", Show()),
        Column("score", "Score", Show("number", 1)),
        Column("gain", "Gain in two years", Show("number", 2, signed=True), short="Gain", yields=yields),
        Column("note", "Note", Show(), yields=yields),
    )
    document = Document("p", "A title of some length", "and an aside", tables=(Table("t", columns, tuple(rows)),))
    text = render(document, Style(width, colour=False))
    found = text.split()
    for _, score, _, _ in rows:
        if isinstance(score, float):
            assert (f"{score:,.1f}" if f"{score:.1f}" != "-0.0" else "0.0") in found
    if width >= 24 + 25 + 8 + 8 + 4:  # the widest numbers, the narrowest texts, what is between them
        assert all(cell_len(line) <= width for line in text.splitlines())


@pytest.mark.parametrize(("width", "shown"), [(None, True), (20, True), (19, False)])
def test_a_drawing_is_whole_or_not_there(width: int | None, shown: bool) -> None:
    lines = (("a ──╲ ╱── b  first",), ("     ╳",), ("b ──╱ ╲── a  second",))
    drawing = Table("chart", (Column(label="2020     2021", show=Show()),), lines, drawn=True)
    text = render(Document("p", "Title", tables=(drawing,)), Style(width, colour=False))
    assert ("╳" in text) is shown
    if shown:
        assert text.splitlines()[-3:] == [" a ──╲ ╱── b  first", "      ╳", " b ──╱ ╲── a  second"]
    else:
        assert text == "Title\n"


@pytest.mark.parametrize("mark", ["·", "!"])
def test_the_further_lines_of_a_bullet_hang_below_its_text(mark: str) -> None:
    lead = (f"{mark} one two three four five six", "one two three four five six")
    lines = render(Document("audit", "", lead=lead), Style(20, False)).splitlines()
    assert lines == [f"{mark} one two three four", "  five six", "one two three four", "five six"]
    assert render(Document("audit", "", lead=lead), Style(None, False)).splitlines() == list(lead)
