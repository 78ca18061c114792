"""The rules that `hubscore check` speaks of: stable ids, each with what it asks for.

Scripts and forges remember findings by these ids, so they never change their meaning.
"""

from __future__ import annotations

GATES: dict[str, str] = {
    "leader-change": "The hub that leads must be the one that leads in the baseline.",
    "rank-change": "Every hub must keep the rank that it has in the baseline.",
    "score-change": "No score may move from that of the baseline by more than is allowed.",
    "required-hub": "Every hub that is required must be there and, if it competes, have a rank.",
    "min-coverage": "Every candidate must have figures for a share of its weight.",
    "min-evidence-share": "Every candidate must have evidence `reported` or better for a share of its scored weight.",
    "max-age": "No reading that a candidate scores by may be older than is allowed.",
    "max-rank-interval": "The 90 % interval of a candidate's rank may not be wider than is allowed.",
}
"""What a gate asks for, the worst to trip first."""

FILES: dict[str, str] = {
    "aggregate": "A node must be averaged in a way that its children allow.",
    "bad-key": "A key must be an id, or a year.",
    "bad-value": "A value must be of the kind that its key takes.",
    "bounds": "A reading must have a value or bounds, in order.",
    "choice": "A method must be one of the known ones, with parameters that it takes.",
    "constant": "An indicator should tell the hubs apart.",
    "csv": "A table must be complete: its columns are there, every line has as many cells, every cell can be read.",
    "denominator": "What an indicator is divided by must be a measure, above 0.",
    "digest": "A digest in a snapshot must be a SHA-256.",
    "duplicate-id": "An id must stand for one thing.",
    "file-changed": "A file must stay as it is while it is read.",
    "file-encoding": "A file must be UTF-8.",
    "file-kind": "What is named like a file must be a regular file.",
    "file-missing": "A file that is named must be there.",
    "file-pattern": "A path or pattern must stay inside the scorecard's folder and match files.",
    "file-size": "A file must be within the limit of its kind.",
    "file-unreadable": "A file must be one that may be read.",
    "git": "A revision must be there, and its files readable.",
    "goalposts": "Goalposts must be a pair of (worst, best), different and in the order of the direction.",
    "idle-panel": "Goalposts of all years should have an effect.",
    "idle-scenario": "A scenario should change something.",
    "idle-weight": "A weight should have an effect.",
    "implausible": "A figure should not lie far outside its goalposts, nor below 0 where these do not.",
    "impossible": "A figure must be one that its kind can have: places are whole and begin at 1, counts begin at 0.",
    "json-limit": "A JSON file must be within the limits of its size.",
    "json-syntax": "A JSON file must be JSON, with no key twice.",
    "lacking": "A method must have what it needs: goalposts, a target, a reference.",
    "leap": "A reading should not be a hundred times, or a hundredth of, the one before it.",
    "lone-year": "A reading should not be dated long after all others.",
    "missing-key": "A key that is needed must be there.",
    "mixed-families": "Scores that are averaged should spread alike.",
    "name": "A name must be one line of plain text.",
    "no-data": "An indicator should have readings that count.",
    "no-goalpost": "The hub that sets a goalpost should have a figure.",
    "no-z-scores": "An average of z-scores should be given z-scores.",
    "nobody-to-fill-from": "A gap should be one that the method can fill.",
    "off-the-scale": "A figure that is scored as it is should lie on the scale.",
    "other-unit": "A reading should be in a unit that can be compared.",
    "out-of-range": "A number must be within its limits.",
    "pairwise": "Judgements must compare the children of one node, each pair once.",
    "panel": "Goalposts of all years must be possible.",
    "same-name": "A hub should have a name of its own.",
    "scale": "The scale must run from its lowest to its highest score.",
    "scenario": "A scenario must be a partial scorecard.",
    "setting": "A setting in a snapshot must be one of a scorecard.",
    "share": "A share must be from 0 to 1.",
    "snapshot": "A snapshot must be whole, and of a kind that this program reads.",
    "toml-limit": "A TOML file must be within the limits of its size and depth.",
    "toml-syntax": "A TOML file must be TOML 1.0.",
    "too-much": "There must not be more of a thing than can be worked with.",
    "tree": "Pillars and indicators must form one tree.",
    "undefined": "What a method computes must be defined for every figure.",
    "unknown-id": "An id that is referred to must be there.",
    "unknown-key": "A key must be one that is known.",
    "unknown-source": "A source that a reading names must be declared.",
    "unscored": "Some hub should have figures enough to be scored.",
    "weight": "A weight must be 0 or within its limits.",
    "weights": "Of siblings all must have a weight, or none, and not all of them 0.",
    "xlsx": "A workbook must be one that can be read in safety, and the cells that count must hold values.",
    "z-scores": "An average of scores between goalposts should be given those.",
}
"""What is asked of files, each of their own and all together."""


def meaning(rule: str) -> str:
    """What a rule asks for, as one sentence."""
    return GATES.get(rule) or FILES.get(rule) or "Everything in the files must fit together."
