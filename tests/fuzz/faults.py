"""The disk fails: every call by which a command touches files, one after the other, in every way that calls fail.

A run without faults counts the calls (`open`, `write`, `fsync`, `rename`, `flock` and so on, those to
standard output too). Then each call fails once in each way: with an error, by writing less than it
was given, by the death of the process before or after it. What must hold is looked at in the folder:
every file holds what it held, or what it is to hold; who is told that something failed is told what;
and one more run leaves nothing behind.

`python tests/fuzz/faults.py` prints what was tried and found; `faults()` is the same as numbers.
"""

from __future__ import annotations

import errno
import fcntl
import io
import os
import sys
import tempfile
import warnings
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, NamedTuple

import hubscore
from hubscore.cli.app import main

READING = ("open for reading", "stat", "fstat", "scandir")
CALLS = ("open", "write", "fsync", "replace", "rename", "link", "unlink", "mkdir", "rmdir", "fchmod", "fchown")
CALLS += ("ftruncate", "close", "stat", "fstat", "scandir")
CLEARING = (*READING, "unlink", "rmdir", "close")
"""Calls by which a run clears away: where one fails, the next run has to."""

ERRORS = (errno.ENOSPC, errno.EIO, errno.EINTR)
PACKAGE = str(Path(hubscore.__file__).parent)
DIED = 99
"""Exit status of a run that was made to die."""

CARD = """title = "Nordic hubs"
hubs = "hubs/*.toml"
[pillars.money]
label = "Money"
[pillars.travel]
label = "Travel"
[indicators.banks]
pillar = "money"
direction = "higher"
goalposts = [0, 10]
[indicators.air]
pillar = "travel"
direction = "higher"
goalposts = [0, 10]
"""
HUB = """name = "{name}"
[sources.s]
title = "Yearbook"
[data.banks]
2023 = {{ value = {banks}, evidence = "official", source = "s" }}
[data.air]
2022 = {{ value = {air}, evidence = "reported", source = "s" }}
"""
RAW = "id,name,gdp,air\noslo,Oslo,10,2\nturku,Turku,7,5\nyork,York,9,9\n"

State = dict[str, bytes]


class Fault(NamedTuple):
    """The call that fails, counted from 0, and how: an error's number, or "short", "before", "after"."""

    call: int
    how: int | str

    def __str__(self) -> str:
        return f"{errno.errorcode[self.how] if isinstance(self.how, int) else self.how} at call {self.call}"


class Done(NamedTuple):
    """How a run ended, what it said on stderr, and the calls that it made."""

    status: int
    said: str
    calls: tuple[str, ...]


@dataclass
class Counts:
    """The row of the table; `told` says of each finding what it is."""

    tried: int = 0
    lost: int = 0
    wrong: int = 0
    left: int = 0
    told: list[str] = field(default_factory=list)


class Case(NamedTuple):
    """A command, what lies in its folder beforehand, whether it may be run again with the same outcome.

    `grows`: a file that it appends to, of broken input too, which reads otherwise.
    """

    name: str
    run: Callable[[], int]
    prepare: Callable[[], None] = lambda: None
    repeats: bool = True
    grows: str = ""


def words(text: str) -> Callable[[], int]:
    """The program with these words."""

    def run() -> int:
        sys.argv = ["hubscore", *text.split()]
        return main()

    return run


def tuned() -> int:
    """What the tuner does when its user saves; errors as the program tells them."""
    from hubscore.errors import HubscoreError, WriteError
    from hubscore.tui.saving import proposal, save
    from hubscore.tui.session import Session

    try:
        session = Session(Path("scorecard.toml"))
        session.set_share("money", 0.7)
        save(session, proposal(session))
    except HubscoreError as error:
        os.write(2, f"error: {error}\n".encode())
        return 3 if isinstance(error, WriteError) else 2
    return 0


def old(*names: str) -> Callable[[], None]:
    """Files that an answer takes the place of."""

    def prepare() -> None:
        for name in names:
            Path(name).parent.mkdir(exist_ok=True)
            Path(name).write_text("old\n" * 9)

    return prepare


