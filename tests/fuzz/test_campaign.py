"""The campaigns in small, and that they would notice: a program that misbehaves is told of in the right column."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import bytewise
import campaign
import cards
import lines
import pytest
import readers
import structured
from counts import Counts, Finding

from hubscore.cli.app import COMMANDS

INPUTS = {"toml": 300, "wide csv": 200, "plain csv": 200, "snapshot": 200, "import xlsx": 20}
"""How many of each; 40 of the others. By hand and in CI there are more."""

FOLDER = cards.Folder({"title": "T", "indicators": {"i0": {}}}, {"h0": {}}, {})
OWN = {"import": "tables", "tune": "tuner"}
"""Commands with a campaign of their own."""


@pytest.mark.parametrize("each", campaign.CAMPAIGNS, ids=lambda each: each.name)
def test_nothing_gets_through(each: campaign.Campaign) -> None:
    if each.parts == 0:
        pytest.skip("a list of inputs that is tried whole has its own tests")
    told: list[Counts] = []
    total = campaign.run([each], INPUTS.get(each.name, 40), 0, lambda _name, found, _seconds: told.append(found))
    assert [f"{finding.what} ({finding.made})" for finding in told[0].findings] == []
    assert total.inputs >= INPUTS.get(each.name, 40)
    assert 0 < total.refused < total.inputs


def test_every_reader_and_every_command_is_attacked() -> None:
    names = {each.name for each in campaign.CAMPAIGNS}
    assert readers.READERS.keys() == bytewise.CORPORA.keys() <= names
    assert lines.of_commands(FOLDER).keys() | OWN.keys() == COMMANDS.keys()
    assert set(OWN.values()) <= names


def test_every_row_is_run_by_something() -> None:
    for each in campaign.CAMPAIGNS:
        module, _, function = each.runs.partition(":")
        assert callable(getattr(import_module(module), function))


def test_the_same_seed_makes_the_same_inputs() -> None:
    assert bytewise.made("toml", 3, 5) == bytewise.made("toml", 3, 5) != bytewise.made("toml", 4, 5)


def _raises(_words: object) -> int:
    raise KeyError("oops")


def _writes(_words: object) -> int:
    with Path("scorecard.toml").open("a") as file:
        file.write("# more")
    return 0


def _prints(text: str, status: int) -> Callable[[object], int]:
    def run(_words: object) -> int:
        sys.stdout.write(text)
        return status

    return run


@pytest.mark.parametrize(
    ("run", "column"),
    [
        (_raises, "crashes"),
        (_prints("", 7), "statuses"),
        (_prints("answer\n", 2), "statuses"),
        (_prints("\x1b[2J\n", 0), "escapes"),
        (_prints("\u202e\n", 0), "escapes"),
        (_writes, "lost"),
    ],
)
def test_what_goes_wrong_is_counted(run: Any, column: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.cli.app.run", run)
    found = structured.commands(12, 1, "commands")
    assert getattr(found, column) > 0
    assert column in {finding.kind for finding in found.findings}


def test_a_reader_that_misreads_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hubscore.files.toml.tomllib.loads", lambda _text: {"x": 1})
    monkeypatch.setattr("readers.tomllib.loads", lambda _text: {"y": 1})
    assert bytewise.campaign(20, 0, "toml").crashes > 0


def test_the_table_and_the_status_say_what_was_found(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def findings(inputs: int, _seed: int, _name: str) -> Counts:
        found = Counts(inputs=inputs, refused=3)
        found.add(Finding("lost", "a file", "hubscore set", {"hubs/a.toml": b"x"}))
        return found

    monkeypatch.setattr(structured, "findings", findings, raising=False)
    monkeypatch.setattr(campaign, "CAMPAIGNS", (campaign.Campaign("one", 1, "structured:findings"),))
    monkeypatch.setattr(sys, "argv", ["campaign.py", "--inputs", "12", "--keep", str(tmp_path / "kept")])
    assert campaign.main() == 1
    told = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert told[1][:7] == ["one", "12", "3", "0", "0", "1", "0"]
    assert told[-1][:7] == ["all", "12", "3", "0", "0", "1", "0"]
    assert (tmp_path / "kept/000/hubs/a.toml").read_bytes() == b"x"


def test_a_campaign_that_is_not_there_does_not_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["campaign.py", "--only", "toml,tolm"])
    with pytest.raises(SystemExit) as ended:
        campaign.main()
    assert ended.value.code == 2
    assert "no campaign: tolm" in capsys.readouterr().err
