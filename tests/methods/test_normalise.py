from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from hubscore.methods.normalise import NORMALISATIONS, Normalisation, constant, linear, no_middle_range, to_scale

NAN = np.nan
FEW = settings(max_examples=40)  # of each method
ROWS = list(NORMALISATIONS.values())
BETWEEN_ENDS = [row for row in ROWS if row.ends != "none"]
FROM_THE_HUBS = [row for row in ROWS if row.ends == "none" and row.relative]
TURNED = [row for row in ROWS if not row.positive and row.shape != "as it is"]
"""Methods that turn the direction by turning the values; a ratio and a mirrored scale do not."""


def every(rows: list[Normalisation]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def bare(row: Normalisation, x: np.ndarray, higher: bool = True) -> np.ndarray:
    """The bare figures; what wants a pair of ends takes the range of the hubs."""
    if row.ends == "none":
        return np.asarray(row.function(x, higher))
    least, most = np.fmin.reduce(x, axis=-1, keepdims=True), np.fmax.reduce(x, axis=-1, keepdims=True)
    return np.asarray(row.function(x, *(least, most) if higher else (most, least)))


def scaled(row: Normalisation, x: np.ndarray, higher: bool = True, scale: tuple[float, float] = (0, 100)) -> np.ndarray:
    return to_scale(bare(row, x, higher), row, scale, higher)


# Whole thousandths: what differs at all differs by more than rounding.
VALUES = st.integers(1, 10**6).map(lambda thousandths: thousandths / 1000) | st.integers(1, 5).map(float)
HUBS = hnp.arrays(float, st.integers(1, 9), elements=VALUES)
HUBS_WITH_GAPS = hnp.arrays(float, st.integers(1, 9), elements=VALUES | st.just(NAN))


@pytest.mark.parametrize(
    ("name", "higher", "expected"),
    [
        ("minmax", True, [0.0, 0.25, NAN, 1.0, 0.25]),
        ("minmax", False, [1.0, 0.75, NAN, 0.0, 0.75]),
        ("fraction_of_max", True, [0.2, 0.4, NAN, 1.0, 0.4]),
        ("fraction_of_max", False, [1.0, 0.5, NAN, 0.2, 0.5]),
        # mean 5, squares 9 + 1 + 25 + 1, by n - 1 = 3: variance 12
        ("zscore", True, [-3 / 12**0.5, -1 / 12**0.5, NAN, 5 / 12**0.5, -1 / 12**0.5]),
        ("zscore", False, [3 / 12**0.5, 1 / 12**0.5, NAN, -5 / 12**0.5, 1 / 12**0.5]),
        # quartiles 3.5, 4 and 5.5
        ("robust", True, [-1.349, 0.0, NAN, 3 * 1.349, 0.0]),
        ("robust", False, [1.349, 0.0, NAN, -3 * 1.349, 0.0]),
        ("rank", True, [1, 2, NAN, 4, 2]),
        ("rank", False, [4, 2, NAN, 1, 2]),
        ("percent_rank", True, [0, 1 / 3, NAN, 1, 1 / 3]),
        ("percent_rank", False, [1, 1 / 3, NAN, 0, 1 / 3]),
        ("none", True, [2, 4, NAN, 10, 4]),
        ("none", False, [2, 4, NAN, 10, 4]),
    ],
)
def test_closed_forms(name: str, higher: bool, expected: list[float]) -> None:
    x = np.array([2.0, 4.0, NAN, 10.0, 4.0])
    np.testing.assert_allclose(bare(NORMALISATIONS[name], x, higher), expected, rtol=1e-14)


@every(BETWEEN_ENDS)
def test_between_two_ends_the_order_of_the_ends_is_the_direction(row: Normalisation) -> None:
    x = np.array([0.0, 1.0, 4.0, 5.0, 7.0, NAN])
    np.testing.assert_allclose(row.function(x, 0.0, 5.0), [0, 0.2, 0.8, 1, 1.4, NAN], rtol=1e-15)
    np.testing.assert_allclose(row.function(x, 5.0, 0.0), [1, 0.8, 0.2, 0, -0.4, NAN], rtol=1e-15)


@given(worst=VALUES, reference=VALUES, x=VALUES)
def test_a_distance_to_a_reference_is_a_share_of_the_way_to_it(worst: float, reference: float, x: float) -> None:
    if worst == reference:
        return
    expected = 1 - (reference - x) / (reference - worst)
    assert linear(np.array([x]), worst, reference)[0] == pytest.approx(expected, rel=1e-9, abs=1e-9)


def test_equal_ends_give_the_middle() -> None:
    np.testing.assert_array_equal(linear(np.array([3.0, 4.0, NAN]), 4.0, 4.0), [0.5, 0.5, NAN])
    ends = np.array([[0.0], [4.0]]), np.array([[8.0], [4.0]])
    np.testing.assert_array_equal(linear(np.array([[2.0, NAN], [2.0, NAN]]), *ends), [[0.25, NAN], [0.5, NAN]])


@every([row for row in TURNED if row.relative])
@pytest.mark.parametrize("value", [0.1, -7.0, 0.0, 1e15])
@pytest.mark.parametrize("higher", [True, False])
def test_a_constant_scores_the_middle_of_the_scale(row: Normalisation, value: float, higher: bool) -> None:
    x = np.array([value, value, NAN, value])
    np.testing.assert_array_equal(scaled(row, x, higher), [50, 50, NAN, 50])
    np.testing.assert_array_equal(scaled(row, x, higher, (1, 7)), [4, 4, NAN, 4])
    np.testing.assert_array_equal(scaled(row, x[:1], higher), [50])
    assert row.flat(x).all()


@pytest.mark.parametrize(
    ("higher", "x", "expected"),
    [
        (True, [0.0, -1.0, 4.0, NAN], [0, NAN, 1, NAN]),
        (False, [0.0, -1.0, 4.0, 2.0], [NAN, NAN, 0.5, 1]),
        (True, [0.25, 0.5], [0.5, 1]),
        (True, [0.0, 0.0], [NAN, NAN]),
        (True, [-3.0, -2.0], [NAN, NAN]),
        (False, [-3.0, 0.0], [NAN, NAN]),
    ],
)
def test_a_fraction_that_is_undefined_is_missing(higher: bool, x: list[float], expected: list[float]) -> None:
    np.testing.assert_array_equal(NORMALISATIONS["fraction_of_max"].function(np.array(x), higher), expected)


def test_a_constant_is_all_the_best_as_a_fraction_of_the_best() -> None:
    row = NORMALISATIONS["fraction_of_max"]
    np.testing.assert_array_equal(scaled(row, np.array([3.0, 3.0])), [100, 100])
    np.testing.assert_array_equal(scaled(row, np.array([3.0, 3.0]), higher=False), [100, 100])


def test_robust_without_a_middle_range_scores_the_middle() -> None:
    row, x = NORMALISATIONS["robust"], np.array([1.0, 1.0, 1.0, 1.0, 9.0, NAN])
    np.testing.assert_array_equal(scaled(row, x), [50, 50, 50, 50, 50, NAN])
    assert row.flat(x).all()
    assert not row.flat(np.array([0.0, 1, 2, 5, 5, 5, 5])).any()


def test_two_hubs_are_at_the_ends_however_near_they_are() -> None:
    x = np.array([1.0, 1 + 5e-10])
    for name in ("rank", "percent_rank"):
        np.testing.assert_array_equal(scaled(NORMALISATIONS[name], x), [0, 100])
    assert not constant(x).any()


@pytest.mark.parametrize(
    ("x", "is_constant", "has_no_range"),
    [
        ([2.0, 2.0, NAN], True, True),
        ([2.0, NAN, NAN], True, True),
        ([2.0, 2.5, NAN], False, False),
        ([1.0, 1.0, 1.0, 1.0, 9.0], False, True),
        ([NAN, NAN], False, False),
    ],
)
def test_flat(x: list[float], is_constant: bool, has_no_range: bool) -> None:
    np.testing.assert_array_equal(constant(np.array([x])), [[is_constant]])
    np.testing.assert_array_equal(no_middle_range(np.array([x])), [[has_no_range]])


@pytest.mark.parametrize("x", [[1e-200, 2e-200], [5e-324, 1e-323], [0.1, 0.1 + 2**-56], [1e15, 1e15 + 0.125]])
def test_values_that_differ_by_next_to_nothing_have_their_deviation(x: list[float]) -> None:
    # Of two values each is 1 / sqrt(2) deviations from the mean, however near they are.
    found = scaled(NORMALISATIONS["zscore"], np.array([*x, NAN]))
    np.testing.assert_allclose(found, [50 - 50**0.5, 50 + 50**0.5, NAN], rtol=1e-15)
    # Of quartiles a half apart, by linear interpolation, they are one range apart.
    found = scaled(NORMALISATIONS["robust"], np.array([*x, NAN]))
    np.testing.assert_allclose(found, [50 - 13.49, 50 + 13.49, NAN], rtol=1e-15)


@every(ROWS)
def test_nothing_at_all_stays_missing(row: Normalisation) -> None:
    assert np.isnan(scaled(row, np.full((2, 4), NAN))).all()


@given(x=hnp.arrays(float, st.integers(2, 12), elements=VALUES))
def test_spreads_are_those_of_the_standard_library(x: np.ndarray) -> None:
    if x.min() == x.max():
        return
    values = x.tolist()
    z = [(value - statistics.fmean(values)) / statistics.stdev(values) for value in values]
    np.testing.assert_allclose(bare(NORMALISATIONS["zscore"], x), z, rtol=1e-9, atol=1e-9)
    lower, middle, upper = statistics.quantiles(values, n=4, method="inclusive")
    if upper - lower > 1e-6:
        z = [(value - middle) / ((upper - lower) / 1.349) for value in values]
        np.testing.assert_allclose(bare(NORMALISATIONS["robust"], x), z, rtol=1e-9, atol=1e-9)


@given(x=HUBS)
def test_ranks_count_who_is_worse(x: np.ndarray) -> None:
    worse = [sum(other < value for other in x) for value in x]
    np.testing.assert_array_equal(bare(NORMALISATIONS["rank"], x), [count + 1 for count in worse])
    if x.min() < x.max():
        shares = [count / (x.size - 1) for count in worse]
        np.testing.assert_allclose(bare(NORMALISATIONS["percent_rank"], x), shares, rtol=1e-15)


@pytest.mark.parametrize(
    ("shape", "figures", "higher", "expected"),
    [
        ("share", [0.0, 0.5, 1.0, 1.2, NAN], True, [10, 30, 50, 58, NAN]),
        ("share", [0.0, 0.5, 1.0, 1.2, NAN], False, [10, 30, 50, 58, NAN]),
        ("spread", [-1.0, 0.0, 2.5, NAN], True, [26, 30, 40, NAN]),
        ("spread", [-1.0, 0.0, 2.5, NAN], False, [26, 30, 40, NAN]),
        ("place", [1.0, 2.0, NAN, 3.0, 5.0, 4.0], True, [10, 20, NAN, 30, 50, 40]),
        ("place", [1.0, 2.0, 2.0], False, [10, 30, 30]),
        ("as it is", [11.0, 60.0, NAN], True, [11, 60, NAN]),
        ("as it is", [11.0, 60.0, NAN], False, [49, 0, NAN]),
    ],
)
def test_to_scale(shape: str, figures: list[float], higher: bool, expected: list[float]) -> None:
    row = next(row for row in ROWS if row.shape == shape)
    np.testing.assert_allclose(to_scale(np.array(figures), row, (10, 50), higher), expected, rtol=1e-15)


@every(ROWS)
@pytest.mark.parametrize("scale", [(0.0, 100.0), (1.0, 7.0)])
def test_to_scale_writes_where_it_is_told(row: Normalisation, scale: tuple[float, float]) -> None:
    figures = bare(row, np.array([[2.0, 3.0, 7.0], [5.0, NAN, 5.0]]))
    figures.flags.writeable = False
    out = np.zeros((2, 2, 3))
    returned = to_scale(figures, row, scale, False, out[1])
    np.testing.assert_array_equal(out[1], to_scale(figures, row, scale, False))
    np.testing.assert_array_equal(out[0], np.zeros((2, 3)))
    assert returned.base is out


@every(ROWS)
@FEW
@given(x=HUBS_WITH_GAPS, higher=st.booleans())
def test_who_has_a_value_and_only_who_has_one_has_a_figure(row: Normalisation, x: np.ndarray, higher: bool) -> None:
    before = x.copy()
    np.testing.assert_array_equal(np.isnan(scaled(row, x, higher)), np.isnan(x))
    np.testing.assert_array_equal(x, before)


@every(ROWS)
@FEW
@given(x=HUBS_WITH_GAPS, higher=st.booleans())
def test_hubs_without_a_value_do_not_count(row: Normalisation, x: np.ndarray, higher: bool) -> None:
    there = ~np.isnan(x)
    if there.any():
        np.testing.assert_allclose(scaled(row, x, higher)[there], scaled(row, x[there], higher), rtol=1e-9, atol=1e-9)


@every(ROWS)
@pytest.mark.parametrize("higher", [True, False])
def test_leading_axes_are_a_loop(row: Normalisation, higher: bool) -> None:
    rng = np.random.default_rng(19)
    x = rng.integers(1, 9, (3, 4, 6)).astype(float)
    x[rng.random(x.shape) < 0.2] = NAN
    x[0, 0] = 5.0
    x[0, 1] = NAN
    looped = [[scaled(row, line, higher) for line in block] for block in x]
    np.testing.assert_allclose(scaled(row, x, higher), looped, rtol=1e-13)
    flat = [[row.flat(line) for line in block] for block in x]
    np.testing.assert_array_equal(row.flat(x), flat)


@every(ROWS)
@FEW
@given(x=HUBS, rise=st.integers(1, 10**6), higher=st.booleans(), data=st.data())
def test_a_better_value_never_lowers_the_own_score(
    row: Normalisation, x: np.ndarray, rise: int, higher: bool, data: st.DataObject
) -> None:
    hub = data.draw(st.integers(0, x.size - 1))
    better = x.copy()
    better[hub] = x[hub] + rise / 1000 if higher else x[hub] / (1 + rise / 1000)
    assert scaled(row, better, higher)[hub] >= scaled(row, x, higher)[hub] - 1e-9


@every(ROWS)
@FEW
@given(x=HUBS, higher=st.booleans())
def test_the_order_of_values_is_kept_or_turned(row: Normalisation, x: np.ndarray, higher: bool) -> None:
    scores = scaled(row, x, higher)
    order = np.argsort(x if higher else -x, kind="stable")
    assert (np.diff(scores[order]) >= -1e-9).all()


@every(TURNED)
@FEW
@given(x=HUBS_WITH_GAPS)
def test_lower_is_better_is_higher_is_better_of_the_opposite(row: Normalisation, x: np.ndarray) -> None:
    np.testing.assert_allclose(bare(row, x, higher=False), bare(row, -x, higher=True), rtol=1e-12, atol=1e-12)


@every(TURNED)
@FEW
@given(x=HUBS, factor=st.sampled_from([0.001, 0.5, 3.0, 1e6]), shift=st.sampled_from([-500.0, 0.0, 2.5]))
def test_units_do_not_matter(row: Normalisation, x: np.ndarray, factor: float, shift: float) -> None:
    # A unit in which two different values become one would matter.
    if np.unique(x * factor + shift).size == np.unique(x).size and not row.flat(x).any():
        np.testing.assert_allclose(scaled(row, x * factor + shift), scaled(row, x), rtol=1e-6, atol=1e-6)


@every([row for row in ROWS if row.shape in {"share", "place"}])
@FEW
@given(x=HUBS, scale=st.sampled_from([(0.0, 100.0), (0.0, 1.0), (1.0, 7.0), (-1.0, 1.0)]), higher=st.booleans())
def test_shares_and_places_stay_inside_the_scale(
    row: Normalisation, x: np.ndarray, scale: tuple[float, float], higher: bool
) -> None:
    scores = scaled(row, x, higher, scale)
    assert (scores >= scale[0] - 1e-9).all()
    assert (scores <= scale[1] + 1e-9).all()


@every(BETWEEN_ENDS)
@FEW
@given(x=HUBS, ends=st.tuples(VALUES, VALUES))
def test_what_is_clipped_to_the_ends_stays_inside_the_scale(
    row: Normalisation, x: np.ndarray, ends: tuple[float, float]
) -> None:
    scores = to_scale(row.function(np.clip(x, min(ends), max(ends)), *ends), row, (0, 100), True)
    assert (scores >= -1e-9).all()
    assert (scores <= 100 + 1e-9).all()


@every([row for row in ROWS if not row.relative])
@FEW
@given(x=HUBS, ends=st.tuples(VALUES, VALUES))
def test_a_hub_is_not_moved_by_other_hubs(row: Normalisation, x: np.ndarray, ends: tuple[float, float]) -> None:
    arguments = (True,) if row.ends == "none" else ends
    np.testing.assert_array_equal(row.function(x, *arguments)[:1], row.function(x[:1], *arguments))
