"""Commitments sheet: compute promised, used, paid for and left, capacity with its price, own sites beside rent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np

from revshare.capital_checks import parties_of
from revshare.case import Case
from revshare.commitment_flows import bought_by_lab, buys_compute, total_of
from revshare.commitments.buckets import Settlement
from revshare.lines import Projection
from revshare_workbooks import look
from revshare_workbooks.blocks.buckets import BucketRows, Clause, ClauseWords, buckets_block, by_year
from revshare_workbooks.blocks.capacity import capacity_block
from revshare_workbooks.blocks.guards import Guard, guard
from revshare_workbooks.blocks.lines import Lines
from revshare_workbooks.blocks.own_or_rent import own_or_rent_block
from revshare_workbooks.blocks.periods import YearEnds, periods_block
from revshare_workbooks.grid import Book, Chart, Content, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.monthly import Monthly
from revshare_workbooks.report.chart_places import ROWS, chart_places
from revshare_workbooks.report.checks import Checks
from revshare_workbooks.report.revenue import Drivers, RevenueRows

NAME = "Commitments"
_LINES = ("committed", "usage", "shortfall", "paid", "commitment_left", "commitment_margin")
_BALANCES = (
    (
        "Commitment rolls forward",
        "What is committed is met by use, paid for without use, or still open",
        ("committed", "drawdown", "excess_applied", "shortfall"),
        "closing",
    ),
    (
        "Use kept rolls forward",
        "Use kept for later counts toward a commitment, lapses, or is still kept",
        ("excess_earned", "excess_applied", "excess_lapsed"),
        "excess_bank",
    ),
    (
        "Shortfalls to be made up roll forward",
        "A shortfall that may be made up is made up, lapses, or is still open",
        ("make_up_earned", "make_up_used", "make_up_lapsed"),
        "make_up_bank",
    ),
)
"""Each balance of a commitment: what it holds together, the flows in and out of it, and its close."""


@dataclass
class CommitmentRows:
    """Rows of the sheet by line name, each commitment settled by year, and guards of what it can follow."""

    lines: dict[str, Row] = field(default_factory=dict)
    settled: dict[str, BucketRows] = field(default_factory=dict)
    guards: list[Guard] = field(default_factory=list)

    def __getitem__(self, name: str) -> Row:
        """Row of a line."""
        return self.lines[name]


def has_commitments(case: Case) -> bool:
    """Whether a case has anything for the sheet to show."""
    return bool(case.commitments or case.capacities or case.site or buys_compute(case))


class CommitmentsSheet:
    """The sheet, begun before the lab's, which subtracts what is paid beyond use, and laid out after it."""

    def __init__(self, book: Book, projection: Projection, inputs: Inputs) -> None:
        self.case, self.projection, self.inputs = projection.case, projection, inputs
        self.sheet = Monthly(
            book,
            NAME,
            "Compute bought under commitments",
            "What is promised, used, paid for without use, and still open, settled by calendar year.",
        )
        self.rows = CommitmentRows()
        names = [f"{what}.{key}" for key in self.case.commitments for what in _LINES]
        if bought_by_lab(self.case):
            names += ["commitment_shortfall"]
        self.rows.lines = {name: self.sheet.ahead() for name in names}

    @property
    def beyond_use(self) -> Row | None:
        """What the lab pays for without use, by month; None without commitments of its own."""
        return self.rows.lines.get("commitment_shortfall")

    def lay_out(self, month: Row, revenue: RevenueRows, spent: Mapping[str, Row]) -> CommitmentRows:
        """Lay out the sheet.

        Parameters
        ----------
        month
            Number of each month.
        spent
            Operating cost by line name.
        """
        case, sheet = self.case, self.sheet
        self.rows.lines["revenue"] = revenue["revenue"]
        self.lines = Lines(sheet, self.projection, self.rows.lines)
        self.drivers = Drivers(sheet, self.inputs, self.projection)
        self.served: list[Row] = []
        if buys_compute(case):
            self._bill(revenue, spent)
        if bought_by_lab(case):
            self._together()
        places = self._room_for_charts()
        if case.commitments:
            self.words, self.ends = ClauseWords.of(sheet), YearEnds.of(sheet, month)
        left = {key: self._commitment(key) for key in case.commitments}
        for key, item in case.capacities.items():
            sheet.heading(f"Capacity: {item.label}")
            sheet.note(
                f"Supplied by {parties_of(case)[item.seller]}; its money tells the size, and is no part of profit."
            )
            self.rows.lines[f"capacity.{key}"] = capacity_block(sheet, key, self.inputs, self.projection)
        if case.site:
            sheet.heading(f"Own or rent: {case.site.label}")
            sheet.note(
                "A site costs the same busy or not, rent only for what is used; neither is part of profit."
            )
            self.rows.lines |= own_or_rent_block(sheet, case.site, self.inputs, self.projection)
        self._guards()
        self._charts(left, places)
        return self.rows

    def _bill(self, revenue: RevenueRows, spent: Mapping[str, Row]) -> None:
        """What the lab's compute costs before any commitment."""
        self.sheet.heading("Compute bill")
        parts = [self.sheet.flow("Inference", f"={revenue['inference']}", self.projection["inference"])]
        for key, item in self.case.spending.items():
            if item.compute:
                name = f"spending.{key}"
                part = self.drivers.add(
                    f"Part of it that buys compute: {item.label}", f"{name}.compute", item.compute
                )
                bought = self.projection.monthly(f"{name}.compute", item.compute) * self.projection[name]
                parts.append(self.sheet.flow(f"Compute in: {item.label}", f"={part}*{spent[name]}", bought))
        self.lines.flow("compute_bill", "=" + "+".join(f"{part}" for part in parts), total=True)

    def _together(self) -> None:
        """The lab's commitments added up, and whether its revenue carries them."""
        keys, rows, projection = bought_by_lab(self.case), self.rows, self.projection
        self.sheet.heading(f"All commitments of {self.case.lab}")

        def total(what: str) -> str:
            return "=" + "+".join(f"{rows[f'{what}.{key}']}" for key in keys)

        self.lines.flow("committed", total("committed"))
        for label, what in (("Used under commitments", "usage"), ("Paid under commitments", "paid")):
            self.sheet.flow(label, total(what), total_of(projection, what, keys))
        self.lines.flow("commitment_shortfall", total("shortfall"), total=True)
        self.lines.ratio("commitments_over_revenue")

    def _commitment(self, key: str) -> Row:
        """One commitment; answers the row of what is still promised."""
        sheet, projection, name = self.sheet, self.projection, f"commitments.{key}"
        item, labels = self.case.commitments[key], parties_of(self.case)
        sheet.heading(item.label)
        buyer = labels[item.buyer] if item.buyer else self.case.lab
        sheet.note(f"{buyer} buys from {labels[item.seller]}.")
        self.words.beside(sheet, self.inputs[f"{name}.rollover"], self.inputs[f"{name}.make_up_years"])
        clause = self._clause(key)
        if item.usage is None and item.share_of_compute is not None:
            share = self.drivers.add(
                "Part of the compute bill it serves", f"{name}.share_of_compute", item.share_of_compute
            )
            self.served.append(share)
            bought = f"={share}*{self.rows['compute_bill']}"
        else:
            annual = self.drivers.add("Bought, of the year", f"{name}.usage", item.usage or {}, money=True)
            bought = f"={annual}/12"
        self.lines.flow(f"committed.{key}", f"={clause.agreed}/12")
        usage = self.lines.flow(f"usage.{key}", bought)
        settled = buckets_block(sheet, clause, usage, projection.commitments[key])
        self.rows.settled[key] = settled
        left = _still_promised(sheet, settled, projection.commitments[key])
        periods_block(sheet, key, self.ends, settled, self.rows.lines, projection)
        margin = self.drivers.add("Seller's gross margin", f"{name}.margin", item.margin)
        self.lines.flow(f"commitment_margin.{key}", f"={margin}*{self.rows[f'paid.{key}']}")
        return left

    def _clause(self, key: str) -> Clause:
        """Terms of a commitment, beside what they rule."""
        sheet, values, name = self.sheet, self.projection.values, f"commitments.{key}"

        def term(what: str, label: str, style: Style, unit: str) -> Spot:
            value: Content = values[f"{name}.{what}"]  # type: ignore[assignment]
            return sheet.scalar(label, f"={self.inputs[f'{name}.{what}']}", value, style, unit)

        return Clause(
            term("rollover", "What moves to the next year", Style.TEXT_RIGHT, "choice"),
            term("rollover_limit", "Most that moves on, of the year's commitment", Style.PERCENT, "fraction"),
            term("make_up_years", "Years in which a shortfall paid may be used", Style.COUNT, "years"),
            self.drivers.add(
                "Committed, of the year", f"{name}.annual", self.case.commitments[key].annual, money=True
            ),
        )

    def _guards(self) -> None:
        """Guard what the engine would refuse, where anything is promised or owned."""
        if not (self.case.commitments or self.case.site):
            return
        sheet, rows = self.sheet, self.rows
        sheet.heading("Guards")
        sheet.note("Each is 0 while this sheet can follow the terms in force; the Checks sheet shows them.")
        for key, item in self.case.commitments.items():
            usage, years = rows[f"usage.{key}"], self.inputs[f"commitments.{key}.make_up_years"]
            about = "Years of make-up are whole and not negative, and so is what is bought; mend the input"
            formula = f"=IF(INT({years})={years},0,1)+IF({years}<0,1,0)+IF(MIN({usage:years})<0,1,0)"
            rows.guards.append(guard(sheet, f"Terms the sheet can settle: {item.label}", about, formula))
        if self.served:
            about = "All commitments together serve no more than the whole compute bill"
            served = "+".join(f"{share:years}" for share in self.served)
            formula = f"=SUMPRODUCT(({served}>1+{sheet.book.tolerance})*1)"
            rows.guards.append(guard(sheet, "The compute bill is served once", about, formula))
        if self.case.site:
            about = "A rent of 0 leaves nothing to compare with; give what the same capacity rents for"
            formula = f"=IF({self.inputs['site.rent']}>0,0,1)"
            rows.guards.append(guard(sheet, "The site has a rent", about, formula))

    def _room_for_charts(self) -> list[dict[str, Any]]:
        """Leave room for a chart of each commitment, above the rows that it shows."""
        if not self.case.commitments:
            return []
        self.sheet.heading("How each commitment burns down")
        places = list(islice(chart_places(self.sheet), len(self.case.commitments)))
        self.sheet.at = places[-1]["anchor"][0] + ROWS
        return places

    def _charts(self, left: Mapping[str, Row], places: list[dict[str, Any]]) -> None:
        """What is left of each commitment, and what became of the rest by year."""
        sheet, book, settled = self.sheet, self.sheet.book, self.rows.settled
        for (key, row), place in zip(left.items(), places, strict=True):
            columns = settled[key]
            series = [
                Series("Met by the year's use", columns["drawdown"], look.LAB),
                Series("Met by use kept from before", columns["excess_applied"], look.SECOND),
                Series("Paid for without use", columns["shortfall"], look.LOSS),
            ]
            line = [Series("Still promised at the year's end", row, look.PARTNER)]
            sheet.sheet.charts.append(
                Chart(
                    "column",
                    self.case.commitments[key].label,
                    "Calendar year",
                    book.money,
                    series,
                    book.header_years,
                    alt="Columns of the commitment met by use or paid for without it in each year, "
                    "and a line of what is still promised.",
                    stacked=True,
                    from_zero=True,
                    line_series=line,
                    **place,
                )
            )


