"""What each period adds to a level (methods: S-curves and cohorts)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number


def change(stock: FloatArray, opening: Number = 0.0) -> FloatArray:
    """What each period adds to a stock, shape ``(..., T)``: its difference to the level before.

    Parameters
    ----------
    stock
        Level at the end of each period.
    opening
        Level before the first period, shape ``(...)``.
    """
    before = np.broadcast_to(np.asarray(opening)[..., np.newaxis], (*stock.shape[:-1], 1))
    return np.diff(stock, prepend=before, axis=-1)
