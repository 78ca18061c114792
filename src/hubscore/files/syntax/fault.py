"""What the parser said and where, and what is made of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hubscore.files.scan import Keys, Mark, marks

_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the parser stopped.

    `said` is the parser's message without the position, `pos` the offset in the text, `before`
    all marks that begin before it, `around` the keys and items among them whose values reach
    over it, innermost first.
    """

    text: str
    said: str
    pos: int
    before: list[Mark]
    around: list[Mark]

    @property
    def char(self) -> str:
        """The character at which the parser stopped; a line feed at all line ends, empty at the text's."""
        return "\n" if self.text.startswith("\r\n", self.pos) else self.text[self.pos : self.pos + 1]

    @property
    def line_start(self) -> int:
        """Where the line begins."""
        return self.text.rfind("\n", 0, self.pos) + 1

    @property
    def line_end(self) -> int:
        """Where the words of the line end."""
        end = self.text.find("\n", self.pos)
        end = len(self.text) if end < 0 else end
        return end - 1 if end > self.pos and self.text[end - 1] == "\r" else end

    @property
    def line(self) -> str:
        """The line at which the parser stopped."""
        return self.text[self.line_start : self.line_end]

    @property
    def keys(self) -> Keys:
        """The path to the innermost value around."""
        return self.around[0].keys if self.around else ()


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person needs to know: the words of a `Problem`, its path, and offsets."""

    what: str
    start: int
    end: int
    keys: Keys = ()
    found: str = ""
    expected: str = ""
    hint: str = ""


def fault(text: str, message: str) -> Fault:
    """Read the parser's message; its lines are counted in a text without carriage returns."""
    match = _POSITION.search(message)
    pos = len(text)
    if match and match[1]:
        start = 0
        for _ in range(int(match[1]) - 1):
            start = text.find("\n", start) + 1
        pos = min(pos, start + int(match[2]) - 1)
    before = [mark for mark in marks(text) if mark.start <= pos]
    around = [mark for mark in before if mark.value <= pos <= mark.stop and mark.kind in ("key", "item")]
    around.sort(key=lambda mark: (mark.stop - mark.value, -mark.start))
    return Fault(text, message[: match.start()] if match else message, pos, before, around)


def named(keys: Keys) -> str:
    """Write a path as TOML does, list positions in brackets, cut if it is long."""
    words = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys)
    return cut(words.removeprefix("."))


def cut(words: str) -> str:
    """Shorten words for a message."""
    words = words.partition("\n")[0]
    return words if len(words) <= _LONGEST_SHOWN else f"{words[:_LONGEST_SHOWN]}…"


def visible(char: str) -> str:
    """Show a character, by its code point if there is nothing to see."""
    return f"`{char}`" if char.isprintable() else f"<U+{ord(char):04X}>"
