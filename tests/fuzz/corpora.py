"""What mutants are made of: the bundled files, and small files of every kind that read well."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"

CARD = b"""\
#:schema schema/scorecard.json
title = "Two hubs"
hubs = "hubs/*.toml"
as_of = 2024
weights = { p = 1, b = 2.5 }

[method]
scale = [0, 100]
missing = "mean"
aggregate = { power = 0.5 }

[uncertainty]
aggregate = ["arithmetic", "geometric"]
data = { official = 0.02 }

[measures.gdp]
unit = "bn"

[pillars.p]
label = "Money"

[indicators.a]
pillar = "p"
per = "gdp"
direction = "higher"
goalposts = [0, 10]

[indicators.b]
direction = "lower"
goalposts = ["max", 0.5]
transform = { log = 0.01 }
why = '''as it
is'''

[scenarios.calm]
weights = { p = 3, b = 1 }
[scenarios.calm.indicators.a]
goalposts = [0, 20]
"""
HUB = b"""\
name = "Aville"
local_name = "\xe9\x87\x8d"
role = "candidate"
group = "west"

[sources.s]
title = "Yearbook, \\"2024\\""
url = 'https://example.org/#x'

[data.gdp]
2024 = { value = 29129.03, evidence = "official", source = "s" }
2023 = { value = 1e3, evidence = "official", source = "s" }

[data.a]
2024 = [{ at_least = 3, evidence = "official", source = "s" }, { value = 4.5, evidence = "reported", source = "s" }]

[data.b]
2023 = { at_least = 1, at_most = 2, covers = 0.75, evidence = "secondary", source = "s", note = \"\"\"
two
lines\"\"\" }

[[bets]]
name = "drugs"
indicators = ["a", "gdp"]

[[claims]]
id = "c"
statement = "Projects"
status = "signed"
readings = [ { year = 2021, value = 250, source = "s" }, { year = 2025, at_least = 260, source = "s" } ]

[[targets]]
of = "a"
kind = "flow"
year = 2027
at_least = 1
at_most = 3
source = "s"
"""
TOMLS = (
    CARD,
    HUB,
    b"a.b.c = 1\n\"q.r\" = \"\"\"x\\\n  y\"\"\"\n'z' = '''\nw'''\n[t]\nx=[1,[2,{y=3}],]\n[[u]]\n[[u.v]]\n",
    b"d = 1979-05-27\ne = 07:32:00.5\nf = 1979-05-27T00:32:00-07:00\ng = [true, false]\n",
    b"\xef\xbb\xbfk = 0xff\r\nl = [\r\n 1, # c\r\n]\r\nm = +1_0.5e-3\r\nn = -inf\r\n",
    b"",
)
WIDE = (
    b"id,name,year,a,b,gdp,i1\nx,Xtown,2024,1,2.5,3,1\ny,Yville,2024,,1e3,4,2\nx,Xtown,2023,0.5,2,3,7\n",
    b'id,name,year,a,"b",gdp,i1\r\n"x ""q""",X,2024,1,-2,3,1\r\n\r\ny,"Y\nville",2024,,1,4,2\r\n',
    b"\xef\xbb\xbfid,name,year,a\n\xc3\xa9,Z,2024,1\n",
    b"id,a,b,gdp\nx,1,2,3\ny,,5,6\n",
)
LONG = (
    b"hub,indicator,year,value,evidence,source\nOslo,banks,2024,5,official,Y\nOslo,air,2023,>=7,reported,Y\n",
    b"Country;GDP;Rent (EUR)\nNorway;1.234,5;10\nFinland;n/a;11,5\n",
    b"iso3,country,2019,2020,2021\nnor,Norway,1,2,3\nfin,Finland,,2,4\n",
    b"uCode,uName,Time,x1,x2\nA,Aland,2019,1,2\nB,Bland,2019,3,4\n",
    b"name\tprice\nA\t$5\nB\t6 %\n",
)


@cache
def tomls() -> Sequence[bytes]:
    """TOML of every kind, good and bad."""
    there = [*(ROOT / "configs").rglob("*.toml")]
    there += [*(SHARED / "bad_toml").rglob("*.toml")] if SHARED.is_dir() else []
    return [*TOMLS, *(data for path in sorted(there) if len(data := path.read_bytes()) < 6_000)]


@cache
def books() -> Sequence[bytes]:
    """Workbooks of the wide tables, as another program writes them."""
    from xlsxwriter import Workbook

    made = []
    for table in (*WIDE[:1], *WIDE[3:], LONG[0]):
        target = io.BytesIO()
        book = Workbook(target, {"in_memory": True})
        sheet = book.add_worksheet("Data")
        for row, line in enumerate(table.decode().splitlines()):
            for column, cell in enumerate(line.split(",")):
                (sheet.write_number if cell.isdigit() else sheet.write_string)(row, column, _cell(cell))
        book.close()
        made.append(target.getvalue())
    assert all(zipfile.is_zipfile(io.BytesIO(each)) for each in made)
    return made


def _cell(text: str) -> str | int:
    return int(text) if text.isdigit() else text


@cache
def snapshots() -> Sequence[bytes]:
    """What the program itself writes of the two hubs."""
    import tempfile

    from verdict import at, ran

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        furnished(home)
        with at(home):
            return [ran(["snapshot", "--draws", draws]).out for draws in ("0", "5")]


def furnished(home: Path) -> None:
    """Make a folder with a scorecard and two profiles that read well."""
    (home / "hubs").mkdir(exist_ok=True)
    (home / "scorecard.toml").write_bytes(CARD)
    for name in ("a", "b"):
        (home / f"hubs/{name}.toml").write_bytes(HUB)
