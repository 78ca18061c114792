"""What may stand at a place of a command line, for completion: options and ids, by what help calls them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal, NamedTuple, get_args, get_origin

from hubscore.cli.options import Command, spellings
from hubscore.cli.words import GROUP_OPTIONS, OPTIONAL_VALUES
from hubscore.files.outline import Outline
from hubscore.formats.registry import FORGES, FORMATS

CHANGES = ("rank-change", "leader-change", "score>")
READING = ("value", "at_least", "at_most", "covers", "unit", "evidence", "source", "note")
SOURCE = ("source.title", "source.publisher", "source.url")
FACTORS = ("weights", "data", "absent", "normalise", "aggregate")
Fixed = dict[str, tuple[str, ...]]

FIXED: Fixed = {
    "WHEN": ("auto", "always", "never"),
    "LEVEL": ("pillar", "indicator"),
    "SHELL": ("bash", "zsh", "fish"),
    "FORM": ("profiles", "table"),
    "SIGN": ("point", "comma"),
    "KEY=VALUE": tuple(f"{key}=" for key in (*READING, *SOURCE)),
    "CHANGE": CHANGES,
    "format": tuple(FORMATS),
}
"""Words that never change, by the metavar of an option or its name."""

OWN: Mapping[str, Fixed] = {"check": {"format": (*FORMATS, *FORGES)}}
"""Where a command has more of them."""

PLACES = ("PATH", "FILE", "FOLDER", "OLD", "NEW")
"""What is a file although the program takes it for a text."""

Read = Callable[[], Outline]
Found = Mapping[str, str]
Values = Callable[[Any, Sequence[str]], tuple[Found, bool]]


class Offer(NamedTuple):
    """What may be typed, with its meaning; or `files`: the shell knows better."""

    words: Mapping[str, str] = {}
    files: bool = False


def offered(words: Sequence[str], current: str, commands: Mapping[str, Callable[[], Command]], read: Read) -> Offer:
    """What may take the place of `current`, which has just been begun, after complete `words`.

    Parameters
    ----------
    commands
        How each command is loaded, by name.
    read
        Looks into the scorecard; called only where its ids are wanted.
    """
    if not words and not current.startswith("-"):
        return _begun(current, dict.fromkeys(commands, ""))
    if words and words[0] in GROUP_OPTIONS:
        return _begun(current, dict.fromkeys(FIXED["SHELL"], "")) if words == ["--show-completion"] else Offer()
    name, rest = (words[0], words[1:]) if words and not words[0].startswith("-") else ("rank", words)
    if name not in commands:
        return Offer()
    parameters = list(inspect.signature(commands[name]()).parameters.values())
    values = partial(_values, FIXED | OWN.get(name, {}), read)
    return _at(rest, current, parameters, GROUP_OPTIONS if not words else ("-h", "--help"), values)


def _at(words: Sequence[str], current: str, parameters: Sequence[Any], others: Iterable[str], values: Values) -> Offer:
    """What may stand behind the words of one command; `others`: options that it does not declare."""
    spelled = {name: parameter for parameter in parameters for name in spellings(parameter)}
    pending, arguments, literal = _behind(words, spelled)
    if pending is not None and not (_optional(pending) and current.startswith("-")):
        return _begun(current, *values(pending, ()))
    if literal or not current.startswith("-"):
        kinds = [parameter for parameter in parameters if not spellings(parameter)]
        at = min(len(arguments), len(kinds) - 1)
        if not kinds or (at < len(arguments) and not _many(kinds[at])):
            return Offer()
        found = _begun(current, *values(kinds[at], arguments))
        return found._replace(words={word: text for word, text in found.words.items() if word not in arguments})
    option, sign, value = current.partition("=")
    if sign and option in spelled:
        found = _begun(value, *values(spelled[option], ()))
        return found._replace(words={f"{option}={word}": meaning for word, meaning in found.words.items()})
    return _begun(current, {name: _help(spelled[name]) for name in spelled} | dict.fromkeys(others, ""))


class _Behind(NamedTuple):
    """What lies behind: the option that waits for a value, the arguments so far, and whether `--` was among it."""

    pending: Any
    arguments: Sequence[str]
    literal: bool


def _behind(words: Sequence[str], spelled: Mapping[str, Any]) -> _Behind:
    pending, wanted, literal = None, 0, False
    arguments: list[str] = []
    for word in words:
        if wanted and not (_optional(pending) and word.startswith("-")):
            wanted -= 1
        elif literal or not word.startswith("-"):
            arguments.append(word)
        else:
            literal = word == "--"
            pending = spelled.get(word)
            wanted = 0 if pending is None else _size(pending)
    return _Behind(pending if wanted else None, arguments, literal)


def _optional(parameter: Any) -> bool:
    return any(name in OPTIONAL_VALUES for name in spellings(parameter))


def _plain(parameter: Any) -> Any:
    """The type of a parameter without its None."""
    kind = parameter.annotation.__origin__
    inner = [each for each in get_args(kind) if each is not type(None)]
    return inner[0] if type(None) in get_args(kind) and inner else kind


def _many(parameter: Any) -> bool:
    return get_origin(_plain(parameter)) is list


def _size(parameter: Any) -> int:
    """How many values an option takes."""
    kind = _plain(parameter)
    return 0 if kind is bool else len(get_args(kind)) if get_origin(kind) is tuple else 1


def _help(parameter: Any) -> str:
    return str(parameter.annotation.__metadata__[0].help or "")


def _values(fixed: Fixed, read: Read, parameter: Any, arguments: Sequence[str]) -> tuple[Found, bool]:
    """What a parameter may be behind other arguments, and whether it is a file."""
    kind = _plain(parameter)
    inner = get_args(kind)[0] if get_origin(kind) in (list, tuple) else kind
    if inner is Path:
        return {}, True
    if get_origin(inner) is Literal:
        return dict.fromkeys(get_args(inner), ""), False
    called = parameter.annotation.__metadata__[0].metavar or parameter.name
    if called in PLACES:
        return {}, True
    for name in (parameter.name, called):
        if name in fixed:
            return dict.fromkeys(fixed[name], ""), False
        if name in LOOKED_UP:
            return LOOKED_UP[name](read()), False
        if name in BY_WORDS:
            return BY_WORDS[name](arguments, read), False
    return (dict.fromkeys(called.split("|"), "") if "|" in called and called.islower() else {}), False


def _hubs(found: Outline) -> Found:
    return found.hubs


def _nodes(found: Outline) -> Found:
    return {**found.pillars, **found.indicators}


def _series(found: Outline) -> Found:
    return {**found.indicators, **found.measures}


def _cells(found: Outline) -> Found:
    return {f"{hub}.{name}": label for hub in found.hubs for name, label in _series(found).items()}


def _factors(found: Outline) -> Found:
    return {**dict.fromkeys(FACTORS, ""), **{f"weights:{pillar}": label for pillar, label in found.pillars.items()}}


def _with(sign: str, look: Callable[[Outline], Found]) -> Callable[[Outline], Found]:
    return lambda found: {name + sign: label for name, label in look(found).items()}


LOOKED_UP: Mapping[str, Callable[[Outline], Found]] = {
    "hub": _hubs,
    "hubs": _hubs,
    "HUB": _hubs,
    "A B": _hubs,
    "node": lambda found: found.pillars,
    "PILLAR": _nodes,
    "NODE": _nodes,
    "NODE=SHARE": _with("=", _nodes),
    "[INDICATOR]": _series,
    "HUB.INDICATOR": _cells,
    "HUB.INDICATOR.YEAR": _with(".", _cells),
    "HUBS": _hubs,
    "CELL=X": _with("=", _cells),
    "FACTOR": _factors,
    "scenario": lambda found: found.scenarios,
}
"""What is looked up in the scorecard, by the metavar of a parameter or its name."""


def _steps(_: Sequence[str], __: Read) -> Found:
    from hubscore.pages.methods import TABLES  # with numpy and pydantic: only here are they waited for

    return dict.fromkeys(TABLES, "")


def _weights(arguments: Sequence[str], read: Read) -> Found:
    """What to do with weights, and behind it what belongs there."""
    if not arguments:
        return dict.fromkeys(("set", "derive"), "")
    if arguments[0] == "set":
        return LOOKED_UP["NODE=SHARE"](read())
    if list(arguments) != ["derive"]:
        return {}
    from hubscore.methods.derive import DERIVATIONS

    return {name: row.meaning for name, row in DERIVATIONS.items()}


BY_WORDS: Mapping[str, Callable[[Sequence[str], Read], Found]] = {
    "step": _steps,
    "set NODE=SHARE | derive METHOD": _weights,
}
"""What hangs on the words before it, or stands in the tables of methods."""


def _begun(current: str, words: Found, files: bool = False) -> Offer:
    """The words that begin as what was typed: case does not matter, and `-` is as good as `_`.

    Behind `finance=` or `oslo.gdp.` something else follows: to say the same once more would be no help.
    """
    plain = _folded(current)
    fits = {word: meaning for word, meaning in words.items() if _folded(word).startswith(plain)}
    return Offer({word: meaning for word, meaning in fits.items() if word != current or word[-1] not in "=."}, files)


def _folded(text: str) -> str:
    return text.casefold().replace("_", "-")
