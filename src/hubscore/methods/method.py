"""What a row in a table of methods says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

Compensability = Literal["", "full", "partial", "none"]

Value = float | str | tuple[float, ...] | None
"""What one parameter may be."""


class Parameter(NamedTuple):
    """One parameter of a method.

    `default` is what a scorecard that leaves it out means; without one it must be given.
    `least` and `most` bound every number, ends included; `words` are what may stand instead
    of a number, or all there is to choose from.
    """

    name: str
    kind: Literal["number", "word", "hub", "numbers"] = "number"
    default: Value = None
    least: float | None = None
    most: float | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """One choice of one step.

    `function` is the kernel; the rows of one table share a signature, which the table's
    module states. One parameter is written `{ name = value }` and reaches the kernel as it
    is; of several, written `{ name = { parameter = value } }`, it gets a tuple.
    """

    name: str
    function: Callable[..., Any]
    meaning: str
    reference: str = ""
    parameters: tuple[Parameter, ...] = ()
    compensability: Compensability = ""

    @property
    def default(self) -> Any:
        """The parameter, or the tuple of them, that the bare name means."""
        if len(self.parameters) == 1:
            return self.parameters[0].default
        return tuple(parameter.default for parameter in self.parameters) or None

    @property
    def bare(self) -> bool:
        """Whether the name alone says all."""
        return all(parameter.default is not None for parameter in self.parameters)


Row = TypeVar("Row", bound=Method)


def table(*rows: Row) -> dict[str, Row]:
    """The rows by name, in the order they are shown."""
    return {row.name: row for row in rows}
