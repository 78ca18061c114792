"""What a pipeline takes for a command of its own in what a step prints, to either stream.

GitHub Actions runs a line that begins with `::`, behind any blanks; there, on Azure Pipelines and
on TeamCity an older syntax counts at any place of a line: `##[`, `##vso[`, `##teamcity[`. Names
and notes come from strangers, so no format prints such a line, whether a pipeline reads it or not:
what a file holds must not depend on where it was made.
"""

from __future__ import annotations

import re

_INSIDE = re.compile(r"##(?=\w*\[)")
_REFERENCES = re.compile(r"##(?=\w*\[)|^[^\S\n]*:(?=:)", re.MULTILINE)


def inert(line: str) -> str:
    """A line for people that is no command: a bar stands before it, a blank in what would begin one inside."""
    return f"| {apart(line)}" if is_command(line) else apart(line)


def apart(text: str) -> str:
    """A text that begins no command wherever in a line it stands; what begins the line is not looked at."""
    return _INSIDE.sub("## ", text) if "##" in text else text


def is_command(line: str) -> bool:
    """Whether a line begins as a command does."""
    return "::" in line and line.lstrip().startswith("::")


def in_json(text: str) -> str:
    """JSON of the same meaning; its lines begin with a bracket, or with a quotation mark behind blanks."""
    return _INSIDE.sub(r"#\\u0023", text) if "##" in text else text


def in_xml(text: str) -> str:
    """XML or HTML of the same meaning; of HTML not what stands in a script or style, which knows no references."""
    return _REFERENCES.sub(lambda found: f"{found[0][:-1]}&#{ord(found[0][-1])};", text)
