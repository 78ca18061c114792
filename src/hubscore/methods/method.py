"""What a row in a table of methods says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

Compensability = Literal["", "full", "partial", "none"]


@dataclass(frozen=True, slots=True)
class Method:
    """One choice of one step.

    `function` is the kernel; the rows of one table share a signature, which the table's
    module states. `parameter` names what `{ name = parameter }` stands for ("" where there is
    none) and `default` is what the bare name means; a parameter without a default must be
    given. `least` and `most` bound a number, ends included.
    """

    name: str
    function: Callable[..., Any]
    meaning: str
    reference: str = ""
    parameter: str = ""
    default: float | str | None = None
    least: float | None = None
    most: float | None = None
    compensability: Compensability = ""

    @property
    def takes(self) -> Literal["nothing", "number", "hub"]:
        """What kind of parameter the method takes."""
        if not self.parameter:
            return "nothing"
        return "hub" if self.parameter == "hub" else "number"


Row = TypeVar("Row", bound=Method)


def table(*rows: Row) -> dict[str, Row]:
    """The rows by name, in the order they are shown."""
    return {row.name: row for row in rows}
