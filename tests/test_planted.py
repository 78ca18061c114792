"""Files that lie beside a scorecard are data: nothing in the working folder is run, whatever it is called."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(sys.executable).with_name("hubscore")
OURS = ["hubscore", "sitecustomize", "usercustomize", "conftest", "setup", "__main__", "__init__"]
NEEDED = ["rich", "typer", "click", "numpy", "scipy", "pydantic", "pydantic_core", "typing_extensions", "tomli_w"]
NEEDED += ["annotated_types", "jinja2", "markupsafe", "xlsxwriter", "python_calamine", "defusedxml", "textual"]
PYTHONS = ["tomllib", "json", "csv", "re", "os", "typing", "types", "subprocess", "unicodedata", "encodings", "site"]
MODULES = [*OURS, *NEEDED, *PYTHONS]
EARLIER = ["hubscore", "__init__", "sitecustomize", "usercustomize", *PYTHONS]
"""What `python -m` looks for before a line of the program runs."""

OTHERS = {
    "x.pth": "import pathlib; pathlib.Path('RAN').touch()",
    "pyvenv.cfg": "home = /nowhere\ninclude-system-site-packages = true",
    ".env": "HUBSCORE_SCORECARD=/nowhere\nPYTHONPATH=.",
    "setup.cfg": "[options.entry_points]\nconsole_scripts =\n    hubscore = rich:main",
    "pyproject.toml": "[project.entry-points.pydantic]\nx = 'rich:plugin'",
    "hubscore-9.dist-info/entry_points.txt": "[pydantic]\nx = rich:plugin",
    ".pdbrc": "import rich",
    ".pythonrc": "import rich",
}
COMMANDS = [
    ["rank", "--draws", "20"],
    ["explain", "northport", "-f", "json"],
    ["robust", "--sensitivity", "--draws", "64", "-f", "md"],
    ["whatif", "--overtake", "northport", "eastmere"],
    ["check", "-f", "github"],
    ["report", "-o", "out/report.html", "--draws", "20"],
    ["export", "-o", "out/hubs.xlsx"],
    ["diff", "main:.", "--draws", "0"],
    ["weights", "set", "economy=0.5", "--dry-run"],
    ["--help"],
]


def process(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    environment = {**kept, "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=90, check=False)


def plant(folder: Path, modules: list[str]) -> None:
    """Modules that leave a mark when they are run, as a file and as a package."""
    for name in modules:
        code = f"open({str(folder / 'RAN')!r}, 'a').write({name!r} + chr(10))\n"
        (folder / f"{name}.py").write_text(code)
        if not name.startswith("__"):
            (folder / name).mkdir(exist_ok=True)
            (folder / name / "__init__.py").write_text(code)


@pytest.fixture(scope="module")
def trapped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A scorecard in a repository, with everything that may be planted beside it."""
    above = tmp_path_factory.mktemp("trapped")
    made = process([str(SCRIPT), "init", "card", "--bare"], above)
    assert made.returncode == 0, made.stderr
    card = above / "card"
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"]
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "one"]):
        assert process(["git", *who, *words], card).returncode == 0
    plant(card, MODULES)
    for name, text in OTHERS.items():
        (card / name).parent.mkdir(exist_ok=True)
        (card / name).write_text(text)
    (card / "out").mkdir()
    shutil.copy("/bin/false", card / "git")
    return card


@pytest.fixture
def folder(trapped: Path) -> Path:
    """The same, and nothing of it has been run."""
    (trapped / "RAN").unlink(missing_ok=True)
    return trapped


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_the_console_script_runs_nothing_that_lies_about(folder: Path, words: list[str]) -> None:
    done = process([str(SCRIPT), *words], folder)
    assert done.returncode == 0, done.stderr
    assert not (folder / "RAN").exists(), (folder / "RAN").read_text()


@pytest.mark.parametrize("switch", ["-P", "-I"])
def test_nor_does_python_where_it_is_told_to_keep_off(folder: Path, switch: str) -> None:
    done = process([sys.executable, switch, "-m", "hubscore", "check"], folder)
    assert done.returncode == 0, done.stderr
    assert not (folder / "RAN").exists(), (folder / "RAN").read_text()


def test_python_alone_runs_no_module_that_the_program_asks_for(tmp_path: Path) -> None:
    """Beside what Python itself looks for first, which no program can help: the documentation says so."""
    plant(tmp_path, [name for name in MODULES if name not in EARLIER])
    done = process([sys.executable, "-m", "hubscore", "report", "-o", "report.html", "--draws", "20"], tmp_path)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "RAN").exists(), (tmp_path / "RAN").read_text()


def test_planted_modules_would_be_run(folder: Path) -> None:
    """The traps work: where Python looks into the folder it falls into one."""
    process([sys.executable, "-c", "import rich"], folder)
    assert "rich\n" in (folder / "RAN").read_text()


def test_nothing_that_we_hand_out_runs_the_module_by_its_name(root: Path) -> None:
    """Hooks and workflows call the console script."""
    files = [root / ".pre-commit-hooks.yaml", root / ".ci/run", *root.glob(".github/**/*.yml"), *root.glob("docs/*.md")]
    files += [root / "README.md", root / "src/hubscore/files/surroundings.py"]
    texts = {file.name: file.read_text(encoding="utf-8") for file in files if file.name != "security.md"}
    assert [name for name, text in texts.items() if re.search(r"python\S* -m hubscore", text)] == []
