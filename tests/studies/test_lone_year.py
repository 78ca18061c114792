"""A reading dated long after all others."""

from __future__ import annotations

from pathlib import Path

import pytest

import hubscore
from hubscore.model.dataset import Dataset
from hubscore.studies.lone_year import LoneYear, lone_year

CARD = """
hubs = "hubs/*.toml"
[measures.people]
[indicators.y]
direction = "higher"
goalposts = [0, 10]
per = "people"
"""


def dated(folder: Path, **years: list[int]) -> Dataset:
    """Hubs with readings of `y` in these years."""
    (folder / "scorecard.toml").write_text(CARD)
    (folder / "hubs").mkdir()
    for hub, its in years.items():
        reading = 'value = 5, evidence = "official", source = "s"'
        lines = [
            f'name = "{hub.title()}"',
            "[sources.s]",
            'publisher = "Census"',
            f"[data.people]\n2020 = {{ {reading} }}",
            "[data.y]",
            *(f"{year} = {{ {reading} }}" for year in its),
        ]
        (folder / "hubs" / f"{hub}.toml").write_text("\n".join(lines))
    return hubscore.open(folder).dataset


@pytest.mark.parametrize(("last", "told"), [(2028, False), (2029, True), (2042, True), (2199, True)])
def test_one_reading_five_years_after_all_others(tmp_path: Path, last: int, told: bool) -> None:
    found = lone_year(dated(tmp_path, oslo=[2020, 2024], turku=[2023, last]), "estimate")
    assert found == (LoneYear("turku", "y", last, 2024) if told else None)


def test_two_of_the_same_year_are_no_slip(tmp_path: Path) -> None:
    assert lone_year(dated(tmp_path, oslo=[2020, 2042], turku=[2023, 2042]), "estimate") is None


@pytest.mark.parametrize("years", [[], [2024]])
def test_the_others_are_near_enough(tmp_path: Path, years: list[int]) -> None:
    assert lone_year(dated(tmp_path, oslo=years), "estimate") is None


@pytest.mark.parametrize("people", ["", "[data.people]\n2042 = { value = 1, evidence = 'official', source = 's' }"])
def test_there_must_be_others(tmp_path: Path, people: str) -> None:
    dated(tmp_path, oslo=[])
    (tmp_path / "hubs" / "oslo.toml").write_text(f"name = 'Oslo'\n[sources.s]\npublisher = 'Census'\n{people}")
    assert lone_year(hubscore.open(tmp_path).dataset, "estimate") is None


def test_the_bundled_years_follow_each_other(root: Path) -> None:
    assert lone_year(hubscore.open(root / "configs").dataset, "target") is None


@pytest.mark.parametrize(
    ("admit", "lone"), [("reported", 2042), ("estimate", 2042), ("announced", 2060), ("target", None)]
)
def test_only_evidence_that_counts_is_looked_at(tmp_path: Path, admit: str, lone: int | None) -> None:
    dated(tmp_path, oslo=[2020, 2024], turku=[2042])
    for number, (grade, year) in enumerate([("announced", 2060), ("target", 2061)]):
        reading = f"{year} = {{ value = 5, evidence = '{grade}', source = 's' }}"
        profile = f"name = 'H{number}'\n[sources.s]\npublisher = 'Plan'\n[data.y]\n{reading}\n"
        (tmp_path / "hubs" / f"h{number}.toml").write_text(profile)
    found = lone_year(hubscore.open(tmp_path).dataset, admit)
    assert (found.year if found else None) == lone
