from __future__ import annotations

import fcntl
import io
import os
import pty
import struct
import subprocess
import sys
import termios
from pathlib import Path

import pytest

from hubscore.cli.emit import ClosedPipe, emit, encoding_of, say, terminal_width, wants_colour
from hubscore.errors import WriteError

HEAD = """
import sys
from hubscore.cli.emit import emit, say, terminal_width
from hubscore.errors import WriteError
"""
TAIL = """
except WriteError as error:
    say(f"error: {error}")
    sys.exit(3)
"""
SHORT = HEAD + "try:\n    emit('Z\\xfcrich \\u2265 5 \\u2588\\u258d\\n')\n    say('a note')" + TAIL
LONG = HEAD + "try:\n    emit(''.join(f'{n} Z\\xfcrich\\n' for n in range(200_000)))" + TAIL
PENDING = HEAD + "print('pending', end='')\nprint('pending', end='', file=sys.stderr)\n" + SHORT

unbuffered = pytest.mark.parametrize("unbuffered", ["", "1"])


def environment(**more: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "COVERAGE_PROCESS_CONFIG") if name in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", **more}


def shell(command: str, code: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run `command` in bash, where "$@" is Python with `code`."""
    words = ["bash", "-c", command, "bash", sys.executable, "-c", code]
    return subprocess.run(words, capture_output=True, env=environment(**more), timeout=60, check=False)


@unbuffered
def test_all_of_a_long_text_arrives(unbuffered: str) -> None:
    done = shell('"$@" | tail -n 1', LONG, PYTHONUNBUFFERED=unbuffered)
    assert done.stdout.decode() == "199999 Zürich\n"
    assert done.stderr == b""


@unbuffered
def test_a_reader_that_has_seen_enough(unbuffered: str) -> None:
    done = shell('"$@" | head -n 1; exit ${PIPESTATUS[0]}', LONG, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (141, "0 Zürich\n", b"")


@unbuffered
@pytest.mark.parametrize("code", [SHORT, PENDING])
def test_a_pipe_that_nobody_reads(unbuffered: str, code: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code],
            stdout=writer,
            stderr=subprocess.PIPE,
            env=environment(PYTHONUNBUFFERED=unbuffered),
            check=False,
        )
    finally:
        os.close(writer)
    assert done.returncode == (1 if code is PENDING and unbuffered else 141)
    assert b"ignored" not in done.stderr


@unbuffered
@pytest.mark.parametrize("code", [SHORT, LONG])
def test_a_full_disk(unbuffered: str, code: str) -> None:
    done = shell('"$@" >/dev/full', code, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 3
    assert done.stderr == b"error: cannot write to standard output: No space left on device\n"


@unbuffered
def test_a_closed_stdout(unbuffered: str) -> None:
    done = shell('"$@" >&-', SHORT, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == 3
    assert done.stderr == b"error: cannot write to standard output: it is closed\n"


@unbuffered
@pytest.mark.parametrize("where", ["2>/dev/full", "2>&-"])
def test_stderr_that_takes_nothing_stops_nothing(unbuffered: str, where: str) -> None:
    done = shell(f'"$@" {where}', SHORT, PYTHONUNBUFFERED=unbuffered)
    assert (done.returncode, done.stdout.decode()) == (0, "Zürich ≥ 5 █▍\n")


@unbuffered
def test_nothing_can_be_written_anywhere(unbuffered: str) -> None:
    assert shell('"$@" >/dev/full 2>/dev/full', SHORT, PYTHONUNBUFFERED=unbuffered).returncode == 3
    assert shell('"$@" >&- 2>&-', SHORT, PYTHONUNBUFFERED=unbuffered).returncode == 3


@unbuffered
def test_what_a_stream_cannot_encode(unbuffered: str) -> None:
    done = shell('"$@"', SHORT, PYTHONUNBUFFERED=unbuffered, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"Z<U+00FC>rich >= 5 ##\n", b"a note\n")


@unbuffered
@pytest.mark.parametrize("more", [{}, {"PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
def test_the_c_locale(unbuffered: str, more: dict[str, str]) -> None:
    done = shell('"$@"', SHORT, PYTHONUNBUFFERED=unbuffered, LC_ALL="C", **more)
    expected = b"Z<U+00FC>rich >= 5 ##\n" if more else "Zürich ≥ 5 █▍\n".encode()
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, b"a note\n")


@unbuffered
def test_what_python_holds_back_comes_first(unbuffered: str) -> None:
    done = shell('"$@"', PENDING, PYTHONUNBUFFERED=unbuffered)
    assert done.stdout.decode() == "pendingZürich ≥ 5 █▍\n"


@unbuffered
def test_a_full_pipe_that_does_not_block(unbuffered: str) -> None:
    code = "import os\nos.set_blocking(1, False)\n" + LONG
    done = shell('"$@" | (sleep 0.3; tail -n 1)', code, PYTHONUNBUFFERED=unbuffered)
    assert (done.stdout.decode(), done.stderr) == ("199999 Zürich\n", b"")


def in_terminal(columns: int, **more: str) -> str:
    code = (
        HEAD + "from hubscore.cli.emit import encoding_of\n"
        "from hubscore.formats.registry import render\n"
        "from hubscore.formats.style import Style\n"
        "from hubscore.pages.document import Column, Document, Show, Table\n"
        "columns = (Column('hub', 'Hub', Show()), Column('score', 'Score', Show('number', 1)),\n"
        "    Column('', '', Show('bar')), Column('gdp', 'GDP', Show('number', 2), yields=1))\n"
        "table = Table('t', columns, (('Chongqing \\u91cd\\u5e86', 37.5, 0.375, 29129.03),))\n"
        "style = Style(terminal_width(sys.stdout), False, encoding_of(sys.stdout))\n"
        "emit(render(Document('rank', 'Title', 'aside', tables=(table,)), 'table', style))\n"
    )
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    subprocess.run([sys.executable, "-c", code], stdin=slave, stdout=slave, env=environment(**more), check=True)
    os.close(slave)
    pieces = []
    try:
        while piece := os.read(master, 65536):
            pieces.append(piece)
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(master)
    return b"".join(pieces).decode().replace("\r\n", "\n")


WIDE = """\
Title                                                     aside

 Hub             Score                                      GDP
───────────────────────────────────────────────────────────────
 Chongqing 重庆   37.5  ██████████▌                   29,129.03
"""
MIDDLE = """\
Title                                                  aside

 Hub             Score                                   GDP
────────────────────────────────────────────────────────────
 Chongqing 重庆   37.5  █████████▍                 29,129.03
"""
NARROW = """\
Title       aside

 Hub        Score
─────────────────
 Chongqing   37.5
 重庆

 Not shown at this
 width: GDP.
"""


@unbuffered
@pytest.mark.parametrize(
    ("columns", "more", "expected"),
    [(80, {}, WIDE), (60, {}, MIDDLE), (20, {}, NARROW), (0, {}, WIDE), (60, {"COLUMNS": "20"}, NARROW)],
)
def test_in_a_terminal_the_table_fits(columns: int, more: dict[str, str], expected: str, unbuffered: str) -> None:
    assert in_terminal(columns, PYTHONUNBUFFERED=unbuffered, **more) == expected


def test_in_a_pipe_columns_count_for_nothing() -> None:
    code = HEAD + "emit(str(terminal_width(sys.stdout)))"
    assert shell('"$@"', code, COLUMNS="20").stdout == b"None"


class Terminal(io.StringIO):
    """A stream that says it is a terminal, but has no size."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("columns", "width"), [("20", 20), ("", 80), ("0", 80), ("-5", 80), ("wide", 80), ("٣", 80), ("9" * 5000, 80)]
)
def test_the_width_of_a_terminal(columns: str, width: int) -> None:
    assert terminal_width(Terminal(), {"COLUMNS": columns}) == width


