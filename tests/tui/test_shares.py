from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import UsageError
from hubscore.tui.session import Session
from hubscore.tui.shares import differ, families, shared, shares_of

FAMILY = ("a", "b", "c", "d")
SHARES = {"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1}


def test_families_and_shares_of_a_plan(session: Session) -> None:
    plan = session.base.ranking.plan
    top, travel = ("money", "travel", "sea"), ("air", "rail")
    assert families(plan) == {
        "money": top,
        "banks": ("banks",),
        "travel": top,
        "air": travel,
        "rail": travel,
        "sea": top,
        "ports": ("ports",),
    }
    assert list(shares_of(plan)) == list(families(plan))
    assert shares_of(plan) == pytest.approx(
        {"money": 0.5, "travel": 0.3, "sea": 0.2, "banks": 1, "air": 0.5, "rail": 0.5, "ports": 1}
    )


def test_siblings_keep_their_proportions() -> None:
    found = shared(SHARES, FAMILY, "a", 0.7, (), SHARES)
    assert found == pytest.approx({"a": 0.7, "b": 0.15, "c": 0.1, "d": 0.05})
    assert list(found) == list(FAMILY)


def test_the_locked_keep_theirs() -> None:
    found = shared(SHARES, FAMILY, "a", 0.1, ("b",), SHARES)
    assert found == pytest.approx({"a": 0.1, "b": 0.3, "c": 0.4, "d": 0.2})


def test_a_share_stops_at_what_the_locked_leave() -> None:
    assert shared(SHARES, FAMILY, "a", 0.9, ("b",), SHARES) == pytest.approx({"a": 0.7, "b": 0.3, "c": 0, "d": 0})
    assert shared(SHARES, FAMILY, "a", -1, (), SHARES)["a"] == 0


def test_those_at_nothing_come_back_in_the_usual_proportions() -> None:
    alone = {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0}
    found = shared(alone, FAMILY, "a", 0.4, (), SHARES)
    assert found == pytest.approx({"a": 0.4, "b": 0.3, "c": 0.2, "d": 0.1})


def test_what_would_weigh_too_little_for_a_file_weighs_nothing() -> None:
    light = {"a": 0.5, "b": 0.499_999, "c": 1e-6, "d": 0.0}
    assert shared(light, FAMILY, "a", 0.9, (), SHARES)["c"] == 0


@pytest.mark.parametrize(
    ("shares", "locked", "words"),
    [
        (SHARES, ("a",), "locked"),
        (SHARES, ("b", "c", "d"), "all its siblings are locked"),
        ({"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0}, (), "no sibling weighs"),
    ],
)
def test_what_cannot_move(shares: dict[str, float], locked: tuple[str, ...], words: str) -> None:
    usual = {"a": 1.0, "b": 0.0, "c": 0.0, "d": 0.0} if shares is not SHARES else SHARES
    with pytest.raises(UsageError, match=words):
        shared(shares, FAMILY, "a", 0.5, locked, usual)


def test_who_has_no_siblings_cannot_move() -> None:
    with pytest.raises(UsageError, match="no siblings"):
        shared({"a": 1.0}, ("a",), "a", 0.5, (), {"a": 1.0})


@given(
    st.lists(st.floats(1e-3, 1), min_size=4, max_size=4),
    st.sampled_from(FAMILY),
    st.floats(0, 1),
    st.sets(st.sampled_from(FAMILY), max_size=2),
)
def test_shares_add_up_and_the_locked_stay(weights: list[float], node: str, share: float, locked: set[str]) -> None:
    shares = {name: weight / math.fsum(weights) for name, weight in zip(FAMILY, weights, strict=True)}
    locked -= {node}
    found = shared(shares, FAMILY, node, share, locked, shares)
    assert math.fsum(found.values()) == pytest.approx(1, abs=4e-6)
    assert all(found[name] == shares[name] for name in locked)
    assert min(found.values()) >= 0


def test_what_differs() -> None:
    assert not differ(SHARES, {**SHARES, "a": 0.4 + 1e-12}, FAMILY)
    assert differ(SHARES, {**SHARES, "a": 0.41}, FAMILY)
    assert not differ(SHARES, {**SHARES, "a": 0.41}, ("b", "c"))
