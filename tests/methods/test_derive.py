from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods.balance import importance
from hubscore.methods.derive import DERIVATIONS, Derivation

ROWS = [pytest.param(row, id=row.name) for row in DERIVATIONS.values()]


def test_the_ways_that_there_are() -> None:
    assert list(DERIVATIONS) == ["equal", "pca", "entropy", "critic", "bod", "ahp", "balanced"]
    assert {row.name for row in DERIVATIONS.values() if row.needs == "nothing"} == {"equal"}
    assert {row.name for row in DERIVATIONS.values() if row.needs == "matrix"} == {"ahp"}
    assert {row.name for row in DERIVATIONS.values() if row.sampled} == {"pca", "entropy", "critic", "balanced"}
    assert {row.name for row in DERIVATIONS.values() if row.each} == {"bod"}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_says_what_it_is_and_where_it_is_from(row: Derivation) -> None:
    assert row.meaning
    assert row.reference or row.needs == "nothing"
    assert row.bare
    assert row.compensability == ""


@pytest.mark.parametrize("name", ["equal", "pca", "entropy", "critic"])
def test_rows_on_scores_alone_give_weights(name: str) -> None:
    s = np.random.default_rng(0).uniform(0, 100, (4, 30))
    weights = DERIVATIONS[name].function(s).weights
    assert weights.shape == (4,)
    assert weights.sum() == pytest.approx(1, abs=1e-12)


def test_rows_that_need_more_get_it() -> None:
    s = np.random.default_rng(0).uniform(0, 100, (3, 30))
    np.testing.assert_allclose(DERIVATIONS["ahp"].function(np.ones((3, 3))).weights, np.full(3, 1 / 3), rtol=1e-12)
    assert DERIVATIONS["bod"].default == (0.0, 1.0)
    assert DERIVATIONS["bod"].function(s, 0, *DERIVATIONS["bod"].default).a_ub.shape == (30, 3)
    balance = DERIVATIONS["balanced"].function(s, np.ones(3), lambda s, w: w @ s)
    np.testing.assert_allclose(importance(s, balance.weights @ s), np.full(3, 1 / 3), atol=1e-6)
