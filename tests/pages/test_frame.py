from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.model.ranking import Remark
from hubscore.pages.document import Column, Show
from hubscore.pages.frame import (
    Facts,
    aside_of,
    counted,
    index_show,
    listed,
    number,
    remark_notes,
    scaled,
    score_show,
    short_labels,
    title_of,
    with_shares,
)
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]


@pytest.mark.parametrize(
    ("method", "decimals"),
    [
        ({}, 1),
        ({"scale": [0, 1]}, 3),
        ({"scale": [0, 10]}, 2),
        ({"scale": [1, 7]}, 2),
        ({"scale": [0, 1000]}, 0),
        ({"scale": [0, 100000]}, 0),
        ({"digits": 3}, 3),
        ({"digits": 0}, 0),
        ({"level_digits": 2}, 2),
    ],
)
def test_scores_are_shown_with_four_figures_of_the_span_or_as_rounded(
    made: Made, method: dict[str, Any], decimals: int
) -> None:
    workspace = made({"method": method}, x={"a": 1.0})
    plan = hubscore.score(workspace.dataset, workspace.scorecard).plan
    assert index_show(plan) == Show("number", decimals)
    assert index_show(plan, less=1).decimals == max(0, decimals - 1)


def test_other_nodes_are_shown_by_the_span(made: Made) -> None:
    workspace = made({"method": {"digits": 5}}, x={"a": 1.0})
    assert score_show(hubscore.score(workspace.dataset, workspace.scorecard).plan).decimals == 1


@pytest.mark.parametrize(
    ("labels", "short"),
    [
        (["Finance", "Tourism"], ["Finance", "Tourism"]),
        (["Biotech and research base", "Connectivity"], ["Biotech.", "Connect."]),
        (["Open to trade"], ["Open to."]),
        (["Pillar number 1", "Pillar number 12"], ["Pil…er 1", "Pil…r 12"]),
        (["Hong Kong", "Hong Kong and Macao", "Pillar."], ["Hon…Kong", "Hon…acao", "Pillar."]),
        ([], []),
    ],
)
def test_short_labels_tell_apart(labels: list[str], short: list[str]) -> None:
    assert short_labels(labels) == short


def test_title_and_aside(made: Made) -> None:
    card = {"title": "Nordic", "scenarios": {"bold": {"label": "Bold", "as_of": 2021}, "plain": {}}}
    workspace = made(card, x={"a": 1.0, "b": 1.0})
    assert (title_of(workspace), aside_of(workspace)) == ("Nordic", "2 indicators")
    bold = made(card, "bold", x={"a": 1.0})
    assert (title_of(bold), aside_of(bold)) == ("Nordic (Bold)", "as of 2021 · 1 indicator")
    assert title_of(made(card, "plain", x={"a": 1.0})) == "Nordic (plain)"


def test_facts_are_read_when_asked_for(made: Made) -> None:
    workspace = made({"title": "Nordic", "scenarios": {"s": {}}}, "s", x={"a": 1.0})
    digest = workspace.digest
    assert dict(Facts(workspace)) == {"title": "Nordic", "digest": digest, "scenario": "s", "seed": None}
    assert len(digest) == 64
    fresh = made({}, x={"a": 2.0})
    facts = Facts(fresh)
    assert (list(facts), len(facts)) == (["title", "digest", "scenario", "seed"], 4)
    assert facts["title"] == "Hubs"
    assert "digest" not in vars(fresh)


