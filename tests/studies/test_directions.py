from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable
from hubscore.studies.coherence import Correlation, Pair, correlations
from hubscore.studies.directions import Contrary, contraries, marked

Ranked = Callable[..., Ranking]
LIMITS = AuditTable.model_validate({})


def found_in(ranked: Ranked, **columns: Any) -> tuple[Ranking, dict[str, Contrary]]:
    hubs = {
        f"h{at:02}": {name: float(column[at]) for name, column in columns.items()}
        for at in range(len(next(iter(columns.values()))))
    }
    posts = {name: {"goalposts": None} for name in columns}
    ranking = ranked({"method": {"normalise": "minmax"}, "indicators": posts}, **hubs)
    found = contraries(ranking.plan, correlations(ranking, LIMITS), LIMITS)
    return ranking, {ranking.plan.ids[each.row]: each for each in found}


def noisy(level: Any, noise: float, seed: int) -> Any:
    return level + noise * np.random.default_rng(seed).normal(size=len(level))


COMMON = np.random.default_rng(0).normal(size=40)


def test_what_runs_against_all_its_siblings_is_found_though_the_pillar_hides_it(ranked: Ranked) -> None:
    loud = 2.2 * noisy(-COMMON, 0.3, 1)
    card = {"x": loud, "y": noisy(COMMON, 0.6, 2), "z": noisy(COMMON, 0.6, 3)}
    ranking, found = found_in(ranked, **card)
    assert list(found) == ["x"]
    assert found["x"].node == "index"
    assert [ranking.plan.ids[row] for row in found["x"].against] == ["y", "z"]
    flags = {
        ranking.plan.ids[pair.one]: pair.flag
        for pair in marked(correlations(ranking, LIMITS), tuple(found.values()))
        if pair.kind == "parent"
    }
    assert flags["x"] == "negative"
    assert flags["y"] != "negative"


def test_the_siblings_that_oppose_most_come_first_whatever_the_order_of_the_file(ranked: Ranked) -> None:
    x = {
        "a": noisy(-COMMON, 0.5, 1),
        "b": noisy(COMMON, 0.9, 2),
        "c": noisy(COMMON, 0.2, 3),
        "d": noisy(COMMON, 0.6, 4),
    }
    ranking, found = found_in(ranked, **x)
    r = {name: np.corrcoef(x["a"], x[name])[0, 1] for name in "bcd"}
    assert [ranking.plan.ids[row] for row in found["a"].against] == sorted("bcd", key=r.__getitem__)
    turned, again = found_in(ranked, **dict(reversed(x.items())))
    assert [turned.plan.ids[row] for row in again["a"].against] == sorted("bcd", key=r.__getitem__)


def test_a_clearly_negative_correlation_with_the_parent_is_enough(ranked: Ranked) -> None:
    _, found = found_in(ranked, x=noisy(-COMMON, 0.5, 1), y=COMMON, z=noisy(COMMON, 0.1, 2), w=noisy(COMMON, 0.1, 3))
    assert list(found) == ["x"]
    assert found["x"].r < -0.3


def test_of_two_that_disagree_nobody_knows_which(ranked: Ranked) -> None:
    _, found = found_in(ranked, x=noisy(-COMMON, 0.5, 1), y=noisy(COMMON, 0.5, 2))
    assert found == {}


def test_what_is_contrary_is_not_held_against_the_others(ranked: Ranked) -> None:
    _, found = found_in(ranked, v=noisy(-COMMON, 0.6, 1), w=noisy(COMMON, 0.3, 2), x=noisy(COMMON, 0.3, 3))
    assert "w" not in found
    assert "x" not in found


def test_a_constant_says_nothing(ranked: Ranked) -> None:
    _, found = found_in(ranked, x=noisy(COMMON, 0.5, 1), y=COMMON, z=np.full(40, 3.0))
    assert found == {}


CARD: dict[str, Any] = {
    "pillars": {"p": {}, "q": {}, "r": {}},
    "indicators": {name: {"pillar": pillar} for name, pillar in zip("abcde", "pppqr", strict=True)},
}
PARENTS = dict.fromkeys("abc", "p") | {"d": "q", "e": "r"} | dict.fromkeys("pqr", "index")


def found_among(ranked: Ranked, negative: str = "", /, **r: float) -> list[tuple[str, str]]:
    """Who is contrary, and against whom, if these are the correlations: of a child with its parent, or of two."""
    plan = ranked(CARD, x=dict.fromkeys("abcde", 1.0)).plan
    pairs = []
    for ends, each in r.items():
        one, node, two = plan.row[ends[0]], PARENTS[ends[0]], len(ends) == 2
        other, found = plan.row[ends[1] if two else node], Correlation(each, 0.5)
        flag = "negative" if ends in negative else None
        pairs.append(Pair("siblings" if two else "parent", node, one, other, 30, found, found, found, flag))
    ids, contrary = plan.ids, contraries(plan, pairs, LIMITS)
    assert all((each.node, each.r) == (PARENTS[ids[each.row]], r[ids[each.row]]) for each in contrary)
    return [(ids[each.row], "".join(ids[row] for row in each.against)) for each in contrary]


def test_at_the_limit_of_the_scorecard_siblings_are_opposed(ranked: Ranked) -> None:
    assert found_among(ranked, a=0.1, b=0.5, c=0.5, ab=-0.3, ac=-0.3, bc=0.8) == [("a", "bc")]
    assert found_among(ranked, a=0.1, b=0.5, c=0.5, ab=-0.3, ac=-0.29, bc=0.8) == []
    assert found_among(ranked, "a", a=-0.1, b=0.5, c=0.5, ab=-0.3, ac=-0.29, bc=0.8) == [("a", "b")]


def test_the_lowest_correlation_with_the_parent_comes_first(ranked: Ranked) -> None:
    assert found_among(ranked, "ac", a=-0.4, b=0.5, c=-0.6, ab=-0.5, ac=0.9, bc=-0.4) == [("c", "b"), ("a", "b")]


def test_a_pillar_that_goes_against_its_siblings_is_none(ranked: Ranked) -> None:
    """What pillars measure may well differ; only a clearly negative correlation with their parent counts."""
    assert found_among(ranked, p=0.1, q=0.5, r=0.5, pq=-0.5, pr=-0.6, qr=0.5) == []
    assert found_among(ranked, "p", p=-0.4, q=0.5, r=0.5, pq=-0.5, pr=-0.6, qr=0.5) == [("p", "rq")]


def test_an_only_child_has_nobody_to_go_against(ranked: Ranked) -> None:
    assert found_among(ranked, d=1.0) == []
    assert found_among(ranked, "d", d=-0.5) == [("d", "")]
