from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.cli import completion
from hubscore.cli.candidates import Offer
from hubscore.cli.completion import SCRIPTS, answer, split
from hubscore.cli.words import ASKED

PROGRAM = Path(sys.executable).with_name("hubscore")


def asked(folder: Path, line: str, shell: str = "bash", **environ: str) -> str:
    """What the program says to a shell; it says nothing else, and nothing goes wrong."""
    environ = {**os.environ, ASKED: shell, "COMP_LINE": line, **environ}
    command = [sys.executable, "-m", "hubscore"]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_bash_is_told_words_and_the_others_their_meaning(folder: Path) -> None:
    assert asked(folder, "hubscore explain ") == "oslo\nturku\nyork\n"
    assert asked(folder, "hubscore --by ") == "money\ntravel\nbanks\nair\n"
    for shell in ("zsh", "fish"):
        assert asked(folder, "hubscore --by m", shell) == "money\tMoney\n"
    assert asked(folder, "hubscore -o ", "fish") == ":files\n"


@pytest.mark.parametrize(
    ("line", "breaks", "found"),
    [
        ("hubscore --by=mo", "=:", "money\n"),
        ("hubscore --by=mo", "", "--by=money\n"),
        ("hubscore robust --only weights:mo", "=:", "money\n"),
        ("hubscore robust --only weights:mo", "=", "weights:money\n"),
        ("hubscore robust --only=weights:mo", "=:", "money\n"),
    ],
)
def test_bash_is_not_told_what_it_has_already(folder: Path, line: str, breaks: str, found: str) -> None:
    assert asked(folder, line, COMP_WORDBREAKS=breaks) == found


