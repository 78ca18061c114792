from __future__ import annotations

import json

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import given
from hypothesis import strategies as st

from hubscore.formats.commands import apart, in_json, in_xml, inert, is_command

ODD = st.lists(st.sampled_from(["::", ":", "##", "#", "[", "vso[", "x", " ", "\u3000", "teamcity["])).map("".join)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Oslo: 12", "Oslo: 12"),
        ("a::b", "a::b"),
        ("::error::x", "| ::error::x"),
        (" \t\u3000::set-output name=a::b", "|  \t\u3000::set-output name=a::b"),
        ("x ##[error]y", "x ## [error]y"),
        ("###[error]y", "### [error]y"),
        ("##vso[task.setvariable variable=x]y", "## vso[task.setvariable variable=x]y"),
        ("##teamcity[buildStop]", "## teamcity[buildStop]"),
        ("::x ##[y]", "| ::x ## [y]"),
        ("## a heading", "## a heading"),
        ("##not", "##not"),
    ],
)
def test_a_line_that_is_a_command_is_one_no_more(line: str, shown: str) -> None:
    assert inert(line) == shown


@given(ODD)
def test_nothing_is_lost_but_blanks_come_in(text: str) -> None:
    assert not is_command(inert(text))
    assert apart(apart(text)) == apart(text)
    for command in ("##[", "##vso[", "##teamcity["):
        assert command not in inert(text)
    assert inert(text).removeprefix("| ").replace("## ", "##") == text.replace("## ", "##")


@given(ODD)
def test_json_means_the_same(text: str) -> None:
    written = in_json(json.dumps([text]))
    assert json.loads(written) == [text]
    assert "##[" not in written
    assert "##vso[" not in written


@given(st.lists(ODD))
def test_xml_means_the_same(texts: list[str]) -> None:
    """On any line of a text, and in an attribute."""
    body = "\n".join(texts)
    written = in_xml(f'<a b="{texts[0] if texts else ""}">{body}</a>')
    found = fromstring(written)
    assert (found.get("b"), found.text or "") == (texts[0] if texts else "", body)
    assert "##[" not in written
    assert not any(is_command(line) for line in written.splitlines())
