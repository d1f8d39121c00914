"""Reciprocal shares: each side pays the other a share, and one net amount changes hands (stage 11)."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.errors import NoSolutionError, NotApplicableError


class Basis(StrEnum):
    """Whether each share is taken on gross revenue or on revenue net of the other share."""

    GROSS = "gross"
    NET = "net"


class Reciprocal(NamedTuple):
    """Both gross flows of a two-way share.

    Parameters
    ----------
    lab_pays, partner_pays
        Money per period, each positive in its own direction.
    """

    lab_pays: FloatArray
    partner_pays: FloatArray

    @property
    def net(self) -> FloatArray:
        """What the lab pays after netting; negative when the partner pays."""
        return self.lab_pays - self.partner_pays


def reciprocal(
    lab_revenue: FloatArray,
    partner_revenue: FloatArray,
    lab_rate: Number,
    partner_rate: Number,
    basis: Basis = Basis.GROSS,
) -> Reciprocal:
    """Shares that lab and partner owe each other.

    On a net basis each share is taken on revenue less the share received by the other side, a pair of
    equations solved in closed form: ``S1 = r1 (R - r2 X) / (1 - r1 r2)``, and the mirror of it.

    Parameters
    ----------
    lab_revenue, partner_revenue
        Revenue of each side that the other shares in, money per period.
    lab_rate, partner_rate
        Rate the lab pays on its revenue, and the partner on its own.

    Raises
    ------
    NoSolutionError
        On a net basis if the rates multiply to 1.
    """
    if basis is Basis.GROSS:
        return Reciprocal(lab_rate * lab_revenue, partner_rate * partner_revenue)
    slack = 1.0 - np.asarray(lab_rate) * partner_rate
    if (slack <= 0.0).any():
        raise NoSolutionError("two net shares of 100 % have no answer; lower lab_rate or partner_rate")
    return Reciprocal(
        lab_rate * (lab_revenue - partner_rate * partner_revenue) / slack,
        partner_rate * (partner_revenue - lab_rate * lab_revenue) / slack,
    )


def implied_lab_revenue(
    net_paid: FloatArray, lab_rate: Number, partner_rate: Number = 0.0, partner_revenue: Number = 0.0
) -> FloatArray:
    """Lab revenue that a net payment implies; with no partner revenue known, the least it can be.

    Raises
    ------
    NotApplicableError
        If the lab's rate is 0.
    """
    if np.any(np.asarray(lab_rate) == 0.0):
        raise NotApplicableError(
            "a share at rate 0 says nothing about the lab's revenue; enter lab_rate above 0"
        )
    return (net_paid + partner_rate * partner_revenue) / lab_rate
