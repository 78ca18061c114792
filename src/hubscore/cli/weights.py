"""hubscore weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hubscore.cli.options import Shared, with_shared

if TYPE_CHECKING:
    from hubscore.errors import Problem

OPTIONS = {
    "": ("--depth",),
    "set": ("--raw", "--dry-run"),
    "derive": ("--node", "--least", "--most", "--force", "--write", "--dry-run"),
}
"""Which options go with which word behind `weights`."""

AS_IN = {
    "--node": "derive pca --node PILLAR",
    "--least": "derive bod --least SHARE",
    "--most": "derive bod --most SHARE",
    "--force": "derive pca --force",
    "--write": "derive pca --write",
    "--raw": "set finance=0.4 --raw",
    "--dry-run": "set finance=0.4 --dry-run",
}
"""How options are written."""


@with_shared
def weights(
    shared: Shared,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="set NODE=SHARE | derive METHOD",
            help="Nothing, to show weights; shares to write, as in `set finance=0.4`; or a method to derive by, as "
            "`hubscore methods weights` lists them.",
            show_default=False,
        ),
    ] = None,
    depth: Annotated[
        int | None, typer.Option(min=1, metavar="[N]", help="Show only down to this level of the tree.")
    ] = None,
    node: Annotated[
        str | None, typer.Option(metavar="PILLAR", help="Derive for its children; the index's if left out.")
    ] = None,
    least: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="SHARE", help="For bod: least share of a child.")
    ] = None,
    most: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="SHARE", help="For bod: greatest share of a child.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Derive from too few hubs all the same.")] = False,
    write: Annotated[bool, typer.Option("--write", help="Write what `derive` finds into the scorecard.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="For set: bare numbers, and nothing else is touched.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the diff and write nothing.")] = False,
) -> object:
    """What weighs what and how much it decides; `set` writes shares, `derive METHOD` finds weights."""
    words, bounds = words or [], {"least": least, "most": most, "force": force}
    derive = {"--node": node, "--least": least, "--most": most, "--force": force, "--write": write}
    verb = _verb(words, {**derive, "--depth": depth, "--raw": raw, "--dry-run": dry_run})
    if not verb:
        return _shown(shared, depth)
    from hubscore.cli.edits import derivation, weights_derived, weights_proposed, weights_set

    if verb == "set":
        return weights_set(shared, words[1:], raw, dry_run)
    found = derivation(words[1], node, bounds)
    return weights_derived(shared, found, dry_run) if write or dry_run else weights_proposed(shared, found)


def _shown(shared: Shared, depth: int | None) -> object:
    """The weights as they are."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened, scored
    from hubscore.pages.weights import weights_page
    from hubscore.studies.importance import importance

    workspace = opened(shared)
    ranking = scored(workspace)
    return Answer(weights_page(workspace, ranking, importance(ranking), depth), shared)


def _verb(words: list[str], options: dict[str, object]) -> str:
    """What is to be done with weights: "" to show them, set or derive; the words and options fit it."""
    from hubscore.errors import UsageError

    given = [option for option, value in options.items() if value is not None and value is not False]
    verb = words[0] if words else ""
    misplaced = [option for option in given if option not in OPTIONS.get(verb, given)]
    if verb not in OPTIONS or (verb == "derive" and len(words) != 2):
        raise UsageError(_unknown(words))
    if misplaced:
        raise UsageError(_misplaced(misplaced[0], verb))
    return verb


def _misplaced(option: str, verb: str) -> Problem:
    """An option that belongs to something else."""
    from hubscore.errors import Problem

    if option == "--depth":
        return Problem("usage", "`--depth` is for showing weights", hint=f"leave it out with `{verb}`; -v shows all")
    homes = " and ".join(f"`weights {home}`" for home, options in OPTIONS.items() if option in options)
    return Problem("usage", f"`{option}` is for {homes}", hint=f"as in `weights {AS_IN[option]}`")


def _unknown(words: list[str]) -> Problem:
    """What is wrong with words that neither show, set nor derive."""
    from hubscore.errors import Problem
    from hubscore.methods.derive import DERIVATIONS
    from hubscore.model.suggest import did_you_mean

    methods = "one of " + ", ".join(DERIVATIONS)
    if words[0] != "derive":
        meant = f"did you mean `weights derive {words[0]}`?" if words[0] in DERIVATIONS else ""
        meant = f"did you mean `weights set {words[0]}`?" if "=" in words[0] else meant
        hint = meant or did_you_mean(words[0], ["derive", "set"])
        expected = f"nothing, to show weights, `set` and shares, or `derive` and {methods}"
        return Problem("usage", f"there is no `weights {words[0]}`", expected=expected, hint=hint)
    if len(words) == 1:
        return Problem("usage", "`weights derive` needs a method", expected=methods)
    return Problem("usage", f"`weights derive` takes one method, not {len(words) - 1}", expected=methods)
