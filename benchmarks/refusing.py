"""What a refusal costs: every broken file of `../shared/bad_toml`, against a check of the good ones.

Run by `python benchmarks/refusing.py`. It names the slowest; memory is held by tests/test_bad_toml.py.
"""

from __future__ import annotations

import csv
import shutil
import sys
import tempfile
from pathlib import Path

from cpu import in_turns

BAD = Path(__file__).resolve().parents[2] / "shared/bad_toml"
GOOD, ROUNDS, SLOWEST = "good", 3, 5


def folders(parent: Path) -> dict[str, Path]:
    """The good scorecard, and a copy for each fault with one file replaced."""
    made = {GOOD: BAD / GOOD}
    with (BAD / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        for case in csv.DictReader(manifest):
            made[case["file"]] = shutil.copytree(BAD / GOOD, parent / case["file"])
            shutil.copyfile(BAD / case["file"], made[case["file"]] / case["takes the place of"])
    return made


def main() -> None:
    """Print CPU seconds and ratios."""
    with tempfile.TemporaryDirectory() as parent:
        check = [sys.executable, "-m", "hubscore", "check", "-c"]
        commands = {name: [*check, str(folder)] for name, folder in folders(Path(parent)).items()}
        seconds = in_turns(commands, ROUNDS, statuses=(0, 2))
    good = seconds.pop(GOOD)
    print(f"{good:6.3f} s CPU   1.00 x  the good scorecard")
    slowest = sorted(seconds, key=seconds.__getitem__, reverse=True)[:SLOWEST]
    for name in slowest:
        print(f"{seconds[name]:6.3f} s CPU  {seconds[name] / good:5.2f} x  {name}")
    print(f"the slowest {len(slowest)} of {len(seconds)} broken ones")


if __name__ == "__main__":
    main()
