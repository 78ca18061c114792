"""Progress: one line on a terminal, gone when the work is done."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Self

from hubscore.cli.emit import emit, is_terminal

ERASE = "\r\x1b[K"
"""Back to the start of the line, and clear it."""


class Progress:
    """Says how far the work is, to whoever looks at stderr; to nobody else.

    A context: whatever ends it, an interrupt too, leaves the line as it was.
    """

    def __init__(self, noun: str, quiet: bool = False) -> None:
        self.noun, self.said = noun, False
        self.seen = not quiet and is_terminal(sys.stderr) and os.environ.get("TERM") != "dumb"

    def __enter__(self) -> Self:
        return self

    def __call__(self, done: int, most: int) -> None:
        """So much is done, of so much at most; a work of one step is not worth a word."""
        if self.seen and (done < most or self.said):
            self.said = True
            emit(f"{ERASE}{done:,} of {most:,} {self.noun}", "stderr")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.said or (self.seen and kind is KeyboardInterrupt):  # the terminal has put its ^C there
            emit(ERASE, "stderr")
