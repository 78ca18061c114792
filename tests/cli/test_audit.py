from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest

Run = Callable[..., Any]


def test_the_summary_comes_first(run: Run) -> None:
    status, out, err = run("audit")
    assert (status, err) == (0, "")
    lines = out.splitlines()
    assert lines[0].startswith("Audit · Nordic hubs")
    assert lines[2].startswith("· Statistical coherence cannot be assessed with 3 hubs")
    assert "Ranks without one indicator or pillar" not in out
    assert "Least and greatest index" not in out


def test_full_has_the_detail(run: Run) -> None:
    out = run("audit", "--full")[1]
    assert "Ranks without one indicator or pillar" in out
    assert "Least and greatest index wherever gaps and bounds lie" in out


def test_force_computes_what_few_hubs_do_not_allow(run: Run) -> None:
    found = json.loads(run("audit", "--force", "-f", "json")[1])
    assert found["tables"]["correlations"]
    plain = json.loads(run("audit", "-f", "json")[1])
    assert plain["tables"]["correlations"] == []
    assert any("Not computed" in note for note in plain["notes"])


@pytest.mark.parametrize("name", ["coverage", "statistics", "leave_one_out", "balance", "proven"])
def test_each_table_as_csv(run: Run, name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(run("audit", "-f", "csv", "--table", name)[1])))
    assert rows
