"""Dated deal: what is invested against the compute that the company buys from the investor, by year and in all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.investment.circular import CircularFlows
from revshare.investment.dated_deal import DatedDeal, Payback, payback
from revshare.lines import Projection
from revshare.stake_flows import deal_years
from revshare_workbooks.blocks.stakes import Horizon, PaymentRows
from revshare_workbooks.grid import Block, Content, Row, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.yearly import Yearly

NOT_PAID_BACK = "not paid back"


@dataclass(frozen=True)
class Bought:
    """Rows of the commitment that goes with a stake: promised, paid under it, and the investor's margin in that."""

    committed: Row
    paid: Row
    margin: Row


@dataclass(frozen=True)
class DealCells:
    """What a deal is worth to the investor, and the rows a chart shows."""

    multiple: Spot
    funded_fraction: Spot
    payback: Spot
    without_equity: Spot
    with_equity: Spot
    break_even_margin: Spot
    invested: Row
    margin: Row
    net: Row


@dataclass(frozen=True)
class _Engine:
    """What the engine says of a deal."""

    deal: DatedDeal
    flows: CircularFlows
    committed: FloatArray
    rate: float

    @property
    def factors(self) -> FloatArray:
        """Discount factors of the years' ends."""
        years = np.arange(1.0, self.flows.revenue.size + 1.0)
        return np.asarray((1.0 + self.rate) ** -years)

    @property
    def payback(self) -> Payback:
        """When the margin covers what was paid in."""
        return payback(self.flows.investment, self.flows.margin)


def deal_rows(
    page: Yearly,
    key: str,
    payments: PaymentRows,
    worth: Row,
    bought: Bought,
    horizon: Horizon,
    inputs: Inputs,
    projection: Projection,
) -> DealCells:
    """Lay out the commitment of a stake against its payments, which fall on their days.

    Parameters
    ----------
    worth
        Worth of the stake at each year's end.
    """
    found, named = projection.stakes[key], projection.case.stakes[key].commitment
    if found.deal is None:
        raise ValueError(f"{key} has no commitment")
    committed, paid, margin = deal_years(projection, named)
    rate = projection.number(f"stakes.{key}.discount_rate")
    engine = _Engine(found.deal, CircularFlows(found.bought, paid, margin), committed, float(rate))
    given = inputs[f"stakes.{key}.discount_rate"]
    return _Deal(page, payments, bought, given, horizon, engine).build(worth, found.tranches.days)


@dataclass(frozen=True)
class _Years:
    """Rows by year."""

    invested: Row
    committed: Row
    revenue: Row
    margin: Row
    factor: Row
    pv_revenue: Row
    pv_margin: Row
    net: Row


