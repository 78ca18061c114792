"""Keep: every draw as a line of CSV."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING

from hubscore.errors import Problem, UsageError

if TYPE_CHECKING:
    from hubscore.model.scorecard import Scorecard
    from hubscore.studies.kept import Kept
    from hubscore.studies.robustness import Robustness


def refuse_to_keep(path: Path, output: Path | None) -> None:
    """Before anything is drawn: a place that draws cannot be kept in.

    Raises
    ------
    UsageError
        Where the folder is not there, the path is one, or the answer itself goes to this file.
    """
    if output is not None and os.path.realpath(path) == os.path.realpath(output):
        raise UsageError(Problem("usage", "`--keep` and `--output` name the same file", found=str(path)))
    if path.is_dir():
        hint = "name a file in it, as in --keep draws.csv"
        raise UsageError(Problem("usage", f"`--keep {path}` is a folder", hint=hint))
    if not path.parent.is_dir():
        hint = "make the folder, or name another"
        raise UsageError(Problem("usage", f"there is no folder for `--keep {path}`", found=str(path.parent), hint=hint))


def keep_draws(path: Path, found: Robustness, scorecard: Scorecard, only: Sequence[str]) -> None:
    """Write what `robustness` drew to a file: the same draws once more, a few at a time, whole or not at all."""
    from hubscore.files.write import write_stream
    from hubscore.studies.draws import sampler
    from hubscore.studies.kept import kept

    dataset = found.base.dataset
    source = sampler(dataset, scorecard, found.seed, only, base=found.base)
    ids = [dataset.hubs.ids[hub] for hub in found.field]
    write_stream(path, lines(kept(source, found.draws, found.field), ids))


def lines(blocks: Iterable[Kept], hubs: Sequence[str]) -> Iterator[bytes]:
    """Draws as CSV: one line a draw, its weights, methods, scores and ranks.

    Parameters
    ----------
    hubs
        The ids of the hubs that are ranked.
    """
    head = True
    for block in blocks:
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        if head:
            weights = (f"weights.{node}.{child}" for node, child in block.weights)
            ends = (f"{kind}.{hub}" for kind in ("score", "rank") for hub in hubs)
            writer.writerow(["draw", *weights, *block.chosen, *ends])
            head = False
        weights_of = zip(*(shares.tolist() for shares in block.weights.values()), strict=True)
        chosen_of = zip(*block.chosen.values(), strict=True) if block.chosen else ((),) * len(block.scores)
        rows = zip(weights_of, chosen_of, block.scores.tolist(), block.ranks.tolist(), strict=True)
        for number, (shares, chosen, scores, ranks) in enumerate(rows, block.first):
            writer.writerow([number, *shares, *chosen, *("" if isnan(score) else score for score in scores), *ranks])
        yield out.getvalue().encode()
