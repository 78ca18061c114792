"""A mutant put in the place of its original, in a process of its own."""

from __future__ import annotations
import __future__

import gc
import os
import resource
import select
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from math import ceil
from pathlib import Path
from types import FunctionType

from mutating import Mutant

ROOT = Path(__file__).resolve().parents[1]
SOURCES = f"{ROOT / 'src'}{os.sep}"
MEMORY = 8 << 30
"""Bytes that a mutant may ask for."""

PATIENCE = 20
"""Seconds on the clock for each of CPU time: others may want the machine too."""

Places = dict[tuple[str, str], list[FunctionType]]


def takers() -> Places:
    """The live functions of hubscore by file and name, wherever they were imported to or stand in a table."""
    found: Places = defaultdict(list)
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename.startswith(SOURCES):
            found[os.path.relpath(each.__code__.co_filename, ROOT), each.__qualname__].append(each)
    return found


def put(mutant: Mutant, places: Places) -> None:
    """Give the live functions the code and the defaults of the mutant, or a constant its value."""
    file = str(ROOT / mutant.file)
    home = next(each for each in list(sys.modules.values()) if getattr(each, "__file__", None) == file)
    owner, _, name = mutant.name.rpartition(".")
    indented = "\n".join(f"    {line}" for line in mutant.code.splitlines())
    code = f"class {owner}:\n{indented}" if owner else mutant.code
    space = dict(vars(home))
    flags = __future__.annotations.compiler_flag
    exec(compile(code, "<mutant>", "exec", flags=flags, dont_inherit=True), space)
    made = vars(space[owner])[name] if owner else space[name]
    if name.isupper():
        old = vars(home)[name]
        for module in list(sys.modules.values()):
            if vars(module).get(name) is old:
                setattr(module, name, made)
        return
    made = getattr(made, "__func__", made)
    for function in places[mutant.file, mutant.name]:
        function.__code__ = made.__code__
        function.__defaults__ = made.__defaults__
        function.__kwdefaults__ = made.__kwdefaults__


def in_a_fork(work: Callable[[], str], seconds: float) -> str:
    """What `work` gives in a fork; `` if it takes more CPU time than this, or ends in another way."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        _work(work, write, ceil(seconds))
    os.close(write)
    pieces, end = [], time.monotonic() + PATIENCE * seconds
    while select.select([read], [], [], max(0.0, end - time.monotonic()))[0]:
        piece = os.read(read, 1 << 16)
        if not piece:
            break
        pieces.append(piece)
    else:
        os.kill(child, signal.SIGKILL)
    os.close(read)
    os.waitpid(child, 0)
    return b"".join(pieces).decode()


def _work(work: Callable[[], str], write: int, seconds: int) -> None:
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        answer = work()
        with os.fdopen(write, "w", encoding="utf-8") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)
