"""Input that is made to take long, or to take much: each in a process of its own with a limit of time and memory.

What must come of it is an answer or an error that says what is wrong, in the time and memory stated,
and never a traceback, a hang or the death of the process.

`python tests/fuzz/bounds.py` prints what each case took; `bounds()` is the same as numbers.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from hubscore.cli.app import main

SECONDS = 20
"""Of processor time that no case may take."""

MIB = 2048
"""Of memory that no case may have in addition to what the program has at its start."""

CARD = """title = "T"
hubs = "hubs/*.toml"
[indicators.x]
direction = "higher"
goalposts = [0, 10]
"""
HUB = """name = "A"
[sources.s]
title = "S"
[data.x]
2023 = { value = 5, evidence = "official", source = "s" }
"""
TABLE = """title = "T"
data = { csv = "raw.csv", id = "id", evidence = "official", source = "S" }
[indicators.x]
direction = "higher"
goalposts = [0, 10]
"""


class Case(NamedTuple):
    """What lies in the folder, what is asked, how it may end, and what must be said if it is an error."""

    name: str
    furnish: Callable[[], object]
    words: str = "rank --draws 20"
    status: int = 2
    said: str = "error: "
    seconds: float = SECONDS


class Took(NamedTuple):
    """How a run ended, and what it took: seconds of processor time, MiB."""

    status: int
    said: str
    seconds: float
    mib: float


def files(**texts: str | bytes) -> Callable[[], object]:
    """Files by name: `card`, `hub`, `raw` and `sheet` stand for the usual ones."""
    names = {"card": "scorecard.toml", "hub": "hubs/a.toml", "raw": "raw.csv", "sheet": "raw.xlsx", "old": "old.json"}

    def furnish() -> None:
        for name, text in ({"card": CARD, "hub": HUB} | texts).items():
            path = Path(names[name])
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))

    return furnish


def made(make: Callable[[], str | bytes], name: str = "hub", **texts: str) -> Callable[[], object]:
    """A large text that is made only when it is needed."""

    def furnish() -> None:
        files(**{name: make()}, **texts)()

    return furnish


MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACK = "http://schemas.openxmlformats.org/package/2006/relationships"
GOOD = "<row r='1'><c r='A1' t='str'><v>id</v></c><c r='B1' t='str'><v>x</v></c></row>"
GOOD += "<row r='2'><c r='A2' t='str'><v>a</v></c><c r='B2'><v>5</v></c></row>"


def workbook(
    rows: str = GOOD, head: str = "", strings: str = "", sheets: int = 1, more: Iterable[tuple[str, bytes]] = ()
) -> bytes:
    """An .xlsx file with these cells."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        office = f'<Relationship Id="r" Type="{REL}/officeDocument" Target="xl/workbook.xml"/>'
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACK}">{office}</Relationships>')
        links = "".join(
            f'<Relationship Id="r{n}" Type="{REL}/worksheet" Target="worksheets/sheet1.xml"/>' for n in range(sheets)
        )
        links += f'<Relationship Id="s" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
        archive.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACK}">{links}</Relationships>')
        names = "".join(f'<sheet name="s{n}" sheetId="{n + 1}" r:id="r{n}"/>' for n in range(sheets))
        archive.writestr(
            "xl/workbook.xml", f'{head}<workbook xmlns="{MAIN}" xmlns:r="{REL}"><sheets>{names}</sheets></workbook>'
        )
        archive.writestr(
            "xl/worksheets/sheet1.xml", f'{head}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
        for name, data in more:
            archive.writestr(name, data)
    return out.getvalue()


LAUGHS = (
    "<!DOCTYPE l [<!ENTITY a0 'ha'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)
FETCH = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
SHEET = TABLE.replace("raw.csv", "raw.xlsx")


def bomb() -> bytes:
    """Forty megabytes of blanks in a few kilobytes."""
    return workbook(GOOD + " " * (40 << 20))


def repeated() -> bytes:
    """One long shared text that very many cells name."""
    cells = "".join(f"<row r='{n}'><c r='A{n}' t='s'><v>0</v></c></row>" for n in range(3, 90_000))
    return workbook(GOOD + cells, strings=f'<sst xmlns="{MAIN}"><si><t>{"x" * 32_000}</t></si></sst>')


def wrong_sizes() -> bytes:
    """An archive whose list says that a part is one byte long."""
    data = bytearray(bomb())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 24 : at + 28] = (1).to_bytes(4, "little")
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(data)


def nested() -> bytes:
    """An archive in an archive in an archive."""
    inner = bomb()
    for _ in range(3):
        inner = workbook(more=[("xl/embeddings/x.xlsx", inner)])
    return inner


def circle() -> None:
    """A folder that holds itself, a link to nothing, a link to itself."""
    files()()
    Path("hubs/more").symlink_to("..")
    Path("hubs/self.toml").symlink_to("self.toml")


def special(make: Callable[[Path], object]) -> Callable[[], object]:
    """A profile that is no file."""

    def furnish() -> None:
        files()()
        make(Path("hubs/b.toml"))

    return furnish


def crowd(count: int, folders: int = 1) -> Callable[[], object]:
    """Very many files."""

    def furnish() -> None:
        files()()
        for number in range(count):
            folder = Path("hubs") if folders == 1 else Path(f"hubs/{number % folders}")
            folder.mkdir(exist_ok=True)
            os.close(os.open(folder / f"h{number}.toml", os.O_CREAT | os.O_WRONLY))

    return furnish


def deep(levels: int) -> Callable[[], object]:
    """Folders in folders."""

    def furnish() -> None:
        files(card=CARD.replace("hubs/*.toml", "**/**/**/**/**/*.toml"))()
        here = Path.cwd()
        for number in range(levels):
            Path("d").mkdir()
            Path(f"{number}.txt").touch()
            os.chdir("d")
        os.chdir(here)

    return furnish


def many(text: str, count: int, head: str = "") -> Callable[[], str]:
    """A text so many times."""
    return lambda: head + "".join(text.replace("#", str(number)) for number in range(count))


CASES = (
    Case("deep arrays", made(lambda: "a = " + "[" * 100_000)),
    Case("deep closed arrays", made(lambda: "a = " + "[" * 50_000 + "]" * 50_000)),
    Case("deep inline tables", made(lambda: "a = " + "{a = " * 50_000)),
    Case("a long dotted key", made(lambda: ".".join("a" * 200_000) + " = 1")),
    Case("many dotted keys", made(many("a.b.c.d.e.f.g.h.i.j.k# = 1\n", 30_000))),
    Case("many table headers", made(many("[a.b.c.d.e.t#]\n", 60_000))),
    Case("many arrays of tables", made(many("[[a]]\n[[a.b]]\n", 70_000))),
    Case("a huge number", made(lambda: "a = " + "9" * 1_000_000)),
    Case("a huge number in hexadecimal", made(lambda: "a = 0x" + "f" * 1_000_000)),
    Case("a number too large to be printed", files(hub=HUB.replace("5", "9" * 5000))),
    Case("a huge exponent", files(hub=HUB.replace("5", "1e999999999"))),
    Case("strings that do not end", made(many('a# = "b\n', 100_000))),
    Case("one string that does not end", made(lambda: 'a = """' + '""\\"' * 200_000)),
    Case("escapes", made(lambda: 'a = "' + "\\u0041" * 170_000 + '"')),
    Case("comments", made(lambda: "#" * 1_048_000 + "\n")),
    Case("line ends", made(lambda: "\n" * 1_048_000)),
    Case("one long line", made(lambda: HUB + "a = [" + "1," * 150_000 + "]")),
    Case("one long line of blanks", made(lambda: "a" + " " * 1_000_000 + "b")),
    Case("unknown keys", made(many("unknown# = 1\n", 60_000))),
    Case("unknown keys of a scorecard", made(many("[indicators.y#]\ndirectoin = 'higher'\n", 15_000, CARD), "card")),
    Case("weights that fit nothing", made(many("pillar# = 1\n", 50_000, CARD + "[weights]\n"), "card")),
    Case("readings of what is not there", made(many("[data.z#]\n2023 = { value = 1 }\n", 15_000, HUB))),
    Case("sources that are not there", made(many("[data.x]\n", 1, "") and many("2023 = 1\n[data.y#]\n", 20_000))),
    Case("50 MB of TOML", made(lambda: "a = 1\n" * 8_000_000), said="larger than 1 MiB"),
    Case(
        "50 MB of CSV",
        made(lambda: "id,x\n" + "".join(f"h{n},5\n" for n in range(5_000_000)), "raw", card=TABLE),
        said="more than 1,048,576 lines",
    ),
    Case(
        "800,000 hubs",
        made(lambda: "id,x\n" + "".join(f"h{n},5\n" for n in range(800_000)), "raw", card=TABLE),
        "check --no-gates",
        0,
        "",
        40,
    ),
    Case(
        "30 million empty lines",
        made(lambda: "id,x\n" + "a\n" * 33_000_000, "raw", card=TABLE),
        said="more than 1,048,576 lines",
    ),
    Case("30 million cells", made(lambda: "id,x" + "," * 66_000_000, "raw", card=TABLE), said="more than"),
    Case(
        "80 MB of profiles",
        lambda: [files()(), [Path(f"hubs/h{n}.toml").write_text(HUB + "#" * 1_000_000) for n in range(80)]],
        said="more than 64 MiB together",
    ),
    Case(
        "60 broken profiles",
        lambda: [
            files()(),
            [Path(f"hubs/h{n}.toml").write_text("".join(f"u{m} = 1\n" for m in range(60_000))) for n in range(60)],
        ],
    ),
    Case("70 MB of CSV", made(lambda: "id,x\n" + "h,5\n" * 17_000_000, "raw", card=TABLE), said="larger than 64 MiB"),
    Case(
        "a million columns",
        made(
            lambda: "id,x," + ",".join(f"c{n}" for n in range(1_000_000)) + "\na,5," + "," * 999_999 + "\n",
            "raw",
            card=TABLE,
        ),
        said="more than 100,000 columns",
    ),
    Case("a million columns alike", made(lambda: "id," + "x," * 1_000_000 + "\n", "raw", card=TABLE)),
    Case("rows of no length", made(lambda: "id,x\n" + "a\n" * 1_000_000, "raw", card=TABLE)),
    Case(
        "cells that are no numbers",
        made(lambda: "id,x\n" + "".join(f"h{n},no\n" for n in range(500_000)), "raw", card=TABLE),
    ),
    Case("quotes that do not end", made(lambda: "id,x\n" + '"a,5\n' * 1_000_000, "raw", card=TABLE)),
    Case("one cell of 30 MB", made(lambda: "id,x\na," + "5" * 30_000_000 + "\n", "raw", card=TABLE)),
    Case(
        "bring in: columns",
        made(lambda: "name," + ",".join(f"c{n}" for n in range(200_000)) + "\n", "raw"),
        "import raw.csv",
    ),
    Case("bring in: quotes", made(lambda: '"' * 10_000_001, "raw"), "import raw.csv"),
    Case("bring in: separators", made(lambda: ";,\t|" * 5_000_000, "raw"), "import raw.csv"),
    Case("deep JSON", made(lambda: "[" * 100_000, "old"), "diff old.json"),
    Case("deep closed JSON", made(lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "old"), "diff old.json"),
    Case("many keys of JSON", made(lambda: json.dumps({f"k{n}": 1 for n in range(1_000_000)}), "old"), "diff old.json"),
    Case("one key many times", made(lambda: "{" + '"k":1,' * 5_000_000 + '"k":1}', "old"), "diff old.json"),
    Case("a huge number of JSON", made(lambda: "9" * 20_000_000, "old"), "diff old.json"),
    Case("60 MB of JSON", made(lambda: '"' + "\\u0041" * 10_000_000 + '"', "old"), "diff old.json"),
    Case("zip bomb", made(bomb, "sheet", card=SHEET), said="larger than 32 MiB"),
    Case("zip bomb that lies", made(wrong_sizes, "sheet", card=SHEET)),
    Case("a shared text very often", made(repeated, "sheet", card=SHEET)),
    Case("archives in archives", made(nested, "sheet", card=SHEET), status=0, said=""),
    Case("many sheets", made(lambda: workbook(sheets=9_000), "sheet", card=SHEET)),
    Case("many parts", made(lambda: workbook(more=[(f"xl/{n}", b"") for n in range(60_000)]), "sheet", card=SHEET)),
    Case(
        "billion laughs",
        made(lambda: workbook(GOOD.replace("5", "&a11;"), LAUGHS), "sheet", card=SHEET),
        said="declares entities",
    ),
    Case(
        "an entity from elsewhere",
        made(lambda: workbook(GOOD.replace("5", "&a;"), FETCH), "sheet", card=SHEET),
        said="declares entities",
    ),
    Case(
        "laughs in shared texts",
        made(lambda: workbook(strings=f"{LAUGHS}<sst><si><t>&a11;</t></si></sst>"), "sheet", card=SHEET),
        said="declares entities",
    ),
    Case(
        "cells far apart",
        made(lambda: workbook(GOOD + "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>"), "sheet", card=SHEET),
    ),
    Case("deep XML", made(lambda: workbook("<a>" * 200_000), "sheet", card=SHEET)),
    Case(
        "attributes of XML",
        made(lambda: workbook("<row " + " ".join(f"a{n}='1'" for n in range(200_000)) + "/>"), "sheet", card=SHEET),
        status=-1,
        said="",
    ),
    Case("100,000 profiles", crowd(99_999), said="more than"),
    Case(
        "profiles in 2,000 folders", lambda: (crowd(4_000, 2_000)(), files(card=CARD.replace("*.toml", "**/*.toml"))())
    ),
    Case("stars", files(card=CARD.replace("hubs/*.toml", "**/" * 300 + "*.toml")), status=0, said=""),
    Case("stars in a name", files(card=CARD.replace("*.toml", "*a" * 400 + "*.toml"))),
    Case("stars in deep folders", deep(300), status=0, said=""),
    Case("a pattern with brackets", files(card=CARD.replace("*.toml", "[" * 800))),
    Case("circles of links", circle),
    Case("circles of links, all folders", lambda: (circle(), files(card=CARD.replace("*.toml", "**/*.toml"))())),
    Case("a pipe", special(os.mkfifo), said="it is a pipe"),
    Case("a folder", special(Path.mkdir), said="it is a folder"),
    Case(
        "a device", special(lambda path: path.symlink_to("/dev/zero")), said="a link that leaves the scorecard's folder"
    ),
    Case(
        "a scorecard that is a device",
        lambda: Path("scorecard.toml").symlink_to("/dev/zero"),
        "rank -c scorecard.toml",
        said="it is a device",
    ),
    Case("a scorecard of the system", lambda: None, "rank -c /proc/self/environ"),
    Case("a scorecard without end", lambda: None, "rank -c /proc/self/pagemap"),
    Case("memory as a scorecard", lambda: None, "rank -c /proc/self/mem"),
    Case("a table of the system", lambda: None, "import /proc/self/maps"),
    Case("a long word", files(), f"explain {'a' * 100_000}"),
    Case("many words", files(), "compare " + "a " * 20_000),
)


def took(case: Case, folder: Path) -> Took:
    """Run a case in a process of its own, which has everything loaded already."""
    here = Path.cwd()
    os.chdir(folder)
    case.furnish()
    os.chdir(here)
    with tempfile.TemporaryFile() as said:
        child = os.fork()
        if child == 0:
            _child(case, folder, said.fileno())
        _, status, usage = os.wait4(child, 0)
        said.seek(0)
        words = said.read(100_000).decode(errors="replace")
    return Took(os.waitstatus_to_exitcode(status), words, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _child(case: Case, folder: Path, said: int) -> None:
    status = 98
    try:
        sys.settrace(None)
        os.chdir(folder)
        sys.argv = ["hubscore", *case.words.split()]
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(said, 2)
        sys.stdout, sys.stderr = (open(number, "w", encoding="utf-8", closefd=False) for number in (1, 2))  # noqa: SIM115 - live as long as the process
        with Path("/proc/self/statm").open() as file:
            pages = int(file.read().split()[0])
        most = pages * resource.getpagesize() + (MIB << 20)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        resource.setrlimit(resource.RLIMIT_CPU, (int(case.seconds) + 1, int(case.seconds) + 2))
        status = main()
    except BaseException as error:  # noqa: BLE001 - told by the status
        with suppress(BaseException):
            os.write(2, f"escaped: {error!r}".encode())
    finally:
        os._exit(status)


def wrong(case: Case, run: Took) -> str:
    """What is wrong with how a case ended."""
    if any(word in run.said for word in ("Traceback", "internal error", "escaped", "not enough memory")):
        return run.said[-300:]
    if run.status != case.status and not (case.status == -1 and run.status in (0, 2)):
        return f"status {run.status}: {run.said[:300]}"
    if run.seconds > case.seconds:
        return f"{run.seconds:.1f} s"
    return "" if case.said in run.said and (run.status == 0 or "error: " in run.said) else f"said {run.said[:300]}"


def bounds(cases: Iterable[Case] = CASES, tell: Callable[[str], object] = lambda _: None) -> tuple[int, list[str]]:
    """How many cases were tried, and what was wrong."""
    told = []
    count = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as name:
            start = time.monotonic()
            run = took(case, Path(name))
            fault = wrong(case, run)
            count += 1
            said = next((line for line in run.said.splitlines() if line.startswith("error")), "")[:90]
            wall = time.monotonic() - start
            tell(f"{case.name}: status {run.status}, {run.seconds:.1f} s ({wall:.0f}), {run.mib:.0f} MiB: {said}\n")
            if fault:
                told.append(f"{case.name}: {fault}")
                tell(f"    WRONG {fault}\n")
    return count, told


if __name__ == "__main__":
    asked = [case for case in CASES if not sys.argv[1:] or case.name in sys.argv[1:]]
    number, faults = bounds(asked, sys.stdout.write)
    sys.stdout.write(f"{number} cases, {len(faults)} wrong\n")
    sys.exit(bool(faults))
