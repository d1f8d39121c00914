"""Rates of return: dated payments and one value, their multiple, and the rate at which they are worth 0.

Whatever is paid comes before the value, so there is one rate at most. The growth factor starts where the payment
that would grow fastest by itself alone reaches the value; that is too high, and from above Newton's steps on the
logarithm of what all payments grow to fall to the rate and never pass it. A check puts the rate back into the flows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.investment.roots import LEAST, MOST_RATE
from revshare.stake_returns import Returns
from revshare_workbooks.blocks.guards import Guard
from revshare_workbooks.blocks.stakes import PaymentRows
from revshare_workbooks.grid import ANYTHING, Block, Content, Spot, Style
from revshare_workbooks.monthly import shown
from revshare_workbooks.yearly import Yearly

STEPS = 12
"""Steps of a search: the hardest of 30,000 random sets of payments, a day to 70 years before the value, took 11."""

ROUNDING = 1e-13
"""Part of a value below which what is left of it, less what is paid on its day, is nothing."""

ABOVE, LOST, NOTHING_BACK, NOTHING_PAID = "above limit", "all is lost", "nothing back", "nothing paid"
WORDS = (ABOVE, LOST, NOTHING_BACK, NOTHING_PAID)
"""What is said where there is no rate."""


@dataclass(frozen=True)
class Limits:
    """Least and most growth factor a year that is looked for, and the part of a value that is rounding alone."""

    least: Spot
    most: Spot
    rounding: Spot


@dataclass(frozen=True)
class ReturnCells:
    """What a stake returns; `guard` is 0 where the rate satisfies its equation."""

    invested: Spot
    multiple: Spot
    gain: Spot
    rate: Spot
    guard: Guard


@dataclass(frozen=True)
class Valued:
    """One value of a stake on one day.

    Parameters
    ----------
    name, label
        Which stake, and what the value is.
    value, day
        Formulas of the two.
    """

    name: str
    label: str
    value: str
    day: str


def limits_rows(work: Yearly) -> Limits:
    """Lay out the bounds of the search."""
    work.heading("Bounds of every rate that is looked for")
    least = work.constant("Least growth factor a year", "factor", float(np.exp(LEAST)), Style.STORED_NUMBER)
    most = work.constant("Most growth factor a year", "factor", 1.0 + MOST_RATE, Style.STORED_NUMBER)
    rounding = work.constant("Part of a value that is rounding", "fraction", ROUNDING, Style.STORED_NUMBER)
    return Limits(least, most, rounding)


def return_rows(
    page: Yearly, work: Yearly, payments: PaymentRows, valued: Valued, returns: Returns, limits: Limits
) -> ReturnCells:
    """Flows on their days with the rate, and on the sheet of workings the search for it."""
    return _Return(page, work, payments, valued, limits, _Engine(payments, page, returns)).build()


class _Engine:
    """What the engine says of each cell: payments first, the value last."""

    def __init__(self, payments: PaymentRows, page: Yearly, returns: Returns) -> None:
        book, day = page.sheet.book, returns.day
        paid_on = [cell for spot in payments.days if isinstance(cell := book.content(spot), date)]
        expected = np.array([float(str(book.content(spot))) for spot in payments.expected])
        counts = np.array([one <= day for one in paid_on])
        self.days: list[Content] = [*(one if one <= day else "" for one in paid_on), day]
        first = min([one for one in paid_on if one <= day], default=day)
        since = [((one - first).days if one <= day else 0) / 365.0 for one in paid_on]
        self.first = first
        self.years = np.array([*since, (day - first).days / 365.0])
        self.money = np.append(np.where(counts, -expected, 0.0), float(returns.value))
        self.invested, self.multiple = float(returns.invested), float(returns.multiple)
        self.gain, self.rate = float(returns.gain), float(returns.rate)

    @property
    def lasting(self) -> FloatArray:
        """Years from each payment to the value."""
        return np.asarray(self.years[-1] - self.years[:-1])

    @property
    def growing(self) -> FloatArray:
        """Payments before the day of the value."""
        return np.where(self.lasting > 0.0, -self.money[:-1], 0.0)

    @property
    def net(self) -> float:
        """Value less what is paid on its day, 0 where only rounding is left."""
        return 0.0 if abs(self.left) <= ROUNDING * float(self.money[-1]) else self.left

    @property
    def left(self) -> float:
        """Value less what is paid on its day, as it comes."""
        return float(self.money[self.years == self.years[-1]].sum())

    @property
    def alone(self) -> list[Content]:
        """Logarithm of the growth at which each payment by itself reaches the value."""
        pairs = zip(self.growing, self.lasting, strict=True)
        return [
            float(np.log(self.net / paid) / years) if paid > 0.0 < self.net else "" for paid, years in pairs
        ]

    @property
    def answer(self) -> Content:
        """The rate, or why there is none."""
        if np.isfinite(self.rate):
            return self.rate
        if not self.growing.any():
            return NOTHING_PAID
        if self.net <= 0.0:
            return NOTHING_BACK
        return ABOVE if self.net > self.growing.sum() else LOST

    @property
    def factors(self) -> FloatArray:
        """Discount factors at the rate; nan where there is none."""
        return np.asarray((1.0 + self.rate) ** -self.years * (1.0 if np.isfinite(self.rate) else np.nan))


class _Return:
    """Adds one table of flows, and the search for its rate."""

    def __init__(
        self,
        page: Yearly,
        work: Yearly,
        payments: PaymentRows,
        valued: Valued,
        limits: Limits,
        engine: _Engine,
    ) -> None:
        self.page, self.work, self.payments, self.valued = page, work, payments, valued
        self.limits, self.engine = limits, engine
        self.count = len(payments.labels)

    def build(self) -> ReturnCells:
        page, engine, money = self.page, self.engine, self.page.sheet.book.money
        page.heads(("Flow", "Day", "Money", "Years", "Discount factor", "Present value"))
        self.top, self.last = page.at, page.at + self.count
        rate_at = Spot(page.sheet, self.last + 4, page.layout.total)
        search = self._search()
        self._flows(rate_at)
        value = Spot(page.sheet, self.last, 3)
        invested = page.scalar("Money put in", money, f"=-{self._sum(3)}", engine.invested, Style.MONEY)
        gain = page.scalar("Gain", money, f"={value}-{invested}", engine.gain, Style.MONEY)
        formula = f'=IF({invested}=0,"",{value}/{invested})'
        multiple = page.scalar("Multiple of money put in", "times", formula, engine.multiple, Style.TIMES)
        rate = page.scalar("Rate of return a year (XIRR)", "fraction", search, engine.answer, Style.PERCENT)
        formula = f"=IF(ISNUMBER({rate}),({self._sum(6)}+{self._cell(6)})/{self._cell(6)},0)"
        left = page.scalar(
            "Check: present values at it, over the value's", "fraction", formula, 0.0, Style.CHECK
        )
        name = f"Rate of return holds: {self.valued.name}, {self.valued.label}"
        guard = Guard(name, "Payments and value are worth 0 at the rate shown", left)
        return ReturnCells(invested, multiple, gain, rate, guard)

    def _block(self, column: int, *, value: bool = True) -> Block:
        """A column of the flows, with or without the value below the payments."""
        return Block(self.page.sheet, (self.top, column), (self.last - (not value), column))

    def _sum(self, column: int) -> str:
        return f"SUM({self._block(column, value=False)})"

    def _cell(self, column: int) -> Spot:
        """Cell of the value."""
        return Spot(self.page.sheet, self.last, column)

    def _flows(self, rate: Spot) -> None:
        """One row for each payment, and one for the value."""
        page, sheet, engine, valued = self.page, self.page.sheet, self.engine, self.valued
        factors = engine.factors.tolist()
        for place, label in enumerate([*self.payments.labels, valued.label]):
            row = page.at
            sheet.put(row, 1, label, Style.LABEL)
            own = Spot(sheet, row, 2)
            if place < self.count:
                paid_on, expected = self.payments.days[place], self.payments.expected[place]
                day, money = f'=IF({paid_on}<={valued.day},{paid_on},"")', f'=IF({own}="",0,-{expected})'
            else:
                day, money = f"={valued.day}", f"={valued.value}"
            sheet.compute(row, 2, day, engine.days[place], Style.DAY)
            amount = sheet.compute(row, 3, money, float(engine.money[place]), Style.MONEY)
            formula = f'=IF({own}="",0,({own}-{self.first})/365)'
            years = sheet.compute(row, 4, formula, float(engine.years[place]), Style.FACTOR)
            formula = f'=IF(ISNUMBER({rate}),(1+N({rate}))^(-{years}),"")'
            factor = sheet.compute(row, 5, formula, shown(factors[place]), Style.FACTOR)
            formula = f'=IF(ISNUMBER({rate}),{amount}*N({factor}),"")'
            sheet.compute(row, 6, formula, shown(engine.money[place] * factors[place]), Style.MONEY)
            page.at += 1

    def _search(self) -> str:
        """Lay out the search on the sheet of workings; answers the formula of the rate."""
        work, engine, money = self.work, self.engine, self.page.sheet.book.money
        work.heading(f"{self.valued.name}: {self.valued.label}")
        formula = f"=MIN({self._block(2)})"
        self.first = work.scalar("First day of its flows", "date", formula, engine.first, Style.DAY)
        last = f"{self._block(4)}={self._cell(4)}"
        left = work.scalar(
            "Value less what is paid on its day", money, f"=SUMPRODUCT(({last})*{self._block(3)})", engine.left,
            Style.MONEY,
        )  # fmt: skip
        formula = f"=IF(ABS({left})<={self.limits.rounding}*{self._cell(3)},0,{left})"
        net = work.scalar("  nothing, where that is rounding", money, formula, engine.net, Style.MONEY)
        grows, lasts, alone = self._payments(net)
        found = work.scalar(
            "There is something to search for", "flag", f"=IF(AND(SUM({grows})>0,{net}>0),1,0)",
            1 if engine.growing.any() and engine.net > 0.0 else 0, Style.COUNT,
        )  # fmt: skip
        growth, worth = self._steps(net, found, (grows, lasts, alone))
        formula = f"=IF({found}=0,0,{worth}/{net}-1)"
        off = 0.0 if np.isfinite(engine.rate) or engine.answer in {NOTHING_PAID, NOTHING_BACK} else ANYTHING
        off_by = work.scalar(
            "What they grow to at the last, over the value, less 1", "fraction", formula, off, Style.CHECK
        )
        near = work.sheet.book.tolerance
        told = f"IF(SUM({grows})>0,4,5),1+({off_by}<-{near})+2*({off_by}>{near})"
        number = WORDS.index(str(engine.answer)) + 2 if engine.answer in WORDS else 1
        code = work.scalar(
            f"1 a rate, {', '.join(f'{place} {word}' for place, word in enumerate(WORDS, start=2))}", "number",
            f"=IF({found}=0,{told})", number, Style.COUNT,
        )  # fmt: skip
        words = ",".join(f'"{word}"' for word in WORDS)
        return f"=CHOOSE({code},{growth}-1,{words})"

    def _steps(self, net: Spot, found: Spot, payments: tuple[Block, Block, Block]) -> tuple[Spot, Spot]:
        """Lay out Newton's steps, a column each; answers the last growth factor and what all payments then grow to."""
        work, engine, money = self.work, self.engine, self.page.sheet.book.money
        grows, lasts, alone = payments
        least, most = self.limits.least, self.limits.most
        factor, step = work.ahead(), work.ahead()
        factor.number, step.number = work.at, work.at + 3
        start = f"=IF({found}=0,1,EXP(MAX(LN({least}),MIN(LN({most}),MIN({alone})))))"
        following = f"=IF({found}=0,1,MAX({least},{factor:prev}*EXP({step:prev})))"
        exact: Content = 1.0 + engine.rate if np.isfinite(engine.rate) else ANYTHING
        searched: list[Content] = [ANYTHING] * STEPS
        *_, last = work.across(
            "Growth factor a year, step by step", "factor", [start, *[following] * STEPS], [*searched, exact],
            Style.FACTOR,
        )  # fmt: skip
        formula = f"=SUMPRODUCT({grows}*{factor}^{lasts})"
        worth = work.alike("  what all payments grow to", money, formula, [*searched, ANYTHING], Style.MONEY)
        formula = f"=SUMPRODUCT({grows}*{lasts}*{factor}^{lasts})"
        slope = work.alike("  how fast that grows with its logarithm", money, formula, searched, Style.MONEY)
        formula = f"=IF({found}=0,0,MIN(0,-LN({worth}/{net})*{worth}/{slope}))"
        work.alike("  step of its logarithm", "log", formula, searched, Style.FACTOR)
        return last, Spot(work.sheet, worth.number, last.column)

    def _payments(self, net: Spot) -> tuple[Block, Block, Block]:
        """Payments before the day of the value, the years they last, and how each would grow to it by itself."""
        work, engine = self.work, self.engine
        work.heads(("Payment", "Grows", "For years", "Log growth"))
        top, sheet = work.at, work.sheet
        for place, label in enumerate(self.payments.labels):
            row = work.at
            years, money = (Spot(self.page.sheet, self.top + place, column) for column in (4, 3))
            sheet.put(row, 1, label, Style.LABEL)
            lasts = f"{self._cell(4)}-{years}"
            formula = f"=IF({years}={self._cell(4)},0,-{money})"
            paid = sheet.compute(row, 2, formula, float(engine.growing[place]), Style.MONEY)
            for_years = sheet.compute(row, 3, f"={lasts}", float(engine.lasting[place]), Style.FACTOR)
            formula = f'=IF(AND({paid}>0,{net}>0),LN({net}/{paid})/{for_years},"")'
            sheet.compute(row, 4, formula, engine.alone[place], Style.FACTOR)
            work.at += 1
        bottom = work.at - 1
        grows, lasts_for, alone = (Block(sheet, (top, column), (bottom, column)) for column in (2, 3, 4))
        return grows, lasts_for, alone
