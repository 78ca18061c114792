"""Readings that can hardly be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import hubscore
from hubscore.model.ranking import Ranking
from hubscore.studies.implausible import Implausible, implausible

CARD = """
data = {{ csv = "raw.csv", id = "id" }}
[measures.people]
[indicators.x]
direction = "{direction}"
goalposts = {goalposts}
{more}
"""


def found(folder: Path, figure: str, goalposts: str, more: str = "", direction: str = "higher") -> list[Implausible]:
    (folder / "scorecard.toml").write_text(CARD.format(direction=direction, goalposts=goalposts, more=more))
    (folder / "raw.csv").write_text(f"id,x,people\na,{figure},10\nb,5,10\nc,,10\n")
    workspace = hubscore.open(folder)
    return list(implausible(hubscore.score(workspace.dataset, workspace.scorecard)))


@pytest.mark.parametrize(
    ("figure", "goalposts", "far"),
    [
        ("30", "[0, 10]", None),  # twice their distance is still let pass
        ("30.01", "[0, 10]", True),
        ("-20", "[0, 10]", False),  # not far, but below 0
        ("-20.5", "[0, 10]", True),
        ("-0.1", "[0, 10]", False),
        ("-3", "[-1, 10]", None),
        ("-24", "[-1, 10]", True),
        ("480", "[0, 120]", True),  # a factor of ten
    ],
)
def test_far_outside_or_below_zero(tmp_path: Path, figure: str, goalposts: str, far: bool | None) -> None:
    told = found(tmp_path, figure, goalposts)
    assert [(each.hub, each.value, each.far) for each in told] == ([] if far is None else [("a", float(figure), far)])


def test_goalposts_the_other_way_round(tmp_path: Path) -> None:
    [odd] = found(tmp_path, "-3", "[40, 5]", direction="lower")
    assert odd == Implausible("x", "a", "x", None, -3.0, (40.0, 5.0))
    assert not odd.far
    assert found(tmp_path, "100", "[40, 5]", direction="lower") == []
    assert [odd.far for odd in found(tmp_path, "111", "[40, 5]", direction="lower")] == [True]


def test_a_reading_has_its_indicator_its_measure_and_its_year(ranked: Callable[..., Ranking]) -> None:
    card = {"measures": {"money": {"unit": "CNY"}}, "indicators": {"a": {}, "b": {"from": "money"}}}
    x = {"a": 3.0, "b": None, "money": {"2019": 1.0, "2021": 31.0}}
    ranking = ranked(card, x=x, y={"a": 4.0, "b": None, "money": 5.0})
    assert implausible(ranking) == (Implausible("b", "x", "money", 2021, 31.0, (0.0, 10.0)),)


def test_a_ratio_is_looked_at_as_it_scores(tmp_path: Path) -> None:
    assert found(tmp_path, "100", "[0, 10]", 'per = "people"') == []
    assert [odd.value for odd in found(tmp_path, "400", "[0, 10]", 'per = "people"')] == [40.0]


@pytest.mark.parametrize("more", ['normalise = "minmax"', 'normalise = "zscore"'])
def test_other_methods_hold_no_figure_to_goalposts(tmp_path: Path, more: str) -> None:
    assert found(tmp_path, "1000", "[0, 10]", more) == []


@pytest.mark.parametrize("goalposts", ['["min", "max"]', '[0, "max"]', '["min", 10]'])
def test_goalposts_from_the_data_hold_no_figure(tmp_path: Path, goalposts: str) -> None:
    assert found(tmp_path, "1000", goalposts) == []


def test_a_hub_alone_is_held_to_them_too(ranked: Callable[..., Ranking]) -> None:
    assert [each.value for each in implausible(ranked({}, x={"a": 31.0}))] == [31.0]
    assert implausible(ranked({}, x={"a": 29.0})) == ()


def test_zero_is_not_below_zero(ranked: Callable[..., Ranking]) -> None:
    odd = implausible(ranked({}, x={"a": 0.0}, y={"a": 5.0}, z={"a": -1.0}))
    assert [(each.hub, each.value) for each in odd] == [("z", -1.0)]


def test_who_is_left_out_has_no_figure_that_scores(ranked: Callable[..., Ranking]) -> None:
    ranking = ranked({"screening": {"min_coverage": 0.9}}, x={"a": 99.0, "b": None}, y={"a": 5.0, "b": 5.0})
    assert implausible(ranking) == ()


@pytest.mark.parametrize(("others", "told"), [(("5", "24.9"), True), (("5", "25"), False), (("-25", "5"), True)])
def test_where_another_hub_comes_half_as_far_the_indicator_is_like_that(
    tmp_path: Path, others: tuple[str, str], told: bool
) -> None:
    found(tmp_path, "40", "[0, 10]")
    (tmp_path / "raw.csv").write_text("id,x\na,40\nb,{}\nc,{}\n".format(*others))
    workspace = hubscore.open(tmp_path)
    odd = implausible(hubscore.score(workspace.dataset, workspace.scorecard))
    assert ("a" in [each.hub for each in odd]) == told


def test_two_below_zero_are_no_slip(tmp_path: Path) -> None:
    found(tmp_path, "-1", "[0, 10]")
    (tmp_path / "raw.csv").write_text("id,x\na,-1\nb,-2\nc,3\n")
    workspace = hubscore.open(tmp_path)
    assert implausible(hubscore.score(workspace.dataset, workspace.scorecard)) == ()


def test_without_readings_there_is_nothing_to_look_at(tmp_path: Path) -> None:
    assert found(tmp_path, "", "[6, 10]") == []


def test_the_bundled_figures_are_plausible(root: Path) -> None:
    for scenario in (None, "equal", "investor", "visitor", "per_head"):
        workspace = hubscore.open(root / "configs", scenario)
        assert implausible(hubscore.score(workspace.dataset, workspace.scorecard)) == ()
