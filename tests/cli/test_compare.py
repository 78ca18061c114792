from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

import pytest

Run = Callable[..., Any]


def test_hubs_side_by_side(run: Run) -> None:
    status, out, err = run("compare", "tur", "New York", "oslo")
    assert (status, err) == (0, "")
    assert out.splitlines()[0].startswith("Turku, New York and Oslo · Nordic hubs")
    assert "New York leads with 95.0, 40.0 points above Oslo with 55.0; then comes Turku with 50.0." in out


def test_on_what_they_share(run: Run) -> None:
    status, out, _ = run("compare", "oslo", "turku", "--common", "--admit", "reported", "-f", "json")
    found = json.loads(out)
    assert status == 0
    assert found["tables"]["comparison"][0]["scores"] == {"oslo": 90.0, "turku": 50.0}
    assert found["notes"] == ["Scored on the 1 of 2 indicators that all of them have, whatever they cover."]


@pytest.mark.parametrize("words", [("oslo",), ("oslo", "Oslo"), ("oslo", "os", "oslo")])
def test_one_hub_is_not_enough(run: Run, words: Sequence[str]) -> None:
    status, out, err = run("compare", *words)
    assert (status, out) == (2, "")
    assert "compare needs two different hubs" in err


def test_a_hub_named_twice_counts_once(run: Run) -> None:
    assert run("compare", "oslo", "turku", "Oslo")[1] == run("compare", "oslo", "turku")[1]


def test_a_hub_that_is_not_there(run: Run) -> None:
    assert run("compare", "oslo", "atlantis")[0] == 2
