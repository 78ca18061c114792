from __future__ import annotations

from hubscore.files.importing.draft import Draft, Hub, Observation, Series


def test_years_and_assumptions() -> None:
    series = (Series("x", "X"), Series("y", "Y", direction="lower"), Series("gdp", "GDP", measure=True))
    readings = tuple(Observation("a", "x", year) for year in (2021, None, 2019, 2021))
    draft = Draft("long", "T", (Hub("a", "A"),), series, readings, ())
    assert draft.years == [2019, 2021]
    assert draft.assumed == ["x"]
