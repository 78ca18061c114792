from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w

import hubscore
from hubscore.pages.cell import cell_sentences
from hubscore.studies.show import show

SOURCES = {"office": {"title": "Statistical office"}}
UP: dict[str, Any] = {"direction": "higher", "goalposts": [0, 100]}
CARD: dict[str, Any] = {
    "hubs": "hubs/*.toml",
    "as_of": 2024,
    "max_age": 5,
    "evidence": {"admit": "reported"},
    "measures": {
        "gdp": {"label": "GDP", "unit": "100m EUR", "definition": "Gross domestic product"},
        "area": {"label": "Area", "unit": "km2"},
        "deposits": {"label": "Deposits", "unit": "100m EUR"},
    },
    "indicators": {
        "fairs": {**UP, "label": "Trade fairs", "unit": "fairs", "definition": "Fairs with foreign exhibitors."},
        "place": {"direction": "lower", "goalposts": [121, 1], "unit": "rank", "kind": "rank"},
        "depth": {
            "direction": "higher",
            "goalposts": [0, 5],
            "from": "deposits",
            "per": "gdp",
            "per_amount": 1,
            "score_unit": "ratio",
            "decimals": 2,
        },
    },
}


def reading(value: float | None = None, evidence: str = "official", **more: Any) -> dict[str, Any]:
    return {"evidence": evidence, "source": "office", **({} if value is None else {"value": value}), **more}


def said(folder: Path, name: str, data: dict[str, Any], card: dict[str, Any] | None = None, **others: Any) -> list[str]:
    """The sentences about a cell of Oslo, given its data and those of other hubs."""
    (folder / "hubs").mkdir()
    (folder / "scorecard.toml").write_text(tomli_w.dumps(CARD | (card or {})))
    for hub, figures in {"oslo": data, **others}.items():
        profile = {"name": hub.title(), "sources": SOURCES, "data": figures}
        (folder / "hubs" / f"{hub}.toml").write_text(tomli_w.dumps(profile))
    workspace = hubscore.open(folder)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    hub = workspace.dataset.hubs.ids.index("oslo")
    return cell_sentences(workspace, show(ranking, workspace.scorecard, hub, name))


def test_an_exact_figure(tmp_path: Path) -> None:
    assert said(tmp_path, "fairs", {"fairs": {"2023": reading(42, "reported")}}) == [
        "Fairs with foreign exhibitors.",
        "42 fairs (2023, reported) counts: the only reading.",
        "That scores 42.0 between the goalposts 0 (worst) and 100 (best).",
    ]


def test_a_part_of_a_year_is_carried_on(tmp_path: Path) -> None:
    years = {"2024": reading(at_least=30, covers=0.75), "2021": reading(20)}
    assert said(tmp_path, "fairs", {"fairs": years})[1:] == [
        (
            "≥ 30 fairs (75 % of 2024, official) counts: the newest; it covers part of its year, "
            "but no whole-year one is at most 2 years older."
        ),
        (
            "That is read as 30–44 fairs; 37 fairs, the middle of the interval, scores 37.0 "
            "between the goalposts 0 (worst) and 100 (best)."
        ),
    ]


def test_an_interval_keeps_the_digits_that_its_score_is_made_of(tmp_path: Path) -> None:
    fairs = CARD["indicators"]["fairs"] | {"goalposts": [0, 6], "decimals": 0}
    card = {"indicators": {"fairs": fairs}, "measures": {}}
    years = {"2024": reading(at_least=1, covers=0.68)}
    # 1 / 0.68 x 1.1 = 1.6176...; the middle is 1.3088..., of 6 it is 21.8 %
    assert said(tmp_path, "fairs", {"fairs": years}, card)[2] == (
        "That is read as 1–1.618 fairs; 1.309 fairs, the middle of the interval, scores 21.8 "
        "between the goalposts 0 (worst) and 6 (best)."
    )


def test_a_rank_beyond_the_list_scores_nothing(tmp_path: Path) -> None:
    assert said(tmp_path, "place", {"place": {"2024": reading(at_least=121)}}) == [
        "rank ≥ 121 (2024, official) counts: the only reading.",
        "That scores 0.0 between the goalposts 121 (worst) and 1 (best).",
    ]


