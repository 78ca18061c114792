"""Which methods are held against exact arithmetic, with what, and what docs/numbers.md says of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from exact import Indicator, Node
from figures import (
    Figures,
    catastrophic,
    divided,
    nested,
    of_method,
    ordinary,
    over,
    positive,
    rows_of_scores,
    usable,
)
from line import Found, compared

APART = "2^-50 apart", "one is 2^-52 apart", "huge, an eighth apart"
"""Figures so near that a curve through them is flat to the last place: its condition is without bound."""


WIDE = {"subnormal"}
"""Of such a shift would leave nothing."""


class Row(NamedTuple):
    """A method, the arithmetic it is held against, and what its bound grows with."""

    name: str
    exact: str
    grows: str


RATIONAL, DIGITS = "rational", "50 digits"
SIZE = "nothing"

NORMALISED = {
    "goalposts": Row("`goalposts`", RATIONAL, SIZE),
    "minmax": Row("`minmax`", RATIONAL, SIZE),
    "distance_to_reference": Row("`distance_to_reference`", RATIONAL, SIZE),
    "distance_to_target": Row("`distance_to_target`", RATIONAL, SIZE),
    "fraction_of_max": Row("`fraction_of_max`", RATIONAL, SIZE),
    "zscore": Row("`zscore`", DIGITS, "hubs × range / standard deviation"),
    "robust": Row("`robust`", RATIONAL, "distance of the figures next to the quartiles / IQR"),
    "rank": Row("`rank`", RATIONAL, SIZE),
    "percent_rank": Row("`percent_rank`", RATIONAL, SIZE),
    "none": Row("`none`", RATIONAL, SIZE),
}
BENT = {
    "log": Row("`transform = { log = 1 }`", DIGITS, "logarithm / range of logarithms"),
    "log1p": Row('`transform = "log1p"`', DIGITS, "the same"),
    "sqrt": Row('`transform = "sqrt"`', DIGITS, "root / range of roots"),
}
POWERED = Row("`boxcox`, powers -5 to 5", DIGITS, "slope of the curve × logarithm / range")
DIVIDED = Row("`per` a measure", RATIONAL, "ratio / range of ratios")
MEANS = {
    "arithmetic": Row("`arithmetic`", RATIONAL, "children"),
    "geometric": Row("`geometric`", DIGITS, "children × logarithm of a score / (1 - floor)"),
    "harmonic": Row("`harmonic`", DIGITS, "children / (1 - floor)"),
    "power": Row("`power`, exponents -100 to 100", DIGITS, "children / exponent, from 0.1 up"),
    "power near 0": Row("`power`, 1e-16 to 0.1 either side", DIGITS, "children × logarithm of a score"),
    "minimum": Row("`minimum`", RATIONAL, SIZE),
    "median": Row("`median`", RATIONAL, SIZE),
    "copeland": Row("`copeland`", RATIONAL, SIZE),
    "mazziotta_pareto": Row("`mazziotta_pareto`", RATIONAL, "children × (1 + S² / M²)"),
    "mazziotta_pareto_adjusted": Row("`mazziotta_pareto_adjusted`", RATIONAL, "the same"),
    "mean_min": Row("`mean_min`", DIGITS, "children"),
    "owa": Row("`owa`", RATIONAL, "children² × steepest place"),
}
TREE = Row("trees of three levels, arithmetic", RATIONAL, "children × levels")
OTHER = Row("trees of three levels, other means", DIGITS, "the same")

PARAMETERS: dict[str, tuple[object, ...]] = {
    "power": (-100.0, -7.3, -0.5, -0.1, 0.1, 0.5, 1.0, 2.0, 100.0),
    "power near 0": (-0.0999, -1e-3, -1e-9, 0.0, 1e-16, 1e-5, 1e-3, 0.0999),
    "mazziotta_pareto": (None, "positive"),
    "mazziotta_pareto_adjusted": (None, "positive"),
    "mean_min": ((0.5, 0.0), (1.0, 0.2), (0.7, 1e9)),
    "owa": ((0.1, 0.2, 0.3, 0.2, 0.2), (1.0, 0.0, 0.0), (1e-6, 1.0, 1e6)),
}
FLOORS = {"geometric": (0.0, 0.01, 0.9), "harmonic": (0.0, 0.01, 0.9), "power near 0": (0.0, 0.01)}

GROUPS = {
    "Normalise": [*NORMALISED],
    "Before it": ["per", *BENT, "boxcox"],
    "Aggregate": [*MEANS],
    "The whole line": ["tree", "other trees"],
}
ROWS = {**NORMALISED, **BENT, "boxcox": POWERED, "per": DIVIDED, **MEANS, "tree": TREE, "other trees": OTHER}


@cache
def found(name: str, wide: bool) -> Found:
    """The worst of a method: how far off, and how much of its bound.

    Raises
    ------
    AssertionError
        A score is off by more than its bound.
    """
    worst = [compared(tree, scale) for tree in trees(name, wide) for scale in SCALES.get(name, ((0, 100), (1, 7)))]
    return Found(max(each.error for each in worst), max(each.share for each in worst))


SCALES: dict[str, tuple[tuple[float, float], ...]] = dict.fromkeys((*MEANS, "tree", "other trees"), ((0, 100),))


def trees(name: str, wide: bool) -> Iterator[Node]:
    """What a method is tried with."""
    figures = catastrophic() if wide else ordinary()
    if name in MEANS:
        yield from _means(name, wide)
    elif name == "tree":
        yield from (nested("arithmetic", None, wide, seed) for seed in range(4))
    elif name == "other trees":
        means = (("geometric", None), ("power", 0.5), ("mean_min", (0.5, 0.1)), ("mazziotta_pareto_adjusted", None))
        yield from (nested(*mean, wide, seed) for seed, mean in enumerate(means))
    else:
        yield from (Node((one,), (1.0,)) for one in _indicators(name, figures))


def _indicators(name: str, figures: dict[str, Figures]) -> Iterable[Indicator]:
    if name in NORMALISED:
        return [one for row in figures.values() if usable(name, row) for one in of_method(name, row)]
    if name == "per":
        return [divided(row, kind) for row in figures.values() for kind in ("minmax", "zscore")]
    # The curves begin at 0, and have one slope over figures that are next to nothing apart.
    rows = [row for label, row in figures.items() if label not in APART and min(x for x in row if x is not None) >= 0]
    if name == "boxcox":
        rows = [row for row in rows if None not in row and positive(row)]
        return [Indicator(row, "minmax", boxcox=power) for row in rows for power in (-5.0, -1.0, 0.0, 0.5, 5.0)]
    rows = [row for row in rows if name == "sqrt" or positive(row)]
    shift = 1.0 if name == "log" and not WIDE & set(figures) else 0.0
    return [Indicator(row, kind, transform=(name, shift)) for row in rows for kind in ("minmax", "zscore")]


def _means(name: str, wide: bool) -> Iterator[Node]:
    rows = rows_of_scores(wide)
    for parameter in PARAMETERS.get(name, (None,)):
        for floor in FLOORS.get(name, (0.01,)):
            for scattered in (False, True):
                yield over(rows, name.removesuffix(" near 0"), parameter, floor, scattered)


def shown(number: Any) -> str:
    """A figure to two digits."""
    figure = float(number)
    return f"{figure:.1f}" if figure < 10 else f"{figure:.0f}" if figure < 1000 else f"{figure:.0e}"
