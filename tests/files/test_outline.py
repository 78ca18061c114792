from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.files.outline import ID, Outline, outline
from hubscore.model.fields import ID_PATTERN

CARD = """
hubs = "hubs/*.toml"
[pillars.money]
label = "Money"
[indicators.banks]
label = "Banks"
[indicators.air]
[measures.gdp]
unit = "CNY"
[scenarios.flights]
label = "Flights first"
"""


@pytest.fixture
def card(tmp_path: Path) -> Path:
    (tmp_path / "hubs").mkdir()
    for name in ("oslo.toml", "turku.toml", "Not an id.toml", "notes.txt"):
        (tmp_path / "hubs" / name).write_text("is = [ never read")
    path = tmp_path / "scorecard.toml"
    path.write_text(CARD)
    return path


def test_ids_with_labels(card: Path) -> None:
    assert outline(card) == Outline(
        {"oslo": "", "turku": ""},
        {"money": "Money"},
        {"banks": "Banks", "air": ""},
        {"gdp": ""},
        {"flights": "Flights first"},
    )


@pytest.mark.parametrize(
    "text", ["is = [ broken", "", "hubs = 3", 'hubs = "../*.toml"', 'hubs = "nowhere/*"', "pillars = 1"]
)
def test_what_cannot_be_read_names_nothing(card: Path, text: str) -> None:
    card.write_text(text)
    assert outline(card) == Outline()


def test_no_file_at_all(tmp_path: Path) -> None:
    assert outline(tmp_path / "nowhere.toml") == Outline()
    assert outline(tmp_path) == Outline()


def test_of_a_strange_file_only_ids_are_kept(card: Path) -> None:
    card.write_text(
        'pillars = { "$(reboot)" = {}, ok = 3, "a b" = {} }\nindicators = [1]\nscenarios.x.label = 5\nhubs="*"'
    )
    assert outline(card) == Outline({"hubs": ""}, {"ok": ""}, {}, {}, {"x": ""})


def test_an_id_is_what_the_models_say() -> None:
    assert f"^{ID.pattern}$" == ID_PATTERN


@given(st.text(), st.sampled_from([sys.maxsize, 3]))
def test_no_text_is_an_error(tmp_path_factory: pytest.TempPathFactory, text: str, length: int) -> None:
    path = tmp_path_factory.mktemp("card") / "scorecard.toml"
    path.write_text((CARD + text)[-length:], encoding="utf-8", errors="replace")
    assert isinstance(outline(path), Outline)
