"""What a new folder holds."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import hubscore
from hubscore.files.create import write_new
from hubscore.files.starter import EXAMPLE_HUBS, copied, example


def test_the_example_is_valid_and_says_that_it_is_invented(tmp_path: Path) -> None:
    write_new(tmp_path / "new", {name: file.data for name, file in example().items()}, "new")
    workspace = hubscore.open(tmp_path / "new")
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    assert set(ranking.dataset.hubs.ids) == set(EXAMPLE_HUBS)
    assert (ranking.index > 0).all()
    for profile in workspace.profiles.values():
        assert all("Invented" in source.text for source in profile.sources.values())
    grades = {
        reading.evidence
        for p in workspace.profiles.values()
        for ys in p.data.values()
        for r in ys.values()
        for reading in r
    }
    assert grades == {"estimate"}


def test_every_toml_file_names_a_schema_that_is_there() -> None:
    files = example()
    for name, file in files.items():
        if name.endswith(".toml"):
            line = file.data.decode().splitlines()[0]
            schema = line.removeprefix("#:schema ").removeprefix("../")
            assert line.startswith("#:schema ")
            assert schema in files
            assert name.count("/") == line.count("../")


def test_the_schemas_are_those_of_the_bundled_scorecard(root: Path) -> None:
    for name, file in example().items():
        if name.startswith("schema/"):
            assert file.data == (root / "configs" / name).read_bytes()


@pytest.mark.parametrize("hubs", ['hubs = "**/*.toml"', 'data = { csv = "raw/t.csv", id = "id" }'])
def test_a_copy_is_the_same_to_the_byte(tmp_path: Path, hubs: str) -> None:
    card = f'title = "T" # kept\n{hubs}\n[indicators.x]\ndirection = "higher"\ngoalposts = [0, 1]\n'
    hub = b'name = "A"\r\nsources.s.title = "S"\r\n'
    hub += b'[data.x]\r\n2020 = { value = 1, evidence = "official", source = "s" }\r\n'
    (tmp_path / "raw").mkdir()
    (tmp_path / "other.toml").write_text(card)
    (tmp_path / "raw" / "t.csv").write_bytes(b"\xef\xbb\xbfid,x\r\nb,0.5\r\n")
    (tmp_path / "raw" / "a.toml").write_bytes(hub)
    files = copied(tmp_path / "other.toml", hubscore.open(tmp_path / "other.toml").scorecard)
    assert files["scorecard.toml"].data == card.encode()
    kept = "raw/a.toml" if "hubs" in hubs else "raw/t.csv"
    assert files[kept].data == (tmp_path / kept).read_bytes()
    assert set(files) == {"scorecard.toml", kept, "schema/scorecard.json", "schema/hub.json"}
    assert tomllib.loads(files["scorecard.toml"].data.decode())["title"] == "T"
