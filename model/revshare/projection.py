"""A case projected: every line by month, for the lab and each partner, with years recomputed (methods: projection)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import ByYear, Case
from revshare.contracts.contract import Contract, contract_from
from revshare.contracts.payment import Collector, CostBearer
from revshare.contracts.waterfall import Waterfall, waterfall
from revshare.errors import InputError
from revshare.fields import terms_of, years_of
from revshare.growth import spread_years
from revshare.margin import Presentation, Shown, present
from revshare.scenarios import Values, values_of


class Kind(StrEnum):
    """How a line is totalled: flows sum, stocks close, ratios are recomputed from their parts."""

    FLOW = "flow"
    STOCK = "stock"
    RATIO = "ratio"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the projection.

    Parameters
    ----------
    label
        The line in words.
    kind
        How it is totalled.
    values
        By month, shape ``(..., T)``; money or, for a ratio, a fraction with NaN where it does not exist.
    over
        Names of the two flows that a ratio divides.
    """

    label: str
    kind: Kind
    values: FloatArray
    over: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Projection:
    """Every line of a case under one scenario."""

    case: Case
    scenario: str
    values: Values
    contracts: Mapping[str, Contract]
    waterfalls: dict[str, Waterfall] = field(default_factory=dict)
    shares_of_year: dict[str, FloatArray] = field(default_factory=dict)
    lines: dict[str, Line] = field(default_factory=dict)

    def __getitem__(self, name: str) -> FloatArray:
        """A line by month."""
        return self.line(name).values

    def line(self, name: str) -> Line:
        """A line by name.

        Raises
        ------
        InputError
            If there is no such line.
        """
        if name not in self.lines:
            raise InputError(f'{self.case.name} has no line "{name}"; see revshare lines {self.case.name}')
        return self.lines[name]

    def by_year(self, name: str) -> FloatArray:
        """A line by calendar year: flows summed, stocks at the close, ratios recomputed."""
        line, timeline = self.line(name), self.case.timeline
        match line.kind:
            case Kind.FLOW:
                return timeline.by_year(line.values)
            case Kind.STOCK:
                return timeline.at_year_end(line.values)
            case Kind.RATIO:
                return ratio(*(timeline.by_year(self[part]) for part in line.over))

    def total(self, name: str) -> FloatArray:
        """A line over the whole horizon, totalled as its kind asks; shape ``(...)``."""
        line = self.line(name)
        match line.kind:
            case Kind.FLOW:
                return np.asarray(line.values.sum(axis=-1))
            case Kind.STOCK:
                return line.values[..., -1]
            case Kind.RATIO:
                return ratio(*(self[part].sum(axis=-1, keepdims=True) for part in line.over))[..., 0]

    @cached_property
    def presentation(self) -> Presentation:
        """How the case shows revenue."""
        return Presentation(str(self.values["presentation"]))


def ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    """Part over whole; NaN where the whole is 0."""
    part, whole = np.broadcast_arrays(part, whole)
    nothing = np.full(part.shape, np.nan)
    return np.asarray(np.divide(part, whole, out=nothing, where=whole != 0))


def project(case: Case, scenario: str = "base", overrides: Values | None = None) -> Projection:
    """Project a case under a scenario.

    Parameters
    ----------
    scenario
        ``base`` or a scenario of the case.
    overrides
        Further input values by dotted name.

    Returns
    -------
    Projection
        All lines by month in the case's money; a share is positive when the lab pays.
    """
    return _Builder(case, scenario, values_of(case, scenario, overrides)).build()


