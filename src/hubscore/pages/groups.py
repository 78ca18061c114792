"""Groups side by side: how many hubs each has, and their means."""

from __future__ import annotations

from collections.abc import Sequence

from hubscore.model.ranking import Ranking
from hubscore.pages.document import Column, Show, Table
from hubscore.pages.frame import index_show, number, pillar_columns, pillar_rows, some
from hubscore.studies.groups import Groups


def groups_table(found: Groups, node: str, chosen: Sequence[int]) -> Table:
    """The means of the ranked hubs of these groups."""
    ranking = found.ranking
    pillars, row = pillar_rows(ranking), ranking.plan.row[node]
    columns = (
        Column("group", "Group", Show()),
        Column("hubs", "Hubs", Show("whole")),
        Column("scored", "Scored", Show("whole"), yields=3),
        Column("score", "Mean", index_show(ranking.plan)),
        *pillar_columns(ranking, pillars, index_show(ranking.plan, less=1)),
    )
    rows = tuple(
        (
            found.names[group],
            int(found.hubs[group]),
            int(found.scored[row, group]),
            number(found.means[row, group]),
            *(number(found.means[pillar, group]) for pillar in pillars),
        )
        for group in chosen
    )
    return Table("groups", columns, rows, title="Means of the ranked hubs")


def single_note(found: Groups, node: str, chosen: Sequence[int]) -> str:
    """Which of these groups have one ranked hub, whose rank says nothing; empty where none has."""
    single = [group for group in found.single(node) if group in chosen]
    if not single:
        return ""
    groups = some([found.names[group] for group in single], "group")
    start = f"only one hub of {groups} is ranked: its rank in the group says nothing"
    if len(single) > 1:
        start = f"only one hub each of {groups} is ranked: their ranks in the group say nothing"
    return f"{start}; {_remedy(found.ranking, single)}"


def _remedy(ranking: Ranking, single: Sequence[int]) -> str:
    """What would make a rank in these groups mean something."""
    people = ranking.dataset.hubs
    waiting = people.benchmark & ~ranking.ranked & ~ranking.screened
    if any((waiting & (people.group == group)).any() for group in single):
        return "--all ranks benchmarks too, or see `rank` without --group"
    return "widen the group, or see `rank` without --group"
