"""What all tests share: the folder of golden files, how hypothesis searches, a plain environment."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"

# No deadline and no complaint about slow data: a busy machine is not a fault of the code.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("here"), derandomize=True, print_blob=True)
settings.load_profile("ci" if "CI" in os.environ else "here")

# What a developer has set for the terminal must not decide what the tests see, here or in a subprocess.
for name in ("HUBSCORE_SCORECARD", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PYTHONUNBUFFERED"):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the project."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with data, golden files and published indices; skips where it is absent."""
    if not SHARED.is_dir():
        pytest.skip("../shared is absent")
    return SHARED


def skips_without_need(session: pytest.Session) -> list[str]:
    """Return why tests were skipped for want of the shared folder although it is there."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not SHARED.is_dir():
        return []
    reasons = {str(report.longrepr[2]) for report in reporter.stats.get("skipped", ())}
    return sorted(reason for reason in reasons if "shared" in reason.lower())


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if a test looked for the shared folder in the wrong place: a skip would hide it."""
    if skips_without_need(session):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for reason in skips_without_need(terminalreporter._session):
        terminalreporter.write_line(f"FAILED: ../shared is there, yet tests were skipped: {reason}", red=True)
