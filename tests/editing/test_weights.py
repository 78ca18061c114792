from __future__ import annotations

import tomllib
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.editing.edit import proposed
from hubscore.editing.weights import plan_derived, plan_numbers, plan_shares, plan_weights
from hubscore.errors import InputError, UsageError
from hubscore.studies.derive import derived


def card(folder: Path) -> Any:
    return tomllib.loads((folder / "scorecard.toml").read_text())


def lines(folder: Path, before: str) -> list[str]:
    after = (folder / "scorecard.toml").read_text()
    return [line for line in after.split("\n") if line not in before.split("\n")]


def text(folder: Path) -> str:
    return (folder / "scorecard.toml").read_text()


def test_the_named_get_theirs_and_the_others_keep_their_proportions(folder: Path) -> None:
    before = text(folder)
    edited = hubscore.set_weights(folder, {"money": 0.2})
    assert lines(folder, before) == ["money  = 0.20 # most", "travel = 0.48", "sea    = 0.32"]
    assert len(text(folder).split("\n")) == len(before.split("\n"))
    assert edited.after.scorecard.weights == card(folder)["weights"] == {"money": 0.2, "travel": 0.48, "sea": 0.32}


def test_what_stays_is_not_touched(folder: Path) -> None:
    before = text(folder)
    hubscore.set_weights(folder / "scorecard.toml", {"money": 0.4, "sea": 0.3})
    assert lines(folder, before) == ["money  = 0.40 # most", "sea    = 0.30"]
    hubscore.set_weights(folder, {"Money": 0.5, "sea": 0.2})
    assert text(folder) == before
    assert hubscore.set_weights(folder, {"money": 0.5}).plan.changes == {}
    assert text(folder) == before


def test_a_dry_run_writes_nothing(folder: Path) -> None:
    before = text(folder)
    edited = hubscore.set_weights(folder, {"money": 0.2}, dry_run=True)
    assert edited.after.scorecard.weights["money"] == 0.2
    assert text(folder) == before


def test_siblings_without_weights_are_named(folder: Path) -> None:
    before = text(folder)
    hubscore.set_weights(folder, {"rail": 0.25})
    assert lines(folder, before) == ["air    = 0.75", "rail   = 0.25"]
    assert before.replace("sea    = 0.20\n", "sea    = 0.20\nair    = 0.75\nrail   = 0.25\n") == text(folder)


def test_a_scorecard_without_weights_gets_the_table(folder: Path) -> None:
    path = folder / "scorecard.toml"
    head, _, rest = path.read_text().partition("[weights]")
    path.write_text(head + "[pillars.money]" + rest.partition("[pillars.money]")[2].partition("[scenarios")[0])
    hubscore.set_weights(folder, {"money": 0.5})
    assert path.read_text().endswith("\n[weights]\nmoney = 0.5\ntravel = 0.25\nsea = 0.25\n\n")


def test_thirds(folder: Path) -> None:
    hubscore.set_weights(folder, {"money": 0.1, "travel": 0.1})
    hubscore.set_weights(folder, {"sea": 1 / 3})
    assert card(folder)["weights"] == {"money": 0.333333, "travel": 0.333333, "sea": 1 / 3}


def test_a_weight_of_nothing_and_back(folder: Path) -> None:
    hubscore.set_weights(folder, {"sea": 0})
    assert card(folder)["weights"] == {"money": 0.625, "travel": 0.375, "sea": 0}
    hubscore.set_weights(folder, {"money": 0.5})
    assert card(folder)["weights"] == {"money": 0.5, "travel": 0.5, "sea": 0}
    hubscore.set_weights(folder, {"sea": 1})
    assert card(folder)["weights"] == {"money": 0, "travel": 0, "sea": 1}


def test_in_a_scenario_the_scorecard_stays(folder: Path) -> None:
    before = text(folder)
    hubscore.set_weights(folder, {"money": 0.5}, scenario="flights")
    wanted = "weights = { money = 0.5, travel = 0.444444, sea = 0.055556 } # up"
    assert lines(folder, before) == [wanted]
    assert card(folder)["weights"] == {"money": 0.5, "travel": 0.3, "sea": 0.2}


