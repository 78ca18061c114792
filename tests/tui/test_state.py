from __future__ import annotations

import hubscore
from hubscore.studies.changes import Figure
from hubscore.tui.session import Session
from hubscore.tui.state import State


def test_what_a_ranking_follows_from() -> None:
    state = State(None, {"a": 0.4, "b": 0.6})
    assert state.key == State(None, {"a": 0.4, "b": 0.6}, frozenset("a"), meant=frozenset("b")).key
    assert state.key != State("s", {"a": 0.4, "b": 0.6}).key
    assert state.key != State(None, {"a": 0.5, "b": 0.5}).key
    assert state.key != State(None, {"a": 0.4, "b": 0.6}, figures={"x.a": Figure(1.0)}).key


def test_a_base_knows_its_families_and_shares(session: Session) -> None:
    base = session.base
    assert base.families["air"] == ("air", "rail")
    assert base.shares["air"] == 0.5


def test_draws_rank_everyone_where_everyone_is_ranked(session: Session) -> None:
    scored = session.scored
    assert scored.drawn(100, 1).rank_low.tolist()[3] == 0
    everyone = hubscore.score(scored.dataset, scored.scorecard, everyone=True)
    assert scored._replace(ranking=everyone, everyone=True).drawn(100, 1).rank_low.tolist()[3] == 1


def test_whoever_waits_is_told(session: Session) -> None:
    told: list[tuple[int, int]] = []
    session.scored.drawn(300, 1, lambda done, most: told.append((done, most)))
    assert told[-1] == (300, 300)
