"""What all tests share: golden files, the bundled scorecard, how hypothesis searches, a plain environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from hubscore.model.ranking import Ranking
    from hubscore.workspace import Workspace

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


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    """The bundled scorecard."""
    import hubscore  # once what a developer has set is out of the way

    return hubscore.open(ROOT / "configs")


@pytest.fixture(scope="session")
def ranking(workspace: Workspace) -> Ranking:
    """The bundled scorecard, scored."""
    import hubscore

    return hubscore.score(workspace.dataset, workspace.scorecard)


@pytest.fixture
def snapshot() -> dict[str, Any]:
    """A snapshot of two hubs as JSON would give it, written by hand."""

    def result(hub: str, rank: int, score: float) -> dict[str, Any]:
        ends = {"rank": rank, "rank_low": None, "rank_high": None, "score": score, "coverage": 1.0, "safe": None}
        return {"hub": hub, "name": hub.title(), "role": "candidate", **ends, "evidence": {"official": 1.0}}

    def reading(hub: str, series: str, year: int, **figure: float) -> dict[str, Any]:
        ends = {"value": None, "at_least": None, "at_most": None, **figure}
        return {
            "hub": hub,
            "series": series,
            "year": year,
            **ends,
            "covers": None,
            "unit": None,
            "evidence": "official",
        }

    settings = {"title": "Nordic", "hubs": "hubs/*.toml", "indicators.air.direction": "higher"}
    settings |= {"indicators.air.goalposts[0]": 0, "indicators.air.goalposts[1]": 10, "indicators.air.per": "people"}
    settings |= {"measures.people": None, "as_of": 2024}
    readings = [reading(hub, "people", 2024, value=1) for hub in ("oslo", "turku")]
    readings += [reading("oslo", "air", 2023, value=2), reading("oslo", "air", 2024, value=6)]
    readings += [reading("turku", "air", 2024, at_least=3, at_most=5)]
    head = {"title": "Nordic", "digest": "0" * 64, "scenario": None, "seed": 1, "draws": 0}
    return {
        "schema_version": 1,
        "hubscore": "0.1.0",
        "page": "snapshot",
        "scorecard": {**head, "as_of": 2024, "admit": "estimate", "method": 1},
        "tables": {
            "ranking": [result("oslo", 1, 60.0), result("turku", 2, 40.0)],
            "weights": [{"node": "air", "parent": "index", "share": 1.0, "index": 1.0}],
            "inputs": [{"file": "scorecard.toml", "sha256": "f" * 64}],
            "settings": [{"key": key, "value": value} for key, value in settings.items()],
            "hubs": [
                {"hub": hub, "name": hub.title(), "role": "candidate", "group": None} for hub in ("oslo", "turku")
            ],
            "readings": readings,
        },
        "notes": [],
    }


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
