"""What docs/ says is so: its commands run, in the repository that it describes; its YAML and the hooks are right."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import runpy
import shutil
import struct
import subprocess
import sys
import termios
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hubscore.formats.registry import FORGES
from hubscore.pages.methods import TABLES
from hubscore.pages.rules import GATES

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGE = (DOCS / "ci.md").read_text(encoding="utf-8")
FENCES = re.findall(r"^```(\w+)\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL)
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BLOCKS = [yaml.safe_load(text) for kind, text in FENCES if kind == "yaml"]


def scripts(node: Any) -> Iterator[str]:
    """Every shell command that a workflow or a job runs."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "run":
                yield value
            elif key in ("script", "before_script", "after_script"):
                yield from value
            else:
                yield from scripts(value)
    elif isinstance(node, list):
        for item in node:
            yield from scripts(item)


COMMANDS = [text for kind, text in FENCES if kind == "bash"]
COMMANDS += [command for block in BLOCKS for command in scripts(block) if not command.startswith("pip ")]
COMMANDS += [hook["entry"] for hook in HOOKS]


def surroundings() -> dict[str, str]:
    """The environment of a reader who has installed the program."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    return kept | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled scorecard, laid out as the page says."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "configs", folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs_and_passes(command: str, repository: Path) -> None:
    environment = surroundings() | {"GITHUB_STEP_SUMMARY": str(repository / "step_summary_1")}
    words = ["bash", "-euo", "pipefail", "-c", command]
    done = subprocess.run(
        words, cwd=repository, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    assert "bundled" not in done.stderr
    for name in re.findall(r"(?:-o|--summary) (\S+)", command):
        written = environment["GITHUB_STEP_SUMMARY"] if "STEP_SUMMARY" in name else name
        assert (repository / written).stat().st_size > 2


def test_there_are_commands_of_every_kind() -> None:
    assert len(COMMANDS) == 8
    assert len(BLOCKS) == 4


@pytest.mark.parametrize("entry", [hook["entry"] for hook in HOOKS])
def test_a_hook_finds_nothing_to_check_where_there_is_no_scorecard(entry: str, tmp_path: Path) -> None:
    words = [sys.executable, "-m", *entry.split()]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert "there is no such file" in done.stderr


def test_hooks_have_what_pre_commit_asks_for() -> None:
    assert [hook["id"] for hook in HOOKS] == ["hubscore-validate", "hubscore-check"]
    known = {"id", "name", "description", "entry", "language", "files", "pass_filenames"}
    for hook in HOOKS:
        assert {"id", "name", "entry", "language"} <= hook.keys() <= known
        assert hook["language"] == "python"
        assert hook["pass_filenames"] is False
        assert re.search(hook["files"], "hubs/oslo.toml")
        assert not re.search(hook["files"], "README.md")
    assert "--no-gates" in HOOKS[0]["entry"].split()
    assert "--no-gates" not in HOOKS[1]["entry"].split()


def test_the_page_names_the_hooks_that_there_are() -> None:
    [config] = [block for block in BLOCKS if "repos" in block]
    assert [hook["id"] for hook in config["repos"][0]["hooks"]] == [hook["id"] for hook in HOOKS]


def test_reports_are_where_the_job_writes_them() -> None:
    [job] = [block["scorecard"] for block in BLOCKS if "scorecard" in block]
    written = {name for command in scripts(job) for name in re.findall(r"-o (\S+)", command)}
    assert set(job["artifacts"]["reports"].values()) == written


def test_every_gate_and_every_format_is_explained() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)`", PAGE, re.MULTILINE)) == {*GATES, *FORGES, "-f"}


def test_readme_leads_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(docs/ci.md)" in readme
    assert "(docs/index.md)" in readme


def anchors(text: str) -> set[str]:
    """What headings can be linked by, as forges make it of their words."""
    heads = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_every_page_is_in_the_index_and_every_link_leads_somewhere() -> None:
    for page in DOCS.glob("*.md"):
        text = page.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+)\)", re.sub(r"`[^`]*`", "", text)):
            if not target.startswith("https://"):
                name, _, anchor = target.partition("#")
                linked = (page.parent / name) if name else page
                assert linked.exists(), f"{page.name}: {target}"
                assert not anchor or anchor in anchors(linked.read_text(encoding="utf-8")), f"{page.name}: {target}"
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert {path.name for path in DOCS.glob("*.md")} - {"index.md"} == set(re.findall(r"\]\(([\w-]+\.md)\)", index))


def test_the_page_on_security_names_what_is_there() -> None:
    page = (DOCS / "security.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?<![\w/])(?:tests|requirements|\.ci)/[\w/.]*\w", page))
    assert len(named) > 8
    assert [name for name in named if not (ROOT / name).exists()] == []
    assert "docs/security.md" in (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    assert "`SECURITY.md`" in page


def test_the_reference_is_what_the_tables_say() -> None:
    made = runpy.run_path(str(DOCS / "make_reference.py"))["reference"]()
    assert made == (DOCS / "reference.md").read_text(encoding="utf-8"), "stale: run `python docs/make_reference.py`"


def explained() -> dict[str, dict[str, str]]:
    """What docs/methods.md says, by the name of the step's table and of the method."""
    text = (DOCS / "methods.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## [^\n]* \(`([a-z]+)[^\n]*\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    paragraph = re.compile(r"^\*\*`(.+?)`\*\*: (.+?)(?=\n\n)", re.MULTILINE | re.DOTALL)
    return {step: dict(paragraph.findall(body + "\n")) for step, body in sections}


@pytest.mark.parametrize("step", TABLES)
def test_every_method_is_explained_with_its_source(step: str) -> None:
    said = explained()[step]
    assert list(said) == list(TABLES[step])
    for name, row in TABLES[step].items():
        text = " ".join(said[name].split())
        assert len(text) > 15
        for year in re.findall(r"\b(?:1[89]|20)\d\d\b", row.reference):
            assert year in text, f"{name}: {row.reference}"
        for author in re.findall(r"(?:^|; |and )([A-Z][a-z]{3,}) (?:and|[12])", row.reference):
            assert author in text, f"{name}: {row.reference}"


def test_every_step_is_explained_in_the_order_of_the_line() -> None:
    steps = list(explained())
    assert set(steps) == set(TABLES)
    line = ["bounds", "missing", "treat", "normalise", "weights", "aggregate", "ties"]
    assert [step for step in steps if step in line] == line


def on_screen(command: str, folder: Path) -> list[str]:
    """The lines that a command shows in a terminal of 80 columns without colour, notes last."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    environment = surroundings() | {"NO_COLOR": "1", "TERM": "xterm"}
    done = subprocess.Popen(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=subprocess.PIPE,
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # how Linux says that the other end is closed
            break
        if not piece:
            break
        shown += piece
    os.close(master)
    _, notes = done.communicate(timeout=60)
    assert done.returncode == 0, f"{command}\n{shown.decode()}{notes.decode()}"
    return [line.rstrip() for line in (shown + notes).decode().replace("\r\n", "\n").splitlines()]


def session(text: str) -> Iterator[tuple[str, list[str]]]:
    """Every command of a page's `console` fences, with the lines that are shown of its output."""
    for fence in re.findall(r"^```console\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", fence, flags=re.MULTILINE)[1:]:
            command, *lines = part.splitlines()
            yield command, [line.rstrip() for line in lines]


def is_shown(lines: list[str], screen: list[str]) -> bool:
    """Whether the lines are all there is on the screen, `...` standing for any number of them."""
    pieces: list[list[str]] = [[]]
    for line in lines:
        if line == "...":
            pieces.append([])
        else:
            pieces[-1].append(line)
    at = 0
    for number, piece in enumerate(pieces):
        places = [p for p in range(at, len(screen) - len(piece) + 1) if screen[p : p + len(piece)] == piece]
        if number == 0:
            places = [place for place in places if place == 0]
        if number == len(pieces) - 1:
            places = [place for place in places if place + len(piece) == len(screen)]
        if not places:
            return False
        at = places[0] + len(piece)
    return True


def test_what_counts_as_shown() -> None:
    screen = ["a", "b", "", "c", "d"]
    for lines in (screen, ["..."], ["a", "..."], ["...", "d"], ["a", "...", "c", "d"], ["...", "", "c", "..."]):
        assert is_shown(lines, screen)
    for lines in ([], ["a"], ["b", "..."], ["...", "c"], ["...", "d", "...", "c", "..."], ["...", "b", "c", "..."]):
        assert not is_shown(lines, screen)
    assert is_shown([], [])


def test_the_tutorial_shows_what_its_commands_show(tmp_path: Path) -> None:
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    before, saved = re.split(r"Save this as `", text)
    name, profile = re.findall(r"^([^`]+)`:\n\n```toml\n(.*?)^```", saved, re.MULTILINE | re.DOTALL)[0]
    run = []
    for part in (before, saved):
        for command, lines in session(part):
            screen = on_screen(command, tmp_path)
            assert is_shown(lines, screen), "\n".join([command, *screen])
            run.append(command.split()[1])
        (tmp_path / name).write_text(profile, encoding="utf-8")
    assert {"init", "check", "show", "explain", "set", "weights", "whatif", "robust", "report"} <= set(run)
    assert (tmp_path / "cities.html").stat().st_size > 10_000


@pytest.mark.parametrize("page", ["weights", "uncertainty", "evidence"])
def test_a_page_that_says_how_shows_what_its_commands_show(page: str, repository: Path, tmp_path: Path) -> None:
    shutil.copytree(repository, tmp_path / "copy")
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    run = list(session(text))
    for command, lines in run:
        screen = on_screen(command, tmp_path / "copy")
        assert is_shown(lines, screen), "\n".join([command, *screen])
    assert len(run) > 1


def test_the_settings_of_uncertainty_that_are_shown_are_those_that_ship() -> None:
    text = (DOCS / "uncertainty.md").read_text(encoding="utf-8")
    [shown] = re.findall(r"^```toml\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    shipped = tomllib.loads((ROOT / "configs" / "scorecard.toml").read_text(encoding="utf-8"))
    assert tomllib.loads(shown)["uncertainty"] == shipped["uncertainty"]


def numbers(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.,]\d+)*", text))


def test_the_page_on_chongqing_says_nothing_that_its_commands_do_not_show(repository: Path) -> None:
    """Every number in the prose of a section is on a screen of its commands (of all, if it has none), or rounds it."""
    text = (DOCS / "chongqing.md").read_text(encoding="utf-8")
    screens: dict[str, list[str]] = {}
    for command, lines in session(text):
        screens[command] = screens.get(command) or on_screen(command, repository)
        assert is_shown(lines, screens[command]), "\n".join([command, *screens[command]])
    assert len(screens) > 8
    for section in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        here = [command for command, _ in session(section)] or list(screens)
        known = numbers("\n".join(line for command in here for line in screens[command]))
        known |= {f"{float(number.replace(',', '')):.0f}" for number in known if number.count(".") < 2}
        said = numbers(re.sub(r"^```.*?^```", "", section, flags=re.MULTILINE | re.DOTALL))
        assert said <= known, f"{section.splitlines()[0]}: {sorted(said - known)}"


@pytest.mark.parametrize(("index", "file", "name"), [(0, "test_hdi.py", "SCORECARD"), (1, "test_gain.py", "HEAD")])
def test_the_gallery_shows_the_scorecards_that_reproduce(index: int, file: str, name: str) -> None:
    shown = re.findall(
        r"^```toml\n(.*?)^```", (DOCS / "gallery.md").read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert shown[index].strip() == runpy.run_path(str(ROOT / "tests/published" / file))[name].strip()


def test_the_gallery_counts_what_is_compared() -> None:
    text = " ".join((DOCS / "gallery.md").read_text(encoding="utf-8").split())
    runs = runpy.run_path(str(ROOT / "tests/golden/test_asem.py"))["RUNS"]
    assert f"Besides, {len(runs)} runs on raw or treated figures" in text
    for file in re.findall(r"tests/\w+/test_\w+\.py", text):
        assert (ROOT / file).is_file()
