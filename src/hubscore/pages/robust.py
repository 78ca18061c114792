"""How sure the ranks are, in words first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

import numpy as np

from hubscore.pages.document import Document
from hubscore.pages.frame import FEW, Facts, aside_of, counted, listed, remark_notes, some, title_of
from hubscore.pages.intervals import (
    DRAWN,
    SAFE,
    filled_line,
    outside_line,
    pairs_of,
    percent_text,
    range_text,
    ranks_line,
    safety_line,
    whole_percent,
)
from hubscore.pages.robust_tables import (
    acceptability_table,
    every_pair_table,
    intervals_table,
    odds_table,
    scripts_table,
    shares_table,
)
from hubscore.studies.certainty import Certainty
from hubscore.studies.robustness import Robustness
from hubscore.workspace import Workspace


def robust_page(
    workspace: Workspace,
    found: Certainty,
    only: Sequence[str] = (),
    until: float | None = None,
    verbose: bool = False,
    keep: str | None = None,
) -> Document:
    """A document with tables `ranking`, `acceptability`, `pairwise`, and those for people.

    Parameters
    ----------
    only
        The families or factors that were asked for.
    until
        The Monte Carlo error that was asked for.
    keep
        The file that the draws were to go to.
    """
    sure = found.whole
    return Document(
        page="robust",
        title=title_of(workspace),
        aside=aside_of(workspace),
        lead=tuple(filter(None, _lead(found, only))),
        tables=(
            scripts_table(found),
            intervals_table(found),
            shares_table(sure, verbose),
            *([every_pair_table(sure)] if verbose else []),
            acceptability_table(sure),
            odds_table(sure),
        ),
        foot=tuple(filter(None, _foot(found, until))),
        notes=(*_stopped(found, keep), *remark_notes(sure.base)),
        scorecard=Facts(workspace, sure.seed),
    )


def _lead(found: Certainty, only: Sequence[str]) -> Iterator[str]:
    """Who is safe and who is not, what would settle it, and what any weights would do."""
    sure = found.whole
    if not sure.field:
        yield "No hub is ranked, so there is no rank to be sure of."
        return
    if only:
        yield f"Varied is only {listed(list(only))}; all else is as it stands."
    yield _keepers(sure)
    yield safety_line(sure, pairs_of(sure))
    if found.figures is not None:
        yield _cure(sure, found.figures)
    if found.simplex is not None:
        yield _any_weights(found.simplex)


def _keepers(sure: Robustness) -> str:
    """Who has its rank in nine draws of ten, and who has not."""
    names, low, high = sure.base.dataset.hubs.names, sure.rank_low, sure.rank_high
    kept = _kept(sure)
    stay = [names[hub] for hub in sure.field if hub in kept]
    move = [f"{names[hub]} ({range_text(low[hub], high[hub])})" for hub in sure.field if hub not in kept]
    if not move:
        who = f"{stay[0]} keeps its rank" if len(stay) == 1 else "Every hub keeps its rank"
        least = min(map(whole_percent, kept.values()))
        seldom = [names[hub] for hub, share in kept.items() if whole_percent(share) == least]
        but = f", least often {some(seldom, 'hub')} ({least} %)" if least < 100 else ""
        return f"{who} in at least 90 % of draws{but}."
    if len(sure.field) <= 2 * FEW:
        keeps = f"{listed(stay)} {'keeps its rank' if len(stay) == 1 else 'keep their ranks'}" if stay else ""
        return f"{keeps or 'No hub keeps its rank'} in at least 90 % of draws; not sure: {listed(move)}."
    widths = {hub: int(high[hub] - low[hub]) + 1 for hub in sure.field}
    widest = max(sure.field, key=lambda hub: widths[hub])
    count = f"{len(sure.field):,} hubs"
    keeping = f"{len(stay):,} of {count} keep their rank" if stay else f"None of {count} keeps its rank"
    return (
        f"{keeping} in at least 90 % of draws; the median interval holds {median(widths.values()):g} ranks, the widest "
        f"{widths[widest]:,}: {names[widest]}, {range_text(low[widest], high[widest])}."
    )


def _kept(sure: Robustness) -> dict[int, float]:
    """The hubs that have their rank in nine draws of ten, with the share of draws in which they do."""
    shares, width = sure.acceptability, np.diff(sure.classes, append=len(sure.field) + 1)
    kept = {}
    for hub in sure.field:
        at = int(np.searchsorted(sure.classes, sure.base.rank[hub], side="right")) - 1
        if width[at] == 1 and shares[hub, at] >= SAFE:
            kept[hub] = float(shares[hub, at])
    return kept


def _cure(sure: Robustness, figures: Robustness) -> str:
    """What better figures would settle, and what hangs on judgement."""
    names, low, high = sure.base.dataset.hubs.names, figures.rank_low, figures.rank_high
    if all(sure.rank_low[hub] == sure.rank_high[hub] for hub in sure.field):
        return ""
    judged = listed([word for word in _varied(sure) if word not in _varied(figures)])
    left = [f"{names[hub]} ({range_text(low[hub], high[hub])})" for hub in sure.field if low[hub] < high[hub]]
    if left:
        ranks = f"rank{'s' if len(left) > 1 else ''} of {some(left, 'hub')}"
        rest = f"; the rest hangs on {judged}" if judged else ""
        return f"Where only readings and gaps vary, they spread the {ranks}: better figures could settle that{rest}."
    least = min(pairs_of(figures), key=lambda pair: pair.odds)
    if least.odds == 1:
        open_ = f"what is open hangs on {judged}; better figures alone settle none of it"
        return f"Where only readings and gaps vary, nobody moves: {open_}."
    pair = f"{names[least.above]} is above {names[least.below]} in {percent_text(least.odds)}"
    rest = f"; the rest hangs on {judged}, alone or together with figures" if judged else ""
    return f"Where only readings and gaps vary, {pair} of draws: better figures could settle that{rest}."


def _any_weights(simplex: Robustness) -> str:
    """How far the leader depends on the weights at all."""
    leader = simplex.field[0]
    share = whole_percent(float(simplex.acceptability[leader, 0]))
    name = simplex.base.dataset.hubs.names[leader]
    return f"If weights could be anything at all, {name} would be first in {share} % of draws."


def _varied(sure: Robustness) -> list[str]:
    return list(dict.fromkeys(DRAWN[factor.partition(":")[0]] for factor in sure.factors))


def _foot(found: Certainty, until: float | None) -> Iterator[str]:
    """What was drawn, how exact that is, and how the tables are to be read."""
    sure = found.whole
    if not sure.field:
        return
    names, error = sure.base.dataset.hubs.names, sure.error * 100
    yield ranks_line(sure)
    met = ", as asked for" if until is not None and sure.error <= until else ""
    of_mean = sure.rank_error[list(sure.field)].max()
    yield "Safe is an order, and kept a rank, in at least 90 % of draws; intervals leave out up to 5 % on either side."
    yield f"Monte Carlo error: at most {error:.2g} % of a share{met}, {of_mean:.2g} of a mean rank."
    if found.figures is not None:
        yield "Figures alone: readings and gaps vary, weights and methods are as declared."
    if found.simplex is not None:
        yield "Any weights: drawn evenly from all there are, in place of the spread that [uncertainty] declares."
    yield outside_line(sure, set(sure.field))
    if "absent" in sure.factors:
        yield filled_line(sure.base)
    lost = [f"{names[hub]} ({percent_text(sure.unscored[hub])})" for hub in sure.field if sure.unscored[hub] > 0]
    if lost:
        yield f"Without a score in some draws, and last in those: {some(lost, 'hub')}."
    if not sure.base.ranked.all():
        yield "Benchmarks are yardsticks, not ranked (--all ranks everyone)."


def _stopped(found: Certainty, keep: str | None) -> Iterator[str]:
    """What an interrupt left undone."""
    if not found.stopped:
        return
    yield f"stopped: what is said is of the {counted(found.whole.draws, 'draw')} that were done"
    if keep is not None:
        yield f"{keep} was not written"
