"""Year terms: what a contract yields on the totals of one year, by its own terms or at the year's average rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.break_even import (
    YearTerms,
    decided_by_the_year,
    kinks,
    minimum_settled,
    shares_losses,
    table_settled,
    year_terms,
)
from revshare.contracts.contract import Contract, Kind
from revshare.contracts.ramps import Ramp
from revshare.contracts.term import ONE_DAY
from revshare.contracts.tiers import Tiers, share_of_total
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.rate_table import rate_table
from revshare_workbooks.grid import Content, Row, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.yearly import Yearly

WITHOUT = "none"


@dataclass(frozen=True)
class Flows:
    """Rows of a contract's sheet that a year's totals are read from."""

    revenue: Row
    cost: Row
    base: Row
    share: Row


class YearTermsRows:
    """A contract on the totals of each year, laid out as it is made.

    Parameters
    ----------
    years
        Where the rows go.
    key
        Key of the contract's inputs.
    flows
        Its rows on its own sheet.
    favoured
        Whether a most-favoured clause lifts its rate, which a year's totals do not decide.
    """

    def __init__(
        self,
        years: Yearly,
        inputs: Inputs,
        key: str,
        flows: Flows,
        contract: Contract,
        flow: Waterfall,
        *,
        favoured: bool,
    ) -> None:
        self.years, self.inputs, self.key, self.flows = years, inputs, key, flows
        self.contract, self.timeline = contract, years.sheet.book.timeline
        self.money = years.sheet.book.money
        self.is_profit = contract.kind is Kind.PROFIT_SHARE
        self.decided = decided_by_the_year(contract) and not favoured
        years.heading(
            "This deal on the totals of a year",
            "Its own terms count where a year's totals decide what they yield; else the year's average rate does.",
        )
        self._flags(favoured=favoured)
        rate = contract.rate
        self.table = rate_table(years, inputs, key, rate) if isinstance(rate, Tiers) else None
        years.at += 1
        years.header(self.money)
        self._part()
        self.terms, self.rates = self._engine(flow)
        self._limits()
        self._rate()
        self._bases(flow)
        self._kinks()

    def _term(self, name: str) -> Spot:
        return self.inputs[f"contracts.{self.key}.{name}"]

    def _flag(self, label: str, test: str, *, value: bool) -> Spot:
        return self.years.scalar(label, "flag", f"=IF({test},1,0)", 1.0 * value, Style.COUNT)

    def _flags(self, *, favoured: bool) -> None:
        """What is shared, and whether the year decides."""
        term, rate, shared = self._term, self.contract.rate, shares_losses(self.contract)
        profit = f'{term("kind")}="profit_share"'
        self.on_profit = self._flag("Gross profit is shared", profit, value=self.is_profit)
        self.signed = self._flag(
            "Losses are shared", f'AND({profit},{term("losses")}="loss_share")', value=shared
        )
        tested = f'OR({term("minimum_test")}="year",{term("minimum_test")}="quarter")'
        kept = f'AND({tested},{term("minimum_recoupable")}="no")'
        settled = self._flag(
            "A year's totals settle its minimum", f'OR({term("annual_minimum")}="{WITHOUT}",{kept})',
            value=minimum_settled(self.contract.minimum),
        )  # fmt: skip
        tests = [f'{term(name)}="{WITHOUT}"' for name in ("period_cap", "lifetime_cap")]
        tests.append(f"{settled}=1")
        if isinstance(rate, Tiers):
            scope, method = term("tier_scope"), term("tier_method")
            counted = f'{term("tier_measure")}="base",RIGHT({scope},4)="year"'
            by_total = self._flag(
                "A year's totals set its tier", f'AND(LEFT({method},4)<>"step",{counted})',
                value=table_settled(rate),
            )  # fmt: skip
            tests.append(f"{by_total}=1")
            self.jumps = self._flag(
                "A tier re-rates the whole",
                f'LEFT({method},5)="cliff"',
                value=rate.method.startswith("cliff"),
            )
        label = "A year's totals decide"
        if favoured or isinstance(rate, Ramp):
            self.own = self.years.constant(label, "flag", 0, Style.STORED_NUMBER)
        else:
            self.own = self._flag(label, f"AND({','.join(tests)})", value=self.decided)

    def _part(self) -> None:
        """Covered part of each year, by days."""
        start, end, year = self._term("start"), self._term("end"), f"{self.years.sheet.book.header_years}"
        first, stop = f"DATE({year},1,1)", f"DATE({year}+1,1,1)"
        line, spans = self.years.line, [self._covered(year) for year in self.timeline.years]
        begins, ends = (list(days) for days in zip(*spans, strict=True))
        since = line("Covered from", "date", f"=MAX(N({start}),{first})", begins, Style.DAY)
        formula = f'=IF({end}="{WITHOUT}",{stop},MIN(N({end})+1,{stop}))'
        until = line("Covered until the day before", "date", formula, ends, Style.DAY)
        formula = f'=IF({self._term("proration")}="none",1,MAX(0,{until}-{since})/({stop}-{first}))'
        whole = self.contract.term.proration.value == "none"
        self.parts = [
            1.0 if whole else max(0, (b - a).days) / (date(year + 1, 1, 1) - date(year, 1, 1)).days
            for (a, b), year in zip(spans, self.timeline.years, strict=True)
        ]
        self.part = line("Part of the year covered", "fraction", formula, self.parts, Style.FACTOR)

    def _covered(self, year: int) -> tuple[date, date]:
        """First day of a year that is covered, and the day after the last."""
        term, opens, stops = self.contract.term, date(year, 1, 1), date(year + 1, 1, 1)
        return max(term.start or opens, opens), min(term.end + ONE_DAY if term.end else stops, stops)

    def _engine(self, flow: Waterfall) -> tuple[list[YearTerms], list[float]]:
        """What the engine says of each year's terms, and of its average rate."""
        base, share = (self.timeline.by_year(series) for series in (flow.after_losses, flow.expense))
        rates = [min(1.0, max(0.0, one / of)) if of else 0.0 for one, of in zip(share, base, strict=True)]
        if self.decided:
            return [year_terms(self.contract, part) for part in self.parts], rates
        shared = shares_losses(self.contract)
        plain = [YearTerms.flat(rate, on_profit=self.is_profit, shares_losses=shared) for rate in rates]
        return plain, rates

    def _limits(self) -> None:
        """Cap and minimum of each year."""
        term, line, part = self._term, self.years.line, self.part
        cap, least = term("annual_cap"), term("annual_minimum")
        amount = f'N({cap})*IF({term("prorate_caps")}="yes",{part},1)'
        formula = f'=IF(AND({self.own}=1,{cap}<>"{WITHOUT}"),{amount},"{WITHOUT}")'
        values = [_number(one.cap) for one in self.terms]
        self.cap = line("Most paid in the year", self.money, formula, values, Style.MONEY)
        formula = f'=N({least})*IF({term("prorate_minimum")}="yes",{part},1)'
        given = self.contract.minimum
        amounts = [
            float(np.asarray(given.amount)) * (one if given.prorate else 1.0) if given else 0.0
            for one in self.parts
        ]
        row = line("Minimum for the part covered", self.money, formula, amounts, Style.MONEY)
        held = f'IF({term("minimum_over_cap")}="cap_wins",MIN({row},{self.cap}),{row})'
        formula = f'=IF(AND({self.own}=1,{least}<>"{WITHOUT}"),{held},"{WITHOUT}")'
        values = [_number(one.minimum) for one in self.terms]
        self.minimum = line("Least paid in the year", self.money, formula, values, Style.MONEY)

    def _rate(self) -> None:
        """The flat rate in force, or the year's average; and what of the thresholds a part year has."""
        base, share, line = self.flows.base, self.flows.share, self.years.line
        formula = f"=IF({base}=0,0,MAX(0,MIN(1,{share}/{base})))"
        average = line("Average rate of the year", "fraction", formula, self.rates, Style.PERCENT)
        self.flat, self.flat_rates = average, self.rates
        if self.table:
            prorate = self._term("prorate_thresholds")
            formula = f'=IF(AND({prorate}="yes",{self.part}>0),{self.part},1)'
            rate = self.contract.rate
            values = [
                (part or 1.0) if isinstance(rate, Tiers) and rate.prorate else 1.0 for part in self.parts
            ]
            self.scale = line("Fraction of the thresholds", "fraction", formula, values, Style.FACTOR)
        elif not isinstance(self.contract.rate, Ramp):
            formula = f"=IF({self.own}=1,{self._term('rate')},{average})"
            values = self.flat_rates = [float(one.tiers.rates[0]) for one in self.terms]
            self.flat = line("Rate in force", "fraction", formula, values, Style.PERCENT)

    def _bases(self, flow: Waterfall) -> None:
        """Base at no cost, and the share at either end."""
        base, revenue = (self.timeline.by_year(series) for series in (flow.after_losses, flow.revenue))
        self.bases: FloatArray = revenue if self.is_profit else base
        formula = f"=IF({self.on_profit}=1,{self.flows.revenue},{self.flows.base})"
        line = self.years.line
        self.base = line("Base at no cost", self.money, formula, self.bases, Style.MONEY)
        self.highest = self.share("at no cost", f"{self.base}", self.bases)
        self.earned_at_most = self.earned
        formula = f"=IF({self.signed}=1,{self.minimum},MAX(0,N({self.minimum})))"
        values = [_number(one.lowest) for one in self.terms]
        self.lowest = line("Share however high the cost", self.money, formula, values, Style.MONEY)

    def share(self, label: str, base: str, bases: FloatArray) -> Row:
        """Rows of the share of a base, year by year: what is counted, what it earns, and what cap and minimum leave."""
        line, money = self.years.line, self.money
        signed = shares_losses(self.contract)
        counts = bases if signed else np.maximum(0.0, bases)
        counted = line(
            f"Base counted {label}", money, f"=IF({self.signed}=1,{base},MAX(0,{base}))", counts, Style.MONEY
        )
        earns = [
            float(share_of_total(np.array([count]), terms.tiers, signed=signed)[0])
            for count, terms in zip(counts, self.terms, strict=True)
        ]
        formula = f"={self.flat}*{counted}"
        if self.table:
            cliff, marginal = self.table.cliff(counted, self.scale), self.table.marginal(counted, self.scale)
            jumps = [not terms.marginal for terms in self.terms]
            either = [
                line(f"{how} {label}", money, f"=IF(AND({self.own}=1,{self.jumps}={flag}),{table},0)",
                     np.where(np.array(jumps) == flag, earns, 0.0) * self.decided, Style.MONEY)
                for how, flag, table in (("By its bands", 0, marginal), ("At one rate", 1, cliff))
            ]  # fmt: skip
            formula = f"=IF({self.own}=1,{either[0]}+{either[1]},{self.flat}*{counted})"
        earned = self.earned = line(f"Earned {label}", money, formula, earns, Style.MONEY)
        shares = self.shares(bases)
        return line(
            f"Share {label}", money, f"=MAX(MIN({earned},{self.cap}),{self.minimum})", shares, Style.MONEY
        )

    def base_of(
        self,
        label: str,
        amount: tuple[Row, Sequence[float]],
        rate: Row,
        test: str,
        profit: Sequence[YearTerms],
        end: int,
    ) -> tuple[Row, FloatArray]:
        """Rows of the base that earns an amount: at a flat rate, or in the last tier that passes a test.

        Parameters
        ----------
        test
            Comparison of what a tier's threshold earns with the amount.
        profit, end
            What the engine says of the deal in each year, and which base counts: 0 the least, 1 the most.
        """
        line, money, (row, amounts) = self.years.line, self.money, amount
        pairs = list(zip(profit, map(float, amounts), strict=True))
        values = np.array([terms.bases(one)[end] for terms, one in pairs])
        if self.table is None:
            return line(label, money, f"=IF({rate}=0,0,{row}/{rate})", values, Style.MONEY), values
        places = [terms.tiers_of(one)[end] for terms, one in pairs]
        own = f"AND({self.on_profit}=1,{self.own}=1)"
        passed = f"SUMPRODUCT(({self.table.earned}*{self.scale}{test})*1)"
        tiers = [place + 1 for place in places]
        tier = line(f"{label}: tier", "number", f"=IF({own},MAX(1,{passed}),1)", tiers, Style.COUNT)
        found = [
            (
                terms.tiers.thresholds[place],
                float(terms.earned_at[place]),
                float(np.asarray(terms.tiers.rates[place])),
            )
            for (terms, _), place in zip(pairs, places, strict=True)
        ]
        froms, earned, rates = (list(column) for column in zip(*found, strict=True))
        formula = f"=INDEX({self.table.thresholds},{tier},1)*{self.scale}"
        start = line(f"{label}: where the tier begins", money, formula, froms, Style.MONEY)
        formula = f"=INDEX({self.table.earned},{tier},1)*{self.scale}"
        before = line(f"{label}: earned up to there", money, formula, earned, Style.MONEY)
        formula = f"=IF({own},INDEX({self.table.rates},{tier},1),{rate})"
        at = line(f"{label}: rate from there", "fraction", formula, rates, Style.PERCENT)
        formula = f"={start}+IF({at}=0,0,({row}-{before})/{at})"
        return line(label, money, formula, values, Style.MONEY), values

    def _kinks(self) -> None:
        """Cost ratios below which the cap holds, and above which the minimum does."""
        found = [kinks(terms, base) for terms, base in zip(self.terms, self.bases, strict=True)]
        flat = [YearTerms.flat(rate, on_profit=True) for rate in self.flat_rates]
        profit = self.terms if self.is_profit else flat
        smooth = f"{self.on_profit}=1,{self.jumps}=0" if self.table else f"{self.on_profit}=1"
        line, tolerance = self.years.line, f"{self.years.sheet.book.tolerance}"
        self.kinks: list[tuple[str, Row, list[Content]]] = []
        for end, (name, limit, word) in enumerate(
            (("cap", self.cap, "below"), ("minimum", self.minimum, "above"))
        ):
            limits = [(one.cap, one.minimum)[end] for one in self.terms]
            amounts = [0.0 if math.isinf(one) else one for one in limits]
            amount = line(f"Amount of the {name}", self.money, f"=N({limit})", amounts, Style.MONEY)
            room = f"{tolerance}*MAX(1,{amount})"
            test = (f"<{amount}-{room}", f"<={amount}+{room}")[end]
            base, _ = self.base_of(f"Base at the {name}", (amount, amounts), self.flat, test, profit, end)
            holds = f"AND({smooth},ISNUMBER({limit}),{amount}>0,{amount}<{self.earned_at_most})"
            formula = f'=IF({holds},1-{base}/{self.base},"{WITHOUT}")'
            label = f"Cost ratio {word} which the {name} holds"
            values: list[Content] = [WITHOUT if math.isnan(one[end]) else one[end] for one in found]
            self.kinks.append((label, line(label, "cost ratio", formula, values, Style.PERCENT), values))

    def shares(self, bases: FloatArray) -> FloatArray:
        """The engine's share of a base, year by year."""
        pairs = zip(bases, self.terms, strict=True)
        return np.array([float(terms.share(np.array([base]))[0]) for base, terms in pairs])


def _number(value: float) -> Content:
    return WITHOUT if math.isinf(value) else value
