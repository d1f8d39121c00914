"""Own capacity in a case beside the same capacity rented (methods: projection)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError, NotApplicableError
from revshare.lines import Kind, Line, Projection
from revshare.strategy.own_or_rent import HOURS, Machine, annual_cost, break_even_utilisation


@dataclass(frozen=True, slots=True)
class SiteCosts:
    """A site of one's own against the hours rented instead.

    Parameters
    ----------
    owned
        Even cost of the site by calendar year, busy or not, money, shape ``(..., years)``.
    rented
        Rent of the part of the year that is used, money, shape ``(..., years)``.
    break_even
        Part of the year in use from which on owning costs no more, shape ``(...)``; nan if it never does.
    """

    owned: FloatArray
    rented: FloatArray
    break_even: FloatArray


def site_of(projection: Projection) -> SiteCosts:
    """Costs of a case's own site, owned and rented.

    Raises
    ------
    InputError
        If there is no site, or its rent is 0.
    """
    site = projection.case.site
    if site is None:
        raise InputError(f"{projection.case.name} has no site; add [site]")
    value = {
        name: projection.number(f"site.{name}")
        for name in ("capex", "life", "residual", "discount_rate", "running", "rent", "utilisation")
    }
    if np.any(value["rent"] == 0.0):
        raise InputError("site.rent must be above 0, got 0; give what the same capacity rents for")
    gigawatts = projection.yearly("site.gigawatts", site.gigawatts)
    machine = Machine(
        capex=value["capex"],
        years=value["life"],
        annual_opex=value["running"],
        residual=value["residual"] * value["capex"],
    )
    return SiteCosts(
        owned=gigawatts * annual_cost(machine, value["discount_rate"]),
        rented=gigawatts * value["rent"] * value["utilisation"],
        break_even=_break_even(machine, value["discount_rate"], value["rent"]),
    )


def site_lines(projection: Projection) -> Iterator[tuple[str, Line]]:
    """Cost of the site and of renting instead, even over the months; no part of profit."""
    costs, year = site_of(projection), projection.case.timeline.calendar_years - projection.case.first_year
    label = projection.case.site.label if projection.case.site else ""
    for name, words, yearly in (
        ("site_cost", "owned", costs.owned),
        ("site_rent", "rented instead", costs.rented),
    ):
        yield name, Line(f"{label}, {words}; not part of profit", Kind.FLOW, yearly[..., year] / 12.0)


def _break_even(machine: Machine, discount_rate: FloatArray, rent: FloatArray) -> FloatArray:
    try:
        found = break_even_utilisation(machine, discount_rate, rent / HOURS)
    except NotApplicableError:
        return np.array(np.nan)
    return found[..., 0] if found.ndim else found
