"""Files made of tables: what they say comes back from them, and nothing is added."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xlsxwriter
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

import hubscore
from hubscore.errors import InputError, UsageError
from hubscore.files.create import write_new
from hubscore.files.grid import Grid, read_grid
from hubscore.files.importing import compose as module
from hubscore.files.importing.compose import composed, lacking
from hubscore.files.importing.draft import Draft, Hub, Observation, Pillar, Series
from hubscore.files.importing.headers import LONG
from hubscore.files.importing.long import long
from hubscore.files.importing.tables import understood
from hubscore.files.importing.wide import wide
from hubscore.files.importing.wishes import Wishes
from hubscore.model.evidence import GRADES

GridOf = Callable[..., Grid]

SAID: Mapping[str, Any] = {"source": "A yearbook", "evidence": "reported"}


def opened(folder: Path, draft: Draft, **wishes: Any) -> Any:
    files = composed(draft, Wishes(**(SAID | wishes)))
    write_new(folder, {name: file.data for name, file in files.items()}, "here")
    return hubscore.open(folder)


def test_what_is_lacking_is_asked_for(grid_of: GridOf) -> None:
    wide_one, years = wide(grid_of("id,x\na,1\nb,5\n"), Wishes()), wide(grid_of("id,year,x\na,2020,1\n"), Wishes())
    assert lacking(wide_one, Wishes()) == ["--source TEXT", "--evidence GRADE"]
    assert lacking(wide_one, Wishes(form="profiles")) == ["--source TEXT", "--evidence GRADE", "--year YEAR"]
    assert lacking(wide_one, Wishes(form="profiles", year=2020, **SAID)) == []
    assert lacking(years, Wishes(form="profiles", **SAID)) == []
    text = "hub,indicator,year,value,evidence,source\na,x,2020,1,official,s\na,y,,1,,\n"
    assert lacking(long(grid_of(text), Wishes()), Wishes()) == ["--source TEXT", "--evidence GRADE", "--year YEAR"]
    assert lacking(long(grid_of(text[: text.index("a,y")]), Wishes()), Wishes()) == []
    with pytest.raises(UsageError, match="--source TEXT and --evidence GRADE are needed"):
        composed(wide_one, Wishes())
    with pytest.raises(UsageError, match="--source TEXT is needed"):
        composed(wide_one, Wishes(evidence="official"))


def test_decimals_or_thousands_are_asked_for_before_figures_are_lost(grid_of: GridOf) -> None:
    rows = 'hub,indicator,year,value\na,x,2020,"3,14"\nb,x,2020,5\n'
    with pytest.raises(UsageError, match=r"to write this, --decimal comma \(or point\) is needed"):
        composed(long(grid_of(rows), Wishes()), Wishes(**SAID))
    said = Wishes(decimal="comma", **SAID)
    assert b"value = 3.14" in composed(long(grid_of(rows), said), said)["hubs/a.toml"].data
    mixed = rows + "c,x,2020,1.5\nd,x,2020,2.5\n"
    with pytest.raises(UsageError, match=r"in line 4, and 1 more: value `1\.5`: no number under --decimal comma"):
        composed(long(grid_of(mixed), said), said)
    columns = 'id,x,y\na,"3,14",1\nb,5,2\n'
    with pytest.raises(UsageError) as caught:
        composed(wide(grid_of(columns), Wishes()), Wishes(**SAID))
    assert caught.value.problems[0].hint.endswith("--column NAME=ignore leaves a column out")
    without = Wishes(columns={"x": "ignore"}, **SAID)
    assert composed(wide(grid_of(columns), without), without)["raw.csv"].data.splitlines()[1:] == [b"a,a,1", b"b,b,2"]


def test_a_scorecard_of_a_table(grid_of: GridOf, tmp_path: Path) -> None:
    text = "id,city,region,role,GDP (bn),Rent\nb,Bee,west,benchmark,2,\na,Ay,,,1.5,7\n"
    workspace = opened(tmp_path / "new", wide(grid_of(text), Wishes(directions={"Rent": "lower"}, title="T")))
    raw = (tmp_path / "new" / "raw.csv").read_text()
    assert raw == "hub,name,group,role,gdp,rent\na,Ay,,candidate,1.5,7\nb,Bee,west,benchmark,2,\n"
    card = (tmp_path / "new" / "scorecard.toml").read_text()
    assert card.startswith("#:schema schema/scorecard.json\n")
    assert (
        'label = "GDP"\nunit = "bn"\ndirection = "higher" # assumed: the table does not say which way is better\n'
        in card
    )
    assert 'direction = "lower"\n' in card
    assert workspace.scorecard.title == "T"
    assert workspace.scorecard.method.normalise.name == "minmax"
    assert workspace.scorecard.data.source == "A yearbook"
    assert workspace.dataset.hubs.groups == ("west",)
    assert workspace.dataset.hubs.benchmark.tolist() == [False, True]
    np.testing.assert_array_equal(workspace.dataset.value, [[[1.5, 2], [7, np.nan]]])


def test_a_scorecard_of_profiles(tmp_path: Path) -> None:
    readings = (
        Observation(
            "a", "gdp", 2020, "1.50", None, None, None, "USD", "official", "Book", "Office", "http://b", "n\n1"
        ),
        Observation("a", "gdp", 2020, "2", source="Book", publisher="Office", url="http://b"),
        Observation("a", "gdp", 2021, None, "1", "3", "0.5", evidence="target", publisher="Office"),
        Observation("a", "x", 2021, "007", url="http://c"),
        Observation("b", "x", None, "-3"),
    )
    series = (
        Series("gdp", "GDP", "EUR", measure=True),
        Series("x", "x", None, "lower", pillar="p", per="gdp", weight=2, target=4),
    )
    hubs = (Hub("a", "Ä", "benchmark", "west"), Hub("b", "B"), Hub("c", "without"))
    pillars = (Pillar("p", "P", None, 1),)
    draft = Draft("COINr", "Title", hubs, series, readings, (), (), pillars, "All", {"min_coverage": 0.0})
    workspace = opened(tmp_path / "new", draft, form="profiles", year=2019)
    a, b = workspace.profiles["a"], workspace.profiles["b"]
    assert (a.name, a.role, a.group, b.group) == ("Ä", "benchmark", "west", None)
    assert [(reading.value, reading.unit, reading.evidence, reading.note) for reading in a.data["gdp"]["2020"]] == [
        (1.5, "USD", "official", "n\n1"),
        (2, None, "reported", None),
    ]
    [bound] = a.data["gdp"]["2021"]
    assert (bound.at_least, bound.at_most, bound.covers, bound.evidence) == (1, 3, 0.5, "target")
    sources = {name: (source.title, source.publisher, source.url) for name, source in a.sources.items()}
    assert sources == {
        "book": ("Book", "Office", "http://b"),
        "source": (None, "Office", None),
        "http-c": ("http://c", None, "http://c"),
    }
    assert a.sources[a.data["x"]["2021"][0].source].title == "http://c"
    assert (b.data["x"]["2019"][0].value, b.sources["a-yearbook"].title) == (-3, "A yearbook")
    card = workspace.scorecard
    assert (card.title, card.index.label, card.method.min_coverage, card.as_of) == ("Title", "All", 0, 2021)
    assert (card.indicators["x"].per, card.indicators["x"].pillar, card.indicators["x"].target) == ("gdp", "p", 4)
    assert dict(card.weights) == {"p": 1, "x": 2}
    assert set(workspace.profiles) == {"a", "b"}


def test_readings_that_no_table_holds(grid_of: GridOf) -> None:
    text = "hub,indicator,year,value,at_least,covers,unit,evidence,source,url,note\n"
    text += "a,x,2020,1,,,EUR,official,s,,\na,x,2020,,2,0.5,USD,target,t,u,n\nb,x,2020,1,,,EUR,official,s,,\n"
    draft = long(grid_of(text), Wishes())
    with pytest.raises(UsageError) as caught:
        composed(draft, Wishes(form="table"))
    message = caught.value.problems[0].message
    for word in ("bounds", "shares", "units", "notes", "evidence", "sources", "addresses", "two readings"):
        assert word in message
    assert "--as profiles" in caught.value.problems[0].hint


def test_a_long_table_that_is_plain_becomes_a_table(grid_of: GridOf, tmp_path: Path) -> None:
    draft = long(grid_of("hub,indicator,year,value\nb,x,2020,1\na,y,2020,2\na,x,2021,3\n"), Wishes())
    opened(tmp_path / "new", draft, form="table")
    assert (tmp_path / "new" / "raw.csv").read_text() == "hub,name,year,x,y\na,a,2020,,2\na,a,2021,3,\nb,b,2020,1,\n"


def test_what_would_not_be_valid_is_not_written(grid_of: GridOf, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = wide(grid_of("id,x\na,1\nb,5\n"), Wishes())
    bad = Draft("wide", "\x1b[2J", draft.hubs, draft.series, draft.observations, ())
    with pytest.raises(InputError) as caught:
        composed(bad, Wishes(**SAID))
    assert str(caught.value.problems[0].place) == "scorecard.toml, as it would be:3:9"
    monkeypatch.setattr(module, "TOML_LIMIT", 100)
    with pytest.raises(InputError, match="would be larger than"):
        composed(draft, Wishes(**SAID))


def test_profiles_that_would_not_be_valid(grid_of: GridOf) -> None:
    draft = wide(grid_of("id,year,x\na,2020,1\n"), Wishes())
    bad = Draft("wide", "T", (Hub("a", "A", "boss"),), draft.series, draft.observations, ())
    with pytest.raises(InputError) as caught:
        composed(bad, Wishes(form="profiles", **SAID))
    assert str(caught.value.problems[0].place).startswith("hubs/a.toml, as it would be:")


def test_more_hubs_than_files(grid_of: GridOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_FILES", 1)
    draft = wide(grid_of("id,year,x\na,2020,1\nb,2020,3\n"), Wishes())
    with pytest.raises(UsageError, match="2 hubs are too many for a file each"):
        composed(draft, Wishes(form="profiles", **SAID))


BOTH = ("gdp", "rent")
CELLS = st.one_of(st.none(), st.integers(-(10**15), 10**15), st.floats(-1e15, 1e15, allow_subnormal=True))
PANELS = st.dictionaries(
    st.tuples(st.sampled_from("abc"), st.integers(1800, 2199)),
    st.tuples(CELLS, CELLS).filter(lambda row: row != (None, None)),
    min_size=1,
    max_size=8,
)


@pytest.mark.parametrize("form", ["profiles", "table"])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(panel=PANELS)
def test_from_csv_to_toml_to_csv(
    tmp_path_factory: pytest.TempPathFactory, form: str, panel: dict[tuple[str, int], tuple[Any, Any]]
) -> None:
    """To the last bit, in every year, what is missing included."""
    home = tmp_path_factory.mktemp("trip")
    rows = [
        [hub, year, *("" if cell is None else repr(cell) for cell in cells)]
        for (hub, year), cells in sorted(panel.items())
    ]
    with (home / "t.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["hub", "year", "gdp", "rent"], *rows])
    # Asked for, since few hubs may well have figures that look like years, or a column may be empty.
    columns = {name: "indicator" for at, name in enumerate(BOTH) if any(row[2 + at] for row in rows)}
    wishes = Wishes(columns=columns, form=form, **SAID)  # type: ignore[arg-type]
    files = composed(understood([(home / "t.csv", "t.csv")], wishes), wishes)
    write_new(home / "new", {name: file.data for name, file in files.items()}, "new")
    dataset = hubscore.open(home / "new").dataset
    back = {
        (dataset.hubs.ids[hub], int(dataset.year[slot, row, hub]), name): float(dataset.value[slot, row, hub])
        for row, name in enumerate(dataset.series)
        for slot, hub in np.argwhere(dataset.year[:, row] > 0)
    }
    given_ = {(row[0], row[1], name): float(row[2 + at]) for row in rows for at, name in enumerate(BOTH) if row[2 + at]}
    assert back == given_


def as_workbook(table: Path, path: Path) -> Path:
    """The same table as a sheet behind another one, its numbers as numbers."""
    with xlsxwriter.Workbook(path, {"strings_to_numbers": True, "strings_to_urls": False}) as workbook:
        workbook.add_worksheet("about").write(0, 0, "What this is")
        page = workbook.add_worksheet("observations")
        with table.open(encoding="utf-8", newline="") as file:
            for row, cells in enumerate(csv.reader(file)):
                page.write_row(row, 0, cells)
    return path


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_the_bundled_readings_come_back(shared: Path, root: Path, tmp_path: Path, suffix: str) -> None:
    """All 303 of them: figures, bounds, years, shares, evidence, by way of the table they were typed in."""
    with (shared / "data" / "measures.csv").open(encoding="utf-8", newline="") as file:
        ids = [row["measure"] for row in csv.DictReader(file)]
    table = shared / "data" / "observations.csv"
    known = {row["indicator"] for row in csv.DictReader(io.StringIO(table.read_text(encoding="utf-8")))}
    wishes = Wishes(columns={name: "measure" for name in ids if name in known})
    if suffix == "xlsx":
        table = as_workbook(table, tmp_path / "observations.xlsx")
    ours = opened(tmp_path / "new", understood([(table, table.name)], wishes), source=None, evidence=None).dataset
    theirs = hubscore.open(root / "configs").dataset
    assert ours.hubs.ids == theirs.hubs.ids
    assert len(ours.series) > 20
    for name in ours.series:
        mine, other = ours.row[name], theirs.row[name]
        for column in ("value", "low", "high", "covers", "year", "grade"):
            one, two = getattr(ours, column)[:, mine], getattr(theirs, column)[:, other]
            slots = min(len(one), len(two))
            np.testing.assert_array_equal(one[:slots], two[:slots], err_msg=f"{name} {column}")
    assert (ours.grade >= 0).sum() == (theirs.grade >= 0).sum() == 303
    assert set(GRADES) >= {"official", "reported"}


def test_names_of_formulas_and_markup_stay_text(grid_of: GridOf, tmp_path: Path) -> None:
    text = 'id,name,x\na,"=HYPERLINK(""http://e"")",1\nb,"]]> \'\'\' \\ [x] # """,2\n'
    workspace = opened(tmp_path / "new", wide(grid_of(text), Wishes()), form="profiles", year=2020)
    assert [profile.name for profile in workspace.profiles.values()] == [
        '=HYPERLINK("http://e")',
        "]]> ''' \\ [x] # \"",
    ]
    assert read_grid(tmp_path / "raw.csv", "raw.csv").rows == 2


