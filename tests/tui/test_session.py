from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hubscore
from hubscore.errors import InputError, ScoringError, UsageError
from hubscore.studies.changes import Figure
from hubscore.studies.whatif import whatif
from hubscore.tui.session import Session

CONFIGS = Path(__file__).parents[2] / "configs"
PILLARS = ("finance", "biotech", "tourism", "connectivity")


@pytest.fixture(scope="module")
def bundled() -> Session:
    return Session(CONFIGS / "scorecard.toml")


def ranks(session: Session) -> dict[str, int]:
    ranking = session.scored.ranking
    return dict(zip(ranking.dataset.hubs.ids, ranking.rank.tolist(), strict=True))


@settings(max_examples=40)
@given(st.lists(st.tuples(st.sampled_from(PILLARS), st.integers(1, 60)), min_size=1, max_size=4))
def test_scores_are_those_of_whatif(bundled: Session, steps: list[tuple[str, int]]) -> None:
    bundled.reset()
    for node, percent in steps:
        bundled.set_share(node, percent / 100)
    shares = {node: bundled.state.shares[node] for node in PILLARS}
    workspace = bundled.base.workspace
    expected = whatif(workspace.dataset, workspace.scorecard, shares=shares).after
    np.testing.assert_allclose(bundled.scored.ranking.index, expected.index, rtol=0, atol=1e-9)
    assert bundled.scored.ranking.rank.tolist() == expected.rank.tolist()


def test_one_share_is_what_whatif_sets(bundled: Session) -> None:
    workspace = bundled.base.workspace
    for node, share in (("tourism", 0.45), ("gfci_rank", 0.6)):
        bundled.reset()
        bundled.set_share(node, share)
        expected = whatif(workspace.dataset, workspace.scorecard, shares={node: share}).after
        np.testing.assert_allclose(bundled.scored.ranking.index, expected.index, rtol=0, atol=1e-9)


def test_a_figure_is_what_whatif_tries(bundled: Session) -> None:
    workspace = bundled.base.workspace
    bundled.reset()
    bundled.set_share("finance", 0.5)
    bundled.try_figure("hefei.gfci_rank", Figure(at_most=20.0))
    tried = {"hefei.gfci_rank": Figure(at_most=20.0)}
    expected = whatif(workspace.dataset, workspace.scorecard, shares={"finance": 0.5}, values=tried).after
    np.testing.assert_allclose(bundled.scored.ranking.index, expected.index, rtol=0, atol=1e-9)
    assert bundled.scored.ranking.index.tolist() != bundled.base.ranking.index.tolist()


def test_scores_by_hand(session: Session) -> None:
    assert session.scored.ranking.score("index")[:3] == pytest.approx([0.5 * 90 + 0.3 * 25 + 0.2 * 40, 50, 33.5 - 2])
    session.set_share("sea", 0.6)
    assert session.state.shares["money"] == pytest.approx(0.25)
    assert session.scored.ranking.score("index")[0] == pytest.approx(0.25 * 90 + 0.15 * 25 + 0.6 * 40)


def test_what_moved(session: Session) -> None:
    assert ranks(session) == {"oslo": 1, "turku": 2, "umea": 3, "york": 0}
    session.set_share("travel", 0.9)
    assert [(m.hub, m.rank_before, m.rank_after) for m in session.moves] == [
        ("umea", 3, 1),
        ("turku", 2, 2),
        ("oslo", 1, 3),
        ("york", None, None),
    ]


def test_locked_siblings_keep_theirs(session: Session) -> None:
    session.toggle_lock("money")
    session.set_share("travel", 0.1)
    assert session.state.shares["money"] == 0.5
    assert session.state.shares["sea"] == pytest.approx(0.4)
    with pytest.raises(UsageError, match="`money` is locked"):
        session.set_share("money", 0.1)
    session.toggle_lock("money")
    session.set_share("money", 0.1)
    assert session.state.shares["money"] == 0.1


def test_undo_and_redo(session: Session) -> None:
    before = session.scored.ranking.index.tolist()
    session.set_share("travel", 0.9)
    after = session.scored.ranking.index.tolist()
    session.toggle_lock("travel")
    assert session.undo()
    assert session.state.locked == frozenset()
    assert session.undo()
    assert session.scored.ranking.index.tolist() == before
    assert not session.undo()
    assert session.redo()
    assert session.scored.ranking.index.tolist() == after
    assert session.redo()
    assert not session.redo()


def test_a_long_move_is_one_step_and_comes_back_to_where_it_began(session: Session) -> None:
    start = session.state
    for share in (0.6, 1.0, 0.5):
        session.set_share("money", share, start)
    assert session.state.shares == pytest.approx(start.shares)
    session.set_share("money", 0.7, start)
    assert session.undo()
    assert session.state == start
    assert not session.undo()


def test_a_step_that_fails_changes_nothing(session: Session) -> None:
    state, scored = session.state, session.scored
    for cell in ("oslo.nonsense", "nowhere.air", "oslo.ports"):
        with pytest.raises(UsageError):
            session.try_figure(cell, Figure(1.0))
    with pytest.raises(UsageError, match="no siblings"):
        session.set_share("banks", 0.3)
    assert (session.state, session.scored) == (state, scored)
    assert not session.undo()


