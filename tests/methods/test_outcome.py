from __future__ import annotations

import numpy as np

from hubscore.methods.outcome import Refusal, constants


def test_constants_are_found_up_to_rounding() -> None:
    s = np.array([[0.3, 0.1 + 0.2, 0.3], [1.0, 2.0, 1.0], [0.0, 0.0, 0.0], [-5.0, -5.0, -5.0], [-1.0, 1.0, 0.0]])
    assert constants(s) == (0, 2, 3)
    assert constants(np.array([[1.0, 1.0 + 1e-9]])) == ()


def test_a_refusal_may_have_no_child_and_no_figure() -> None:
    refusal = Refusal("alike")
    assert refusal.children == ()
    assert np.isnan(refusal.figure)
