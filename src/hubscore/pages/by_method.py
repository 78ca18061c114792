"""Whether the choice of aggregation and normalisation matters, in one table each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.model.ranking import Ranking
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import counted, listed, number, short_labels
from hubscore.pages.sentences import cardinal
from hubscore.studies.by_method import Step, Tried

TEXT, WHOLE = Show(), Show("whole")

FEW_HUBS = 8
"""How many hubs, the first ones, have a column of their own, unless people want all."""

FEW_NAMED = 3
"""How many methods are named that change a rank."""

STEPS: dict[Step, tuple[str, str]] = {
    "aggregate": ("Aggregation", "aggregations"),
    "normalise": ("Normalisation", "normalisations"),
}
"""What people call the steps: one method of them, and several."""


def by_method_part(ranking: Ranking, tried: Sequence[Tried], verbose: bool = False) -> Document:
    """The ranks under each method: table `methods` for scripts, and one a step for people."""
    hubs = [hub for hub in ranking.listing if ranking.rank[hub]]
    shown = hubs if verbose else hubs[:FEW_HUBS]
    tables = [_for_scripts(ranking, tried), *(_step(ranking, _of(tried, step), shown) for step in STEPS)]
    return Document("whatif", "", lead=tuple(_lead(tried)), tables=tuple(tables), foot=tuple(_foot(tried, hubs, shown)))


def _of(tried: Sequence[Tried], step: Step) -> list[Tried]:
    return [each for each in tried if each.step == step]


def _lead(tried: Sequence[Tried]) -> Iterator[str]:
    """Of each step, how many methods change a rank, and which do most."""
    for step, (_, several) in STEPS.items():
        others = [each for each in _of(tried, step) if not each.declared and each.rank is not None]
        moving = sorted((each for each in others if each.moved), key=lambda each: (-each.moved, each.name))
        declared = next(each.name for each in _of(tried, step) if each.declared)
        start = f"In place of {declared}, none of {cardinal(len(others))} other {several} changes a rank"
        if moving:
            verb = "changes" if len(moving) == 1 else "change"
            most = listed([f"{each.name} {counted(each.moved, 'rank')}" for each in moving[:FEW_NAMED]])
            of = "all" if len(moving) == len(others) else f"{cardinal(len(moving))} of"
            start = f"In place of {declared}, {of} {cardinal(len(others))} other {several} {verb}"
            start += f" ranks{', most of them' if len(moving) > 1 else ''}: {most}"
        yield f"{start}."


def _step(ranking: Ranking, tried: Sequence[Tried], hubs: Sequence[int]) -> Table:
    """A row a method, a column a hub."""
    names = [ranking.dataset.hubs.names[hub] for hub in hubs]
    columns = (
        Column(label=STEPS[tried[0].step][0], show=TEXT),
        Column(label="Moved", show=WHOLE),
        Column(label="At most", show=WHOLE),
        *(
            Column(label=name, show=WHOLE, short=short, yields=2)
            for name, short in zip(names, short_labels(names), strict=True)
        ),
    )
    rows = tuple(_row(each, hubs) for each in tried if each.rank is not None)
    declared = tuple(at for at, each in enumerate(each for each in tried if each.rank is not None) if each.declared)
    return Table(f"{tried[0].step} for people", columns, rows, strong=declared)


def _row(each: Tried, hubs: Sequence[int]) -> tuple[Cell, ...]:
    rank = [] if each.rank is None else each.rank.tolist()
    counts = ("", "") if each.declared else (each.moved, each.furthest)
    name = f"{each.name} (declared)" if each.declared else each.name
    return (name, *counts, *(rank[hub] or None for hub in hubs))


def _for_scripts(ranking: Ranking, tried: Sequence[Tried]) -> Table:
    ids = ranking.dataset.hubs.ids
    rows = tuple(
        (each.step, each.name, each.declared, ids[hub], int(each.rank[hub]) or None, number(each.score[hub]))
        for each in tried
        if each.rank is not None and each.score is not None
        for hub in ranking.listing
    )
    return Table(
        "methods", tuple(map(Column, ("step", "method", "declared", "hub", "rank", "score"))), rows, shown=False
    )


def _foot(tried: Sequence[Tried], hubs: Sequence[int], shown: Sequence[int]) -> Iterator[str]:
    yield (
        "Ranks; Moved: how many hubs have another rank than as declared, At most: by how many places. One method is "
        "changed at a time; a pillar or indicator that says its own keeps it."
    )
    failed = [f"{each.name} ({each.why_not})" for each in tried if each.rank is None]
    if failed:
        yield f"Not possible here: {'; '.join(failed)}."
    if len(shown) < len(hubs):
        yield f"The first {len(shown)} of {len(hubs):,} hubs have a column (-v for all)."