HEADERS = st.sampled_from(
    (
        *LONG,
        *("id", "city", "x", "x", "index", "2020", "GDP (bn)", "", "\x1b[2J", "Ünï", "東", "a" * 300),
    )
)
WORDS = st.sampled_from(
    [
        "",
        "1",
        "2.5",
        "-3",
        "1,5",
        "1e400",
        "2020",
        "2021",
        "..",
        "oslo",
        "Rome",
        "東京",
        "\x07",
        "official",
        "target",
        "=1+1",
        "0.5",
        "0",
        "x" * 300,
        "benchmark",
        "candidate",
        "lower",
        "'''\n",
        "\u202e",
        "n/a",
        "007",
        " a b ",
    ]
)
BASES = st.sampled_from([[], ["id", "x"], ["hub", "indicator", "value"], ["city", "year", "x"]])
IDS = st.sampled_from(["oslo", "Rome", "bern", "a b", "", "oslo"])
FIGURES = st.sampled_from(["1", "2.5", "-3", "1e15", "..", "", "0.1"])
BASIC: Mapping[str, Any] = {"id": IDS, "hub": IDS, "city": IDS, "indicator": IDS, "x": FIGURES, "value": FIGURES}
BASIC = {**BASIC, "year": st.sampled_from(["2020", "2021"])}


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    base = draw(BASES)
    more = draw(st.lists(HEADERS, min_size=0 if base else 1, max_size=4))
    cells = [*(BASIC[name] for name in base), *(st.one_of(WORDS, BASIC.get(name, WORDS)) for name in more)]
    return [[*base, *more], *draw(st.lists(st.tuples(*cells).map(list), min_size=1, max_size=5))]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=tables(), form=st.sampled_from(["profiles", "table", None]), decimal=st.sampled_from(["comma", "point", None])
)
def test_whatever_is_in_a_table_it_is_refused_or_what_is_written_is_valid(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], form: Any, decimal: Any
) -> None:
    home = tmp_path_factory.mktemp("any")
    with (home / "t.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(table)
    wishes = Wishes(form, "A yearbook", "reported", 2022, decimal=decimal)
    try:
        draft = understood([(home / "t.csv", "t.csv")], wishes)
        files = composed(draft, wishes)
    except (InputError, UsageError) as error:
        assert all("as it would be" not in str(problem.place) for problem in error.problems)  # noqa: PT017
        return
    event(f"written {draft.shape} {form}")
    write_new(home / "new", {name: file.data for name, file in files.items()}, "new")
    dataset = hubscore.open(home / "new").dataset
    assert int((dataset.grade >= 0).sum()) == len(draft.observations)
