"""The factors of a scorecard: every assumption that draws can vary, named as in the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hubscore.errors import Problem, UsageError
from hubscore.model.choice import Choice
from hubscore.model.plan import Plan
from hubscore.model.scorecard import Scorecard
from hubscore.model.suggest import did_you_mean
from hubscore.studies.noise import SHARED, data_factors

Options = Mapping[str, tuple[str | Choice, ...]]

FAMILIES = ("weights", "data", "absent", "normalise", "aggregate")
"""What is varied unless something else is asked for."""

ADMITTED = ("reported", "secondary", "estimate")
"""The levels of the factor `evidence`."""

FILLS = ("siblings", "range")
"""The levels of the factor `missing`."""


def options_of(scorecard: Scorecard) -> dict[str, tuple[str | Choice, ...]]:
    """What each categorical factor chooses from; a list that names the declared method alone is no choice."""
    found: dict[str, tuple[str | Choice, ...]] = {"evidence": ADMITTED, "missing": FILLS}
    for name in ("normalise", "aggregate"):
        options = tuple(dict.fromkeys(getattr(scorecard.uncertainty, name)))
        if options and options != (getattr(scorecard.method, name),):
            found[name] = options
    return found


def factors_of(plan: Plan, options: Options) -> tuple[str, ...]:
    """Every factor that could be varied, as the file names it."""
    tops = [plan.ids[row] for row in range(len(plan.ids)) if plan.parent[row] == plan.ids[-1]]
    read = set(data_factors(plan).values())
    data = [name for name in (*(f"data:{top}" for top in tops), SHARED) if name in read]
    return (*(f"weights:{top}" for top in tops), *data, "absent", *options)


def wanted(known: Sequence[str], only: Sequence[str]) -> tuple[str, ...]:
    """The factors to vary: of the families or factors in `only`; those of `FAMILIES` where it is empty.

    Raises
    ------
    UsageError
        A factor that does not exist.
    """
    _refuse_unknown(only, known)
    return tuple(name for name in known if name.partition(":")[0] in (only or FAMILIES) or name in only)


def _refuse_unknown(only: Sequence[str], known: Sequence[str]) -> None:
    families = list(dict.fromkeys((*FAMILIES, *(name.partition(":")[0] for name in known))))
    for name in only:
        if name not in known and name not in families:
            hint = did_you_mean(name, [*families, *known])
            expected = "one of " + ", ".join(families) + ", or with a pillar behind it as in weights:PILLAR"
            raise UsageError([Problem("factor", f"there is no factor `{name}`", expected=expected, hint=hint)])
