"""The words of a command line before Typer reads them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from hubscore.errors import Problem, UsageError
from hubscore.model.suggest import did_you_mean

VERSION = ("-V", "--version")

GROUP_OPTIONS = ("-h", "--help", *VERSION, "--show-completion")

ASKED = "_HUBSCORE_COMPLETE"
"""The variable by which a shell asks what may be typed, and says which one it is."""

OPTIONAL_VALUES: Mapping[str, str] = {"--depth": "99", "--group": "*", "--pace": "*"}
"""Options whose value may be left out, and what they mean then."""


def completed(words: Sequence[str], commands: Collection[str]) -> list[str]:
    """Put `rank` in front where no command is named, and values behind options that lack one.

    The version is asked of the program, not of a command.

    Raises
    ------
    UsageError
        Where the first word is neither a command nor an option.
    """
    if any(word in VERSION for word in words):
        return [VERSION[-1]]
    if not words or (words[0].startswith("-") and words[0] not in GROUP_OPTIONS):
        words = ["rank", *words]
    if not words[0].startswith("-") and words[0] not in commands:
        hint, expected = did_you_mean(words[0], commands), "one of " + ", ".join(commands)
        raise UsageError(Problem("unknown-command", f"there is no command `{words[0]}`", expected=expected, hint=hint))
    result: list[str] = []
    for position, word in enumerate(words):
        result.append(word)
        last = position + 1 == len(words) or words[position + 1].startswith("-")
        if word in OPTIONAL_VALUES and last:
            result.append(OPTIONAL_VALUES[word])
    return result
