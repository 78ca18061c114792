"""SALib as an independent reading of Sobol indices, on the same design."""

from __future__ import annotations

import numpy as np
import pytest

from hubscore.methods.sobol import indices, sums_of


@pytest.mark.filterwarnings("ignore")  # SALib's own
def test_the_same_design_gives_the_same_indices() -> None:
    from SALib.analyze import sobol
    from SALib.sample.sobol import sample
    from SALib.test_functions import Ishigami, Sobol_G

    for names, bounds, model in (("abc", [[-np.pi, np.pi]] * 3, Ishigami), ("abcdefgh", [[0, 1]] * 8, Sobol_G)):
        problem = {"num_vars": len(names), "names": list(names), "bounds": bounds}
        x = sample(problem, 1024, calc_second_order=False, seed=3)
        y = model.evaluate(x)
        theirs = sobol.analyze(problem, y, calc_second_order=False, num_resamples=2, seed=1)
        rows = y.reshape(1024, len(names) + 2)
        ours = indices(sums_of(rows[:, :1], rows[:, -1:], rows[:, 1:-1].T[..., None]))
        np.testing.assert_allclose(ours.first[:, 0], theirs["S1"], rtol=0, atol=1e-3)
        np.testing.assert_allclose(ours.total[:, 0], theirs["ST"], rtol=1e-9)
