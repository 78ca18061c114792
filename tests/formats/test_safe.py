from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.formats.safe import clean, encodable, safe


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Shenzhen", "Shenzhen"),
        ("重庆, Zürich – 5 €", "重庆, Zürich – 5 €"),
        ("a\x1b[31mb", "a<U+001B>[31mb"),
        ("a\nb\tc\r", "a<U+000A>b<U+0009>c<U+000D>"),
        ("\x00\x7f\x9b", "<U+0000><U+007F><U+009B>"),
        ("a\u202eb\u2066", "a<U+202E>b<U+2066>"),
        ("soft\u00adhyphen\u200b\u200d\ufeff", "soft<U+00AD>hyphen<U+200B><U+200D><U+FEFF>"),
        ("tag\U000e0041", "tag<U+E0041>"),
        ("\ud800", "<U+D800>"),
        ("\ue000\U0010fffd", "<U+E000><U+10FFFD>"),
        ("\ufffe\u0378", "<U+FFFE><U+0378>"),
        ("a\u2028b\u2029", "a<U+2028>b<U+2029>"),
        ("", ""),
    ],
)
def test_unsafe_characters_are_named(text: str, expected: str) -> None:
    assert safe(text) == expected


def test_marks_beyond_the_fourth_are_named() -> None:
    assert safe("e" + "\u0301" * 4) == "e" + "\u0301" * 4
    assert safe("e" + "\u0301" * 6 + "x\u0301") == "e" + "\u0301" * 4 + "<U+0301>" * 2 + "x\u0301"
    for mark in ("\u0300", "\u0301", "\u20dd"):
        assert safe(mark * 5) == mark * 4 + f"<U+{ord(mark):04X}>"


@given(st.text())
def test_nothing_unsafe_is_left(text: str) -> None:
    shown = safe(text)
    assert not {unicodedata.category(character) for character in shown} & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert safe(shown) == shown


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        ("██▍ ≥ 5 – ≤ 7 · 2 × 3 …", "ascii", "### >= 5 - <= 7 - 2 x 3 ..."),
        ("Zürich", "ascii", "Z<U+00FC>rich"),
        ("Zürich ≥ 重", "latin-1", "Zürich >= <U+91CD>"),
        ("Zürich ≥ 重 😀", "utf-8", "Zürich ≥ 重 😀"),
        ("─\U0001f600", "ascii", "-<U+1F600>"),
        ("─╲│╱╳", "ascii", "-\\|/X"),
        ("█▉▊▋▌▍▎▏", "ascii", "########"),
        ("≥ ≤ ≈ ± \u2212 – — × · … → ←", "ascii", ">= <= ~ +/- - - - x - ... -> <-"),
        ("\u2018a\u2019 “b”\u00a0c", "ascii", "'a' \"b\" c"),
    ],
)
def test_what_an_encoding_lacks_is_replaced(text: str, encoding: str, expected: str) -> None:
    assert encodable(text, encoding) == expected


@given(st.text(), st.sampled_from(["ascii", "latin-1", "cp1252", "gbk", "utf-8"]))
def test_clean_text_can_be_encoded(text: str, encoding: str) -> None:
    assert "\n" not in clean(text, encoding)
    clean(text, encoding).encode(encoding)


def test_every_character_alone_is_shown_or_named_by_its_category() -> None:
    unsafe = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    unseen = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
    wrong = [
        point
        for point in [*range(0x3000), *range(0xD7F0, 0xE010), *range(0xFE00, 0x10400), *range(0xE0000, 0xE01F0)]
        if (safe(chr(point)) != chr(point)) != (unicodedata.category(chr(point)) in unsafe or point in unseen)
    ]
    assert wrong == []
