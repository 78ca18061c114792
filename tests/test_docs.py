"""What docs/ says is so: its commands run, in the repository that it describes; its YAML and the hooks are right."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hubscore.formats.registry import FORGES
from hubscore.pages.rules import GATES

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
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


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled scorecard, laid out as the page says."""
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "configs", folder, dirs_exist_ok=True)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_runs_and_passes(command: str, repository: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
    path = f"{Path(sys.executable).parent}{os.pathsep}{kept['PATH']}"
    environment = kept | {"PATH": path, "GITHUB_STEP_SUMMARY": str(repository / "step_summary_1"), "LC_ALL": "C.UTF-8"}
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
    assert "(docs/ci.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
