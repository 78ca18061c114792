"""What a new scorecard folder holds: an example to be overwritten, or a copy of another scorecard."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from hubscore.files.inside import glob_inside, inside
from hubscore.files.reader import TABLE_LIMIT, TOML_LIMIT, read_bytes
from hubscore.model.schema import SCHEMAS, schema_text
from hubscore.model.scorecard import Scorecard

CARD = "scorecard.toml"


class Written(NamedTuple):
    """A file of a new folder, and what it is for."""

    data: bytes
    purpose: str


Files = dict[str, Written]

EXAMPLE_CARD = """\
#:schema schema/scorecard.json
# What is measured, how it is scored and what weighs how much. The figures are in hubs/, one file a hub.
# Everything here is an invented example: replace it piece by piece, and run `hubscore check` after each.
title = "Example: three invented harbour cities"
hubs = "hubs/*.toml"
as_of = 2024 # newest year a reading may come from
max_age = 5 # oldest reading, in years before as_of

# Every weight in one place. Siblings are rescaled to 1, so only proportions count; of siblings name all or none.
[weights]
economy = 0.6
reach = 0.4

[method]
missing = "renormalise" # a missing figure is not zero: the rest of its pillar speaks for it
normalise = "goalposts" # 0 at the worst goalpost, 100 at the best; `hubscore methods` lists every choice
aggregate = "arithmetic"
min_coverage = 0.5 # a pillar with less of its weight known is not scored

[evidence]
admit = "estimate" # weakest grade that counts: what is announced or a target does not score

# What is read but not scored: denominators.
[measures.population]
label = "Population"
unit = "thousand"

[pillars.economy]
label = "Economy"

[pillars.reach]
label = "Reach"

# The id of an indicator is what the hubs' files call it.
[indicators.firms]
pillar = "economy"
label = "Firms per 1,000 residents"
per = "population" # the number of firms over thousands of residents
unit = "firms"
score_unit = "per 1,000"
kind = "count" # amount, count, rank or share: how the figure is noisy
direction = "higher" # or "lower"; there is no default
goalposts = [0, 100] # worst and best: round numbers beyond what any hub has
why = "Replace this with the reason why it is measured, and why between these goalposts."

[indicators.rent]
pillar = "economy"
label = "Office rent"
unit = "EUR per m2 and month"
direction = "lower"
goalposts = [40, 5]

[indicators.air_routes]
pillar = "reach"
label = "Direct air routes"
unit = "routes"
kind = "count"
direction = "higher"
goalposts = [0, 120]

[indicators.fairs]
pillar = "reach"
label = "International trade fairs"
unit = "fairs a year"
kind = "count"
direction = "higher"
goalposts = [0, 40]

# A named variant: `hubscore --scenario equal`.
[scenarios.equal]
label = "Equal pillars"
weights = { economy = 0.5, reach = 0.5 }

# What `hubscore check` holds; candidates only.
[gates]
min_coverage = 0.6
"""

EXAMPLE_HUB = """\
#:schema ../schema/hub.json
# An invented city. The name of this file is the hub's id. A reading is one line, under its indicator and year:
#   value, or bounds instead of it: at_least, at_most or both
#   evidence: official > reported > secondary > estimate > announced > target
#   source: an id of [sources]
name = "{name}"
role = "{role}" # candidates are ranked, a benchmark is a yardstick

[sources.invented]
title = "Invented for this example: replace it by the page or document the figure comes from"

[data.population]
2023 = {{ value = {population}, evidence = "estimate", source = "invented" }}

[data.firms]
2023 = {{ value = {firms}, evidence = "estimate", source = "invented" }}

[data.rent]
2024 = {{ value = {rent}, evidence = "estimate", source = "invented" }}

[data.air_routes]
2024 = {{ {routes}, evidence = "estimate", source = "invented" }}

[data.fairs]
2024 = {{ value = {fairs}, evidence = "estimate", source = "invented" }}
2022 = {{ value = {earlier}, evidence = "estimate", source = "invented" }}
"""

EXAMPLE_HUBS: Mapping[str, Mapping[str, str | float]] = {
    "eastmere": {
        "name": "Eastmere", "role": "candidate", "population": 640, "firms": 41_000, "rent": 17.5,
        "routes": "value = 48", "fairs": 9, "earlier": 7,
    },
    "northport": {
        "name": "Northport", "role": "candidate", "population": 1_150, "firms": 52_000, "rent": 14,
        "routes": "at_least = 60", "fairs": 14, "earlier": 15,
    },
    "oldhaven": {
        "name": "Oldhaven", "role": "benchmark", "population": 2_300, "firms": 168_000, "rent": 29,
        "routes": "value = 104", "fairs": 33, "earlier": 30,
    },
}  # fmt: skip


def example() -> Files:
    """A small scorecard of invented hubs, commented."""
    hubs = {
        f"hubs/{hub}.toml": Written(EXAMPLE_HUB.format_map(words).encode(), "an invented hub")
        for hub, words in EXAMPLE_HUBS.items()
    }
    card = Written(EXAMPLE_CARD.encode(), "what is measured, and how it weighs")
    return {CARD: card, **hubs, **schemas()}


def copied(card: Path, scorecard: Scorecard) -> Files:
    """The files of a scorecard that was read: itself, its profiles and its table, byte by byte."""
    folder = card.parent
    files = {CARD: Written(read_bytes(card, TOML_LIMIT, str(card)), "what is measured, and how it weighs")}
    for path in glob_inside(folder, scorecard.hubs) if scorecard.hubs else ():
        if path != card:
            name = path.relative_to(folder).as_posix()
            files[name] = Written(read_bytes(path, TOML_LIMIT, str(path)), "a hub")
    if scorecard.data is not None:
        path = inside(folder, scorecard.data.csv)
        name = path.relative_to(folder).as_posix()
        files[name] = Written(read_bytes(path, TABLE_LIMIT, str(path)), "the table of all figures")
    return files | schemas()


def schemas() -> Files:
    """What editors complete and check the files by."""
    return {f"schema/{kind}.json": Written(schema_text(kind).encode(), "for editors") for kind in SCHEMAS}
