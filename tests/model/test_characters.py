from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from hubscore.formats.safe import safe
from hubscore.model.characters import UNSEEN, is_mark, is_unsafe
from hubscore.model.fields import Name

NAME = TypeAdapter(Name)


@pytest.mark.parametrize(
    "letter", ["\0", "\n", "\x7f", "\x9b", "\u200b", "\u202e", "\ue000", "\ufffe", *sorted(UNSEEN)]
)
def test_what_harms_or_hides(letter: str) -> None:
    assert is_unsafe(letter)


@pytest.mark.parametrize("letter", ["a", " ", "é", "重", "ㄱ", "ᄀ", "⠁", "😀", "\u0301", "\ufe0f", "\U000e0100"])
def test_what_is_seen_or_shapes_what_is_seen(letter: str) -> None:
    assert not is_unsafe(letter)


def test_marks_that_take_a_cell_are_not_stacked() -> None:
    """The word for a town in Burmese has four marks in a row, of which one takes a cell."""
    assert [is_mark(letter) for letter in "မြို့"] == [False, False, True, True, True]
    assert NAME.validate_python("မြို့") == safe("မြို့") == "မြို့"


@given(st.text(min_size=1, max_size=200))
def test_a_name_is_shown_as_it_stands(text: str) -> None:
    """What a name may hold is what formats show as itself: two rules for one thing would let something through."""
    try:
        NAME.validate_python(text)
    except ValidationError:
        assert safe(text) != text or not text.strip()
    else:
        assert safe(text) == text


def test_the_unseen_are_no_more_than_they_are_by_category() -> None:
    assert {unicodedata.category(letter) for letter in UNSEEN} == {"Lo", "Mn", "So"}
