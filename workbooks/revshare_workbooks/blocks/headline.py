"""Headline: two plain deals side by side, and the cost ratio at which they cost the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from revshare.headline import FlatDeal
from revshare_workbooks.grid import Block, Spot, Style
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

    def per_dollar(self, ratio: str) -> str:
        """Formula text of its share of a covered dollar at a cost ratio."""
        margin = f"IF({self.floored}=1,MAX(0,1-{ratio}),1-{ratio})"
        return f"{self.rate}*IF({self.on_profit}=1,{margin},1)"


def meeting_point(deals: Sequence[FlatRows], weights: Sequence[str] = ("", "")) -> str:
    """Formula of the cost ratio at which two deals take the same, in words where there is none.

    Parameters
    ----------
    weights
        Text that multiplies each rate, such as ``*`` and a coverage.
    """
    first, second = deals
    taken = [f"{deal.rate}{weight}" for deal, weight in zip(deals, weights, strict=True)]
    profit, revenue = (f"IF({first.on_profit}=1,{one},{other})" for one, other in (taken, taken[::-1]))
    less = f"{profit}<{revenue}*(1-{first.on_profit.sheet.book.tolerance})"
    none = f"OR({first.on_profit}={second.on_profit},{profit}=0,{less})"
    return f'=IF({none},"{NONE}",MAX(0,1-{revenue}/{profit}))'


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
