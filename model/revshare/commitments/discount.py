"""What a discount for committing is worth (methods: compute commitments)."""

from __future__ import annotations

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import quantity


def contract_value(list_value: Number, discount: Number) -> Number:
    """What a value at list price comes to at contract price: (1 - discount) of it.

    Parameters
    ----------
    list_value
        Money at list price, 0 or more.
    discount
        Fraction off list price.
    """
    return quantity("list_value", list_value) * (1.0 - fraction("discount", discount))


def cost(list_commitment: Number, discount: Number, list_usage: FloatArray) -> FloatArray:
    """Cost of one bucket: usage at contract price, at least the commitment.

    Parameters
    ----------
    list_commitment
        Committed, money at list price.
    list_usage
        Used, money at list price, each value a bucket of its own, shape ``(..., T)``.
    """
    quantity("list_commitment", list_commitment)
    quantity("list_usage", list_usage)
    return np.maximum(contract_value(list_commitment, discount), contract_value(list_usage, discount))


def effective_price(list_commitment: Number, discount: Number, list_usage: FloatArray) -> FloatArray:
    """Cost per unit of list usage: 1 is the list price; nan without usage, where there is no price."""
    paid = cost(list_commitment, discount, list_usage)
    price = np.full(paid.shape, np.nan)
    np.divide(paid, list_usage, out=price, where=list_usage > 0.0)
    return price


def saving(list_commitment: Number, discount: Number, list_usage: FloatArray) -> FloatArray:
    """What committing saves against the same usage at list price; negative where it costs more."""
    return list_usage - cost(list_commitment, discount, list_usage)


def break_even_utilisation(discount: Number) -> Number:
    """Usage as a fraction of the commitment, both at list price, below which committing loses."""
    return 1.0 - fraction("discount", discount)
