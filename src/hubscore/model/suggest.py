"""The known word that a mistyped one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

_LONGEST = 64
_MOST = 2_000
_ALIKE = 0.6


def closest(word: str, known: Iterable[str]) -> str | None:
    """Find the known word that a mistyped one is most like, if any is like it.

    Capitals do not count, nor does which of `-`, `_` and space joins the words. Work is bounded:
    long words are cut and of very many known ones the first that could fit are looked at.

    Parameters
    ----------
    word : str
        What was found.
    known : iterable of str
        What would have been right.
    """
    from difflib import get_close_matches  # needed on errors only

    wanted = _plain(word)
    fits = (name for name in known if _could_fit(len(wanted), len(name[:_LONGEST])))
    plain: dict[str, str] = {}
    for name in islice(fits, _MOST):
        plain.setdefault(_plain(name), name)
    swapped = [name for name in plain if sorted(name) == sorted(wanted)]  # `fiars` is `fairs` rather than `firms`
    for names in ([wanted] if wanted in plain else [], swapped, plain):
        if found := get_close_matches(wanted, names, n=1, cutoff=_ALIKE):
            return plain[found[0]]
    return None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Ask whether the closest known word was meant; empty if none is close."""
    name = closest(word, known)
    return f"did you mean `{name}`?" if name is not None else ""


def _plain(word: str) -> str:
    return word[:_LONGEST].casefold().replace("-", "_").replace(" ", "_")


def _could_fit(length: int, other: int) -> bool:
    """Tell whether words of these lengths can be alike enough at all."""
    return 2 * min(length, other) >= _ALIKE * (length + other) > 0
