"""Faults that are not of TOML but of what is said in it: each at its line, column and key, with what to do.

Lines and columns are counted by hand in the texts below.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

import hubscore
from hubscore.errors import Problem

CARD = """\
title = "Two hubs"
hubs = "hubs/*.toml"

[weights]
money = 0.6
people = 0.4

[method]
scale = [0, 100]
aggregate = "arithmetic"

[measures.gdp]
unit = "bn"

[pillars.money]
label = "Money"

[pillars.people]

[indicators.banks]
pillar = "money"
per = "gdp"
direction = "higher"
goalposts = [0, 10]

[indicators.crime]
pillar = "people"
direction = "lower"
goalposts = [50, 0]

[scenarios.calm]
label = "Calm"
weights = { money = 0.5, people = 0.5 }
"""

HUB = """\
name = "Aville"

[sources.s]
title = "Yearbook"

[data.gdp]
2024 = { value = 20, evidence = "official", source = "s" }

[data.banks]
2024 = { value = 50, evidence = "official", source = "s" }

[data.crime]
2024 = [{ value = 5, evidence = "official", source = "s" }, { value = 6, evidence = "reported", source = "s" }]

[[bets]]
name = "banking"
indicators = ["banks"]

[[claims]]
id = "boom"
statement = "A boom"
status = "announced"
readings = [{ year = 2024, value = 1, source = "s" }]

