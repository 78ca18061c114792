"""Treatments against what COINr made of the same figures: data, changed points, what was looked at.

COINr limits the points by number only, so `share` is 1. Its logarithm is `plain_log`; `log`, which
looks at the side of the skew, is the same wherever values are skewed to the right. `combine_treat`
is `log_of_winsorised`. What it calls `log_GII` returns its input (said to be a defect there).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods.curve import bent, box_cox, winsorised
from hubscore.methods.treat import TREATMENTS, Treated

Columns = dict[str, np.ndarray]
Read = Callable[[str], Columns]
AssertSame = Callable[..., None]

Rule = tuple[float, float, float, float, str]

RAW = "input/coin_Raw.csv"

SETTINGS: dict[str, tuple[str, str, Rule]] = {
    "default": (RAW, "treat/default_data.csv", (2.0, 3.5, 5.0, 1.0, "log")),
    "strict_skew1_kurt1": (RAW, "treat/strict_skew1_kurt1_data.csv", (1.0, 1.0, 5.0, 1.0, "log")),
    "winmax0_logCT": (RAW, "treat/winmax0_logCT_data.csv", (2.0, 3.5, 0.0, 1.0, "plain_log")),
    "winmax1": (RAW, "treat/winmax1_data.csv", (2.0, 3.5, 1.0, 1.0, "log")),
    "winmax1_combine": (RAW, "treat/winmax1_combine_data.csv", (2.0, 3.5, 1.0, 1.0, "log_of_winsorised")),
    "pipeline": ("pipeline/Screened.csv", "pipeline/Treated.csv", (2.0, 3.5, 5.0, 1.0, "log")),
}


def treated(x: np.ndarray, rule: Rule) -> tuple[Treated, np.ndarray]:
    found: Treated = TREATMENTS["winsorise"].function(x, (), rule)
    return found, bent(found.curve, winsorised(found.curve, x))


def codes(data: Columns) -> list[str]:
    return [code for code in data if code != "uCode"]


@pytest.mark.parametrize("name", SETTINGS)
def test_data(columns: Read, assert_same: AssertSame, name: str) -> None:
    source, wanted, rule = SETTINGS[name]
    before, after = columns(source), columns(wanted)
    changed = 0
    for code in codes(before):
        _, ours = treated(before[code], rule)
        assert_same(ours, after[code], code, from_size=np.nanmax(np.abs(after[code])) * 1e-3)
        changed += not np.array_equal(ours, before[code], equal_nan=True)
    assert changed >= 15


@pytest.mark.parametrize("name", SETTINGS)
def test_all_indicators_at_once(columns: Read, name: str) -> None:
    source, _, rule = SETTINGS[name]
    before = columns(source)
    rows = np.array([before[code] for code in codes(before)])
    whole, ours = treated(rows, rule)
    for row, code in enumerate(codes(before)):
        alone, values = treated(before[code], rule)
        np.testing.assert_array_equal(ours[row], values, err_msg=code)
        np.testing.assert_array_equal(whole.skewness[row], alone.skewness, err_msg=code)
        assert whole.fails[row] == alone.fails


@pytest.mark.parametrize("name", SETTINGS)
def test_changed_points(columns: Read, name: str) -> None:
    source, _, rule = SETTINGS[name]
    before, points = columns(source), columns(f"treat/{name}_points.csv")
    for code in codes(before):
        x = before[code]
        found, _ = treated(x, rule)
        words = np.where(x < found.tried[0], "winlo", np.where(x > found.tried[1], "winhi", ""))
        if not np.isnan(found.curve.power).all():  # of all hubs, COINr says, those without a value too
            words = np.char.add(words, "+log_CT")
        theirs = points[code]
        if theirs.dtype.kind == "f":  # a column of nothing is read as numbers
            assert np.isnan(theirs).all()
            theirs = np.full(x.shape, "")
        np.testing.assert_array_equal(words, theirs, err_msg=code)


@pytest.mark.parametrize("name", SETTINGS)
def test_what_was_looked_at(columns: Read, assert_same: AssertSame, name: str) -> None:
    source, _, rule = SETTINGS[name]
    before, details = columns(source), columns(f"treat/{name}_details.csv")
    passes = {"TRUE": True, "FALSE": False}
    stages = sum(title.endswith(".Pass") for title in details)
    assert list(details["iCode"]) == codes(before)
    for row, code in enumerate(details["iCode"]):
        x = before[str(code)]
        found, _ = treated(x, rule)
        theirs = [[np.nan] * 2] * 3
        for stage in range(stages):
            cells = [details[f"check_SkewKurt{stage}.{what}"][row] for what in ("Skew", "Kurt")]
            theirs[stage] = [float(cell) if cell != "" else np.nan for cell in cells]
        assert_same(found.skewness, np.array(theirs)[:, 0], str(code), tolerance=1e-9)
        assert_same(found.kurtosis, np.array(theirs)[:, 1], str(code), tolerance=1e-9)
        last = [passes[cell] for s in range(stages) if (cell := str(details[f"check_SkewKurt{s}.Pass"][row])) in passes]
        assert found.fails == (not last[-1])
        drawn_in = np.nansum((x < found.tried[0]) | (x > found.tried[1]))
        number = details["winsorise.nwin"][row]
        assert drawn_in == (0 if number == "" or np.isnan(float(number)) else float(number))


def test_transforms_by_themselves(columns: Read, assert_same: AssertSame) -> None:
    goods = columns("treat/transforms_Goods.csv")
    x = goods["x"]
    np.testing.assert_array_equal(x, columns(RAW)["Goods"])
    rule: Rule = (0.0, 0.0, 0.0, 1.0, "log")  # whatever the distribution, but not for want of kurtosis
    assert_same(treated(x, rule)[1], goods["log_CT"], "log_CT")
    assert_same(treated(x, rule)[1], goods["log_CT_plus"], "log_CT_plus")
    assert_same(treated(-x, rule)[1], goods["log_CT_plus_of_minus_x"], "log_CT_plus of -x")
    assert_same(treated(x, (*rule[:4], "plain_log"))[1], goods["log_CT"], "log_CT")
    assert_same(treated(x, (2.0, 3.5, 5.0, 1.0, "log"))[1], goods["winsorise5"], "winsorise5")
    shifted = x - x.min() + 1
    assert_same(box_cox(shifted, 0.0), goods["log_CT_orig"], "log_CT_orig")
    for power, name in ((0.0, "boxcox_0"), (0.5, "boxcox_half"), (2.0, "boxcox_2")):
        found = TREATMENTS["boxcox"].function(shifted, (), power)
        size = np.abs(goods[name]).max() * 1e-3
        assert_same(bent(found.curve, shifted), goods[name], name, from_size=size)
        below = TREATMENTS["boxcox"].function(x - x.max(), (), power)  # the shift that is made by itself
        assert_same(bent(below.curve, x - x.max()), goods[name], name, from_size=size)


def test_no_golden_treatment_is_left_out(golden: Path) -> None:
    files = {path.stem for path in (golden / "treat").glob("*.csv")}
    tables = {f"{name}_{table}" for name in SETTINGS for table in ("data", "points", "details")}
    assert files == (tables - {"pipeline_data"}) | {"transforms_Goods"}
