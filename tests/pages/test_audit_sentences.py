from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.audit_sentences import SENTENCES
from hubscore.studies.audit import Audit, audit
from hubscore.studies.findings import Finding, Kind
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
CARD: dict[str, Any] = {
    "pillars": {"p": {"label": "Money"}, "q": {"label": "Travel"}},
    "indicators": {
        "a": {"pillar": "p", "label": "Banks"},
        "b": {"pillar": "p", "label": "Funds"},
        "c": {"pillar": "q", "label": "Air"},
        "d": {"pillar": "q"},
    },
}
HUBS: dict[str, dict[str, Any]] = {
    "x": {"a": 9.0, "b": 9.0, "c": 2.0, "d": 2.0},
    "y": {"a": 4.0, "b": 4.0, "c": 5.0, "d": 5.0},
}
AT_EACH = "drop one of each, or halve their weights"


def found(workspace: Workspace, force: bool = False) -> Audit:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return audit(ranking, workspace.scorecard, workspace.profiles, force)


@pytest.fixture
def result(made: Made) -> Audit:
    return found(made(CARD, **HUBS))


PAIR = Finding("redundant", ("a", "b", "p"), (), 0.987, 0.92)
WORDED: list[tuple[list[Finding], str]] = [
    ([Finding("left out", (), (0,), 0.1, 0.5)], "[screening] leaves out X for want of readings."),
    ([Finding("no index", (), (0,)), Finding("no index", (), (1,))], "X and Y are not ranked: too few figures."),
    ([Finding("no data", ("a",))], "Nobody has a figure that counts of Banks: find some, or drop it."),
    (
        [Finding("no data", (name,)) for name in "abc"],
        "Nobody has a figure that counts of Banks, Funds and 1 more indicator: find some, or drop them.",
    ),
    ([Finding("constant", ("a",))], "All hubs score the same in Banks: it tells nobody apart."),
    (
        [Finding("gate", (), (1,), 0.4, 0.6, "min_coverage"), Finding("gate", (), (0,), 8, 6, "max_age")],
        "[gates] does not hold for Y (coverage ≥ 60 %: 40 %) and X (oldest reading ≤ 6 years: 8 years).",
    ),
    (
        [Finding("negative", ("a", "p"), (), -0.4)],
        "Against its own pillar: Banks with Money (r = -0.40). Check the direction.",
    ),
    (
        [Finding("negative pair", ("a", "b", "p"), (), -0.5, -0.3)],
        "Cancel each other out: Banks and Funds (r = -0.50, Money).",
    ),
    ([PAIR], "Say the same: Banks and Funds (r = 0.99, Money); drop one, or halve their weights."),
    (
        [PAIR, PAIR],
        f"Say the same: Banks and Funds (r = 0.99, Money) and Banks and Funds (r = 0.99, Money); {AT_EACH}.",
    ),
    (
        [Finding("few hubs", (), (), 2, 20)],
        "Statistical coherence cannot be assessed with 2 hubs: at least 20, and 3 an indicator, are needed.",
    ),
    (
        [Finding("few hubs", ("p",), (), 22, 30)],
        "Too few hubs have all indicators to assess reliability and components of Money (22, 30 are needed).",
    ),
    ([Finding("weak", ("a", "p"), (), 0.12, 0.3)], "Hardly counts: Banks in Money (r = 0.12)."),
    (
        [Finding("importance", ("p", "index"), (), 0.8, 0.5)],
        "Weight and importance part furthest at Money (50 % of the weight, 80 % of the importance in Index).",
    ),
    ([Finding("few figures", ("a",), (), 0.4, 0.65)], "Figures are few for Banks (40 % of the hubs)."),
    (
        [Finding("skewed", ("a",), (0,), 2.9, 2.0), Finding("skewed", ("b",), (), 2.1, 2.0)],
        "A few hubs stretch Banks (skewness 2.9, X) and Funds (skewness 2.1): treat, or clip by goalposts.",
    ),
    ([Finding("many zeros", ("a",), (), 0.7, 0.5)], "Mostly zero: Banks (70 %)."),
    ([Finding("few values", ("a",), (), 0.2, 0.5)], "Few different values: Banks."),
]


@pytest.mark.parametrize(("group", "sentence"), WORDED)
def test_each_kind_has_its_sentence(result: Audit, group: list[Finding], sentence: str) -> None:
    assert SENTENCES[group[0].kind](result, group) == sentence


def test_no_kind_is_left_without_words() -> None:
    kinds = set(Kind.__args__)  # type: ignore[attr-defined]
    assert SENTENCES.keys() == kinds
    assert {group[0].kind for group, _ in WORDED} == kinds - {"several dimensions"}


def test_what_measures_several_things(made: Made) -> None:
    rng = np.random.default_rng(2)
    names = [f"i{at}" for at in range(5)]
    hubs = {f"h{at:02}": {name: float(rng.uniform(0, 9)) for name in names} for at in range(40)}
    result = found(made({}, **hubs))
    [index] = result.dimensions
    group = [Finding("several dimensions", ("index",), (), index.alpha, 0.7)]
    sentence = SENTENCES["several dimensions"](result, group)
    assert sentence == f"Does not measure one thing: Index (alpha {index.alpha:.2f}, {index.strong} components)."
    unknown = SENTENCES["several dimensions"](result, [group[0]._replace(number=None)])
    assert unknown == f"Does not measure one thing: Index ({index.strong} components)."
