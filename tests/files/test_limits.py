from __future__ import annotations

import tomllib
from collections.abc import Callable

import pytest

from hubscore.errors import InputError, Problem
from hubscore.files.limits import check_data, check_text, deep_nesting

Cost = Callable[[Callable[[], object]], float]


def accepted(text: str) -> None:
    check_text(text, "a.toml")
    check_data(tomllib.loads(text), text, "a.toml")


def refused(text: str) -> Problem:
    with pytest.raises(InputError) as caught:
        accepted(text)
    (problem,) = caught.value.problems
    assert problem.rule == "toml-limit"
    assert problem.place is not None
    assert problem.place.file == "a.toml"
    return problem


def dotted(parts: int) -> str:
    return ".".join("a" * parts)


SPELLINGS: list[Callable[[int], str]] = [
    lambda parts: f"{dotted(parts)} = 1",
    lambda parts: f"{' . '.join('a' * parts)}\t= 1",
    lambda parts: ".".join(['"."'] * parts) + " = 1",
    lambda parts: ".".join(["'a b'"] * parts) + " = 1",
    lambda parts: f"x = [1,\n {{ y = 1, {dotted(parts)} = 1 }}]",
    lambda parts: f"[{dotted(parts)}]",
    lambda parts: f"[[{dotted(parts)}]]",
]


@pytest.mark.parametrize("spell", SPELLINGS)
def test_33_words_in_a_dotted_key(spell: Callable[[int], str]) -> None:
    problem = refused("first = 1\n" + spell(33))
    assert problem.place is not None
    assert problem.place.line == (3 if "\n" in spell(1) else 2)


@pytest.mark.parametrize("spell", [spell for spell in SPELLINGS if spell(1)[:2] not in ("x ", "[[")])
def test_32_words_in_a_dotted_key(spell: Callable[[int], str]) -> None:
    accepted("first = 1\n" + spell(32))


def test_many_dots_that_are_no_key() -> None:
    dots = ".".join("a" * 100)
    accepted(f'note = "{dots}" # {dots} = 1\nx = """\n{dots} = 1\n"""')
    accepted("x = [" + "1.5, " * 100 + "]")


def test_10_000_words_are_refused_quickly(cpu_seconds: Cost) -> None:
    assert cpu_seconds(lambda: refused(dotted(10_000) + " = 1")) < 0.5


def nested(levels: int, opening: str, closing: str) -> str:
    return "x = " + opening * levels + "1" + closing * levels


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a=", "}"), ("[\n", "\n]"), ("{a=[", "]}")])
def test_levels(opening: str, closing: str) -> None:
    a_pair = 2 if "{a=[" in opening else 1
    accepted(nested(32 // a_pair, opening, closing))
    problem = refused("y = 1\n" + nested(33 // a_pair + (a_pair - 1), opening, closing))
    assert problem.place is not None
    assert problem.place.line == (34 if "\n" in opening else 2)
    assert "32 levels" in problem.message


def test_levels_of_headers_and_keys_add_up() -> None:
    accepted(f"[{dotted(20)}]\n{dotted(12)} = 1\nb = [[[[[[[[[[[[1]]]]]]]]]]]]")
    problem = refused(f"[{dotted(20)}]\nb = 1\n{dotted(14)} = 1")
    assert problem.place is not None
    assert problem.place.line == 3


def test_a_text_too_deep_for_the_scan_still_gets_a_line() -> None:
    problem = deep_nesting("a = 1\nx = " + "[" * 5000, "a.toml")
    assert problem.place is not None
    assert problem.place.line == 2
    assert deep_nesting("a = 1", "a.toml").place is not None


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [("", " = 1", 2), ("[", "]", 2), ("x.", " = 1", 2), ("y = [\n{", " = 1}]", 3), ("[[", "]]", 2), ("'", "' = 1", 2)],
)
def test_long_keys(before: str, after: str, line: int) -> None:
    accepted("a = 1\n" + before + "k" * 200 + after)
    problem = refused("a = 1\n" + before + "k" * 201 + after)
    assert "201 characters" in problem.message
    assert problem.place is not None
    assert problem.place.line == line
    assert len(problem.key) < 10


def test_a_key_that_is_long_only_as_it_is_spelled() -> None:
    accepted('"' + r"\u00e9" * 100 + '" = 1')
    assert "300 characters" in refused('"' + r"\u00e9" * 300 + '" = 1').message


def test_long_values_are_not_keys() -> None:
    accepted(f'note = "{"n" * 100_000}"')


def test_too_many_values() -> None:
    accepted("x = [" + "1," * 190_000 + "]")
    for text in ("x = [" + "1," * 210_000 + "]", "\n" * 210_000, "[a]\n" * 70_000, 'x = "' + "\\n" * 210_000 + '"'):
        assert "too much" in refused(text).message


def test_too_many_dotted_keys() -> None:
    assert "dotted" in refused("".join(f"a.b.c.d.e.f.g.h.i{n} = 1\n" for n in range(12_000))).message


def test_a_large_file_of_readings_is_accepted() -> None:
    reading = '2024 = { value = 29129.03, evidence = "official", source = "a-source" }\n'
    text = "".join(f"[data.i{n}]\n{reading}" for n in range(12_000))
    assert 1_000_000 < len(text) < 1 << 20
    accepted(text)


@pytest.mark.parametrize("number", ["0x" + "f" * 300_000, "1." + "1" * 300_000, "-1" + "_1" * 150_000])
def test_a_number_without_end(number: str) -> None:
    problem = refused(f"[a]\nx = {number}")
    assert problem.key == "a.x"
    assert problem.place is not None
    assert problem.place.line == 2


def test_digits_in_a_text_are_no_number() -> None:
    accepted(f'x = "{"1" * 300_000}"')


def test_an_ordinary_file_pays_little(cpu_seconds: Cost) -> None:
    text = "".join(
        f'[data.i{n}]\n2024 = {{ value = {n}.5, source = "s", note = "{"long words. " * 10}" }}\n' for n in range(300)
    )
    data = tomllib.loads(text)

    def check() -> None:
        check_text(text, "a")
        check_data(data, text, "a")

    own = min(cpu_seconds(check) for _ in range(7))
    assert own < min(cpu_seconds(lambda: tomllib.loads(text)) for _ in range(7)) / 4
