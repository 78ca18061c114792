"""The table of ways to derive the weights of a node's children.

Rows share no signature, since what they work on differs; `needs` says what that is:

- "nothing": function(s) -> Derived, of which only the number of children counts
- "data": function(s, ...) -> its own result with `weights`, or a Refusal
- "matrix": function(matrix) -> Hierarchy or a Refusal

with `s` of shape (child, hub), complete. `bod` makes the linear programme of one hub, for a solver; `balanced`
takes the stated importance and the node's own way from scores to a score besides.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hubscore.methods.balance import balanced
from hubscore.methods.components import pca
from hubscore.methods.frontier import programme
from hubscore.methods.hierarchy import ahp
from hubscore.methods.information import critic, entropy, equal
from hubscore.methods.method import Method, Parameter, table


@dataclass(frozen=True, slots=True)
class Derivation(Method):
    """A row of `DERIVATIONS`.

    `needs`: what the weights come from; `sampled`: whether they are estimates that mean little
    where there are few hubs; `each`: whether every hub gets weights of its own.
    """

    needs: Literal["nothing", "data", "matrix"] = "data"
    sampled: bool = False
    each: bool = False


DERIVATIONS: dict[str, Derivation] = table(
    Derivation("equal", equal, "the same weight for each child", needs="nothing"),
    Derivation(
        "pca",
        pca,
        "squared loadings on rotated principal components: what moves together shares a weight",
        reference="OECD/JRC Handbook 2008, step 6; Nicoletti, Scarpetta and Boylaud 2000; Kaiser 1958",
        sampled=True,
    ),
    Derivation(
        "entropy",
        entropy,
        "1 - entropy of each child's scores: what sets hubs apart weighs more",
        reference="Shannon 1948; Zeleny 1982",
        sampled=True,
    ),
    Derivation(
        "critic",
        critic,
        "spread times disagreement with the other children",
        reference="Diakoulaki, Mavrotas and Papayannakis 1995",
        sampled=True,
    ),
    Derivation(
        "bod",
        programme,
        "benefit of the doubt: for each hub the weights that suit it best, its shares within bounds",
        reference="Melyn and Moesen 1991; Cherchye, Moesen, Rogge and Van Puyenbroeck 2007",
        parameters=(
            Parameter("least", default=0.0, least=0.0, most=1.0),
            Parameter("most", default=1.0, least=0.0, most=1.0),
        ),
        each=True,
    ),
    Derivation(
        "ahp",
        ahp,
        "judgements in pairs: the principal eigenvector of their matrix",
        reference="Saaty 1980",
        needs="matrix",
    ),
    Derivation(
        "balanced",
        balanced,
        "weights with which shares of squared correlation with the node meet the stated importance",
        reference="Becker, Saisana, Paruolo and Vandecasteele 2017",
        sampled=True,
    ),
)
