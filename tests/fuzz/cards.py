"""Scorecards and profiles as a stranger may write them: of any shape, mostly valid, with figures of every size."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import tomli_w
from hypothesis import strategies as st

from hubscore.model.profile import SHAPES as PROFILE
from hubscore.model.scorecard import SHAPES as CARD

Words = dict[str, Any]

GRADES = ("official", "reported", "secondary", "estimate", "announced", "target")
HOSTILE = (
    "=1+1",
    "[bold red]x[/]",
    "::error file=x::y",
    "a|b\\|c",
    "<script>alert(1)</script>",
    "]]>&amp;{{7*7}}",
    ":smile: 重庆 é ß",
    "x" * 200,
    "$(id) `id` %0A%s {0}",
    "'\"\\",
    "-",
    "nan",
    "0",
)
"""Names that mean something to some format; each may be a name."""

UNSHOWN = ("a\nb", "\x1b[31mred", "\u202egnp.exe", "a\tb", "\ufeffx", "\x00", "\u2028", "e" + "\u0301" * 9, " ", "\x85")
"""Texts that may not be names, and are shown as what they are made of elsewhere."""

NUMBERS = (0, 1, -1, 0.5, 2024, 1e-320, 1e15, 1e16, 2**63, float("nan"), float("inf"), -0.0, 1e-6, 200)
KEYS = sorted(
    {
        field.alias or name
        for shape in (CARD, PROFILE)
        for model in shape.values()
        for name, field in model.model_fields.items()
    }
)
NORMALISE = ("goalposts", "minmax", "fraction_of_max", "zscore", "robust", "rank", "percent_rank", "none")
AGGREGATE: tuple[Any, ...] = (
    "arithmetic",
    "geometric",
    "harmonic",
    "minimum",
    "median",
    "copeland",
    "mazziotta_pareto",
    {"mazziotta_pareto": "positive"},
    "mazziotta_pareto_adjusted",
    "mean_min",
    {"mean_min": {"alpha": 1, "beta": 0.2}},
    {"power": 100},
    {"power": -100},
    {"power": 0.001},
    {"power": 0},
    {"power": 3},
    {"owa": [1, 2]},
    {"owa": [0, 0, 1]},
)
MISSING: tuple[Any, ...] = (
    "renormalise",
    "mean",
    "median",
    "group_mean",
    "group_median",
    "worst",
    "strict",
    "latest",
    {"linear": 2},
    "linear",
)
TREAT: tuple[Any, ...] = (
    "none",
    "winsorise",
    {"winsorise": {"skew": 0, "kurtosis": 0, "points": 3, "then": "nothing"}},
    {"winsorise": {"then": "plain_log"}},
    "boxcox",
    {"boxcox": 0},
    {"boxcox": -5},
)
TRANSFORM: tuple[Any, ...] = ("none", "log", "log1p", "sqrt", {"log": 0.01}, {"log": 1e15})
YEARS = (2019, 2021, 2023, 2024, 2025)

name = st.sampled_from(("Oslo", "New York", "R&D", *HOSTILE)) | st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Z", "M")), min_size=1, max_size=12
)
note = st.sampled_from((*HOSTILE, *UNSHOWN)) | st.text(max_size=30)
share = st.sampled_from((0, 0.0, 0.01, 0.25, 0.5, 1, 1.0))
FIGURES: Mapping[str, st.SearchStrategy[float]] = {
    "plain": st.floats(0, 100, allow_subnormal=False).map(lambda x: round(x, 2)),
    "ties": st.sampled_from((1.0, 2.0, 3.0)),
    "constant": st.just(7.0),
    "zeros": st.sampled_from((0, 0.0, -0.0, 1)),
    "huge": st.floats(-1e15, 1e15),
    "tiny": st.sampled_from((5e-324, 1e-310, 1e-300, 1e-12, 0.0)),
    "near": st.sampled_from((1.0, 1 + 2**-52, 1 + 1e-12, 1 + 1e-9)),
    "mixed": st.sampled_from((1e15, -1e15, 5e-324, 0, 1, -3, 50, 2.5)),
    "whole": st.integers(1, 300),
}
"""Figures of one indicator over all hubs, by their kind."""


@dataclass(frozen=True)
class Folder:
    """A scorecard's folder: what stands in its TOML files, and other files beside them."""

    card: Words
    hubs: dict[str, Words]
    beside: Mapping[str, bytes]

    def write(self, home: Path) -> None:
        """Write all files; a text that TOML cannot hold (a lone surrogate) is none."""
        (home / "hubs").mkdir(parents=True, exist_ok=True)
        files = {"scorecard.toml": self.card, **{f"hubs/{hub}.toml": words for hub, words in self.hubs.items()}}
        for place, words in files.items():
            (home / place).write_text(tomli_w.dumps(words), encoding="utf-8", newline="")
        for place, data in self.beside.items():
            (home / place).write_bytes(data)

    @property
    def nodes(self) -> list[str]:
        return ["index", *_keys(self.card, "pillars"), *_keys(self.card, "indicators")]

    @property
    def series(self) -> list[str]:
        return [*_keys(self.card, "indicators"), *_keys(self.card, "measures")]


