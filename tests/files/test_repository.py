from __future__ import annotations

from pathlib import Path

import pytest

from hubscore.files.repository import from_root, root_of


def test_the_root_has_a_git_folder_or_file(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert root_of(inner) == tmp_path.resolve()
    (tmp_path / "a" / ".git").write_text("gitdir: elsewhere\n")  # as of a worktree
    assert root_of(inner) == (tmp_path / "a").resolve()


def test_without_one_it_is_the_folder_itself(tmp_path: Path) -> None:
    assert root_of(tmp_path) == tmp_path.resolve()


@pytest.mark.parametrize(
    ("shown", "named"),
    [
        ("hubs/x.toml", "data/hubs/x.toml"),
        ("./hubs//x.toml", "data/hubs/x.toml"),
        ("../scorecard.toml", "scorecard.toml"),
        ("x\ny.toml", "data/x\ny.toml"),
        ("a b:c.toml", "data/a b:c.toml"),
    ],
)
def test_files_are_named_from_the_root(tmp_path: Path, shown: str, named: str) -> None:
    (tmp_path / "data").mkdir()
    root = tmp_path.resolve()
    assert from_root(shown, root / "data", root) == named
    assert from_root(str(root / "data" / shown), root, root) == named


def test_a_file_elsewhere_keeps_its_whole_path(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    root = (tmp_path / "in").resolve()
    assert from_root("../x.toml", root, root) == f"{tmp_path.resolve()}/x.toml"


def test_a_link_to_the_folder_does_not_lead_out(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    assert from_root("x.toml", tmp_path / "link", (tmp_path / "real").resolve()) == "x.toml"
