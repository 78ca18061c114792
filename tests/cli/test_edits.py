from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
SET = ("weights", "set", "money=0.2")
READING = ("set", "oslo.banks.2023", "value=4")


@pytest.fixture
def card(folder: Path) -> Path:
    """The scorecard, with weights."""
    path = folder / "scorecard.toml"
    path.write_text(path.read_text() + "# the end\n[weights] # all\nmoney = 0.50 # most\ntravel = 0.50\n")
    return path


def texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.toml")}


def test_shares_are_written_and_their_effect_is_shown(run: Run, card: Path) -> None:
    before = card.read_text()
    status, out, err = run(*SET)
    assert (status, err) == (0, "")
    assert "With Money at 20 %, Turku overtakes Oslo" in out
    assert out.endswith(" 2 lines of scorecard.toml written.\n")
    wanted = before.replace("money = 0.50", "money = 0.20").replace("travel = 0.50", "travel = 0.80")
    assert card.read_text() == wanted


def test_a_dry_run_prints_what_patch_takes(run: Run, card: Path, folder: Path) -> None:
    before = texts(folder)
    status, out, err = run(*SET, "--dry-run")
    assert (status, err) == (0, "note: nothing was written\n")
    assert out.startswith("--- a/scorecard.toml\n+++ b/scorecard.toml\n@@ ")
    assert "\n-money = 0.50 # most\n-travel = 0.50\n+money = 0.20 # most\n+travel = 0.80\n" in out
    assert texts(folder) == before
    assert run(*SET, "--dry-run", "-q")[2] == ""
    if shutil.which("git"):
        subprocess.run(["git", "apply", "-"], input=out.encode(), cwd=folder, check=True)
        after = texts(folder)
        card.write_text(before["scorecard.toml"])
        run(*SET)
        assert texts(folder) == after


def test_a_dry_run_for_scripts(run: Run, card: Path) -> None:
    before = card.read_text()
    status, out, _ = run(*SET, "--dry-run", "-f", "json")
    found = json.loads(out)
    assert status == 0
    assert found["page"] == "edit"
    assert found["notes"][-1] == "Nothing was written."
    assert found["tables"]["changes"] == [
        {"file": "scorecard.toml", "key": "weights.money", "before": 0.5, "after": 0.2},
        {"file": "scorecard.toml", "key": "weights.travel", "before": 0.5, "after": 0.8},
    ]
    assert card.read_text() == before


def test_twice_says_so(run: Run, card: Path) -> None:
    assert run(*SET)[0] == 0
    before = card.stat().st_mtime_ns
    status, out, _ = run(*SET)
    assert status == 0
    assert "scorecard.toml says so already." in out
    assert "Nothing was written." in out
    assert run(*SET, "--dry-run")[1:] == ("", "note: nothing was written: scorecard.toml says so already\n")
    assert card.stat().st_mtime_ns == before


def test_bare_numbers(run: Run, card: Path) -> None:
    before = card.read_text()
    status, out, _ = run("weights", "set", "--raw", "money=2")
    assert status == 0
    assert "With Money at 80 %" in out
    assert card.read_text() == before.replace("money = 0.50", "money = 2.00")


def test_a_scenario(run: Run, card: Path) -> None:
    before = card.read_text()
    _, out, _ = run(*SET, "--scenario", "flights")
    assert "In the scenario flights, with Money at 20 %" in out
    assert card.read_text() == before.replace("{ money = 1, travel = 9 }", "{ money = 0.2, travel = 0.8 }")
    _, out, _ = run("weights", "set", "money=0.3", "--scenario", "mine")
    assert "The scenario `mine` is new: `hubscore --scenario mine` ranks by it." in out
    assert "[scenarios.mine]\nweights = { money = 0.3, travel = 0.7 }\n" in card.read_text()
    assert run("--scenario", "mine")[0] == 0


