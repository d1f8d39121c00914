"""Break-even: the cost ratio at which two deals cost the same on the totals of each year, in closed form.

Where there is none (a cliff, or both deals share the same thing) the engine's answer is stored, and a live check
says whether it still holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from revshare.arrays import FloatArray
from revshare.break_even import TOP, YearTerms, year_break_even, years_break_even
from revshare.contracts.counters import TOLERANCE
from revshare.meetings import BreakEven, Cheaper, Status
from revshare_workbooks.blocks.year_terms import WITHOUT, YearTermsRows
from revshare_workbooks.grid import Content, Row, Spot, Style
from revshare_workbooks.inputs import Inputs

NO_END = "no end"
NO_REVENUE = "no revenue"
AGAIN = "solve again"
WORDS = {Cheaper.A: "this deal", Cheaper.B: "the other deal", Cheaper.EQUAL: "neither"}
STEP = 1e-6
"""How far to either side of a crossing the two deals are compared."""

STORED = (Style.STORED_TEXT, *[Style.STORED_PERCENT] * 2, *[Style.STORED_TEXT] * 2)
"""Looks of a stored answer: status, ends, who is cheaper."""


class Meeting(NamedTuple):
    """Rows that say how the deals meet, from where to where, and who is cheaper on either side."""

    status: Row
    low: Row
    high: Row
    below: Row
    above: Row


@dataclass(frozen=True)
class Answer:
    """The break-even of each year on one base of the other deal.

    Parameters
    ----------
    found, horizon
        The engine's answers of each year, and of all years at one cost ratio, which is stored in the total of each
        row; None without revenue.
    check
        Row that is 0 where the answer satisfies its equation.
    """

    label: str
    rows: Meeting
    found: Sequence[BreakEven | None]
    horizon: BreakEven | None
    check: Row

    def shown(self) -> list[tuple[str, Row, list[Content], Style]]:
        """What a page shows of it: label, row, the engine's values with that of all years last, style."""
        styles = (Style.TEXT_RIGHT, Style.PERCENT, Style.PERCENT, Style.TEXT_RIGHT, Style.TEXT_RIGHT)
        labels = ("The two deals meet", "  from", "  to", "  cheaper for the lab below", "  and above")
        columns = [list(column) for column in zip(*map(_words, (*self.found, self.horizon)), strict=True)]
        return list(zip(labels, self.rows, columns, styles, strict=True))


class RivalRows:
    """The other deal: a plain share of revenue or of gross profit.

    Parameters
    ----------
    terms
        What the engine says of it.
    """

    def __init__(self, deal: YearTermsRows, inputs: Inputs, terms: YearTerms) -> None:
        self.terms, self.flat = terms, float(np.asarray(terms.tiers.rates[0]))
        deal.years.heading("The other deal on the totals of a year")
        scalar = deal.years.scalar
        formula = f'=IF({inputs["rival.kind"]}="profit_share",1,0)'
        self.on_profit = scalar("It shares gross profit", "flag", formula, 1.0 * terms.on_profit, Style.COUNT)
        self.rate = scalar("Its rate", "fraction", f"={inputs['rival.rate']}", self.flat, Style.PERCENT)
        smooth = f",OR({deal.on_profit}=0,{deal.own}=0,{deal.jumps}=0)" if deal.table else ""
        self.is_closed = terms.on_profit != deal.is_profit and (
            not deal.is_profit or all(one.marginal for one in deal.terms)
        )
        formula = f"=IF(AND({deal.on_profit}+{self.on_profit}=1{smooth}),1,0)"
        self.closed = scalar("There is a closed form", "flag", formula, 1.0 * self.is_closed, Style.COUNT)
        self.top = deal.years.constant("Highest cost ratio compared", "cost ratio", TOP, Style.STORED_NUMBER)
        self.step = deal.years.constant("Step beside a crossing", "cost ratio", STEP, Style.STORED_NUMBER)
        self.words = [
            scalar(
                f"The deal that shares {what}", "deal",
                f'=IF({deal.on_profit}={flag},"{WORDS[Cheaper.A]}","{WORDS[Cheaper.B]}")',
                WORDS[Cheaper.A if deal.is_profit == flag else Cheaper.B], Style.TEXT_RIGHT,
            )
            for what, flag in (("profit", 1), ("revenue", 0))
        ]  # fmt: skip
        if self.is_closed:
            self._profit_share(deal)

    def _profit_share(self, deal: YearTermsRows) -> None:
        """What the profit share of the two costs at least, and its rate where it is flat."""
        deal.years.at += 1
        deal.years.header(deal.money)
        count, line = len(deal.terms), deal.years.line
        self.lows = [one.lowest for one in deal.terms] if deal.is_profit else [0.0] * count
        self.lowest = line(
            "Least the profit share can cost", deal.money, f"=IF({deal.on_profit}=1,{deal.lowest},0)",
            [WITHOUT if math.isinf(one) else one for one in self.lows], Style.MONEY,
        )  # fmt: skip
        rates = deal.flat_rates if deal.is_profit else [self.flat] * count
        formula = f"=IF({deal.on_profit}=1,{deal.flat},{self.rate})"
        self.profit_rate = line(
            "Rate of the profit share, where flat", "fraction", formula, rates, Style.PERCENT
        )

    def share(self, base: Row, cost_ratio: str) -> str:
        """Formula of its share at a cost ratio."""
        return f"={self.rate}*IF({self.on_profit}=1,MAX(0,{base}*(1-{cost_ratio})),{base})"


