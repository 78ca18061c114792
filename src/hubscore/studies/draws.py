"""Draws of a whole scorecard: weights, readings, absent values and methods varied together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from hubscore.errors import Problem, UsageError
from hubscore.methods.draw import keys, mixed, named, starts, uniform
from hubscore.model.asked import listed, whole
from hubscore.model.dataset import Dataset
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.absent import Absent, Gap, absent_of, gaps_of, read_of
from hubscore.studies.blocks import fill_in, filled, members, node_scores, scores_of_leaves
from hubscore.studies.factors import Options
from hubscore.studies.levels import factors_in
from hubscore.studies.noise import Noise, noise_of
from hubscore.studies.variants import Methods, admitting, varied
from hubscore.studies.weighing import Weighing, weighing

Floats = NDArray[np.float64]
Ints = NDArray[np.integer]
Words = NDArray[np.uint64]

CELLS_AT_ONCE = 1 << 18
"""Cells of draws that are worked on together: what fits into the cache."""

LARGEST_SEED = 2**64 - 1


class Readings(NamedTuple):
    """What is known at one level of evidence: scored, its noise (None where none is drawn), gaps of inner nodes."""

    ranking: Ranking
    noise: Noise | None
    gaps: tuple[Gap | None, ...]


class State(NamedTuple):
    """The plan under one choice of methods, the scores of all nodes, and from what absent scores are drawn."""

    plan: Plan
    scores: Floats
    absent: Absent


@dataclass(frozen=True, eq=False)
class Sampler:
    """Evaluates draws of a scorecard.

    A draw is a column of keys, one a factor: the same keys give the same scores, whatever is
    evaluated beside them. To exchange a row of keys draws that factor anew and leaves all
    others as they are.

    `factors`: as named in the file, "weights:finance", "data:finance", "data" (what several
    pillars read), "absent", "evidence", "missing", "normalise", "aggregate"; `options`: what
    each categorical factor chooses from, all alike.
    """

    dataset: Dataset
    scorecard: Scorecard
    base: Ranking
    factors: tuple[str, ...]
    options: Options
    seed: int
    weighing: Weighing
    _readings: dict[str | None, Readings] = field(default_factory=dict)
    _states: dict[tuple[str | None, Methods], State] = field(default_factory=dict)

    def keys(self, first: int, count: int) -> Words:
        """The keys of `count` draws from number `first` on, shape (factor, draw)."""
        return keys(self._starts, first, count)

    def scores(self, at: Words) -> Floats:
        """The index of every hub, shape (draw, hub), NaN where there is none.

        Parameters
        ----------
        at
            Keys, shape (factor, draw).
        """
        result = np.empty((at.shape[1], len(self.dataset.hubs)))
        for draws, _, inner in self._evaluated(at):
            result[draws] = inner[-1]
        return result

    def nodes(self, at: Words) -> Floats:
        """The scores of every node in the order of `base.plan.ids`, shape (draw, node, hub)."""
        plan = self.base.plan
        result = np.empty((at.shape[1], len(plan.ids), len(self.dataset.hubs)))
        for draws, leaves, inner in self._evaluated(at):
            result[draws, : len(plan.leaves)] = leaves if leaves.ndim == 2 else np.moveaxis(leaves, 0, 1)
            result[draws, len(plan.leaves) :] = np.moveaxis(inner, 0, 1)
        return result

    def values(self, at: Words) -> Floats:
        """The value of every indicator, shape (draw, leaf, hub), NaN where there is none."""
        result = np.empty((at.shape[1], len(self.base.plan.leaves), len(self.dataset.hubs)))
        for evidence, draws in self._split("evidence", self.chosen(at), np.arange(at.shape[1])):
            readings = self.readings(evidence)
            x = self._values(readings, at[:, draws])
            if x.ndim == 3:
                fill_in(readings.ranking.plan, self.dataset, x)
            result[draws] = x if x.ndim == 2 else np.moveaxis(x, 0, 1)
        return result

    def weights(self, at: Words) -> dict[str, Floats]:
        """The weights of the members of every inner node, shape (draw, child), sum 1."""
        shares = zip(self.base.plan.inner, self.weighing.shares(at), strict=True)
        return {node.id: np.broadcast_to(w, (len(w), at.shape[1])).T for node, w in shares}

    def chosen(self, at: Words) -> dict[str, Ints]:
        """Which of its `options` each categorical factor takes, shape (draw,) each."""
        return {
            name: (uniform(mixed(self._key(name, at) + named([name]))) * len(options)).astype(np.intp)
            for name, options in self.options.items()
        }

    @cached_property
    def at_once(self) -> int:
        """How many draws to evaluate together."""
        return max(1, CELLS_AT_ONCE // max(len(self.base.plan.leaves) * len(self.dataset.hubs), 1))

    def linear(self, hubs: NDArray[np.intp]) -> Floats | None:
        """What indicators bring to the index, shape (leaf, hub), if it is their sum in every draw.

        Each at its declared weight: a draw has so many `times_declared` of it.

        So it is where only weights are drawn and nothing that weighs is without a score for
        these hubs. None where it is not.
        """
        plan, counts = self.base.plan, self.base.plan.weights > 0
        scores = self.base.scores[: len(plan.leaves), hubs]
        plain = all(node.aggregate.name == "arithmetic" and node.digits is None for node in plan.inner)
        fixed = all(factor.startswith("weights:") or factor == "absent" for factor in self.factors)
        if not plain or not fixed or np.isnan(scores[counts]).any():
            return None
        if "absent" in self.factors and any(gap is not None and gap.child.size for gap in self.readings(None).gaps):
            return None
        return np.where(counts[:, None], plan.weights[:, None] * scores, 0.0)

    def readings(self, evidence: str | None) -> Readings:
        """What is known with evidence down to this grade; None for what the scorecard admits."""
        if evidence not in self._readings:
            ranking, card = self.base, self.scorecard
            if evidence not in (None, card.evidence.admit):
                card = admitting(card, str(evidence))
                ranking = score(self.dataset, card, self.base.everyone)
            noisy, drawn = any(name.startswith("data") for name in self.factors), "absent" in self.factors
            noise = noise_of(ranking, card, frozenset(self.factors), self._hubs) if noisy else None
            noise = noise if noise is not None and noise.moves else None
            gaps = gaps_of(ranking, drawn, self.weighing.names, self._hubs)
            self._readings[evidence] = Readings(ranking, noise, gaps)
        return self._readings[evidence]

    def state(self, evidence: str | None, methods: Methods) -> State:
        """The plan under these methods."""
        spot = (evidence, methods)
        if spot not in self._states:
            readings = self.readings(evidence)
            plan, scores = varied(readings.ranking, self.scorecard, methods)
            self._states[spot] = State(plan, scores, absent_of(plan, scores, read_of(readings.ranking)))
        return self._states[spot]

    @cached_property
    def _any_aggregate(self) -> Any:
        """One of the aggregations, None where they are not varied: for what does not depend on it."""
        return self.options.get("aggregate", (None,))[0]

    @cached_property
    def _starts(self) -> Words:
        return starts(self.seed, named(self.factors))

    @cached_property
    def _hubs(self) -> Words:
        return named(self.dataset.hubs.ids)

    def _key(self, name: str, at: Words) -> Words:
        row: Words = at[self.factors.index(name)]
        return row

    def _split(
        self, name: str, chosen: dict[str, Ints], draws: NDArray[np.intp]
    ) -> Iterator[tuple[Any, NDArray[np.intp]]]:
        """The draws by what a factor chooses in them."""
        if name not in chosen:
            yield None, draws
            return
        for number, option in enumerate(self.options[name]):
            some = draws[chosen[name][draws] == number]
            if some.size:
                yield option, some

    def _evaluated(self, at: Words) -> Iterator[tuple[NDArray[np.intp], Floats, Floats]]:
        """Draws by their methods, with the scores of indicators and of inner nodes, shape (..., draw, hub)."""
        chosen = self.chosen(at)
        shares = self.weighing.shares(at)
        for evidence, admitted in self._split("evidence", chosen, np.arange(at.shape[1])):
            readings = self.readings(evidence)
            values = self._values(readings, at[:, admitted])
            for normalise, some in self._split("normalise", chosen, admitted):
                first = self.state(evidence, Methods(normalise, self._any_aggregate))
                leaves = self._leaves(first, values, np.searchsorted(admitted, some))
                for aggregate, draws in self._split("aggregate", chosen, some):
                    state = self.state(evidence, Methods(normalise, aggregate))
                    s = leaves if leaves.ndim == 2 else _rows(leaves, np.searchsorted(some, draws))
                    for missing, last in self._split("missing", chosen, draws):
                        mine = s if s.ndim == 2 else _rows(s, np.searchsorted(draws, last))
                        by = str(missing or self.scorecard.uncertainty.missing)
                        w = [share if share.shape[1] == 1 else _columns(share, last) for share in shares]
                        yield last, mine, self._inner(state, readings.gaps, mine, w, at[:, last], by)

    def _values(self, readings: Readings, at: Words) -> Floats:
        """The value of each indicator, shape (leaf, draw, hub), gaps open; (leaf, hub), filled, where none is drawn."""
        cells, noise = readings.ranking.cells, readings.noise
        if noise is None:
            return np.array(cells.filled)
        place = [self.factors.index(name) if name in self.factors else 0 for name in noise.factor]
        values = noise.values(noise.drawn(at[place]))
        leaf, hub = noise.still
        if leaf.size:
            values[leaf, :, hub] = np.array(cells.point)[leaf, hub][:, None]
        return values

    def _leaves(self, state: State, values: Floats, draws: NDArray[np.intp]) -> Floats:
        """The scores of indicators, shape (leaf, draw, hub) or (leaf, hub): the whole line, gone through anew."""
        if values.ndim == 2:
            return state.scores[: len(state.plan.leaves)]
        values = _rows(values, draws)
        fill_in(state.plan, self.dataset, values)
        return scores_of_leaves(state.plan, self.dataset, values)

    def _inner(
        self, state: State, gaps: tuple[Gap | None, ...], leaves: Floats, shares: list[Floats], at: Words, by: str
    ) -> Floats:
        """The scores of inner nodes, shape (inner node, draw, hub)."""
        plan = state.plan
        key = self._key("absent", at) if "absent" in self.factors else None
        inner = np.empty((len(plan.inner), at.shape[1], leaves.shape[-1]))
        moved = np.array([leaves.ndim == 3] * len(plan.leaves) + [False] * len(plan.inner))
        for position, (node, gap, share) in enumerate(zip(plan.inner, gaps, shares, strict=True)):
            filling = key is not None and gap is not None and gap.drawn
            row = len(plan.leaves) + position
            moved[row] = self.weighing.varied or filling or moved[node.children].any()
            if not moved[row]:  # to the same bit, so that what is rounded stays too
                inner[position] = state.scores[row]
                continue
            w = share[:, 0] if share.shape[1] == 1 else np.ascontiguousarray(share.T)
            s = members(plan, node, leaves, inner)
            if gap is not None:
                s = filled(plan, state.absent, gap, s, w, key, by)
            inner[position] = node_scores(plan, node, gap, s, w)
        return inner


def _rows(x: Floats, draws: NDArray[np.intp]) -> Floats:
    """Some draws of a block, shape (row, draw, hub); the block itself where it is all of them."""
    return x if draws.size == x.shape[1] else x[:, draws]


def _columns(share: Floats, draws: NDArray[np.intp]) -> Floats:
    return share if draws.size == share.shape[1] else share[:, draws]


def sampler(
    dataset: Dataset,
    scorecard: Scorecard,
    seed: int = 1,
    only: Sequence[str] = (),
    everyone: bool = False,
    base: Ranking | None = None,
) -> Sampler:
    """Make ready to draw.

    Parameters
    ----------
    seed
        From 0 to 2^64 - 1.
    only
        Families ("weights") or factors ("weights:finance") to vary; empty: those of `FAMILIES`.
        "evidence" and "missing" are varied only where they are named.
    base
        The ranking, if it has been scored already.

    Raises
    ------
    UsageError
        A factor that does not exist or would change nothing, or a seed out of range.
    """
    seed, only = whole(seed, "the seed"), listed(only, "`only`")
    if not 0 <= seed <= LARGEST_SEED:
        problem = Problem("seed", "the seed is out of range", found=str(seed), expected=f"0 to {LARGEST_SEED}")
        raise UsageError([problem])
    ranking = base or score(dataset, scorecard, everyone)
    factors, options = factors_in(ranking, scorecard, only)
    weights = weighing(ranking.plan, scorecard.uncertainty.weights, factors)
    return Sampler(dataset, scorecard, ranking, factors, options, seed, weights)
