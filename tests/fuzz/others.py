"""Campaigns that try a list of inputs, as rows of the same table: failing calls, limits, hostile texts.

Each is asked for the number of all inputs, and tries its whole list from `WHOLE` on, of fewer a part.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from counts import Counts, Finding

WHOLE = 100_000


def _every(inputs: int) -> int:
    return max(1, WHOLE // max(1, inputs))


def _counted(inputs: int, made: str, told: Sequence[str], **numbers: int) -> Counts:
    [kind] = list(numbers)[:1]
    findings = [Finding(kind, each, made, {}) for each in told]
    return Counts(inputs=inputs, **numbers, findings=findings)


def faults(inputs: int, _seed: int, _name: str) -> Counts:
    """Calls of the system that fail, in every command that writes."""
    from faults import faults as tried

    found = tried(every=_every(inputs))
    made = "python tests/fuzz/faults.py"
    return _counted(found.tried, made, found.told, lost=found.lost + found.left, statuses=found.wrong)


def bounds(inputs: int, _seed: int, _name: str) -> Counts:
    """Input that is made to take long or much, in child processes with limits."""
    from bounds import CASES
    from bounds import bounds as tried

    number, told = tried(list(CASES)[:: _every(inputs)])
    return _counted(number, "python tests/fuzz/bounds.py", told, crashes=len(told))


def payloads(inputs: int, seed: int, _name: str) -> Counts:
    """Hostile texts through every field, option, file and folder name, every format and both streams."""
    sys.path.append(str(Path(__file__).resolve().parents[1]))  # the folder `injection` is beside this one
    from injection.campaign import campaign as tried

    found = tried(every=_every(inputs), first=seed)
    return _counted(found.runs, "python tests/injection/campaign.py", found.escapes, escapes=len(found.escapes))
