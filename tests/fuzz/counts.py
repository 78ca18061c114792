"""What a campaign counts: inputs tried, and what went wrong by its kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

COLUMNS = ("inputs", "refused", "crashes", "wrong statuses", "lost bytes", "escapes")
"""The columns of the table. All but the first two are to be 0; `refused` shows that inputs are not all alike."""

KINDS = ("crashes", "statuses", "lost", "escapes")
"""What a finding may be: one a column behind the first two."""


class Finding(NamedTuple):
    """One thing that went wrong: of which kind, what it was, and what makes it again; `parts`: the files behind it."""

    kind: str
    what: str
    made: str
    parts: dict[str, bytes]

    def keep(self, folder: Path) -> None:
        """Write what it was made of."""
        number = sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0
        home = folder / f"{number:03}"
        for name, data in {**self.parts, "FINDING": f"{self.kind}: {self.what}\n{self.made}\n".encode()}.items():
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(data)


@dataclass
class Counts:
    """Numbers in the order of the columns, and the first finding of each sort."""

    inputs: int = 0
    refused: int = 0
    crashes: int = 0
    statuses: int = 0
    lost: int = 0
    escapes: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def numbers(self) -> tuple[int, ...]:
        return (self.inputs, self.refused, self.crashes, self.statuses, self.lost, self.escapes)

    def tried(self, refused: bool) -> None:
        """Count one input."""
        self.inputs += 1
        self.refused += refused

    def add(self, finding: Finding) -> None:
        """Count a finding; it is kept unless one like it is."""
        setattr(self, finding.kind, getattr(self, finding.kind) + 1)
        if all((each.kind, each.what) != (finding.kind, finding.what) for each in self.findings):
            self.findings.append(finding)

    def __add__(self, other: Counts) -> Counts:
        sums = (one + two for one, two in zip(self.numbers, other.numbers, strict=True))
        return Counts(*sums, findings=[*self.findings, *other.findings])
