"""What holds a scorecard in a repository."""

from __future__ import annotations

import shlex
from typing import Any

import pytest
import yaml

from hubscore.files.surroundings import HOOKS, WORKFLOW, surroundings


def steps(place: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = yaml.safe_load(surroundings("1.2.3", place)[WORKFLOW].data)["jobs"]["check"]["steps"]
    return [step for step in found if "run" in step]


@pytest.mark.parametrize("place", [".", "cities", "a/b", "my cities", 'it\'s: #1 "here"', "a\nb", "\u5317"])
def test_commands_name_the_folder_from_the_root(place: str) -> None:
    _, check, rank = (step["run"] for step in steps(place))
    assert shlex.split(check) == ["hubscore", "check", "-c", place, "-f", "github", "--summary", "$GITHUB_STEP_SUMMARY"]
    assert shlex.split(rank) == ["hubscore", "rank", "-c", place, "-f", "md", ">>", "$GITHUB_STEP_SUMMARY"]
    [repository] = yaml.safe_load(surroundings("1.2.3", place)[HOOKS].data)["repos"]
    assert shlex.split(repository["hooks"][0]["entry"]) == ["hubscore", "check", "-c", place]
    assert repository["hooks"][0]["files"] == r"\.(toml|csv|xlsx)$"


def test_nothing_is_installed_by_its_name() -> None:
    install = steps(".")[0]
    assert shlex.split(install["run"])[:2] == ["pip", "install"]
    assert shlex.split(install["run"])[2].startswith("${HUBSCORE:?")
    assert install["env"] == {"HUBSCORE": "${{ vars.HUBSCORE }}"}


def test_the_version_is_told() -> None:
    assert b"by version 1.2.3." in surroundings("1.2.3")[WORKFLOW].data
