from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import hubscore
from hubscore.pages.document import Document, Table
from hubscore.pages.weights import percent, weights_page
from hubscore.studies.importance import importance
from hubscore.workspace import Workspace

Made = Callable[..., Workspace]
TREE: dict[str, Any] = {
    "pillars": {"money": {"label": "Money"}, "travel": {"label": "Travel"}},
    "indicators": {
        "banks": {"pillar": "money", "label": "Banks"},
        "funds": {"pillar": "money"},
        "air": {"pillar": "travel"},
    },
    "weights": {"money": 1, "travel": 3, "banks": 3, "funds": 1},
}


def page(workspace: Workspace, depth: int | None = None) -> Document:
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    return weights_page(workspace, ranking, importance(ranking), depth)


def hubs(count: int, seed: int = 1) -> dict[str, dict[str, Any]]:
    values = np.random.default_rng(seed).uniform(0, 10, (count, 3)).round(2).tolist()
    return {f"h{at:02}": dict(zip(("banks", "funds", "air"), row, strict=True)) for at, row in enumerate(values)}


def rows(table: Table) -> list[dict[str, Any]]:
    keys = [column.key or column.label for column in table.columns]
    return [dict(zip(keys, row, strict=True)) for row in table.rows]


def seen(table: Table) -> list[str]:
    return [column.label for column in table.columns if column.show]


def test_every_node_with_its_weights_and_importance(made: Made) -> None:
    document = page(made(TREE, a={"banks": 0, "funds": 4, "air": 2}, b={"banks": 8, "funds": 4, "air": 4}))
    weights, basis = document.tables
    assert (weights.name, basis.name, basis.shown) == ("weights", "basis", False)
    first, banks, funds, *_ = rows(weights)
    assert first["node"] == "money"
    assert (first["parent"], first["nominal"], first["index"]) == ("index", 0.25, 0.25)
    # The index goes from 22.5 to 55: by 15 for banks (0.1875 x 80) and by 15 for air (0.75 x 20).
    assert first["importance"] == first["importance_in_parent"] == pytest.approx(0.5)
    assert (banks["Weight"], banks["Of index"], banks["Importance"]) == ("75.0 %", "18.8 %", "50.0 %")
    assert banks["Apart"] == pytest.approx(31.25)
    assert funds["importance"] == pytest.approx(0)
    assert weights.indents == (0, 1, 1, 0, 1)
    assert weights.rules == (3,)
    assert rows(basis) == [{"way": "covariance share", "hubs": 2}]


def test_what_matters_alike_is_not_put_first(made: Made) -> None:
    lead = page(made(TREE, a={"banks": 0, "funds": 4, "air": 2}, b={"banks": 8, "funds": 4, "air": 4})).lead
    assert lead[0] == "Money and Travel matter the same."
    assert lead[1].startswith("Weight and importance part furthest at Money: it weighs 25 % and makes 50 %")
    even = page(made({"indicators": {"a": {}, "b": {}}}, x={"a": 1.0, "b": 1.0}, y={"a": 4.0, "b": 4.0})).lead
    assert even == ("a and b matter the same.",)
    third = {"indicators": {"a": {}, "b": {}, "c": {}}}
    most = page(made(third, x={"a": 1.0, "b": 1.0, "c": 2.0}, y={"a": 4.0, "b": 4.0, "c": 2.5})).lead
    assert most[0] == "a and b matter most, and the same."


def test_what_matters_most_and_where_weight_and_importance_part(made: Made) -> None:
    document = page(made(TREE, a={"banks": 0, "funds": 4, "air": 2}, b={"banks": 8, "funds": 4, "air": 5}))
    assert document.lead == (
        "Travel matters most: it weighs 75 % and makes 60 % of the differences between hubs.",
        "Nowhere do weight and importance part further.",
        "The scores of Travel spread less than its siblings': 21.2, theirs 42.4 on average.",
    )
    alike = page(made(TREE, a={"banks": 0, "funds": 4, "air": 2}, b={"banks": 8, "funds": 4, "air": 2}))
    assert alike.lead[0] == "Money matters most: it weighs 25 % and makes 100 % of the differences between hubs."


