"""What a run of the program costs, against importing what it cannot do without.

Run by `python benchmarks/startup.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from cpu import in_turns

CONFIGS = str(Path(__file__).resolve().parents[1] / "configs")
REFERENCE = "import typer, rich.table, pydantic, numpy, tomllib"
ROUNDS = 15


def main() -> None:
    """Print CPU seconds and ratios."""
    python = sys.executable
    program = [python, "-m", "hubscore"]
    commands = {
        "bare Python": [python, "-c", "pass"],
        f"reference: {REFERENCE}": [python, "-c", REFERENCE],
        "hubscore": program,
        "hubscore rank -c configs": [*program, "rank", "-c", CONFIGS],
        "hubscore explain chongqing": [*program, "explain", "chongqing", "-c", CONFIGS],
        "hubscore --help": [*program, "--help"],
    }
    seconds = in_turns(commands, ROUNDS)
    reference = seconds[f"reference: {REFERENCE}"]
    for name, value in seconds.items():
        print(f"{value:6.3f} s CPU  {value / reference:5.2f} x  {name}")


if __name__ == "__main__":
    main()
