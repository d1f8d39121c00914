"""Where to buy compute when several clouds have commitments, prices and capacities (methods: compute commitments)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray, Number
from revshare.bounds import quantity
from revshare.errors import TermsError


@dataclass(frozen=True, slots=True, eq=False)
class Clouds:
    """What each cloud offers, shape ``(..., n)``, in the order that decides ties.

    Parameters
    ----------
    commitments
        Least paid to each, money.
    prices
        Money per unit of compute.
    capacities
        Most units each can supply; infinite for no limit.

    Raises
    ------
    InputError
        If a value is missing or negative.
    TermsError
        If they do not name the same clouds.
    """

    commitments: FloatArray
    prices: FloatArray
    capacities: FloatArray

    def __post_init__(self) -> None:
        given = {
            "commitments": self.commitments,
            "prices": self.prices,
            "capacities": self.capacities,
        }
        for name, values in given.items():
            quantity(name, values, "cloud")
        if len({values.shape[-1] for values in given.values()}) > 1:
            found = ", ".join(f"{name} has {values.shape[-1]}" for name, values in given.items())
            raise TermsError(f"each needs one value per cloud: {found}")

    @property
    def count(self) -> int:
        """Number of clouds."""
        return int(self.prices.shape[-1])


class Allocation(NamedTuple):
    """Compute bought from each cloud.

    Parameters
    ----------
    units
        Units bought from each, shape ``(..., n)``.
    cost
        Paid to each: its units at its price, at least its commitment.
    shortfall
        Part of each commitment paid without use.
    unmet
        Units of demand beyond all capacity, shape ``(...,)``.
    """

    units: FloatArray
    cost: FloatArray
    shortfall: FloatArray
    unmet: FloatArray


def allocate(demand: Number, clouds: Clouds) -> Allocation:
    """Meet demand at least cost: committed units first, which cost nothing more, then by rising price.

    Each cloud's cost ``max(K, p x)`` is flat up to ``K / p`` and rises by ``p`` after it, so filling the
    cheapest next unit is the optimum. Ties go by the order of the clouds. Demand beyond all capacity stays
    unmet.

    Parameters
    ----------
    demand
        Units of compute, a number or of shape ``(...,)``.
    """
    quantity("demand", demand)
    return filled(demand, clouds, np.zeros(clouds.count), clouds.capacities)


def filled(demand: Number, clouds: Clouds, least: FloatArray, most: FloatArray) -> Allocation:
    """Meet demand at least cost with bounds on each cloud's units, shape ``(..., n)``.

    The bounds must leave room: least at most `most`, and all of least at most the demand.
    """
    demand = np.asarray(demand, dtype=np.float64)
    shape = np.broadcast_shapes(
        (*demand.shape, 1), clouds.commitments.shape, clouds.prices.shape, least.shape, most.shape
    )
    units = np.array(np.broadcast_to(least, shape))
    unmet = np.maximum(np.broadcast_to(demand, shape[:-1]) - units.sum(axis=-1), 0.0)
    committed = np.minimum(_committed_units(clouds), most)
    in_order = np.broadcast_to(np.arange(shape[-1]), shape)
    by_price = np.broadcast_to(np.argsort(clouds.prices, axis=-1, kind="stable"), shape)
    for ceiling, order in ((committed, in_order), (most, by_price)):
        unmet = _fill(units, unmet, np.broadcast_to(ceiling, shape), order)
    spent = clouds.prices * units
    return Allocation(
        units,
        np.maximum(clouds.commitments, spent),
        np.maximum(clouds.commitments - spent, 0.0),
        unmet,
    )


def _fill(units: FloatArray, wanted: FloatArray, ceiling: FloatArray, order: np.ndarray) -> FloatArray:
    """Raise units in place up to a ceiling, cloud by cloud in the order; what is still wanted."""
    for rank in range(units.shape[-1]):
        cloud = order[..., rank : rank + 1]
        at = np.take_along_axis(units, cloud, -1)
        room = np.maximum(np.take_along_axis(ceiling, cloud, -1) - at, 0.0)
        more = np.minimum(room, wanted[..., np.newaxis])
        np.put_along_axis(units, cloud, at + more, -1)
        wanted = wanted - more[..., 0]
    return wanted


def _committed_units(clouds: Clouds) -> FloatArray:
    """Units that the commitment pays for; without end where a unit costs nothing."""
    commitments, prices = np.broadcast_arrays(clouds.commitments, clouds.prices)
    units = np.full(prices.shape, np.inf)
    np.divide(commitments, prices, out=units, where=prices > 0.0)
    return units
