from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import pytest
import typer

from hubscore.cli.app import COMMANDS, spelled
from hubscore.cli.candidates import (
    BY_WORDS,
    CHANGES,
    FACTORS,
    FIXED,
    LOOKED_UP,
    PLACES,
    READING,
    SOURCE,
    Offer,
    offered,
)
from hubscore.cli.options import spellings, with_shared
from hubscore.editing.readings import ABOUT, ORDER
from hubscore.files.outline import Outline
from hubscore.methods.derive import DERIVATIONS
from hubscore.model.evidence import GRADES
from hubscore.pages.methods import TABLES
from hubscore.studies.factors import FAMILIES
from hubscore.studies.reweigh import LEVELS
from hubscore.studies.trips import WORDS

KNOWN = Outline(
    {"oslo": "", "oxford": "", "turku": ""},
    {"money": "Money", "travel": ""},
    {"banks": "", "air_routes": "Air routes"},
    {"gdp": "GDP"},
    {"flights": "Flights"},
)


def function(name: str) -> Callable[..., Any]:
    found: Callable[..., Any] = getattr(import_module(f"hubscore.cli.{spelled(name)}"), spelled(name))
    return found


LOADED = {name: partial(function, name) for name in COMMANDS}


def ask(line: str) -> list[str]:
    *words, current = line.split(" ")
    offer = offered(words, current, LOADED, lambda: KNOWN)
    assert not offer.files
    return list(offer.words)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("", [*COMMANDS]),
        ("ex", ["explain", "export"]),
        ("EXPL", ["explain"]),
        ("explain ", ["oslo", "oxford", "turku"]),
        ("explain o", ["oslo", "oxford"]),
        ("explain oslo ", []),
        ("explain --as-of 2020 -q T", ["turku"]),
        ("explain -f json t", ["turku"]),
        ("explain -f=json t", ["turku"]),
        ("explain --nonsense t", ["turku"]),
        ("explain -- t", ["turku"]),
        ("explain -- -", []),
        ("compare oslo o", ["oxford"]),
        ("compare oslo turku ", ["oxford"]),
        ("trend oslo --against t", ["turku"]),
        ("evidence t", ["turku"]),
        ("rank x", []),
        ("rank --by ", ["money", "travel", "banks", "air_routes"]),
        ("--by m", ["money"]),
        ("--by=m", ["--by=money"]),
        ("--by AIR-", ["air_routes"]),
        ("--nonsense=m", []),
        ("--top ", []),
        ("--scenario ", ["flights"]),
        ("--scen", ["--scenario"]),
        ("--as", ["--as-of"]),
        ("--as_", ["--as-of"]),
        ("rank --se", ["--seed"]),
        ("audit --f", ["--full", "--force", "--format"]),
        ("--admit re", ["reported"]),
        ("-f c", ["csv"]),
        ("--color a", ["auto", "always"]),
        ("--depth ", []),
        ("--depth --t", ["--top", "--table"]),
        ("trend --pace g", ["gdp"]),
        ("trend --pace --ag", ["--against"]),
        ("trend --pace gdp o", ["oslo", "oxford"]),
        ("show o", ["oslo.banks", "oslo.air_routes", "oslo.gdp", "oxford.banks", "oxford.air_routes", "oxford.gdp"]),
        ("show turku.g", ["turku.gdp"]),
        ("whatif --set tr", ["travel="]),
        ("whatif --set travel=", []),
        ("whatif --set travel=0.5 --set b", ["banks="]),
        ("whatif --set=tr", ["--set=travel="]),
        ("whatif --value turku.b", ["turku.banks="]),
        ("whatif --drop b", ["banks"]),
        ("whatif --overtake o", ["oslo", "oxford"]),
        ("whatif --overtake oslo t", ["turku"]),
        ("whatif --overtake oslo turku ", []),
        ("whatif --best t", ["turku"]),
        ("whatif --worst t", ["turku"]),
        ("whatif --gain t", ["turku"]),
        ("whatif --level ", ["pillar", "indicator"]),
        ("robust --only w", ["weights", "weights:money", "weights:travel"]),
        ("robust --only weights:t", ["weights:travel"]),
        ("weights ", ["set", "derive"]),
        ("weights set ", ["money=", "travel=", "banks=", "air_routes="]),
        ("weights set money=1 b", ["banks="]),
        ("weights derive ", [*DERIVATIONS]),
        ("weights derive --node ", ["money", "travel"]),
        ("weights derive p", ["pca"]),
        ("weights derive pca ", []),
        ("weights nonsense ", []),
        ("set turku.g", ["turku.gdp."]),
        ("set turku.gdp.", []),
        ("set turku.gdp.2024 at_", ["at_least=", "at_most="]),
        ("set turku.gdp.2024 value=1 source.t", ["source.title="]),
        ("check --require t", ["turku"]),
        ("check -f g", ["github", "gitlab"]),
        ("rank -f g", []),
        ("check --baseline x.json --fail-on l", ["leader-change"]),
        ("diff x.json --fail-on s", ["score>"]),
        ("methods no", ["normalise"]),
        ("methods ", [*TABLES]),
        ("schema ", ["scorecard", "hub"]),
        ("import --as ", ["profiles", "table"]),
        ("import --decimal c", ["comma"]),
        ("import --evidence of", ["official"]),
        ("--show-completion ", ["bash", "zsh", "fish"]),
        ("--version ", []),
        ("nonsense ", []),
        ("nonsense --by ", []),
    ],
)
def test_what_may_stand_here(line: str, found: list[str]) -> None:
    assert ask(line) == found


