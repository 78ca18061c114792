from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.audit_sentences import SENTENCES
from hubscore.studies.audit import Audit, audit
from hubscore.studies.findings import Finding, Kind, findings
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
        (
            "Check the direction, turn or drop: Banks runs against Money (r = -0.40 in Money); "
            "limit r < 0 with the pillar at p < 0.05."
        ),
    ),
    (
        [Finding("negative", ("a", "p", "b"), (), -0.4)],
        (
            "Check the direction, turn or drop: Banks runs against Funds (r = -0.40 in Money); "
            "limit r < 0 with the pillar at p < 0.05 or r ≤ -0.3 with each sibling."
        ),
    ),
    (
        [Finding("negative", ("a", "p", "b", "c", "d", "b"), (), -0.4)],
        (
            "Check the direction, turn or drop: Banks runs against Funds, Air and 2 more siblings "
            "(r = -0.40 in Money); limit r < 0 with the pillar at p < 0.05 or r ≤ -0.3 with each sibling."
        ),
    ),
    (
        [Finding("elsewhere", ("a", "p", "q"), (), 0.7, 0.4)],
        "Correlates more with another pillar than its own: Banks with Travel (r = 0.70; with Money 0.40).",
    ),
    ([Finding("older figures", (), (), 3)], "3 figures are from earlier years (no max_age is set)."),
    (
        [Finding("by force", (), (), 12, 20)],
        (
            "12 hubs cannot show statistical coherence: at least 20, and 3 an indicator, are needed. "
            "What --force prints of it may be chance."
        ),
    ),
    (
        [Finding("weak", ("a", "p"), (0,), 0.12, 0.3, "", 0.6)],
        "Hardly counts: Banks in Money (r = 0.12 because of X, 0.60 without).",
    ),
    (
        [Finding("negative pair", ("a", "b", "p"), (), -0.5, -0.3)],
        "Cancel each other out: Banks and Funds (r = -0.50, Money).",
    ),
    (
        [PAIR],
        "Say the same: Banks and Funds (r = 0.99, Money); drop Funds or Banks (no difference), or halve their weights.",
    ),
    (
        [PAIR, PAIR, PAIR],
        (
            "Say the same: Banks and Funds (r = 0.99, Money), Banks and Funds (r = 0.99, Money) and 1 more pair; "
            "drop Funds or Banks (no difference), Funds or Banks (no difference) and 1 more such pair, "
            "or halve their weights."
        ),
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
    ([Finding("few figures", ("a",), (), 0.4, 0.65)], "Figures are few for Banks (40 % of those that compete)."),
    (
        [Finding("skewed", ("a",), (0,), 2.9, 2.0), Finding("skewed", ("b",), (), 2.1, 2.0)],
        'Banks: skewness 2.9, because of X (9); treat = "winsorise". Funds: skewness 2.1; treat = "boxcox".',
    ),
    (
        [Finding("skewed", (name,), (), 2.9, 2.0) for name in "abc"],
        'Banks: skewness 2.9; treat = "boxcox". Funds: skewness 2.9; treat = "boxcox". And 1 more indicator.',
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
    assert {group[0].kind for group, _ in WORDED} == kinds - {"not one thing"}


def many(**more: Any) -> dict[str, dict[str, Any]]:
    """A pillar in which c runs against a and b, and a has an outlier."""
    rng = np.random.default_rng(2)
    common = rng.normal(size=30)
    x = {"a": common, "b": common + 0.4 * rng.normal(size=30), "c": -common + 0.4 * rng.normal(size=30)}
    return {f"h{at:02}": {name: float(5 + column[at]) for name, column in x.items()} | more for at in range(30)}


def test_alpha_with_the_other_direction_and_without(made: Made) -> None:
    result = found(made({}, **many()))
    [index], [contrary] = result.unities, result.contraries
    group = [each for each in findings(result) if each.kind == "negative"]
    assert [each.number for each in group] == [contrary.r]
    alphas = f"alpha {index.alpha:.2f}, {index.turned[2]:.2f} turned, {index.without[2]:.2f} dropped"
    assert f"c runs against a and b (r = {contrary.r:.2f} in Index, {alphas})" in SENTENCES["negative"](result, group)
    unknown = replace(result, unities=(index._replace(without=(np.nan,) * 3, turned=(np.nan,) * 3),))
    assert "alpha" not in SENTENCES["negative"](unknown, group)


def test_which_of_a_pair_can_go_and_why(made: Made) -> None:
    result = found(made({}, **many()))
    pair = [Finding("redundant", ("a", "b", "index"), (), 0.95, 0.92)]
    [index] = result.unities
    kept = [each._replace(shift=2.0 if each.node == "a" else 1.0) for each in result.omissions]
    moved = replace(result, omissions=tuple(kept))
    assert "drop b (ranks move by 1.00 without it, by 2.00 without a), or" in SENTENCES["redundant"](moved, pair)
    level = replace(
        result,
        omissions=tuple(each._replace(shift=1.0) for each in kept),
        unities=(index._replace(without=(0.8, 0.6, 0.5)),),
    )
    assert "drop a (alpha is 0.80 without it, 0.60 without b), or" in SENTENCES["redundant"](level, pair)


@pytest.mark.parametrize(
    ("treat", "remedy"),
    [("none", 'treat = "winsorise"'), ("winsorise", 'treat = "boxcox"'), ("boxcox", "clip by goalposts")],
)
def test_what_would_do_has_not_been_tried(made: Made, treat: str, remedy: str) -> None:
    hubs = many()
    hubs["h03"]["a"] = 900.0
    posts = {name: {"goalposts": ["min", "max"]} for name in "abc"}
    result = found(made({"method": {"treat": treat}, "indicators": posts}, **hubs))
    sentence = SENTENCES["skewed"](result, [Finding("skewed", ("a",), (3,), 5.0, 2.0)])
    assert sentence.startswith("a: skewness 5.0, kurtosis ")
    assert sentence.endswith(f"because of H03 (900); {remedy}.")


def test_figures_of_earlier_years_are_counted(made: Made) -> None:
    result = found(made({"as_of": 2021}, x={"a": {"2021": 1.0}}, y={"a": {"2020": 2.0}}))
    [older] = [each for each in findings(result) if each.kind == "older figures"]
    assert SENTENCES["older figures"](result, [older]) == "1 of 2 figures are from before 2021 (no max_age is set)."


def test_what_measures_several_things(made: Made) -> None:
    rng = np.random.default_rng(2)
    names = [f"i{at}" for at in range(5)]
    hubs = {f"h{at:02}": {name: float(rng.uniform(0, 9)) for name in names} for at in range(40)}
    result = found(made({}, **hubs))
    [index] = result.unities
    group = [Finding("not one thing", ("index",), (), index.alpha, 0.7)]
    sentence = SENTENCES["not one thing"](result, group)
    assert sentence == f"Does not measure one thing: Index (alpha {index.alpha:.2f}, {index.strong} components)."
    unknown = SENTENCES["not one thing"](result, [group[0]._replace(number=None)])
    assert unknown == f"Does not measure one thing: Index ({index.strong} components)."
