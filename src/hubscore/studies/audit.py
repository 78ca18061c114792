"""The audit of a scorecard: data, coherence, weights, and what each hub's profile and the gaps mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hubscore.model.profile import Profile
from hubscore.model.ranking import Ranking
from hubscore.model.scorecard import AuditTable, Scorecard
from hubscore.studies.across import across
from hubscore.studies.balance import Balance, balance
from hubscore.studies.bets import Bet, bets_of
from hubscore.studies.coherence import Pair, correlations
from hubscore.studies.coverage import Covered, Older, coverage, older
from hubscore.studies.directions import Contrary, contraries, marked
from hubscore.studies.gates import Gate, data_gates
from hubscore.studies.importance import Importance, importance
from hubscore.studies.indicators import Distribution, distributions
from hubscore.studies.leave_out import Omission, omissions
from hubscore.studies.orders import Orders, orders
from hubscore.studies.proof import Proof, proven
from hubscore.studies.size import Shortage, shortage
from hubscore.studies.unity import Unity, unities


@dataclass(frozen=True, eq=False)
class Audit:
    """All that is asked of a scorecard before it is trusted.

    `short`: how many hubs are lacking for any statistics of hubs, None where there are enough;
    else `pairs`, `across` and `contraries` are empty and `unities` have no figures, unless they
    are `forced`. `older`: figures from before `as_of`, None where `max_age` says how old they may be.
    """

    ranking: Ranking
    limits: AuditTable
    forced: bool
    short: Shortage | None
    coverage: tuple[Covered, ...]
    older: Older | None
    gates: tuple[Gate, ...]
    distributions: tuple[Distribution, ...]
    pairs: tuple[Pair, ...]
    across: tuple[Pair, ...]
    contraries: tuple[Contrary, ...]
    unities: tuple[Unity, ...]
    importance: Importance
    omissions: tuple[Omission, ...]
    balance: Balance
    bets: tuple[Bet, ...]
    proof: Proof
    orders: Orders


def audit(ranking: Ranking, scorecard: Scorecard, profiles: Mapping[str, Profile], force: bool = False) -> Audit:
    """Audit a ranking.

    Parameters
    ----------
    scorecard
        The one that was scored; its [gates] and [audit] say what is asked for.
    profiles
        By hub, as far as there are any; they hold the bets.
    force
        Compute correlations, reliability, components and the shape of distributions however
        few hubs there are.
    """
    profile = balance(ranking)
    proof = proven(ranking)
    pairs = correlations(ranking, scorecard.audit, force)
    contrary = contraries(ranking.plan, pairs, scorecard.audit)
    return Audit(
        ranking=ranking,
        limits=scorecard.audit,
        forced=force,
        short=shortage(len(ranking.rank) - int(ranking.screened.sum()), 1),
        coverage=coverage(ranking),
        older=older(ranking) if scorecard.max_age is None else None,
        gates=data_gates(ranking, scorecard.gates),
        distributions=distributions(ranking, force),
        pairs=marked(pairs, contrary),
        across=across(ranking, scorecard.audit, force),
        contraries=contrary,
        unities=unities(ranking, scorecard.audit, force),
        importance=importance(ranking),
        omissions=omissions(ranking),
        balance=profile,
        bets=bets_of(ranking, scorecard, profiles, profile.indicator_residuals),
        proof=proof,
        orders=orders(ranking, proof),
    )
