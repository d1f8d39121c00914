"""Own or rent: what a site of one's own costs a year, what the same hours rent for, and how busy it must be."""

from __future__ import annotations

import numpy as np

from revshare.capital import Site
from revshare.lines import Projection
from revshare.site_flows import site_of
from revshare.strategy.own_or_rent import Machine, annual_cost
from revshare_workbooks.blocks.capacity import power_row
from revshare_workbooks.grid import Row, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly

NEVER = "never: renting is cheaper at any use"

_TERMS = (
    ("capex", "Cost of building a gigawatt", Style.MONEY, ""),
    ("life", "Years until it is replaced", Style.DECIMAL, "years"),
    ("residual", "Left of its cost then", Style.PERCENT, "fraction"),
    ("discount_rate", "Annual rate", Style.PERCENT, "fraction"),
    ("running", "Cost of running a gigawatt for a year", Style.MONEY, ""),
    ("rent", "Rent of a gigawatt for a year", Style.MONEY, ""),
    ("utilisation", "Part of the year in use", Style.PERCENT, "fraction"),
)


def own_or_rent_block(sheet: Monthly, site: Site, inputs: Inputs, projection: Projection) -> dict[str, Row]:
    """Annual cost of the site and of renting instead by month, and the use from which on owning pays.

    Answers the rows by line name.
    """
    costs, book = site_of(projection), sheet.book
    power = power_row(sheet, "In use", "site.gigawatts", site.gigawatts, inputs, projection)
    value = {name: float(projection.number(f"site.{name}")) for name, *_ in _TERMS}
    term = {
        name: sheet.scalar(label, f"={inputs[f'site.{name}']}", value[name], style, unit or book.money)
        for name, label, style, unit in _TERMS
    }
    built, left = term["capex"], f"{term['residual']}*{term['capex']}"
    formula = f"=-PMT({term['discount_rate']},{term['life']},{built},-{left})+{term['running']}"
    machine = Machine(
        capex=value["capex"],
        years=value["life"],
        annual_opex=value["running"],
        residual=value["residual"] * value["capex"],
    )
    owned = float(annual_cost(machine, value["discount_rate"]))
    annual = sheet.scalar("Even cost of a gigawatt owned, a year", formula, owned, Style.MONEY, book.money)
    found = float(costs.break_even)
    sheet.scalar(
        "Part of the year in use from which on owning pays",
        f'=IF({annual}>{term["rent"]},"{NEVER}",{annual}/{term["rent"]})',
        NEVER if np.isnan(found) else found,
        Style.PERCENT,
        "fraction",
    )
    of_year = f"INDEX({power:years},1,{book.year_number})"
    rows = {}
    for name, each in (("site_cost", f"{annual}"), ("site_rent", f"{term['rent']}*{term['utilisation']}")):
        line = projection.line(name)
        rows[name] = sheet.flow(line.label, f"={of_year}*{each}/12", line.values)
    return rows
