"""Why weights cannot be derived, and what would do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from hubscore.errors import Problem
from hubscore.methods.hierarchy import REFUSED, Hierarchy
from hubscore.methods.outcome import Refusal
from hubscore.model.pairwise import Judgements, matrix_of
from hubscore.studies.size import HUBS_PER_SERIES, MIN_HUBS, Shortage

MOST_NAMED = 6
"""How many children are named; more are counted."""


class Case(NamedTuple):
    """What was asked for: the method's name, the node with its label, its children, and over how many hubs."""

    method: str
    node: str
    label: str
    members: tuple[str, ...]
    hubs: int = 0

    @property
    def children(self) -> str:
        """The children, counted."""
        return f"all {len(self.members)} children of {self.label}"


def no_children(indicator: str) -> Problem:
    """An indicator has nothing to weigh."""
    message = f"`{indicator}` is an indicator: it has no children to weigh"
    return _problem(message, "the index, or a pillar with children", "")


def single_child(label: str) -> Problem:
    """Nor has a node with one child."""
    return _problem(f"{label} has a single child, which weighs all", "the index, or a pillar with several children", "")


def no_matrix(case: Case) -> Problem:
    """The scorecard has no judgements of this node."""
    first, second = case.members[:2]
    path = ("pairwise", case.node)
    message = f"ahp needs judgements: the scorecard has no table [{'.'.join(path)}]"
    hint = f"write it, with `{first} = {{ {second} = 2 }}` where {first} is twice as important as {second}"
    return Problem("derive", message, path, expected=f"each pair of {case.children}", hint=hint)


def no_bounds(case: Case) -> Problem:
    """Bounds of shares were given to a method that knows none."""
    return Problem("derive", f"{case.method} has no bounds of shares", hint="`--least` and `--most` are for bod")


def too_small(case: Case, short: Shortage) -> Problem:
    """A sample from which estimates would be chance."""
    return Problem(
        "derive",
        f"too few hubs for {case.method}: {short.hubs} {_have(short.hubs)} {case.children}",
        expected=f"{short.needed} hubs or more (at least {MIN_HUBS}, and {HUBS_PER_SERIES} to each child)",
        hint="equal, bod and ahp need no sample; --force prints what chance gives",
    )


def no_share(name: str, value: float) -> Problem:
    """A bound of shares that is none."""
    return Problem("derive", f"`--{name}` is no share", found=f"{value:g}", expected="a number from 0 to 1")


def inconsistent(case: Case, found: Hierarchy, judgements: Judgements) -> Problem:
    """Judgements that contradict each other more than can be weighed."""
    path: tuple[str, ...] = ("pairwise", case.node)
    hint = ""
    if found.pair is not None:
        one, other = (case.members[at] for at in found.pair)
        path += (one, other) if other in judgements.get(one, {}) else (other, one)
        times, fitting = float(matrix_of(judgements, (one, other))[0, 1]), found.fitting
        if times < 1:
            one, other, times, fitting = other, one, 1 / times, 1 / fitting
        hint = f"most at odds: `{one}` is {_degree(times)} as `{other}`; all judgements together say {_degree(fitting)}"
    message = f"the judgements below {case.label} contradict each other"
    ratio = f"a consistency ratio of {found.ratio:.2f}"
    return Problem("derive", message, path, "value", ratio, f"at most {REFUSED:g}", hint)


def _degree(times: float) -> str:
    """How many times as important."""
    shown = f"{times:.2g}"
    return "as important" if shown == "1" else f"{shown} times as important"


def refused(case: Case, refusal: Refusal) -> Problem:
    """What the formula itself cannot take."""
    named, one = _named([case.members[at] for at in refusal.children]), len(refusal.children) == 1
    among = f"for all hubs ({case.hubs}) that have {case.children}"
    told = {
        "constant": (
            f"{named} {'is' if one else 'are'} the same {among}",
            f"scores that differ, as {case.method} needs them",
            "leave it out of the node, or take equal or ahp, which need no scores",
        ),
        "alike": (f"{named} say the same {among}", "children that do not all move together", "take equal"),
        "negative": (
            f"{named} {'has' if one else 'have'} scores below 0, of which {case.method} takes no shares",
            "scores from 0 up",
            "a scale that starts at 0, with goalposts or minmax, gives them",
        ),
        "few hubs": (
            f"{case.method} has no answer for so few hubs: {case.hubs} {_have(case.hubs)} {case.children}",
            "more hubs, or fewer children",
            "equal and ahp need no hubs",
        ),
        "undefined": (f"{case.label} has the same score {among}", "scores that differ", "equal and ahp need none"),
        "unmoved": (
            f"{case.label} does not depend on its weights: its scores are the same whatever {case.children} weigh",
            "a node that weights move, like a mean",
            "no weights make one child matter more than another",
        ),
        "size": (
            f"ahp cannot judge the consistency of {len(case.members)} children",
            f"at most {refusal.figure:g}",
            "put them below pillars, and compare within each",
        ),
        "least": (f"`--least` is more than {case.children} can each have", f"at most {refusal.figure:.4g}", ""),
        "most": (f"`--most` is less than {case.children} need to have", f"at least {refusal.figure:.4g}", ""),
    }
    matrix = (f"the judgements below {case.label} are no matrix of pairs", "each pair once", "run `hubscore check`")
    return _problem(*told.get(refusal.reason, matrix))


def _have(hubs: int) -> str:
    return "has" if hubs == 1 else "have"


def _problem(message: str, expected: str, hint: str) -> Problem:
    return Problem("derive", message, expected=expected, hint=hint)


def _named(members: Sequence[str]) -> str:
    if len(members) > MOST_NAMED:
        return f"{len(members)} children"
    words = [f"`{member}`" for member in members]
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))
