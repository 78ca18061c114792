from __future__ import annotations

import numpy as np

from hubscore.methods.outcome import Refusal, constants, varies


def test_constants_are_found_up_to_rounding() -> None:
    s = np.array([[0.3, 0.1 + 0.2, 0.3], [1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-5.0, -5.0, -5.0], [-1.0, 1.0, 0.0]])
    assert constants(s) == (0, 2, 3)
    assert constants(np.array([[1.0, 1.0 + 1e-9]])) == ()


def test_a_refusal_may_have_no_child_and_no_figure() -> None:
    refusal = Refusal("alike")
    assert refusal.children == ()
    assert np.isnan(refusal.figure)


def test_what_varies_among_the_hubs_that_have_it() -> None:
    x = np.array([[1.0, np.nan, 1.0], [1.0, np.nan, 2.0], [np.nan, np.nan, np.nan], [0.3, 0.1 + 0.2, np.nan]])
    assert varies(x).tolist() == [False, True, False, False]
    assert varies(np.empty((2, 0))).tolist() == [False, False]
    assert varies(np.array([1.0, 2.0])).tolist() is True
