"""The bare figure of every normalisation, cell by cell, as COINr has it.

Figures are printed with 15 digits; they have to agree to 1e-12, relative where they exceed 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from hubscore.methods.normalise import NORMALISATIONS, to_scale

Columns = dict[str, np.ndarray]
AssertSame = Callable[..., None]

SOURCES = {"raw": "input/coin_Raw.csv", "treated": "pipeline/Treated.csv"}
PARAMETERS = "norm/params_goalposts_targets.csv"


@dataclass(frozen=True)
class Indicator:
    """The values of one indicator, and what COINr was told about it."""

    x: np.ndarray
    higher: bool
    lower_post: float
    upper_post: float
    target: float

    @property
    def turned(self) -> np.ndarray:
        """What COINr normalises: -x where lower is better."""
        return self.x if self.higher else -self.x

    @property
    def worst(self) -> float:
        return float(np.nanmin(self.x) if self.higher else np.nanmax(self.x))

    @property
    def best(self) -> float:
        return float(np.nanmax(self.x) if self.higher else np.nanmin(self.x))

    @property
    def posts(self) -> tuple[float, float]:
        pair = (self.lower_post, self.upper_post)
        return pair if self.higher else pair[::-1]


def bare(method: str, i: Indicator) -> np.ndarray:
    return np.asarray(NORMALISATIONS[method].function(i.x, i.higher))


def between(method: str, i: Indicator, worst: float, best: float) -> np.ndarray:
    return np.asarray(NORMALISATIONS[method].function(i.x, worst, best))


def on_scale(method: str, i: Indicator, figures: np.ndarray, low: float, high: float) -> np.ndarray:
    return to_scale(figures, NORMALISATIONS[method], (low, high), i.higher)


def minmax(i: Indicator) -> np.ndarray:
    return between("minmax", i, i.worst, i.best)


def to_first_hub(i: Indicator) -> np.ndarray:
    return between("distance_to_reference", i, i.worst, float(i.x[0]))


def to_target(i: Indicator) -> np.ndarray:
    return between("distance_to_target", i, i.worst, i.target)


def fraction(i: Indicator) -> np.ndarray:
    figures = bare("fraction_of_max", i)
    return figures if i.higher else 1 / figures


OURS: dict[str, Callable[[Indicator], np.ndarray]] = {
    "minmax_0_1": lambda i: on_scale("minmax", i, minmax(i), 0, 1),
    "minmax_0_100": lambda i: on_scale("minmax", i, minmax(i), 0, 100),
    "minmax_1_100": lambda i: on_scale("minmax", i, minmax(i), 1, 100),
    "dist2max": minmax,
    "goalposts_trunc": lambda i: np.clip(between("goalposts", i, *i.posts), 0, 1),
    "goalposts_notrunc_100": lambda i: on_scale("goalposts", i, between("goalposts", i, *i.posts), 0, 100),
    "dist2ref_1": to_first_hub,
    "dist2ref_1_cap": lambda i: np.minimum(to_first_hub(i), 1),
    "dist2targ_nocap": to_target,
    "dist2targ_cap": lambda i: np.minimum(to_target(i), 1),
    "fracmax": fraction,
    "zscore_0_1": lambda i: bare("zscore", i),
    "zscore_100_10": lambda i: on_scale("zscore", i, bare("zscore", i), 50, 150),
    "rank": lambda i: bare("rank", i),
    "rank_avgties": lambda i: bare("rank", i),
    "borda": lambda i: bare("rank", i) - 1,
    "prank": lambda i: bare("percent_rank", i),
    "scaled_0_100": lambda i: 100 * np.asarray(NORMALISATIONS["goalposts"].function(i.turned, 0, 100)),
}
"""What of ours answers to each of COINr's."""

DIFFERENCES = {
    "borda": "COINr counts from 0, a rank from 1",
    "dist2max": "another name for minmax",
    "dist2ref_1": "where the reference hub is itself the worst COINr divides by 0; here the middle, 1/2",
    "dist2ref_1_cap": "as dist2ref_1",
    "fracmax": "of `lower` indicators COINr takes -x / max(-x) = x / min(x), which grows with x and fails at 0, "
    "here min(x) / x; and it takes negative values, which have no share of a maximum here",
    "rank_avgties": "COINr was told to give ties their mean rank; here they share the least",
    "scaled_0_100": "of `lower` indicators COINr scales -x by the same ends; here the ends turn with the direction",
    "zscore_100_10": "written as a scale, whose span is ten deviations: 50 to 150",
}
"""Where definitions differ, and how they are compared all the same."""


