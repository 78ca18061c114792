from __future__ import annotations

import numpy as np

from hubscore.methods.treat import TREATMENTS


def test_none_leaves_every_value_as_it_is() -> None:
    x = np.array([[1.0, np.nan, -3.0], [1e15, 0.0, 2.0]])
    np.testing.assert_array_equal(TREATMENTS["none"].function(x), x)
