"""Commands that change files: what they are told, and how they answer."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from hubscore.cli.answer import Answer, colour_wanted, format_name, refuse_unprintable
from hubscore.cli.ask import opened, own_card, refuse_to_overwrite, scored
from hubscore.cli.emit import emit, encoding_of, say
from hubscore.cli.muted import muted
from hubscore.cli.options import Shared
from hubscore.cli.pairs import number, once, share, split
from hubscore.editing.edit import Edited, Plan, proposed
from hubscore.editing.readings import FIGURES, cell_of, plan_reading
from hubscore.editing.weights import plan_derived, plan_numbers, plan_shares
from hubscore.errors import Problem, UsageError
from hubscore.files.literal import Scalar
from hubscore.formats.patch import patch_text
from hubscore.formats.safe import safe
from hubscore.model.named import node_named
from hubscore.model.scorecard import ROOT
from hubscore.pages.derive import derive_page
from hubscore.pages.document import Document
from hubscore.pages.edit import reading_edit_page, weights_edit_page, written_lines
from hubscore.studies.derive import Proposal, derived
from hubscore.workspace import Workspace

WHOLE = re.compile(r"[+-]?[0-9]{1,15}")
NUMBERS = (*FIGURES, "covers")


def weights_set(shared: Shared, words: Sequence[str], raw: bool, dry: bool) -> object:
    """Write shares, or bare numbers, and show what that does."""
    if not words:
        hint = "as in `hubscore weights set finance=0.4`"
        raise UsageError(Problem("usage", "`weights set` needs a share", expected="NODE=SHARE, one or more", hint=hint))
    wanted = once("weights set", (_bare(word) if raw else share(word) for word in words))

    def page(edited: Edited) -> Document:
        plan = None if edited.effect is None else edited.effect.after.plan
        nodes = [] if plan is None else [node_named(word, plan) for word in wanted]
        return weights_edit_page(edited, nodes, not dry, shared.verbose)

    return answered(shared, partial(plan_numbers if raw else plan_shares, wanted=wanted), page, dry)


def weights_proposed(shared: Shared, derivation: Callable[[Workspace], Proposal]) -> object:
    """Derived weights, of which nothing is written."""
    workspace = opened(shared)
    return Answer(derive_page(workspace, derivation(workspace), shared.verbose), shared)


def weights_derived(shared: Shared, derivation: Callable[[Workspace], Proposal], dry: bool) -> object:
    """Write derived weights, and show what stands behind them."""
    kept: list[Proposal] = []

    def planned(workspace: Workspace, scenario: str | None) -> Plan:
        kept.append(derivation(workspace))
        return plan_derived(workspace, scenario, kept[-1])

    def page(edited: Edited) -> Document:
        return derive_page(edited.after, kept[-1], shared.verbose, [*written_lines(edited, not dry)])

    return answered(shared, planned, page, dry)


def reading_set(shared: Shared, cell: str, words: Sequence[str], dry: bool) -> object:
    """Write a reading, and show what that does."""
    fields = once("set", map(_field, words))

    def page(edited: Edited) -> Document:
        return reading_edit_page(edited, cell_of(edited.after, cell), not dry, shared.verbose)

    return answered(shared, partial(plan_reading, cell=cell, fields=fields), page, dry)


def answered(
    shared: Shared,
    planned: Callable[[Workspace, str | None], Plan],
    page: Callable[[Edited], Document],
    dry: bool,
) -> object:
    """Make a change, or show its diff, under the lock; then say what it does."""
    with proposed(own_card(shared, "edited"), planned, shared.scenario, shared.as_of, shared.admit) as edited:
        refuse_to_overwrite(edited.before, shared.output)
        document, done = page(edited), ""
        refuse_unprintable(document, shared)
        if not dry:
            edited.save()
            done = f"{edited.draft.shown} is written" if edited.plan.changes else ""
    if dry and shared.output is None and format_name(shared) in ("table", "plain"):
        return _diffed(edited, shared)
    return Answer(document, shared, done=done)


def _diffed(edited: Edited, shared: Shared) -> int:
    """Print what would change, as people and `patch` read it."""
    emit(patch_text(edited.draft.diff(), encoding_of(sys.stdout), colour_wanted(shared, "stdout")))
    if not shared.quiet:
        same = "" if edited.plan.changes else f": {safe(edited.draft.shown)} says so already"
        say(f"note: nothing was written{same}")
    return 0


def _bare(word: str) -> tuple[str, float]:
    node, text = split(word, "NODE=NUMBER", "as in finance=2", "weight")
    return node, number(text, word, "a number, as in finance=2")


def _field(word: str) -> tuple[str, Scalar]:
    """`value=12` as a key of a reading and what it is to say; an empty text takes the key away."""
    key, text = split(word, "KEY=VALUE", "as in value=12, source=yearbook-2023 or evidence=official", "field")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError(Problem("usage", f"`{key}` is not UTF-8")) from None
    if key not in NUMBERS or not text:
        return key, text
    return key, int(text) if WHOLE.fullmatch(text) else number(text, word, "a number, as in value=29129.03")


def derivation(method: str, node: str | None, options: dict[str, Any]) -> Callable[[Workspace], Proposal]:
    """How to derive weights; what does not fit is told with its place in the scorecard."""

    def derive(workspace: Workspace) -> Proposal:
        ranking = scored(workspace)
        try:
            with muted():
                return derived(ranking, workspace.scorecard, method, node or ROOT, **options)
        except UsageError as error:
            raise UsageError(workspace.placed(each) if each.path else each for each in error.problems) from error

    return derive
