"""Ways out of the declared weights: where to, and how far along each something first is so."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

Gain = Callable[[Floats], Floats]
"""How far above 0 some weights, shape (draw, lever), bring what is wanted, in spans of the scale, shape (draw,); NaN
where there is no telling."""

MOST_PAIRS = 120
"""Of so many pairs of weights an exchange is tried at once, drawn at random from more."""

RANDOM = 400
"""How many directions are tried that are nobody's idea."""

FEW_LEVERS = 8
"""Up to so many weights every set is left out once, and the shortest ways are varied even where following the slope led
somewhere."""

SCANNED = 16
"""Points at which a way is looked at before its first good part is narrowed down."""

HALVINGS = 44
"""Steps of narrowing down: to the last digit that weights have."""

ROUNDING = 1e-15
"""A share that is left of a weight by rounding: none. Declared ones are a thousand times as large."""


def targets(weights: Floats, generator: np.random.Generator) -> Iterator[Floats]:
    """Weights to go towards, shape (draw, lever)."""
    size = weights.size
    yield np.eye(size)
    one, other = _pairs(size, generator)
    moved = np.tile(weights, (len(one), 1))
    at = np.arange(len(one))
    moved[at, other] += moved[at, one]
    moved[at, one] = 0.0
    yield moved
    yield (np.eye(size)[one] + np.eye(size)[other]) / 2
    yield scattered(size, generator)
    yield without_some(weights, generator)


def scattered(size: int, generator: np.random.Generator) -> Floats:
    """Random weights, shape (draw, lever), sum 1: half of them anywhere, half mostly of few levers."""
    return np.vstack([generator.dirichlet(np.full(size, sparse), RANDOM // 2) for sparse in (1.0, 0.25)])


def without_some(weights: Floats, generator: np.random.Generator) -> Floats:
    """The weights without some of them, shape (draw, lever), sum 1: every such set of few levers, some of more.

    A node that takes the worst of its children changes only where one of them is left out altogether.
    """
    size = weights.size
    if size <= FEW_LEVERS:
        kept = (np.arange(1, 2**size - 1)[:, None] >> np.arange(size)) % 2 == 1
    else:
        kept = generator.random((RANDOM, size)) < generator.random((RANDOM, 1))
        kept = kept[kept.any(axis=1)]
    some = kept * weights
    return np.asarray(some / some.sum(axis=1, keepdims=True))


def varied(ways: Floats, step: float, generator: np.random.Generator) -> Floats:
    """Each way with a bit moved between every pair of levers, and mixed with the others."""
    one, other = _pairs(ways.shape[1], generator)
    exchange = np.zeros((len(one), ways.shape[1]))
    at = np.arange(len(one))
    exchange[at, one], exchange[at, other] = step, -step
    exchanged = (ways[:, None] + exchange).reshape(-1, ways.shape[1])
    without = np.repeat(ways, ways.shape[1], axis=0)  # one lever stays where it is, the rest make up for it
    at, lever = np.arange(len(without)), np.tile(np.arange(ways.shape[1]), len(ways))
    without[at, lever] *= 1 - step
    balance = without.sum(axis=1, keepdims=True)
    side = np.where(balance > 0, np.maximum(without, 0), np.maximum(-without, 0))
    total = side.sum(axis=1, keepdims=True)
    without -= np.abs(balance) * np.sign(balance) * side / np.where(total > 0, total, 1.0)
    mixed = ((ways[:, None] + ways[None]) / 2).reshape(-1, ways.shape[1])
    every = np.concatenate([exchanged, without, mixed])
    return ways_of(every - every.mean(axis=1, keepdims=True) * (np.abs(every.sum(axis=1, keepdims=True)) > 1e-12))


def _pairs(size: int, generator: np.random.Generator) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Pairs of different levers, all of them or as many as can be tried."""
    one, other = np.nonzero(~np.eye(size, dtype=bool))
    if len(one) > MOST_PAIRS:
        some = np.sort(generator.choice(len(one), MOST_PAIRS, replace=False))
        one, other = one[some], other[some]
    return one, other


def ways_of(steps: Floats) -> Floats:
    """Steps scaled to a sum of absolute changes of 1; what leads nowhere is left out."""
    size = np.abs(steps).sum(axis=1, keepdims=True)
    somewhere = size[:, 0] > 1e-12
    return np.asarray(steps[somewhere] / size[somewhere])


def lengths(weights: Floats, ways: Floats, most: Floats, gain: Gain) -> Floats:
    """How far along each way the gain first is 0 or more, shape (way,); inf where not before `most` or the end."""
    with np.errstate(divide="ignore"):
        end = np.where(ways < 0, weights / -ways, np.inf).min(axis=1)
    end = np.minimum(end, most)
    at = end[:, None] * (np.arange(1, SCANNED + 1) / SCANNED)
    good = (gain(along(weights, np.repeat(ways, SCANNED, axis=0), at.ravel())) >= 0).reshape(at.shape)
    length = np.full(len(ways), np.inf)
    found = np.flatnonzero(good.any(axis=1))
    if found.size:
        place = good[found].argmax(axis=1)
        high = at[found, place]
        low = np.where(place > 0, at[found, place - 1], 0.0)
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            holding = gain(along(weights, ways[found], middle)) >= 0
            low, high = np.where(holding, low, middle), np.where(holding, middle, high)
        length[found] = high
    return length


def along(weights: Floats, ways: Floats, far: Floats) -> Floats:
    """The weights so far along each way, shape (way, lever), sum 1."""
    v = weights + far[:, None] * ways
    v[v < ROUNDING] = 0.0
    return np.asarray(v / v.sum(axis=1, keepdims=True))
