from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.methods.components import Principal, kept, pca, principal, varimax, weights_of
from hubscore.methods.outcome import Refusal

TAI = np.array(
    [
        [0.07, 0.97, 0.06, 0.06],
        [0.13, 0.07, -0.07, 0.93],
        [0.79, -0.21, 0.21, 0.42],
        [-0.64, 0.56, -0.04, 0.36],
        [0.37, 0.17, 0.38, 0.68],
        [0.82, -0.04, 0.25, 0.35],
        [0.88, 0.23, -0.09, 0.09],
        [0.08, 0.04, 0.96, 0.04],
    ]
)
"""Rotated loadings of the Technology Achievement Index: OECD/JRC Handbook 2008, table 17."""


def random(seed: int, series: int = 6, hubs: int = 30, common: float = 1.0) -> np.ndarray:
    """Series in three groups that move together."""
    rng = np.random.default_rng(seed)
    groups = rng.normal(size=(3, hubs))
    return rng.normal(size=(series, hubs)) + common * groups[np.arange(series) % 3]


def derived(s: np.ndarray) -> Principal:
    found = pca(s)
    assert isinstance(found, Principal), found
    return found


def simplicity(loadings: np.ndarray) -> float:
    """Kaiser's measure: the variance of squared loadings, each series at length 1."""
    squared = loadings**2 / (loadings**2).sum(axis=1, keepdims=True)
    return float(squared.var(axis=0).sum())


def test_weights_of_the_handbook() -> None:
    # Table 18, column PC. Technology exports load -0.64 on the first and 0.56 on the second component,
    # but are 0.16 of the first and 0.23 of the second: they belong to the second.
    published = [0.17, 0.15, 0.11, 0.06, 0.08, 0.12, 0.14, 0.16]
    np.testing.assert_allclose(weights_of(TAI), published, atol=0.0055)


def test_the_order_and_signs_of_components_are_of_no_matter_to_weights() -> None:
    np.testing.assert_allclose(weights_of(TAI[:, [2, 0, 3, 1]] * [1, -1, 1, -1]), weights_of(TAI), rtol=1e-12)


def test_of_components_that_are_equally_near_the_stronger_loading_counts() -> None:
    # The third series is a fifth of what either component explains.
    rotated = np.sqrt(np.array([[0.8, 0.0], [0.0, 0.4], [0.2, 0.1]]))
    expected = np.array([0.8, 0.4, 0.2]) / 1.4
    np.testing.assert_allclose(weights_of(rotated), expected, rtol=1e-12)
    np.testing.assert_allclose(weights_of(rotated[:, ::-1]), expected, rtol=1e-12)


def test_two_series_by_hand() -> None:
    # r = 0.8: eigenvalues 1.8 and 0.2; loadings of both on the first, sqrt(0.9).
    x = np.array([[1.0, 1, -1, -1], [1.4, 0.2, -0.2, -1.4]])
    assert np.corrcoef(x)[0, 1] == pytest.approx(0.8, rel=1e-12)
    found = principal(x)
    np.testing.assert_allclose(found.eigenvalues, [1.8, 0.2], rtol=1e-12)
    np.testing.assert_allclose(found.shares, [0.9, 0.1], rtol=1e-12)
    np.testing.assert_allclose(found.loadings[:, 0], np.sqrt([0.9, 0.9]), rtol=1e-12)
    weights = derived(x)
    np.testing.assert_allclose(weights.weights, [0.5, 0.5], rtol=1e-12)
    np.testing.assert_allclose(weights.explained, [0.9], rtol=1e-12)
    np.testing.assert_array_equal(weights.component, [0, 0])


@pytest.mark.parametrize("seed", range(5))
def test_components_are_correlations_with_the_series(seed: int) -> None:
    x = random(seed)
    found = principal(x)
    np.testing.assert_allclose(found.loadings @ found.loadings.T, np.corrcoef(x), atol=1e-12)
    np.testing.assert_allclose(found.eigenvalues, (found.loadings**2).sum(axis=0), atol=1e-12)
    assert found.shares.sum() == pytest.approx(1, abs=1e-12)
    assert (np.diff(found.eigenvalues) <= 0).all()
    assert (found.loadings.sum(axis=0) >= 0).all()


