"""The pictures of README and docs/: made by the program, of the program as it is now, and sound."""

from __future__ import annotations

import re
import runpy
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from rich.segment import Segment
from rich.style import Style

from hubscore.formats.pictures import EIGHTHS, HATCHES, LEVELS, SHADES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MADE = runpy.run_path(str(DOCS / "make_pictures.py"))
PICTURES: dict[str, Callable[[], str]] = MADE["PICTURES"]
FILES = sorted((DOCS / "pictures").iterdir())
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_what_the_program_shows(name: str) -> None:
    kept = (DOCS / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    assert PICTURES[name]() == kept, "stale: run `python docs/make_pictures.py`"


def test_there_are_no_others_and_all_are_small() -> None:
    assert [file.name for file in FILES] == sorted(f"{name}.svg" for name in PICTURES)
    assert sum(file.stat().st_size for file in FILES) < 300_000


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_picture_has_a_name_and_a_ground_and_loads_nothing(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    root = ET.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-label")
    assert "prefers-color-scheme: dark" in text
    assert [child.get("class") for child in root][1] == "paper frame"
    assert not re.search(r"https?:|//|url\(|@import|@font-face|href|<script|<image|<foreignObject", without_names(text))


def without_names(text: str) -> str:
    """The names of what SVG is are written like addresses."""
    return text.replace('xmlns="http://www.w3.org/2000/svg"', "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_nothing_stands_outside_of_its_picture(file: Path) -> None:
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    width, height = (float(root.get(side, "")) for side in ("width", "height"))
    for found in root.findall(f"{SVG}text") + root.findall(f"{SVG}rect"):
        long = float(found.get("textLength", found.get("width", "0")))
        assert 0 <= float(found.get("x", "")) <= float(found.get("x", "")) + long <= width
        assert 0 <= float(found.get("y", "")) <= height


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_shape_has_a_colour_of_its_own(file: Path) -> None:
    root = ET.fromstring(file.read_text(encoding="utf-8"))
    styles = root.findtext(f"{SVG}style") or ""
    shapes = [found for kind in ("rect", "circle", "line") for found in root.iter(f"{SVG}{kind}")]
    assert shapes
    rules = re.findall(r"([^{}]+){([^{}]*)}", styles)
    colouring = "".join(chosen for chosen, says in rules if re.search("fill:|stroke:", says))
    coloured = set(re.findall(r"\.(\w+)", colouring))
    assert [found.get("class") for found in shapes if coloured.isdisjoint(found.get("class", "").split())] == []


def test_every_picture_is_shown_somewhere_with_words_for_who_cannot_see_it() -> None:
    pages = [ROOT / "README.md", *DOCS.glob("*.md")]
    shown = set()
    for page in pages:
        for words, target in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
            assert len(words) > 20
            shown.add((page.parent / target).resolve())
    assert shown == set(FILES)


def test_the_colours_are_those_of_the_report() -> None:
    rules = (ROOT / "src/hubscore/formats/html/templates/page.css").read_text(encoding="utf-8")
    light, dark = (dict(re.findall(r"--(\w+): (#\w+);", part)) for part in rules.split("@media")[:2])
    names = {"loss": "vermilion"}
    for palette, known in ((MADE["LIGHT"], light), (MADE["DARK"], dark)):
        assert palette == {name: known[names.get(name, name)] for name in palette}


def test_all_signs_that_pictures_are_made_of_are_drawn_as_boxes() -> None:
    boxes = MADE["BLOCKS"]
    assert set(boxes) - {" "} == set("".join([*EIGHTHS, LEVELS, HATCHES, SHADES, "▐"])) - {" "}
    assert boxes["▌"][:4] == (0, 0, 0.5, 1)
    assert boxes["▂"][:4] == (0, 0.75, 1, 0.25)
    assert [boxes[sign][4] for sign in "░▒▓█"] == [0.25, 0.5, 0.75, 1]


def test_words_and_boxes_stand_at_their_cells() -> None:
    cell, edge = MADE["CELL"], MADE["EDGE"]
    line = [Segment("重庆  a b  ", Style(bold=True)), Segment("██▌ ░░"), Segment("<", Style(reverse=True))]
    root = ET.fromstring(MADE["drawn"]("A & B", [line], 20))
    assert root.get("aria-label") == "A & B"
    words = [(found.text, found.get("class"), float(found.get("x", ""))) for found in root.findall(f"{SVG}text")]
    assert words == [
        ("重庆", "strong ink", pytest.approx(edge)),
        ("a b", "strong ink", pytest.approx(edge + 6 * cell)),
        ("<", "on", pytest.approx(edge + 17 * cell)),
    ]
    assert float(root.findall(f"{SVG}text")[0].get("textLength", "")) == pytest.approx(4 * cell)
    boxes = [(float(box.get("x", "")), float(box.get("width", ""))) for box in root.findall(f"{SVG}rect")][1:]
    assert boxes == [
        pytest.approx((edge + 11 * cell, 2.5 * cell)),
        pytest.approx((edge + 15 * cell, 2 * cell)),
        pytest.approx((edge + 17 * cell, cell)),
    ]
