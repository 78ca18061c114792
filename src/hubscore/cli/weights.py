"""hubscore weights."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from hubscore.cli.options import Shared, with_shared

if TYPE_CHECKING:
    from hubscore.errors import Problem


@with_shared
def weights(
    shared: Shared,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="derive METHOD",
            help="Nothing, to show weights; or a method, as `hubscore methods weights` lists them.",
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
) -> object:
    """What weighs what and how much it decides; `derive METHOD` for weights from data or judgements."""
    from hubscore.cli.answer import Answer
    from hubscore.cli.ask import opened, scored
    from hubscore.errors import UsageError
    from hubscore.model.scorecard import ROOT
    from hubscore.pages.derive import derive_page
    from hubscore.pages.weights import weights_page
    from hubscore.studies.derive import derived
    from hubscore.studies.importance import importance

    method = _method(words or [], {"--node": node, "--least": least, "--most": most, "--force": force or None}, depth)
    workspace = opened(shared)
    ranking = scored(workspace)
    if method is None:
        return Answer(weights_page(workspace, ranking, importance(ranking), depth), shared)
    try:
        found = derived(ranking, workspace.scorecard, method, node or ROOT, least=least, most=most, force=force)
    except UsageError as error:
        raise UsageError(workspace.placed(each) if each.path else each for each in error.problems) from error
    return Answer(derive_page(workspace, found, shared.verbose), shared)


AS_IN = {
    "--node": "pca --node PILLAR",
    "--least": "bod --least SHARE",
    "--most": "bod --most SHARE",
    "--force": "pca --force",
}
"""How options of `derive` are written."""


def _method(words: list[str], of_derive: dict[str, object], depth: int | None) -> str | None:
    """The method to derive by; None to show."""
    from hubscore.errors import UsageError

    given = [option for option, value in of_derive.items() if value is not None]
    if not words and not given:
        return None
    if words[:1] == ["derive"] and len(words) == 2 and depth is None:
        return words[1]
    raise UsageError(_misfit(words, given))


def _misfit(words: list[str], given: list[str]) -> Problem:
    """What is wrong with words that neither show nor derive."""
    from hubscore.errors import Problem
    from hubscore.methods.derive import DERIVATIONS
    from hubscore.model.suggest import did_you_mean

    methods = "one of " + ", ".join(DERIVATIONS)
    if not words:
        hint = f"as in `weights derive {AS_IN[given[0]]}`"
        return Problem("usage", f"`{given[0]}` is for `weights derive`", expected=f"`derive` and {methods}", hint=hint)
    if words[0] != "derive":
        meant = f"did you mean `weights derive {words[0]}`?" if words[0] in DERIVATIONS else ""
        hint = meant or did_you_mean(words[0], ["derive"])
        expected = f"nothing, to show weights, or `derive` and {methods}"
        return Problem("usage", f"there is no `weights {words[0]}`", expected=expected, hint=hint)
    if len(words) == 1:
        return Problem("usage", "`weights derive` needs a method", expected=methods)
    if len(words) > 2:
        return Problem("usage", f"`weights derive` takes one method, not {len(words) - 1}", expected=methods)
    return Problem("usage", "`--depth` is for showing weights", hint="leave it out with `derive`; -v shows all")
