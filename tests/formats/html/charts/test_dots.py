from __future__ import annotations

from xml.etree import ElementTree as ET

from hubscore.formats.html.charts.dots import HEAD, ROW, dots


def test_marks_on_a_line() -> None:
    svg = ET.fromstring(
        dots(
            "d",
            "Beside",
            ["Air", "Sea"],
            ["Oslo", "median", "best of them all"],
            [[0, 50, 100], [25, None, None]],
            [["0.0", "50.0", "100.0"], ["25.0", "–", "–"]],
            (0, 100),
            heads={0},
        )
    )
    lines = [each for each in svg.iter("g") if each.find("text") is not None]
    assert [each.attrib["transform"] for each in lines] == [
        f"translate(0 {HEAD + 24})",
        f"translate(0 {HEAD + ROW + 24})",
    ]
    drawn = [
        (each.attrib["class"], each.get("cx") or each.attrib["x1"])
        for line in lines
        for each in line
        if each.tag in ("circle", "line")
    ]
    assert drawn == [("tick", "2%"), ("best", "98%"), ("other", "50%"), ("own", "2%"), ("tick", "2%"), ("own", "26%")]
    told = [(word.text, word.get("class")) for word in svg.iter("text")]
    assert told[:3] == [("Oslo", "quiet"), ("median", "quiet"), ("best of them a…", "quiet")]
    assert told[3:] == [("Air", "head"), ("0.0", "figure"), ("Sea", None), ("25.0", "figure")]
    assert svg.attrib["height"] == f"{HEAD + 2 * ROW}"
    assert (
        svg[1].text
        == "Air: Oslo 0.0, median 50.0, best of them all 100.0; Sea: Oslo 25.0, median –, best of them all –"
    )
