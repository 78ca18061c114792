from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hubscore.cli.app import main
from hubscore.model.schema import schema_text


def asked(monkeypatch: pytest.MonkeyPatch, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hubscore", "schema", *words])
    return main()


@pytest.mark.parametrize(("words", "kind"), [((), "scorecard"), (("scorecard",), "scorecard"), (("hub",), "hub")])
def test_the_schema_is_printed_as_it_is(
    words: tuple[str, ...], kind: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, *words) == 0
    assert capfd.readouterr() == (schema_text(kind), "")


def test_it_goes_to_a_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, "hub", "-o", str(tmp_path / "hub.json")) == 0
    assert (tmp_path / "hub.json").read_text(encoding="utf-8") == schema_text("hub")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "kinds"), [((), ["hub", "scorecard"]), (("hub",), ["hub"]), (("scorecard",), ["scorecard"])]
)
@pytest.mark.parametrize("name", ["schema", "dotted.d"])
def test_a_folder_takes_both_or_the_one_asked_for(
    words: tuple[str, ...], kinds: list[str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dotted.d").mkdir()
    assert asked(monkeypatch, *words, "-o", str(tmp_path / name)) == 0
    found = {path.name: path.read_text(encoding="utf-8") for path in (tmp_path / name).iterdir()}
    assert found == {f"{kind}.json": schema_text(kind) for kind in kinds}


@pytest.mark.parametrize(
    ("words", "message"),
    [(("hubs",), "did you mean `hub`?"), (("-f", "csv"), "a schema has no format `csv`")],
)
def test_what_there_is_not(
    words: tuple[str, ...], message: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, *words) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
