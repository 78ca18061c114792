from __future__ import annotations

from hubscore.formats.patch import patch_text

LINES = ["--- a/f", "+++ b/f", "@@ -1 +1 @@", "-old", "+new\tx", " same"]


def test_lines_as_they_are() -> None:
    assert patch_text(LINES) == "\n".join(LINES) + "\n"
    assert patch_text([]) == ""


def test_what_could_harm_is_named() -> None:
    assert patch_text(["+a\x1b[2J\u202eb\u2028c"]) == "+a<U+001B>[2J<U+202E>b<U+2028>c\n"
    assert patch_text(["+重庆"], "ascii") == "+<U+91CD><U+5E86>\n"


def test_colour_only_adds() -> None:
    painted = patch_text(LINES, colour=True)
    assert "\x1b[31m-old" in painted
    assert "\x1b[32m+new" in painted
    assert "\x1b[1m+++ b/f" in painted
    for code in ("1", "2", "22", "31", "32", "39"):
        painted = painted.replace(f"\x1b[{code}m", "")
    assert painted == patch_text(LINES)
