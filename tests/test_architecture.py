"""The house: who may use whom, what stays lazy, and that code, tests and README name the same things."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import hubscore
from hubscore.cli.app import COMMANDS, spelled

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "hubscore"
MODULES = sorted(path for path in SOURCES.rglob("*.py"))
EVERY_MODULE = pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCES).as_posix())

TOWER = [
    {"__main__"},
    {"cli"},
    {"tui"},
    {"formats"},
    {"pages"},
    {"editing"},
    {"studies", "workspace"},
    {"scoring"},
    {"line", "files"},
    {"model"},
    {"methods"},
    {"errors"},
]
"""The floors from the top; rooms on one floor do not see each other."""

FLOOR = {room: number for number, rooms in enumerate(TOWER) for room in rooms}

PACKAGES = {
    "cli": {"typer"},
    "tui": {"numpy"},
    "formats": set[str](),
    "pages": {"numpy", "pydantic"},
    "editing": {"pydantic_core"},
    "studies": {"numpy"},
    "workspace": set[str](),
    "scoring": {"numpy"},
    "line": {"numpy"},
    "files": {"numpy", "pydantic_core"},
    "model": {"numpy", "pydantic", "pydantic_core"},
    "methods": {"numpy"},
    "errors": set[str](),
    "__main__": set[str](),
}
"""What is not Python's own and may be imported wherever in a room."""

ONLY_IN = {
    "rich": {"formats", "cli"},
    "typer": {"cli"},
    "textual": {"tui"},
    "jinja2": {"formats"},
    "tomli_w": {"files"},
    "python_calamine": {"files"},
    "defusedxml": {"files"},
    "scipy": {"studies"},
    "xlsxwriter": {"formats"},
}
"""Packages that only some rooms may import, and only inside the function that needs them, `typer` excepted.

In `tui` textual is what classes are made from: there the room is what is imported where it is needed.
"""

UNMIRRORED = {
    "pages/document.py": "rows of a table and nothing else: every page and every format is a test of it",
}
"""Modules without a test file of their own, and why."""

UNMIRRORING = {
    "cli/test_streams.py": "the whole program on hostile text and odd streams",
    "studies/test_refused.py": "what each question refuses, word for word",
}
"""Tests in a room that are of no single module, and of what they are."""

RENAMED = {"__init__.py": "test_architecture.py", "__main__.py": "test_main.py"}
"""Where the tests of modules are whose names mean something to Python."""

WORLDLY = {
    ("workspace.py", "environ"): "`hubscore.open` finds a scorecard for a Python user as the command line does",
    ("workspace.py", "cwd"): "the same",
    ("__main__.py", "environ"): "sets up the process before numpy is loaded",
}
"""What looks at the world outside of `cli` and `files`, and why it may."""


