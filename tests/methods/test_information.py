from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.information import critic, entropy, equal
from hubscore.methods.outcome import Derived, Refusal

SCORES = hnp.arrays(
    float, st.tuples(st.integers(1, 5), st.integers(3, 8)), elements=st.integers(0, 40).map(lambda part: part / 4)
)


def weights(found: Derived | Refusal) -> np.ndarray:
    assert isinstance(found, Derived), found
    return found.weights


@pytest.mark.parametrize("children", [1, 3, 7])
def test_equal_weights(children: int) -> None:
    np.testing.assert_array_equal(weights(equal(np.zeros((children, 2)))), np.full(children, 1 / children))


def test_entropy_of_what_one_hub_has_alone_is_zero() -> None:
    # One hub has all: information 1. Half and half of four hubs: entropy 1/2. The same for all: nothing.
    s = np.array([[5.0, 0, 0, 0], [3.0, 3, 0, 0], [2.0, 2, 2, 2]])
    np.testing.assert_allclose(weights(entropy(s)), [2 / 3, 1 / 3, 0], atol=1e-15)


def test_entropy_by_its_definition() -> None:
    s = np.array([[1.0, 2, 5], [4.0, 4, 2]])
    p = s / s.sum(axis=1, keepdims=True)
    information = 1 + (p * np.log(p)).sum(axis=1) / np.log(3)
    np.testing.assert_allclose(weights(entropy(s)), information / information.sum(), rtol=1e-12)
    np.testing.assert_allclose(weights(entropy(s / 100)), information / information.sum(), rtol=1e-12)


def test_a_child_of_zeros_has_no_information() -> None:
    np.testing.assert_array_equal(weights(entropy(np.array([[0.0, 0], [1.0, 3]]))), [0, 1])


@pytest.mark.parametrize(
    ("s", "refusal"),
    [
        ([[1.0], [2.0]], ("few hubs", (), 1)),
        ([[0.0, 0.5], [0.0, -1], [-1.0, 4]], ("negative", (1, 2))),
        ([[4.0, 4], [0.0, 0]], ("constant", (0, 1))),
    ],
)
def test_what_entropy_refuses(s: list[list[float]], refusal: tuple[object, ...]) -> None:
    found = entropy(np.array(s))
    assert isinstance(found, Refusal)
    assert found[: len(refusal)] == refusal


def test_critic_by_hand() -> None:
    # On 0 to 1: (0, 1/2, 1), (0, 1, 1/2), (1, 1/2, 0), all with the same deviation. Correlations of the
    # first with the others: 1/2, -1; of the second: 1/2, -1/2. Conflicts: 2.5, 2, 3.5.
    s = np.array([[10.0, 20, 30], [0.0, 4, 2], [7.0, 6, 5]])
    np.testing.assert_allclose(weights(critic(s)), np.array([2.5, 2, 3.5]) / 8, rtol=1e-12)
    # Two children conflict as much with each other: their deviations decide, of (0, 0, 1) sqrt(2 / 9), of
    # (0, 1, 1/2) sqrt(1 / 6).
    s = np.array([[3.0, 3, 5], [0.0, 4, 2]])
    np.testing.assert_allclose(weights(critic(s)), np.array([2, np.sqrt(3)]) / (2 + np.sqrt(3)), rtol=1e-12)


@pytest.mark.parametrize(
    ("s", "refusal"),
    [
        ([[1.0], [2.0]], ("few hubs", (), 1)),
        ([[1.0, 2], [3.0, 3], [4.0, 1]], ("constant", (1,))),
        ([[1.0, 2, 4], [2.0, 4, 8]], ("alike", (0, 1))),
    ],
)
def test_what_critic_refuses(s: list[list[float]], refusal: tuple[object, ...]) -> None:
    found = critic(np.array(s))
    assert isinstance(found, Refusal)
    assert found[: len(refusal)] == refusal


def test_critic_of_one_child() -> None:
    np.testing.assert_array_equal(weights(critic(np.array([[1.0, 2, 4]]))), [1])


@pytest.mark.parametrize("kernel", [entropy, critic])
@given(s=SCORES, data=st.data())
def test_weights_are_shares_and_the_order_is_of_no_matter(kernel: object, s: np.ndarray, data: st.DataObject) -> None:
    children = data.draw(st.permutations(range(len(s))))
    hubs = data.draw(st.permutations(range(s.shape[1])))
    found, other = kernel(s), kernel(s[children][:, hubs])  # type: ignore[operator]
    if isinstance(found, Refusal):
        assert isinstance(other, Refusal)
        assert sorted(children[at] for at in other.children) == sorted(found.children)
        return
    assert (found.weights >= 0).all()
    assert found.weights.sum() == pytest.approx(1, abs=1e-12)
    np.testing.assert_allclose(other.weights, found.weights[children], atol=1e-12)


@given(s=SCORES, factor=st.floats(0.01, 100), shift=st.floats(-50, 50))
def test_critic_knows_no_unit_and_entropy_only_a_zero(s: np.ndarray, factor: float, shift: float) -> None:
    for kernel, moved in ((entropy, s * factor), (critic, s * factor + shift)):
        found, other = kernel(s), kernel(moved)
        assert type(found) is type(other)
        if isinstance(found, Derived):
            np.testing.assert_allclose(weights(other), found.weights, atol=1e-9)


@pytest.mark.parametrize("size", [1e-200, 1e-310, 1e200])
def test_contrast_and_conflict_know_no_unit(size: float) -> None:
    s = np.array([[1.0, 5.0, 2.0, 8.0], [3.0, 1.0, 4.0, 4.5], [9.0, 2.0, 6.0, 5.0]])
    found, wanted = critic(s * size), critic(s)
    assert isinstance(found, Derived)
    assert isinstance(wanted, Derived)
    np.testing.assert_allclose(found.weights, wanted.weights, rtol=1e-9)
