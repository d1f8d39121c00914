"""Stakes: payments as announced and as expected, by year, and what part of the company they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare.arrays import FloatArray
from revshare.lines import Projection
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.grid import Block, Row, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.yearly import Yearly


@dataclass(frozen=True)
class Horizon:
    """First and last day of the model."""

    first: Spot
    last: Spot


@dataclass(frozen=True)
class PaymentRows:
    """Payments into a stake.

    Parameters
    ----------
    labels, days, expected
        Name, day and expected amount of each payment.
    counted
        What is expected of each up to the last day of the model.
    announced, funded
        Sums of all that is announced, and of what is counted.
    bought, to_date
        Paid in the year, what came before in the first; and paid so far.
    """

    labels: tuple[str, ...]
    days: list[Spot]
    expected: list[Spot]
    counted: list[Spot]
    announced: Spot
    funded: Spot
    bought: Row
    to_date: Row


def payment_rows(
    page: Yearly, key: str, horizon: Horizon, inputs: Inputs, projection: Projection
) -> PaymentRows:
    """Lay out every payment with its day and chance, and what falls in each year."""
    stake, found = projection.case.stakes[key], projection.stakes[key]
    names = [f"stakes.{key}.tranches.{tranche}" for tranche in stake.tranches]
    labels = tuple(tranche.label for tranche in stake.tranches.values())
    amounts, chances = (
        projection.numbers(f"{name}.{part}" for name in names) for part in ("amount", "probability")
    )
    held = np.array([day <= found.at_end.day for day in found.tranches.days])
    counted = np.where(held, found.tranches.paid, 0.0)
    page.heading("Payments", "What is announced counts by the chance that it is paid, on its day.")
    page.heads(("Payment", "Day", "Announced", "Chance", "Expected", f"By end of {found.at_end.day.year}"))
    top, sheet = page.at, page.sheet
    days, expected, by_end = [], [], []
    for place, (label, name) in enumerate(zip(labels, names, strict=True)):
        row = page.at
        sheet.put(row, 1, label, Style.LABEL)
        days.append(
            sheet.compute(row, 2, f"={inputs[f'{name}.date']}", found.tranches.days[place], Style.DAY)
        )
        amount = sheet.compute(row, 3, f"={inputs[f'{name}.amount']}", float(amounts[place]), Style.MONEY)
        chance = sheet.compute(
            row, 4, f"={inputs[f'{name}.probability']}", float(chances[place]), Style.PERCENT
        )
        paid = float(found.tranches.paid[place])
        expected.append(sheet.compute(row, 5, f"={amount}*{chance}", paid, Style.MONEY))
        formula = f"=IF({days[-1]}<={horizon.last},{expected[-1]},0)"
        by_end.append(sheet.compute(row, 6, formula, float(counted[place]), Style.MONEY))
        page.at += 1
    sheet.put(page.at, 1, "Total", Style.TOTAL_LABEL)
    totals = [
        sheet.compute(
            page.at, column, f"=SUM({Block(sheet, (top, column), (page.at - 1, column))})",
            float(values.sum()), Style.MONEY_TOTAL,
        )
        for column, values in ((3, amounts), (5, found.tranches.paid), (6, counted))
    ]  # fmt: skip
    page.at += 2
    bought, to_date = _by_year(page, labels, days, expected, horizon, projection, key)
    return PaymentRows(labels, days, expected, by_end, totals[0], totals[-1], bought, to_date)


def _by_year(
    page: Yearly,
    labels: Sequence[str],
    days: Sequence[Spot],
    expected: Sequence[Spot],
    horizon: Horizon,
    projection: Projection,
    key: str,
) -> tuple[Row, Row]:
    """Payments by calendar year, and their running total."""
    found, years, money = projection.stakes[key], projection.case.timeline.years, page.sheet.book.money
    page.header("Paid in by year; what came before counts in the first", "Total")
    rows = []
    for place, (label, day, paid) in enumerate(zip(labels, days, expected, strict=True)):
        formula = f"=IF(MAX(YEAR({day}),YEAR({horizon.first}))={page.sheet.book.header_years},{paid},0)"
        in_year = max(found.tranches.days[place].year, years[0]) == np.array(years)
        values = np.where(in_year, found.tranches.paid[place], 0.0)
        rows.append(page.line(label, money, formula, values, Style.MONEY))
        page.total(rows[-1], f"=SUM({rows[-1]:years})", float(values.sum()), Style.MONEY)
    bought = page.line(
        "Paid in", money, "=" + "+".join(f"{row}" for row in rows), found.bought, Style.MONEY_TOTAL
    )
    page.total(bought, f"=SUM({bought:years})", float(found.bought.sum()), Style.MONEY_TOTAL)
    to_date = page.ahead()
    page.line("Paid in so far", money, f"={to_date:prev}+{bought}", found.funded, Style.MONEY, row=to_date)
    return bought, to_date


def by_year_row(
    page: Yearly, label: str, unit: str, name: str, inputs: Inputs, values: FloatArray, style: Style
) -> Row:
    """Bring an input by year onto the page."""
    source = inputs.by_year(name)
    one = f"={source}" if isinstance(source, Spot) else f"=INDEX({source},{page.sheet.book.year_number},1)"
    return page.line(label, unit, one, values, style)


@dataclass(frozen=True)
class OwnershipRows:
    """Value of the whole company and the fraction held at each year's end, and what holds of that path."""

    company_value: Row
    held: Row
    guards: tuple[Guard, ...]