def test_words() -> None:
    assert [counted(number, "hub") for number in (0, 1, 2, 1500)] == ["0 hubs", "1 hub", "2 hubs", "1,500 hubs"]
    assert counted(2, "city", "cities") == "2 cities"
    assert [listed(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]
    assert (number(np.nan), number(2.5)) == (None, 2.5)


def test_remarks_in_words(made: Made) -> None:
    card = {
        "method": {"normalise": "zscore"},
        "indicators": {
            "a": {"label": "Fairs"},
            "b": {"label": "Ports"},
            "c": {"label": "Roads", "normalise": "goalposts"},
            "d": {"label": "Trains", "goalposts": [0, "benchmark"], "normalise": "goalposts"},
        },
    }
    workspace = made(card, x={"a": 1.0, "c": 1.0, "d": 1.0}, y={"a": 1.0, "c": 3.0, "d": 3.0})
    notes = remark_notes(hubscore.score(workspace.dataset, workspace.scorecard))
    uneven = "the wider ones weigh more than they say"
    assert notes == [
        "Fairs does not tell the hubs apart; it scores the middle of the scale",
        "of Ports no hub has a reading that counts; it does not score",
        "Trains lacks the hub that sets the goalpost; it does not score",
        "scores are relative to this group of hubs: adding or dropping one changes them",
        f"Index averages scores that spread over the whole scale with some that spread around its middle; {uneven}",
    ]


def noted(made: Made, *remarks: Remark) -> list[str]:
    card = {"indicators": {"a": {"label": "Fairs"}, "b": {"label": "Ports"}}}
    workspace = made(card, **{f"h{at}": {"a": 1.0, "b": 2.0} for at in range(7)})
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return remark_notes(replace(ranking, remarks=remarks))


def test_remarks_about_some_hubs_are_one_note(made: Made) -> None:
    kind = "nobody to fill from"
    one, other = Remark(kind, ("a",), hubs=("h1",)), Remark(kind, ("b",), hubs=("h0", "h1"))
    why = "stay missing: no hub of the same group has a reading; `mean` or `median` would fill them, or another `group`"
    assert noted(made, one) == [f"gaps of H1 in Fairs {why}"]
    assert noted(made, one, Remark("idle panel"), other)[1:] == [f"gaps of H0 and H1 in Fairs and Ports {why}"]
    many = Remark(kind, ("a",), hubs=tuple(f"h{at}" for at in range(7)))
    assert noted(made, many) == [f"gaps of 7 hubs in Fairs {why}"]


def test_what_is_so_of_several_indicators_is_one_note_with_examples(made: Made) -> None:
    both = [Remark(kind, (node,)) for node in "ab" for kind in ("no data", "constant", "no goalpost")]
    assert noted(made, *both) == [
        "of 2 indicators (Fairs and Ports) no hub has a reading that counts; they do not score",
        "2 indicators (Fairs and Ports) do not tell the hubs apart; each scores the middle of the scale",
        "2 indicators (Fairs and Ports) lack the hub that sets the goalpost; they do not score",
    ]
    many = [Remark("no data", (f"x{at}",)) for at in range(7)]
    assert noted(made, *many) == [
        "of 7 indicators (x0, x1, x2, x3, x4 and 2 more) no hub has a reading that counts; they do not score"
    ]


def test_remarks_on_years_and_on_who_is_left_out(made: Made) -> None:
    said = "goalposts that come from the data are those of the"
    assert noted(made, Remark("panel", ("2019", "2022"))) == [f"{said} years 2019 to 2022"]
    assert noted(made, Remark("panel", ("2019", "2019"))) == [f"{said} year 2019"]
    assert noted(made, Remark("idle panel"))[0].startswith("`panel = true` has no effect")
    assert noted(made, Remark("all left out"))[0].startswith("the rules of [screening] leave out every hub;")


def test_remark_on_figures_beyond_the_scale(made: Made) -> None:
    [note] = noted(made, Remark("off the scale", ("a", "b")))
    assert note.startswith("2 indicators (Fairs and Ports) scored as they are, beyond the scale; `goalposts` would")


def test_remarks_on_treatments(made: Made) -> None:
    assert noted(made, Remark("winsorised", ("a",), 1), Remark("winsorised", ("a", "b"), 3)) == [
        "treated: 1 figure of 1 indicator (Fairs) winsorised, listed by `hubscore audit --full`",
        "treated: 3 figures of 2 indicators (Fairs and Ports) winsorised, listed by `hubscore audit --full`",
    ]
    assert noted(made, Remark("log", ("a",)), Remark("boxcox", ("b",))) == [
        "treated: 1 indicator (Fairs) scored by the logarithm: winsorising does not suffice",
        "treated: 1 indicator (Ports) scored by a Box-Cox power",
    ]
    assert noted(made, Remark("still skewed", ("b",)), Remark("too few to treat", ("a",) * 7, 20)) == [
        "1 indicator (Ports) still skewed beyond the limits after the treatment",
        "7 indicators (Fairs, Fairs, Fairs, Fairs, Fairs and 2 more) not treated: fewer than 20 hubs have a figure",
    ]


def test_misread_scores_in_words(made: Made) -> None:
    card = {
        "pillars": {"p": {"aggregate": "mazziotta_pareto"}, "q": {"aggregate": "mazziotta_pareto_adjusted"}},
        "indicators": {"a": {"pillar": "p"}, "b": {"pillar": "q", "normalise": "zscore"}},
    }
    workspace = made(card, x={"a": 1.0, "b": 1.0}, y={"a": 2.0, "b": 2.0})
    notes = remark_notes(hubscore.score(workspace.dataset, workspace.scorecard))
    assert any(note.startswith("mazziotta_pareto takes what p averages for z-scores") for note in notes)
    assert any(note.startswith("mazziotta_pareto_adjusted takes what q averages for scores between") for note in notes)


def test_shares_of_a_scale(made: Made) -> None:
    workspace = made({"method": {"scale": [1, 7]}}, x={"a": 1.0}, y={"a": 2.0})
    plan = hubscore.score(workspace.dataset, workspace.scorecard).plan
    assert scaled(plan, np.array([[1.0, 4.0], [7.0, 2.5]])) == [[0.0, 0.5], [1.0, 0.25]]
    assert np.isnan(scaled(plan, np.array([[np.nan]]))[0][0])


def test_what_is_drawn_has_its_shares_behind_the_last_column() -> None:
    columns = (Column("hub"), Column(label="A", show=Show("number")), Column("b"), Column(label="", show=Show("strip")))
    shaded = with_shares(columns, [1, 2])
    assert len(shaded) == 6
    assert (shaded[0], shaded[2], shaded[3]) == (columns[0], columns[2], columns[3])
    assert shaded[1] == columns[1]._replace(show=Show("number", of=(4,)))
    assert shaded[4:] == (Column(), Column())
    assert with_shares(columns, [3], each=3)[3].show == Show("strip", of=(4, 5, 6))
