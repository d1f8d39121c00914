"""Tails: outcomes put in order, each in the middle of its probability, and read off between two of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.counters import TOLERANCE
from revshare.risk_sharing import TAIL, spread
from revshare_workbooks.grid import Block, Spot, Style
from revshare_workbooks.yearly import Yearly

HEADS = ("Outcome", "Number", "Lab keeps", "Place", "Number in order", "In order", "Passed")


def tail_rows(
    work: Yearly,
    labels: Sequence[str],
    outcomes: tuple[Block, FloatArray],
    chances: tuple[Block, FloatArray],
    tail: Spot,
) -> list[Spot]:
    """The outcomes that `tail` of the probability lies below, and above.

    Parameters
    ----------
    outcomes, chances
        Columns of what is kept and of its probability, and the engine's values.
    """
    work.heading("What the lab keeps, from the worst outcome")
    work.heads(HEADS)
    (_, values), (_, weights) = outcomes, chances
    seen, middle, passed = _order(work, labels, outcomes, chances)
    found, count = spread(values, weights), f"ROWS({seen})"
    ends = []
    for label, level, part, value in (
        ("low", f"{tail}", TAIL, found.low),
        ("high", f"1-{tail}", 1.0 - TAIL, found.high),
    ):
        allowed = f"{level}+{work.sheet.book.tolerance}"
        formula = f"=IF({allowed}<INDEX({middle},1,1),0,MATCH({allowed},{middle},1))"
        reached = float((passed <= part + TOLERANCE).sum())
        below = work.scalar(f"Outcomes up to the {label} tail", "number", formula, reached, Style.COUNT)
        places = (f"MAX(1,{below})", f"MIN({count},{below}+1)")
        start, end = (f"INDEX({seen},{place},1)" for place in places)
        first, last = (f"INDEX({middle},{place},1)" for place in places)
        way = f"IF({last}={first},0,({level}-{first})/IF({last}={first},1,{last}-{first}))"
        formula = f"={start}+{way}*({end}-{start})"
        ends.append(work.scalar(f"The {label} tail", work.sheet.book.money, formula, value, Style.MONEY))
    return ends


def _order(
    work: Yearly, labels: Sequence[str], outcomes: tuple[Block, FloatArray], chances: tuple[Block, FloatArray]
) -> tuple[Block, Block, FloatArray]:
    """The outcomes from the worst, and the probability passed in the middle of each; equal ones in their own order."""
    (kept, values), (weight, weights) = outcomes, chances
    sheet, top, count = work.sheet, work.at, len(labels)
    number, amount, place, seen, middle = (
        Block(sheet, (top, column), (top + count - 1, column)) for column in (2, 3, 4, 6, 7)
    )
    order, shares = np.argsort(values, kind="stable"), weights / weights.sum()
    places = np.empty(count)
    places[order] = np.arange(1, count + 1)
    passed: FloatArray = np.cumsum(shares[order]) - 0.5 * shares[order]
    for n, label in enumerate(labels):
        row = work.at
        sheet.put(row, 1, label, Style.LABEL)
        own = sheet.put(row, 2, n + 1, Style.COUNT)
        one = sheet.compute(row, 3, f"=INDEX({kept},{own},1)", float(values[n]), Style.MONEY)
        formula = f"=SUMPRODUCT(({amount}<{one})*1)+SUMPRODUCT(({amount}={one})*({number}<={own}))"
        sheet.compute(row, 4, formula, float(places[n]), Style.COUNT)
        at = sheet.compute(row, 5, f"=MATCH({own},{place},0)", float(order[n] + 1), Style.COUNT)
        sheet.compute(row, 6, f"=INDEX({amount},{at},1)", float(values[order[n]]), Style.MONEY)
        formula = f"=(SUMPRODUCT(({place}<{own})*{weight})+INDEX({weight},{at},1)/2)/SUM({weight})"
        sheet.compute(row, 7, formula, float(passed[n]), Style.FACTOR)
        work.at += 1
    return seen, middle, passed