def test_the_scorecard_is_the_one_that_the_line_means(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    for line in (f"hubscore explain -c {folder} t", f"hubscore explain --scorecard={folder} t"):
        assert asked(elsewhere, line) == "turku\n"
    assert asked(elsewhere, "hubscore explain t", HUBSCORE_SCORECARD=str(folder)) == "turku\n"
    assert asked(elsewhere, "hubscore explain ch") == "chongqing\n"
    assert asked(folder, "hubscore explain -c ~/x t", HOME=str(folder.parent)) == ""


@pytest.mark.parametrize(
    "text", ["is = [ broken", "", 'hubs = "hubs/*.toml"\n[pillars."$(touch x)"]\n["a\tb\\n:files"]']
)
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh", ""])
def test_a_broken_file_is_no_error_and_nothing_of_it_is_said(folder: Path, text: str, shell: str) -> None:
    (folder / "scorecard.toml").write_text(text)
    assert asked(folder, "hubscore --by ", shell) == ""


def test_labels_of_strangers_are_harmless_and_short(folder: Path) -> None:
    card = folder / "scorecard.toml"
    card.write_text(card.read_text().replace('"Money"', '"\\u001b[31m a\\tb\\nc \\u202e ' + "x" * 99 + '"'))
    said = asked(folder, "hubscore --by m", "zsh")
    word, meaning = said.rstrip("\n").split("\t")
    assert word == "money"
    assert meaning.startswith("<U+001B>[31m a<U+0009>b<U+000A>c <U+202E> x")
    assert len(meaning) == 60
    assert meaning.endswith("…")


def test_nothing_at_all_is_heard_of_what_goes_wrong(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    def fails(*_: object) -> Offer:
        raise RuntimeError("nobody knows")

    monkeypatch.setattr(completion, "offered", fails)
    assert answer({ASKED: "bash", "COMP_LINE": "hubscore "}, tmp_path, {}) == 0
    assert answer({ASKED: "bash"}, tmp_path, {}) == 0
    assert capfd.readouterr() == ("", "")
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        environ = {**os.environ, ASKED: "bash", "COMP_LINE": "hubscore "}
        done = subprocess.run([sys.executable, "-m", "hubscore"], env=environ, stdout=full, stderr=-1, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_it_loads_nothing_heavy(folder: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    environ = {**kept, ASKED: "bash", "COMP_LINE": "hubscore whatif --set "}
    command = [sys.executable, "-X", "importtime", "-m", "hubscore"]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "money=\ntravel=\nbanks=\nair=\n"
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines()}
    assert loaded & {"numpy", "scipy", "pydantic", "rich", "csv"} == set()
    assert "tomllib" in loaded


@pytest.mark.parametrize("shell", SCRIPTS)
def test_the_script_is_printed_on_demand(folder: Path, shell: str) -> None:
    command = [sys.executable, "-m", "hubscore", "--show-completion", shell]
    assert subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout == SCRIPTS[shell]
    assert f"{ASKED}={shell} " in SCRIPTS[shell]


def test_a_shell_that_is_not_known(folder: Path) -> None:
    command = [sys.executable, "-m", "hubscore", "--show-completion", "bahs"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no shell `bahs`" in done.stderr
    assert "did you mean `bash`?" in done.stderr


BASH = """
eval "$(hubscore --show-completion bash)"
compopt() { echo "compopt $*"; }
for COMP_LINE in "$@"; do
    COMP_POINT=${#COMP_LINE}
    _hubscore hubscore
    printf '%s|' "${COMPREPLY[@]}"
    echo
done
"""


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_itself_gets_the_words(folder: Path) -> None:
    lines = [
        "hubscore explain tu",
        "hubscore whatif --set mo",
        "hubscore -o ",
        "hubscore --by=mo",
        "hubscore x ",
        "hubscore ex",
    ]
    environ = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
    command = ["bash", "--norc", "-c", BASH, "bash", *lines]
    done = subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == [
        "turku|", "compopt -o nospace", "money=|", "compopt -o default", "|", "money|", "|", "explain|export|",
    ]  # fmt: skip


ZSH = r"""
compdef() { }
_files() { echo files; }
compadd() {
    case $@[-1] in
        joined) echo "$@[1,-3]: $joined ($joined_shown)" ;;
        words_only) echo "$@[1,-3]: $words_only ($shown)" ;;
    esac
}
eval "$(hubscore --show-completion zsh)"
for PREFIX in tu mo "--by=mo" x; do
    case $PREFIX in
        tu) words=(hubscore explain tu) ;;
        mo) words=(hubscore whatif --set mo) ;;
        x) words=(hubscore -o x) ;;
        *) words=(hubscore $PREFIX) ;;
    esac
    CURRENT=$#words
    _hubscore
done
"""


@pytest.mark.skipif(shutil.which("zsh") is None, reason="there is no zsh here")
def test_zsh_itself_gets_the_words(folder: Path) -> None:
    environ = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["zsh", "-f", "-c", ZSH], cwd=folder, env=environ, capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    assert [line for line in done.stdout.splitlines() if not line.endswith(":  ()")] == [
        "-l -d shown: turku (turku)",
        "-l -d joined_shown -S : money= (money=  -- Money)",
        "-l -d shown: --by=money (--by=money  -- Money)",
        "files",
    ]


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")
def test_fish_itself_gets_the_words(folder: Path) -> None:
    environ = {**os.environ, "PATH": f"{PROGRAM.parent}:{os.environ['PATH']}", "HOME": str(folder)}
    code = "hubscore --show-completion fish | source; complete -C 'hubscore explain tu'; complete -C 'hubscore --by=mo'"
    done = subprocess.run(["fish", "-c", code], cwd=folder, env=environ, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["turku", "--by=money\tMoney"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("", [""]),
        ("hubscore", ["hubscore"]),
        ("hubscore ", ["hubscore", ""]),
        ("hubscore  a\tb", ["hubscore", "a", "b"]),
        ("hubscore 'a b' c", ["hubscore", "a b", "c"]),
        ("hubscore 'a b", ["hubscore", "a b"]),
        ('hubscore "a \\" b" ', ["hubscore", 'a " b', ""]),
        ("hubscore '' x", ["hubscore", "", "x"]),
        ("hubscore 'it\\' s", ["hubscore", "it\\", "s"]),
        ("hubscore a\\ b", ["hubscore", "a b"]),
        ("hubscore a\\", ["hubscore", "a"]),
        ("hubscore 'a\"b'", ["hubscore", 'a"b']),
        ("hubscore 重庆 ", ["hubscore", "重庆", ""]),
    ],
)
def test_a_line_is_split_as_a_shell_does(line: str, words: list[str]) -> None:
    assert split(line) == words


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1)))
def test_what_was_quoted_comes_back(words: list[str]) -> None:
    from shlex import quote

    assert split(" ".join([*map(quote, words), ""])) == [*words, ""]


@given(st.text())
def test_no_line_is_too_strange(line: str) -> None:
    assert split(line)
