"""Scorecards with one text in every place that takes any text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import xlsxwriter

TEXT, NAME = "TEXT", "NAME"
"""What is filled in: in places for any text, and in places for what people read in one line."""

CARD: dict[str, Any] = {
    "title": NAME,
    "hubs": "hubs/*.toml",
    "as_of": 2024,
    "weights": {"money": 1, "travel": 2},
    "gates": {"min_coverage": 0.9, "max_age": 1, "min_evidence_share": 0.9},
    "measures": {"people": {"label": NAME, "unit": NAME, "definition": TEXT}},
    "pillars": {"money": {"label": NAME, "definition": TEXT, "why": TEXT}, "travel": {"label": NAME}},
    "indicators": {
        "banks": {
            "pillar": "money", "label": NAME, "unit": NAME, "score_unit": NAME, "definition": TEXT, "why": TEXT,
            "direction": "higher", "goalposts": [0, 10], "per": "people",
        },
        "air": {"pillar": "travel", "label": NAME, "unit": NAME, "direction": "lower", "goalposts": [10, 0]},
        "rail": {"pillar": "travel", "direction": "higher", "goalposts": [0, 10], "definition": TEXT},
    },
    "scenarios": {"flights": {"label": NAME, "weights": {"money": 1, "travel": 9}}},
}  # fmt: skip


def reading(value: float, evidence: str = "official", **more: Any) -> dict[str, Any]:
    return {"value": value, "evidence": evidence, "source": "s", "note": TEXT, **more}


def hub(name: str, role: str, banks: float, air: float) -> dict[str, Any]:
    """A profile; two of three hubs bear the hostile name, so that each has its place in every table."""
    target = {"of": "banks", "kind": "level", "year": 2027, "value": 8, "unit": NAME, "source": "s", "note": TEXT}
    claim = {"id": "c", "statement": TEXT, "unit": NAME, "status": "signed"}
    steps = [{"year": year, "value": year - 2010, "source": "s", "note": TEXT} for year in (2020, 2024)]
    return {
        "name": name, "local_name": NAME, "role": role, "group": NAME, "note": TEXT,
        "sources": {"s": {"title": TEXT, "publisher": TEXT, "url": TEXT}},
        "data": {
            "people": {"2024": reading(1)},
            "banks": {"2024": [reading(banks), reading(banks + 1, "reported")], "2021": reading(1)},
            "air": {"2022": reading(air, "secondary", covers=0.5)},
        },
        "bets": [{"name": NAME, "indicators": ["banks", "rail"], "note": TEXT}],
        "claims": [{**claim, "readings": steps}],
        "targets": [target],
    }  # fmt: skip


HUBS = {"oslo": (NAME, "candidate", 9, 2), "turku": ("Turku", "candidate", 5, 5), "york": (NAME, "benchmark", 10, 1)}


def filled(form: Any, text: str, name: str) -> Any:
    """A form with a text in every place for any text, and a name in every place for a name."""
    if isinstance(form, dict):
        return {key: filled(value, text, name) for key, value in form.items()}
    if isinstance(form, list):
        return [filled(value, text, name) for value in form]
    return text if form == TEXT else name if form == NAME else form


def toml(value: Any, path: tuple[str, ...] = ()) -> str:
    """TOML in which every value stands on the line that it would stand on with any other text."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list):
        return f"[{', '.join(toml(each, ('',)) for each in value)}]"
    if isinstance(value, dict) and path:
        return f"{{ {', '.join(f'{quoted(key)} = {toml(each, path)}' for key, each in value.items())} }}"
    return json.dumps(value)


def quoted(key: str) -> str:
    return key if key.isidentifier() and key.isascii() else toml(key)


def document(table: dict[str, Any], head: str = "") -> str:
    """A file of TOML: a line a value, a heading a table."""
    flat = {key: value for key, value in table.items() if not isinstance(value, dict) or len(head.split(".")) > 2}
    lines = [f"{quoted(key)} = {toml(value, (key,))}" for key, value in flat.items()]
    within = {f"{head}{quoted(key)}": value for key, value in table.items() if key not in flat}
    return "\n".join([*lines, *(f"[{name}]\n{document(each, f'{name}.')}" for name, each in within.items())])


def write_card(folder: Path, text: str, name: str) -> None:
    """A scorecard of three hubs in an empty folder."""
    (folder / "hubs").mkdir(parents=True)
    write(folder / "scorecard.toml", filled(CARD, text, name))
    for key, words in HUBS.items():
        write(folder / f"hubs/{key}.toml", filled(hub(*words), text, name))


def write(path: Path, table: dict[str, Any]) -> None:
    path.write_bytes(document(table).encode())


def write_table(folder: Path, text: str) -> None:
    """A table, as CSV and as a workbook, whose header, ids and cells hold the text, and a scorecard that reads it."""
    rows = [["id", "name", "air", text], ["a", text, "1", "2"], ["b", "B", "3", text], [text, "C", text, "4"]]
    quoted = ("\n".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows) + "\n").encode()
    (folder / "raw.csv").write_bytes(quoted)
    sheet = "".join(each if each not in "[]:*?/\\'\0" and each >= " " else "-" for each in text)[:31] or "x"
    book = xlsxwriter.Workbook(folder / "raw.xlsx", {"strings_to_formulas": False, "strings_to_urls": False})
    page = book.add_worksheet(sheet if sheet.casefold() != "history" else "x")
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            page.write_string(number, place, cell)
    book.close()
    for suffix in ("csv", "xlsx"):
        data = {"csv": f"raw.{suffix}", "id": "id", "name": "name", "evidence": "official", "source": text}
        air = {"direction": "higher", "goalposts": [0, 10]}
        card = {"title": "Table", "data": data, "indicators": {"air": air}}
        write(folder / f"{suffix}.toml", card)
