"""Compare sheet: this deal against another, per covered dollar and for the company; the answers stand on top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from revshare.break_even import YearTerms
from revshare.case import Case
from revshare.headline import break_even_points, flat_deal, rival_deal
from revshare.lines import Projection
from revshare_workbooks import look
from revshare_workbooks.blocks.break_even import AGAIN, Answer, break_even_rows
from revshare_workbooks.blocks.headline import NONE, Curves, FlatRows, curve_rows, meeting_point
from revshare_workbooks.blocks.net_payment import net_payment_rows
from revshare_workbooks.blocks.risk_sharing import Outcome, RiskCells, risk_rows
from revshare_workbooks.blocks.transfer_price import transfer_price_rows
from revshare_workbooks.blocks.year_terms import Flows, YearTermsRows
from revshare_workbooks.grid import Block, Book, Chart, Content, Role, Row, Series, Spot, Style
from revshare_workbooks.inputs import Inputs
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
        answers = self._by_year(deals)
        risk = self._risk(deals)
        gains = self._transfer_price(deals)
        self._net_payment()
        ratios, curves = curve_rows(self.page, deals, self.labels)
        covered, company, left = self._answers(top, deals, risk, gains)
        years = 4 + len(self.case.timeline.years)
        self.sheet.widths = {1: 52, 2: 15, **dict.fromkeys(range(3, max(12, years)), 15)}
        self.sheet.freeze = (4, 2)
        self.workings.sheet.widths = {1: 56, 2: 13, **dict.fromkeys(range(3, max(12, years)), 15)}
        self.workings.sheet.freeze = (4, 2)
        checks = {answer.label: answer.check for answer in answers}
        return CompareCells(covered, company, left, ratios, curves, checks, self.cheaper)

    def _terms(self) -> list[FlatRows]:
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
        contract, total = self.contract, f"{self.lab['revenue']:total}"
        earned = f"IF({flags[0]}=1,{contract.base:total},{contract.revenue:total})"
        average = f"=IF({earned}=0,0,{contract.share:total}/IF({earned}=0,1,{earned}))"
        formulas = [average, f"={inputs['rival.rate']}"]
        rates = page.across(
            "Rate, average of the horizon",
            "fraction",
            formulas,
            [deal.rate for deal in self.flat],
            Style.PERCENT,
        )
        formulas = [_part(f"{contract.revenue:total}", total), f"={inputs['rival.coverage']}"]
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
        return [FlatRows(*cells) for cells in zip(flags, rates, covers, floors, self.flat, strict=True)]

    def _answers(
        self, at: int, deals: list[FlatRows], risk: RiskCells, gains: list[Spot]
    ) -> tuple[Spot, Spot, Spot]:
        """The break-even, who is cheaper in this case, and what the deals do to risk: the top of the page."""
        page, sheet, content = self.page, self.sheet, self.book.content
        below, page.at = page.at, at
        page.heads(
            ("Where both deals cost the lab the same", "Unit", "Break-even", "This case", "Cheaper here")
        )
        points = break_even_points(self.projection, self.partner)
        weights = tuple(f"*{deal.coverage}" for deal in deals)
        contract, lab = self.contract, self.lab
        rows = (
            ("Per covered dollar", ("", ""), (contract.cost, contract.revenue), (1.0, 1.0)),
            (
                "For the company, coverage included",
                weights,
                (lab["inference"], lab["revenue"]),
                tuple(deal.coverage for deal in self.flat),
            ),
        )
        spots = []
        for (label, weight, (cost, revenue), covers), point in zip(rows, points, strict=True):
            found: list[Content] = [NONE if np.isnan(point) else point]
            spots += page.across(label, "cost ratio", [meeting_point(deals, weight)], found, Style.PERCENT)
            ratio = self._ratio(cost, revenue, page.at - 1, covered=label == rows[0][0])
            taken = [f"{deal.per_dollar(f'{ratio}')}{one}" for deal, one in zip(deals, weight, strict=True)]
            here = float(content(ratio))  # type: ignore[arg-type]
            costs = [
                float(deal.per_dollar(np.array(here))) * one
                for deal, one in zip(self.flat, covers, strict=True)
            ]
            formula = f'=IF({taken[0]}<{taken[1]},"{NAMES[0]}","{NAMES[1]}")'
            word = NAMES[int(costs[0] >= costs[1])]
            self.cheaper = sheet.compute(page.at - 1, 5, formula, word, Style.TEXT_RIGHT)
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

    def _ratio(self, cost: Row, revenue: Row, row: int, *, covered: bool) -> Spot:
        """Cost ratio of this case over the horizon, beside an answer."""
        flow, one = self.projection.waterfalls[self.partner], self.projection
        sums = (flow.cost, flow.revenue) if covered else (one["inference"], one["revenue"])
        paid, earned = (float(np.sum(part)) for part in sums)
        formula = f"=IF({revenue:total}=0,0,{cost:total}/IF({revenue:total}=0,1,{revenue:total}))"
        return self.sheet.compute(row, 4, formula, paid / earned if earned else 0.0, Style.PERCENT)

    def _by_year(self, deals: list[FlatRows]) -> list[Answer]:
        """What each deal costs in each year of this case, and where they would cost the same."""
        page, book, projection, money = self.page, self.book, self.projection, self.book.money
        page.heading("What each deal costs in this case")
        page.header(money, "Total")
        contract, lab, rival = self.contract, self.lab, self.flat[1]
        yearly = {
            name: projection.by_year(name) for name in ("revenue", "gross_profit", f"share.{self.partner}")
        }
        flow = projection.waterfalls[self.partner]
        cost, covered = (book.timeline.by_year(series) for series in (flow.cost, flow.revenue))
        ratios = np.divide(cost, covered, out=np.full(cost.size, np.nan), where=covered != 0)
        formula = (
            f'=IF({contract.revenue}=0,"",{contract.cost}/IF({contract.revenue}=0,1,{contract.revenue}))'
        )
        page.line("Cost ratio of what this deal covers", "fraction", formula, ratios, Style.PERCENT)
        parts = np.divide(covered, yearly["revenue"], out=np.zeros(cost.size), where=yearly["revenue"] != 0)
        formula = _part(f"{contract.revenue}", f"{lab['revenue']}")
        page.line(
            "Fraction of company revenue covered", "fraction", formula, np.minimum(1.0, parts), Style.PERCENT
        )
        mine = yearly[f"share.{self.partner}"]
        base = np.maximum(0.0, yearly["gross_profit"]) if rival.is_profit else yearly["revenue"]
        other = rival.rate * rival.coverage * base
        shares = [page.line(self.labels[0], money, f"={lab[f'share.{self.partner}']}", mine, Style.MONEY)]
        shared = f"IF({deals[1].on_profit}=1,MAX(0,{lab['gross_profit']}),{lab['revenue']})"
        formula = f"={deals[1].rate}*{deals[1].coverage}*{shared}"
        shares.append(page.line(self.labels[1], money, formula, other, Style.MONEY))
        shares.append(
            page.line("Difference", money, f"={shares[0]}-{shares[1]}", mine - other, Style.MONEY_TOTAL)
        )
        for row, values in zip(shares, (mine, other, mine - other), strict=True):
            page.total(row, f"=SUM({row:years})", float(values.sum()), Style.MONEY)
        return self._break_evens(deals[1])

    def _break_evens(self, rival: FlatRows) -> list[Answer]:
        """The break-even of each year under the contract's own terms, worked out on the sheet of workings."""
        projection, contract, page = self.projection, self.contract, self.page
        flow, terms = projection.waterfalls[self.partner], projection.contracts[self.partner]
        flows = Flows(contract.revenue, contract.cost, contract.base, contract.share)
        favoured = self.case.partners[self.partner].favoured is not None
        year_terms = YearTermsRows(
            self.workings, self.inputs, self.partner, flows, terms, flow, favoured=favoured
        )
        deal = self.flat[1]
        plain = YearTerms.flat(deal.rate, on_profit=deal.is_profit)
        covered = self.book.timeline.by_year(flow.revenue)
        bases = [
            ("per covered dollar", f"={contract.revenue}", covered),
            (
                "for the company",
                f"={rival.coverage}*{self.lab['revenue']}",
                deal.coverage * projection.by_year("revenue"),
            ),
        ]
        answers = break_even_rows(year_terms, self.inputs, plain, bases)
        page.heading(
            "Break-even cost ratio year by year, with tiers, caps and minimums",
            "Each year alone, on its totals. Point: the same at one cost ratio; interval: over a stretch; none: never; "
            "crossing: a jump makes the dearer deal the cheaper. All years: one cost ratio throughout, not discounted.",
        )
        for place, answer in enumerate(answers):
            page.at += min(1, place)
            page.header(f"By year, {answer.label}", "All years")
            for label, row, values, style in answer.shown():
                unit = "deal" if style is Style.TEXT_RIGHT else "cost ratio"
                linked = page.line(label, unit, f"={row}", values[:-1], style)
                page.total(linked, f'=IF({self.inputs.moved}>0,"{AGAIN}",{row})', values[-1], style)
        page.at += 1
        page.header("Where its limits hold")
        for label, row, kinks in year_terms.kinks:
            page.line(label, "cost ratio", f"={row}", kinks, Style.PERCENT)
        return answers

    def _risk(self, deals: list[FlatRows]) -> RiskCells:
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

    def _transfer_price(self, deals: list[FlatRows]) -> list[Spot]:
        page, projection = self.page, self.projection
        page.heading(
            "If the partner raises the price of inference",
            "Per covered dollar. What the compute costs the partner itself stays as it is, so a rise is margin to it.",
        )
        flow = projection.waterfalls[self.partner]
        cost, revenue = float(np.sum(flow.cost)), float(np.sum(flow.revenue))
        spent, of = f"{self.contract.cost:total}", f"{self.contract.revenue:total}"
        sold, earned = (
            float(projection.total(f"{line}.{self.partner}")) for line in ("compute", "compute_margin")
        )
        compute, margin = (
            f"{self.compute[f'{line}.{self.partner}']:total}" for line in ("compute", "compute_margin")
        )
        ratio = page.scalar(
            "Cost ratio of what this deal covers",
            "fraction",
            f"=IF({of}=0,0,{spent}/IF({of}=0,1,{of}))",
            cost / revenue if revenue else 0.0,
            Style.PERCENT,
        )
        formula = f"=IF({compute}=0,0,{margin}/IF({compute}=0,1,{compute}))"
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


def _part(covered: str, revenue: str) -> str:
    """Formula of the fraction of revenue covered; the two sums may differ in their last digit."""
    return f"=IF({revenue}=0,0,MIN(1,{covered}/IF({revenue}=0,1,{revenue})))"


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
