"""The figures of a hub, each with its unit, year, evidence and a way to its source."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hubscore.model import ranking as why
from hubscore.model.profile import Source
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text, part_of_year, with_unit
from hubscore.pages.frame import index_show, number, scaled, with_shares
from hubscore.pages.sentences import REASONS
from hubscore.studies.explain import Explanation
from hubscore.studies.figures import Figure, figures_of
from hubscore.workspace import Workspace

TEXT, WHOLE = Show(), Show("whole")


def figure_tables(workspace: Workspace, found: Explanation, verbose: bool = False) -> tuple[Table, ...]:
    """The figures, and the sources that people find by their numbers; scripts have them in each row."""
    figures = figures_of(found.ranking, found.hub)
    every = dict.fromkeys(source for figure in figures for source in _sources(figure))
    places = {source: place for place, source in enumerate(every, start=1)}
    table = _figures(workspace, found, figures, places)
    return (table, _sources_table(places, _one_for_all(figures, places), verbose)) if places else (table,)


def _sources(figure: Figure) -> list[Source]:
    """The source of a figure, and that of its denominator where it is another."""
    return list(dict.fromkeys(source for source in (figure.source, figure.per_source) if source))


def _one_for_all(figures: Sequence[Figure], places: Mapping[Source, int]) -> bool:
    return len(places) == 1 and all(_sources(figure) for figure in figures if figure.year or figure.grade)


def _figures(
    workspace: Workspace, found: Explanation, figures: Sequence[Figure], places: Mapping[Source, int]
) -> Table:
    rows = tuple(_figure_row(workspace, found, figure, places) for figure in figures)
    columns = (
        Column("indicator"),
        Column(label="Figure", show=TEXT),
        Column("value"),
        Column("at_least"),
        Column("at_most"),
        Column(label="Value", show=TEXT),
        Column("unit"),
        Column("score", "Score", index_show(found.ranking.plan)),
        Column("points", "Points", index_show(found.ranking.plan), yields=1),
        Column("year", "Year", WHOLE),
        Column("evidence", "Evidence", TEXT, yields=-1),
        Column("source"),
        Column(label="Source", show=None if _one_for_all(figures, places) else TEXT, yields=-1),
        Column("url"),
        Column("note"),
        Column("treated"),
        Column("treatment"),
    )
    empty = [place for place in range(len(columns)) if all(row[place] in (None, "") for row in rows)]
    needed = [column._replace(show=None) if at in empty else column for at, column in enumerate(columns)]
    [shares] = scaled(found.ranking.plan, found.ranking.scores[None, [figure.row for figure in figures], found.hub])
    drawn = tuple((*row, share) for row, share in zip(rows, shares, strict=True))
    return Table("figures", with_shares(needed, [7]), drawn)


def _figure_row(
    workspace: Workspace, found: Explanation, figure: Figure, places: Mapping[Source, int]
) -> tuple[Cell, ...]:
    card, plan = workspace.scorecard, found.ranking.plan
    entry = card.indicators[figure.indicator]
    value = None if figure.status == why.IMPUTED else figure.value
    unit = entry.score_unit or plan.leaves[figure.row].unit
    sources, label = _sources(figure), card.label(figure.indicator)
    told = None if unit == "rank" and label.endswith(unit) else unit
    return (
        figure.indicator,
        label,
        value,
        figure.at_least,
        figure.at_most,
        REASONS[figure.status] if value is None else _value_text(figure, value, told, entry.decimals),
        unit,
        number(found.ranking.scores[figure.row, found.hub]),
        number(found.points.points[figure.row]),
        figure.year,
        figure.grade,
        " / ".join(dict.fromkeys(source.text for source in sources)) or None,
        ", ".join(str(places[source]) for source in sources),
        figure.source.url if figure.source else None,
        figure.note,
        figure.treated,
        figure.treatment,
    )


def _value_text(figure: Figure, value: float, unit: str | None, decimals: int | None) -> str:
    """A figure with its unit, and what else is to be known of it in brackets."""
    text = with_unit(figure_text(value, figure.at_least, figure.at_most, None, decimals), unit)
    text += part_of_year(figure.covers)
    text += f" (between {figure.year} and {figure.year_after})" if figure.year_after else ""
    return text + treated_text(figure, decimals)


def treated_text(figure: Figure, decimals: int | None) -> str:
    """What a treatment made of a figure, as people read it; empty where it left it as it was."""
    if figure.treatment is None:
        return ""
    if figure.treatment == "winsorised":
        return f" (winsorised to {figure_text(figure.treated, None, None, None, decimals)})"
    return {
        "log": " (as its logarithm)",
        "winsorised, log": " (winsorised, as its logarithm)",
        "boxcox": " (as a Box-Cox power)",
    }[figure.treatment]


def _sources_table(places: Mapping[Source, int], one: bool, verbose: bool) -> Table:
    """For people: what the numbers behind the figures mean; with -v the pages too."""
    paged = verbose and any(source.url for source in places)
    columns = (
        Column(label="No.", show=None if one else WHOLE),
        Column(label="Source of every figure" if one else "Source", show=TEXT),
        Column(label="Page", show=TEXT if paged else None),
    )
    return Table("sources", columns, tuple((place, source.text, source.url or "") for source, place in places.items()))
