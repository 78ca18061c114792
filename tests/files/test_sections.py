from __future__ import annotations

from hubscore.files.sections import sections_of

TEXT = """# c
a = 1
b . "c d" = [ { x = 1 }, [2,
 3] ] # d
 [ t . u ] # e
\tk = { y = { z = 1 } }
[[r]]
m = '''
[no]
n = 1
'''
[[r]]
[r.s]
o = 2
"""


def test_sections_and_their_statements() -> None:
    found = sections_of(TEXT)
    assert [section.table for section in found] == [(), ("t", "u"), ("r", 0), ("r", 1), ("r", 1, "s")]
    assert [[each.keys for each in section.statements] for section in found] == [
        [("a",), ("b", "c d")],
        [("t", "u", "k")],
        [("r", 0, "m")],
        [],
        [("r", 1, "s", "o")],
    ]
    headers = [TEXT[section.start : section.end] for section in found]
    assert headers == ["", " [ t . u", "[[r", "[[r", "[r.s"]
    words = [
        (TEXT[each.start : each.end], TEXT[each.value : each.stop]) for section in found for each in section.statements
    ]
    assert words == [
        ("a", "1"),
        ('b . "c d"', "[ { x = 1 }, [2,\n 3] ]"),
        ("k", "{ y = { z = 1 } }"),
        ("m", "'''\n[no]\nn = 1\n'''"),
        ("o", "2"),
    ]
    assert [TEXT[: section.stop].rpartition("\n")[2] for section in found] == [
        " 3] ]",
        "\tk = { y = { z = 1 } }",
        "'''",
        "[[r",
        "o = 2",
    ]


def test_an_empty_text_has_a_section() -> None:
    [section] = sections_of("")
    assert (section.table, section.stop) == ((), 0)
