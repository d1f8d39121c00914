"""Gigawatts of capacity turned into money (methods: compute commitments)."""

from __future__ import annotations

from revshare.arrays import Number, fraction
from revshare.bounds import quantity


def capacity_cost(gigawatts: Number, cost_per_gw_year: Number, utilisation: Number = 1.0) -> Number:
    """Money per year for capacity counted as power.

    Parameters
    ----------
    gigawatts
        Capacity, as the power of the computers (IT) or of the whole site (facility).
    cost_per_gw_year
        Money per gigawatt and year; of IT power if the capacity is, of facility power if that is.
    utilisation
        Fraction of the capacity that is paid for.
    """
    price = quantity("cost_per_gw_year", cost_per_gw_year)
    return quantity("gigawatts", gigawatts) * price * fraction("utilisation", utilisation)
