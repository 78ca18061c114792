from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from hubscore.errors import UsageError
from hubscore.model.asked import listed, position, positions, whole
from hubscore.model.dataset import hubs_of

HUBS = hubs_of(["a", "b", "c"], ["A", "B", "C"], ["candidate"] * 3, [None] * 3)


@pytest.mark.parametrize("number", [7, np.int64(7), np.uint8(7), np.array(7)])
def test_a_whole_number_is_pythons(number: Any) -> None:
    assert type(whole(number, "it")) is int
    assert whole(number, "it") == 7


@pytest.mark.parametrize("number", [7.0, 7.5, np.float64(7), "7", None, [7], float("nan")])
def test_what_is_no_whole_number_is_refused(number: Any) -> None:
    with pytest.raises(UsageError, match="the seed must be a whole number") as caught:
        whole(number, "the seed")
    assert caught.value.problems[0].found == repr(number)


@pytest.mark.parametrize("hub", [-1, 3, 1.0, "b", "nobody", None, [1], slice(1)])
def test_a_hub_is_a_position_from_the_start(hub: Any) -> None:
    assert [position(at, HUBS) for at in (0, 2)] == [0, 2]
    with pytest.raises(UsageError, match="there is no such hub") as caught:
        position(hub, HUBS)
    [problem] = caught.value.problems
    assert (problem.found, problem.expected) == (repr(hub), "a position from 0 to 2")
    assert ("`b` is at position 1" in problem.hint) == (hub == "b")


def test_positions_of_whatever_can_be_gone_through() -> None:
    for given in ([2, 0], (2, 0), iter([2, 0]), np.array([2, 0])):
        assert positions(given, HUBS) == (2, 0)
    with pytest.raises(UsageError):
        positions([0, -1], HUBS)


def test_names_of_whatever_can_be_gone_through() -> None:
    assert listed(["ab", "c"], "`only`") == listed(iter(["ab", "c"]), "`only`") == ("ab", "c")
    assert listed((), "`only`") == ()
    for wrong in ("ab", [1], [None]):
        with pytest.raises(UsageError, match="`only` must be a list of names"):
            listed(wrong, "`only`")  # type: ignore[arg-type]
