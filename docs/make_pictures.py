"""The pictures in docs/pictures, made by the program itself: `python docs/make_pictures.py` makes them anew.

Each is an SVG that loads nothing, has its own background and follows the reader's dark or light mode. Text is text.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "pictures"
STYLES = ROOT / "src" / "hubscore" / "formats" / "html" / "templates" / "page.css"

CELL, LINE, SIZE, EDGE = 8.4, 18, 14, 16
"""Pixels of a cell, of a line and of its letters, and around all of them."""

MONOSPACE = 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace'
LIGHT = {"paper": "#fff", "ink": "#1c1d1f", "quiet": "#55595f", "gain": "#0a6640", "loss": "#b84a00", "rule": "#c9ccd1"}
DARK = {
    "paper": "#15171a",
    "ink": "#e9eaec",
    "quiet": "#abb1b9",
    "gain": "#6fcf97",
    "loss": "#f29a5c",
    "rule": "#454b54",
}
"""The colours of the report, whose contrast is tested."""

BLOCKS = {
    **{sign: (0, 0, part / 8, 1, 1) for part, sign in enumerate(" ▏▎▍▌▋▊▉█")},
    **{sign: (0, 1 - part / 8, 1, part / 8, 1) for part, sign in enumerate(" ▁▂▃▄▅▆▇") if part},
    **{sign: (0, 0, 1, 1, part / 4) for part, sign in enumerate(" ░▒▓") if part},
    "▐": (0.5, 0, 0.5, 1, 1),
}
"""Of signs that are drawn as boxes: left, top, width and height as shares of a cell, and how dense."""

PIECE = re.compile(
    r"▐?█+[▏▎▍▌▋▊▉]?|[▏▎▍▌▋▊▉▐▁▂▃▄▅▆▇]|([░▒▓])\1*|[^\s█░▒▓▏▎▍▌▋▊▉▐▁▂▃▄▅▆▇]+(?: [^\s█░▒▓▏▎▍▌▋▊▉▐▁▂▃▄▅▆▇]+)*"
)
"""A bar, boxes of one kind, or words with single spaces between: what is drawn in one go."""

COLOURS = {1: "loss", 2: "gain", 3: "loss"}
"""What is red, green and yellow in a terminal."""

Picture = Callable[[], str]


def on_screen(command: str, width: int) -> str:
    """What a command shows in a terminal with colours, escape codes and all."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, width, 0, 0))
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "PYTHONPATH", "HOME")}
    words = [sys.executable, "-m", *command.split()]
    environment = {**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
    with subprocess.Popen(words, cwd=ROOT, env=environment, stdout=slave, stderr=subprocess.DEVNULL) as running:
        os.close(slave)
        pieces = list(iter(partial(_read, master), b""))
    os.close(master)
    if running.returncode:
        raise RuntimeError(f"`{command}` ended with status {running.returncode}")
    return b"".join(pieces).decode().replace("\r\n", "\n")


def _read(end: int) -> bytes:
    try:
        return os.read(end, 65536)
    except OSError:  # how Linux says that the other end is closed
        return b""


def terminal(command: str, width: int, parts: slice = slice(None)) -> str:
    """A picture of what a command shows, or of some of its parts, between which there are empty lines."""
    text = on_screen(command, width)
    shown = "\n\n".join(text.rstrip("\n").split("\n\n")[parts])
    console = Console(width=10_000, color_system="truecolor", force_terminal=True)
    lines = [list(line.render(console)) for line in Text.from_ansi(shown).split("\n", allow_blank=True)]
    prompt = [Segment(f"$ {command}", Style(dim=True))]
    return drawn(f"Output of {command}", [prompt, [], *lines], width)


def tuner(width: int, height: int, *keys: str) -> str:
    """A picture of the tuner after some keys."""
    from hubscore.cli.questions import figure
    from hubscore.tui.app import Tuner
    from hubscore.tui.saving import drafted
    from hubscore.tui.session import Session

    app = Tuner(Session(ROOT / "configs" / "scorecard.toml", None, None, None, False), figure, 1_000, 1, True)
    lines: list[list[Segment]] = []

    async def run() -> None:
        async with app.run_test(size=(width, height)) as pilot:
            while app.session.published is None:  # ranks are drawn in another thread
                await pilot.pause(0.05)
            await pilot.press(*keys)
            app.view.draft = drafted(app.session)
            app.show()
            await pilot.pause()
            lines.extend(list(strip) for strip in app.screen._compositor.render_strips())

    asyncio.run(run())
    return drawn("Output of hubscore tune", lines, width)


def drawn(title: str, lines: Sequence[Sequence[Segment]], width: int) -> str:
    """Lines of a terminal as an SVG."""
    inside = [mark for at, line in enumerate(lines) for mark in _line(line, EDGE + at * LINE)]
    faces = f"text {{ font: {SIZE}px {MONOSPACE}; white-space: pre; }} .strong {{ font-weight: bold; }}"
    return _framed(title, _palette(faces), inside, width * CELL + 2 * EDGE, len(lines) * LINE + 2 * EDGE)


def _line(segments: Sequence[Segment], top: float) -> Iterator[str]:
    """Every stretch of words at its place, as wide as its cells in whatever font there is."""
    column = 0
    for text, style, _ in Segment.simplify(segments):
        kind, has_ground = _kind(style or Style())
        if has_ground:
            size = f'width="{cell_len(text) * CELL:g}" height="{LINE}"'
            yield f'<rect class="ink" x="{EDGE + column * CELL:g}" y="{top:g}" {size}/>'
        for found in PIECE.finditer(text):
            x = EDGE + (column + cell_len(text[: found.start()])) * CELL
            yield (_box if found[0][0] in BLOCKS else _words)(found[0], kind, x, top)
        column += cell_len(text)


def _words(text: str, kind: str, x: float, top: float) -> str:
    size = f'textLength="{cell_len(text) * CELL:g}" lengthAdjust="spacingAndGlyphs"'
    return f'<text class="{kind}" x="{x:g}" y="{top + SIZE - 1:g}" {size}>{escape(text)}</text>'


def _box(text: str, kind: str, x: float, top: float) -> str:
    left, above, _, high, dense = BLOCKS[text[0]]
    place = f'x="{x + left * CELL:g}" y="{top + 1 + above * SIZE:g}"'
    size = f'width="{sum(BLOCKS[sign][2] for sign in text) * CELL:g}" height="{high * SIZE:g}"'
    return f'<rect class="{kind}" {place} {size} opacity="{dense:g}"/>'.replace(' opacity="1"', "")


def _kind(style: Style) -> tuple[str, bool]:
    """The classes of a piece of text, and whether it stands on a ground of the text's colour."""
    number = style.color.number if style.color is not None else None
    words = ["strong"] if style.bold else []
    words += ["on"] if style.reverse else ["quiet"] if style.dim else [COLOURS.get(number or 0, "ink")]
    return " ".join(words), bool(style.reverse)


def _palette(more: str) -> str:
    """The colours as classes, light and dark."""

    def classes(colours: dict[str, str]) -> str:
        fills = (f".{name} {{ fill: {colour}; }}" for name, colour in colours.items())
        return " ".join([*fills, f".on {{ fill: {colours['paper']}; }} .frame {{ stroke: {colours['rule']}; }}"])

    return f"{classes(LIGHT)} @media (prefers-color-scheme: dark) {{ {classes(DARK)} }} {more}"


def _framed(title: str, styles: str, inside: Iterable[str], width: float, height: float) -> str:
    """An SVG on a ground of its own."""
    size = f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}"'
    ground = f'<rect class="paper frame" x="0.5" y="0.5" width="{width - 1:g}" height="{height - 1:g}" rx="6"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-label="{escape(title)}">'
    return "\n".join([head, f"<style>{escape(styles, quote=False)}</style>", ground, *inside, "</svg>"]) + "\n"


