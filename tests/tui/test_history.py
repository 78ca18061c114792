from __future__ import annotations

from hubscore.tui.history import History


def test_steps_are_taken_back_and_done_again() -> None:
    history = History(1)
    assert (history.last, history.next) == (None, None)
    history.add(2)
    history.add(3)
    history.undo()
    assert (history.last, history.present, history.next) == (1, 2, 3)
    history.redo()
    assert (history.last, history.present, history.next) == (2, 3, None)


def test_at_either_end_nothing_happens() -> None:
    history = History(1)
    history.undo()
    history.redo()
    assert history.present == 1


def test_a_new_step_forgets_what_was_undone() -> None:
    history = History(1)
    history.add(2)
    history.undo()
    history.add(3)
    assert (history.last, history.present, history.next) == (1, 3, None)


def test_a_step_may_get_another_result() -> None:
    history = History(1)
    history.add(2)
    history.undo()
    history.redo()
    history.replace(4)
    history.undo()
    assert (history.present, history.next) == (1, 4)
