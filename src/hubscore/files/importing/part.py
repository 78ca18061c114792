"""Some rows of a table, in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from hubscore.errors import Place, Problem
from hubscore.files.grid import Grid


@dataclass(frozen=True)
class Part(Grid):
    """A grid of the rows `which` of another one: what is told of a row names its place in the whole."""

    whole: Grid
    which: tuple[int, ...]

    @property
    def lines(self) -> str:
        """What rows are counted in."""
        return self.whole.lines

    def line(self, row: int) -> int:
        """The line of the whole."""
        return self.whole.line(self.which[row] if row >= 0 else row)

    def place(self, row: int, column: str) -> Place:
        """The place in the whole."""
        return self.whole.place(self.which[row] if row >= 0 else row, column)

    def unusable(self, columns: Iterable[str]) -> Iterator[tuple[int, str, Problem]]:
        """Those cells of the whole that are in these rows."""
        rows = {row: at for at, row in enumerate(self.which)} | {-1: -1}
        for row, column, problem in self.whole.unusable(columns):
            if row in rows:
                yield rows[row], column, problem


def part_of(grid: Grid, which: Sequence[int]) -> Part:
    """A grid of some rows."""
    columns = {name: tuple(cells[row] for row in which) for name, cells in grid.columns.items()}
    return Part(grid.shown, "", columns, len(which), grid, tuple(which))
