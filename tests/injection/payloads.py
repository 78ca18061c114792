"""Texts that have done harm elsewhere: each wants to be more than text to whoever shows it."""

from __future__ import annotations

import unicodedata

PAYLOADS: dict[str, str] = {
    # terminals
    "sgr": "\x1b[31;5mred",
    "clear": "\x1b[2J\x1b[H",
    "cursor-up": "\x1b[1A\x1b[2Kgone",
    "title": "\x1b]0;pwned\x07",
    "link": "\x1b]8;;http://example.org\x1b\\here\x1b]8;;\x1b\\",
    "clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "report": "\x1b[6n\x1b[c\x1bZ",
    "device": "\x1bP+q544e\x1b\\\x1b_apc\x1b\\",
    "charset": "\x1b(0lqqk\x0e",
    "c1": "\x9b31m\x9d0;x\x9c\x84\x85\x90",
    "bell": "a\x07\x05\x00",
    "carriage-return": "100 %\r0 %",
    "backspace": "safe\b\b\b\bevil",
    "tab": "\tmoved",
    "newline": "one\n::error::two\nthree",
    "crlf": "one\r\n##[error]two",
    "vertical": "a\x0bb\x0cc\x1cd\x1de\x1ef",
    "separators": "a\u2028::error::b\u2029c",
    "bidi-override": "\u202egnp.exe\u202c",
    "bidi-isolate": "\u2066a\u2067b\u2068c\u2069\u200f\u061c",
    "zero-width": "a\u200bb\u200cc\u200dd\u2060e",
    "byte-order-mark": "\ufeffa\ufffe",
    "soft-hyphen": "a\u00adb",
    "tags": "a\U000e0001\U000e0041\U000e007f",
    "private": "\ue000\U000f0000",
    "marks": "Z" + "\u0301\u0322" * 12 + "o",
    "fillers": "\u3164\u115f\uffa0\u2800",
    "joiner": "a\u034fb",
    "wide": "重庆ｗｉｄｅ😀👩\u200d🚀🏳\ufe0f",
    "homoglyphs": "Ѕhеnzhеn",
    "long": "x" * 190,
    # Rich and Typer
    "markup": "[red]x[/red][/]",
    "markup-link": "[link=file:///etc/passwd]x[/link] [@click=app.quit]y[/]",
    "emoji-code": ":smile: :boom:",
    "placeholders": "{} {0} %s %(x)s ${x} {{7*7}} {% raw %} <%= 1 %>",
    # pipelines
    "github-error": "::error file=x.py,line=1::pwned",
    "github-output": "::set-output name=a::b",
    "github-mask": "  ::add-mask::0",
    "github-stop": "::stop-commands::x",
    "github-older": "x ##[set-output name=a;]b",
    "github-escapes": "x%0A::error::y%0D%25%3A%2C",
    "azure": "x ##vso[task.setvariable variable=a]b",
    "teamcity": "##teamcity[buildStop comment='x']",
    "gitlab-section": "section_start:1:x\r\x1b[0Kx",
    # pages
    "script": "</script><script>alert(1)</script>",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x=\'',
    "style": "</style><style>*{display:none}</style>",
    "comment": "--><!--[if gte IE 4]>",
    "entity": "&lt;b&gt; &#x3c; &amp;",
    "address": "javascript:alert(1)",
    "data-address": "data:text/html;base64,PHNjcmlwdD4=",
    # XML
    "cdata": "]]><x/><![CDATA[",
    "doctype": '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
    "failure": '</failure><testcase name="x"/>',
    # spreadsheets
    "formula": "=cmd|'/c calc'!A1",
    "formula-plus": "+1+1",
    "formula-minus": "-1+1",
    "formula-at": "@SUM(1)",
    "formula-wide": "\uff1d1+1",
    "formula-quoted": '"=1+1","x"',
    "link-formula": '=HYPERLINK("http://example.org","x")',
    "quotes": '","x\n"',
    "escape": "_x0041__x000D_",
    # Markdown
    "table": "a | b || c",
    "code": "`a` ```b",
    "md-link": "[x](javascript:alert(1)) ![x](http://example.org/x.png)",
    "autolink": "<http://example.org> http://example.org www.example.org",
    "heading": "# a",
    "list": "- [ ] a",
    "rule": "---",
    "footnote": "[^1] $x$ ~~a~~ **b** __c__ *d*",
    "backslash": "\\| \\` \\\\ \\",
}

CATEGORIES = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
BLANK = "\u3164\u115f\u1160\uffa0\u2800\u034f\u17b4\u17b5"


def unseen(text: str) -> set[str]:
    """The characters of a text that a reader cannot see, or that do something."""
    return {f"U+{ord(each):04X}" for each in text if unicodedata.category(each) in CATEGORIES or each in BLANK}


def shown(text: str) -> str:
    """A text as people see it: by the code point what nobody could see, and marks beyond the fourth in a row."""
    pieces, marks = [], 0
    for each in text:
        marks = marks + 1 if unicodedata.category(each) in {"Mn", "Me"} else 0
        pieces.append(f"<U+{ord(each):04X}>" if unseen(each) or marks > 4 else each)
    return "".join(pieces)


def is_name(text: str) -> bool:
    """Whether a hub may be called so."""
    return shown(text) == text and 0 < len(text.strip()) <= len(text) <= 200


def harmless(length: int, letter: str) -> str:
    """A word that means nothing to anybody, of a length, since pages may say less where there is more to say."""
    return letter + "z" * (length - 1)
