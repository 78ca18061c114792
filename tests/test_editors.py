"""What editors make of the schemas: tombi and taplo, which stand behind most of them, offline, by `#:schema` lines."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import hubscore
from hubscore.cli.schema import schema

BIN = Path(sys.executable).parent
TOOLS = {"tombi": ["lint", "--offline", "--quiet"], "taplo": ["lint", "--no-auto-config", "--colors", "never"]}
CARD, HUB = "scorecard.toml", "hubs/hefei.toml"
BROKEN = [
    (CARD, "goalposts = [0, 5]\n", "goalpost = [0, 5]\n", "goalpost"),
    (CARD, "[evidence]\n", "[evidences]\n", "evidences"),
    (CARD, 'direction = "higher"\ngoalposts = [0, 5]\n', "goalposts = [0, 5]\n", "direction"),
    (CARD, 'direction = "higher"\n', 'direction = "up"\n', "up"),
    (CARD, "goalposts = [0, 5]\n", "goalposts = [0, 5, 9]\n", ""),
    (CARD, "goalposts = [0, 5]\n", 'goalposts = [0, "most"]\n', ""),
    (CARD, "goalposts = [0, 5]\n", "goalposts = [0, 1e300]\n", ""),
    (CARD, "finance = 0.30\n", 'finance = "much"\n', ""),
    (CARD, "finance = 0.30\n", "finance = -1\n", ""),
    (CARD, 'admit = "estimate"', 'admit = "rumour"', ""),
    (CARD, 'normalise = "goalposts" #', 'normalise = "goalpost" #', ""),
    (CARD, "as_of = 2025", 'as_of = "2025"', ""),
    (CARD, "min_coverage = 0.5", "min_coverage = 1.5", ""),
    (CARD, 'hubs = "hubs/*.toml"', 'hubs = "../hubs/*.toml"', ""),
    (CARD, 'title = ', 'titel = ', "titel"),
    (HUB, 'evidence = "official"', 'evidence = "offical"', "offical"),
    (HUB, "\n2024 = {", '\n"last year" = {', ""),
    (HUB, "\n2024 = { value = 4,", '\n2024 = { value = "4",', ""),
    (HUB, "\n2024 = { value = 4,", "\n2024 = { value = 4, at_least = 3,", ""),
    (HUB, "\n2024 = { value = 4,", "\n2024 = {", ""),
    (HUB, "\n2024 = { value = 4,", "\n2024 = { value = 4, covers = 0,", ""),
    (HUB, "name = ", "names = ", "name"),
    (HUB, 'role = "candidate"', 'role = "winner"', ""),
    (HUB, "\n[sources.", "\n[source.", "source"),
]  # fmt: skip
"""A file, what stands in it, what is put there instead, and a word that must be told of it."""

BEYOND = {
    "card-num-weight-unknown.toml", "card-num-weights-all-zero.toml", "card-sch-goalposts-crossed.toml",
    "card-sch-goalposts-equal.toml", "card-sch-hubs-no-match.toml", "card-sch-per-unknown.toml",
    "card-sch-pillar-unknown.toml", "hub-sch-bounds-crossed.toml", "hub-sch-unknown-source.toml",
    "hub-lim-hexint.toml", "hub-txt-noncharacter.toml", "hub-txt-zalgo.toml",
}  # fmt: skip
"""Faults that no schema can know: they need other files, arithmetic, or the categories of Unicode."""

EXHAUSTING = "hub-lim-dotted-10000.toml"
"""A file made to keep a parser busy, as it does taplo's for half a minute."""


@pytest.fixture
def configs(root: Path, tmp_path: Path) -> Path:
    """A copy of the bundled files."""
    return Path(shutil.copytree(root / "configs", tmp_path / "configs"))


def judged(tool: str, *files: Path) -> tuple[bool, str]:
    """Whether a tool accepts files, and what it says; with no settings and no cache but its own."""
    home = str(files[0].parent)
    plain = {name: value for name, value in os.environ.items() if not name.startswith(("TOMBI", "TAPLO", "XDG"))}
    environ = plain | {"HOME": home, "XDG_CACHE_HOME": f"{home}/.cache", "XDG_CONFIG_HOME": f"{home}/.config"}
    command = [str(BIN / tool), *TOOLS[tool], *map(str, files)]
    done = subprocess.run(command, cwd=home, env=environ, capture_output=True, text=True, timeout=60, check=False)
    return done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("tool", TOOLS)
def test_the_bundled_files_are_accepted(tool: str, configs: Path) -> None:
    files = [configs / CARD, *(configs / "hubs").iterdir()]
    assert len(files) == 8
    assert all(file.read_text(encoding="utf-8").startswith("#:schema ") for file in files)
    assert judged(tool, *files)[0]


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    ("name", "old", "new", "word"), BROKEN, ids=[f"{case[0]}-{case[2].strip()}" for case in BROKEN]
)
def test_a_broken_file_is_rejected_as_the_program_does(
    tool: str, name: str, old: str, new: str, word: str, configs: Path
) -> None:
    file = configs / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    accepted, said = judged(tool, file)
    assert not accepted
    assert word in said
    with pytest.raises(hubscore.InputError):
        hubscore.open(configs)


@pytest.mark.parametrize("tool", TOOLS)
def test_the_line_is_what_names_the_schema(tool: str, configs: Path) -> None:
    """The path is relative to the file itself, wherever the tool was started: without the line nothing is known."""
    file = configs / HUB
    broken = file.read_text(encoding="utf-8").replace('evidence = "official"', 'evidence = "offical"')
    file.write_text(broken, encoding="utf-8")
    assert not judged(tool, file)[0]
    file.write_text(broken.partition("\n")[2], encoding="utf-8")
    assert judged(tool, file)[0]


@pytest.mark.parametrize("tool", TOOLS)
def test_schemas_that_were_written_serve_a_folder_of_ones_own(tool: str, tmp_path: Path) -> None:
    schema(output=tmp_path / "schema")
    card = tmp_path / CARD
    card.write_text('#:schema schema/scorecard.json\nhubs = "*.toml"\n[indicators.a]\ndirection = "higher"\n')
    assert judged(tool, card) == (True, judged(tool, card)[1])
    card.write_text(card.read_text().replace("higher", "upward"))
    assert not judged(tool, card)[0]


@pytest.mark.parametrize("tool", TOOLS)
def test_of_the_broken_scorecards_all_are_rejected_that_a_schema_can_know(
    tool: str, shared: Path, root: Path, tmp_path: Path
) -> None:
    cases = list(csv.DictReader((shared / "bad_toml/manifest.csv").read_text(encoding="utf-8").splitlines()))
    accepted = set()
    for kind in ("hubs", "."):
        (tmp_path / kind).mkdir(exist_ok=True)
    shutil.copytree(root / "configs/schema", tmp_path / "schema")
    for case in (case for case in cases if case["file"] != EXHAUSTING):
        inner = case["takes the place of"].startswith("hubs/")
        file = tmp_path / ("hubs" if inner else ".") / case["file"]
        line = b"#:schema ../schema/hub.json\n" if inner else b"#:schema schema/scorecard.json\n"
        data = (shared / "bad_toml" / case["file"]).read_bytes()
        file.write_bytes(data if data.startswith(b"#:schema") else line + data)
        if judged(tool, file)[0]:
            accepted.add(case["file"])
    assert len(cases) == 86
    assert accepted <= BEYOND
