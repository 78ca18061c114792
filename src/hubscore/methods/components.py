"""Principal components, their rotation, and weights from them.

Kernels take complete series `x`, shape (series, hub). The order of series and hubs is of no
matter, nor are the signs and the order of components.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.methods.outcome import Refusal, constants
from hubscore.methods.weigh import shares

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]

KAISER = 1.0
"""A component that explains as much as one series alone is kept (Kaiser 1960)."""

ROUNDING = 1e-9
"""Eigenvalues, loadings and measures of rotation that are this near are equal."""

LEVEL = 1e-12
"""Where turning a pair of components changes less than this, every angle is as good."""

SWEEPS = 100
"""A rotation settles in about ten passes over all pairs of components; this many are never needed."""


class Components(NamedTuple):
    """Principal components of the correlations, the strongest first.

    `eigenvalues`, `shares` (of the variance): shape (component,), as many as series;
    `loadings`: shape (series, component), correlations of series and components, each component
    with a sum of loadings that is not negative. NaN where a series is constant.
    """

    eigenvalues: Floats
    shares: Floats
    loadings: Floats


class Principal(NamedTuple):
    """Weights from principal components, and what stands behind them.

    `weights`: shape (child,); `eigenvalues`, `shares`: of all components, as in `Components`;
    `rotated`: loadings, shape (child, component kept); `explained`: share of the variance that
    each rotated component explains; `component`: shape (child,), the one that a child's weight
    is taken from.
    """

    weights: Floats
    eigenvalues: Floats
    shares: Floats
    rotated: Floats
    explained: Floats
    component: Ints


def principal(x: Floats) -> Components:
    """Principal components of the correlation matrix (Hotelling 1933; Handbook 2008, step 4)."""
    series = x.shape[0]
    if constants(x):
        return Components(np.full(series, np.nan), np.full(series, np.nan), np.full((series, series), np.nan))
    unit = (x - x.min(axis=1, keepdims=True)) / np.ptp(x, axis=1, keepdims=True)  # near 0 squares would vanish
    values, vectors = np.linalg.eigh(np.atleast_2d(np.corrcoef(unit)))
    values = np.maximum(values[::-1], 0.0)
    return Components(values, values / series, _upright(vectors[:, ::-1] * np.sqrt(values)))


def kept(eigenvalues: Floats) -> int:
    """How many components are kept: those with an eigenvalue of 1 or more, at least one.

    Kaiser's rule. The Handbook's two other marks, 10 % of the variance each and 60 % together,
    are for the reader to look at: no component is kept or dropped by them.
    """
    return max(int((eigenvalues >= KAISER - ROUNDING).sum()), 1)


def varimax(loadings: Floats) -> Floats:
    """Loadings rotated so that each component loads high on few series (Kaiser 1958).

    With Kaiser's normalisation: while rotating, each series counts the same, however much of it
    the components explain. Pairs of components are turned to their best angle until none moves;
    of several starts, one from each series, the best end counts, so that the result does not
    depend on how the components lay before. The one that explains most comes first.

    Parameters
    ----------
    loadings
        Shape (series, component).
    """
    return np.asarray(_rotations(loadings)[0])


def pca(s: Floats) -> Principal | Refusal:
    """Weights by squared loadings on rotated principal components.

    A child's weight is its squared loading, as a share of what the component explains, times the
    share of the component in all that is explained; it is taken from the component on which the
    former is greatest. References: OECD/JRC Handbook 2008, step 6; Nicoletti, Scarpetta and
    Boylaud 2000; rule and rotation as in `kept` and `varimax`.

    Parameters
    ----------
    s
        Scores of the children, shape (child, hub), complete.

    Notes
    -----
    Refused: constant children, fewer hubs than children or than 3.
    """
    children, hubs = s.shape
    if hubs < max(children, 3):
        return Refusal("few hubs", figure=hubs)
    if flat := constants(s):
        return Refusal("constant", flat)
    found = principal(s)
    rotations = _rotations(found.loadings[:, : kept(found.eigenvalues)])
    # Rotations that are equally good count the same: none of them comes first by right.
    weights = shares(np.mean([weights_of(rotated) for rotated in rotations], axis=0))
    rotated = rotations[0]
    explained = (rotated**2).sum(axis=0) / children
    return Principal(weights, found.eigenvalues, found.shares, rotated, explained, _home(rotated))


def weights_of(rotated: Floats) -> Floats:
    """Weights, shape (child,), from rotated loadings, shape (child, component)."""
    # Scaled by what its component explains and weighed with just that, a squared loading is itself again.
    taken = np.take_along_axis(rotated**2, _home(rotated)[:, None], axis=1)
    return shares(taken[:, 0])


def _home(rotated: Floats) -> Ints:
    """The component on which the scaled squared loading of each child is greatest; of equals the stronger loading."""
    squared = rotated**2
    scaled = squared / squared.sum(axis=0)
    near = scaled >= scaled.max(axis=1, keepdims=True) - ROUNDING
    return np.asarray(np.where(near, squared, -1.0).argmax(axis=1))


def _rotations(loadings: Floats) -> Floats:
    """The best rotations, shape (rotation, series, component); mostly the same one, from several starts."""
    length = np.sqrt((loadings**2).sum(axis=1, keepdims=True))
    length[length == 0] = 1.0
    ends = _settled(_starts(loadings / length))
    simplicity = (ends**2).var(axis=1).sum(axis=1)
    best = ends[simplicity >= simplicity.max() - ROUNDING] * length
    order = np.argsort(-(best**2).sum(axis=1), axis=-1, kind="stable")
    return _upright(np.take_along_axis(best, order[:, None], axis=2))


def _starts(loadings: Floats) -> Floats:
    """Loadings turned so that an axis goes through one series, the next through the farthest from it, and so on.

    Shape (start, series, component), a start from each series.
    """
    series, components = loadings.shape
    every = np.arange(series)
    rest = np.repeat(loadings[None], series, axis=0)
    axes = np.empty((series, components, components))
    pivot = every
    for column in range(components):
        axes[:, :, column] = loadings[pivot]
        along = rest[every, pivot]
        squared = (along**2).sum(axis=1)
        along = along / np.sqrt(np.where(squared > 0, squared, 1.0))[:, None]
        rest = rest - (rest @ along[:, :, None]) * along[:, None, :]
        pivot = (rest**2).sum(axis=2).argmax(axis=1)
    turn, _ = np.linalg.qr(axes)
    return np.asarray(loadings @ turn)


def _settled(loadings: Floats) -> Floats:
    """Turn each pair of components to its best angle until none moves, for all starts at once."""
    components = loadings.shape[2]
    for _ in range(SWEEPS):
        moved = 0.0
        for one in range(components):
            for other in range(one):
                x, y = loadings[:, :, one], loadings[:, :, other]
                angle = _best_angle(x, y)[:, None]
                cosine, sine = np.cos(angle), np.sin(angle)
                loadings[:, :, one], loadings[:, :, other] = cosine * x + sine * y, cosine * y - sine * x
                moved = max(moved, float(np.abs(sine).max()))
        if moved < ROUNDING:
            break
    return loadings


def _best_angle(x: Floats, y: Floats) -> Floats:
    """The turn of two components with the greatest variance of squared loadings (Kaiser 1958)."""
    u, v = x**2 - y**2, 2 * x * y
    u, v = u - u.mean(axis=1, keepdims=True), v - v.mean(axis=1, keepdims=True)
    across, along = 2 * (u * v).sum(axis=1), (u**2 - v**2).sum(axis=1)
    level = np.hypot(across, along) <= LEVEL
    return np.asarray(np.where(level, 0.0, np.arctan2(across, along) / 4))


def _upright(loadings: Floats) -> Floats:
    """Signs turned so that no component's loadings sum to less than 0; shape (..., series, component)."""
    return np.where(loadings.sum(axis=-2, keepdims=True) < 0, -loadings, loadings)
