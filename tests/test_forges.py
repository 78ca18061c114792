"""What `check` prints for forges, held to the rules that those publish, by readers of its own.

GitHub: workflow commands of Actions, as its runner reads them. GitLab: the Code Quality report.
JUnit: what the schema of Jenkins' plug-in and GitLab's reader agree on. SARIF: version 2.1.0.
The rules are written down here from the specifications, as far as they concern what is printed.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
import sys
import unicodedata
import xml.dom.minidom
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from hubscore.cli.app import main
from hubscore.errors import Place, Problem
from hubscore.formats.registry import FORGES, FORMATS, render
from hubscore.formats.safe import clean
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page
from hubscore.pages.document import Document

ALONE = list(FORGES)
BAD = Path(__file__).resolve().parents[2] / "shared" / "bad_toml"
STYLE = Style(None, colour=False)


class Told(NamedTuple):
    """A finding as a forge reads it; None for what its format does not hold."""

    severity: str
    rule: str | None
    file: str | None
    line: int | None
    message: str


def whole(value: str | None) -> int | None:
    return None if value is None else int(value)


# GitHub


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def unescaped(text: str, words: dict[str, str]) -> str:
    return re.sub("%(25|0D|0A|3A|2C)", lambda found: words.get(found[1], found[0]), text)


def commands(text: str) -> Iterator[Command]:
    """What the runner of GitHub Actions takes for commands: it looks at every line of both streams."""
    data = {"25": "%", "0D": "\r", "0A": "\n"}
    for line in text.splitlines():
        if line.strip().startswith("::"):
            head, _, rest = line.strip()[2:].partition("::")
            name, _, given = head.partition(" ")
            pairs = [pair.partition("=") for pair in given.split(",") if pair.strip()]
            properties = {key.strip(): unescaped(value, {**data, "3A": ":", "2C": ","}) for key, _, value in pairs}
            yield Command(name, properties, unescaped(rest, data))
        else:
            assert "##[" not in line, "the older syntax, which counts anywhere in a line"


def github(text: str) -> list[Told]:
    found = list(commands(text))
    for command in found:
        assert command.name in {"error", "warning", "notice"}
        assert command.properties.keys() <= {"file", "line", "col", "endLine", "endColumn", "title"}
        assert all(int(command.properties.get(key, 1)) >= 1 for key in ("line", "col"))
        assert command.data
    for name in ("error", "warning", "notice"):
        assert sum(command.name == name for command in found) <= 10, "GitHub shows no more of a step"
    return [
        Told(
            command.name,
            command.properties["title"].removeprefix("hubscore: "),
            command.properties.get("file"),
            whole(command.properties.get("line")),
            command.data,
        )
        for command in found
    ]


# GitLab

CODE_QUALITY = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]+$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "minLength": 1, "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def gitlab(text: str) -> list[Told]:
    assert not text.startswith("\ufeff"), "GitLab takes no byte-order mark"
    issues = json.loads(text)
    Draft202012Validator(CODE_QUALITY).validate(issues)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues), "of two alike GitLab drops one"
    words = {"critical": "error", "minor": "warning"}
    return [
        Told(
            words[issue["severity"]],
            issue["check_name"],
            issue["location"]["path"],
            issue["location"]["lines"]["begin"],
            issue["description"],
        )
        for issue in issues
    ]


# JUnit

ATTRIBUTES = {
    "testsuites": {"name", "time", "tests", "failures", "errors", "disabled"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "disabled", "id", "package", "file"},
    "testcase": {"name", "classname", "time", "assertions", "status", "file"},
    "failure": {"message", "type"},
    "system-out": set[str](),
}
CHILDREN = {
    "testsuites": {"testsuite"},
    "testsuite": {"testcase", "system-out"},
    "testcase": {"failure"},
    "failure": set[str](),
    "system-out": set[str](),
}


def junit(text: str) -> list[Told]:
    xml.dom.minidom.parseString(text.encode())  # a second reader
    suites = fromstring(text.encode())
    assert suites.tag == "testsuites"
    for node in suites.iter():
        assert set(node.keys()) <= ATTRIBUTES[node.tag]
        assert {child.tag for child in node} <= CHILDREN[node.tag]
        if node.tag in ("testsuites", "testsuite"):
            assert int(node.get("tests")) == len(list(node.iter("testcase"))) > 0
            assert int(node.get("failures")) == len(list(node.iter("failure")))
            assert node.get("errors") == "0"
        if node.tag == "testcase":
            assert node.get("name")
            assert node.get("classname")
            assert float(node.get("time")) == 0
            assert len(node) <= 1
    named = [(case.get("classname"), case.get("name")) for case in suites.iter("testcase")]
    assert len(set(named)) == len(named), "a test that is there twice is shown once"
    return [
        Told("error", node.get("type"), None, None, line)
        for node in suites.iter("failure")
        for line in [node.get("message")]
    ]


# SARIF


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties, "additionalProperties": False}


URI = r"^(file:///|\./)?[A-Za-z0-9._~!$&'()*+,;=:@/%-]+$"
TEXT = closed(["text"], text={"type": "string", "minLength": 1})
SARIF = closed(
    ["version", "runs"],
    **{"$schema": {"type": "string", "format": "uri"}},
    version={"const": "2.1.0"},
    runs={
        "type": "array",
        "minItems": 1,
        "items": closed(
            ["tool", "results"],
            columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            tool=closed(
                ["driver"],
                driver=closed(
                    ["name"],
                    name={"type": "string", "minLength": 1},
                    version={"type": "string", "pattern": r"^\d+\.\d+"},
                    rules={
                        "type": "array",
                        "uniqueItems": True,
                        "items": closed(
                            ["id"],
                            id={"type": "string", "minLength": 1},
                            shortDescription=TEXT,
                            fullDescription=TEXT,
                            help=TEXT,
                        ),
                    },
                ),
            ),
            results={
                "type": "array",
                "items": closed(
                    ["message", "ruleId", "locations"],
                    ruleId={"type": "string", "minLength": 1},
                    ruleIndex={"type": "integer", "minimum": 0},
                    level={"enum": ["none", "note", "warning", "error"]},
                    message=TEXT,
                    locations={
                        "type": "array",
                        "minItems": 1,
                        "items": closed(
                            ["physicalLocation"],
                            physicalLocation=closed(
                                ["artifactLocation"],
                                artifactLocation=closed(
                                    ["uri"], uri={"type": "string", "pattern": r"^[!#-;=?-\[\]_a-z~]+$"}
                                ),
                                region=closed(
                                    ["startLine"],
                                    startLine={"type": "integer", "minimum": 1},
                                    startColumn={"type": "integer", "minimum": 1},
                                ),
                            ),
                        ),
                    },
                    partialFingerprints={
                        "type": "object",
                        "minProperties": 1,
                        "propertyNames": {"pattern": r"^[^/]+/v[1-9]\d*$"},
                        "additionalProperties": {"type": "string", "minLength": 1},
                    },
                ),
            },
        ),
    },
)


def message_string(text: str) -> str:
    """Section 3.11: a single brace begins a placeholder, `[text](target)` is a link."""
    assert "](" not in text
    assert re.fullmatch(r"(?:[^{}]|\{\{|\}\})*", text), "a placeholder"
    return text.replace("{{", "{").replace("}}", "}")


def sarif(text: str) -> list[Told]:
    log = json.loads(text)
    Draft202012Validator.check_schema(SARIF)
    Draft202012Validator(SARIF).validate(log)
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    told = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        place = result["locations"][0]["physicalLocation"]
        parts = urlsplit(place["artifactLocation"]["uri"])
        assert (parts.scheme, parts.netloc) in {("", ""), ("file", "")}
        assert not parts.query
        assert not parts.fragment
        line = place.get("region", {}).get("startLine")
        file = unquote(parts.path).removeprefix("./")
        told.append(Told(result["level"], result["ruleId"], file, line, message_string(result["message"]["text"])))
    return told


READERS: dict[str, Callable[[str], list[Told]]] = {"github": github, "gitlab": gitlab, "junit": junit, "sarif": sarif}


def test_every_format_of_a_check_has_a_reader() -> None:
    assert READERS.keys() == set(ALONE)


# Hostile texts

FRAGMENTS = st.sampled_from(
    [
        "=1+1", "@SUM(A1)", "]]>", "<![CDATA[", "-->", "<!--", "&amp;", "&#0;", "</failure>", '"', "'",
        "::error::", "::error file=x::", "\n::error::pwned", "\r::set-output name=x::y", "##[error]",
        "::stop-commands::x",
        "%0A", "%0a", "%25", "%", ",", ":", "a=b", "|", "\\", "`", "\n", "\r\n", "\t", "\0", "\x1b[31m", "\x85",
        "\u2028", "\u202e", "\ufeff", "\ufffe", "\ufffd", "\ud800", "\U0001f600", "重庆", "e" + "\u0301" * 9,
        "\u00a0", "\u3000",
        "{0}", "{", "}}", "[text](http://example.org)", "](", "[x](1)", "../..", "//host/x", "file:///etc", "C:\\x",
        "javascript:x", "?q#f", " ", "",
    ]
)  # fmt: skip
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
HOSTILE = st.lists(FRAGMENTS | st.text(max_size=4), max_size=4).map("".join)


def shown(text: str) -> str:
    return clean(text, "utf-8")


@pytest.mark.parametrize("name", ALONE)
@given(message=HOSTILE, file=HOSTILE, hint=HOSTILE, hub=HOSTILE, severity=st.sampled_from(["error", "warning"]))
def test_nothing_breaks_out(name: str, message: str, file: str, hint: str, hub: str, severity: Any) -> None:
    message, file = "x" + message, "x" + file  # of nothing at all there is nothing to say
    problem = Problem("unknown-key", message, ("k",), hint=hint, severity=severity, place=Place(file, 3, 4), hub=hub)
    note = f"{message} {hint}"
    text = render(invalid_page([problem], (note, hint)), name, STYLE)
    assert not {unicodedata.category(each) for each in text.replace("\n", "")} & HARMFUL
    said = shown("; ".join([message, *([hint] if hint and hint not in message else [])]))
    told = READERS[name](text)
    if name == "junit" and severity == "warning":
        assert told == []
        return
    [only] = told
    assert (only.severity, only.rule) == (severity, "unknown-key")
    assert only.file in (None, shown(file))
    assert only.line in (None, 3)
    assert only.message.rstrip() == (said.replace("](", "] (") if name == "sarif" else said).rstrip()


@pytest.mark.parametrize("name", ALONE)
@given(text=HOSTILE)
def test_the_text_around_the_findings_is_harmless_too(name: str, text: str) -> None:
    document = invalid_page([], (text,))._replace(title=text, lead=(text, f"  {text}"), foot=(text,))
    assert READERS[name](render(document, name, STYLE)) == []


@pytest.mark.parametrize("name", ALONE)
@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_whatever_the_stream_speaks(name: str, encoding: str) -> None:
    problem = Problem("unknown-key", "重庆 ≥ 5", place=Place("hubs/x.toml", 1, 1))
    text = render(invalid_page([problem]), name, Style(None, colour=False, encoding=encoding))
    text.encode(encoding)
    assert READERS[name](text)[0].message.endswith(" ≥ 5" if name != "github" else " >= 5")


SEVERITIES: list[Literal["error", "warning"]] = ["warning", "error", "error"]


def many(number: int) -> Document:
    problems = [
        Problem(
            f"r{n % 7}",
            f"fault {n}",
            (f"k{n % 50}",),
            severity="error" if n % 3 else "warning",
            place=Place("f", n + 1),
        )
        for n in range(number)
    ]
    return invalid_page(problems)


@pytest.mark.parametrize("name", ALONE)
def test_three_hundred_findings(name: str) -> None:
    told = READERS[name](render(many(300), name, STYLE))
    worst_first = [told.severity for told in told]
    if name == "github":
        assert worst_first == ["error"] * 10 + ["warning"] * 10 + ["notice"]
        assert told[-1].message == "190 more errors and 90 more warnings in the log of this step."
        assert all(f"fault {n}\n" in render(many(300), name, STYLE) for n in range(300))
    elif name == "junit":
        assert len(told) == 1  # one test for the one file
        body = fromstring(render(many(300), name, STYLE)).find(".//failure").text
        assert len(body.splitlines()) == 200
    else:
        assert worst_first == ["error"] * 200 + ["warning"] * 100
        assert len({each.message for each in told}) == 300


@pytest.mark.parametrize("name", ALONE)
def test_no_findings(name: str) -> None:
    assert READERS[name](render(many(0), name, STYLE)) == []


def test_a_fingerprint_is_the_same_in_every_format() -> None:
    document = many(40)
    of_gitlab = {each["fingerprint"] for each in json.loads(render(document, "gitlab", STYLE))}
    results = json.loads(render(document, "sarif", STYLE))["runs"][0]["results"]
    assert {print_ for each in results for print_ in each["partialFingerprints"].values()} == of_gitlab
    rows = json.loads(render(document, "json", STYLE))["tables"]["findings"]
    assert {row["fingerprint"] for row in rows} == of_gitlab


# Broken files, through the whole program


def manifest() -> list[dict[str, str]]:
    if not BAD.is_dir():
        return []
    with (BAD / "manifest.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


CASES = manifest()


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_broken_file_in_every_format(
    case: dict[str, str],
    shared: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree(shared / "bad_toml/good", tmp_path / "card")
    shutil.copyfile(shared / "bad_toml" / case["file"], tmp_path / "card" / case["takes the place of"])
    monkeypatch.chdir(tmp_path)
    for name, row in (FORMATS | FORGES).items():
        if row.binary:
            continue
        monkeypatch.setattr(sys, "argv", ["hubscore", "check", "-c", "card", "-f", name])
        assert main() == 2
        out, err = capfd.readouterr()
        assert ("no gate is looked at" in err) == (not row.notes)
        assert (case["takes the place of"] in err) == (name != "github")
        if name in READERS:
            [told] = READERS[name](out)
            assert told.severity == "error"
            assert told.file in (None, f"card/{case['takes the place of']}")
            if case["line"] and told.line is not None:
                assert told.line == int(case["line"])
        if name == "github":
            assert "no gate is looked at" in out
            assert list(commands(err)) == []
