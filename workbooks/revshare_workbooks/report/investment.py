"""Investment sheet: what is paid for each stake, what is held and what it returns, against the compute it brings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import numpy as np

from revshare.capital_checks import parties_of
from revshare.case import Case
from revshare.lines import Projection
from revshare.stake_returns import Returns
from revshare_workbooks import look
from revshare_workbooks.blocks.books import books_rows
from revshare_workbooks.blocks.dated_deal import Bought, DealCells, deal_rows
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.preference import worth_rows
from revshare_workbooks.blocks.rates_of_return import (
    STEPS,
    Limits,
    ReturnCells,
    Valued,
    limits_rows,
    return_rows,
)
from revshare_workbooks.blocks.stakes import Horizon, OwnershipRows, PaymentRows, ownership_rows, payment_rows
from revshare_workbooks.grid import Book, Chart, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.look import ROW
from revshare_workbooks.page_breaks import CHARACTER
from revshare_workbooks.report.chart_frame import Frame
from revshare_workbooks.report.parties import colour_of_stakes
from revshare_workbooks.report.verdict import verdict
from revshare_workbooks.yearly import Yearly

_LABEL, _UNIT, _YEAR = 50.0, 13.0, 14.0
"""Characters of the columns."""

_CHART_HEIGHT, _BESIDE = 215.0, 3
"""Points of a chart, and how many stand side by side at most."""


@dataclass(frozen=True)
class _Laid:
    """Cells of one stake that the answers and charts show."""

    payments: PaymentRows
    owned: OwnershipRows
    worth: Row
    at_end: ReturnCells
    marked: ReturnCells | None
    company_value: Spot | None
    deal: DealCells | None


@dataclass
class _Investment:
    """Adds the answers, the charts, and the blocks of each stake."""

    book: Book
    inputs: Inputs
    projection: Projection
    lines: Mapping[str, Row]
    guards: list[Guard] = field(default_factory=list)
    laid: dict[str, _Laid] = field(default_factory=dict)
    page: Yearly = field(init=False)
    work: Yearly = field(init=False)
    horizon: Horizon = field(init=False)
    limits: Limits = field(init=False)

    def build(self) -> tuple[Guard, ...]:
        """Lay out answers, charts, and the stakes below them; answers what the Checks sheet holds them to."""
        case, book = self.projection.case, self.book
        about = "What is announced, paid, held and returned; what the compute that comes with it is worth."
        sheet = book.sheet("Investment", Role.OUTPUT, "Stakes and what they return", about)
        about = "How the rates of return on the Investment sheet are found, one search for each."
        work = book.sheet("Investment workings", Role.CALCULATION, "Search for the rates of return", about)
        self.page, self.work = Yearly(sheet), Yearly(work)
        for one in (sheet, work):
            one.put(3, 1, "Model check", Style.LABEL)
            verdict(one, 3, 3)
            one.freeze = (4, 2)
        years = dict.fromkeys(range(3, 4 + len(case.timeline.years)), _YEAR)
        sheet.widths = {1: _LABEL, 2: _UNIT, **years}
        work.widths = {1: 46, 2: 13, **dict.fromkeys(range(3, 4 + STEPS), 11)}
        self.horizon, self.limits = self._horizon(), limits_rows(self.work)
        top = self.page.at
        self.page.at += self._rows_above()
        for key in case.stakes:
            self.laid[key] = self._stake(key)
        self._together()
        self.page.at = top
        self._answers()
        self._charts()
        return tuple(self.guards)

    def _horizon(self) -> Horizon:
        work, timeline = self.work, self.book.timeline
        work.heading("Days of the model")
        first = work.scalar("First day", "date", f"={self.inputs.first_day}", timeline.start, Style.DAY)
        formula = f"=EDATE({self.book.header_months:last},1)-1"
        return Horizon(
            first, work.scalar("Last day", "date", formula, date(timeline.years[-1], 12, 31), Style.DAY)
        )

    def _stake(self, key: str) -> _Laid:
        """Every block of one stake."""
        page, case, stake = self.page, self.projection.case, self.projection.case.stakes[key]
        given, projection = (page, key), self.projection
        page.at += 1
        page.sheet.put(page.at, 1, stake.label, Style.TITLE)
        who = f"{parties_of(case)[stake.investor]} invests in {case.companies[stake.company].label}."
        page.sheet.put(page.at + 1, 1, who, Style.SUBTITLE)
        page.at += 2
        payments = payment_rows(*given, self.horizon, self.inputs, projection)
        valued = next(
            (
                one.owned.company_value
                for name, one in self.laid.items()
                if case.stakes[name].company == stake.company
            ),
            None,
        )
        owned = ownership_rows(*given, payments.bought, self.inputs, projection, valued)
        worth = worth_rows(*given, payments.to_date, owned, self.inputs, projection)
        at_end, (marked, company_value) = self._at_end(key, payments, worth), self._marked(key, payments)
        sources = (payments.bought, owned.held, worth)
        books = books_rows(*given, sources, self.inputs, projection, self.lines["operating_profit"])
        deal = None
        if stake.commitment:
            names = (f"{what}.{stake.commitment}" for what in ("committed", "paid", "commitment_margin"))
            bought = Bought(*(self.lines[name] for name in names))
            deal = deal_rows(*given, payments, worth, bought, self.horizon, self.inputs, projection)
        self.guards += [*owned.guards, at_end.guard, *([marked.guard] if marked else []), *books]
        return _Laid(payments, owned, worth, at_end, marked, company_value, deal)

    def _at_end(self, key: str, payments: PaymentRows, worth: Row) -> ReturnCells:
        found, label = self.projection.stakes[key].at_end, self.projection.case.stakes[key].label
        self.page.heading(
            f"Return at the end of {found.day.year}", "As if the stake were sold then for what it is worth."
        )
        value = f"INDEX({worth:years},1,COLUMNS({worth:years}))"
        valued = Valued(label, f"Worth at the end of {found.day.year}", value, f"{self.horizon.last}")
        return self._return(payments, valued, found)

    def _marked(self, key: str, payments: PaymentRows) -> tuple[ReturnCells | None, Spot | None]:
        found, stake = self.projection.stakes[key].marked, self.projection.case.stakes[key]
        if found is None:
            return None, None
        place, page = f"stakes.{key}.mark", self.page
        page.heading("Return at the reported value", "On its day; payments after it do not count.")
        value, owned = self.inputs[f"{place}.value"], self.inputs[f"{place}.ownership"]
        valued = Valued(stake.label, "Reported value", f"{value}", f"{self.inputs[f'{place}.on']}")
        cells = self._return(payments, valued, found)
        part = page.scalar(
            "Fraction it is for", "fraction", f"={owned}", float(found.ownership), Style.PERCENT
        )
        formula = f'=IF({part}=0,"",{value}/{part})'
        implied = float(found.company_value)
        label = "Value of the company it implies"
        return cells, page.scalar(label, self.book.money, formula, implied, Style.MONEY)

    def _return(self, payments: PaymentRows, valued: Valued, found: Returns) -> ReturnCells:
        return return_rows(self.page, self.work, payments, valued, found, self.limits)

    def _together(self) -> None:
        """What all stakes hold of a company that several are in."""
        page, case = self.page, self.projection.case
        for key, company in case.companies.items():
            keys = [name for name, stake in case.stakes.items() if stake.company == key]
            if len(keys) < 2:
                continue
            page.heading(f"All stakes in {company.label}")
            page.header("At the end of the year")
            formula = "=" + "+".join(f"{self.laid[name].owned.held}" for name in keys)
            held = np.sum([self.projection.stakes[name].ownership for name in keys], axis=0)
            row = page.line("Held by all of them", "fraction", formula, held, Style.PERCENT)
            formula = f"=MAX(0,MAX({row:years})-1)"
            above = page.scalar("Check: held above the whole", "fraction", formula, 0.0, Style.CHECK)
            about = "Mend the value of the company, or what is held and paid in"
            self.guards.append(Guard(f"Stakes together are at most the whole: {company.label}", about, above))

    def _rows_above(self) -> int:
        """Rows of answers and charts, which are laid out last."""
        _, down = self._grid()
        return 7 + len(_answers_of(self.projection.case)) + int(_CHART_HEIGHT * down / ROW)

    def _grid(self) -> tuple[int, int]:
        """How many charts stand side by side, and how many one above the other."""
        case = self.projection.case
        charts = 1 + len({stake.company for stake in case.stakes.values()})
        charts += sum(bool(stake.commitment) for stake in case.stakes.values())
        across = min(charts, _BESIDE if charts != _BESIDE + 1 else 2)
        return across, -(-charts // across)

    def _answers(self) -> None:
        """One column for each stake."""
        page, case = self.page, self.projection.case
        page.heading("Answers")
        page.heads(("", "Unit", *(stake.label for stake in case.stakes.values())))
        for label, unit, style, get in _answers_of(case):
            page.sheet.put(page.at, 1, label.format(case.last_year), Style.LABEL)
            page.sheet.put(page.at, 2, unit or self.book.money, Style.UNIT)
            for column, one in enumerate(self.laid.values(), start=page.layout.total):
                found = get(one)
                if found is None:
                    page.sheet.put(page.at, column, "-", Style.TEXT_RIGHT)
                else:
                    page.sheet.compute(page.at, column, f"={found}", self.book.content(found), style)
            page.at += 1

    def _charts(self) -> None:
        """Who holds each company, and each investment against the margin that comes back."""
        case, sheet = self.projection.case, self.page.sheet
        self.page.heading("Charts")
        across, down = self._grid()
        size = CHARACTER * sum(sheet.widths.values()), _CHART_HEIGHT * down
        frame = Frame(sheet, (self.page.at, 1), *size)
        places = (frame.place(number, columns=across, rows=down) for number in count())

        def chart(title: str, unit: str, alt: str, series: list[Series], **more: Any) -> None:
            years = self.book.header_years
            made = Chart(
                "column",
                title,
                "Calendar year",
                unit,
                series,
                years,
                alt=alt,
                **next(places),
                **more,
            )
            self.page.sheet.charts.append(made)

        alt = "Stacked columns of what each stake is worth at each year's end."
        colours = colour_of_stakes(case)
        worth = [
            Series(stake.label, self.laid[name].worth, colours[name]) for name, stake in case.stakes.items()
        ]
        chart("What the stakes are worth", self.book.money, alt, worth, stacked=True, from_zero=True)
        for key, company in case.companies.items():
            alt = "Stacked columns of the fraction each stake holds at each year's end."
            holders = [(name, stake.label) for name, stake in case.stakes.items() if stake.company == key]
            held = [Series(label, self.laid[name].owned.held, colours[name]) for name, label in holders]
            if held:
                chart(
                    f"Who holds {company.label}",
                    "Fraction held",
                    alt,
                    held,
                    stacked=True,
                    number_format="0.0%",
                    from_zero=True,
                )
        for name, one in self.laid.items():
            if one.deal:
                alt = (
                    "Columns of investment and margin by year, and a line of what the margin to date leaves over the "
                    "investment to date; it is paid back where the line crosses 0."
                )
                flows = [
                    Series("Investment", one.deal.invested, look.LOSS),
                    Series("Margin on compute", one.deal.margin, look.CASH),
                ]
                net = [Series("Margin less investment, to date", one.deal.net, look.PARTNER)]
                title = f"{case.stakes[name].label}: paid back where the line crosses 0"
                chart(title, self.book.money, alt, flows, line_series=net)


_Answer = tuple[str, str, Style, Callable[[_Laid], Spot | None]]


def _answers_of(case: Case) -> list[_Answer]:
    """Label, unit, look and cell of every answer that a stake of the case has; an empty unit is money."""
    found: list[_Answer] = [
        ("Announced", "", Style.MONEY, lambda one: one.payments.announced),
        ("Expected to be paid by the end of {}", "", Style.MONEY, lambda one: one.payments.funded),
        ("Held at the end of {}", "fraction", Style.PERCENT, lambda one: _last(one.owned.held)),
        ("Worth at the end of {}", "", Style.MONEY, lambda one: _last(one.worth)),
        ("  multiple of money put in", "times", Style.TIMES, lambda one: one.at_end.multiple),
        ("  rate of return a year (XIRR)", "fraction", Style.PERCENT, lambda one: one.at_end.rate),
    ]
    if any(stake.mark for stake in case.stakes.values()):
        found += [
            ("Multiple at the reported value", "times", Style.TIMES, _marked("multiple")),
            ("  rate of return a year (XIRR)", "fraction", Style.PERCENT, _marked("rate")),
            ("  value of the company it implies", "", Style.MONEY, lambda one: one.company_value),
        ]
    if any(stake.commitment for stake in case.stakes.values()):
        found += [
            ("Commitment over investment", "times", Style.TIMES, _deal("multiple")),
            ("  payback from the margin", "years", Style.DECIMAL, _deal("payback")),
            ("  present value without equity", "", Style.MONEY, _deal("without_equity")),
            ("  present value with equity", "", Style.MONEY, _deal("with_equity")),
            (
                "  margin at which it is 0 without equity",
                "fraction",
                Style.PERCENT,
                _deal("break_even_margin"),
            ),
        ]
    return found


def _marked(name: str) -> Callable[[_Laid], Spot | None]:
    return lambda one: getattr(one.marked, name, None)


def _deal(name: str) -> Callable[[_Laid], Spot | None]:
    return lambda one: getattr(one.deal, name, None)


def _last(row: Row) -> Spot:
    """A row's cell of the last year."""
    return Spot(row.sheet, row.number, row.sheet.layout.last_year)


def investment_sheet(
    book: Book, inputs: Inputs, projection: Projection, lines: Mapping[str, Row]
) -> tuple[Guard, ...]:
    """Lay out every stake of a case; answers what the Checks sheet holds them to.

    Parameters
    ----------
    lines
        Rows by the line's name: the lab's operating profit, and what is committed, paid and earned under each
        commitment that goes with a stake.
    """
    return _Investment(book, inputs, projection, lines).build()
