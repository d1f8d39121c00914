"""Banks that lapse: amounts kept for later buckets, the oldest used first (methods: compute commitments)."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.errors import InputError

Bank: TypeAlias = tuple[FloatArray, ...]
"""What is left of each bucket's amount, the oldest first; as many as the buckets in which one may be used."""


def opened(name: str, opening: Number, years: int, buckets: int) -> Bank:
    """Lay out the opening balance of a bank.

    Parameters
    ----------
    opening
        One amount, taken as kept in the bucket just before the first, or an array of shape ``(..., n)``
        by bucket of origin, the oldest first.
    years
        Buckets in which an amount may be used after the one that kept it; 0 for no bank.
    buckets
        Buckets that will be settled: nothing need be told apart that outlasts them.

    Raises
    ------
    InputError
        If there are balances of buckets that have lapsed already.
    """
    kept = np.atleast_1d(np.asarray(opening, dtype=np.float64))
    count = kept.shape[-1] if np.any(kept) else 0
    if count > years:
        raise InputError(
            f"{name} has balances of {count} buckets, but one may be used for {years}; leave out what has lapsed"
        )
    length = min(years, buckets + count)
    none = np.zeros(kept.shape[:-1])
    return (*[none] * (length - count), *(kept[..., age] for age in range(count)))


def held(bank: Bank) -> Number:
    """Balance of a bank."""
    total: Number = sum(bank, start=0.0)
    return total


def drawn(bank: Bank, wanted: FloatArray) -> tuple[Bank, FloatArray]:
    """Use what a bank holds, the oldest first, up to what is wanted: the bank left, and what was used."""
    left, open_want = [], wanted
    for amount in bank:
        used = np.minimum(amount, open_want)
        left.append(amount - used)
        open_want = open_want - used
    return tuple(left), wanted - open_want


def rolled(bank: Bank, kept: FloatArray) -> tuple[Bank, Number]:
    """Close a bucket: the oldest amount lapses, and what the bucket keeps joins as the newest."""
    if not bank:
        return bank, 0.0
    return (*bank[1:], kept), bank[0]
