"""Loading and ranking a wide table, against reading its numbers with the standard library.

Run by `python benchmarks/loading.py`.

The floor is `csv.reader` over the file and `float()` of every cell. Everything is measured in
one process; the whole programs at the end are CPU seconds of processes of their own.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
from pathlib import Path

from cpu import in_turns
from scoring import least

import hubscore

HUBS, INDICATORS = 20_000, 49

FLOOR = """
import csv, sys
with open(sys.argv[1], newline="") as file:
    rows = csv.reader(file)
    next(rows)
    numbers = [[float(cell) for cell in row[2:]] for row in rows]
"""


def table(folder: Path) -> Path:
    """A table of random figures, and the scorecard for it."""
    draw = random.Random(1)
    names = [f"i{number:02}" for number in range(INDICATORS)]
    with (folder / "raw.csv").open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["code", "name", *names])
        for hub in range(HUBS):
            writer.writerow([f"H{hub:05}", f"Hub {hub}", *(round(draw.uniform(0, 100), 4) for _ in names)])
    indicators = "".join(f'[indicators.{name}]\ndirection = "higher"\ngoalposts = [0, 100]\n' for name in names)
    (folder / "scorecard.toml").write_text(
        f'title = "Large"\ndata = {{ csv = "raw.csv", id = "code", name = "name" }}\n{indicators}'
    )
    return folder / "raw.csv"


def floor(path: Path) -> list[list[float]]:
    """Every number of the table as a float."""
    with path.open(newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return [[float(cell) for cell in row[2:]] for row in rows]


def ours(folder: Path) -> hubscore.Ranking:
    """Open, score, rank."""
    workspace = hubscore.open(folder)
    return hubscore.score(workspace.dataset, workspace.scorecard)


def main() -> None:
    """Print seconds and ratios."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = table(folder)
        ours(folder)
        bare, mine = least(lambda: floor(path), 5), least(lambda: ours(folder), 5)
        print(f"{HUBS:,} hubs x {INDICATORS} indicators, {path.stat().st_size / 1e6:.1f} MB")
        print(f"{bare:7.3f} s    1.00 x  floor: csv.reader and float() of every cell")
        print(f"{mine:7.3f} s  {mine / bare:6.2f} x  hubscore.open and hubscore.score")
        program = [sys.executable, "-m", "hubscore", "rank", "--top", "10", "-c", name]
        seconds = in_turns({"floor": [sys.executable, "-c", FLOOR, str(path)], "hubscore": program}, 3)
        for what, value in seconds.items():
            print(f"{value:7.3f} s CPU {value / seconds['floor']:5.2f} x  whole program: {what}")


if __name__ == "__main__":
    main()