def _keys(card: Words, table: str) -> list[str]:
    found = card.get(table)
    return list(map(str, found)) if isinstance(found, dict) else []


def some(draw: st.DrawFn, **choices: st.SearchStrategy[Any]) -> Words:
    """Few of these keys."""
    return {key: draw(choice) for key, choice in choices.items() if draw(st.integers(0, 3)) == 0}


def _limits(draw: st.DrawFn) -> Words:
    return some(
        draw,
        label=name,
        aggregate=st.sampled_from(AGGREGATE),
        missing=st.sampled_from(MISSING),
        min_coverage=share,
        max_missing=st.integers(0, 3),
        floor=st.sampled_from((0, 0.01, 0.5)),
        digits=st.integers(0, 15),
        definition=note,
    )


def _method(draw: st.DrawFn) -> Words:
    rest = _limits(draw)
    rest = {key: value for key, value in rest.items() if key not in ("label", "definition")}
    return rest | some(
        draw,
        normalise=st.sampled_from(NORMALISE),
        treat=st.sampled_from(TREAT),
        scale=st.sampled_from(([0, 100], [1, 7], [0, 1], [0, 1e-9], [0, 1e15], [5, 6.5], [-5, 5])),
        clip=st.booleans(),
        bounds=st.sampled_from(("middle", "bound", "cautious")),
        level_digits=st.integers(0, 15),
        ties=st.sampled_from(("competition", "dense")),
        panel=st.booleans(),
    )


def _indicator(draw: st.DrawFn, pillars: list[str], measures: list[str], hubs: list[str]) -> Words:
    direction = draw(st.sampled_from(("higher", "lower")))
    low, high = draw(
        st.sampled_from(((0, 100), (0.0, 1e15), ("min", "max"), (-1, "benchmark"), (1, 2), (0, 1e-300), (5, "max")))
    )
    if "benchmark" in (low, high):
        direction = "higher"
    entry: Words = {"direction": direction, "goalposts": [low, high] if direction == "higher" else [high, low]}
    entry |= some(
        draw,
        label=name,
        transform=st.sampled_from(TRANSFORM if low in (0, 1, 0.0) else TRANSFORM[:1]),
        normalise=st.sampled_from((*NORMALISE, {"distance_to_reference": draw(st.sampled_from(hubs))})),
        treat=st.sampled_from(TREAT),
        clip=st.booleans(),
        open_bound=share,
        unit=name,
        decimals=st.integers(0, 15),
        definition=note,
        why=note,
    )
    if draw(st.integers(0, 7)) == 0:
        entry["applies_to"] = draw(st.lists(st.sampled_from(hubs), min_size=1, unique=True))
    if pillars and draw(st.integers(0, 4)):
        entry["pillar"] = draw(st.sampled_from(pillars))
    if measures:
        entry |= some(draw, per=st.sampled_from(measures), **{"from": st.sampled_from(measures)})
        entry |= some(draw, per_amount=st.sampled_from((1, 100, 1e-9))) if "per" in entry else {}
    if draw(st.integers(0, 9)) == 0:
        entry |= {"normalise": "distance_to_target", "target": 400 if direction == "higher" else -30}
    return entry


