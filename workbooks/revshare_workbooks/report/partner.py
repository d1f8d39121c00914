"""Partner sheet: what each cloud takes, who pays whom, and on whom the lab depends."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from revshare.capital import Stake
from revshare.capital_checks import LAB, parties_of
from revshare.case import Case
from revshare.commitment_flows import bought_by_lab, total_of
from revshare.contracts.payment import Collector, CostBearer
from revshare.lines import Projection
from revshare.party_flows import (
    compute_concentration,
    has_parties,
    kept_by_billing,
    revenue_concentration,
    sellers_to_lab,
    share_in_cash,
)
from revshare_workbooks import look
from revshare_workbooks.blocks.concentration import concentration_rows
from revshare_workbooks.blocks.lines import Lines
from revshare_workbooks.blocks.party_flows import Payment, Tranche, invested, net_cash_rows, own_money_rows
from revshare_workbooks.grid import Book, Chart, Row, Series
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.chart_places import chart_places
from revshare_workbooks.report.checks import Checks
from revshare_workbooks.report.commitments import CommitmentRows
from revshare_workbooks.report.contract import ContractRows
from revshare_workbooks.report.parties import colour_of_parties
from revshare_workbooks.report.revenue import Drivers, RevenueRows
from revshare_workbooks.timeline import TimelineRows

_DIGITS = 6
"""Decimals to which net cash of all parties is shown to be zero."""
_SERIES, _REST = 6, "rest"
"""How many parties a chart shows, and what the smaller ones are called together."""


@dataclass
class PartnerRows:
    """Rows of the partner sheet by line name; net cash of all parties `together`, where several pay each other."""

    lines: dict[str, Row] = field(default_factory=dict)
    together: Row | None = None

    def __getitem__(self, name: str) -> Row:
        """Row of a line."""
        return self.lines[name]


@dataclass(frozen=True)
class PartnerSources:
    """Rows of the other sheets that the partners' reads."""

    inputs: Inputs
    timeline: TimelineRows
    revenue: RevenueRows
    contracts: dict[str, ContractRows]
    bought: CommitmentRows


