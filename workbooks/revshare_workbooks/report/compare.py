"""Compare sheet: this deal against another, per covered dollar and for the company; the answers stand on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revshare.case import Case
from revshare.headline import break_even_points, flat_deal, rival_deal
from revshare.lines import Projection
from revshare_workbooks import look
from revshare_workbooks.blocks.headline import Curves, FlatRows, MeetingCells, curve_rows, meeting_rows
from revshare_workbooks.blocks.net_payment import net_payment_rows
from revshare_workbooks.blocks.risk_sharing import Outcome, RiskCells, risk_rows
from revshare_workbooks.blocks.transfer_price import transfer_price_rows
from revshare_workbooks.grid import Block, Book, Chart, Content, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.report.compare_years import YearSources, part_of, years_rows
from revshare_workbooks.report.contract import ContractRows
from revshare_workbooks.report.lab import LabRows
from revshare_workbooks.report.partner import PartnerRows
from revshare_workbooks.report.verdict import verdict
from revshare_workbooks.yearly import Yearly

NAMES = ("this deal", "the other deal")


@dataclass(frozen=True)
class CompareCells:
    """Figures of the comparison that other sheets show or check.

    Parameters
    ----------
    at_break_even
        What the two deals differ by at the headline's break-even, per dollar.
    cheaper
        Which deal costs the lab less in this case, for the whole company; None where no cell says so.
    checks
        Rows by label that are 0 where a year's break-even satisfies its equation.
    """

    covered: Spot
    company: Spot
    at_break_even: Spot
    cost_ratio: Block
    curves: Curves
    checks: Mapping[str, Row]
    cheaper: Spot | None = None


@dataclass(frozen=True)
class Sources:
    """Rows of the other sheets that the comparison reads."""

    inputs: Inputs
    contracts: dict[str, ContractRows]
    lab: LabRows
    partner: PartnerRows


class _Compare:
    """Adds the blocks of the compare sheet, and those of its workings."""

    def __init__(
        self,
        book: Book,
        case: Case,
        sources: Sources,
        projections: Mapping[str, Projection],
        current: Projection,
    ) -> None:
        self.case, self.book, self.inputs, self.lab = case, book, sources.inputs, sources.lab
        self.projections, self.projection = projections, current
        self.partner, self.contract = next(iter(sources.contracts.items()))
        self.compute = sources.partner
        self.labels = (f"{case.lab} and {case.partners[self.partner].label}", case.rival.label)
        self.sheet = book.sheet(
            "Compare",
            Role.OUTPUT,
            "This deal against another",
            "Which deal costs the lab less, at which cost of inference: per covered dollar, and for the whole company.",
        )
        self.page = Yearly(self.sheet)
        about = "The contract on the totals of each year, and how the answers of the Compare sheet are found."
        self.workings = Yearly(book.sheet("Workings", Role.CALCULATION, "Workings of the comparison", about))
        self.flat = (flat_deal(current, self.partner), rival_deal(current))

    def build(self) -> CompareCells:
        for sheet in (self.sheet, self.workings.sheet):
            sheet.put(3, 1, "Model check", Style.LABEL)
            verdict(sheet, 3, 3)
        self.page.at += 1
        top = self.page.at
        self.page.at += 9
        deals = self._terms()
        meetings = self._meetings(deals)
        sources = YearSources(
            self.inputs, self.contract, self.lab, self.projection, self.partner, self.labels
        )
        answers = years_rows(self.page, self.workings, deals[1], sources)
        risk = self._risk(deals)
        gains = self._transfer_price(deals, meetings[0])
        self._net_payment()
        ratios, curves = curve_rows(self.page, deals, self.labels)
        covered, company, left = self._answers(top, deals, meetings, risk, gains)
        years = 4 + len(self.case.timeline.years)
        self.sheet.widths = {1: 52, 2: 15, **dict.fromkeys(range(3, max(12, years)), 15)}
        self.sheet.freeze = (4, 2)
        self.workings.sheet.widths = {1: 56, 2: 13, **dict.fromkeys(range(3, max(12, years)), 15)}
        self.workings.sheet.freeze = (4, 2)
        checks = {answer.label: answer.check for answer in answers}
        return CompareCells(covered, company, left, ratios, curves, checks, self.cheaper)

    def _terms(self) -> tuple[FlatRows, FlatRows]:
        """Both deals at their average rates."""
        page, inputs = self.page, self.inputs
        page.heading("The two deals")
        page.heads(("", "Unit", *self.labels))
        names = (f"contracts.{self.partner}", "rival")
        kinds = [inputs[f"{name}.kind"] for name in names]
        values: list[Content] = [deal.kind for deal in self.flat]
        shared = page.across(
            "What is shared", "choice", [f"={kind}" for kind in kinds], values, Style.TEXT_RIGHT
        )
        flags = page.across(
            "Gross profit is shared", "1 or 0", [f'=IF({one}="profit_share",1,0)' for one in shared],
            [1.0 * deal.is_profit for deal in self.flat], Style.COUNT,
        )  # fmt: skip
        contract = self.contract
        self.workings.heading(
            "Both deals at their average rates",
            "They meet where the rate on profit, on what cost leaves of a dollar, is the rate on revenue.",
        )
        flow = self.projection.waterfalls[self.partner]
        earned = self.workings.scalar(
            "What the average rate of this deal applies to", self.book.money,
            f"=IF({flags[0]}=1,{contract.base:total},{contract.revenue:total})",
            float((flow.after_losses if self.flat[0].is_profit else flow.revenue).sum()), Style.MONEY,
        )  # fmt: skip
        formulas = [f"=IF({earned}=0,0,{contract.share:total}/{earned})", f"={inputs['rival.rate']}"]
        rates = page.across(
            "Rate, average of the horizon",
            "fraction",
            formulas,
            [deal.rate for deal in self.flat],
            Style.PERCENT,
        )
        covered = part_of(f"{contract.revenue:total}", f"{self.lab['revenue']:total}")
        formulas = [covered, f"={inputs['rival.coverage']}"]
        label = "Fraction of company revenue covered"
        covers = page.across(
            label, "fraction", formulas, [deal.coverage for deal in self.flat], Style.PERCENT
        )
        label, formula = (
            "Negative gross profit floored at zero",
            f'=IF({inputs[f"{names[0]}.losses"]}="loss_share",0,1)',
        )
        floors = [
            *page.across(label, "1 or 0", [formula], [1.0 * self.flat[0].floored], Style.COUNT),
            self.sheet.put(page.at - 1, 4, 1, Style.COUNT),
        ]
        mine, other = (
            FlatRows(*cells) for cells in zip(flags, rates, covers, floors, self.flat, strict=True)
        )
        return mine, other

    def _meetings(self, deals: tuple[FlatRows, FlatRows]) -> list[MeetingCells]:
        """Where they meet, and what either takes in this case."""
        flow, one = self.projection.waterfalls[self.partner], self.projection
        rows = ((self.contract.cost, self.contract.revenue), (self.lab["inference"], self.lab["revenue"]))
        sums = ((flow.cost, flow.revenue), (one["inference"], one["revenue"]))
        totals = [(float(np.sum(cost)), float(np.sum(revenue))) for cost, revenue in sums]
        formulas = [f"=IF({revenue:total}=0,0,{cost:total}/{revenue:total})" for cost, revenue in rows]
        values = [cost / revenue if revenue else 0.0 for cost, revenue in totals]
        points = break_even_points(self.projection, self.partner)
        return meeting_rows(self.workings, deals, NAMES, points, (formulas, values))

    def _answers(
        self,
        at: int,
        deals: tuple[FlatRows, FlatRows],
        meetings: list[MeetingCells],
        risk: RiskCells,
        gains: list[Spot],
    ) -> tuple[Spot, Spot, Spot]:
        """The break-even, who is cheaper in this case, and what the deals do to risk: the top of the page."""
        page, sheet, content = self.page, self.sheet, self.book.content
        below, page.at = page.at, at
        page.heads(
            ("Where both deals cost the lab the same", "Unit", "Break-even", "This case", "Cheaper here")
        )
        spots = []
        labels = ("Per covered dollar", "For the company, coverage included")
        for label, one in zip(labels, meetings, strict=True):
            spots += page.across(label, "cost ratio", [one.point], [one.found], Style.PERCENT)
            row, (mine, theirs) = page.at - 1, one.taken
            sheet.compute(row, 4, f"={one.ratio}", content(one.ratio), Style.PERCENT)
            costs = [float(str(content(taken))) for taken in one.taken]
            formula = f'=IF({mine}<{theirs},"{NAMES[0]}","{NAMES[1]}")'
            word = NAMES[int(costs[0] >= costs[1])]
            self.cheaper = sheet.compute(row, 5, formula, word, Style.TEXT_RIGHT)
        at_ = f"{spots[0]}"
        gap = "-".join(deal.per_dollar(at_) for deal in deals)
        left = page.scalar(
            "Difference of the two deals there",
            "per dollar",
            f"=IF(ISNUMBER({at_}),{gap},0)",
            0.0,
            Style.CHECK,
        )
        page.at += 1
        page.heads(("Who carries the risk", "Unit", *(name.capitalize() for name in NAMES)))
        label = "Lab's margin over the scenarios, standard deviation"
        page.across(
            label,
            self.book.money,
            [f"={one}" for one in risk.deviations],
            [content(one) for one in risk.deviations],
            Style.MONEY,
        )
        label = "Partner's gain from a dollar more for inference"
        page.across(
            label, "dollar", [f"={one}" for one in gains], [content(one) for one in gains], Style.PERCENT
        )
        page.at = below
        return spots[0], spots[1], left

    def _risk(self, deals: tuple[FlatRows, FlatRows]) -> RiskCells:
        names = ["Base", *(item.label for item in self.case.scenarios.values())]
        chances = [self.case.probability, *(item.probability for item in self.case.scenarios.values())]
        outcomes = [
            self._outcome(name, chance, projection)
            for name, chance, projection in zip(names, chances, self.projections.values(), strict=True)
        ]
        return risk_rows(self.page, self.workings, deals, self.labels, outcomes, self.inputs.changed)

    def _outcome(self, name: str, chance: float, projection: Projection) -> Outcome:
        profit = projection.by_year("gross_profit")
        revenue, share = (float(projection.total(line)) for line in ("revenue", f"share.{self.partner}"))
        return Outcome(
            name, chance, revenue, float(profit.sum()), float(np.maximum(0.0, profit).sum()), share
        )

    def _transfer_price(self, deals: tuple[FlatRows, FlatRows], met: MeetingCells) -> list[Spot]:
        page, projection = self.page, self.projection
        page.heading(
            "If the partner raises the price of inference",
            "Per covered dollar. What the compute costs the partner itself stays as it is, so a rise is margin to it.",
        )
        sold, earned = (
            float(projection.total(f"{line}.{self.partner}")) for line in ("compute", "compute_margin")
        )
        compute, margin = (
            f"{self.compute[f'{line}.{self.partner}']:total}" for line in ("compute", "compute_margin")
        )
        ratio = page.scalar(
            "Cost ratio of what this deal covers",
            "fraction",
            f"={met.ratio}",
            self.book.content(met.ratio),
            Style.PERCENT,
        )
        formula = f"=IF({compute}=0,0,{margin}/{compute})"
        own = page.scalar(
            "Gross margin of the partner on compute",
            "fraction",
            formula,
            earned / sold if sold else 0.0,
            Style.PERCENT,
        )
        return transfer_price_rows(page, deals, NAMES, ratio, own)

    def _net_payment(self) -> None:
        """What a net payment says, where the partner pays a share back."""
        if self.contract.reciprocal is None:
            return
        flow, by_year = self.projection.waterfalls[self.partner], self.book.timeline.by_year
        rows = (self.contract.share, self.contract.reciprocal, self.contract.base)
        flows = (by_year(flow.expense), by_year(flow.reciprocal), by_year(flow.after_losses))
        net_payment_rows(self.page, self.case.partners[self.partner].label, rows, flows)


def compare_sheet(
    book: Book, case: Case, sources: Sources, projections: Mapping[str, Projection], current: Projection
) -> CompareCells:
    """Lay out the comparison of the first contract with the other deal; `projections` are those of the scenarios."""
    return _Compare(book, case, sources, projections, current).build()


def break_even_chart(cells: CompareCells, anchor: tuple[int, int]) -> Chart:
    """Share per dollar against cost ratio: the two deals cross at the break-even."""
    names = ("This deal, covered", "Other deal, covered", "This deal, company", "Other deal, company")
    colours = (look.PARTNER, look.RIVAL, look.PARTNER, look.RIVAL)
    series = [
        Series(name, block, colour, dashed=place > 1)
        for place, (name, block, colour) in enumerate(zip(names, cells.curves, colours, strict=True))
    ]
    return Chart(
        "curve",
        "Where the two deals cost the same",
        "Inference cost per dollar of revenue",
        "Share per dollar of revenue",
        series,
        cells.cost_ratio,
        anchor,
        "Lines of the share each deal takes per dollar of revenue by inference cost; they cross at the break-even.",
        number_format="0%",
        x_range=(0.0, 1.2),
    )
