from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hubscore.pages.document import Document
from hubscore.pages.robust import robust_page
from hubscore.studies.certainty import Certainty, certainty
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
HUBS: dict[str, dict[str, Any]] = {
    "oslo": {"a": 9.0, "b": 5.0},
    "bergen": {"a": 6.0, "b": 4.0},
    "turku": {"a": 3.0, "b": 6.5},
    "paris": {"a": 9.0, "b": 9.0, "Role": "benchmark"},
}


@pytest.fixture
def found(made: Made) -> tuple[Workspace, Certainty]:
    """Three hubs, of which the last two are not sure."""
    workspace = made({}, **HUBS)
    return workspace, certainty(workspace.dataset, workspace.scorecard, 400)


def intervals(found: Certainty, low: list[int], high: list[int], run: str = "whole") -> Certainty:
    """The same with other intervals, by hub: bergen, oslo, paris, turku."""
    given = replace(getattr(found, run), rank_low=np.array(low), rank_high=np.array(high))
    return replace(found, **{run: given})


def shares(found: Certainty, *kept: float) -> Certainty:
    """The same with other shares of draws in which Oslo, Bergen and Turku have the ranks 1, 2 and 3."""
    counts = np.array([[0, 0, 0], [0, 0, 0], [0, 0, 0]])
    for hub, share in enumerate(kept):
        counts[hub, hub] = round(share * found.whole.draws)
        counts[hub, hub - 1] = found.whole.draws - counts[hub, hub]
    return replace(found, whole=replace(found.whole, counts=counts))


def odds(found: Certainty, run: str, *share: float) -> Certainty:
    """The same with other odds of Oslo above Bergen, and of Bergen above Turku."""
    return replace(found, **{run: replace(getattr(found, run), neighbours=np.array(share))})


def test_who_is_safe_is_said_first(found: tuple[Workspace, Certainty]) -> None:
    workspace, sure = found
    sure = odds(shares(intervals(sure, [2, 1, 0, 2], [3, 1, 0, 3]), 0.99, 0.8, 0.8), "whole", 0.99, 0.8)
    settled = odds(intervals(sure, [2, 1, 0, 3], [2, 1, 0, 3], "figures"), "figures", 1, 1)
    lead = robust_page(workspace, settled).lead
    assert lead[:3] == (
        "Oslo keeps its rank in at least 90 % of draws; not sure: Bergen (2–3) and Turku (2–3).",
        "Bergen above Turku in 80 % of draws: not safe (≈).",
        (
            "Where only readings and gaps vary, nobody moves: what is open hangs on weights; better figures alone "
            "settle none of it."
        ),
    )
    assert lead[3].startswith("If weights could be anything at all, Oslo would be first in ")
    open_ = intervals(sure, [2, 1, 0, 2], [3, 1, 0, 3], "figures")
    assert robust_page(workspace, open_).lead[2] == (
        "Where only readings and gaps vary, they spread the ranks of Bergen (2–3) and Turku (2–3): better figures "
        "could settle that; the rest hangs on weights."
    )
    both = robust_page(workspace, shares(sure, 0.95, 0.9, 0.8)).lead[0]
    assert both.startswith("Oslo and Bergen keep their ranks in at least 90 % of draws; not sure: Turku (2–3)")


def test_a_rank_may_be_kept_and_its_interval_be_wider(found: tuple[Workspace, Certainty]) -> None:
    workspace, sure = found
    sure = odds(shares(intervals(sure, [2, 1, 0, 2], [3, 1, 0, 3]), 1, 0.91, 0.91), "whole", 1, 0.91)
    kept = odds(intervals(sure, [2, 1, 0, 3], [2, 1, 0, 3], "figures"), "figures", 1, 0.96)
    assert robust_page(workspace, kept).lead[:3] == (
        "Every hub keeps its rank in at least 90 % of draws, least often Bergen and Turku (91 %).",
        "Every order holds in 90 % of draws; least sure: Bergen above Turku (91 %).",
        (
            "Where only readings and gaps vary, Bergen is above Turku in 96 % of draws: better figures could settle "
            "that; the rest hangs on weights, alone or together with figures."
        ),
    )


