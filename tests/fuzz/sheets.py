"""Tables as a stranger may send them: wide ones under [data], and any that `import` is to make sense of."""

from __future__ import annotations

import csv
import io
from typing import Any

from cards import HOSTILE, UNSHOWN, Folder, some
from hypothesis import strategies as st

FIGURES = ("1", "2.5", "-3", "0", "", "1e15", "1e-300", "7", "7", "0.1", " 4 ")
ODD_CELLS = ("nan", "inf", "1e16", "1_0", "0x1", "1,5", "N/A", "1;2", "٣", "=1+1", "TRUE", "-", "1e999", '"', *UNSHOWN)
IDS = ("nor", "Åland", "001", "Côte d'Ivoire", "a b", "重庆", "x" * 80, "NOR", "n_r", "fin", "swe", "dnk")
SERIES = ("i0", "i1", "m")
CARD: dict[str, Any] = {
    "data": {"csv": "raw.csv", "id": "id"},
    "measures": {"m": {}},
    "indicators": {
        "i0": {"direction": "higher", "goalposts": ["min", "max"]},
        "i1": {"direction": "lower", "goalposts": [10, 0], "normalise": "rank"},
    },
}


def _cell(odd: int) -> st.SearchStrategy[str]:
    """A figure, or one time in so many something that is none."""
    return st.integers(0, odd).flatmap(lambda at: st.sampled_from(FIGURES if at else ODD_CELLS))


@st.composite
def rows(draw: st.DrawFn) -> list[list[str]]:
    """A header and rows: ids, now and then names, years, roles and groups, figures; seldom broken."""
    odd = draw(st.sampled_from((60, 60, 8)))
    extra = [name for name in ("name", "year", "role", "group") if draw(st.booleans())]
    header = ["id", *extra, *SERIES, *draw(st.lists(st.sampled_from(("other", *HOSTILE)), max_size=1))]
    cells: dict[str, st.SearchStrategy[str]] = {
        "name": st.sampled_from(HOSTILE),
        "year": st.sampled_from(("2024", "2023", "2024.0") if odd < 60 else ("2024", "2023")),
        "role": st.sampled_from(("candidate", "benchmark")),
        "group": st.sampled_from(("g", "k", "")),
        "m": st.sampled_from(("1", "3", "1e15", "")),
    }
    ids = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=6, unique="year" not in extra))
    made = [[each, *(draw(cells.get(name, _cell(odd))) for name in header[1:])] for each in ids]
    if odd < 60 and draw(st.integers(0, 5)) == 0:
        made[-1] = made[-1][: draw(st.integers(0, len(header)))]
    return [header, *made]


def as_csv(table: list[list[str]], draw: st.DrawFn) -> bytes:
    """Written as one program or another does."""
    target = io.StringIO(newline="")
    quoting = draw(st.sampled_from((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)))
    csv.writer(target, quoting=quoting, lineterminator=draw(st.sampled_from(("\n", "\r\n")))).writerows(table)
    start = draw(st.sampled_from(("", "", "\ufeff", "\n")))
    return (start + target.getvalue()).encode("utf-8", "surrogatepass")


def as_xlsx(table: list[list[str]], draw: st.DrawFn) -> bytes:
    """A workbook, numbers as numbers; a cell may hold a date, a formula or an error instead."""
    from xlsxwriter import Workbook

    target = io.BytesIO()
    with Workbook(target, {"in_memory": True, "nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet()
        dated = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                kind = draw(st.integers(0, 40)) if at else 9
                if kind == 0:
                    sheet.write_number(at, column, 45_000, dated)
                elif kind == 1:
                    sheet.write_formula(at, column, "=1/0", None, "#DIV/0!")
                elif cell.replace(".", "", 1).isascii() and cell.replace(".", "", 1).isdigit():
                    sheet.write_number(at, column, float(cell))
                else:
                    sheet.write_string(at, column, cell)
    return target.getvalue()


@st.composite
def wide(draw: st.DrawFn) -> Folder:
    """A scorecard over a wide table."""
    table = draw(rows())
    named = {name: name for name in ("name", "year", "role", "group") if name in table[0]}
    suffix, write = draw(st.sampled_from((("csv", as_csv), ("csv", as_csv), ("csv", as_csv), ("xlsx", as_xlsx))))
    data = {"csv": f"raw.{suffix}", "id": "id", **named, **some(draw, source=st.sampled_from((*HOSTILE, *UNSHOWN)))}
    return Folder({"title": "T", **CARD, "data": data}, {}, {f"raw.{suffix}": write(table, draw)})
