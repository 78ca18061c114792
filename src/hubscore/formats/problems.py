"""Problems as people read them: where, what, what next, in the shape of a compiler's messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.errors import MOST_PROBLEMS, Place, Problem
from hubscore.formats.cells import width
from hubscore.formats.safe import clean
from hubscore.formats.style import paint
from hubscore.pages.rules import GATES

LONGEST_TEXT = 1000
LONGEST_SOURCE = 100
"""Characters of a source line that are shown, around the place in question."""

BEFORE = 40
"""How many of them stand before that place, if it is further in."""


def problems_text(problems: Sequence[Problem], encoding: str, colour: bool, undone: str = "ranked") -> str:
    """All problems as text that ends with a newline; "" if there are none.

    At most `errors.MOST_PROBLEMS` are told, the rest is counted. `encoding` is that of the
    stream that receives the text, `undone` what would have been done.
    """
    if not problems:
        return ""
    told = ["\n".join(_problem(problem, encoding, colour)) for problem in problems[:MOST_PROBLEMS]]
    rest = len(problems) - len(told)
    if rest:
        told.append(clean(f"... and {rest:,} more", encoding))
    files = {problem.place.file for problem in problems if problem.place}
    if files:
        told.append(_summary(problems, len(files), undone))
    return "\n\n".join(told) + "\n"


def notes_text(notes: Sequence[str], encoding: str, colour: bool) -> str:
    """Notes beside an answer, one line each."""
    head = paint("note:", "strong", colour)
    return "".join(f"{head} {_short(note, encoding)}\n" for note in notes)


def _summary(problems: Sequence[Problem], files: int, undone: str) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    counts = ((errors, "error"), (len(problems) - errors, "warning"))
    found = " and ".join(_counted(count, word) for count, word in counts if count)
    refused = errors and problems[0].rule not in ("write", *GATES)
    return f"{found} in {_counted(files, 'file')}" + (f"; nothing was {undone}" if refused else "")


def _counted(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")


def _problem(problem: Problem, encoding: str, colour: bool) -> Iterator[str]:
    place, hint = problem.place, problem.hint
    margin = " " * (len(str(place.line)) if place and place.line is not None else 1)
    yield paint(f"{problem.severity}:", problem.severity, colour) + " " + _short(problem.message, encoding)
    if place:
        yield f"{margin}{paint('-->', 'quiet', colour)} {_short(str(place), encoding)}"
    if place and place.line is not None and place.text.strip():
        gutter = paint("|", "quiet", colour)
        source, carets = _pointed(place, encoding)
        yield f"{margin} {gutter}"
        yield f"{paint(str(place.line), 'quiet', colour)} {gutter} {source}"
        if carets:
            blank = len(carets) - len(carets.lstrip())
            marks = " " * blank + paint(f"{carets[blank:]} {_short(hint, encoding)}".rstrip(), problem.severity, colour)
            yield f"{margin} {gutter} {marks}"
            hint = ""
    facts = (fact for fact in (*_unsaid(problem), hint) if fact)
    yield from (f"{margin} {paint('=', 'quiet', colour)} {_short(fact, encoding)}" for fact in facts)


def _unsaid(problem: Problem) -> Iterator[str]:
    """What a person needs and the message itself does not say."""
    said = problem.message
    if any(part not in said for part in problem.path if isinstance(part, str)):
        yield f"key {problem.key}"
    if problem.found and problem.found not in said:
        yield f"found {problem.found}"
    if problem.expected and problem.expected not in said:
        yield f"expected {problem.expected}"


def _pointed(place: Place, encoding: str) -> tuple[str, str]:
    """The source line as it can be shown, and the carets that stand under the span; "" without a column."""
    text = place.text.rstrip("\r\n")
    if place.column is None:
        return _source(text[:LONGEST_SOURCE], encoding) + _cut(len(text) > LONGEST_SOURCE, encoding), ""
    start = min(place.column - 1, len(text))
    first = start - BEFORE if start > BEFORE and len(text) > LONGEST_SOURCE else 0
    last = first + LONGEST_SOURCE
    before = _cut(first > 0, encoding) + _source(text[first:start], encoding)
    span = _source(text[start : min(start + place.length, last)], encoding)
    after = _source(text[start + place.length : last], encoding) + _cut(last < len(text), encoding)
    return before + span + after, " " * width(before) + "^" * max(1, width(span))


def _source(text: str, encoding: str) -> str:
    return clean(text.replace("\t", "    "), encoding)


def _cut(cut: bool, encoding: str) -> str:
    return clean("…", encoding) if cut else ""


def _short(text: str, encoding: str) -> str:
    """One line, however long the key or the name that a stranger wrote."""
    return clean(text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - 1] + "…", encoding)
