from __future__ import annotations

import html
import re

import pytest
from markdown_it import MarkdownIt

from hubscore.formats.md import render
from hubscore.formats.style import Style
from hubscore.pages.document import Column, Document, Show, Table

STYLE = Style(width=None, colour=False)
READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])


def cells(text: str) -> list[str]:
    return [html.unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", READER.render(text))]


def test_the_parts_of_a_page() -> None:
    columns = (
        Column("node", "Node", Show()),
        Column("", "", Show("bar")),
        Column("score", "Score", Show("number", 1)),
        Column("hidden"),
    )
    rows = (("Index", 1, 72.06, "x"), ("Finance", 1, None, "x"), ("", 1, 0, "x"))
    table = Table("t", columns, rows, title="Nodes", indents=(0, 1), strong=(0,))
    hidden = Table("u", columns, rows, shown=False)
    keys = Table("v", (Column("a"),), ((1,),))
    document = Document("p", "Title", "aside", ("One.", "Two."), (table, hidden, keys), ("Foot.",), ("note",))
    assert render(document, STYLE) == (
        "# Title\n\naside\n\nOne.\n\nTwo.\n\n## Nodes\n\n"
        "| Node | Score |\n| --- | ---: |\n| **Index** | 72.1 |\n| &nbsp;&nbsp;Finance | – |\n|  | 0.0 |\n\nFoot.\n"
    )


@pytest.mark.parametrize(
    "text",
    [
        "a|b",
        "a\\|b",
        "`code`",
        "*bold* __bold__ ~~gone~~",
        "[text](http://example.org)",
        "![image](x.png)",
        "<script>alert(1)</script>",
        "<http://example.org>",
        "&lt; &amp; &#65;",
        "# heading",
        "ends with \\",
        "$x$",
    ],
)
def test_a_cell_is_text_and_nothing_else(text: str) -> None:
    table = Table("t", (Column("a", "A", Show()), Column("b", "B", Show())), ((text, "x"),))
    assert cells(render(Document("p", "", tables=(table,)), STYLE)) == [text, "x"]


@pytest.mark.parametrize("text", ["- item", "+ item", "1. item", "12) item", "> quote", "# heading", "===", "    code"])
def test_a_line_is_a_paragraph(text: str) -> None:
    rendered = READER.render(render(Document("p", "Title", lead=("before", text)), STYLE))
    assert rendered == f"<h1>Title</h1>\n<p>before</p>\n<p>{html.escape(text.strip())}</p>\n"


def test_strangers_text_is_harmless() -> None:
    table = Table("t", (Column("a", "A", Show()),), (("x\ny\x1b\u202e",),))
    assert cells(render(Document("p", "", tables=(table,)), STYLE)) == ["x<U+000A>y<U+001B><U+202E>"]


def test_in_ascii_stand_ins_are_escaped_too() -> None:
    table = Table("t", (Column("a", "A", Show()),), (("≥ 5",),))
    text = render(Document("p", "", tables=(table,)), Style(None, colour=False, encoding="ascii"))
    assert text.isascii()
    assert cells(text) == [">= 5"]


def test_a_page_without_a_title_begins_with_what_it_says() -> None:
    assert render(Document("p", "", lead=("One.",)), STYLE) == "One.\n"


def test_a_table_of_numbers_and_a_strong_row_without_a_name() -> None:
    numbers = Table("t", (Column("a", "A", Show("number", 1)),), ((1.0,),), strong=(0,))
    assert cells(render(Document("p", "", tables=(numbers,)), STYLE)) == ["1.0"]
    named = Table("t", (Column("a", "A", Show()), Column("b", "B", Show("number", 1))), (("", 1.0),), strong=(0,))
    assert render(Document("p", "", tables=(named,)), STYLE).endswith("|  | 1.0 |\n")


def test_a_drawing_is_left_out() -> None:
    drawing = Table("chart", (Column(label="2020", show=Show()),), (("──",),), drawn=True)
    assert render(Document("p", "Title", tables=(drawing,)), STYLE) == "# Title\n"