def test_it_may_part_elsewhere(made: Made) -> None:
    card = {"weights": {"banks": 5, "funds": 4, "air": 1}}
    document = page(made(card, a={"banks": 0, "funds": 4, "air": 0}, b={"banks": 9, "funds": 4.5, "air": 10}))
    assert document.lead == (
        "banks matters most: it weighs 50 % and makes 79 % of the differences between hubs.",
        "Weight and importance part furthest at funds: it weighs 40 % and makes 4 % of the differences between hubs.",
        "The scores of funds spread less than its siblings': 3.5, theirs 67.2 on average.",
    )


def test_of_a_single_pillar_nothing_parts(made: Made) -> None:
    card = {"pillars": {"money": {}}, "indicators": {"banks": {"pillar": "money"}}}
    document = page(made(card, a={"banks": 1}, b={"banks": 2}))
    assert document.lead == ("money matters most: it weighs 100 % and makes 100 % of the differences between hubs.",)


def test_what_counts_against(made: Made) -> None:
    card = {"weights": {"banks": 3, "funds": 1}}
    document = page(made(card, a={"banks": 0, "funds": 9}, b={"banks": 9, "funds": 3}))
    assert "Below 0 (funds): counts against, evening out what others make." in document.foot
    assert rows(document.tables[0])[1]["importance"] < 0
    assert "banks matters most: it weighs 75 % and makes 129 % of the differences" in document.lead[0]
    assert document.lead[0].endswith("differences between hubs, of which others take 29 % back.")
    most = {"weights": {"banks": 3, "funds": 1, "air": 3}}
    apart = page(made(most, a={"banks": 0, "funds": 0, "air": 9}, b={"banks": 9, "funds": 9, "air": 5}))
    assert "air: it weighs 43 % and counts against the differences between hubs (-50 %)" in apart.lead[1]


def test_many_that_count_against_are_counted(made: Made) -> None:
    low, high = ({f"i{at}": 5 + sign * (at < 9) - sign * 4 * (at == 9) for at in range(10)} for sign in (1, -1))
    lines = page(made({"weights": {f"i{at}": 1 for at in range(9)} | {"i9": 9}}, a=low, b=high)).foot
    assert any(line.startswith("Below 0 (9 indicators):") for line in lines)


def test_many_hubs_are_told_by_correlation(made: Made) -> None:
    document = page(made(TREE, **hubs(20)))
    assert "of the importance measured." in document.lead[0]
    assert "squared correlation with the index, over the 20 hubs with an index, as a share" in document.foot[1]
    assert seen(document.tables[0])[-2:] == ["r parent", "r index"]
    assert rows(document.tables[1]) == [{"way": "squared correlation", "hubs": 20}]


def backwards(made: Made, **weights: float) -> Document:
    """Of 30 hubs two pillars rise together, and one falls; in the first pillar `c` falls against `a` and `b`."""
    rng = np.random.default_rng(2)
    rise = np.linspace(2, 8, 30)
    noise = rng.uniform(-1, 1, (5, 30))
    columns = {"a": rise, "b": rise, "c": 10 - rise, "d": rise, "e": 9.5 - rise}
    cells = np.clip(np.array(list(columns.values())) + noise, 0, 10).round(2)
    card: dict[str, Any] = {
        "pillars": {"p": {"label": "People"}, "q": {"label": "Quays"}, "r": {"label": "Roads"}},
        "indicators": {
            name: {"pillar": pillar, "label": name.upper()} for name, pillar in zip("abcde", "pppqr", strict=True)
        },
        "weights": {"p": 4, "q": 4, "r": 2} | weights,
    }
    figures = {f"h{at:02}": dict(zip("abcde", cells[:, at].tolist(), strict=True)) for at in range(30)}
    return page(made(card, **figures))


def test_what_runs_against_the_others_has_a_minus_and_is_named(made: Made) -> None:
    document = backwards(made)
    nodes = {row["node"]: row for row in rows(document.tables[0])}
    for name in "ce":
        row = nodes[name]
        assert row["correlation_index"] < 0 < row["importance"]
        assert row["Importance"] == f"-{row['importance'] * 100:.1f} %"
        assert row["Apart"] == pytest.approx((-row["importance"] - row["index"]) * 100)
    assert not document.lead[0].startswith("Roads")
    r = nodes["r"]["correlation_parent"]
    assert document.lead[1:] == (
        f"Weight and importance part furthest at Roads: it weighs 20 % and runs against the index (r = {r:.2f}).",
    )
    assert document.foot[-2] == "Below 0 (C and E): runs against the index."
    assert document.foot[-1] == f"C runs against People (r = {nodes['c']['correlation_parent']:.2f})."


