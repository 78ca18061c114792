from __future__ import annotations

from xml.etree import ElementTree as ET

from hubscore.formats.html.charts.bump import HEAD, LONGEST_NAME, MOST_PLACES, ROW, bump


def test_lines_from_year_to_year() -> None:
    marks = [("Oslo", 2020.0, 2), ("Turku", 2020.0, 1), ("Oslo", 2021.0, 1), ("Turku", 2021.0, 2)]
    svg = ET.fromstring(bump("b", "Ranks", marks))
    first, second = f"{HEAD + ROW * 0.5:g}", f"{HEAD + ROW * 1.5:g}"
    lines = [(each.attrib["x1"], each.attrib["y1"], each.attrib["x2"], each.attrib["y2"]) for each in svg.iter("line")]
    assert lines == [("6%", second, "60%", first), ("6%", first, "60%", second)]
    assert [word.text for word in svg.iter("text")] == ["2020", "2021", "1 Oslo", "2 Turku"]
    assert svg.attrib["height"] == f"{HEAD + ROW * 2:g}"
    assert svg[1].text == "Oslo: 2020 rank 2, 2021 rank 1; Turku: 2020 rank 1, 2021 rank 2"


def test_a_line_breaks_off_where_there_is_no_rank() -> None:
    marks = [("Oslo", 2020.0, 1), ("Turku", 2021.0, 1), ("Oslo", 2022.0, 1), ("Turku", 2022.0, MOST_PLACES + 1)]
    svg = ET.fromstring(bump("b", "Ranks", marks))
    assert list(svg.iter("line")) == []
    assert [dot.attrib["cx"] for dot in svg.iter("circle")] == ["6%", "60%", "33%"]


def test_ties_do_not_hide_each_other() -> None:
    svg = ET.fromstring(bump("b", "Ranks", [("Oslo", 2020.0, 1), ("Turku", 2020.0, 1)]))
    ys = [float(dot.attrib["cy"]) for dot in svg.iter("circle")]
    assert ys[1] > ys[0] + 5
    assert [dot.attrib["cx"] for dot in svg.iter("circle")] == ["60%", "60%"]


def test_a_long_name_is_cut_where_it_is_drawn_and_read_out_whole() -> None:
    svg = ET.fromstring(bump("b", "Ranks", [("x" * 40, 2020.0, 1)]))
    assert [word.text for word in svg.iter("text")][-1] == "1 " + "x" * (LONGEST_NAME - 1) + "…"
    assert "x" * 40 in (svg[1].text or "")
