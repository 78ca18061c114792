"""Campaigns on what files and words mean: whole scorecards, tables, command lines, edits, moves of the tuner."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
import traceback
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

import cards
import lines
import sheets
from cards import Folder
from counts import Counts, Finding
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from verdict import Outcome, at, contents, judged, ran

from hubscore.errors import HubscoreError
from hubscore.studies.changes import Figure
from hubscore.tui.saving import proposal, save
from hubscore.tui.session import Session

Case = TypeVar("Case")
Report = Callable[[bool, Sequence[tuple[str, str]], str], None]

LINES_EACH = 6
"""How many command lines are tried on one scorecard."""


def searched(cases: st.SearchStrategy[Case], examples: int, number: int, attempt: Callable[[Case], None]) -> None:
    """Try so many cases; the same for the same number."""
    everything = list(HealthCheck)
    chosen = settings(
        max_examples=examples, database=None, deadline=None, phases=[Phase.generate], suppress_health_check=everything
    )
    seed(number)(chosen(given(cases)(attempt)))()


def campaign(
    cases: st.SearchStrategy[Case], each: int, attack: Callable[[Path, Case, Report], None], inputs: int, number: int
) -> Counts:
    """Attack with cases of `each` inputs, every one in an empty folder of its own."""
    found = Counts()

    def attempt(case: Case) -> None:
        if found.inputs >= inputs:
            return
        with tempfile.TemporaryDirectory() as name, at(Path(name)):
            home = Path(name) / "card"
            home.mkdir()

            def report(refused: bool, faults: Sequence[tuple[str, str]], made: str) -> None:
                found.tried(refused)
                for kind, what in faults:
                    found.add(Finding(kind, what, made, contents(home)))

            attack(home, case, report)

    again = 0
    while found.inputs < inputs:
        searched(cases, -(-(inputs - found.inputs) // each) + 1, number + 1_000_003 * again, attempt)
        again += 1
    return found


@st.composite
def asked(draw: st.DrawFn) -> tuple[Folder, list[list[str]]]:
    """A scorecard and command lines for it."""
    folder = draw(cards.folders())
    return folder, draw(lines.lines(folder, LINES_EACH))


def commands(inputs: int, number: int, _: str) -> Counts:
    """Every command on scorecards of any shape."""
    return campaign(asked(), 4, _command_lines, inputs, number)


def _command_lines(home: Path, case: tuple[Folder, list[list[str]]], report: Report) -> None:
    folder, wanted = case
    if not furnished(home, folder):
        return
    with at(home):
        ran(["snapshot", "-o", "old.json", "--draws", "5"])
        for words in wanted:
            before = contents(home)
            outcome = ran(words)
            faults = [*judged(outcome), *_lost(before, contents(home), outcome)]
            if contents(home) == before and crc32(repr(words).encode()) % 8 == 0 and ran(words) != outcome:
                faults.append(("crashes", f"{words[0]} says something else the second time"))
            report(outcome.status == 2, faults, f"hubscore {words}")
            if words[0] in ("set", "weights", "init"):
                _restore(home, before)


def furnished(home: Path, folder: Folder) -> bool:
    """Write a folder; False where its words are none that a file can hold."""
    try:
        folder.write(home)
    except (UnicodeEncodeError, TypeError):
        return False
    return True


def _restore(home: Path, files: dict[str, bytes]) -> None:
    """Make a folder what it was; itself it stays, somebody works in it."""
    shutil.rmtree(home / "new", ignore_errors=True)
    for path in [path for path in home.rglob("*") if path.is_file() and path.relative_to(home).as_posix() not in files]:
        path.unlink()
    for name, data in files.items():
        (home / name).write_bytes(data)


WRITES = {"-o", "--output", "--keep", "--summary"}


def _lost(before: dict[str, bytes], after: dict[str, bytes], outcome: Outcome) -> list[tuple[str, str]]:
    """Files that a command changed though it only reads; an answer never takes an input's place."""
    command, inputs = outcome.words[0], [name for name in before if name.endswith((".toml", ".csv", ".json"))]
    editing = command in ("set", "weights") and outcome.status == 0
    lost = [name for name in inputs if before[name] != after.get(name)]
    lost = [name for name in lost if not (name == "kept.csv" or (editing and name.endswith(".toml")))]
    found = [("lost", f"{command} changed {name}") for name in lost]
    new = sorted(after.keys() - before.keys())
    if new and command != "init" and not WRITES & set(outcome.words):
        found.append(("lost", f"{command} left {new[0]} behind"))
    if outcome.status in (2, 3) and new:
        found.append(("lost", f"{command} left {new[0]} behind, though it failed"))
    return found


