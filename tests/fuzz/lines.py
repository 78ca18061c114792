"""Command lines: every command, with options that it has and words that may or may not mean something here."""

from __future__ import annotations

from cards import GRADES, Folder
from hypothesis import strategies as st

Line = list[str]
Words = st.SearchStrategy[Line]

FORMATS = ("table", "plain", "json", "csv", "md", "html")
ODD = (
    "",
    "-",
    "--",
    "nope",
    "h",
    "\x1b[31m",
    "1e999",
    "nan",
    "-1",
    "0",
    "9" * 20,
    "重庆",
    "a.b.c",
    "=",
    "*",
)
NUMBERS = ("0", "0.5", "1", "-1", "1e300", "nan", "inf", "50%", "3", "1e-300", "x")


def _flag(word: str) -> Words:
    return st.sampled_from(([], [], [word]))


def _with(option: str, value: st.SearchStrategy[str]) -> Words:
    """An option with a value, now and then."""
    return st.integers(0, 3).flatmap(lambda at: st.just([]) if at else value.map(lambda word: [option, word]))


def _often(option: str, value: st.SearchStrategy[str]) -> Words:
    return value.map(lambda word: [option, word])


def _joined(*parts: Words) -> Words:
    return st.tuples(*parts).map(lambda found: [word for part in found for word in part])


def _of(names: list[str]) -> st.SearchStrategy[str]:
    """One of these names, or something odd in one of twenty."""
    return st.integers(0, 19).flatmap(lambda at: st.sampled_from(names if at and names else ODD))


def _number(usual: tuple[str, ...] = ("0.5", "0.3", "1", "0.25")) -> st.SearchStrategy[str]:
    """Mostly one of the usual ones."""
    return st.integers(0, 3).flatmap(lambda at: st.sampled_from(usual if at else NUMBERS))


def _shared(draws: tuple[str, ...] = ("0", "1", "7", "30")) -> Words:
    return _joined(
        _with("-f", st.sampled_from(FORMATS)),
        _often("--draws", st.sampled_from(draws)),
        _with("--seed", st.sampled_from(("0", "1", "7", "99999999999"))),
        st.integers(0, 14).flatmap(lambda at: st.just([]) if at else st.just(["--scenario", "calm"])),
        st.integers(0, 9).flatmap(
            lambda at: st.just([]) if at else st.sampled_from(("2020", "2199", "1800")).map(lambda y: ["--as-of", y])
        ),
        st.integers(0, 6).flatmap(
            lambda at: st.just([]) if at else st.sampled_from(GRADES).map(lambda grade: ["--admit", grade])
        ),
        _flag("-v"),
        _flag("-q"),
        st.integers(1, 20).flatmap(lambda at: st.just(["--color", "always"]) if at == 20 else st.just([])),
    )


def _whatif(hubs: st.SearchStrategy[str], nodes: st.SearchStrategy[str], cells: st.SearchStrategy[str]) -> Words:
    shares = st.tuples(nodes, _number()).map("=".join)
    sign = st.sampled_from(("=", ">=", "<="))
    values = st.tuples(cells, sign, _number()).map("".join)
    spread = _joined(_often("--best", hubs), _with("--within", _number()))
    level = st.sampled_from(("pillar", "indicator", "indicator", "hub"))
    return _joined(
        _with("--set", shares),
        _with("--value", values),
        _with("--drop", nodes),
        st.integers(0, 3).flatmap(lambda at: st.just([]) if at else spread),
        _with("--worst", hubs),
        _with("--gain", hubs),
        _with("--level", level),
        st.integers(0, 3).flatmap(
            lambda at: st.just([]) if at else st.tuples(hubs, hubs).map(lambda two: ["--overtake", *two])
        ),
        st.integers(0, 14).flatmap(
            lambda at: st.just([]) if at else st.sampled_from((["--add-hub", "new.toml"], ["--add-hub", "."]))
        ),
        _flag("--stability"),
        _flag("--methods"),
        _flag("--all"),
    )


def _set(cells: st.SearchStrategy[str]) -> Words:
    year = st.sampled_from(("2024", "2021", "2025", "2024", "2023", "1799", "x", "2050"))
    field = st.tuples(
        st.sampled_from(
            ("value", "at_least", "at_most", "covers", "unit", "evidence", "source", "note", "source.title", "nope")
        ),
        st.sampled_from((*NUMBERS, "official", "s", "t", "", "a\nb", "\x1b[2J", '"""', "\\", "\ud800", "é", "# no")),
    ).map("=".join)
    return _joined(
        st.tuples(cells, year).map(lambda found: [".".join(found)]),
        st.lists(field, max_size=2),
        _with("value=7", st.just("evidence=official")),
        st.integers(0, 1).map(lambda at: ["value=5", "evidence=official", "source=s"] if at else []),
        _flag("--dry-run"),
    )


def _weights(nodes: st.SearchStrategy[str]) -> Words:
    shares = st.lists(st.tuples(nodes, _number()).map("=".join), min_size=1, max_size=2)
    raw = _joined(st.just(["set"]), shares, _flag("--raw"), _flag("--dry-run"))
    methods = ("equal", "pca", "entropy", "critic", "bod", "ahp", "balanced", "nope")
    derived = _joined(
        st.sampled_from(methods).map(lambda method: ["derive", method]),
        _with("--node", nodes),
        _with("--least", _number()),
        _with("--most", _number()),
        st.sampled_from(([], ["--force"], ["--force"])),
        _flag("--write"),
        _flag("--dry-run"),
    )
    return st.one_of(_with("--depth", _number(("1", "2"))), raw, derived)


