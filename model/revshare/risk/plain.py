"""The plain form of a contract, which compiled code knows: tiers by contract year, a yearly cap and minimum."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.caps import Caps
from revshare.contracts.contract import Contract
from revshare.contracts.minimum import Minimum
from revshare.contracts.payment import Payment
from revshare.contracts.ramps import Ramp
from revshare.contracts.tiers import Tiers


class Plain(NamedTuple):
    """Terms of a plain contract.

    Parameters
    ----------
    thresholds, rates
        Marginal tiers on the revenue of a contract year, which begins with the model.
    cap
        Most paid in a contract year; infinite without one.
    minimum
        Least paid in a full contract year; 0 without one.
    """

    thresholds: FloatArray
    rates: FloatArray
    cap: float
    minimum: float


def plain_of(contract: Contract) -> Plain | None:
    """The plain terms of a revenue share; None where it has any other term that moves its accrual."""
    rate, minimum = contract.rate, contract.minimum
    if isinstance(rate, Ramp):
        return None
    table = rate if isinstance(rate, Tiers) else Tiers((0.0,), (rate,))
    terms = replace(contract, payment=Payment(), advance=None)
    plain = Contract(
        rate=Tiers(table.thresholds, table.rates) if isinstance(rate, Tiers) else rate,
        caps=Caps(annual=contract.caps.annual),
        minimum=Minimum(minimum.amount) if minimum else None,
    )
    if terms != plain:
        return None
    cap = contract.caps.annual
    return Plain(
        np.array(table.thresholds),
        np.array(table.rates, dtype=np.float64),
        float("inf") if cap is None else float(cap),
        float(minimum.amount) if minimum else 0.0,
    )
