from __future__ import annotations

import multiprocessing
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest

import hubscore
from hubscore.editing.edit import Plan, proposed
from hubscore.editing.weights import plan_shares
from hubscore.errors import InputError, ScoringError, UsageError, WriteError
from hubscore.files.lock import locked
from hubscore.files.splice import Changes
from hubscore.workspace import Workspace


def plan(name: str, changes: Changes) -> Callable[[Workspace, str | None], Plan]:
    def planned(workspace: Workspace, _: str | None) -> Plan:
        return Plan(workspace.path.parent / name, changes)

    return planned


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_nothing_is_written_until_it_is_saved(folder: Path) -> None:
    before = texts(folder)
    with proposed(folder / "scorecard.toml", plan("scorecard.toml", {("weights", "money"): 0.6})) as edited:
        assert texts(folder) == before
        assert edited.after.scorecard.weights["money"] == 0.6
        assert edited.before.scorecard.weights["money"] == 0.5
        edited.save()
    assert texts(folder) == before | {"scorecard.toml": before["scorecard.toml"].replace("0.50", "0.60")}
    assert hubscore.open(folder).digest == edited.after.digest != edited.before.digest


def test_a_profile_is_read_as_it_would_be(folder: Path) -> None:
    keys = ("data", "banks", "2023", "value")
    with proposed(folder / "scorecard.toml", plan("hubs/oslo.toml", {keys: 4})) as edited:
        edited.save()
    assert edited.after.profiles["oslo"].data["banks"]["2023"][0].value == 4
    assert edited.effect is not None
    before, after = (
        {move.hub: (move.score_before, move.score_after) for move in edited.effect.moves}[hub]
        for hub in ("oslo", "turku")
    )
    assert before[0] > before[1]
    assert after[0] == after[1]
    assert hubscore.open(folder).digest == edited.after.digest


def test_while_it_lasts_nobody_else_edits(folder: Path) -> None:
    nothing = plan("hubs/oslo.toml", {})
    with proposed(folder / "scorecard.toml", nothing):
        for held in (folder, folder / "hubs"):
            with pytest.raises(WriteError, match="another process is editing"), locked(held, patience=0):
                pass
    with locked(folder, patience=0), locked(folder / "hubs", patience=0):
        pass


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("scorecard.toml", {("weights", "money"): -1}, "`weights.money` is out of range"),
        ("scorecard.toml", {("weights", "monney"): 1}, "a weight for nothing"),
        ("hubs/oslo.toml", {("data", "banks", "2023", "source"): "none"}, "the source `none` is not defined"),
        ("hubs/oslo.toml", {("name",): "\x07"}, "holds a character that cannot be shown"),
    ],
)
def test_what_would_not_be_valid_is_refused_with_its_place(
    folder: Path, name: str, changes: Changes, said: str
) -> None:
    before = texts(folder)
    with pytest.raises(InputError) as caught, proposed(folder / "scorecard.toml", plan(name, changes)):
        pytest.fail("it was proposed")
    first, *problems = caught.value.problems
    assert first.message == "nothing was written: with this change the files would not be valid"
    assert any(said in problem.message for problem in problems)
    assert all(problem.place is not None and problem.place.line for problem in problems)
    assert texts(folder) == before


@pytest.fixture
def bare(folder: Path) -> Path:
    """The folder, with an index that has no place for figures below 0."""
    card = folder / "scorecard.toml"
    text = card.read_text().replace("goalposts = [0, 10]", 'normalise = "none"', 1)
    card.write_text(text + '[method]\naggregate = "geometric"\n')
    return folder


def test_what_could_not_be_scored_is_refused(bare: Path) -> None:
    before = texts(bare)
    changes: Changes = {("data", "banks", "2023", "value"): -4}
    with pytest.raises(ScoringError), proposed(bare / "scorecard.toml", plan("hubs/oslo.toml", changes)):
        pass
    assert texts(bare) == before


