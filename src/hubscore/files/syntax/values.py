"""Bare words that are meant as values and are none in TOML."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hubscore.files.syntax.fault import Fault, Finding, cut

_NUMBER = r"[+-]?\d[\d_]*(?:\.\d[\d_]*)?"
_QUOTES = r"\u00ab\u00bb\u2018-\u201f\u2039\u203a`\u00b4"
_LONGEST = 200
_SAID = ("Invalid value", "Invalid date", "Unclosed", "Expected newline")


@dataclass(frozen=True, slots=True)
class Row:
    """Words of one kind: what they look like, how they are called, what to write instead.

    The hint may use the pattern's groups; `{word}` is the whole, `{digits}` its digits as ASCII,
    points among them.
    """

    pattern: str
    what: str
    hint: str
    expected: str = ""


ROWS = (
    Row(r"", "no value", "", "a value after `=`"),
    Row(rf"[{_QUOTES}](?P<words>.*?)[{_QUOTES}]?", "typographic quotes", 'use straight quotes: `"{words}"`'),
    Row(
        r"(?P<sign>[+-]?)0+(?P<rest>[0-9][0-9_]*(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)",
        "a leading zero",
        "write `{sign}{rest}`",
        "a number that does not begin with 0",
    ),
    Row(
        r"(?P<sign>[+-]?)\.(?P<rest>[0-9][0-9_]*(?:[eE][+-]?[0-9]+)?)",
        "a number without a digit before the point",
        "write `{sign}0.{rest}`",
    ),
    Row(
        r"(?P<number>[+-]?[0-9][0-9_]*)\.(?P<power>(?:[eE][+-]?[0-9]+)?)",
        "a number without a digit after the point",
        "write `{number}.0{power}`",
    ),
    Row(rf"(?P<number>{_NUMBER})\s*[%‰]", "a per cent sign", "write the number alone; its unit has a key of its own"),
    Row(r"(?i:true|yes|on)", "a truth value that is not TOML", "write `true`, in small letters"),
    Row(r"(?i:false|no|off)", "a truth value that is not TOML", "write `false`, in small letters"),
    Row(
        r"(?i:null|none|nil|n/?a|missing|unknown)|[~?\u2013\u2014-]|\.\.+|…",
        "a null, which TOML does not have",
        "leave the key out where there is no value",
    ),
    Row(r"[+-]?(?i:nan|inf|infinity)", "no finite number", "leave the key out where there is no value"),
    Row(r"[\u2212\u2013\u2014]\s*(?P<number>[0-9][0-9._]*)", "a dash in place of a minus sign", "write `-{number}`"),
    Row(r"[+-]?[0-9]{1,3}(?:[ '\u2019\u00a0\u202f][0-9]{3})+(?:\.[0-9]+)?", "a split number", "write `{digits}`"),
    Row(
        r"(?:≥|>=?)\s*(?P<number>[0-9].*)",
        "a bound written as a sign",
        "a bound has its own key: `at_least = {number}`",
    ),
    Row(
        r"(?:≤|<=?)\s*(?P<number>[0-9].*)", "a bound written as a sign", "a bound has its own key: `at_most = {number}`"
    ),
    Row(
        r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2,4}",
        "no date of the calendar",
        "dates are written like 2024-01-31",
    ),
    Row(r"[0-9]{1,2}:[0-9]{1,2}(?::[0-9.]*)?(?:\s*(?i:[ap]m))?", "no time of day", "times are written like 07:32:00"),
    Row(r"=.*", "a second `=`", "write one `=`"),
    Row(r".*=.*", "two values on one line", "put each on a line of its own, or a comma between them"),
    Row(rf"[~≈]\s*(?P<number>{_NUMBER})", "a sign for about", "write `{number}`; how sure it is stands in a note"),
    Row(rf"(?P<number>{_NUMBER})\s*;", "a semicolon at the end", "write `{number}`; a line needs no sign at its end"),
    Row(r"\d+\s*/\s*\d+", "a fraction", "write a decimal number, as in 0.5"),
    Row(r"\(.*", "round brackets", "an array stands in square brackets, a number in none"),
    Row(
        r"[+-]?[0-9][0-9._]*(?:[eE][+-]?[0-9._]*)?|[+-]?0[xXoObB].*",
        "no number as TOML writes it",
        "write 1200 or 6.5e9",
    ),
    Row(r"[+-]?\d[\d._]*", "digits other than 0 to 9", "write `{digits}`"),
    Row(
        rf"(?P<number>{_NUMBER})\s*[^\W\d].*|[$€£¥₩₹]\s*{_NUMBER}",
        "a number with words or a currency",
        "write the number alone, or put all in quotes if it is a text",
    ),
    Row(r"[^\W\d].*", "a text without quotes", 'write `"{word}"`'),
    Row(r".*//.*", "a comment as in other languages", "a comment begins with `#`"),
    Row(r"\S+[ \t]+\S.*", "two values in place of one", "values in an array need a comma between them"),
    Row(r".*", "no value that TOML knows", ""),
)

_PATTERNS = [(re.compile(row.pattern, re.DOTALL), row) for row in ROWS]


def wrong_word(fault: Fault) -> Finding | None:
    """Explain a value that is neither in quotes nor in brackets and no TOML."""
    if not fault.around or not fault.said.startswith(_SAID):
        return None
    mark = fault.around[0]
    word = fault.text[mark.value : mark.stop]
    if word.startswith(("[", "{", '"', "'")) or (word and fault.pos == mark.stop):
        return None
    row, match = _row(word)
    shown = cut(word)
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in word if char.isdecimal() or char == ".")
    hint = row.hint.format(word=shown, digits=cut(digits), **{key: cut(part) for key, part in match.items()})
    expected = row.expected or "a number, true or false, a date, or a text in quotes"
    return Finding(row.what, mark.value, mark.stop, mark.keys, f"`{shown}`" if word else "nothing", expected, hint)


def _row(word: str) -> tuple[Row, dict[str, str]]:
    # The beginning tells as much as a word of a megabyte.
    tried = ((row, pattern.fullmatch(word[:_LONGEST])) for pattern, row in _PATTERNS)
    return next((row, match.groupdict("")) for row, match in tried if match)
