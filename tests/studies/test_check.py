from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import hubscore
from hubscore.studies.check import Trial, trials

CARD = """
hubs = "hubs/*.toml"
as_of = 2024
[measures.gdp]
unit = "m EUR"
[pillars.culture]
[pillars.transport]
[indicators.fairs]
pillar = "culture"
direction = "higher"
goalposts = [0, 100]
[indicators.trains]
unit = "trains"
pillar = "transport"
direction = "higher"
goalposts = [0, 10]
"""
SOURCE = '\n[sources.office]\ntitle = "Office"\n'


def profile(name: str, **values: float | None) -> str:
    rows = [
        f'[data.{series}]\n2024 = {{ value = {value}, evidence = "official", source = "office" }}'
        for series, value in values.items()
    ]
    return "\n".join([f'name = "{name}"', SOURCE, *rows, ""])


def tried(
    folder: Path, more: str = "", oslo: str | None = None, forced: tuple[str, ...] = (), **options: Any
) -> dict[str | None, Trial]:
    (folder / "hubs").mkdir()
    (folder / "scorecard.toml").write_text(CARD + more)
    (folder / "hubs" / "oslo.toml").write_text(oslo or profile("Oslo", fairs=20, trains=5))
    (folder / "hubs" / "bergen.toml").write_text(profile("Bergen", fairs=30, trains=2))
    workspace = hubscore.open(folder, **options)
    card = workspace.scorecard
    return {
        trial.scenario: trial for trial in trials(workspace.file.data, card, workspace.dataset, card.scenarios, forced)
    }


def test_a_sound_scorecard_has_nothing_to_say(tmp_path: Path) -> None:
    found = tried(tmp_path, '[scenarios.geometric]\nlabel = "G"\nmethod = { aggregate = "geometric" }\n')
    assert list(found) == [None, "geometric"]
    for trial in found.values():
        assert trial.ranking is not None
        assert (trial.problems, trial.remarks, trial.idle, trial.foreign) == ((), (), (), ())
        assert (trial.unscored, trial.same) == (False, False)


def test_a_scenario_that_cannot_be_scored_is_found(tmp_path: Path) -> None:
    oslo = profile("Oslo", fairs=-20, trains=5)
    found = tried(tmp_path, '[scenarios.share]\nindicators.fairs = { normalise = "fraction_of_max" }\n', oslo)
    assert found[None].problems == ()
    [problem] = found["share"].problems
    assert (problem.rule, problem.path, problem.found) == ("undefined", ("indicators", "fairs"), "-20 for oslo")
    assert found["share"].ranking is None
    assert found["share"].remarks == ()
    assert not found["share"].unscored


def test_weights_that_over_skips_are_idle(tmp_path: Path) -> None:
    more = "[weights]\nfairs = 1\ntrains = 2\nculture = 1\n[index]\nover = 'indicators'\n"
    assert tried(tmp_path, more)[None].idle == ("culture",)


def test_a_scenario_may_make_weights_idle(tmp_path: Path) -> None:
    more = "[weights]\nculture = 1\ntransport = 1\n[scenarios.flat]\nindex = { over = 'indicators' }\n"
    found = tried(tmp_path, more)
    assert found[None].idle == ()
    assert found["flat"].idle == ("culture", "transport")


def test_a_scenario_that_changes_nothing_is_not_scored_again(tmp_path: Path) -> None:
    found = tried(tmp_path, '[scenarios.same]\nlabel = "Same"\nmethod = { clip = true }\n')
    assert found["same"].same
    assert found["same"].ranking is None


def test_remarks_are_those_that_somebody_can_act_on(tmp_path: Path) -> None:
    oslo = profile("Oslo", fairs=30)
    found = tried(tmp_path, '[method]\nnormalise = "minmax"\n', oslo)[None]
    assert found.ranking is not None
    kinds = {remark.kind for remark in found.ranking.remarks}
    assert "relative" in kinds
    assert ("constant", ("fairs",)) in {(remark.kind, remark.about) for remark in found.remarks}
    assert "relative" not in {remark.kind for remark in found.remarks}


def test_readings_in_another_unit_are_named(tmp_path: Path) -> None:
    oslo = profile("Oslo", fairs=20, trains=5).replace("2024 = { value = 5,", '2024 = { unit = "lines", value = 5,')
    assert tried(tmp_path, "", oslo)[None].foreign == (("trains", "oslo"),)


def test_a_reading_that_can_hardly_be_right_is_told(tmp_path: Path) -> None:
    more = "[scenarios.wide]\nindicators.trains.goalposts = [0, 60]\n"
    found = tried(tmp_path, more, profile("Oslo", fairs=20, trains=50))
    assert [(odd.hub, odd.indicator, odd.value) for odd in found[None].odd] == [("oslo", "trains", 50.0)]
    assert found["wide"].odd == ()


def test_no_hub_with_an_index_is_noticed(tmp_path: Path) -> None:
    assert tried(tmp_path, "[index]\nmin_coverage = 1\n[evidence]\nadmit = 'official'\n")[None].unscored is False


def test_no_admitted_figure_leaves_all_unscored(tmp_path: Path) -> None:
    assert tried(tmp_path, "[scenarios.past]\nas_of = 1999\n")["past"].unscored is True


@pytest.mark.parametrize(("forced", "unscored"), [((), True), (("as_of",), False)])
def test_what_is_forced_wins_over_a_scenario(tmp_path: Path, forced: tuple[str, ...], unscored: bool) -> None:
    more = "[scenarios.past]\nas_of = 1999\nmethod = { clip = false }\n"
    assert tried(tmp_path, more, forced=forced, as_of=2024)["past"].unscored is unscored
