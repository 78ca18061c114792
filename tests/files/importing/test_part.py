from __future__ import annotations

from collections.abc import Callable

from hubscore.files.grid import Grid
from hubscore.files.importing.part import part_of
from hubscore.files.xlsx.look import Look
from hubscore.files.xlsx.sheet import SheetGrid


def test_places_are_those_of_the_whole(grid_of: Callable[..., Grid]) -> None:
    grid = grid_of("id,x\na,1\nb,2\nc,3\n")
    part = part_of(grid, [0, 2])
    assert part.columns == {"id": ("a", "c"), "x": ("1", "3")}
    assert part.rows == 2
    assert part.place(1, "x") == grid.place(2, "x")
    assert part.place(-1, "x") == grid.place(-1, "x")
    assert [part.line(row) for row in (-1, 0, 1)] == [1, 2, 4]
    assert part.lines == "lines"
    assert list(part.unusable(["x"])) == []


def test_faults_of_other_rows_are_left_out() -> None:
    whole = SheetGrid(
        "t.xlsx", "", {"id": ("a", "b", "c")}, 3, "S", (0, 1, 2, 3), 0, Look({(1, 0): "#N/A", (3, 0): ""}, ())
    )
    part = part_of(whole, [1, 2])
    assert [(row, column) for row, column, _ in part.unusable(["id"])] == [(1, "id")]
    assert str(part.place(1, "id")) == "t.xlsx!S!A4"
    assert part.lines == "rows"