def repository() -> None:
    """A git repository of the folder, beside which a killed run may leave something."""
    from subprocess import run

    for line in ("init -q", "add hubs scorecard.toml", "-c user.name=a -c user.email=a@b commit -q -m x"):
        run(["git", *line.split()], check=True, env={**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null"})


CASES = (
    Case("set", words("set oslo.banks.2023 value=8")),
    Case("weights set", words("weights set money=0.6")),
    Case("weights derive", words("weights derive equal --write")),
    Case("tune", tuned),
    Case("set -o", words("set oslo.banks.2023 value=8 -o out.json"), old("out.json"), repeats=False),
    Case("snapshot", words("snapshot --draws 20 -o out.json"), old("out.json")),
    Case("report", words("report --draws 20")),
    Case("rank", words("rank -f csv --draws 20")),
    Case("rank -o", words("rank --draws 20 -o out.csv"), old("out.csv")),
    Case("export to a workbook", words("export --draws 20 -o out.xlsx"), old("out.xlsx")),
    Case("export to a folder", words("export --draws 20 -o tables"), old("tables/scores.csv", "tables/values.csv")),
    Case("export to a new folder", words("export --draws 20 -o tables")),
    Case("schema", words("schema -o schemas"), old("schemas/hub.json", "schemas/scorecard.json")),
    Case("schema of one kind", words("schema hub -o hub.json")),
    Case("robust --keep", words("robust --draws 20 --keep draws.csv"), old("draws.csv")),
    Case("check --summary", words("check --summary summary.md"), old("summary.md"), False, "summary.md"),
    Case("init", words("init new"), repeats=False),
    Case("init here", words("init there"), old("there/mine"), repeats=False),
    Case("import", words("import raw.csv --source Yearbook --evidence official -o new"), repeats=False),
    Case(
        "import here",
        words("import raw.csv --source Yearbook --evidence official -o there"),
        old("there/mine"),
        repeats=False,
    ),
    Case("diff of a revision", words("diff HEAD:. ."), repository),
)


def furnished(folder: Path) -> None:
    """A small scorecard, a table to bring in, and a place for temporary files."""
    for name in ("hubs", "tmp"):
        (folder / name).mkdir()
    (folder / "scorecard.toml").write_text(CARD)
    (folder / "raw.csv").write_text(RAW)
    for number, name in enumerate(("Oslo", "Turku", "York")):
        (folder / f"hubs/{name.lower()}.toml").write_text(HUB.format(name=name, banks=9 - number, air=2 + 3 * number))


def state(folder: Path) -> State:
    """All files by path, and folders that begin like ours; not what git keeps."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not name.startswith(".git/"):
            found[name] = path.read_bytes()
        elif is_left(name):
            found[name] = b""
    return found


def is_left(name: str) -> bool:
    """Whether a path is one that only a run that did not end well leaves."""
    return ".hubscore-" in name or name.startswith("tmp/")


class Shim:
    """Stands in for the functions that touch files: counts their calls, and fails one."""

    def __init__(self, fault: Fault | None) -> None:
        self.fault, self.calls = fault, list[str]()
        self.write = os.write

    def install(self) -> None:
        """In this process, for good."""
        for name in CALLS:
            setattr(os, name, self.standing_in(name, getattr(os, name)))
        fcntl.flock = self.standing_in("flock", fcntl.flock)  # type: ignore[assignment]
        sys.stdout = io.TextIOWrapper(io.BufferedWriter(Straight(1)), encoding="utf-8")

    def standing_in(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        """A function that fails when its turn comes."""

        def called(*given: Any, **more: Any) -> Any:
            what = name
            if name == "open" and not given[1] & (os.O_WRONLY | os.O_RDWR):
                what = "open for reading"
            if isinstance(given[0], str | Path) and str(given[0]).startswith(PACKAGE):
                return real(*given, **more)  # the program itself
            if name == "write" and given[0] == 2:  # what is said beside the answer never stops it
                return real(*given, **more)
            number = len(self.calls)
            self.calls.append(what)
            how = self.fault.how if self.fault is not None and self.fault.call == number else None
            if how == "before":
                os._exit(DIED)
            if isinstance(how, int):
                if name == "close":  # a descriptor is gone, whatever close says
                    real(*given, **more)
                raise OSError(how, os.strerror(how), *(given[:1] if isinstance(given[0], str | Path) else ()))
            if how == "short":
                given = (given[0], bytes(given[1])[: max(1, len(given[1]) // 2)])
            try:
                return real(*given, **more)
            finally:
                if how == "after":
                    os._exit(DIED)

        return called


class Straight(io.RawIOBase):
    """A descriptor as Python's own standard output has it, through `os.write`."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor = descriptor

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self.descriptor

    def write(self, data: Any) -> int:
        return os.write(self.descriptor, data)


def done(case: Case, folder: Path, fault: Fault | None = None) -> Done:
    """Run a case in a process of its own, which has everything loaded already."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as calls, warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of threads, which a run does not use
        child = os.fork()
        if child == 0:
            _child(case, folder, fault, said.fileno(), calls.fileno())
        _, status = os.waitpid(child, 0)
        said.seek(0)
        calls.seek(0)
        return Done(os.waitstatus_to_exitcode(status), said.read().decode(), tuple(calls.read().decode().split("\n")))


def _child(case: Case, folder: Path, fault: Fault | None, said: int, calls: int) -> None:
    leave, status = os._exit, 98
    try:
        sys.settrace(None)
        os.chdir(folder)
        tempfile.tempdir = str(folder / "tmp")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(said, 2)
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - lives as long as the process
        shim = Shim(fault)
        shim.install()
        try:
            status = case.run()
        except SystemExit as error:
            status = error.code if isinstance(error.code, int) else 98
        shim.write(calls, "\n".join(shim.calls).encode())
    except BaseException as error:  # noqa: BLE001 - told by the status
        with suppress(Exception):
            sys.stderr.write(f"escaped: {error!r}")
            sys.stderr.flush()
    finally:
        leave(status)


def ways(call: str) -> Iterator[int | str]:
    """How a call fails."""
    yield from ERRORS if call not in READING else (errno.EIO,)
    if call == "write":
        yield "short"
    if call not in READING:
        yield "before"
        yield "after"


def faults(
    cases: Iterable[Case] = CASES, every: int = 1, offset: int = 0, only: Collection[str] = (*CALLS, *READING, "flock")
) -> Counts:
    """Fail every call of every case in every way, or of all those ways every n-th; `only`: of these calls."""
    counts = Counts()
    _load()
    for case in cases:
        with tempfile.TemporaryDirectory() as name:
            before, after, calls = _usual(case, Path(name) / "usual")
            tries = [Fault(number, how) for number, call in enumerate(calls) if call in only for how in ways(call)]
            for number, fault in enumerate(tries[offset % every :: every]):
                _tried(counts, case, fault, calls[fault.call], _prepared(case, Path(name) / f"{number}"), before, after)
    return counts


def _load() -> None:
    """Load what the cases need, once: each of them runs in a process that is made from this one."""
    for module in walk_packages(hubscore.__path__, "hubscore."):
        if not module.name.startswith(("hubscore.tui.", "hubscore.__main__")):
            import_module(module.name)
    for name in ("jinja2", "xlsxwriter", "numpy.random", "difflib", "hubscore.tui.saving"):
        import_module(name)


def _prepared(case: Case, folder: Path) -> Path:
    folder.mkdir()
    furnished(folder)
    here = Path.cwd()
    os.chdir(folder)
    case.prepare()
    os.chdir(here)
    return folder


def _usual(case: Case, folder: Path) -> tuple[State, State, tuple[str, ...]]:
    """What a folder holds before and after a run without faults, and the calls of the run."""
    _prepared(case, folder)
    before = state(folder)
    usual = done(case, folder)
    assert usual.status == 0, usual
    after = state(folder)
    assert not any(map(is_left, after)), after.keys()
    return before, after, usual.calls


def _tried(counts: Counts, case: Case, fault: Fault, call: str, folder: Path, before: State, after: State) -> None:
    """Run with a fault and once more without, and note what should not be."""
    counts.tried += 1
    first = done(case, folder, fault)
    found = state(folder)
    if first.status == 2 and call in READING and case.grows and found[case.grows].startswith(before[case.grows]):
        found[case.grows] = before[case.grows]
    about = f"{case.name}: {fault} ({call}), status {first.status}"
    torn = [
        name
        for name in found | before
        if not is_left(name) and found.get(name) not in (before.get(name), after.get(name))
    ]
    if torn:
        counts.lost += 1
        counts.told.append(f"{about}: {', '.join(torn)}")
    wrong = _wrong(first, fault, call, found, before, after)
    if wrong:
        counts.wrong += 1
        counts.told.append(f"{about}: {wrong}: {first.said.strip()}")
    left = [name for name in found if is_left(name)]
    if left and first.status != DIED and call not in CLEARING:
        counts.left += 1
        counts.told.append(f"{about}: left {', '.join(left)}")
    if not left and first.status != DIED:
        return
    second = done(case, folder)
    found = state(folder)
    if any(map(is_left, found)):
        counts.left += 1
        counts.told.append(f"{about}: left after the next run {', '.join(filter(is_left, found))}")
    if case.repeats and (second.status, found) != (0, after):
        counts.wrong += 1
        counts.told.append(f"{about}: the next run ended with {second.status}: {second.said.strip()}")


def _wrong(run: Done, fault: Fault, call: str, found: State, before: State, after: State) -> str:
    """What is wrong with a status or a message."""
    if isinstance(fault.how, str) and fault.how in ("before", "after"):
        return "" if run.status == DIED else "it did not die"
    if "internal error" in run.said or "Traceback" in run.said or "escaped" in run.said:
        return "an internal error"
    held = {name: content for name, content in found.items() if not is_left(name)}
    if run.status == 0:
        return "" if held == after else "not done, but not said"
    unstarted = "git cannot be started" in run.said  # told of a folder that is none, too
    if run.status != 3 and not (run.status == 2 and (call in READING or unstarted)):
        return "a wrong status"
    reason = os.strerror(fault.how).lower() if isinstance(fault.how, int) else ""
    if "error: " not in run.said or not (reason in run.said.lower() or "the system failed" in run.said):
        return "no reason"
    if held != before and before != after and "written" not in run.said:
        return "changed, but not said"
    return ""


def row(counts: Counts) -> str:
    """What was found, and the row of the table."""
    numbers = f"{counts.tried} faults, {counts.lost} lost bytes, {counts.wrong} wrong ends, {counts.left} leftovers"
    return "\n".join([*counts.told, numbers])


if __name__ == "__main__":
    found = faults([case for case in CASES if not sys.argv[1:] or case.name in sys.argv[1:]])
    sys.stdout.write(row(found) + "\n")
    sys.exit(bool(found.told))
