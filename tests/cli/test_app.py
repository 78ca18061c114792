from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

import pytest
from typer import Abort
from typer.testing import CliRunner

from hubscore.cli import app
from hubscore.cli.emit import ClosedPipe
from hubscore.cli.options import Shared

Run = Callable[..., tuple[int, str, str]]
COMMANDS = pytest.mark.parametrize("command", app.COMMANDS)


def test_bare_it_ranks(run: Run) -> None:
    status, out, err = run()
    assert status == 0
    assert err == ""
    assert out.startswith("Nordic hubs")
    assert re.search(r"1–2≈ +Oslo +55\.0", out)
    assert run("rank") == (status, out, err)


def test_an_option_first_means_rank(run: Run) -> None:
    assert run("--top", "1") == run("rank", "--top", "1")
    assert run("-f", "csv") == run("rank", "-f", "csv")
    assert "\nTurku" not in run("--top", "1", "-f", "plain")[1]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (("rnak",), "there is no command `rnak`", "did you mean `rank`?"),
        (("expalin", "oslo"), "there is no command `expalin`", "did you mean `explain`?"),
        (("rank", "--tpo", "3"), "no such option: --tpo", "see `hubscore rank --help`"),
        (("--tpo", "3"), "no such option: --tpo", "see `hubscore rank --help`"),
        (("rank", "oslo"), "got unexpected extra argument", "see `hubscore rank --help`"),
        (("explain",), "missing argument", "see `hubscore explain --help`"),
        (("rank", "--top"), "requires an argument", "see `hubscore rank --help`"),
        (("rank", "--top", "none"), "invalid value for '--top'", "see `hubscore rank --help`"),
        (("rank", "--top", "0"), "invalid value for '--top'", "see `hubscore rank --help`"),
        (("-c", ".", "explain", "oslo"), "before the command `explain`", "`hubscore explain -c . oslo`"),
        (
            ("-q", "import", "t.csv", "--as", "x y"),
            "before the command `import`",
            "`hubscore import -q t.csv --as 'x y'`",
        ),
        (("--top=1", "show", "a.b"), "before the command `show`", "`hubscore show --top=1 a.b`"),
        (("-c", "check", "--tpo"), "no such option: --tpo", "see `hubscore rank --help`"),
        (("--as-of", "1700"), "invalid value for '--as-of'", "see `hubscore rank --help`"),
        (("--admit", "offical"), "invalid value for '--admit': 'offical' is not one of", "did you mean `official`?"),
        (
            ("robust", "--draws", "ten"),
            "'--draws': it should be a whole number, not `ten`",
            "see `hubscore robust --help`",
        ),
        (("rank", "--draws=ten"), "'--draws': it should be a whole number, not `ten`", "see `hubscore rank --help`"),
        (
            ("explain", "oslo", "turku"),
            "unexpected extra argument",
            "`hubscore compare HUB HUB` puts hubs side",
        ),
        (("methods", "aggregate", "owa"), "unexpected extra argument", "`hubscore methods STEP` lists all methods"),
        (("-c", "towns"), "cannot read towns", "there is no such file or folder"),
        (("-o", "r.docx"), "ends in `.docx`", "`.xlsx`; of `check` also `.xml`, `.sarif`"),
        (("--admit", "rumour"), "'rumour' is not one of 'official'", "see `hubscore rank --help`"),
        (("--color", "mauve"), "there is no colour mode `mauve`", "one of auto, always, never"),
        (("--scenario", "fligths"), "there is no scenario `fligths`", "did you mean `flights`?"),
        (("--by", "mony"), "there is no pillar or indicator `mony`", "did you mean `money`?"),
        (("-f", "jsn"), "unknown format `jsn`", "did you mean `json`?"),
        (("-f", "csv", "--table", "nodse"), "has no table `nodse`", "did you mean `nodes`?"),
        (("-c", "nowhere"), "cannot read nowhere", "there is no such file"),
    ],
)
def test_bad_usage_says_what_and_what_next(run: Run, words: Sequence[str], message: str, hint: str) -> None:
    status, out, err = run(*words)
    assert status == 2
    assert out == ""
    assert err.startswith("error: ")
    assert message in err
    assert hint in err
    assert "Traceback" not in err


def test_an_unknown_command_lists_all_of_them(run: Run) -> None:
    assert "expected one of " + ", ".join(app.COMMANDS) in run("xyzzy")[2]


@pytest.mark.parametrize("words", [("-V",), ("--version",), ("rank", "-V"), ("explain", "oslo", "--version")])
def test_the_version(run: Run, words: Sequence[str]) -> None:
    assert run(*words) == (0, "hubscore 0.1.0\n", "")


@pytest.mark.parametrize("words", [("-h",), ("--help",)])
def test_help_lists_every_command_with_what_it_is_for(run: Run, words: Sequence[str]) -> None:
    status, out, err = run(*words)
    assert (status, err) == (0, "")
    for name, group in app.COMMANDS.items():
        assert re.search(rf"│ {name} +\w", out)
        assert f"─ {group} ─" in out


@COMMANDS
@pytest.mark.parametrize("word", ["-h", "--help"])
def test_help_of_a_command_lists_all_its_options(run: Run, command: str, word: str) -> None:
    status, out, err = run(command, word)
    assert (status, err) == (0, "")
    assert f"Usage: hubscore {command}" in out
    wanted = {"--" + name.replace("_", "-") for name in Shared.__dataclass_fields__} | {"-c", "-f", "-o", "-q", "-v"}
    own = {"rank": {"--by", "--top", "--group", "--all", "--depth"}, "compare": {"--common"}}.get(command, set())
    assert {option for option in wanted | own if not re.search(rf"\s{option}\s", out)} == set()


