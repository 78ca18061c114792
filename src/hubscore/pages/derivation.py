"""What stands behind derived weights, method by method."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hubscore.methods.balance import Balance
from hubscore.methods.components import Principal
from hubscore.methods.hierarchy import DOUBTFUL, REFUSED, Hierarchy
from hubscore.pages.document import Cell, Column, Show, Table
from hubscore.pages.frame import counted, listed, number, short_labels
from hubscore.pages.weights import percent
from hubscore.studies.derive import Proposal
from hubscore.studies.doubt import Doubt

TEXT, RIGHT, WHOLE = Show(), Show("number"), Show("whole")
TWO, THREE = Show("number", 2), Show("number", 3)
FEW_HUBS = 12
"""How many hubs people see of a longer list, unless they want all."""


def detail_tables(found: Proposal, order: Sequence[int], verbose: bool) -> Iterator[Table]:
    """The tables of one method; `order`: positions of the children as people read them."""
    detail = found.detail
    if isinstance(detail, Principal):
        yield _components(detail)
        yield _loadings(found, detail, order)
    elif isinstance(detail, Hierarchy):
        yield _consistency(detail)
    elif isinstance(detail, Balance):
        yield _reached(found, detail, order)
    elif isinstance(detail, Doubt):
        yield from _hubs(found, detail, order, verbose)


def detail_notes(found: Proposal, order: Sequence[int]) -> Iterator[str]:
    """How the derived weights come from the details."""
    detail, labels = found.detail, _labels(found)
    if isinstance(detail, Hierarchy):
        yield f"A consistency ratio above {DOUBTFUL:g} is doubtful, above {REFUSED:g} it is refused."
        if detail.pair is not None and detail.ratio > DOUBTFUL:
            one, other = (labels[at] for at in detail.pair)
            fitting = "the same" if f"{detail.fitting:.2g}" == "1" else f"{detail.fitting:.2g} times"
            yield f"Most at odds: {one} against {other}; all judgements together say {fitting}."
    if isinstance(detail, Balance):
        far = max(order, key=lambda at: abs(detail.reached[at] - found.declared[at]))
        missed = f"{detail.distance * 100:.2g} points, at {labels[far]}"
        nearest = f"The nearest that weights from 0 up can come misses it by {missed}."
        yield "The stated importance is met." if detail.met else nearest
        unweighed = [labels[at] for at in order if detail.weights[at] == 0 and detail.reached[at] > 0]
        if unweighed:
            verb = "matters" if len(unweighed) == 1 else "matter"
            yield f"Without any weight {listed(unweighed)} {verb} by moving with the others."
    if isinstance(detail, Doubt):
        yield "Derived: the mean of the hubs' own weights, each hub's rescaled to 1. A score of 1 is the best observed."
        idle = int((detail.scores == 0).sum())
        if idle:
            yield f"{counted(idle, 'hub')} with a score of 0 gives no weights."


def _labels(found: Proposal) -> list[str]:
    plan = found.before.plan
    return [plan.labels[plan.row[member]] for member in found.members]


def _components(detail: Principal) -> Table:
    columns = (
        Column("component", "Component", WHOLE),
        Column("eigenvalue", "Eigenvalue", THREE),
        Column("share"),
        Column(label="Variance", show=RIGHT),
        Column("cumulative"),
        Column(label="Together", show=RIGHT, yields=-1),
        Column("kept", "Kept", TEXT),
        Column("rotated"),
        Column(label="Rotated", show=RIGHT, yields=-1),
    )
    rows: list[tuple[Cell, ...]] = []
    kept, total = len(detail.explained), 0.0
    for at, (value, share) in enumerate(zip(detail.eigenvalues.tolist(), detail.shares.tolist(), strict=True)):
        total = min(total + share, 1.0)
        rotated = float(detail.explained[at]) if at < kept else None
        shown = None if rotated is None else percent(rotated)
        rows.append((at + 1, value, share, percent(share), total, percent(total), at < kept, rotated, shown))
    return Table("details", columns, tuple(rows), title="Principal components; kept from an eigenvalue of 1 up")


def _loadings(found: Proposal, detail: Principal, order: Sequence[int]) -> Table:
    """Rotated loadings, and the component that a weight is taken from."""
    labels = _labels(found)
    count = detail.rotated.shape[1]
    columns = (
        Column("node"),
        Column("label", "Rotated loadings", TEXT),
        *(Column(f"loadings.{at + 1}", f"{at + 1}", TWO) for at in range(count)),
        Column("component", "Taken from", WHOLE),
    )
    rows = tuple(
        (found.members[at], labels[at], *detail.rotated[at].tolist(), int(detail.component[at]) + 1) for at in order
    )
    return Table("loadings", columns, rows)


def _consistency(detail: Hierarchy) -> Table:
    columns = (
        Column("lambda_max", "Greatest eigenvalue", THREE),
        Column("consistency_index", "Consistency index", THREE),
        Column("random_index", "Random index", TWO),
        Column("consistency_ratio", "Consistency ratio", THREE),
    )
    rows = ((detail.largest, detail.inconsistency, detail.random, detail.ratio),)
    return Table("details", columns, rows, title="Consistency of the judgements")


def _reached(found: Proposal, detail: Balance, order: Sequence[int]) -> Table:
    labels = _labels(found)
    columns = (
        Column("node"),
        Column("label", "Importance", TEXT),
        Column("stated"),
        Column(label="Stated", show=RIGHT),
        Column("reached"),
        Column(label="Reached", show=RIGHT),
        Column(label="Apart", show=Show("number", 1, signed=True)),
    )
    rows = []
    for at in order:
        stated, reached = float(found.declared[at]), float(detail.reached[at])
        apart = (reached - stated) * 100
        rows.append((found.members[at], labels[at], stated, percent(stated), reached, percent(reached), apart))
    return Table("details", columns, tuple(rows), title="Importance: shares of squared correlation with the node")


def _hubs(found: Proposal, detail: Doubt, order: Sequence[int], verbose: bool) -> Iterator[Table]:
    """Every hub for scripts, by score and id; of many people see the first."""
    people, labels = found.before.dataset.hubs, _labels(found)
    narrow = short_labels(labels)
    columns = (
        Column("hub"),
        Column(label="Hub", show=TEXT),
        Column("score", "Score", THREE),
        *(
            column
            for at in order
            for column in (
                Column(f"shares.{found.members[at]}"),
                Column(label=labels[at], show=RIGHT, short=narrow[at], yields=1),
            )
        ),
    )
    rows: list[tuple[Cell, ...]] = []
    for at in sorted(range(len(found.hubs)), key=lambda at: (-detail.scores[at], found.hubs[at])):
        hub = int(found.hubs[at])
        shares = (detail.shares[child, at] for child in order)
        cells = (cell for share in shares for cell in (number(share), percent(share)))
        rows.append((people.ids[hub], people.names[hub], float(detail.scores[at]), *cells))
    title = "Shares in each hub's score, at its best"
    cut = len(rows) > FEW_HUBS and not verbose
    yield Table("hubs", columns, tuple(rows), title=title, shown=not cut)
    if cut:
        bare = tuple(column._replace(key="") for column in columns)
        yield Table(
            "best", bare, tuple(rows[:FEW_HUBS]), title=f"{title}: the first {FEW_HUBS} of {len(rows)} (-v for all)"
        )
