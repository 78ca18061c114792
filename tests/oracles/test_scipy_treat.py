"""scipy.stats as an independent oracle of what treatments look at and find."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hubscore.methods.curve import box_cox, likeliest_power
from hubscore.methods.treat import TREATMENTS

FEW = settings(max_examples=60)
SEEDS = st.integers(0, 10_000)


@FEW
@given(SEEDS, st.sampled_from([0.3, 1.0]), st.integers(20, 80))
def test_the_likeliest_power(seed: int, sigma: float, size: int) -> None:
    from scipy import stats

    x = np.random.default_rng(seed).lognormal(sigma=sigma, size=size)
    y, wanted = stats.boxcox(x)
    if abs(wanted) < 5:
        ours = likeliest_power(x)[0]
        assert ours == pytest.approx(wanted, abs=1e-5)
        assert stats.boxcox_llf(ours, x) == pytest.approx(stats.boxcox_llf(wanted, x), abs=1e-9)
        np.testing.assert_allclose(box_cox(x, wanted), y, rtol=1e-9, atol=1e-12)


@FEW
@given(SEEDS, st.integers(20, 80), st.floats(-1e6, 1e6))
def test_skewness_and_kurtosis(seed: int, size: int, away: float) -> None:
    from scipy import stats

    x = np.random.default_rng(seed).standard_t(3, size=size) * 100 + away
    found = TREATMENTS["winsorise"].function(np.append(x, np.nan), (), TREATMENTS["winsorise"].default)
    assert found.skewness[0] == pytest.approx(stats.skew(x, bias=False), rel=1e-6, abs=1e-8)
    assert found.kurtosis[0] == pytest.approx(stats.kurtosis(x, bias=False), rel=1e-6, abs=1e-8)
