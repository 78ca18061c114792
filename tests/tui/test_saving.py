from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hubscore.errors import HubscoreError, InputError, WriteError
from hubscore.tui.saving import drafted, proposal, save
from hubscore.tui.session import Session


def weights(card: Path) -> dict[str, float]:
    found: dict[str, float] = tomllib.loads(card.read_text(encoding="utf-8"))["weights"]
    return found


def edit(card: Path, old: str, new: str) -> str:
    text = card.read_text(encoding="utf-8")
    assert old in text
    card.write_text(text.replace(old, new), encoding="utf-8")
    return card.read_text(encoding="utf-8")


def signed(session: Session) -> list[str]:
    return [line for line in drafted(session).diff()[2:] if line[:1] in "+-"]


def test_the_draft_is_the_safe_edit(session: Session) -> None:
    assert signed(session) == []
    session.set_share("money", 0.2)
    assert signed(session) == [
        "-money  = 0.50 # most", "-travel = 0.30", "-sea    = 0.20",
        "+money  = 0.20 # most", "+travel = 0.48", "+sea    = 0.32",
    ]  # fmt: skip


def test_what_is_saved_is_what_was_shown(session: Session, card: Path) -> None:
    before = card.read_text(encoding="utf-8")
    session.set_share("money", 0.2)
    seen = proposal(session)
    assert card.read_text(encoding="utf-8") == before
    save(session, seen)
    assert weights(card) == {"money": 0.2, "travel": 0.48, "sea": 0.32}
    assert card.read_text(encoding="utf-8") == before.replace("0.50 #", "0.20 #").replace(
        "travel = 0.30", "travel = 0.48"
    ).replace("sea    = 0.20", "sea    = 0.32")
    assert session.unsaved == []
    assert session.base.shares["money"] == 0.2


def test_after_saving_it_goes_on(session: Session, card: Path) -> None:
    session.set_share("money", 0.2)
    save(session, proposal(session))
    assert [move.rank_before for move in session.moves] == [move.rank_after for move in session.moves]
    session.undo()
    assert session.state.shares["money"] == pytest.approx(0.5)
    save(session, proposal(session))
    assert weights(card) == {"money": 0.5, "travel": 0.3, "sea": 0.2}


def test_saving_goes_into_the_scenario_that_is_picked(session: Session, card: Path) -> None:
    session.pick("flights")
    session.set_share("sea", 0.46)
    save(session, proposal(session))
    assert weights(card)["sea"] == 0.2
    assert "weights = { money = 0.06, travel = 0.48, sea = 0.46 }" in card.read_text(encoding="utf-8")


def test_new_weights_of_indicators_get_a_place(session: Session, card: Path) -> None:
    session.set_share("rail", 0.75)
    save(session, proposal(session))
    assert weights(card)["rail"] == 0.75
    assert weights(card)["air"] == 0.25


@pytest.mark.parametrize("when", ["before it is shown", "after it was shown"])
def test_a_changed_file_is_not_saved_over(session: Session, card: Path, when: str) -> None:
    session.set_share("money", 0.2)
    seen = proposal(session) if when.startswith("after") else None
    theirs = edit(card, "# most", "# least")
    shares = session.state.shares
    with pytest.raises(WriteError, match="changed by somebody else since it was read") as caught:
        save(session, seen) if seen is not None else proposal(session)
    assert "keeps your shares" in caught.value.problems[0].hint
    assert card.read_text(encoding="utf-8") == theirs
    assert session.state.shares == shares
    session.reopen()
    save(session, proposal(session))
    assert card.read_text(encoding="utf-8").count("# least") == 1
    assert weights(card)["money"] == 0.2


def test_what_was_shown_is_not_saved_once_something_else_is_meant(session: Session, card: Path) -> None:
    session.set_share("money", 0.2)
    seen = proposal(session)
    before = card.read_text(encoding="utf-8")
    session.set_share("money", 0.3)
    with pytest.raises(WriteError):
        save(session, seen)
    assert card.read_text(encoding="utf-8") == before


def test_a_file_that_is_gone_is_not_made_anew(session: Session, card: Path) -> None:
    session.set_share("money", 0.2)
    seen = proposal(session)
    card.unlink()
    for step in (lambda: save(session, seen), lambda: drafted(session), lambda: proposal(session)):
        with pytest.raises(HubscoreError):
            step()
    assert not card.exists()
    assert session.state.shares["money"] == 0.2


def test_profiles_that_broke_meanwhile_stop_it(session: Session, card: Path) -> None:
    session.set_share("money", 0.2)
    before = card.read_text(encoding="utf-8")
    (card.parent / "hubs" / "oslo.toml").write_text("name = 3", encoding="utf-8")
    with pytest.raises(InputError):
        proposal(session)
    assert card.read_text(encoding="utf-8") == before
