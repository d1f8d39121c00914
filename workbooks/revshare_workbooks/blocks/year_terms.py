"""Year terms: what a contract yields on the totals of one year, by its own terms or at the year's average rate."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from revshare.arrays import FloatArray
from revshare.break_even import YearTerms, decided_by_the_year, kinks, shares_losses, year_terms
from revshare.contracts.contract import Contract, Kind
from revshare.contracts.counters import TOLERANCE
from revshare.contracts.ramps import Ramp
from revshare.contracts.term import ONE_DAY
from revshare.contracts.tiers import Boundary, Tiers, share_of_total
from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.grid import Block, Content, Row, Spot, Style
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


@dataclass(frozen=True)
class Table:
    """The contract's table of rates, with what each tier up to its threshold earns."""

    first: Spot
    thresholds: Block
    rates: Block
    steps: Block
    earned: Block
    side: Spot

    def marginal(self, total: Row, scale: Row) -> str:
        """Each rate on its own band of a total."""
        at = f"{self.thresholds}*{scale}"
        return f"{self.first}*{total}+SUMPRODUCT(({total}>{at})*({total}-{at})*{self.steps})"

    def cliff(self, total: Row, scale: Row) -> str:
        """One rate on the whole of a total; rounding is allowed at a threshold."""
        at = f"{self.thresholds}*{scale}"
        allowed = f"{self.side}*(1+({at}>1)*({at}-1))"
        return f"{total}*({self.first}+SUMPRODUCT(({total}-{at}>={allowed})*{self.steps}))"


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
        self.table = self._table(contract.rate) if isinstance(contract.rate, Tiers) else None
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
        tests = [f'{term(name)}="{WITHOUT}"' for name in ("period_cap", "lifetime_cap")]
        tests.append(f'OR({term("annual_minimum")}="{WITHOUT}",{kept})')
        if isinstance(rate, Tiers):
            scope, method = term("tier_scope"), term("tier_method")
            tests += [
                f'LEFT({method},4)<>"step"',
                f'{term("tier_measure")}="base"',
                f'RIGHT({scope},4)="year"',
            ]
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

    def _table(self, tiers: Tiers) -> Table:
        """The table in rows, one tier below the other."""
        years, money, name = self.years, self.money, f"contracts.{self.key}.tiers"
        count, rates = len(tiers.thresholds), [float(np.asarray(rate)) for rate in tiers.rates]
        steps = np.diff(rates, prepend=rates[0])
        engine = YearTerms(self.is_profit, tiers).earned_at

        def column(
            label: str, formulas: list[str], values: Sequence[float], style: Style, unit: str
        ) -> list[Spot]:
            return [
                years.scalar(f"Tier {place}: {label}", unit, formula, float(value), style)
                for place, (formula, value) in enumerate(zip(formulas, values, strict=True), start=1)
            ]

        numbers = range(1, count + 1)
        at = column(
            "from",
            [f"={self.inputs[f'{name}.{n}.from']}" for n in numbers],
            tiers.thresholds,
            Style.MONEY,
            money,
        )
        rate = column(
            "rate", [f"={self.inputs[f'{name}.{n}.rate']}" for n in numbers], rates, Style.PERCENT, "fraction"
        )
        before = [max(n - 1, 0) for n in range(count)]
        step = column(
            "step in rate",
            [f"={rate[n]}-{rate[b]}" for n, b in enumerate(before)],
            steps.tolist(),
            Style.PERCENT,
            "fraction",
        )
        sums = [
            f"=SUMPRODUCT(({at[n]}>{_block(at)})*({at[n]}-{_block(at)})*{_block(step)})+{rate[0]}*{at[n]}"
            for n in range(count)
        ]
        earned = column("earned up to it", sums, engine.tolist(), Style.MONEY, money)
        sign = -1.0 if tiers.boundary is Boundary.REACH else 1.0
        formula = f'=IF({self._term("tier_boundary")}="reach",-1,1)*{years.sheet.book.tolerance}'
        side = years.scalar(
            "Rounding allowed at a threshold", "number", formula, sign * TOLERANCE, Style.FACTOR
        )
        return Table(rate[0], _block(at), _block(rate), _block(step), _block(earned), side)

    def _part(self) -> None:
        """Covered part of each year, by days."""
        start, end, year = self._term("start"), self._term("end"), f"{self.years.sheet.book.header_years}"
        first, stop = f"DATE({year},1,1)", f"DATE({year}+1,1,1)"
        since = f'IF({start}="{WITHOUT}",{first},MAX(N({start}),{first}))'
        until = f'IF({end}="{WITHOUT}",{stop},MIN(N({end})+1,{stop}))'
        formula = f'=IF({self._term("proration")}="none",1,MAX(0,{until}-{since})/({stop}-{first}))'
        self.parts = [self._covered(year) for year in self.timeline.years]
        self.part = self.years.line("Part of the year covered", "fraction", formula, self.parts, Style.FACTOR)

    def _covered(self, year: int) -> float:
        term, opens, stops = self.contract.term, date(year, 1, 1), date(year + 1, 1, 1)
        if term.proration.value == "none":
            return 1.0
        since = max(term.start or opens, opens)
        until = min(term.end + ONE_DAY if term.end else stops, stops)
        return max(0, (until - since).days) / (stops - opens).days

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
        amount = f'N({least})*IF({term("prorate_minimum")}="yes",{part},1)'
        held = f'IF({term("minimum_over_cap")}="cap_wins",MIN({amount},{self.cap}),{amount})'
        formula = f'=IF(AND({self.own}=1,{least}<>"{WITHOUT}"),{held},"{WITHOUT}")'
        values = [_number(one.minimum) for one in self.terms]
        self.minimum = line("Least paid in the year", self.money, formula, values, Style.MONEY)

    def _rate(self) -> None:
        """The flat rate in force, or the year's average; and what of the thresholds a part year has."""
        base, share, line = self.flows.base, self.flows.share, self.years.line
        formula = f"=IF({base}=0,0,MAX(0,MIN(1,{share}/IF({base}=0,1,{base}))))"
        average = line("Average rate of the year", "fraction", formula, self.rates, Style.PERCENT)
        self.flat = average
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
            values = [float(one.tiers.rates[0]) for one in self.terms]
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
            formula = f"=IF({self.own}=0,{self.flat}*{counted},IF({self.jumps}=1,{cliff},{marginal}))"
        earned = self.earned = line(f"Earned {label}", money, formula, earns, Style.MONEY)
        shares = self.shares(bases)
        return line(
            f"Share {label}", money, f"=MAX(MIN({earned},{self.cap}),{self.minimum})", shares, Style.MONEY
        )

    def base_of(self, label: str, amount: Row, test: str, tiers: Sequence[float]) -> str:
        """Formula text of the base that earns an amount: at a flat rate, or in the last tier that passes a test.

        Parameters
        ----------
        test
            Comparison of what a tier's threshold earns with the amount.
        tiers
            Number of that tier in each year.
        """
        flat = quotient(f"{amount}", f"{self.flat}")
        if self.table is None:
            return flat
        passed = f"SUMPRODUCT(({self.table.earned}*{self.scale}{test})*1)"
        formula = f"=IF(AND({self.on_profit}=1,{self.own}=1),MAX(1,{passed}),1)"
        tier = self.years.line(f"{label}: tier", "number", formula, tiers, Style.COUNT)
        columns = (self.table.thresholds, self.table.rates, self.table.earned)
        at, rate, earned = (f"INDEX({column},{tier},1)" for column in columns)
        by_tier = f"{at}*{self.scale}+{quotient(f'{amount}-{earned}*{self.scale}', rate)}"
        return f"IF({self.own}=1,{by_tier},{flat})"

    def _kinks(self) -> None:
        """Cost ratios below which the cap holds, and above which the minimum does."""
        found = [kinks(terms, base) for terms, base in zip(self.terms, self.bases, strict=True)]
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
            pairs = zip(self.terms, amounts, strict=True)
            tiers = [terms.tiers_of(one)[end] + 1 if self.is_profit else 1 for terms, one in pairs]
            base = self.base_of(f"Base at the {name}", amount, test, tiers)
            holds = f"AND({smooth},ISNUMBER({limit}),{amount}>0,{amount}<{self.earned_at_most})"
            formula = f'=IF({holds},1-({base})/IF({self.base}=0,1,{self.base}),"{WITHOUT}")'
            label = f"Cost ratio {word} which the {name} holds"
            values: list[Content] = [WITHOUT if math.isnan(one[end]) else one[end] for one in found]
            self.kinks.append((label, line(label, "cost ratio", formula, values, Style.PERCENT), values))

    def shares(self, bases: FloatArray) -> FloatArray:
        """The engine's share of a base, year by year."""
        pairs = zip(bases, self.terms, strict=True)
        return np.array([float(terms.share(np.array([base]))[0]) for base, terms in pairs])


def quotient(part: str, whole: str) -> str:
    """Formula text of a quotient; 0 where there is nothing to divide by."""
    return f"IF({whole}=0,0,({part})/IF({whole}=0,1,{whole}))"


def _number(value: float) -> Content:
    return WITHOUT if math.isinf(value) else value


def _block(spots: list[Spot]) -> Block:
    return Block(spots[0].sheet, (spots[0].row, spots[0].column), (spots[-1].row, spots[-1].column))
