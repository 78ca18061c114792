"""Faults in the frame: headers, keys, equals signs, brackets, line ends."""

from __future__ import annotations

import re

from hubscore.files.syntax.fault import Fault, Finding, cut, named, visible

_DECIMAL_COMMA = re.compile(r"[0-9],[0-9]+[ \t]*\Z")
_NEXT_STATEMENT = re.compile(r"""\[|[A-Za-z0-9_."' -]+=""")
_ONE_LINE = "an inline table stands on one line; longer ones are written as a [table]"


def wrong_statement(fault: Fault) -> Finding | None:
    """Explain a line that begins with what can begin none."""
    if fault.said != "Invalid statement":
        return None
    hint = "a line is `key = value`, a [table] or a # comment"
    if fault.line.lstrip().startswith(("//", ";", "/*", "--")):
        hint = "comments begin with `#`"
    elif fault.char.isalpha():
        hint = "a key of other characters than A-Z a-z 0-9 _ - must be in quotes"
    elif fault.char == "=":
        hint = "there is no key before the `=`"
    return Finding(f"a line that begins with {visible(fault.char)}", fault.pos, fault.pos + 1, hint=hint)


def wrong_key(fault: Fault) -> Finding | None:
    """Explain what stands where a key should."""
    if fault.said != "Invalid initial character for a key part":
        return None
    inline = next((mark for mark in fault.around if fault.text[mark.value] == "{"), None)
    if inline and fault.char in ("", "\n", "\r", "#"):
        what = "an inline table over several lines"
        return Finding(what, inline.value, inline.stop, inline.keys, expected="`}` on the same line", hint=_ONE_LINE)
    if inline and fault.char == "}":
        return Finding("a comma before `}`", fault.pos, fault.pos + 1, inline.keys, hint="delete the comma")
    if fault.char in ("", "\n", "]", ".", "="):
        return Finding("a key is missing", fault.pos, fault.pos + 1, expected="a key")
    hint = "a key of other characters than A-Z a-z 0-9 _ - must be in quotes"
    return Finding(f"{visible(fault.char)} in a key", fault.pos, fault.pos + 1, found=visible(fault.char), hint=hint)


def no_equals(fault: Fault) -> Finding | None:
    """Explain a key that no equals sign follows."""
    if not fault.said.startswith("Expected '=' after a key"):
        return None
    comma = decimal_comma(fault, fault.pos)
    if comma:
        return comma
    key = fault.around[0] if fault.around else None
    start, end, keys = (key.start, key.end, key.keys) if key else (fault.pos, fault.pos + 1, ())
    name = cut(fault.text[start:end])
    if fault.char == ":":
        return Finding(f"`:` in place of `=` after `{name}`", fault.pos, fault.pos + 1, keys, hint="write `key = value`")
    if fault.char and fault.char not in "\n\r\"'{[#":
        hint = "a key with spaces or other characters than A-Z a-z 0-9 _ - must be in quotes"
        return Finding(f"no `=` after the key `{name}`", start, end, keys, visible(fault.char), "`=`", hint)
    return Finding(f"no `=` after the key `{name}`", start, end, keys, expected="`=`", hint="write `key = value`")


def wrong_header(fault: Fault) -> Finding | None:
    """Explain a header that does not end as it should."""
    if not fault.said.startswith("Expected ']"):
        return None
    closing = "]]" if "]]" in fault.said else "]"
    header = fault.line.strip()
    if fault.char in ("", "\n", "\r", "#", "]"):
        hint = f"write `{cut(header.partition('#')[0].strip().rstrip(']'))}{closing}`"
        return Finding("a header that is not closed", fault.pos, fault.pos + 1, expected=f"`{closing}`", hint=hint)
    what = f"{visible(fault.char)} in the header `{cut(header)}`"
    hint = "a key with spaces or other characters than A-Z a-z 0-9 _ - must be in quotes"
    return Finding(what, fault.pos, fault.pos + 1, found=visible(fault.char), hint=hint)


def wrong_list(fault: Fault) -> Finding | None:
    """Explain an array or inline table that goes on without a comma, or does not end."""
    if fault.said not in ("Unclosed array", "Unclosed inline table"):
        return None
    opening = "[" if fault.said == "Unclosed array" else "{"
    mark = next((mark for mark in fault.around if fault.text[mark.value] == opening), None)
    if mark is None:
        return None
    kind, closing = ("array", "]") if opening == "[" else ("inline table", "}")
    hint = "" if opening == "[" else _ONE_LINE
    above = "\n" in fault.text[mark.value : fault.pos]
    if fault.char in ("", "\n", "\r", "#") or (above and _NEXT_STATEMENT.match(fault.text, fault.pos)):
        what = f"an {kind} that is not closed"
        return Finding(what, mark.value, mark.value + 1, mark.keys, expected=f"`{closing}`", hint=hint)
    expected = f"`,` or `{closing}`"
    return Finding(f"no comma in an {kind}", fault.pos, fault.pos + 1, mark.keys, visible(fault.char), expected)


def wrong_end(fault: Fault) -> Finding | None:
    """Explain what stands behind a statement."""
    if not fault.said.startswith("Expected newline"):
        return None
    rest = cut(fault.text[fault.pos : fault.line_end])
    comma = decimal_comma(fault, fault.pos + len(rest) if rest[1:].isdecimal() else fault.pos)
    if comma:
        return comma
    hint = ""
    if rest == ",":
        hint = "delete the comma: lines end without one"
    elif rest.startswith(("//", ";")):
        hint = "comments begin with `#`"
    elif fault.around and fault.text[fault.pos - 1] in "\"'":
        hint = "a quote inside a text is written `\\\"`"
    after = f"after the value of `{named(fault.keys)}`" if fault.around else "after the header"
    return Finding(f"`{rest}` {after}", fault.pos, fault.line_end, fault.keys, expected="the end of the line", hint=hint)


def decimal_comma(fault: Fault, end: int) -> Finding | None:
    """Explain `717,7`, of which TOML sees two values."""
    match = _DECIMAL_COMMA.search(fault.text, fault.line_start, end)
    return None
