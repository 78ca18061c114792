"""Format `junit`: a test report, as Jenkins, GitLab and others read it: a test for each gate, and for each fault.

Warnings fail no test; they are told in the output of the suite.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from hubscore.formats.commands import in_xml
from hubscore.formats.findings import Finding, findings_of, rows_of, text
from hubscore.formats.style import Style
from hubscore.pages.document import Document

FILES = "hubscore.files"


class Case(NamedTuple):
    """A test: what it is called, and what it failed on."""

    group: str
    name: str
    failures: Sequence[Finding] = ()


def render(document: Document, _style: Style) -> str:
    """One suite of all tests; where files are at fault the gates have none."""
    findings = findings_of(document)
    cases = [*_files(document, findings), *_gates(document, findings)]
    failed = sum(bool(case.failures) for case in cases)
    counts = f'tests="{len(cases)}" failures="{failed}" errors="0"'
    warnings = [f"{_where(finding)}{finding.message}" for finding in findings if finding.severity != "error"]
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="hubscore" {counts} time="0">',
        f'  <testsuite name="hubscore check" {counts} skipped="0" time="0">',
        *(line for case in cases for line in _case(case)),
        *([f"    <system-out>{_body(warnings)}</system-out>"] if warnings else []),
        "  </testsuite>",
        "</testsuites>",
    ]
    # Whatever the stream speaks, the declaration stays true.
    return in_xml("\n".join([*lines, ""])).encode("ascii", "xmlcharrefreplace").decode()


def _files(document: Document, findings: Sequence[Finding]) -> list[Case]:
    """One test that all files are valid, or one for each file that is not."""
    gates = {row["rule"] for row in rows_of(document, "gates")}
    faults = [finding for finding in findings if finding.severity == "error" and finding.rule not in gates]
    by_file = groupby(sorted(faults, key=lambda fault: fault.file or ""), key=lambda fault: fault.file or "")
    return [Case(FILES, file or "no file", list(alike)) for file, alike in by_file] or [Case(FILES, "all files")]


def _gates(document: Document, findings: Sequence[Finding]) -> list[Case]:
    """One test for each gate of each hub."""
    cases = []
    for row in rows_of(document, "gates"):
        rule, hub = text(row["rule"]), None if row["hub"] is None else text(row["hub"])
        failures = [finding for finding in findings if (finding.rule, finding.hub) == (rule, hub)]
        cases.append(Case(f"hubscore.gates.{rule}", hub or "all hubs", failures))
    return cases


def _case(case: Case) -> list[str]:
    head = f'    <testcase classname={quoteattr(case.group)} name={quoteattr(case.name)} time="0"'
    if not case.failures:
        return [f"{head}/>"]
    first = case.failures[0]
    texts = [f"{_where(finding)}{finding.message}" for finding in case.failures]
    failure = f"<failure message={quoteattr(first.message)} type={quoteattr(first.rule)}>{_body(texts)}</failure>"
    return [f"{head}>", f"      {failure}", "    </testcase>"]


def _body(texts: Sequence[str]) -> str:
    return escape("\n".join(texts))


def _where(finding: Finding) -> str:
    where = ":".join(str(part) for part in (finding.file, finding.line, finding.column) if part is not None)
    return f"{where}: " if where else ""
