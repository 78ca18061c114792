from __future__ import annotations

import pytest

from hubscore.studies.size import MIN_HUBS, Shortage, shortage


@pytest.mark.parametrize(("hubs", "series"), [(20, 6), (20, 1), (51, 17), (24, 8)])
def test_enough(hubs: int, series: int) -> None:
    assert shortage(hubs, series) is None


@pytest.mark.parametrize(("hubs", "series", "needed"), [(19, 2, 20), (20, 7, 21), (51, 49, 147), (0, 1, 20)])
def test_too_few(hubs: int, series: int, needed: int) -> None:
    assert shortage(hubs, series) == Shortage(hubs, needed, series)


def test_what_is_said_of_the_least_size() -> None:
    from scipy.stats import t

    def critical(hubs: int) -> float:
        level = t.ppf(0.975, hubs - 2)
        return float(level / (hubs - 2 + level**2) ** 0.5)

    assert critical(MIN_HUBS - 1) > 0.44
    assert critical(MIN_HUBS) == pytest.approx(0.444, abs=5e-4)
