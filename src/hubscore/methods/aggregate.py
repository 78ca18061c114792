"""From the scores of a node's children to the score of the node.

Kernels take scores `s` of shape (..., child, hub), NaN where a child is not scored, weights `w`
of shape (..., child), not negative, and the parameter of the row. A child that is not scored
gives its weight to the others; the result, shape (..., hub), is NaN where no child with a
weight is scored.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.copeland import copeland
from hubscore.methods.means import USUAL_POWER, arithmetic, geometric, harmonic, median, minimum, power
from hubscore.methods.method import Method, Parameter, table
from hubscore.methods.owa import owa
from hubscore.methods.penalty import NEGATIVE, POSITIVE, mazziotta_pareto, mean_min

Floats = NDArray[np.float64]
Scale = tuple[float, float]

HANDBOOK = "OECD/JRC Handbook 2008, step 7"

Z, GOALPOSTS, SHARES = (50.0, 150.0), (70.0, 130.0), (0.0, 1.0)
"""What the ends of the scale are in the unit of a paper. Z: the middle is 100, a tenth of the span
10, so that a score from `zscore` is 100 + 10 z."""


@dataclass(frozen=True, slots=True)
class Aggregation(Method):
    """A row of `AGGREGATIONS`.

    `floored(parameter)`: whether zeros need the floor. `positive`: whether negative scores have
    no value; `positive_mean`: whether children have none whose mean, as read, is not above 0.
    `reads`: what the ends of the scale are for the kernel, None if it takes scores as they are.
    `relative`: whether the score of one hub depends on the other hubs.
    """

    floored: Callable[[Any], bool] = lambda parameter: False
    positive: bool = False
    positive_mean: bool = False
    reads: tuple[float, float] | None = None
    relative: bool = False


def averaged(row: Aggregation, s: Floats, w: Floats, parameter: Any, scale: Scale, floor: float) -> Floats:
    """The score of a node, on the scale.

    Parameters
    ----------
    s, w
        Shapes (..., child, hub), on the scale (low, high), and (..., child).
    floor
        From 0 to below 1, for rows that need it.

    Returns
    -------
    Shape (..., hub).
    """

    def kernel(children: Floats) -> Floats:
        result: Floats = row.function(children, w, parameter)
        return result

    if row.reads is not None:
        return read_as(kernel, s, scale, row.reads)
    return with_floor(kernel, s, scale, floor) if row.floored(parameter) else kernel(s)


def read_as(kernel: Callable[[Floats], Floats], s: Floats, scale: Scale, ends: tuple[float, float]) -> Floats:
    """Read the ends of the scale as `ends`, what lies between in proportion, and map the result back."""
    low, high = scale
    step = (ends[1] - ends[0]) / (high - low)
    return low + (kernel(ends[0] + step * (s - low)) - ends[0]) / step


def with_floor(kernel: Callable[[Floats], Floats], s: Floats, scale: Scale, floor: float) -> Floats:
    """Read children as low + f (high - low) + (1 - f)(s - low), and map the result back.

    So the ends of the scale stay where they are, and a zero in one child does not erase the
    rest. `floor` = 0 switches it off.

    Parameters
    ----------
    kernel
        From children, shape (..., child, hub), to their mean, shape (..., hub).
    s
        Shape (..., child, hub), on the scale (low, high).
    floor
        From 0 to below 1.
    """
    if floor == 0:
        return kernel(s)
    low, high = scale
    lift = low + floor * (high - low)
    result = low + (kernel(lift + (1 - floor) * (s - low)) - lift) / (1 - floor)
    # The way there and back rounds; a mean of zeros is to be 0, not a little below.
    within: Floats = np.clip(result, np.fmin.reduce(s, axis=-2), np.fmax.reduce(s, axis=-2))
    return within


def _always(parameter: Any) -> bool:
    return True


def _not_above_zero(parameter: Any) -> bool:
    return parameter is not None and parameter <= 0


PENALTY = Parameter("penalty", "word", default=NEGATIVE, words=(NEGATIVE, POSITIVE))

AGGREGATIONS: dict[str, Aggregation] = table(
    Aggregation("arithmetic", arithmetic, "weighted mean", reference=HANDBOOK, compensability="full"),
    Aggregation(
        "geometric",
        geometric,
        "weighted geometric mean: a weak child costs more than a strong one gains",
        reference=HANDBOOK + "; UNDP HDI technical notes",
        compensability="partial",
        floored=_always,
        positive=True,
    ),
    Aggregation(
        "harmonic",
        harmonic,
        "weighted harmonic mean: harder on weak children than the geometric",
        reference="Bullen, Handbook of Means, 2003",
        compensability="partial",
        floored=_always,
        positive=True,
    ),
    Aggregation(
        "power",
        power,
        "weighted power mean with exponent p; 1 arithmetic, 0 geometric, -1 harmonic",
        reference="Bullen, Handbook of Means, 2003",
        parameters=(Parameter("p", default=USUAL_POWER, least=-100.0, most=100.0),),
        compensability="partial",
        floored=_not_above_zero,
        positive=True,
    ),
    Aggregation("minimum", minimum, "the worst child", reference=HANDBOOK, compensability="none"),
    Aggregation(
        "median", median, "weighted median of the children", reference="Edgeworth 1888", compensability="partial"
    ),
    Aggregation(
        "copeland",
        copeland,
        "duels of all hubs, won by the weight of the children where a hub is better: share won, ties count half",
        reference="Copeland 1951; Saari and Merlin 1996; " + HANDBOOK,
        compensability="none",
        reads=SHARES,
        relative=True,
    ),
    Aggregation(
        "mazziotta_pareto",
        mazziotta_pareto,
        "M - S²/M on z-scores read as 100 + 10 z: imbalance costs points, so that a better child may lower the node; "
        "positive: M + S²/M, it adds them",
        reference="De Muro, Mazziotta and Pareto 2011; weighted: Mazziotta and Pareto 2022",
        parameters=(PENALTY,),
        compensability="partial",
        positive_mean=True,
        reads=Z,
    ),
    Aggregation(
        "mazziotta_pareto_adjusted",
        mazziotta_pareto,
        "the same on scores between goalposts, read as 70 to 130",
        reference="Mazziotta and Pareto 2016, 2018; weighted: Mazziotta and Pareto 2022",
        parameters=(PENALTY,),
        compensability="partial",
        positive_mean=True,
        reads=GOALPOSTS,
    ),
    Aggregation(
        "mean_min",
        mean_min,
        "weighted mean, drawn to the worst child: alpha 0 is the mean, 1 the minimum; beta forgives small gaps",
        reference="Casadio Tarabusi and Guarini 2013",
        parameters=(
            Parameter("alpha", default=0.5, least=0.0, most=1.0),
            Parameter("beta", default=0.0, least=0.0),
        ),
        compensability="partial",
        reads=SHARES,
    ),
    Aggregation(
        "owa",
        owa,
        "weights for places, from the best child to the worst, besides the children's own",
        reference="Yager 1988; with weights of children: Torra 1997",
        parameters=(Parameter("weights", "numbers", least=0.0),),
        compensability="partial",
    ),
)
