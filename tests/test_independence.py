"""Draws do not depend on the order of anything, on threads or on the size of blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tomli_w

import hubscore
from hubscore.model.columns import from_values
from hubscore.model.dataset import Dataset, Hubs, hubs_of
from hubscore.model.scorecard import Scorecard
from hubscore.scoring import score
from hubscore.studies.levels import usual
from hubscore.studies.robustness import Robustness, robustness
from hubscore.studies.sensitivity import Sensitivity, sensitivity
from hubscore.workspace import Workspace

Words = dict[str, Any]

CASES = range(8)
DRAWS = 150
GRADES = ("official", "reported", "secondary", "estimate")
PILLAR_OF = {"a": "p", "b": "p", "c": "p", "d": "q", "e": "q", "f": "r", "g": None}


def scorecard(random: np.random.Generator) -> Words:
    """A scorecard that varies weights, figures, gaps and, now and then, methods."""

    def one_of(*choices: Any) -> Any:
        return choices[random.integers(len(choices))]

    indicators = {
        name: {
            **({} if pillar is None else {"pillar": pillar}),
            "direction": one_of("higher", "lower"),
            "kind": one_of("amount", "count", "rank", "share"),
        }
        for name, pillar in PILLAR_OF.items()
    }
    for entry in indicators.values():
        entry["goalposts"] = [0, 100] if entry["direction"] == "higher" else [100, 0]
    rules = one_of(0.25, "any", {"dirichlet": 20})
    return {
        "title": "Anything",
        "hubs": "hubs/*.toml",
        "as_of": 2024,
        "weights": {name: int(random.integers(1, 9)) for name in ("p", "q", "r", "g", "a", "b", "c")},
        "method": {"missing": one_of("renormalise", "mean", "worst"), "min_coverage": 0.4},
        "pillars": {"p": {}, "q": {"aggregate": one_of("arithmetic", "geometric")}, "r": {}},
        "indicators": indicators,
        "uncertainty": {
            "weights": rules,
            "missing": one_of("siblings", "range"),
            **one_of({}, {"normalise": ["goalposts", "minmax"], "aggregate": ["arithmetic", "median"]}),
        },
    }


def profile(hub: str, random: np.random.Generator) -> Words:
    """A hub with figures of all grades: values, bounds, gaps; of two years, so that the order of these counts too."""

    def reading() -> Words:
        value = round(float(random.uniform(5, 95)), 3)
        known = {"at_least": value, "at_most": value + 4} if random.random() < 0.2 else {"value": value}
        return {**known, "evidence": str(random.choice(GRADES)), "source": "s"}

    data = {name: {"2021": reading(), "2023": reading()} for name in PILLAR_OF if random.random() > 0.15}
    return {"name": hub.title(), "sources": {"s": {"title": "A source"}}, "data": data}


def shuffled(words: Any, random: np.random.Generator) -> Any:
    """The same tables with their keys in another order, at every level."""
    if not isinstance(words, dict):
        return words
    keys = [list(words)[at] for at in random.permutation(len(words))]
    return {key: shuffled(words[key], random) for key in keys}


def opened(folder: Path, card: Words, profiles: dict[str, Words]) -> Workspace:
    (folder / "hubs").mkdir(parents=True)
    (folder / "scorecard.toml").write_text(tomli_w.dumps(card), encoding="utf-8")
    for hub, words in profiles.items():
        (folder / "hubs" / f"{hub}.toml").write_text(tomli_w.dumps(words), encoding="utf-8")
    return hubscore.open(folder)


def by_hub(found: Robustness) -> dict[str, list[Any]]:
    """All that is said of each hub, by its id."""
    ids = found.base.dataset.hubs.ids
    shares = found.acceptability
    odds = np.zeros((len(ids), len(ids))) if found.pairwise is None else np.nan_to_num(found.pairwise, nan=-1.0)
    return {
        hub: [
            *(found.rank_low[at], found.rank_high[at], found.unscored[at], found.mean_rank[at], found.rank_error[at]),
            shares[at].tolist(),
            {other: odds[at, place] for place, other in enumerate(ids)},
        ]
        for at, hub in enumerate(ids)
        if found.base.rank[at]
    }


def by_factor(found: Sensitivity) -> dict[tuple[str, ...], np.ndarray]:
    """Indices and their intervals by output and factor."""
    ids = (*found.base.dataset.hubs.ids, "nobody")
    return {
        (each.kind, ids[each.hub], ids[each.other], factor): np.array(
            [getattr(found, name)[row, column] for name in ("first", "first_low", "total", "total_high")]
        )
        for row, each in enumerate(found.outputs)
        for column, factor in enumerate(found.factors)
    }


def varied(workspace: Workspace) -> tuple[str, ...]:
    """Every family that changes anything here."""
    base = score(workspace.dataset, workspace.scorecard)
    return usual(base, workspace.scorecard, ("weights", "data", "absent", "evidence", "missing"))


@pytest.mark.parametrize("case", CASES)
def test_the_order_of_files_and_of_what_stands_in_them_changes_nothing(tmp_path: Path, case: int) -> None:
    random = np.random.default_rng(case)
    card = scorecard(random)
    profiles = {hub: profile(hub, random) for hub in ("oslo", "bergen", "turku", "lund", "aarhus", "espoo", "visby")}
    one = opened(tmp_path / "one", card, profiles)
    other = opened(tmp_path / "other", shuffled(card, random), shuffled(profiles, random))
    first, second = (
        robustness(each.dataset, each.scorecard, DRAWS, case, only=varied(each), pairs=True) for each in (one, other)
    )
    assert by_hub(first) == by_hub(second)
    assert first.error == second.error
    some, same = (by_factor(sensitivity(each.dataset, each.scorecard, 64, case)) for each in (one, other))
    assert some.keys() == same.keys()
    for key, found in some.items():
        assert same[key] == pytest.approx(found, rel=1e-6, abs=1e-9, nan_ok=True), key


def whole(hubs: int, seed: int) -> tuple[Hubs, list[str], np.ndarray]:
    """A table without gaps; every eighth hub is the same as the one before."""
    random = np.random.default_rng(seed)
    values = random.uniform(0, 10, (6, hubs))
    values[:, 1::8] = values[:, : hubs - 1 : 8]
    ids = [f"h{number}" for number in range(hubs)]
    return hubs_of(ids, ids, ["candidate"] * hubs, [None] * hubs), [*"abcdef"], values


def tabled(hubs: Hubs, series: list[str], values: np.ndarray) -> tuple[Dataset, Scorecard]:
    indicators = {
        name: {"direction": "higher", "goalposts": [0, 10], **({"pillar": "p"} if name < "d" else {})}
        for name in series
    }
    card = Scorecard.model_validate({"title": "T", "hubs": "*", "pillars": {"p": {}}, "indicators": indicators})
    return from_values(hubs, series, values), card


@pytest.mark.parametrize("only", [("weights",), ()])
def test_rows_and_columns_of_a_table_may_stand_anyhow(only: tuple[str, ...]) -> None:
    hubs, series, values = whole(30, 3)
    random = np.random.default_rng(4)
    places, columns = random.permutation(30), random.permutation(6)
    ids = [hubs.ids[place] for place in places]
    turned = hubs_of(ids, ids, ["candidate"] * 30, [None] * 30)
    one = robustness(*tabled(hubs, series, values), 500, only=only, pairs=True)
    other = robustness(
        *tabled(turned, [series[at] for at in columns], values[columns][:, places]), 500, only=only, pairs=True
    )
    assert by_hub(one) == by_hub(other)


BLOCKS = {
    "hubscore.studies.draws.CELLS_AT_ONCE": 6_000,
    "hubscore.studies.drawing.SCORES_AT_ONCE": 300,
    "hubscore.studies.drawing.FEWEST_AT_ONCE": 2,
    "hubscore.studies.drawing.SCORES_OF_A_PART": 2_000,
    "hubscore.studies.drawing.WEIGHTS_AT_ONCE": 1_500,
    "hubscore.studies.drawing.ROWS_AT_ONCE": 3,
    "hubscore.studies.tally.COUNTED_WHOLE": 10,
    "hubscore.studies.tally.COUNTERS_AT_ONCE": 50,
}


def everything_of(found: Robustness) -> list[Any]:
    arrays = (getattr(found, name) for name in ("rank_low", "rank_high", "mean_rank", "rank_error", "unscored"))
    more = (found.counts, found.neighbours, found.pairwise, found.error, found.draws)
    return [np.asarray(each).tobytes() for each in (*arrays, *more)]


def assert_same_anyhow(dataset: Dataset, card: Scorecard, only: tuple[str, ...], patch: pytest.MonkeyPatch) -> None:
    """Whatever the threads and blocks; hubs whose ranks are counted in classes too."""
    for most in (1024, 20):
        patch.setattr("hubscore.studies.tally.EACH_ITS_OWN", most)
        patch.setattr("hubscore.studies.tally.MOST_CLASSES", most)
        with patch.context() as inner:
            told = [everything_of(robustness(dataset, card, 150, 0, only, threads=1, pairs=True))]
            for name, size in BLOCKS.items():
                inner.setattr(name, size)
            told += [
                everything_of(robustness(dataset, card, 150, 0, only, threads=threads, pairs=True))
                for threads in (1, 2, 3)
            ]
        assert told[1:] == told[:1] * 3


@pytest.mark.parametrize("only", [("weights",), ("data",), ("weights", "data", "absent")])
def test_threads_and_blocks_change_nothing_of_a_whole_table(
    only: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_same_anyhow(*tabled(*whole(90, 5)), only, monkeypatch)


@pytest.mark.parametrize("case", [0, 3, 7])
def test_threads_and_blocks_change_nothing_of_profiles(
    tmp_path: Path, case: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(case)
    profiles = {f"hub-{number}": profile("x", random) for number in range(25)}
    workspace = opened(tmp_path, scorecard(random), profiles)
    assert_same_anyhow(workspace.dataset, workspace.scorecard, varied(workspace), monkeypatch)


def test_blocks_change_indices_of_sensitivity_by_rounding_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    hubs, series, values = whole(12, 6)
    values[np.random.default_rng(7).random(values.shape) < 0.1] = np.nan
    problem = tabled(hubs, series, values)
    one = sensitivity(*problem, 64, seed=0)
    monkeypatch.setattr("hubscore.studies.draws.CELLS_AT_ONCE", 500)
    other = sensitivity(*problem, 64, seed=0)
    for name in ("first", "first_low", "first_high", "total", "total_low", "total_high"):
        np.testing.assert_allclose(getattr(other, name), getattr(one, name), rtol=1e-9, atol=1e-12)


def test_a_seed_of_zero_is_not_the_seed_that_is_taken_if_none_is_given() -> None:
    problem = tabled(*whole(20, 8))
    runs = [robustness(*problem, 200, **more) for more in ({"seed": 0}, {"seed": 0}, {}, {"seed": 1})]
    told = [everything_of(run) for run in runs]
    assert told[0] == told[1] != told[2] == told[3]
    indices = [
        sensitivity(*problem, 64, **more).total.tobytes() for more in ({"seed": 0}, {"seed": 0}, {}, {"seed": 1})
    ]
    assert indices[0] == indices[1] != indices[2] == indices[3]
