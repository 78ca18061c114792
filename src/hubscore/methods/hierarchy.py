"""Weights from judgements in pairs (Saaty, The Analytic Hierarchy Process, 1980)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import Refusal
from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]

RANDOM_INDEX = (0.0, 0.0, 0.58, 0.90, 1.12, 1.24, 1.32, 1.41, 1.45, 1.49, 1.51, 1.48, 1.56, 1.57, 1.59)
"""Mean consistency index of random matrices of the sizes 1 to 15: Saaty 1980 (his table falls at 12)."""

DOUBTFUL = 0.1
"""A consistency ratio above this is to be warned about: Saaty's rule."""

REFUSED = 0.2
"""A consistency ratio above this is too far from any set of weights."""

RECIPROCITY = 0.02
"""Two judgements of one pair may miss the product 1 by this, so that 3 and 0.33, or 7 and 0.14, are reciprocal."""

ROUNDING = 1e-12
"""What rounding adds to it, and what it leaves of a consistency index of 0."""

LEVEL = 1e-9
"""Judgements that miss the weights by factors as near as this are as far off; of those the first pair counts."""


class Hierarchy(NamedTuple):
    """Weights from a matrix of judgements, and how consistent it is.

    `weights`: shape (child,); `largest`: its greatest eigenvalue; `inconsistency`: Saaty's
    consistency index, (largest - n) / (n - 1); `random`: the mean of that over random matrices;
    `ratio`: inconsistency / random, 0 for one or two children. `pair`: the judgement (row,
    column) that is farthest from the weights, the first of several, and `fitting`: what would
    fit them there; None and NaN where all fit.
    """

    weights: Floats
    largest: float
    inconsistency: float
    random: float
    ratio: float
    pair: tuple[int, int] | None
    fitting: float


def ahp(matrix: Floats) -> Hierarchy | Refusal:
    """Weights by the principal eigenvector of a positive reciprocal matrix.

    The caller decides what ratio it takes (`DOUBTFUL`, `REFUSED`).

    Parameters
    ----------
    matrix
        Shape (child, child): how many times as important as the column's child the row's is.

    Notes
    -----
    Refused, with the pair at fault: another shape, a size without a random index, a number that
    is not above 0, a diagonal other than 1, pairs that are not reciprocal within `RECIPROCITY`.
    """
    if refusal := _fault(matrix):
        return refusal
    size = len(matrix)
    judgements = np.sqrt(matrix / matrix.T)  # exactly reciprocal
    values, vectors = np.linalg.eig(judgements)
    at = int(values.real.argmax())
    largest, weights = float(values[at].real), shares(np.abs(vectors[:, at].real))
    inconsistency = (largest - size) / max(size - 1, 1)
    if size < 3 or inconsistency < ROUNDING:
        return Hierarchy(weights, float(size), 0.0, RANDOM_INDEX[size - 1], 0.0, None, np.nan)
    misfit = np.triu(np.abs(np.log(judgements * weights / weights[:, None])))
    # Of three children all judgements miss by the same: rounding names none of them, their order does.
    row, column = (int(place) for place in np.argwhere(misfit >= misfit.max() - LEVEL)[0])
    random = RANDOM_INDEX[size - 1]
    fitting = float(weights[row] / weights[column])
    return Hierarchy(weights, largest, inconsistency, random, inconsistency / random, (row, column), fitting)


def _fault(matrix: Floats) -> Refusal | None:
    size = len(matrix)
    if matrix.ndim != 2 or matrix.shape != (size, size) or size == 0:
        return Refusal("shape")
    if size > len(RANDOM_INDEX):
        return Refusal("size", figure=len(RANDOM_INDEX))
    if pair := _first(~(matrix > 0) | ~np.isfinite(matrix)):
        return Refusal("not positive", pair, float(matrix[pair]))
    diagonal = np.diagonal(matrix)
    if (diagonal != 1).any():
        at = int((diagonal != 1).argmax())
        return Refusal("diagonal", (at,), float(diagonal[at]))
    product = matrix * matrix.T
    if pair := _first(np.triu(np.abs(product - 1) > RECIPROCITY + ROUNDING)):
        return Refusal("not reciprocal", pair, float(product[pair]))
    return None


def _first(wrong: NDArray[np.bool_]) -> tuple[int, int] | None:
    """The first pair (row, column) that is wrong, row by row."""
    return next(((int(row), int(column)) for row, column in np.argwhere(wrong)), None)
