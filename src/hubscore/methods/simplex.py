"""Many small linear programmes at once, each of the form: greatest gain within limits.

Dantzig's simplex method on condensed tableaus, all programmes of a stack in step.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

NOTHING = 1e-12
"""Gains and pivots below this are what rounding leaves of none; columns are of the size 1."""

PATIENCE = 50
"""Steps by the greatest gain; from then on by the first name (Bland 1977), which never goes in circles."""

STEPS = 2000
"""Steps after which a programme is given up."""


def greatest(rows: Floats, limits: Floats, gains: Floats) -> Floats:
    """The greatest `gains` @ x with `rows` @ x <= `limits` and x >= 0, of each programme.

    Parameters
    ----------
    rows
        Shape (programme, row, column); columns of the size 1.
    limits
        Shape (row,), none negative, so that x = 0 is allowed.
    gains
        Shape (programme, column), none negative.

    Returns
    -------
    Shape (programme,); NaN where there is no greatest, or where it is not found in `STEPS`.
    """
    count, height, width = rows.shape
    tableau = np.zeros((count, height + 1, width + 1))
    tableau[:, :-1, :-1], tableau[:, :-1, -1], tableau[:, -1, :-1] = rows, limits, gains
    names = np.tile(np.arange(width + height), (count, 1))  # of columns, then of rows
    result, open_ = np.full(count, np.nan), np.arange(count)
    for step in range(STEPS):
        gain = tableau[:, -1, :-1]
        more = (gain > NOTHING).any(axis=1)
        result[open_[~more]] = 0.0 - tableau[~more, -1, -1]  # never minus zero
        able = more & _bounded(tableau)
        if not able.all():
            tableau, names, open_ = tableau[able], names[able], open_[able]
        if not len(open_):
            break
        _exchange(tableau, names, step >= PATIENCE)
    return result


def _bounded(tableau: Floats) -> NDArray[np.bool_]:
    """Whether some row limits each column that gains."""
    limited = (tableau[:, :-1, :-1] > NOTHING).any(axis=1)
    return np.asarray((limited | (tableau[:, -1, :-1] <= NOTHING)).all(axis=1))


def _exchange(tableau: Floats, names: Ints, careful: bool) -> None:
    """One step of every programme: a column that gains takes the place of the row that limits it first."""
    every = np.arange(len(tableau))
    column, row = _pivots(tableau, names, careful)
    pivot = tableau[every, row, column][:, None]
    across, down = tableau[every, row] / pivot, tableau[every, :, column]
    tableau -= down[:, :, None] * across[:, None, :]
    tableau[every, row] = across
    tableau[every, :, column] = -down / pivot
    tableau[every, row, column] = 1 / pivot[:, 0]
    row = row + tableau.shape[2] - 1
    names[every, column], names[every, row] = names[every, row], names[every, column]


def _pivots(tableau: Floats, names: Ints, careful: bool) -> tuple[Ints, Ints]:
    """The column and the row to exchange, of each programme."""
    every, width = np.arange(len(tableau)), tableau.shape[2] - 1
    gain = tableau[:, -1, :-1]
    last = names.shape[1]
    first = np.where(gain > NOTHING, names[:, :width], last).argmin(axis=1)
    column = first if careful else gain.argmax(axis=1)
    entry = tableau[every, :-1, column]
    room = np.maximum(tableau[:, :-1, -1], 0.0)
    ratio = np.divide(room, entry, out=np.full(entry.shape, np.inf), where=entry > NOTHING)
    near = ratio <= ratio.min(axis=1, keepdims=True) + NOTHING
    # Of rows that limit alike the greatest pivot keeps the most digits.
    first = np.where(near, names[:, width:], last).argmin(axis=1)
    return column, first if careful else np.where(near, entry, 0.0).argmax(axis=1)
