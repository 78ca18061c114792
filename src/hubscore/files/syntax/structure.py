"""Faults in the frame: headers, keys, equals signs, brackets, line ends."""

from __future__ import annotations

import re

from hubscore.files.scan import Mark
from hubscore.files.syntax.fault import Fault, Finding, cut, named, visible

_COMMA_NUMBER = re.compile(r"(?<![0-9])[0-9]++,[0-9][0-9.]*[ \t]*\Z")
_AFTER_COMMA = re.compile(r",[0-9][0-9.]*")
_NEXT_STATEMENT = re.compile(
    r"""\[\[?[ \t]*["']?[A-Za-z][A-Za-z0-9_."' -]*\]\]?[ \t\r]*(?:#[^\n]*)?(?:\n|\Z)|["']?[A-Za-z0-9_."' -]+=""",
)
_ONE_LINE = "an inline table stands on one line; longer ones are written as a [table]"
_BARE = "a key of other characters than A-Z a-z 0-9 _ - must be in quotes"
_COMMENTS = ("//", ";", "/*", "--")


def wrong_statement(fault: Fault) -> Finding | None:
    """Explain a line that begins with what can begin none."""
    if fault.said != "Invalid statement":
        return None
    hint = "a line is `key = value`, a [table] or a # comment"
    if fault.text.startswith(_COMMENTS, fault.pos):
        hint = "comments begin with `#`"
    elif fault.char.isalpha():
        hint = _BARE
    elif fault.char == "=":
        hint = "there is no key before the `=`"
    return Finding(f"a line that begins with {visible(fault.char)}", fault.pos, fault.pos + 1, hint=hint)


def wrong_key(fault: Fault) -> Finding | None:
    """Explain what stands where a key should."""
    if fault.said != "Invalid initial character for a key part":
        return None
    table = _holder(fault, "{")
    if table and fault.char in ("", "\n", "\r", "#"):
        expected = "`}` on the same line"
        what = "an inline table over several lines"
        return Finding(what, table.value, table.stop, table.keys, expected=expected, hint=_ONE_LINE)
    if table and fault.char == "}":
        return Finding("a comma before `}`", fault.pos, fault.pos + 1, table.keys, hint="delete the comma")
    if fault.char in ("", "\n", "\r", "]", ".", "="):
        return Finding("no key", fault.pos, fault.pos + 1, expected="a key")
    return Finding(f"{visible(fault.char)} in a key", fault.pos, fault.pos + 1, hint=_BARE)


def no_equals(fault: Fault) -> Finding | None:
    """Explain a key that no equals sign follows."""
    if not fault.said.startswith("Expected '=' after a key") or not fault.around:
        return None
    key = fault.around[0]
    comma = _COMMA_NUMBER.search(fault.text, fault.line_start, fault.pos)
    if comma:
        table = _holder(fault, "{")
        return _decimal_comma(comma.start(), comma[0].rstrip(), table.keys if table else ())
    name = named(key.keys)
    if fault.char == ":":
        what = f"`:` in place of `=` after `{name}`"
        return Finding(what, fault.pos, fault.pos + 1, key.keys, hint="write `key = value`")
    is_value = not fault.char or fault.char in "\n\r\"'{[#}"
    hint = "write `key = value`" if is_value else f"write `key = value`; {_BARE}"
    return Finding(f"no `=` after the key `{name}`", key.start, key.end, key.keys, expected="`=`", hint=hint)


def wrong_header(fault: Fault) -> Finding | None:
    """Explain a header that does not end as it should."""
    if not fault.said.startswith("Expected ']"):
        return None
    closing = "]]" if "]]" in fault.said else "]"
    header = fault.line.partition("#")[0].strip()
    if fault.char in ("", "\n", "\r", "#", "]"):
        hint = f"write `{cut(header.rstrip(']'))}{closing}`"
        return Finding("a header that is not closed", fault.pos, fault.pos + 1, expected=f"`{closing}`", hint=hint)
    return Finding(f"{visible(fault.char)} in the header `{cut(header)}`", fault.pos, fault.pos + 1, hint=_BARE)


def open_list(fault: Fault) -> Finding | None:
    """Point to the bracket of an array or inline table into which the next statement falls."""
    table, array = _holder(fault, "{"), _holder(fault, "[")
    mark = table if fault.said == "Unclosed inline table" else array
    if mark is None or fault.said not in ("Unclosed array", "Unclosed inline table", "Invalid value"):
        return None
    below = "\n" in fault.text[mark.value : fault.pos] and _NEXT_STATEMENT.match(fault.text, fault.pos)
    if not below and fault.char not in ("", "\n", "\r", "#"):
        return None
    kind, closing, hint = ("inline table", "}", _ONE_LINE) if mark is table else ("array", "]", "")
    what = f"an {kind} that is not closed"
    return Finding(what, mark.value, mark.value + 1, mark.keys, expected=f"`{closing}`", hint=hint)


def wrong_list(fault: Fault) -> Finding | None:
    """Explain what stands in an array or inline table where a comma or a value should."""
    table, array = _holder(fault, "{"), _holder(fault, "[")
    start, end = fault.pos, fault.pos + 1
    if fault.said == "Invalid value" and array:
        return Finding(f"no value before {visible(fault.char)}", start, end, array.keys, expected="a value")
    if fault.said == "Unclosed array" and array:
        return Finding(f"no comma before {visible(fault.char)}", start, end, array.keys, expected="`,` or `]`")
    if fault.said == "Unclosed inline table" and table:
        return Finding(f"no comma before {visible(fault.char)}", start, end, table.keys, expected="`,` or `}`")
    return None


def wrong_end(fault: Fault) -> Finding | None:
    """Explain what stands behind a statement."""
    if not fault.said.startswith("Expected newline"):
        return None
    comma = _AFTER_COMMA.match(fault.text, fault.pos)
    if comma and fault.around:
        start = fault.around[0].value
        return _decimal_comma(start, cut(fault.text[start : comma.end()]), fault.keys)
    rest = cut(fault.text[fault.pos : fault.line_end])
    hint = ""
    if rest == ",":
        hint = "delete the comma: lines end without one"
    elif rest.startswith(_COMMENTS):
        hint = "comments begin with `#`"
    elif '"' in rest and fault.text[fault.pos - 1] == '"':
        hint = 'a quote inside a text is written `\\"`'
    after = f"the value of `{named(fault.keys)}`" if fault.around else "the header"
    what = f"`{rest}` after {after}"
    return Finding(what, fault.pos, fault.line_end, fault.keys, expected="the end of the line", hint=hint)


def _holder(fault: Fault, opening: str) -> Mark | None:
    """Find the innermost array or inline table that begins before the fault."""
    held = (mark for mark in fault.around if mark.value < fault.pos)
    return next((mark for mark in held if fault.text.startswith(opening, mark.value)), None)


def _decimal_comma(start: int, words: str, keys: tuple[str | int, ...]) -> Finding:
    hint = "write a point before decimals, and nothing between thousands"
    return Finding(f"a comma in the number `{words}`", start, start + len(words), keys, hint=hint)
