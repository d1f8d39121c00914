"""Commitments by month: usage added up to buckets, payments laid back (methods: compute commitments)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import BoolArray, FloatArray
from revshare.commitments.buckets import NEW, Commitment, Opening, Settlement, settle
from revshare.timeline import openings, resets_every


def by_bucket(usage: FloatArray, opens: BoolArray) -> FloatArray:
    """Usage of each bucket, shape ``(..., buckets)``.

    Parameters
    ----------
    usage
        Money per period, shape ``(..., T)``; a credit is negative.
    opens
        True in each period that opens a bucket, shape ``(T,)``.
    """
    totals: FloatArray = np.add.reduceat(usage, openings(opens), axis=-1)
    return totals


def paid_by_period(usage: FloatArray, settlement: Settlement, opens: BoolArray) -> FloatArray:
    """What is paid in each period: usage as it is incurred, the settlement in the bucket's last period.

    Parameters
    ----------
    usage
        Money per period, shape ``(..., T)``.
    settlement
        Of the buckets of that usage.
    opens
        True in each period that opens a bucket, shape ``(T,)``.

    Returns
    -------
    FloatArray
        Money per period; the periods of a bucket sum to its `paid`. Make-up used is a credit in the last
        period and may exceed what that period bought.
    """
    settled = settlement.settled
    paid = np.array(np.broadcast_to(usage, (*settled.shape[:-1], usage.shape[-1])))
    last = np.append(openings(opens)[1:], usage.shape[-1]) - 1
    paid[..., last] += settled
    return paid


def settle_every(
    usage: FloatArray, terms: Commitment, periods_per_bucket: int = 1, opening: Opening = NEW
) -> Settlement:
    """Settle usage by period in buckets of equal length; one left unfinished at the end is not tested."""
    periods = usage.shape[-1]
    opens = resets_every(periods_per_bucket, periods)
    return settle(by_bucket(usage, opens), terms, opening, finished=periods % periods_per_bucket == 0)


def paid_every(
    usage: FloatArray, terms: Commitment, periods_per_bucket: int = 1, opening: Opening = NEW
) -> FloatArray:
    """What is paid in each period of buckets of equal length, shape ``(..., T)``."""
    settlement = settle_every(usage, terms, periods_per_bucket, opening)
    return paid_by_period(usage, settlement, resets_every(periods_per_bucket, usage.shape[-1]))
