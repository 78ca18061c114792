"""What a ranking rests on: progress, or announcements."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from hubscore.model.evidence import Grade
from hubscore.model.ranking import Ranking
from hubscore.pages.claims import claims_table, course_tables, growth_table, plateau_lines
from hubscore.pages.collect import NOTHING, Part
from hubscore.pages.conflicts import conflict_tables
from hubscore.pages.coverage import mix_text
from hubscore.pages.document import Document
from hubscore.pages.frame import FEW, Facts, aside_of, counted, index_show, listed, remark_notes, some, title_of
from hubscore.pages.ladder import RUNGS, gap_table, ladder_tables, mix_table, rung_lines, rungs_table, shared_tables
from hubscore.pages.sentences import ordinal
from hubscore.pages.targets import targets_by_kind
from hubscore.studies.claims import Course
from hubscore.studies.evidence import Evidence, Rung
from hubscore.studies.promises import Fate, Promise
from hubscore.studies.statements import WEAKEST_MEASURED
from hubscore.workspace import Workspace

COUNTED: dict[Grade, str] = {
    "official": "official figures count",
    "reported": "reported figures count too",
    "secondary": "secondary figures count too",
    "estimate": "estimates count too",
    "announced": "announcements count too",
    "target": "targets count as met",
}
"""What is so from each rung on."""

FATES: dict[Fate, str] = {
    "recorded": "a measured figure goes before it",
    "not scored": "nothing that scores reads it",
    "cumulative": "a sum of years is no reading of one",
    "ratio": "it is set for a ratio, not for its parts",
    "unit": "it is in another unit than the readings",
}
"""Why a target does not count where targets are taken as met."""


def evidence_page(
    workspace: Workspace,
    found: Evidence,
    hub: int | None = None,
    shared: bool = False,
    collect: Part = NOTHING,
) -> Document:
    """The ladder, what the scores rest on, claims, targets and conflicts; of all hubs or of one.

    Parameters
    ----------
    shared
        Whether people see the ladder on the figures that neighbouring rungs share, too.
    collect
        What to collect next: tables that stand below the ladder, and lines.
    """
    alone = hub is not None
    hubs = [hub] if hub is not None else [each for each in found.ranking.listing if not found.ranking.screened[each]]
    claims = [course for course in found.claims if course.hub in hubs]
    targets = [(of, item) for of, item in found.targets if of in hubs]
    conflicts = [each for each in found.conflicts if each.hub in hubs]
    name = f"{found.ranking.dataset.hubs.names[hub]} · " if hub is not None else "Evidence · "
    return Document(
        page="evidence",
        title=name + title_of(workspace),
        aside=aside_of(workspace),
        lead=(*_lead(found, hub), *plateau_lines(workspace, claims, alone)),
        tables=(
            *ladder_tables(found, hubs),
            rungs_table(found),
            *shared_tables(found, hubs, shared and not alone),
            gap_table(found, hubs),
            mix_table(found, hubs, alone),
            *collect.tables,
            claims_table(workspace, claims),
            *(course_tables(claims) if alone else [growth_table(workspace, claims)]),
            *targets_by_kind(workspace, targets, alone),
            *conflict_tables(workspace, conflicts, alone),
        ),
        foot=(*collect.lines, *_foot(workspace, found, hubs, claims, alone)),
        notes=tuple(remark_notes(found.ranking)),
        scorecard=Facts(workspace, collect.seed),
    )


def _lead(found: Evidence, hub: int | None) -> list[str]:
    scoring = [rung for rung in found.rungs if not rung.scores_nobody]
    if not scoring:
        return ["No level of evidence scores anyone."]
    if hub is not None:
        return [*_standing(found, scoring, hub), *_came_true(found, [hub])]
    ranked = [each for each in found.ranking.listing if found.ranking.ranked[each]]
    return [_order(scoring), *_came_true(found, ranked)]


def _order(scoring: Sequence[Rung]) -> str:
    """Whether the order of the hubs holds on every rung, or how many move where."""
    moves = list(filter(None, (_moved(below, above) for below, above in pairwise(scoring))))
    if moves:
        return f"The order depends on the evidence: {'; '.join(moves)}."
    last = scoring[-1].ranking
    order = [_name(last, hub) for hub in last.listing if last.rank[hub]]
    if not order:
        return "No hub is ranked at any level of evidence."
    named = f": {', '.join(order)}" if len(order) <= FEW else ""
    if len(scoring) > 1 and all(rung.same for rung in scoring[1:]):
        return f"No weaker evidence than {scoring[0].admit} changes a score; the order is that of the ranking{named}."
    if len(scoring) == 1:
        return f"Only one level of evidence scores anyone, {RUNGS[scoring[0].admit]}{named}."
    return f"The order is the same at every level of evidence that scores anyone{named}."


def _moved(below: Rung, above: Rung) -> str:
    """How many hubs, and of a few which, have another rank on a rung than on the one before; empty if none has."""
    before, after = below.ranking.rank, above.ranking.rank
    moved = [hub for hub in above.ranking.listing if before[hub] != after[hub]]
    if not moved:
        return ""
    each = [f"{_name(above.ranking, hub)} {_place(before[hub])} → {_place(after[hub])}" for hub in moved]
    named = f" ({', '.join(each)})" if len(each) <= FEW else ""
    of_all = counted(int(((before > 0) | (after > 0)).sum()), "hub")
    change = "changes" if len(moved) == 1 else "change"
    return f"once {COUNTED[above.admit]}, {len(moved):,} of {of_all} {change} rank{named}"


def _standing(found: Evidence, scoring: Sequence[Rung], hub: int) -> list[str]:
    """Where one hub stands on the rungs that score it, and what its own score rests on."""
    ranking, name = found.ranking, _name(found.ranking, hub)
    index = [float(rung.ranking.index[hub]) for rung in scoring if not np.isnan(rung.ranking.index[hub])]
    if not index:
        return [f"{name} is not scored at any level of evidence."]
    places = list(dict.fromkeys(int(rung.ranking.rank[hub]) for rung in scoring if rung.ranking.rank[hub]))
    decimals = index_show(ranking.plan).decimals
    low, high = (f"{end:,.{decimals}f}" for end in (min(index), max(index)))
    place = f" and comes {listed([ordinal(each) for each in places])}" if places else ""
    scores = (
        f"{low} at every level of evidence that scores it" if low == high else f"{low} to {high} by level of evidence"
    )
    lines = [f"{name} scores {scores}{place}."]
    if not np.isnan(ranking.index[hub]):
        figures = counted(int((ranking.grades[:, hub] >= 0).sum()), "figure")
        score = f"{float(ranking.index[hub]):,.{decimals}f}"
        lines.append(f"Its {score} rests on {figures}: {mix_text(ranking.evidence[:, hub])}.")
    return lines


def _came_true(found: Evidence, hubs: Sequence[int]) -> list[str]:
    """What announcements and targets would add, and whether it would change a rank."""
    ranking, record, promised = found.ranking, found.rungs[WEAKEST_MEASURED].ranking, found.rungs[-1].ranking
    gained = {hub: float(found.promised[hub]) for hub in hubs if abs(found.promised[hub]) > ranking.plan.span * 1e-9}
    new = [hub for hub in hubs if np.isnan(record.index[hub]) and not np.isnan(promised.index[hub])]
    if not gained and not new:
        counts = any(each.fate == "counts" and each.hub in hubs for each in found.promises)
        return ["Met targets would change no score."] if counts else []
    order = sorted(gained, key=lambda hub: (-gained[hub], ranking.dataset.hubs.ids[hub]))[:FEW]
    decimals = index_show(ranking.plan).decimals
    words = [f"{_name(ranking, hub)} {gained[hub]:+,.{decimals}f}" for hub in order]
    moved = bool((promised.rank[list(hubs)] != record.rank[list(hubs)]).any())
    parts = [f"{listed(words)} points"] if words else []
    parts += [f"{some([_name(ranking, hub) for hub in new], 'hub')} would be scored"] if new else []
    parts.append("ranks would change" if moved else "no rank would change")
    return [f"If all that is announced or aimed at came true: {'; '.join(parts)}."]


def _foot(
    workspace: Workspace, found: Evidence, hubs: Sequence[int], claims: Sequence[Course], alone: bool
) -> list[str]:
    lines = [f"This scorecard admits {found.rungs[found.own].admit} and better.", *rung_lines(found)]
    lines += filter(None, [_promises([each for each in found.promises if each.hub in hubs], workspace)])
    if not alone and any(rung.shared is not None and not rung.same for rung in found.rungs):
        if np.nan_to_num(found.promised[list(hubs)]).any():
            lines.append("Promised: points that announcements and met targets add to what is measured.")
        lines.append("--shared compares neighbouring levels on the figures that both have.")
    single = [course for course in claims if course.whole is None]
    if single and not alone:
        names = workspace.dataset.hubs.names
        of = some(list(dict.fromkeys(names[course.hub] for course in single)), "hub")
        lines.append(f"{counted(len(single), 'single statement')} of {of}: `hubscore evidence HUB` lists them.")
    if not [each for each in found.conflicts if each.hub in hubs]:
        lines.append("No two readings of one figure and year differ.")
    return lines


def _promises(promises: Sequence[Promise], workspace: Workspace) -> str:
    """How many targets count where they are taken as met, and why the others do not."""
    if not promises:
        return ""
    met = sum(each.fate == "counts" for each in promises)
    why = [
        f"{workspace.dataset.hubs.names[each.hub]}, {workspace.scorecard.label(each.target.of)} "
        f"{each.target.year}: {FATES[each.fate]}"
        for each in promises
        if each.fate != "counts"
    ]
    count = f"{RUNGS['target']}: {met} of {counted(len(promises), 'target')} as a reading of the year it is set for"
    more = f" and {len(why) - FEW} more" if len(why) > FEW else ""
    return f"{count}. Not so: {'; '.join(why[:FEW])}{more}." if why else f"{count}."


def _name(ranking: Ranking, hub: int) -> str:
    return ranking.dataset.hubs.names[hub]


def _place(rank: int) -> str:
    return f"{rank}" if rank else "unranked"
