from __future__ import annotations

from pathlib import Path

import hubscore
from hubscore.studies.observation import observations

CARD = """
hubs = "hubs/*.toml"
[indicators.fairs]
unit = "fairs"
direction = "higher"
goalposts = [0, 100]
"""
OSLO = """
name = "Oslo"
[sources.press]
publisher = "The press"
[data.fairs]
2024 = { at_least = 30, covers = 0.75, evidence = "estimate", source = "press", note = "to September", unit = "stands" }
2023 = { value = 28, evidence = "official", source = "press" }
"""


def test_a_slot_becomes_what_the_file_said(tmp_path: Path) -> None:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    (tmp_path / "hubs" / "oslo.toml").write_text(OSLO)
    dataset = hubscore.open(tmp_path).dataset
    part, whole = observations(dataset, dataset.row["fairs"], 0, {0: "unit", 1: ""}, "fairs")
    assert (part.year, part.value, part.at_least, part.at_most) == (2024, None, 30.0, None)
    assert (part.covers, part.unit, part.grade, part.note, part.used) == (
        0.75,
        "stands",
        "estimate",
        "to September",
        False,
    )
    assert (whole.year, whole.value, whole.at_least, whole.at_most) == (2023, 28.0, None, None)
    assert (whole.covers, whole.unit, whole.grade, whole.note, whole.used) == (1.0, "fairs", "official", None, True)
    assert part.source is not None
    assert part.source.publisher == "The press"
