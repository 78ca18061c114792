"""The words of `hubscore import` as wishes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hubscore.errors import Problem, UsageError

if TYPE_CHECKING:
    from hubscore.files.importing.wishes import Decimal, Form, Wishes
    from hubscore.model.evidence import Grade

FORMS = ("profiles", "table")
SIGNS = ("point", "comma")
DIRECTIONS = ("higher", "lower")


def wishes_of(
    form: str | None,
    source: str | None,
    evidence: Grade | None,
    year: int | None,
    columns: Sequence[str],
    directions: Sequence[str],
    decimal: str | None,
    missing: Sequence[str],
    sheet: str | None,
    title: str | None,
) -> Wishes:
    """What the options say.

    Raises
    ------
    UsageError
        Where a word is none of those that an option takes, or a text is blank.
    """
    from hubscore.files.importing.headers import LONG
    from hubscore.files.importing.wishes import ROLES, Wishes, pairs_of

    for option, text in (("--source", source), ("--title", title)):
        if text is not None and not text.strip():
            raise UsageError(Problem("usage", f"`{option}` is blank", expected="a text"))
    said = pairs_of(directions, "--direction", DIRECTIONS, bare=True)
    return Wishes(
        form=cast("Form | None", _one_of(form, "--as", FORMS)),
        source=source,
        evidence=evidence,
        year=year,
        title=title,
        sheet=sheet,
        decimal=cast("Decimal | None", _one_of(decimal, "--decimal", SIGNS)),
        missing=tuple(text.strip() for text in missing),
        columns=pairs_of(columns, "--column", list(dict.fromkeys((*ROLES, *LONG)))),
        direction=said.pop("", None),
        directions=said,
    )


def folder_of(output: Path | None, here: bool) -> Path | None:
    """Where to write; None for nowhere.

    Raises
    ------
    UsageError
        Where both `-o` and `--write` say it, or `-o` names what looks like a file.
    """
    from hubscore.formats.registry import FORMATS

    if output is not None and here:
        raise UsageError(Problem("usage", "`-o` and `--write` both say where to write", expected="one of them"))
    suffixes = [".xlsx", ".toml", *(row.suffix for row in FORMATS.values() if row.suffix)]
    if output is not None and output.suffix.lower() in suffixes:
        hint = "to keep the report itself, redirect it: hubscore import TABLE > report.txt"
        raise UsageError(Problem("usage", f"`-o {output}` names a file; a scorecard is a folder", hint=hint))
    return output or (Path() if here else None)


def _one_of(word: str | None, option: str, known: Sequence[str]) -> str | None:
    if word is not None and word not in known:
        from hubscore.model.suggest import did_you_mean

        hint = did_you_mean(word, known)
        raise UsageError(Problem("usage", f"`{option} {word}` says nothing", expected=" or ".join(known), hint=hint))
    return word
