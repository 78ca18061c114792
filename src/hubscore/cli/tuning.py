"""The way into the tuner and out of it: what it needs, and what is said of what was not saved."""

from __future__ import annotations

import gc
import os
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from hubscore.cli.answer import colour_wanted
from hubscore.cli.drawn import usual_draws
from hubscore.cli.emit import encoding_of, is_terminal, say
from hubscore.cli.options import Shared
from hubscore.cli.questions import figure
from hubscore.errors import Problem, UsageError
from hubscore.tui.session import Session
from hubscore.workspace import find, shown


def refuse_to_tune(shared: Shared) -> None:
    """Before anything is read: whether there is a terminal for it, and the package that it is made with.

    Raises
    ------
    UsageError
        What is missing, and what to do.
    """
    if find_spec("textual") is None:
        hint = 'pip install "hubscore[tui]"; `hubscore whatif --set finance=0.4` answers one question at a time'
        raise UsageError(Problem("extra", "`tune` needs the package textual, which is not installed", hint=hint))
    for option, value in (("-o", shared.output), ("-f", shared.format), ("--table", shared.table)):
        if value is not None:
            hint = "`hubscore whatif --set finance=0.4` answers in every format"
            raise UsageError(Problem("usage", f"`{option}` is not for `tune`, which has no answer to print", hint=hint))
    streams = {
        "input": sys.__stdin__,
        "output": sys.__stdout__,
        "error": sys.__stderr__,
    }  # a command's own is no stream
    piped = [name for name, stream in streams.items() if not is_terminal(stream)]
    hint = "`hubscore whatif --set finance=0.4` needs none"
    if piped:
        message = f"`tune` needs a terminal: standard {piped[0]} is none"
        raise UsageError(Problem("terminal", message, hint=hint))
    if os.environ.get("TERM", "") in ("", "dumb", "unknown"):
        message = "`tune` needs a terminal that can place its cursor"
        found = f"TERM={os.environ.get('TERM', '')}"
        raise UsageError(Problem("terminal", message, found=found, hint=hint))
    if encoding_of(sys.__stderr__).lower().replace("-", "") != "utf8":
        message = "`tune` draws with signs that this terminal's encoding lacks"
        raise UsageError(Problem("terminal", message, found=encoding_of(sys.__stderr__), expected="UTF-8", hint=hint))


class Ended(NamedTuple):
    """How the weights were left, and the exit status: that of the signal, if one ended it."""

    session: Session | None
    status: int = 0


def tuned(shared: Shared, everyone: bool) -> Ended:
    """Let somebody move the weights."""
    from hubscore.tui.app import Tuner  # with textual, which was not there for sure

    gc.enable()  # this run is not short
    path, bundled = find(shared.scorecard, Path.cwd(), os.environ)
    session = Session(path, shared.scenario, shared.as_of, shared.admit, everyone)
    ranking = session.scored.ranking
    cells = len(ranking.plan.leaves) * len(ranking.rank)
    draws = usual_draws(cells) if shared.draws is None else shared.draws
    app = Tuner(session, figure, draws, shared.seed, colour_wanted(shared, "stderr"), bundled)
    return Ended(app.run(), app.return_code or 0)


def left(ended: Ended, shared: Shared) -> int:
    """Say how to get what was not saved; the exit status."""
    session = ended.session
    if session is not None and not shared.quiet and (session.unsaved or session.state.figures):
        say(f"note: not saved; the same is asked by\n{command(session)}")
    return ended.status


def command(session: Session) -> str:
    """The command that makes the same ranking."""
    words = ["hubscore", "whatif", "-c", shown(session.path)]
    if session.state.scenario is not None:
        words += ["--scenario", session.state.scenario]
    for siblings in session.unsaved:
        *some, last = siblings.shares
        shares = {node: round(siblings.shares[node], 6) for node in some}
        for node, share in [*shares.items(), (last, max(0.0, 1 - sum(shares.values())))]:
            words += ["--set", f"{node}={round(share, 6):g}"]
    for cell, tried in session.state.figures.items():
        low, high = tried.at_least, tried.at_most
        ends = f">={low!r}" if high is None else f"<={high!r}" if low is None else f"={low!r}..{high!r}"
        words += ["--value", cell + (ends if tried.value is None else f"={tried.value!r}")]
    return shlex.join(words)