def test_derived_weights(run: Run, card: Path) -> None:
    before = card.read_text()
    run(*SET)
    status, out, _ = run("weights", "derive", "equal", "--write")
    assert status == 0
    assert "With equal weights, Travel weighs 50 % instead of 80 %" in out
    assert out.endswith(" 2 lines of scorecard.toml written.\n")
    assert "put into" not in out
    assert card.read_text() == before
    status, out, _ = run("weights", "derive", "bod", "--least", "0.2", "--dry-run")
    assert status == 0
    assert out.startswith("--- a/scorecard.toml")
    assert card.read_text() == before
    run("weights", "derive", "equal", "--write", "--scenario", "even")
    assert "[scenarios.even]\nweights = { money = 0.5, travel = 0.5 }\n" in card.read_text()


def test_a_reading(run: Run, card: Path, folder: Path) -> None:
    before = texts(folder)
    status, out, err = run(*READING, "evidence=reported")
    assert (status, err) == (0, "")
    assert "With banks of Oslo in 2023 at 4, Turku overtakes Oslo" in out
    assert out.endswith(" 1 line of hubs/oslo.toml written.\n")
    wanted = before["hubs/oslo.toml"].replace('value = 9, evidence = "official"', 'value = 4, evidence = "reported"')
    assert texts(folder) == before | {"hubs/oslo.toml": wanted}
    assert card.read_text() == before["scorecard.toml"]


def test_a_new_reading_with_its_source(run: Run, card: Path, folder: Path) -> None:
    assert card.exists()
    words = ("value=6.5", "evidence=official", "source=new", "source.title=A = B")
    status, out, _ = run("set", "oslo.banks.2022", *words)
    assert status == 0
    assert out.endswith(" 3 lines of hubs/oslo.toml written.\n")
    text = texts(folder)["hubs/oslo.toml"]
    assert '[sources.new]\ntitle = "A = B"\n' in text
    assert '\n2022 = { value = 6.5, evidence = "official", source = "new" }\n' in text


def test_a_note_that_stays_is_told(run: Run, card: Path) -> None:
    assert card.exists()
    _, out, err = run("set", "oslo.banks.2023", "note=old words")
    assert "With the note of banks of Oslo in 2023 changed, nobody overtakes anybody" in out
    assert err == ""
    assert run(*READING)[2] == "note: the reading keeps its note: old words\n"
    assert run("set", "oslo.banks.2023", "value=5", "note=")[2] == ""


def test_a_reading_that_does_not_count_says_why(run: Run, card: Path) -> None:
    fields = ("value=1", "evidence=official", "source=s")
    later = run("set", "oslo.banks.2024", *fields, "--as-of", "2023")
    assert "No score moves" in later.out
    assert later.err == "note: banks of Oslo in 2024 does not count: later than 2023\n"
    assert (
        run("set", "oslo.banks.2020", *fields).err == "note: banks of Oslo in 2020 does not count: a newer one counts\n"
    )
    assert run("set", "oslo.air.2024", *fields).err == ""
    assert card.exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set", "oslo.banks.2023", "value"), "`value` is no field"),
        (("set", "oslo.banks.2023", "value=x"), "`x` in `value=x` is no number"),
        (("set", "oslo.banks.2023", "value=1", "value=2"), "`set` names `value` twice"),
        (("set", "oslo.banks.2023"), "nothing to set"),
        (
            ("set", "oslo.banks.2022", "value=1", "evidence=official", "source.title=T"),
            "name the new source that `source.title` is about, as in source=yearbook-2023",
        ),
        (("set",), "Missing argument".lower()),
        (("set", "oslo.banks.2023", "note=\udcff"), "`note` is not UTF-8"),
        (("weights", "set"), "`weights set` needs a share"),
        (("weights", "set", "money"), "`money` is no share"),
        (("weights", "set", "money=2"), "cannot have a share of 2"),
        (("weights", "set", "--raw", "money=x"), "`x` in `money=x` is no number"),
        (("weights", "set", "--raw", "=3"), "`=3` is no weight"),
        (("weights", "set", "mony=0.2"), "did you mean `money`?"),
        ((*SET, "--depth", "1"), "`--depth` is for showing weights"),
        ((*SET, "--node", "money"), "`--node` is for `weights derive`"),
        ((*SET, "--write"), "`--write` is for `weights derive`"),
        (("weights", "--write"), "as in `weights derive pca --write`"),
        (("weights", "derive", "equal", "--raw"), "`--raw` is for `weights set`"),
        (("weights", "--dry-run"), "`--dry-run` is for `weights set` and `weights derive`"),
        (("weights", "money=0.2"), "did you mean `weights set money=0.2`?"),
        ((*SET, "--scenario", "My own"), "no scenario can be called `My own`"),
        ((*READING, "--scenario", "mine"), "there is no scenario `mine`"),
        ((*SET, "-f", "jsn"), "unknown format `jsn`"),
        ((*SET, "-f", "csv", "--table", "nope"), "nope"),
        ((*SET, "--color", "blue"), "there is no colour mode `blue`"),
        ((*SET, "-o", "x.nope"), "no format for a file that ends in `.nope`"),
        ((*SET, "-o", "scorecard.toml"), "is a file that answers are made of"),
    ],
)
def test_bad_requests_change_nothing(run: Run, card: Path, folder: Path, words: tuple[str, ...], said: str) -> None:
    before = texts(folder)
    status, out, err = run(*words)
    assert (status, out) == (2, "")
    assert said in err
    assert "Traceback" not in err
    assert texts(folder) == before
    assert card.exists()