@pytest.mark.parametrize(("beyond", "named"), [(0.002, False), (0.02, True)])
def test_what_is_shown_as_no_correlation_runs_against_nothing(made: Made, beyond: float, named: bool) -> None:
    table = np.random.default_rng(7).normal(size=(40, 3))
    u, v, w = np.linalg.qr(table - table.mean(axis=0))[0].T
    x = {"a": 2 * u - (1 + beyond) * v, "b": v, "c": w}  # p is the mean of a and b: of b nothing is left but a trifle
    card: dict[str, Any] = {"pillars": {"p": {}, "q": {}}, "method": {"clip": False}}
    card["indicators"] = {name: {"pillar": pillar} for name, pillar in zip("abc", "ppq", strict=True)}
    document = page(made(card, **{f"h{at:02}": {name: float(5 + x[name][at]) for name in x} for at in range(40)}))
    [r] = [row["correlation_parent"] for row in rows(document.tables[0]) if row["node"] == "b"]
    assert r == pytest.approx(-beyond / 2, rel=1e-3)
    assert any("b runs against p" in line for line in document.foot) == named


def test_of_many_that_run_against_their_pillar_some_are_named(made: Made) -> None:
    rise = np.linspace(0, 10, 24)
    names = {f"i{at:02}": rise if at < 6 else 10 - rise for at in range(11)}
    card: dict[str, Any] = {"pillars": {"p": {}}, "indicators": {name: {"pillar": "p"} for name in names}}
    figures = {f"h{at:02}": {name: float(row[at]) for name, row in names.items()} for at in range(24)}
    line = page(made(card, **figures)).foot[-1]
    assert line.startswith("i06 runs against p (r = -1.00), i07 runs")
    assert line.endswith(" and 1 more.")


def test_the_spread_of_every_node_is_told_where_there_is_room(made: Made) -> None:
    document = page(made(TREE, a={"banks": 0, "funds": 4, "air": 2}, b={"banks": 8, "funds": 4, "air": 4}))
    [banks] = [row for row in rows(document.tables[0]) if row["node"] == "banks"]
    assert banks["spread"] == pytest.approx(np.std([0, 80], ddof=1))
    [column] = [column for column in document.tables[0].columns if column.key == "spread"]
    assert column.yields == max(column.yields for column in document.tables[0].columns)


def test_correlations_of_few_hubs_are_for_scripts_only(made: Made) -> None:
    document = page(made(TREE, **hubs(19)))
    assert seen(document.tables[0])[-2:] == ["Apart", "Spread"]
    assert rows(document.tables[0])[0]["correlation_index"] is not None
    assert "below 20 hubs correlations are chance" in document.foot[1]


def test_benchmarks_are_said_to_count(made: Made) -> None:
    few = hubs(3)
    assert "over the 3 hubs with an index;" in page(made(TREE, **few)).foot[1]
    few["h01"]["Role"] = "benchmark"
    assert "over the 3 hubs with an index, benchmarks too;" in page(made(TREE, **few)).foot[1]


def test_hubs_that_are_left_out_are_said(made: Made) -> None:
    few = hubs(3)
    few["h01"] |= {"banks": None, "funds": None}
    document = page(made(TREE | {"screening": {"min_coverage": 0.9}}, **few))
    assert document.foot[-1].startswith("Left out for want of readings: H01")


def test_down_to_a_level(made: Made) -> None:
    document = page(made(TREE, **hubs(3)), depth=1)
    assert [row["node"] for row in rows(document.tables[0])] == ["money", "travel"]
    assert document.tables[0].rules == ()


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"a": {"banks": 4, "funds": 4, "air": 2}}, "not measured: 1 hub with an index."),
        ({name: {"banks": 4, "funds": 4, "air": 2} for name in "ab"}, "not measured: the hubs do not differ."),
    ],
)
def test_nothing_to_measure(made: Made, cells: dict[str, Any], words: str) -> None:
    document = page(made(TREE, **cells))
    assert document.lead[0].startswith("Travel weighs most: 75 %. Importance is ")
    assert document.lead[0].endswith(words)
    assert len(document.foot) == 1
    assert rows(document.tables[0])[0]["Importance"] is None


@pytest.mark.parametrize(
    ("share", "text"), [(0.125, "12.5 %"), (-0.05, "-5.0 %"), (np.nan, None), (-0.0, "0.0 %"), (-4e-4, "0.0 %")]
)
def test_percent(share: float, text: str | None) -> None:
    assert percent(share) == text
