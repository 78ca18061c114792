from __future__ import annotations

import pytest

from hubscore.cli.words import completed
from hubscore.errors import UsageError

COMMANDS = ("rank", "explain")


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("", "rank"),
        ("rank", "rank"),
        ("explain oslo", "explain oslo"),
        ("-f json", "rank -f json"),
        ("--top 3", "rank --top 3"),
        ("-h", "-h"),
        ("--help", "--help"),
        ("rank -h", "rank -h"),
        ("-V", "--version"),
        ("rank --version", "--version"),
        ("rank --depth", "rank --depth 99"),
        ("rank --depth 2", "rank --depth 2"),
        ("rank --depth --all", "rank --depth 99 --all"),
        ("--group", "rank --group *"),
        ("rank --group west", "rank --group west"),
        ("rank --group -q --depth", "rank --group * -q --depth 99"),
        ("rank --group=west", "rank --group=west"),
        ("explain oslo --pace", "explain oslo --pace *"),
        ("explain --pace air --against york", "explain --pace air --against york"),
        ("explain -q", "explain -q"),
    ],
)
def test_what_is_left_out_is_put_in(given: str, meant: str) -> None:
    assert completed(given.split(), COMMANDS) == meant.split()


@pytest.mark.parametrize("word", ["rnak", "oslo", "", "RANK"])
def test_a_first_word_that_is_no_command_is_an_error(word: str) -> None:
    with pytest.raises(UsageError) as caught:
        completed([word, "--top", "3"], COMMANDS)
    [problem] = caught.value.problems
    assert problem.message == f"there is no command `{word}`"
    assert problem.expected == "one of rank, explain"
    assert problem.hint == ("did you mean `rank`?" if word.lower() in ("rnak", "rank") else "")


def test_the_words_given_are_left_alone() -> None:
    words = ["--depth"]
    completed(words, COMMANDS)
    assert words == ["--depth"]
