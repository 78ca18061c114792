"""What a kernel that derives weights gives: its weights, or why there are none."""

from __future__ import annotations

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Reason = Literal[
    "constant",  # these children are the same for every hub (with `bod`: 0)
    "alike",  # no child says anything that the others do not say
    "negative",  # these children have scores below 0
    "few hubs",  # there are `figure` hubs, which is too few for the formula
    "undefined",  # the node has no score, or one score for all hubs
    "unmoved",  # the node's scores are the same whatever its children weigh
    "shape",  # the matrix is not one row and one column for each child
    "size",  # no random index is known for a matrix of this size; `figure` is the greatest
    "not positive",  # the judgement of the first of these children against the second
    "diagonal",  # this child is not judged as 1 against itself
    "not reciprocal",  # the two judgements of these two children contradict each other
    "least",  # this least share, once for each child, is more than there is; `figure` is the greatest possible
    "most",  # this greatest share, once for each child, is less than 1; `figure` is the least possible
]


SAME = 1e-12
"""Scores that differ by less than this, relative to the greatest, differ by rounding."""


class Refusal(NamedTuple):
    """Why no weights can be derived.

    `children`: positions of the children at fault, of a pair in the order (row, column);
    `figure`: the number that goes with the reason, NaN without one.
    """

    reason: Reason
    children: tuple[int, ...] = ()
    figure: float = np.nan


class Derived(NamedTuple):
    """Weights and nothing else, shape (child,), none negative, with the sum 1."""

    weights: Floats


def constants(s: Floats) -> tuple[int, ...]:
    """Positions of the children, shape (child, hub), that are the same for every hub."""
    return tuple(np.flatnonzero(~varies(s)).tolist())


def varies(x: Floats) -> NDArray[np.bool_]:
    """Whether figures, shape (..., hub), NaN where missing, differ by more than rounding; shape (...,)."""
    least, greatest = (ends.reduce(x, axis=-1, initial=np.nan) for ends in (np.fmin, np.fmax))
    return np.asarray(greatest - least > SAME * np.fmax(np.abs(least), np.abs(greatest)))
