from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from hubscore.methods.derive import DERIVATIONS

Run = Callable[..., Any]
BUNDLED = str(Path(__file__).resolve().parents[2] / "configs")


def tables(run: Run, *words: str) -> dict[str, Any]:
    status, out, err = run("weights", *words, "-f", "json")
    assert (status, err) == (0, "")
    return dict(json.loads(out)["tables"])


def refused(run: Run, *words: str) -> str:
    status, out, err = run("weights", *words)
    assert (status, out) == (2, "")
    assert "Traceback" not in err
    return str(err)


def test_shown(run: Run) -> None:
    status, out, _ = run("weights")
    assert status == 0
    assert "it weighs 50 %" in out
    keys = ["node", "label", "parent", "nominal", "index"]
    keys += ["importance_in_parent", "importance", "spread", "correlation_parent", "correlation_index"]
    weights = tables(run)["weights"]
    assert [list(row) for row in weights] == [keys] * 4
    assert [row["node"] for row in weights] == ["money", "banks", "travel", "air"]
    assert sum(row["importance"] for row in weights if row["parent"] != "index") == pytest.approx(1)


def test_of_a_scenario_and_down_to_a_level(run: Run) -> None:
    weights = tables(run, "--scenario", "flights", "--depth", "1")["weights"]
    assert [(row["node"], row["nominal"]) for row in weights] == [("money", 0.1), ("travel", 0.9)]
    assert len(tables(run, "--depth")["weights"]) == 4


def test_derived(run: Run, folder: Path) -> None:
    before = (folder / "scorecard.toml").read_bytes()
    found = tables(run, "derive", "equal", "--scenario", "flights")
    assert found["weights"][0] == {"node": "money", "label": "Money", "declared": 0.1, "derived": 0.5}
    assert list(found["moves"][0]) == ["hub", "rank_before", "rank_after", "score_before", "score_after"]
    assert [(row["hub"], row["rank_before"], row["rank_after"]) for row in found["moves"]] == [
        ("oslo", 2, 1),
        ("turku", 1, 2),
    ]
    assert (folder / "scorecard.toml").read_bytes() == before


def test_what_is_proposed_does_what_it_says(run: Run, folder: Path) -> None:
    status, out, _ = run("weights", "derive", "bod", "--least", "0.2", "-f", "plain")
    assert status == 0
    lines = out.split("put into [weights]:\n")[1]
    card = (folder / "scorecard.toml").read_text()
    (folder / "scorecard.toml").write_text(card.replace("[pillars.money]", f"[weights]\n{lines}\n[pillars.money]", 1))
    declared = {row["node"]: row["declared"] for row in tables(run, "derive", "bod", "--least", "0.2")["weights"]}
    derived = {row["node"]: row["derived"] for row in tables(run, "derive", "bod", "--least", "0.2")["weights"]}
    assert declared == pytest.approx(derived, abs=1e-4)
    assert declared["money"] != 0.5


@pytest.mark.parametrize("method", [name for name, row in DERIVATIONS.items() if row.sampled])
def test_seven_hubs_are_no_sample(run: Run, method: str) -> None:
    err = refused(run, "derive", method, "-c", BUNDLED)
    assert f"too few hubs for {method}: 5 have all 4 children of Index" in err
    assert "expected 20 hubs or more" in err
    status, out, err = run("weights", "derive", method, "-c", BUNDLED, "--force")
    assert status == 0
    assert f"By {method}, from only 5 hubs, " in out
    assert "note: 5 hubs are too few" in err


@pytest.mark.parametrize("method", ["equal", "bod"])
def test_what_needs_no_sample_runs_on_seven_hubs(run: Run, method: str) -> None:
    found = tables(run, "derive", method, "-c", BUNDLED, "--node", "tour")
    assert sum(row["derived"] for row in found["weights"]) == pytest.approx(1)
    if method == "bod":
        assert max(row["score"] for row in found["hubs"]) == pytest.approx(1)
        assert list(found["hubs"][0]["shares"]) == [row["node"] for row in found["weights"]]


def test_judgements_of_the_file(run: Run, folder: Path) -> None:
    assert "the scorecard has no table [pairwise.index]" in refused(run, "derive", "ahp")
    with (folder / "scorecard.toml").open("a") as card:
        card.write("[pairwise.index]\nmoney = { travel = 3 }\n")
    found = tables(run, "derive", "ahp")
    assert [row["derived"] for row in found["weights"]] == pytest.approx([0.75, 0.25])
    assert found["details"][0]["consistency_ratio"] == 0


def test_contradictions_are_shown_where_they_stand(run: Run, folder: Path) -> None:
    with (folder / "scorecard.toml").open("a") as card:
        for name in ("rail", "road"):
            card.write(f'[indicators.{name}]\npillar = "travel"\ndirection = "higher"\ngoalposts = [0, 1]\n')
        card.write("[pairwise.travel]\nair = { rail = 9, road = 1 }\nrail = { road = 9 }\n")
    err = refused(run, "derive", "ahp", "--node", "travel")
    assert "the judgements below Travel contradict each other" in err
    assert "--> scorecard.toml:" in err
    assert "expected at most 0.2" in err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("deriv",), "there is no `weights deriv`"),
        (("deriv",), "did you mean `derive`?"),
        (("pca",), "did you mean `weights derive pca`?"),
        (("derive",), "`weights derive` needs a method"),
        (("derive", "pca", "ahp"), "takes one method, not 2"),
        (("derive", "pac"), "did you mean `pca`?"),
        (("derive", "equal", "--node", "mony"), "did you mean `money`?"),
        (("derive", "equal", "--node", "air"), "`air` is an indicator"),
        (("derive", "equal", "--node", "money"), "Money has a single child"),
        (("derive", "equal", "--least", "0.1"), "equal has no bounds of shares"),
        (("derive", "bod", "--least", "0.6"), "at most 0.5"),
        (("derive", "bod", "--most", "0.4"), "at least 0.5"),
        (("derive", "bod", "--most", "7"), "--most"),
        (("derive", "equal", "--depth", "1"), "`--depth` is for showing weights"),
        (("--node", "money"), "`--node` is for `weights derive`"),
        (("--least", "0"), "`--least` is for `weights derive`"),
        (("--node", "money"), "as in `weights derive pca --node PILLAR`"),
        (("--most", "1"), "as in `weights derive bod --most SHARE`"),
        (("--force",), "`--force` is for `weights derive`"),
    ],
)
def test_bad_requests(run: Run, words: Sequence[str], said: str) -> None:
    assert said in refused(run, *words)


@pytest.mark.parametrize("form", ["table", "plain", "md", "csv"])
def test_every_format(run: Run, form: str) -> None:
    for words in ((), ("derive", "bod")):
        status, out, _ = run("weights", *words, "-f", form)
        assert status == 0
        assert "Money" in out
