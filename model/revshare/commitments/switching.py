"""Where to buy compute when using a cloud at all has a least share or a cost (methods: compute commitments)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np

from revshare.arrays import BoolArray, FloatArray, Number, fraction
from revshare.bounds import quantity
from revshare.commitments.allocation import Allocation, Clouds, filled
from revshare.errors import NoSolutionError, TermsError

MOST_CLOUDS = 5
"""Every set of clouds is tried, and their number doubles with each cloud."""

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What using a cloud takes, shape ``(..., n)``.

    Parameters
    ----------
    minimum_shares
        Least share of demand that a cloud in use gets, as a fraction.
    switching_costs
        Paid once if a cloud is used, money; 0 for one in use already.
    required
        Clouds that must be used, shape ``(n,)``; none if left out.

    Raises
    ------
    InputError
        If a share is no fraction or a cost is negative.
    TermsError
        If there is not one value per cloud, or the clouds that must be used need more than all demand.
    """

    minimum_shares: FloatArray
    switching_costs: FloatArray
    required: BoolArray | None = None

    def __post_init__(self) -> None:
        fraction("minimum_shares", self.minimum_shares)
        quantity("switching_costs", self.switching_costs, "cloud")
        count = self.minimum_shares.shape[-1]
        if {count} != {self.switching_costs.shape[-1], self.must_use.shape[-1]}:
            raise TermsError(
                f"each needs one value per cloud: minimum_shares has {count}, "
                f"switching_costs has {self.switching_costs.shape[-1]}, required has {self.must_use.shape[-1]}"
            )
        needed = float(np.where(self.must_use, self.minimum_shares, 0.0).sum(axis=-1).max())
        if needed > 1.0 + _TOLERANCE:
            raise TermsError(f"minimum_shares of the clouds that must be used come to {needed:g}; at most 1")

    @property
    def must_use(self) -> BoolArray:
        """Clouds that must be used."""
        if self.required is None:
            return np.zeros(self.minimum_shares.shape[-1], dtype=np.bool_)
        return self.required


class Chosen(NamedTuple):
    """The best set of clouds and what is bought from each.

    Parameters
    ----------
    allocation
        Units, cost and shortfall of each cloud, and the demand left unmet.
    active
        Clouds in use, shape ``(..., n)``.
    switching_cost
        Paid for using them, money, shape ``(...,)``.
    cost
        All in: commitments of unused clouds too.
    """

    allocation: Allocation
    active: BoolArray
    switching_cost: FloatArray
    cost: FloatArray


def choose(demand: Number, clouds: Clouds, entry: Entry) -> Chosen:
    """Meet as much demand as can be at least cost, trying every set of clouds.

    With the set given, its least shares are bought first and the rest as `allocate` would. Among sets that
    serve equally much at equal cost the one with the earlier clouds wins.

    Parameters
    ----------
    demand
        Units of compute, a number or of shape ``(...,)``.

    Raises
    ------
    TermsError
        If there are more clouds than can be tried.
    NoSolutionError
        If a cloud that must be used cannot supply its least share.
    """
    quantity("demand", demand)
    if clouds.count > MOST_CLOUDS:
        raise TermsError(
            f"at most {MOST_CLOUDS} clouds can be tried in every combination, got {clouds.count}; "
            "merge the smallest"
        )
    if clouds.count != entry.minimum_shares.shape[-1]:
        raise TermsError(
            f"prices has {clouds.count} clouds and minimum_shares {entry.minimum_shares.shape[-1]}; "
            "give one value per cloud"
        )
    best: Chosen | None = None
    possible: BoolArray = np.zeros((), dtype=np.bool_)
    for switches in product((True, False), repeat=clouds.count):
        active = np.array(switches)
        if not active[entry.must_use].all():
            continue
        tried, fits = _with(active, demand, clouds, entry)
        better = fits if best is None else fits & (~possible | _better(tried, best))
        best = tried if best is None else _where(better, tried, best)
        possible = possible | fits
    if best is None or not possible.all():
        raise NoSolutionError(
            "a cloud that must be used has less capacity than its minimum share of demand; lower the share"
        )
    return best


def _with(active: BoolArray, demand: Number, clouds: Clouds, entry: Entry) -> tuple[Chosen, BoolArray]:
    """Buy from one set of clouds, and whether its least shares can be had."""
    least = np.where(active, entry.minimum_shares * np.asarray(demand)[..., np.newaxis], 0.0)
    most = np.where(active, clouds.capacities, 0.0)
    slack = _TOLERANCE * np.maximum(1.0, np.asarray(demand))
    fits = (least <= most + slack[..., np.newaxis]).all(axis=-1) & (least.sum(axis=-1) <= demand + slack)
    allocation = filled(demand, clouds, np.minimum(least, most), most)
    switching = np.where(active, entry.switching_costs, 0.0).sum(axis=-1)
    shape = allocation.unmet.shape
    switching = np.broadcast_to(switching, shape)
    cost = allocation.cost.sum(axis=-1) + switching
    chosen = Chosen(allocation, np.broadcast_to(active, allocation.units.shape), switching, cost)
    return chosen, np.broadcast_to(fits, shape)


def _better(tried: Chosen, best: Chosen) -> BoolArray:
    """Whether a set serves more, or serves as much for less, by more than rounding."""
    more = best.allocation.unmet - tried.allocation.unmet
    less = best.cost - tried.cost
    slack = _TOLERANCE * np.maximum(1.0, best.allocation.unmet)
    return np.asarray(
        (more > slack) | ((np.abs(more) <= slack) & (less > _TOLERANCE * np.maximum(1.0, best.cost)))
    )


def _where(better: BoolArray, tried: Chosen, best: Chosen) -> Chosen:
    """Path by path the better of two."""
    each = better[..., np.newaxis]
    allocation = Allocation(
        np.where(each, tried.allocation.units, best.allocation.units),
        np.where(each, tried.allocation.cost, best.allocation.cost),
        np.where(each, tried.allocation.shortfall, best.allocation.shortfall),
        np.where(better, tried.allocation.unmet, best.allocation.unmet),
    )
    return Chosen(
        allocation,
        np.where(each, tried.active, best.active),
        np.where(better, tried.switching_cost, best.switching_cost),
        np.where(better, tried.cost, best.cost),
    )
