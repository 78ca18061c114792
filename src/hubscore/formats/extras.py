"""Packages that some formats need, and what is said where one is missing."""

from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from hubscore.errors import Problem, UsageError


class Extra(NamedTuple):
    """A package: the `module` to import, its name, the `task`, the extra that brings it, which `others` do without."""

    module: str
    package: str
    task: str
    extra: str
    others: str

    def missing(self) -> UsageError:
        """The error of doing without."""
        hint = f"pip install 'hubscore[{self.extra}]', or {self.package} alone; {self.others} need nothing"
        return UsageError(Problem("missing-extra", f"{self.task} needs the package {self.package}", hint=hint))

    def refuse_without(self) -> None:
        """Raise where it is not installed; nothing is imported."""
        if find_spec(self.module) is None:
            raise self.missing()


JINJA = Extra("jinja2", "Jinja2", "writing HTML", "report", "md, csv and json")

XLSXWRITER = Extra("xlsxwriter", "XlsxWriter", "writing a workbook", "xlsx", "csv and json")
