from __future__ import annotations

import pytest

from hubscore.cli.pairs import number, once, share, split
from hubscore.errors import UsageError


@pytest.mark.parametrize(
    ("word", "wanted"),
    [("a=0.5", ("a", 0.5)), (" a = 50 % ", ("a", 0.5)), ("a=1e-3", ("a", 0.001)), ("a b=0", ("a b", 0.0))],
)
def test_shares(word: str, wanted: tuple[str, float]) -> None:
    assert share(word) == wanted


@pytest.mark.parametrize("word", ["a", "=1", "", " =1"])
def test_no_share(word: str) -> None:
    with pytest.raises(UsageError, match="is no share") as caught:
        share(word, "--set ")
    assert caught.value.problems[0].hint == "as in --set finance=0.5"


@pytest.mark.parametrize("text", ["x", "", "1_0", "nan", "inf", "1e301", "0x1"])
def test_no_number(text: str) -> None:
    with pytest.raises(UsageError, match="is no number"):
        number(text, f"a={text}", "a number")


def test_the_first_sign_divides() -> None:
    assert split("note=a=b", "", "", "") == ("note", "a=b")


def test_twice_is_an_error() -> None:
    assert once("--set", [("a", 1), ("b", 2)]) == {"a": 1, "b": 2}
    with pytest.raises(UsageError, match="`--set` names `a` twice"):
        once("--set", [("a", 1), ("a", 1)])
