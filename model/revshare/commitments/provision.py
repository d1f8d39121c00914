"""When a shortfall becomes an expense: as it is tested, or as soon as it is expected (methods: compute commitments)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray
from revshare.commitments.buckets import Settlement
from revshare.contracts.counters import nothing


class Recognition(StrEnum):
    """When an expected shortfall is booked; the reporting framework decides."""

    WHEN_TESTED = "when_tested"
    """As the cost of the bucket that falls short (US GAAP, in general)."""
    WHEN_EXPECTED = "when_expected"
    """As a provision for an onerous contract (IAS 37)."""


class Expense(NamedTuple):
    """What a commitment costs in each bucket, money, shape ``(..., buckets)``.

    Parameters
    ----------
    expense
        Cost of the bucket; in total what is paid.
    provision
        Accrued for later buckets, at the end of each: opening + expense - paid = closing, never negative.
    """

    expense: FloatArray
    provision: FloatArray


def expense(settlement: Settlement, recognition: Recognition = Recognition.WHEN_TESTED) -> Expense:
    """Cost of each bucket.

    Expected shortfalls are those of the settlement itself, less the make-up later buckets use; they are
    accrued in the first bucket and not discounted.
    """
    if recognition is Recognition.WHEN_TESTED:
        return Expense(settlement.paid, nothing(settlement.paid.shape))
    settled = settlement.settled
    still_to_come = settled[..., ::-1].cumsum(axis=-1)[..., ::-1] - settled
    provision = np.maximum(still_to_come, 0.0)
    provision[..., -1] = 0.0
    return Expense(settlement.paid + np.diff(provision, prepend=0.0, axis=-1), provision)
