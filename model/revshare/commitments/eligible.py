"""Which spending counts toward a commitment (methods: compute commitments)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number
from revshare.bounds import quantity
from revshare.contracts.caps import capped
from revshare.contracts.terms import check, key
from revshare.inputs import Unit
from revshare.timeline import openings


@dataclass(frozen=True, slots=True)
class Eligibility:
    """What counts besides the compute bought from the partner itself.

    Parameters
    ----------
    resold
        Whether inference that the partner resells counts.
    marketplace_limit
        Most of a bucket's commitment that purchases in the partner's marketplace may meet, as a fraction; 0 if
        they do not count.
    """

    resold: bool = field(metadata=key("resold", "Whether resold inference counts", Unit.FLAG))
    marketplace_limit: Number = field(
        default=0.25,
        metadata=key("marketplace_limit", "Most that the marketplace may meet, fraction", Unit.FRACTION),
    )

    def __post_init__(self) -> None:
        check(self)


class Eligible(NamedTuple):
    """Spending that counts, money per period, shape ``(..., T)``.

    Parameters
    ----------
    own, marketplace, resold
        What counts of each kind.
    counted
        Their sum: the usage of a commitment.
    left_out
        Spending that does not count; it is paid all the same.
    """

    own: FloatArray
    marketplace: FloatArray
    resold: FloatArray
    counted: FloatArray
    left_out: FloatArray


def eligible(
    own: FloatArray,
    marketplace: FloatArray,
    resold: FloatArray,
    amounts: FloatArray,
    rules: Eligibility,
    opens: BoolArray,
) -> Eligible:
    """Sort spending into what counts and what does not; the marketplace counts first come first.

    Parameters
    ----------
    own, marketplace, resold
        Compute bought, marketplace purchases and inference resold by the partner, money at contract price per
        period, shape ``(..., T)``.
    amounts
        Committed in each bucket, shape ``(..., buckets)``.
    opens
        True in each period that opens a bucket, shape ``(T,)``.
    """
    quantity("commitment", amounts, "bucket")
    periods = opens.shape[-1]
    in_bucket = np.repeat(np.arange(amounts.shape[-1]), np.diff(np.append(openings(opens), periods)))
    limit = rules.marketplace_limit * amounts
    allowed = capped(marketplace, limit[..., in_bucket], opens).paid
    through = resold if rules.resold else np.zeros(resold.shape)
    counted = own + allowed + through
    return Eligible(own, allowed, through, counted, own + marketplace + resold - counted)
