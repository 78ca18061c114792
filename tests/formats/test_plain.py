from __future__ import annotations

from hubscore.formats.plain import render
from hubscore.formats.style import Style
from hubscore.pages.document import Column, Document, Show, Table

STYLE = Style(width=None, colour=False)


def test_every_value_stands_beside_its_name() -> None:
    columns = (
        Column("rank", "#", Show("whole")),
        Column("name", "Hub", Show()),
        Column("score", "Score", Show("number", 1)),
        Column("", "", Show("bar")),
        Column("pillars.finance", "Finance", Show("number", 0)),
        Column("change", "2022 to 2025", Show("percent", signed=True)),
        Column("remark", "Note", Show()),
        Column("hidden"),
    )
    rows = ((1, "Shenzhen", 72.1, 0.7, 82, 0.04, "", "x"), (None, "Hong Kong", None, None, None, None, "few", "x"))
    table = Table("ranking", columns, rows, title="Ranking", rules=(1,), indents=(1,), strong=(0,))
    other = Table("nodes", columns, rows, shown=False)
    document = Document("rank", "Hubs", "2025", ("One.", "Two."), (table, other), ("Foot.",), ("note",))
    assert render(document, STYLE) == (
        "Hubs\n2025\n\nOne.\nTwo.\n\nRanking\n"
        "Shenzhen: rank 1, score 72.1, Finance 82, 2022 to 2025 +4 %\n"
        "Hong Kong: rank not available, score not available, Finance not available, "
        "2022 to 2025 not available, Note few\n"
        "\nFoot.\n"
    )


def test_rows_without_a_name_or_without_values() -> None:
    scores = Table("t", (Column("score", "Score", Show("number", 1)), Column("", "", Show())), ((1.0, ""),))
    numbers = Table("n", (Column("score", "Score", Show("number", 1)),), ((1.0,),))
    names = Table("u", (Column("hub", "Hub", Show()),), (("Hefei",),))
    text = render(Document("p", "", tables=(scores, numbers, names)), STYLE)
    assert text == "score 1.0\n\nscore 1.0\n\nHub\nHefei\n"  # of several tables each says what it lists


def test_strangers_text_is_harmless_and_fits_the_encoding() -> None:
    table = Table("t", (Column("hub", "H\x1b", Show()), Column("a", "A\n", Show())), (("x\u202e", "≥ ü"),))
    text = render(Document("p", "t\x1b", tables=(table,)), Style(None, colour=True, encoding="ascii"))
    assert text == "t<U+001B>\n\nx<U+202E>: A<U+000A> >= <U+00FC>\n"


def test_a_drawing_is_not_read_aloud() -> None:
    drawing = Table("chart", (Column(label="2020", show=Show()),), (("──",),), drawn=True)
    assert render(Document("p", "Title", tables=(drawing,)), Style(None, False)) == "Title\n"


def test_a_sign_is_called_by_its_word() -> None:
    table = Table("t", (Column(label="#", show=Show()), Column(label="Hub", show=Show())), (("3–4", "Hefei"),))
    assert render(Document("rank", "", tables=(table,)), STYLE) == "Hefei: rank 3–4\n"
