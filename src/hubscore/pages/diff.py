"""What moved between two versions, how far, and which kind of change moved it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.pages.diff_sentences import lead, trip_text
from hubscore.pages.document import Cell, Column, Document, Show, Table
from hubscore.pages.frame import counted, index_show, listed
from hubscore.pages.variations import changes_tables
from hubscore.pages.versions import About, version_notes, versions_table
from hubscore.studies.diff import KINDS, VISIBLE, Diff
from hubscore.studies.trips import Trip
from hubscore.studies.whatif import Move

TEXT = Show()

FEW_MOVES = 12
"""How many hubs people see, unless they want all."""

NOISE = (
    "noise: each rank lies within the other side's 90 % interval, and the score moved no further than in 90 % of draws,"
    " by new readings no further than in draws of readings and gaps."
)


def diff_page(
    found: Diff,
    old: About,
    new: About,
    noisy: frozenset[str] | None = None,
    tripped: Sequence[Trip] = (),
    seed: int | None = None,
    verbose: bool = False,
) -> Document:
    """Two versions compared: tables `moves`, `causes`, `changes`, `versions`, `tripped`.

    Parameters
    ----------
    noisy
        Hubs whose rank moved no further than chance may move it; None where nothing was drawn.
    tripped
        Conditions that were asked for and are met.
    seed
        Of the draws behind intervals.
    """
    head = {
        "title": new.scorecard.title,
        "digest": new.digest,
        "scenario": new.scenario,
        "seed": None if noisy is None else seed,
    }
    return Document(
        page="diff",
        title=new.scorecard.title,
        aside=f"{old.label} → {new.label}",
        lead=tuple(lead(found, noisy or frozenset())),
        tables=(
            *_moves(found, noisy, verbose),
            *_causes(found, verbose),
            *changes_tables(found, old, new, verbose),
            versions_table(old, new),
            _tripped(tripped),
        ),
        foot=tuple(_foot(found, noisy)),
        notes=tuple(version_notes(old, new)),
        scorecard=head,
    )


def _most(found: Diff) -> list[Move]:
    """The hubs that moved: ranked ones first, by how far the score moved."""

    def far(move: Move) -> tuple[bool, bool, float]:
        return not (move.rank_before or move.rank_after), move.change is not None, -abs(move.change or 0.0)

    return sorted(found.moved, key=far)


def _seen(found: Diff, verbose: bool) -> list[Move]:
    """Of many hubs those that moved most, as they are listed."""
    if verbose or len(found.moves) <= FEW_MOVES:
        return list(found.moves)
    first = {move.hub for move in _most(found)[:FEW_MOVES]}
    return [move for move in found.moves if move.hub in first]


def _mark(move: Move, found: Diff, noisy: frozenset[str]) -> str:
    """How a rank moved, as a sign and as a word."""
    before, after = move.rank_before, move.rank_after
    if move.hub not in found.before.dataset.column:
        return "new"
    if move.hub not in found.after.dataset.column:
        return "gone"
    if before and after:
        step = before - after
        word = "" if step == 0 else f"↑ up {step}" if step > 0 else f"↓ down {-step}"
        return f"{word}, noise" if move.hub in noisy else word
    return "" if before == after else "now ranked" if after else "not ranked now"


def _moves(found: Diff, noisy: frozenset[str] | None, verbose: bool) -> Iterator[Table]:
    show = index_show(found.after.plan)
    marked = any(_mark(move, found, noisy or frozenset()) for move in found.moves)
    columns = (
        Column("hub"),
        Column(label="Hub", show=TEXT),
        Column("rank_before", "Rank before", Show("whole"), "# before"),
        Column("rank_after", "Rank after", Show("whole"), "# after"),
        Column(label="Move", show=TEXT if marked else None),
        Column("score_before", "Score before", show, "Score"),
        Column("score_after", "Score after", show, "then"),
        Column(label="Change", show=show._replace(signed=True)),
        Column("noise"),
    )
    rows = {move.hub: _move(move, found, noisy) for move in found.moves}
    seen = _seen(found, verbose) if found.moved else []
    whole = len(seen) == len(rows)
    ordered = [rows[move.hub] for move in found.moves]
    yield Table("moves", columns, tuple(ordered), shown=whole, rules=_rules(found.moves) if whole else ())
    if seen and not whole:
        bare = tuple(column._replace(key="") for column in columns)
        title = (
            f"{counted(len(found.moved), 'hub')} of {len(rows):,} moved: the {len(seen)} that moved most (-v for all)"
        )
        title = title if len(found.moved) > len(seen) else ""
        yield Table("moved most", bare, tuple(rows[move.hub] for move in seen), title=title, rules=_rules(seen))


def _move(move: Move, found: Diff, noisy: frozenset[str] | None) -> tuple[Cell, ...]:
    ends = (
        move.rank_before,
        move.rank_after,
        _mark(move, found, noisy or frozenset()),
        move.score_before,
        move.score_after,
    )
    return (move.hub, move.name, *ends, move.change, None if noisy is None else move.hub in noisy)


def _rules(moves: Sequence[Move]) -> tuple[int, ...]:
    """A rule above the first hub that is ranked on neither side."""
    unranked = [at for at, move in enumerate(moves) if not move.rank_before and not move.rank_after]
    return tuple(unranked[:1]) if unranked and unranked[0] else ()


def _causes(found: Diff, verbose: bool) -> Iterator[Table]:
    """What each kind of change contributes; people see the hubs that moved, and the kinds that matter."""
    show = index_show(found.after.plan)._replace(signed=True)
    names = {move.hub: move.name for move in found.moves}
    rows = {cause.hub: (cause.hub, names[cause.hub], *cause[1:]) for cause in found.causes}
    least = VISIBLE * found.after.plan.span
    moved = {cause.hub for cause in found.causes if cause.total is not None and abs(cause.total) > least}
    seen = [rows[move.hub] for move in _seen(found, verbose) if move.hub in moved]
    keys = (*KINDS, "total")
    columns = (Column("hub"), Column(label="Hub", show=TEXT), *(Column(key, key.title(), show) for key in keys))
    whole = len(seen) == len(rows)
    title = "Where the change comes from, in points"
    yield Table("causes", columns, tuple(rows.values()), title=title, shown=whole)
    if seen and not whole:
        bare = tuple(column._replace(key="") for column in columns)
        yield Table("causes of moves", bare, tuple(seen), title=title)


def _tripped(tripped: Sequence[Trip]) -> Table:
    columns = tuple(Column(key) for key in ("condition", "hub", "message"))
    rows = tuple((str(trip.condition), trip.move.hub, trip_text(trip)) for trip in tripped)
    return Table("tripped", columns, rows, shown=False)


def _foot(found: Diff, noisy: frozenset[str] | None) -> Iterator[str]:
    if noisy:
        yield NOISE
    names = {move.hub: move.name for move in found.moves}
    whole = [names[cause.hub] for cause in found.causes if cause.total is not None and cause.data is None]
    if whole:
        yield f"Not taken apart for {listed(whole)}: half-way between the two versions there is no score."
    if not found.after.ranked.all() and found.moved:
        yield "Benchmarks are yardsticks, not ranked (--all ranks everyone)."
