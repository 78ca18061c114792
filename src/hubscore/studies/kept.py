"""Every draw's choices and what came of them, a few draws at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.rank import ranks
from hubscore.studies.absent import rows_of
from hubscore.studies.draws import Sampler

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]


class Kept(NamedTuple):
    """A block of draws.

    `first`: the number of its first draw, from 1 on. `weights`: by node and child, shape (draw,)
    each, the children of a node sum to 1. `chosen`: what each categorical factor takes, one
    text a draw. `scores`: shape (draw, hub), NaN where there is none; `ranks`: the same, an
    unscored hub takes the last rank; both of the hubs that are ranked, best first.
    """

    first: int
    weights: dict[tuple[str, str], Floats]
    chosen: dict[str, list[str]]
    scores: Floats
    ranks: Ints


def kept(source: Sampler, draws: int, field: Sequence[int]) -> Iterator[Kept]:
    """Draw once more what `robustness` drew: the same seed, the same draws.

    Parameters
    ----------
    field
        The hubs that are ranked.
    """
    plan = source.base.plan
    for start in range(0, draws, source.at_once):
        at = source.keys(start, min(source.at_once, draws - start))
        weights = source.weights(at)
        chosen = {
            name: [str(source.options[name][number]) for number in numbers.tolist()]
            for name, numbers in source.chosen(at).items()
        }
        scores = source.scores(at)[:, list(field)]
        placed = ranks(scores, plan.span, plan.ties)
        yield Kept(
            start + 1,
            {
                (node.id, plan.ids[row]): weights[node.id][:, place]
                for node in plan.inner
                for place, row in enumerate(rows_of(node))
            },
            chosen,
            scores,
            np.where(placed == 0, len(field), placed),
        )
