from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from hubscore.cli.app import main

CARD = """
title = "Nordic hubs"
hubs = "hubs/*.toml"
as_of = 2024
[measures.gdp]
label = "Gross domestic product"
unit = "m EUR"
[pillars.culture]
[indicators.trade_fairs]
pillar = "culture"
label = "Fairs for trade"
unit = "fairs"
direction = "higher"
goalposts = [0, 100]
[scenarios.past]
as_of = 2023
"""
HUB = """
name = "Helsinki"
local_name = "Helsingfors"
[sources.office]
title = "Office"
[data.trade_fairs]
2024 = { value = 30, evidence = "reported", source = "office" }
2023 = { value = 20, evidence = "official", source = "office" }
[data.gdp]
2024 = { value = 5, evidence = "official", source = "office" }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(CARD)
    (tmp_path / "hubs" / "hel.toml").write_text(HUB)
    (tmp_path / "hubs" / "oslo.toml").write_text('name = "Oslo"\n')
    return tmp_path


def asked(monkeypatch: pytest.MonkeyPatch, folder: Path, *words: str) -> int:
    monkeypatch.setattr(sys, "argv", ["hubscore", "show", *words, "-c", str(folder)])
    return main()


def used(out: str) -> list[int]:
    return [row["year"] for row in json.loads(out)["tables"]["readings"] if row["used"]]


@pytest.mark.parametrize(
    "cell",
    ["hel.trade_fairs", "Helsinki.fairs for trade", "helsingfors.trade-fairs", "helsingf.trade", "HEL.Fairs"],
)
def test_hubs_and_indicators_by_id_name_or_beginning(
    cell: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, folder, cell) == 0
    out, err = capfd.readouterr()
    assert err == ""
    assert out.startswith("Helsinki · Fairs for trade")
    assert "30 fairs (2024, reported) counts: the newest." in out


@pytest.mark.parametrize(
    ("words", "year"),
    [((), 2024), (("--as-of", "2023"), 2023), (("--admit", "official"), 2023), (("--scenario", "past"), 2023)],
)
def test_the_shared_options_decide_what_counts(
    words: tuple[str, ...],
    year: int,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert asked(monkeypatch, folder, "hel.trade_fairs", "-f", "json", *words) == 0
    assert used(capfd.readouterr().out) == [year]


def test_measures_count_as_well(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, folder, "hel.gross", "-f", "csv") == 0
    head, row = capfd.readouterr().out.splitlines()
    assert head == "year,value,at_least,at_most,covers,unit,evidence,source,url,note,used,why_not"
    assert row == "2024,5.0,,,1.0,m EUR,official,Office,,,false,unread"


def test_a_missing_cell_is_an_answer(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, folder, "oslo.trade_fairs", "-f", "md") == 0
    out, err = capfd.readouterr()
    assert "Oslo has no figure: there is no reading." in out
    assert err == ""


@pytest.mark.parametrize(
    ("cell", "message"),
    [
        ("hel", "put a dot between the two"),
        ("hel.", "`hel.` is no cell"),
        (".gdp", "`.gdp` is no cell"),
        ("helsinky.gdp", "did you mean `Helsinki`?"),
        ("hel.trade_fars", "did you mean `trade_fairs`?"),
        ("hel.culture", "there is no indicator or measure `culture`"),
    ],
)
def test_what_is_no_cell_is_refused_with_a_hint(
    cell: str, message: str, folder: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert asked(monkeypatch, folder, cell) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert message in err