def test_a_ratio_is_worked_out(tmp_path: Path) -> None:
    deposits = {"2024": reading(60400), "2023": reading(53600)}
    assert said(tmp_path, "depth", {"deposits": deposits, "gdp": {"2023": reading(32193.15)}}) == [
        (
            "Deposits 60,400 × 100m EUR (2024, official), divided by GDP 32,193.15 × 100m EUR (2023, official). "
            "The first is the newest, the second of the nearest year."
        ),
        "1.876 ratio scores 37.5 between the goalposts 0 (worst) and 5 (best).",  # 1.88 would be 37.6
    ]


def test_a_ratio_per_many_of_the_same_year(tmp_path: Path) -> None:
    depth = CARD["indicators"]["depth"] | {"per_amount": 10000}
    card = {"indicators": CARD["indicators"] | {"depth": depth}}
    first, second = said(tmp_path, "depth", {"deposits": {"2024": reading(1)}, "gdp": {"2024": reading(5000)}}, card)
    assert first.endswith("(2024, official), times 10,000. The first is the only reading, the second of the same year.")
    assert second.startswith("2 ratio scores 40.0")


@pytest.mark.parametrize(
    ("years", "reason"),
    [
        ({"2024": reading(9, covers=0.5), "2022": reading(7)}, "the newest that covers its whole year"),
        ({"2024": reading(9), "2022": reading(7)}, "the newest"),
        ({"2025": reading(9), "2022": reading(7)}, "the newest up to 2024"),
        ({"2024": reading(9, "estimate"), "2022": reading(7)}, "the newest whose evidence is admitted"),
        ({"2024": [reading(9), reading(8), reading(9, "reported")]}, "the newest, and the first of 3 for its year"),
    ],
)
def test_why_this_reading(tmp_path: Path, years: dict[str, Any], reason: str) -> None:
    assert said(tmp_path, "fairs", {"fairs": years})[1].endswith(f" counts: {reason}.")


def test_a_policy_that_reaches_for_other_years_is_named(tmp_path: Path) -> None:
    years = {"2026": reading(20), "2016": reading(10)}
    _, counts, scores = said(tmp_path, "fairs", {"fairs": years}, {"method": {"missing": {"linear": 10}}})
    assert counts == (
        "20 fairs (2026, official) and 10 fairs (2016, official) count: "
        'none is of the years that count, and `missing = "linear"` fills in from others.'
    )
    assert scores.startswith("That scores 18.0 between")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("fairs", {}, "there is no reading"),
        ("fairs", {"fairs": {"2024": reading(9, "target")}}, "no reading has evidence that is admitted"),
        ("fairs", {"fairs": {"2010": reading(9)}}, "no reading is of the years from 2019 to 2024"),
        ("fairs", {"fairs": {"2024": reading(9, unit="stands")}}, "its reading is in another unit"),
        ("depth", {"deposits": {"2024": reading(9)}}, "there is nothing to divide it by"),
    ],
)
def test_why_there_is_no_figure(tmp_path: Path, name: str, data: dict[str, Any], reason: str) -> None:
    assert said(tmp_path, name, data)[-1] == (
        f"Oslo has no figure: {reason}. What is missing follows "
        '`missing = "renormalise"`: the weights of the present children are rescaled.'
    )


@pytest.mark.parametrize(("limit", "words"), [(2, "at most 2 years before as_of"), (1, "at most 1 year before as_of")])
def test_a_rule_in_time_says_how_far_it_goes(tmp_path: Path, limit: float, words: str) -> None:
    card = {"method": {"missing": {"latest": limit}}, "as_of": 2024, "max_age": 0}
    sentence = said(tmp_path, "fairs", {"fairs": {"2010": reading(9)}}, card)[-1]
    assert sentence.startswith("Oslo has no figure: no reading is of 2024. ")
    assert words in sentence


