"""Growth-rate paths: what random monthly growth makes of a level (methods: risk)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray


def growth_paths(shocks: FloatArray, deviation: float, known: int = 0) -> FloatArray:
    """Factors on a level that shocks to its monthly growth carry away from its expected path.

    The factor of month t is exp of the sum of ``deviation * shock - deviation**2 / 2`` over the months up to
    t (a geometric random walk), so its mean is 1 in every month.

    Parameters
    ----------
    shocks
        Standard normal, shape ``(paths, T)``, best laid out by month.
    deviation
        Standard deviation of the logarithm of monthly growth.
    known
        Months at the beginning that are known, so that nothing moves them: their factor is 1.
    """
    found = shocks * deviation
    found -= deviation**2 / 2.0
    found[..., :known] = 0.0
    for month in range(1, found.shape[-1]):
        found[..., month] += found[..., month - 1]
    return np.asarray(np.exp(found, out=found))
