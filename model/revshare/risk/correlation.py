"""Correlated draws: the order of independent draws is changed, never their values (methods: risk)."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.risk.normal import normal_quantile

Pair = tuple[str, str]
"""Names of two drivers."""

Correlations = Mapping[Pair, float]
"""Rank correlation of pairs of drivers, by name; 0 where none is given."""


def correlated(draws: FloatArray, ranks: FloatArray) -> FloatArray:
    """Reorder independent draws until their rank correlation is the one asked for (Iman and Conover).

    Parameters
    ----------
    draws
        Shape ``(drivers, paths)``.
    ranks
        Rank correlation of each pair (Spearman), shape ``(drivers, drivers)``, 1 on the diagonal.

    Returns
    -------
    FloatArray
        The same numbers in each row, in another order.

    Raises
    ------
    InputError
        If the matrix is no correlation matrix.
    """
    wanted = _root(ranks)
    # Scores in the order of the draws themselves, so that nothing further is drawn.
    paths = draws.shape[-1]
    steps = normal_quantile(np.arange(1, paths + 1) / (paths + 1))
    scores = steps[_ranks(draws)]
    found = np.linalg.cholesky(np.corrcoef(scores))
    target = wanted @ np.linalg.solve(found, scores)
    return np.take_along_axis(np.sort(draws, axis=-1), _ranks(target), axis=-1)


def rank_matrix(names: Sequence[str], pairs: Mapping[Pair, float]) -> FloatArray:
    """Rank correlation of every pair of drivers: 0 where none is given, 1 of a driver with itself."""
    ranks = np.eye(len(names))
    for (one, other), rank in pairs.items():
        places = names.index(one), names.index(other)
        ranks[places] = ranks[places[::-1]] = rank
    return ranks


def normal_score(rank: FloatArray | float) -> FloatArray:
    """Correlation of two normal numbers whose rank correlation this is."""
    return np.asarray(2.0 * np.sin(math.pi / 6.0 * np.asarray(rank)))


def _ranks(rows: FloatArray) -> np.ndarray:
    """Rank of each number in its row, from 0."""
    return np.argsort(np.argsort(rows, axis=-1, kind="stable"), axis=-1, kind="stable")


def _root(ranks: FloatArray) -> FloatArray:
    """Cholesky root of the correlation of normal scores that has these rank correlations."""
    given = np.asarray(ranks, dtype=np.float64)
    if (np.abs(given) > 1.0).any() or (np.diag(given) != 1.0).any() or (given != given.T).any():
        raise InputError(
            "rank correlations must be -1 to 1, the same both ways, and 1 of a driver with itself"
        )
    try:
        return np.asarray(np.linalg.cholesky(normal_score(given)))
    except np.linalg.LinAlgError:
        raise InputError(
            "rank correlations contradict each other: no drivers can have them all; bring the largest nearer to 0"
        ) from None
