"""What docs/reference.md says, from the code's own tables: `python docs/make_reference.py` writes it anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from json import dumps
from pathlib import Path
from typing import Any

from typer.main import get_command

from hubscore.cli.app import COMMANDS, build
from hubscore.cli.options import COMMON
from hubscore.errors import MOST_PROBLEMS
from hubscore.files.git import MOST_BYTES, SECONDS
from hubscore.files.grid import MOST_CELLS as MOST_TABLE_CELLS
from hubscore.files.grid import MOST_COLUMNS, MOST_LINES
from hubscore.files.importing.columns import MOST_COLUMNS as MOST_IMPORTED
from hubscore.files.inside import MOST_FILES, MOST_VISITED
from hubscore.files.limits import LONGEST_KEY, LONGEST_NUMBER, MOST_LEVELS, MOST_MARKS, MOST_PARTS
from hubscore.files.profiles import MOST_BYTES as MOST_PROFILED
from hubscore.files.reader import TABLE_LIMIT, TOML_LIMIT
from hubscore.files.xlsx.look import MOST_CELLS
from hubscore.files.xlsx.package import UNPACKED_LIMIT
from hubscore.formats.registry import FORGES, FORMATS, Format
from hubscore.formats.style import Style
from hubscore.model.characters import MOST_MARKS as MOST_STACKED
from hubscore.model.columns import MOST_CELLS as MOST_READINGS
from hubscore.model.evidence import MEANINGS
from hubscore.model.fields import LARGEST, NAME_LENGTH
from hubscore.model.scenario import MOST_SCENARIOS
from hubscore.model.schema import SCHEMAS
from hubscore.pages.methods import TABLES, methods_page
from hubscore.studies.robustness import MOST_DRAWS

PAGE = Path(__file__).with_name("reference.md")

HEAD = """\
# Reference

Made by `python docs/make_reference.py` from the tables that the program itself reads; a test says when it is stale.
What the methods do and why is on [a page of its own](methods.md).