def test_components_are_undefined_where_a_series_is_constant() -> None:
    found = principal(np.array([[1.0, 2, 3], [4.0, 4, 4]]))
    assert np.isnan(found.eigenvalues).all()
    assert np.isnan(found.shares).all()
    assert np.isnan(found.loadings).all()


@pytest.mark.parametrize(
    ("eigenvalues", "expected"),
    [([2.5, 1.2, 0.3], 2), ([1.0, 1.0, 1.0], 3), ([1 + 1e-12, 1 - 1e-12], 2), ([3.3, 1.7, 1.0, 0.9], 3), ([0.9], 1)],
)
def test_eigenvalues_of_one_and_more_are_kept(eigenvalues: list[float], expected: int) -> None:
    assert kept(np.array(eigenvalues)) == expected


def test_varimax_finds_the_simple_structure_that_was_hidden() -> None:
    simple = np.array([[0.9, 0, 0], [0.8, 0, 0], [0, 0.7, 0], [0, 0.9, 0], [0, 0, 0.5], [0, 0, 0.6]])
    turn, _ = np.linalg.qr(np.random.default_rng(4).normal(size=(3, 3)))
    np.testing.assert_allclose(varimax(simple @ turn), simple[:, [0, 1, 2]], atol=1e-9)


@pytest.mark.parametrize("seed", range(8))
def test_no_rotation_is_simpler(seed: int) -> None:
    rng = np.random.default_rng(seed)
    loadings = principal(random(seed, 9)).loadings[:, :3]
    found = varimax(loadings)
    np.testing.assert_allclose(found @ found.T, loadings @ loadings.T, atol=1e-9)
    turns = (np.linalg.qr(rng.normal(size=(3, 3)))[0] for _ in range(300))
    assert simplicity(found) >= max(simplicity(loadings @ turn) for turn in turns)
    for small in (1e-3, -1e-3):  # nor is one right beside it
        turn = np.array([[np.cos(small), np.sin(small), 0], [-np.sin(small), np.cos(small), 0], [0, 0, 1]])
        assert simplicity(found) > simplicity(found @ turn)


def climbed(loadings: np.ndarray, turn: np.ndarray) -> float:
    """The simplicity that turning pair by pair in steps of two degrees comes to from a start."""
    found = loadings @ turn
    for one, other in [(0, 1), (0, 2), (1, 2)] * 4:
        pair = found[:, [one, other]]
        turned = []
        for angle in np.linspace(0, np.pi / 2, 45, endpoint=False):
            cosine, sine = np.cos(angle), np.sin(angle)
            each = found.copy()
            each[:, [one, other]] = pair @ np.array([[cosine, -sine], [sine, cosine]])
            turned.append(each)
        found = max(turned, key=simplicity)
    return simplicity(found)


@pytest.mark.parametrize("seed", [107, 606])  # of these searches from different starts end differently
def test_of_several_ends_the_simplest_counts(seed: int) -> None:
    loadings = np.random.default_rng(seed).integers(-9, 10, (6, 3)) / 10
    turns = [np.linalg.qr(np.random.default_rng(start).normal(size=(3, 3)))[0] for start in range(8)]
    ends = [climbed(loadings, turn) for turn in turns]
    assert min(ends) < max(ends) - 2e-3
    assert simplicity(varimax(loadings)) > max(ends)


@pytest.mark.parametrize("seed", range(4))
def test_varimax_does_not_depend_on_how_components_lay(seed: int) -> None:
    loadings = principal(random(seed, 8)).loadings[:, :3]
    turn, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    np.testing.assert_allclose(varimax(loadings @ turn), varimax(loadings), atol=1e-8)


def test_varimax_of_one_component_is_itself_and_of_nothing_is_nothing() -> None:
    np.testing.assert_allclose(varimax(np.array([[-0.5], [-0.7]])), [[0.5], [0.7]], rtol=1e-12)
    np.testing.assert_array_equal(varimax(np.zeros((3, 2))), np.zeros((3, 2)))


def test_where_every_angle_is_as_good_all_series_weigh_the_same() -> None:
    # Three directions, 120 degrees apart: whatever the turn, squared loadings vary as much.
    angle = np.array([0, 2, 4]) * np.pi / 3
    hubs = np.random.default_rng(0).permutation(12) * np.pi / 6
    found = derived(np.cos(angle[:, None] - hubs))
    assert found.rotated.shape == (3, 2)
    np.testing.assert_allclose(found.weights, np.full(3, 1 / 3), atol=1e-9)


