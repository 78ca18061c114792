"""From the parser's exception to a problem that a person understands. Read on errors only."""

from __future__ import annotations

from hubscore.errors import Place, Problem
from hubscore.files.limits import deep_nesting
from hubscore.files.locate import place_at
from hubscore.files.syntax import quotes, structure, values
from hubscore.files.syntax.fault import Fault, Finding, fault, named
from hubscore.files.syntax.twice import twice

MARKERS = ("<<<<<<<", "=======", ">>>>>>>", "|||||||")
UNMERGED, MERGE = "an unresolved git merge", "choose one of the two sides and delete the markers"
"""What git leaves at the head of a line where two versions were not merged; what it is, and what to do."""

_LONGEST_INTEGER = 4_300


def explain(text: str, error: Exception, shown: str) -> Problem:
    """Say what is wrong with a text that the parser refused, and where.

    Parameters
    ----------
    text : str
        What was parsed.
    error : Exception
        What the parser raised, of any kind.
    shown : str
        How messages name the file.

    Returns
    -------
    Problem
        Of the rule `toml-syntax` or `toml-limit`, with its place.
    """
    if isinstance(error, RecursionError):
        return deep_nesting(text, shown)
    message = str(error)
    if not message.endswith(")") or " (at " not in message:
        return _without_place(text, error, shown)
    there = fault(text, message)
    finding = next(filter(None, (look(there) for look in _LOOKS)), None) or _as_said(there)
    return _problem(finding, text, shown)


def _problem(finding: Finding, text: str, shown: str, rule: str = "toml-syntax") -> Problem:
    name = named(finding.keys)
    is_said = not name or f"`{name}`" in finding.what or f"[{name}]" in finding.what
    return Problem(
        rule=rule,
        message=finding.what if is_said else f"{finding.what} in `{name}`",
        path=finding.keys,
        found=finding.found,
        expected=finding.expected,
        hint=finding.hint,
        place=place_at(shown, text, finding.start, finding.end),
    )


def _without_place(text: str, error: Exception, shown: str) -> Problem:
    """Explain what the parser's own tools raise: they do not know the place."""
    from hubscore.files.scan import marks

    for mark in marks(text):
        word = text[mark.value : mark.stop]
        if len(word) > _LONGEST_INTEGER and word.lstrip("+-").replace("_", "").isdecimal():
            finding = Finding(f"an integer of {len(word):,} digits", mark.value, mark.stop, mark.keys)
            return _problem(finding, text, shown, rule="toml-limit")
    message = f"the parser gave up: {type(error).__name__}"
    return Problem(rule="toml-limit", message=message, place=Place(file=shown))


def _conflict(fault: Fault) -> Finding | None:
    if not fault.line.startswith(MARKERS):
        return None
    return Finding(UNMERGED, fault.line_start, fault.line_end, hint=MERGE)


def _foreign(fault: Fault) -> Finding | None:
    """Recognise what is no TOML at all by how it begins."""
    before = "".join(line for line in fault.text[: fault.pos].splitlines() if not line.startswith("#"))
    start = len(fault.text) - len(fault.text.lstrip())
    kind = ""
    if "=" in before or len(before.split()) > 1:
        return None
    hint = "a line of TOML is `key = value`, a [table] or a # comment"
    if fault.text.startswith("<", start):
        kind, hint = "HTML or XML", "was an error page downloaded in place of the file?"
    elif fault.text.startswith(("{", "[{"), start):
        kind = "JSON"
    elif fault.char == ":" or fault.text.startswith("---", start):
        kind = "YAML"
    elif _is_table(fault.text):
        kind, hint = "a table", "`hubscore import` makes a scorecard of a CSV file"
    what = f"not TOML: this looks like {kind}"
    return Finding(what, fault.pos, fault.pos + 1, hint=hint) if kind else None


def _is_table(text: str) -> bool:
    """Whether the first two lines are cells between commas, semicolons or tabs."""
    first, second = (*text.split("\n", 2), "")[:2]
    return "=" not in first and any(second.count(sign) >= first.count(sign) > 0 for sign in ",;\t")


def _as_said(fault: Fault) -> Finding:
    said = fault.said[:1].lower() + fault.said[1:]
    return Finding(f"the parser stopped here: {said}", fault.pos, fault.pos + 1, fault.keys)


_LOOKS = (
    _conflict,
    _foreign,
    quotes.unclosed,
    quotes.wrong_character,
    quotes.wrong_escape,
    twice,
    structure.open_list,
    values.wrong_word,
    structure.wrong_statement,
    structure.wrong_key,
    structure.no_equals,
    structure.wrong_header,
    structure.wrong_list,
    structure.wrong_end,
)
"""From the surest sign to the vaguest: the first that knows the fault explains it."""