def test_everybody_is_safe(found: tuple[Workspace, Certainty]) -> None:
    workspace, sure = found
    lead = robust_page(workspace, shares(intervals(sure, [2, 1, 0, 3], [2, 1, 0, 3]), 1, 1, 1)).lead
    assert lead[0] == "Every hub keeps its rank in at least 90 % of draws."
    assert not any("better figures" in line for line in lead)
    lost = shares(intervals(sure, [1, 1, 0, 1], [3, 3, 0, 3]), 0.5, 0.5, 0.5)
    assert robust_page(workspace, lost).lead[0].startswith("No hub keeps its rank in at least 90 % of draws; not sure")


def test_one_hub_alone(made: Made) -> None:
    workspace = made({}, oslo={"a": 9.0})
    document = robust_page(workspace, certainty(workspace.dataset, workspace.scorecard, 10))
    assert document.lead[0] == "Oslo keeps its rank in at least 90 % of draws."
    assert [table.name for table in document.tables if table.shown] == ["intervals"]


def test_nobody_is_ranked(made: Made) -> None:
    workspace = made({}, paris={"a": 9.0, "Role": "benchmark"})
    document = robust_page(workspace, certainty(workspace.dataset, workspace.scorecard, 10), verbose=True)
    assert document.lead == ("No hub is ranked, so there is no rank to be sure of.",)
    assert document.foot == ()
    assert [table.name for table in document.tables if table.shown] == []


def test_of_many_hubs_the_spread_is_told(made: Made) -> None:
    workspace = made({}, **{f"h{at:02}": {"a": 9 - at / 50, "b": 5 + (at % 7) / 4} for at in range(30)})
    lead = robust_page(workspace, certainty(workspace.dataset, workspace.scorecard, 300)).lead
    assert " of 30 hubs keep their rank in at least 90 % of draws; the median interval holds " in lead[0]
    assert " hubs are above the next in under 90 % of draws: not safe" in lead[1]


def test_of_many_hubs_none_is_sure(made: Made) -> None:
    workspace = made({}, **{f"h{at:02}": {"a": 5 + at / 1000} for at in range(30)})
    lead = robust_page(workspace, certainty(workspace.dataset, workspace.scorecard, 300)).lead
    assert lead[0].startswith("None of 30 hubs keeps its rank in at least 90 % of draws; the median interval holds ")


def test_the_foot_says_how_exact_and_how_to_read(found: tuple[Workspace, Certainty]) -> None:
    workspace, sure = found
    foot: Callable[[Document], str] = lambda document: " ".join(document.foot)  # noqa: E731
    said = foot(robust_page(workspace, sure, until=0.4))
    assert "Ranks in 90 % of 400 draws of weights, readings and gaps, seed 1." in said
    assert "% of a share, as asked for," in said
    assert "Benchmarks are yardsticks" in said
    assert "as asked for" not in foot(robust_page(workspace, sure, until=1e-9))
    lost = replace(sure.whole, unscored=np.array([0.12, 0, np.nan, 0]))
    assert "Without a score in some draws, and last in those: Bergen (12 %)." in foot(
        robust_page(workspace, replace(sure, whole=lost))
    )
    alone = replace(sure, figures=None, simplex=None)
    assert "Figures alone" not in foot(robust_page(workspace, alone, ["weights"]))
    assert robust_page(workspace, alone, ["weights"]).lead[0] == "Varied is only weights; all else is as it stands."


def test_an_interrupt_is_told(found: tuple[Workspace, Certainty]) -> None:
    workspace, sure = found
    stopped = replace(sure, stopped=True)
    assert robust_page(workspace, sure, keep="draws.csv").notes == ()
    first = "stopped: what is said is of the 400 draws that were done"
    assert robust_page(workspace, stopped).notes == (first,)
    assert robust_page(workspace, stopped, keep="draws.csv").notes == (first, "draws.csv was not written")
