"""Byte fuzzing that learns: the readers under atheris, which keeps what reaches new code and goes on from there.

    python3.11 -m venv fuzz && fuzz/bin/pip install -r requirements/run.txt atheris && fuzz/bin/pip install --no-deps .
    fuzz/bin/python tests/fuzz/guided.py toml -max_total_time=600 found/

The first word is one of the readers, what follows is libFuzzer's. It is for long runs by hand: atheris is no
dependency of the tests, since it has wheels for few Pythons and platforms; `campaign.py` goes without.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["hubscore"], enable_loader_override=False):
    import bytewise
    import corpora
    from readers import READERS, fed


def main() -> None:
    """Fuzz one reader until the time is over or something gets through."""
    if len(sys.argv) < 2 or sys.argv[1] not in READERS:
        sys.exit(f"name a reader: {', '.join(READERS)}")
    kind, home = sys.argv.pop(1), Path(tempfile.mkdtemp())
    corpora.furnished(home)
    seeds = Path(tempfile.mkdtemp())
    for number, data in enumerate(bytewise.CORPORA[kind]()):
        (seeds / f"{number:03}").write_bytes(data)

    def attempt(data: bytes) -> None:
        _, faults = fed(kind, home, data)
        if faults:
            raise AssertionError(faults[0])

    atheris.Setup([*sys.argv, str(seeds)], attempt)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
