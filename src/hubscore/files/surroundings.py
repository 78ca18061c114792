"""What holds a scorecard in a repository: a workflow, hooks, and what git need not keep."""

from __future__ import annotations

import json
from shlex import quote

from hubscore.files.starter import Files, Written

WORKFLOW = ".github/workflows/scorecard.yml"
HOOKS = ".pre-commit-config.yaml"

AT_THE_ROOT = (".github", HOOKS)
"""What is looked for at the root of a repository and nowhere else."""

WORKFLOW_TEXT = """\
# Holds every change to the scorecard: all files valid, all gates held. For GitHub, which looks for it in
# .github/workflows at the root of the repository and nowhere else; -c names the scorecard from there.
name: scorecard

on:
  push:
    branches: [main]
  pull_request:

permissions:
  contents: read

jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0
        with:
          persist-credentials: false
      - uses: actions/setup-python@e797f83bcb11b83ae66e0230d6156d7c80228e7c # v6.0.0
        with:
          python-version: "3.12"
      # Where hubscore comes from: a wheel, or a git address with its commit, so that the same files give the same
      # ranking. Write it here, or as the variable HUBSCORE of the repository (Settings, Secrets and variables,
      # Actions, Variables). This file was made by version VERSION.
      - run: pip install "${HUBSCORE:?say in the variable HUBSCORE where hubscore is installed from}"
        env:
          HUBSCORE: ${{ vars.HUBSCORE }}
      - run: CHECK
      - run: RANK
"""

HOOKS_TEXT = """\
# `pre-commit install` once; then no commit leaves the scorecard broken. For the root of the repository.
repos:
  - repo: local
    hooks:
      - id: hubscore-check
        name: hubscore check
        entry: CHECK
        language: system
        files: \\.(toml|csv|xlsx)$
        pass_filenames: false
"""

IGNORED_TEXT = """\
# what hubscore and spreadsheet programs leave while they write
.hubscore-*.tmp
~$*
.~lock.*#

# answers, which the files here make anew
ranking.*
report.html
"""


def surroundings(version: str, place: str = ".") -> Files:
    """The files beside a scorecard.

    Parameters
    ----------
    version
        Of the program that writes them.
    place
        The scorecard's folder from the root of the repository, where the commands run.
    """
    check, rank = (f"hubscore {command} -c {quote(place)}" for command in ("check", "rank"))
    workflow = WORKFLOW_TEXT.replace("VERSION", version)
    workflow = workflow.replace("RANK", _scalar(f'{rank} -f md >> "$GITHUB_STEP_SUMMARY"'))
    workflow = workflow.replace("CHECK", _scalar(f'{check} -f github --summary "$GITHUB_STEP_SUMMARY"'))
    return {
        WORKFLOW: Written(workflow.encode(), "checks every change, on GitHub"),
        HOOKS: Written(HOOKS_TEXT.replace("CHECK", _scalar(check)).encode(), "checks every commit"),
        ".gitignore": Written(IGNORED_TEXT.encode(), "what git need not keep"),
    }


def _scalar(command: str) -> str:
    """A command as YAML writes it: as it is, or in quotes where the name of a folder could mean something else."""
    return json.dumps(command) if "'" in command else command
