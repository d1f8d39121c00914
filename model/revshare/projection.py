"""A case projected: every line by month, for the lab and each partner (methods: projection)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np

from revshare.arrays import FloatArray
from revshare.case import Case, Reciprocal
from revshare.commitment_flows import (
    bought_by_lab,
    buys_compute,
    capacity_lines,
    commitment_lines,
    commitment_totals,
    compute_bill,
    settlement_of,
    usage_of,
)
from revshare.contracts.contract import contract_from
from revshare.fields import terms_of
from revshare.growth import spread_with_gaps
from revshare.hedge_flows import hedge_of
from revshare.lines import Kind, Line, Projection, ratio_line
from revshare.margin import Presentation, Shown, present
from revshare.partner_flows import cash_against_share, partner_waterfall
from revshare.party_flows import has_parties, party_lines, payments_of
from revshare.scenarios import Values, values_of
from revshare.site_flows import site_lines
from revshare.stake_flows import refuse_overowned, stake_lines, stake_of

Shocks: TypeAlias = Mapping[str, FloatArray]
"""Factors on ``revenue`` or ``revenue.PRODUCT`` by path and month, shape ``(n, T)``."""


def project(
    case: Case, scenario: str = "base", overrides: Values | None = None, shocks: Shocks | None = None
) -> Projection:
    """Project a case under a scenario.

    Parameters
    ----------
    scenario
        ``base`` or a scenario of the case.
    overrides
        Further input values by dotted name.
    shocks
        What random monthly growth makes of revenue.

    Returns
    -------
    Projection
        All lines by month in the case's money; a share is positive when the lab pays.
    """
    return _Builder(case, scenario, values_of(case, scenario, overrides), shocks or {}).build()


class _Builder:
    """Adds the lines in the order in which they rest on each other."""

    def __init__(self, case: Case, scenario: str, values: Values, shocks: Shocks) -> None:
        self.case = case
        self.shocks = shocks
        self.timeline = case.timeline
        contracts = {key: contract_from(terms_of(values, key)) for key in case.contracts}
        self.result = Projection(case, scenario, values, contracts)
        self.year_of = self.timeline.calendar_years - case.first_year

    def build(self) -> Projection:
        self._revenue()
        self._cost()
        self._shares()
        self._kept()
        self._spending()
        self._commitments()
        self._profit()
        self._cash()
        self._partners()
        self._capital()
        return self.result

    def add(self, name: str, label: str, values: FloatArray, kind: Kind = Kind.FLOW) -> FloatArray:
        self.result.lines[name] = Line(label, kind, values)
        return values

    def add_ratio(self, name: str, label: str, part: str, whole: str) -> None:
        self.result.lines[name] = ratio_line(self.result, label, part, whole)

    def extend(self, lines: Iterable[tuple[str, Line]]) -> None:
        """Add lines one by one, so that each may rest on those before it."""
        for name, line in lines:
            self.result.lines[name] = line

    def spread(self, name: str, totals: FloatArray) -> FloatArray:
        """Annual totals as a smooth monthly path; the share of each month in its year is kept for the workbook."""
        path = spread_with_gaps(totals)
        yearly = totals[..., self.year_of]
        shares = np.divide(path, yearly, out=np.zeros_like(path), where=yearly != 0)
        self.result.shares_of_year[name] = shares
        return yearly * shares

    def _revenue(self) -> None:
        case = self.case
        measured = self.result.yearly("revenue.annual", case.revenue.annual)
        shares = {
            key: self.result.yearly(f"products.{key}.share", item.share)
            for key, item in case.products.items()
        }
        company = measured if case.revenue.measure == "total" else measured / shares[case.revenue.measure]
        total = np.zeros(self.timeline.months)
        for key, product in case.products.items():
            annual = measured if key == case.revenue.measure else company * shares[key]
            path = self.spread(f"revenue.{key}", annual)
            for line in ("revenue", f"revenue.{key}"):
                path = path * self.shocks[line] if line in self.shocks else path
            flow = self.add(f"revenue.{key}", f"{product.label} revenue", path)
            for channel, table in product.channels.items():
                part = flow * self.result.monthly(f"products.{key}.channels.{channel}", table)
                self.add(
                    f"revenue.{key}.{channel}",
                    f"{product.label} through {case.channels[channel].label}",
                    part,
                )
            total = total + flow
        self.add("revenue", "Revenue", total)
        for channel, item in case.channels.items():
            self.add(
                f"revenue.{channel}",
                f"Revenue through {item.label}",
                self.result.through("revenue", (channel,)),
            )

    def _cost(self) -> None:
        total = np.zeros(self.timeline.months)
        for key, product in self.case.products.items():
            rate = self.result.monthly(f"products.{key}.cost_ratio", product.cost_ratio)
            for channel in product.channels:
                part = rate * self.result[f"revenue.{key}.{channel}"]
                label = f"Inference, {product.label} through {self.case.channels[channel].label}"
                self.add(f"inference.{key}.{channel}", label, part)
                total = total + part
        self.add("inference", "Inference cost", total)
        for channel, item in self.case.channels.items():
            label = f"Inference cost through {item.label}"
            self.add(f"inference.{channel}", label, self.result.through("inference", (channel,)))
        self.add("gross_profit", "Gross profit before partner share", self.result["revenue"] - total)
        self.add_ratio("cost_ratio", "Inference cost per dollar of revenue", "inference", "revenue")
        self.add_ratio("gross_margin", "Gross margin before partner share", "gross_profit", "revenue")

    def _shares(self) -> None:
        total = np.zeros(self.timeline.months)
        covered = np.zeros(self.timeline.months)
        covered_cost = np.zeros(self.timeline.months)
        for key, partner in self.case.partners.items():
            if partner.reciprocal:
                self._reciprocal(key, partner.label, partner.reciprocal)
            flow = partner_waterfall(self.result, key)
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
            self.add_ratio(
                f"coverage.{key}",
                f"Fraction of revenue covered by {partner.label}",
                f"covered.{key}",
                "revenue",
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

    def _reciprocal(self, key: str, partner: str, back: Reciprocal) -> None:
        """What the partner owes the lab on its own revenue."""
        name = f"partners.{key}.reciprocal"
        revenue = self.result.monthly(f"{name}.annual", back.annual) / 12.0
        self.add(f"reciprocal_revenue.{key}", f"Revenue of {partner} from {back.label}", revenue)
        due = revenue * self.result.monthly(f"{name}.rate", back.rate)
        self.add(f"reciprocal.{key}", f"Share paid back by {partner}", due)

    def _kept(self) -> None:
        result = self.result
        back = [result[f"reciprocal.{key}"] for key, item in self.case.partners.items() if item.reciprocal]
        returned = np.add.reduce(back) if back else np.zeros(self.timeline.months)
        self.add("reciprocal", "Share paid back by partners", returned)
        kept = self.add(
            "kept", "Gross profit less partner share", result["gross_profit"] - result["partner_share"]
        )
        self.add("contribution", "Gross profit after partner share", kept + returned)
        self.add_ratio("margin_after_share", "Gross margin after partner share", "contribution", "revenue")

    def _spending(self) -> None:
        total = np.zeros(self.timeline.months)
        for key, item in self.case.spending.items():
            flow = self.spread(f"spending.{key}", self.result.yearly(f"spending.{key}.annual", item.annual))
            total = total + self.add(f"spending.{key}", item.label, flow)
        self.add("spending", "Operating cost", total)

    def _commitments(self) -> None:
        result = self.result
        if buys_compute(self.case):
            result.lines["compute_bill"] = compute_bill(result)
        for key in self.case.commitments:
            usage = usage_of(result, key)
            result.commitments[key] = settlement_of(result, key, usage)
            self.extend(commitment_lines(result, key, usage))
        if bought_by_lab(self.case):
            self.extend(commitment_totals(result))
        self.extend(capacity_lines(result))

    def _profit(self) -> None:
        result = self.result
        profit = result["contribution"] - result["spending"]
        if bought_by_lab(self.case):
            profit = profit - result["commitment_shortfall"]
        self.add("operating_profit", "Operating profit", profit)
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
            result["covered_cost"],
            presentation,
        )

    def _cash(self) -> None:
        result = self.result
        cash = result["operating_profit"]
        for key, partner in self.case.partners.items():
            timing = cash_against_share(result.contracts[key], result.waterfalls[key])
            cash = cash + self.add(f"timing.{key}", f"Cash less what is booked with {partner.label}", timing)
        for key, line in self.case.cash.items():
            flow = self.result.monthly(f"cash.{key}.annual", line.annual) / 12.0
            cash = cash + self.add(f"cash.{key}", line.label, flow)
        self.add("cash_flow", "Free cash flow", cash)
        self.add("cumulative_cash", "Cumulative cash", np.cumsum(cash, axis=-1), Kind.STOCK)

    def _partners(self) -> None:
        result = self.result
        for key, partner in self.case.partners.items():
            margin = self.result.monthly(f"partners.{key}.compute_margin", partner.compute_margin)
            sold = self.add(
                f"compute.{key}",
                f"Compute sold by {partner.label}",
                self.result.through("inference", partner.compute),
            )
            earned = self.add(f"compute_margin.{key}", f"Margin on compute of {partner.label}", margin * sold)
            kept = result[f"share.{key}"]
            if partner.reciprocal:
                kept = self.add(
                    f"net_share.{key}",
                    f"Share of {partner.label} less what it pays back",
                    kept - result[f"reciprocal.{key}"],
                )
            self.add(f"take.{key}", f"Income of {partner.label}", kept + earned)
            running = np.cumsum(result[f"share.{key}"], axis=-1)
            self.add(f"cumulative_share.{key}", f"Cumulative share of {partner.label}", running, Kind.STOCK)
            settled = result.waterfalls[key].cash
            # Whoever bills the customer pays the other; a label that named one would lie after an edit.
            self.add(f"settled.{key}", f"Cash settled with {partner.label}, paid by whoever bills", settled)
            self.add_ratio(
                f"take_rate.{key}",
                f"Income of {partner.label} per covered dollar",
                f"take.{key}",
                f"covered.{key}",
            )

    def _capital(self) -> None:
        result, case = self.result, self.case
        for key in case.stakes:
            result.stakes[key] = stake_of(result, key)
            self.extend(stake_lines(result, key))
        refuse_overowned(result)
        if has_parties(case):
            result.payments.update(payments_of(result))
            self.extend(party_lines(result))
        for key in case.hedges:
            result.hedges[key] = hedge_of(result, key)
        if case.site:
            self.extend(site_lines(result))
