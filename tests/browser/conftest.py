"""A browser without a window, and pages in it that tell of every error and every request."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import hubscore
from hubscore.workspace import Workspace

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
REQUIRED = "HUBSCORE_CHROMIUM"
"""Set in continuous integration: there, a missing browser is a failure."""

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

Opened = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, started once; playwright's event loop ends with it, since other tests have their own."""
    if CHROMIUM is None:
        if REQUIRED in os.environ:
            pytest.fail("chromium is absent, and here it must not be")
        pytest.skip("chromium is absent: apt-get install chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield started
        started.close()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opened]:
    """Open a file in a context of its own; in the end nothing may have gone wrong or out."""
    contexts, heard = [], []

    def open_page(path: Path, hash_: str = "", **settings: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 800}, **settings})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("console", lambda message: heard.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: heard.append(f"error: {error}"))
        page.on("request", lambda sent: sent.url.split("#")[0] == path.as_uri() or heard.append(f"request: {sent.url}"))
        page.goto(path.as_uri() + hash_)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert heard == []


@pytest.fixture(scope="session")
def written() -> Callable[[Workspace, Path], Path]:
    """Write the report of a workspace into a folder."""
    from hubscore.cli.found import findings
    from hubscore.cli.options import Shared
    from hubscore.formats.html.page import render
    from hubscore.formats.style import Style
    from hubscore.pages.report import report_page

    def write(workspace: Workspace, folder: Path) -> Path:
        found = findings(workspace, Shared(quiet=True, draws=200), everyone=False)
        path = folder / "report.html"
        page = render(report_page(workspace, found, "0", "hubscore report"), Style(None, colour=False))
        path.write_text(page, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def bundled(root: Path) -> Workspace:
    return hubscore.open(root / "configs")


@pytest.fixture(scope="session")
def report(bundled: Workspace, written: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of the bundled scorecard, written once."""
    return written(bundled, tmp_path_factory.mktemp("report"))