def test_the_bundled_scorecard_is_not_edited(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scorecard.toml").rename(tmp_path / "other.toml")
    monkeypatch.chdir("/")
    status, out, err = run(*SET)
    assert (status, out) == (2, "")
    assert "the bundled one is not edited" in err


def test_a_full_disk_is_exit_3(run: Run, card: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    assert card.exists()
    before = texts(folder)
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fail)
        for words, name in ((SET, "scorecard.toml"), (READING, "oslo.toml")):
            status, out, err = run(*words)
            assert (status, out) == (3, "")
            assert f"{name}: no space left on device" in err
    assert texts(folder) == before
    assert [path.name for path in folder.rglob(".hubscore*")] == []


def test_a_read_only_file_is_exit_3(run: Run, card: Path) -> None:
    card.chmod(0o444)
    status, out, err = run(*SET)
    assert (status, out) == (3, "")
    assert "cannot write scorecard.toml: it is read-only (chmod u+w scorecard.toml permits writing)" in err
    assert run(*SET, "--dry-run")[0] == 0


@pytest.mark.parametrize("form", ["table", "plain", "md", "csv", "json"])
def test_every_format(run: Run, card: Path, form: str) -> None:
    assert card.exists()
    for words in (SET, READING, ("weights", "derive", "equal", "--write")):
        status, out, _ = run(*words, "-f", form)
        assert status == 0
        assert "Oslo" in out or "oslo" in out or "Money" in out


@pytest.mark.parametrize("words", [SET, READING, ("weights", "derive", "equal", "--write")])
def test_an_edit_whose_answer_is_lost_says_that_it_is_made(run: Run, card: Path, words: tuple[str, ...]) -> None:
    card.write_text(card.read_text().replace("money = 0.50", "money = 0.70").replace("travel = 0.50", "travel = 0.30"))
    before = texts(card.parent)
    status, _, err = run(*words, "-o", "nowhere/x.json")
    changed = [name for name, text in texts(card.parent).items() if text != before[name]]
    assert status == 3
    assert "cannot write nowhere/x.json: no such file or directory" in err
    assert f"only this answer is lost: {changed[0]} is written" in err
    status, _, err = run(*words, "-o", "nowhere/x.json", "--dry-run")
    assert (status, "only this answer" in err) == (3, False)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_where_nothing_may_be_written_an_edit_says_so(
    run: Run, card: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    def refuse(*given: Any) -> int:
        if kind == "folder" and given[1] & os.O_CREAT:
            raise OSError(errno.EROFS, "Read-only file system")
        return really(*given)

    really, before = os.open, card.read_text()
    monkeypatch.setattr(os, "open", refuse)
    if kind == "file":
        card.chmod(0o444)
    status, out, err = run(*SET)
    assert (status, out) == (3, "")
    assert ("read-only file system" if kind == "folder" else "it is read-only") in err
    assert card.read_text() == before