class _Builder:
    """Adds the lines in the order in which they rest on each other."""

    def __init__(self, case: Case, scenario: str, values: Values) -> None:
        self.case = case
        self.timeline = case.timeline
        contracts = {key: contract_from(terms_of(values, key)) for key in case.contracts}
        self.result = Projection(case, scenario, values, contracts)
        self.year_of = self.timeline.calendar_years - case.first_year

    def build(self) -> Projection:
        self._revenue()
        self._cost()
        self._shares()
        self._profit()
        self._cash()
        self._partners()
        return self.result

    def add(
        self,
        name: str,
        label: str,
        values: FloatArray,
        kind: Kind = Kind.FLOW,
        over: tuple[str, str] = ("", ""),
    ) -> FloatArray:
        self.result.lines[name] = Line(label, kind, values, over)
        return values

    def add_ratio(self, name: str, label: str, part: str, whole: str) -> None:
        self.add(name, label, ratio(self.result[part], self.result[whole]), Kind.RATIO, (part, whole))

    def yearly(self, name: str, table: ByYear) -> FloatArray:
        """Values of a by-year input, shape ``(..., years)``."""
        keys = years_of(name, table, self.case)
        found = [
            np.asarray(self.result.values[f"{name}.{keys[year]}"], dtype=np.float64)
            for year in self.timeline.years
        ]
        return np.stack(np.broadcast_arrays(*found), axis=-1)

    def monthly(self, name: str, table: ByYear) -> FloatArray:
        """A by-year input held through each month of its year."""
        return self.yearly(name, table)[..., self.year_of]

    def spread(self, name: str, totals: FloatArray) -> FloatArray:
        """Annual totals as a smooth monthly path; the share of each month in its year is kept for the workbook."""
        path = spread_positive_years(totals)
        yearly = totals[..., self.year_of]
        shares = np.divide(path, yearly, out=np.zeros_like(path), where=yearly != 0)
        self.result.shares_of_year[name] = shares
        return yearly * shares

    def _revenue(self) -> None:
        case = self.case
        measured = self.yearly("revenue.annual", case.revenue.annual)
        shares = {
            key: self.yearly(f"products.{key}.share", item.share) for key, item in case.products.items()
        }
        company = measured if case.revenue.measure == "total" else measured / shares[case.revenue.measure]
        total = np.zeros(self.timeline.months)
        for key, product in case.products.items():
            annual = measured if key == case.revenue.measure else company * shares[key]
            flow = self.add(
                f"revenue.{key}", f"{product.label} revenue", self.spread(f"revenue.{key}", annual)
            )
            for channel, table in product.channels.items():
                part = flow * self.monthly(f"products.{key}.channels.{channel}", table)
                self.add(
                    f"revenue.{key}.{channel}",
                    f"{product.label} through {case.channels[channel].label}",
                    part,
                )
            total = total + flow
        self.add("revenue", "Revenue", total)
        for channel, item in case.channels.items():
            self.add(
                f"revenue.{channel}", f"Revenue through {item.label}", self._through("revenue", (channel,))
            )

    def _cost(self) -> None:
        total = np.zeros(self.timeline.months)
        for key, product in self.case.products.items():
            rate = self.monthly(f"products.{key}.cost_ratio", product.cost_ratio)
            for channel in product.channels:
                part = rate * self.result[f"revenue.{key}.{channel}"]
                label = f"Inference, {product.label} through {self.case.channels[channel].label}"
                self.add(f"inference.{key}.{channel}", label, part)
                total = total + part
        self.add("inference", "Inference cost", total)
        for channel, item in self.case.channels.items():
            label = f"Inference cost through {item.label}"
            self.add(f"inference.{channel}", label, self._through("inference", (channel,)))
        self.add("gross_profit", "Gross profit before partner share", self.result["revenue"] - total)
        self.add_ratio("cost_ratio", "Inference cost per dollar of revenue", "inference", "revenue")
        self.add_ratio("gross_margin", "Gross margin before partner share", "gross_profit", "revenue")

    def _through(self, what: str, channels: tuple[str, ...]) -> FloatArray:
        """Revenue or inference of all products through the given channels."""
        total = np.zeros(self.timeline.months)
        for key, product in self.case.products.items():
            for channel in channels:
                if channel in product.channels:
                    total = total + self.result[f"{what}.{key}.{channel}"]
        return total

    def _shares(self) -> None:
        total = np.zeros(self.timeline.months)
        covered = np.zeros(self.timeline.months)
        covered_cost = np.zeros(self.timeline.months)
        for key, partner in self.case.partners.items():
            through = [self._through(what, partner.covers) for what in ("revenue", "inference")]
            flow = waterfall(self.result.contracts[key], *through, self.timeline)
            revenue = self.add(f"covered.{key}", f"Revenue covered by {partner.label}", flow.revenue)
            cost = self.add(f"covered_cost.{key}", f"Inference cost covered by {partner.label}", flow.cost)
            self.result.waterfalls[key] = flow
            share = self.add(f"share.{key}", f"Share of {partner.label}", flow.expense)
            self.add_ratio(
                f"effective_rate.{key}",
                f"Share of {partner.label} per covered dollar",
                f"share.{key}",
                f"covered.{key}",
            )
            total = total + share
            covered, covered_cost = covered + revenue, covered_cost + cost
        self.add("covered_cost", "Inference cost covered by partner contracts", covered_cost)
        self.add("partner_share", "Partner share", total)
        self.add("covered", "Revenue covered by partner contracts", covered)
        self.add_ratio("coverage", "Fraction of revenue covered by partner contracts", "covered", "revenue")
        self.add_ratio("effective_rate", "Partner share per covered dollar", "partner_share", "covered")
        self.add_ratio(
            "company_rate", "Partner share per dollar of company revenue", "partner_share", "revenue"
        )

    def _profit(self) -> None:
        result = self.result
        kept = self.add(
            "contribution",
            "Gross profit after partner share",
            result["gross_profit"] - result["partner_share"],
        )
        self.add_ratio("margin_after_share", "Gross margin after partner share", "contribution", "revenue")
        total = np.zeros(self.timeline.months)
        for key, item in self.case.spending.items():
            flow = self.spread(f"spending.{key}", self.yearly(f"spending.{key}.annual", item.annual))
            total = total + self.add(f"spending.{key}", item.label, flow)
        self.add("spending", "Operating cost", total)
        profit = self.add("operating_profit", "Operating profit", kept - total)
        self.add("cumulative_profit", "Cumulative operating profit", np.cumsum(profit, axis=-1), Kind.STOCK)
        shown = self._shown(result.presentation)
        self.add("shown_revenue", "Revenue as shown", shown.revenue)
        self.add("shown_cost", "Cost of revenue as shown", shown.cost)
        self.add("shown_gross_profit", "Gross profit as shown", shown.revenue - shown.cost)
        self.add("shown_selling", "Partner share shown below gross profit", shown.share_below)
        self.add_ratio("shown_gross_margin", "Gross margin as shown", "shown_gross_profit", "shown_revenue")

    def _shown(self, presentation: Presentation) -> Shown:
        result = self.result
        return present(
            result["revenue"],
            result["inference"],
            result["partner_share"],
            result["covered"],
            result["covered_cost"],
            presentation,
        )

    def _cash(self) -> None:
        result = self.result
        cash = result["operating_profit"]
        for key, partner in self.case.partners.items():
            timing = cash_against_share(result.contracts[key], result.waterfalls[key])
            cash = cash + self.add(
                f"timing.{key}", f"Share booked but not yet settled with {partner.label}", timing
            )
        for key, line in self.case.cash.items():
            flow = self.monthly(f"cash.{key}.annual", line.annual) / 12.0
            cash = cash + self.add(f"cash.{key}", line.label, flow)
        self.add("cash_flow", "Free cash flow", cash)
        self.add("cumulative_cash", "Cumulative cash", np.cumsum(cash, axis=-1), Kind.STOCK)

    def _partners(self) -> None:
        result = self.result
        for key, partner in self.case.partners.items():
            margin = self.monthly(f"partners.{key}.compute_margin", partner.compute_margin)
            sold = self.add(
                f"compute.{key}",
                f"Compute sold by {partner.label}",
                self._through("inference", partner.compute),
            )
            earned = self.add(f"compute_margin.{key}", f"Margin on compute of {partner.label}", margin * sold)
            self.add(f"take.{key}", f"Income of {partner.label}", result[f"share.{key}"] + earned)
            running = np.cumsum(result[f"share.{key}"], axis=-1)
            self.add(f"cumulative_share.{key}", f"Cumulative share of {partner.label}", running, Kind.STOCK)
            settled = result.waterfalls[key].cash
            payer = "the lab" if result.contracts[key].payment.collector is Collector.LAB else partner.label
            self.add(f"settled.{key}", f"Cash settled, paid by {payer}", settled)
            self.add_ratio(
                f"take_rate.{key}",
                f"Income of {partner.label} per covered dollar",
                f"take.{key}",
                f"covered.{key}",
            )


def cash_against_share(contract: Contract, flow: Waterfall) -> FloatArray:
    """What the lab's cash differs from the share it books: paid later, or remitted later by a partner that bills."""
    if contract.payment.collector is Collector.LAB:
        return flow.expense - flow.cash - flow.withheld
    kept_back = flow.cost if contract.payment.cost_bearer is CostBearer.PARTNER else 0.0
    return flow.cash - (flow.revenue - kept_back - flow.expense)


def spread_positive_years(totals: FloatArray) -> FloatArray:
    """Spread annual totals over months, run by run between years of nothing.

    `spread_years` needs totals above 0; a line that starts later or ends earlier has years of 0, whose months
    are 0. Leading axes are spread one by one.
    """
    if totals.ndim > 1:
        return np.stack([spread_positive_years(row) for row in totals])
    months = np.zeros(12 * totals.size)
    edges = np.flatnonzero(np.diff(totals > 0, prepend=False, append=False))
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        months[12 * first : 12 * last] = spread_years(totals[first:last])
    return months
