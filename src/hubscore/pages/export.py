"""Everything that a scorecard holds and comes to, as tables to take elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import ROOT
from hubscore.pages.codebook import codebook_table
from hubscore.pages.document import Document
from hubscore.pages.export_method import indicators_table, measures_table, pillars_table, weights_table
from hubscore.pages.export_readings import hubs_table, keyed, observations_table, sources_table
from hubscore.pages.export_scores import scores_table, values_table
from hubscore.pages.export_statements import bets_table, claims_table, targets_table
from hubscore.pages.frame import Facts, aside_of, remark_notes, title_of
from hubscore.pages.ranking import ranking_table
from hubscore.studies.importance import importance
from hubscore.workspace import Workspace

if TYPE_CHECKING:
    from hubscore.studies.robustness import Robustness

MEANINGS = {
    "observations": "one reading a row, with source, hub and indicator; `import` reads this, not the method",
    "hubs": "who is in it",
    "indicators": "what is scored, and how; an empty cell follows [method] or a default",
    "measures": "what is read but not scored by itself",
    "pillars": "the inner nodes of the tree",
    "weights": "the number in the file, the share among siblings (nominal), the share of the index (effective)",
    "sources": "every source of every hub, cited or not",
    "bets": "what hubs say they will be good at, and the indicators or measures behind it",
    "claims": "statements about hubs that are no indicators, by year, with the stage they have reached",
    "targets": "goals set for a year",
    "scores": "every node of the tree for every hub; of indicators the figure behind the score, or why there is none",
    "values": "one row a hub: the figures that score, after division by `per`, before anything is filled in or treated",
    "ranking": "rank with its 90 % interval, score, coverage, evidence, pillars",
    "codebook": "what each indicator is, for people",
}
"""What each table holds; the table `tables` says so."""


def export_page(workspace: Workspace, ranking: Ranking, sure: Robustness | None = None, unsure: str = "") -> Document:
    """All tables of `hubscore export`; people see the codebook only, in whatever format.

    Parameters
    ----------
    sure
        Ranks over many draws, for the intervals in `ranking`.
    unsure
        Why there are none.
    """
    weighed = importance(ranking)
    listing = ranking.listing
    tables = (
        observations_table(workspace),
        hubs_table(workspace),
        indicators_table(workspace.scorecard),
        measures_table(workspace.scorecard),
        pillars_table(workspace.scorecard),
        weights_table(workspace, weighed),
        sources_table(workspace),
        bets_table(workspace),
        claims_table(workspace),
        targets_table(workspace),
        scores_table(workspace, ranking),
        values_table(ranking),
        ranking_table(ranking, listing, ROOT, ranking.rank, sure)._replace(shown=False),
        codebook_table(workspace, ranking, weighed),
    )
    contents = keyed("tables", ("table", "rows", "meaning"), ((t.name, len(t.rows), MEANINGS[t.name]) for t in tables))
    return Document(
        page="export",
        title=title_of(workspace),
        aside=aside_of(workspace),
        tables=(*tables, contents),
        notes=(*([unsure] if unsure else []), *remark_notes(ranking)),
        scorecard=Facts(workspace, None if sure is None else sure.seed),
    )