class _Partner:
    """Adds each partner's income, then what passes between all parties."""

    def __init__(self, book: Book, case: Case, sources: PartnerSources, projection: Projection) -> None:
        self.case, self.sources, self.projection = case, sources, projection
        self.sheet = Monthly(
            book,
            "Partner",
            "Partners",
            "What each partner takes from its share and its compute; who pays whom; on whom the lab depends.",
        )
        self.rows = PartnerRows()
        self.lines = Lines(self.sheet, projection, self.rows.lines)
        self.drivers = Drivers(self.sheet, sources.inputs, projection)

    def build(self) -> PartnerRows:
        for key in self.case.partners:
            self._income(key)
        if has_parties(self.case):
            payments = self._payments()
            self._net_cash(payments)
            self._own_money(payments)
            self._dependence()
            self._charts()
        return self.rows

    def _income(self, key: str) -> None:
        """A partner's share and its margin on compute."""
        lines, item, contract = self.lines, self.case.partners[key], self.sources.contracts[key]
        self.sheet.heading(item.label)
        lines.flow(f"covered.{key}", f"={contract.revenue}")
        share = kept = lines.flow(f"share.{key}", f"={contract.share}")
        if contract.reciprocal:
            back = lines.flow(f"reciprocal.{key}", f"={contract.reciprocal}")
            kept = lines.flow(f"net_share.{key}", f"={share}-{back}")
        through = "+".join(f"{self.sources.revenue[f'inference.{channel}']}" for channel in item.compute)
        sold = lines.flow(f"compute.{key}", f"={through or '0'}")
        name = f"partners.{key}.compute_margin"
        margin = self.drivers.add("Gross margin on compute", name, item.compute_margin)
        earned = lines.flow(f"compute_margin.{key}", f"={sold}*{margin}")
        lines.flow(f"take.{key}", f"={kept}+{earned}", total=True)
        lines.ratio(f"take_rate.{key}")
        lines.running(f"cumulative_share.{key}", f"{share}")
        lines.flow(f"settled.{key}", f"={contract.cash}")

    def _payments(self) -> list[Payment]:
        """Every payment that passes between parties: shares in cash, compute, and money for shares."""
        sheet, case, projection = self.sheet, self.case, self.projection
        labels = {LAB: case.lab} | parties_of(case)
        sheet.heading("Who pays whom")
        sheet.note(
            "Shares in cash, compute bought, and money for shares; a negative amount goes the other way."
        )
        found = []
        for key in case.partners:
            label = f"{case.lab} to {labels[key]}: its share"
            found.append(Payment(LAB, key, self._share_in_cash(key, label)))
        for seller in sellers_to_lab(case):
            keys, formula = self._bought(seller, "paid")
            values = total_of(projection, "paid", keys) if keys else projection[f"compute.{seller}"]
            label = f"{case.lab} to {labels[seller]}: compute"
            found.append(Payment(LAB, seller, sheet.flow(label, formula, values)))
        for key, one in case.commitments.items():
            if one.buyer:
                label = f"{labels[one.buyer]} to {labels[one.seller]}: {one.label}"
                paid = sheet.flow(label, f"={self.sources.bought[f'paid.{key}']}", projection[f"paid.{key}"])
                found.append(Payment(one.buyer, one.seller, paid))
        for key, stake in case.stakes.items():
            row = self._invested(key, stake)
            found.append(Payment(stake.investor, case.companies[stake.company].party or LAB, row, key))
        return found

    def _share_in_cash(self, key: str, label: str) -> Row:
        """A partner's share in cash: the lab pays it, or a partner that bills keeps it."""
        contract, inputs, lines = self.sources.contracts[key], self.sources.inputs, self.lines
        agreed, flow = self.projection.contracts[key], self.projection.waterfalls[key]
        collector, bearer = (inputs[f"contracts.{key}.{term}"] for term in ("collector", "cost_bearer"))
        name = self.case.partners[key].label
        borne = self.sheet.flow(
            f"Inference cost borne by {name}",
            f'=IF({bearer}="{CostBearer.PARTNER}",{contract.cost},0)',
            flow.cost * (agreed.payment.cost_bearer is CostBearer.PARTNER),
        )
        paid = lines[f"settled.{key}"]
        kept = f"{lines[f'covered.{key}']}-{contract.deducted}-{borne}-{contract.withheld}-{paid}"
        label_kept = f"What {name} keeps if it bills the customer"
        keeps = self.sheet.flow(label_kept, f"={kept}", kept_by_billing(agreed, flow))
        formula = f'=IF({collector}="{Collector.LAB}",{paid},{keeps})'
        return self.sheet.flow(label, formula, share_in_cash(agreed, flow))

    def _invested(self, key: str, stake: Stake) -> Row:
        """What is paid into a stake: a row for each payment, and one for all of them."""
        timeline, inputs = self.sources.timeline, self.sources.inputs
        days, rows = (timeline.first_day, timeline.last_day), []
        found, months = self.projection.stakes[key].tranches, self.case.timeline.dates
        for (name, tranche), day, paid in zip(stake.tranches.items(), found.days, found.paid, strict=True):
            place = f"stakes.{key}.tranches.{name}"
            cells = Tranche(*(inputs[f"{place}.{part}"] for part in ("amount", "date", "probability")))
            values = paid * np.array([day.replace(day=1) == month for month in months])
            label = f"Money for shares: {tranche.label}"
            rows.append(self.sheet.flow(label, invested(days, cells), values))
        return self.lines.flow(f"invested.{key}", "=" + "+".join(f"{row}" for row in rows), total=True)

    def _bought(self, seller: str, what: str) -> tuple[list[str], str]:
        """The lab's commitments with a seller, and the formula of what it pays or uses under them.

        Without any, it pays for what runs in the seller's channels.
        """
        keys = [key for key in bought_by_lab(self.case) if self.case.commitments[key].seller == seller]
        rows = [self.sources.bought[f"{what}.{key}"] for key in keys] or [self.lines[f"compute.{seller}"]]
        return keys, "=" + "+".join(f"{row}" for row in rows)

    def _net_cash(self, payments: list[Payment]) -> None:
        parties = self.projection.party_flows.parties
        self.sheet.heading("Net cash by party: sources and uses")
        self.sheet.note(
            "What a party receives from the others less what it pays them; all of them sum to zero."
        )
        net_cash_rows(self.lines, parties, payments)
        rows = [self.lines[f"net_cash.{party}"] for party in parties]
        values = np.add.reduce([self.projection[f"net_cash.{party}"] for party in parties])
        # Large amounts that cancel leave their last digits, which a page would show as a sum that is not zero.
        formula = f"=ROUND({'+'.join(f'{row}' for row in rows)},{_DIGITS})"
        self.rows.together = self.sheet.flow(
            "Net cash of all parties", formula, values.round(_DIGITS), total=True
        )
        self._smaller()

    def _smaller(self) -> None:
        """The parties that a chart has no room for, taken together."""
        case, projection, sheet = self.case, self.projection, self.sheet
        self.drawn = {LAB: case.lab} | parties_of(case)
        if len(self.drawn) <= _SERIES:
            return
        by_size = sorted(parties_of(case), key=lambda key: -abs(float(projection.total(f"net_cash.{key}"))))
        small = [key for key in self.drawn if key in by_size[_SERIES - 2 :]]
        self.drawn = {key: name for key, name in self.drawn.items() if key not in small} | {
            _REST: "The others"
        }
        names = ", ".join(parties_of(case)[key] for key in small)
        sheet.note(f"The smaller ones together, for the charts: {names}.")
        rows = [self.lines[f"net_cash.{key}"] for key in small]
        values = np.add.reduce([projection[f"net_cash.{key}"] for key in small])
        formula = "=" + "+".join(f"{row}" for row in rows)
        net = sheet.flow("Net cash of the smaller parties", formula, values)
        running = sheet.ahead()
        label, formula = "Cumulative net cash of the smaller parties", f"={running:prev}+{net}"
        sheet.balance(label, formula, np.cumsum(values), row=running)
        self.lines.rows.update({f"net_cash.{_REST}": net, f"cumulative_net_cash.{_REST}": running})

    def _own_money(self, payments: list[Payment]) -> None:
        """Whose own money comes back from the lab."""
        for party in parties_of(self.case):
            if f"own_money.{party}" in self.projection.lines:
                self.sheet.heading(f"Own money of {parties_of(self.case)[party]}")
                self.sheet.note(
                    "What it paid in for shares is taken to be spent first, and on what it sells."
                )
                own_money_rows(self.lines, party, LAB, payments)

    def _dependence(self) -> None:
        """On whom the lab depends for its revenue, and for its compute."""
        sheet, lines, case, sources = self.sheet, self.lines, self.case, self.sources
        sheet.heading("Dependence")
        known = {"revenue": sources.revenue["revenue"]} | {
            f"revenue.{key}": sources.revenue[f"revenue.{key}"] for key in case.channels
        }
        bill = sources.bought.lines.get("compute_bill")
        lines.rows.update(known)
        for key in case.channels:
            lines.ratio(f"revenue_share.{key}")
        by_channel = [lines[f"revenue.{key}"] for key in case.channels]
        concentration_rows(sheet, "revenue by channel", by_channel, revenue_concentration(self.projection))
        sellers = sellers_to_lab(case)
        for seller in sellers:
            lines.flow(f"bought.{seller}", self._bought(seller, "usage")[1])
        if bill:
            lines.rows["compute_bill"] = bill
            for seller in sellers:
                lines.ratio(f"compute_share.{seller}")
        if sellers:
            by_seller = [lines[f"bought.{seller}"] for seller in sellers]
            found = compute_concentration(self.projection)
            concentration_rows(sheet, "compute by seller", by_seller, found)

    def _charts(self) -> None:
        """What each party has had of the others, by year and since the start."""
        sheet, case = self.sheet, self.case
        sheet.heading("Charts")
        colours = colour_of_parties(case) | {_REST: look.NAVY}

        def series(what: str) -> list[Series]:
            return [
                Series(name, self.lines[f"{what}.{key}"], colours[key]) for key, name in self.drawn.items()
            ]

        kinds = (
            (
                "column",
                "Sources and uses: net cash by party",
                "net_cash",
                "Stacked columns of each party's net cash with the others by year; those above zero match those below.",
            ),
            (
                "line",
                "Cumulative net cash by party",
                "cumulative_net_cash",
                "Lines of what each party has received less paid since the start; the lowest is the deepest need.",
            ),
        )
        for (kind, title, what, alt), place in zip(kinds, chart_places(sheet), strict=False):
            sheet.sheet.charts.append(
                Chart(
                    kind,
                    title,
                    "Calendar year",
                    sheet.book.money,
                    series(what),
                    sheet.book.header_years,
                    alt=alt,
                    stacked=kind == "column",
                    **place,
                )
            )


def party_checks(checks: Checks, rows: PartnerRows) -> None:
    """Check that what one party pays another receives, month by month."""
    if rows.together:
        checks.add(
            "Sources equal uses",
            "Net cash of all parties with each other sums to zero in every month; the squares are added up",
            f"SUMSQ({rows.together:months})",
        )


def partner_sheet(book: Book, case: Case, sources: PartnerSources, projection: Projection) -> PartnerRows:
    """Lay out each partner's income and cash, and what passes between all parties."""
    return _Partner(book, case, sources, projection).build()