def test_what_could_not_be_scored_before_may_be_mended(bare: Path) -> None:
    profile = bare / "hubs/oslo.toml"
    profile.write_text(profile.read_text().replace("9.00", "-9.00"))
    for value in (-4, 4):
        changes: Changes = {("data", "banks", "2023", "value"): value}
        with proposed(bare / "scorecard.toml", plan("hubs/oslo.toml", changes)) as edited:
            assert edited.effect is None
            edited.save()
    hubscore.score(edited.after.dataset, edited.after.scorecard)


def test_a_scenario_that_is_there_by_name_or_beginning(folder: Path) -> None:
    for word in ("flights", "Flights", "fli"):
        with proposed(folder / "scorecard.toml", plan("scorecard.toml", {}), word) as edited:
            assert (edited.scenario, edited.after.scenario, edited.is_new_scenario) == ("flights", "flights", False)


def test_a_scenario_that_is_not_there_is_new_if_the_plan_makes_it(folder: Path) -> None:
    with proposed(folder / "scorecard.toml", plan("scorecard.toml", {}), "mine") as edited:
        assert (edited.scenario, edited.after.scenario, edited.is_new_scenario) == ("mine", None, False)
    changes: Changes = {("scenarios", "mine", "label"): "Mine"}
    with proposed(folder / "scorecard.toml", plan("scorecard.toml", changes), "mine") as edited:
        assert (edited.scenario, edited.after.scenario, edited.is_new_scenario) == ("mine", "mine", True)


def test_a_word_for_two_scenarios_makes_no_third(folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write('[scenarios.flat]\nlabel = "Flat"\n')
    refused = pytest.raises(UsageError, match="may mean more than one scenario")
    with refused, proposed(folder / "scorecard.toml", plan("scorecard.toml", {}), "fl"):
        pass


@pytest.mark.parametrize("word", ["My own", "", "-x"])
def test_a_scenario_needs_an_id(folder: Path, word: str) -> None:
    with (
        pytest.raises(UsageError, match="no scenario can be called"),
        proposed(folder / "scorecard.toml", plan("scorecard.toml", {}), word),
    ):
        pass


def test_what_is_not_there(folder: Path) -> None:
    for path in (folder / "none.toml", folder / "none/scorecard.toml", folder):
        with pytest.raises(InputError, match="cannot read"), proposed(path, plan("scorecard.toml", {})):
            pass


def test_a_profile_behind_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "hubs/oslo.toml").rename(folder / "real/oslo.toml")
    (folder / "hubs/oslo.toml").symlink_to("../real/oslo.toml")
    changes: Changes = {("data", "banks", "2023", "value"): 4}
    with proposed(folder / "scorecard.toml", plan("hubs/oslo.toml", changes)) as edited:
        edited.save()
    assert (folder / "hubs/oslo.toml").is_symlink()
    assert "value = 4.00" in (folder / "real/oslo.toml").read_text()


def step(folder: Path, hub: str) -> None:
    for number in range(10):
        changes: Changes = {("data", "air", str(1900 + number)): {"value": 1, "evidence": "official", "source": "s"}}
        with proposed(folder / "scorecard.toml", plan(f"hubs/{hub}.toml", changes)) as edited:
            edited.save()


def shift(folder: Path) -> None:
    for _ in range(10):

        def planned(workspace: Workspace, scenario: str | None) -> Plan:
            share = workspace.scorecard.weights["money"] + 0.01
            return plan_shares(workspace, scenario, wanted={"money": share})

        with proposed(folder / "scorecard.toml", planned) as edited:
            edited.save()


def test_several_processes_at_once_lose_nothing(folder: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking where numpy has threads
        fork = multiprocessing.get_context("fork")
        work = [fork.Process(target=step, args=(folder, "oslo")), fork.Process(target=shift, args=(folder,))]
        work.append(fork.Process(target=shift, args=(folder,)))
        for each in work:
            each.start()
    for each in work:
        each.join(60)
        assert each.exitcode == 0
    workspace = hubscore.open(folder)
    assert workspace.scorecard.weights["money"] == pytest.approx(0.7)
    assert sum(year.startswith("19") for year in workspace.profiles["oslo"].data["air"]) == 10
