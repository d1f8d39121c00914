"""Compute paid for in advance: burned down by the customer, earned by the provider (methods: compute commitments)."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import quantity
from revshare.errors import InputError


class BurnDown(NamedTuple):
    """A prepayment on both sides' books, money per period, shape ``(..., T)``.

    Parameters
    ----------
    drawn
        Usage the prepayment pays for.
    overage
        Usage beyond it, paid for separately.
    balance
        Customer's asset at the end of each period, before a lapse.
    lapsed
        What lapses, in the last period: the customer's loss.
    asset
        Customer's asset after it.
    earned
        Provider's revenue as the customer uses, with the breakage expected in proportion.
    earned_on_lapse
        Provider's revenue from what is left, in the last period.
    revenue
        Their sum; in total the prepayment, once it has lapsed.
    liability
        Provider's contract liability at the end of each period, never negative.
    """

    drawn: FloatArray
    overage: FloatArray
    balance: FloatArray
    lapsed: FloatArray
    asset: FloatArray
    earned: FloatArray
    earned_on_lapse: FloatArray
    revenue: FloatArray
    liability: FloatArray


def burn_down(
    prepaid: Number, usage: FloatArray, expected_breakage: Number = 0.0, *, lapses: bool = True
) -> BurnDown:
    """Use a prepayment up, and recognise it as revenue.

    Parameters
    ----------
    prepaid
        Paid before the first period, a number or of shape ``(..., 1)``.
    usage
        Used per period, money at contract price, shape ``(..., T)``.
    expected_breakage
        Fraction the provider expects never to be used, and may count on: it is earned in proportion to use.
        0 where it may not: then what is left is earned when its use becomes remote, here as it lapses.
    lapses
        Whether what is left lapses at the end of the last period.

    Raises
    ------
    InputError
        If an amount is negative or the breakage is no fraction below 1.
    """
    quantity("prepaid", prepaid)
    quantity("usage", usage)
    if np.any(np.asarray(fraction("expected_breakage", expected_breakage)) == 1.0):
        raise InputError(
            "expected_breakage must be below 1: what nobody is expected to use has no pattern of use; "
            "leave it off to earn it as it lapses"
        )
    used = np.cumsum(usage, axis=-1)
    burned = np.minimum(used, prepaid)
    drawn = np.diff(burned, prepend=0.0, axis=-1)
    recognised = np.minimum(used / (1.0 - expected_breakage), prepaid)
    earned = np.diff(recognised, prepend=0.0, axis=-1)
    balance, before_lapse = prepaid - burned, prepaid - recognised
    at_end = np.zeros(usage.shape[-1])
    at_end[-1] = float(lapses)
    lapsed, earned_on_lapse = balance * at_end, before_lapse * at_end
    return BurnDown(
        drawn=drawn,
        overage=np.diff(np.maximum(used - prepaid, 0.0), prepend=0.0, axis=-1),
        balance=balance,
        lapsed=lapsed,
        asset=balance - lapsed,
        earned=earned,
        earned_on_lapse=earned_on_lapse,
        revenue=earned + earned_on_lapse,
        liability=before_lapse - earned_on_lapse,
    )