def _regime(draw: st.DrawFn, entry: Words) -> st.SearchStrategy[float]:
    """Figures for an indicator, whose kind says what they can be."""
    kind = draw(st.sampled_from(list(FIGURES)))
    if kind == "whole":
        entry["kind"] = draw(st.sampled_from(("count", "rank")))
    return FIGURES[kind]


def _uncertainty(draw: st.DrawFn) -> Words:
    found = some(
        draw,
        weights=st.sampled_from((0, 0.25, 1, "any", {"dirichlet": 20}, {"dirichlet": 1e-3}, {"dirichlet": 1e15})),
        missing=st.sampled_from(("siblings", "range")),
        open_bound=share,
        drift=share,
        normalise=st.lists(st.sampled_from(NORMALISE), min_size=1, max_size=3, unique=True),
        aggregate=st.lists(st.sampled_from(AGGREGATE[:11]), min_size=1, max_size=3, unique_by=str),
    )
    return found | some(draw, data=st.fixed_dictionaries({}, optional=dict.fromkeys(GRADES, share)))


def _reading(draw: st.DrawFn, figure: st.SearchStrategy[float]) -> Words:
    kind, value = draw(st.integers(0, 9)), draw(figure)
    found: Words = {"value": value}
    if kind == 0:
        found = {"at_least": value}
    elif kind == 1:
        found = {"at_most": value}
    elif kind == 2:
        ends = sorted((value, draw(figure)))
        found = {"at_least": ends[0], "at_most": ends[1]}
    grade = draw(st.sampled_from(("official", "reported", *GRADES)))
    return found | {"evidence": grade, "source": "s"} | some(draw, covers=st.sampled_from((0.75, 1, 1e-9)), note=note)


def _profile(draw: st.DrawFn, series: list[str], regimes: Mapping[str, st.SearchStrategy[float]]) -> Words:
    data: Words = {}
    for each in regimes:
        if draw(st.integers(0, 5)) == 0:
            continue
        years = draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=3, unique=True))
        data[each] = {str(year): _reading(draw, regimes[each]) for year in years}
        if draw(st.integers(0, 7)) == 0:
            data[each][str(years[0])] = [_reading(draw, regimes[each]) for _ in range(2)]
    words: Words = {
        "name": draw(name),
        "role": draw(st.sampled_from(("candidate", "candidate", "benchmark"))),
        "sources": {"s": {"title": draw(note.filter(bool))}},
        "data": data,
    }
    words |= some(draw, group=st.sampled_from(("g", "k")), note=note, local_name=name)
    return words | some(draw, bets=_bets(series), claims=_claims(), targets=_targets(series))


def _bets(series: list[str]) -> st.SearchStrategy[Any]:
    bet = {"name": name, "indicators": st.lists(st.sampled_from(series), max_size=2, unique=True)}
    return st.lists(st.fixed_dictionaries(bet, optional={"note": note}), max_size=2)


def _stated() -> st.SearchStrategy[Words]:
    value = {"value": FIGURES["mixed"], "year": st.sampled_from(YEARS), "source": st.just("s")}
    bound = {"at_least": FIGURES["plain"], "year": st.sampled_from(YEARS), "source": st.just("s")}
    return st.fixed_dictionaries(value, optional={"note": note}) | st.fixed_dictionaries(bound)


def _claims() -> st.SearchStrategy[Any]:
    ids = ("one", "two", "three")
    claim = {
        "id": st.sampled_from(ids),
        "statement": note.filter(lambda text: bool(text.strip())),
        "status": st.sampled_from(("announced", "signed", "funded", "delivered", "verified")),
    }
    more = {"unit": name, "readings": st.lists(_stated(), max_size=3)}
    listed = st.lists(st.fixed_dictionaries(claim, optional=more), max_size=3, unique_by=lambda each: each["id"])
    return listed.map(_part_of)


def _part_of(claims: list[Words]) -> list[Words]:
    """Every claim behind a funded one is part of it."""
    for wider, claim in pairwise(claims):
        if wider["status"] == "funded":
            claim["of"] = wider["id"]
    return claims


def _targets(series: list[str]) -> st.SearchStrategy[Any]:
    target = {
        "of": st.sampled_from(series),
        "year": st.sampled_from((1999, 2024, 2025, 2026, 2040)),
        "value": FIGURES["mixed"],
        "source": st.just("s"),
    }
    kinds = {"kind": st.sampled_from(("level", "flow", "cumulative")), "unit": name}
    return st.lists(st.fixed_dictionaries(target, optional=kinds), max_size=2)


