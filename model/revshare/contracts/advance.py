"""Advance: money paid early and kept back from later shares (order of operations, stage 10)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.contracts.terms import check, key
from revshare.inputs import Unit


@dataclass(frozen=True, slots=True)
class Advance:
    """An advance on the share.

    Parameters
    ----------
    amount
        Still to be recouped at the model's start.
    rate
        Fraction of each share that recoups it.
    """

    amount: Number = field(metadata=key("advance", "Advance still to be recouped", Unit.MONEY))
    rate: Number = field(
        default=1.0,
        metadata=key("advance_rate", "Fraction of each share that recoups the advance", Unit.FRACTION),
    )

    def __post_init__(self) -> None:
        check(self)


class Recouped(NamedTuple):
    """What an advance keeps back from each share, positive, and what is left of it.

    Parameters
    ----------
    recouped
        Kept back, money per period, shape ``(..., T)``.
    balance
        Still to be recouped at the end of each period.
    """

    recouped: FloatArray
    balance: FloatArray


def recouped(share: FloatArray, advance: Advance) -> Recouped:
    """Recoup an advance from positive shares; a negative share does not add to it.

    Parameters
    ----------
    share
        Share after caps, money per period, shape ``(..., T)``.
    """
    offered = np.maximum(share, 0.0) * advance.rate
    balance = np.maximum(advance.amount - np.cumsum(offered, axis=-1), 0.0)
    opening = np.empty(balance.shape)
    opening[..., :1] = advance.amount
    opening[..., 1:] = balance[..., :-1]
    return Recouped(np.minimum(offered, opening), balance)
