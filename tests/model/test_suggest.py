from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.model.suggest import closest, did_you_mean

KEYS = ["goalposts", "direction", "pillar", "label", "unit", "evidence", "source", "sources", "at_least", "at_most"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("goalpost", "goalposts"),
        ("evidnce", "evidence"),
        ("Direction", "direction"),
        ("at-least", "at_least"),
        ("at most", "at_most"),
        ("soruce", "source"),
        ("sources", "sources"),
        ("xyzzy", None),
        ("", None),
        ("重庆", None),
    ],
)
def test_what_was_meant(word: str, meant: str | None) -> None:
    assert closest(word, KEYS) == meant
    assert did_you_mean(word, KEYS) == (f"did you mean `{meant}`?" if meant else "")


def test_nothing_is_known() -> None:
    assert closest("a", []) is None


def test_the_same_whatever_the_order() -> None:
    assert closest("pilar", KEYS) == closest("pilar", reversed(KEYS)) == closest("pilar", set(KEYS)) == "pillar"


@given(st.text(max_size=30).filter(bool), st.lists(st.text(min_size=1, max_size=30)))
def test_a_known_word_is_its_own_meaning(word: str, others: list[str]) -> None:
    assert closest(word, [word, *others]) == word


@given(st.text(), st.lists(st.text()))
def test_an_answer_is_one_of_the_known(word: str, known: list[str]) -> None:
    assert closest(word, known) in {None, *known}


def test_long_words_and_many_of_them() -> None:
    start = time.process_time()
    closest("a" * 1_000_000, ["a" * 1_000_000])
    closest("indicator_nbr_12", [f"indicator_number_{n}" for n in range(100_000)])
    assert time.process_time() - start < 1


def test_the_same_letters_come_first() -> None:
    assert closest("fiars", ["firms", "fairs"]) == "fairs"
    assert closest("abcd", ["dcba", "abce"]) == "abce"
