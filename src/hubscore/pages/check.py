"""Whether all files are valid, and what in them deserves a second look."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from hubscore.errors import MOST_PROBLEMS, Problem
from hubscore.model.fields import LARGEST
from hubscore.model.ranking import Ranking, Remark
from hubscore.model.scenario import in_scenario
from hubscore.model.scorecard import ROOT
from hubscore.model.suggest import did_you_mean
from hubscore.pages.document import Column, Document, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.findings import findings_table, rules_table
from hubscore.pages.frame import Facts, aside_of, counted, listed, remark_notes, title_of
from hubscore.pages.gates import Gated, gates_line, gates_table
from hubscore.pages.rules import GATES
from hubscore.studies.check import Trial
from hubscore.studies.implausible import Implausible
from hubscore.studies.leap import Leap, leaps
from hubscore.studies.lone_year import LoneYear, lone_year
from hubscore.workspace import Workspace

Found = TypeVar("Found")


def check_page(
    workspace: Workspace, problems: Sequence[Problem], gated: Gated | None = None, notes: Sequence[str] = ()
) -> Document:
    """Files that could be read: tables `findings`, `contents`, `gates` and `rules`.

    `gated`: the gates that were looked at; None where none were to be. Problems of gates are
    among the problems.
    """
    faults = [problem for problem in problems if problem.rule not in GATES]
    contents = _contents(workspace)
    counts = {key: value for key, value in contents.items() if key not in ("candidates", "benchmarks")}
    words = [counted(number, key[:-1], key) for key, number in counts.items() if number]
    errors = any(problem.severity == "error" for problem in faults)
    verdict = f"{workspace.file.shown} {'cannot be scored' if errors else 'is valid'}: {listed(words)}."
    lead = filter(None, [verdict, _counts(faults) if faults else "", gates_line(gated) if gated else ""])
    return Document(
        page="check",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=tuple(lead),
        tables=(findings_table(problems), _table(contents), gates_table(gated), rules_table(problems, gated)),
        notes=(*notes, *(gated.notes if gated else ())),
        scorecard=Facts(workspace),
    )


def invalid_page(problems: Sequence[Problem], notes: Sequence[str] = ()) -> Document:
    """Files that could not be read: tables `findings`, `gates` (empty) and `rules`."""
    files = {problem.place.file for problem in problems if problem.place}
    lead = f"{_counts(problems)[:-1]} in {counted(len(files), 'file')}; nothing can be ranked."
    nothing = dict.fromkeys(("title", "digest", "scenario", "seed"))
    tables = (findings_table(problems), gates_table(None), rules_table(problems))
    return Document("check", "Not valid", lead=(lead,), tables=tables, notes=tuple(notes), scorecard=nothing)


def problems_of(workspace: Workspace, trials: Iterator[Trial]) -> list[Problem]:
    """What the trials found, each with its place and only once."""
    found: dict[tuple[str, str], Problem] = {}
    odd: set[tuple[str, str, int | None]] = set()
    for trial in trials:
        odd |= {(each.hub, each.series, each.year) for each in trial.odd}
        for problem in _told(workspace, trial):
            if (problem.rule, problem.message) in found:
                continue
            named = problem if trial.scenario is None else in_scenario(problem, trial.scenario)
            found[problem.rule, problem.message] = workspace.placed(named)
    dataset, admit = workspace.dataset, workspace.scorecard.evidence.admit
    lone = lone_year(dataset, admit)  # first, since much of what follows may come of it
    leapt = [leap for leap in leaps(dataset, admit) if (leap.hub, leap.series, leap.year) not in odd]
    many = (*_first(workspace, leapt, _leap), *_first(workspace, _namesakes(workspace), _same_name))
    return [*([_lone(workspace, lone)] if lone else []), *found.values(), *many]


def _first(
    workspace: Workspace, found: Sequence[Found], told: Callable[[Workspace, Found], Problem]
) -> Iterator[Problem]:
    """The first of what there may be as many of as there are readings or hubs, and how many more."""
    problems = [told(workspace, each) for each in found[:MOST_PROBLEMS]]
    yield from problems
    more = len(found) - len(problems)
    if more:
        message = f"{counted(more, 'more finding', 'more findings')} of this kind"
        yield workspace.placed(_warning(problems[-1].rule, message, ()))


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
    for odd in trial.odd:
        yield _odd(workspace, odd)
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


def _odd(workspace: Workspace, odd: Implausible) -> Problem:
    """A reading that can hardly be right, at its line."""
    people = workspace.dataset.hubs
    name = people.names[workspace.dataset.column[odd.hub]]
    of = "" if odd.year is None else f" ({odd.year})"
    ends = " and ".join(figure_text(end, None, None) for end in odd.goalposts)
    figure = figure_text(odd.value, None, None)
    far = f"more than twice as far outside the goalposts {ends} as they are apart"
    why = far if odd.far else f"below 0, where the goalposts {ends} are not"
    message = f"{workspace.scorecard.label(odd.indicator)} of {name}{of} is {figure}, {why}"
    path = ("data", odd.series) if odd.year is None else ("data", odd.series, str(odd.year))
    problem = _warning("implausible", message, path, "is it a typo, or in another unit?")
    return workspace.placed_at(odd.hub, problem._replace(hub=odd.hub))


def _lone(workspace: Workspace, lone: LoneYear) -> Problem:
    """A reading dated long after all others, at its line."""
    name = workspace.dataset.hubs.names[workspace.dataset.column[lone.hub]]
    later = f"{lone.year - lone.before} years after every other"
    message = f"the reading of {workspace.scorecard.label(lone.series)} for {name} is dated {lone.year}, {later}"
    problem = _warning("lone-year", message, ("data", lone.series, str(lone.year)), "is it a typo?")
    return workspace.placed_at(lone.hub, problem._replace(hub=lone.hub))


def _leap(workspace: Workspace, leap: Leap) -> Problem:
    """A reading that can hardly follow the one before it, at its line."""
    name = workspace.dataset.hubs.names[workspace.dataset.column[leap.hub]]
    factor = f"{leap.factor:,.0f}" if leap.factor < LARGEST else f"{leap.factor:.0e}"
    times = f"{factor} times" if leap.up else f"1/{factor} of"
    what = f"the reading of {workspace.scorecard.label(leap.series)} for {name} of {leap.year}"
    message = f"{what} is {times} the one before it, of {leap.before}"
    problem = _warning("leap", message, ("data", leap.series, str(leap.year)), "is it a typo, or in another unit?")
    return workspace.placed_at(leap.hub, problem._replace(hub=leap.hub))


def _namesakes(workspace: Workspace) -> list[tuple[str, str, str]]:
    """Hubs that have the name of another one before them, which one, and the name."""
    people, first = workspace.dataset.hubs, dict[str, str]()
    pairs = zip(people.ids, people.names, strict=True)
    found = [(hub, first.setdefault(name.casefold(), hub), name) for hub, name in pairs]
    return [each for each in found if each[0] != each[1]]


def _same_name(workspace: Workspace, found: tuple[str, str, str]) -> Problem:
    """A hub that has the name of another one, at its line."""
    hub, other, name = found
    message = f"`{hub}` and `{other}` are both called {name}; no table tells them apart"
    return workspace.placed_at(hub, _warning("same-name", message, ("name",))._replace(hub=hub))


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