FILES = ["-c ", "--scorecard=", "rank -o x", "robust --keep ", "whatif --add-hub ", "import ", "init --from "]
VERSIONS = ["diff ", "diff old.json ", "check --baseline ", "check --summary "]


@pytest.mark.parametrize("line", [*FILES, *VERSIONS])
def test_where_a_file_belongs_the_shell_knows_better(line: str) -> None:
    *words, current = line.split(" ")
    assert offered(words, current, LOADED, lambda: KNOWN) == Offer(files=True)


def test_options_say_what_they_are_for_and_ids_their_label() -> None:
    words = offered((), "-", LOADED, lambda: KNOWN).words
    assert words["--seed"] == "Seed of what is drawn."
    assert {"-h", "--help", "-V", "--version", "--show-completion", "--by", "-c"} <= words.keys()
    assert {"-h", "--help"} <= offered(["audit"], "-", LOADED, lambda: KNOWN).words.keys()
    assert "--version" not in offered(["audit"], "-", LOADED, lambda: KNOWN).words
    assert offered(["--by"], "", LOADED, lambda: KNOWN).words["air_routes"] == "Air routes"
    assert offered(["weights", "derive"], "p", LOADED, lambda: KNOWN).words["pca"] == DERIVATIONS["pca"].meaning


@pytest.mark.parametrize("line", ["", "--", "--by", "-f ", "schema ", "methods ", "weights derive "])
def test_the_scorecard_is_read_only_where_its_ids_are_wanted(line: str) -> None:
    def never() -> Outline:
        raise AssertionError

    *words, current = line.split(" ")
    assert offered(words, current, LOADED, never).words


def test_words_that_never_change_are_those_of_the_program() -> None:
    assert FACTORS == FAMILIES
    assert FIXED["LEVEL"] == tuple(LEVELS)
    assert set(GRADES) == set(ask("--admit "))
    assert (READING, SOURCE) == (ORDER, ABOUT)
    assert [word.rstrip("0.5") for word in WORDS] == list(CHANGES)


UNTOLD = {
    "N",
    "YEAR",
    "YEARS",
    "PLACES",
    "SHARE",
    "ERROR",
    "SPREAD",
    "[N]",
    "[NAME]",
    "TEXT",
    "NAME=ROLE",
    "NAME=WORD",
    "table",
    "sheet",
}
"""What nobody can complete: numbers, texts, groups, and columns, sheets and tables that nobody has looked at yet."""


@pytest.mark.parametrize("name", COMMANDS)
def test_whatever_takes_a_value_can_be_completed(name: str) -> None:
    for parameter in inspect.signature(function(name)).parameters.values():
        kind = parameter.annotation.__origin__
        inner = [kind, *get_args(kind)]
        called = parameter.annotation.__metadata__[0].metavar or ""
        plain = (
            bool in inner or any(path in str(kind) for path in ("Path", "Literal")) or "|" in called or called in PLACES
        )
        tables = {*FIXED, *LOOKED_UP, *BY_WORDS, *UNTOLD}
        assert plain or {parameter.name, called} & tables, f"{name}: {parameter.name} ({called})"


def test_kinds_of_parameters_that_no_command_has_yet() -> None:
    @with_shared
    def odd(
        shared: Any,
        hub: Annotated[str, typer.Argument()],
        level: Annotated[list[Literal["a", "b"]] | None, typer.Argument()] = None,
        path: Annotated[list[Path] | None, typer.Option("--path")] = None,
        other: Annotated[str | None, typer.Option("--other")] = None,
    ) -> None:
        """Do nothing."""

    commands = {"rank": lambda: odd}
    assert list(offered(["rank", "oslo"], "", commands, lambda: KNOWN).words) == ["a", "b"]
    assert list(offered(["rank", "oslo", "a"], "", commands, lambda: KNOWN).words) == ["b"]
    assert offered(["rank", "--other"], "", commands, lambda: KNOWN) == Offer()
    assert [spellings(parameter) for parameter in inspect.signature(odd).parameters.values()][:3] == [
        [],
        [],
        ["--path"],
    ]
