"""Faults in and around texts: unclosed quotes, characters that must not be there, escapes."""

from __future__ import annotations

import re
import unicodedata

from hubscore.files.scan import Mark
from hubscore.files.syntax.fault import Fault, Finding, visible

_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,4}|U[0-9A-Fa-f]{0,8}|.?)")
_NAMES = {"\ufeff": "a byte-order mark", "\r": "a carriage return without a line feed", "\0": "a NUL character"}


def unclosed(fault: Fault) -> Finding | None:
    """Point to the quote that opens a text which never ends."""
    if not (fault.said == "Unterminated string" or fault.said.startswith("Expected \"'") or fault.char in ("", "\n")):
        return None
    for mark in fault.before:
        for start, stop in ((mark.start, mark.end), (mark.value, mark.stop)):
            quote = _quote(fault.text, start)
            if quote and not _is_closed(fault.text[start:stop], quote):
                return _unclosed(fault, mark, start, quote)
    return None


def _unclosed(fault: Fault, mark: Mark, start: int, quote: str) -> Finding:
    end = fault.text.find("\n", start)
    end = len(fault.text) if end < 0 else end
    if len(quote) == 3:
        hint = f"a text that begins with `{quote}` ends with `{quote}`"
    else:
        hint = f"add the closing `{quote}`; a text over several lines needs `{quote * 3}`"
    return Finding("a text that is not closed", start, end, mark.keys, hint=hint, expected=f"`{quote}` at its end")


def _quote(text: str, start: int) -> str:
    char = text[start : start + 1]
    if char not in ('"', "'"):
        return ""
    return char * 3 if text.startswith(char * 3, start) else char


def _is_closed(words: str, quote: str) -> bool:
    inner = words[len(quote) : -len(quote)]
    if len(words) < 2 * len(quote) or not words.endswith(quote):
        return False
    escaped = (len(inner) - len(inner.rstrip("\\"))) % 2 if quote[0] == '"' else 0
    return not escaped


def wrong_character(fault: Fault) -> Finding | None:
    """Name a character that cannot be seen and must not be there."""
    char = fault.char
    if not char or char == "\n" or char.isprintable() or char == "\t":
        return None
    what = _NAMES.get(char, "a control character" if unicodedata.category(char) == "Cc" else "an invisible character")
    hint = "save the file with ordinary line ends" if char == "\r" else "delete it; an editor may not show it"
    return Finding(f"{what} ({visible(char)})", fault.pos, fault.pos + 1, fault.keys, visible(char), hint=hint)


def wrong_escape(fault: Fault) -> Finding | None:
    r"""Explain a `\` that is not followed by what TOML knows."""
    if not fault.said.startswith(("Unescaped '\\'", "Invalid hex value", "Escaped character")):
        return None
    start = fault.text.rfind("\\", 0, fault.pos)
    match = _ESCAPE.match(fault.text, start)
    escape = match[0] if match else "\\"
    if fault.said.startswith("Escaped character"):
        beyond = escape[1] == "U" and escape[2:] > "0010FFFF"
        what = "an escape beyond the last character, U+10FFFF" if beyond else "half of a surrogate pair"
        hint = "write the character itself"
    elif fault.said.startswith("Invalid hex"):
        what = "an escape with too few hexadecimal digits"
        hint = r"`\u` takes four of them and `\U` eight; a lone backslash is written `\\`"
    else:
        what = "an escape that TOML does not have"
        hint = r"write `\\` for a backslash, or put the text in 'single' quotes"
    return Finding(what, start, start + len(escape), fault.keys, f"`{escape}`", hint=hint)
