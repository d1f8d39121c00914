"""A commitment ended early: what the buckets that remain still cost (methods: compute commitments)."""

from __future__ import annotations

from typing import NamedTuple

from revshare.arrays import FloatArray
from revshare.commitments.buckets import NEW, Commitment, Opening, Settlement, settle
from revshare.errors import InputError


class Termination(NamedTuple):
    """What a commitment ended early costs.

    Parameters
    ----------
    settlement
        The buckets as they would be settled if nothing were used after the end.
    remaining
        Shortfall of the buckets not finished at the end, money, shape ``(..., buckets)``; 0 before it.
    fee
        Due on it at the end, shape ``(...,)``.
    paid
        Paid by bucket: as settled before the end, then usage and the fee in the bucket it falls in.
    """

    settlement: Settlement
    remaining: FloatArray
    fee: FloatArray
    paid: FloatArray


def terminated(usage: FloatArray, terms: Commitment, finished: int, opening: Opening = NEW) -> Termination:
    """End a commitment early: the shortfall of what remains, times the fee fraction, is due at once.

    Banks and deferred commitment run on into the remaining buckets as the terms say, so the fee is due only on
    what would have fallen short.

    Parameters
    ----------
    usage
        Eligible usage per bucket, shape ``(..., buckets)``: up to the end in the bucket it falls in, 0 later.
    finished
        Buckets finished before the end, from 0 to all.

    Raises
    ------
    InputError
        If there is usage after the end, or `finished` is no number of these buckets.
    """
    buckets = usage.shape[-1]
    if not 0 <= finished <= buckets:
        raise InputError(f"finished must be 0 to {buckets} buckets, got {finished}")
    if usage[..., finished + 1 :].any():
        raise InputError(
            f"usage after the commitment ended in bucket {finished + 1} must be 0; "
            "end it later, or leave that usage out"
        )
    settlement = settle(usage, terms, opening)
    remaining = settlement.shortfall.copy()
    remaining[..., :finished] = 0.0
    each = remaining * terms.termination_fee
    fee = each.sum(axis=-1)
    paid = settlement.paid - remaining
    if finished < buckets:
        paid[..., finished] += fee
    return Termination(settlement, remaining, fee, paid)
