"""What runs on a forge: every action by its commit, few rights, and nothing of a stranger in a shell."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from hubscore.files.surroundings import HOOKS, WORKFLOW, surroundings

ROOT = Path(__file__).resolve().parents[1]
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))
EVERY = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
USES = re.compile(r"^\s*-? ?uses: (.*)$", re.MULTILINE)
PINNED = re.compile(r"([a-z-]+/[a-z-]+)(?:/[a-z-]+)?@([0-9a-f]{40}) # (v\d+\.\d+\.\d+)")


def sources() -> Iterator[tuple[str, str]]:
    """Everything that calls an action: our workflows, what `init` writes, what the documentation shows."""
    yield from ((path.name, path.read_text(encoding="utf-8")) for path in WORKFLOWS)
    yield "init", surroundings("0.1.0")[WORKFLOW].data.decode()
    yield "docs/ci.md", (ROOT / "docs/ci.md").read_text(encoding="utf-8")


def jobs(path: Path) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"]
    return found


def test_every_action_is_named_by_a_commit_and_its_version() -> None:
    """A tag can be moved to other code; and one action is the same wherever it is called."""
    found: dict[str, set[tuple[str, str]]] = {}
    for source, text in sources():
        for used in USES.findall(text):
            pinned = PINNED.fullmatch(used)
            assert pinned, f"{source}: {used}"
            found.setdefault(pinned[1], set()).add((pinned[2], pinned[3]))
    assert {"actions/checkout", "actions/setup-python", "pypa/gh-action-pypi-publish"} <= found.keys()
    assert [action for action, versions in found.items() if len(versions) > 1] == []


@EVERY
def test_rights_are_given_by_the_job_and_few(path: Path) -> None:
    workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert workflow["permissions"] in ({}, {"contents": "read"})
    for name, job in jobs(path).items():
        rights = job.get("permissions", workflow["permissions"])
        if (path.name, name) == ("release.yml", "publish"):
            assert rights == {"id-token": "write", "attestations": "write"}
            assert job["environment"]
        else:
            assert rights == {"contents": "read"}
            assert "environment" not in job


@EVERY
def test_no_credentials_stay_and_no_secret_is_asked_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "secrets." not in text
    for job in jobs(path).values():
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if step.get("uses", "").startswith("actions/checkout@"):
                assert step["with"]["persist-credentials"] is False


@EVERY
def test_no_words_of_a_stranger_reach_a_shell(path: Path) -> None:
    """Expressions are put into a script before a shell reads it; variables are not."""
    assert [step for job in jobs(path).values() for step in job["steps"] if "${{" in step.get("run", "")] == []
    started = yaml.safe_load(path.read_text(encoding="utf-8"))[True]  # YAML 1.1 takes `on` for a truth
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(started)


def test_what_is_published_is_built_where_nothing_can_be_published() -> None:
    release = jobs(ROOT / ".github/workflows/release.yml")
    publish = release["publish"]
    assert set(publish["needs"]) == {"check", "build"}
    assert [step for step in publish["steps"] if "run" in step] == []
    attested, published = (step["uses"].partition("@")[0] for step in publish["steps"][1:])
    assert (attested, published) == ("actions/attest-build-provenance", "pypa/gh-action-pypi-publish")
    run = [step["run"] for step in release["build"]["steps"] if "run" in step]
    assert any("cyclonedx-py" in line and "--validate" in line for line in run)
    assert "pip-audit --strict --require-hashes --disable-pip -r requirements/run.txt" in run


def test_every_file_of_pins_is_audited() -> None:
    [audit] = jobs(ROOT / ".github/workflows/audit.yml").values()
    files = {f"{name}.txt" for name in audit["strategy"]["matrix"]["requirements"]}
    assert files == {path.name for path in (ROOT / "requirements").glob("*.txt")}


def test_zizmor_finds_nothing(tmp_path: Path) -> None:
    """Neither in our workflows nor in the files that `init` writes."""
    for name, file in surroundings("0.1.0", "it's here").items():
        if name in (WORKFLOW, HOOKS):
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes(file.data)
    command = [str(Path(sys.executable).with_name("zizmor")), "--offline", "--no-progress"]
    done = subprocess.run([*command, str(ROOT / ".github"), str(tmp_path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
