"""Comparison by year: what each deal costs in this case, and the cost ratio at which they would cost the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from revshare.break_even import YearTerms
from revshare.lines import Projection
from revshare_workbooks.blocks.break_even import AGAIN, Answer, break_even_rows
from revshare_workbooks.blocks.headline import FlatRows
from revshare_workbooks.blocks.year_terms import Flows, YearTermsRows
from revshare_workbooks.grid import Style
from revshare_workbooks.inputs import Inputs
from revshare_workbooks.report.contract import ContractRows
from revshare_workbooks.report.lab import LabRows
from revshare_workbooks.yearly import Yearly


@dataclass(frozen=True)
class YearSources:
    """What the comparison of a contract by year reads: rows of other sheets, and what the engine says.

    Parameters
    ----------
    partner
        Key of the contract.
    labels
        Names of the deal and of the other one.
    """

    inputs: Inputs
    contract: ContractRows
    lab: LabRows
    projection: Projection
    partner: str
    labels: Sequence[str]


def years_rows(page: Yearly, workings: Yearly, rival: FlatRows, sources: YearSources) -> list[Answer]:
    """Lay out the costs of both deals year by year and the break-evens, which are worked out on `workings`."""
    _costs(page, rival, sources)
    return _break_evens(page, workings, rival, sources)


def part_of(covered: str, revenue: str) -> str:
    """Formula of the fraction of revenue covered; the two sums may differ in their last digit."""
    return f"=IF({revenue}=0,0,MIN(1,{covered}/{revenue}))"


def _costs(page: Yearly, rival: FlatRows, sources: YearSources) -> None:
    """What each deal costs in each year of this case."""
    contract, lab, projection, partner = sources.contract, sources.lab, sources.projection, sources.partner
    money, deal, by_year = page.sheet.book.money, rival.deal, projection.by_year
    page.heading("What each deal costs in this case")
    page.header(money, "Total")
    flow, timeline = projection.waterfalls[partner], page.sheet.book.timeline
    cost, covered = (timeline.by_year(series) for series in (flow.cost, flow.revenue))
    ratios = np.divide(cost, covered, out=np.full(cost.size, np.nan), where=covered != 0)
    formula = f'=IF({contract.revenue}=0,"",{contract.cost}/{contract.revenue})'
    page.line("Cost ratio of what this deal covers", "fraction", formula, ratios, Style.PERCENT)
    revenue = by_year("revenue")
    parts = np.divide(covered, revenue, out=np.zeros(cost.size), where=revenue != 0)
    formula = part_of(f"{contract.revenue}", f"{lab['revenue']}")
    page.line(
        "Fraction of company revenue covered", "fraction", formula, np.minimum(1.0, parts), Style.PERCENT
    )
    mine = by_year(f"share.{partner}")
    base = np.maximum(0.0, by_year("gross_profit")) if deal.is_profit else revenue
    other = deal.rate * deal.coverage * base
    first = page.line(sources.labels[0], money, f"={lab[f'share.{partner}']}", mine, Style.MONEY)
    shared = f"IF({rival.on_profit}=1,MAX(0,{lab['gross_profit']}),{lab['revenue']})"
    formula = f"={rival.rate}*{rival.coverage}*{shared}"
    second = page.line(sources.labels[1], money, formula, other, Style.MONEY)
    left = page.line("Difference", money, f"={first}-{second}", mine - other, Style.MONEY_TOTAL)
    for row, values in ((first, mine), (second, other), (left, mine - other)):
        page.total(row, f"=SUM({row:years})", float(values.sum()), Style.MONEY)


def _break_evens(page: Yearly, workings: Yearly, rival: FlatRows, sources: YearSources) -> list[Answer]:
    """The break-even of each year under the contract's own terms."""
    projection, contract, partner, inputs = (
        sources.projection,
        sources.contract,
        sources.partner,
        sources.inputs,
    )
    flow, terms, deal = projection.waterfalls[partner], projection.contracts[partner], rival.deal
    flows = Flows(contract.revenue, contract.cost, contract.base, contract.share)
    favoured = projection.case.partners[partner].favoured is not None
    year_terms = YearTermsRows(workings, inputs, partner, flows, terms, flow, favoured=favoured)
    plain = YearTerms.flat(deal.rate, on_profit=deal.is_profit)
    covered = page.sheet.book.timeline.by_year(flow.revenue)
    bases = [
        ("per covered dollar", f"={contract.revenue}", covered),
        (
            "for the company",
            f"={rival.coverage}*{sources.lab['revenue']}",
            deal.coverage * projection.by_year("revenue"),
        ),
    ]
    answers = break_even_rows(year_terms, inputs, plain, bases)
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
            page.total(linked, f'=IF({inputs.moved}>0,"{AGAIN}",{row})', values[-1], style)
    page.at += 1
    page.header("Where its limits hold")
    for label, row, kinks in year_terms.kinks:
        page.line(label, "cost ratio", f"={row}", kinks, Style.PERCENT)
    return answers
