"""Shapley values: what each of a few changes made together contributes to what they change."""

from __future__ import annotations

from itertools import pairwise, permutations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def shapley(values: Floats) -> Floats:
    """The mean, over all orders in which the changes could be made, of what each step changes.

    The parts add up to the whole, a change without effect gets nothing, and two changes that do
    the same get the same (Shapley 1953, A value for n-person games). Where some step cannot be
    valued, the mean is over the orders without such a step (as in Faigle and Kern 1992, for
    games in which not every coalition is feasible): the parts of every single order add up to
    the whole, and so does their mean.

    Parameters
    ----------
    values
        Shape (2^n, ...): what there is once some of n changes are made; change i is made in row
        r where bit i of r is set. NaN where that has no value.

    Returns
    -------
    Shape (n, ...), NaN where no order has a value at every step.
    """
    count = values.shape[0].bit_length() - 1
    total, orders = np.zeros((count, *values.shape[1:])), np.zeros(values.shape[1:])
    for order in permutations(range(count)):
        made = np.cumsum([0, *(1 << change for change in order)])
        steps = np.array([values[now] - values[then] for then, now in pairwise(made)])
        valued = ~np.isnan(steps).any(axis=0)
        total[list(order)] += np.where(valued, steps, 0.0)
        orders += valued
    parts: Floats = np.divide(total, orders, out=np.full_like(total, np.nan), where=orders > 0)
    return parts
