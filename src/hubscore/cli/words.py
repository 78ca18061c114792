"""The words of a command line before Typer reads them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

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


def typed(message: str, words: Sequence[str]) -> str:
    """A message about an option, with what was typed for it."""
    option = re.search(r"'(--?[a-z-]+)'.*: it should be", message)
    if option is None:
        return message
    values = [after for word, after in pairwise(words) if word == option[1]]
    values += [word.partition("=")[2] for word in words if word.startswith(f"{option[1]}=")]
    return f"{message}, not `{values[-1]}`" if values else message


def meant_by(message: str) -> str:
    """The word that was meant, where a message tells one that is not among others."""
    found = re.search(r"'([^']*)' is not one of ('.*')$", message)
    return "" if found is None else did_you_mean(found[1], re.findall("'([^']*)'", found[2]))


def besides(message: str, words: Sequence[str]) -> str:
    """The command that takes more words, or none, where one gets too many."""
    if "unexpected extra argument" not in message:
        return ""
    if words[0] == "explain":
        return "`hubscore compare HUB HUB` puts hubs side by side"
    return "`hubscore methods STEP` lists all methods of a step" if words[0] == "methods" else ""