@COMMANDS
def test_a_command_is_a_module_with_a_function_of_its_name(command: str) -> None:
    function = getattr(importlib.import_module(f"hubscore.cli.{app.spelled(command)}"), app.spelled(command))
    assert function.__doc__


@pytest.mark.parametrize(
    "words",
    [
        ("rank",),
        ("rank", "--by", "money", "--top", "1", "--all"),
        ("rank", "--by=travel", "-q"),
        ("rank", "-fjson"),
        ("rank", "-qv"),
        ("rank", "--group", "west"),
        ("rank", "--depth", "1", "-f", "plain"),
        ("rank", "--scenario", "flights", "--as-of", "2022", "--admit", "reported", "-f", "csv", "--table", "nodes"),
        ("rank", "-c", "scorecard.toml", "--color", "always"),
        ("rank", "--", "x"),
        ("rank", "--nonsense"),
        ("explain", "oslo"),
        ("explain", "-v", "oslo", "-f", "md"),
        ("explain", "oslo", "turku"),
        ("compare", "oslo", "new", "--common"),
        ("compare", "--common", "oslo", "turku", "york", "-f", "json"),
        ("show", "oslo.banks"),
        ("check",),
        ("methods", "aggregate"),
        ("schema", "hub"),
    ],
)
def test_with_the_given_options_alone_it_does_what_it_does_with_all(
    run: Run, monkeypatch: pytest.MonkeyPatch, words: Sequence[str]
) -> None:
    quick = run(*words)
    monkeypatch.setattr(app, "lean", lambda *_: None)
    assert run(*words) == quick


def test_a_plain_run_is_lean() -> None:
    assert app.lean("rank", ["--top", "3"]) is not None
    assert app.lean("rank", ["--nonsense"]) is None
    assert app.lean("rank", ["--help"]) is None


def test_the_whole_app_knows_all_commands() -> None:
    result = CliRunner().invoke(app.build(app.COMMANDS), ["--help"])
    assert result.exit_code == 0
    assert all(name in result.output for name in app.COMMANDS)


def ending(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def fail(*_: object) -> NoReturn:
        raise error

    monkeypatch.setattr("hubscore.pages.rank.rank_page", fail)


@pytest.mark.parametrize(("error", "status"), [(KeyboardInterrupt(), 130), (Abort(), 130), (ClosedPipe(), 141)])
def test_ends_without_a_word(run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, status: int) -> None:
    ending(monkeypatch, error)
    assert run() == (status, "", "")


def test_an_interrupt_while_the_answer_is_printed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("hubscore.cli.answer.render", fail)
    assert run() == (130, "", "")


def test_an_internal_error_is_one_line(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, ZeroDivisionError("by zero"))
    status, out, err = run()
    assert (status, out) == (3, "")
    assert err == (
        "error: internal error: ZeroDivisionError: by zero\n  = run again with --debug and report what it prints\n"
    )
    status, out, traced = run("--debug")
    assert (status, out) == (3, "")
    assert traced.startswith("Traceback")
    assert traced.endswith("ZeroDivisionError: by zero\n" + err)


def test_what_it_quotes_of_a_file_is_harmless(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    ending(monkeypatch, ValueError("\x1b]0;x\x07\n::error::y"))
    traced = run("--debug")[2]
    assert "<U+001B>]0;x<U+0007>\n| ::error::y\n" in traced
    assert "<U+001B>]0;x<U+0007><U+000A>::error::y" in traced
    assert "\x1b" not in traced


@pytest.mark.parametrize(
    ("words", "coloured"),
    [
        (("-c", "nowhere"), False),
        (("-c", "nowhere", "--color", "always"), True),
        (("-c", "nowhere", "--color=always"), True),
        (("-c", "nowhere", "--color=never"), False),
    ],
)
def test_errors_have_the_colour_asked_for(run: Run, words: Sequence[str], coloured: bool) -> None:
    assert ("\x1b[" in run(*words)[2]) is coloured


def test_errors_of_all_files_at_once(run: Run, folder: Path) -> None:
    for hub in ("oslo", "turku"):
        path = folder / "hubs" / f"{hub}.toml"
        path.write_text(path.read_text() + "unknown = 1\n")
    status, out, err = run()
    assert (status, out) == (2, "")
    assert "hubs/oslo.toml:" in err
    assert "hubs/turku.toml:" in err
    assert err.endswith("2 errors in 2 files; nothing was ranked\n")
    assert run("init", "new", "--from", ".").err.endswith("2 errors in 2 files; nothing was written\n")
    assert run("import", "nowhere.csv").err.endswith("1 error in 1 file; nothing was written\n")


@pytest.mark.parametrize("words", [("schema",), ("methods",), ("init", "new"), ("import", "any.csv")])
@pytest.mark.parametrize("option", [("--scenario", "flights"), ("--as-of", "2020"), ("--admit", "official")])
def test_an_option_that_would_do_nothing_is_refused(run: Run, words: tuple[str, ...], option: tuple[str, str]) -> None:
    status, out, err = run(*words, *option)
    assert (status, out) == (2, "")
    assert f"`{option[0]}` is not for `{words[0]}`, which scores nothing" in err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), "error: there is not enough memory for this\n"),
        (OSError(5, "Input/output error"), "error: the system failed at a file: input/output error\n"),
        (OSError(5, "Input/output error", "hubs/a.toml"), "the system failed at hubs/a.toml: input/output error\n"),
    ],
)
def test_what_the_system_fails_in_is_no_fault_of_the_program(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, told: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("hubscore.cli.app.run", fail)
    status, out, err = run("rank")
    assert (status, out) == (3, "")
    assert told in err
    assert "internal error" not in err