class _Track:
    """The break-even of each year on one base of the other deal."""

    def __init__(
        self, deal: YearTermsRows, rival: RivalRows, label: str, base: str, bases: FloatArray
    ) -> None:
        self.deal, self.rival, self.label = deal, rival, label
        self.tolerance = deal.years.sheet.book.tolerance
        self.bases = bases
        deal.years.heading(f"Break-even: {label}")
        deal.years.header(deal.money, "All years")
        self.base = self._money("Base of the other deal", base, bases)
        self.found = [
            year_break_even(terms, rival.terms, mine, other) if min(mine, other) > 0.0 else None
            for terms, mine, other in zip(deal.terms, deal.bases, bases, strict=True)
        ]

        earns = min(deal.bases.sum(), bases.sum()) > 0.0
        self.horizon = years_break_even(deal.terms, rival.terms, deal.bases, bases) if earns else None

    def answer(self) -> Answer:
        """Lay out the answer of each year, that of all years, and their check."""
        rows = self._closed() if self.rival.is_closed else self._stored()
        layout, sheet = self.deal.years.layout, self.deal.years.sheet
        for row, value, style in zip(rows, _words(self.horizon), STORED, strict=True):
            sheet.put(row.number, layout.total, value, style)
        return Answer(self.label, rows, self.found, self.horizon, self._check(rows))

    def _money(self, label: str, formula: str, values: Sequence[Content] | FloatArray) -> Row:
        return self.deal.years.line(label, self.deal.money, formula, values, Style.MONEY)

    def _stored(self) -> Meeting:
        """The engine's answers as they were when the report was written."""
        labels = (
            "Status, solved",
            "From, solved",
            "To, solved",
            "Cheaper below, solved",
            "Cheaper above, solved",
        )
        columns = zip(*map(_words, self.found), strict=True)
        stored = self.deal.years.stored
        rows = (
            stored(label, "solved", list(column), style)
            for label, column, style in zip(labels, columns, STORED, strict=True)
        )
        return Meeting(*rows)

    def _closed(self) -> Meeting:
        """The amount of the revenue share, turned back into the gross profit that earns it."""
        deal, rival, ours = self.deal, self.rival, self.deal.on_profit
        mine, theirs, line = deal.shares(deal.bases), rival.flat * self.bases, deal.years.line
        owed = f"{rival.rate}*{self.base}"
        fixed, highs = (theirs, mine) if deal.is_profit else (mine, theirs)
        lowest, lows = rival.lowest, rival.lows
        bases = deal.bases if deal.is_profit else self.bases
        amount = self._money("Cost of the revenue share", f"=IF({ours}=1,{owed},{deal.highest})", fixed)
        highest = self._money("Most the profit share can cost", f"=IF({ours}=1,{deal.highest},{owed})", highs)
        base = self._money(
            "Base of the profit share at no cost", f"=IF({ours}=1,{deal.base},{self.base})", bases
        )
        allowances = TOLERANCE * np.maximum(1.0, np.abs(fixed))
        allowed = line(
            "Rounding allowed", deal.money, f"={self.tolerance}*MAX(1,ABS({amount}))", allowances, Style.CHECK
        )
        ends = self._ends(amount, allowed, fixed)
        never = f"OR({amount}>{highest}+{allowed},AND(ISNUMBER({lowest}),{amount}<N({lowest})-{allowed}))"
        formula = f"=IF(MIN({deal.base},{self.base})<=0,1,IF({never},2,3))"
        codes = [1 if one is None else 2 if one.status is Status.NONE else 3 for one in self.found]
        code = line("1 no revenue, 2 never equal, 3 equal somewhere", "number", formula, codes, Style.COUNT)
        ratios = [f"IF({base}=0,0,1-{end}/{base})" for end, _ in ends]
        values = [
            np.divide(bases - end, bases, out=np.zeros(bases.size), where=bases != 0.0) for _, end in ends
        ]
        first = np.where(fixed >= highs - allowances, 0.0, values[1])
        formula = f"=IF({amount}>={highest}-{allowed},0,{ratios[1]})"
        start = line("Equal from", "cost ratio", formula, first, Style.FACTOR)
        endless = [one <= low + more for one, low, more in zip(fixed, lows, allowances, strict=True)]
        last = [NO_END if none else float(one) for none, one in zip(endless, values[0], strict=True)]
        formula = f'=IF(AND(ISNUMBER({lowest}),{amount}<=N({lowest})+{allowed}),"{NO_END}",{ratios[0]})'
        stop = line("Equal to", "cost ratio", formula, last, Style.FACTOR)
        return self._words(code, start, stop, f"{amount}>{highest}")

    def _ends(self, amount: Row, allowed: Row, amounts: FloatArray) -> list[tuple[Row, FloatArray]]:
        """The least and the most base whose share is the amount: read off the tiers, or at a flat rate."""
        deal, rival = self.deal, self.rival
        terms = deal.terms if deal.is_profit else [rival.terms] * len(deal.terms)
        given: tuple[Row, list[float]] = (amount, amounts.tolist())
        found: list[tuple[Row, FloatArray]] = []
        for end, (word, test) in enumerate(
            (("Least", f"<{amount}-{allowed}"), ("Most", f"<={amount}+{allowed}"))
        ):
            label = f"{word} base that costs as much"
            if end and deal.table is None:  # at a flat rate both are one
                row, values = found[0]
                found.append((self._money(label, f"={row}", values), values))
            else:
                found.append(deal.base_of(label, given, rival.profit_rate, test, terms, end))
        return found

    def _words(self, code: Row, start: Row, stop: Row, profit_is_cheaper: str) -> Meeting:
        """The answer in words and cost ratios."""
        line = self.deal.years.line
        columns = [list(column) for column in zip(*map(_words, self.found), strict=True)]
        point = f"AND(ISNUMBER({stop}),N({stop})-{start}<={self.tolerance})"
        words = f'CHOOSE({code},"{NO_REVENUE}","{WITHOUT}",IF({point},"point","interval"))'
        formula = f'=IF({self.rival.closed}=1,{words},"{AGAIN}")'
        status = line("Status", "status", formula, columns[0], Style.TEXT_RIGHT)
        meet = f'OR({status}="point",{status}="interval")'
        formula = f'=IF({meet},{start},"{WITHOUT}")'
        low = line("From", "cost ratio", formula, columns[1], Style.PERCENT)
        formula = f'=IF({meet},IF({status}="point",{start},{stop}),"{WITHOUT}")'
        high = line("To", "cost ratio", formula, columns[2], Style.PERCENT)
        profit, revenue = self.rival.words
        none = f"IF({profit_is_cheaper},{profit},{revenue})"
        neither = f'"{WORDS[Cheaper.EQUAL]}"'
        told = f"IF({self.rival.closed}=1,{code},1)"
        formula = f'=CHOOSE({told},"{WITHOUT}",{none},IF({start}>0,{revenue},{neither}))'
        below = line("Cheaper below", "deal", formula, columns[3], Style.TEXT_RIGHT)
        formula = f'=CHOOSE({told},"{WITHOUT}",{none},IF(ISNUMBER({high}),{profit},{neither}))'
        above = line("Cheaper above", "deal", formula, columns[4], Style.TEXT_RIGHT)
        return Meeting(status, low, high, below, above)

    def _check(self, rows: Meeting) -> Row:
        """Both deals at either end: the same there; on both sides of a crossing, or without one, as they should be."""
        line, total, status = self.deal.years.line, self.deal.years.total, rows.status
        crossing = f'IF({status}="{Status.CROSSING}",{self.rival.step},0)'
        ends, whole = [_trial(one) for one in self.found], _trial(self.horizon)
        formulas = (
            f"=N({rows.low})-{crossing}",
            f"=IF(ISNUMBER({rows.high}),{rows.high}+{crossing},MAX({self.rival.top},N({rows.low})))",
        )
        gaps, sums = [], []
        for end, (label, formula) in enumerate(zip(("first", "last"), formulas, strict=True)):
            ratios = np.array([one[end] for one in ends])
            ratio = line(f"Tried at the {label} end", "cost ratio", formula, ratios, Style.FACTOR)
            total(ratio, formula, whole[end], Style.FACTOR)
            gaps.append(self._gap(f"at the {label} end", f"{ratio}", ratios)[0])
            same = np.full(len(ends), whole[end])
            gap, values = self._gap(f"at the {label} end of all years", f"{ratio:total}", same)
            sums.append(total(gap, f"=SUM({gap:years})", float(values.sum()), Style.MONEY))
        nothing = [0.0] * len(ends)
        sides = line("Cheaper on the wrong side", "flag", _misplaced(status, *gaps), nothing, Style.COUNT)
        total(sides, _misplaced(status, *sums), 0.0, Style.COUNT)
        label = "Difference where they should be the same"
        row = line(label, self.deal.money, _held(status, sides, *gaps), nothing, Style.CHECK)
        total(row, _held(status, sides, *sums), 0.0, Style.CHECK)
        return row

    def _gap(self, label: str, ratio: str, ratios: FloatArray) -> tuple[Row, FloatArray]:
        """Cost of this deal less cost of the other, at a cost ratio of each year."""
        deal, rival = self.deal, self.rival
        bases = deal.bases * (1.0 - ratios) if deal.is_profit else deal.bases
        mine = deal.share(label, f"{deal.base}*(1-{deal.on_profit}*{ratio})", bases)
        counted = np.maximum(0.0, self.bases * (1.0 - ratios)) if rival.terms.on_profit else self.bases
        others = rival.flat * counted
        other = self._money(f"Share of the other deal {label}", rival.share(self.base, ratio), others)
        values = deal.shares(bases) - others
        return self._money(f"Difference {label}", f"={mine}-{other}", values), values


