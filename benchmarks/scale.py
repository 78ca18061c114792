"""Time and memory of draws from 100 to 100,000 hubs and from 1,000 to 1,000,000 draws.

Run by `python benchmarks/scale.py`; it takes some minutes. It prints the tables of docs/scale.md.

Each cell is a process of its own: CPU time of the draws by one thread, with the ranking and
without making up the figures, and the most memory of the whole process, which holds Python, numpy
and the figures too. What would take longer than `LONGEST` is the cell with a tenth of the draws
times ten, and marked with ~. The exponents are least-squares slopes of the logarithms over the
cells that were measured.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import json
import resource
import subprocess
import sys
import time
import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scoring import INDICATORS, PILLARS, problem

import hubscore
from hubscore.model.columns import from_values
from hubscore.model.scorecard import Scorecard
from hubscore.studies.robustness import robustness

HUBS = (100, 1_000, 10_000, 100_000)
DRAWS = (1_000, 10_000, 100_000, 1_000_000)
TASKS = {"weights alone": ["weights"], "weights, readings and gaps together": []}
LONGEST = 30.0
"""Seconds of a cell that is still measured."""

ABSENT = 0.05


class Cell(NamedTuple):
    """What one run took."""

    seconds: float
    gibibytes: float
    measured: bool = True


def gappy(hubs: int, absent: float = ABSENT) -> tuple[hubscore.Dataset, Scorecard]:
    """The problem with a share of its cells absent."""
    values, dataset, card = problem(hubs)
    gone = np.random.default_rng(2).random(values.shape) < absent
    return from_values(dataset.hubs, dataset.series, np.where(gone, np.nan, values)), card


def alone(hubs: int, draws: int, only: Sequence[str]) -> None:
    """Do one cell, and print what it took; whole tables where weights alone are drawn."""
    dataset, card = problem(hubs)[1:] if list(only) == ["weights"] else gappy(hubs)
    start = time.thread_time()
    robustness(dataset, card, draws, only=only, threads=1)
    seconds = time.thread_time() - start
    print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20]))


def in_a_process(hubs: int, draws: int, only: Sequence[str]) -> tuple[float, float]:
    """CPU seconds and GiB of one cell."""
    command = [sys.executable, __file__, str(hubs), str(draws), *only]
    seconds, gibibytes = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return seconds, gibibytes


def row(hubs: int, only: Sequence[str]) -> list[Cell]:
    """One cell for each number of draws, measured as long as that is bearable."""
    cells: list[Cell] = []
    for draws in DRAWS:
        last = cells[-1] if cells else None
        if last is not None and (not last.measured or last.seconds * 10 > LONGEST):
            cells.append(Cell(last.seconds * 10, last.gibibytes, measured=False))
        else:
            cells.append(Cell(*in_a_process(hubs, draws, only)))
    return cells


def table(rows: dict[int, list[Cell]]) -> list[str]:
    """The cells in Markdown."""
    head = ["hubs", *(f"{draws:,} draws" for draws in DRAWS), "memory"]
    lines = [head, ["---:"] * len(head)]
    for hubs, cells in rows.items():
        times = [f"{'' if cell.measured else '~ '}{spoken(cell.seconds)}" for cell in cells]
        sizes = dict.fromkeys(f"{cell.gibibytes:.2f}" for cell in cells if cell.measured)
        lines.append([f"{hubs:,}", *times, f"{' to '.join(sizes)} GiB"])
    return [f"| {' | '.join(line)} |" for line in lines]


def spoken(seconds: float) -> str:
    """A time in words that fit its size."""
    for unit, size in (("h", 3600.0), ("min", 60.0), ("s", 1.0)):
        if seconds >= 2 * size or unit == "s":
            return f"{seconds / size:.2g} {unit}" if seconds < 99.5 * size else f"{seconds / size:.0f} {unit}"
    raise AssertionError


def exponents(rows: dict[int, list[Cell]]) -> tuple[float, float]:
    """How time grows with hubs and with draws: time = c x hubs^a x draws^b."""
    points = [
        (np.log(hubs), np.log(draws), np.log(cell.seconds))
        for hubs, cells in rows.items()
        for draws, cell in zip(DRAWS, cells, strict=True)
        if cell.measured
    ]
    hubs, draws, seconds = np.array(points).T
    (a, b, _), *_ = np.linalg.lstsq(np.column_stack([hubs, draws, np.ones(hubs.size)]), seconds, rcond=None)
    return float(a), float(b)


def main() -> None:
    """Print the tables."""
    print(f"{INDICATORS} indicators in {PILLARS} pillars, one thread.")
    for task, only in TASKS.items():
        rows = {hubs: row(hubs, only) for hubs in HUBS}
        a, b = exponents(rows)
        print(f"\n### {task.capitalize()}\n")
        print("\n".join(table(rows)))
        print(f"\nTime grows with hubs^{a:.2f} and draws^{b:.2f}.", flush=True)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    if len(sys.argv) > 1:
        alone(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
    else:
        main()
