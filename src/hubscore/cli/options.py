"""The options that every command shares, spelled once."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from hubscore.model.evidence import Grade

COMMON = "Shared options"


@dataclass(frozen=True, slots=True)
class Shared:
    """What the shared options say."""

    scorecard: Annotated[
        Path | None,
        typer.Option("-c", "--scorecard", help="Scorecard: a file, or a folder.", rich_help_panel=COMMON),
    ] = None
    scenario: Annotated[str | None, typer.Option(help="A named variant of the scorecard.", rich_help_panel=COMMON)] = None
    as_of: Annotated[
        int | None,
        typer.Option(min=1800, max=2199, help="Newest year a reading may come from.", rich_help_panel=COMMON),
    ] = None
    admit: Annotated[Grade | None, typer.Option(help="Weakest evidence that counts.", rich_help_panel=COMMON)] = None
    format: Annotated[
        str | None,
        typer.Option("-f", "--format", help="table, plain, json, csv or md.", rich_help_panel=COMMON),
    ] = None
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write to a file; its suffix implies the format.", rich_help_panel=COMMON),
    ] = None
    table: Annotated[str | None, typer.Option(help="Which table csv prints.", rich_help_panel=COMMON)] = None
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="No notes on stderr.", rich_help_panel=COMMON)] = False
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help="More columns and notes.", rich_help_panel=COMMON)] = False
    color: Annotated[str, typer.Option(help="auto, always or never.", rich_help_panel=COMMON)] = "auto"
    debug: Annotated[bool, typer.Option(help="Show where an internal error arose.", rich_help_panel=COMMON)] = False


def with_shared(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the shared options: its first parameter takes them as one `Shared`."""
    own = list(inspect.signature(command, eval_str=True).parameters.values())[1:]
    common = list(inspect.signature(Shared, eval_str=True).parameters.values())
    names = [parameter.name for parameter in common]

    def run(**given: Any) -> Any:
        return command(Shared(**{name: given.pop(name) for name in names}), **given)

    keyword = inspect.Parameter.KEYWORD_ONLY
    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__signature__ = inspect.Signature([p.replace(kind=keyword) for p in (*own, *common)])  # type: ignore[attr-defined]
    run.__annotations__ = {}
    return run