[[targets]]
of = "banks"
year = 2030
at_least = 60
source = "s"
"""

READING = 'evidence = "official", source = "s"'


class Case(NamedTuple):
    """Lines to put in place of others, and where the fault is to be told, and in which words."""

    lines: dict[int, str]
    line: int | None
    column: int | None
    key: str
    words: str


CARDS = {
    "weights of some": Case({5: ""}, 6, 1, "weights.people", "some children of Index have weights, `money` not"),
    "weight of a measure": Case({6: "people = 0.4\ngdp = 1"}, 7, 1, "weights.gdp", "a measure, which is not scored"),
    "weight too small": Case({5: "money = 1e-9"}, 5, 9, "weights.money", "0, or a number from 0.000001"),
    "weight in quotes": Case({5: 'money = "0.6"'}, 5, 9, "weights.money", "is not a number"),
    "ring": Case(
        {16: 'parent = "people"', 18: '[pillars.people]\nparent = "money"'},
        16,
        10,
        "pillars.money.parent",
        "its own ancestor",
    ),
    "its own parent": Case({16: 'parent = "money"'}, 16, 10, "pillars.money.parent", "its own ancestor"),
    "orphan": Case({16: 'parent = "mony"'}, 16, 10, "pillars.money.parent", "no pillar `mony` did you mean `money`?"),
    "parent named index": Case({16: 'parent = "index"'}, 16, 10, "pillars.money.parent", "leave it out"),
    "empty pillar": Case({17: "[pillars.void]"}, 17, 10, "pillars.void", "is empty: no indicator hangs on it"),
    "from nothing": Case(
        {22: 'from = "bank"'}, 22, 8, "indicators.banks.from", "no measure `bank` the id of a measure: crime, gdp"
    ),
    "from a mistyped measure": Case(
        {22: 'from = "gpd"'}, 22, 8, "indicators.banks.from", "no measure `gpd` did you mean `gdp`?"
    ),
    "per an indicator": Case(
        {22: 'per = "crime"'}, 22, 7, "indicators.banks.per", "no measure `crime` the id of a measure: gdp"
    ),
    "no goalposts": Case(
        {24: ""}, 20, 13, "indicators.banks.goalposts", "`goalposts` is missing in [indicators.banks]"
    ),
    "no target": Case(
        {24: 'normalise = "distance_to_target"'}, 20, 13, "indicators.banks.target", "`target` is missing"
    ),
    "no target for draws": Case(
        {24: 'goalposts = [0, 10]\n\n[uncertainty]\nnormalise = ["goalposts", "distance_to_target"]'},
        20,
        13,
        "indicators.banks.target",
        "`target` is missing as distance_to_target needs it `uncertainty.normalise` names that method",
    ),
    "target on the wrong side": Case(
        {24: 'goalposts = [5, 10]\ntarget = 4\nnormalise = "distance_to_target"'},
        25,
        10,
        "indicators.banks.target",
        "is not better than the worst 4 better than the worst goalpost, 5",
    ),
    "log of a goalpost 0": Case(
        {24: 'goalposts = [0, 10]\ntransform = "log"'},
        24,
        13,
        "indicators.banks.goalposts",
        "has no log 0 a greater number give a shift",
    ),
    "log of a goalpost 0 in draws": Case(
        {
            9: 'normalise = "minmax"',
            24: 'goalposts = [0, 10]\ntransform = "log"',
            33: '[uncertainty]\nnormalise = ["minmax", "goalposts"]',
        },
        24,
        13,
        "indicators.banks.goalposts",
        "has no log 0 a greater number give a shift",
    ),
    "log of one goalpost 0": Case(
        {24: 'goalposts = [0, "max"]\ntransform = "log"'}, 24, 13, "indicators.banks.goalposts", "has no log"
    ),
    "root of a goalpost below 0": Case(
        {24: 'goalposts = [-1, 10]\ntransform = "sqrt"'}, 24, 13, "indicators.banks.goalposts", "has no sqrt -1"
    ),
    "goalposts of the other direction": Case(
        {24: 'goalposts = ["max", "min"]'},
        24,
        13,
        "indicators.banks.goalposts",
        'do not fit the direction ["max", "min"] "min" or a number as the worst, "max", "benchmark"',
    ),
    "goalpost that is no word": Case(
        {24: 'goalposts = ["least", 3]'}, 24, 13, "indicators.banks.goalposts", '"least" a pair [worst, best]'
    ),
    "goalpost true": Case({24: "goalposts = [true, 3]"}, 24, 13, "indicators.banks.goalposts", "true a pair"),
    "scale upside down": Case({9: "scale = [100, 0]"}, 9, 9, "method.scale", "does not rise [100, 0]"),
    "scale below 0": Case(
        {9: "scale = [-1, 1]", 10: 'aggregate = "geometric"'}, 10, 13, "method.aggregate", "starts at 0 or above"
    ),
    "scale below 0, one pillar": Case(
        {9: "scale = [-1, 1]", 16: "aggregate = { power = -1 }"}, 16, 13, "pillars.money.aggregate", "the power mean"
    ),
    "scale of three": Case({9: "scale = [0, 50, 100]"}, 9, 9, "method.scale", ""),
    "measure with a weight": Case({13: "weight = 2"}, 13, 1, "measures.gdp.weight", "unknown key `weight`"),
    "measure with a goalpost": Case({13: "lable = 2"}, 13, 1, "measures.gdp.lable", "did you mean `label`?"),
    "id used twice": Case({12: "[measures.banks]"}, 12, 11, "measures.banks", "is taken: it is the id of an indicator"),
    "pillar named index": Case({17: "[pillars.index]"}, 17, 10, "pillars.index", "it is the id of a root node"),
    "id in capitals": Case({20: "[indicators.Banks]"}, 20, 13, "indicators.Banks", "is not an id"),
    "scenario with an unknown key": Case(
        {33: "wieghts = { money = 0.5 }"},
        33,
        1,
        "scenarios.calm.wieghts",
        "`wieghts` (scenario `calm`) did you mean `weights`?",
    ),
    "scenario with hubs": Case(
        {33: 'hubs = "others/*.toml"'}, 33, 1, "scenarios.calm.hubs", "a scenario cannot change `hubs`"
    ),
    "scenario with a bad weight": Case(
        {33: "weights = { money = 0.5, people = -0.5 }"},
        33,
        35,
        "scenarios.calm.weights.people",
        "is out of range -0.5",
    ),
    "scenario with a weight of nothing": Case(
        {33: "weights = { money = 0.5, peple = 0.5 }"}, 33, 26, "scenarios.calm.weights.peple", "a weight for nothing"
    ),
    "scenario with a bad label": Case(
        {32: 'label = "\\u001b[1m"'}, 32, 9, "scenarios.calm.label", "holds a character that cannot be shown <U+001B>"
    ),
    "scenario with a number as label": Case(
        {32: "label = 3"}, 32, 9, "scenarios.calm.label", "is not a text in quotes"
    ),
    "scenario deep inside": Case(
        {33: "[scenarios.calm.indicators.banks]\ngoalposts = [10, 0]"},
        34,
        13,
        "scenarios.calm.indicators.banks.goalposts",
        "in the wrong order (scenario `calm`) did you mean [0, 10]?",
    ),
    "scenario with an indicator that is none": Case(
        {33: "indicators.bank.kind = 'count'"},
        33,
        12,
        "scenarios.calm.indicators.bank.direction",
        "`direction` is missing in [indicators.bank] (scenario `calm`) did you mean `banks`?",
    ),
    "scenario that needs a target": Case(
        {33: 'method.normalise = "distance_to_target"'},
        31,
        12,
        "scenarios.calm.indicators.banks.target",
        "`target` is missing",
    ),
    "scenario with an unknown hub": Case(
        {33: 'indicators.banks.applies_to = ["aville"]'},
        33,
        32,
        "scenarios.calm.indicators.banks.applies_to[0]",
        "there is no hub `aville`",
    ),
    "scenario that is no table": Case({31: "[scenarios]", 32: "calm = 3", 33: ""}, 32, 8, "scenarios.calm", "a table"),
    "applies to an unknown hub": Case(
        {24: 'goalposts = [0, 10]\napplies_to = ["a", "bee"]'},
        25,
        20,
        "indicators.banks.applies_to[1]",
        "there is no hub `bee` the id of a hub: a, b",
    ),
    "applies to nobody": Case(
        {24: "goalposts = [0, 10]\napplies_to = []"},
        25,
        14,
        "indicators.banks.applies_to",
        "is empty at least one entry",
    ),
    "applies to no id": Case(
        {24: 'goalposts = [0, 10]\napplies_to = ["A b"]'}, 25, 15, "indicators.banks.applies_to[0]", "is not an id"
    ),
    "unknown reference": Case(
        {10: 'normalise = { distance_to_reference = "singapore" }'},
        10,
        13,
        "method.normalise",
        "there is no hub `singapore` the id of a hub: a, b",
    ),
    "choice with two keys": Case(
        {10: "aggregate = { power = 2, geometric = 1 }"},
        10,
        13,
        "method.aggregate",
        "is no aggregation a table a method's name, or { name = parameter }",
    ),
    "choice with a bad parameter": Case(
        {10: 'aggregate = { power = "x" }'},
        10,
        13,
        "method.aggregate",
        'has a parameter that does not fit "x" a number',
    ),
    "choice with a parameter under its name": Case(
        {10: "aggregate = { power = { p = 2 } }"},
        10,
        13,
        "method.aggregate",
        "has a parameter that does not fit a table a number give `p` alone, without its name",
    ),
    "choice with a parameter out of range": Case(
        {10: "aggregate = { power = 1e9 }"},
        10,
        13,
        "method.aggregate",
        "has `p` out of range a number from -100 to 100",
    ),
    "choice without its parameter": Case(
        {10: 'normalise = "distance_to_reference"'}, 10, 13, "method.normalise", "lacks its `hub`"
    ),
    "choice with a parameter it does not take": Case(
        {10: "aggregate = { arithmetic = 3 }"}, 10, 13, "method.aggregate", "3 no parameter"
    ),
    "mistyped choice": Case({10: 'aggregate = "aritmetic"'}, 10, 13, "method.aggregate", "did you mean `arithmetic`?"),
    "coverage above 1": Case({10: "min_coverage = 1.5"}, 10, 16, "method.min_coverage", "1.5 a number at most 1"),
    "floor of 1": Case({10: "floor = 1"}, 10, 9, "method.floor", "a number below 1"),
    "half a place": Case({10: "digits = 1.5"}, 10, 10, "method.digits", "a whole number"),
    "year as text": Case({3: 'as_of = "2024"'}, 3, 9, "as_of", "is not a whole number"),
    "year too early": Case({3: "as_of = 1492"}, 3, 9, "as_of", "1492 a number at least 1800"),
    "title of spaces": Case({1: 'title = "  "'}, 1, 9, "title", "is blank"),
    "title in an array": Case({1: 'title = ["Two"]'}, 1, 9, "title", "an array of 1 a text in quotes"),
    "uncertainty neither nor": Case(
        {3: 'uncertainty.weights = "some"'}, 3, 23, "uncertainty.weights", '"some" a number or `any` or a table'
    ),
    "uncertainty inside": Case(
        {3: "uncertainty.weights = { dirichlet = -1 }"}, 3, 37, "uncertainty.weights.dirichlet", "a number above 0"
    ),
    "uncertainty mistyped": Case(
        {3: "uncertainty.weights = { dirichlt = 1 }"},
        3,
        25,
        "uncertainty.weights.dirichlt",
        "did you mean `dirichlet`?",
    ),
    "unknown table": Case({4: "[wieghts]"}, 4, 2, "wieghts", "did you mean `weights`?"),
    "unknown key with nothing like it": Case({3: "zzz = 1"}, 3, 1, "zzz", "one of title, hubs"),
    "no hubs at all": Case({2: ""}, None, None, "hubs", "names no hubs"),
    "no indicators at all": Case(dict.fromkeys(range(4, 34), ""), None, None, "indicators", "is empty at least one"),
    "hubs in the wrong type": Case({2: "hubs = 3"}, 2, 8, "hubs", "a text in quotes"),
}

HUBS = {
    "covers too much": Case(
        {10: f"2024 = {{ value = 50, covers = 1.5, {READING} }}"},
        10,
        31,
        "data.banks.2024.covers",
        "a number at most 1",
    ),
    "covers nothing": Case(
        {10: f"2024 = {{ value = 50, covers = 0, {READING} }}"}, 10, 31, "data.banks.2024.covers", "a number above 0"
    ),
    "denominator 0": Case(
        {7: f"2024 = {{ value = 0, {READING} }}"},
        7,
        18,
        "data.gdp.2024.value",
        "`gdp` of 2024 is a denominator and not above 0 a number above 0",
    ),
    "denominator from 0": Case(
        {7: f"2024 = {{ at_least = 0, at_most = 3, {READING} }}"}, 7, 21, "data.gdp.2024.at_least", "not above 0"
    ),
    "list with one bad": Case(
        {13: f'2024 = [{{ value = 5, {READING} }}, {{ value = "6", {READING} }}]'},
        13,
        71,
        "data.crime.2024[1].value",
        'is not a number "6"',
    ),
    "bare number for a reading": Case(
        {10: "2024 = 50"}, 10, 8, "data.banks.2024", "is no reading 50 a table, as in `{ value = 1200"
    ),
    "list with an unknown source": Case(
        {13: f'2024 = [{{ value = 5, {READING} }}, {{ value = 6, evidence = "reported", source = "t" }}]'},
        13,
        106,
        "data.crime.2024[1].source",
        "the source `t` is not defined",
    ),
    "empty list": Case({13: "2024 = []"}, 13, 8, "data.crime.2024", "has no reading"),
    "no list": Case({13: "2024 = 7"}, 13, 8, "data.crime.2024", "7"),
    "year 999": Case({13: f"0999 = {{ value = 1, {READING} }}"}, 13, 1, "data.crime.0999", "a year from 1800 to 2199"),
    "no such series": Case({9: "[data.banq]"}, 9, 7, "data.banq", "did you mean `banks`?"),
    "no source": Case({10: '2024 = { value = 1, evidence = "official" }'}, 10, 1, "data.banks.2024.source", "missing"),
    "bet on nothing": Case({17: 'indicators = ["banks", "banc"]'}, 17, 24, "bets[0].indicators[1]", "`banc`"),
    "claim of nothing": Case({22: 'status = "announced"\nof = "bom"'}, 23, 6, "claims[0].of", "no claim `bom`"),
    "claim of itself": Case({22: 'status = "announced"\nof = "boom"'}, 23, 6, "claims[0].of", "part of itself"),
    "claim with a status of its own": Case(
        {22: 'status = "agreed"'}, 22, 10, "claims[0].status", "one of `announced`, `signed`"
    ),
    "claim with a reading without a year": Case(
        {23: 'readings = [{ value = 1, source = "s" }]'}, 23, 13, "claims[0].readings[0].year", "`year` is missing"
    ),
    "claim with two bounds and a value": Case(
        {23: 'readings = [{ year = 2024, value = 1, at_most = 3, source = "s" }]'},
        23,
        13,
        "claims[0].readings[0]",
        "has a value and bounds",
    ),
    "claim with a year as text": Case(
        {23: 'readings = [{ year = "2024", value = 1, source = "s" }]'},
        23,
        22,
        "claims[0].readings[0].year",
        "a whole number",
    ),
    "target of nothing": Case({26: 'of = "bank"'}, 26, 6, "targets[0].of", "did you mean `banks`?"),
    "target with an unknown source": Case({29: 'source = "r"'}, 29, 10, "targets[0].source", "not defined"),
    "source without a title": Case(
        {4: 'url = "https://example.org"'}, 3, 10, "sources.s", "a title, a publisher or both"
    ),
    "name too long": Case({1: f'name = "{"x" * 201}"'}, 1, 8, "name", "201 characters a name of 1 to 200"),
    "name turned around": Case({1: 'name = "A\\u202eb"'}, 1, 8, "name", "<U+202E>"),
    "role": Case({2: 'role = "rival"'}, 2, 8, "role", "one of `candidate`, `benchmark`"),
}


def folder(tmp_path: Path, card: dict[int, str], hub: dict[int, str]) -> Path:
    (tmp_path / "hubs").mkdir()
    (tmp_path / "scorecard.toml").write_text(changed(CARD, card), encoding="utf-8")
    (tmp_path / "hubs/a.toml").write_text(changed(HUB, hub), encoding="utf-8")
    (tmp_path / "hubs/b.toml").write_text(HUB.replace("Aville", "Bville"), encoding="utf-8")
    return tmp_path


def changed(text: str, lines: dict[int, str]) -> str:
    return "".join(f"{lines.get(number, line)}\n" for number, line in enumerate(text.splitlines(), start=1))


def refused(tmp_path: Path, card: dict[int, str], hub: dict[int, str]) -> list[Problem]:
    with pytest.raises(hubscore.InputError) as caught:
        hubscore.open(folder(tmp_path, card, hub))
    return list(caught.value.problems)


def agrees(problems: list[Problem], case: Case, file: str) -> None:
    told = [(p.key, p.place and (p.place.line, p.place.column)) for p in problems]
    assert told[0] == (case.key, (case.line, case.column)), told
    problem = problems[0]
    assert problem.place is not None
    assert problem.place.file.endswith(file)
    said = f"{problem.message} {problem.found} {problem.expected} {problem.hint}"
    position = 0
    for word in case.words.split():
        position = said.find(word, position)
        assert position >= 0, f"`{word}` of `{case.words}` is not said (in this order): {said}"
    assert problem.expected or problem.hint or "`" in problem.message


def test_whole_one_is_good(tmp_path: Path) -> None:
    assert hubscore.open(folder(tmp_path, {}, {})).dataset.hubs.ids == ("a", "b")


@pytest.mark.parametrize("case", CARDS.values(), ids=CARDS)
def test_scorecard(tmp_path: Path, case: Case) -> None:
    problems = refused(tmp_path, case.lines, {})
    agrees(problems, case, "scorecard.toml")


@pytest.mark.parametrize("case", HUBS.values(), ids=HUBS)
def test_profile(tmp_path: Path, case: Case) -> None:
    problems = refused(tmp_path, {}, case.lines)
    agrees(problems, case, "a.toml")


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    card = {5: "money = true", 23: 'direction = "up"'}
    hub = {1: 'nam = "Aville"', 10: '2024 = { value = "x", evidence = "good", source = "s" }'}
    keys = {problem.key for problem in refused(tmp_path, card, hub)}
    assert keys == {
        "weights.money",
        "indicators.banks.direction",
        "nam",
        "data.banks.2024.value",
        "data.banks.2024.evidence",
    }


def test_faults_of_agreement_are_told_with_the_others(tmp_path: Path) -> None:
    card = {24: 'goalposts = [0, 10]\napplies_to = ["c"]', 29: "goalposts = [0, 0]"}
    problems = refused(tmp_path, card, {1: 'name = ""', 26: 'of = "bank"'})
    keys = [problem.key for problem in problems]
    assert keys == ["indicators.crime.goalposts", "name", "indicators.banks.applies_to[0]"]


def test_several_missing_and_unknown_keys_in_one_table(tmp_path: Path) -> None:
    problems = refused(tmp_path, {}, {10: "2024 = { valeu = 50 }"})
    assert [(p.rule, p.key) for p in problems] == [
        ("missing-key", "data.banks.2024.source"),
        ("missing-key", "data.banks.2024.evidence"),
        ("unknown-key", "data.banks.2024.valeu"),
    ]
