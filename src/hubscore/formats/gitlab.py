"""Format `gitlab`: a Code Quality report, which GitLab shows in merge requests."""

from __future__ import annotations

import json

from hubscore.formats.commands import in_json
from hubscore.formats.findings import NO_FILE, findings_of
from hubscore.formats.style import Style
from hubscore.pages.document import Document

SEVERITIES = {"error": "critical", "warning": "minor"}
"""GitLab's words for ours."""


def render(document: Document, _style: Style) -> str:
    """An array of issues; a finding without a line stands at the first."""
    issues = [
        {
            "description": finding.message,
            "check_name": finding.rule,
            "fingerprint": finding.fingerprint,
            "severity": SEVERITIES.get(finding.severity, "info"),
            "location": {"path": finding.file or NO_FILE, "lines": {"begin": finding.line or 1}},
        }
        for finding in findings_of(document)
    ]
    return in_json(json.dumps(issues, indent=2)) + "\n"