def test_a_scenario_names_all_siblings(folder: Path) -> None:
    path = folder / "scorecard.toml"
    path.write_text(path.read_text().replace("{ money = 1, travel = 8, sea = 1 }", "{ money = 1 }"))
    hubscore.set_weights(folder, {"money": 0.5}, scenario="flights")
    assert card(folder)["scenarios"]["flights"]["weights"] == {"money": 0.5, "travel": 0.3, "sea": 0.2}


def test_a_new_scenario(folder: Path) -> None:
    before = text(folder)
    edited = hubscore.set_weights(folder, {"money": 0.6}, scenario="mine")
    assert edited.is_new_scenario
    assert text(folder) == before + "\n[scenarios.mine]\nweights = { money = 0.6, travel = 0.24, sea = 0.16 }\n"
    assert hubscore.open(folder, "mine").scorecard.weights["money"] == 0.6


def test_many_weights_get_a_section_of_their_own(folder: Path) -> None:
    workspace = hubscore.open(folder)
    weights = dict.fromkeys(("money", "travel", "sea", "air", "rail", "banks", "ships", "another", "more"), 0.5)
    found = plan_weights(workspace, "mine", weights)
    assert list(found.changes) == [("scenarios", "mine", "weights", name) for name in weights]


def test_bare_numbers(folder: Path) -> None:
    before, workspace = text(folder), hubscore.open(folder)
    found = plan_numbers(workspace, None, wanted={"Travel": 2, "sea": 0.2})
    assert found.path == folder / "scorecard.toml"
    assert found.changes == {("weights", "travel"): 2}
    assert text(folder) == before


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"money": -1}, "`money` cannot weigh -1"),
        ({"money": 1e7}, "`money` cannot weigh 1e\\+07"),
        ({"index": 1}, "the index has no weight"),
        ({"moneyy": 1}, "there is no pillar or indicator `moneyy`"),
        ({"money": 1, "Money": 2}, "`money` is given two weights"),
    ],
)
def test_numbers_that_are_refused(folder: Path, wanted: dict[str, float], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        plan_numbers(hubscore.open(folder), None, wanted=wanted)


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        ({"money": 1.5}, "cannot have a share of 1.5"),
        ({"money": -0.1}, "cannot have a share of -0.1"),
        ({"money": 0.7, "sea": 0.7}, "add up to more than 1"),
        ({"money": 0.2, "sea": 0.2, "travel": 0.2}, "do not add up to 1"),
        ({"mony": 0.2}, "there is no pillar or indicator `mony`"),
        ({"banks": 0.2}, "`banks` is all that weighs below money"),
        ({"index": 0.2}, "the index has no share"),
    ],
)
def test_shares_that_are_refused(folder: Path, wanted: dict[str, float], said: str) -> None:
    before = text(folder)
    with pytest.raises(UsageError, match=said):
        hubscore.set_weights(folder, wanted)
    assert text(folder) == before


def test_one_bare_number_among_siblings_without_is_not_valid(folder: Path) -> None:
    before = text(folder)
    planned = partial(plan_numbers, wanted={"air": 2})
    refused = pytest.raises(InputError, match="only some children of travel have weights")
    with refused, proposed(folder / "scorecard.toml", planned):
        pass
    assert text(folder) == before


def test_shares_below_a_node_that_averages_indicators(folder: Path) -> None:
    path = folder / "scorecard.toml"
    path.write_text(
        path.read_text().partition("[weights]")[0]
        + '[index]\nover = "indicators"\n[pillars.money]'
        + path.read_text().partition("[pillars.money]")[2].partition("[scenarios")[0]
    )
    hubscore.set_weights(folder, {"banks": 0.4})
    assert card(folder)["weights"] == {"banks": 0.4, "air": 0.2, "rail": 0.2, "ships": 0.2}
    workspace = hubscore.open(folder)
    assert plan_shares(workspace, None, wanted={"air": 0.2}).changes == {}


def test_derived_weights(folder: Path) -> None:
    workspace = hubscore.open(folder)
    ranking = hubscore.score(workspace.dataset, workspace.scorecard)
    found = plan_derived(workspace, None, derived(ranking, workspace.scorecard, "equal"))
    assert found.changes == {("weights", name): 0.333333 for name in ("money", "travel", "sea")}
