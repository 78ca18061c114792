"""Who rose and fell from the first year to the last, and whether that is more than other figures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hubscore.pages.frame import listed, some
from hubscore.pages.sentences import cardinal, ordinal
from hubscore.studies.trend import Trend

MOST_MOVES = 4
"""How many hubs are named that rose or fell."""

SAME = "on the figures that each hub has in both years"


def moves(found: Trend, wanted: Sequence[int] = ()) -> list[str]:
    """What became of the ranks; a second sentence says what of it the same figures show.

    `wanted`: positions of the hubs to tell of; everybody if empty.
    """
    if not found.years:
        return ["No year scores enough hubs."]
    if found.span is None:
        return ["Fewer than two years score enough hubs to rank them: there is no trend yet."]
    first, last = (found.rank[found.years.index(year)] for year in found.span)
    both = [hub for hub in found.ranking.listing if first[hub] and last[hub] and (not wanted or hub in wanted)]
    moved = [hub for hub in both if first[hub] != last[hub]]
    since = f"From {found.span[0]} to {found.span[1]}"
    if wanted and not both:
        return [f"None of these hubs is ranked in {found.span[0]} and {found.span[1]}."]
    if not moved:
        return [f"{since} {'none of these hubs' if wanted else 'no hub'} changed its rank{_in_between(found, both)}."]
    names = found.ranking.dataset.hubs.names
    moved.sort(key=lambda hub: (-abs(int(last[hub]) - int(first[hub])), last[hub], hub))
    told = [
        f"{names[hub]} {'rose' if last[hub] < first[hub] else 'fell'} from {ordinal(int(first[hub]))} to "
        f"{ordinal(int(last[hub]))}"
        for hub in moved[:MOST_MOVES]
    ]
    more = [f"{cardinal(len(moved) - MOST_MOVES)} more changed their rank"] if len(moved) > MOST_MOVES else []
    return [f"{since} {listed([*told, *more])}.", *_on_the_same_figures(found, moved)]


def _in_between(found: Trend, hubs: Sequence[int]) -> str:
    """That of hubs which end where they began some did not stay there; empty where all did."""
    start, end = (found.years.index(year) for year in found.span or ())
    stray = [hub for hub in hubs if any(rank[hub] not in (0, found.rank[end][hub]) for rank in found.rank[start:end])]
    names = found.ranking.dataset.hubs.names
    return f", though in between {some([names[hub] for hub in stray], 'hub')} did" if stray else ""


def _on_the_same_figures(found: Trend, moved: Sequence[int]) -> list[str]:
    """Whether the moves show there too; nothing where all figures are the same."""
    then, now = found.alike_rank
    at = [found.years.index(year) for year in found.span or ()]
    first, last = found.rank[at]
    gone = [
        hub for hub in moved if np.sign(int(now[hub]) - int(then[hub])) != np.sign(int(last[hub]) - int(first[hub]))
    ]
    if not gone:
        other = ~np.isclose(found.scores[at], found.alike, rtol=0, atol=1e-9 * found.ranking.plan.span)
        return [f"So it is {SAME}."] if other[:, moved].any() else []
    if len(gone) == len(moved):
        return [f"None of this shows {SAME}: it comes of figures that became known, or too old."]
    names = found.ranking.dataset.hubs.names
    of = listed([names[hub] for hub in gone]) if len(gone) <= MOST_MOVES else f"{cardinal(len(gone))} of them"
    verbs = ("move", "does", "it comes") if len(gone) == 1 else ("moves", "do", "they come")
    return [f"The {verbs[0]} of {of} {verbs[1]} not show {SAME}: {verbs[2]} of figures that became known, or too old."]
