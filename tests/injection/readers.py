"""What is printed, taken apart by readers that know nothing of the program, each by the rules of its format."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import html5lib
import pyte
from defusedxml.ElementTree import fromstring
from markdown_it import MarkdownIt
from python_calamine import CalamineWorkbook


class Read(NamedTuple):
    """What a reader finds: the shape that everything stands in, and the texts from left to right."""

    shape: Any
    texts: list[str]


def annotations(text: str) -> Iterator[tuple[str, str]]:
    """The commands that a step's output runs, by the rules of the runner of GitHub Actions, Azure and TeamCity."""
    for line in re.split(r"\r\n|\r|\n", text):
        bare = line.strip()
        if bare.startswith("::"):
            head, colons, data = bare[2:].partition("::")
            if colons:  # whatever the command: a runner may learn more of them
                yield head.partition(" ")[0], data
                continue  # a line is one command
        for found in re.finditer(r"##(vso|teamcity)?\[", line):
            yield found[0], line[found.end() :]


class _Watched(pyte.Screen):
    """A terminal of many lines that remembers whatever was done to it but to write, and to write in colour."""

    def __init__(self) -> None:
        self.done: list[str] = []
        super().__init__(400, 10)
        self.done.clear()

    def __getattribute__(self, name: str) -> Any:
        quiet = {"draw", "linefeed", "select_graphic_rendition", "carriage_return"}
        if name in pyte.Stream.events - quiet:
            self.done.append(name)
        return super().__getattribute__(name)


COLOURS = re.compile("\x1b\\[(?:1|2|22|31|32|39|1;31|1;33|22;39)m")


def terminal(text: str) -> list[str]:
    """What a terminal does besides writing."""
    if "\x1b" not in COLOURS.sub("", text) and not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", COLOURS.sub("", text)):
        return []
    screen = _Watched()
    before = len(screen.done)
    pyte.Stream(screen).feed(text.replace("\n", "\r\n"))
    return [*screen.done[before:], "a code that is none of ours"]


def lines(text: str) -> Read:
    return Read(text.count("\n"), text.split("\n"))


def of_json(text: str) -> Read:
    texts: list[str] = []

    def shape(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: shape(value) for key, value in node.items()}
        if isinstance(node, list):
            return [shape(value) for value in node]
        if isinstance(node, str):
            texts.append(node)
            return "text"
        return node

    return Read(shape(json.loads(text)), texts)


def of_sarif(text: str) -> Read:
    """Message strings say a brace by two (SARIF 2.1.0, 3.11.5)."""

    def read(node: dict[str, Any]) -> dict[str, Any]:
        said = node.get("message")
        if isinstance(said, dict):
            said["text"] = re.sub(r"\{\{|\}\}", lambda two: two[0][0], said["text"])
        return node

    return of_json(json.dumps(json.loads(text, object_hook=read)))


def of_csv(text: str) -> Read:
    rows = list(csv.reader(io.StringIO(text), strict=True))
    assert not [cell for row in rows for cell in row if re.match("[=+@\t\r\uff1d]|-(?![0-9.]+(e[-+]?[0-9]+)?$)", cell)]
    return Read([len(row) for row in rows], [cell for row in rows for cell in row])


def of_md(text: str) -> Read:
    """By CommonMark with GitHub's tables, crossed-out words and addresses that become links by themselves."""
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    shape: list[str] = []
    texts: list[str] = []
    for token in parser.parse(text):
        assert token.type not in {"html_block", "fence", "code_block"}, token
        shape.append(token.type)
        words = [child for child in token.children or () if child.type in ("text", "text_special")]
        marks = [child.type for child in token.children or () if child.type not in ("text", "text_special")]
        assert not set(marks) & {"link_open", "image", "html_inline", "code_inline", "em_open", "s_open"}, token.content
        shape += marks
        texts += ["".join(child.content for child in words)] if token.type == "inline" else []
    return Read(shape, texts)


HANDLERS = re.compile(r"^on|^(src|srcdoc|action|formaction|ping|xlink:href)$")


def of_html(text: str) -> Read:
    """By the rules of browsers: elements with the names of their attributes; drawings count as one."""
    shape: list[Any] = []
    texts: list[str] = []
    for node in html5lib.parse(text, namespaceHTMLElements=False).iter():
        tag = node.tag if isinstance(node.tag, str) else "comment"
        assert tag != "comment", "a comment"
        assert not [key for key in node.attrib if HANDLERS.match(str(key))], node.attrib
        assert not node.get("href", "#").strip().lower().startswith(("javascript", "data", "http")), node.attrib
        if "svg" not in tag:
            shape.append((tag, sorted({str(key) for key in node.attrib} - {"class"})))
        if tag not in ("script", "style"):
            texts += [part.strip() for part in (node.text, node.tail) if part and part.strip()]
    drawn = {"rect", "line", "path", "g", "text", "tspan", "circle", "polyline", "title"}
    return Read([each for each in shape if not ("svg" in each[0] or each[0].rpartition("}")[2] in drawn)], texts)


def of_xlsx(data: bytes) -> Read:
    """By another library, and as the XML that it is: no formula, no link, no code."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            assert not re.search("vba|externalLink|embeddings|connections", name), name
            found = {node.tag.rpartition("}")[2] for node in fromstring(package.read(name)).iter()}
            assert not found & {"f", "hyperlink", "hyperlinks", "oleObject", "dataValidation", "ddeLink"}, name
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names]
    texts = [cell for rows in sheets for row in rows for cell in row if isinstance(cell, str) and cell]
    shape = [[len(row) for row in rows] for rows in sheets]
    return Read([book.sheet_names, shape], texts)


def of_github(text: str) -> Read:
    found = list(annotations(text))
    decoded = [re.sub("%(25|0D|0A)", lambda code: chr(int(code[1], 16)), data) for _, data in found]
    return Read([name for name, _ in found], decoded)


def of_xml(text: str) -> Read:
    nodes = list(fromstring(text.encode()).iter())
    texts = [value for node in nodes for value in (*node.attrib.values(), node.text or "") if value.strip()]
    return Read([(node.tag, sorted(node.attrib)) for node in nodes], texts)


READERS: dict[str, Callable[[Any], Read]] = {
    "table": lines,
    "plain": lines,
    "json": of_json,
    "csv": of_csv,
    "md": of_md,
    "html": of_html,
    "xlsx": of_xlsx,
    "github": of_github,
    "gitlab": of_json,
    "junit": of_xml,
    "sarif": of_sarif,
}
