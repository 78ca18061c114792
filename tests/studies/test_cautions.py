from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from hubscore.model.dataset import Dataset
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.cautions import Cautions, cautions
from hubscore.studies.derive import derived

Made = Callable[..., tuple[Dataset, Scorecard]]
HUBS = 40


def ask(made: Made, method: str, columns: dict[str, Any], card: dict[str, Any] | None = None, **given: Any) -> Cautions:
    values = np.array(list(columns.values()), dtype=float).round(4)
    hubs = {f"h{at:02}": dict(zip(columns, column, strict=True)) for at, column in enumerate(values.T.tolist())}
    dataset, scorecard = made(card or {}, **hubs)
    return cautions(derived(score(dataset, scorecard), scorecard, method, **given))


def noise(series: int, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).uniform(-1, 1, (series, HUBS))


def test_who_loads_with_the_other_sign_is_against(made: Made) -> None:
    rise, own = np.linspace(2, 8, HUBS), noise(3)
    found = ask(made, "pca", {"a": rise + own[0], "b": 10 - rise + own[1], "c": rise + own[2]})
    assert found == Cautions(against=(1,))
    same = ask(made, "pca", {"a": rise + own[0], "b": rise + own[1], "c": rise + own[2]})
    assert same == Cautions()


def crossed(*rows: tuple[float, float, float]) -> dict[str, Any]:
    """Children at 4, 5 and 6, of three series that have nothing in common; the length of a row is its spread."""
    own = noise(3)
    base = np.linalg.qr((own - own.mean(axis=1, keepdims=True)).T)[0].T
    return {name: level + 4 * np.array(row) @ base for name, level, row in zip("abc", (4, 5, 6), rows, strict=True)}


@pytest.mark.parametrize("method", ["entropy", "critic"])
@pytest.mark.parametrize(
    ("rows", "against"),
    [
        (((1, 0, 0), (1, 0, 0), (-0.12, 0.9928, 0)), (2,)),
        (((1, 0, 0), (1, 0, 0), (-0.08, 0.9968, 0)), ()),
        (((1, 0, 0), (1, 0, 0), (-0.103, 0.99468, 0)), (2,)),
        (((1, 0, 0), (1, 0, 0), (-0.0985, 0.99514, 0)), ()),
        (((3, 0, 0), (0, 0.3, 0), (0.3, -0.5, 0.8124)), (1, 2)),  # each is standardised: 0.3 - 0.5, not 0.9 - 0.15
        (((1, 0, 0), (-0.98, 0.199, 0), (-0.025, -0.2488, 0.9682)), (0, 1, 2)),  # a and b leave little for c to oppose
    ],
)
def test_who_falls_where_the_sum_of_the_others_rises_is_against(
    made: Made, method: str, rows: Any, against: tuple[int, ...]
) -> None:
    assert ask(made, method, crossed(*rows)) == Cautions(against)
    assert ask(made, method, crossed(*rows), {"method": {"scale": [0, 1]}}) == Cautions(against)
    assert ask(made, "equal", crossed(*rows)) == Cautions()


def test_against_nothing_is_nobody(made: Made) -> None:
    a, c = np.tile([2, 8], HUBS // 2), np.tile([4, 4, 6, 6], HUBS // 4)
    assert ask(made, "critic", {"a": a, "b": 10 - a, "c": c}) == Cautions((0, 1))  # their sum is the same throughout
    assert ask(made, "entropy", {"a": a, "b": np.full(HUBS, 5), "c": c}) == Cautions()


@pytest.mark.parametrize("seed", range(8))
def test_against_what_cancels_out_but_for_rounding_is_nobody(made: Made, seed: int) -> None:
    a, c = np.random.default_rng(seed).uniform(0, 10, (2, HUBS)).round(4)
    assert ask(made, "critic", {"a": a, "b": 10 - a, "c": c}).against == (0, 1)


def test_who_is_against_whatever_the_size_of_scores(made: Made) -> None:
    rise, own = np.linspace(2, 8, HUBS), noise(3)
    values = np.array([rise + own[0], 10 - rise + own[1], rise + own[2]]) * 1e-200
    cells = {f"h{at:02}": dict(zip("abc", column, strict=True)) for at, column in enumerate(values.T.tolist())}
    dataset, scorecard = made({"method": {"normalise": "none"}}, **cells)
    assert cautions(derived(score(dataset, scorecard), scorecard, "critic")) == Cautions(against=(1,))


def test_a_single_component_of_little_variance(made: Made) -> None:
    """Eight series with a weak common part: the first component has less than half, the next less than one series."""
    common, own = noise(1, 7)[0], np.linalg.qr(noise(8, 3).T - noise(8, 3).mean(axis=1))[0].T * np.sqrt(HUBS / 3)
    own -= np.outer(own @ common / (common @ common), common)
    columns = {f"i{at}": 5 + common + 1.2 * row for at, row in enumerate(own)}
    found = ask(made, "pca", columns)
    assert found.against == ()
    r = np.linalg.eigvalsh(np.corrcoef(np.array(list(columns.values())).round(4)))
    assert ((r >= 1).sum(), r[-1] < 4) == (1, True)
    assert found.kept == pytest.approx(r[-1] / 8)


def test_places_matter_to_entropy_only(made: Made) -> None:
    rise, own = np.linspace(2, 8, HUBS), noise(3)
    columns = {"a": rise + own[0], "b": rise + own[1], "c": rise + own[2]}
    card: dict[str, Any] = {
        "pillars": {"p": {"aggregate": "copeland"}},
        "indicators": {"a": {"normalise": "rank"}, "b": {"pillar": "p"}},
    }
    found = ask(made, "entropy", columns, card)
    assert found.places == (0, 2)
    assert ask(made, "critic", columns, card) == Cautions()
    assert ask(made, "equal", columns, card) == Cautions()


@pytest.mark.parametrize(
    ("top", "of", "best"), [(9, 40, None), (10, 40, 10), (12, 40, 12), (2, 8, None), (3, 8, 3), (3, 12, 3)]
)
def test_many_hubs_at_their_best(made: Made, top: int, of: int, best: int | None) -> None:
    """Hubs on a quarter of a circle are all undominated; the others lie far inside. A quarter is many, two are few."""
    angle = np.linspace(0.1, 1.4, of)
    radius = np.where(np.arange(of) < top, 9.0, 2.0)
    found = ask(made, "bod", {"a": radius * np.cos(angle), "b": radius * np.sin(angle)})
    assert (found.bent, found.best) == (None, best)


def test_a_sum_is_not_weighed_by_a_bent_mean(made: Made) -> None:
    columns = {"a": np.linspace(1, 9, HUBS), "b": np.linspace(2, 5, HUBS)}
    assert ask(made, "bod", columns, {"method": {"aggregate": "geometric"}}) == Cautions(bent="geometric")