def skipped(name: str, i: Indicator) -> np.ndarray:
    """Hubs that cannot be compared for a reason of `DIFFERENCES`."""
    if name == "fracmax":
        return i.x < 0 if i.higher else np.full(i.x.shape, i.best <= 0)
    if name.startswith("dist2ref"):
        return np.full(i.x.shape, i.x[0] == i.worst)
    if name == "rank_avgties":
        values, counts = np.unique(i.x[~np.isnan(i.x)], return_counts=True)
        return np.isin(i.x, values[counts > 1])
    return np.zeros(i.x.shape, dtype=bool)


@pytest.fixture(scope="module")
def indicators(columns: Callable[[str], Columns], higher: dict[str, bool]) -> Callable[[str], dict[str, Indicator]]:
    def of(source: str) -> dict[str, Indicator]:
        told = columns(PARAMETERS)
        ends = zip(told["goalpost_lower"], told["goalpost_upper"], told["Target"], strict=True)
        by_code = dict(zip(map(str, told["iCode"]), ends, strict=True))
        values = columns(SOURCES[source])
        return {code: Indicator(values[code], up, *map(float, by_code[code])) for code, up in higher.items()}

    return of


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("name", OURS)
def test_every_figure(
    assert_same: AssertSame,
    golden: Path,
    columns: Callable[[str], Columns],
    indicators: Callable[[str], dict[str, Indicator]],
    name: str,
    source: str,
) -> None:
    file = f"norm/{source}_{name}.csv"
    if not (golden / file).exists():
        assert source == "treated"  # COINr made goalposts and targets of the raw data only
        return
    theirs = columns(file)
    np.testing.assert_array_equal(theirs["uCode"], columns(SOURCES[source])["uCode"])
    compared = 0
    for code, indicator in indicators(source).items():
        keep = ~skipped(name, indicator)
        compared += keep.sum()
        assert_same(OURS[name](indicator)[keep], theirs[code][keep], f"{file}, {code}")
    # Of all 49 x 51 cells most are compared even where definitions differ.
    assert compared == 49 * 51 or (name in DIFFERENCES and compared > 1600)


def test_where_the_reference_is_the_worst_all_score_the_middle(
    indicators: Callable[[str], dict[str, Indicator]],
) -> None:
    met = [i for i in indicators("raw").values() if i.x[0] == i.worst]
    assert met
    for indicator in met:
        figures = to_first_hub(indicator)
        assert (figures[~np.isnan(figures)] == 0.5).all()


def test_a_mixture_of_methods(
    assert_same: AssertSame, columns: Callable[[str], Columns], indicators: Callable[[str], dict[str, Indicator]]
) -> None:
    theirs, ours = columns("norm/raw_individual_specs.csv"), indicators("raw")
    assert_same(bare("rank", ours["LPI"]) - 1, theirs["LPI"], "borda of LPI")
    flights = on_scale("zscore", ours["Flights"], bare("zscore", ours["Flights"]), 0, 20)
    assert_same(flights, theirs["Flights"], "z of Flights around 10, deviation 2")
    assert_same(minmax(ours["Ship"]) * 100, theirs["Ship"], "the rest by minmax")


def test_robust_has_no_counterpart_but_its_centre_is_the_median(
    assert_same: AssertSame, columns: Callable[[str], Columns], indicators: Callable[[str], dict[str, Indicator]]
) -> None:
    stats = columns("stats/stats_Raw.csv")
    medians = dict(zip(map(str, stats["iCode"]), stats["Median"], strict=True))
    for code, indicator in indicators("raw").items():
        figures, away = bare("robust", indicator), indicator.turned - (1 if indicator.higher else -1) * medians[code]
        if NORMALISATIONS["robust"].flat(indicator.x).all():
            continue
        far = int(np.nanargmax(np.abs(away)))
        assert_same(figures, away * (figures[far] / away[far]), code)


def test_no_file_is_forgotten(golden: Path) -> None:
    others = {"norm/raw_individual_specs.csv", PARAMETERS}
    answered = {f"norm/{source}_{name}.csv" for source in SOURCES for name in OURS} | others
    assert {f"norm/{file.name}" for file in (golden / "norm").iterdir()} <= answered
    assert set(DIFFERENCES) <= set(OURS)
