from __future__ import annotations

from hubscore.errors import Place, Problem
from hubscore.formats.github import command, render
from hubscore.formats.style import Style
from hubscore.pages.check import invalid_page
from hubscore.pages.document import Document

STYLE = Style(None, colour=False)
ODD = Problem("share", "50 % is odd", ("a",), place=Place("a,b.toml", 3, 2))


def test_the_text_comes_first_and_then_the_annotations() -> None:
    weak = Problem("no-data", "weak", severity="warning", place=Place("y.toml"))
    text = render(invalid_page([weak, ODD, Problem("tree", "nowhere")], ["later"]), STYLE)
    assert text == (
        "Not valid\n"
        "2 errors and 1 warning in 2 files; nothing can be ranked.\n"
        "\n"
        "error: 50 % is odd\n"
        "  --> a,b.toml:3:2 (share)\n"
        "\n"
        "error: nowhere\n"
        "  --> - (tree)\n"
        "\n"
        "warning: weak\n"
        "  --> y.toml (no-data)\n"
        "\n"
        "note: later\n"
        "\n"
        "::error file=a%2Cb.toml,line=3,col=2,title=hubscore%3A share::50 %25 is odd\n"
        "::error title=hubscore%3A tree::nowhere\n"
        "::warning file=y.toml,title=hubscore%3A no-data::weak\n"
    )


def test_without_findings_there_is_only_the_text() -> None:
    assert render(Document("check", "Hubs", lead=("x is valid.",)), STYLE) == "Hubs\nx is valid.\n"


def test_properties_and_data_are_escaped_each_in_its_way() -> None:
    assert command("error", {"file": "a:b,%\r\n", "line": None}, "a:b,%\r\n") == (
        "::error file=a%3Ab%2C%25%0D%0A::a:b,%25%0D%0A"
    )


def test_ten_of_a_kind_are_annotated_and_the_rest_is_counted() -> None:
    text = render(invalid_page([ODD] * 11), STYLE)
    assert text.count("::error ") == 10
    assert text.endswith("::notice title=hubscore::1 more error in the log of this step.\n")
    assert "::notice" not in render(invalid_page([ODD] * 10), STYLE)


def test_what_is_left_of_each_kind_is_counted_in_one_line() -> None:
    weak = ODD._replace(severity="warning")
    text = render(invalid_page([ODD] * 12 + [weak] * 11), STYLE)
    assert text.endswith("::notice title=hubscore::2 more errors and 1 more warning in the log of this step.\n")


def test_all_of_it_is_fit_for_the_encoding() -> None:
    odd = Problem("share", "≥ 5", place=Place("Zürich.toml", 3))
    text = render(invalid_page([odd]), Style(None, colour=False, encoding="ascii"))
    assert "error: >= 5\n  --> Z<U+00FC>rich.toml:3 (share)\n" in text
    assert text.endswith("::error file=Z<U+00FC>rich.toml,line=3,title=hubscore%3A share::>= 5\n")


def test_no_line_of_text_is_a_command() -> None:
    page = Document("check", "::add-mask::x", lead=("  ::error::x", "a ##[error]b", "\u3000::x::"), foot=("::x",))
    assert render(page, STYLE) == ("| ::add-mask::x\n|   ::error::x\na ## [error]b\n| \u3000::x::\n\nnote: ::x\n")
