"""CPU seconds of child processes, the least of several runs taken in turns."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Mapping, Sequence

SET_ASIDE = ("COVERAGE", "PYTHONDONTWRITEBYTECODE")
"""Variables that would have the program measured, or its sources compiled, anew in every run."""


def cpu_of(command: Sequence[str], statuses: Sequence[int] = (0,)) -> float:
    """User and system time of one run, in seconds; a run that ends otherwise than so is an error."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environ = {key: value for key, value in os.environ.items() if not key.startswith(SET_ASIDE)}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environ, check=False)
    if done.returncode not in statuses:
        done.check_returncode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def in_turns(commands: Mapping[str, Sequence[str]], rounds: int, statuses: Sequence[int] = (0,)) -> dict[str, float]:
    """The least CPU time of each command, so that a busy machine blurs all alike."""
    best = dict.fromkeys(commands, float("inf"))
    for _ in range(rounds):
        for name, command in commands.items():
            best[name] = min(best[name], cpu_of(command, statuses))
    return best