def test_without_a_terminal_there_is_no_width() -> None:
    assert terminal_width(io.StringIO(), {"COLUMNS": "20"}) is None
    assert terminal_width(None, {"COLUMNS": "20"}) is None
    closed = io.StringIO()
    closed.close()
    assert terminal_width(closed, {}) is None


def test_colour_only_where_it_is_wanted() -> None:
    assert wants_colour("auto", {"TERM": "xterm"}, isatty=True)
    assert wants_colour("auto", {"NO_COLOR": ""}, isatty=True)
    assert not wants_colour("auto", {"NO_COLOR": "1"}, isatty=True)
    assert not wants_colour("auto", {"TERM": "dumb"}, isatty=True)
    assert not wants_colour("auto", {"TERM": "xterm"}, isatty=False)
    assert wants_colour("always", {"NO_COLOR": "1", "TERM": "dumb"}, isatty=False)
    assert not wants_colour("never", {}, isatty=True)


def test_encodings() -> None:
    assert encoding_of(None) == encoding_of(io.StringIO()) == "utf-8"
    assert encoding_of(io.TextIOWrapper(io.BytesIO(), encoding="latin-1")) == "latin-1"


def test_streams_in_the_same_process(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    emit("answer ≥ 5\n")
    say("beside it")
    assert capsys.readouterr() == ("answer ≥ 5\n", "beside it\n")
    notebook = io.StringIO()
    monkeypatch.setattr(sys, "stdout", notebook)
    emit("answer\n")
    assert notebook.getvalue() == "answer\n"


def test_failures_in_the_same_process(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with (tmp_path / "closed").open("w") as closed:
        pass
    monkeypatch.setattr(sys, "stdout", closed)
    with pytest.raises(WriteError, match="closed"):
        emit("answer")
    monkeypatch.setattr(sys, "stderr", None)
    say("nobody hears this")
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w") as pipe:
        monkeypatch.setattr(sys, "stdout", pipe)
        with pytest.raises(ClosedPipe) as ended:
            emit("answer")
    assert ended.value.code == 141
