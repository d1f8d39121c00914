"""Favoured: the partner's rate raised to the best of the rates compared (stage 6)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from revshare.contracts.waterfall import Waterfall
from revshare_workbooks.blocks.dates import DateRows
from revshare_workbooks.grid import Row, Spot, Style
from revshare_workbooks.monthly import Monthly


def favoured_block(
    sheet: Monthly,
    dates: DateRows,
    base: Row,
    share: Row,
    rates: Sequence[Spot],
    effective: Spot,
    flow: Waterfall,
) -> Row:
    """Share with what the clause adds to it."""
    sheet.heading("Most-favoured clause")
    before = flow.share - flow.favoured
    after = flow.after_losses
    own = np.divide(before, after, out=np.zeros(after.shape), where=after != 0)
    formula = f"=IF({base}=0,0,{share}/IF({base}=0,1,{base}))"
    rate = sheet.state("Rate before the clause", formula, own, style=Style.PERCENT, unit="fraction")
    compared = ",".join(f"{spot}" for spot in rates)
    expected = [sheet.book.content(spot) for spot in rates]
    best = np.maximum.reduce([own, *(np.full(own.shape, float(value)) for value in expected)])  # type: ignore[arg-type]
    formula = f"=MAX({rate},{compared})"
    highest = sheet.state("Best of the rates compared", formula, best, style=Style.PERCENT, unit="fraction")
    first = sheet.book.content(effective)
    in_force = flow.grid.in_force_from(first if isinstance(first, date) else None)
    late = f"({dates.first}+{dates.days}-N({effective}))/IF({dates.days}=0,1,{dates.days})"
    formula = f'=IF({dates.days}=0,0,IF({effective}="none",1,MAX(0,MIN(1,{late}))))'
    force = sheet.state(
        "Fraction of the covered days in force", formula, in_force, style=Style.FACTOR, unit="fraction"
    )
    due = sheet.flow("Added by the clause", f"=({highest}-{rate})*{base}*{force}", flow.favoured)
    return sheet.flow("Share with the clause", f"={share}+{due}", flow.share, total=True)
