from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hubscore.errors import InputError, Place, Problem
from hubscore.files.toml import TomlFile, parse, read_toml

Cost = Callable[[Callable[[], object]], float]

BAD = Path(__file__).resolve().parents[3] / "shared" / "bad_toml"
PARSED = {"hub-syn-empty.toml", "hub-syn-only-comment.toml", "hub-lim-hexint.toml", "hub-lim-name-100kB.toml"}
"""Their faults are what they say: the model finds them."""

GOOD = '''name = "Oslo"
[data.air_routes]
2024 = { value = 142.0, source = 'ssb' }
[[bets]]
name = """a
b"""
list = [1, "x", 2024-01-01]
'''


def broken() -> list[dict[str, str]]:
    if not BAD.is_dir():
        return []
    with (BAD / "manifest.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [row for row in rows if row["file"].startswith(("hub-enc-", "hub-syn-", "hub-lim-"))]


def problem_in(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        parse(text, "a.toml")
    (problem,) = caught.value.problems
    assert problem.rule in ("toml-syntax", "toml-limit")
    assert problem.message
    assert problem.place is not None
    assert problem.place.file == "a.toml"
    return problem


@pytest.mark.skipif(not BAD.is_dir(), reason="../shared/bad_toml is not there")
@pytest.mark.parametrize("row", broken(), ids=lambda row: row["file"])
def test_shared_broken_files(row: dict[str, str]) -> None:
    if row["file"] in PARSED:
        assert isinstance(read_toml(BAD / row["file"], "oslo.toml"), TomlFile)
        return
    with pytest.raises(InputError) as caught:
        read_toml(BAD / row["file"], "oslo.toml")
    (problem,) = caught.value.problems
    place = problem.place
    assert place is not None
    assert place.file == "oslo.toml"
    assert place.line is not None
    if row["line"]:
        assert place.line == int(row["line"])
    if row["key"]:
        assert row["key"] in problem.message
        assert problem.key == row["key"]


def test_reads(tmp_path: Path) -> None:
    path = tmp_path / "oslo.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    file = read_toml(path, "hubs/oslo.toml")
    assert file.shown == "hubs/oslo.toml"
    assert file.text == GOOD.replace("\n", "\r\n")
    assert file.data == tomllib.loads(GOOD)


def test_places_a_problem_of_the_model(tmp_path: Path) -> None:
    path = tmp_path / "oslo.toml"
    path.write_text(GOOD)
    file = read_toml(path, "hubs/oslo.toml")
    placed = file.placed(Problem("r", "m", ("data", "air_routes", "2024", 0, "value"), "value"))
    assert placed.place == Place("hubs/oslo.toml", 3, 18, 5, "2024 = { value = 142.0, source = 'ssb' }")


def test_at_most_one_mebibyte(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text("x = 1 #".ljust(1 << 20, "-"))
    assert read_toml(path, "a.toml").data == {"x": 1}
    path.write_text("x = 1 #".ljust((1 << 20) + 1, "-"))
    with pytest.raises(InputError, match="larger than 1 MiB"):
        read_toml(path, "a.toml")


def test_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_toml(tmp_path / "a.toml", "a.toml")
    assert [problem.place for problem in caught.value.problems] == [Place("a.toml")]


@pytest.mark.parametrize(
    "error", [ValueError("x"), RecursionError(), MemoryError(), OverflowError("big"), KeyError("k"), TypeError("t")]
)
def test_whatever_the_parser_raises_is_a_problem(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: str) -> None:
        raise error

    monkeypatch.setattr(tomllib, "loads", fail)
    assert problem_in("a = 1").rule == "toml-limit"


def test_an_interrupt_is_not_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(tomllib, "loads", interrupt)
    with pytest.raises(KeyboardInterrupt):
        parse("a = 1", "a.toml")


def test_an_integer_of_too_many_digits_names_its_key() -> None:
    problem = problem_in(f"[a]\nb = [1, -{'1' * 5000}]")
    assert problem.rule == "toml-limit"
    assert problem.key == "a.b[1]"
    assert problem.place is not None
    assert problem.place.line == 2


inserts = st.sampled_from(
    [
        '"',
        "'",
        '"""',
        "'''",
        "[",
        "]",
        "{",
        "}",
        "=",
        ",",
        ".",
        "\n",
        "\r",
        "#",
        "\\",
        "\\u",
        "\\U00110000",
        " ",
        "\t",
        "\x00",
        "\ufeff",
        "é",
        "“",
        "٣",
        "0",
        "1",
        "_",
        "-",
        "[[",
        "<<<<<<<",
        ":",
        "%",
        "5,5",
        "\x7f",
        "\u2028",
        "//",
        "inf",
    ]
)
edits = st.tuples(st.integers(0, len(GOOD)), st.integers(0, 9), inserts)


@given(st.lists(edits, min_size=1, max_size=5))
def test_any_edit_gives_the_data_or_one_placed_problem(edits: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for start, cut, insert in edits:
        text = text[:start] + insert + text[start + cut :]
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        problem = problem_in(text)
        place = problem.place
        assert place is not None
        assert place.line is not None
        assert place.column is not None
        lines = text.split("\n")
        assert 1 <= place.line <= len(lines)
        assert 1 <= place.column <= len(lines[place.line - 1]) + 1
        assert place.text == lines[place.line - 1].rstrip("\r")
        assert not problem.message.startswith("the parser")
        assert "{" not in problem.hint.replace("{", "", text.count("{"))
    else:
        assert repr(parse(text, "a.toml")) == repr(data)


DEEP = ".".join("a" * 31)


def numbered(line: str, count: int) -> str:
    return "".join(line.replace("#", str(number)) for number in range(count))


@pytest.mark.parametrize(
    "text",
    [
        "x = [" + "1.5," * 99_000 + "]",
        "x = [" + "{a=1}," * 49_000 + "]",
        "x = {" + numbered("a#={},", 65_000) + "z=1}",
        numbered("a#=1\n", 99_000),
        numbered("a#.b=1\n", 66_000),
        numbered("[a#]\n", 66_000),
        numbered("[[a#]]\n", 39_000),
        f"[{DEEP}]\n" + numbered("a.b#=1\n", 66_000),
        f"[{DEEP}]\n" + numbered(f"{DEEP}.b#=1\n", 14_000),
        f"[{DEEP}]\n" + numbered(f"a#.{DEEP}=1\n", 14_000),
        "x = [" + numbered(f"{{{DEEP}.b#=1}},", 14_000) + "]",
        'x = "' + "\\n" * 190_000 + '"',
        'x = "' + "\\" * 190_001 + '"',
        'x = """' + '"" ' * 340_000 + '"""',
        "x = 1" + "1" * 1_000_000,
        "x = 0x" + "f" * 1_000_000,
        "x = " + "[" * 1_000_000,
        "x = " + "{a=" * 190_000,
        ".".join("a" * 500_000),
        '"' * 1_000_000,
        " " * 1_000_000 + "x",
        numbered("a#=1\n", 99_000) + "a0=1",
        numbered("a#=1\n", 99_000) + "b = 01",
    ],
    ids=lambda text: text[:20],
)
def test_what_an_attacker_sends_costs_little(text: str, cpu_seconds: Cost) -> None:
    problems: list[Problem] = []

    def work() -> None:
        try:
            parse(text, "a.toml")
        except InputError as error:
            problems.extend(error.problems)

    assert len(text) <= 1 << 20
    assert cpu_seconds(work) < 3  # at most about 1 s on an ordinary machine
    assert len(problems) <= 1
    assert all(len(problem.message + problem.hint) < 300 for problem in problems)
