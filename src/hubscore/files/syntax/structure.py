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
_LISTS = {"Unclosed array": "[", "Unclosed inline table": "{", "Invalid value": "["}
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
    table = _holder(fault, "{", fault.pos)
    if table and fault.char in ("", "\n", "#"):
        expected = "`}` on the same line"
        what = "an inline table over several lines"
        return Finding(what, table.value, table.stop, table.keys, expected=expected, hint=_ONE_LINE)
    if table and fault.char == "}":
        return Finding("a comma before `}`", fault.pos, fault.pos + 1, table.keys, hint="delete the comma")
    if fault.char in ("", "\n", "]", ".", "="):
        return Finding("no key", fault.pos, fault.pos + 1, expected="a key")
    return Finding(f"{visible(fault.char)} in a key", fault.pos, fault.pos + 1, hint=_BARE)


def no_equals(fault: Fault) -> Finding | None:
    """Explain a key that no equals sign follows."""
    if not fault.said.startswith("Expected '=' after a key") or not fault.around:
        return None
    key = fault.around[0]
    comma = _COMMA_NUMBER.search(fault.text, fault.line_start, fault.pos)
    if comma:
        table = _holder(fault, "{", fault.pos)
        return _decimal_comma(comma.start(), comma[0].rstrip(), table.keys if table else ())
    name = named(key.keys)
    if fault.char == ":":
        what = f"`:` in place of `=` after `{name}`"
        return Finding(what, fault.pos, fault.pos + 1, key.keys, hint="write `key = value`")
    is_value = not fault.char or fault.char in "\n\"'{[#}"
    if fault.pos == key.end and not is_value:  # no blank between: it was meant to be part of the key
        return Finding(f"{visible(fault.char)} in a key", fault.pos, fault.pos + 1, key.keys[:-1], hint=_BARE)
    hint = "write `key = value`" if is_value else f"write `key = value`; {_BARE}"
    return Finding(f"no `=` after the key `{name}`", key.start, key.end, key.keys, expected="`=`", hint=hint)


def wrong_header(fault: Fault) -> Finding | None:
    """Explain a header that does not end as it should."""
    if not fault.said.startswith("Expected ']"):
        return None
    closing = "]]" if "]]" in fault.said else "]"
    header = fault.line.partition("#")[0].strip()
    if fault.char in ("", "\n", "#", "]"):
        hint = f"write `{cut(header.rstrip(']'))}{closing}`"
        return Finding("a header that is not closed", fault.pos, fault.pos + 1, expected=f"`{closing}`", hint=hint)
    return Finding(f"{visible(fault.char)} in the header `{cut(header)}`", fault.pos, fault.pos + 1, hint=_BARE)


def open_list(fault: Fault) -> Finding | None:
    """Point to the bracket of an array or inline table that the text or its next statement cuts off."""
    mark = None
    if fault.said in _LISTS and _NEXT_STATEMENT.match(fault.line.lstrip()):
        mark = _holder(fault, "[", fault.line_start)
    if fault.said in _LISTS and mark is None and fault.char in ("", "\n", "#"):
        mark = _holder(fault, _LISTS[fault.said], fault.pos)
    if mark is None:
        return None
    is_table = fault.text[mark.value] == "{"
    kind, closing, hint = ("inline table", "}", _ONE_LINE) if is_table else ("array", "]", "")
    what = f"an {kind} that is not closed"
    return Finding(what, mark.value, mark.value + 1, mark.keys, expected=f"`{closing}`", hint=hint)


def wrong_list(fault: Fault) -> Finding | None:
    """Explain what stands in an array or inline table where a comma or a value should."""
    holder = _holder(fault, _LISTS[fault.said], fault.pos) if fault.said in _LISTS else None
    if holder is None:
        return None
    what, expected = "no comma", "`,` or `}`" if fault.said == "Unclosed inline table" else "`,` or `]`"
    if fault.said == "Invalid value":
        what, expected = "no value", "a value"
    return Finding(f"{what} before {visible(fault.char)}", fault.pos, fault.pos + 1, holder.keys, expected=expected)


def wrong_end(fault: Fault) -> Finding | None:
    """Explain what stands behind a statement."""
    if not fault.said.startswith("Expected newline"):
        return None
    comma = _AFTER_COMMA.match(fault.text, fault.pos)
    if comma and fault.around:
        start = fault.around[0].value
        return _decimal_comma(start, cut(fault.text[start : comma.end()]), fault.keys)
    rest = cut(fault.text[fault.pos : fault.line_end])
    last = max(fault.before, key=lambda mark: mark.stop if mark.stop <= fault.pos else -1, default=None)
    hint = ""
    if rest == ",":
        hint = "delete the comma: lines end without one"
    elif rest.startswith(_COMMENTS):
        hint = "comments begin with `#`"
    elif '"' in rest and last and last.stop == fault.pos:
        hint = 'a quote inside a text is written `\\"`'
    if last and last.kind == "key":
        what = f"`{rest}` after the value of `{named(last.keys)}`"
        return Finding(what, fault.pos, fault.line_end, last.keys, expected="the end of the line", hint=hint)
    return Finding(f"`{rest}` after the header", fault.pos, fault.line_end, expected="the end of the line", hint=hint)


def _holder(fault: Fault, opening: str, before: int) -> Mark | None:
    """Find the innermost array or inline table that begins before an offset and reaches over the fault."""
    holders = [mark for mark in fault.around if mark.value < before and fault.text[mark.value] in "[{"]
    if holders and holders[0].stop == fault.pos and fault.text[fault.pos - 1] in "]}":
        del holders[0]  # that was its own closing bracket
    return next((mark for mark in holders if fault.text[mark.value] == opening), None)


def _decimal_comma(start: int, words: str, keys: tuple[str | int, ...]) -> Finding:
    hint = "write a point before decimals, and nothing between thousands"
    return Finding(f"a comma in the number `{words}`", start, start + len(words), keys, hint=hint)
