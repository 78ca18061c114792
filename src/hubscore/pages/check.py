"""Whether all files are valid, and what in them deserves a second look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hubscore.errors import Problem
from hubscore.model.ranking import Ranking, Remark
from hubscore.model.scenario import in_scenario
from hubscore.model.scorecard import ROOT
from hubscore.model.suggest import did_you_mean
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import Facts, aside_of, counted, listed, remark_notes, title_of
from hubscore.studies.check import Trial
from hubscore.workspace import Workspace

TEXT = Show()


def check_page(workspace: Workspace, problems: Sequence[Problem]) -> Document:
    """Files that could be read: tables `findings` and `contents`."""
    contents = _contents(workspace)
    counts = {key: value for key, value in contents.items() if key not in ("candidates", "benchmarks")}
    words = [counted(number, key[:-1], key) for key, number in counts.items() if number]
    errors = any(problem.severity == "error" for problem in problems)
    verdict = f"{workspace.file.shown} {'cannot be scored' if errors else 'is valid'}: {listed(words)}."
    return Document(
        page="check",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=(verdict, *([_counts(problems)] if problems else [])),
        tables=(_findings(problems), _table(contents)),
        scorecard=Facts(workspace),
    )


def invalid_page(problems: Sequence[Problem]) -> Document:
    """Files that could not be read: table `findings`."""
    files = {problem.place.file for problem in problems if problem.place}
    lead = f"{_counts(problems)[:-1]} in {counted(len(files), 'file')}; nothing can be ranked."
    nothing = dict.fromkeys(("title", "digest", "scenario", "seed"))
    return Document("check", "Not valid", lead=(lead,), tables=(_findings(problems),), scorecard=nothing)


def problems_of(workspace: Workspace, trials: Iterator[Trial]) -> list[Problem]:
    """What the trials found, each with its place and only once."""
    found: dict[tuple[str, str], Problem] = {}
    for trial in trials:
        for problem in _told(workspace, trial):
            if (problem.rule, problem.message) in found:
                continue
            named = problem if trial.scenario is None else in_scenario(problem, trial.scenario)
            found[problem.rule, problem.message] = workspace.placed(named)
    return list(found.values())


def _told(workspace: Workspace, trial: Trial) -> Iterator[Problem]:
    yield from trial.problems
    if trial.same:
        yield _warning("idle-scenario", "the scenario changes nothing", ())
    if trial.ranking is None:
        return
    for remark in trial.remarks:
        yield _remark(workspace, trial.ranking, remark)
    for name in trial.idle:
        message = f"the weight of `{name}` has no effect: a node above averages its indicators, not the pillar"
        yield _warning("idle-weight", message, ("weights", name), 'remove it, or the `over = "indicators"` above it')
    for name, hub in trial.foreign:
        message = f"the reading of `{name}` for {hub} is in a unit that cannot be compared; it does not count"
        yield _warning("other-unit", message, ("indicators", name), f"see `hubscore show {hub}.{name}`")
    if trial.unscored:
        if trial.ranking.left_out:
            yield _warning("unscored", "no hub that [screening] lets pass can be scored", ("screening",))
        else:
            yield _warning("unscored", "no hub has enough figures to be scored", (), "see `hubscore rank --depth`")


def _remark(workspace: Workspace, ranking: Ranking, remark: Remark) -> Problem:
    """A remark of scoring as a finding at the node it is about."""
    scorecard = workspace.scorecard
    path: tuple[str, ...] = ("method", "panel")
    for node in remark.about[:1]:
        path = ("index",) if node == ROOT else ("pillars" if node in scorecard.pillars else "indicators", node)
    [message] = remark_notes(replace(ranking, remarks=(remark,)))
    hint = did_you_mean(remark.about[0], workspace.ignored) if remark.kind == "no data" else ""
    return _warning(remark.kind.replace(" ", "-"), message, path, f"of the table's columns, {hint}" if hint else "")


def _warning(rule: str, message: str, path: tuple[str, ...], hint: str = "") -> Problem:
    return Problem(rule, message, path, hint=hint, severity="warning")


def _counts(problems: Sequence[Problem]) -> str:
    kinds = [problem.severity for problem in problems]
    return listed([counted(kinds.count(kind), kind) for kind in ("error", "warning") if kind in kinds]) + "."


def _contents(workspace: Workspace) -> dict[str, int]:
    card, dataset = workspace.scorecard, workspace.dataset
    benchmarks = int(dataset.hubs.benchmark.sum())
    return {
        "files": len(workspace.inputs) + len(workspace.tables),
        "hubs": len(dataset.hubs),
        "candidates": len(dataset.hubs) - benchmarks,
        "benchmarks": benchmarks,
        "indicators": len(card.indicators),
        "measures": len(card.measures),
        "readings": int((dataset.grade >= 0).sum()),
        "sources": len(dataset.sources),
        "scenarios": len(card.scenarios),
    }


def _table(contents: dict[str, int]) -> Table:
    return Table("contents", tuple(Column(key) for key in contents), (tuple(contents.values()),), shown=False)


def _findings(problems: Sequence[Problem]) -> Table:
    columns = (
        Column("rule"),
        Column(label="Place", show=TEXT),
        Column("severity", "Severity", TEXT),
        Column("file"),
        Column("line"),
        Column("column"),
        Column("key"),
        Column("message", "Finding", TEXT),
    )
    return Table("findings", columns, tuple(map(_row, problems)), shown=bool(problems))


def _row(problem: Problem) -> tuple[Cell, ...]:
    place = problem.place
    where = (place.file, place.line, place.column) if place else (None, None, None)
    return (problem.rule, str(place or ""), problem.severity, *where, problem.key or None, _sentence(problem))


def _sentence(problem: Problem) -> str:
    """The message with what it leaves unsaid: found, expected, hint."""
    facts = [("found ", problem.found), ("expected ", problem.expected), ("", problem.hint)]
    return "; ".join([problem.message, *(word + fact for word, fact in facts if fact and fact not in problem.message)])
