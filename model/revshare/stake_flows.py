"""Stakes in a case: what is paid and held, what it is worth, and what it returns (methods: projection)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.errors import InputError
from revshare.investment.books import Books, Holding, carry
from revshare.investment.dated_deal import DatedDeal, Investment, dated_deal
from revshare.investment.preference import exit_value
from revshare.lines import Kind, Line, Projection, ratio_line
from revshare.stake_returns import Mark, Returns, StakeReturns

_ROUNDING = 1e-9


def stake_of(projection: Projection, key: str) -> StakeReturns:
    """A stake followed to the end of the horizon; profit and commitments must be projected already.

    Raises
    ------
    InputError
        If more than the whole company would be held, or its value or profit is needed and not known.
    """
    case, stake, name = projection.case, projection.case.stakes[key], f"stakes.{key}"
    end = date(case.last_year, 12, 31)
    tranches = _tranches(projection, key)
    investment = tranches.until(end)
    bought = investment.by_year(case.timeline.years)
    company_value = projection.yearly(f"companies.{stake.company}.value", case.companies[stake.company].value)
    ownership = _ownership(projection, key, bought, company_value)
    preference = projection.number(f"{name}.preference")
    value = exit_value(company_value, np.cumsum(bought, axis=-1), ownership, preference)
    return StakeReturns(
        tranches=tranches,
        bought=bought,
        ownership=ownership,
        company_value=company_value,
        value=value,
        books=_books(projection, key, bought, ownership, value),
        at_end=Returns(investment, value[..., -1], end),
        marked=_marked(projection, key, tranches) if stake.mark else None,
        deal=_deal(projection, key, investment, value) if stake.commitment else None,
    )


def stake_lines(projection: Projection, key: str) -> Iterator[tuple[str, Line]]:
    """Lines of one stake, which must be followed already; a value is held through its year."""
    stake, found = projection.case.stakes[key], projection.stakes[key]
    company = projection.case.companies[stake.company]
    months = projection.case.timeline.dates
    year = projection.case.timeline.calendar_years - projection.case.first_year
    yield f"invested.{key}", Line(f"Paid into: {stake.label}", Kind.FLOW, _by_month(found.tranches, months))
    yield (
        f"company_value.{stake.company}",
        Line(f"Value of all equity: {company.label}", Kind.STOCK, found.company_value[..., year]),
    )
    ordinary = found.ownership * found.company_value
    yield (
        f"ordinary_value.{key}",
        Line(f"Worth without preference: {stake.label}", Kind.STOCK, ordinary[..., year]),
    )
    label = f"Fraction held: {stake.label}"
    yield (
        f"ownership.{key}",
        ratio_line(projection, label, f"ordinary_value.{key}", f"company_value.{stake.company}"),
    )
    yield f"stake_value.{key}", Line(f"Worth: {stake.label}", Kind.STOCK, found.value[..., year])


def refuse_overowned(projection: Projection) -> None:
    """Refuse stakes that together hold more than their company.

    Raises
    ------
    InputError
        That names the company, the first year and the stakes.
    """
    for company in projection.case.companies:
        keys = [key for key, stake in projection.case.stakes.items() if stake.company == company]
        if keys:
            held = np.add.reduce(np.broadcast_arrays(*(projection.stakes[key].ownership for key in keys)))
            _refuse_above_one(f"companies.{company}", held, keys, projection)


def _tranches(projection: Projection, key: str) -> Investment:
    """Every payment into a stake, each weighted by its chance."""
    names = [f"stakes.{key}.tranches.{tranche}" for tranche in projection.case.stakes[key].tranches]
    amounts, chances = (
        projection.numbers(f"{name}.{part}" for name in names) for part in ("amount", "probability")
    )
    return Investment(tuple(_day(projection, f"{name}.date") for name in names), amounts * chances)


def _day(projection: Projection, name: str) -> date:
    day = projection.values[name]
    if not isinstance(day, date):
        raise InputError(f"{name} must be a date such as 2026-04-20, got {day}")
    return day


def _by_month(tranches: Investment, months: Sequence[date]) -> FloatArray:
    """Payments into a stake by month; what is paid before or after the model falls in none."""
    falls = [[day.replace(day=1) == month for month in months] for day in tranches.days]
    return np.asarray(tranches.paid @ np.array(falls, dtype=np.float64))


def _ownership(projection: Projection, key: str, bought: FloatArray, company_value: FloatArray) -> FloatArray:
    """Fraction held at each year's end: diluted by new money, raised by what is bought at the year's value."""
    name, stake = f"stakes.{key}", projection.case.stakes[key]
    dilution = projection.yearly(f"{name}.dilution", stake.dilution)
    held = [projection.numbers([f"{name}.ownership"])]
    for place, year in enumerate(projection.case.timeline.years[1:], start=1):
        given_up, paid, whole = (
            series[..., place : place + 1] for series in (dilution, bought, company_value)
        )
        if np.any((paid > 0.0) & (whole <= 0.0)):
            raise InputError(
                f"companies.{stake.company}.value is 0 in {year}, when {name} pays in; give the value it buys at"
            )
        paid, whole = np.broadcast_arrays(paid, whole)
        new = np.divide(paid, whole, out=np.zeros(paid.shape), where=whole > 0.0)
        held.append((1.0 - given_up) * held[-1] + new)
    ownership = np.concatenate(np.broadcast_arrays(*held), axis=-1)
    _refuse_above_one(f"{name}.ownership", ownership, [key], projection)
    return np.asarray(np.minimum(ownership, 1.0))


def _refuse_above_one(place: str, held: FloatArray, keys: list[str], projection: Projection) -> None:
    above = np.argwhere(held > 1.0 + _ROUNDING)
    if above.size:
        *_, year = above[above[:, -1].argmin()]
        worst = float(held[..., year].max())
        raise InputError(
            f"{place} comes to {worst:.6g} in {projection.case.timeline.years[year]}, above 1: "
            f"mend the value of the company, or what is held and paid in {', '.join(f'stakes.{key}' for key in keys)}"
        )


def _books(
    projection: Projection, key: str, bought: FloatArray, ownership: FloatArray, value: FloatArray
) -> Holding:
    name, company = f"stakes.{key}.books", projection.case.companies[projection.case.stakes[key].company]
    books = Books(str(projection.values[name]))
    if books is Books.EQUITY_METHOD and company.party:
        raise InputError(
            f"{name} is equity_method, which needs the profit of {company.label}; "
            "only the lab's is projected, so choose cost or fair_value"
        )
    return carry(
        books, bought, fair_value=value, ownership=ownership, result=projection.by_year("operating_profit")
    )


def _marked(projection: Projection, key: str, tranches: Investment) -> Mark:
    name = f"stakes.{key}.mark"
    day = _day(projection, f"{name}.on")
    value, ownership = (projection.numbers([f"{name}.{part}"])[..., 0] for part in ("value", "ownership"))
    return Mark(tranches.until(day), value, day, ownership)


def deal_years(projection: Projection, commitment: str) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Promised, paid and earned by the seller in each year of a deal, shape ``(..., years)``.

    A deal begins with its first promised year: what was bought before would have been bought without it.
    """
    committed, revenue, margin = (
        projection.by_year(f"{what}.{commitment}") for what in ("committed", "paid", "commitment_margin")
    )
    runs = np.cumsum(committed, axis=-1) > 0.0
    return committed, revenue * runs, margin * runs


def _deal(projection: Projection, key: str, investment: Investment, value: FloatArray) -> DatedDeal:
    committed, revenue, margin = deal_years(projection, projection.case.stakes[key].commitment)
    rate = projection.number(f"stakes.{key}.discount_rate")
    first = projection.case.first_year
    return dated_deal(investment, committed, revenue, margin, value[..., -1], rate, first)
