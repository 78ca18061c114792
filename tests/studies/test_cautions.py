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


@pytest.mark.parametrize(("top", "best"), [(2, None), (3, None), (12, 12)])
def test_many_hubs_at_their_best(made: Made, top: int, best: int | None) -> None:
    """Hubs on a quarter of a circle are all undominated; the others lie far inside."""
    angle = np.linspace(0.1, 1.4, HUBS)
    radius = np.where(np.arange(HUBS) < top, 9.0, 2.0)
    found = ask(made, "bod", {"a": radius * np.cos(angle), "b": radius * np.sin(angle)})
    assert (found.bent, found.best) == (None, best)


def test_a_sum_is_not_weighed_by_a_bent_mean(made: Made) -> None:
    columns = {"a": np.linspace(1, 9, HUBS), "b": np.linspace(2, 5, HUBS)}
    assert ask(made, "bod", columns, {"method": {"aggregate": "geometric"}}) == Cautions(bent="geometric")
