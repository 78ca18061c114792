from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from tests.cli.conftest import Run

from hubscore.cli.app import COMMANDS


@pytest.mark.parametrize("words", [("--help",), *((command, "--help") for command in COMMANDS)])
def test_help_shows_what_an_option_takes_and_no_type_of_python(run: Run, words: Sequence[str]) -> None:
    out = run(*words)[1]
    assert "<" not in out.replace("<=", "")
    assert re.search(r"--help +-h +Show this message", out)
