"""Format `sarif`: Static Analysis Results Interchange Format 2.1.0 (OASIS 2020), for code scanning."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from hubscore import __version__
from hubscore.formats.commands import in_json
from hubscore.formats.findings import NO_FILE, Finding, findings_of, rows_of, text
from hubscore.formats.style import Style
from hubscore.pages.document import Document

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "hubscore/v1"
"""The name of our fingerprints; another way to make them would need another."""


def render(document: Document, _style: Style) -> str:
    """A log of one run: the rules that were looked at, and a result for each finding."""
    rules = [(text(row["rule"]), text(row["meaning"])) for row in rows_of(document, "rules")]
    places = {rule: place for place, (rule, _) in enumerate(rules)}
    driver = {"name": "hubscore", "version": __version__, "rules": [_rule(*rule) for rule in rules]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, places) for finding in findings_of(document)],
    }
    return in_json(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)) + "\n"


def _rule(rule: str, meaning: str) -> dict[str, Any]:
    said = {"text": message(meaning)}
    return {"id": rule, "shortDescription": said, "fullDescription": said, "help": said}


def _result(finding: Finding, places: dict[str, int]) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri(finding.file or NO_FILE)}}
    if finding.line is not None:
        column = {} if finding.column is None else {"startColumn": finding.column}
        physical["region"] = {"startLine": finding.line, **column}
    index = {"ruleIndex": places[finding.rule]} if finding.rule in places else {}
    return {
        "ruleId": finding.rule,
        **index,
        "level": finding.severity,
        "message": {"text": message(finding.message)},
        "locations": [{"physicalLocation": physical}],
        "partialFingerprints": {FINGERPRINT: finding.fingerprint},
    }


def message(words: str) -> str:
    """A text as a message string: braces would hold placeholders, brackets before a parenthesis a link (3.11.5, 6)."""
    return words.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def uri(path: str) -> str:
    """A path as a reference that is relative unless the path is absolute; no word of it is taken for a scheme."""
    quoted = quote(path)
    if path.startswith("/"):
        return f"file://{quoted}"
    return f"./{quoted}" if ":" in path.partition("/")[0] else quoted
