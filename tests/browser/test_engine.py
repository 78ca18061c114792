"""The engine of the sliders beside the program: whatever the method, the same scores and ranks."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from playwright.sync_api import Browser, Page

import hubscore
from hubscore.model.plan import Plan
from hubscore.model.ranking import Ranking
from hubscore.pages.live import live_of
from hubscore.studies.changes import with_shares
from hubscore.studies.points import points_of
from hubscore.workspace import Workspace

WEIGHTINGS = 12
LETTERS = "abcdefghij"

METHODS: dict[str, dict[str, Any]] = {
    "arithmetic": {},
    "geometric": {"aggregate": "geometric"},
    "geometric without a floor": {"aggregate": "geometric", "floor": 0},
    "harmonic": {"aggregate": "harmonic", "floor": 0.05},
    "power": {"aggregate": "power"},
    "power 3": {"aggregate": {"power": 3}},
    "power -2": {"aggregate": {"power": -2}},
    "power near 0": {"aggregate": {"power": 0.001}},
    "power near 0, below": {"aggregate": {"power": -0.05}},
    "power 1": {"aggregate": {"power": 1}},
    "power 0": {"aggregate": {"power": 0}},
    "minimum": {"aggregate": "minimum"},
    "median": {"aggregate": "median"},
    "copeland": {"aggregate": "copeland"},
    "mazziotta_pareto": {"aggregate": "mazziotta_pareto", "normalise": "zscore"},
    "mazziotta_pareto positive": {"aggregate": {"mazziotta_pareto": "positive"}, "normalise": "zscore"},
    "mazziotta_pareto_adjusted": {"aggregate": "mazziotta_pareto_adjusted"},
    "mean_min": {"aggregate": "mean_min"},
    "mean_min 0.3 0.2": {"aggregate": {"mean_min": {"alpha": 0.3, "beta": 0.2}}},
    "mean_min 0.5 1e9": {"aggregate": {"mean_min": {"alpha": 0.5, "beta": 1e9}}},
    "owa": {"owa": [0.5, 0.3, 0.2]},
    "worst": {"missing": "worst"},
    "worst, geometric": {"missing": "worst", "aggregate": "geometric"},
    "worst, copeland": {"missing": "worst", "aggregate": "copeland"},
    "strict": {"missing": "strict"},
    "mean": {"missing": "mean"},
    "max_missing": {"max_missing": 1},
    "min_coverage": {"min_coverage": 0.8},
    "min_coverage, copeland": {"min_coverage": 0.7, "aggregate": "copeland"},
    "digits": {"digits": 0, "level_digits": 1},
    "dense": {"digits": 0, "ties": "dense"},
    "another scale": {"scale": [1, 10], "aggregate": "geometric"},
    "another scale, arithmetic": {"scale": [-5, 10]},
    "z-scores": {"normalise": "zscore", "scale": [-10, 10]},
    "over all": {"index": {"over": "indicators"}},
    "over all, worst": {"index": {"over": "indicators"}, "missing": "worst"},
}


@pytest.fixture
def engine(browser: Browser) -> Iterator[Page]:
    """A blank page that knows the engine."""
    page = browser.new_page()
    folder = Path(hubscore.__file__).parent / "formats/html/templates"
    page.add_script_tag(content=(folder / "engine.js").read_text(encoding="utf-8"))
    yield page
    page.close()


def workspace(folder: Path, method: dict[str, Any], seed: int, over: bool, applies: bool) -> Workspace:
    """Ten indicators in three pillars, one within another; some figures are missing, some are 0 or the best."""
    rng = random.Random(seed)
    pillars = {"p": {}, "q": {"parent": "p"}, "r": {"over": "indicators"} if over else {}}
    pillars |= {"s": {"parent": "r"}}
    method = dict(method)
    index = method.pop("index", {})
    if "owa" in method:  # of nodes that average three
        given = {"owa": method.pop("owa")}
        pillars["p"]["aggregate"] = pillars["q"]["aggregate"] = given
    of = dict(zip(LETTERS, "ppqqqrrss", strict=False))
    usual = {"direction": "higher", "goalposts": [0, 10]}
    indicators = {name: usual | ({"pillar": of[name]} if name in of else {}) for name in LETTERS}
    hubs = [f"hub{number}" for number in range(9)]
    if applies:
        indicators["a"]["applies_to"] = hubs[:6]
        indicators["h"]["applies_to"] = indicators["i"]["applies_to"] = hubs[3:]
    data = {"csv": "raw.csv", "id": "id", "role": "role", "evidence": "official", "source": "s"}
    card: dict[str, Any] = {"title": "Hubs", "data": data}
    card |= {"index": index, "method": method, "pillars": pillars, "indicators": indicators}
    (folder / "scorecard.toml").write_text(tomli_w.dumps(card))
    rows = ["id,role," + ",".join(LETTERS)]
    for at, hub in enumerate(hubs):
        cells = ["" if rng.random() < 0.08 else figure(rng) for _ in LETTERS]
        rows.append(",".join([hub, "benchmark" if at in (0, 4) else "candidate", *cells]))
    (folder / "raw.csv").write_text("\n".join(rows) + "\n")
    return hubscore.open(folder)


def figure(rng: random.Random) -> str:
    return rng.choice(["0", "10", "5", *(f"{rng.uniform(0, 10):.3f}" for _ in range(3))])


def weighting(plan: Plan, model: dict[str, Any], rng: random.Random) -> dict[str, float]:
    """Shares of everything that weighs; some weigh nothing."""
    shares = {}
    for node in model["inner"]:
        if node["reached"]:
            drawn = [rng.random() * (rng.random() > 0.2) for _ in node["members"]]
            drawn = drawn if sum(drawn) else [1.0, *drawn[1:]]
            shares |= {plan.ids[row]: x / sum(drawn) for row, x in zip(node["members"], drawn, strict=True)}
    return shares


def compared(page: Page, found: Workspace, seed: int) -> None:
    ranking = hubscore.score(found.dataset, found.scorecard)
    model = json.loads(json.dumps(live_of(ranking)))
    rng = random.Random(seed)
    for _ in range(WEIGHTINGS):
        shares = weighting(ranking.plan, model, rng)
        after = hubscore.score(found.dataset, with_shares(found.scorecard, found.dataset, shares))
        weights = [after.plan.inner[at].weights.tolist() for at in range(len(model["inner"]))]
        scores, ranks, points = page.evaluate(
            "([model, weights]) => { const s = engine.scores(model, weights);"
            " const told = x => Number.isNaN(x) ? null : x;"
            " const points = model.points && engine.points(model, weights, s).map(each => each && each.map(told));"
            " return [s.map(row => row.map(told)), engine.ranks(model, s[s.length - 1]), points]; }",
            [model, weights],
        )
        assert ranks == after.rank.tolist(), shares
        for name, own, theirs in zip(ranking.plan.ids, scores, after.scores.tolist(), strict=True):
            for x, y in zip(own, theirs, strict=True):
                assert (x is None) == math.isnan(y), (name, shares)
                assert x is None or abs(x - y) <= 1e-9, (name, shares)
        if points is not None:
            compared_points(after, model["points"], points)


def compared_points(after: Ranking, rows: list[int], points: list[Any]) -> None:
    """The points that the page tells, by hub, beside those of the program."""
    for hub, own in enumerate(points):
        assert (own is None) == math.isnan(after.index[hub])
        if own is not None:
            theirs = points_of(after, hub).points[rows].tolist()
            assert [x is None for x in own] == [math.isnan(y) for y in theirs]
            assert all(x is None or abs(x - y) <= 1e-9 for x, y in zip(own, theirs, strict=True))


@pytest.mark.parametrize("name", METHODS)
def test_the_page_scores_as_the_program_does(engine: Page, tmp_path: Path, name: str) -> None:
    for seed, (over, applies) in enumerate([(False, False), (True, False), (False, True)]):
        compared(engine, workspace(tmp_path, METHODS[name], seed, over, applies), seed)


@pytest.mark.parametrize(
    ("index", "dense", "expected"),
    [
        ([70, 70 + 5e-8, 50, 90], False, [2, 2, 4, 1]),
        ([70, 70 + 5e-8, 50, 90], True, [2, 2, 3, 1]),
        ([70, 70 - 8e-8, 70 - 16e-8, None], False, [1, 1, 3, 0]),  # tied to the first member, not to the last
    ],
)
def test_ranks_of_ties(engine: Page, index: list[Any], dense: bool, expected: list[int]) -> None:
    model = {"ranked": [True] * 4, "dense": dense, "tolerance": 1e-7}
    call = "([model, index]) => engine.ranks(model, index.map(x => x === null ? NaN : x))"
    assert engine.evaluate(call, [model, index]) == expected


@pytest.mark.parametrize(
    ("weights", "at", "share", "expected"),
    [
        ([0.5, 0.3, 0.2], 0, 0.75, [0.75, 0.15, 0.1]),
        ([1, 0, 0], 0, 0.5, [0.5, 0.25, 0.25]),  # nothing left to keep: as declared
        ([0.5, 0.5, 0], 1, 0, [1, 0, 0]),
        ([0.5, 0.3, 0.2], 2, 1, [0, 0, 1]),
        ([0.5, 0.5 - 1e-7, 1e-7], 0, 0.9, [0.9, 0.1 * (0.5 - 1e-7) / 0.5, 0]),  # too light to weigh
    ],
)
def test_a_share_is_taken_from_the_others(
    engine: Page, weights: list[float], at: int, share: float, expected: list[float]
) -> None:
    call = "([w, at, share]) => engine.withShare(w, at, share, [1 / 3, 1 / 3, 1 / 3])"
    assert engine.evaluate(call, [weights, at, share]) == pytest.approx(expected, abs=1e-12)
