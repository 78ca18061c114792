"""What help shows of options and arguments."""

from __future__ import annotations

from typing import Any

from typer.core import TyperCommand, TyperGroup


class Command(TyperCommand):
    """A command whose help is without the types of Python."""

    def get_params(self, ctx: Any) -> Any:
        """All options and arguments."""
        return _without_types(super().get_params(ctx))


class Group(TyperGroup):
    """The same of the group."""

    def get_params(self, ctx: Any) -> Any:
        """All options of the group."""
        return _without_types(super().get_params(ctx))


def _without_types(params: list[Any]) -> list[Any]:
    """Behind an option stands what it takes, behind a flag nothing; an argument is its own name."""
    for one in params:
        takes = one.metavar if one.param_type_name == "option" else None
        one.display_type_rich = lambda takes=takes, **_: takes
    return params