def commitment_checks(checks: Checks, case: Case, rows: CommitmentRows, tolerance: Spot) -> None:
    """Check what holds of every commitment, whatever its clause: the three balances, and what is paid."""
    for key, settled in rows.settled.items():
        label, usage, paid = case.commitments[key].label, rows[f"usage.{key}"], rows[f"paid.{key}"]
        for name, about, (first, *others), closing in _BALANCES:
            less = "".join(f"-{settled[other]:total}" for other in others)
            checks.add(
                f"{name}: {label}",
                about,
                f"{settled[first]:total}{less}-{settled[closing]:y{len(case.timeline.years) - 1}}",
                scale=f"{usage:total}+{settled['committed']:total}",
            )
        checks.add(
            f"Nothing is negative: {label}",
            "Drawdown, overage, shortfall, banks and balances of a commitment are zero or more",
            f"MIN(0,{settled.all},{usage:years},{settled['commitment']:years})",
            scale=f"{usage:total}+{settled['committed']:total}",
        )
        drawn, opening, committed = (
            f"{settled[name]:years}" for name in ("drawdown", "opening", "committed")
        )
        checks.add(
            f"Drawn within the commitment: {label}",
            "What is drawn in a year is never above what is open in it",
            f"SUMPRODUCT(({drawn}-{opening}-{committed}>{tolerance}*(1+{committed}))*1)",
        )
        checks.add(
            f"Paid for what is used: {label}",
            "Whatever is made up was paid before, so all that is paid is never less than all that is used",
            f"MIN(0,{paid:total}-{usage:total})",
            scale=f"{usage:total}",
        )
        short, made_up = settled["shortfall"], settled["make_up_used"]
        checks.add(
            f"Months add up to what is settled: {label}",
            "What is paid by month is use, and shortfalls less what is made up by year",
            f"{paid:total}-{usage:total}-{short:total}+{made_up:total}",
            scale=f"{paid:total}",
        )


def _still_promised(sheet: Monthly, settled: BucketRows, columns: Settlement) -> Row:
    """What is still to be bought or paid for, in this year's balance and in the years to come."""
    committed, year = settled["committed"], sheet.book.year_number
    values = columns.committed.sum() - np.cumsum(columns.committed) + columns.closing
    due = f"SUM(INDEX({committed:years},1,1):INDEX({committed:years},1,{year}))"
    formula = f"=SUM({committed:years})-{due}+{settled['closing']}"
    return by_year(sheet, "Still promised at the year's end", formula, values, flow=False, closing=True)