def test_what_is_filled_in_is_said_to_be(tmp_path: Path) -> None:
    method = {"method": {"missing": "mean"}}
    others = {hub: {"fairs": {"2024": reading(value)}} for hub, value in (("bergen", 30), ("turku", 50))}
    assert said(tmp_path, "fairs", {}, method, **others)[1:] == [
        'Oslo has no figure of its own; `missing = "mean"` fills in 40 fairs: the mean over all hubs, raw values.',
        "That scores 40.0 between the goalposts 0 (worst) and 100 (best).",
    ]


def test_what_does_not_apply_is_not_missing(tmp_path: Path) -> None:
    fairs = CARD["indicators"]["fairs"] | {"applies_to": ["bergen"]}
    card = {"indicators": CARD["indicators"] | {"fairs": fairs}}
    sentences = said(tmp_path, "fairs", {}, card, bergen={})
    assert sentences[-1] == "It does not apply to Oslo: it is neither missing nor scored."


def test_scores_relative_to_the_group_name_no_goalposts(tmp_path: Path) -> None:
    fairs = CARD["indicators"]["fairs"] | {"normalise": "minmax"}
    card = {"indicators": CARD["indicators"] | {"fairs": fairs}}
    data = {"fairs": {"2024": reading(7)}}
    assert said(tmp_path, "fairs", data, card, bergen={"fairs": {"2024": reading(5)}})[-1] == "That scores 100.0."


def test_without_the_hub_that_sets_a_goalpost_there_is_no_score(tmp_path: Path) -> None:
    fairs = CARD["indicators"]["fairs"] | {"goalposts": [0, "benchmark"]}
    card = {"indicators": CARD["indicators"] | {"fairs": fairs}}
    assert said(tmp_path, "fairs", {"fairs": {"2024": reading(7)}}, card)[-1] == (
        "That has no score, for want of a goalpost."
    )


@pytest.mark.parametrize(
    ("name", "sentences"),
    [
        ("gdp", ["Gross domestic product.", "It is a measure, read but not scored; here depth needs it."]),
        ("area", ["It is a measure, read but not scored; no indicator needs it here."]),
    ],
)
def test_a_measure_is_read_but_not_scored(tmp_path: Path, name: str, sentences: list[str]) -> None:
    data = {"deposits": {"2024": reading(9)}, "gdp": {"2024": reading(9)}, "area": {"2024": reading(9)}}
    assert said(tmp_path, name, data) == sentences


def test_a_hub_that_is_left_out(tmp_path: Path) -> None:
    data = {"fairs": {"2023": reading(20.0)}}
    assert said(tmp_path, "fairs", data, {"screening": {"min_coverage": 0.5, "by": "indicators"}}) == [
        "Fairs with foreign exhibitors.",
        "Oslo is left out: it has readings for 33 % of its indicators, and [screening] asks for at least 50 %.",
    ]


@pytest.mark.parametrize(
    ("treat", "text"),
    [
        ({"winsorise": {"skew": 2, "kurtosis": 3.5, "points": 1}}, "That (winsorised to 21) scores 100.0"),
        ("boxcox", "That (as a Box-Cox power) scores 100.0"),
    ],
)
def test_a_treated_figure_says_so(tmp_path: Path, treat: Any, text: str) -> None:
    """As `explain` does; the others' figures go from 1 to 21."""
    card = {"indicators": {"fairs": {**UP, "goalposts": None, "normalise": "minmax", "treat": treat}}}
    del card["indicators"]["fairs"]["goalposts"]
    others = {f"h{at:02}": {"fairs": {"2023": reading(1.0 + at)}} for at in range(21)}
    assert said(tmp_path, "fairs", {"fairs": {"2023": reading(1000)}}, card, **others)[-1].startswith(text)


def test_a_treated_bound_says_so(tmp_path: Path) -> None:
    treat = {"winsorise": {"skew": 2, "kurtosis": 3.5, "points": 1}}
    card = {"indicators": {"fairs": {"direction": "higher", "normalise": "minmax", "treat": treat}}}
    others = {f"h{at:02}": {"fairs": {"2023": reading(1.0 + at)}} for at in range(21)}
    last = said(tmp_path, "fairs", {"fairs": {"2023": reading(at_least=900, at_most=1100)}}, card, **others)[-1]
    assert "the middle of the interval (winsorised to 21), scores 100.0" in last
