"""Payloads where the program refuses them: in options, names of files, values that must be something else, tables."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from injection.campaign import NAME, TEXT, Run, Tally, harm, read, run
from injection.cards import CARD, HUBS, filled, hub, write, write_card, write_table
from injection.payloads import PAYLOADS, harmless, is_name

PUT = "PUT"
"""Where a payload goes in a word."""

OPTIONS = [
    words.split(" ")
    for words in (
        "rank --by PUT", "explain PUT", "compare PUT oslo", "show PUT.banks", "show oslo.PUT", "rank --scenario PUT",
        "rank -f PUT", "rank -f csv --table PUT", "rank --color PUT", "rank --as-of PUT", "rank --admit PUT",
        "rank --seed PUT", "whatif --set PUT=0.5", "whatif --value oslo.banks=PUT", "whatif --drop PUT",
        "whatif --add-hub PUT", "whatif --best PUT", "whatif --overtake PUT oslo", "evidence PUT", "trend --pace PUT",
        "weights derive PUT", "weights set PUT=0.5", "set PUT value=1", "set oslo.banks.2024 PUT=1",
        "set oslo.banks.2024 note=PUT --dry-run", "set oslo.banks.2024 source=PUT", "check --require PUT -f github",
        "check --fail-on PUT", "check --baseline PUT", "check --summary PUT/x.md", "diff PUT", "diff PUT:configs",
        "diff HEAD:PUT", "import PUT.csv", "import scorecard.toml --column PUT=id", "export -o PUT/x.xlsx",
        "export -f csv --table PUT", "init --from PUT", "schema PUT", "methods PUT", "report -o PUT/r.html",
        "snapshot -o PUT/s.json", "rank -o PUT/r.csv", "rank -o r.PUT", "rank -c PUT", "robust --keep PUT/k.csv",
        "robust --only PUT", "PUT", "--PUT", "rank --PUT", "rank PUT", "PUT rank", "-V --PUT", "--show-completion PUT",
        "rank --debug --by PUT", "rank -o PUT.csv", "VARIABLE rank", "VARIABLE check",
    )
]  # fmt: skip
FORMS = ["table", "plain", "json", "csv", "md", "html", "github", "gitlab", "junit", "sarif"]

Wrong = Callable[[Path, str, dict[str, Any], dict[str, Any]], None]


def at(*keys: str, hub_s: bool = False) -> Wrong:
    """A fault: the payload at a place of the scorecard or of a profile."""

    def put(_: Path, payload: str, card: dict[str, Any], profile: dict[str, Any]) -> None:
        table = profile if hub_s else card
        for key in keys[:-1]:
            table = table[key]
        table[payload if keys[-1] == PUT else keys[-1]] = payload

    return put


def filed(payload: str) -> str:
    """The payload as a file may be called."""
    return payload.encode()[:200].decode(errors="ignore").replace("/", "-").replace("\0", "-")


def named(folder: Path, payload: str, _: dict[str, Any], profile: dict[str, Any]) -> None:
    """A profile whose name is no id."""
    write(folder / "hubs" / f"{filed(payload)}.toml", profile)


def tabled(folder: Path, payload: str, card: dict[str, Any], *_: dict[str, Any]) -> None:
    """A table of that name, with a cell that is no number."""
    (folder / f"{filed(payload)}.csv").write_text("id,air\na,x\n")
    card["data"] = {"csv": f"{filed(payload)}.csv", "id": "id", "evidence": "official", "source": payload}


def raw(folder: Path, payload: str, *_: dict[str, Any]) -> None:
    """A file that is no TOML, with the payload as it is."""
    (folder / "hubs/zurich.toml").write_bytes(f"name = {payload}\n".encode())


WRONG: list[Wrong] = [
    at("title"), at("hubs"), at("as_of"), at(PUT),
    at("indicators", "air", "direction"), at("indicators", "air", "label"),
    at("indicators", "air", "pillar"), at("indicators", "banks", "per"), at("indicators", PUT), at("weights", PUT),
    at("scenarios", PUT), at("pillars", "money", PUT), at("gates", "max_age"), at("gates", PUT),
    at("name", hub_s=True), at("role", hub_s=True), at("group", hub_s=True), at("sources", PUT, hub_s=True),
    at("data", PUT, hub_s=True), at("data", "air", PUT, hub_s=True), at("data", "air", "2022", "source", hub_s=True),
    at("data", "air", "2022", "evidence", hub_s=True), at("data", "air", "2022", PUT, hub_s=True), named, raw,
    tabled,
]  # fmt: skip

TABLES = [
    words.split(" ")
    for words in (
        "rank -v -c csv.toml", "check -c csv.toml", "rank -v -c xlsx.toml", "check -v -c xlsx.toml -f github",
        "import raw.csv", "import raw.xlsx -v", "import raw.csv -f md", "import raw.csv -f json",
        "import raw.xlsx -f csv",
        "import raw.csv --evidence official --direction higher --title PUT --source PUT -o out", "export -c csv.toml",
    )
]  # fmt: skip


FOLDERS = [
    words.split(" ")
    for words in (
        "check", "check -f github", "check -f gitlab", "check -f junit", "check -f sarif", "check -f json", "rank -v",
        "rank -v -f plain", "report -o PUT/r.html", "snapshot -o PUT/s.json", "diff PUT", "set oslo.banks.2024 value=x",
        "weights set money=2", "export -o PUT/t", "whatif --add-hub PUT/hubs/oslo.toml", "robust --keep PUT/hubs",
    )
]  # fmt: skip


@contextmanager
def emptied() -> Iterator[Path]:
    """A folder that is the only thing in another one."""
    with tempfile.TemporaryDirectory() as above:
        folder = Path(above) / "card"
        folder.mkdir()
        yield folder


def tame(payload: str, letter: str) -> str:
    return harmless(max(3, len(payload)), letter)


def through_options(title: str, words: Sequence[Sequence[str]] = OPTIONS) -> Tally:
    """A payload in place of what an option or the environment says, or of a command."""
    payload = PAYLOADS[title].replace("\0", "")  # no process can be given one
    total = Tally(0, [])
    for said in words:
        with emptied() as folder:
            write_card(folder.parent / "ours", tame(payload, TEXT), tame(payload, NAME))
            environ = {"HUBSCORE_SCORECARD": payload} if said[0] == "VARIABLE" else {}
            typed = [word.replace(PUT, payload) for word in said if word != "VARIABLE"]
            total += streams(f"{title}: {' '.join(said)}", run(typed, folder.parent / "ours", environ), said[-1])
    return total


def streams(here: str, ended: Run, form: str = "") -> Tally:
    """Both streams of a run that may fail, but not break."""
    wrong = [f"{here}: stdout: {each}" for each in harm(ended.out, form)]
    wrong += [f"{here}: stderr: {each}" for each in harm(ended.err)]
    wrong += [] if ended.status in range(4) and "internal" not in ended.err else [f"{here}: {ended.err}"]
    return Tally(2, wrong)


def through_files(title: str, faults: Sequence[Wrong] = tuple(WRONG)) -> Tally:
    """A payload where a file must hold something else, told in every format: as many findings as of a harmless one."""
    total = Tally(0, [])
    for number, fault in enumerate(faults):
        for form in (FORMS[number % len(FORMS)], "github"):
            here = f"{title}: fault {WRONG.index(fault)} -f {form}"
            hostile, base = (checked(fault, text, form) for text in (PAYLOADS[title], like(PAYLOADS[title])))
            total += streams(here, hostile, form)
            (got, faults_), (plain, _) = read(form, hostile.out), read(form, base.out)
            wrong = [f"{here}: {each}" for each in faults_]
            if got and plain and form in ("github", "gitlab", "csv", "json") and fault is not raw:
                counted = [len(list(each.shape)) for each in (got, plain)]
                wrong += [] if counted[0] == counted[1] else [f"{here}: {counted[0]} findings, not {counted[1]}"]
            total += Tally(1, wrong)
    return total


def like(payload: str) -> str:
    """A harmless word that is refused where the payload is, and taken where it is taken."""
    word = tame(payload, "K")
    return word if is_name(payload) else f"{word[:-1]}\u200b"


def checked(fault: Wrong, payload: str, form: str) -> Run:
    with emptied() as folder:
        words = harmless(9, TEXT), harmless(9, NAME)
        write_card(folder.parent / "ours", *words)
        ours = folder.parent / "ours"
        card, profile = filled(CARD, *words), filled(hub(*HUBS["oslo"]), *words)
        fault(ours, payload, card, profile)
        write(ours / "scorecard.toml", card)
        write(ours / "hubs/oslo.toml", profile)
        return run(["check", "-c", ".", "-f", form, "-v"], ours)


def through_folders(title: str, words: Sequence[Sequence[str]] = FOLDERS) -> Tally:
    """A payload as the name of the scorecard's folder, in which a profile is whole, and broken."""
    name = filed(PAYLOADS[title]).strip(".") or "x"
    total = Tally(0, [])
    for said in words:
        with emptied() as folder:
            write_card(folder / name, harmless(9, TEXT), harmless(9, NAME))
            typed = [word.replace(PUT, name) for word in said]
            for text in ("", "name = 1\n"):
                (folder / name / "hubs/york.toml").write_text(f'name = "York"\n{text}')
                where = ["-c", f"./{name}", "--draws", "20"]
                total += streams(f"{title}: {' '.join(said)} in a folder", run([*typed, *where], folder), said[-1])
    return total


def through_tables(title: str, words: Sequence[Sequence[str]] = TABLES) -> Tally:
    """A payload in headers, ids and cells of a table, as CSV and as a workbook."""
    payload = PAYLOADS[title]
    total = Tally(0, [])
    for said in words:
        with emptied() as folder:
            write_table(folder, payload)
            typed = [word.replace(PUT, payload.replace("\0", "")) for word in said]
            total += streams(f"{title}: {' '.join(said)}", run(typed, folder), said[-1])
    return total