@st.composite
def folders(draw: st.DrawFn) -> Folder:
    """A scorecard with its profiles; one in five has a few keys or values changed for anything."""
    hubs = [f"h{number}" for number in range(draw(st.integers(1, 5)))]
    measures = ["m"] if draw(st.booleans()) else []
    names = [f"i{number}" for number in range(draw(st.integers(1, 5)))]
    pillars = {f"p{number}": _limits(draw) for number in range(draw(st.integers(0, min(3, len(names)))))}
    for at, pillar in enumerate(pillars):
        if at and draw(st.booleans()):
            pillars[pillar]["parent"] = f"p{draw(st.integers(0, at - 1))}"
        if draw(st.integers(0, 5)) == 0:
            pillars[pillar]["over"] = "indicators"
    entries = {each: _indicator(draw, list(pillars), measures, hubs) for each in names}
    for pillar, each in zip(pillars, names, strict=False):
        entries[each]["pillar"] = pillar  # none stays empty
    card: Words = {"title": draw(name), "hubs": "hubs/*.toml", "pillars": pillars, "indicators": entries}
    card |= {"measures": {each: {} for each in measures}, "method": _method(draw), "uncertainty": _uncertainty(draw)}
    card |= some(draw, as_of=st.sampled_from((2020, 2024, 2025, 2199)), max_age=st.sampled_from((0, 3, 400)))
    index = {key: value for key, value in _limits(draw).items() if key != "label"}
    card |= {"index": index, "evidence": some(draw, admit=st.sampled_from(GRADES))}
    if draw(st.booleans()):
        weight = st.sampled_from((1, 1e-6, 0.1, 1, 1, 3.5, 1e6, 0))
        card["weights"] = {node: draw(weight) for node in (*pillars, *names)}
    if draw(st.integers(0, 5)) == 0:
        card["screening"] = some(draw, min_coverage=share, min_pillar_coverage=share)
    if draw(st.integers(0, 3)) == 0:
        card["gates"] = some(
            draw,
            min_coverage=share,
            max_age=st.integers(0, 9),
            min_evidence_share=share,
            max_rank_interval=st.integers(0, 3),
        )
    if draw(st.integers(0, 3)) == 0:
        card["scenarios"] = {"calm": some(draw, label=name, method=st.just({"aggregate": "geometric"}))}
    own = [each for each in names if "from" not in entries[each]]
    regimes = {each: _regime(draw, entries[each]) for each in own}
    regimes |= {each: st.sampled_from((1e-300, 1e-3, 1, 5, 250, 1e15)) for each in measures}
    profiles = {hub: _profile(draw, [*names, *measures], regimes) for hub in hubs}
    if draw(st.integers(0, 6)) == 6:
        card, profiles[hubs[0]] = draw(changed(card)), draw(changed(profiles[hubs[0]]))
    return Folder(card, profiles, {})


ODD = st.recursive(
    st.sampled_from((*KEYS, *UNSHOWN, "x", "p0", "i0", "h0", "index", "2024", "min")) | st.sampled_from(NUMBERS),
    lambda deep: st.lists(deep, max_size=3) | st.dictionaries(st.sampled_from(KEYS), deep, max_size=3),
    max_leaves=5,
)


def holders(value: Any) -> Iterator[Any]:
    """All tables and lists inside, which can be changed in place."""
    if isinstance(value, dict | list):
        yield value
        for below in value.values() if isinstance(value, dict) else value:
            yield from holders(below)


@st.composite
def changed(draw: st.DrawFn, good: Words) -> Words:
    """The same with one or two values replaced, removed or added."""
    file = copy.deepcopy(good)
    for _ in range(draw(st.integers(1, 2))):
        place = draw(st.sampled_from(list(holders(file))))
        if isinstance(place, list):
            place.append(draw(ODD))
        elif place and draw(st.booleans()):
            place[draw(st.sampled_from(sorted(place)))] = draw(ODD)
        elif place and draw(st.booleans()):
            del place[draw(st.sampled_from(sorted(place)))]
        else:
            place[draw(st.sampled_from(KEYS))] = draw(ODD)
    return file
