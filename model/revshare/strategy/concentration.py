"""How much hangs on one partner (methods: own chips and concentration)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray, Number, fraction, ratio
from revshare.bounds import not_negative


@dataclass(frozen=True, slots=True)
class Concentration:
    """How revenue, compute or funding divides among partners; NaN where there is none at all.

    Parameters
    ----------
    shares
        Fraction of each partner, shape ``(partners, ...)``.
    herfindahl
        Sum of squared shares, from 1 / partners to 1; times 10,000 it is the index of competition law.
    largest
        Share of the largest partner.
    """

    shares: FloatArray
    herfindahl: FloatArray
    largest: FloatArray

    @property
    def effective_partners(self) -> FloatArray:
        """Number of equal partners that would be as concentrated."""
        return 1.0 / self.herfindahl


def concentration(amounts: FloatArray) -> Concentration:
    """Concentration of amounts by partner.

    Parameters
    ----------
    amounts
        Money or units by partner, 0 or more, shape ``(partners, ...)``, such as ``(partners, T)``.

    Raises
    ------
    InputError
        If an amount is negative.
    """
    given = not_negative("amounts", amounts)
    shares = ratio(given, given.sum(axis=0))
    return Concentration(shares, np.asarray((shares**2).sum(axis=0)), np.asarray(shares.max(axis=0)))


def with_own(shares: FloatArray, adoption: Number) -> FloatArray:
    """Shares after the fraction `adoption` moves to oneself, evenly from all; oneself is the last row."""
    moved = np.broadcast_to(np.asarray(fraction("adoption", adoption), dtype=np.float64), shares.shape[1:])
    return np.concatenate([shares * (1.0 - moved), moved[np.newaxis]])
