"""Attack the program and print what it withstood: bad inputs tried, and all that went wrong, which is to be nothing.

    python tests/fuzz/campaign.py                     100,000 inputs, about ten minutes on one core
    python tests/fuzz/campaign.py --inputs 5000 --seed 7
    python tests/fuzz/campaign.py --only toml,commands --keep found
    python tests/fuzz/campaign.py --fuzzed            without the lists: failing calls, limits, hostile texts

Inputs are spread over the campaigns by their parts; those that try a list come on top. A finding is printed with
what makes it again; `--keep` writes what it was made of to a folder. The exit status is 1 if there is any.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from counts import COLUMNS, Counts


class Campaign(NamedTuple):
    """One row: its name, how many parts of all inputs it takes, and who runs it, as `module:function`.

    The function takes a number of inputs, a seed and what makes these inputs (the name), and gives counts. A campaign
    that tries a fixed list of inputs has 0 parts, and is asked for the number of all.
    """

    name: str
    parts: int
    runs: str


CAMPAIGNS: Sequence[Campaign] = (
    Campaign("toml", 44, "bytewise:campaign"),
    Campaign("scorecard", 7, "bytewise:campaign"),
    Campaign("profile", 7, "bytewise:campaign"),
    Campaign("wide csv", 14, "bytewise:campaign"),
    Campaign("plain csv", 13, "bytewise:campaign"),
    Campaign("import csv", 3, "bytewise:campaign"),
    Campaign("xlsx", 4, "bytewise:campaign"),
    Campaign("import xlsx", 1, "bytewise:campaign"),
    Campaign("snapshot", 10, "bytewise:campaign"),
    Campaign("tables", 2, "structured:tables"),
    Campaign("commands", 5, "structured:commands"),
    Campaign("edits", 2, "structured:edits"),
    Campaign("tuner", 2, "structured:tuner"),
    Campaign("failing calls", 0, "others:faults"),
    Campaign("limits", 0, "others:bounds"),
    Campaign("hostile texts", 0, "others:payloads"),
)
"""Every row of the table, in order; to add one is to add it here."""


def run(campaigns: Sequence[Campaign], inputs: int, seed: int, told: Callable[[str, Counts, float], None]) -> Counts:
    """Run campaigns over so many inputs in all; `told` is called with each name, its counts and its CPU seconds."""
    parts = sum(campaign.parts for campaign in campaigns) or 1
    total = Counts()
    for campaign in campaigns:
        module, _, function = campaign.runs.partition(":")
        started = time.process_time()
        number = -(-inputs * campaign.parts // parts) if campaign.parts else inputs
        found = getattr(import_module(module), function)(number, seed, campaign.name)
        told(campaign.name, found, time.process_time() - started)
        total += found
    return total


def main() -> int:
    """Print the table; returns 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=100_000, help="how many in all")
    parser.add_argument("--seed", type=int, default=1, help="other inputs for another number")
    parser.add_argument("--only", default="", help="names of campaigns, with commas between")
    parser.add_argument("--keep", type=Path, help="a folder for what findings were made of")
    parser.add_argument("--fuzzed", action="store_true", help="only campaigns that make their inputs at random")
    asked = parser.parse_args()
    names = set(filter(None, asked.only.split(",")))
    if unknown := names - {each.name for each in CAMPAIGNS}:
        parser.error(f"no campaign: {', '.join(sorted(unknown))}")
    chosen = [each for each in CAMPAIGNS if not names or each.name in names]
    chosen = [each for each in chosen if each.parts or not asked.fuzzed]
    print(f"{'campaign':<14}" + "".join(f"{title:>{len(title) + 3}}" for title in (*COLUMNS, "CPU s")), flush=True)

    def told(name: str, found: Counts, seconds: float) -> None:
        cells = [f"{number:>{len(title) + 3},}" for title, number in zip(COLUMNS, found.numbers, strict=True)]
        print(f"{name:<14}{''.join(cells)}{seconds:>8.0f}", flush=True)
        for finding in found.findings:
            print(f"    {finding.kind}: {finding.what}\n      {finding.made}", flush=True)
            if asked.keep is not None:
                finding.keep(asked.keep)

    total = run(chosen, asked.inputs, asked.seed, told)
    told("all", Counts(*total.numbers), time.process_time())
    return 1 if any(total.numbers[2:]) else 0


if __name__ == "__main__":
    sys.exit(main())
