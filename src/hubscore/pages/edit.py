"""What an edit changed in a file, and what that does to the ranking."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hubscore.editing.edit import Edited
from hubscore.editing.readings import FIGURES, ORDER, Cell
from hubscore.files.scan import Keys
from hubscore.files.toml import parse
from hubscore.model.profile import Reading
from hubscore.pages import document
from hubscore.pages.document import Column, Document, Table
from hubscore.pages.figures import figure_text
from hubscore.pages.frame import Facts, aside_of, counted, listed, remark_notes, title_of
from hubscore.pages.show import fate
from hubscore.pages.whatif import effect_foot, effect_tables
from hubscore.pages.whatif_sentences import Asked, change_text, effect_lead
from hubscore.studies.show import show


def weights_edit_page(edited: Edited, nodes: Sequence[str], is_written: bool, verbose: bool = False) -> Document:
    """New weights of these nodes: tables `moves`, `weights`, `why`, `causes` and `changes`."""
    effect, asked = edited.effect, Asked(edited.after.scenario, shares=nodes)
    change = change_text(edited.after, effect, asked) if effect is not None and edited.plan.changes else ""
    return _page(edited, change, is_written, verbose)


def reading_edit_page(edited: Edited, cell: Cell, is_written: bool, verbose: bool = False) -> Document:
    """Another reading: tables as in `weights_edit_page`."""
    hubs, label = edited.after.dataset.hubs, edited.after.scorecard.label(cell.series)
    what = f"{label} of {hubs.names[hubs.ids.index(cell.hub)]} in {cell.year}"
    said = {str(key): None for keys, value in edited.plan.changes.items() for key in (keys[-1], *_inner(value))}
    if said.keys() & {*FIGURES}:
        reading = _reading(edited, cell)
        change = f"With {what} at {figure_text(reading.value, reading.at_least, reading.at_most)}"
    else:
        change = f"With the {listed([key for key in said if key in ORDER])} of {what} changed"
    page, note = _page(edited, change, is_written, verbose), _reading(edited, cell).note
    kept = note is not None and "note" not in said and bool(said.keys() & {*FIGURES, "source"})
    notes = [*_uncounted(edited, cell, what), *([f"the reading keeps its note: {note}"] if kept else [])]
    return page._replace(notes=(*page.notes, *notes))


def _uncounted(edited: Edited, cell: Cell, what: str) -> Iterator[str]:
    """Why the reading moves no score, where it does not count."""
    card = edited.after.scorecard
    if edited.effect is None or cell.series not in {*card.indicators, *card.measures}:
        return
    ranking = edited.effect.after
    readings = show(ranking, card, ranking.dataset.column[cell.hub], cell.series).readings
    reading = next(reading for reading in readings if reading.year == int(cell.year))
    if not reading.used:
        yield f"{what} does not count: {fate(reading, ranking.plan).removeprefix('no: ')}"


def _reading(edited: Edited, cell: Cell) -> Reading:
    """The reading as it is now."""
    return edited.after.profiles[cell.hub].data[cell.series][cell.year][0]


def _page(edited: Edited, change: str, is_written: bool, verbose: bool) -> Document:
    effect, after = edited.effect, edited.after
    changed = bool(edited.plan.changes)
    lead, tables, foot, notes = [f"{edited.draft.shown} says so already."], [_changes(edited)], [""], [""]
    if changed and effect is None:
        lead = ["The scorecard could not be scored before; `hubscore` shows the ranking."]
    elif changed and effect is not None:
        lead, tables = [*effect_lead(effect, change)], [*effect_tables(effect, verbose), *tables]
        foot, notes = effect_foot(effect), remark_notes(effect.after)
    return Document(
        page="edit",
        title=title_of(after),
        aside=aside_of(after),
        lead=tuple(lead),
        tables=tuple(tables),
        foot=tuple(filter(None, [*foot, *written_lines(edited, is_written)])),
        notes=tuple(filter(None, notes)),
        scorecard=Facts(after),
    )


def written_lines(edited: Edited, is_written: bool) -> Iterator[str]:
    """What happened to the file."""
    if not is_written or not edited.plan.changes:
        yield "Nothing was written."
        return
    lines = sum(line.startswith("+") and not line.startswith("+++ ") for line in edited.draft.diff())
    yield f"{counted(lines, 'line')} of {edited.draft.shown} written."
    if edited.is_new_scenario:
        yield f"The scenario `{edited.scenario}` is new: `hubscore --scenario {edited.scenario}` ranks by it."


def _changes(edited: Edited) -> Table:
    """For scripts: every value before and after."""
    before = parse(edited.draft.before, edited.draft.shown)
    rows: list[tuple[document.Cell, ...]] = []
    for keys, value in edited.plan.changes.items():
        old = _at(before, keys)
        was, now = _flat(keys, old), _flat(keys, value)
        names = {each: ".".join(map(str, each)) for each in (*now, *was)}
        rows += [
            (edited.draft.shown, name, was.get(each), now.get(each))
            for each, name in names.items()
            if was.get(each) != now.get(each)
        ]
    columns = tuple(Column(key) for key in ("file", "key", "before", "after"))
    return Table("changes", columns, tuple(rows), shown=False)


def _at(data: Any, keys: Keys) -> Any:
    """What stands at some keys, None if nothing does."""
    for key in keys:
        inside = key in data if isinstance(data, dict) else isinstance(data, list) and key in range(len(data))
        if not inside:
            return None
        data = data[key]
    return data


def _inner(value: Any) -> Sequence[str]:
    return [*value] if isinstance(value, Mapping) else []


def _flat(keys: Keys, value: Any) -> dict[Keys, Any]:
    """A value, or each of a table, by its keys."""
    if isinstance(value, Mapping):
        return {(*keys, key): entry for key, entry in value.items()}
    return {} if value is None else {keys: value}
