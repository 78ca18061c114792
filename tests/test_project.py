"""The files around the code: pins, packages, the commands of README, continuous integration."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PIN = re.compile(r"^(\w[^\\\n]*?) \\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.MULTILINE)
FENCE = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
COMPILED = ("run.txt", "test.txt", "benchmarks.txt", "docs.txt", "mutation.txt", "release.txt")


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


def pins(file: Path) -> dict[str, list[Requirement]]:
    """Read the pinned requirements by name; one package may have a pin for each Python."""
    found: dict[str, list[Requirement]] = {}
    for requirement in map(Requirement, PIN.findall(file.read_text(encoding="utf-8"))):
        found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def version(pin: Requirement) -> str:
    (specifier,) = pin.specifier
    assert specifier.operator == "=="
    return specifier.version


def asked(project: dict[str, Any], group: str) -> list[Requirement]:
    """List what a dependency group asks for, with the groups it includes and the core."""
    wanted = [Requirement(text) for text in project["project"]["dependencies"]]
    for entry in project["dependency-groups"][group]:
        wanted += asked(project, entry["include-group"]) if isinstance(entry, dict) else [Requirement(entry)]
    return wanted


@pytest.mark.parametrize("name", COMPILED)
def test_every_pin_has_hashes_and_nothing_else_stands_in_the_file(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    assert len(PIN.findall(text)) > 10
    left = [line for line in PIN.sub("", text).splitlines() if not line.lstrip().startswith("#")]
    assert left == []


@pytest.mark.parametrize(
    ("name", "group"),
    [(name, "build" if name == "run.txt" else name.removesuffix(".txt")) for name in COMPILED],
)
def test_pins_meet_what_pyproject_asks_for(root: Path, project: dict[str, Any], name: str, group: str) -> None:
    pinned = pins(root / "requirements" / name)
    for wanted in asked(project, group):
        found = pinned[canonicalize_name(wanted.name)]
        assert all(wanted.specifier.contains(version(pin)) for pin in found), wanted


@pytest.mark.parametrize("name", COMPILED[1:])
def test_all_else_runs_on_what_users_run_on(root: Path, name: str) -> None:
    run, other = (pins(root / "requirements" / file) for file in ("run.txt", name))
    for name, found in run.items():  # an extra may ask for more of a package, not for another version
        assert [(pin.specifier, pin.marker) for pin in other.get(name, [])] == [
            (pin.specifier, pin.marker) for pin in found
        ]


@pytest.mark.parametrize("name", COMPILED)
def test_requirements_say_how_they_are_made(root: Path, name: str) -> None:
    command = (root / "requirements" / name).read_text(encoding="utf-8").splitlines()[1]
    assert re.match(r"#    uv pip compile .*--generate-hashes .*pyproject\.toml$", command)
    assert "--no-strip-extras" in command  # pip takes `coverage` for another package than `coverage[toml]`
    assert f" -o requirements/{name} " in command


def test_no_file_names_a_package_index(root: Path) -> None:
    files = [root / "pyproject.toml", root / "README.md", *root.glob(".ci/*"), *root.glob(".github/**/*.yml")]
    files += root.glob("requirements/*")
    option = re.compile(r"--?(extra-)?index-url|--find-links|--trusted-host|\[\[?tool\.uv\.(index|sources)|/simple\b")
    assert len(files) > 5
    assert [file.name for file in files if option.search(file.read_text(encoding="utf-8"))] == []


def test_all_means_every_extra(project: dict[str, Any]) -> None:
    extras = project["project"]["optional-dependencies"]
    (everything,) = (Requirement(text) for text in extras["all"])
    assert everything.name == project["project"]["name"]
    assert everything.extras == set(extras) - {"all"}


@pytest.mark.parametrize(
    ("position", "requirements", "ending"),
    [(0, "run.txt", ".venv/bin/hubscore"), (1, "test.txt", ".venv/bin/pytest -q --cov -n auto --dist worksteal")],
)
def test_readme_begins_with_two_commands_of_one_line(root: Path, position: int, requirements: str, ending: str) -> None:
    command = FENCE.findall((root / "README.md").read_text(encoding="utf-8"))[position]
    assert command.count("\n") == 1
    assert f"--require-hashes -r requirements/{requirements} " in command
    assert command.strip().endswith(ending)


def test_version_is_told_in_the_changelog(root: Path, project: dict[str, Any]) -> None:
    headings = re.findall(r"^## \[(.+?)\]", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert project["project"]["version"] in headings or headings[0] == "Unreleased"


def test_ci_runs_the_same_script_everywhere(root: Path) -> None:
    script = root / ".ci/run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    runs = re.findall(
        r"^\s*- run: (.*)$", (root / ".github/workflows/ci.yml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert runs == ["bash .ci/run"]


def test_every_lint_exception_has_its_reason(root: Path) -> None:
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    lists = re.findall(r"^(?:ignore|\"[^\"]+\") = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    lines = [line for block in lists for line in block.splitlines()]
    assert len(lines) > 5
    assert [line for line in lines if not re.match(r'    "[A-Z]+\d*",\s+# \S', line)] == []


def built(root: Path, target: str, folder: Path) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(folder)]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    (archive,) = folder.iterdir()
    return archive


def test_wheel_ships_the_package_and_the_bundled_scorecard(root: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(built(root, "wheel", tmp_path)) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}
        licences = [name for name in wheel.namelist() if name.endswith("licenses/LICENSE")]
    configs = {f"hubscore/{file.relative_to(root)}" for file in (root / "configs").rglob("*") if file.is_file()}
    sources = {f"{file.relative_to(root / 'src')}" for file in (root / "src").rglob("*.py")}
    assert "hubscore/configs/scorecard.toml" in configs
    pages = {f"{file.relative_to(root / 'src')}" for file in (root / "src").rglob("templates/*")}
    assert len(pages) == 5
    assert names == configs | sources | pages | {"hubscore/py.typed"}
    assert len(licences) == 1


def test_sdist_holds_what_is_needed_to_build_and_test(root: Path, tmp_path: Path) -> None:
    with tarfile.open(built(root, "sdist", tmp_path)) as sdist:
        names = {name.partition("/")[2] for name in sdist.getnames()}
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "configs/scorecard.toml"} <= names
    assert {"tests/conftest.py", "requirements/run.txt", "requirements/test.txt", "src/hubscore/errors.py"} <= names
    assert [name for name in names if name.startswith((".venv", ".git/"))] == []
