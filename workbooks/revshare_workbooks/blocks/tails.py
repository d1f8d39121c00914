"""Tails: outcomes put in order, each in the middle of its probability, and read off between two of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from revshare.arrays import FloatArray
from revshare.contracts.counters import TOLERANCE
from revshare.risk_sharing import TAIL, Spread, spread
from revshare_workbooks.grid import Block, Spot, Style
from revshare_workbooks.yearly import Yearly

HEADS = ("Outcome", "Number", "Lab keeps", "Place", "Number in order", "In order", "Passed")


def tail_rows(
    work: Yearly,
    deal: str,
    labels: Sequence[str],
    outcomes: tuple[Block, FloatArray],
    chances: tuple[Block, FloatArray],
    tail: Spot,
) -> list[Spot]:
    """The outcomes that `tail` of the probability lies below, and above.

    Parameters
    ----------
    deal
        The deal in words, for the heading.
    outcomes, chances
        Columns of what is kept and of its probability, and the engine's values.
    """
    work.heading(f"What the lab keeps under {deal}, from the worst outcome")
    work.heads(HEADS)
    (_, values), (_, weights) = outcomes, chances
    seen, middle, passed = _order(work, labels, outcomes, chances)
    return _between(work, (seen, np.sort(values)), (middle, passed), tail, spread(values, weights))


def _between(
    work: Yearly, seen: tuple[Block, FloatArray], middle: tuple[Block, FloatArray], tail: Spot, found: Spread
) -> list[Spot]:
    """Read off both tails, a column each, between the outcomes that lie on either side of them."""
    (kept, values), (passed, shares), money = seen, middle, work.sheet.book.money
    work.heads(("", "Unit", "Low tail", "High tail"))
    levels = np.array([TAIL, 1.0 - TAIL])
    level = work.ahead()
    level.number = work.at
    work.across("Probability below", "fraction", [f"={tail}", f"=1-{tail}"], levels, Style.PERCENT)
    allowed = f"{level}+{work.sheet.book.tolerance}"
    reached = np.array([(shares <= part + TOLERANCE).sum() for part in levels])
    formula = f"=IF({allowed}<INDEX({passed},1,1),0,MATCH({allowed},{passed},1))"
    below = work.alike("Outcomes up to it", "number", formula, reached, Style.COUNT)
    before, after = np.maximum(0, reached - 1), np.minimum(shares.size - 1, reached)
    lower = work.alike("Number of the one below it", "number", f"=MAX(1,{below})", before + 1.0, Style.COUNT)
    formula = f"=MIN(ROWS({passed}),{below}+1)"
    upper = work.alike("Number of the one above it", "number", formula, after + 1.0, Style.COUNT)
    low, high = (
        work.alike(f"Kept in the one {word} it", money, f"=INDEX({kept},{at},1)", values[places], Style.MONEY)
        for word, at, places in (("below", lower, before), ("above", upper, after))
    )
    first, last = (
        work.alike(
            f"Passed in the one {word} it",
            "fraction",
            f"=INDEX({passed},{at},1)",
            shares[places],
            Style.FACTOR,
        )
        for word, at, places in (("below", lower, before), ("above", upper, after))
    )
    apart = shares[after] - shares[before]
    ways = np.divide(levels - shares[before], apart, out=np.zeros(levels.size), where=apart != 0.0)
    formula = f"=IF({last}={first},0,({level}-{first})/({last}-{first}))"
    way = work.alike("Way from the one to the other", "fraction", formula, ways, Style.FACTOR)
    formula = f"={low}+{way}*({high}-{low})"
    return work.across("What the lab keeps there", money, [formula] * 2, (found.low, found.high), Style.MONEY)


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
