"""Finding what a person types."""

from __future__ import annotations

import pytest

from hubscore.errors import UsageError
from hubscore.model.dataset import hubs_of
from hubscore.model.named import hub_named, named

HUBS = hubs_of(["hefei", "hong-kong", "shanghai"], ["Hefei", "Hong Kong", "Shanghai"], ["candidate"] * 3, [None] * 3)
LOCAL = {"hefei": "合肥", "hong-kong": "香港"}


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("hefei", 0),
        ("HEFEI", 0),
        ("he", 0),
        ("Hong Kong", 1),
        ("hong_kong", 1),
        ("hongkong", 1),
        ("香港", 1),
        ("合", 0),
        ("shang", 2),
    ],
)
def test_id_name_or_the_beginning_of_either(word: str, wanted: int) -> None:
    assert hub_named(word, HUBS, LOCAL) == wanted


def test_whole_name_goes_before_a_beginning() -> None:
    assert named("bio", {"bio": [], "biotech": []}, "pillar") == "bio"
    assert named("Bio", {"b": ["Bio"], "biotech": []}, "pillar") == "b"


def test_ambiguous() -> None:
    with pytest.raises(UsageError, match="`h` may mean more than one hub") as caught:
        hub_named("h", HUBS)
    assert caught.value.problems[0].expected == "one of hefei, hong-kong"


def test_unknown_with_something_like_it() -> None:
    with pytest.raises(UsageError, match="there is no hub `shangai`") as caught:
        hub_named("shangai", HUBS)
    assert caught.value.problems[0].hint.lower() == "did you mean `shanghai`?"


@pytest.mark.parametrize("word", ["xyzzy", "", "-", " "])
def test_unknown(word: str) -> None:
    with pytest.raises(UsageError) as caught:
        hub_named(word, HUBS)
    assert caught.value.problems[0].expected == "one of hefei, hong-kong, shanghai"


def test_of_many_names_the_first_are_listed_unless_one_may_be_meant() -> None:
    names: dict[str, list[str]] = {f"pillar{at:02}": [] for at in range(20)}
    with pytest.raises(UsageError) as caught:
        named("xyzzy", names, "pillar")
    assert caught.value.problems[0].expected.startswith("one of pillar00, pillar01, ")
    assert caught.value.problems[0].expected.endswith("pillar11, ...")
    with pytest.raises(UsageError) as caught:
        named("pilar07", names, "pillar")
    assert (caught.value.problems[0].expected, caught.value.problems[0].hint) == ("", "did you mean `pillar07`?")
