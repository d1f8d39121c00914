"""Headline: two plain deals side by side, and the cost ratio at which they cost the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from revshare.headline import FlatDeal
from revshare_workbooks.grid import Block, Content, Row, Spot, Style
from revshare_workbooks.yearly import Yearly

NONE = "none"
RATIOS = tuple(round(0.05 * step, 2) for step in range(25))
Curves: TypeAlias = tuple[Block, Block, Block, Block]
"""Share of either deal by cost ratio, per covered dollar and per dollar of the company."""


@dataclass(frozen=True)
class FlatRows:
    """Cells of a deal at its average rate.

    Parameters
    ----------
    on_profit, floored
        Flags: gross profit is shared; negative gross profit pays nothing.
    deal
        What the engine says of it.
    """

    on_profit: Spot
    rate: Spot
    coverage: Spot
    floored: Spot
    deal: FlatDeal

    def per_dollar(self, ratio: str, rate: str = "") -> str:
        """Formula text of its share of a dollar at a cost ratio; `rate` may stand in place of its own."""
        cost = f"IF({self.floored}=1,MIN(1,{ratio}),{ratio})"
        return f"{rate or format(self.rate)}*(1-{self.on_profit}*{cost})"


@dataclass(frozen=True)
class MeetingCells:
    """Two deals on one kind of dollar: one that both cover, or one of the company.

    Parameters
    ----------
    point, found
        Formula of the cost ratio at which they take the same, in words where there is none; and the engine's.
    ratio
        Cost ratio of the case.
    taken
        What either deal takes at it.
    """

    point: str
    found: Content
    ratio: Spot
    taken: tuple[Spot, Spot]


def meeting_rows(
    work: Yearly,
    deals: tuple[FlatRows, FlatRows],
    names: Sequence[str],
    points: Sequence[float],
    ratios: tuple[Sequence[str], Sequence[float]],
) -> list[MeetingCells]:
    """Lay out where two deals take the same, on a covered dollar and on one of the company.

    Parameters
    ----------
    points
        What the engine says; NaN where they do not meet.
    ratios
        Cost ratios of the case on either dollar: formulas, and the engine's.
    """
    first, second = deals
    work.heads(("", "Unit", "Covered dollar", "Company dollar"))
    whole = [(one.deal.rate, one.deal.rate * one.deal.coverage) for one in deals]
    rates = [
        _across(work, f"Rate of {name}", (f"={deal.rate}", f"={deal.rate}*{deal.coverage}"), values)
        for deal, name, values in zip(deals, names, whole, strict=True)
    ]
    order = (0, 1) if first.deal.is_profit else (1, 0)
    profit, revenue = (
        work.alike(
            f"Rate of the deal that shares {what}", "fraction",
            f"=IF({first.on_profit}=1,{rates[one]},{rates[1 - one]})", whole[order[one]], Style.PERCENT,
        )
        for one, what in enumerate(("profit", "revenue"))
    )  # fmt: skip
    dearer = f"{profit}<{revenue}*(1-{work.sheet.book.tolerance})"
    meet = work.alike(
        "They meet at a cost ratio", "flag",
        f"=IF(OR({first.on_profit}={second.on_profit},{profit}=0,{dearer}),0,1)",
        [0 if np.isnan(point) else 1 for point in points], Style.COUNT,
    )  # fmt: skip
    here = _across(work, "Cost ratio of this case", *ratios)
    taken = [
        work.alike(
            f"What {name} takes at it", "per dollar", f"={deal.per_dollar(f'{here}', f'{rate}')}",
            [
                float(replace(deal.deal, rate=one).per_dollar(np.array(ratio)))
                for one, ratio in zip(values, ratios[1], strict=True)
            ],
            Style.PERCENT,
        )
        for deal, name, rate, values in zip(deals, names, rates, whole, strict=True)
    ]  # fmt: skip
    cells = []
    for place, point in enumerate(points):
        flag, most, least, ratio, mine, theirs = (
            Spot(work.sheet, row.number, work.layout.total + place)
            for row in (meet, profit, revenue, here, *taken)
        )
        formula = f'=IF({flag}=1,MAX(0,1-{least}/{most}),"{NONE}")'
        cells.append(MeetingCells(formula, NONE if np.isnan(point) else point, ratio, (mine, theirs)))
    return cells


def _across(work: Yearly, label: str, formulas: Sequence[str], values: Sequence[float]) -> Row:
    """Fractions side by side, each with its own formula."""
    row = work.ahead()
    row.number = work.at
    work.across(label, "fraction", formulas, values, Style.PERCENT)
    return row


def curve_rows(page: Yearly, deals: Sequence[FlatRows], labels: Sequence[str]) -> tuple[Block, Curves]:
    """Share of either deal at cost ratios from 0 to 120 %: the ratios, and the columns of the shares."""
    page.heading("Share by cost ratio", "At the average rates of the horizon.")
    covered, company = (
        [f"{label}, per {word} dollar" for label in labels] for word in ("covered", "company")
    )
    page.heads(("Cost ratio", "Gross margin", *covered, "Difference", *company, "Difference"))
    sheet, top = page.sheet, page.at
    for ratio in RATIOS:
        row, at = page.at, sheet.put(page.at, 1, ratio, Style.STORED_PERCENT)
        sheet.compute(row, 2, f"=1-{at}", 1.0 - ratio, Style.PERCENT)
        values = [float(deal.deal.per_dollar(np.array(ratio))) for deal in deals]
        whole = [value * deal.deal.coverage for value, deal in zip(values, deals, strict=True)]
        dollar = _pair(page, 3, [deal.per_dollar(f"{at}") for deal in deals], values)
        _pair(page, 6, [f"{one}*{deal.coverage}" for one, deal in zip(dollar, deals, strict=True)], whole)
        page.at += 1
    last, (first, *others) = page.at - 1, (1, 3, 4, 6, 7)
    page.at += 1
    one, two, three, four = (Block(sheet, (top, column), (last, column)) for column in others)
    return Block(sheet, (top, first), (last, first)), (one, two, three, four)


def _pair(page: Yearly, column: int, formulas: Sequence[str], values: Sequence[float]) -> list[Spot]:
    """Both deals side by side, and their difference."""
    sheet, row = page.sheet, page.at
    spots = [
        sheet.compute(row, column + place, f"={formula}", value, Style.PERCENT)
        for place, (formula, value) in enumerate(zip(formulas, values, strict=True))
    ]
    sheet.compute(row, column + 2, f"={spots[0]}-{spots[1]}", values[0] - values[1], Style.PERCENT)
    return spots
