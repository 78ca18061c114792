from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from hubscore import workspace
from hubscore.files.find import bundled, find


def test_search_upwards(tmp_path: Path) -> None:
    deep = tmp_path / "a/b/c"
    deep.mkdir(parents=True)
    assert find(None, deep, {}) == (bundled(), True)
    (tmp_path / "a/configs").mkdir()
    (tmp_path / "a/configs/scorecard.toml").touch()
    assert find(None, deep, {}) == (tmp_path / "a/configs/scorecard.toml", False)
    (tmp_path / "a/scorecard.toml").touch()
    assert find(None, deep, {}) == (tmp_path / "a/scorecard.toml", False)
    (tmp_path / "a/b/c/scorecard.toml").touch()
    assert find(None, deep, {}) == (deep / "scorecard.toml", False)


def test_variable_and_option(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    environ = {"HUBSCORE_SCORECARD": "one"}
    assert find(None, tmp_path, environ) == (tmp_path / "one/scorecard.toml", False)
    assert find(Path("two.toml"), tmp_path, environ) == (tmp_path / "two.toml", False)
    assert find(tmp_path / "one", Path("/"), environ) == (tmp_path / "one/scorecard.toml", False)
    assert find(None, tmp_path, {"HUBSCORE_SCORECARD": ""}) == (bundled(), True)


def test_bundled_one_is_there() -> None:
    assert bundled().is_file()


def test_the_front_door_has_it() -> None:
    assert (workspace.find, workspace.bundled) == (find, bundled)


@pytest.mark.parametrize("code", [errno.EIO, errno.ESTALE])
def test_a_disk_that_fails_does_not_lead_to_another_scorecard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    (tmp_path / "scorecard.toml").touch()
    monkeypatch.setattr(os, "stat", fail)
    assert find(None, tmp_path, {}) == (tmp_path / "scorecard.toml", False)
    assert find(Path("configs"), tmp_path, {}) == (tmp_path / "configs/scorecard.toml", False)
