"""Whether rank correlations can all hold at once, and which of them to lessen if not (methods: risk)."""

from __future__ import annotations

import math

import numpy as np

from revshare.arrays import FloatArray
from revshare.risk.correlation import Correlations, Pair, normal_score, rank_matrix

LEAST = 1e-9
"""Smallest eigenvalue of a matrix that counts as positive definite; below it rounding decides."""

STEPS = 100
"""Lesser correlations are tried in hundredths."""


def to_lessen(ranks: Correlations) -> tuple[Pair, float | None] | None:
    """The pair to bring nearer to 0 so that all agree: that which then changes least.

    Parameters
    ----------
    ranks
        Rank correlation of each pair, -1 to 1; pairs that are not given are at 0.

    Returns
    -------
    tuple or None
        The pair, and the largest correlation at which all agree, in hundredths; None in its place if no pair
        alone can mend it, and then the pair is the strongest. None if all agree as they are.
    """
    names = tuple(dict.fromkeys(name for pair in ranks for name in pair))
    scores = normal_score(rank_matrix(names, ranks))
    if not ranks or _agree(scores):
        return None
    found: dict[Pair, float] = {}
    for pair, rank in ranks.items():
        one, other = (names.index(name) for name in pair)
        lesser = [math.copysign(step / STEPS, rank) for step in range(math.floor(abs(rank) * STEPS) + 1)]
        tried = np.repeat(scores[np.newaxis], len(lesser), axis=0)
        tried[:, one, other] = tried[:, other, one] = [normal_score(value) for value in lesser]
        agreed = [value for value, fits in zip(lesser, _agree(tried), strict=True) if fits]
        if agreed:
            found[pair] = agreed[-1]
    if not found:
        return max(ranks, key=lambda pair: abs(ranks[pair])), None
    least = min(found, key=lambda pair: abs(ranks[pair] - found[pair]))
    return least, found[least]


def _agree(scores: FloatArray) -> FloatArray:
    """Whether matrices are positive definite, shape ``(..., drivers, drivers)`` to ``(...)``."""
    return np.asarray(np.linalg.eigvalsh(scores)[..., 0] > LEAST)
