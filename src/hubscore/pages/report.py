"""The report: what all pages have to say of one scorecard, on one page that can be passed on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from hubscore.model.ranking import Ranking
from hubscore.pages.codebook import codebook_table
from hubscore.pages.collect import collect_part
from hubscore.pages.document import Document, Section, Table
from hubscore.pages.evidence import evidence_page
from hubscore.pages.explain import explain_page
from hubscore.pages.frame import Facts, aside_of, counted, index_show, listed, title_of
from hubscore.pages.live import live_of
from hubscore.pages.rank import View, rank_page
from hubscore.pages.report_method import citation_table, codebook_halves, settings_table
from hubscore.pages.report_tables import beside_table, contributions_table, figures_table, rank_intervals_table
from hubscore.pages.robust import robust_page
from hubscore.pages.robust_tables import every_pair_table
from hubscore.pages.sensitivity import sensitivity_foot, sensitivity_lead, sensitivity_tables
from hubscore.pages.trend import trend_page
from hubscore.studies.certainty import Certainty
from hubscore.studies.collect import Collect
from hubscore.studies.evidence import Evidence
from hubscore.studies.explain import explain
from hubscore.studies.importance import importance
from hubscore.studies.leave_out import Omission
from hubscore.studies.sensitivity import Sensitivity
from hubscore.studies.trend import Trend
from hubscore.workspace import Workspace

PROFILED = 1_500
"""Figures that profiles repeat at most: of many hubs only the first have one."""

DRAWN = 40
"""Hubs that charts show, from the first on; tables have all."""

NO_SLIDERS = "The weights have no sliders here: by [screening] they decide who takes part at all."

WEIGHTLESS = {"ranking", "figures", "citation"}
"""Sections that follow the sliders, or say nothing that hangs on weights."""

LEADING = 4
"""Hubs that the first sentence names."""


@dataclass(frozen=True, eq=False)
class Findings:
    """What the report is made of; None for what could not be worked out, and then `unsaid` says why, by section."""

    ranking: Ranking
    evidence: Evidence
    certainty: Certainty | None = None
    collect: Collect | None = None
    trend: Trend | None = None
    sensitivity: Sensitivity | None = None
    omissions: tuple[Omission, ...] = ()
    unsaid: tuple[tuple[str, str], ...] = ()


class _Part(NamedTuple):
    """A section and the tables it brings."""

    section: Section
    tables: tuple[Table, ...] = ()


def report_page(workspace: Workspace, found: Findings, version: str, command: str) -> Document:
    """The report as a document with sections; formats without sections get its tables.

    Parameters
    ----------
    version, command
        Of the program, and what was typed: the report says how it was made.
    """
    ranking = found.ranking
    sure = None if found.certainty is None else found.certainty.whole
    unsaid = dict(found.unsaid)
    ranked = rank_page(workspace, ranking, View(nodes=False), sure, unsaid.get("certainty", ""))
    live = live_of(ranking)
    fixed = (NO_SLIDERS,) if live is None and (ranking.rank > 0).any() else ()
    ranked = ranked._replace(foot=(*fixed, *ranked.foot))
    parts = [
        _of(ranked, "ranking", "Ranking", keep={"ranking", "left_out"}),
        *_contributions(ranking),
        *_certainty(workspace, found),
        _heat(workspace, ranking),
        _of(evidence_page(workspace, found.evidence), "evidence", "Progress or announcement"),
        *_collect(found),
        *_profiles(workspace, found),
        *_drivers(found),
        *_trend(workspace, found),
        *_method(workspace, ranking),
        _citation(workspace, found, version, command),
    ]
    return Document(
        page="report",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=tuple(_lead(ranking)),
        tables=tuple(table for part in parts for table in part.tables),
        notes=ranked.notes,
        scorecard=Facts(workspace, None if sure is None else sure.seed),
        sections=tuple(part.section for part in parts),
        live=None
        if live is None
        else {**live, "leading": LEADING, "drawn": DRAWN, "published": _published(parts, live)},
    )


def _published(parts: Iterable[_Part], live: Mapping[str, Any]) -> list[str]:
    """Sections that hold by the published weights alone, whatever the sliders say."""
    follow = WEIGHTLESS | (set() if live["points"] is None else {"contributions"})
    return [part.section.name for part in parts if part.section.name not in follow]


def _lead(ranking: Ranking) -> Iterator[str]:
    """Who leads, in one sentence."""
    names, decimals = ranking.dataset.hubs.names, index_show(ranking.plan).decimals
    first = [hub for hub in ranking.listing if ranking.rank[hub]][:LEADING]
    told = [f"{names[hub]} ({float(ranking.index[hub]):,.{decimals}f})" for hub in first]
    if len(told) > 1:
        yield f"{told[0]} leads, ahead of {listed(told[1:])}."
    elif told:
        yield f"{told[0]} is the only hub that is ranked."
    else:
        yield "No hub is ranked."


def _of(
    page: Document, name: str, title: str, keep: set[str] | None = None, within: str = "", folded: bool = False
) -> _Part:
    """A page as a section: what people see of it; `keep`: only these tables."""
    tables = [
        table._replace(name=name if table.name == name else f"{name}/{table.name}")
        for table in page.tables
        if (table.shown or table.chart) and (keep is None or table.name in keep)
    ]
    names = tuple(table.name for table in tables)
    return _Part(Section(name, title, page.lead, names, page.foot, within, folded), tuple(tables))


def _contributions(ranking: Ranking) -> Iterator[_Part]:
    table = contributions_table(ranking, ranking.listing[:DRAWN])
    if table.rows:
        lead = _cut(len(ranking.listing), "hubs are drawn")
        yield _Part(Section("contributions", "Where the points come from", lead, (table.name,)), (table,))


def _cut(hubs: int, what: str) -> tuple[str, ...]:
    return () if hubs <= DRAWN else (f"The first {DRAWN} of {hubs:,} {what}.",)


def _certainty(workspace: Workspace, found: Findings) -> Iterator[_Part]:
    """Intervals and odds, or why there are none."""
    name, title = "certainty", "How sure the ranks are"
    if found.certainty is None:
        yield _Part(Section(name, title, tuple(why for part, why in found.unsaid if part == name)))
        return
    sure = found.certainty.whole
    intervals = rank_intervals_table(sure)
    intervals = intervals._replace(rows=intervals.rows[:DRAWN])
    whole = robust_page(workspace, found.certainty)
    part = _of(whole, name, title, keep={"intervals", "shares"})
    pairs = every_pair_table(sure)
    tables = (intervals, *part.tables, *([pairs] if pairs.shown else []))
    lead = (*part.section.lead, *_cut(len(sure.field), "are drawn"))
    yield _Part(part.section._replace(lead=lead, tables=tuple(table.name for table in tables)), tables)


def _heat(workspace: Workspace, ranking: Ranking) -> _Part:
    table = figures_table(workspace, ranking, ranking.listing)
    lead = ("Each figure with its year and evidence; its source is told where the pointer or the focus is.",)
    return _Part(Section("figures", "Figures", lead, (table.name,)), (table,))


def _collect(found: Findings) -> Iterator[_Part]:
    """What would settle most, or why that is not known."""
    name, title = "collect", "What to collect next"
    if found.collect is None:
        lead = tuple(why for part, why in found.unsaid if part == name)
        yield from [_Part(Section(name, title, lead))] if lead else []
        return
    part = collect_part(found.collect)
    tables = tuple(table._replace(name=name) for table in part.tables if table.shown)
    yield _Part(Section(name, title, part.lines[:1], tuple(table.name for table in tables), part.lines[1:]), tables)


def _profiles(workspace: Workspace, found: Findings) -> Iterator[_Part]:
    """A card for each hub, folded."""
    ranking = found.ranking
    sure = None if found.certainty is None else found.certainty.whole
    most = max(1, PROFILED // max(1, len(ranking.plan.leaves)))
    hubs = ranking.listing[:most]
    lead = () if len(hubs) == len(ranking.listing) else (f"The first {len(hubs)} of {len(ranking.listing):,} hubs.",)
    yield _Part(Section("profiles", "Profiles", lead))
    for hub in hubs:
        name, place = ranking.dataset.hubs.names[hub], int(ranking.rank[hub])
        page = explain_page(workspace, explain(ranking, hub), sure=sure)
        beside = beside_table(ranking, hub)
        page = page._replace(tables=(beside, *page.tables) if beside.rows else page.tables)
        title = f"{place}. {name}" if place else name
        yield _of(page, f"hub-{ranking.dataset.hubs.ids[hub]}", title, within="profiles", folded=True)


def _drivers(found: Findings) -> Iterator[_Part]:
    """What the ranks depend on, or why that is not known."""
    name, title, made = "drivers", "What the ranks depend on", found.sensitivity
    if made is None:
        yield _Part(Section(name, title, tuple(why for part, why in found.unsaid if part == name)))
        return
    tables = tuple(table for table in sensitivity_tables(made, found.omissions) if table.shown)
    names = tuple(table.name for table in tables)
    lead, foot = tuple(sensitivity_lead(made)[:1]), tuple(sensitivity_foot(made))
    yield _Part(Section(name, title, lead, names, foot), tables)


def _trend(workspace: Workspace, found: Findings) -> Iterator[_Part]:
    """Who stood where in which year; nothing where there are no years to compare."""
    if found.trend is not None and len(found.trend.years) > 1:
        yield _of(trend_page(workspace, found.trend), "trend", "Year by year")


def _method(workspace: Workspace, ranking: Ranking) -> Iterator[_Part]:
    codebook = codebook_table(workspace, ranking, importance(ranking))
    tables = (settings_table(workspace), *codebook_halves(codebook))
    how = f"{counted(len(ranking.plan.leaves), 'indicator')} become scores, and scores an index, by these settings."
    names = tuple(table.name for table in tables)
    yield _Part(Section("method", "Method and codebook", (how,), names), tables)


def _citation(workspace: Workspace, found: Findings, version: str, command: str) -> _Part:
    sure = None if found.certainty is None else found.certainty.whole
    facts = [] if sure is None else [("Draws", sure.draws), ("Seed", sure.seed)]
    table = citation_table(workspace, version, command, facts)
    lead = ("The same files, version and seed give the same report, to the last digit.",)
    return _Part(Section("citation", "Cite and reproduce", lead, (table.name,)), (table,))