def ownership_rows(
    page: Yearly, key: str, bought: Row, inputs: Inputs, projection: Projection, valued: Row | None = None
) -> OwnershipRows:
    """Fraction held by year: the first year's as given, then diluted by new money and raised by what is bought.

    Parameters
    ----------
    valued
        Value of the company where another stake in it shows that already.
    """
    stake, found = projection.case.stakes[key], projection.stakes[key]
    company, money = projection.case.companies[stake.company], page.sheet.book.money
    page.heading(
        "Ownership",
        "The first year's is given; new money then takes part of it, and what is paid buys at the year's value.",
    )
    page.header("At the end of the year")
    label = f"Value of all equity: {company.label}"
    value = (
        page.line(label, money, f"={valued}", found.company_value, Style.MONEY)
        if valued
        else by_year_row(
            page, label, money, f"companies.{stake.company}.value", inputs, found.company_value, Style.MONEY
        )
    )
    dilution = projection.yearly(f"stakes.{key}.dilution", stake.dilution)
    given_up = by_year_row(
        page, "Part given up to new money", "fraction", f"stakes.{key}.dilution", inputs, dilution, Style.PERCENT
    )  # fmt: skip
    path = _Path(found.ownership, dilution, found.bought, found.company_value)
    closing, first = page.ahead(), f"{page.sheet.book.year_number}=1"
    opening = page.line("Opening", "fraction", f"=N({closing:prev})", path.opening, Style.PERCENT)
    start = page.line(
        "As given for the first year", "fraction", f"=IF({first},{inputs[f'stakes.{key}.ownership']},0)",
        path.given, Style.PERCENT,
    )  # fmt: skip
    diluted = page.line(
        "Given up to new money", "fraction", f"=-{opening}*{given_up}", path.diluted, Style.PERCENT
    )
    formula = f"=IF(OR({first},{value}=0),0,{bought}/{value})"
    raised = page.line("Bought", "fraction", formula, path.raised, Style.PERCENT)
    page.line(
        "Held", "fraction", f"={opening}+{start}+{diluted}+{raised}", found.ownership, Style.PERCENT,
        row=closing,
    )  # fmt: skip
    return OwnershipRows(value, closing, _guards(page, stake.label, closing, (opening, start, bought, value)))


@dataclass(frozen=True)
class _Path:
    """Parts of the ownership path by year, as the engine has them."""

    held: FloatArray
    dilution: FloatArray
    bought: FloatArray
    company_value: FloatArray

    @property
    def opening(self) -> FloatArray:
        return np.concatenate([[0.0], self.held[:-1]])

    @property
    def given(self) -> FloatArray:
        return np.concatenate([self.held[:1], np.zeros(self.held.size - 1)])

    @property
    def diluted(self) -> FloatArray:
        return -self.opening * self.dilution

    @property
    def raised(self) -> FloatArray:
        nothing = np.zeros(self.held.size)
        found = np.divide(self.bought, self.company_value, out=nothing, where=self.company_value > 0.0)
        return np.concatenate([[0.0], found[1:]])


def _guards(page: Yearly, label: str, held: Row, sources: tuple[Row, Row, Row, Row]) -> tuple[Guard, ...]:
    """The path stays between 0 and 1, rises by purchases alone, and nothing is paid for a company without value."""
    opening, start, bought, value = sources
    years = page.sheet.book.year_number
    rise = f"{held:years}-{opening:years}-{start:years}"
    found = []
    for name, about, unit, formula in (
        (
            "Fraction held lies between 0 and 1",
            "Nobody holds more than the whole company",
            "fraction",
            f"=MAX(0,MAX({held:years})-1)-MIN(0,MIN({held:years}))",
        ),
        (
            "Fraction held rises by purchases alone",
            "New money of others only dilutes",
            "fraction",
            f"=SUMPRODUCT(({bought:years}=0)*({rise}>0)*({rise}))",
        ),
        (
            "What is paid in buys at a value",
            "Give the company's value in each year in which is paid in",
            page.sheet.book.money,
            f"=SUMPRODUCT(({years:years}>1)*({value:years}<=0)*{bought:years})",
        ),
    ):
        spot = page.scalar(f"Check: {name[:1].lower()}{name[1:]}", unit, formula, 0.0, Style.CHECK)
        found.append(Guard(f"{name}: {label}", about, spot))
    return tuple(found)