def charts(*names: str) -> str:
    """Charts of the report, one below the other, with its own styles."""
    with TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        words = [sys.executable, "-m", "hubscore", "report", "-q", "-c", str(ROOT / "configs"), "-o", str(page)]
        subprocess.run(words, check=True, cwd=folder)
        text = page.read_text(encoding="utf-8")
    inside, top, width = [], EDGE, 720
    for name in names:
        [figure] = re.findall(rf'<figure>(?:(?!</figure>).)*?id="chart-{name}-title".*?</figure>', text, re.DOTALL)
        [(chart, height)] = re.findall(r'(<svg class="chart".*? height="(\d+)".*?</svg>)', figure, re.DOTALL)
        [caption] = re.findall(r"<figcaption>(.*?)</figcaption>", figure)
        inside.append(f'<text class="head ink" x="{EDGE}" y="{top + 14}">{caption}</text>')
        keys = re.findall(r'class="(s\d)"/></svg>(.*?)</li>', figure)
        x = EDGE
        for tint, label in keys:
            inside.append(f'<rect class="{tint}" x="{x:g}" y="{top + 28}" width="12" height="12"/>')
            inside.append(f'<text class="quiet" x="{x + 18:g}" y="{top + 39}">{label}</text>')
            x += 44 + 7 * len(label)
        top += 56 if keys else 32
        inside.append(f'<svg x="{EDGE}" y="{top}" width="{width}" height="{height}">{chart}</svg>')
        top += int(height) + 2 * EDGE
    rules = STYLES.read_text(encoding="utf-8")
    palette = rules[: rules.index("* {")]
    rows = [
        line for line in rules.splitlines() if re.match(r"\.(bar rect|chart|tick|zero|range|best|run)\b|rect\.s", line)
    ]
    faces = "text { font: 13px system-ui, sans-serif; } .head { font-weight: 650; font-size: 14px; }"
    own = " ".join(f".{name} {{ fill: var(--{name}); }}" for name in ("paper", "ink", "quiet"))
    own += " .frame { stroke: var(--rule); }"
    styles = " ".join([*palette.split(), *rows, own, faces])
    return _framed("Charts of the report", styles, inside, width + 2 * EDGE, top)


PICTURES: dict[str, Picture] = {
    "rank": partial(terminal, "hubscore", 112),
    "explain": partial(terminal, "hubscore explain chongqing", 80, slice(0, 7)),
    "compare": partial(terminal, "hubscore compare chongqing hefei", 80),
    "robust": partial(terminal, "hubscore robust", 80, slice(0, 4)),
    "trend": partial(terminal, "hubscore trend", 80, slice(0, 4)),
    "evidence": partial(terminal, "hubscore evidence", 110, slice(0, 6)),
    "tune": partial(tuner, 120, 30, "down", "down", "left_square_bracket", "up", "right_square_bracket", "j", "j"),
    "report": partial(charts, "contributions", "rank-intervals"),
}
"""What each file shows."""


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, make in PICTURES.items():
        (FOLDER / f"{name}.svg").write_text(make(), encoding="utf-8")
