from __future__ import annotations

import inspect
from typing import Annotated, Any

import pytest
import typer

from hubscore.cli.options import Shared, narrowed, with_shared


def command(
    shared: Shared,
    word: Annotated[str, typer.Argument()],
    all_of: Annotated[bool, typer.Option()] = False,
    everyone: Annotated[bool, typer.Option("--all", "-a")] = False,
    top: Annotated[int | None, typer.Option(min=1)] = None,
) -> tuple[Any, ...]:
    """Say what was given."""
    return shared, word, all_of, everyone, top


def test_shared_options_come_as_one_value() -> None:
    whole = with_shared(command)
    assert whole(word="x", top=3, quiet=True, scenario="bold") == (
        Shared(quiet=True, scenario="bold"),
        "x",
        False,
        False,
        3,
    )
    assert (whole.__name__, whole.__doc__) == ("command", "Say what was given.")


def test_an_own_option_stands_in_the_place_of_a_shared_one() -> None:
    def other(shared: Shared, output: Annotated[str | None, typer.Option("-o")] = None) -> tuple[Any, ...]:
        return shared, output

    whole = with_shared(other)
    assert list(inspect.signature(whole).parameters).count("output") == 1
    assert whole(output="folder", quiet=True) == (Shared(quiet=True), "folder")


def test_own_options_come_first_and_all_by_name() -> None:
    parameters = inspect.signature(with_shared(command)).parameters
    assert list(parameters) == ["word", "all_of", "everyone", "top", *Shared.__dataclass_fields__]
    assert {parameter.kind for parameter in parameters.values()} == {inspect.Parameter.KEYWORD_ONLY}
    assert "shared" not in parameters


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ([], ["word"]),
        (["oslo"], ["word"]),
        (["--top", "3"], ["word", "top"]),
        (["--top=3", "-c", "x"], ["word", "top", "scorecard"]),
        (["--as-of", "2020", "-q"], ["word", "as_of", "quiet"]),
        (["--all"], ["word", "everyone"]),
        (["-a"], ["word", "everyone"]),
        (["--all-of"], ["word", "all_of"]),
        (["--no-all-of"], ["word", "all_of"]),
    ],
)
def test_only_what_is_given_is_kept(words: list[str], kept: list[str]) -> None:
    narrow = narrowed(with_shared(command), words)
    assert narrow is not None
    assert list(inspect.signature(narrow).parameters) == kept


@pytest.mark.parametrize("word", ["--nonsense", "-x", "--help", "-h", "-qv", "-cx", "--", "--everyone"])
def test_a_word_that_is_not_plainly_an_option_needs_the_whole(word: str) -> None:
    assert narrowed(with_shared(command), ["--top", "3", word]) is None


def test_a_narrowed_command_does_the_same() -> None:
    narrow = narrowed(with_shared(command), ["--top", "3", "-q"])
    assert narrow is not None
    assert narrow(word="x", top=3, quiet=True) == with_shared(command)(word="x", top=3, quiet=True)