def tables(inputs: int, number: int, _: str) -> Counts:
    """Wide tables, ranked, exported, and brought in."""
    return campaign(sheets.wide(), 3, _table_lines, inputs, number)


def _table_lines(home: Path, folder: Folder, report: Report) -> None:
    [name] = folder.beside
    if not furnished(home, folder):
        return
    told = ["--source", "Anybody", "--evidence", "reported", "--year", "2024", "--direction", "higher"]
    with at(home):
        for words in (["rank", "-f", "json", "--draws", "7"], ["check"], ["import", name, *told, "-o", "../made"]):
            before = contents(home)
            outcome = ran(words)
            faults = [*judged(outcome), *_lost(before, contents(home), outcome)]
            if words[0] == "import" and outcome.status == 0:
                again = ran(["check", "-c", "../made"])
                if again.status == 2:
                    reason = again.out.decode(errors="replace").strip()[:300]
                    faults.append(("lost", f"what import wrote does not read: {reason}"))
            report(outcome.status == 2, faults, f"hubscore {words}")


REMARK = "# kept as it is"


@st.composite
def edited(draw: st.DrawFn) -> tuple[Folder, list[list[str]]]:
    """A scorecard and edits of it."""
    folder = draw(cards.folders())
    table = lines.of_edits(folder)
    return folder, draw(st.lists(table, min_size=3, max_size=6))


def edits(inputs: int, number: int, _: str) -> Counts:
    """Readings and weights that are written, each file compared with what was asked."""
    return campaign(edited(), 4, _edits, inputs, number)


def _edits(home: Path, case: tuple[Folder, list[list[str]]], report: Report) -> None:
    folder, wanted = case
    if not furnished(home, folder):
        return
    for path in home.rglob("*.toml"):  # comments and blank lines, which an edit keeps
        lines_ = path.read_text(encoding="utf-8").split("\n")
        text = "\n".join(f"{line}  {REMARK} {at}" if line[:1] == "[" else line for at, line in enumerate(lines_))
        if _parsed(text.encode()) == _parsed(path.read_bytes()):
            path.write_text(text, encoding="utf-8", newline="")
    with at(home):
        for words in wanted:
            before = contents(home)
            outcome = ran(words)
            faults = [*judged(outcome), *_only(before, contents(home), outcome)]
            report(outcome.status == 2, faults, f"hubscore {words}")


def _parsed(data: bytes) -> Any:
    try:
        return tomllib.loads(data.decode())
    except ValueError:
        return None


def _only(before: dict[str, bytes], after: dict[str, bytes], outcome: Outcome) -> list[tuple[str, str]]:
    """What an edit changed besides what it was to change."""
    words = outcome.words
    changed = [name for name in before if before[name] != after.get(name)]
    faults = [("lost", f"{words[0]} left {name} behind") for name in after.keys() - before.keys()]
    if changed and (outcome.status != 0 or "--dry-run" in words):
        return [*faults, ("lost", f"{words[0]} changed {changed[0]} though it was not to")]
    for name in changed:
        old, new = _parsed(before[name]), _parsed(after[name])
        if new is None:
            faults.append(("lost", f"{words[0]} left no TOML in {name}"))
        elif _without(old, words) != _without(new, words):
            faults.append(("lost", f"{words[0]} changed something else in {name}"))
        elif [r for r in before[name].split(b"\n") if REMARK.encode() in r and r not in after[name].split(b"\n")]:
            faults.append(("lost", f"{words[0]} lost a comment of {name}"))
    return faults


