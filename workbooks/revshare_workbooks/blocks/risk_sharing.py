"""Risk sharing: how far the lab's margin spreads under either deal, over the scenarios and over a range of costs.

The order of outcomes is in `tails`, the closed forms over a range in `cost_range`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare.headline import FlatDeal
from revshare.risk_sharing import TAIL, spread
from revshare_workbooks.blocks.cost_range import cost_range_rows
from revshare_workbooks.blocks.headline import FlatRows
from revshare_workbooks.blocks.tails import tail_rows
from revshare_workbooks.grid import Block, Spot, Style
from revshare_workbooks.yearly import Yearly


@dataclass(frozen=True)
class Outcome:
    """A scenario over the whole horizon: what the report stores of it.

    Parameters
    ----------
    profit, earned
        Gross profit, and that of the years in which there is one.
    share
        Share of this deal.
    """

    label: str
    probability: float
    revenue: float
    profit: float
    earned: float
    share: float

    @property
    def cost_ratio(self) -> float:
        """Inference cost over revenue; 0 without revenue."""
        return 1.0 - self.profit / self.revenue if self.revenue else 0.0

    def other(self, deal: FlatDeal) -> float:
        """Share of the other deal."""
        return deal.rate * deal.coverage * (self.earned if deal.is_profit else self.revenue)


@dataclass(frozen=True)
class RiskCells:
    """Standard deviation of the lab's margin under either deal, and the range of cost ratios."""

    deviations: list[Spot]
    low: Spot
    high: Spot


HEADS = (
    "Scenario",
    "Probability",
    "Revenue",
    "Gross profit",
    "Of years above zero",
    "Share, this deal",
    "Share, the other",
    "Lab keeps, this deal",
    "Lab keeps, the other",
    "Cost ratio",
)


class _Scenarios:
    """The outcomes on the page, and their order on the sheet of workings."""

    def __init__(
        self, page: Yearly, workings: Yearly, deals: Sequence[FlatRows], outcomes: Sequence[Outcome]
    ) -> None:
        self.page, self.workings, self.deals, self.outcomes = page, workings, deals, outcomes
        self.chances = np.array([one.probability for one in outcomes])
        other = deals[1].deal
        shares = [[one.share, one.other(other)] for one in outcomes]
        self.shares = np.array(shares).T
        self.kept = np.array([one.profit for one in outcomes]) - self.shares

    def table(self) -> None:
        """What each scenario comes to under either deal."""
        page, other, top = self.page, self.deals[1], self.page.at + 1
        page.heads(HEADS)
        for place, one in enumerate(self.outcomes):
            row, sheet = page.at, page.sheet
            sheet.put(row, 1, one.label, Style.LABEL)
            sheet.put(row, 2, one.probability, Style.STORED_PERCENT)
            stored = [
                sheet.put(row, column, value, Style.STORED_MONEY)
                for column, value in enumerate((one.revenue, one.profit, one.earned, one.share), start=3)
            ]
            revenue, profit, earned, share = stored
            formula = f"={other.rate}*{other.coverage}*IF({other.on_profit}=1,{earned},{revenue})"
            others = sheet.compute(row, 7, formula, one.other(other.deal), Style.MONEY)
            for column, paid in ((8, share), (9, others)):
                sheet.compute(
                    row, column, f"={profit}-{paid}", float(self.kept[column - 8, place]), Style.MONEY
                )
            formula = f"=IF({revenue}=0,0,1-{profit}/IF({revenue}=0,1,{revenue}))"
            sheet.compute(row, 10, formula, one.cost_ratio, Style.PERCENT)
            page.at += 1
        self.weight, self.share, self.other, self.mine, self.theirs, self.ratio = (
            Block(page.sheet, (top, column), (page.at - 1, column)) for column in (2, 6, 7, 8, 9, 10)
        )

    def figures(self, tail: Spot) -> list[Spot]:
        """Mean, standard deviation and both tails of what the lab keeps."""
        page, money, weight = self.page, self.page.sheet.book.money, self.weight
        spreads = [spread(kept, self.chances) for kept in self.kept]
        total, columns = f"SUM({weight})", (self.mine, self.theirs)
        labels = [one.label for one in self.outcomes]
        tails = [
            tail_rows(self.workings, deal, labels, (column, kept), (weight, self.chances), tail)
            for deal, column, kept in zip(("this deal", "the other deal"), columns, self.kept, strict=True)
        ]
        shares = [f"=SUMPRODUCT({weight}*{column})/{total}" for column in (self.share, self.other)]
        means = (self.shares @ self.chances / self.chances.sum()).tolist()
        page.across("Expected share", money, shares, means, Style.MONEY)
        kept = [f"=SUMPRODUCT({weight}*{column})/{total}" for column in columns]
        expected = page.across(
            "Lab keeps, expected", money, kept, [one.expected for one in spreads], Style.MONEY
        )
        squares = [
            f"=SQRT(SUMPRODUCT({weight}*({column}-{mean})*({column}-{mean}))/{total})"
            for column, mean in zip(columns, expected, strict=True)
        ]
        values = [one.standard_deviation for one in spreads]
        deviations = page.across("  standard deviation", money, squares, values, Style.MONEY)
        for place, (label, name) in enumerate((("  5 % lie below", "low"), ("  5 % lie above", "high"))):
            formulas = [f"={one[place]}" for one in tails]
            page.across(label, money, formulas, [getattr(one, name) for one in spreads], Style.MONEY)
        return deviations


def risk_rows(
    page: Yearly,
    workings: Yearly,
    deals: Sequence[FlatRows],
    names: Sequence[str],
    outcomes: Sequence[Outcome],
    changed: Spot,
) -> RiskCells:
    """Lay out the risk of either deal; `changed` counts inputs changed since the outcomes were stored."""
    page.heading(
        "Who carries the risk",
        "Over the scenarios, each stored when the report was written. A share of profit falls when inference is dear; "
        "a share of revenue leaves all of that with the lab.",
    )
    formula = f'=IF({changed}>0,"inputs changed: run revshare report on this file","as stored")'
    page.across("Outcomes", "status", [formula], ["as stored"], Style.TEXT_RIGHT)
    tail = page.constant("Part of the outcomes in either tail", "fraction", TAIL, Style.STORED_PERCENT)
    scenarios = _Scenarios(page, workings, deals, outcomes)
    scenarios.table()
    page.at += 1
    page.heads(("Over the scenarios", "Unit", *names))
    deviations = scenarios.figures(tail)
    ratios = [one.cost_ratio for one in outcomes]
    page.heading(
        "Risk of the cost of inference alone",
        "Per covered dollar, every cost ratio of the range equally likely.",
    )
    low, high = (
        page.scalar(label, "cost ratio", f"={word}({scenarios.ratio})", pick(ratios), Style.PERCENT)
        for label, word, pick in (
            ("Lowest of the scenarios", "MIN", min),
            ("Highest of the scenarios", "MAX", max),
        )
    )
    cost_range_rows(page, workings, deals, names, (low, high), tail)
    return RiskCells(deviations, low, high)