def test_series_without_correlation_weigh_the_same() -> None:
    s = np.array([[1.0, 1, -1, -1], [1.0, -1, 1, -1], [1.0, -1, -1, 1]])
    found = derived(s * [[1.0], [5.0], [0.1]] + 3)
    np.testing.assert_allclose(found.weights, np.full(3, 1 / 3), rtol=1e-9)
    np.testing.assert_allclose(np.sort(found.rotated, axis=0), [[0, 0, 0], [0, 0, 0], [1, 1, 1]], atol=1e-9)


def test_weights_are_shares_of_what_the_kept_components_explain() -> None:
    found = derived(random(1, 7, common=2.0))
    assert (found.weights > 0).all()
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    count = kept(found.eigenvalues)
    assert found.rotated.shape == (7, count)
    assert found.explained.sum() == pytest.approx(found.shares[:count].sum(), rel=1e-9)
    assert (np.diff(found.explained) <= 0).all()
    # The Handbook's way in three steps: scale by component, take the greatest, weigh the component.
    scaled = found.rotated**2 / (found.rotated**2).sum(axis=0)
    taken = scaled[np.arange(7), found.component] * (found.explained / found.explained.sum())[found.component]
    np.testing.assert_array_equal(found.component, scaled.argmax(axis=1))
    np.testing.assert_allclose(found.weights, taken / taken.sum(), rtol=1e-9)


@settings(max_examples=40)
@given(seed=st.integers(0, 999), data=st.data())
def test_the_order_of_children_and_hubs_is_of_no_matter(seed: int, data: st.DataObject) -> None:
    s = random(seed, 7).round(1)
    children, hubs = data.draw(st.permutations(range(7))), data.draw(st.permutations(range(30)))
    found, other = derived(s), derived(s[children][:, hubs])
    np.testing.assert_allclose(other.weights, found.weights[children], atol=1e-9)
    np.testing.assert_allclose(other.eigenvalues, found.eigenvalues, atol=1e-9)
    np.testing.assert_allclose(other.rotated, found.rotated[children], atol=1e-7)


def test_units_are_of_no_matter() -> None:
    s = random(5)
    turned = s * np.array([[1.0], [20.0], [0.3], [4.0], [1e3], [7.0]]) + 9
    np.testing.assert_allclose(derived(turned).weights, derived(s).weights, rtol=1e-9)


def test_twins_weigh_the_same() -> None:
    s = random(2, 6)
    found = derived(np.concatenate([s, s[:1]]))
    assert found.weights[0] == pytest.approx(found.weights[-1], rel=1e-9)


def test_one_child_has_all() -> None:
    np.testing.assert_allclose(derived(np.array([[1.0, 2, 4]])).weights, [1])


def test_what_is_refused() -> None:
    constant = random(0, 4)
    constant[[1, 3]] = 5.0
    assert pca(constant)[:2] == ("constant", (1, 3))
    assert pca(random(0, 6, 5)) == Refusal("few hubs", (), 5)
    assert pca(random(0, 2, 2)) == Refusal("few hubs", (), 2)
    assert isinstance(pca(random(0, 5, 5)), Principal)


def test_however_early_it_ends_a_rotation_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    loadings = principal(random(3, 9)).loadings[:, :3]
    monkeypatch.setattr("hubscore.methods.components.SWEEPS", 1)
    found = varimax(loadings)
    np.testing.assert_allclose(found @ found.T, loadings @ loadings.T, atol=1e-12)
    assert simplicity(found) > simplicity(loadings)


@pytest.mark.parametrize("size", [1e-200, 1e-310, 1e200])
def test_components_know_no_unit(size: float) -> None:
    x = random(3).round(3)
    found, wanted = principal(x * size), principal(x)
    np.testing.assert_allclose(found.eigenvalues, wanted.eigenvalues, rtol=1e-9)


def test_each_series_has_a_unit_and_an_origin_of_its_own() -> None:
    x = random(3).round(3)
    sizes = np.array([1e-200, 1.0, 1e200, 1e-310, 1e5, 1e-5])[:, None]
    np.testing.assert_allclose(principal(x * sizes).eigenvalues, principal(x).eigenvalues, rtol=1e-9)