- [Methods](#methods)
- [Commands](#commands)
- [Formats](#formats)
- [Evidence](#evidence)
- [Limits](#limits)
- [Keys of scorecard.toml](#keys-of-scorecardtoml)
- [Keys of hubs/*.toml](#keys-of-hubstoml)
"""

LIMITS = (
    ("a TOML file", f"{TOML_LIMIT >> 20} MiB"),
    ("a table or a snapshot", f"{TABLE_LIMIT >> 20} MiB"),
    ("a CSV table", f"{MOST_LINES:,} lines, {MOST_COLUMNS:,} columns, {MOST_TABLE_CELLS:,} cells"),
    ("columns of a table that is imported", f"{MOST_IMPORTED:,}"),
    ("all profiles together", f"{MOST_PROFILED >> 20} MiB"),
    ("a workbook, unpacked", f"{UNPACKED_LIMIT >> 20} MiB; {MOST_CELLS:,} cells"),
    ("files that a pattern finds", f"{MOST_FILES:,}, among {MOST_VISITED:,} that are looked at"),
    ("words of a dotted key; tables inside each other", f"{MOST_PARTS}; {MOST_LEVELS}"),
    ("characters of one word of a key", f"{LONGEST_KEY}"),
    ("values, lines, commas and the like in a TOML file", f"{MOST_MARKS:,}"),
    ("digits of a number in a large file", f"{LONGEST_NUMBER:,}"),
    ("a number, without its sign", f"{LARGEST:g}"),
    ("characters of a name; combining marks in a row", f"{NAME_LENGTH}; {MOST_STACKED}"),
    ("scenarios", f"{MOST_SCENARIOS}"),
    ("hubs times indicators times years", f"{MOST_READINGS:,}"),
    ("errors that are told", f"{MOST_PROBLEMS}; the rest is counted"),
    ("draws", f"{MOST_DRAWS:,}"),
    ("a git revision's files", f"{MOST_FILES:,}, {MOST_BYTES >> 20} MiB; {SECONDS} seconds a call"),
)

FILES = {"scorecard": "scorecard.toml", "hub": "hubs/*.toml"}


def reference() -> str:
    """The whole page."""
    blocks = [HEAD.rstrip(), *_methods(), *_commands(), *_formats(), *_evidence(), *_limits()]
    for kind, name in FILES.items():
        blocks += _keys(SCHEMAS[kind](), name)
    return "\n\n".join(blocks) + "\n"


def _methods() -> Iterator[str]:
    yield "## Methods"
    yield "In bold what holds where the scorecard is silent. `hubscore methods -v` prints the same."
    page = methods_page(list(TABLES), verbose=True)
    yield from page.foot
    text = FORMATS["md"].load()(page._replace(foot=()), Style(None, False, verbose=True))
    assert isinstance(text, str)  # noqa: S101 - Markdown is no bytes
    for part in text.split("\n## ")[1:]:
        title, _, table = part.partition("\n\n")
        step, _, says = title.partition(": ")
        yield f"### {step}"
        yield says[:1].upper() + says[1:] + "."
        yield table.rstrip()


def _commands() -> Iterator[str]:
    """Every command with the options of its own, then those that all share."""
    commands = get_command(build(COMMANDS)).commands  # type: ignore[attr-defined]
    yield "## Commands"
    yield "Options come after the command. `hubscore` alone runs `rank`."
    for name, command in commands.items():
        own = [one for one in command.params if getattr(one, "rich_help_panel", None) != COMMON]
        words = [_argument(one) for one in own if one.param_type_name == "argument"]
        yield "### " + " ".join([f"hubscore {name}", *words]).replace("|", "\\|").replace("[", "\\[")
        yield " ".join(command.help.split())
        if own:
            yield _table(("Option", "Meaning", "Default"), map(_option, own))
    shared = [one for one in commands["rank"].params if getattr(one, "rich_help_panel", None) == COMMON]
    yield "### Options that all commands share"
    yield "Where a command has an option of the same name it is listed there."
    yield _table(("Option", "Meaning", "Default"), map(_option, shared))


def _argument(one: Any) -> str:
    name = one.metavar or one.name.upper() + ("..." if one.nargs == -1 else "")
    return str(name if one.required else f"[{name}]")


def _option(one: Any) -> tuple[str, str, str]:
    if one.param_type_name == "argument":
        names = [one.metavar or one.name.upper()]
    else:
        value = f" {one.metavar}" if one.metavar else "" if one.is_flag else f" {one.name.upper()}"
        names = [*one.opts[:-1], one.opts[-1] + value, *one.secondary_opts]
    default = one.default
    plain = default is None or callable(default) or isinstance(default, bool)
    return (", ".join(map(_coded, names)), one.help or "", "" if plain else f"`{default}`")


def _coded(name: str) -> str:
    """As code; a bar between two forms would end the cell."""
    return " or ".join(f"`{part.strip()}`" for part in name.split("|"))


def _formats() -> Iterator[str]:
    yield "## Formats"
    yield "`-f NAME`, or `-o FILE` with the suffix. Those of the second table are for `check` alone."
    for formats in (FORMATS, FORGES):
        yield _table(("Format", "Suffix", "Meaning"), map(_format, formats.values()))


def _format(row: Format) -> tuple[str, str, str]:
    return (f"`{row.name}`", f"`{row.suffix}`" if row.suffix else "", row.meaning)


def _evidence() -> Iterator[str]:
    yield "## Evidence"
    yield "Best first; `admit` names the weakest grade that counts."
    yield _table(("Grade", "Meaning"), ((f"`{grade}`", meaning) for grade, meaning in MEANINGS.items()))


def _limits() -> Iterator[str]:
    yield "## Limits"
    yield "What is beyond is refused with its place. [Security](security.md) says what they are for."
    yield _table(("What", "At most"), LIMITS)


def _keys(schema: Mapping[str, Any], name: str) -> Iterator[str]:
    """The keys at the top of a file, then those of each kind of table in it."""
    head = ("Key", "What it may be", "Default", "Meaning")
    places = dict(_places(schema, schema["$defs"]))
    yield f"## Keys of {name}"
    yield _table(head, _rows(schema, places))
    for title, place in places.items():
        if title != "Scenario":  # has the keys of the whole file
            yield f"### {_heading(place)}"
            yield schema["$defs"][title]["description"]
            yield _table(head, _rows(schema["$defs"][title], places))


def _places(about: Mapping[str, Any], known: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Each kind of table and where it stands, as in `pillars.ID`; lists of tables end in `[]`."""
    if "$ref" in about:
        title = about["$ref"].rsplit("/", 1)[1]
        yield title, path
        if title != "Scenario":
            yield from _places(known[title], known, path)
    for key, inner in about.get("properties", {}).items():
        yield from _places(inner, known, f"{path}.{key}".lstrip("."))
    for pattern, inner in about.get("patternProperties", {}).items():
        yield from _places(inner, known, f"{path}.{'YEAR' if pattern.startswith('^(1') else 'ID'}")
    for inner in about.get("anyOf", ()):
        yield from _places(inner, known, path)
    if about.get("type") == "array" and "$ref" in about.get("items", {}) and not path.endswith("YEAR"):
        yield from _places(about["items"], known, f"{path}[]")


def _heading(place: str) -> str:
    """As TOML has it; the bracket is no link in Markdown."""
    plain = place.replace("[]", "")
    return f"\\[\\[{plain}]]" if "[]" in place else f"\\[{plain}]"


def _rows(table: Mapping[str, Any], places: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    needed = table.get("required", ())
    for key, about in table["properties"].items():
        default = f"`{_written(about['default'])}`" if about.get("default", "") != "" else ""
        default = "must be given" if key in needed else default
        meaning = about.get("description", "").split("\n")[0]
        yield (f"`{key}`", _kind(about, places), default, meaning)


def _written(value: Any) -> str:
    return dumps(value) if isinstance(value, bool | list | tuple) else str(value)


def _kind(about: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """What a value may be, in words."""
    if "$ref" in about:
        return f"table `{places[about['$ref'].rsplit('/', 1)[1]].replace('[]', '')}`"
    if "enum" in about:
        return ", ".join(f"`{word}`" for word in about["enum"])
    if "anyOf" in about and about.get("type") is None:
        return " or ".join(dict.fromkeys(_kind(one, places) for one in about["anyOf"]))
    if "const" in about:
        return f"`{about['const']}`"
    kind = about.get("type", "value")
    if kind == "array":
        [inner, *_] = about.get("prefixItems") or [about.get("items", {})]
        return "list of " + _kind(inner, places)
    if kind == "object":
        return _tables(about, places)
    return {"string": "text", "boolean": "`true` or `false`", "integer": "whole number"}.get(kind, kind)


def _tables(about: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """A table by id, or one whose keys are known, as `{ power = ... }`."""
    if "patternProperties" in about:
        [(pattern, inner)] = about["patternProperties"].items()
        return ("by year: " if pattern.startswith("^(1") else "by id: ") + _kind(inner, places)
    return " or ".join(f"`{{ {key} = ... }}`" for key in about.get("properties", ())) or "table"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([cell.replace("|", "\\|") for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
