from __future__ import annotations

from xml.etree import ElementTree as ET

from hubscore.formats.html.charts.stack import BAR, ROW, TOP, stack


def rects(svg: str) -> list[tuple[str, str, str, str]]:
    found = ET.fromstring(svg).iter("rect")
    return [(r.attrib["x"], r.attrib["width"], r.attrib["y"], r.attrib["class"]) for r in found]


def words(svg: str) -> list[str | None]:
    return [each.text for each in ET.fromstring(svg).iter("text")]


def test_parts_stand_end_to_end() -> None:
    values = [[20, 30, 5], [10, None, 0]]
    svg = stack("s", "Points", ["Oslo", "Turku"], ["Air", "Sea", "Rail"], values, [["20", "30", "5"]] * 2, most=100)
    assert rects(svg) == [
        ("0%", "20%", f"{TOP}", "s0"),
        ("20%", "30%", f"{TOP}", "s1"),
        ("50%", "5%", f"{TOP}", "s2"),
        ("0%", "10%", f"{TOP + ROW}", "s0"),
    ]
    assert words(svg) == ["Oslo", "20", "30", "Turku", "20"]  # 5 of 100 has no room for its figure
    assert ET.fromstring(svg).attrib["height"] == f"{2 * ROW}"
    assert "Oslo: Air 20, Sea 30, Rail 5; Turku:" in svg
    assert BAR < ROW - TOP + 1


def test_the_longest_row_is_as_wide_as_there_is_room() -> None:
    svg = stack("s", "Points", ["a", "b"], ["x", "y"], [[1, 3], [1, 1]], [["1", "3"], ["1", "1"]])
    assert [rect[:2] for rect in rects(svg)] == [("0%", "25%"), ("25%", "75%"), ("0%", "25%"), ("25%", "25%")]


def test_losses_stand_left_of_the_zero() -> None:
    svg = stack("s", "Points", ["a"], ["x", "y", "z"], [[-1, 3, -1]], [["-1", "3", "-1"]])
    assert [rect[:2] for rect in rects(svg)] == [("20%", "20%"), ("40%", "60%"), ("0%", "20%")]
    [zero] = ET.fromstring(svg).iter("line")
    assert (zero.attrib["x1"], zero.attrib["x2"]) == ("40%", "40%")


def test_tints_begin_anew_and_nothing_is_nothing() -> None:
    svg = stack("s", "", ["a"], list("vwxyz"), [[1, 1, 1, 1, 1]], [["1"] * 5])
    assert [rect[3] for rect in rects(svg)] == ["s0", "s1", "s2", "s3", "s0"]
    assert rects(stack("s", "", ["a"], ["x"], [[None]], [["–"]])) == []
    assert rects(stack("s", "", [], [], [], [])) == []
