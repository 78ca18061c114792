"""The program: one line a command, one place that catches."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import redirect_stdout
from importlib import import_module
from io import StringIO
from keyword import iskeyword
from typing import Annotated, Any

import typer

from hubscore.cli.emit import Choice, ClosedPipe, emit, say
from hubscore.cli.help import Command, Group
from hubscore.cli.options import flags, narrowed
from hubscore.cli.words import ASKED, completed
from hubscore.errors import HubscoreError, Problem, UsageError, WriteError

COMMANDS: dict[str, str] = {
    "rank": "Rank",
    "explain": "Rank",
    "compare": "Rank",
    "trend": "Rank",
    "show": "Rank",
    "robust": "Question",
    "whatif": "Question",
    "evidence": "Question",
    "audit": "Question",
    "check": "CI",
    "snapshot": "CI",
    "diff": "CI",
    "report": "Share",
    "weights": "Edit",
    "set": "Edit",
    "init": "Edit",
    "import": "Edit",
    "export": "Edit",
    "methods": "Edit",
    "schema": "Edit",
    "tune": "Edit",
}
"""Every command and the group it is listed in; each has a file of its name beside this one."""

UNPARSED = ("a valid integer, unable to parse string as an integer", "a whole number")
"""What the validator says of a number that is none, and what people say."""

WRITING = ("init", "import")
"""Commands that rank nothing: where they fail, nothing was written."""

EPILOG = "`hubscore` alone runs `rank`. Hubs and indicators may be given by id, name or the beginning of either."


def main() -> int:
    """Run the program with the words of the command line; returns the exit status."""
    words = sys.argv[1:]
    try:
        if ASKED in os.environ:
            return _answered()
        return run(words)
    except ClosedPipe:
        return 141
    except KeyboardInterrupt:
        return 130
    except HubscoreError as error:
        return _told(error, words)
    except Exception as error:  # noqa: BLE001 - nothing a user does ends in a traceback
        if "--debug" in words:
            from traceback import format_exc

            from hubscore.formats.safe import safe

            say("\n".join(map(safe, format_exc().splitlines())))
        return _told(_unexpected(error), words)


def run(words: Sequence[str]) -> int:
    """Run one command; what it answers, or the help it asks for, goes to stdout."""
    given, words = words, completed(words, COMMANDS)
    app = (lean(words[0], words[1:]) or build(words[:1])) if words[0] in COMMANDS else build(COMMANDS)
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            answer = app(words, prog_name="hubscore", standalone_mode=False)
    except typer.Abort:  # how Typer may pass on an interrupt
        return 130
    except typer.TyperException as error:
        raise UsageError(_misfit(error, given, words)) from error
    if printed.getvalue():
        emit(printed.getvalue())
    if isinstance(answer, int) or answer is None:
        return answer or 0
    from hubscore.cli.answer import give

    return give(answer)


def build(commands: Iterable[str]) -> typer.Typer:
    """The Typer app with these commands and all their options, as help and errors need it."""
    names = {"help_option_names": ["-h", "--help"]}
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, context_settings=names)
    app.callback(cls=Group, epilog=EPILOG)(_group)
    for name in commands:
        app.command(name, cls=Command, rich_help_panel=COMMANDS[name])(_function(name))
    return app


def lean(name: str, words: Sequence[str]) -> typer.Typer | None:
    """The app with one command and only the options that the words give, as a plain run needs it.

    Typer makes a validator for every option it knows, given or not; that would be the dearest
    part of a run. None where some word is not plainly an option of the command.
    """
    command = narrowed(_function(name), words)
    if command is None:
        return None
    app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
    app.callback(add_help_option=False)(_bare_group)
    app.command(name, add_help_option=False)(command)
    return app


def _answered() -> int:
    """Answer a shell that asks what may be typed."""
    from functools import partial
    from pathlib import Path

    from hubscore.cli.completion import answer

    return answer(os.environ, Path.cwd(), {name: partial(_function, name) for name in COMMANDS})


def _script(shell: str | None) -> None:
    """Print what a shell runs to learn completion, and leave."""
    if shell is not None:
        from hubscore.cli.completion import SCRIPTS
        from hubscore.model.named import named

        typer.echo(SCRIPTS[named(shell, {name: [] for name in SCRIPTS}, "shell")], nl=False)
        raise typer.Exit


def _function(name: str) -> Callable[..., Any]:
    function: Callable[..., Any] = getattr(import_module(f"hubscore.cli.{spelled(name)}"), spelled(name))
    return function


def spelled(command: str) -> str:
    """How Python may call a command: `import` is a word of its own."""
    return f"{command}_" if iskeyword(command) else command


def _version(wanted: bool) -> None:
    if wanted:
        from hubscore import __version__

        typer.echo(f"hubscore {__version__}")
        raise typer.Exit


def _group(
    version: Annotated[
        bool, typer.Option("-V", "--version", callback=_version, is_eager=True, help="Show the version and leave.")
    ] = False,
    show_completion: Annotated[
        str | None,
        typer.Option(
            metavar="SHELL", callback=_script, is_eager=True, help="Print what bash, zsh or fish run to complete words."
        ),
    ] = None,
) -> None:
    """Rank hubs by sourced figures, and say why and how sure."""


def _bare_group() -> None:
    """What a run needs of the group: nothing."""


def _plain(error: Any) -> str:
    message = str(error.format_message()).strip().rstrip(".").replace("Input should be", "it should be")
    message = message.replace("Value error, ", "").replace(*UNPARSED)
    return message[:1].lower() + message[1:]


def _misfit(error: Any, given: Sequence[str], words: Sequence[str]) -> Problem:
    """What is wrong with words that do not fit; `given` is what was typed, `words` what was made of it."""
    at = _late(given)
    if at is not None:
        from shlex import join

        meant = join(["hubscore", given[at], *given[:at], *given[at + 1 :]])
        hint = f"the command comes first, its options after it: `{meant}`"
        return Problem("usage", f"options stand before the command `{given[at]}`", hint=hint)
    from hubscore.cli.words import besides, meant_by, typed

    message = typed(_plain(error), words)
    usual = f"see `hubscore {words[0]} --help`" if words[0] in COMMANDS else "see `hubscore --help`"
    return Problem("usage", message, hint=besides(message, words) or meant_by(message) or usual)


def _late(given: Sequence[str]) -> int | None:
    """Where a command stands behind options; what an option takes is none, whatever it is called."""
    if not given or not given[0].startswith("-"):
        return None
    alone = flags(_function("rank"))
    for at, word in enumerate(given[1:], 1):
        before = given[at - 1]
        if word in COMMANDS and (not before.startswith("-") or "=" in before or before in alone):
            return at
    return None


def _colour_choice(words: Sequence[str]) -> Choice:
    """What `--color` says, read without Typer: the words may be what is wrong."""
    said = " ".join(words).replace("--color=", "--color ").partition("--color ")[2].split(" ")[0]
    return "never" if said == "never" else "always" if said == "always" else "auto"


def _unexpected(error: Exception) -> HubscoreError:
    """What nobody foresaw: a system that fails or has no memory left, or else a fault of the program."""
    if isinstance(error, MemoryError):
        return WriteError(Problem("memory", "there is not enough memory for this", hint="ask for less, or allow more"))
    if isinstance(error, OSError):
        at = "a file" if error.filename is None else str(error.filename)
        what = f"the system failed at {at}: {(error.strerror or str(error)).lower()}"
        return WriteError(Problem("write", what, hint="look after the disk and its permissions, and try again"))
    what = f"internal error: {type(error).__name__}: {error}"
    return HubscoreError(Problem("internal", what, hint="run again with --debug and report what it prints"))


def _told(error: HubscoreError, words: Sequence[str]) -> int:
    from hubscore.cli.emit import encoding_of, is_terminal, wants_colour
    from hubscore.formats.problems import problems_text

    colour = wants_colour(_colour_choice(words), os.environ, is_terminal(sys.stderr))
    undone = "written" if words and words[0] in WRITING else "ranked"
    say(problems_text(error.problems, encoding_of(sys.stderr), colour, undone))
    return 3 if isinstance(error, WriteError) or error.problems[0].rule == "internal" else 2
