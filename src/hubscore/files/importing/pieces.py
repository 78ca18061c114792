"""Small pieces of TOML."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def number(text: str) -> int | float:
    """A number as TOML has it: whole ones stay whole."""
    return int(text) if text.lstrip("+-").isdigit() else float(text)


def toml(words: Mapping[str, Any]) -> str:
    """Keys and values, one a line, without those that are None."""
    import tomli_w

    return tomli_w.dumps({key: value for key, value in words.items() if value is not None})
