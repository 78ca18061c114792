"""Versions to compare, as words name them. What comes of them: tests/cli/test_diff.py."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from hubscore.cli.options import Shared
from hubscore.cli.versions import at_hand, both, compared, version
from hubscore.errors import InputError, Problem, UsageError


def test_a_folder_a_file_a_snapshot_and_what_is_at_hand(run: Any) -> None:
    run("snapshot", "-o", "old.json")
    found = [version(word, Shared()) for word in (".", "scorecard.toml", "old.json")]
    assert [each.about.label for each in (*found, at_hand(Shared()))] == [".", "scorecard.toml", "old.json", "."]
    assert len({each.about.digest for each in found}) == 1
    assert [each.stored is None for each in found] == [True, True, False]
    assert found[0].stated(everyone=False) is None
    stated = found[2].stated(everyone=False)
    assert stated is not None
    assert (stated.score, stated.rank) == (
        {"oslo": 55, "turku": 50, "york": 95},
        {"oslo": 1, "turku": 2, "york": None},
    )
    again = found[2].stated(everyone=True)
    assert again is not None
    assert again.rank is None


def test_intervals_are_those_of_the_snapshot_or_drawn(run: Any) -> None:
    run("snapshot", "--draws", "50", "-o", "few.json")
    run("snapshot", "--draws", "0", "-o", "none.json")
    few, none, folder = (version(word, Shared()) for word in ("few.json", "none.json", "."))
    ranking = folder.scored(everyone=False)
    drawn = folder.slack(ranking, Shared(draws=300))
    assert drawn is not None
    assert drawn.ranks.keys() == {"oslo", "turku"}
    assert none.slack(ranking, Shared(draws=300)) == drawn
    held = few.slack(ranking, Shared())
    assert held is not None
    assert held.ranks.keys() == {"oslo", "turku"}
    assert (held.score, held.figures) == (drawn.score, drawn.figures)
    assert few.slack(ranking, Shared(draws=0)) is None


def test_no_slack_where_a_method_cannot_be_varied(run: Any, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as file:
        file.write('[uncertainty]\nnormalise = ["goalposts", "fraction_of_max"]\n')
    path = folder / "hubs/oslo.toml"
    path.write_text(path.read_text().replace("value = 9", "value = -9"))
    run("snapshot", "-o", "bare.json")
    text = (folder / "bare.json").read_text()
    held = text.replace('"rank_low": null, "rank_high": null', '"rank_low": 1, "rank_high": 2')
    assert held != text
    (folder / "held.json").write_text(held)  # as another version of the program might have drawn it
    found = version("held.json", Shared())
    assert found.slack(found.scored(everyone=False), Shared()) is None


def test_no_intervals_where_nobody_is_ranked(run: Any, folder: Path) -> None:
    assert run("rank").status == 0
    for name in ("oslo", "turku"):
        text = (folder / f"hubs/{name}.toml").read_text()
        (folder / f"hubs/{name}.toml").write_text(text.replace('role = "candidate"', 'role = "benchmark"'))
    found = at_hand(Shared())
    assert found.slack(found.scored(everyone=False), Shared()) is None


def test_a_snapshot_that_is_not_what_its_inputs_give(run: Any, folder: Path) -> None:
    run("snapshot", "-o", "old.json")
    text = (folder / "old.json").read_text().replace('"score": 55.0', '"score": null', 1)
    (folder / "odd.json").write_text(text)
    sides = version("odd.json", Shared()), version("old.json", Shared())
    _, before, after = compared(*sides, everyone=False)
    assert (before.doubtful, after.doubtful) == (True, False)


def test_problems_of_a_snapshot_are_told_of_its_file(run: Any) -> None:
    run("snapshot", "-o", "old.json")
    problem = version("old.json", Shared()).placed(Problem("rule", "message", ("method",)))
    assert problem.place is not None
    assert problem.place.file == "old.json"
    assert version("old.json", Shared()).placed(problem) is problem


@pytest.mark.parametrize(
    "option",
    [{"scenario": "nowhere"}, {"as_of": 2020}, {"admit": "official"}],
    ids=["--scenario", "--as-of", "--admit"],
)
def test_snapshots_are_as_they_were_made(run: Any, option: dict[str, Any], request: pytest.FixtureRequest) -> None:
    run("snapshot", "-o", "old.json")
    with pytest.raises(UsageError, match=f"`{request.node.callspec.id}` changes nothing between two snapshots"):
        both("old.json", "old.json", Shared(**option))
    assert both("old.json", "old.json", Shared())[1].stored is not None


def test_options_speak_of_what_is_no_snapshot(run: Any) -> None:
    run("snapshot", "-o", "old.json")
    old, new = both("old.json", None, Shared(admit="official"))
    assert (old.scorecard.evidence.admit, new.scorecard.evidence.admit) == ("estimate", "official")


@pytest.mark.parametrize(("word", "hint"), [("main", "`main:configs`"), ("main.json", "")])
def test_what_is_not_there(run: Any, word: str, hint: str) -> None:
    assert run("rank").status == 0
    with pytest.raises(InputError) as caught:
        version(word, Shared())
    [problem] = caught.value.problems
    assert hint in problem.hint
    assert bool(hint) == bool(problem.hint)
