"""How a total divides into shares, and what a part says of its total (methods: mix)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import not_negative
from revshare.contracts.counters import TOLERANCE
from revshare.errors import InputError, NotApplicableError


def excess(shares: FloatArray) -> FloatArray:
    """What the shares of a partition sum to beyond 1, which is 0 where it is complete.

    Parameters
    ----------
    shares
        One row per part of a single partition (products, channels or customer types, never mixed),
        shape ``(parts, ...)``.
    """
    return np.asarray(np.asarray(shares, dtype=np.float64).sum(axis=0) - 1.0)


def divide(total: Number, shares: FloatArray) -> FloatArray:
    """Parts of a total, shape ``(parts, ...)``.

    Raises
    ------
    InputError
        If the shares are no fractions or do not sum to 1; `normalised` makes them.
    """
    fraction("share", shares)
    off = excess(shares)
    if (np.abs(off) > TOLERANCE).any():
        worst = float(off.flat[np.abs(off).argmax()])
        raise InputError(
            f"shares must sum to 1, got {1.0 + worst:.6g}; mend them, or normalise if the rest is to be spread"
        )
    return total * np.asarray(shares)


def normalised(shares: FloatArray) -> FloatArray:
    """Shares scaled to sum to 1: what sources leave out or count twice is spread over all parts alike.

    Raises
    ------
    InputError
        If a share is negative, or all are 0.
    """
    given = not_negative("shares", shares)
    total = given.sum(axis=0)
    if (total == 0.0).any():
        raise InputError("shares are all 0; give at least one above 0")
    return np.asarray(given / total)


def total_of(part: Number, share: Number) -> FloatArray:
    """Total behind a part and its share of it, both of the same date.

    Raises
    ------
    NotApplicableError
        If the share is 0: the part then says nothing of the total.
    """
    fraction("share", share)
    if np.any(np.asarray(share) == 0.0):
        raise NotApplicableError("share is 0; a part without a share says nothing of the total")
    return np.asarray(part / np.asarray(share))
