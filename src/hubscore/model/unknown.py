"""Words that should name something and name nothing."""

from __future__ import annotations

from collections.abc import Collection

from hubscore.errors import MOST_PROBLEMS, Problem
from hubscore.model.suggest import closest

MOST_LISTED = 12
"""How many known words a message lists."""


class Unknowns:
    """Problems with unknown words.

    A suggestion looks at all known words, and a broken file may have thousands of unknown
    ones: only as many get a suggestion as are told.
    """

    def __init__(self) -> None:
        self._left = MOST_PROBLEMS

    def meant(self, word: str, known: Collection[str]) -> str | None:
        """The known word that may have been meant."""
        self._left -= 1
        return closest(word, known) if self._left >= 0 else None

    def problem(self, kind: str, word: str, path: tuple[str | int, ...], known: Collection[str]) -> Problem:
        """The problem of a value that is no known id of this kind."""
        meant = self.meant(word, known)
        hint = f"did you mean `{meant}`?" if meant else ""
        expected = f"the id of {article(kind)}"
        if not hint and 0 < len(known) <= MOST_LISTED:
            expected += ": " + ", ".join(sorted(known))
        rule = "tree" if kind == "pillar" else "unknown-id"
        return Problem(rule, f"there is no {kind} `{word}`", path, "value", "", "" if hint else expected, hint)


def article(noun: str) -> str:
    """A noun with its article."""
    return f"an {noun}" if noun[0] in "aeio" else f"a {noun}"