def _misplaced(status: Row, first: Row | Spot, last: Row | Spot) -> str:
    """Formula that is 1 where the gaps at both ends have one sign at a crossing, or two where the deals never meet."""
    never = f'AND({status}="{WITHOUT}",{first}*{last}<=0)'
    return f'=IF(OR({never},AND({status}="{Status.CROSSING}",{first}*{last}>=0)),1,0)'


def _held(status: Row, sides: Row, first: Row | Spot, last: Row | Spot) -> str:
    """Formula of what is left of the gaps at both ends, once they are as the status says."""
    meet = f'OR({status}="{Status.POINT}",{status}="{Status.INTERVAL}")'
    return f"=IF({meet},ABS({first})+ABS({last}),{sides})"


def _words(found: BreakEven | None) -> tuple[Content, Content, Content, Content, Content]:
    """An answer as the sheet shows it."""
    if found is None:
        return NO_REVENUE, WITHOUT, WITHOUT, WITHOUT, WITHOUT
    below, above = WORDS[found.cheaper_below], WORDS[found.cheaper_above]
    if found.status is Status.NONE:
        return str(found.status), WITHOUT, WITHOUT, below, above
    return str(found.status), found.low, NO_END if math.isinf(found.high) else found.high, below, above


def _trial(found: BreakEven | None) -> tuple[float, float]:
    """Cost ratios at which an answer is tried."""
    if found is None or found.status is Status.NONE:
        return 0.0, TOP
    beside = STEP if found.status is Status.CROSSING else 0.0
    return found.low - beside, max(TOP, found.low) if math.isinf(found.high) else found.high + beside


def break_even_rows(
    deal: YearTermsRows, inputs: Inputs, rival: YearTerms, bases: Sequence[tuple[str, str, FloatArray]]
) -> list[Answer]:
    """Lay out the break-even of each year on each base of the other deal: label, formula, and the engine's years."""
    other = RivalRows(deal, inputs, rival)
    return [_Track(deal, other, *base).answer() for base in bases]
