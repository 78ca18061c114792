"""One table on a screen."""

from __future__ import annotations

import pytest

from hubscore.errors import UsageError
from hubscore.formats.only import narrowed
from hubscore.formats.registry import render
from hubscore.formats.style import Style
from hubscore.pages.document import Column, Document, Show, Table

RANKING = Table("ranking", (Column("hub"), Column("score", "Score", Show("number", 1))), (("oslo", 1.26),))
SCRIPTS = Table(
    "nodes",
    (Column("hub"), Column("rank"), Column("score"), Column("note"), Column(label="")),
    (("oslo", 1, 1.25678, None, ""), ("york", None, None, None, "")),
    shown=False,
)
GAP = Table("gap", (Column("node", "Node", Show()),), (("all",),), shown=False)
FEW = Table("gap for people", (Column(label="Node", show=Show()),), (("few",),))
BALANCE = Table("balance", (Column("hub", "Hub", Show()),), (("oslo",),), shown=False)
PAGE = Document("rank", "Hubs", "", ("Lead.",), (RANKING, SCRIPTS, GAP, FEW, BALANCE), ("Foot.",))


def test_no_other_table_and_no_sentence() -> None:
    found = narrowed(PAGE, "ranking")
    assert (found.title, found.lead, found.tables, found.foot) == ("Hubs", (), (RANKING,), ())


def test_a_table_that_people_do_not_see_is_laid_open() -> None:
    [table] = narrowed(PAGE, "nodes").tables
    assert [(column.label, column.show) for column in table.columns] == [
        ("hub", Show()),
        ("rank", Show("whole")),
        ("score", Show("number", 3)),
        ("note", Show()),
        ("", None),
    ]
    assert "york" in str(render(PAGE, "table", Style(80, False, table="nodes")))


def test_what_only_a_longer_answer_shows_is_shown() -> None:
    [table] = narrowed(PAGE, "balance").tables
    assert (table.shown, table.rows) == (True, BALANCE.rows)
    [whole] = narrowed(PAGE, "gap").tables  # all of it, not the few that people see unasked
    assert (whole.shown, whole.rows) == (True, GAP.rows)


@pytest.mark.parametrize("form", ["table", "plain", "md"])
def test_every_format_for_people_keeps_to_it(form: str) -> None:
    text = str(render(PAGE, form, Style(None, False, table="ranking")))
    assert "1.3" in text
    assert "few" not in text
    assert "Lead" not in text


def test_a_table_that_is_not_there() -> None:
    with pytest.raises(UsageError, match="has no table `rankin`") as caught:
        render(PAGE, "table", Style(80, False, table="rankin"))
    assert caught.value.problems[0].hint == "did you mean `ranking`?"
