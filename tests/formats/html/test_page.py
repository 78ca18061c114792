from __future__ import annotations

import html
import json
import re
import sys
from html.parser import HTMLParser
from importlib import resources
from importlib.metadata import version

import pytest

from hubscore.errors import UsageError
from hubscore.formats.html.page import block, render
from hubscore.formats.html.policy import digest
from hubscore.formats.style import Style
from hubscore.pages.document import Cell, Chart, Column, Document, Section, Show, Table

STYLE = Style(width=None, colour=False)
TEXT = Show()

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style></title></textarea>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)",
    "]]><svg onload=alert(1)>",
    "<!-- --!>",
    "&lt;b&gt;&amp;amp;",
    "{{ 7 * 7 }}{% raw %}",
]


class Reader(HTMLParser):
    """What a browser would make of a page: tags with their attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def document(word: str = "Oslo", live: dict[str, object] | None = None) -> Document:
    columns = (Column("hub", word, TEXT), Column("a", word, Show("number", 1)), Column(label=word, show=TEXT))
    heat = (Column(label=word, show=TEXT), Column(label=word, show=TEXT), Column(), Column(), Column())
    rows: tuple[tuple[Cell, ...], ...] = ((word, 1.0, word),)
    told: tuple[tuple[Cell, ...], ...] = ((word, word, 0.5, word, word),)
    tables = (
        Table("ranking", columns, rows, title=word),
        Table("points", columns, rows, chart=Chart("stack", word, 0, (1,))),
        Table("heat", heat, told, chart=Chart("heat", word, 0, (1,), (2,), (3,), (4,))),
    )
    names = tuple(table.name for table in tables)
    sections = (
        Section("one", word, (word,), names, (word,)),
        Section("two", word),
        Section("three", word, (word,), within="two", folded=True),
    )
    return Document("p", word, word, (word,), tables, (word,), (word,), sections=sections, live=live)


def test_the_parts_of_a_page() -> None:
    columns = (
        Column("hub", "Hub", TEXT),
        Column(label="", show=Show("bar")),
        Column("score", "Score", Show("number", 1)),
    )
    table = Table("ranking", columns, (("Oslo", 0.5, 50.0),), title="Ranks")
    page = render(Document("p", "Hubs", "as of 2020", ("One.",), (table,), ("Foot.",), ("A note.",)), STYLE)
    assert page.startswith('<!doctype html>\n<html lang="en">')
    body = re.sub(r"\s+", " ", page[page.index("<body>") :])
    assert '<h1>Hubs</h1><p class="aside">as of 2020</p><p class="lead">One.</p>' in body.replace("> <", "><")
    assert '<table class="n3"> <caption>Ranks</caption>' in body
    assert '<thead><tr><th scope="col">Hub<td><th scope="col">Score</tr>' in body
    assert '<th scope="row">Oslo<td class="bar"><svg' in body
    assert "</svg><td>50.0</tr> </table>" in body
    assert body.count("Foot.") == 1
    assert "<li>A note.</li>" in body
    assert "<script" not in body


@pytest.mark.parametrize("word", HOSTILE)
def test_hostile_words_are_words(word: str) -> None:
    plain, other = (Reader(render(document(each, {"names": [each]}), STYLE)) for each in ("Oslo", word))
    assert [tag for tag, _ in plain.tags] == [tag for tag, _ in other.tags]
    assert [attributes.keys() for _, attributes in plain.tags] == [attributes.keys() for _, attributes in other.tags]
    assert not [key for _, attributes in other.tags for key in attributes if key.startswith("on") or key == "style"]
    assert sum(word in text for text in other.texts) >= 15


def test_what_cannot_be_seen_is_named() -> None:
    page = render(document("a\u202eb\x00c\nd"), STYLE)
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "a&lt;U+202E&gt;b&lt;U+0000&gt;c&lt;U+000A&gt;d" in page


@pytest.mark.parametrize("live", [None, {"names": ["</script>"]}])
def test_the_policy_names_the_blocks_that_are_there(live: dict[str, object] | None) -> None:
    page = render(document(live=live), STYLE)
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page)
    told = dict(part.strip().split(" ", 1) for part in html.unescape(policy).split(";"))
    [css] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert told["style-src"] == digest(css)
    scripts = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert [digest(script) for script in scripts] == ([] if live is None else [told["script-src"]])
    assert told["default-src"] == "'none'"
    assert page.index("Content-Security-Policy") < page.index("<style>")
    assert "http" not in re.sub(r"http-equiv", "", page)


def test_a_page_holds_its_style_its_scripts_and_its_data_and_nothing_beside_them() -> None:
    page = render(document(live={"names": ["Oslo", "重庆"]}), STYLE)
    files = resources.files("hubscore.formats.html") / "templates"
    names = ("page.css", "engine.js", "points.js", "live.js")
    css, *scripts = ((files / name).read_text(encoding="utf-8") for name in names)
    assert re.findall(r"<style>(.*?)</style>", page, re.DOTALL) == [css]
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    said = [line for line in map(str.strip, "".join(scripts).splitlines()) if not line.startswith("//")]
    assert script.splitlines() == [line for line in said if line]
    [data] = re.findall(r'<script type="application/json" id="model">(.*?)</script>', page, re.DOTALL)
    assert json.loads(data) == {"names": ["Oslo", "重庆"]}


def test_data_can_stand_in_a_script() -> None:
    told = block({"a": "</script><!--&\u2028\u00e9", "b": [1.5, None, True]})
    assert told.isascii()
    assert not set(told) & set("<>&")
    assert json.loads(told) == {"a": "</script><!--&\u2028\u00e9", "b": [1.5, None, True]}
    assert block({"a": [1, 2], "b": None}) == '{"a":[1,2],"b":null}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        block({"a": float("nan")})


def test_a_page_without_a_title_and_where_it_comes_from() -> None:
    page = render(Document("p", ""), STYLE)
    assert "<title>hubscore</title>" in page
    assert f"hubscore {version('hubscore')}" in page
    assert page.endswith("</html>\n")


def test_contents_and_folded_sections() -> None:
    page = render(document(), STYLE)
    assert '<nav aria-label="Contents"><ul><li><a href="#two">Oslo</a></li></ul></nav>' in page
    assert '<details class="card" id="three"><summary><h3>Oslo</h3></summary>' in page
    assert page.count("Oslo</p>") == 6  # aside, lead, foot; lead and foot of one; lead of three


def test_what_a_terminal_cannot_show_is_written_as_a_number() -> None:
    page = render(document("重庆", {"names": ["重庆"]}), Style(None, colour=False, encoding="ascii"))
    assert page.isascii()
    assert "<h1>重庆</h1>" in html.unescape(page)
    assert render(document("重庆"), STYLE).count("<h1>重庆</h1>") == 1


def test_ids_are_given_once() -> None:
    found = re.findall(r'\bid="([^"]*)"', render(document(live={}), STYLE))
    assert len(found) == len(set(found))


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(UsageError) as found:
        render(document(), STYLE)
    [problem] = found.value.problems
    assert problem.rule == "missing-extra"
    assert problem.message == "writing HTML needs the package Jinja2"
    assert problem.hint == "pip install 'hubscore[report]', or Jinja2 alone; md, csv and json need nothing"
