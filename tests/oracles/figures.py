"""Figures that are ordinary, and figures chosen to go wrong: mixed sizes, next to nothing apart, subnormal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import nextafter

import numpy as np
from exact import Indicator, Node

HUBS = 24
"""Enough for every treatment, which leave fewer than 20 alone."""

Figures = tuple[float | None, ...]


def ordinary() -> dict[str, Figures]:
    """Figures as they come: evenly spread, skewed, negative ones, with gaps and ties."""
    random = np.random.default_rng(7)
    plain = random.uniform(1, 100, HUBS)
    gappy = [None if hub % 5 == 3 else x for hub, x in enumerate(random.uniform(2, 9, HUBS).round(1).tolist())]
    return {
        "even": tuple(plain.tolist()),
        "skewed": tuple(np.exp(random.normal(3, 2, HUBS)).tolist()),
        "negative": tuple(random.normal(0, 10, HUBS).tolist()),
        "gaps and ties": tuple(gappy),
    }


def catastrophic() -> dict[str, Figures]:
    """Figures of which a careless formula loses all digits."""
    steps = np.random.default_rng(8).permutation(HUBS)
    sizes = [5e-324, 2.5e-310, 1e-300, 1e-200, 1e-100, 1e-30, 1e-9, 0.1, 1.0, 1e3, 1e9, 1e15]
    return {
        "1e-300 to 1e15": (*sizes, *(x * 1.7 for x in sizes[:-1]), 0.0),
        "2^-50 apart": tuple((1 + steps * 2.0**-50).tolist()),
        "one is 2^-52 apart": (*[3.7] * (HUBS - 1), nextafter(3.7, 4)),
        "huge, an eighth apart": tuple((1e15 - steps / 8).tolist()),
        "-1e15 to 1e15": (-1e15, 1e15, *(steps[2:] - 11.5).tolist()),
        "near 1e-200": tuple((1e-200 * (1 + steps / 7)).tolist()),
        "subnormal": tuple((5e-324 * (1 + steps)).tolist()),
    }


def positive(row: Figures) -> bool:
    return all(x is None or x > 0 for x in row)


def usable(kind: str, row: Figures) -> bool:
    """Whether a normalisation has a value for such figures: a spread of next to nothing has none."""
    if kind == "fraction_of_max":
        return positive(row)
    return kind != "robust" or len(set(row)) > 2


def of_method(kind: str, row: Figures) -> Iterator[Indicator]:
    """What a normalisation is tried with, in both directions."""
    there = sorted(x for x in row if x is not None)
    least, greatest, inner, outer = there[0], there[-1], there[HUBS // 4], there[-HUBS // 4]
    for higher in (True, False):
        one = Indicator(row, kind, higher, ends=("min", "max") if higher else ("max", "min"))
        if kind == "distance_to_reference":
            yield replace(one, reference=row.index(greatest if higher else least))
        elif kind == "distance_to_target":
            yield replace(one, target=min(2 * greatest, 1e15) if higher else max(least - abs(greatest) / 3, -1e15))
        else:
            yield one
        if kind == "goalposts" and inner < outer:  # figures beyond them, and numbers a hair apart
            ends = (inner, outer) if higher else (outer, inner)
            hair = (inner, nextafter(inner, np.inf)) if higher else (nextafter(inner, np.inf), inner)
            yield from (replace(one, ends=ends, clip=clip) for clip in (True, False))
            yield replace(one, ends=hair)


def weights(count: int, wide: bool, seed: int = 9) -> tuple[float, ...]:
    """Weights of children; wide ones reach from 1e-6 to 1e6."""
    random = np.random.default_rng(seed)
    return tuple((10 ** random.uniform(-6, 6, count) if wide else random.uniform(0.1, 1, count)).tolist())


def rows_of_scores(wide: bool, children: int = 5) -> list[Figures]:
    """Scores of children between 0 and 100; those of a wide kind are as small, as near and as bare as can be."""
    random = np.random.default_rng(10)
    if not wide:
        rows = random.uniform(1, 100, (children, HUBS))
        gaps = np.add.outer(np.arange(children), np.arange(HUBS)) % 9 == 8
        return [tuple(row) for row in np.where(gaps, None, rows.astype(object)).tolist()]
    small = [0.0, 5e-324, 1e-310, 1e-300, 1e-100, 1e-30, 1e-9, 0.01, 1.0, 50.0, nextafter(100, 0), 100.0]
    mixed = random.choice(small, (children, HUBS // 2))
    near = 50 * (1 + random.integers(0, 9, (children, HUBS - HUBS // 2)) * 2.0**-51)
    return [tuple(row) for row in np.hstack([mixed, near]).tolist()]


def over(rows: list[Figures], aggregate: str, parameter: object, floor: float, scattered: bool) -> Node:
    """A node whose children are scores as they are."""
    children = tuple(Indicator(row, "none") for row in rows)
    return Node(children, weights(len(rows), scattered), aggregate, parameter, floor)


def divided(row: Figures, kind: str) -> Indicator:
    """Figures per thousand of a measure that differs by sixteen orders of magnitude."""
    per = 10 ** np.random.default_rng(11).uniform(-8, 8, HUBS)
    return Indicator(row, kind, per=tuple(per.tolist()), amount=1000.0)


def nested(aggregate: str, parameter: object, wide: bool, seed: int) -> Node:
    """Three levels: pillars of a mean of indicators of every kind, and a sub-pillar beside them."""
    random = np.random.default_rng(seed)
    rows = list((catastrophic() if wide else ordinary()).values())
    kinds = ("goalposts", "minmax", "percent_rank", "rank")
    leaves = [
        Indicator(rows[at], kinds[random.integers(4)], bool(random.integers(2))) for at in random.permutation(len(rows))
    ]
    leaves = [one if one.higher else replace(one, ends=("max", "min")) for one in leaves]
    sub = Node(tuple(leaves[:2]), weights(2, wide, seed), aggregate, parameter)
    pillar = Node((sub, *leaves[2:]), weights(len(leaves) - 1, wide, seed + 1), aggregate, parameter)
    other = Node(tuple(leaves[1:]), weights(len(leaves) - 1, wide, seed + 2))
    return Node((pillar, other), weights(2, wide, seed + 3), aggregate, parameter)