def room(path: Path) -> str:
    return path.relative_to(SOURCES).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[tuple[str, bool]]:
    """Every module that a file imports, wherever it stands in it, and whether on loading."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    loading = {id(node) for node in ast.walk(tree) if isinstance(node, ast.stmt)} - {
        id(inner)
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, id(node) in loading) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            module = node.module or ""
            inside = module in ("hubscore", *(f"hubscore.{room}" for room in FLOOR))
            names = [f"{module}.{name.name}" for name in node.names] if inside else [module]
            yield from ((name, id(node) in loading) for name in names)


def own(path: Path) -> list[str]:
    return [name for name, _ in imports(path) if name.partition(".")[0] == "hubscore"]


@EVERY_MODULE
def test_a_room_uses_only_rooms_below(path: Path) -> None:
    if path == SOURCES / "__init__.py":
        return  # the front of the house names what lies behind it
    here = room(path)
    for name in own(path):
        if name == "hubscore.__version__":
            continue
        there = name.split(".")[1]
        assert there == here or FLOOR[here] < FLOOR[there], f"{here} is not above {there} ({name})"


def test_every_room_has_its_floor() -> None:
    rooms = {room(path) for path in MODULES} - {"__init__"}
    assert rooms <= FLOOR.keys()
    assert rooms >= FLOOR.keys()


def test_nothing_imports_in_a_ring() -> None:
    names = {path: "hubscore." + ".".join(path.relative_to(SOURCES).with_suffix("").parts) for path in MODULES}
    known = set(names.values())
    waiting = {
        name: {used if used in known else used.rpartition(".")[0] for used in own(path)} for path, name in names.items()
    }
    waiting.pop("hubscore.__init__")
    while free := {name for name, used in waiting.items() if not used & waiting.keys()}:
        for name in free:
            del waiting[name]
    assert waiting == {}


@EVERY_MODULE
def test_a_room_uses_only_its_packages(path: Path) -> None:
    found = {name.partition(".")[0] for name, _ in imports(path)} - {"hubscore", *sys.stdlib_module_names}
    here = room(path)
    allowed = PACKAGES.get(here, set()) | {package for package, rooms in ONLY_IN.items() if here in rooms}
    assert found <= allowed


@EVERY_MODULE
def test_what_costs_time_is_imported_where_it_is_needed(path: Path) -> None:
    at_once = {name.partition(".")[0] for name, loading in imports(path) if loading}
    made_of = {"typer", "textual"} if room(path) == "tui" else {"typer"}
    assert at_once & (ONLY_IN.keys() - made_of) == set()
    assert "difflib" not in at_once
    if room(path) == "cli":
        assert at_once & {"numpy", "pydantic"} == set()


@EVERY_MODULE
def test_the_room_s_door_is_empty(path: Path) -> None:
    if path.name == "__init__.py" and path != SOURCES / "__init__.py":
        assert path.read_bytes() == b""


@EVERY_MODULE
def test_nothing_prints_and_only_cli_and_files_touch_the_world(path: Path) -> None:
    touching = {"environ", "getenv", "putenv", "cwd", "getcwd", "chdir", "read_text", "read_bytes", "write_text"}
    touching |= {"write_bytes", "iterdir", "listdir", "scandir", "glob", "rglob", "unlink", "stdout", "stderr", "stdin"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    assert "print" not in called
    if room(path) not in ("cli", "files"):
        assert called & {"open", "input"} == set()
        touched = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & touching
        assert touched <= {name for file, name in WORLDLY if file == path.relative_to(SOURCES).as_posix()}


def mirrored(path: Path) -> Path:
    """Where the tests of a module are."""
    below = path.relative_to(SOURCES)
    return ROOT / "tests" / below.parent / RENAMED.get(below.as_posix(), f"test_{below.name}")


@EVERY_MODULE
def test_every_module_has_its_tests(path: Path) -> None:
    below = path.relative_to(SOURCES).as_posix()
    if path.read_bytes() == b"":
        return
    assert mirrored(path).is_file() != (below in UNMIRRORED)


def test_every_test_of_a_room_has_its_module() -> None:
    tests = ROOT / "tests"
    rooms = [folder for folder in tests.rglob("*") if (SOURCES / folder.relative_to(tests)).is_dir()]
    wanted = {mirrored(path) for path in MODULES} | {tests / name for name in UNMIRRORING}
    assert {file for folder in rooms for file in folder.glob("test_*.py")} - wanted == set()


def test_no_folder_of_tests_is_a_package() -> None:
    assert list((ROOT / "tests").rglob("__init__.py")) == []


@pytest.mark.parametrize("name", ["utils", "helpers", "common", "manager", "misc", "base"])
def test_no_module_is_a_drawer_for_everything(name: str) -> None:
    assert [path for path in MODULES if name in path.stem] == []


def loaded(*words: str) -> set[str]:
    """The packages that a run of the program loads."""
    # Where coverage is measured it would begin in the child, and bring modules of its own.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    environment = {**kept, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-X", "importtime", *words]
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=True)
    lines = [line.rpartition("|")[2].strip() for line in result.stderr.splitlines() if line.startswith("import time:")]
    assert "hubscore" in lines
    return {line.partition(".")[0] for line in lines}


def test_help_loads_nothing_heavy() -> None:
    heavy = {"numpy", "scipy", "pydantic", "tomli_w", "textual", "jinja2", "csv", "json"}
    assert loaded("-m", "hubscore", "--help") & heavy == set()
    assert loaded("-m", "hubscore", "rank", "--help") & (heavy - {"pydantic"}) == set()  # Typer checks types with it


def test_a_plain_ranking_loads_only_what_it_needs() -> None:
    heavy = {"scipy", "rich", "tomli_w", "textual", "jinja2", "csv", "json", "asyncio", "unittest"}
    assert loaded("-m", "hubscore", "-q", "-c", str(ROOT / "configs")) & heavy == set()


def test_the_package_alone_loads_nothing() -> None:
    heavy = {"numpy", "pydantic", "typer", "rich", "tomllib", "scipy"}
    assert loaded("-c", "import hubscore") & heavy == set()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme_and_says_what_it_does(command: str) -> None:
    assert f"`hubscore {command}" in (ROOT / "README.md").read_text(encoding="utf-8")
    module = import_module(f"hubscore.cli.{spelled(command)}")
    assert getattr(module, spelled(command)).__doc__.strip().endswith(".")


def test_the_readme_names_no_command_that_is_not_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"(?:`|\$ |/)hubscore ([a-z]+)", readme))
    assert named <= COMMANDS.keys()


@pytest.mark.parametrize("name", hubscore.__all__)
def test_every_public_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(hubscore, name)
    if name != "__version__":
        assert thing.__doc__
        assert thing.__module__.startswith("hubscore.")


def test_public_names_are_listed_once_and_no_others_resolve() -> None:
    assert dir(hubscore) == sorted(set(hubscore.__all__)) == hubscore.__all__
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        hubscore.nonsense  # noqa: B018
