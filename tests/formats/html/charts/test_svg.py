from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from hubscore.formats.html.charts.svg import cut, element, percent, picture, placed, text


def test_attributes_and_words_are_escaped() -> None:
    assert element("rect", x=1.5, class_="a", text_anchor="end") == '<rect x="1.5" class="a" text-anchor="end"/>'
    assert element("g", "<b/>", "<c/>") == "<g><b/><c/></g>"
    assert element("g", "<b/>", id='"><script>') == '<g id="&quot;&gt;&lt;script&gt;"><b/></g>'
    assert text("a<b & \"c\" 'd'", "0", 2) == '<text x="0" y="2">a&lt;b &amp; &quot;c&quot; &#x27;d&#x27;</text>'
    assert text("a", "0", 2, class_="b") == '<text x="0" y="2" class="b">a</text>'


def test_a_picture_is_named_and_read_out() -> None:
    svg = ET.fromstring(picture("p", "A <b>", ["one", "two"], 30, "<g/>"))
    assert svg.tag == "svg"
    assert svg.attrib == {"class": "chart", "role": "img", "aria-labelledby": "p-title p-desc", "height": "30"}
    assert [(each.tag, each.get("id"), each.text) for each in svg] == [
        ("title", "p-title", "A <b>"),
        ("desc", "p-desc", "one; two"),
        ("g", None, None),
    ]


def test_a_description_ends_somewhere() -> None:
    told = ET.fromstring(picture("p", "A", [f"row {at}" for at in range(15)], 30))[1].text or ""
    assert told.endswith("; row 11; and 3 more")
    told = ET.fromstring(picture("p", "A", [f"row {at}" for at in range(12)], 30))[1].text or ""
    assert told.endswith("; row 11")
    assert ET.fromstring(picture("p", "A", [], 30))[1].text == "nothing to draw"


@pytest.mark.parametrize(
    ("value", "span", "share"),
    [(5, (0, 10), 0.5), (5, (2, 12), 0.3), (-1, (0, 10), 0), (11, (0, 10), 1), (3, (3, 3), 0.5)],
)
def test_where_a_value_lies(value: float, span: tuple[float, float], share: float) -> None:
    assert placed(value, span) == share


def test_shares_are_per_cent() -> None:
    assert [percent(share) for share in (0, 0.5, 1 / 3, 1, -0.00001)] == ["0%", "50%", "33.33%", "100%", "0%"]


def test_a_name_has_room_beside_a_figure() -> None:
    assert cut("重" * 20) == "重" * 20
    assert cut("重" * 21) == "重" * 19 + "…"
    assert cut("x" * 41) == "x" * 39 + "…"
