"""The grades of evidence, best first."""

from __future__ import annotations

from typing import Literal

Grade = Literal["official", "reported", "secondary", "estimate", "announced", "target"]

GRADES: tuple[Grade, ...] = ("official", "reported", "secondary", "estimate", "announced", "target")

MEANINGS: dict[Grade, str] = {
    "official": "statistical office, regulator or government report",
    "reported": "press or third party reporting a measured figure, page known",
    "secondary": "seen only on a copy or summary; the original page was not found",
    "estimate": "a forecast by the source",
    "announced": "said to come, not measured",
    "target": "a goal set for a year",
}
