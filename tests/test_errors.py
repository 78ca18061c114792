from __future__ import annotations

import pytest

from hubscore.errors import HubscoreError, InputError, Place, Problem, ScoringError, UsageError, WriteError


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.toml"), "a.toml"),
        (Place("a.toml", 3), "a.toml:3"),
        (Place("a.toml", 3, 7), "a.toml:3:7"),
        (Place("a.xlsx", cell="Sheet 1!C7"), "a.xlsx!Sheet 1!C7"),
    ],
)
def test_a_place_reads_like_a_compiler_s(place: Place, text: str) -> None:
    assert str(place) == text


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ((), ""),
        (("method",), "method"),
        (("indicators", "gdp", "goalposts"), "indicators.gdp.goalposts"),
        (("targets", 0, "of"), "targets[0].of"),
        (("data", "gdp", "2020", 1, "value"), "data.gdp.2020[1].value"),
    ],
)
def test_a_key_reads_like_toml(path: tuple[str | int, ...], key: str) -> None:
    assert Problem("rule", "wrong", path).key == key


def test_an_error_carries_its_problems() -> None:
    one, two = Problem("a", "this is wrong"), Problem("b", "that is wrong")
    assert HubscoreError([one, two]).problems == (one, two)
    assert HubscoreError(iter([one])).problems == (one,)
    assert HubscoreError(one).problems == (one,)
    assert str(HubscoreError([one, two])) == "this is wrong; that is wrong"
    assert HubscoreError("disk full").problems == (Problem("error", "disk full"),)


@pytest.mark.parametrize("kind", [InputError, ScoringError, UsageError, WriteError])
def test_all_errors_are_of_one_tree(kind: type[HubscoreError]) -> None:
    assert issubclass(kind, HubscoreError)
    assert issubclass(HubscoreError, Exception)
