"""The whole program on hostile text and odd streams: nothing raw gets out, nothing is lost in silence."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from hubscore.formats.registry import FORMATS

PROGRAM = [sys.executable, "-m", "hubscore"]
HOSTILE = "\\u001B]0;title\\u0007 \\u202Egnp.exe \\u009B31m \\u2028 \\u200B\\n::error::x =1+1"
SCORECARD = """
title = "[red]Ports[/red] :smile: | <b>"
hubs = "hubs/*.toml"
[indicators.depth]
label = "[link=file:///etc/passwd]Depth[/link]"
direction = "higher"
goalposts = [0, 20]
definition = "HOSTILE"
[indicators.cranes]
direction = "higher"
goalposts = [0, 50]
why = "HOSTILE"
"""
PROFILE = """
name = "NAME"
note = "HOSTILE"
[sources.s]
title = "HOSTILE"
url = "https://example.org/HOSTILE"
[data.depth]
2024 = { value = 12, evidence = "official", source = "s", note = "HOSTILE" }
[data.cranes]
2024 = { at_least = 7, evidence = "reported", source = "s", note = "HOSTILE" }
[[bets]]
name = "=cmd()"
indicators = ["depth"]
note = "HOSTILE"
[[claims]]
id = "c"
statement = "HOSTILE"
status = "signed"
readings = [ { year = 2024, value = 1, source = "s", note = "HOSTILE" } ]
[[targets]]
of = "depth"
year = 2030
value = 18
source = "s"
note = "HOSTILE"
"""


@pytest.fixture
def ports(tmp_path: Path) -> Path:
    """Two hubs whose every free text is hostile; their names are odd, but names."""
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(SCORECARD.replace("HOSTILE", HOSTILE), encoding="utf-8")
    for hub, name in (("a", "[bold]A[/bold] :boom:"), ("b", "=1+1|`b`")):
        text = PROFILE.replace("NAME", name).replace("HOSTILE", HOSTILE)
        (tmp_path / "hubs" / f"{hub}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def run(*words: str, **environ: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*PROGRAM, *words], capture_output=True, env={**os.environ, **environ}, check=False)


def unsafe(text: str) -> set[str]:
    kinds = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    return {f"U+{ord(letter):04X}" for letter in text if letter != "\n" and unicodedata.category(letter) in kinds}


COMMANDS = [["rank", "-v"], ["explain", "a", "-v"], ["compare", "a", "b", "-v"], ["show", "a.depth", "-v"]]
COMMANDS += [["robust", "-v"], ["check"]]


@pytest.mark.parametrize("form", [row.name for row in FORMATS.values() if not row.binary])
@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_no_format_lets_an_unsafe_character_out(ports: Path, words: list[str], form: str) -> None:
    done = run(*words, "-c", str(ports), "-f", form)
    assert done.returncode == 0, done.stderr.decode()
    out = done.stdout.decode()
    assert unsafe(out) | unsafe(done.stderr.decode()) == set()
    if form in ("table", "plain"):
        assert "😄" not in out  # no emoji codes
    if words[0] != "check" and form != "csv":
        assert "[/red]" in out.replace("\\", "")  # markup is text
    if form == "json":
        json.loads(out)


def test_what_json_escapes_is_not_lost(ports: Path) -> None:
    tables = json.loads(run("explain", "a", "-c", str(ports), "-f", "json").stdout)["tables"]
    assert "\u202e" in tables["claims"][0]["statement"]
    assert tables["figures"][0]["note"].startswith("\x1b]0;title")


def test_a_hostile_name_is_an_error_that_shows_its_code_point(ports: Path) -> None:
    (ports / "hubs/a.toml").write_text('name = "\\u202Ebad"\n', encoding="utf-8")
    done = run("rank", "-c", str(ports))
    assert done.returncode == 2
    assert done.stdout == b""
    assert b"U+202E" in done.stderr
    assert unsafe(done.stderr.decode()) == set()


def test_a_hostile_header_is_shown_by_its_code_points(tmp_path: Path) -> None:
    (tmp_path / "raw.csv").write_text("id,depth,\x1b[31mevil\x1b]0;pwn\x07\na,1,2\nb,2,3\n", encoding="utf-8")
    card = 'data = { csv = "raw.csv", id = "id" }\n[indicators.depth]\ndirection = "higher"\ngoalposts = [0, 9]\n'
    (tmp_path / "scorecard.toml").write_text(card, encoding="utf-8")
    done = run("rank", "-v", "-c", str(tmp_path))
    assert b"<U+001B>[31mevil" in done.stderr
    assert unsafe(done.stderr.decode()) == set()


def test_csv_offers_only_tables_that_scripts_can_read(root: Path) -> None:
    done = run("explain", "hefei", "-c", str(root / "configs"), "-f", "csv", "--table", "points")
    assert done.returncode == 2
    assert b"one of `contributions`" in done.stderr
    assert b"for people" not in done.stderr


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", ["rank", "explain a", "-h", "methods"])
def test_a_closed_pipe_ends_quietly_with_141(ports: Path, words: str, unbuffered: str) -> None:
    where = f"-c {ports}" if words in ("rank", "explain a") else ""
    script = f"{' '.join(PROGRAM)} {words} {where} | true; echo ${{PIPESTATUS[0]}}"
    environ = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(["bash", "-c", script], capture_output=True, env=environ, check=False)
    assert done.stdout.decode().strip() in ("141", "0")  # 0 where the pipe took all before it closed
    assert done.stderr == b""


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("words", [["rank"], ["rank", "-f", "json"], ["--help"], ["-V"]])
def test_a_full_disk_is_told_and_ends_with_3(ports: Path, words: list[str], unbuffered: str) -> None:
    given = [*words, "-c", str(ports)] if words[0] == "rank" else words
    with Path("/dev/full").open("wb") as full:
        environ = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
        done = subprocess.run([*PROGRAM, *given], stdout=full, stderr=subprocess.PIPE, env=environ, check=False)
    assert done.returncode == 3
    assert b"cannot write" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "environ",
    [
        {"LC_ALL": "C"},
        {"PYTHONIOENCODING": "ascii"},
        {"COLUMNS": "20"},
        {"NO_COLOR": "1"},
        {"TERM": "dumb"},
        {"PYTHONIOENCODING": "ascii", "PYTHONUNBUFFERED": "1"},
    ],
    ids=str,
)
def test_odd_surroundings_change_no_number(root: Path, environ: dict[str, str]) -> None:
    usual = run("rank", "-c", str(root / "configs"))
    odd = run("rank", "-c", str(root / "configs"), **environ)
    assert odd.returncode == 0
    assert odd.stderr == usual.stderr == b""
    rows = [line.split()[2] for line in odd.stdout.decode().splitlines() if line.startswith((" 1", " 2", " 3", " 4"))]
    assert rows == ["72.1", "56.3", "37.5", "33.1"]
    if environ.get("PYTHONIOENCODING") == "ascii":
        assert odd.stdout.isascii()


def at_terminal(words: list[str], **environ: str) -> str:
    """What the program shows on a terminal."""
    master, slave = pty.openpty()
    surroundings = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
    surroundings |= {"TERM": "xterm", **environ}
    done = subprocess.Popen([*PROGRAM, *words], stdout=slave, stderr=slave, env=surroundings)
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    assert done.wait() == 0
    return shown.decode()


def test_a_terminal_gets_colour_and_a_narrow_one_no_cut_number(root: Path) -> None:
    words = ["rank", "-c", str(root / "configs")]
    assert "\x1b[" in at_terminal(words, COLUMNS="80")
    assert "\x1b[" not in at_terminal(words, COLUMNS="80", NO_COLOR="1")
    assert "\x1b[" not in at_terminal(words, COLUMNS="80", TERM="dumb")
    assert "\x1b[" not in at_terminal([*words, "--color", "never"], COLUMNS="80")
    narrow = at_terminal(words, COLUMNS="20", NO_COLOR="1")
    for score in ("72.1", "56.3", "37.5", "33.1", "84.6"):
        assert score in narrow
    wide = at_terminal(words, COLUMNS="80", NO_COLOR="1")
    assert max(len(line) for line in wide.splitlines()) <= 80


def test_the_picture_in_readme_is_what_a_terminal_shows(root: Path) -> None:
    picture = (root / "README.md").read_text(encoding="utf-8").split("```text\n")[1].split("```")[0]
    shown = at_terminal(["rank", "-c", str(root / "configs")], COLUMNS="80", NO_COLOR="1")
    assert [line.rstrip() for line in shown.splitlines()] == [line.rstrip() for line in picture.splitlines()]