class _Deal:
    """Adds the payments' present value, the years, and the figures."""

    def __init__(
        self,
        page: Yearly,
        payments: PaymentRows,
        bought: Bought,
        rate: Spot,
        horizon: Horizon,
        engine: _Engine,
    ) -> None:
        self.page, self.payments, self.bought, self.rate = page, payments, bought, rate
        self.horizon, self.engine, self.money = horizon, engine, page.sheet.book.money

    def build(self, worth: Row, days: Sequence[date]) -> DealCells:
        page = self.page
        page.heading(
            "Investment against commitment",
            "Payments on their days, compute at each year's end, both discounted to the first day of the model at "
            "the investor's rate.",
        )
        page.scalar(
            "The investor's annual rate", "fraction", f"={self.rate}", self.engine.rate, Style.PERCENT
        )
        pv_investment = self._payments(days)
        rows = self._years()
        covered, part = self._payback(rows)
        self._own_money(rows.revenue)
        return self._figures(worth, pv_investment, rows, (covered, part))

    def line(self, label: str, formula: str, values: FloatArray, *, total: bool = False) -> Row:
        style = Style.MONEY
        row = self.page.line(label, self.money, formula, values, style)
        if total:
            self.page.total(row, f"=SUM({row:years})", float(values.sum()), style)
        return row

    def _payments(self, days: Sequence[date]) -> Spot:
        """Present value of each payment; answers that of all."""
        page, sheet, engine = self.page, self.page.sheet, self.engine
        page.heads(("Payment", "Day", "Money", "Years", "Discount factor", "Present value"))
        book, top = sheet.book, page.at
        for place, label in enumerate(self.payments.labels):
            row, day, counted = page.at, self.payments.days[place], self.payments.counted[place]
            paid, since = float(str(book.expects(counted))), (days[place] - book.timeline.start).days / 365.0
            sheet.put(row, 1, label, Style.LABEL)
            sheet.compute(row, 2, f"={day}", days[place], Style.DAY)
            amount = sheet.compute(row, 3, f"={counted}", paid, Style.MONEY)
            years = sheet.compute(row, 4, f"=({day}-{self.horizon.first})/365", since, Style.FACTOR)
            worth = (1.0 + engine.rate) ** -since
            factor = sheet.compute(row, 5, f"=(1+{self.rate})^(-{years})", worth, Style.FACTOR)
            sheet.compute(row, 6, f"={amount}*{factor}", paid * worth, Style.MONEY)
            page.at += 1
        column = Block(sheet, (top, 6), (page.at - 1, 6))
        value = float(engine.deal.pv_investment)
        found = page.scalar(
            "Present value of what is paid in", self.money, f"=SUM({column})", value, Style.MONEY
        )
        page.at += 1
        return found

    def _years(self) -> _Years:
        """What is paid in and what comes back in each year, discounted and added up."""
        page, engine, bought = self.page, self.engine, self.bought
        flows, factors = engine.flows, engine.factors
        page.header("By year", "Total")
        invested = self.line("Investment", f"={self.payments.bought}", flows.investment, total=True)
        committed = self.line("Committed", f"={bought.committed}", engine.committed, total=True)
        so_far = page.ahead()
        formula = f"=N({so_far:prev})+{committed}"
        page.line(
            "Committed so far", self.money, formula, np.cumsum(engine.committed), Style.MONEY, row=so_far
        )
        paid, earned = (f"=IF({so_far}>0,{row},0)" for row in (bought.paid, bought.margin))
        revenue = self.line("Paid since the first promised year", paid, flows.revenue, total=True)
        margin = self.line("Margin of the investor in that", earned, flows.margin, total=True)
        formula = f"=(1+{self.rate})^(-{page.sheet.book.year_number})"
        factor = page.line("Discount factor at the year's end", "factor", formula, factors, Style.FACTOR)
        pv_revenue = self.line(
            "Present value of payments", f"={revenue}*{factor}", flows.revenue * factors, total=True
        )
        pv_margin = self.line(
            "Present value of margin", f"={margin}*{factor}", flows.margin * factors, total=True
        )
        net = page.ahead()
        formula = f"=N({net:prev})+{margin}-{invested}"
        page.line(
            "Margin less investment, to date",
            self.money,
            formula,
            flows.investor_cumulative,
            Style.MONEY,
            row=net,
        )
        return _Years(invested, committed, revenue, margin, factor, pv_revenue, pv_margin, net)

    def _payback(self, rows: _Years) -> tuple[Row, Row]:
        """Rows that tell when the margin to date has covered the investment to date, even within a year."""
        page, when = self.page, self.engine.payback
        formula = f"={rows.margin}-{rows.net}"
        left = self.line("Open at the year's start, with what is then paid in", formula, when.open_at_start)
        formula = f"=IF(AND({self.payments.to_date}>0,{left}<={rows.margin}),1,0)"
        covered = page.line(
            "Covered in the year, or before", "flag", formula, when.covered * 1.0, Style.COUNT
        )
        formula = f"=IF({rows.margin}>0,MAX(0,MIN(1,{left}/IF({rows.margin}>0,{rows.margin},1))),0)"
        part = page.line("Part of the year until then", "fraction", formula, when.part, Style.PERCENT)
        return covered, part

    def _own_money(self, revenue: Row) -> None:
        """The investor's own money in what it is paid."""
        page, flows = self.page, self.engine.flows
        received = page.ahead()
        formula = f"=N({received:prev})+{revenue}"
        page.line("Received so far", self.money, formula, np.cumsum(flows.revenue), Style.MONEY, row=received)
        back = self.line(
            "Of that, its own money", f"=MIN({self.payments.to_date},{received})", flows.own_money_spent
        )
        formula = f'=IF({received}=0,"",{back}/IF({received}=0,1,{received}))'
        page.line(
            "Own money in what it received", "fraction", formula, flows.own_share_of_revenue, Style.PERCENT
        )

    def _figures(self, worth: Row, pv_investment: Spot, rows: _Years, payback: tuple[Row, Row]) -> DealCells:
        page, deal, money = self.page, self.engine.deal, self.money
        page.at += 1
        page.heads(("What the deal is worth to the investor", "Unit", "Figure"))
        covered, part = payback

        def figure(label: str, unit: str, formula: str, value: Content | FloatArray, style: Style) -> Spot:
            plain = value if isinstance(value, str) else float(np.asarray(value))
            return page.scalar(label, unit, formula, plain, style)

        def over(part: str, whole: str) -> str:
            return f'=IF({whole}=0,"",{part}/IF({whole}=0,1,{whole}))'

        paid_in, promised = f"{self.payments.funded}", f"{rows.committed:total}"
        multiple = figure(
            "Commitment over investment",
            "times",
            over(promised, paid_in),
            deal.commitment_multiple,
            Style.TIMES,
        )
        fraction = figure(
            "Part of the commitment the investor pays itself", "fraction", over(paid_in, promised),
            deal.investor_funded_fraction, Style.PERCENT,
        )  # fmt: skip
        place = f"MATCH(1,{covered:years},0)"
        years = float(deal.payback_years)
        back = figure(
            "Payback, years from the start", "years",
            f'=IF(COUNTIF({covered:years},1)=0,"{NOT_PAID_BACK}",{place}-1+INDEX({part:years},1,{place}))',
            NOT_PAID_BACK if np.isnan(years) else years, Style.DECIMAL,
        )  # fmt: skip
        without = figure(
            "Present value without equity", money, f"={rows.pv_margin:total}-{pv_investment}",
            deal.npv_excluding_equity, Style.MONEY,
        )  # fmt: skip
        last = f"COLUMNS({worth:years})"
        with_equity = figure(
            "Present value with equity, at its worth at the end", money,
            f"={without}+INDEX({worth:years},1,{last})*INDEX({rows.factor:years},1,{last})",
            deal.npv_including_equity, Style.MONEY,
        )  # fmt: skip
        needed = figure(
            "Margin at which the value without equity is 0", "fraction",
            over(f"{pv_investment}", f"{rows.pv_revenue:total}"), deal.break_even_margin, Style.PERCENT,
        )  # fmt: skip
        return DealCells(
            multiple, fraction, back, without, with_equity, needed, rows.invested, rows.margin, rows.net
        )
