"""What to collect next: a table of the figures that would settle most, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.figures import figure_text, share_text
from hubscore.pages.frame import counted, listed
from hubscore.pages.intervals import filled_line
from hubscore.studies.collect import Collect, Doubt, Worth
from hubscore.studies.figures import figure_of

TEXT = Show()

LEAST_SHARE = 0.005
"""People see figures that would settle this share of the doubt, or could flip an order."""

MOST_FIGURES, MOST_PILLARS = 8, 4
"""How many people see, unless they want all."""


class Part(NamedTuple):
    """What another page takes over: tables, lines on how to read them, and the seed of the draws."""

    tables: tuple[Table, ...] = ()
    lines: tuple[str, ...] = ()
    seed: int | None = None


NOTHING = Part()

TOO_LARGE = Part(lines=("What to collect next is left out: the table is too large to be drawn in passing.",))


def collect_part(found: Collect, every: bool = False) -> Part:
    """What to collect next, for the page on evidence; `every`: people see all that is worth anything."""
    return Part(collect_tables(found, every), tuple(collect_lines(found)), found.seed)


def collect_tables(found: Collect, every: bool = False) -> tuple[Table, ...]:
    """`collect` and `collect_pillars` for scripts, and one table for people; `every`: all that is worth anything."""
    figures, pillars = _told(found, found.figures), _told(found, found.pillars)
    shown = figures if every else figures[:MOST_FIGURES]
    together = pillars if every else pillars[:MOST_PILLARS]
    columns = (
        Column(label="Collect next", show=TEXT),
        Column(label="Figure", show=TEXT),
        Column(label="Now", show=TEXT, yields=1),
        Column(label="Would settle", show=Show("percent")),
        Column(label="Could flip the order alone", show=TEXT, short="Flips alone"),
    )
    rows = tuple(_row(found, worth) for worth in (*shown, *together))
    rules = (len(shown),) if shown and together else ()
    people = Table("collect for people", columns, rows, shown=bool(rows), rules=rules)
    return _for_scripts(found, "indicator"), _for_scripts(found, "pillar"), people


def collect_lines(found: Collect) -> list[str]:
    """Whose order readings and gaps leave in doubt, and how the table is to be read."""
    ranking = found.base
    if found.hub is not None and not ranking.rank[found.hub]:
        return [f"{ranking.dataset.hubs.names[found.hub]} is not ranked: no figure would settle whom it is above."]
    draws, filled = f"{counted(found.draws, 'draw')}, seed {found.seed}", list(filter(None, [filled_line(ranking)]))
    if not found.doubts:
        line = f"Readings and gaps leave no order in doubt ({draws}): nothing has to be collected for its sake."
        return [line, *filled]
    lines = [
        f"Readings and gaps leave in doubt whether {_doubted(found)}.",
        (
            "Would settle: the share of this doubt that would be gone, on average, if the figure were known; "
            f"weights and methods as declared ({draws})."
        ),
        *filled,
    ]
    if found.pairs == "neighbours":
        lines.append("Of so many hubs only neighbours in the ranking are compared.")
    if not found.whole:
        lines.append("What a figure does to the scores of other hubs, through common goalposts, was not counted.")
    if found.passed_over:
        lines.append(f"{found.passed_over:,} figures and pillars that can move the index least were not looked at.")
    return lines


def _doubted(found: Collect) -> str:
    words = [_pair(found, pair) for pair in found.doubts]
    more = found.open - len(words)
    return listed([*words, *([counted(more, "more pair")] if more else [])])


def _pair(found: Collect, pair: Doubt) -> str:
    above, below = (found.base.dataset.hubs.names[hub] for hub in (pair.above, pair.below))
    return f"{above} is above {below} ({_percent(pair.odds)} of draws)"


def _percent(odds: float) -> str:
    """A share that is neither none nor all, and is not shown as such."""
    return "over 99 %" if odds > 0.99 else "under 1 %" if odds < 0.01 else f"{odds:.0%}".replace("%", " %")


def _told(found: Collect, worths: Sequence[Worth]) -> list[Worth]:
    """What is worth showing: more than chance makes of nothing."""
    least = max(LEAST_SHARE, 3 * found.error)
    return [worth for worth in worths if worth.share >= least or worth.rivals]


def _for_scripts(found: Collect, kind: str) -> Table:
    ids = found.base.dataset.hubs.ids
    keys = ("hub", kind, "share", "flips", "missing", "figures", "rivals")
    worths = found.figures if kind == "indicator" else found.pillars
    rows = tuple(
        (
            ids[worth.hub],
            worth.node,
            worth.share,
            bool(worth.rivals),
            worth.missing,
            worth.figures,
            " ".join(ids[hub] for hub in worth.rivals),
        )
        for worth in worths
    )
    name = "collect" if kind == "indicator" else "collect_pillars"
    return Table(name, tuple(map(Column, keys)), rows, shown=False)


def _row(found: Collect, worth: Worth) -> tuple[Cell, ...]:
    plan, names = found.base.plan, found.base.dataset.hubs.names
    label = plan.labels[plan.row[worth.node]]
    whole = worth.figures > 1
    return (
        names[worth.hub],
        f"{label}, all {worth.figures}" if whole else label,
        "" if whole and not worth.missing else _now(found, worth),
        worth.share,
        _flips(found, worth),
    )


def _now(found: Collect, worth: Worth) -> str:
    """What is wrong with the figure that there is."""
    if worth.missing:
        return "missing"
    figure = figure_of(found.base, found.base.plan.row[worth.node], worth.hub)
    if figure.covers is not None:
        return f"{share_text(figure.covers)} of the year"
    if figure.at_least is not None or figure.at_most is not None:
        return figure_text(figure.value, figure.at_least, figure.at_most)
    return " ".join(filter(None, [figure.grade, str(figure.year or "")]))


def _flips(found: Collect, worth: Worth) -> str:
    if not worth.rivals:
        return "no"
    more = len(worth.rivals) - 1
    return f"with {found.base.dataset.hubs.names[worth.rivals[0]]}" + (f" and {more} more" if more else "")
