"""The words of `hubscore import` as wishes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.bringing import folder_of, wishes_of
from hubscore.errors import UsageError
from hubscore.files.importing.wishes import Wishes

NOTHING: dict[str, Any] = dict.fromkeys(("form", "source", "evidence", "year", "decimal", "sheet", "title"))
NOTHING |= {"columns": [], "directions": [], "missing": []}


def wished(**words: Any) -> Wishes:
    return wishes_of(**(NOTHING | words))


def test_nothing() -> None:
    assert wished() == Wishes()


def test_everything() -> None:
    wishes = wished(
        form="table",
        source="S",
        evidence="official",
        year=2020,
        columns=["a=id", "b=value"],
        directions=["x=lower", "higher"],
        decimal="comma",
        missing=[" x "],
        sheet="one",
        title="T",
    )
    assert wishes == Wishes(
        "table", "S", "official", 2020, "T", "one", "comma", ("x",), {"a": "id", "b": "value"}, {"x": "lower"}, "higher"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"form": "profile"}, "`--as profile` says nothing"),
        ({"decimal": ","}, "`--decimal ,` says nothing"),
        ({"source": " "}, "`--source` is blank"),
        ({"title": ""}, "`--title` is blank"),
        ({"columns": ["a=b"]}, "`--column a=b` says nothing"),
        ({"columns": ["id"]}, "`--column id` says nothing"),
        ({"directions": ["up"]}, "`--direction up` says nothing"),
    ],
)
def test_words_that_say_nothing(words: dict[str, Any], message: str) -> None:
    with pytest.raises(UsageError, match=message):
        wished(**words)


def test_a_hint() -> None:
    with pytest.raises(UsageError) as caught:
        wished(form="profile")
    assert caught.value.problems[0].hint == "did you mean `profiles`?"


def test_where_to_write() -> None:
    assert folder_of(None, here=False) is None
    assert folder_of(None, here=True) == Path()
    assert folder_of(Path("new"), here=False) == Path("new")
    assert folder_of(Path("v1.2"), here=False) == Path("v1.2")
    with pytest.raises(UsageError, match="both say where"):
        folder_of(Path("new"), here=True)
    with pytest.raises(UsageError, match=r"`-o report\.JSON` names a file"):
        folder_of(Path("report.JSON"), here=False)
