"""Who pays whom in a loop of several parties, by period (methods: investment).

A chip maker invests in a lab, the lab rents from a cloud, the cloud buys from the chip maker: how much of what a
party receives is money it sent out itself?
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.profitability import peak_funding

_KEPT = 1e-12
"""Part of the money that never travels on, so that a circle no outsider pays into has an answer: none of it his."""


@dataclass(frozen=True, slots=True)
class PartyFlows:
    """Payments between parties.

    Parameters
    ----------
    parties
        Names, in the order of the matrix.
    paid
        Money paid by the party of the row to the party of the column, 0 or more, shape
        ``(..., parties, parties, T)``.

    Raises
    ------
    InputError
        If the shape does not fit the parties, a payment is negative or missing, or a party pays itself.
    """

    parties: tuple[str, ...]
    paid: FloatArray

    def __post_init__(self) -> None:
        count = len(self.parties)
        if len(set(self.parties)) < count:
            raise InputError(f"parties must have different names, got {', '.join(self.parties)}")
        if self.paid.ndim < 3 or self.paid.shape[-3:-1] != (count, count) or not self.paid.shape[-1]:
            raise InputError(
                f"payments must be a table of {count} by {count} parties by period, got {self.paid.shape}"
            )
        wrong = ~((self.paid >= 0.0) & np.isfinite(self.paid))
        if wrong.any():
            *_, payer, payee, period = np.argwhere(wrong)[0]
            raise InputError(
                f"{self.parties[payer]} to {self.parties[payee]} must be 0 or more in period {period + 1}; "
                "enter a payment the other way in the other party's row"
            )
        own = np.diagonal(self.paid, axis1=-3, axis2=-2).any(axis=tuple(range(self.paid.ndim - 2)))
        if own.any():
            raise InputError(f"{self.parties[int(own.argmax())]} pays itself; leave that out")

    @classmethod
    def of(cls, payments: Mapping[tuple[str, str], npt.ArrayLike]) -> PartyFlows:
        """Lay out payments by payer and payee, shape ``(..., T)`` each; who is not named pays nothing."""
        parties = tuple(dict.fromkeys(name for pair in payments for name in pair))
        if not parties:
            raise InputError("there are no payments; give at least one, by payer and payee")
        series = np.broadcast_arrays(
            *(np.atleast_1d(np.asarray(one, dtype=np.float64)) for one in payments.values())
        )
        paid = np.zeros((*series[0].shape[:-1], len(parties), len(parties), series[0].shape[-1]))
        for (payer, payee), one in zip(payments, series, strict=True):
            paid[..., parties.index(payer), parties.index(payee), :] = one
        return cls(parties, paid)

    @property
    def to_date(self) -> FloatArray:
        """Payments since the start."""
        return np.cumsum(self.paid, axis=-1)

    @property
    def net_cash(self) -> FloatArray:
        """Received less paid, by party and period, shape ``(..., parties, T)``; all parties sum to 0."""
        net: FloatArray = self.paid.sum(axis=-3) - self.paid.sum(axis=-2)
        return net

    @property
    def exposure(self) -> FloatArray:
        """What each party has paid to each other beyond what came back from it, to date; never negative."""
        return np.maximum(self.to_date - np.swapaxes(self.to_date, -3, -2), 0.0)

    @property
    def peak_need(self) -> FloatArray:
        """Deepest cumulative net cash of each party, positive, shape ``(..., parties)``."""
        return peak_funding(self.net_cash)

    def own_money(self, party: str) -> FloatArray:
        """Part of what a party has received to date that it paid out itself, however it came round.

        What a party pays on is a mixture of what it has received; it adds money from outside only for what it
        pays beyond that. So a lab that receives 5 and pays 100 passes on 5 % of its investor's money.

        Returns
        -------
        FloatArray
            Fraction, shape ``(..., T)``; nan before the party has received anything.
        """
        place = self._place(party)
        paid = np.moveaxis(self.to_date, -1, -3)
        received, spent = paid.sum(axis=-2), paid.sum(axis=-1)
        pool = np.maximum(received, spent)
        # Row j: where each dollar in the pool of j comes from.
        origins = np.swapaxes(paid, -1, -2) / np.where(pool > 0.0, pool, 1.0)[..., np.newaxis]
        travels = origins * (1.0 - _KEPT)
        direct = origins[..., place]
        travels[..., place] = 0.0
        mine = np.linalg.solve(np.eye(len(self.parties)) - travels, direct[..., np.newaxis])[..., 0]
        back = (paid[..., place] * mine).sum(axis=-1)
        total = received[..., place]
        found: FloatArray = np.divide(back, total, out=np.full(total.shape, np.nan), where=total > 0.0)
        return found

    def _place(self, party: str) -> int:
        if party not in self.parties:
            raise InputError(f"party must be one of {', '.join(self.parties)}; got {party}")
        return self.parties.index(party)
