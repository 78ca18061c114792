"""Several runs at once: of answers to one file one is whole, of edits none is lost, who reads sees one of both."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import hubscore
from hubscore.errors import InputError
from hubscore.workspace import Workspace

PROGRAM = [sys.executable, "-m", "hubscore"]
CARD = 'hubs = "hubs/*.toml"\n[pillars.a]\n[pillars.b]\n'
CARD += "".join(
    f'[indicators.{name}]\npillar = "{pillar}"\ndirection = "higher"\ngoalposts = [0, 9]\n'
    for name, pillar in (("x", "a"), ("y", "b"))
)
HUB = 'name = "N"\n[sources.s]\ntitle = "S"\n[data.x]\n2023 = { value = 3, evidence = "official", source = "s" }\n'
HUB += '[data.y]\n2023 = { value = 5, evidence = "official", source = "s" }\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    for hub in ("oslo", "turku"):
        (tmp_path / f"hubs/{hub}.toml").write_text(HUB)
    return tmp_path


def started(folder: Path, words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([*PROGRAM, *words.split()], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def ended(*runs: subprocess.Popen[bytes]) -> list[tuple[int, bytes]]:
    said = [run.communicate()[1] for run in runs]
    return [(run.returncode, text) for run, text in zip(runs, said, strict=True)]


def test_of_answers_to_one_file_one_is_there_whole(folder: Path) -> None:
    words = [f"rank --draws 0 -f {form} -o out" for form in ("json", "md", "html")]
    whole = set()
    for each in words:
        assert ended(started(folder, each)) == [(0, b"")]
        whole.add((folder / "out").read_bytes())
    assert len(whole) == 3
    assert ended(*(started(folder, each) for each in words)) == [(0, b"")] * 3
    assert (folder / "out").read_bytes() in whole
    assert sorted(path.name for path in folder.iterdir()) == ["hubs", "out", "scorecard.toml"]


def test_of_edits_at_once_none_is_lost(folder: Path) -> None:
    words = ("set oslo.x.2023 value=7", "set turku.y.2023 value=8", "weights set a=0.25", "set oslo.y.2023 value=2")
    assert [status for status, _ in ended(*(started(folder, each) for each in words))] == [0] * 4
    found = hubscore.open(folder)
    assert set(found.dataset.value.ravel().tolist()) == {7, 8, 2, 3}
    assert found.scorecard.weights == {"a": 0.25, "b": 0.75}
    assert [path.name for path in folder.rglob(".hubscore*")] == []


def test_who_reads_while_somebody_edits_sees_the_old_or_the_new(folder: Path) -> None:
    from hubscore.files.edit import draft, editing

    child = os.fork()
    if child == 0:
        try:
            for value in range(400):
                with editing(folder):
                    path = folder / "hubs/oslo.toml"
                    draft(path, "oslo.toml", {("data", "x", "2023", "value"): value % 9}).save()
        finally:
            os._exit(0)
    seen = set()
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        seen |= set(hubscore.open(folder).dataset.value.ravel().tolist())
    assert seen <= {*range(9)}


def wide(folder: Path) -> Workspace:
    (folder / "raw.csv").write_text("id,x\na,1\nb,2\n")
    (folder / "scorecard.toml").write_text(
        'data = { csv = "raw.csv", id = "id", evidence = "official", source = "S" }\n'
        '[indicators.x]\ndirection = "higher"\ngoalposts = [0, 9]\n'
    )
    return hubscore.open(folder)


def test_a_digest_is_that_of_what_was_read_or_none(tmp_path: Path) -> None:
    before = wide(tmp_path).digest
    late = wide(tmp_path)
    (tmp_path / "raw.csv").write_text("id,x\na,1\nb,3\n")
    with pytest.raises(InputError, match=r"raw\.csv was changed while it was read") as caught:
        _ = late.digest
    assert caught.value.problems[0].hint == "run the command again"
    with pytest.raises(InputError, match="was changed"):
        _ = late.digests
    assert hubscore.open(tmp_path).digest != before


@pytest.mark.parametrize("name", ["scorecard.toml", "hubs/oslo.toml"])
def test_digests_of_inputs_are_those_of_what_was_read_or_none(folder: Path, name: str) -> None:
    late = hubscore.open(folder)
    with (folder / name).open("a") as file:
        file.write("# a later note\n")
    with pytest.raises(InputError, match=f"{name} was changed while it was read"):
        _ = late.digests
