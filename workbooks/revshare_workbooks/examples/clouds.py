"""Several clouds: where to buy compute that commitments have paid for in part."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from revshare.arrays import IntArray
from revshare.commitments.allocation import Allocation, Clouds, allocate
from revshare_workbooks.examples.line import COUNT, MONEY, NOT_NEGATIVE, NUMBER, Line
from revshare_workbooks.examples.page import Page, Work

TITLE = "Clouds", "Where to buy compute when several clouds have commitments, prices and capacities"

_Given: TypeAlias = tuple[Line, Line, Line, Line, Line]
"""Demand; of each cloud what is committed, its price and its capacity; and its place by price."""
_UNITS = MONEY._replace(unit="units")


def fill(page: Page) -> None:
    """Write the chapter."""
    _allocation(page)


def _allocation(page: Page) -> None:
    with page.work(
        "E24",
        "Compute bought from several clouds at least cost",
        "How much to buy from each cloud? Commitments are paid anyway: their units come first, then the lowest price.",
        "Compute commitments",
    ) as work:
        rows = work.figures.inputs["clouds"]
        names = [row["name"] for row in rows]
        terms = {
            name: np.array([row[name] for row in rows], dtype=np.float64)
            for name in ("commitment", "unit_price", "capacity")
        }
        wanted = work["demand"]
        clouds = Clouds(*terms.values())
        found = allocate(wanted, clouds)
        demand = work.given("Demand", _UNITS, wanted, NOT_NEGATIVE)
        work.heads("Cloud", names)
        committed = work.given("Committed", MONEY, terms["commitment"], NOT_NEGATIVE)
        price = work.given("Price of a unit", NUMBER, terms["unit_price"], NOT_NEGATIVE, unit="USD million")
        most = work.given("Capacity", _UNITS, terms["capacity"], NOT_NEGATIVE)
        given = (demand, committed, price, most, _rank(work, price, clouds))
        free, units = _cheapest_fill(work, given, clouds, found)
        cost = work.step("Paid", MONEY, f"=MAX({committed},{price}*{units})", found.cost)
        work.result(
            "Commitment paid without use",
            MONEY,
            f"=MAX(0,{committed}-{price}*{units})",
            found.shortfall,
            worked=list(work.worked("shortfalls").values()),
        )
        total = work.result(
            "Paid in all", MONEY, f"=SUM({cost:all})", found.cost.sum(), worked=work.worked("cost")
        )
        served = f"MIN({demand},SUM({most:all}))"
        work.holds(
            "Demand is met as far as capacity goes",
            "Units sum to demand",
            f"(SUM({units:all})-{served})",
            scale=f"{demand}",
        )
        work.holds(
            "Within capacity",
            "No cloud supplies more than it can",
            f"SUMPRODUCT(({units:all}>{most:all}*(1+{work.tolerance}))*1)",
        )
        _slopes(work, (price, most, free, units), clouds, found)
        naive = allocate(wanted, Clouds(np.zeros(len(names)), terms["unit_price"], terms["capacity"]))
        _naive(work, given, naive, clouds, total)


def _cheapest_fill(work: Work, given: _Given, clouds: Clouds, found: Allocation) -> tuple[Line, Line]:
    """Committed units in the order of the clouds, then the rest by rising price."""
    demand, committed, price, most, rank = given
    wanted = float(work["demand"])
    with np.errstate(divide="ignore", invalid="ignore"):
        paid_for = np.where(clouds.prices > 0, clouds.commitments / clouds.prices, np.inf)
    free = np.minimum(paid_for, clouds.capacities)
    first = np.minimum(free, np.maximum(0.0, wanted - np.cumsum(free) + free))
    room = clouds.capacities - free
    order = _places(clouds)
    cheaper = np.array([room[order < rank].sum() for rank in order])
    already = work.step(
        "Units the commitment pays for",
        _UNITS,
        f"=IF({price}=0,{most},MIN({most},{committed}/{price}))",
        free,
    )
    taken = work.step(
        "of which bought, in the order of the clouds",
        _UNITS,
        f"=MIN({already},MAX(0,{demand}-SUM({already:upto})+{already}))",
        first,
    )
    left = work.step("Room beyond them", _UNITS, f"={most}-{already}", room)
    before = work.step("Room of cheaper clouds", _UNITS, f'=SUMIF({rank:all},"<"&{rank},{left:all})', cheaper)
    units = work.result(
        "Units bought",
        _UNITS,
        f"={taken}+MIN({left},MAX(0,{demand}-SUM({already:all})-{before}))",
        found.units,
        worked=list(work.worked("allocation").values()),
    )
    return already, units


def _rank(work: Work, price: Line, clouds: Clouds) -> Line:
    """Place of each price, the lowest first; of equal prices the cloud named first."""
    formula = f"=SUMPRODUCT(({price:all}<{price})*1)+SUMPRODUCT(({price:upto}={price})*1)"
    return work.step("Place by price", COUNT, formula, _places(clouds))


def _places(clouds: Clouds) -> IntArray:
    return np.asarray(np.argsort(np.argsort(clouds.prices, kind="stable"), kind="stable") + 1)


def _slopes(work: Work, lines: tuple[Line, Line, Line, Line], clouds: Clouds, found: Allocation) -> None:
    """Least cost: no unit bought costs more than one left unbought."""
    price, most, free, units = lines
    with np.errstate(divide="ignore", invalid="ignore"):
        paid_for = np.where(clouds.prices > 0, clouds.commitments / clouds.prices, np.inf)
    committed = np.minimum(paid_for, clouds.capacities)
    slack = 1.0 + 1e-9
    last = np.where(found.units > committed * slack, clouds.prices, 0.0)
    highest = clouds.prices.max()
    following = np.where(
        found.units * slack >= clouds.capacities,
        highest,
        np.where(found.units * slack >= committed, clouds.prices, 0.0),
    )
    above = f"(1+{work.tolerance})"
    saved = work.step(
        "What the last unit bought adds to cost",
        NUMBER,
        f"=IF({units}>{free}*{above},{price},0)",
        last,
        unit="USD million",
    )
    more = work.step(
        "What one more would add; where there is none, the highest price",
        NUMBER,
        f"=IF({units}*{above}>={most},MAX({price:all}),IF({units}*{above}>={free},{price},0))",
        following,
        unit="USD million",
    )
    work.holds(
        "No exchange between clouds saves anything",
        "Cost rises ever faster on each cloud, so this makes it the least of all",
        f"MAX(0,MAX({saved:all})-MIN({more:all}))",
    )


def _naive(work: Work, given: _Given, naive: Allocation, clouds: Clouds, total: Line) -> None:
    """What buying by price alone would cost."""
    demand, committed, price, most, rank = given
    units = work.step(
        "Bought by price alone, commitments forgotten",
        _UNITS,
        f'=MIN({most},MAX(0,{demand}-SUMIF({rank:all},"<"&{rank},{most:all})))',
        naive.units,
    )
    paid = np.maximum(clouds.commitments, clouds.prices * naive.units)
    cost = work.step("Paid then, commitments included", MONEY, f"=MAX({committed},{price}*{units})", paid)
    wrong = work.result(
        "Paid in all then",
        MONEY,
        f"=SUM({cost:all})",
        paid.sum(),
        worked=work.worked("naive_cheapest_first_cost"),
    )
    work.holds("It never costs less", "Least cost is least", f"MAX(0,{total}-{wrong})", scale=f"{wrong}")
