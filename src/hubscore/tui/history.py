"""What was done, so that it can be undone and done again."""

from __future__ import annotations

from typing import Generic, TypeVar

State = TypeVar("State")


class History(Generic[State]):
    """A present, what led to it, and what was undone."""

    def __init__(self, present: State) -> None:
        self.present = present
        self._past: list[State] = []
        self._undone: list[State] = []

    @property
    def last(self) -> State | None:
        """What one step back leads to."""
        return self._past[-1] if self._past else None

    @property
    def next(self) -> State | None:
        """What one step forward leads to."""
        return self._undone[-1] if self._undone else None

    def add(self, state: State) -> None:
        """One step; what was undone is gone."""
        self._past.append(self.present)
        self._undone.clear()
        self.present = state

    def replace(self, state: State) -> None:
        """The same step with another result, as while a bar is dragged."""
        self._undone.clear()
        self.present = state

    def undo(self) -> None:
        """One step back, if there is one."""
        if self._past:
            self._undone.append(self.present)
            self.present = self._past.pop()

    def redo(self) -> None:
        """One step forward again, if one was undone."""
        if self._undone:
            self._past.append(self.present)
            self.present = self._undone.pop()
