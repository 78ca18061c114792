"""The options that every command shares, spelled once."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.models import OptionInfo

from hubscore.errors import Problem, UsageError
from hubscore.formats.registry import names_text
from hubscore.model.evidence import GRADES, Grade

COMMON = "Shared options"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the shared options say."""

    scorecard: Annotated[
        Path | None,
        typer.Option(
            "-c", "--scorecard", metavar="PATH", help="Scorecard: a file, or a folder.", rich_help_panel=COMMON
        ),
    ] = None
    scenario: Annotated[
        str | None, typer.Option(metavar="NAME", help="A named variant of the scorecard.", rich_help_panel=COMMON)
    ] = None
    as_of: Annotated[
        int | None,
        typer.Option(
            min=1800, max=2199, metavar="YEAR", help="Newest year a reading may come from.", rich_help_panel=COMMON
        ),
    ] = None
    admit: Annotated[
        Grade | None,
        typer.Option(
            metavar="GRADE", help=f"Weakest evidence that counts: {', '.join(GRADES)}.", rich_help_panel=COMMON
        ),
    ] = None
    format: Annotated[
        str | None,
        typer.Option("-f", "--format", metavar="NAME", help=f"{names_text()}.", rich_help_panel=COMMON),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write to a file; its suffix implies the format.",
            rich_help_panel=COMMON,
        ),
    ] = None
    table: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="This table and no other; json holds all.", rich_help_panel=COMMON),
    ] = None
    seed: Annotated[int, typer.Option(min=0, metavar="N", help="Seed of what is drawn.", rich_help_panel=COMMON)] = 1
    draws: Annotated[
        int | None,
        typer.Option(
            min=0,
            metavar="N",
            help="Draws behind intervals of ranks; 0 for none. 1,000 if left out, of large tables fewer.",
            rich_help_panel=COMMON,
        ),
    ] = None
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No notes on stderr.", rich_help_panel=COMMON)] = False
    verbose: Annotated[
        bool, typer.Option("-v", "--verbose", help="More columns and notes.", rich_help_panel=COMMON)
    ] = False
    color: Annotated[str, typer.Option(metavar="WHEN", help="auto, always or never.", rich_help_panel=COMMON)] = "auto"
    debug: Annotated[
        bool, typer.Option("--debug", help="Show where an internal error arose.", rich_help_panel=COMMON)
    ] = False


Command = Callable[..., Any]


def refuse_idle(shared: Shared, command: str) -> None:
    """Refuse what only changes scores, of a command that has none.

    Raises
    ------
    UsageError
        Where such an option is given.
    """
    choices = {"--scenario": shared.scenario, "--as-of": shared.as_of, "--admit": shared.admit}
    for option, value in choices.items():
        if value is not None:
            what = f"`{option}` is not for `{command}`, which scores nothing"
            raise UsageError(Problem("usage", what, hint="leave it out"))


def with_shared(command: Command) -> Command:
    """Give a command the shared options: its first parameter takes them as one `Shared`.

    An option of its own with the name of a shared one stands in that one's place.
    """
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    taken = {parameter.name for parameter in own}
    shared_ones = inspect.signature(Shared, eval_str=True).parameters
    common = [parameter for name, parameter in shared_ones.items() if name not in taken]
    names = {parameter.name for parameter in common}

    def run(**given: Any) -> Any:
        shared = {name: given.pop(name) for name in names & given.keys()}
        return command(Shared(**shared), **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return _signed(run, [*own, *common])


def narrowed(command: Command, words: Sequence[str]) -> Command | None:
    """The command with only those options that the words give; None where a word is not plainly one."""
    parameters = list(inspect.signature(command).parameters.values())
    spelled = {name: parameter for parameter in parameters for name in spellings(parameter)}
    given = [word.split("=")[0] for word in words if word.startswith("-")]
    if not all(word in spelled for word in given):
        return None
    kept = {spelled[word].name for word in given}
    chosen = [parameter for parameter in parameters if parameter.name in kept or not spellings(parameter)]

    def run(**values: Any) -> Any:
        return command(**values)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    return _signed(run, chosen)


def spellings(parameter: inspect.Parameter) -> list[str]:
    """How an option may be spelled, as Typer does it; none for an argument."""
    [about] = parameter.annotation.__metadata__
    if not isinstance(about, OptionInfo):
        return []
    declared = (about.default, *(about.param_decls or ()))
    named = [name for name in declared if isinstance(name, str) and name.startswith("-")]
    if named:
        return named
    long = "--" + parameter.name.replace("_", "-")
    return [long, "--no-" + long[2:]] if parameter.default is False else [long]


def flags(command: Command) -> set[str]:
    """The options of a command that take no value."""
    parameters = inspect.signature(command).parameters.values()
    return {name for parameter in parameters if parameter.default is False for name in spellings(parameter)}


def _signed(run: Command, parameters: Sequence[inspect.Parameter]) -> Command:
    keyword = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
    run.__signature__ = inspect.Signature(keyword)  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run
