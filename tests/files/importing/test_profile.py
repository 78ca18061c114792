"""The text of a profile; that it is valid, and what it says, is tested with the files as a whole."""

from __future__ import annotations

import tomllib

from hubscore.files.importing.draft import Hub, Observation
from hubscore.files.importing.profile import profile_of, source_of


def test_sources_of_like_titles_are_told_apart() -> None:
    titles = ["Book", "book", "Book 2", "BOOK", "東京"]
    readings = [
        Observation("a", "x", 2000 + at, "1", source=title, evidence="official") for at, title in enumerate(titles)
    ]
    profile = tomllib.loads("".join(profile_of(Hub("a", "A"), readings)))
    assert {name: source["title"] for name, source in profile["sources"].items()} == {
        "book": "Book",
        "book-2": "book",
        "book-2-2": "Book 2",
        "book-3": "BOOK",
        "source": "東京",
    }
    assert profile["data"]["x"]["2001"] == {"value": 1, "evidence": "official", "source": "book-2"}
    assert list(profile["data"]["x"]) == ["2004", "2003", "2002", "2001", "2000"]


def test_a_source_without_a_name_is_named_by_its_address() -> None:
    assert source_of(Observation("a", "x", url="http://b")) == {"title": "http://b", "publisher": "", "url": "http://b"}
    assert source_of(Observation("a", "x", publisher="P", url="u")) == {"title": "", "publisher": "P", "url": "u"}