def test_reset_keeps_locks_and_can_be_undone(session: Session) -> None:
    session.toggle_lock("sea")
    session.set_share("money", 0.1)
    session.try_figure("oslo.air", Figure(10.0))
    session.reset()
    assert session.state.shares == session.base.shares
    assert session.state.figures == {}
    assert session.state.locked == {"sea"}
    assert session.undo()
    assert session.state.shares["money"] == 0.1


def test_scenarios(session: Session) -> None:
    assert session.scenarios == {None: "as filed", "flights": "Flights"}
    session.try_figure("oslo.air", Figure(3.0))
    session.pick_next()
    assert session.state.scenario == "flights"
    assert session.state.shares["travel"] == pytest.approx(0.8)
    assert session.state.figures == {"oslo.air": Figure(3.0)}
    assert session.unsaved == []
    session.pick_next()
    assert session.state.scenario is None
    session.pick_next(-1)
    assert session.state.scenario == "flights"
    session.undo()
    session.undo()
    assert session.state.scenario == "flights"


def test_a_scenario_to_begin_with(card: Path) -> None:
    session = Session(card, "Fli")
    assert session.state.scenario == "flights"
    assert session.state.shares["travel"] == pytest.approx(0.8)


def test_everyone_is_ranked_where_asked(card: Path) -> None:
    assert ranks(Session(card, everyone=True))["york"] == 1


def test_what_is_not_saved(session: Session) -> None:
    assert session.unsaved == []
    session.set_share("rail", 0.75)
    session.toggle_lock("money")
    session.set_share("travel", 0.2)
    assert [(dict(s.given), s.shares) for s in session.unsaved] == [
        ({"money": 0.5, "travel": 0.2}, pytest.approx({"money": 0.5, "travel": 0.2, "sea": 0.3})),
        ({"rail": 0.75}, pytest.approx({"air": 0.25, "rail": 0.75})),
    ]
    session.reset()
    assert session.unsaved == []


def test_draws_are_those_of_robust(session: Session, card: Path) -> None:
    assert session.drawn is session.published is None
    session.keep(session.scored, session.scored.drawn(200, 1))
    assert session.drawn is session.published
    workspace = hubscore.open(card)
    expected = hubscore.robustness(workspace.dataset, workspace.scorecard, draws=200, seed=1)
    assert session.drawn is not None
    assert session.drawn.rank_high.tolist() == expected.rank_high.tolist()
    session.set_share("money", 0.1)
    assert session.drawn is None
    assert session.published is not None
    tuned = session.scored.drawn(200, 1)
    session.keep(session.scored, tuned)
    assert session.drawn is tuned
    assert tuned.base is session.scored.ranking
    session.toggle_lock("money")
    assert session.drawn is tuned
    session.undo()
    session.undo()
    assert session.drawn is session.published


def test_reopening_keeps_what_was_changed(session: Session, card: Path) -> None:
    session.set_share("rail", 0.75)
    session.try_figure("oslo.air", Figure(3.0))
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("0.50 # most", "0.60").replace("0.30", "0.20"), encoding="utf-8")
    session.reopen()
    assert session.state.shares["money"] == pytest.approx(0.6)
    assert session.state.shares["rail"] == 0.75
    assert session.base.shares["rail"] == 0.5
    assert session.state.figures == {"oslo.air": Figure(3.0)}
    assert [siblings.shares for siblings in session.unsaved] == [pytest.approx({"air": 0.25, "rail": 0.75})]


def test_reopening_what_is_broken_changes_nothing(session: Session, card: Path) -> None:
    session.set_share("rail", 0.75)
    state, scored = session.state, session.scored
    card.write_text("title = 3", encoding="utf-8")
    with pytest.raises(InputError):
        session.reopen()
    assert (session.state, session.scored) == (state, scored)


def test_reopening_where_a_figure_has_lost_its_place_changes_nothing(session: Session, card: Path) -> None:
    session.try_figure("oslo.rail", Figure(3.0))
    state, scored = session.state, session.scored
    text = card.read_text(encoding="utf-8")
    text = text.replace("[indicators.rail]", '[indicators.rail]\napplies_to = ["turku"]')
    card.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match="does not apply"):
        session.reopen()
    assert (session.state, session.scored) == (state, scored)
    session.set_share("money", 0.1)


def method(card: Path, words: str) -> None:
    text = card.read_text(encoding="utf-8")
    card.write_text(text.replace("[weights]", f"[method]\n{words}\n[weights]"), encoding="utf-8")


def test_what_cannot_be_scored_is_told_with_its_place(card: Path) -> None:
    method(card, 'normalise = "fraction_of_max"')
    hubs = (card.parent / "hubs").glob("*.toml")
    for hub in hubs:
        hub.write_text(
            re.sub(r"banks\]\n2023 = . value = ", r"\g<0>-", hub.read_text(encoding="utf-8")), encoding="utf-8"
        )
    with pytest.raises(ScoringError) as caught:
        Session(card)
    assert caught.value.problems[0].place is not None


def test_a_figure_that_cannot_be_scored_changes_nothing(card: Path) -> None:
    method(card, 'normalise = "fraction_of_max"')
    session = Session(card)
    state, scored = session.state, session.scored
    with pytest.raises(ScoringError, match="no value for Banks of Oslo") as caught:
        session.try_figure("oslo.banks", Figure(-5.0))
    assert caught.value.problems[0].place is not None
    assert not session.undo()
    assert session.state == state
    assert session.scored.ranking is scored.ranking