def _without(data: Any, words: Sequence[str]) -> str:
    """A file without what an edit may change, as text: NaN is unlike itself."""
    if words[0] == "weights":
        scenarios = {key: _but(table, "weights") for key, table in data.get("scenarios", {}).items()}
        return repr(_but(_but(data, "weights"), "scenarios")) + repr({k: v for k, v in scenarios.items() if v})
    _, _, rest = words[1].partition(".")
    series, _, year = rest.rpartition(".")
    kept = {key: _but(years, year) if key == series else years for key, years in data.get("data", {}).items()}
    return repr(_but(_but(data, "data"), "sources")) + repr({key: years for key, years in kept.items() if years})


def _but(table: Any, key: str) -> Any:
    return {name: value for name, value in table.items() if name != key} if isinstance(table, dict) else table


MOVES = ("share", "share", "share", "lock", "figure", "undo", "redo", "reset", "scenario", "reopen", "save")


@st.composite
def moved(draw: st.DrawFn) -> tuple[Folder, list[tuple[str, str, str, float]]]:
    """A scorecard and moves of somebody at the tuner."""
    folder = draw(cards.folders())
    nodes = st.sampled_from(folder.nodes)
    cells = st.tuples(st.sampled_from(sorted(folder.hubs)), st.sampled_from(folder.series or ["x"])).map(".".join)
    share = st.sampled_from((0.0, 1.0, 0.5, 1e-9, 0.333333333, 0.25, 1.5, -1.0))
    return folder, draw(st.lists(st.tuples(st.sampled_from(MOVES), nodes, cells, share), min_size=4, max_size=12))


def tuner(inputs: int, number: int, _: str) -> Counts:
    """What somebody may do at the tuner, without the screen; an input is one move."""
    return campaign(moved(), 6, _moves, inputs, number)


def _moves(home: Path, case: tuple[Folder, list[tuple[str, str, str, float]]], report: Report) -> None:
    folder, moves = case
    if not furnished(home, folder):
        return
    attempt = partial(_attempted, report=report)
    session = attempt(lambda: Session(home / "scorecard.toml"), made="Session()")
    for step, node, cell, share in moves if session is not None else []:
        if node not in session.base.families:
            continue
        acts: dict[str, Callable[[], Any]] = {
            "share": partial(session.set_share, node, share),
            "lock": partial(session.toggle_lock, node),
            "figure": partial(session.try_figure, cell, Figure(share * 10)),
            "undo": session.undo,
            "redo": session.redo,
            "reset": session.reset,
            "scenario": session.pick_next,
            "reopen": session.reopen,
            "save": lambda: save(session, proposal(session)),
        }
        before = session.state
        done = attempt(acts[step], made=f"{step} {node} {cell} {share}")
        if done is _REFUSED and session.state is not before:
            report(True, [("lost", f"{step} was refused and changed something")], f"{step} {node} {cell} {share}")


_REFUSED = object()


def _attempted(act: Callable[[], Any], report: Report, made: str) -> Any:
    """What an act gives; what it raises is counted."""
    faults: list[tuple[str, str]] = []
    refused, found = False, None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            found = act()
    except HubscoreError:
        refused, found = True, None if made == "Session()" else _REFUSED
    except Exception as error:  # noqa: BLE001 - whatever gets through is the finding
        where = traceback.extract_tb(error.__traceback__)[-1]
        what = f"{type(error).__name__}: {str(error)[:200]} ({Path(where.filename).name}:{where.lineno})"
        faults.append(("crashes", what))
    report(refused, faults, made)
    return found
