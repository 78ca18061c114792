"""Solvers in C that print past Python."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def muted() -> Iterator[None]:
    """What a solver prints to stdout past Python goes nowhere: stdout holds the answer and nothing else.

    HiGHS does so now and then, whatever it is told; C keeps it back until it is flushed.
    """
    try:
        kept = os.dup(1)
    except OSError:  # there is no stdout
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    try:
        yield
    finally:
        with suppress(OSError, AttributeError, TypeError):  # where C cannot be asked it may be heard at the end
            import ctypes

            ctypes.CDLL(None).fflush(None)
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
