"""What an hour of owned compute costs, and how busy it must be to beat rent (methods: own or rent)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray, Number, fraction
from revshare.bounds import above_zero, attainable, not_negative
from revshare.errors import InputError
from revshare.strategy.annuity import annuity

HOURS = 8760.0
"""Hours of a year of 365 days."""


@dataclass(frozen=True, slots=True)
class Machine:
    """Compute to be owned: one accelerator, or a whole site.

    Parameters
    ----------
    capex
        Price paid at the start, money.
    years
        Years in use, above 0.
    annual_opex
        Power, space and staff per year of use, money, paid at the year's end whether busy or not.
    residual
        What it sells for after its years in use, money.
    delay
        Years from paying to first use; the capital waits meanwhile.
    """

    capex: Number
    years: Number
    annual_opex: Number
    residual: Number = 0.0
    delay: Number = 0.0

    def __post_init__(self) -> None:
        for name in ("capex", "annual_opex", "residual", "delay"):
            not_negative(name, getattr(self, name))


def annual_cost(machine: Machine, discount_rate: Number) -> FloatArray:
    """Even cost per year of use, money: capital recovered with interest, and running cost."""
    growth = 1.0 + np.asarray(discount_rate, dtype=np.float64)
    factor = annuity(discount_rate, machine.years)
    capital = machine.capex * growth**machine.delay - machine.residual * growth ** -np.asarray(machine.years)
    return np.asarray(capital / factor + machine.annual_opex)


def cost_per_hour(machine: Machine, discount_rate: Number, utilisation: Number = 1.0) -> FloatArray:
    """Owned cost of an hour used, money.

    Parameters
    ----------
    utilisation
        Fraction of all hours that are used, above 0.
    """
    used = above_zero("utilisation", fraction("utilisation", utilisation))
    return np.asarray(annual_cost(machine, discount_rate) / (HOURS * used))


def even_rent(
    machine: Machine, discount_rate: Number, rent_per_hour: Number, price_decline: Number = 0.0
) -> FloatArray:
    """Even rent per hour with the present value of the rent over the machine's years in use.

    Parameters
    ----------
    rent_per_hour
        Rent at the time the machine is paid, money.
    price_decline
        Fall of rent per year as a fraction below 1; negative where it rises. A delayed machine saves the lower
        rent of its own years.
    """
    decline = np.asarray(price_decline, dtype=np.float64)
    if (decline >= 1.0).any():
        raise InputError(f"price_decline must be below 1, got {float(decline.max()):g}")
    left = 1.0 - decline
    # Rent that falls by d is worth what an even rent is worth at the rate (1 + r) / (1 - d) - 1.
    falling = annuity((1.0 + np.asarray(discount_rate)) / left - 1.0, machine.years) / left
    return np.asarray(rent_per_hour * left**machine.delay * falling / annuity(discount_rate, machine.years))


def break_even_utilisation(
    machine: Machine, discount_rate: Number, rent_per_hour: Number, price_decline: Number = 0.0
) -> FloatArray:
    """Fraction of all hours from which on owning costs no more than renting the hours used.

    Raises
    ------
    InputError
        If there is no rent.
    NotApplicableError
        If owning is dearer even when every hour is used; in a series NaN stands there.
    """
    rent = even_rent(machine, discount_rate, above_zero("rent_per_hour", rent_per_hour), price_decline)
    needed = annual_cost(machine, discount_rate) / (HOURS * rent)
    return attainable(needed, "owning never costs as little as renting")
