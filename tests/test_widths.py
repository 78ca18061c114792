"""Whatever is asked of the bundled scorecard, no line is wider than the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from hubscore.cli import answer
from hubscore.cli.app import run
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.document import Document

CONFIGS = str(Path(__file__).resolve().parents[1] / "configs")
WIDTHS = (40, 45, 50, 60, 72, 80, 100, 120)
QUESTIONS = (
    "rank",
    "rank --all --depth 3 -v",
    "rank --by tourism",
    "explain chongqing",
    "explain singapore -v",
    "compare chongqing hefei",
    "compare chongqing hefei shenzhen hangzhou",
    "compare chongqing singapore --common",
    "trend",
    "trend chongqing",
    "trend --pace",
    "trend --pace deposits_outstanding chongqing",
    "show chongqing.gdp",
    "show chongqing.deposits_to_gdp",
    "robust",
    "robust --all -v",
    "robust --sensitivity --draws 64",
    "whatif",
    "whatif --scenario per_head",
    "whatif --set finance=0.5",
    "whatif --overtake hefei chongqing",
    "whatif --worst hefei --level indicator",
    "whatif --gain hefei",
    "whatif --methods",
    "evidence",
    "evidence chongqing",
    "evidence hefei -v",
    "audit",
    "audit --full --force",
    "weights",
    "weights derive pca --force",
    "weights derive bod --force",
    "check --max-age 4",
    "diff SCORECARD",
    "methods -v",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_line_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    answers: list[Document] = []
    monkeypatch.setattr(answer, "give", lambda given: answers.append(given.document) or 0)
    monkeypatch.setenv("HUBSCORE_SCORECARD", CONFIGS)
    run(question.replace("SCORECARD", CONFIGS).split())
    [document] = answers
    found = {width: render(document, "table", Style(width, colour=False)).splitlines() for width in WIDTHS}
    assert [(width, line) for width, lines in found.items() for line in lines if cell_len(line) > width] == []
