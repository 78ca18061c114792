"""The right side of the tuner: the ranking as it is now, and where the points of one hub come from."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np

from hubscore.formats.cells import width
from hubscore.formats.figures import shown
from hubscore.formats.pictures import HATCHES, stacked
from hubscore.model.ranking import Ranking
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import index_show, score_show, short_labels
from hubscore.studies.figures import figure_of
from hubscore.studies.points import Points, points_of
from hubscore.studies.robustness import Robustness
from hubscore.tui.levers import window
from hubscore.tui.lines import Line, Piece, Tint, cut, strip
from hubscore.tui.session import Session

NUMBER, MOVE, SCORE, POINTS = 4, 4, 7, 9
"""Cells of a rank, of a move, of a score and of the points of a pillar."""

LEAST_BAR, LEAST_STRIP, MOST_STRIP = 12, 7, 15
MOST_NAME, BESIDE = 24, 27


def listing(ranking: Ranking) -> tuple[int, ...]:
    """Hubs in the order of the table."""
    return ranking.listing


def table(session: Session, chosen: int, cells: int, height: int) -> Iterator[Line]:
    """The head and as many hubs as there is room for; `chosen`: the position of a hub in the dataset."""
    ranking = session.scored.ranking
    hubs = listing(ranking)
    widths = _Widths(ranking, cells)
    yield widths.head(ranking)
    drawn = session.drawn or session.published
    before = {move.hub: move.rank_before for move in session.moves}
    seen = window(len(hubs), hubs.index(chosen), height - 1)
    for hub in hubs[seen]:
        was = before.get(ranking.dataset.hubs.ids[hub])
        yield widths.row(ranking, hub, was, drawn, session.drawn is not None, hub == chosen)


class _Widths:
    """What columns there is room for."""

    def __init__(self, ranking: Ranking, cells: int) -> None:
        self.parts = _parts(ranking)
        self.ranked = int((ranking.rank > 0).sum())
        names = ranking.dataset.hubs.names
        left = cells - 1 - NUMBER - MOVE - SCORE - 2
        self.strip = min(MOST_STRIP, max(LEAST_STRIP, 2 * self.ranked - 1), max(LEAST_STRIP, left // 4))
        longest = max(min(MOST_NAME, width(name)) for name in names)
        self.name = max(4, min(longest, left - self.strip - 1))
        left -= self.name + self.strip + 1
        self.numbers = left - POINTS * len(self.parts) >= LEAST_BAR + 1
        left -= POINTS * len(self.parts) if self.numbers else 0
        self.bar = left - 1 if left > LEAST_BAR else 0
        low, high = ranking.plan.scale
        most = float(np.max(ranking.index[~np.isnan(ranking.index)], initial=0.0))
        self.whole = high if low == 0 and most <= high else most

    def head(self, ranking: Ranking) -> Line:
        """What the columns are."""
        text = " " + f"{'#':>{NUMBER - 1}} " + " " * MOVE + cut("Hub", self.name) + f"{'Score':>{SCORE}}  "
        text += cut("Ranks" if self.strip < 8 else f"Ranks 1–{self.ranked}", self.strip) + " "
        if self.numbers:
            labels = short_labels([ranking.plan.labels[row] for row in self.parts])
            text += "".join(f" {cut(label, POINTS - 1).rstrip():>{POINTS - 1}}" for label in labels)
        return (Piece(text + (" " + cut("Points", self.bar) if self.bar else "")),)

    def row(
        self, ranking: Ranking, hub: int, was: int | None, drawn: Robustness | None, sure: bool, is_chosen: bool
    ) -> Line:
        """One hub."""
        rank, tint = int(ranking.rank[hub]), "chosen" if is_chosen else ""
        index = float(ranking.index[hub])
        low, high = (0, 0) if drawn is None else (int(drawn.rank_low[hub]), int(drawn.rank_high[hub]))
        points = points_of(ranking, hub).points[self.parts]
        line = [
            Piece(">" if is_chosen else " ", "strong"),
            Piece(f"{rank or '–':>{NUMBER - 1}} "),
            _moved(was, rank),
            Piece(cut(ranking.dataset.hubs.names[hub], self.name), "chosen" if tint else ""),
            Piece(f"{shown(index, index_show(ranking.plan)):>{SCORE}}  "),
            Piece(strip(rank, low, high, self.ranked, self.strip, sure) + " ", "" if sure else "quiet"),
        ]
        if self.numbers:
            show = score_show(ranking.plan)
            line.append(Piece("".join(f"{shown(float(point), show):>{POINTS}}" for point in points)))
        if self.bar:
            line.append(Piece(" " + stacked(np.nan_to_num(points).tolist(), self.whole, self.bar)))
        return tuple(line)


def _parts(ranking: Ranking) -> list[int]:
    """The rows of what the index is made of, in the order of the file."""
    plan = ranking.plan
    return [row for row in plan.order if plan.depth[row] == 1]


def _moved(was: int | None, rank: int) -> Piece:
    """How many ranks up or down."""
    if not was or not rank or was == rank:
        return Piece(" " * MOVE if bool(was) == bool(rank) else "new " if rank else "out ")
    up = rank < was
    tint: Tint = "gain" if up else "loss"
    return Piece(f"{'▲' if up else '▼'}{abs(was - rank)}".ljust(MOVE), tint)


def interval_words(session: Session, is_busy: bool) -> str:
    """Of which weights the intervals are."""
    drawn, published = session.drawn, session.published
    if is_busy:
        return "… ranks are being drawn"
    if drawn is not None:
        return f"━ ranks in 90 % of {drawn.draws:,} draws, for these weights"
    if published is not None:
        return "╌ ranks with the file's weights; i draws with these"
    return "i draws how far ranks may move"


def detail(session: Session, hub: int, node: str, cells: int, opened: Collection[str] = ()) -> Iterator[Line]:
    """Where the points of one hub come from, and what stands behind the chosen indicator.

    `opened`: pillars whose members are told too.
    """
    ranking = session.scored.ranking
    plan, points, name = ranking.plan, points_of(ranking, hub), ranking.dataset.hubs.names[hub]
    parts = _parts(ranking)
    is_product = _is_product(ranking, points, hub)
    yield (Piece(cut(f"{name}: {'score × share = points' if is_product else 'score, share, points'}", cells)),)
    room = max(4, min(MOST_NAME, cells - BESIDE))
    for row in plan.order:
        above = plan.parent[row]
        if row in parts:
            sign = HATCHES[parts.index(row) % len(HATCHES)]
            yield (Piece(f"{sign} {cut(plan.labels[row], room)}{_sum(ranking, points, row, hub, is_product)}"),)
        elif above in opened:
            text = _sum(ranking, points, row, hub, False)
            yield (Piece(f"    {cut(plan.labels[row], room - 2)}{text}"),)
    index = shown(float(ranking.index[hub]), index_show(plan))
    yield (Piece(f"  {cut('Index', room)}{'':16}{index:>8}", "strong"),)
    if plan.row[node] < len(plan.leaves):
        yield (Piece(_figure_words(session, hub, node)),)


def _is_product(ranking: Ranking, points: Points, hub: int) -> bool:
    """Whether the points of every part are its score times its share."""
    parts = _parts(ranking)
    counts = ~np.isnan(points.points[parts])
    product = points.weight[parts] * ranking.scores[parts, hub]
    return bool(np.allclose(product[counts], points.points[parts][counts], atol=1e-9))


def _sum(ranking: Ranking, points: Points, row: int, hub: int, is_product: bool) -> str:
    """The score, the share and the points of a node."""
    show, weight = score_show(ranking.plan), float(points.weight[row])
    times, equals = ("×", "=") if is_product else (" ", " ")
    share = "–" if np.isnan(weight) else f"{weight * 100:.1f}%"
    text = f"{shown(float(ranking.scores[row, hub]), show):>7} {times} {share:>6} {equals} "
    return text + f"{shown(float(points.points[row]), show):>5}"


def _figure_words(session: Session, hub: int, node: str) -> str:
    """The figure behind an indicator."""
    ranking, card = session.scored.ranking, session.scored.scorecard
    row = ranking.plan.row[node]
    found, entry = figure_of(ranking, row, hub), card.indicators[node]
    text = figure_text(found.value, found.at_least, found.at_most, found.covers, entry.decimals)
    about = [str(each) for each in (found.year, found.grade) if each is not None]
    score = shown(float(ranking.scores[row, hub]), score_show(ranking.plan))
    return f"{card.label(node)}: {text}" + (f" ({', '.join(about)})" if about else "") + f", scores {score}"
