"""The gates of a check: what options ask for beside [gates], and what they find."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hubscore.cli.drawn import USUAL
from hubscore.cli.options import Shared
from hubscore.errors import Problem, ScoringError, UsageError

if TYPE_CHECKING:
    from hubscore.model.ranking import Ranking
    from hubscore.pages.gates import Gated
    from hubscore.studies.against import Before
    from hubscore.studies.robustness import Robustness
    from hubscore.studies.trips import Condition
    from hubscore.workspace import Workspace


class Wanted(NamedTuple):
    """What the options ask for.

    `asked`: values that win over those of [gates]; `conditions`: what may not happen since
    the baseline. `none`: that no gate be looked at.
    """

    none: bool
    asked: Mapping[str, float]
    required: tuple[str, ...]
    baseline: Path | None = None
    conditions: tuple[Condition, ...] = ()


def wanted(
    none: bool, asked: Mapping[str, float | None], require: Sequence[str], baseline: Path | None, fail_on: Sequence[str]
) -> Wanted:
    """The options, if they fit together.

    Raises
    ------
    UsageError
        Where they do not.
    """
    given = {key: value for key, value in asked.items() if value is not None}
    required = tuple(word.strip() for words in require for word in words.split(",") if word.strip())
    if none and (given or required or baseline or fail_on):
        raise UsageError(Problem("usage", "`--no-gates` does not go with options that ask for gates"))
    if fail_on and baseline is None:
        hint = "as in --baseline baseline.json --fail-on rank-change"
        raise UsageError(Problem("usage", "`--fail-on` needs a `--baseline` to compare with", hint=hint))
    if baseline is None:
        return Wanted(none, given, required)
    from hubscore.studies.trips import conditions

    return Wanted(none, given, required, baseline, conditions(fail_on or ["rank-change"]))


def looked_at(workspace: Workspace, ranking: Ranking, wanted: Wanted, shared: Shared) -> Gated:
    """All gates of valid files.

    Raises
    ------
    InputError
        Where the baseline cannot be read.
    UsageError
        Where it is of another scenario, or a word may mean several hubs.
    """
    from hubscore.pages.gates import Gated
    from hubscore.studies.against import against_baseline
    from hubscore.studies.held import held_gates

    gates = workspace.scorecard.gates.model_copy(update=dict(wanted.asked))
    required = [_hub(workspace, word) for word in wanted.required]
    before = {} if wanted.baseline is None else _baseline(wanted.baseline, workspace)
    sure, undrawn = None, ""
    if gates.max_rank_interval is not None and shared.draws != 0:
        sure, undrawn = _drawn(workspace, ranking, shared)
    held = held_gates(ranking, gates, sure, required) + against_baseline(ranking, before, wanted.conditions)
    options = {key.replace("_", "-") for key in wanted.asked}
    notes = ("max_rank_interval is not looked at: there are no draws",)
    skipped = notes if gates.max_rank_interval is not None and shared.draws == 0 else ()
    return Gated(workspace, ranking, held, sure, options, before, undrawn, skipped)


def _baseline(path: Path, workspace: Workspace) -> dict[str, Before]:
    """Rank and score of every hub of a snapshot."""
    from hubscore.files.snapshot import read_snapshot
    from hubscore.studies.against import Before
    from hubscore.workspace import shown

    record = read_snapshot(path, shown(path)).record
    was, now = record.scorecard.scenario, workspace.scenario
    if was != now:
        names = [f"the scenario `{name}`" if name else "no scenario" for name in (was, now)]
        hint = f"add --scenario {was}" if was else "leave --scenario out, or take a snapshot with it"
        raise UsageError(Problem("usage", f"the baseline is of {names[0]}, this ranking of {names[1]}", hint=hint))
    return {row.hub: Before(row.rank, row.score) for row in record.tables.ranking}


def _drawn(workspace: Workspace, ranking: Ranking, shared: Shared) -> tuple[Robustness | None, str]:
    """Ranks over the draws, and why there are none; a gate is worth its time, however large the table."""
    from hubscore.studies.robustness import robustness

    if not (ranking.rank > 0).any():
        return None, ""
    draws = USUAL if shared.draws is None else shared.draws
    try:
        return robustness(workspace.dataset, workspace.scorecard, draws, shared.seed, base=ranking), ""
    except ScoringError as error:
        return None, error.problems[0].message


def _hub(workspace: Workspace, word: str) -> str:
    """The id of the hub that a word means; of none the word itself, which is then missed."""
    from hubscore.cli.ask import named_hub

    try:
        return workspace.dataset.hubs.ids[named_hub(workspace, word)]
    except UsageError as error:
        if error.problems[0].rule != "unknown-id":
            raise
        return word