def _robust(nodes: st.SearchStrategy[str]) -> Words:
    factors = st.sampled_from(
        ("weights", "data", "absent", "normalise", "aggregate", "evidence", "missing", "index", "nope")
    ) | nodes.map(lambda node: f"weights:{node}")
    return _joined(
        _with("--only", factors),
        _with("--until", st.sampled_from(("0.2", "0.5", "0", "-1", "nan"))),
        _flag("--sensitivity"),
        _with("--keep", st.sampled_from(("kept.csv", "scorecard.toml", ".", "nowhere/x.csv"))),
        _flag("--all"),
        _shared(("0", "64", "100", "128")),
    )


def _check() -> Words:
    return _joined(
        _with("--min-coverage", _number()),
        _with("--max-age", _number(("1", "3"))),
        _with("--min-evidence-share", _number()),
        _with("--max-rank-interval", _number(("0", "2"))),
        _with("--require", st.sampled_from(("h0", "h1,h9", ",", "nope"))),
        _with("--baseline", st.sampled_from(("old.json", "nowhere.json", "scorecard.toml"))),
        _with("--fail-on", st.sampled_from(("rank-change", "leader-change", "score>0.5", "score>nan", "x"))),
        _flag("--no-gates"),
        _with("-f", st.sampled_from((*FORMATS, "github", "gitlab", "junit", "sarif"))),
        _often("--draws", st.sampled_from(("0", "5"))),
    )


def of_commands(folder: Folder) -> dict[str, Words]:
    """For every command in process what may stand behind its name."""
    hubs, nodes, series = _of(sorted(folder.hubs)), _of(folder.nodes), _of(folder.series)
    cells = st.tuples(hubs, series).map(".".join)
    everyone = _flag("--all")
    return {
        "rank": _joined(
            _with("--by", nodes),
            _with("--top", _number(("1", "2"))),
            _with("--group", st.sampled_from(("g", "k", "*", "nope"))),
            everyone,
            _with("--depth", st.sampled_from(("0", "1", "9", "-1"))),
            _with("--table", st.sampled_from(("nodes", "ranking", "nope"))),
            _shared(),
        ),
        "explain": _joined(hubs.map(lambda hub: [hub]), _shared()),
        "compare": _joined(st.lists(hubs, min_size=1, max_size=4), _flag("--common"), _shared()),
        "trend": _joined(
            st.lists(hubs, max_size=2), _with("--pace", series), _with("--against", hubs), everyone, _shared()
        ),
        "show": _joined(cells.map(lambda cell: [cell]), _shared()),
        "robust": _robust(nodes),
        "whatif": _joined(_whatif(hubs, nodes, cells), _shared()),
        "evidence": _joined(st.lists(hubs, max_size=1), _flag("--shared"), everyone, _shared(("0", "200", "300"))),
        "audit": _joined(_flag("--full"), _flag("--force"), _shared()),
        "check": _check(),
        "snapshot": _shared(),
        "diff": _joined(
            st.lists(st.sampled_from((".", "old.json", "scorecard.toml", "HEAD:x", "nope")), min_size=1, max_size=2),
            _with("--fail-on", st.sampled_from(("rank-change", "leader-change", "score>0.5", "score>1e400"))),
            everyone,
            _shared(),
        ),
        "report": _joined(everyone, st.just(["-f", "html"]), _shared(("0", "5"))),
        "weights": _joined(_weights(nodes), _shared()),
        "set": _joined(_set(cells), _shared()),
        "export": _joined(
            st.sampled_from((["-f", "json"], ["-f", "md"], ["-o", "out"], ["-o", "x.xlsx"], ["-f", "csv"], [])),
            _with("--table", st.sampled_from(("values", "tables", "nope"))),
            _often("--draws", st.sampled_from(("0", "5"))),
        ),
        "methods": _joined(st.lists(st.sampled_from(("aggregate", "weights", "nope", "")), max_size=1), _shared()),
        "schema": st.lists(st.sampled_from(("hub", "scorecard", "nope")), max_size=1),
        "init": _joined(
            st.sampled_from((["new"], ["."], ["hubs"], ["scorecard.toml"], ["a/b/c"])),
            _with("--from", st.sampled_from(("bundled", ".", "nowhere"))),
            _flag("--bare"),
        ),
    }


def of_edits(folder: Folder) -> Words:
    """Command lines that write readings or weights, most of them as they should be."""
    hubs, nodes = st.sampled_from(sorted(folder.hubs)), st.sampled_from(folder.nodes[1:] or ["x"])
    cells = st.tuples(hubs, st.sampled_from(folder.series or ["x"])).map(".".join)
    draws = st.sampled_from((["--draws", "0"], ["--draws", "0", "--dry-run"], ["--draws", "0", "--scenario", "calm"]))
    shares = st.lists(st.tuples(nodes, _number()).map("=".join), min_size=1, max_size=2)
    raw = _joined(st.just(["weights", "set"]), shares, _flag("--raw"), draws)
    derived = st.sampled_from(("equal", "entropy", "critic", "bod", "pca")).map(
        lambda method: ["weights", "derive", method, "--write", "--force", "--draws", "0"]
    )
    return st.one_of(_joined(st.just(["set"]), _set(cells), draws), raw, derived)


@st.composite
def lines(draw: st.DrawFn, folder: Folder, most: int = 6) -> list[Line]:
    """Some command lines for this folder."""
    table: dict[str, Words] = of_commands(folder)
    chosen = draw(st.lists(st.sampled_from(list(table)), min_size=1, max_size=most))
    return [[name, *draw(table[name])] for name in chosen]
